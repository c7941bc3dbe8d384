/*
 * python_driver: reads lines "function<TAB>arguments", the arguments as a JSON list, computes, and prints
 * "= repr" or "! message" for each. What JSON hasn't is written {"tuple": […]}, {"set": […]},
 * {"bytes": "latin-1 text"}, {"dict": [[key, value]…]}, {"unset": null}.
 */
#include "core/value_ops.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    al_py_fn *function;
} functions[] = {
#define OPERATOR(name, arity, symbol) {#name, py_##name},
#define BUILTIN(name, parameters, required, shape) {#name, py_##name},
#define METHOD(name, parameters, required, shape) {"m_" #name, py_m_##name},
#include <aludel/python.def>
#undef OPERATOR
#undef BUILTIN
#undef METHOD
};

static struct aludel_value untagged(struct aludel_eval *e, struct aludel_value v);

static struct aludel_value untagged_items(struct aludel_eval *e, enum aludel_type type,
                                          struct aludel_value list)
{
    size_t count = list.as.items->count;
    struct aludel_value *values = al_arena_new(e->arena, (count + 1) * sizeof *values);
    for (size_t i = 0; i < count; i++) {
        values[i] = untagged(e, list.as.items->values[i]);
    }
    return al_new_items(e, type, count, NULL, values);
}

static struct aludel_value untagged(struct aludel_eval *e, struct aludel_value v)
{
    if (v.type == ALUDEL_LIST) {
        return untagged_items(e, ALUDEL_LIST, v);
    }
    if (v.type != ALUDEL_DICT || v.as.items->count != 1) {
        return v;
    }
    struct aludel_text tag = v.as.items->keys[0].as.text;
    struct aludel_value content = v.as.items->values[0];
    if (al_is(tag, "bytes")) {
        return aludel_py(m_encode, e, content, ALUDEL_STRING("latin-1"));
    }
    if (al_is(tag, "dict")) {
        return aludel_py(dict, e, untagged_items(e, ALUDEL_LIST, content));
    }
    if (al_is(tag, "tuple") || al_is(tag, "set")) {
        return untagged_items(e, al_is(tag, "set") ? ALUDEL_SET : ALUDEL_TUPLE, content);
    }
    return aludel_unset();
}

static void compute(struct aludel_eval *e, char *line)
{
    char *tab = strchr(line, '\t');
    struct aludel_value result = aludel_unset(), list;
    if (!tab) {
        return;
    }
    *tab = '\0';
    list = aludel_py(from_json, e, aludel_textual(ALUDEL_STRING, tab + 1, strlen(tab + 1)));
    list = e->failed ? list : untagged(e, list);
    for (size_t i = 0; !e->failed && i < sizeof functions / sizeof functions[0]; i++) {
        if (strcmp(functions[i].name, line) == 0) {
            result = functions[i].function(e, list.as.items->count, list.as.items->values);
        }
    }
    if (e->failed) {
        for (char *z = e->message; *z; z++) {
            *z = *z == '\n' ? ' ' : *z;
        }
        printf("! %s\n", e->message);
        return;
    }
    struct al_builder b = al_builder(e->arena);
    al_write_repr(&b, result);
    printf("= %s\n", al_built(&b).z);
}

int main(void)
{
    static char line[1 << 20];
    while (fgets(line, sizeof line, stdin)) {
        struct aludel_arena arena;
        struct aludel_eval e = {.arena = &arena};
        line[strcspn(line, "\n")] = '\0';
        al_arena_init(&arena, NULL);
        compute(&e, line);
        al_arena_free(&arena);
    }
    return 0;
}
