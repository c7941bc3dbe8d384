/* postfix.c: operators behind their operands, so that parentheses needn't be compared. */
#include "directives/units.h"

#include <string.h>

/* ---- BETWEEN --------------------------------------------------------------------------------------- */

static struct unit bracket(enum unit_kind kind)
{
    return (struct unit){.kind = kind, .text = {"", 0}};
}

static struct unit operator_unit(const char *said, int rank)
{
    return (struct unit){.kind = UNIT_OPERATOR, .text = al_text(said), .rank = rank};
}

static bool is_operator(const struct unit *u, const char *said)
{
    return u->kind == UNIT_OPERATOR && al_is(u->text, said);
}

/* What stands around an operand of BETWEEN. */
static bool bounds_operand(const struct unit *u)
{
    return u->kind == UNIT_END || (u->kind == UNIT_OPERATOR && u->rank <= RANK_LESS);
}

/* Where the operand that ends in front of `end` begins. */
static size_t operand_begin(const struct units *u, size_t end)
{
    size_t i = end;
    for (int depth = 0; i > 0; i--) {
        const struct unit *before = &u->at[i - 1];
        depth += before->kind == UNIT_CLOSE;
        if (depth == 0 && (before->kind == UNIT_OPEN || bounds_operand(before)))
            break;
        depth -= before->kind == UNIT_OPEN;
    }
    return i;
}

static size_t operand_end(const struct units *u, size_t i)
{
    for (int depth = 0; i < u->count; i++) {
        const struct unit *at = &u->at[i];
        depth += at->kind == UNIT_OPEN;
        if (depth == 0 && (at->kind == UNIT_CLOSE || bounds_operand(at)))
            break;
        depth -= at->kind == UNIT_CLOSE;
    }
    return i;
}

static void push_all(struct arena *a, struct units *out, const struct units *from, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        vec_push(a, out, from->at[i]);
}

/* x BETWEEN a AND b, as PostgreSQL keeps it: (x >= a AND x <= b). `out` ends with x. Behind all of it. */
static size_t put_between(struct arena *a, struct units *out, const struct units *u, size_t at)
{
    bool not = is_operator(&u->at[at], "NOT BETWEEN");
    size_t low = operand_end(u, at + 1), high = operand_end(u, low + 1),
           begin = operand_begin(out, out->count);
    struct units x = {0};
    push_all(a, &x, out, begin, out->count);
    out->count = begin;
    vec_push(a, out, bracket(UNIT_OPEN));
    push_all(a, out, &x, 0, x.count);
    vec_push(a, out, operator_unit(not ? "<" : ">=", RANK_LESS));
    push_all(a, out, u, at + 1, low);
    vec_push(a, out, not ? operator_unit("OR", RANK_OR) : operator_unit("AND", RANK_AND));
    push_all(a, out, &x, 0, x.count);
    vec_push(a, out, operator_unit(not ? ">" : "<=", RANK_LESS));
    push_all(a, out, u, low + 1, high);
    vec_push(a, out, bracket(UNIT_CLOSE));
    return high;
}

static struct units without_between(struct arena *a, const struct units *u)
{
    struct units out = {0};
    for (size_t i = 0; i < u->count;) {
        if (is_operator(&u->at[i], "BETWEEN") || is_operator(&u->at[i], "NOT BETWEEN")) {
            i = put_between(a, &out, u, i);
        } else {
            vec_push(a, &out, u->at[i]);
            i++;
        }
    }
    return out;
}

/* ---- Operators behind operands --------------------------------------------------------------------- */

struct ordering {
    struct arena *arena;
    struct units out, waiting; /* operators whose second operand isn't there yet; what is open */
    bool wants_operand;
};

/* PostgreSQL: a NOT IN (SELECT …) is NOT (a IN (SELECT …)). */
static void put_out(struct ordering *o, struct unit u)
{
    bool negated = is_operator(&u, NOT_IN_SELECT);
    if (negated)
        u.text = al_text("=");
    if (u.text.n)
        vec_push(o->arena, &o->out, u);
    if (negated)
        vec_push(o->arena, &o->out, operator_unit("NOT", RANK_NOT));
}

/* Those that bind at least as tightly, up to what is open. */
static void settle(struct ordering *o, int rank)
{
    while (o->waiting.count) {
        struct unit last = o->waiting.at[o->waiting.count - 1];
        if (last.kind == UNIT_OPEN || last.rank < rank)
            return;
        put_out(o, last);
        o->waiting.count--;
    }
}

/* -x is 0 - x, and the * of count(*) an operand. */
static void take_sign(struct ordering *o, struct unit u)
{
    struct unit zero = {.kind = UNIT_OPERAND, .text = {"0", 1}, .of = {"", 0}};
    if (al_is(u.text, "*")) {
        put_out(o, u);
        return;
    }
    if (al_is(u.text, "-"))
        put_out(o, zero);
    u.rank = u.rank == RANK_NOT ? RANK_NOT : RANK_SIGN;
    vec_push(o->arena, &o->waiting, u);
}

static void take_operator(struct ordering *o, struct unit u)
{
    bool sign = o->wants_operand;
    o->wants_operand = !(sign && al_is(u.text, "*"));
    if (sign) {
        take_sign(o, u);
        return;
    }
    settle(o, u.rank);
    vec_push(o->arena, &o->waiting, u);
}

static void take(struct ordering *o, struct unit u)
{
    switch (u.kind) {
    case UNIT_OPERATOR: take_operator(o, u); return;
    case UNIT_OPERAND: put_out(o, u); break;
    case UNIT_OPEN:
        put_out(o, u);
        vec_push(o->arena, &o->waiting, u);
        break;
    case UNIT_CLOSE:
        settle(o, 0);
        o->waiting.count -= o->waiting.count != 0;
        put_out(o, u);
        break;
    case UNIT_END:
        settle(o, 0);
        put_out(o, u);
        break;
    }
    o->wants_operand = u.kind == UNIT_OPEN || u.kind == UNIT_END;
}

struct units units_computed(struct arena *a, const struct units *units)
{
    struct ordering o = {.arena = a, .wants_operand = true};
    struct units plain = without_between(a, units);
    for (size_t i = 0; i < plain.count; i++)
        take(&o, plain.at[i]);
    settle(&o, 0);
    return o.out;
}
