#include "sql/dump.h"

#include "sql/split.h"
#include "sql/tokens.h"

#include <string.h>

struct dump {
    struct split_sink sink;
    struct arena *arena;
    enum aludel_dialect dialect;
    char *z; /* the text, as it becomes */
    uint32_t size;
    uint32_t from, to; /* the statement in hand; the same: there is none */
};

static void blank(struct dump *d, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (d->z[i] != '\n')
            d->z[i] = ' ';
}

/* ---- Which one it is -------------------------------------------------------------------------------- */

/* From their first lines; `.schema` writes the tables that SQLite makes by itself. */
static bool is_dump(const struct source *source, enum aludel_dialect *dialect)
{
    static const char lite[] = "PRAGMA foreign_keys=OFF;", big[] = "--\n-- PostgreSQL database dump\n";
    struct aludel_text text = al_trimmed(source->text);
    bool is_big = al_begins(text, big);
    *dialect = is_big ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE;
    return is_big || al_begins(text, lite) || strstr(source->text.z, "\nCREATE TABLE sqlite_");
}

/* ---- Lines that are psql's -------------------------------------------------------------------------- */

static uint32_t end_of_line(const struct dump *d, uint32_t from)
{
    const char *end = memchr(d->z + from, '\n', d->size - from);
    return end ? (uint32_t)(end - d->z) + 1 : d->size;
}

static bool ends_in(struct aludel_text line, const char *end)
{
    size_t n = strlen(end);
    return line.n >= n && !memcmp(line.z + line.n - n, end, n);
}

/* Rows, up to a line \. */
static void blank_lines(struct dump *d)
{
    bool rows = false;
    for (uint32_t from = 0, to; from < d->size; from = to) {
        to = end_of_line(d, from);
        struct aludel_text line = {d->z + from, to - from};
        bool command = al_begins(line, "\\restrict ") || al_begins(line, "\\unrestrict ");
        bool begins = !rows && al_begins(line, "COPY ") && ends_in(line, " FROM stdin;\n");
        bool ends = rows && al_begins(line, "\\.\n");
        if (rows || command)
            blank(d, from, to);
        rows = (rows || begins) && !ends;
    }
}

/* ---- Statements that make nothing ------------------------------------------------------------------- */

static bool has_one_of(const struct tokens *t, size_t i, const char *const *patterns)
{
    for (; *patterns; patterns++)
        if (tokens_match(t, i, *patterns))
            return true;
    return false;
}

static bool sets_owner(const struct tokens *t)
{
    size_t n = t->list.count;
    return n > 3 && token_is_word(t, 0, "ALTER") && token_is_word(t, n - 3, "OWNER") &&
           token_is_word(t, n - 2, "TO");
}

/* What belongs to the database or to the server and isn't compared; "servers" of foreign tables as well. */
static bool is_beside_schemas(const struct tokens *t)
{
    static const char *const kinds[] = {"PUBLICATION", "SUBSCRIPTION", "EVENT TRIGGER",
                                        "SERVER",      "USER MAPPING", "FOREIGN DATA WRAPPER",
                                        NULL};
    size_t at = tokens_match(t, 0, "COMMENT ON");
    bool changes = token_is_word(t, 0, "CREATE") || token_is_word(t, 0, "ALTER");
    return (at || changes) && has_one_of(t, at ? at : 1, kinds);
}

static bool is_of_no_use(const struct tokens *t)
{
    static const char *const lite[] = {"PRAGMA", "BEGIN",  "COMMIT",  "ROLLBACK",
                                       "INSERT", "DELETE", "ANALYZE", NULL};
    static const char *const big[] = {"SET",
                                      "SELECT PG_CATALOG . SET_CONFIG",
                                      "SELECT PG_CATALOG . SETVAL",
                                      "COPY",
                                      "INSERT",
                                      "REFRESH",
                                      "GRANT",
                                      "REVOKE",
                                      "ALTER DEFAULT PRIVILEGES",
                                      "CREATE SCHEMA PUBLIC",
                                      "COMMENT ON SCHEMA PUBLIC",
                                      "COMMENT ON EXTENSION",
                                      NULL};
    if (t->dialect == ALUDEL_POSTGRESQL)
        return (has_one_of(t, 0, big) && !tokens_match(t, 0, "SET CHECK_FUNCTION_BODIES")) || sets_owner(t) ||
               is_beside_schemas(t);
    bool own = tokens_match(t, 0, "CREATE TABLE") && !strncmp(token_at(t, 2), "SQLITE_", strlen("SQLITE_"));
    return has_one_of(t, 0, lite) || own;
}

/* ---- The schema in front of names ------------------------------------------------------------------- */

static bool begins_at(const struct tokens *t, size_t i, const char *text)
{
    const struct token *token = &t->list.at[i];
    return al_begins((struct aludel_text){t->text.z + token->from, token->to - token->from}, text);
}

/* public.t, 'public.t'::regclass, and where an extension is made */
static void blank_schema(struct dump *d, const struct tokens *t, size_t i)
{
    static const char quoted[] = "'public.";
    uint32_t from = d->from + t->list.at[i].from;
    if (token_is_word(t, i, "PUBLIC") && token_is_word(t, i + 1, ".")) {
        blank(d, from, from + (uint32_t)strlen("public."));
    } else if (tokens_match(t, 0, "CREATE EXTENSION") && tokens_match(t, i, "WITH SCHEMA PUBLIC")) {
        blank(d, from, d->from + t->list.at[i + 2].to);
    } else if (begins_at(t, i, quoted) && tokens_match(t, i + 1, ":: REGCLASS")) {
        uint32_t behind = from + (uint32_t)strlen(quoted);
        blank(d, from, behind);
        d->z[behind - 1] = '\'';
    }
}

/* ---- Virtual tables --------------------------------------------------------------------------------- */

/* INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','t','t',0,'CREATE VIRTUAL TABLE …') */
static bool is_virtual_table(const struct tokens *t)
{
    size_t n = t->list.count;
    return (tokens_match(t, 0, "INSERT INTO SQLITE_SCHEMA") ||
            tokens_match(t, 0, "INSERT INTO SQLITE_MASTER")) &&
           begins_at(t, n - 2, "'CREATE VIRTUAL TABLE ");
}

/* Its statement alone, of two quotes one. */
static void uncover(struct dump *d, const struct tokens *t)
{
    const struct token *string = &t->list.at[t->list.count - 2];
    uint32_t from = d->from + string->from + 1, to = d->from + string->to - 1, end = from;
    for (uint32_t i = from; i < to; i++) {
        d->z[end++] = d->z[i];
        i += d->z[i] == '\'';
    }
    memset(d->z + end, ' ', to - end); /* its line ends are in front of that, all of them */
    blank(d, d->from, from);
    blank(d, to, d->to);
}

/* ---- A statement ------------------------------------------------------------------------------------ */

static void on_text(struct split_sink *sink, const char *z, size_t n, struct span at)
{
    struct dump *d = (struct dump *)sink;
    (void)z, (void)n;
    if (d->from == d->to)
        d->from = at.from;
    d->to = at.to;
}

static void on_end(struct split_sink *sink, const struct splitter *s)
{
    struct dump *d = (struct dump *)sink;
    (void)s;
    struct tokens t = tokens_of(d->arena, d->dialect,
                                arena_text(d->arena, (struct aludel_text){d->z + d->from, d->to - d->from}));
    uint32_t end = d->to + (uint32_t)strspn(d->z + d->to, " \t\n");
    if (is_virtual_table(&t))
        uncover(d, &t);
    else if (is_of_no_use(&t))
        blank(d, d->from, d->z[end] == ';' ? end + 1 : d->to);
    else if (d->dialect == ALUDEL_POSTGRESQL)
        for (size_t i = 0; i < t.list.count; i++)
            blank_schema(d, &t, i);
    d->from = d->to;
}

struct source *dump_read(struct arena *a, struct source *source)
{
    struct splitter splitter;
    struct diagnostics unheard = {.arena = a}; /* it is said when what is left is read */
    struct dump d = {.sink = {on_text, on_end}, .arena = a, .size = (uint32_t)source->text.n};
    if (!is_dump(source, &d.dialect))
        return source;
    d.z = arena_string(a, source->text);
    if (d.dialect == ALUDEL_POSTGRESQL)
        blank_lines(&d);
    struct source *cut = source_from_text(a, source->path, source->shown, (struct aludel_text){d.z, d.size});
    struct span all = {cut, 0, d.size};
    split_init(&splitter, d.dialect);
    split_text(&splitter, arena_text(a, span_text(all)), all, true, &d.sink, &unheard);
    split_end(&splitter, (struct span){cut, d.size, d.size}, &d.sink, &unheard);
    return cut;
}
