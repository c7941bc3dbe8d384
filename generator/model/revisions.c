/*
 * What a file says about itself: the identifiers and its documentation. Nothing here knows other files.
 */
#include "model/environment.h"

#include "lang/parse.h"

#include <string.h>

#define MOST_ID 32 /* the width of alembic_version.version_num */

static struct span file_begin(const struct file *f)
{
    return (struct span){f->source, 0, 0};
}

/* ---- Assignments ------------------------------------------------------------------------------ */

static void note_assignment(struct diagnostics *d, const struct node *target, const struct node *value,
                            const struct node *found[ID_COUNT], struct span places[ID_COUNT])
{
    int i = target->kind == N_NAME ? identifier_index(target->text) : -1;
    if (i < 0)
        return;
    if (found[i]) {
        diag_error(d, target->span, "'%s' is assigned twice", identifier_names[i]);
        diag_also(d, places[i], "already assigned here");
        return;
    }
    found[i] = value;
    places[i] = target->span;
}

static bool is_row(const struct node *n)
{
    return n->kind == N_TUPLE || n->kind == N_LIST;
}

/* revision, down_revision = "b", "a" too */
static void note_target(struct diagnostics *d, const struct node *target, const struct node *value,
                        const struct node *found[ID_COUNT], struct span places[ID_COUNT])
{
    if (!is_row(target) || !is_row(value) || target->list.count != value->list.count) {
        note_assignment(d, target, value, found, places);
        return;
    }
    for (size_t i = 0; i < target->list.count; i++)
        note_assignment(d, target->list.at[i], value->list.at[i], found, places);
}

static void find_assignments(struct diagnostics *d, const struct file *f, const struct node *found[ID_COUNT],
                             struct span places[ID_COUNT])
{
    for (size_t i = 0; i < f->module.count; i++) {
        const struct node *n = f->module.at[i];
        if (n->kind != N_ASSIGN)
            continue;
        for (size_t t = 0; t < n->list.count; t++)
            note_target(d, n->list.at[t], n->a, found, places);
    }
}

static bool is_none(const struct node *n)
{
    return n->kind == N_CONSTANT && n->value.type == ALUDEL_NONE;
}

static bool is_string(const struct node *n)
{
    return n->kind == N_CONSTANT && n->value.type == ALUDEL_STRING;
}

/* None, a string, or a tuple, list or set of strings, to references. */
static void read_references(struct environment *e, enum identifier which, const struct node *value,
                            struct references *out)
{
    if (is_none(value))
        return;
    bool many = value->kind == N_TUPLE || value->kind == N_LIST || value->kind == N_SET;
    size_t count = many ? value->list.count : 1;
    for (size_t i = 0; i < count; i++) {
        const struct node *n = many ? value->list.at[i] : value;
        if (!is_string(n)) {
            diag_error(e->diagnostics, n->span, "'%s' must be written out", identifier_names[which]);
            diag_hint(e->diagnostics, "expected None, \"id\" or (\"id\", \"id\")");
        } else if (!n->value.as.text.n) {
            diag_error(e->diagnostics, n->span, "'%s' names nothing", identifier_names[which]);
            diag_hint(e->diagnostics, "write None where there is none");
        } else {
            struct reference r = {n->value.as.text, n->span, UINT32_MAX};
            vec_push(e->arena, out, r);
        }
    }
}

static void refuse_repeats(struct diagnostics *d, enum identifier which, const struct references *r)
{
    for (size_t i = 1; i < r->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!al_same(r->at[i].text, r->at[j].text))
                continue;
            diag_error(d, r->at[i].span, "'%.*s' stands twice in '%s'", (int)r->at[i].text.n, r->at[i].text.z,
                       identifier_names[which]);
            diag_also(d, r->at[j].span, "already named here");
            break;
        }
    }
}

/* ---- Ids and labels --------------------------------------------------------------------------- */

static bool is_reserved(struct aludel_text name)
{
    return al_is(name, "head") || al_is(name, "heads") || al_is(name, "base") || al_is(name, "current");
}

/* The characters of `name` that mean something in the identifier language, as Alembic lists them. */
static const char *bad_characters(struct arena *a, struct aludel_text name)
{
    struct al_builder b = al_builder(&a->memory);
    for (const char *c = "+-:@"; *c; c++) {
        if (memchr(name.z, *c, name.n))
            al_putf(&b, "%s%c", b.n ? ", " : "", *c);
    }
    return arena_string(a, al_built(&b));
}

static bool is_printable(struct aludel_text name)
{
    for (size_t i = 0; i < name.n; i++) {
        if ((unsigned char)name.z[i] < ' ' || name.z[i] == 0x7f)
            return false;
    }
    return al_utf8_valid(name);
}

static void check_name(struct environment *e, const char *what, struct aludel_text name, struct span at)
{
    const char *bad = bad_characters(e->arena, name);
    if (!is_printable(name))
        diag_error(e->diagnostics, at, "this %s has characters that can't be shown", what);
    else if (is_reserved(name))
        diag_error(e->diagnostics, at, "'%.*s' can't be a %s: it is a word of the command line", (int)name.n,
                   name.z, what);
    else if (*bad)
        diag_error(e->diagnostics, at, "Character(s) '%s' not allowed in %s '%.*s'", bad, what, (int)name.n,
                   name.z);
}

static size_t characters(struct aludel_text t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.n; i += al_utf8_length(t.z + i, t.n - i))
        n++;
    return n;
}

static void read_id(struct environment *e, struct migration *m, const struct node *value)
{
    struct diagnostics *d = e->diagnostics;
    if (!value) {
        diag_error(d, file_begin(m->file), "this migration has no 'revision'");
        if (m->file->form == FORM_SQL)
            diag_hint(d, "a line -- revision: an_id at the top names it");
        else if (m->file->form == FORM_PYTHON)
            diag_hint(d, "a line revision = \"an_id\" names it");
        else
            diag_hint(d, "<%%! revision = \"an_id\" %%> names it");
        return;
    }
    m->id_span = value->span;
    if (!is_string(value)) {
        diag_error(d, value->span, "'revision' must be a string that is written out");
        return;
    }
    m->id = value->value.as.text;
    size_t length = characters(m->id);
    if (!length)
        diag_error(d, value->span, "'revision' is empty");
    else if (length > MOST_ID)
        diag_error(d, value->span, "the revision id '%.*s' has %zu characters, the version table holds %d",
                   (int)m->id.n, m->id.z, length, MOST_ID);
    else
        check_name(e, "revision identifier", m->id, value->span);
}

static void require_down_revision(struct environment *e, const struct migration *m)
{
    diag_error(e->diagnostics, m->id_span.source ? m->id_span : file_begin(m->file),
               "this migration has no 'down_revision'");
    diag_hint(e->diagnostics, "name the migration that it follows, or None when it is the first");
}

static void read_identifiers(struct environment *e, struct migration *m)
{
    const struct node *found[ID_COUNT] = {0};
    struct span places[ID_COUNT] = {0};
    struct references *into[ID_COUNT] = {NULL,           &m->parents,  &m->own_labels,
                                         &m->depends_on, &m->replaces, &m->compatible_with};
    find_assignments(e->diagnostics, m->file, found, places);
    read_id(e, m, found[ID_REVISION]);
    if (!found[ID_DOWN_REVISION] && found[ID_REVISION])
        require_down_revision(e, m);
    for (enum identifier i = ID_DOWN_REVISION; i < ID_COUNT; i++) {
        if (!found[i])
            continue;
        read_references(e, i, found[i], into[i]);
        refuse_repeats(e->diagnostics, i, into[i]);
    }
    for (size_t i = 0; i < m->own_labels.count; i++)
        check_name(e, "branch label", m->own_labels.at[i].text, m->own_labels.at[i].span);
}

/* ---- Documentation ---------------------------------------------------------------------------- */

/* Where the first blank line of a trimmed text begins. */
static size_t paragraph_end(struct aludel_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (t.z[i] != '\n')
            continue;
        size_t next = i + 1;
        while (next < t.n && t.z[next] != '\n' && al_is_space(t.z[next]))
            next++;
        if (next < t.n && t.z[next] == '\n')
            return i;
    }
    return t.n;
}

/* Runs of white space become one space. */
static const char *on_one_line(struct arena *a, struct aludel_text t)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < t.n; i++) {
        if (!al_is_space(t.z[i]))
            al_putc(&b, t.z[i]);
        else if (i + 1 < t.n && !al_is_space(t.z[i + 1]))
            al_putc(&b, ' ');
    }
    return arena_string(a, al_built(&b));
}

static size_t indentation(struct aludel_text line)
{
    size_t n = 0;
    while (n < line.n && (line.z[n] == ' ' || line.z[n] == '\t'))
        n++;
    return n;
}

/* Calls `each` for the lines of `t`, without their ends. */
static struct aludel_text next_line(struct aludel_text *rest)
{
    const char *end = memchr(rest->z, '\n', rest->n);
    struct aludel_text line = {rest->z, end ? (size_t)(end - rest->z) : rest->n};
    size_t used = line.n + (end != NULL);
    rest->z += used;
    rest->n -= used;
    return al_trimmed_end(line);
}

/* As Python's inspect.cleandoc: the indentation that all lines share goes. */
static const char *cleaned(struct arena *a, struct aludel_text t)
{
    size_t margin = SIZE_MAX;
    for (struct aludel_text rest = t; rest.n;) {
        struct aludel_text line = next_line(&rest);
        if (line.n && indentation(line) < margin)
            margin = indentation(line);
    }
    struct al_builder b = al_builder(&a->memory);
    for (struct aludel_text rest = t; rest.n;) {
        struct aludel_text line = next_line(&rest);
        if (line.n)
            al_put(&b, line.z + margin, line.n - margin);
        if (rest.n)
            al_putc(&b, '\n');
    }
    return arena_string(a, al_trimmed(al_built(&b)));
}

/* Trimmed but for the first line's indentation, which counts. */
static struct aludel_text without_blank_lines(struct aludel_text t)
{
    while (t.n) {
        struct aludel_text rest = t;
        if (next_line(&rest).n)
            break;
        t = rest;
    }
    return al_trimmed_end(t);
}

static void read_documentation(struct environment *e, struct migration *m)
{
    struct aludel_text doc = al_trimmed(m->file->doc);
    if (!doc.n)
        return;
    size_t end = paragraph_end(doc);
    m->message = on_one_line(e->arena, (struct aludel_text){doc.z, end});
    struct aludel_text rest = {doc.z + end, doc.n - end};
    m->description = cleaned(e->arena, without_blank_lines(rest));
}

/* ---- The whole -------------------------------------------------------------------------------- */

bool revisions_read(struct environment *e)
{
    size_t errors = e->diagnostics->errors;
    for (size_t i = 0; i < e->migrations.count; i++) {
        struct migration *m = e->migrations.at[i];
        m->message = m->description = "";
        if (m->broken)
            continue;
        read_identifiers(e, m);
        read_documentation(e, m);
    }
    return e->diagnostics->errors == errors;
}
