/*
 * trial.h: what all of a trial share: the chain, the options, memory, the report.
 *
 * Memory comes from arenas whose allocator is memory.h's.
 */
#ifndef TRIAL_TRIAL_H
#define TRIAL_TRIAL_H

#include "core/text.h"
#include "driver/driver.h"
#include "trial/memory.h"
#include "trial/options.h"
#include "trial/report.h"

struct trial_places;
struct trial_known;

/* Cases one after the other; false: the database can't be reached, or a signal came, and nothing more is tried. */
struct trial;
typedef bool trial_cases_fn(struct trial *t);

struct trial {
    const struct aludel_registry *registry;
    const struct trial_options *options;
    const struct al_driver_type *type; /* of the databases that it is tried out on */
    struct aludel_arena arena;         /* as long as the trial */
    struct trial_report report;
    trial_cases_fn *cases; /* what is tried */
    struct trial_places *places;
    const bool *chosen;        /* by position: the migrations to be tried out */
    bool *broken;              /* by position: it fails by itself, which has been told */
    struct trial_known *known; /* fill.c: tables that have been filled before */
};

/* An error on one line: where, what, what the database adds. */
const char *trial_error(struct aludel_arena *arena, const struct aludel_error *error);

/* The command that is at work: "test". */
const char *trial_command(const struct trial *t);

bool trial_on_postgresql(const struct trial *t);

#endif
