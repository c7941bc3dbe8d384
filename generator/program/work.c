/* work.c: what a program does to which tables of SQLite's, statement by statement. */
#include "sql/work.h"
#include "program/program.h"

static uint32_t line_of(struct span at)
{
    return at.source ? source_position(at.source, at.from).line : 0;
}

static void walk(struct work *w, const struct steps *list);

static void put_statement(struct work *w, const struct sql_statement *s)
{
    if (s->body)
        work_unknown(w, "what a statement does that is put together when it runs", line_of(s->span));
    else
        work_statement(w, s->sql, line_of(s->span));
}

/* Steps that may be left out, or run again and again. */
static void put_part(struct work *w, const struct steps *part, bool repeated)
{
    const struct work before = *w;
    w->repeated = w->repeated || repeated;
    w->may_be_left_out = true;
    walk(w, part);
    w->repeated = before.repeated;
    w->may_be_left_out = before.may_be_left_out || w->leaves;
}

static void put_step(struct work *w, const struct step *s)
{
    if (s->statement)
        put_statement(w, s->statement);
    switch (s->kind) {
    case STEP_RAW: work_unknown(w, "what SQL does that is known only when it runs", line_of(s->span)); break;
    case STEP_C: work_unknown(w, "what its C does", line_of(s->span)); break;
    case STEP_REBUILD:
        work_rebuild(w, s->rebuild->table, s->rebuild->edits.at, s->rebuild->edits.count, line_of(s->span));
        break;
    case STEP_AUTOCOMMIT:
        if (s->then && s->then->count)
            work_unknown(w, "what statements need that are transactions of their own", line_of(s->span));
        break;
    case STEP_FOR:
    case STEP_ROWS:
    case STEP_LOOP: put_part(w, s->then, true); break;
    case STEP_IF:
        put_part(w, s->then, false);
        put_part(w, s->otherwise, false);
        break;
    case STEP_LEAVE:
    case STEP_AGAIN: w->leaves = w->may_be_left_out = true; break;
    default: walk(w, s->then); walk(w, s->otherwise);
    }
}

static void walk(struct work *w, const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++)
        put_step(w, list->at[i]);
}

struct aludel_text program_work(struct arena *a, const struct program *p)
{
    struct work w = {.arena = a, .text = al_builder(&a->memory)};
    walk(&w, &p->steps);
    return al_built(&w.text);
}
