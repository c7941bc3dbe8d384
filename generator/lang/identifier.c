/* identifier.c: the names of what a file says about itself. */
#include "lang/parse.h"

const char *const identifier_names[ID_COUNT] = {
    [ID_REVISION] = "revision",           [ID_DOWN_REVISION] = "down_revision",
    [ID_BRANCH_LABELS] = "branch_labels", [ID_DEPENDS_ON] = "depends_on",
    [ID_REPLACES] = "replaces",           [ID_COMPATIBLE_WITH] = "compatible_with",
};

int identifier_index(struct aludel_text name)
{
    for (int i = 0; i < ID_COUNT; i++)
        if (al_is(name, identifier_names[i]))
            return i;
    return -1;
}
