/* Arguments in their places: those of a call against a list of parameters. */
#include "fold/language.h"

#include <string.h>

#define PARAMETERS 64

struct parameters {
    struct aludel_text at[PARAMETERS];
    size_t count, by_place; /* so many may be given without their names */
    bool star, double_star;
};

static struct parameters split_parameters(const char *list)
{
    struct parameters p = {.count = 0, .by_place = PARAMETERS};
    while (*list) {
        size_t n = strcspn(list, ",");
        if (n == 1 && (*list == '*' || *list == '-')) {
            p.star = *list == '*';
            p.by_place = p.count;
        } else if (n == 2 && list[0] == '*') {
            p.double_star = true;
        } else if (p.count < PARAMETERS) {
            p.at[p.count++] = (struct aludel_text){list, n};
        }
        list += n + (list[n] == ',');
    }
    return p;
}

struct span argument_span(const struct argument *a, struct span call)
{
    if (a->keyword.source)
        return a->keyword;
    return a->node && a->node->span.source ? a->node->span : call;
}

static bool too_many(struct folding *f, const char *callee, const struct parameters *p,
                     const struct arguments *given, const struct argument *first, struct span at)
{
    size_t most = p->by_place < p->count ? p->by_place : p->count, by_place = 0;
    bool some_need_keywords = most < p->count;
    for (size_t i = 0; i < given->count; i++)
        by_place += !some_need_keywords || !given->at[i].name.n;
    fold_error(f, argument_span(first, at), "%s() takes %s%zu %sargument%s but %zu %s given", callee,
               most && !some_need_keywords ? "at most " : "", most, some_need_keywords ? "positional " : "",
               most == 1 ? "" : "s", by_place, by_place == 1 ? "was" : "were");
    return false;
}

/* "name, schema and if_exists" */
static const char *listed(struct folding *f, const struct parameters *p, const bool *wanted, const char *mark)
{
    const char *list = "";
    size_t count = 0, seen = 0;
    for (size_t i = 0; i < p->count; i++)
        count += wanted[i];
    for (size_t i = 0; i < p->count; i++)
        if (wanted[i]) {
            const char *before = seen == 0 ? "" : seen + 1 == count ? " and " : ", ";
            list = arena_format(f->arena, "%s%s%s%s%s", list, before, mark, shown(f, p->at[i]), mark);
            seen++;
        }
    return list;
}

#define SHORT_LIST 8

/* What the name begins with: `null` for nullable. */
static const char *longer(struct aludel_text name, const char *const *names, size_t count)
{
    for (size_t i = 0; name.n >= 3 && i < count; i++)
        if (strncmp(names[i], name.z, name.n) == 0)
            return names[i];
    return NULL;
}

static void hint_keywords(struct folding *f, const struct parameters *p, struct aludel_text name)
{
    const char *names[PARAMETERS];
    bool all[PARAMETERS];
    for (size_t i = 0; i < p->count; i++) {
        names[i] = arena_string(f->arena, p->at[i]);
        all[i] = true;
    }
    const char *near = al_nearest(name, names, p->count);
    if (!near)
        near = longer(name, names, p->count);
    if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    else if (p->count && p->count <= SHORT_LIST)
        diag_hint(f->d, "it takes %s", listed(f, p, all, ""));
}

static bool bind_keyword(struct folding *f, const char *callee, const struct parameters *p,
                         const struct argument *a, struct span at, struct argument *out)
{
    for (size_t i = 0; i < p->count; i++) {
        if (!al_same(p->at[i], a->name))
            continue;
        if (out[i].value.type != ALUDEL_UNSET) {
            fold_error(f, argument_span(a, at), "%s() got multiple values for argument '%s'", callee,
                       shown(f, a->name));
            return false;
        }
        out[i] = *a;
        return true;
    }
    fold_error(f, argument_span(a, at), "%s() got an unexpected keyword argument '%s'", callee,
               shown(f, a->name));
    hint_keywords(f, p, a->name);
    return false;
}

static bool check_required(struct folding *f, const char *callee, const struct parameters *p, size_t required,
                           const struct argument *bound, struct span at)
{
    bool missing[PARAMETERS] = {false};
    size_t count = 0;
    for (size_t i = 0; i < required && i < p->count; i++) {
        missing[i] = bound[i].value.type == ALUDEL_UNSET;
        count += missing[i];
    }
    if (count)
        fold_error(f, at, "%s() missing required argument%s %s", callee, count == 1 ? "" : "s",
                   listed(f, p, missing, "'"));
    return count == 0;
}

static bool has_parameter(const struct parameters *p, struct aludel_text name)
{
    for (size_t i = 0; i < p->count; i++)
        if (al_same(p->at[i], name))
            return true;
    return false;
}

bool bind_arguments(struct folding *f, const char *callee, const char *parameters, int required,
                    const struct arguments *given, struct span at, struct argument *out, size_t room,
                    struct arguments *rest)
{
    struct parameters p = split_parameters(parameters);
    size_t by_place = 0;
    memset(out, 0, sizeof *out * room);
    for (size_t i = 0; i < given->count; i++) {
        const struct argument *a = &given->at[i];
        bool takes_any = p.double_star ? !has_parameter(&p, a->name) : p.star && p.count == 0;
        if (a->name.n && !takes_any) {
            if (!bind_keyword(f, callee, &p, a, at, out))
                return false;
        } else if (by_place < p.count && by_place < p.by_place && by_place < room && !a->name.n) {
            out[by_place++] = *a;
        } else if (rest && (p.star || a->name.n)) {
            vec_push(f->arena, rest, *a);
        } else {
            return too_many(f, callee, &p, given, a, at);
        }
    }
    return check_required(f, callee, &p, (size_t)required, out, at);
}

/* Keywords of databases that aren't ours mean nothing here: mysql_engine="InnoDB". */
static bool is_foreign(struct aludel_text name)
{
    static const char *const prefixes[] = {"mysql_", "mariadb_", "mssql_", "oracle_"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (name.n > strlen(prefixes[i]) && memcmp(name.z, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

static struct arguments ours(struct folding *f, const struct arguments *args)
{
    struct arguments out = {0};
    size_t foreign = 0;
    for (size_t i = 0; i < args->count; i++)
        foreign += is_foreign(args->at[i].name);
    for (size_t i = 0; foreign && i < args->count; i++)
        if (!is_foreign(args->at[i].name))
            vec_push(f->arena, &out, args->at[i]);
    return foreign ? out : *args;
}

static size_t parameter_count(const char *parameters)
{
    size_t count = 0;
    for (const char *p = parameters; *p; p += p[strcspn(p, ",")] ? strcspn(p, ",") + 1 : strcspn(p, ","))
        count++;
    return count;
}

static struct call *call_new(struct folding *f, const struct native *n, const struct node *node)
{
    struct call *c = ARENA_NEW(f->arena, struct call);
    size_t count = parameter_count(n->parameters);
    *c = (struct call){.native = n, .span = node->span, .node = node};
    c->args = ARENA_ARRAY(f->arena, struct aludel_value, count + 1);
    c->nodes = ARENA_ARRAY(f->arena, const struct node *, count + 1);
    return c;
}

struct call *bind_call(struct folding *f, const struct native *n, const struct arguments *args,
                       const struct node *node)
{
    struct argument bound[CALL_ARGUMENTS];
    struct call *c = call_new(f, n, node);
    struct arguments taken = ours(f, args);
    c->foreign = taken.count < args->count;
    if (!bind_arguments(f, n->path, n->parameters, n->required, &taken, node->span, bound, CALL_ARGUMENTS,
                        &c->rest))
        return NULL;
    for (size_t i = 0; i < parameter_count(n->parameters); i++) {
        c->args[i] = bound[i].value;
        c->nodes[i] = bound[i].node ? bound[i].node : node;
        if (is_error(c->args[i]))
            return NULL;
    }
    return c;
}
