#include "fold/target.h"

#include "sql/tokens.h"

struct looking {
    struct arena *arena;
    struct diagnostics *diagnostics;
    enum aludel_dialect dialect;
};

/* Of a block of code it isn't known what it does; VACUUM and the like are passed over when it is built. In a dump functions
 * stand in front of the tables that they name, and are made without a look at what is in them. */
static bool makes_things(const struct looking *l, const struct sql_statement *st)
{
    struct tokens tokens = tokens_of(l->arena, l->dialect, st->sql);
    bool code = token_is_word(&tokens, 0, "DO") || token_is_word(&tokens, 0, "CALL");
    bool how = tokens_match(&tokens, 0, "SET LOCAL? CHECK_FUNCTION_BODIES") > 0;
    return how || (st->flags & (ALUDEL_DDL | ALUDEL_REPEATS) && !code);
}

static void refuse(const struct looking *l, struct span at)
{
    diag_error(l->diagnostics, at,
               "a schema says what there is: this asks a database, or changes what is in one");
    diag_hint(l->diagnostics, "what is done to rows belongs in migrations");
}

static void look_at(const struct looking *l, const struct steps *steps);

static void look_at_step(const struct looking *l, const struct step *s)
{
    switch (s->kind) {
    case STEP_RUN:
    case STEP_SEND:
        if (!makes_things(l, s->statement))
            refuse(l, s->span);
        break;
    case STEP_EXECUTE:
    case STEP_SCALAR:
    case STEP_ROW:
    case STEP_FETCH:
    case STEP_RAW:
    case STEP_ROWS: refuse(l, s->span); break;
    default: look_at(l, s->then); look_at(l, s->otherwise);
    }
}

static void look_at(const struct looking *l, const struct steps *steps)
{
    for (size_t i = 0; steps && i < steps->count; i++)
        look_at_step(l, steps->at[i]);
}

void check_only_makes(struct arena *a, struct diagnostics *d, enum aludel_dialect dialect,
                      const struct program *p)
{
    look_at(&(struct looking){a, d, dialect}, &p->steps);
}
