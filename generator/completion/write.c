#include "completion/inner.h"

#include <ctype.h>
#include <string.h>

bool completion_is_name(const char *name)
{
    static const char all[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
    return *name && *name != '-' && *name != '.' && !name[strspn(name, all)];
}

/* ---- Holes that are the same everywhere ------------------------------------------------------------ */

static void put_program(struct writing *w)
{
    al_puts(w->out, w->program->name);
}

static void put_function(struct writing *w)
{
    al_puts(w->out, w->function);
}

static void put_list(struct writing *w)
{
    al_puts(w->out, w->program->list);
}

static const struct hole common_holes[] = {
    {"program", put_program}, {"function", put_function}, {"list", put_list}, {NULL, NULL}};

/* ---- Filling in ------------------------------------------------------------------------------------ */

static const char *function_name(struct arena *a, const char *name)
{
    char *made = arena_string(a, al_text(name));
    for (char *z = made; *z; z++)
        if (!isalnum((unsigned char)*z))
            *z = '_';
    return made;
}

static bool fill(struct writing *w, const struct hole *holes, struct aludel_text name)
{
    for (; holes->name; holes++) {
        if (al_is(name, holes->name)) {
            holes->fill(w);
            return true;
        }
    }
    return false;
}

/* The length of "@name@" where it stands here and is a hole, which is filled in then; else 0. */
static size_t hole_at(struct writing *w, const struct hole *holes, const char *z)
{
    size_t n = *z == '@' ? strspn(z + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
    struct aludel_text name = {z + 1, n};
    bool filled = n && z[n + 1] == '@' && (fill(w, holes, name) || fill(w, common_holes, name));
    return filled ? n + 2 : 0;
}

void completion_write(struct arena *a, const struct completion_program *p, enum completion_shell shell,
                      const char *skeleton, struct al_builder *out)
{
    static const struct hole *const holes[COMPLETION_SHELLS] = {bash_holes, zsh_holes, fish_holes};
    struct writing w = {.arena = a, .program = p, .function = function_name(a, p->name), .out = out};
    while (*skeleton) {
        size_t n = hole_at(&w, holes[shell], skeleton);
        if (!n)
            al_putc(out, *skeleton);
        skeleton += n ? n : 1;
    }
}
