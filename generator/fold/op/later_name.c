/* drop_…() of what run time names: the statement with the name as its hole, read as if the author had written it. */
#include "fold/op/makers.h"

bool later_name(const struct call *c, const char *name)
{
    struct aludel_value v = arg(c, name);
    return v.type == ALUDEL_DEFERRED || object_of(v, OBJECT_PIECES);
}

static void put(struct folding *f, struct pieces *p, const struct call *c, const char *text)
{
    pieces_text(f, p, al_text(text), c->span, false);
}

static void put_name(struct folding *f, struct pieces *p, const struct call *c, const char *name)
{
    if (later_name(c, name))
        pieces_hole(f, p, deferred(lowered(f, arg(c, name), arg_span(c, name))), FILTER_ID,
                    arg_span(c, name));
    else
        put(f, p, c, ddl_name(f->arena, f->dialect, arg_name(f, c, name)));
}

static void put_schema(struct folding *f, struct pieces *p, const struct call *c)
{
    struct aludel_text schema = arg_path(f, c, "schema", "schema").schema;
    if (schema.n)
        put(f, p, c, arena_format(f->arena, "%s.", ddl_name(f->arena, f->dialect, schema)));
}

/* A batch has its table; an index is found without it. */
static void put_table(struct folding *f, struct pieces *p, const struct call *c)
{
    if (later_name(c, "table_name")) {
        put_schema(f, p, c);
        put_name(f, p, c, "table_name");
    } else {
        put(f, p, c, ddl_path(f->arena, f->dialect, table_of(f, c)));
    }
}

static struct aludel_value send(struct folding *f, const struct call *c, const struct pieces *p,
                                size_t errors)
{
    struct writer *outer = f->writer, w;
    if (f->d->errors > errors || !between_statements(f, c->span, c->native->path))
        return error_value(f);
    writer_init(f, &w, NULL);
    f->writer = &w;
    write_pieces(f, p, c->span);
    writer_end(f, &w, c->span);
    f->writer = outer;
    return aludel_none();
}

static const char *if_exists(struct folding *f, const struct call *c)
{
    return arg_bool(f, c, "if_exists", false) ? "IF EXISTS " : "";
}

static const char *cascade(struct folding *f, const struct call *c)
{
    return postgresql_says(f, c, "cascade") ? " CASCADE" : "";
}

static struct pieces *new_statement(struct folding *f)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    p->type = ALUDEL_SQL;
    return p;
}

struct aludel_value drop_later(struct folding *f, const struct call *c, const char *words, const char *name)
{
    size_t errors = f->d->errors;
    struct pieces *p = new_statement(f);
    put(f, p, c, arena_format(f->arena, "%s %s", words, if_exists(f, c)));
    put_schema(f, p, c);
    put_name(f, p, c, name);
    put(f, p, c, cascade(f, c));
    return send(f, c, p, errors);
}

struct aludel_value drop_part_later(struct folding *f, const struct call *c, const char *what,
                                    const char *name)
{
    size_t errors = f->d->errors;
    struct pieces *p = new_statement(f);
    if (f->dialect == ALUDEL_SQLITE) {
        fold_error(f, arg_span(c, later_name(c, name) ? name : "table_name"),
                   "SQLite makes the table again for this: what it names must be known at build time");
        diag_hint(f->d, "for PostgreSQL alone write it under `if dialect == \"postgresql\":`");
        return error_value(f);
    }
    put(f, p, c, "ALTER TABLE ");
    put_table(f, p, c);
    put(f, p, c, arena_format(f->arena, " DROP %s %s", what, if_exists(f, c)));
    put_name(f, p, c, name);
    put(f, p, c, cascade(f, c));
    return send(f, c, p, errors);
}
