/*
 * hand.c: emit_hand FOLDER writes the C of every case of hand_cases.c into FOLDER/<case>/.
 */
#include "hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct arena hand_arena;
static struct source *source; /* of the migration in hand */

struct migration *hand_migration(struct environment *e, const char *id, const char *text)
{
    const char *path = arena_format(&hand_arena, "versions/%s_case.mako", id);
    source = source_from_text(&hand_arena, path, path, al_text(text));
    struct migration *m = ARENA_NEW(&hand_arena, struct migration);
    m->file = ARENA_NEW(&hand_arena, struct file);
    m->file->source = source;
    m->id = al_text(id);
    m->message = "";
    m->description = "";
    vec_push(&hand_arena, &e->migrations, m);
    return m;
}

static struct span on_line(uint32_t line)
{
    uint32_t at = 0;
    for (uint32_t i = 1; i < line; at++)
        i += source->text.z[at] == '\n';
    return (struct span){source, at, at + 1};
}

struct program *hand_program(void)
{
    return ARENA_NEW(&hand_arena, struct program);
}

struct step *hand_step(struct steps *in, enum step_kind kind, uint32_t line)
{
    struct step *s = ARENA_NEW(&hand_arena, struct step);
    s->kind = kind;
    s->span = on_line(line);
    vec_push(&hand_arena, in, s);
    return s;
}

struct sql_statement *hand_sql(const char *sql, uint32_t line)
{
    struct sql_statement *s = ARENA_NEW(&hand_arena, struct sql_statement);
    s->span = on_line(line);
    s->sql = al_text(sql);
    return s;
}

struct step *hand_run(struct steps *in, const char *sql, uint32_t line)
{
    struct step *s = hand_step(in, STEP_RUN, line);
    s->statement = hand_sql(sql, line);
    return s;
}

uint32_t hand_local(struct program *p, const char *hint)
{
    struct local l = {.hint = hint};
    vec_push(&hand_arena, &p->locals, l);
    return (uint32_t)(p->locals.count - 1);
}

struct step *hand_let(struct steps *in, uint32_t local, struct later *value, uint32_t line)
{
    struct step *s = hand_step(in, STEP_LET, line);
    s->local = local;
    s->value = value;
    return s;
}

struct later *hand_constant(struct aludel_value v)
{
    struct later *l = ARENA_NEW(&hand_arena, struct later);
    *l = (struct later){.kind = LATER_CONSTANT, .value = v, .type = v.type};
    return l;
}

struct later *hand_use(uint32_t local)
{
    struct later *l = ARENA_NEW(&hand_arena, struct later);
    *l = (struct later){.kind = LATER_LOCAL, .local = local};
    return l;
}

static struct later *call(enum later_kind kind, const char *name, size_t count, va_list args)
{
    struct later *l = ARENA_NEW(&hand_arena, struct later);
    *l = (struct later){.kind = kind, .name = name, .count = count};
    l->arguments = ARENA_ARRAY(&hand_arena, struct later *, count + 1);
    for (size_t i = 0; i < count; i++)
        l->arguments[i] = va_arg(args, struct later *);
    return l;
}

struct later *hand_py(const char *name, size_t count, ...)
{
    va_list args;
    va_start(args, count);
    struct later *l = call(LATER_PY, name, count, args);
    va_end(args);
    return l;
}

struct later *hand_op(const char *name, size_t count, ...)
{
    va_list args;
    va_start(args, count);
    struct later *l = call(LATER_OP, name, count, args);
    va_end(args);
    return l;
}

static bool write_file(const char *folder, const struct output_file *file)
{
    FILE *f = fopen(arena_format(&hand_arena, "%s/%s", folder, file->name), "wb");
    if (!f)
        return false;
    bool done = fwrite(file->text.z, 1, file->text.n, f) == file->text.n;
    return !fclose(f) && done;
}

static bool write_case(const char *folder, const struct hand_case *c)
{
    struct environment e = {.arena = &hand_arena, .name = "hand"};
    e.settings =
        (struct aludel_settings){.dialects = "sqlite postgresql", .version_table = "alembic_version"};
    e.dialects[ALUDEL_SQLITE] = e.dialects[ALUDEL_POSTGRESQL] = true;
    c->build(&e);
    struct outputs out = {0};
    struct emit_options options = {.shards = c->shards};
    emit_environment(&e, &options, &out);
    const char *to = arena_format(&hand_arena, "%s/%s", folder, c->name);
    mkdir(to, 0777);
    for (size_t i = 0; i < out.count; i++)
        if (!write_file(to, &out.at[i]))
            return false;
    return true;
}

int main(int argc, char **argv)
{
    jmp_buf no_memory;
    if (argc != 2 || setjmp(no_memory))
        return 2;
    arena_init(&hand_arena, &no_memory);
    bool done = true;
    for (size_t i = 0; i < hand_case_count; i++)
        done = write_case(argv[1], &hand_cases[i]) && done;
    arena_free(&hand_arena);
    return !done;
}
