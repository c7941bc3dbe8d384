/*
 * expr.c: expressions -> C. A value known at build time becomes a constant, the rest a call.
 */
#include "emit/inner.h"

#include <string.h>

/* ---- Constants -------------------------------------------------------------------------------- */

static void put_int(struct function *f, int64_t i)
{
    if (i == INT64_MIN)
        c_put(f->w, "aludel_int(INT64_MIN)");
    else if (i > INT32_MAX || i < -INT32_MAX)
        c_put(f->w, "aludel_int(INT64_C(%lld))", (long long)i);
    else
        c_put(f->w, "aludel_int(%lld)", (long long)i);
}

static void put_float(struct function *f, double d)
{
    char text[40];
    al_format_double(text, sizeof text, d);
    if (d - d != 0) /* infinity, not a number: C has no literal */
        c_put(f->w, "aludel_py(float, e, ALUDEL_STRING(\"%s\"))", text);
    else
        c_put(f->w, "aludel_float(%s)", text);
}

static void put_textual(struct function *f, struct aludel_value v)
{
    if (v.type == ALUDEL_STRING)
        c_put(f->w, "ALUDEL_STRING(");
    else
        c_put(f->w, "aludel_textual(%s, SQL(", v.type == ALUDEL_SQL ? "ALUDEL_SQL" : "ALUDEL_BYTES");
    c_string(f->w, v.as.text);
    c_put(f->w, v.type == ALUDEL_STRING ? ")" : "))");
}

static void put_constant(struct function *f, struct aludel_value v);

static void put_items(struct function *f, struct aludel_value v)
{
    static const char *const makers[] = {[ALUDEL_LIST] = "list_of",
                                         [ALUDEL_TUPLE] = "tuple_of",
                                         [ALUDEL_SET] = "set_of",
                                         [ALUDEL_DICT] = "dict_of",
                                         [ALUDEL_ROW] = "dict_of"};
    const struct aludel_items *items = v.as.items;
    if (!items->count) {
        c_put(f->w, "py_%s(e, 0, NULL)", makers[v.type]);
        return;
    }
    c_put(f->w, "aludel_py(%s, e", makers[v.type]);
    for (size_t i = 0; i < items->count; i++) {
        if (items->keys) {
            c_put(f->w, ", ");
            put_constant(f, items->keys[i]);
        }
        c_put(f->w, ", ");
        put_constant(f, items->values[i]);
    }
    c_put(f->w, ")");
}

static void put_constant(struct function *f, struct aludel_value v)
{
    switch (v.type) {
    case ALUDEL_NONE: c_put(f->w, "aludel_none()"); break;
    case ALUDEL_BOOL: c_put(f->w, "aludel_bool(%s)", v.as.boolean ? "true" : "false"); break;
    case ALUDEL_INT: put_int(f, v.as.integer); break;
    case ALUDEL_FLOAT: put_float(f, v.as.number); break;
    case ALUDEL_STRING:
    case ALUDEL_BYTES:
    case ALUDEL_SQL: put_textual(f, v); break;
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_SET:
    case ALUDEL_DICT:
    case ALUDEL_ROW: put_items(f, v); break;
    case ALUDEL_DEFERRED: put_later(f, v.as.object); break;
    default: c_put(f->w, "aludel_unset()"); break;
    }
}

/* ---- Calls ------------------------------------------------------------------------------------- */

void put_values(struct function *f, size_t count, struct later *const *values)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            c_put(f->w, ", ");
        put_later(f, values[i]);
    }
}

static void put_python(struct function *f, const struct later *l)
{
    if (!l->count) {
        c_put(f->w, "py_%s(e, 0, NULL)", l->name);
        return;
    }
    c_put(f->w, "aludel_py(%s, e, ", l->name);
    put_values(f, l->count, l->arguments);
    c_put(f->w, ")");
}

/* env and x take their name as a C string. */
static void put_runtime(struct function *f, const struct later *l)
{
    bool named = !strcmp(l->name, "env") || !strcmp(l->name, "x");
    c_put(f->w, "aludel_%s(op", l->name);
    if (named && l->count) {
        c_put(f->w, ", ");
        c_string(f->w, l->arguments[0]->value.as.text);
    }
    for (size_t i = named; i < l->count; i++) {
        c_put(f->w, ", ");
        put_later(f, l->arguments[i]);
    }
    if (named && l->count == 1)
        c_put(f->w, ", aludel_unset()");
    c_put(f->w, ")");
}

static void put_person(struct function *f, const struct later *l)
{
    static const char *const to[] = {"aludel_to_text(op, ", "aludel_to_int(op, ", "aludel_to_double(op, ",
                                     "aludel_to_bool(op, ", "("};
    c_put(f->w, "ALUDEL_FROM_C(op, %s(", l->c->name);
    for (size_t i = 0; i < l->count; i++) {
        c_put(f->w, "%s%s", i ? ", " : "", to[l->c->parameters.at[i]]);
        put_later(f, l->arguments[i]);
        c_put(f->w, ")");
    }
    c_put(f->w, "))");
}

void put_later(struct function *f, const struct later *l)
{
    switch (l->kind) {
    case LATER_CONSTANT: put_constant(f, l->value); break;
    case LATER_LOCAL:
        if (f->locals.at[l->local].instead)
            put_later(f, f->locals.at[l->local].instead);
        else
            c_put(f->w, "%s", f->locals.at[l->local].name);
        break;
    case LATER_PY: put_python(f, l); break;
    case LATER_OP: put_runtime(f, l); break;
    case LATER_C: put_person(f, l); break;
    }
}

bool needs_place(const struct later *l)
{
    if (l->kind == LATER_CONSTANT)
        return l->value.type >= ALUDEL_LIST && l->value.type <= ALUDEL_ROW && l->value.as.items->deferred;
    return l->kind != LATER_LOCAL;
}
