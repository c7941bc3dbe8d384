#include "sql/spell.h"

#include "core/literal.h"
#include "sql/name.h"

bool has_sql(struct sql sql)
{
    return sql.text.n != 0 || sql.holes;
}

struct spelling spell(struct ddl *out)
{
    struct spelling s = {.out = out, .text = al_builder(&out->arena->memory)};
    return s;
}

void put(struct spelling *s, const char *words)
{
    al_puts(&s->text, words);
}

void put_text(struct spelling *s, struct aludel_text t)
{
    al_put(&s->text, t.z, t.n);
}

void put_name(struct spelling *s, struct aludel_text name)
{
    put(s, ddl_name(s->out->arena, s->out->dialect, name));
}

void put_path(struct spelling *s, struct path path)
{
    put(s, ddl_path(s->out->arena, s->out->dialect, path));
}

void put_names(struct spelling *s, const struct names *names)
{
    put(s, "(");
    for (size_t i = 0; i < names->count; i++) {
        put(s, i ? ", " : "");
        put_name(s, names->at[i]);
    }
    put(s, ")");
}

static void end_text(struct spelling *s)
{
    struct sql sql = {.text = al_built(&s->text)};
    if (has_sql(sql))
        vec_push(s->out->arena, &s->parts, sql);
    s->text = al_builder(&s->out->arena->memory);
}

void put_sql(struct spelling *s, struct sql sql)
{
    if (!sql.holes) {
        put_text(s, sql.text);
        return;
    }
    end_text(s);
    vec_push(s->out->arena, &s->parts, sql);
}

/* Its name has quotes, whatever it is: so SQLAlchemy writes it. */
void put_type(struct spelling *s, const struct column_type *type)
{
    put_sql(s, type->sql);
    if (!type->collation.name.n)
        return;
    put(s, has_sql(type->sql) ? " COLLATE " : "COLLATE ");
    put(s, ddl_quoted_path(s->out->arena, type->collation));
}

void put_literal(struct spelling *s, struct aludel_text text)
{
    struct aludel_eval eval = {.arena = &s->out->arena->memory};
    al_write_hole(&eval, &s->text, s->out->dialect, ALUDEL_HOLE_LITERAL, NULL,
                  aludel_textual(ALUDEL_STRING, text.z, text.n));
}

void put_option(struct spelling *s, const char *word, struct aludel_text t)
{
    if (!t.n)
        return;
    put(s, word);
    put_text(s, t);
}

void put_clause(struct spelling *s, const char *word, struct sql sql)
{
    if (!has_sql(sql))
        return;
    put(s, word);
    put_sql(s, sql);
}

struct ddl_parts spelt_parts(struct spelling *s)
{
    end_text(s);
    return s->parts;
}

static void add_statement(struct spelling *s, bool alone)
{
    struct ddl_item item = {.kind = DDL_STATEMENT, .parts = spelt_parts(s), .alone = alone};
    vec_push(s->out->arena, &s->out->items, item);
}

void spelt(struct spelling *s)
{
    add_statement(s, false);
}

void spelt_alone(struct spelling *s)
{
    add_statement(s, true);
}
