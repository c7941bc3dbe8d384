/* Every migration and hook, for every dialect. */
#include "fold/evaluate.h"
#include "fold/op/item.h"
#include "fold/outcome.h"
#include "fold/target.h"

#include <string.h>

/* ---- One program ---- */

static struct program *begin_program(struct folding *f, struct writer *w)
{
    f->program = ARENA_NEW(f->arena, struct program);
    aliases_begin(f);
    f->steps = steps_new(f);
    f->scope = scope_new(f, NULL);
    f->eval = (struct aludel_eval){.arena = &f->arena->memory};
    writer_init(f, w, NULL);
    f->writer = w;
    f->env_scope = f->e->env ? module_scope(f, f->e->env, NULL) : NULL;
    return f->program;
}

/* Rows would miss what was left out: first of all the database is looked at. */
static void refuse_rows(struct folding *f)
{
    struct steps *all = steps_new(f);
    steps_add(f, all, step_new(f, STEP_REFUSE_ROWS, f->left_out));
    for (size_t i = 0; i < f->steps->count; i++)
        steps_add(f, all, f->steps->at[i]);
    f->steps = all;
}

static struct ddl_known known_of(struct folding *f, const struct rebuild *r)
{
    struct names dropped = {0};
    for (size_t i = 0; i < r->edits.count; i++) {
        const struct edit *e = &r->edits.at[i];
        if (e->kind == EDIT_DROP_COLUMN)
            vec_push(f->arena, &dropped, e->name);
        for (size_t k = 0; e->kind == EDIT_REDEFINE && k < e->columns.count; k++)
            vec_push(f->arena, &dropped, e->columns.at[k]);
    }
    return ddl_known(f->arena, r->before, r->table, &dropped);
}

/* No edit comes any more, and nothing that is put in front of a rebuild: the table that it finds is as it will be. */
static void know_rebuilt(struct folding *f, const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        struct step *s = list->at[i];
        know_rebuilt(f, s->then);
        know_rebuilt(f, s->otherwise);
        if (s->rebuild)
            s->rebuild->known = known_of(f, s->rebuild);
    }
}

static struct program *end_program(struct folding *f, struct span at)
{
    writer_end(f, f->writer, at);
    if (f->left_out.source)
        refuse_rows(f);
    f->program->steps = *f->steps;
    check_held_again(f);
    tidy(f->arena, f->program);
    know_rebuilt(f, &f->program->steps);
    f->program->flags |= cascade_flags(f);
    return f->program;
}

static struct span whole(const struct file *file)
{
    return (struct span){file->source, 0, 0};
}

static struct span end_of(const struct file *file)
{
    uint32_t n = (uint32_t)file->source->text.n;
    return (struct span){file->source, n, n};
}

/* What the errors and the schema of a migration are when both of its ways have been folded. */
static void keep_schema(struct folding *f, struct migration *m, struct outcome *out)
{
    for (size_t i = 0; i < f->evolution.claims.count; i++)
        vec_push(f->arena, &out->claims[f->dialect], f->evolution.claims.at[i]);
    if (f->direction == ALUDEL_DOWN) {
        m->undone[f->dialect] = f->schema;
        return;
    }
    forget_after_errors(f, whole(m->file));
    struct evolved_list *evolved = ARENA_NEW(f->arena, struct evolved_list);
    evolved->at = f->evolved.at;
    evolved->count = f->evolved.count;
    m->after[f->dialect] = f->schema;
    m->evolved[f->dialect] = evolved;
}

static struct object *own_function(struct folding *f, const char *name)
{
    struct aludel_value v;
    return scope_own(f->main, al_text(name), &v) ? object_of(v, OBJECT_FUNCTION) : NULL;
}

static void run_function(struct folding *f, struct object *o)
{
    struct arguments none = {0};
    struct span at = o->node->name_span.source ? o->node->name_span : o->node->span;
    call_function(f, o, &none, NULL, at);
}

static const char *const way_names[] = {"upgrade", "downgrade"};

/* A migration without this direction. */
static void missing_way(struct folding *f, const struct file *file)
{
    const char *name = way_names[f->direction];
    if (f->direction == ALUDEL_DOWN) {
        f->program->irreversible = "it has no downgrade()";
        f->program->irreversible_span = whole(file);
        return;
    }
    fold_error(f, whole(file), "this migration has no %s()", name);
    if (file->form == FORM_SQL)
        diag_hint(f->d, "write the line `-- aludel:upgrade` in front of its statements");
    else if (file->form == FORM_PYTHON)
        diag_hint(f->d, "write `def upgrade(): pass` if there is nothing to do");
    else
        diag_hint(f->d, "write <%%def name=\"upgrade()\"> … </%%def>, empty if there is nothing to do");
}

static struct folding new_folding(struct environment *e, struct diagnostics *d, enum aludel_dialect dialect)
{
    return (struct folding){
        .e = e, .arena = e->arena, .d = d, .heard = d->errors, .dialect = dialect, .members = e->members};
}

static void check_body(struct folding *f, const struct file *file)
{
    if (file->body.count == 0)
        return;
    fold_error(f, file->body.at[0]->span, "text outside of the defs");
    diag_hint(f->d, "statements stand in upgrade() and downgrade(), values and helpers in <%%! %%>");
}

/* ---- change(): both ways of one def ---- */

static const char *const change_name = "change";

/* The steps of change() backwards, each by its inverse. */
static void undo(struct folding *f, const struct migration *m)
{
    const struct evolved_list *done = m->evolved[f->dialect];
    for (size_t i = done ? done->count : 0; i > 0 && !f->dead; i--) {
        const struct evolved *step = &done->at[i - 1];
        struct changes back = {0};
        const char *why = "";
        if (!invert(f->arena, step->before, step->after, step->change, &back, &why)) {
            fold_error(f, step->change->span, "change() can't be undone here: there is no inverse of %s",
                       why);
            diag_hint(f->d, "write upgrade() and downgrade() in place of change()");
            continue;
        }
        for (size_t k = 0; k < back.count; k++)
            send_change(f, back.at[k]);
    }
}

static void run_way(struct folding *f, const struct migration *m)
{
    struct object *o = own_function(f, way_names[f->direction]), *change = own_function(f, change_name);
    if (change && o) {
        fold_error(f, change->node->name_span, "change() stands in place of upgrade() and downgrade()");
        diag_also(f->d, o->node->name_span, "%s() is here", way_names[f->direction]);
    } else if (o)
        run_function(f, o);
    else if (!change)
        missing_way(f, m->file);
    else if (f->direction == ALUDEL_DOWN && f->heard == 0)
        undo(f, m);
    else if (f->direction == ALUDEL_UP) {
        f->derives = true;
        run_function(f, change);
    }
}

static struct program *fold_way(struct environment *e, struct outcome *out, struct migration *m,
                                enum aludel_dialect dialect, enum aludel_direction direction)
{
    struct folding f = new_folding(e, &out->diagnostics[dialect], dialect);
    struct writer w;
    f.migration = m;
    f.direction = direction;
    f.schema = direction == ALUDEL_UP ? m->before[dialect] : m->after[dialect];
    f.may_be_irreversible = direction == ALUDEL_DOWN;
    f.skips = m->file->form == FORM_PYTHON && !strcmp(e->settings.skip_data, "yes");
    begin_program(&f, &w);
    f.file = m->file;
    check_body(&f, m->file);
    f.main = module_scope(&f, m->file, f.env_scope);
    run_way(&f, m);
    struct program *program = end_program(&f, end_of(m->file));
    keep_schema(&f, m, out);
    return program;
}

/* ---- The schema that is meant ---- */

/* Its file's body, as an upgrade of an empty database. */
static struct program *fold_target_for(struct environment *e, struct outcome *out,
                                       enum aludel_dialect dialect)
{
    struct migration *m = e->target;
    struct folding f = new_folding(e, &out->diagnostics[dialect], dialect);
    struct schema *empty = ARENA_NEW(e->arena, struct schema);
    struct writer w;
    empty->dialect = dialect;
    f.migration = m;
    f.direction = ALUDEL_UP;
    f.schema = m->before[dialect] = empty;
    begin_program(&f, &w);
    f.file = m->file;
    f.main = module_scope(&f, m->file, f.env_scope);
    f.scope = scope_new(&f, f.main);
    run_nodes(&f, &m->file->body);
    struct program *program = end_program(&f, end_of(m->file));
    check_only_makes(e->arena, f.d, dialect, program);
    keep_schema(&f, m, out);
    return program;
}

static void fold_target(struct environment *e)
{
    struct outcome out = {.diagnostics = {{.arena = e->arena}, {.arena = e->arena}}};
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        if (e->dialects[d])
            e->target->programs[d][ALUDEL_UP] = fold_target_for(e, &out, (enum aludel_dialect)d);
    outcome_tell(e, &out);
}

/* ---- Hooks ---- */

static struct program *fold_hook(struct environment *e, struct diagnostics *d, enum aludel_dialect dialect,
                                 enum hook hook)
{
    struct folding f = new_folding(e, d, dialect);
    struct writer w;
    f.direction = ALUDEL_UP;
    f.schema = schema_unknown(e->arena, dialect);
    f.hook = hook_names[hook];
    f.each = hook == HOOK_BEFORE_EACH || hook == HOOK_AFTER_EACH;
    begin_program(&f, &w);
    f.file = e->env;
    f.main = f.env_scope;
    check_body(&f, e->env);
    struct object *o = own_function(&f, hook_names[hook]);
    if (!o)
        return NULL;
    run_function(&f, o);
    return end_program(&f, end_of(e->env));
}

/* ---- All of them ---- */

static void fold_migration(struct environment *e, struct migration *m, struct outcome *out)
{
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        if (!e->dialects[d])
            continue;
        m->before[d] = schema_before(e, m, (enum aludel_dialect)d, &out->diagnostics[d]);
        for (int way = 0; way < 2; way++)
            m->programs[d][way] = fold_way(e, out, m, (enum aludel_dialect)d, (enum aludel_direction)way);
    }
}

static void fold_hooks(struct environment *e)
{
    struct outcome out = {.diagnostics = {{.arena = e->arena}, {.arena = e->arena}}};
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        for (int hook = 0; e->dialects[d] && hook < HOOK_COUNT; hook++)
            e->hooks[d][hook] = fold_hook(e, &out.diagnostics[d], (enum aludel_dialect)d, (enum hook)hook);
    outcome_tell(e, &out);
}

/* What the hooks may leave for COMMIT comes with every migration: it is looked for there. */
static void spread_defers(struct environment *e)
{
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        unsigned flags = 0;
        for (int hook = 0; hook < HOOK_COUNT; hook++)
            flags |= e->hooks[d][hook] ? e->hooks[d][hook]->flags & ALUDEL_DEFERS : 0;
        for (size_t i = 0; flags && i < e->migrations.count; i++)
            for (int way = 0; way < 2; way++)
                if (e->migrations.at[i]->programs[d][way])
                    e->migrations.at[i]->programs[d][way]->flags |= flags;
    }
}

bool fold_environment(struct environment *e)
{
    size_t before = e->diagnostics->errors;
    if (e->broken)
        return false;
    e->members = members_new(e->arena);
    if (e->env)
        fold_hooks(e);
    struct outcome *outcomes = ARENA_ARRAY(e->arena, struct outcome, e->migrations.count + 1);
    for (size_t i = 0; i < e->migrations.count; i++) {
        outcomes[i].diagnostics[0].arena = outcomes[i].diagnostics[1].arena = e->arena;
        if (!e->migrations.at[i]->broken)
            fold_migration(e, e->migrations.at[i], &outcomes[i]);
    }
    for (size_t i = 0; i < e->migrations.count; i++) {
        drop_claims(e, (uint32_t)i, &outcomes[i]);
        outcome_tell(e, &outcomes[i]);
    }
    spread_defers(e);
    if (e->target && !e->target->broken)
        fold_target(e);
    return e->diagnostics->errors == before;
}
