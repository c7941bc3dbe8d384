#include "cli_probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `features.h`, which says which C library it is, isn't everywhere; what any header includes is. */
#define IF_GLIBC "#include <stdlib.h>\n#ifdef __GLIBC__\n"
#ifdef __GLIBC__
#define OWN_LIBRARY C_LIBRARY_GLIBC
#else
#define OWN_LIBRARY C_LIBRARY_OTHER
#endif

static const char *probe_path(const struct probe *p, const char *name)
{
    return path_join(p->t->arena, p->folder, name);
}

static bool written(const struct probe *p, const char *program)
{
    const char *why;
    return p->t->disk->write(p->t->disk->with, p->t->arena, probe_path(p, "probe.c"), al_text(program), &why);
}

static struct words compile_command(const struct probe *p)
{
    struct words command = toolchain_command(p->t->arena, p->tools);
    words_add(p->t->arena, &command, probe_path(p, "probe.c"));
    words_add(p->t->arena, &command, "-o");
    return command;
}

static bool compiles(const struct probe *p, const char *program)
{
    struct words command = compile_command(p);
    words_add(p->t->arena, &command, probe_path(p, "probe.o"));
    words_add(p->t->arena, &command, "-c");
    return written(p, program) && toolchain_try(p->t, &command);
}

enum c_library probe_c_library(const struct probe *p)
{
    if (compiles(p, IF_GLIBC "int probe;\n#else\n#error\n#endif\n"))
        return C_LIBRARY_GLIBC;
    return compiles(p, IF_GLIBC "#error\n#else\nint probe;\n#endif\n") ? C_LIBRARY_OTHER : C_LIBRARY_UNKNOWN;
}

/* The beginning of an ELF file: its class, its byte order and, behind its type, its machine. */
struct machine {
    unsigned char magic[4], class_and_order[2], more[10], type[2], machine[2];
};

static bool read_machine(const char *path, struct machine *out)
{
    FILE *f = fopen(path, "rb");
    bool good = f && fread(out, sizeof *out, 1, f) == 1 && !memcmp(out->magic, "\177ELF", sizeof out->magic);
    if (f)
        fclose(f);
    return good;
}

static bool same_machine(const char *one, const char *other)
{
    struct machine a, b;
    if (!read_machine(one, &a) || !read_machine(other, &b))
        return true; /* not a system of ELF files */
    return !memcmp(a.class_and_order, b.class_and_order, sizeof a.class_and_order) &&
           !memcmp(a.machine, b.machine, sizeof a.machine);
}

bool probe_is_foreign(const struct probe *p)
{
    const char *cc = getenv("CC");
    if (!cc || !*cc)
        return false;
    enum c_library library = probe_c_library(p);
    return library != C_LIBRARY_UNKNOWN &&
           (library != OWN_LIBRARY || !same_machine(probe_path(p, "probe.o"), "/proc/self/exe"));
}

bool probe_compiler(const struct probe *p)
{
    static const char program[] = "#include <stdlib.h>\nint main(void)\n{\n    return 0;\n}\n";
    struct words nothing = {0};
    if (probe_links(p, program, &nothing))
        return true;
    struct jobs jobs = {0};
    struct job job = {.command = compile_command(p), .made = probe_path(p, "probe")};
    job.final = job.made;
    words_add(p->t->arena, &job.command, job.made);
    words_add_all(p->t->arena, &job.command, &p->tools->ldflags);
    vec_push(p->t->arena, &jobs, job);
    return jobs_run(p->t, &jobs);
}

bool probe_links(const struct probe *p, const char *program, const struct words *more)
{
    struct words command = compile_command(p);
    words_add(p->t->arena, &command, probe_path(p, "probe"));
    words_add_all(p->t->arena, &command, &p->tools->ldflags);
    words_add_all(p->t->arena, &command, more);
    return written(p, program) && toolchain_try(p->t, &command);
}
