/* The statements of <% %> blocks and the template's nodes, each where it is carried out. */
#include "fold/evaluate.h"
#include "fold/op/item.h"

#include <string.h>

static void run_expression(struct folding *f, const struct node *n)
{
    struct aludel_value v = eval_unused(f, n->a);
    if (object_of(v, OBJECT_QUERY)) {
        lowered(f, v, n->span);
    } else if (object_of(v, OBJECT_AUTOCOMMIT)) {
        fold_error(f, n->span, "op.autocommit() does nothing by itself");
        diag_hint(f->d, "write `with op.autocommit():`");
    } else if (n->a->kind == N_NAME && object_of(v, OBJECT_FUNCTION)) {
        fold_error(f, n->span, "'%s' is a function: call it", shown(f, n->a->text));
        diag_hint(f->d, "write %s()", shown(f, n->a->text));
    }
}

static void run_assign(struct folding *f, const struct node *n)
{
    struct aludel_value v = frozen_eval(f, n->a);
    if (f->dead)
        return;
    v = kept_result(f, v, n->a->span); /* a query would be asked later than it stands */
    for (size_t i = 0; i < n->list.count; i++)
        bind_target(f, n->list.at[i], v);
}

/* Of a list, which is then longer in all that hold it; `n += 1` changes nothing but n. */
static bool changes_in_place(const struct node *n, struct aludel_value by)
{
    enum aludel_type type = by.type == ALUDEL_DEFERRED ? later_of(by)->type : by.type;
    bool number = type == ALUDEL_INT || type == ALUDEL_FLOAT || type == ALUDEL_BOOL;
    return (n->a->kind == N_NAME || (n->a->kind == N_INDEX && n->a->a->kind == N_NAME)) &&
           (n->op == OP_mul || !number);
}

static void run_augment(struct folding *f, const struct node *n)
{
    struct aludel_value a = frozen_eval(f, n->a), b = frozen_eval(f, n->b);
    if (f->dead)
        return;
    if (changes_in_place(n, b))
        check_held_once(f, n->a, a, false);
    bind_target(f, n->a, binary(f, n->op, a, b, n->span));
}

static void run_suite(struct run *self, struct folding *f)
{
    run_block(f, self->node);
}

static void run_for_statement(struct folding *f, const struct node *n)
{
    struct aludel_value over = frozen_eval(f, n->b);
    struct run body = {.run = run_suite, .node = n->c};
    if (object_of(over, OBJECT_RESULT))
        over = kept_rows(f, over, n->b->span);
    if (!is_error(over) && !f->dead)
        run_for(f, n->a, over, &body, n->c, AL_TEXT(""), n->b->span, n->in_control_line);
}

/* ---- with op.autocommit(): ---- */

static void run_autocommit(struct folding *f, const struct node *n)
{
    if (!may_autocommit(f, n->a->span))
        return;
    struct steps *outer = autocommit_begin(f, n->a->span);
    run_block(f, n->b);
    if (!f->dead && f->writer->open) {
        fold_error(f, n->a->span,
                   "a statement is still open where op.autocommit() ends: write ';' behind it");
        diag_also(f->d, f->writer->open->span, "it began here");
        f->dead = true;
    }
    autocommit_end(f, outer);
}

/* with op.batch_alter_table("t") as batch_op: what `batch_op` does is done to t. */
static void run_batch(struct folding *f, const struct node *n, struct aludel_value batch)
{
    if (n->text.n)
        scope_set(f, f->scope, n->text, batch);
    begin_batch(f, item_of(batch, ITEM_BATCH));
    run_block(f, n->b);
}

static void run_with(struct folding *f, const struct node *n)
{
    struct aludel_value v = frozen_eval(f, n->a);
    if (is_error(v))
        return;
    if (object_of(v, OBJECT_AUTOCOMMIT))
        run_autocommit(f, n);
    else if (item_of(v, ITEM_BATCH))
        run_batch(f, n, v);
    else
        fold_error(f, n->a->span, "`with` is for op.autocommit() and op.batch_alter_table(…), and this is %s",
                   kind_of(v));
}

/* ---- Leaving ---- */

static void run_break(struct folding *f, const struct node *n)
{
    struct target *t = target_of(f, TARGET_LOOP);
    if (t)
        leave(f, t, aludel_none(), n->span, false);
    else
        fold_error(f, n->span, "'break' outside loop");
}

static void run_continue(struct folding *f, const struct node *n)
{
    struct target *loop = target_of(f, TARGET_LOOP);
    if (!loop)
        fold_error(f, n->span, "'continue' not properly in loop");
    else if (loop->carried)
        leave(f, loop, aludel_none(), n->span, true);
    else
        leave(f, target_of(f, TARGET_TURN), aludel_none(), n->span, false);
}

static void run_return(struct folding *f, const struct node *n)
{
    struct target *t = target_of(f, TARGET_FUNCTION);
    struct aludel_value v = n->a ? frozen_eval(f, n->a) : aludel_none();
    if (t)
        leave(f, t, v, n->span, false);
    else
        fold_error(f, n->span, "'return' outside function");
}

/* Of a call that isn't made; `none`: there is none but for an empty *list. */
static struct aludel_value first_argument(struct folding *f, const struct node *call,
                                          struct aludel_value none)
{
    struct arguments args = {0};
    int outer = freeze(f);
    bool ok = eval_arguments(f, call, &args);
    thaw(f, outer);
    if (!ok)
        return error_value(f);
    return args.count ? args.at[0].value : none;
}

/* raise Exception("text"): the text is what counts. */
static void run_raise(struct folding *f, const struct node *n)
{
    struct aludel_value message = ALUDEL_STRING("the migration raised an exception");
    const struct node *e = n->a;
    if (e && e->kind == N_CALL && e->list.count)
        message = first_argument(f, e, message);
    else if (e && (e->kind == N_NAME || (e->kind == N_CALL && e->a->kind == N_NAME)))
        message = aludel_textual(ALUDEL_STRING, (e->kind == N_NAME ? e : e->a)->text.z,
                                 (e->kind == N_NAME ? e : e->a)->text.n);
    if (!is_error(message) && !f->dead)
        fail_with(f, message, n->span);
}

/* ---- C ---- */

static void run_c(struct folding *f, const struct node *n)
{
    if (!between_statements(f, n->span, "a <%c> block"))
        return;
    rows_uncertain(f);
    model_unread(f, n->span);
    step_push(f, STEP_C, n->span)->text = n->text;
}

static void run_text(struct folding *f, const struct node *n)
{
    bool exact = n->span.to - n->span.from == n->text.n;
    write_text(f, n->text, n->span, exact);
}

/* ---- All of them ---- */

void run_statement(struct folding *f, const struct node *n)
{
    if (!fold_work(f, n->span))
        return;
    switch (n->kind) {
    case N_BLOCK: run_nodes(f, &n->list); break;
    case N_EXPRESSION: run_expression(f, n); break;
    case N_ASSIGN: run_assign(f, n); break;
    case N_AUGMENT: run_augment(f, n); break;
    case N_IF: run_if(f, n); break;
    case N_FOR: run_for_statement(f, n); break;
    case N_WHILE: run_while(f, n); break;
    case N_WITH: run_with(f, n); break;
    case N_BREAK: run_break(f, n); break;
    case N_CONTINUE: run_continue(f, n); break;
    case N_PASS: break;
    case N_RETURN: run_return(f, n); break;
    case N_RAISE: run_raise(f, n); break;
    case N_DEF: define(f, n); break;
    case N_IMPORT: run_import(f, n); break;
    case N_REFUSED: eval(f, n); break;
    case N_TEXT: run_text(f, n); break;
    case N_HOLE: run_hole(f, n); break;
    case N_CODE: run_block(f, n->a); break;
    case N_CALL_TAG: run_call_tag(f, n); break;
    case N_INCLUDE: run_include(f, n); break;
    case N_NAMESPACE: define_namespace(f, n, f->scope); break;
    case N_C: run_c(f, n); break;
    default: break; /* expressions, and parts of statements: whoever has those runs them */
    }
}

void run_nodes(struct folding *f, const struct nodes *list)
{
    struct rest rest = {list, 0, f->rest};
    f->rest = &rest;
    for (; rest.at < list->count && !f->dead && !f->gave_up; rest.at++)
        run_or_leave_out(f, list->at[rest.at]);
    f->rest = rest.outer;
}

void run_block(struct folding *f, const struct node *block)
{
    if (block)
        run_statement(f, block);
}
