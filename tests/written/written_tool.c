/*
 * written_tool: what directives_write writes, and whether it leads where it should when it is compiled again.
 *
 *     written_tool changes FILE             the changes of a case (README.md) as a page
 *     written_tool tables DIALECT < texts   each CREATE TABLE of the texts, which a byte 0x1e separates
 *     written_tool environment FOLDER       the schema that an environment's migrations make, in each dialect
 *
 * What is wrong is printed; the status is 1 then.
 */
#include "compiled.h"

#include "base/files.h"
#include "compile.h"
#include "directives/directives.h"
#include "schema/changes_text.h"
#include "sql/read.h"
#include "sql/tokens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
    struct arena *arena;
    struct directive_style style;
    struct changes front, list; /* what is there already; what is written */
    struct marks marks;
    size_t tables, as_sql, passed_over;
    bool other_words; /* expressions are those of the other dialect */
    bool wrong;
};

static const struct schema *empty_schema(struct arena *a, enum aludel_dialect d)
{
    struct schema *s = ARENA_NEW(a, struct schema);
    s->dialect = d;
    return s;
}

/* As they are written. */
static const struct schema *replay(struct job *j, const struct schema *s, const struct changes *list)
{
    struct diagnostics d = {.arena = j->arena};
    struct evolution e = {.arena = j->arena, .diagnostics = &d};
    for (size_t i = 0; i < list->count; i++)
        s = evolve(&e, s, change_plain(j->arena, s, list->at[i]));
    struct aludel_text errors = diag_render(&d, j->arena, false);
    printf("%.*s", (int)errors.n, errors.z);
    j->wrong = j->wrong || d.errors;
    return s;
}

/* ---- There and back ---- */

static struct aludel_text page_of(struct job *j, const struct schema *before, const struct changes *list,
                                  const unsigned char *marks)
{
    struct al_builder b = al_builder(&j->arena->memory);
    directives_write(j->arena, before, list, marks, &j->style, &b);
    return al_built(&b);
}

static void say(struct job *j, const char *what, struct aludel_text text)
{
    if (!text.n)
        return;
    printf("-- %s:\n%.*s", what, (int)text.n, text.z);
    j->wrong = true;
}

/* What is SQL keeps what PostgreSQL adds. */
static const struct schema *plain_schema(struct job *j, const struct schema *s)
{
    struct changes list = {0};
    schema_changes(j->arena, s, false, &list);
    return replay(j, empty_schema(j->arena, s->dialect), &list);
}

static void check_residue(struct job *j, const struct schema *wanted, const struct schema *there)
{
    if (!there) {
        say(j, "compiled", AL_TEXT("nothing\n"));
        return;
    }
    if (schema_residue(j->arena, wanted, there).n && !j->wrong) {
        wanted = plain_schema(j, wanted);
        there = plain_schema(j, there);
    }
    struct aludel_text residue = schema_residue(j->arena, wanted, there);
    if (j->other_words) {
        printf("%s%.*s", residue.n ? "-- in the other dialect's words:\n" : "", (int)residue.n, residue.z);
        return;
    }
    say(j, "compiled it leads elsewhere", residue);
    say(j, "compiled it leads elsewhere, the other way", schema_residue(j->arena, there, wanted));
}

static struct aludel_text check_pages(struct job *j, enum aludel_dialect d)
{
    const struct schema *before = replay(j, empty_schema(j->arena, d), &j->front);
    const struct schema *after = replay(j, before, &j->list);
    struct chain *chain = ARENA_NEW(j->arena, struct chain);
    *chain = (struct chain){.arena = j->arena, .dialect = d, .both = j->style.both};
    chain->naming_convention = j->style.naming_convention;
    chain_add(chain, page_of(j, empty_schema(j->arena, d), &j->front, NULL));
    struct aludel_text page = page_of(j, before, &j->list, j->marks.at);
    chain_add(chain, page);
    say(j, "fmt would write", chain->first);
    chain_compile(chain);
    say(j, "errors", diag_render(&chain->diagnostics, j->arena, false));
    check_residue(j, after, chain->e.migrations.at[1]->after[d]);
    return page;
}

/* ---- Cases ---- */

static struct aludel_text read_whole(struct arena *a, FILE *file)
{
    struct al_builder b = al_builder(&a->memory);
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;)
        al_put(&b, buffer, n);
    return arena_text(a, al_built(&b));
}

static bool begins(struct aludel_text line, const char *word, uint32_t *from)
{
    if (!al_begins(line, word))
        return false;
    *from += (uint32_t)strlen(word);
    return true;
}

/* In front of a change: what its writer knows of it. */
static unsigned char marks_of(const struct source *source, uint32_t *from, uint32_t to)
{
    struct aludel_text line = {source->text.z + *from, to - *from};
    if (begins(line, "destructive ", from))
        return MARK_DESTRUCTIVE;
    if (begins(line, "grants ", from))
        return MARK_MADE_ANEW;
    return begins(line, "rows ", from) ? MARK_LOOK_AT_ROWS : 0;
}

/* "sql CREATE …", with \n for a line's end; or the notation of changes_text.h. */
static void read_changes_of(struct job *j, enum aludel_dialect d, const struct source *source, uint32_t from,
                            uint32_t to, struct changes *out)
{
    struct aludel_text line = {source->text.z + from, to - from};
    if (begins(line, "sql ", &from)) {
        const char *z = arena_string(j->arena, (struct aludel_text){source->text.z + from, to - from});
        struct tokens tokens = tokens_of(j->arena, d, al_text(arena_replaced(j->arena, z, "\\n", "\n")));
        read_changes(j->arena, &tokens, (struct span){0}, out);
        return;
    }
    const struct change *c = change_from_text(j->arena, source, from, to);
    if (!c) {
        printf("not understood: %.*s\n", (int)(to - from), source->text.z + from);
        exit(2);
    }
    vec_push(j->arena, out, c);
}

static void read_change(struct job *j, enum aludel_dialect d, const struct source *source, uint32_t from,
                        uint32_t to, bool writes)
{
    unsigned char marks = marks_of(source, &from, to);
    struct changes *out = writes ? &j->list : &j->front;
    read_changes_of(j, d, source, from, to, out);
    while (writes && j->marks.count < out->count)
        vec_push(j->arena, &j->marks, marks);
}

/* Types as they are read: by their text. */
static void as_read(struct job *j, enum aludel_dialect d)
{
    const struct schema *s = empty_schema(j->arena, d);
    struct diagnostics unheard = {.arena = j->arena};
    struct evolution e = {.arena = j->arena, .diagnostics = &unheard};
    struct changes *lists[] = {&j->front, &j->list};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->count; i++) {
            lists[k]->at[i] = change_as_read(j->arena, s, lists[k]->at[i]);
            s = evolve(&e, s, lists[k]->at[i]);
        }
}

/* "other create_table …": how it is in the other dialect; "once create_table …": how it was in front of all. */
static const struct schema *other_schema(struct job *j, enum aludel_dialect d, struct changes *other)
{
    const struct schema *s = empty_schema(j->arena, d == ALUDEL_SQLITE ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE);
    struct diagnostics unheard = {.arena = j->arena};
    struct evolution e = {.arena = j->arena, .diagnostics = &unheard};
    for (size_t i = 0; i < other->count; i++)
        s = evolve(&e, s, change_as_read(j->arena, s, other->at[i]));
    return s;
}

static void read_style(struct job *j, struct aludel_text line)
{
    const char *z = arena_string(j->arena, line), *naming = strstr(z, "naming=");
    j->style.both = strstr(z, " both") != NULL;
    j->style.naming_convention = naming ? naming + strlen("naming=") : NULL;
}

/* What builds the schema that is there by now. */
static void take_whole(struct job *j, enum aludel_dialect d)
{
    const struct schema *s = empty_schema(j->arena, d);
    struct diagnostics said = {.arena = j->arena};
    struct evolution e = {.arena = j->arena, .diagnostics = &said};
    for (size_t i = 0; i < j->front.count; i++)
        s = evolve(&e, s, j->front.at[i]);
    say(j, "errors", diag_render(&said, j->arena, false));
    j->front = (struct changes){0};
    schema_changes(j->arena, s, false, &j->list);
    while (j->marks.count < j->list.count)
        vec_push(j->arena, &j->marks, MARK_NONE);
}

static void run_changes(struct job *j, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        exit(2);
    const struct source *source = source_from_text(j->arena, path, "case.txt", read_whole(j->arena, file));
    fclose(file);
    enum aludel_dialect d = al_begins(source_line(source, 1), "sqlite") ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL;
    struct changes other = {0}, once = {0};
    bool writes = false, whole = false;
    read_style(j, source_line(source, 1));
    for (uint32_t number = 2; number <= source->line_count; number++) {
        struct aludel_text line = source_line(source, number);
        uint32_t from = source->line_starts[number - 1], to = from + (uint32_t)line.n;
        if (al_is(line, "write"))
            writes = true;
        else if (al_is(line, "whole"))
            whole = true;
        else if (begins(line, "once ", &from))
            read_changes_of(j, (enum aludel_dialect) !d, source, from, to, &once);
        else if (begins(line, "other ", &from))
            read_changes_of(j, (enum aludel_dialect) !d, source, from, to, &other);
        else if (line.n && line.z[0] != '#')
            read_change(j, d, source, from, to, writes);
    }
    as_read(j, d);
    if (whole)
        take_whole(j, d);
    if (other.count)
        j->style.other = other_schema(j, d, &other);
    if (once.count)
        j->style.other_before = other_schema(j, d, &once);
    j->other_words = other.count && j->style.both && d == ALUDEL_POSTGRESQL;
    struct aludel_text page = check_pages(j, d);
    printf("%.*s", (int)page.n, page.z);
}

/* ---- Tables ---- */

/* What a foreign key leads to: a table of these columns, which are its key. */
static void add_target(struct job *j, const struct schema *s, const struct table *from,
                       const struct constraint *k)
{
    struct table *t = ARENA_NEW(j->arena, struct table);
    struct constraint *key = ARENA_NEW(j->arena, struct constraint);
    struct change *c = ARENA_NEW(j->arena, struct change);
    const struct names *columns = k->to_columns.count ? &k->to_columns : &k->columns;
    key->kind = CONSTRAINT_PRIMARY_KEY;
    t->path = k->to;
    for (size_t i = 0; i < columns->count; i++) {
        struct column *column = ARENA_NEW(j->arena, struct column);
        const struct column *like = i < k->columns.count ? table_column(s, from, k->columns.at[i]) : NULL;
        *column = (struct column){.name = columns->at[i], .not_null = true};
        if (like)
            column->type = like->type;
        vec_push(j->arena, &t->columns, (const struct column *)column);
        vec_push(j->arena, &key->columns, columns->at[i]);
    }
    vec_push(j->arena, &t->constraints, (const struct constraint *)key);
    *c = (struct change){.kind = CHANGE_CREATE_TABLE, .table = t->path, .create = t};
    struct diagnostics d = {.arena = j->arena};
    struct evolution e = {.arena = j->arena, .diagnostics = &d};
    evolve(&e, s, c);
    if (!d.errors)
        vec_push(j->arena, &j->front, (const struct change *)c);
}

static bool is_valid(struct job *j, enum aludel_dialect d)
{
    struct diagnostics said = {.arena = j->arena};
    struct evolution e = {.arena = j->arena, .diagnostics = &said};
    const struct schema *s = empty_schema(j->arena, d);
    for (size_t i = 0; i < j->front.count; i++)
        s = evolve(&e, s, j->front.at[i]);
    for (size_t i = 0; i < j->list.count; i++)
        s = evolve(&e, s, j->list.at[i]);
    return !said.errors && !s->uncertain && !j->list.at[0]->create->uncertain;
}

static void check_table(struct job *j, enum aludel_dialect d, const struct change *c)
{
    const struct schema *empty = empty_schema(j->arena, d);
    j->front = j->list = (struct changes){0};
    vec_push(j->arena, &j->list, c);
    for (size_t i = 0; i < c->create->constraints.count; i++) {
        const struct constraint *k = c->create->constraints.at[i];
        if (k->kind == CONSTRAINT_FOREIGN_KEY && !same_path(d, k->to, c->create->path))
            add_target(j, replay(j, empty, &j->front), c->create, k);
    }
    if (!is_valid(j, d)) {
        j->passed_over++;
        return;
    }
    bool wrong = j->wrong;
    j->wrong = false;
    struct aludel_text page = check_pages(j, d);
    j->tables++;
    j->as_sql += !al_begins(page, "<%\n");
    if (j->wrong)
        printf("%.*s----\n", (int)page.n, page.z);
    j->wrong = j->wrong || wrong;
}

static bool has_holes(struct aludel_text t)
{
    return t.n && memchr(t.z, ALUDEL_PARAMETER, t.n) != NULL;
}

static void check_statement(struct job *j, enum aludel_dialect d, struct aludel_text text)
{
    struct changes changes = {0};
    struct tokens tokens = tokens_of(j->arena, d, arena_text(j->arena, text));
    if (has_holes(text) || !tokens.list.count)
        return;
    read_changes(j->arena, &tokens, (struct span){0}, &changes);
    for (size_t i = 0; i < changes.count; i++)
        if (changes.at[i]->kind == CHANGE_CREATE_TABLE)
            check_table(j, d, change_as_read(j->arena, empty_schema(j->arena, d), changes.at[i]));
}

static void run_tables(struct job *j, const char *dialect)
{
    struct aludel_text all = read_whole(j->arena, stdin);
    enum aludel_dialect d = strcmp(dialect, "sqlite") == 0 ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL;
    for (size_t from = 0, to; from < all.n; from = to + 1) {
        const char *end = memchr(all.z + from, '\x1e', all.n - from);
        to = end ? (size_t)(end - all.z) : all.n;
        check_statement(j, d, (struct aludel_text){all.z + from, to - from});
    }
    printf("%zu tables, %zu of them as SQL; %zu passed over\n", j->tables, j->as_sql, j->passed_over);
}

/* ---- Environments ---- */

static bool knows_type(const struct column_type *type)
{
    return !type->sql.holes;
}

static bool knows_indexes(const struct table *t)
{
    for (size_t i = 0; i < t->indexes.count; i++) {
        const struct index *index = t->indexes.at[i];
        if (index->where.holes || index->options.holes || has_holes(index->options.text))
            return false;
    }
    return true;
}

/* What arrives at run time isn't in a database that is read. */
static bool is_known(const struct change *c)
{
    if (c->create && !knows_indexes(c->create))
        return false;
    for (size_t i = 0; c->create && i < c->create->columns.count; i++) {
        const struct column *column = c->create->columns.at[i];
        if (!knows_type(&column->type) || column->value.holes || column->expression.holes)
            return false;
    }
    if (c->kind == CHANGE_CREATE_TABLE && (!c->create->columns.count || c->create->uncertain))
        return false;
    return !c->thing || (!c->thing->definition.holes && (c->thing->definition.text.n || c->thing->labels) &&
                         !has_holes(c->thing->definition.text));
}

/* What was made under a condition is there in a database, or it isn't. */
static const struct change *certain(struct job *j, const struct change *c)
{
    struct change *copy = ARENA_NEW(j->arena, struct change);
    *copy = *c;
    copy->maybe = false;
    if (!c->create)
        return copy;
    struct table *t = ARENA_NEW(j->arena, struct table);
    *t = *c->create;
    t->uncertain = false;
    t->columns = (struct columns){0};
    for (size_t i = 0; i < c->create->columns.count; i++) {
        struct column *column = ARENA_NEW(j->arena, struct column);
        *column = *c->create->columns.at[i];
        column->maybe = false;
        vec_push(j->arena, &t->columns, (const struct column *)column);
    }
    copy->create = t;
    return copy;
}

/* Those that can be read, and what doesn't rest on the others. */
static void take_known(struct job *j, enum aludel_dialect d, const struct schema *schema)
{
    struct changes all = {0};
    const struct schema *s = empty_schema(j->arena, d);
    schema_changes(j->arena, schema, true, &all);
    j->front = j->list = (struct changes){0};
    for (size_t i = 0; i < all.count; i++) {
        struct diagnostics said = {.arena = j->arena};
        struct evolution e = {.arena = j->arena, .diagnostics = &said};
        const struct change *c = certain(j, all.at[i]);
        const struct schema *after = is_known(c) ? evolve(&e, s, c) : NULL;
        if (!after || said.errors) {
            j->passed_over++;
            continue;
        }
        vec_push(j->arena, &j->list, c);
        s = after;
    }
}

static void run_environment(struct job *j, const char *folder)
{
    struct diagnostics diagnostics = {.arena = j->arena};
    struct environment *e = ARENA_NEW(j->arena, struct environment);
    struct compile_options options = {.folder = folder, .check_only = true};
    struct indices heads = {0};
    e->arena = j->arena;
    e->disk = &real_disk;
    e->diagnostics = &diagnostics;
    if (!compile(e, &options, NULL))
        exit(2);
    for (uint32_t i = 0; i < e->migrations.count; i++)
        if (!e->migrations.at[i]->children.count)
            vec_push(j->arena, &heads, i);
    j->style.naming_convention = e->settings.naming_convention;
    j->style.both = e->dialects[0] && e->dialects[1];
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        if (!e->dialects[d])
            continue;
        j->style.other = j->style.both ? schema_at(e, &heads, (enum aludel_dialect) !d) : NULL;
        take_known(j, (enum aludel_dialect)d, schema_at(e, &heads, (enum aludel_dialect)d));
        struct aludel_text page = check_pages(j, (enum aludel_dialect)d);
        printf("%s: %zu changes, %zu passed over\n", d == ALUDEL_SQLITE ? "sqlite" : "postgresql",
               j->list.count, j->passed_over);
        if (getenv("ALUDEL_TEST_PAGES"))
            printf("%.*s", (int)page.n, page.z);
    }
}

int main(int argc, char **argv)
{
    struct arena arena;
    jmp_buf no_memory;
    if (argc != 3 || setjmp(no_memory))
        return 2;
    arena_init(&arena, &no_memory);
    struct job j = {.arena = &arena};
    if (strcmp(argv[1], "changes") == 0)
        run_changes(&j, argv[2]);
    else if (strcmp(argv[1], "tables") == 0)
        run_tables(&j, argv[2]);
    else
        run_environment(&j, argv[2]);
    arena_free(&arena);
    return j.wrong;
}
