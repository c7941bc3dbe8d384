/*
 * check_tool.c: what check.h says of statements, for run_cases.py.
 *
 *     check_tool postgresql|sqlite < inputs       inputs and reports are separated by a byte 0x1e
 *
 * Each line of an input is a statement; one that begins with `autocommit:` stands inside such a block. `${}`
 * is a hole.
 */
#include "core/text.h"
#include "sql/check.h"
#include "sql/tokens.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

static struct aludel_text skeleton_of(struct arena *a, struct aludel_text line)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < line.n; i++) {
        bool hole = i + 2 < line.n && !memcmp(line.z + i, "${}", 3);
        al_putc(&b, hole ? ALUDEL_PARAMETER : line.z[i]);
        i += hole ? 2 : 0;
    }
    return al_built(&b);
}

static void put_flags(unsigned flags)
{
    static const char *const names[] = {"reads", "ddl", "alone", "repeats"};
    for (unsigned i = 0; i < 4; i++)
        if (flags & 1u << i)
            printf(" %s", names[i]);
}

static void put_facts(const struct statement_facts *f)
{
    put_flags(f->flags);
    if (f->defers)
        printf(" defers");
    if (f->set_at)
        printf(" set@%u", (unsigned)f->set_at);
    printf(" [");
    for (size_t i = 0; i < f->table_count; i++)
        printf("%s%s", i ? " " : "", f->tables[i]);
    printf("]%s\n", f->tables_certain ? "" : "?");
}

static void check_line(struct arena *a, struct aludel_text line, enum aludel_dialect dialect)
{
    static const char inside[] = "autocommit:";
    bool autocommit = line.n > sizeof inside && !memcmp(line.z, inside, sizeof inside - 1);
    struct aludel_text sql = line;
    if (autocommit) {
        sql.z += sizeof inside;
        sql.n -= sizeof inside;
    }
    struct diagnostics d = {.arena = a};
    struct span nowhere = {0};
    struct tokens tokens = tokens_of(a, dialect, skeleton_of(a, sql));
    struct statement_facts f = check_statement(a, &tokens, autocommit, nowhere, &d);
    printf("%.*s\n   ", (int)line.n, line.z);
    put_facts(&f);
    for (size_t i = 0; i < d.list.count; i++)
        printf("    error: %s (%s)\n", d.list.at[i].message, d.list.at[i].hint ? d.list.at[i].hint : "");
}

static void check_all(struct arena *a, enum aludel_dialect dialect)
{
    static char input[1 << 20];
    struct aludel_text t = {input, fread(input, 1, sizeof input - 1, stdin)};
    for (size_t from = 0, to = 0; from < t.n; from = to + 1) {
        for (to = from; to < t.n && t.z[to] != '\n' && t.z[to] != '\x1e'; to++)
            ;
        if (to > from)
            check_line(a, (struct aludel_text){t.z + from, to - from}, dialect);
        if (to < t.n && t.z[to] == '\x1e')
            putchar('\x1e');
    }
}

int main(int argc, char **argv)
{
    jmp_buf no_memory;
    struct arena a;
    if (argc != 2 || setjmp(no_memory))
        return 2;
    arena_init(&a, &no_memory);
    check_all(&a, !strcmp(argv[1], "sqlite") ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL);
    arena_free(&a);
    return 0;
}
