/*
 * convention.h: naming conventions: SQLAlchemy's keys ("pk", "uq", "fk", "ck", "ix") and %(tokens)s. convention.c
 *
 *     struct aludel_text template = convention_template(setting, "uq");      "uq_%(table_name)s_%(column_0_name)s"
 *     convention_fill(a, template, &named, &name, &wrong)
 */
#ifndef SCHEMA_CONVENTION_H
#define SCHEMA_CONVENTION_H

#include "schema/schema.h"

/* What a name may be made of. */
struct named {
    struct path table, to;
    const struct names *columns, *to_columns; /* or NULL */
    struct aludel_text given;
};

extern const char *const convention_keys[CONSTRAINT_KINDS];

/* Of the setting: `key: template`, a line or a comma each; no text: there is none. Indexes always have one. */
struct aludel_text convention_template(const char *setting, const char *key);

/* Whether it makes another name of one that is given; else it makes names of those that have none. */
bool convention_takes_given(struct arena *a, struct aludel_text template);

/* False: `wrong` is a token that there isn't. */
bool convention_fill(struct arena *a, struct aludel_text template, const struct named *n,
                     struct aludel_text *out, const char **wrong);

/* As SQLAlchemy shortens what PostgreSQL would cut. */
struct aludel_text convention_shortened(struct arena *a, enum aludel_dialect dialect,
                                        struct aludel_text name);

#endif
