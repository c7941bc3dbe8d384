/* Conditions that ask what is there: `if not op.has_table("t"):`, `if "c" not in columns:`. */
#include "fold/folding.h"

#include <string.h>

/* What a local was given, as far as it stands in the steps in hand. */
static const struct later *origin(const struct folding *f, const struct later *l)
{
    for (size_t i = f->steps->count; l->kind == LATER_LOCAL && i > 0; i--) {
        const struct step *s = f->steps->at[i - 1];
        if (s->kind == STEP_LET && s->local == l->local)
            return s->value;
    }
    return l;
}

bool asks_existence(const struct folding *f, const struct later *condition)
{
    const struct later *l = origin(f, condition);
    if (l->kind == LATER_PY && strcmp(l->name, "not") == 0)
        l = origin(f, l->arguments[0]);
    if (l->kind == LATER_OP)
        return strncmp(l->name, "has_", 4) == 0;
    return f->questions && l->kind == LATER_PY &&
           (strcmp(l->name, "in") == 0 || strcmp(l->name, "not_in") == 0);
}
