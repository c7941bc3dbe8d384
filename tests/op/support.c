/* support.c: see support.h. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct aludel_migration migration = {.id = "a1", .file = "versions/a1_test.mako"};

static bool write_script(void *with, const char *z, size_t n)
{
    struct bench *b = with;
    if (b->script_length + n >= sizeof b->script) {
        return false;
    }
    memcpy(b->script + b->script_length, z, n);
    b->script_length += n;
    return true;
}

void bench_open(struct bench *b, const struct al_driver_type *type, const struct aludel_allocator *allocator)
{
    memset(b, 0, sizeof *b);
    b->config.allocator = allocator ? *allocator : al_usual_allocator;
    struct al_connect connect = {
        .url = "sqlite://", .write = write_script, .write_with = b, .allocator = b->config.allocator};
    if (!type->open(&b->driver, &connect, &b->error)) {
        fprintf(stderr, "%s\n", b->error.message);
        abort();
    }
    b->around = (struct al_surroundings){
        .driver = b->driver, .error = &b->error, .config = &b->config, .interrupted = &b->interrupted};
    al_op_begin(&b->op, &b->around, &migration, ALUDEL_UP);
}

void bench_close(struct bench *b)
{
    al_op_end(&b->op);
    b->driver->type->close(b->driver);
}

void bench_again(struct bench *b)
{
    al_op_end(&b->op);
    b->driver->type->rollback(b->driver);
    al_error_clear(&b->error);
    al_op_begin(&b->op, &b->around, &migration, ALUDEL_UP);
}

struct aludel_statement statement_at(const char *sql, unsigned flags, int line)
{
    struct aludel_statement st = {.sql = sql,
                                  .length = (uint32_t)strlen(sql),
                                  .flags = (uint16_t)flags,
                                  .at = {"versions/a1_test.mako", line}};
    for (const char *p = sql; (p = strchr(p, ALUDEL_PARAMETER)); p++) {
        st.parameters++;
    }
    return st;
}

void bench_run(struct bench *b, const char *sql)
{
    struct aludel_statement st = statement_at(sql, 0, 1);
    if (!aludel_run(&b->op, &st, 1)) {
        fprintf(stderr, "%s [%s]\n", b->error.message, sql);
        abort();
    }
}

int64_t bench_number(struct bench *b, const char *sql)
{
    struct aludel_statement st = statement_at(sql, ALUDEL_READS, 1);
    return aludel_scalar(&b->op, (struct aludel_bound){&st, NULL}).as.integer;
}

const char *shown(struct aludel_value v)
{
    static char text[4096];
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct al_builder b = al_builder(&arena);
    al_write_repr(&b, v);
    snprintf(text, sizeof text, "%s", al_built(&b).z);
    al_arena_free(&arena);
    return text;
}
