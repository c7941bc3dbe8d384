/* views.c: which view of the chain a call works with. */
#include "apply/apply.h"

void al_use_view(struct aludel *a, size_t view)
{
    a->registry = a->views[view].registry;
    a->revisions = a->views[view].revisions;
}

const struct aludel_registry *al_largest(const struct aludel *a)
{
    const struct aludel_registry *other = a->views[AL_VIEW_LONG].registry;
    return other && other->count > a->registry->count ? other : a->registry;
}
