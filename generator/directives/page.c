/* page.c: what is written: blocks of statements, SQL between them, remarks; in the end the layout of `aludel fmt`. */
#include "directives/inner.h"

#include "format/format.h"

#include <string.h>

static void set_mode(struct writing *w, enum page_mode mode)
{
    if (w->mode == mode)
        return;
    al_puts(&w->page, mode == PAGE_CODE ? "<%\n" : "%>\n");
    w->mode = mode;
}

void page_code(struct writing *w, const char *statement)
{
    set_mode(w, PAGE_CODE);
    al_puts(&w->page, statement);
    al_putc(&w->page, '\n');
}

void page_remark(struct writing *w, const char *text, bool sql)
{
    set_mode(w, sql ? PAGE_SQL : PAGE_CODE);
    al_putf(&w->page, "%s %s\n", sql ? "##" : "#", text);
}

void page_guard(struct writing *w, bool guarded)
{
    const char *dialect = w->dialect == ALUDEL_SQLITE ? "sqlite" : "postgresql";
    if (w->guarded == guarded)
        return;
    set_mode(w, PAGE_SQL);
    if (guarded)
        al_putf(&w->page, "%% if dialect == \"%s\":\n", dialect);
    else
        al_puts(&w->page, "% endif\n");
    w->guarded = guarded;
}

void page_end(struct writing *w)
{
    page_guard(w, false);
    set_mode(w, PAGE_SQL);
}

/* ---- SQL as a template's text ---- */

/* What the language, or `fmt`, would take for something else. */
static bool is_special(const char *z, bool first)
{
    static const char *const anywhere[] = {"${", "<%", "</%", "\\\n", " \n", "\t\n"};
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++)
        if (strncmp(z, anywhere[i], strlen(anywhere[i])) == 0)
            return true;
    return first && (*z == '%' || strncmp(z, "##", 2) == 0);
}

static bool has_special(const char *z)
{
    for (bool first = true; *z; z++) {
        if (is_special(z, first))
            return true;
        first = *z == '\n' || (first && (*z == ' ' || *z == '\t'));
    }
    return false;
}

/* What isn't the same in a file: line ends are its editor's matter. */
static bool has_control(const char *z)
{
    for (; *z; z++)
        if ((unsigned char)*z < ' ' && *z != '\n' && *z != '\t')
            return true;
    return false;
}

/* The line ends in a comment, which would take the semicolon along. */
static bool ends_in_comment(const char *z)
{
    const char *line = strrchr(z, '\n');
    return strstr(line ? line : z, "--") != NULL;
}

/* As it is where it can be, else in a tag, or as a string. */
void page_sql(struct writing *w, struct aludel_text statement)
{
    const char *z = arena_string(w->arena, statement);
    if (has_control(z) || strstr(z, "</%text>")) {
        page_code(w, arena_format(w->arena, "op.execute(%s)", python_sql(w->arena, statement)));
        return;
    }
    bool special = has_special(z);
    set_mode(w, PAGE_SQL);
    al_puts(&w->page, special ? "<%text>\n" : "");
    al_puts(&w->page, z);
    al_puts(&w->page, ends_in_comment(z) ? "\n;\n" : ";\n");
    al_puts(&w->page, special ? "</%text>\n" : "");
}

/* ---- The layout ---- */

static const char def_begin[] = "<%def name=\"upgrade()\">\n", def_end[] = "</%def>\n";

struct aludel_text page_formatted(struct arena *a, struct aludel_text page)
{
    struct diagnostics unheard = {.arena = a};
    const char *whole = arena_format(a, "%s%.*s%s", def_begin, (int)page.n, page.z, def_end);
    struct source *source = source_from_text(a, "page", "page", al_text(whole));
    struct aludel_text out;
    size_t front = strlen(def_begin), back = strlen(def_end);
    if (!format_file(a, source, FORM_TEMPLATE, &unheard, &out) || out.n < front + back)
        return page;
    return (struct aludel_text){out.z + front, out.n - front - back};
}
