/*
 * directives.h: changes of a schema as the directives that ask for them: the body of a migration's def.
 *
 *     struct directive_style style = {.naming_convention = e->settings.naming_convention};
 *     directives_write(a, before, &changes, NULL, &style, &out);
 *
 * Each change must be valid on the schema that those in front of it leave. The lines are those that `aludel fmt` would
 * leave as they are. What no directive can say stands there as SQL.
 */
#ifndef DIRECTIVES_H
#define DIRECTIVES_H

#include "schema/change.h"
#include "schema/mark.h"

struct directive_style {
    const char *naming_convention; /* the setting; NULL: none */
    /* The schema behind all changes in the other dialect, or NULL: a column's type there tells JSONB from JSON. */
    const struct schema *other;
    const struct schema *other_before; /* … and in front of them */
    bool both; /* it is compiled for both dialects: what only this one has stands under a condition */
};

/* `marks`: an enum mark for each change, or NULL: they become comments. What the lines make of `other_before`, or NULL
 * where that isn't known. */
const struct schema *directives_write(struct arena *a, const struct schema *before,
                                      const struct changes *list, const unsigned char *marks,
                                      const struct directive_style *style, struct al_builder *out);

/* A column's default as its author would have written it: 'x'::character varying of a VARCHAR is 'x'. */
struct sql default_without_cast(struct arena *a, enum aludel_dialect dialect, const struct column_type *type,
                                struct sql value);

/* The same of a condition: without the parentheses that PostgreSQL puts around all of it. */
struct aludel_text expression_without_parentheses(struct arena *a, enum aludel_dialect dialect,
                                                  struct aludel_text sql);

#endif
