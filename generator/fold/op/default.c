/* server_default: a string is a literal, text() and functions stand as they are. */
#include "fold/op/item.h"

static bool is_plain(struct aludel_value v)
{
    return v.type == ALUDEL_STRING || v.type == ALUDEL_INT || v.type == ALUDEL_FLOAT || v.type == ALUDEL_BOOL;
}

static struct sql text_literal(struct folding *f, struct aludel_value v, struct span at)
{
    struct sql sql = {{"", 0}, NULL};
    if (v.type == ALUDEL_STRING)
        return sql_literal(f, v, at);
    fold_error(f, at, "server_default is text: %s must be a string here", kind_of(v));
    diag_hint(f->d, v.type == ALUDEL_BOOL ? "write \"true\" or \"false\", or true() or false()"
                                          : "write it in quotes; text(\"…\") for an SQL expression");
    return sql;
}

/* text("now()"), which most scripts have, in a database that hasn't it. */
static struct sql in_dialect(struct folding *f, struct sql sql)
{
    bool now = al_same_nocase(sql.text, AL_TEXT("now()")) || al_same_nocase(sql.text, AL_TEXT("(now())"));
    return f->dialect == ALUDEL_SQLITE && now ? constant_sql("CURRENT_TIMESTAMP") : sql;
}

struct sql arg_default(struct folding *f, const struct call *c, const char *name)
{
    struct aludel_value v = arg(c, name);
    struct sql sql = {{"", 0}, NULL};
    if (!given(c, name) || item_of(v, ITEM_FETCHED) || is_error(v))
        return sql;
    if (is_plain(v))
        return text_literal(f, v, arg_span(c, name));
    if (v.type == ALUDEL_DEFERRED)
        return sql_literal(f, v, arg_span(c, name));
    const struct item *sequence = item_of(v, ITEM_SEQUENCE);
    if (sequence)
        return sequence->sql;
    value_sql(f, v, arg_span(c, name), &sql);
    return in_dialect(f, sql);
}
