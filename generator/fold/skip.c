/*
 * skip_data: what a script does with rows and can't be read is left out. A statement whose folding said an error is
 * taken back whole: its steps, its variables, its errors, of which the first becomes a remark. What it would have
 * given is unknown from there on, and whoever uses that is left out too. What may change the schema stays an error.
 */
#include "fold/evaluate.h"

#include <string.h>

struct attempt { /* where a statement began */
    size_t listed, errors, firm, steps, checks;
    struct variables vars;
    struct writer writer;
    const char *irreversible;
    VEC(size_t) ways; /* of each target, innermost first */
};

/* An error in any other kind is its surroundings': without a function's result its call is of no use. */
static bool may_be_left_out(const struct node *n)
{
    switch (n->kind) {
    case N_EXPRESSION:
    case N_ASSIGN:
    case N_AUGMENT:
    case N_IF:
    case N_FOR:
    case N_WHILE:
    case N_WITH:
    case N_IMPORT:
    case N_REFUSED: return true;
    default: return false;
    }
}

/* ---- Going back ---- */

static struct attempt attempt_begin(struct folding *f)
{
    struct attempt a = {.listed = f->d->list.count,
                        .errors = f->d->errors,
                        .firm = f->firm,
                        .steps = f->steps->count,
                        .checks = checks_so_far(f),
                        .vars = scope_copy(f, f->scope),
                        .writer = *f->writer,
                        .irreversible = f->program->irreversible};
    for (const struct target *t = f->target; t; t = t->outer)
        vec_push(f->arena, &a.ways, t->ways.count);
    return a;
}

static void go_back(struct folding *f, const struct attempt *a)
{
    size_t i = 0;
    f->d->list.count = a->listed;
    f->d->errors = a->errors;
    f->steps->count = a->steps;
    forget_checks(f, a->checks);
    f->scope->vars = a->vars;
    *f->writer = a->writer;
    f->program->irreversible = a->irreversible;
    for (struct target *t = f->target; t && i < a->ways.count; t = t->outer)
        t->ways.count = a->ways.at[i++];
    f->dead = false;
}

/* ---- What is left behind ---- */

static void forget_name(struct folding *f, struct aludel_text name, const struct node *n)
{
    struct object *o = object_new(f, OBJECT_UNKNOWN, shown(f, name));
    o->node = n;
    scope_set(f, f->scope, name, object_value(o));
}

/* import a.b; import a as b; from a import b as c */
static void forget_imported(struct folding *f, const struct node *n)
{
    struct aludel_text module = n->text;
    const char *dot = memchr(module.z, '.', module.n);
    if (dot)
        module.n = (size_t)(dot - module.z);
    if (!n->list.count)
        forget_name(f, n->value.type == ALUDEL_STRING ? n->value.as.text : module, n);
    for (size_t i = 0; i < n->list.count; i++)
        forget_name(f, n->list.at[i]->value.as.text, n);
}

static void forget_names(struct folding *f, const struct node *n)
{
    struct name_list names = {0};
    if (n->kind == N_IMPORT) {
        forget_imported(f, n);
        return;
    }
    assigned_names(f, n, &names);
    for (size_t i = 0; i < names.count; i++)
        forget_name(f, names.at[i], n);
}

static struct diagnostic first_error(const struct folding *f, size_t from)
{
    while (f->d->list.at[from].severity != SEVERITY_ERROR)
        from++;
    return f->d->list.at[from];
}

/* A name that nobody uses takes nothing away: imports and a module's own statements are left out without a word. */
static void leave_out(struct folding *f, const struct node *n, const struct attempt *a)
{
    struct diagnostic said = first_error(f, a->listed);
    go_back(f, a);
    forget_names(f, n);
    if (n->kind == N_IMPORT || f->in_module)
        return;
    said.severity = SEVERITY_REMARK;
    said.message = arena_format(f->arena, "left out: %s", said.message);
    vec_push(f->arena, &f->d->list, said);
    if (!f->left_out.source)
        f->left_out = n->span;
}

static void attempt_end(struct folding *f, const struct node *n, const struct attempt *a)
{
    size_t errors = f->d->errors - a->errors;
    if (!errors || f->gave_up)
        return;
    bool firm = f->firm > a->firm || (!f->in_module && (touches_schema(f, n) || decides_schema(f, n)));
    if (firm)
        f->firm = a->firm + errors;
    else
        leave_out(f, n, a);
}

void run_or_leave_out(struct folding *f, const struct node *n)
{
    if (!f->skips || f->file->form != FORM_PYTHON || !may_be_left_out(n)) {
        run_statement(f, n);
        return;
    }
    struct attempt a = attempt_begin(f);
    run_statement(f, n);
    attempt_end(f, n, &a);
}
