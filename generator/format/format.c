#include "format/inner.h"

#include "lang/parse.h"

#include <string.h>

static struct file *parsed(struct arena *a, struct source *source, enum file_form form, struct diagnostics *d)
{
    return form == FORM_SQL ? parse_sql_file(a, source, d) : parse_template(a, source, d);
}

/* ---- Line ends ---------------------------------------------------------------------------------- */

static bool has_cr_lf(struct aludel_text t)
{
    size_t lines = 0, returns = 0;
    for (size_t i = 0; i < t.n; i++) {
        lines += t.z[i] == '\n';
        returns += t.z[i] == '\n' && i && t.z[i - 1] == '\r';
    }
    return lines && lines == returns;
}

static struct aludel_text with_lf(struct arena *a, struct aludel_text t)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < t.n; i++)
        if (t.z[i] != '\r')
            al_putc(&b, t.z[i]);
    return al_built(&b);
}

static struct aludel_text with_cr_lf(struct arena *a, struct aludel_text t)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < t.n; i++) {
        if (t.z[i] == '\n')
            al_putc(&b, '\r');
        al_putc(&b, t.z[i]);
    }
    return al_built(&b);
}

/* ---- The same tree ------------------------------------------------------------------------------ */

static int compare_names(const struct node *a, const struct node *b)
{
    size_t n = a->text.n < b->text.n ? a->text.n : b->text.n;
    int order = memcmp(a->text.z, b->text.z, n);
    return order ? order : (a->text.n > b->text.n) - (a->text.n < b->text.n);
}

/* A .sql file's parts, whose order says nothing, in one order; its texts without what is white around them. */
static void put_in_order(struct file *f)
{
    for (size_t i = 1; i < f->defs.count; i++)
        for (size_t k = i; k && compare_names(f->defs.at[k - 1], f->defs.at[k]) > 0; k--) {
            struct node *one = f->defs.at[k];
            f->defs.at[k] = f->defs.at[k - 1];
            f->defs.at[k - 1] = one;
        }
    for (size_t i = 1; i < f->module.count; i++)
        for (size_t k = i;
             k && compare_names(f->module.at[k - 1]->list.at[0], f->module.at[k]->list.at[0]) > 0; k--) {
            struct node *one = f->module.at[k];
            f->module.at[k] = f->module.at[k - 1];
            f->module.at[k - 1] = one;
        }
}

static void trim_all(struct nodes *texts)
{
    size_t kept = 0;
    for (size_t i = 0; i < texts->count; i++) {
        texts->at[i]->text = al_trimmed(texts->at[i]->text);
        if (texts->at[i]->text.n)
            texts->at[kept++] = texts->at[i];
    }
    texts->count = kept;
}

static struct aludel_text tree_of(struct arena *a, struct file *f)
{
    f->doc = without_line_blanks(a, f->doc);
    if (f->form != FORM_SQL)
        return print_tree(a, f);
    put_in_order(f);
    f->doc.n = 0;
    for (size_t i = 0; i < f->defs.count; i++)
        trim_all(&f->defs.at[i]->a->list);
    return print_tree(a, f);
}

static void take_line_blanks(struct arena *a, struct node *n)
{
    if (!n)
        return;
    if (n->kind == N_TEXT)
        n->text = without_line_blanks(a, n->text);
    take_line_blanks(a, n->a);
    take_line_blanks(a, n->b);
    take_line_blanks(a, n->c);
    for (size_t i = 0; i < n->list.count; i++)
        take_line_blanks(a, n->list.at[i]);
}

/* No SQL has blanks at the ends of its lines, wherever that is. */
static struct aludel_text bare_tree_of(struct arena *a, struct file *f)
{
    const struct nodes *lists[] = {&f->defs, &f->namespaces, &f->body};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; i < lists[l]->count; i++)
            take_line_blanks(a, lists[l]->at[i]);
    return tree_of(a, f);
}

static bool same_comments(struct arena *a, struct file *before, struct file *after)
{
    if (before->form == FORM_SQL)
        return true;
    struct comments old = comments_of(a, before->source), new = comments_of(a, after->source);
    return comments_same(&old, &new);
}

/* What is made of `before`, which is `original` without the blanks that may go: the same as both, so that it doesn't
 * count what has been taken for such a blank. */
static bool same_meaning(struct arena *a, struct file *original, struct file *before, struct file *after)
{
    return same_comments(a, original, after) && al_same(tree_of(a, before), tree_of(a, after)) &&
           al_same(bare_tree_of(a, original), bare_tree_of(a, after));
}

/* ---- A file ------------------------------------------------------------------------------------- */

/* With LF, and a tree that holds no error: in the new layout. False after an error. */
static bool lay_out(struct arena *a, const struct source *from, enum file_form form, struct aludel_text text,
                    struct diagnostics *d, struct aludel_text *out)
{
    struct diagnostics unheard = {.arena = a};
    struct source *source = source_from_text(a, from->path, from->shown, text);
    struct file *original = parsed(a, source, form, &unheard);
    source = source_from_text(a, from->path, from->shown, blanks_removed(a, source, original));
    struct file *before = parsed(a, source, form, &unheard);
    struct aludel_text made =
        form == FORM_SQL ? sql_file_format(a, source) : template_format(a, source, before);
    source = source_from_text(a, from->path, from->shown, made);
    struct file *after = parsed(a, source, form, &unheard);
    if (unheard.errors || !same_meaning(a, original, before, after)) {
        diag_error(d, (struct span){from, 0, 0},
                   "this file can't be laid out anew without changing what it means");
        diag_hint(d, "it is left as it is; please report this");
        return false;
    }
    *out = made;
    return true;
}

bool format_file(struct arena *a, struct source *source, enum file_form form, struct diagnostics *d,
                 struct aludel_text *out)
{
    size_t errors = d->errors;
    *out = source->text;
    parsed(a, source, form, d);
    if (d->errors > errors)
        return false;
    bool windows = has_cr_lf(source->text);
    struct aludel_text made, text = windows ? with_lf(a, source->text) : source->text;
    if (!lay_out(a, source, form, text, d, &made))
        return false;
    if (source_begin(source))
        made = al_text(arena_format(a, "\xEF\xBB\xBF%.*s", (int)made.n, made.z));
    *out = windows ? with_cr_lf(a, made) : made;
    return true;
}
