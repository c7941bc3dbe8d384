/* The lines of python.def as tables. */
#include "fold/language.h"

#include <string.h>

/* What a function always gives, where that helps to write the value into SQL. */
static const struct {
    const char *names;
    enum aludel_type type;
} results[] = {
    {" eq ne lt le gt ge in not_in is is_not not bool any all startswith endswith isdigit isalpha isalnum "
     "isspace "
     "isupper islower ",
     ALUDEL_BOOL},
    {" len ord count find ", ALUDEL_INT},
    {" str repr format conversion join chr to_json upper lower title capitalize strip lstrip rstrip replace "
     "zfill "
     "ljust rjust center trim hex removeprefix removesuffix ",
     ALUDEL_STRING},
    {" list list_of sorted split rsplit splitlines ", ALUDEL_LIST},
    {" tuple tuple_of partition ", ALUDEL_TUPLE},
    {" div ", ALUDEL_FLOAT},
};

enum aludel_type builtin_result(const char *name)
{
    char padded[32];
    al_format(padded, sizeof padded, " %s ", name);
    for (size_t i = 0; i < sizeof results / sizeof *results; i++)
        if (strstr(results[i].names, padded))
            return results[i].type;
    return ALUDEL_UNSET;
}

#define OPERATOR(name, arity, symbol) {#name, "", arity, false, py_##name},
#define BUILTIN(name, parameters, required, shape)
#define METHOD(name, parameters, required, shape)
static const struct builtin operators[] = {
#include <aludel/python.def>
};
#undef OPERATOR
#undef BUILTIN
#undef METHOD

#define OPERATOR(name, arity, symbol)
#define BUILTIN(name, parameters, required, shape) {#name, parameters, required, shape, py_##name},
#define METHOD(name, parameters, required, shape)
static const struct builtin builtins[] = {
#include <aludel/python.def>
};
#undef OPERATOR
#undef BUILTIN
#undef METHOD

#define OPERATOR(name, arity, symbol)
#define BUILTIN(name, parameters, required, shape)
#define METHOD(name, parameters, required, shape) {#name, parameters, required, shape, py_m_##name},
static const struct builtin methods[] = {
#include <aludel/python.def>
};
#undef OPERATOR
#undef BUILTIN
#undef METHOD

bool builtin_shape(const struct builtin *b, bool method)
{
    static const char *const names[] = {"add", "mul", "index", "slice", "list_of", "tuple_of", "dict_of"};
    if (b->shape || method)
        return b->shape || strcmp(b->name, "get") == 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], b->name) == 0)
            return true;
    return false;
}

const struct builtin *operator_at(enum operator_kind op)
{
    return &operators[op];
}

static const struct builtin *named(const struct builtin *list, size_t count, struct aludel_text name)
{
    for (size_t i = 0; i < count; i++)
        if (al_is(name, list[i].name))
            return &list[i];
    return NULL;
}

const struct builtin *builtin_named(struct aludel_text name)
{
    return named(builtins, sizeof builtins / sizeof *builtins, name);
}

const struct builtin *method_named(struct aludel_text name)
{
    return named(methods, sizeof methods / sizeof *methods, name);
}

static const char *nearest_in(const struct builtin *list, size_t count, struct aludel_text name)
{
    const char *names[64];
    size_t n = 0;
    for (; n < count && n < 64; n++)
        names[n] = list[n].name;
    return al_nearest(name, names, n);
}

const char *nearest_builtin(struct aludel_text name)
{
    return nearest_in(builtins, sizeof builtins / sizeof *builtins, name);
}

const char *nearest_method(struct aludel_text name)
{
    return nearest_in(methods, sizeof methods / sizeof *methods, name);
}
