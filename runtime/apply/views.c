/* views.c: which view of the chain a call works with. */
#include "apply/apply.h"

void al_use_view(struct aludel *a, size_t view)
{
    a->registry = a->views[view].registry;
    a->revisions = a->views[view].revisions;
}

void al_use_own_view(struct aludel *a)
{
    al_use_view(a, AL_VIEW_SHORT);
    a->views[AL_VIEW_CARRIED] = (struct al_view){NULL, NULL};
}

const struct aludel_registry *al_largest(const struct aludel *a)
{
    const struct aludel_registry *largest = a->registry;
    for (size_t view = 0; view < AL_VIEWS; view++) {
        const struct aludel_registry *g = a->views[view].registry;
        largest = g && g->count > largest->count ? g : largest;
    }
    return largest;
}
