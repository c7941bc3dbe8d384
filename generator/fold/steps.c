#include "fold/folding.h"

#include <string.h>

uint32_t local_new(struct folding *f, struct aludel_text hint)
{
    struct local l = {.hint = hint.n && hint.z[0] != ' ' ? arena_string(f->arena, hint) : ""};
    vec_push(f->arena, &f->program->locals, l);
    return (uint32_t)(f->program->locals.count - 1);
}

struct step *step_new(struct folding *f, enum step_kind kind, struct span at)
{
    struct step *s = ARENA_NEW(f->arena, struct step);
    s->kind = kind;
    s->span = at.source ? at : f->here;
    return s;
}

struct steps *steps_new(struct folding *f)
{
    return ARENA_NEW(f->arena, struct steps);
}

void steps_add(struct folding *f, struct steps *list, struct step *s)
{
    vec_push(f->arena, list, s);
}

struct step *step_push(struct folding *f, enum step_kind kind, struct span at)
{
    struct step *s = step_new(f, kind, at);
    steps_add(f, f->steps, s);
    return s;
}

void let_local(struct folding *f, struct steps *list, uint32_t local, struct later *value, struct span at)
{
    struct step *s = step_new(f, STEP_LET, at);
    s->local = local;
    s->value = value;
    steps_add(f, list, s);
}
