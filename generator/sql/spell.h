/*
 * spell.h: how SQL of a change is put together: words, names, lists, pieces with holes.
 *
 *     struct spelling s = spell(out);
 *     put(&s, "ALTER TABLE "), put_path(&s, table), put(&s, " RENAME TO "), put_name(&s, name);
 *     spelt(&s);                              a statement of `out`
 */
#ifndef SPELL_H
#define SPELL_H

#include "sql/written.h"

struct spelling {
    struct ddl *out;
    struct al_builder text; /* since the last hole */
    struct ddl_parts parts;
};

struct spelling spell(struct ddl *out);
void put(struct spelling *s, const char *words);
void put_text(struct spelling *s, struct aludel_text t);
void put_name(struct spelling *s, struct aludel_text name);
void put_path(struct spelling *s, struct path path);
void put_names(struct spelling *s, const struct names *names); /* (a, b) */
void put_sql(struct spelling *s, struct sql sql);
void put_type(struct spelling *s, const struct column_type *type); /* with its collation */
void put_literal(struct spelling *s, struct aludel_text text);     /* 'it''s' */
/* The word in front of it, where there is something; text that is SQL as it stands, no name: " ON DELETE CASCADE". */
void put_option(struct spelling *s, const char *word, struct aludel_text t);
void put_clause(struct spelling *s, const char *word, struct sql sql);

void spelt(struct spelling *s);
void spelt_alone(struct spelling *s);             /* not in a transaction */
struct ddl_parts spelt_parts(struct spelling *s); /* no statement by itself */

bool has_sql(struct sql sql);

#endif
