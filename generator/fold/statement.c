/* A statement whose text is complete. */
#include "fold/writing.h"
#include "sql/read.h"
#include "sql/tokens.h"

#include <string.h>

/* ---- Its skeleton: the text with a mark for each hole ---- */

static void put_skeleton(struct al_builder *b, const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if (s->kind == STEP_PIECE && s->piece.kind == PIECE_TEXT)
            al_put(b, s->piece.text.z, s->piece.text.n);
        else if (s->kind == STEP_PIECE)
            al_putc(b, ALUDEL_PARAMETER);
        put_skeleton(b, s->then);
        put_skeleton(b, s->otherwise);
    }
}

static struct aludel_text skeleton_of(struct folding *f, const struct steps *body)
{
    struct al_builder b = al_builder(&f->arena->memory);
    put_skeleton(&b, body);
    return al_built(&b);
}

/* ---- What a loop over rows allows ---- */

static bool shares_table(const struct statement_facts *a, const struct statement_facts *b)
{
    for (size_t i = 0; i < a->table_count; i++)
        for (size_t k = 0; k < b->table_count; k++)
            if (strcmp(a->tables[i], b->tables[k]) == 0)
                return true;
    return false;
}

void rows_uncertain(struct folding *f)
{
    for (struct rows_loop *r = f->rows; r; r = r->outer)
        r->apart = false;
}

static void check_rows(struct folding *f, const struct statement_facts *facts, struct span at)
{
    for (struct rows_loop *r = f->rows; r; r = r->outer) {
        bool shares = shares_table(facts, &r->facts);
        if (!facts->tables_certain || shares || (facts->flags & ALUDEL_DDL))
            r->apart = false;
        if ((facts->flags & ALUDEL_DDL) && shares) {
            fold_error(f, at, "a table can't be changed while its rows are read");
            diag_also(f->d, r->span, "the loop reads them here");
        }
    }
}

/* ---- Words known at run time only ---- */

static bool is_raw(const struct step *s)
{
    return s->kind == STEP_PIECE && s->piece.kind == PIECE_HOLE &&
           (s->piece.how == ALUDEL_HOLE_RAW || s->value->type == ALUDEL_SQL);
}

/* Words of it are known at run time only. */
static bool has_raw(const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if (is_raw(s) || has_raw(s->then) || has_raw(s->otherwise))
            return true;
    }
    return false;
}

/* ---- What it does to the schema ---- */

/* Run time decides which words it has. */
static bool has_control(const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (list->at[i]->kind != STEP_PIECE && list->at[i]->kind != STEP_LET)
            return true;
    return false;
}

static bool is_read(struct folding *f, const struct steps *body, const struct statement_facts *facts,
                    const struct tokens *tokens, struct span at, struct changes *out)
{
    bool ddl = (facts->flags & ALUDEL_DDL) != 0;
    if (!has_control(body) && !has_raw(body))
        return read_changes(f->arena, tokens, at, out);
    if (ddl)
        unread_change(f, facts, at, out);
    return ddl;
}

static void model_statement(struct folding *f, const struct steps *body, const struct statement_facts *facts,
                            const struct tokens *tokens, struct span at)
{
    struct changes changes = {0};
    bool changes_schema = is_read(f, body, facts, tokens, at, &changes);
    for (size_t i = 0; i < changes.count; i++)
        model_change(f, changes.at[i]);
    if (f->derives && !changes_schema) {
        fold_error(f, at, "change() can't be undone here: this statement has no inverse");
        diag_hint(f->d, "write upgrade() and downgrade() in place of change()");
    }
}

/* ---- Its step ---- */

static enum step_kind kind_of_step(const struct writer *w, bool constant)
{
    switch (w->wanted) {
    case WANT_COUNT: return STEP_EXECUTE;
    case WANT_FIRST: return STEP_SCALAR;
    case WANT_ROW: return STEP_ROW;
    case WANT_ALL: return STEP_FETCH;
    case WANT_ROWS: return STEP_ROWS;
    case WANT_NOTHING: break;
    }
    return constant ? STEP_RUN : STEP_SEND;
}

static struct aludel_text trimmed(struct aludel_text t)
{
    while (t.n && strchr(" \t\r\n", t.z[t.n - 1]))
        t.n--;
    return t;
}

static void trim_end(const struct steps *body)
{
    struct step *last = body->count ? body->at[body->count - 1] : NULL;
    if (last && last->kind == STEP_PIECE && last->piece.kind == PIECE_TEXT)
        last->piece.text = trimmed(last->piece.text);
}

/* ---- Its text ---- */

static struct aludel_text as_local(struct folding *f, struct aludel_text t,
                                   const struct statement_facts *facts)
{
    int before = (int)facts->set_at, behind = (int)(t.n - facts->set_at);
    return al_text(arena_format(f->arena, "%.*s LOCAL%.*s", before, t.z, behind, t.z + before));
}

static struct step *first_text(const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        struct step *s = list->at[i];
        if (s->kind == STEP_PIECE)
            return s->piece.kind == PIECE_TEXT ? s : NULL;
        struct step *inner = first_text(s->then);
        if (inner)
            return inner;
    }
    return NULL;
}

/* Text and parameters only: one constant text. */
static bool is_flat(const struct steps *body)
{
    for (size_t i = 0; i < body->count; i++)
        if (body->at[i]->kind != STEP_PIECE || body->at[i]->piece.kind == PIECE_HOLE)
            return false;
    return true;
}

static void keep_flat(struct folding *f, struct sql_statement *s, const struct steps *body,
                      struct aludel_text sql)
{
    s->sql = sql;
    for (size_t i = 0; i < body->count; i++)
        if (body->at[i]->piece.kind == PIECE_PARAMETER)
            vec_push(f->arena, &s->values, body->at[i]->value);
}

static void keep_body(struct folding *f, struct sql_statement *s, struct steps *body,
                      const struct statement_facts *facts)
{
    struct step *first = facts->set_at ? first_text(body) : NULL;
    if (first && first->piece.text.n >= facts->set_at)
        first->piece.text = as_local(f, first->piece.text, facts);
    s->body = body;
}

static void keep_text(struct writer *w, const struct statement_facts *facts, struct aludel_text sql)
{
    if (!is_flat(w->body))
        keep_body(w->f, w->open, w->body, facts);
    else
        keep_flat(w->f, w->open, w->body, facts->set_at ? as_local(w->f, sql, facts) : sql);
}

/* ---- All of it ---- */

/* What is found in its skeleton, which is put together and cut into tokens once. */
static struct statement_facts look_at(struct writer *w, struct aludel_text skeleton)
{
    struct folding *f = w->f;
    struct sql_statement *s = w->open;
    struct tokens tokens = tokens_of(f->arena, f->dialect, skeleton);
    struct statement_facts facts = check_statement(f->arena, &tokens, f->autocommit, s->span, f->d);
    s->flags = facts.flags;
    s->drops_table = facts.drops_table;
    s->defers = facts.defers || ((facts.flags & ALUDEL_DDL) && has_raw(w->body));
    if (!w->modelled)
        model_statement(f, w->body, &facts, &tokens, s->span);
    check_rows(f, &facts, s->span);
    note_cascade(f, &facts, s->span);
    if (w->wanted == WANT_ROWS)
        f->query_facts = facts;
    return facts;
}

static void push_statement(struct writer *w)
{
    struct sql_statement *s = w->open;
    if (w->in_body)
        w->f->steps = w->outer;
    w->open = NULL;
    w->in_body = false;
    w->count++;
    w->last = step_push(w->f, kind_of_step(w, !s->body && !s->values.count), s->span);
    w->last->statement = s;
}

void statement_done(struct writer *w)
{
    decide_parameter(w, AL_TEXT(""));
    trim_end(w->body);
    struct aludel_text skeleton = skeleton_of(w->f, w->body);
    struct statement_facts facts = look_at(w, skeleton);
    keep_text(w, &facts, skeleton);
    push_statement(w);
}

/* A parameter can stand or not by what follows it, which is known only now. */
void decide_parameter(struct writer *w, struct aludel_text following)
{
    if (!w->undecided)
        return;
    if (!split_may_bind(&w->undecided_at, following))
        w->undecided->piece.kind = PIECE_HOLE;
    w->undecided = NULL;
}
