#include "author/inner.h"

#include <string.h>

/* ---- Values, as Python writes them --------------------------------------------------------------- */

static void put_tuple(struct al_builder *b, const struct words *words)
{
    al_putc(b, '(');
    for (size_t i = 0; i < words->count; i++) {
        al_puts(b, i ? ", " : "");
        put_quoted(b, al_text(words->at[i]));
    }
    al_puts(b, words->count == 1 ? ",)" : ")");
}

/* None, one, or a tuple. */
static void put_words(struct al_builder *b, const struct words *words)
{
    if (!words->count)
        al_puts(b, "None");
    else if (words->count == 1)
        put_quoted(b, al_text(words->at[0]));
    else
        put_tuple(b, words);
}

/* ---- A template ------------------------------------------------------------------------------- */

/* Mako has no way to write the end of <%doc> in one. */
const char *doc_text(struct arena *a, const char *message)
{
    return arena_replaced(a, message, "</%doc>", "</% doc>");
}

/* As a template's module and a script have them. */
static void put_identifiers(struct al_builder *b, const struct new_migration *made)
{
    al_puts(b, "revision = ");
    put_quoted(b, al_text(made->id));
    al_puts(b, "\ndown_revision = ");
    put_words(b, &made->parents);
    al_puts(b, "\nbranch_labels = ");
    if (made->labels.count)
        put_tuple(b, &made->labels);
    else
        al_puts(b, "None");
    al_puts(b, "\ndepends_on = ");
    put_words(b, &made->depends_on);
    if (made->replaces.count) {
        al_puts(b, "\nreplaces = ");
        put_tuple(b, &made->replaces);
    }
    if (made->compatible_with.count) {
        al_puts(b, "\ncompatible_with = ");
        put_words(b, &made->compatible_with);
    }
    al_putc(b, '\n');
}

static void put_ways(struct al_builder *b, const struct new_migration *made)
{
    al_puts(b, "<%def name=\"upgrade()\">\n");
    al_put(b, made->upgrades.z, made->upgrades.n);
    al_puts(b, "</%def>\n\n<%def name=\"downgrade()\">\n");
    al_put(b, made->downgrades.z, made->downgrades.n);
    al_puts(b, "</%def>\n");
}

static void put_template(struct al_builder *b, const struct new_migration *made, const char *message,
                         const char *date)
{
    al_putf(b, "<%%doc>\n%s\n\nCreate Date: %s\n</%%doc>\n<%%!\n", message, date);
    put_identifiers(b, made);
    al_puts(b, "%>\n\n");
    if (made->body.n)
        al_put(b, made->body.z, made->body.n);
    else
        put_ways(b, made);
}

/* ---- A script --------------------------------------------------------------------------------- */

/* What can stand between three quotes. */
static void put_docstring(struct al_builder *b, const char *text)
{
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            al_putc(b, '\\');
        al_putc(b, *text);
    }
}

static void put_script(struct al_builder *b, const struct new_migration *made, const char *date)
{
    al_puts(b, "\"\"\"");
    put_docstring(b, made->message);
    al_putf(b, "\n\nCreate Date: %s\n\n\"\"\"\n", date);
    put_identifiers(b, made);
    al_puts(b, "\n");
    al_put(b, made->body.z, made->body.n);
}

/* ---- A .sql file ------------------------------------------------------------------------------ */

static void put_comment(struct al_builder *b, const char *text)
{
    for (;; text++) {
        size_t n = strcspn(text, "\n");
        al_puts(b, n ? "-- " : "--");
        al_put(b, text, n);
        al_putc(b, '\n');
        text += n;
        if (!*text)
            return;
    }
}

static bool is_plain(const char *word)
{
    static const char *const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    struct aludel_text t = al_text(word);
    return !word[strspn(word, letters)] && !al_same_nocase(t, AL_TEXT("none")) &&
           !al_same_nocase(t, AL_TEXT("null"));
}

/* -- name: a, b */
static void put_header(struct al_builder *b, const char *name, const struct words *words)
{
    al_putf(b, "-- %s: ", name);
    bool plain = true;
    for (size_t i = 0; i < words->count; i++)
        plain = plain && is_plain(words->at[i]);
    for (size_t i = 0; plain && i < words->count; i++)
        al_putf(b, "%s%s", i ? ", " : "", words->at[i]);
    if (!plain || !words->count)
        put_words(b, words);
    al_putc(b, '\n');
}

static void put_sql(struct al_builder *b, const struct new_migration *made, const char *date)
{
    const char *id = made->id;
    struct words ids = {&id, 1, 1};
    put_comment(b, made->message);
    al_putf(b, "--\n-- Create Date: %s\n--\n", date);
    put_header(b, "revision", &ids);
    put_header(b, "down_revision", &made->parents);
    if (made->labels.count)
        put_header(b, "branch_labels", &made->labels);
    if (made->depends_on.count)
        put_header(b, "depends_on", &made->depends_on);
    if (made->replaces.count)
        put_header(b, "replaces", &made->replaces);
    if (made->compatible_with.count)
        put_header(b, "compatible_with", &made->compatible_with);
    if (made->body.n)
        al_put(b, made->body.z, made->body.n);
    else
        al_puts(b, "\n-- aludel:upgrade\n\n-- aludel:downgrade\n");
}

struct aludel_text default_text(struct arena *a, const struct new_migration *made)
{
    struct al_builder b = al_builder(&a->memory);
    const char *date = moment_text(a, &made->created);
    if (made->form == FORM_SQL)
        put_sql(&b, made, date);
    else if (made->form == FORM_PYTHON)
        put_script(&b, made, date);
    else
        put_template(&b, made, doc_text(a, made->message), date);
    return al_built(&b);
}
