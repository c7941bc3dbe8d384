/* op.execute("…") and its relatives: SQL text given as an argument, through a writer of its own. */
#include "fold/language.h"
#include "sql/ddl.h"

#include <string.h>

/* ---- :name, where values are given ---- */

struct parameters {
    struct aludel_value given; /* a DICT, or UNSET */
    bool *used;
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The length of ":name" at t[i], else 0: not "::type", ":=" or "a[1:2]". */
static size_t parameter_at(struct aludel_text t, size_t i)
{
    if (t.z[i] != ':' || (i && (t.z[i - 1] == ':' || is_word(t.z[i - 1]))))
        return 0;
    size_t n = i + 1;
    while (n < t.n && is_word(t.z[n]))
        n++;
    bool digit = i + 1 < t.n && t.z[i + 1] >= '0' && t.z[i + 1] <= '9';
    return n == i + 1 || digit ? 0 : n - i;
}

static bool find_given(struct parameters *p, struct aludel_text name, struct aludel_value *v)
{
    const struct aludel_items *items = p->given.as.items;
    for (size_t i = 0; i < items->count; i++)
        if (items->keys[i].type == ALUDEL_STRING && al_same(items->keys[i].as.text, name)) {
            *v = items->values[i];
            return p->used[i] = true;
        }
    return false;
}

static void write_part(struct folding *f, struct aludel_text t, size_t from, size_t to, struct span at,
                       bool exact)
{
    struct span part = at;
    if (exact) {
        part.from = at.from + (uint32_t)from;
        part.to = at.from + (uint32_t)to;
    }
    write_text(f, (struct aludel_text){t.z + from, to - from}, part, exact);
}

/* Text with :names in it. */
static void write_named(struct folding *f, struct aludel_text t, struct span at, bool exact,
                        struct parameters *p)
{
    size_t from = 0;
    for (size_t i = 0; i < t.n; i++) {
        size_t n = parameter_at(t, i);
        if (!n)
            continue;
        write_part(f, t, from, i, at, exact);
        from = i;
        struct hole_place place = split_hole(&f->writer->state);
        struct aludel_value v;
        if (place.form == HOLE_PLAIN && !place.tag) {
            struct aludel_text name = {t.z + i + 1, n - 1};
            if (find_given(p, name, &v))
                write_value(f, v, FILTER_NONE, at);
            else
                fold_error(f, at, "the statement's parameter ':%s' isn't given", shown(f, name));
            from = i + n;
        }
        i += n - 1;
    }
    write_part(f, t, from, t.n, at, exact);
}

static void write_argument(struct folding *f, const struct pieces *sql, struct parameters *p)
{
    for (size_t i = 0; i < sql->list.count && !f->dead; i++) {
        const struct piece *piece = &sql->list.at[i];
        if (piece->value.type != ALUDEL_UNSET)
            write_value(f, piece->value, piece->filter, piece->span);
        else if (p->given.type == ALUDEL_DICT)
            write_named(f, piece->text, piece->span, piece->exact, p);
        else
            write_text(f, piece->text, piece->span, piece->exact);
    }
}

/* A literal argument's own place, so that errors and statements point into it. */
static void place_literal(const struct node *n, struct pieces *sql)
{
    while (n && n->kind == N_CALL && n->list.count == 1)
        n = n->list.at[0];
    if (!n || n->kind != N_CONSTANT || n->value.type != ALUDEL_STRING || sql->list.count != 1 ||
        !n->span.source)
        return;
    struct aludel_text t = span_text(n->span);
    size_t quote = t.n >= 6 && t.z[0] == t.z[1] && t.z[1] == t.z[2] ? 3 : 1;
    if (t.n < 2 * quote || t.n - 2 * quote != n->value.as.text.n ||
        memcmp(t.z + quote, n->value.as.text.z, n->value.as.text.n) != 0)
        return;
    sql->list.at[0].exact = true;
    sql->list.at[0].span =
        (struct span){n->span.source, n->span.from + (uint32_t)quote, n->span.to - (uint32_t)quote};
}

static struct pieces *argument_pieces(struct folding *f, struct call *c)
{
    struct pieces *given = pieces_of(f, c->args[0]);
    if (!given) {
        fold_error(f, c->nodes[0]->span,
                   "%s() needs SQL text whose shape is known at build time, and this is %s", c->native->path,
                   kind_of(c->args[0]));
        if (c->args[0].type == ALUDEL_DEFERRED)
            diag_hint(f->d, "op.execute_raw() executes a text known only at run time");
        return NULL;
    }
    struct pieces *sql = ARENA_NEW(f->arena, struct pieces);
    pieces_append(f, sql, given);
    for (size_t i = 0; i < sql->list.count; i++)
        if (!sql->list.at[i].span.source)
            sql->list.at[i].span = c->nodes[0]->span;
    place_literal(c->nodes[0], sql);
    if (given->type == ALUDEL_STRING)
        pieces_unescape(f, sql);
    return sql;
}

static bool check_parameters(struct folding *f, struct call *c, struct parameters *p)
{
    p->given = c->args[1];
    if (p->given.type == ALUDEL_UNSET || p->given.type == ALUDEL_NONE)
        return true;
    if (p->given.type != ALUDEL_DICT) {
        fold_error(f, c->nodes[1]->span, "the parameters must be a dict of names and values, not %s",
                   kind_of(p->given));
        return false;
    }
    p->used = ARENA_ARRAY(f->arena, bool, p->given.as.items->count + 1);
    return true;
}

static void check_used(struct folding *f, const struct call *c, const struct parameters *p)
{
    for (size_t i = 0; p->given.type == ALUDEL_DICT && i < p->given.as.items->count; i++)
        if (!p->used[i])
            fold_error(f, c->nodes[1]->span, "the statement has no parameter ':%s'",
                       shown(f, p->given.as.items->keys[i].as.text));
}

/* An answer can't be asked for while a statement is put together at run time. */
static bool may_ask(struct folding *f, const struct call *c, enum wanted wanted)
{
    if (wanted == WANT_NOTHING || wanted == WANT_COUNT)
        return between_statements(f, c->span, c->native->path);
    if (wanted == WANT_ROWS || !f->writer->in_body)
        return true;
    fold_error(f, c->span, "%s can't be asked in the middle of a statement that is put together at run time",
               c->native->path);
    diag_hint(f->d, "assign it to a variable in front of the statement");
    return false;
}

static struct aludel_value answer(struct folding *f, struct call *c, struct writer *w, enum wanted wanted)
{
    if (w->count == 0)
        return fold_error(f, c->nodes[0]->span, "there is no statement in this text");
    if (wanted == WANT_NOTHING)
        return aludel_none();
    if (w->count > 1)
        return fold_error(f, c->nodes[0]->span,
                          "the result of %zu statements in one text can't be asked for: give it "
                          "one",
                          w->count);
    if (wanted == WANT_ROWS)
        return aludel_none();
    w->last->local = local_new(f, AL_TEXT(""));
    enum aludel_type type = wanted == WANT_COUNT ? ALUDEL_INT
                            : wanted == WANT_ALL ? ALUDEL_LIST
                                                 : ALUDEL_UNSET;
    return deferred(later_local(f->arena, w->last->local, type));
}

struct aludel_value send_sql(struct folding *f, struct call *c, enum wanted wanted, struct step **statement)
{
    struct pieces *sql = argument_pieces(f, c);
    struct parameters p = {.given = aludel_unset()};
    if (!sql || !check_parameters(f, c, &p) || !may_ask(f, c, wanted))
        return error_value(f);
    struct writer *outer = f->writer, w;
    size_t errors = f->d->errors;
    writer_init(f, &w, NULL);
    w.soft = true;
    w.wanted = wanted;
    f->writer = &w;
    write_argument(f, sql, &p);
    writer_end(f, &w, c->nodes[0]->span);
    f->writer = outer;
    check_used(f, c, &p);
    if (f->d->errors > errors)
        return error_value(f);
    if (statement && w.count == 1)
        *statement = w.last;
    if (wanted == WANT_ROWS && outer->in_body && w.last && w.last->statement->body)
        return fold_error(f, c->span,
                          "this query can't be asked in the middle of a statement: both are put together at "
                          "run time");
    return answer(f, c, &w, wanted);
}

bool may_be_kept(const struct object *query)
{
    return strncmp(query->call->native->path, "bind.", 5) == 0;
}

struct aludel_value query_rows(struct folding *f, const struct object *query, struct step **statement)
{
    return send_sql(f, query->call, WANT_ALL, statement);
}

void send_statement(struct folding *f, const struct ddl_parts *parts, struct span at)
{
    struct writer *outer = f->writer, w;
    writer_init(f, &w, NULL);
    w.modelled = true;
    f->writer = &w;
    for (size_t i = 0; i < parts->count; i++)
        if (parts->at[i].holes)
            write_pieces(f, parts->at[i].holes, at);
        else
            write_text(f, parts->at[i].text, at, false);
    writer_end(f, &w, at);
    f->writer = outer;
}
