/*
 * cases.h: what is tried. Each function is one or more cases of the report; false: the database can't be reached, or a
 * signal came, and nothing more is tried.
 */
#ifndef TRIAL_CASES_H
#define TRIAL_CASES_H

#include "trial/fill.h"
#include "trial/walk.h"

/* case_heads.c: there is one head. */
bool trial_try_heads(struct trial *t);
/* case_steps.c: every migration up, down and up again, on filled tables. The walk is at heads then, if it can be. */
bool trial_try_steps(struct trial *t, struct trial_walk *w);
/* case_from.c: from every revision to the heads, on filled tables. */
bool trial_try_from(struct trial *t, const struct trial_walk *w);
/* case_target.c: the chain leads to the schema that is meant. */
bool trial_try_target(struct trial *t, const struct trial_walk *w);
/* case_replaced.c: where migrations replace others, both lead to the same schema. */
bool trial_try_replaced(struct trial *t, const struct trial_walk *w);
/* case_offline.c: --sql, executed by the database's own client, does the same. */
bool trial_try_offline(struct trial *t, const struct trial_walk *w);
/* case_data.c: --from: what is pending on a copy of real data, there and back and there again. */
bool trial_try_data(struct trial *t);

/* ---- One migration, there and back and there again (case_steps.c) ------------------------------------------ */

enum trial_refusal { TRIAL_TAKEN, TRIAL_REFUSED_UP, TRIAL_REFUSED_DOWN, TRIAL_REFUSED_AGAIN, TRIAL_LOST };

/* On a database as it stands in front of it; tables that it makes are filled with such rows. A refusal is the database's, or the migration's, with `error`; what differs
 * is told. */
enum trial_refusal trial_round(struct trial *t, struct trial_place *p, uint32_t revision,
                               enum trial_rows_kind kind, struct aludel_error *error);

/* The database behind the walk's next migration, filled with ordinary rows; NULL: it can't be made. */
struct trial_place *trial_place_behind(struct trial *t, struct trial_walk *w);
/* A note of how many migrations behind the one in hand are out of reach. */
void trial_tell_the_rest(struct trial *t, const struct trial_walk *w);

/* ---- From a command line to an exit status (main.c) --------------------------------------------------------- */

int trial_main(int argc, char **argv, const struct aludel_registry *registry, trial_cases_fn *cases);

#endif
