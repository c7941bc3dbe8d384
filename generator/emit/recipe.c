/* recipe.c: programs -> recipes; see recipe.h. */
#include "emit/recipe.h"

#include "emit/inner.h"

#include <string.h>

struct recipe {
    struct arena *arena;
    struct al_builder b;
    const struct source *lines; /* whose are said, or NULL */
    uint32_t line;              /* that was said last; 0: none, or of another file */
    const char *why;
};

/* ---- Items --------------------------------------------------------------------------------------- */

void put_recipe_text(struct al_builder *b, char letter, struct aludel_text text)
{
    al_putf(b, "%c%zu:", letter, text.n);
    al_put(b, text.z, text.n);
}

void put_recipe_number(struct al_builder *b, char letter, uint32_t number)
{
    if (number)
        al_putf(b, "%c%u;", letter, (unsigned)number);
    else
        al_putf(b, "%c;", letter);
}

static void put_text(struct recipe *r, char letter, struct aludel_text text)
{
    if (text.n && memchr(text.z, '\0', text.n))
        r->why = "has a NUL in a statement";
    put_recipe_text(&r->b, letter, text);
}

static void put_if_any(struct recipe *r, char letter, struct aludel_text text)
{
    if (text.n)
        put_text(r, letter, text);
}

static void put_line(struct recipe *r, struct span at)
{
    uint32_t line = r->lines && at.source == r->lines ? line_of(at) : 0;
    if (line != r->line)
        put_recipe_number(&r->b, '@', line);
    r->line = line;
}

/* ---- Rebuilds -------------------------------------------------------------------------------------- */

/* In a recipe stand the numbers of the runtime's enums, not ours. */
static const enum aludel_edit_kind edit_numbers[] = {
    [EDIT_ADD_COLUMN] = ALUDEL_EDIT_ADD_COLUMN,
    [EDIT_DROP_COLUMN] = ALUDEL_EDIT_DROP_COLUMN,
    [EDIT_MOVE_COLUMN] = ALUDEL_EDIT_MOVE_COLUMN,
    [EDIT_SET_TYPE] = ALUDEL_EDIT_SET_TYPE,
    [EDIT_SET_NOT_NULL] = ALUDEL_EDIT_SET_NOT_NULL,
    [EDIT_DROP_NOT_NULL] = ALUDEL_EDIT_DROP_NOT_NULL,
    [EDIT_SET_DEFAULT] = ALUDEL_EDIT_SET_DEFAULT,
    [EDIT_SET_GENERATED] = ALUDEL_EDIT_SET_GENERATED,
    [EDIT_ADD_CONSTRAINT] = ALUDEL_EDIT_ADD_CONSTRAINT,
    [EDIT_DROP_CONSTRAINT] = ALUDEL_EDIT_DROP_CONSTRAINT,
    [EDIT_COMPUTE] = ALUDEL_EDIT_COMPUTE,
    [EDIT_REDEFINE] = ALUDEL_EDIT_REDEFINE,
};

static const enum aludel_constraint constraint_numbers[CONSTRAINT_KINDS] = {
    [CONSTRAINT_PRIMARY_KEY] = ALUDEL_CONSTRAINT_PRIMARY_KEY, [CONSTRAINT_UNIQUE] = ALUDEL_CONSTRAINT_UNIQUE,
    [CONSTRAINT_FOREIGN_KEY] = ALUDEL_CONSTRAINT_FOREIGN_KEY, [CONSTRAINT_CHECK] = ALUDEL_CONSTRAINT_CHECK,
    [CONSTRAINT_EXCLUDE] = ALUDEL_CONSTRAINT_EXCLUDE,
};

static void put_edit(struct recipe *r, const struct edit *e)
{
    put_line(r, e->span);
    put_recipe_number(&r->b, 'e', edit_numbers[e->kind]);
    put_if_any(r, 'n', e->name);
    put_if_any(r, 'q', edit_sql(r->arena, e));
    put_if_any(r, 'b', e->before);
    put_if_any(r, 'a', e->after);
    if (e->kind == EDIT_DROP_CONSTRAINT)
        put_recipe_number(&r->b, 'k', constraint_numbers[e->constraint]);
    for (size_t i = 0; i < e->columns.count; i++)
        put_text(r, 'c', e->columns.at[i]);
    if (e->if_exists)
        put_recipe_number(&r->b, 'x', 1);
}

static void put_recipe_rebuild(struct recipe *r, const struct rebuild *what)
{
    put_text(r, 'r', what->table.name);
    put_if_any(r, 'S', what->table.schema);
    for (size_t i = 0; i < what->edits.count; i++)
        put_edit(r, &what->edits.at[i]);
    put_recipe_number(&r->b, '.', 0);
}

/* ---- Steps ----------------------------------------------------------------------------------------- */

static const char *why_not(const struct step *s)
{
    switch (s->kind) {
    case STEP_C: return "runs C";
    case STEP_AUTOCOMMIT: return "runs statements outside of transactions";
    case STEP_FAIL: return "fails on purpose";
    case STEP_RAW: return "makes a statement when it runs";
    case STEP_SEND: return "puts a value into a statement when it runs";
    case STEP_EXECUTE:
    case STEP_SCALAR:
    case STEP_ROW:
    case STEP_FETCH:
    case STEP_ROWS:
    case STEP_REFUSE_ROWS: return "asks the database";
    default: return "decides something when it runs";
    }
}

static void put_recipe_step(struct recipe *r, const struct step *s)
{
    switch (s->kind) {
    case STEP_RUN:
        put_line(r, s->statement->span);
        put_text(r, 's', s->statement->sql);
        break;
    case STEP_REBUILD:
        put_line(r, s->span);
        put_recipe_rebuild(r, s->rebuild);
        break;
    case STEP_REMARK: break;
    default: r->why = why_not(s);
    }
}

static void put_recipe_steps(struct recipe *r, const struct steps *list)
{
    for (size_t i = 0; i < list->count && !r->why; i++)
        put_recipe_step(r, list->at[i]);
}

const char *recipe_of(struct arena *a, const struct program *p, const struct source *lines,
                      struct aludel_text *out)
{
    struct recipe r = {.arena = a, .b = al_builder(&a->memory), .lines = lines};
    put_recipe_steps(&r, &p->steps);
    *out = al_built(&r.b);
    return r.why;
}
