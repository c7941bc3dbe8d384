/*
 * apply.h: what the files of this room share, from the ground up: each section needs those above it. aludel.h is the
 * room's public face; struct aludel is the handle behind it.
 *
 *   views        which one a call works with                  views.c
 *   a call       failing, memory, events                      call.c
 *   revisions    the chain as aludel.h shows it               compatible.c, revisions.c
 *   our SQL      sending, what is set, asking                 sql.c, session.c, ask.c
 *   the handle   settings, the connection                     settings.c, handle.c
 *   our tables   the log, the version table, the journal      log.c, version.c, newer.c, journal.c, answer.c
 *   the lock     groups that write                            lock.c
 *   the schema   read back, of the target too                 scratch.c, schema.c
 *   a run        one upgrade, downgrade or resume             planning.c … run.c
 */
#ifndef AL_APPLY_H
#define AL_APPLY_H

#include "core/value_ops.h"
#include "driver/driver.h"
#include "inspect/whole.h"
#include "op/op.h"
#include "plan/plan.h"
#include "recipe/carried.h"

/* ---- The handle ------------------------------------------------------------------------------ */

enum al_log_is { AL_LOG_UNKNOWN, AL_LOG_MISSING, AL_LOG_FOREIGN, AL_LOG_OURS };

/* The chain as it is compiled in; where migrations replace others, with the replaced ones in their place; during a call
 * that undoes what newer programs did, one of these with what the log knows of that behind it. */
enum { AL_VIEW_SHORT, AL_VIEW_LONG, AL_VIEW_CARRIED, AL_VIEWS };
struct al_view {
    const struct aludel_registry *registry; /* NULL: there is no such view */
    struct aludel_revision *revisions;
};

struct aludel {
    struct al_view views[AL_VIEWS];
    const struct aludel_registry
        *registry;                     /* of the view in use: the short one, unless a call needs the other */
    struct aludel_config config;       /* with copies of its strings */
    struct aludel_settings settings;   /* the registry's, overridden, defaults filled in */
    struct aludel_arena arena;         /* as long as the handle */
    struct aludel_revision *revisions; /* of the view in use */

    const struct al_driver_type *type;         /* NULL until the URL is known */
    const struct al_driver_type *scratch_type; /* of a scratch place that was the last thing asked for */
    struct al_driver *driver;                  /* NULL until a call needs it */
    const char *url;
    char shown[512];
    bool opened_read_only;

    bool offline;
    bool rehearsal; /* offline: nothing is handed to the writer yet */
    aludel_writer_fn *write;
    void *write_with;

    enum al_log_is log_is;                                 /* on PostgreSQL, as it was asked last */
    const char *schema;                                    /* of the version table, where it is known; "" */
    const char *version_table, *log_table, *journal_table; /* quoted, with the schema; log: NULL when off */

    /* The call in hand. */
    struct aludel_error *error;
    struct aludel_error own; /* of a call whose caller doesn't want to know */
    struct aludel_arena scratch;
    struct aludel_eval eval; /* over `scratch` */
    atomic_int interrupted;
    atomic_int stop; /* the drivers', until their rollback */
};

/* ---- Views of the chain (views.c) --------------------------------------------------------------- */

void al_use_view(struct aludel *a, size_t view);
void al_use_own_view(struct aludel *a); /* the short one, and what is from the log is forgotten */
const struct aludel_registry *al_largest(const struct aludel *a); /* of the views */

/* ---- A call (call.c) --------------------------------------------------------------------------- */

/* Every public function stands between these two. `error` may be NULL. end's result is `ok`, or false
 * when an error was set all the same. */
/* begin's is false where a call is under way: an event's function, or a visitor, calls again. */
bool al_call_begin(struct aludel *a, struct aludel_error *error);
bool al_call_end(struct aludel *a, bool ok);
/* An identifier of the caller's: NULL is "", which means no revision. */
const char *al_given(const char *text);

/* Fails the call: with a message, for want of memory, or with the driver's first error. Always false. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
bool al_fail(struct aludel *a, enum aludel_code code, const char *format, ...);
bool al_fail_no_memory(struct aludel *a);
bool al_driver_failed(struct aludel *a);
bool al_fail_missed(struct aludel *a, enum al_missed missed);
/* What goes wrong from here on is `meanwhile`'s. The call's first error stays what it is, and is back with
 * `a->error = first`. */
struct aludel_error *al_set_aside(struct aludel *a, struct aludel_error *meanwhile);
/* Before another attempt: the call hasn't failed, and the driver takes something again. */
void al_start_over(struct aludel *a);
bool al_fail_newer_log(struct aludel *a);

/* Zeroed memory as long as the call; NULL fails the call. */
void *al_new(struct aludel *a, size_t count, size_t size);
struct al_space al_space_for(struct aludel *a);
struct al_rows al_new_rows(struct aludel *a); /* none, with room for all; without it the call has failed */
bool al_interrupted(struct aludel *a);
bool al_on_postgresql(const struct aludel *a); /* on a live one */

void al_remark(struct aludel *a, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
/* The one way to the caller's handler, for drivers too: passwords are masked, a rehearsal is silent. */
void al_emit(struct aludel *a, const struct aludel_event *event);
/* Ticks meanwhile, and ends early when the call is interrupted. */
void al_sleep(struct aludel *a, int64_t milliseconds);

/* ---- Revisions (revisions.c) ------------------------------------------------------------------- */

bool al_views_make(struct aludel *a);
bool al_view_make(struct aludel *a, struct aludel_arena *in, size_t view, const struct aludel_registry *g);
void al_mark_current(struct aludel *a, const struct al_rows *rows);
/* The revisions that these rows stand for: themselves and all their ancestors. */
bool al_applied(struct aludel *a, const struct al_rows *rows, struct al_set *applied);

/* ---- Our own SQL (sql.c) ----------------------------------------------------------------------- */

/* A table's name as it stands in our statements. */
const char *al_table_name(struct aludel *a, const char *schema, const char *table);

/* `sql` holds one %s, the table, and ALUDEL_PARAMETERs for the values. The statement lives as long as the
 * call. False: the call has failed. */
bool al_send_sql(struct aludel *a, const char *sql, const char *table, const struct aludel_value *values,
                 size_t count);
/* The same for a statement that errs when a condition of ours doesn't hold. */
bool al_demand_sql(struct aludel *a, const char *sql, const char *table, const struct aludel_value *values,
                   size_t count, enum al_missed missed);
/* The same for a condition, with the version table for %s: the cast fails in the server where it doesn't hold, so that
 * nobody has to wait for the answer. */
bool al_demand(struct aludel *a, const char *condition, const struct aludel_value *values, size_t count,
               enum al_missed missed);
bool al_count_sql(struct aludel *a, const char *sql, const char *table, const struct aludel_value *values,
                  size_t count, int64_t *changed);
/* Waits for the answers to all that was sent. */
bool al_settle(struct aludel *a);
/* NULL: the call has failed. */
struct al_request *al_new_request(struct aludel *a, const char *sql, const char *table,
                                  const struct aludel_value *values, size_t count);
#define P "\1" /* ALUDEL_PARAMETER, inside our statements */

struct aludel_value al_string(const char *z); /* NULL: None */

/* ---- What is set on PostgreSQL (session.c) ----------------------------------------------------- */

/* Of a group. Live, our own tables are qualified; in a script they are, unless they have a schema, where the search
 * path of whoever runs it leads, whatever search_path the migrations have. */
bool al_group_role(struct aludel *a);       /* behind BEGIN */
bool al_group_limits(struct aludel *a);     /* behind the lock */
bool al_group_path(struct aludel *a);       /* when our tables are there */
bool al_group_own_tables(struct aludel *a); /* before their rows are written */
bool al_group_next(struct aludel *a);       /* before another migration in the same transaction */

/* The search path, until the group's end; the call fails, because it leads nowhere. */
bool al_set_path(struct aludel *a, const char *path);
bool al_fail_no_schema(struct aludel *a);

/* Of a script's statements outside of transactions. */
bool al_session_set(struct aludel *a);
bool al_session_reset(struct aludel *a);

/* ---- Asking (ask.c) ---------------------------------------------------------------------------- */

/* A missing table gives no rows and *missing (outside a group only). */
bool al_ask_sql(struct aludel *a, const char *sql, const char *table, const struct aludel_value *values,
                size_t count, struct aludel_value *rows, bool *missing);
size_t al_row_count(struct aludel_value rows);
struct aludel_value al_cell(struct aludel_value rows, size_t row, size_t column);
/* As terminated text; "" for NULL. */
const char *al_cell_text(struct aludel *a, struct aludel_value rows, size_t row, size_t column);

/* ---- Settings, the connection (settings.c, handle.c) ------------------------------------------- */

bool al_settings_make(struct aludel *a);
const char *al_getenv(void *handle, const char *name);
int64_t al_count_setting(const char *text);
/* The URL and the driver behind it. */
bool al_find_database(struct aludel *a, const char *dialect);
/* The tables' names, with a->schema; the log table's own schema. */
bool al_make_names(struct aludel *a);
const char *al_log_schema(const struct aludel *a);

bool al_connect(struct aludel *a, bool read_only);
void al_disconnect(struct aludel *a);
void al_tell_for_driver(void *handle, const struct aludel_event *event);

/* ---- The log table (log.c) --------------------------------------------------------------------- */

struct al_log {
    bool ready;  /* made and checked in this run */
    bool adopts; /* there were version rows before: where it has to be made, that is said */
    bool shared_written;
};
struct al_log_row {
    const char *action, *revision;
    const struct aludel_sum *sum;
    int64_t milliseconds;        /* -1: not measured */
    const char *carried;         /* NULL: nothing */
    const char *compatible_with; /* NULL: it doesn't say */
};
/* Makes and checks the table, once in a run; al_log_write does it, too. */
bool al_log_prepare(struct aludel *a, struct al_log *log);
bool al_log_write(struct aludel *a, struct al_log *log, const struct al_log_row *row);
/* What a row carries for a migration that replaces others and leaves no way back: their ids (core/log_table.h). NULL for
 * one that doesn't. */
const char *al_log_stands_for(struct aludel *a, const struct aludel_migration *m);
/* The ids that a row stands for, by what it carries. */
struct al_stands_for {
    const char *ids;        /* what is left of such a text, */
    struct al_recipe links; /* or of the way back's own */
};
struct al_stands_for al_stands_for(const char *carried);
bool al_stands_for_next(struct al_stands_for *s, struct aludel_text *id);
/* "it came on 2026-01-02T03:04:05.000Z with aludel 0.2.0", or "". */
const char *al_log_origin(struct aludel *a, const char *revision);
/* What it holds as compatible_with of the last time that this revision was applied or stamped; NULL in *text: nothing. */
bool al_log_compatible(struct aludel *a, const char *revision, const char **text);
/* True in *applied where it leaves no doubt that this revision is. */
bool al_log_applied(struct aludel *a, const char *revision, bool *applied);

/* ---- The version table (version.c) ------------------------------------------------------------- */

struct al_version {
    struct al_rows rows; /* the known ones */
    const char **unknown;
    size_t unknown_count;
    bool missing; /* there is no such table */
};

/* PostgreSQL: the schema in which the tables are, or will be, found once; their names have it from then on. */
bool al_settle_schema(struct aludel *a);

bool al_version_read(struct aludel *a, struct al_version *v);
/* No row; and the rows that `--sql` starts from. */
bool al_version_none(struct aludel *a, struct al_version *v);
bool al_start_at(struct aludel *a, const char *start, struct al_version *v);
/* The short view, unless more of these rows are known in the other one: there stand those of a database that is in the
 * middle of what was replaced. Only before anything is planned. */
bool al_choose_view(struct aludel *a, struct al_version *v);
/* After a call that has failed because an identifier means nothing in the short view: true with the long one in use and
 * the error gone, if it is worth another try. */
bool al_try_long_view(struct aludel *a, struct al_version *v);
/* The same rows in another view, which is in use from then on. */
bool al_version_see(struct aludel *a, struct al_version *v, size_t view);
bool al_version_same(const struct al_version *a, const struct al_version *b);
/* The version rows are these, and no others; else the group fails with `missed`. */
bool al_guard(struct aludel *a, const struct al_version *v, enum al_missed missed);
bool al_version_create(struct aludel *a);
/* Writes a change and carries it over to `v`. */
bool al_version_change(struct aludel *a, struct al_version *v, const struct al_change *change);

/* ---- A database newer than the program (newer.c) ------------------------------------------------ */

/* True in *compatible when there are unknown rows, the log says that programs with what this one has work with them, and
 * nothing is missing that an upgrade to `target` would bring. False: the call has failed. */
bool al_newer_compatible(struct aludel *a, const struct al_version *v, const char *target, bool *compatible);
/* The same as the setting `newer` has it: `always` doesn't ask. Never for what stands in the middle of a squashed migration. */
bool al_newer_accepted(struct aludel *a, const struct al_version *v, const char *target, bool *accepted);
/* Fails where a row stands in the middle of a squashed migration: older than the program. */
bool al_version_whole(struct aludel *a, const struct al_version *v);
/* Fails with ALUDEL_NEWER when there are unknown rows; the log says where they come from, and who works with them. */
bool al_version_known(struct aludel *a, const struct al_version *v);

/* ---- The journal (journal.c, answer.c) --------------------------------------------------------- */

enum al_journal_state { AL_JOURNAL_NONE, AL_JOURNAL_STARTED, AL_JOURNAL_DONE };

struct al_entry { /* a statement's row */
    enum al_journal_state state;
    char sum[33];
    int64_t changed;
    struct aludel_text answer; /* as al_answer_write has written it; none where z is NULL */
};
struct al_journal_key {
    const char *revision;
    enum aludel_direction direction;
};
bool al_journal_create(struct aludel *a);
bool al_journal_find(struct aludel *a, const struct al_journal_key *key, uint32_t ordinal,
                     struct al_entry *e);
bool al_journal_put(struct aludel *a, const struct al_journal_key *key, uint32_t ordinal,
                    const struct al_entry *e);
bool al_journal_finish(struct aludel *a, const struct al_journal_key *key, uint32_t ordinal, int64_t changed);
bool al_journal_remove(struct aludel *a, const struct al_journal_key *key, uint32_t ordinal);
bool al_journal_clear(struct aludel *a, const struct al_journal_key *key);
/* The migration that was interrupted, if any. `revision` is NULL when there is none. */
bool al_journal_interrupted(struct aludel *a, struct al_journal_key *key, uint32_t *started);

/* What a statement answered, as text, and back. False: no such text. */
void al_answer_write(struct al_builder *b, struct aludel_value v);
bool al_answer_read(struct aludel_eval *e, struct aludel_text text, struct aludel_value *v);

/* ---- Groups that write (lock.c) ------------------------------------------------------------------ */

/* Begins one: BEGIN, role, lock, settings; makes the version table when asked to. Answers may come later. */
bool al_group_begin(struct aludel *a, enum al_begin how, bool create);
/* The same with the lock for certain; waits for it, at most the settings' `wait`. */
bool al_lock_now(struct aludel *a, bool create);
bool al_commit_now(struct aludel *a); /* and waits for the answer */

struct al_patience { /* of one wait for the lock */
    int64_t since;
    int attempts;
    bool told;
};
/* A while, after a group that has missed the lock was rolled back. False: too long, or interrupted. */
bool al_wait_for_lock(struct aludel *a, struct al_patience *p);

/* Around a migration with autocommit parts: others are kept out between its groups, too. */
bool al_hold(struct aludel *a);
void al_let_go(struct aludel *a);

/* ---- A run ----------------------------------------------------------------------------------- */

struct al_orphans {
    struct aludel_value tables;
    int64_t *counts;
};

struct al_run {
    struct aludel *a;
    const struct aludel_options *options;
    enum aludel_direction direction;
    const char *target;
    const struct al_plan_step *only;   /* resume: this step and no other */
    const struct aludel_registry *own; /* with the log's revisions behind it in this view; NULL: none */

    struct al_version version; /* as planned; follows the steps */
    bool empty_at_start;
    struct al_plan plan;
    bool whole;     /* one transaction for all */
    unsigned flags; /* enum aludel_migration_flag of what the next group holds */
    bool backed_up;
    bool careful;          /* a COMMIT may fail: what comes next waits for its answer */
    struct al_space space; /* for plan/, as long as the round */
    size_t finished;       /* steps of earlier rounds of this call */
    size_t told;           /* steps whose begin was reported, */
    size_t announced;      /* and their commit */
    uint64_t *tickets;     /* each step's group */
    uint32_t told_before;  /* a revision whose line stands there already; AL_BASE: none */
    struct al_patience patience;
    int64_t retry_pause;    /* milliseconds; grows */
    struct al_rows start;   /* the rows that the plan begins with */
    uint32_t literal;       /* the revision whose values are written into its statements; AL_BASE: none */
    uint64_t before_ticket; /* of the hook in front, */
    bool before_done;       /* which is committed */
    int misses;             /* rounds in a row whose rows had changed */
    bool warned;            /* of locks */

    struct { /* of a round that failed, as of before the rollback */
        enum al_missed missed;
        uint32_t mark; /* 0: between groups */
        bool lost, unsure;
    } failure;
    struct al_log log;

    struct { /* the step with autocommit parts in hand */
        struct al_journal_key key;
        bool resumed;
        uint32_t alone; /* the ordinal of the statement that runs outside a transaction; 0: none */
    } pieces;
};

/* What is sent carries one of these as its mark: nothing, the hook in front, a step, the hook behind. */
#define AL_MARK_NONE 0
#define AL_MARK_BEFORE 1
#define AL_MARK_STEP(i) ((uint32_t)(i) + 2)

/* What newer programs did, undone from the log (carried.c). A registry names it; without that it isn't linked. */
struct al_carrying_type {
    /* The version rows in a view that knows them all: those that this program doesn't know were looked up, with all that
     * they stand on. `*own`: the view below. */
    bool (*see)(struct aludel *a, struct al_version *v, const struct aludel_registry **own);
    bool (*plan)(struct al_run *run); /* then; run->plan is empty and has room */
    /* Whether that would do. The call has failed already, with another error. */
    bool (*could)(struct aludel *a, const struct al_version *v);
};
/* The step's migration came from the log. */
bool al_is_carried(const struct al_run *run, uint32_t revision);

/* From version rows to a plan (planning.c). */
bool al_start_rows(struct al_run *run); /* from the database, or offline from the target's "a:" */
bool al_make_plan(struct al_run *run);  /* version rows, target -> plan */
/* By the version rows. False for want of memory, too: the call has failed then. */
bool al_is_done(struct al_run *run, struct al_plan_step step);
void al_plan_digest(struct al_run *run, char digest[33]);
/* enum aludel_migration_flag: of a migration in the run's direction; of a planned one. */
unsigned al_flags(const struct al_run *run, const struct aludel_migration *m);
unsigned al_step_flags(const struct al_run *run, size_t i);
/* What the log's row of it carries: the way back of an upgrade, or what it stands for. NULL: nothing. */
const char *al_step_carried(struct al_run *run, const struct aludel_migration *m);
/* Whether any migration of the chain has it, in either direction. */
bool al_any_has(const struct aludel *a, unsigned flag);

/* The chain's functions (function.c): what they find around them, a step in hand and autocommit parts apart; calling
 * one, of `m` or a hook's, where there is one. */
struct al_surroundings al_surround(struct aludel *a);
bool al_call_function(struct al_run *run, const struct al_surroundings *around, aludel_step_fn *fn,
                      const struct aludel_migration *m);

/* step_sql.c: a step's SQL, with its hooks; not `*whole`: up to where it asks the database for something, or where
 * `error` says what is wrong. */
const char *al_step_sql(struct al_run *run, uint32_t i, bool *whole, struct aludel_error *error);

/* What is told while a run goes on, and of one that failed (report.c). */
uint32_t al_marked_revision(const struct al_run *run, uint32_t mark); /* AL_BASE: it marks no step */
void al_begin_part(struct al_run *run, uint32_t mark);                /* of what is sent from here on */
void al_end_part(struct al_driver *d); /* of all of them: nothing more is told, or done again */
void al_announce(void *run);
void al_announce_until(struct al_run *run, size_t committed); /* when it is known from elsewhere */
void al_note_failure(struct al_run *run);
void al_explain(struct al_run *run);
bool al_refuse(struct al_run *run,
               const struct aludel_migration *m); /* the call has failed: because of `m` */

/* What is refused before anything runs (server.c, check.c). */
bool al_check_server(struct al_run *run);
bool al_check_plan(struct al_run *run);

/* ---- left_out.c ------------------------------------------------------------------------------- */

/* It isn't compiled in: this program begins behind it. */
bool al_is_older(const struct aludel_migration *m);
/* That all planned steps are compiled in. */
bool al_check_present(struct al_run *run);
/* Of what needs a chain from its beginning on. */
bool al_fail_without_begin(struct aludel *a);
/* Where a target that has been rolled back needed more locks than the server has: says how many, and what to do. */
void al_explain_locks(struct aludel *a);

/* A group under the lock, with the planned rows (group.c). Closing leaves one that is the whole run's open. */
bool al_open_group(struct al_run *run);
bool al_close_group(struct al_run *run);
bool al_commit_group(struct al_run *run);

/* Around the statements of a migration with autocommit parts. */
extern const struct al_autocommit al_autocommit_script, al_autocommit_dry; /* autocommit_plain.c */
extern const struct al_autocommit al_autocommit_journal;                   /* autocommit.c */
bool al_pieces_begin(struct al_run *run, const struct aludel_migration *m);
void al_pieces_failed(struct al_run *run);

/* Rows without their parent, table by table; and that there are no more of them (orphans.c). */
bool al_orphans_count(struct aludel *a, struct al_orphans *o);
bool al_orphans_check(struct aludel *a, const struct al_orphans *before);

/* In their groups: a hook in front of the steps or behind them; a step (step.c). */
bool al_run_hook(struct al_run *run, aludel_step_fn *hook, uint32_t mark);
bool al_run_step(struct al_run *run, size_t i);

/* outcome.c: a connection was lost, perhaps while a COMMIT's answer was due. True when everything is committed, as
 * its answers or the version rows say; false with the error, in which what stands is told rightly. */
bool al_find_out(struct al_run *run);

bool al_backup(struct aludel *a, const char *path);

/* ---- The schema, read back ---------------------------------------------------------------------- */

/* Builds the target, or all of the chain, in a scratch place (scratch.c), where `read` is called with what the question is
 * there; nothing of it stays. */
enum al_scratch_of { AL_SCRATCH_TARGET, AL_SCRATCH_CHAIN };
typedef bool al_scratch_fn(struct aludel *a, struct al_whole_question *what, void *with);
struct al_scratch_place {
    const char *home, *name, *shown;     /* the schema that it stands for, its own name; home, quoted */
    const char *further, *extensions;    /* ", a, b": behind home in the search path; where extensions live */
    const char *asked;                   /* the schemas that are read, with \1 between them */
    bool chosen;                         /* by the caller: what is in others isn't wanted */
    const char **staying, **staying_end; /* not put aside, as a statement has them; NULL ends them */
    const char *torn;                    /* a schema that is, and an extension with it; or NULL */
    bool standby, refused;
    const char *database, *user;
};
bool al_in_scratch(struct aludel *a, enum al_scratch_of of, struct al_whole_question *what,
                   al_scratch_fn *read, void *with);
/* Behind the target (strays.c): nothing of it may lie where it isn't read, or need what isn't its own. Of what failed: a
 * hint where it has named that schema. */
bool al_check_strays(struct aludel *a, const struct al_scratch_place *p);
void al_explain_stray(struct aludel *a, const struct al_scratch_place *p);

bool al_run(struct al_run *run);

#endif
