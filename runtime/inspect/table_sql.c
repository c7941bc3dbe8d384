/*
 * table_sql.c: the constraints in the text of an SQLite CREATE TABLE. Only what the pragmas don't tell is
 * read: kinds, names, columns, DEFERRABLE. The text is SQLite's own copy, so its syntax is right.
 */
#include "inspect/inspect.h"

#include <string.h>

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_QUOTED, TOKEN_OTHER };

struct token {
    enum token_kind kind;
    struct aludel_text text;
};

struct reader {
    struct aludel_eval *e;
    const char *z, *end;
    struct token token;
    int depth; /* of parentheses */
    struct al_constraint *first, **last, *foreign_key;
    struct aludel_value column; /* whose definition is being read; unset: a table constraint */
    struct aludel_value name;   /* behind CONSTRAINT */
};

/* ---- Tokens ------------------------------------------------------------------------------------ */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || (c & 0x80);
}

static void skip_blanks(struct reader *r)
{
    while (r->z < r->end) {
        if (strchr(" \t\r\n\f", *r->z) && *r->z) {
            r->z++;
        } else if (r->z + 1 < r->end && r->z[0] == '-' && r->z[1] == '-') {
            while (r->z < r->end && *r->z != '\n') {
                r->z++;
            }
        } else if (r->z + 1 < r->end && r->z[0] == '/' && r->z[1] == '*') {
            for (r->z += 2; r->z < r->end && !(r->z[-1] == '*' && *r->z == '/'); r->z++) {
            }
            r->z += r->z < r->end;
        } else {
            return;
        }
    }
}

static void read_quoted(struct reader *r, char close)
{
    for (r->z++; r->z < r->end; r->z++) {
        if (*r->z == close && close != ']' && r->z + 1 < r->end && r->z[1] == close) {
            r->z++;
        } else if (*r->z == close) {
            r->z++;
            return;
        }
    }
}

static void next(struct reader *r)
{
    skip_blanks(r);
    const char *start = r->z;
    r->token.kind = TOKEN_END;
    if (r->z == r->end) {
        return;
    }
    if (strchr("\"'`[", *r->z) && *r->z) {
        read_quoted(r, (char)(*r->z == '[' ? ']' : *r->z));
        r->token.kind = TOKEN_QUOTED;
    } else if (is_word(*r->z)) {
        while (r->z < r->end && is_word(*r->z)) {
            r->z++;
        }
        r->token.kind = TOKEN_WORD;
    } else {
        r->depth += *r->z == '(' ? 1 : *r->z == ')' ? -1 : 0;
        r->z++;
        r->token.kind = TOKEN_OTHER;
    }
    r->token.text = (struct aludel_text){start, (size_t)(r->z - start)};
}

static bool at_word(const struct reader *r, const char *word)
{
    return r->token.kind == TOKEN_WORD && al_same_nocase(r->token.text, al_text(word));
}

static bool at(const struct reader *r, char c)
{
    return r->token.kind == TOKEN_OTHER && r->token.text.z[0] == c;
}

/* The name that a token means, without its quotes. */
static struct aludel_value name_of(struct reader *r)
{
    struct aludel_text t = r->token.text;
    if (r->token.kind != TOKEN_QUOTED || t.n < 2) {
        return al_new_string(r->e, t.z, t.n);
    }
    struct al_builder b = al_builder(r->e->arena);
    char close = t.z[t.n - 1];
    for (size_t i = 1; i + 1 < t.n; i++) {
        al_putc(&b, t.z[i]);
        i += t.z[i] == close && t.z[i + 1] == close && i + 2 < t.n;
    }
    struct aludel_text name = al_built(&b);
    return aludel_textual(ALUDEL_STRING, name.z, name.n);
}

/* ---- Constraints ------------------------------------------------------------------------------- */

#define MOST_COLUMNS 64

/* At "(": the names in it, and what follows is read next. */
static struct aludel_value column_list(struct reader *r)
{
    struct aludel_value names[MOST_COLUMNS];
    size_t count = 0;
    int depth = r->depth;
    bool first = true;
    for (next(r); r->token.kind != TOKEN_END && !(at(r, ')') && r->depth < depth); next(r)) {
        if (first && count < MOST_COLUMNS) {
            names[count++] = name_of(r);
        }
        first = at(r, ',') && r->depth == depth;
    }
    next(r);
    return al_new_items(r->e, ALUDEL_LIST, count, NULL, names);
}

static struct al_constraint *add(struct reader *r, enum al_constraint_kind kind)
{
    struct al_constraint *c = al_arena_new(r->e->arena, sizeof *c);
    if (!c) {
        r->token.kind = TOKEN_END;
        return NULL;
    }
    *c = (struct al_constraint){.kind = kind, .name = r->name};
    size_t own = r->column.type == ALUDEL_STRING && kind != AL_CHECK;
    c->columns = al_new_items(r->e, ALUDEL_LIST, own, NULL, &r->column);
    r->name = aludel_none();
    r->foreign_key = kind == AL_FOREIGN_KEY ? c : NULL;
    *r->last = c;
    r->last = &c->next;
    return c;
}

/* UNIQUE, PRIMARY KEY, FOREIGN KEY: behind a column, or with columns of their own. */
static void keyed(struct reader *r, enum al_constraint_kind kind)
{
    struct al_constraint *c = add(r, kind);
    next(r);
    if (at_word(r, "key")) {
        next(r);
    }
    if (c && at(r, '(')) {
        c->columns = column_list(r);
    }
}

static void deferrable(struct reader *r, bool yes)
{
    if (r->foreign_key) {
        r->foreign_key->deferrable = yes;
    }
    next(r);
}

/* One token, or more, at the level of the table's parentheses. */
static void constraint_token(struct reader *r)
{
    if (at_word(r, "unique")) {
        keyed(r, AL_UNIQUE);
    } else if (at_word(r, "primary")) {
        keyed(r, AL_PRIMARY_KEY);
    } else if (at_word(r, "foreign")) {
        keyed(r, AL_FOREIGN_KEY);
    } else if (at_word(r, "check")) {
        add(r, AL_CHECK);
        next(r);
    } else if (at_word(r, "references")) {
        if (r->column.type == ALUDEL_STRING) {
            add(r, AL_FOREIGN_KEY);
        }
        next(r);
    } else if (at_word(r, "deferrable")) {
        deferrable(r, true);
    } else if (at_word(r, "deferred") && r->foreign_key) {
        r->foreign_key->initially_deferred = r->foreign_key->deferrable;
        next(r);
    } else {
        if (r->name.type == ALUDEL_STRING) {
            add(r, AL_OTHER_CONSTRAINT);
        }
        next(r);
    }
}

/* NOT DEFERRABLE is no DEFERRABLE. */
static void not_token(struct reader *r)
{
    if (r->name.type == ALUDEL_STRING) {
        add(r, AL_OTHER_CONSTRAINT);
    }
    next(r);
    if (at_word(r, "deferrable")) {
        deferrable(r, false);
    }
}

static void element_start(struct reader *r)
{
    static const char *const words[] = {"constraint", "primary", "unique", "check", "foreign"};
    r->column = aludel_unset();
    r->foreign_key = NULL;
    r->name = aludel_none();
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (at_word(r, words[i])) {
            return;
        }
    }
    r->column = name_of(r);
    next(r);
}

/* A table constraint may follow another without a comma. */
static void element_token(struct reader *r)
{
    if (at_word(r, "constraint")) {
        next(r);
        r->name = name_of(r);
        next(r);
    } else if (at_word(r, "not")) {
        not_token(r);
    } else {
        constraint_token(r);
    }
}

struct al_constraint *al_table_constraints(struct aludel_eval *e, struct aludel_text sql)
{
    struct reader r = {.e = e, .z = sql.z, .end = sql.z + sql.n, .name = aludel_none()};
    r.last = &r.first;
    next(&r);
    while (r.token.kind != TOKEN_END && !at(&r, '(')) {
        if (at_word(&r, "virtual")) {
            return NULL;
        }
        next(&r);
    }
    next(&r);
    bool start = true;
    while (r.token.kind != TOKEN_END && r.depth >= 1) {
        if (start) {
            element_start(&r);
            start = false;
        } else if (at(&r, ',') && r.depth == 1) {
            start = true;
            next(&r);
        } else if (r.depth == 1 && !at(&r, ')')) {
            element_token(&r);
        } else {
            next(&r);
        }
    }
    return r.first;
}
