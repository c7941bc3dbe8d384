/* joined.c: several migrations as the text of one. Each keeps its own functions, so that their variables and what ends
 * one early stay apart; the two ways call them, there and back. */
#include "author/inner.h"

#include <string.h>

static const char *const way_names[] = {"upgrade", "downgrade", "change"};

/* ---- One of them ------------------------------------------------------------------------------ */

const struct node *way_of(const struct file *f, const char *name)
{
    const struct nodes *lists[] = {&f->defs, &f->module};
    for (size_t l = 0; l < 2; l++)
        for (size_t i = 0; i < lists[l]->count; i++)
            if (lists[l]->at[i]->kind == N_DEF && al_is(lists[l]->at[i]->text, name))
                return lists[l]->at[i];
    return NULL;
}

static bool holds(struct aludel_text text, const char *what)
{
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= text.n; i++)
        if (!memcmp(text.z + i, what, n))
            return true;
    return false;
}

static bool refuse_end(struct environment *e, const struct migration *m, const char *end)
{
    diag_error(e->diagnostics, m->id_span,
               "'%.*s' can't be squashed: its text holds %s, which ends a template's part", (int)m->id.n,
               m->id.z, end);
    return false;
}

/* ---- Templates and scripts -------------------------------------------------------------------- */

struct joining {
    struct environment *e;
    const struct squashed *list;
    const struct joined_names *names;
    struct al_builder text;
    bool script; /* the whole is one; else a template */
};

/* A backslash at the end of a line would take the next one in. */
static void put_comment(struct al_builder *b, const char *mark, struct aludel_text text)
{
    while (text.n && text.z[text.n - 1] == '\\')
        text.n--;
    al_putf(b, text.n ? "%s %.*s\n" : "%s\n", mark, (int)text.n, text.z);
}

static void put_title(struct al_builder *b, const char *mark, const struct migration *m)
{
    al_putf(b, "%s ---- %.*s:", mark, (int)m->id.n, m->id.z);
    put_comment(b, "", al_text(m->message));
}

/* What else its documentation says. */
static void put_description(struct al_builder *b, const char *mark, const struct migration *m)
{
    for (const char *line = m->description; *line;) {
        size_t n = strcspn(line, "\n");
        put_comment(b, mark, (struct aludel_text){line, n});
        line += n + (line[n] == '\n');
    }
}

static bool put_sql_file(struct joining *j, const struct migration *m, const char *suffix)
{
    for (size_t way = 0; way < 2; way++) {
        const struct node *def = way_of(m->file, way_names[way]);
        struct aludel_text text = def ? al_trimmed_end(span_text(def->a->span)) : AL_TEXT("");
        if (holds(text, "</%text>"))
            return refuse_end(j->e, m, "</%text>");
        if (def)
            al_putf(&j->text, "<%%def name=\"%s_%s()\">\n<%%text>\n%.*s\n</%%text></%%def>\n", way_names[way],
                    suffix, (int)text.n, text.z);
    }
    return true;
}

/* Above the whole, but a template's: it has its modules elsewhere. */
static const char *title_of(const struct joining *j, const struct migration *m)
{
    struct al_builder b = al_builder(&j->e->arena->memory);
    const char *mark = j->script ? "#" : "##";
    put_title(&b, mark, m);
    put_description(&b, mark, m);
    return arena_string(j->e->arena, al_built(&b));
}

static bool put_renamed(struct joining *j, const struct migration *m, struct renamed *renamed)
{
    bool wrapped = m->file->form == FORM_PYTHON && !j->script;
    if (!rename_file(j->e, j->names, m, renamed))
        return false;
    if (wrapped && holds(renamed->text, "%>"))
        return refuse_end(j->e, m, "%>");
    struct aludel_text text = al_trimmed_end(renamed->text);
    al_putf(&j->text, wrapped ? "<%%!\n%.*s\n%%>\n" : "%.*s\n", (int)text.n, text.z);
    return true;
}

static bool put_file(struct joining *j, size_t which)
{
    const struct migration *m = j->list->at[which];
    struct renamed renamed = {.suffix = own_suffix(j->names, m), .title = title_of(j, m)};
    renamed.helpers = arena_format(j->e->arena, "\n## ---- %.*s: its helpers\n", (int)m->id.n, m->id.z);
    al_putc(&j->text, '\n');
    if (m->file->form != FORM_TEMPLATE)
        al_puts(&j->text, renamed.title);
    return m->file->form == FORM_SQL ? put_sql_file(j, m, renamed.suffix) : put_renamed(j, m, &renamed);
}

static void put_call(struct joining *j, size_t which, const char *way)
{
    const struct migration *m = j->list->at[which];
    const struct node *def = way_of(m->file, way);
    const char *name = arena_format(j->e->arena, "%s_%s", way, own_suffix(j->names, m));
    if (j->script) {
        al_putf(&j->text, "    %s()\n", name);
        return;
    }
    al_putf(&j->text, def->is_template ? "${%s()}\n" : "<%% %s() %%>\n", name);
    if (leaves_open(j->e, m->file, def))
        al_puts(&j->text, ";\n");
}

static void begin_way(struct joining *j, const char *way)
{
    al_putf(&j->text, j->script ? "\n\ndef %s():\n" : "\n<%%def name=\"%s()\">\n", way);
}

static void end_way(struct joining *j)
{
    al_puts(&j->text, j->script ? "" : "</%def>\n");
}

static void put_way_back(struct joining *j, const char *one_way)
{
    begin_way(j, "downgrade");
    for (size_t i = j->list->count; !one_way && i > 0; i--)
        put_call(j, i - 1, "downgrade");
    if (one_way) {
        al_puts(&j->text, j->script ? "    op.irreversible(" : "<% op.irreversible(");
        put_quoted(&j->text, al_text(one_way));
        al_puts(&j->text, j->script ? ")\n" : ") %>\n");
    }
    end_way(j);
}

static void put_ways(struct joining *j, const char *one_way)
{
    const char *up = way_of(j->list->at[0]->file, "change") ? "change" : "upgrade";
    begin_way(j, up);
    for (size_t i = 0; i < j->list->count; i++)
        put_call(j, i, up);
    end_way(j);
    if (strcmp(up, "change") != 0)
        put_way_back(j, one_way);
}

static bool join_code(struct environment *e, const struct squashed *list, struct new_migration *made)
{
    struct joining j = {.e = e, .list = list, .script = made->form == FORM_PYTHON};
    j.text = al_builder(&e->arena->memory);
    j.names = joined_names(e, list);
    bool good = j.names;
    for (size_t i = 0; good && i < list->count; i++)
        good = put_file(&j, i);
    if (good)
        put_ways(&j, made->one_way);
    made->body = al_built(&j.text);
    return good;
}

/* ---- .sql files ------------------------------------------------------------------------------- */

static void put_sql_way(struct environment *e, struct al_builder *b, const struct squashed *list, size_t way)
{
    bool first = true;
    al_putf(b, "\n-- aludel:%s\n", way_names[way]);
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *m = list->at[way ? list->count - 1 - i : i];
        const struct node *def = way_of(m->file, way_names[way]);
        struct aludel_text text = def ? al_trimmed_end(span_text(def->a->span)) : AL_TEXT("");
        if (!text.n)
            continue;
        al_puts(b, first ? "" : "\n");
        first = false;
        put_title(b, "--", m);
        if (!way)
            put_description(b, "--", m);
        al_putf(b, "%.*s\n%s", (int)text.n, text.z, leaves_open(e, m->file, def) ? ";\n" : "");
    }
}

/* ---- All of them ------------------------------------------------------------------------------ */

/* What all of them are, or else a template. */
static enum file_form form_of(const struct squashed *list)
{
    for (size_t i = 1; i < list->count; i++)
        if (list->at[i]->file->form != list->at[0]->file->form)
            return FORM_TEMPLATE;
    return list->at[0]->file->form;
}

bool join_texts(struct environment *e, const struct squashed *list, struct new_migration *made)
{
    made->form = form_of(list);
    if (made->form != FORM_SQL)
        return join_code(e, list, made);
    struct al_builder b = al_builder(&e->arena->memory);
    for (size_t way = 0; way < (made->one_way ? 1 : 2); way++)
        put_sql_way(e, &b, list, way);
    made->body = al_built(&b);
    return true;
}
