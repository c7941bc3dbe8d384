/* run.c: a recipe carried out by what generated code calls. Rebuilds are put together in the op's memory. */
#include "recipe/recipe.h"

#include "op/op.h"

struct run {
    struct aludel_op *op;
    struct al_recipe rest;
    struct aludel_place at; /* without a line where the recipe has none */
};

static bool next(struct run *run, struct al_recipe_item *item)
{
    return al_recipe_next(&run->rest, item) == AL_RECIPE_ITEM;
}

static void go_to_line(struct run *run, uint32_t line)
{
    run->at.line = (int)line;
}

/* ---- Statements -------------------------------------------------------------------------------- */

static bool run_statement(struct run *run, struct aludel_text sql)
{
    struct aludel_statement st = {.sql = sql.z, .length = (uint32_t)sql.n, .at = run->at};
    return aludel_run(run->op, &st, 1);
}

/* ---- Rebuilds ---------------------------------------------------------------------------------- */

struct counts {
    uint32_t edits, columns;
};

static struct counts count_parts(struct run ahead)
{
    struct counts count = {0, 0};
    struct al_recipe_item item;
    while (next(&ahead, &item) && item.letter != '.') {
        count.edits += item.letter == 'e';
        count.columns += item.letter == 'c';
    }
    return count;
}

static const char *string(struct run *run, struct aludel_text text)
{
    char *z = aludel_alloc(run->op, text.n + 1);
    for (size_t i = 0; z && i < text.n; i++) {
        z[i] = text.z[i];
    }
    return z;
}

struct parts { /* of a rebuild, as they are filled in */
    struct aludel_rebuilt table;
    struct aludel_edit *edits;
    struct aludel_edit *edit; /* in hand; in front of the first one a spare one */
    const char **columns;
    struct aludel_place *places;
};

static bool make_room(struct run *run, struct parts *p)
{
    struct counts count = count_parts(*run);
    p->edits = aludel_alloc(run->op, (count.edits + 1u) * sizeof *p->edits);
    p->places = aludel_alloc(run->op, (count.edits + 1u) * sizeof *p->places);
    p->columns = aludel_alloc(run->op, (count.columns + 1u) * sizeof *p->columns);
    p->table.edits = p->edits;
    p->edit = p->edits ? &p->edits[count.edits] : NULL;
    return p->edits && p->places && p->columns;
}

static void begin_edit(struct run *run, struct parts *p, uint32_t kind)
{
    uint32_t i = p->table.edit_count++;
    p->places[i] = run->at;
    p->edit = &p->edits[i];
    *p->edit =
        (struct aludel_edit){.kind = (enum aludel_edit_kind)kind, .columns = p->columns, .at = &p->places[i]};
}

static void add_part(struct run *run, struct parts *p, const struct al_recipe_item *item)
{
    struct aludel_edit *edit = p->edit;
    switch (item->letter) {
    case 'S': p->table.schema = string(run, item->text); break;
    case '@': go_to_line(run, item->number); break;
    case 'e': begin_edit(run, p, item->number); break;
    case 'n': edit->name = string(run, item->text); break;
    case 'q': edit->sql = string(run, item->text); break;
    case 'b': edit->before = string(run, item->text); break;
    case 'a': edit->after = string(run, item->text); break;
    case 'k': edit->constraint = (enum aludel_constraint)item->number; break;
    case 'x': edit->if_exists = item->number; break;
    default: *p->columns++ = string(run, item->text); edit->column_count++;
    }
}

static bool run_rebuild(struct run *run, struct aludel_text table)
{
    struct aludel_place at = run->at;
    struct parts p = {
        .table = {.table = string(run, table),
                  .unknown = "it is undone by what the log carries, and that says how, not what it is"}};
    struct al_recipe_item item;
    if (!p.table.table || !make_room(run, &p)) {
        return false;
    }
    while (next(run, &item) && item.letter != '.') {
        add_part(run, &p, &item);
    }
    if (aludel_ok(run->op)) {
        aludel_rebuild(run->op, &at, &p.table);
    }
    return aludel_ok(run->op);
}

/* ---- All of it ----------------------------------------------------------------------------------- */

static bool run_item(struct run *run, const struct al_recipe_item *item)
{
    switch (item->letter) {
    case '@': go_to_line(run, item->number); return true;
    case 's': return run_statement(run, item->text);
    default: return run_rebuild(run, item->text);
    }
}

bool al_recipe_run(struct aludel_op *op, struct al_recipe r)
{
    struct run run = {.op = op, .rest = r, .at = {.file = op->migration ? op->migration->file : NULL}};
    struct al_recipe_item item;
    bool ok = aludel_ok(op);
    while (ok && next(&run, &item)) {
        ok = run_item(&run, &item);
    }
    return ok;
}
