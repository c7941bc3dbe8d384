/* Values into text: each as the place where it stands needs it. */
#include "fold/writing.h"

#include <string.h>

static bool in_code(const struct hole_place *p)
{
    return p->form == HOLE_PLAIN || p->form == HOLE_BETWEEN;
}

/* What is wrong with any value here, filters aside. */
static bool place_refused(struct folding *f, const struct hole_place *p, struct span at)
{
    if (!p->refused)
        return false;
    split_after_hole(&f->writer->state, at, writer_sink(f->writer)); /* it says why with the next text */
    return true;
}

/* ORDER BY takes a number too. */
static bool may_be_text(struct aludel_value v)
{
    enum aludel_type type = v.type == ALUDEL_DEFERRED ? later_of(v)->type : v.type;
    return type == ALUDEL_STRING || type == ALUDEL_UNSET;
}

/* A value without filter where only a name or SQL can stand. */
static bool needs_filter(struct folding *f, const struct hole_place *p, struct aludel_value v, struct span at)
{
    if (p->form == HOLE_BETWEEN) {
        fold_error(f, at, "a value can't begin a statement");
        diag_hint(f->d, "if it is SQL text write ${… | n}");
        return true;
    }
    if (p->form == HOLE_PLAIN && p->name_expected && may_be_text(v)) {
        fold_error(f, at, "a name must stand behind %s, and this is %s", p->after, kind_of(v));
        diag_hint(f->d, "write ${… | id} for a name");
        return true;
    }
    if (p->form == HOLE_PLAIN && p->touches_word) {
        fold_error(f, at, "this value would touch the word in front of it");
        diag_hint(f->d, "put a space between, or write ${… | n} if it is a part of the word");
        return true;
    }
    return false;
}

/* A negative number right behind a minus would begin a comment with it. */
static void put_apart(struct folding *f, struct aludel_text t, struct span at)
{
    if (begins_comment(f, t))
        write_text(f, AL_TEXT(" "), at, false);
}

static void write_sql(struct folding *f, struct aludel_value v, const struct hole_place *p, struct span at)
{
    struct al_builder b = al_builder(&f->arena->memory);
    put_apart(f, v.as.text, at);
    if (in_code(p) && !p->tag) {
        write_text(f, v.as.text, at, false);
        return;
    }
    al_write_hole(&f->eval, &b, f->dialect, p->how, p->tag, v);
    if (is_error(checked(f, v, at)))
        return;
    if (in_code(p))
        write_text(f, v.as.text, at, false);
    else
        put_rendered(f, al_built(&b), at);
}

static bool skipped(const struct folding *f, const struct hole_place *p)
{
    return p->form == HOLE_IN_COMMENT && !f->writer->capture && !f->writer->open;
}

static void write_known(struct folding *f, struct aludel_value v, struct span at)
{
    struct hole_place p = split_hole(&f->writer->state);
    struct al_builder b = al_builder(&f->arena->memory);
    if (skipped(f, &p))
        return;
    if (v.type == ALUDEL_SQL) {
        write_sql(f, v, &p, at);
        return;
    }
    if (place_refused(f, &p, at) || (!f->writer->capture && needs_filter(f, &p, v, at)))
        return;
    al_write_hole(&f->eval, &b, f->dialect, p.how, p.tag, v);
    if (is_error(checked(f, v, at)))
        return;
    put_apart(f, al_built(&b), at);
    put_rendered(f, al_built(&b), at);
    f->writer->after_literal = p.form == HOLE_PLAIN;
}

static void write_filtered(struct folding *f, struct aludel_value v, enum filter filter, struct span at)
{
    if (filter == FILTER_ID)
        v = checked(f, al_filter_id(&f->eval, v), at);
    else if (filter == FILTER_RAW)
        v = checked(f, al_filter_raw(&f->eval, v, true), at);
    if (!is_error(v))
        write_known(f, v, at);
}

/* How a deferred value with a filter is written, in code. */
static bool filtered_how(struct folding *f, struct hole_place *p, enum filter filter, struct span at)
{
    if (filter == FILTER_RAW) {
        p->how = p->form == HOLE_IN_COMMENT ? p->how : ALUDEL_HOLE_RAW;
        return true;
    }
    if (p->form == HOLE_PLAIN) {
        p->how = ALUDEL_HOLE_IDENTIFIER;
        return true;
    }
    fold_error(f, at, "a name known only at run time can't be quoted inside a quote or comment");
    diag_hint(f->d, "inside quotes write it without the filter: it is escaped for them");
    return false;
}

static bool no_filter(struct folding *f, struct hole_place *p, const struct later *l, struct span at)
{
    if (p->form == HOLE_PLAIN && p->name_expected && f->writer->soft) {
        p->how = ALUDEL_HOLE_RAW;
        return true;
    }
    return !needs_filter(f, p, deferred((struct later *)l), at);
}

static void write_deferred(struct folding *f, struct later *l, enum filter filter, struct span at)
{
    struct writer *w = f->writer;
    if (w->capture) {
        pieces_hole(f, w->capture, deferred(l), filter, at);
        split_after_hole(&w->state, at, NULL);
        return;
    }
    struct hole_place p = split_hole(&w->state);
    if (skipped(f, &p) || place_refused(f, &p, at))
        return;
    if (filter != FILTER_NONE && p.form == HOLE_BETWEEN) {
        fold_error(f, at, "a statement can't begin with a value known only at run time");
        diag_hint(f->d, "op.execute_raw() executes a text known only at run time");
        return;
    }
    if (filter != FILTER_NONE ? !filtered_how(f, &p, filter, at) : !no_filter(f, &p, l, at))
        return;
    bool literal = p.form == HOLE_PLAIN && p.how == ALUDEL_HOLE_LITERAL;
    bool bind =
        literal && p.may_bind && l->type != ALUDEL_SQL && l->type != ALUDEL_LIST && l->type != ALUDEL_TUPLE;
    bool may_be_empty = p.how == ALUDEL_HOLE_RAW || l->type == ALUDEL_SQL;
    char edge = split_edge(&w->state);
    put_hole(f, l, p, bind, at);
    w->after_literal = literal;
    w->edge = may_be_empty ? edge : 0;
}

/* A list of known length: its elements one by one. */
static void write_list(struct folding *f, struct aludel_value v, struct span at)
{
    const struct aludel_items *items = v.as.items;
    if (v.type != ALUDEL_LIST && v.type != ALUDEL_TUPLE && v.type != ALUDEL_SET) {
        fold_error(f, at, "%s can't be written into SQL", kind_of(v));
        return;
    }
    struct hole_place p = split_hole(&f->writer->state);
    if (!in_code(&p)) {
        fold_error(f, at, "a list can't stand inside a quote or comment");
        return;
    }
    write_text(f, AL_TEXT("("), at, false);
    for (size_t i = 0; i < items->count; i++) {
        if (i)
            write_text(f, AL_TEXT(", "), at, false);
        write_value(f, items->values[i], FILTER_NONE, at);
    }
    write_text(f, AL_TEXT(")"), at, false);
}

void write_pieces(struct folding *f, const struct pieces *p, struct span at)
{
    for (size_t i = 0; i < p->list.count && !f->dead; i++) {
        const struct piece *piece = &p->list.at[i];
        struct span place = piece->span.source ? piece->span : at;
        if (piece->value.type == ALUDEL_UNSET)
            write_text(f, piece->text, place, piece->exact);
        else
            write_value(f, piece->value, piece->filter, place);
    }
}

static void write_object(struct folding *f, struct aludel_value v, enum filter filter, struct span at)
{
    const struct object *o = v.as.object;
    if (o->kind == OBJECT_FUNCTION || o->kind == OBJECT_BODY) {
        fold_error(f, at, "%s is a function: call it", o->name);
        diag_hint(f->d, "write ${%s()}", o->name);
    } else if (o->kind == OBJECT_PIECES && o->pieces->type == ALUDEL_SQL && filter != FILTER_ID) {
        write_pieces(f, o->pieces, at);
    } else {
        size_t errors = f->d->errors;
        struct later *l = lowered(f, v, at);
        if (f->d->errors == errors && l->kind != LATER_CONSTANT)
            write_deferred(f, l, filter, at);
    }
}

/* As Mako writes it. */
static void write_plain(struct folding *f, struct aludel_value v, struct span at)
{
    struct al_builder b = al_builder(&f->arena->memory);
    const struct object *o = object_of(v, OBJECT_FUNCTION);
    if (o) {
        fold_error(f, at, "%s is a function: call it", o->name);
    } else if (!is_known(v)) {
        refuse_later(f, at);
    } else {
        al_write_str(&b, v);
        put_plain(f, al_built(&b), at);
    }
}

void write_value(struct folding *f, struct aludel_value v, enum filter filter, struct span at)
{
    if (is_error(v) || f->dead)
        return;
    if (f->writer->plain)
        write_plain(f, v, at);
    else if (v.type == ALUDEL_OBJECT)
        write_object(f, v, filter, at);
    else if (v.type == ALUDEL_DEFERRED)
        write_deferred(f, later_of(v), filter, at);
    else if (is_known(v))
        write_filtered(f, v, filter, at);
    else
        write_list(f, v, at);
}
