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

/* What the language, or `fmt`, would take for something else, is written by a hole: ${"${" | n}. */
struct special {
    const char *text, *written;
    bool at_line; /* only where it is the first of a line, blanks aside */
};

static const struct special specials[] = {
    {"${", "${\"${\" | n}", false},   {"<%", "${\"<%\" | n}", false}, {"</%", "${\"</%\" | n}", false},
    {"%", "%%", true},                {"##", "${\"##\" | n}", true},  {"\\\n", "${\"\\\\\" | n}\n", false},
    {" \n", "${\" \" | n}\n", false}, {"\t\n", "${\"\\t\" | n}\n", false},
    {"\r", "${\"\\r\" | n}", false},  {"\f", "${\"\\f\" | n}", false},
};

static const struct special *special_at(const char *z, bool first)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if ((first || !specials[i].at_line) && strncmp(z, specials[i].text, strlen(specials[i].text)) == 0)
            return &specials[i];
    return NULL;
}

static void put_escaped(struct al_builder *b, const char *z)
{
    bool first = true;
    while (*z) {
        const struct special *s = special_at(z, first);
        size_t n = s ? strlen(s->text) : 1;
        if (s)
            al_puts(b, s->written);
        else
            al_putc(b, *z);
        first = z[n - 1] == '\n' || (first && !s && (*z == ' ' || *z == '\t'));
        z += n;
    }
}

/* The line ends in a comment, which would take the semicolon along. */
static bool ends_in_comment(const char *z)
{
    const char *line = strrchr(z, '\n');
    return strstr(line ? line : z, "--") != NULL;
}

void page_sql(struct writing *w, struct aludel_text statement)
{
    const char *z = arena_string(w->arena, statement);
    set_mode(w, PAGE_SQL);
    put_escaped(&w->page, z);
    al_puts(&w->page, ends_in_comment(z) ? "\n;\n" : ";\n");
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
