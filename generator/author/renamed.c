/* renamed.c: the text of a migration that is to stand in one file with others. */
#include "author/inner.h"

#include "lang/parser.h"

#include <stdlib.h>
#include <string.h>

/* ---- Changes of a text ------------------------------------------------------------------------ */

struct edit {
    size_t from, to;
    const char *with;
};

struct file_edits {
    struct environment *e;
    const struct file *file;
    const char *suffix;
    struct occurrences uses;
    VEC(struct edit) list;
    bool good;
};

/* At one place: what is put in, then the longest one; the others are in that. */
static int compare_edits(const void *left, const void *right)
{
    const struct edit *a = left, *b = right;
    size_t n = a->to - a->from, m = b->to - b->from;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (!n || !m)
        return (n > 0) - (m > 0);
    return n != m ? (n > m ? -1 : 1) : 0;
}

static void change(struct file_edits *f, size_t from, size_t to, const char *with)
{
    struct edit one = {from, to, with};
    vec_push(f->e->arena, &f->list, one);
}

/* The latest one goes on, where it ends there. */
static void cut(struct file_edits *f, size_t from, size_t to)
{
    struct edit *latest = f->list.count ? &f->list.at[f->list.count - 1] : NULL;
    if (latest && latest->to == from && !*latest->with)
        latest->to = to;
    else
        change(f, from, to, "");
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Where its line begins, if nothing is in front of it there that stays; else the place itself. */
static size_t line_begin(const struct file_edits *f, size_t at)
{
    const struct edit *latest = f->list.count ? &f->list.at[f->list.count - 1] : NULL;
    size_t from = latest && latest->to == at ? latest->from : at;
    const char *text = f->file->source->text.z;
    while (from && is_blank(text[from - 1]))
        from--;
    return !from || text[from - 1] == '\n' ? from : at;
}

static bool is_first_of_line(const struct file_edits *f, size_t at)
{
    return !at || f->file->source->text.z[at - 1] == '\n';
}

/* A statement goes with its line, where it is alone there, else with the ';' beside it. */
static void cut_statement(struct file_edits *f, struct span span)
{
    struct aludel_text text = f->file->source->text;
    size_t from = line_begin(f, span.from), to = span.to;
    while (to < text.n && is_blank(text.z[to]))
        to++;
    if (to < text.n && text.z[to] == ';') {
        while (to + 1 < text.n && is_blank(text.z[to + 1]))
            to++;
        cut(f, span.from, to + 1);
    } else if (is_first_of_line(f, from) && to < text.n && (text.z[to] == '\n' || text.z[to] == '#')) {
        while (text.z[to] && text.z[to] != '\n')
            to++;
        change(f, from, to + 1, "");
    } else {
        cut(f, span.from, span.to);
    }
}

static size_t uses_of(const struct file_edits *f, struct aludel_text name)
{
    size_t count = 0;
    for (size_t i = 0; i < f->uses.count; i++)
        count += al_same(f->uses.at[i].name, name);
    return count;
}

static bool is_identifier(struct aludel_text name)
{
    return identifier_index(name) >= 0;
}

/* `revision = "a1"`, which nothing reads. */
static bool is_idle(const struct file_edits *f, const struct node *n)
{
    return n->kind == N_ASSIGN && n->list.count == 1 && n->list.at[0]->kind == N_NAME &&
           is_identifier(n->list.at[0]->text) && uses_of(f, n->list.at[0]->text) == 1;
}

static void refuse_bound(struct file_edits *f, const struct occurrence *one)
{
    diag_error(f->e->diagnostics, one->span,
               "'%.*s' is a name of two of these migrations, and this one can't be renamed", (int)one->name.n,
               one->name.z);
    diag_hint(f->e->diagnostics,
              "rename one of the two, here or there: that changes nothing that was applied");
    f->good = false;
}

static void rename_uses(struct file_edits *f, struct aludel_text name)
{
    const char *other = arena_format(f->e->arena, "%.*s_%s", (int)name.n, name.z, f->suffix);
    for (size_t i = 0; i < f->uses.count; i++) {
        const struct occurrence *one = &f->uses.at[i];
        if (!al_same(one->name, name))
            continue;
        if (one->bound)
            refuse_bound(f, one);
        else
            change(f, one->span.from, one->span.to, other);
    }
}

static struct aludel_text edited(struct file_edits *f, size_t from)
{
    struct al_builder b = al_builder(&f->e->arena->memory);
    struct aludel_text text = f->file->source->text;
    if (f->list.count)
        qsort(f->list.at, f->list.count, sizeof *f->list.at, compare_edits);
    for (size_t i = 0; i < f->list.count; i++) {
        const struct edit *one = &f->list.at[i];
        if (one->from < from) /* of the same name twice, or in what was cut */
            continue;
        al_put(&b, text.z + from, one->from - from);
        al_puts(&b, one->with);
        from = one->to;
    }
    al_put(&b, text.z + from, text.n - from);
    return al_built(&b);
}

/* ---- One file among others -------------------------------------------------------------------- */

static bool is_way(struct aludel_text name)
{
    return al_is(name, "upgrade") || al_is(name, "downgrade") || al_is(name, "change");
}

/* The docstring and what stands around it are said in a comment; a byte order mark is for the head of a file. */
static size_t begin_of(const struct file *f)
{
    size_t begin = source_begin(f->source);
    if (f->form != FORM_PYTHON || !f->module.count)
        return begin;
    size_t from = f->module.at[0]->span.from;
    while (from > begin && f->source->text.z[from - 1] != '\n')
        from--;
    return from;
}

/* A template's, too; the lines behind it go with it. */
static void cut_documentation(struct file_edits *f)
{
    static const char begin[] = "<%doc", end[] = "</%doc>";
    const char *text = f->file->source->text.z, *doc = f->file->doc.z;
    if (f->file->form != FORM_TEMPLATE || !f->file->doc.n)
        return;
    size_t from = (size_t)(doc - text);
    while (strncmp(text + from, begin, strlen(begin)) != 0)
        from--;
    size_t to = (size_t)(strstr(doc + f->file->doc.n, end) + strlen(end) - text);
    change(f, from, to + strspn(text + to, "\r\n"), "");
}

/* <%! %> around statements of which nothing stays goes with them. */
static void cut_block(struct file_edits *f, size_t from, size_t to)
{
    static const char begin[] = "<%!", end[] = "%>";
    const char *text = f->file->source->text.z;
    while (from && strchr(" \t\r\n;", text[from - 1]))
        from--;
    to += strspn(text + to, " \t\r\n;");
    if (from < strlen(begin) || strncmp(text + from - strlen(begin), begin, strlen(begin)) != 0 ||
        strncmp(text + to, end, strlen(end)) != 0)
        return;
    to += strlen(end);
    change(f, from - strlen(begin), to + strspn(text + to, "\r\n"), "");
}

static void cut_identifiers(struct file_edits *f)
{
    const struct nodes *module = &f->file->module;
    size_t blocks_from = 0, blocks_to = 0; /* the idle ones that follow upon each other */
    for (size_t i = 0; i < module->count; i++) {
        const struct span span = module->at[i]->span;
        if (!is_idle(f, module->at[i]))
            continue;
        const char *text = f->file->source->text.z;
        bool follows = blocks_to && blocks_to + strspn(text + blocks_to, " \t\r\n;") == span.from;
        blocks_from = follows ? blocks_from : span.from;
        blocks_to = span.to;
        cut_statement(f, span);
        cut_block(f, blocks_from, blocks_to);
    }
}

/* ---- Titles ----------------------------------------------------------------------------------- */

static size_t own_line(struct aludel_text text, size_t at)
{
    while (at && text.z[at - 1] != '\n')
        at--;
    return at;
}

/* In front of the comments that belong to what stands here. */
static size_t above_comments(const struct file *f, size_t at)
{
    struct aludel_text text = f->source->text;
    size_t above = own_line(text, at);
    for (size_t line = above; line > source_begin(f->source);) {
        line = own_line(text, line - 1);
        size_t from = line + strspn(text.z + line, " \t\r");
        if (text.z[from] != '\n' && strncmp(text.z + from, "##", 2) != 0)
            break;
        above = text.z[from] == '\n' ? above : line;
    }
    return above;
}

static size_t first_def(const struct file_edits *f, const struct joined_names *names)
{
    const struct file *file = f->file;
    size_t at = file->defs.count ? file->defs.at[0]->span.from : file->source->text.n;
    for (size_t i = 0; i < file->namespaces.count; i++) {
        const struct node *n = file->namespaces.at[i];
        if (n->span.from < at && !is_repeated_namespace(names, n))
            at = n->span.from;
    }
    return above_comments(file, at);
}

/* <%! %> with something in it that stays. */
static bool first_helpers(const struct file_edits *f, size_t *at)
{
    const struct nodes *module = &f->file->module;
    const char *text = f->file->source->text.z;
    size_t i = 0;
    while (i < module->count && is_idle(f, module->at[i]))
        i++;
    if (i == module->count)
        return false;
    *at = module->at[i]->span.from;
    while (*at > source_begin(f->file->source) && strncmp(text + *at, "<%!", 3) != 0)
        --*at;
    *at = above_comments(f->file, *at);
    return true;
}

/* A template's <%! %> will stand above all defs, whosever they are. */
static void put_titles(struct file_edits *f, const struct joined_names *names, const struct renamed *out)
{
    size_t at = 0;
    if (f->file->form != FORM_TEMPLATE)
        return;
    if (first_helpers(f, &at))
        change(f, at, at, out->helpers);
    at = first_def(f, names);
    change(f, at, at, out->title);
}

/* ---- The whole -------------------------------------------------------------------------------- */

static bool must_change(const struct file_edits *f, const struct joined_names *names, struct aludel_text name)
{
    bool idle = is_identifier(name) && uses_of(f, name) == 1;
    return !idle && (is_identifier(name) || is_way(name) || is_shared_name(names, name));
}

static bool is_first(const struct occurrences *list, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (al_same(list->at[k].name, list->at[i].name))
            return false;
    return true;
}

bool rename_file(struct environment *e, const struct joined_names *names, const struct migration *m,
                 struct renamed *out)
{
    const struct file *file = m->file;
    struct file_edits f = {.e = e, .file = file, .suffix = out->suffix, .good = true};
    f.uses = names_used(e->arena, file);
    struct occurrences defined = names_defined(e->arena, file);
    cut_documentation(&f);
    cut_identifiers(&f);
    put_titles(&f, names, out);
    for (size_t i = 0; i < file->namespaces.count; i++)
        if (is_repeated_namespace(names, file->namespaces.at[i]))
            change(&f, file->namespaces.at[i]->span.from, file->namespaces.at[i]->span.to, "");
    for (size_t i = 0; i < defined.count; i++)
        if (is_first(&defined, i) && must_change(&f, names, defined.at[i].name))
            rename_uses(&f, defined.at[i].name);
    out->text = edited(&f, begin_of(file));
    return f.good;
}
