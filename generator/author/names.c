/* names.c: the names of files that become one: what each defines and uses. */
#include "author/inner.h"

#include "model/names.h"

#include <string.h>

/* ---- Where names stand ------------------------------------------------------------------------ */

static void note(struct arena *a, struct occurrences *out, struct aludel_text name, struct span span,
                 bool bound)
{
    struct occurrence one = {name, span, bound};
    if (name.n && span.source)
        vec_push(a, out, one);
}

static bool is_own(const struct node *n)
{
    return n->kind == N_NAME && (al_is(n->text, "self") || al_is(n->text, "local"));
}

static void walk(struct arena *a, const struct node *n, struct occurrences *out);

static void walk_all(struct arena *a, const struct nodes *list, struct occurrences *out)
{
    for (size_t i = 0; i < list->count; i++)
        walk(a, list->at[i], out);
}

static void walk(struct arena *a, const struct node *n, struct occurrences *out)
{
    if (!n)
        return;
    if (n->kind == N_NAME)
        note(a, out, n->text, n->span, false);
    else if (n->kind == N_DEF)
        note(a, out, n->text, n->name_span, false);
    else if (n->kind == N_PARAMETER)
        note(a, out, n->text, n->name_span, true);
    else if (n->kind == N_WITH)
        note(a, out, n->text, n->span, true);
    else if (n->kind == N_ATTRIBUTE && is_own(n->a))
        note(a, out, n->text, n->name_span, true);
    if (n->kind == N_IMPORT) /* its names are no uses */
        return;
    walk(a, n->a, out);
    walk(a, n->b, out);
    walk(a, n->c, out);
    walk_all(a, &n->list, out);
}

struct occurrences names_used(struct arena *a, const struct file *f)
{
    struct occurrences found = {0};
    const struct nodes *lists[] = {&f->module, &f->defs};
    for (size_t i = 0; i < 2; i++)
        walk_all(a, lists[i], &found);
    return found;
}

/* ---- What a file defines ---------------------------------------------------------------------- */

static void note_defined(struct arena *a, const struct node *n, struct occurrences *out)
{
    if (!n || n->kind == N_IMPORT)
        return;
    if (n->kind == N_DEF) {
        note(a, out, n->text, n->name_span, false);
        return;
    }
    if (n->kind == N_ASSIGN || n->kind == N_AUGMENT || n->kind == N_FOR) {
        const struct node *target = n->kind == N_ASSIGN ? NULL : n->a;
        walk(a, target, out);
        if (n->kind == N_ASSIGN)
            walk_all(a, &n->list, out);
    }
    if (n->kind == N_IF || n->kind == N_FOR || n->kind == N_WHILE || n->kind == N_WITH) {
        note_defined(a, n->b, out);
        note_defined(a, n->c, out);
    }
    for (size_t i = 0; n->kind == N_BLOCK && i < n->list.count; i++)
        note_defined(a, n->list.at[i], out);
}

struct occurrences names_defined(struct arena *a, const struct file *f)
{
    struct occurrences found = {0};
    for (size_t i = 0; i < f->module.count; i++)
        note_defined(a, f->module.at[i], &found);
    for (size_t i = 0; i < f->defs.count; i++)
        note_defined(a, f->defs.at[i], &found);
    return found;
}

/* ---- Names of several ------------------------------------------------------------------------- */

struct joined_names {
    struct arena *arena;
    const struct squashed *list_of;
    const char **suffixes;
    struct name_map numbers;
    struct {
        struct named {
            size_t files, latest;      /* how many have it; which one was the latest, from 1 */
            const struct node *import; /* and what brings it in */
            const struct node *name;   /* of a `from … import name` */
            const struct node *space;  /* <%namespace> */
        } * at;
        size_t count, room;
    } list;
};

static struct named *named(struct joined_names *names, struct aludel_text name)
{
    uint32_t number = (uint32_t)names->list.count;
    struct named none = {0};
    if (names_add(names->arena, &names->numbers, name, &number))
        vec_push(names->arena, &names->list, none);
    return &names->list.at[number];
}

static struct named *mention(struct joined_names *names, struct aludel_text name, size_t file)
{
    struct named *one = named(names, name);
    one->files += one->latest != file;
    one->latest = file;
    return one;
}

bool is_shared_name(const struct joined_names *names, struct aludel_text name)
{
    uint32_t number = names_find(&names->numbers, name);
    return number != NO_NUMBER && names->list.at[number].files > 1;
}

bool is_repeated_namespace(const struct joined_names *names, const struct node *n)
{
    uint32_t number = names_find(&names->numbers, n->text);
    return number != NO_NUMBER && names->list.at[number].space != n;
}

/* ---- Endings ---------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_taken(const struct joined_names *names, struct aludel_text name, const char *suffix)
{
    const char *whole = arena_format(names->arena, "%.*s_%s", (int)name.n, name.z, suffix);
    return names_find(&names->numbers, al_text(whole)) != NO_NUMBER;
}

static bool is_free(const struct joined_names *names, const struct migration *m, const char *suffix)
{
    static const char *const ways[] = {"upgrade", "downgrade", "change"};
    struct occurrences defined = {0};
    if (m->file->form != FORM_SQL)
        defined = names_defined(names->arena, m->file);
    for (size_t i = 0; i < 3; i++)
        if (is_taken(names, al_text(ways[i]), suffix))
            return false;
    for (size_t i = 0; i < defined.count; i++)
        if (is_taken(names, defined.at[i].name, suffix))
            return false;
    return true;
}

static const char *find_suffix(struct joined_names *names, const struct migration *m)
{
    char *id = arena_string(names->arena, m->id);
    for (char *c = id; *c; c++)
        *c = is_letter(*c) ? *c : '_';
    const char *suffix = id;
    for (size_t i = 2; !is_free(names, m, suffix); i++)
        suffix = arena_format(names->arena, "%s_%zu", id, i);
    named(names, al_text(arena_format(names->arena, "upgrade_%s", suffix)));
    return suffix;
}

const char *own_suffix(const struct joined_names *names, const struct migration *m)
{
    size_t i = 0;
    while (names->list_of->at[i] != m)
        i++;
    return names->suffixes[i];
}

/* ---- Imports, namespaces ---------------------------------------------------------------------- */

static bool refuse_two(struct environment *e, struct aludel_text name, struct span at, struct span other)
{
    diag_error(e->diagnostics, at, "'%.*s' is something else in another one of these migrations", (int)name.n,
               name.z);
    diag_hint(e->diagnostics,
              "import it under another name, here or there: that changes nothing that was applied");
    diag_also(e->diagnostics, other, "there");
    return false;
}

static bool same_import(const struct node *a, const struct node *b, const struct node *name,
                        const struct node *other)
{
    if (!al_same(a->text, b->text) || !name != !other)
        return false;
    return !name || al_same(name->text, other->text);
}

static bool note_import(struct environment *e, struct joined_names *names, const struct node *n,
                        const struct node *part, size_t file)
{
    const struct aludel_value *as = part ? &part->value : &n->value;
    struct aludel_text name = as->type == ALUDEL_STRING ? as->as.text : n->text;
    struct named *one = mention(names, name, file);
    if (one->import && !same_import(one->import, n, one->name, part))
        return refuse_two(e, name, n->span, one->import->span);
    one->import = n;
    one->name = part;
    return true;
}

static bool note_imports(struct environment *e, struct joined_names *names, const struct file *f, size_t file)
{
    bool good = true;
    for (size_t i = 0; i < f->module.count; i++) {
        const struct node *n = f->module.at[i];
        if (n->kind != N_IMPORT)
            continue;
        if (!n->list.count)
            good = note_import(e, names, n, NULL, file) && good;
        for (size_t k = 0; k < n->list.count; k++)
            good = note_import(e, names, n, n->list.at[k], file) && good;
    }
    return good;
}

static bool note_namespaces(struct environment *e, struct joined_names *names, const struct file *f,
                            size_t file)
{
    for (size_t i = 0; i < f->namespaces.count; i++) {
        const struct node *n = f->namespaces.at[i];
        struct named *one = mention(names, n->text, file);
        bool same = one->space && n->value.type == ALUDEL_STRING && one->space->value.type == ALUDEL_STRING &&
                    al_same(n->value.as.text, one->space->value.as.text);
        if (one->space && !same)
            return refuse_two(e, n->text, n->span, one->space->span);
        if (!one->space)
            one->space = n;
    }
    return true;
}

struct joined_names *joined_names(struct environment *e, const struct squashed *list)
{
    struct joined_names *names = ARENA_NEW(e->arena, struct joined_names);
    bool good = true;
    names->arena = e->arena;
    names->list_of = list;
    names->suffixes = ARENA_ARRAY(e->arena, const char *, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct file *f = list->at[i]->file;
        struct occurrences uses = {0};
        if (f->form != FORM_SQL)
            uses = names_used(e->arena, f);
        for (size_t k = 0; k < uses.count; k++)
            mention(names, uses.at[k].name, i + 1);
        good = note_imports(e, names, f, i + 1) && note_namespaces(e, names, f, i + 1) && good;
    }
    for (size_t i = 0; i < list->count; i++)
        names->suffixes[i] = find_suffix(names, list->at[i]);
    return good ? names : NULL;
}
