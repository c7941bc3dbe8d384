/*
 * parts.c: what not every chain has, and not every image links: rebuilds of tables, and functions that decide something at
 * run time. Both run as in the full runtime, through op/.
 */
#include "embedded/device.h"

#include "op/op.h"

#include <string.h>

extern const struct al_driver_type al_device_driver;

/* ---- Through op/ ------------------------------------------------------------------------------------ */

struct through {
    struct aludel_migration migration;
    struct aludel_config config;
    struct al_surroundings around;
    struct aludel_op op;
};

/* What a migration reads it keeps until it ends: nobody but the database knows how large that is. */
static void hint_at_room(struct al_device *d)
{
    if (d->error->code == ALUDEL_NO_MEMORY && !d->error->driver_code) {
        al_error_hint(d->error, "of the arena's %zu bytes %zu were in use, and more was asked for: lend more",
                      d->on->arena_size, d->room.most + sizeof *d);
    }
}

static bool no_room(struct al_device *d)
{
    al_error(d->error, ALUDEL_NO_MEMORY, "the arena is too small");
    hint_at_room(d);
    return false;
}

static struct through *begin(struct al_device *d)
{
    struct through *t = al_room_take(&d->room, sizeof *t);
    if (!t) {
        no_room(d);
        return NULL;
    }
    d->sqlite.head.type = &al_device_driver;
    t->migration.id = d->id ? d->id : "";
    t->migration.file = d->file;
    t->config.allocator = al_room_allocator(&d->room);
    t->around = (struct al_surroundings){
        .driver = &d->sqlite.head,
        .error = d->error,
        .config = &t->config,
        .own_tables = {d->image->version_table, d->image->log_table, NULL},
        .step = &t->migration,
    };
    al_op_begin(&t->op, &t->around, d->id ? &t->migration : NULL, d->direction);
    return t;
}

static bool end(struct al_device *d, struct through *t, bool ok)
{
    ok = ok && aludel_ok(&t->op);
    if (!ok) {
        al_op_failed(&t->op);
    }
    hint_at_room(d);
    al_op_end(&t->op);
    al_room_give(&d->room, t);
    return ok;
}

/* ---- Rebuilds ---------------------------------------------------------------------------------------- */

static bool rebuild(struct al_device *d, struct al_recipe recipe)
{
    struct through *t = begin(d);
    return t && end(d, t, al_recipe_run(&t->op, recipe));
}

/* ---- Rows without a parent ------------------------------------------------------------------------------ */

/* Of the tables that have any before a step: hardly one. */
struct al_device_orphans {
    struct aludel_arena arena;
    struct count {
        const char *table;
        int64_t rows;
    } * at;
    size_t count, room;
};

/* Where one of its foreign keys fits no parent, SQLite refuses to look at the table: it is passed over. */
static bool count_rows(struct al_device *d, const char *table, int64_t *rows)
{
    sqlite3_stmt *stmt;
    if (!al_device_prepare(d, &stmt, NULL, "SELECT count(*) FROM pragma_foreign_key_check(?1)")) {
        return false;
    }
    if (!al_device_bind(d, stmt, 1, &table)) {
        return false;
    }
    int code = sqlite3_step(stmt);
    *rows = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    bool ok = code == SQLITE_ROW || code == SQLITE_ERROR ||
              al_sqlite_fail(&d->sqlite, d->on->db, NULL, al_text("")) || al_device_failed(d);
    sqlite3_finalize(stmt);
    return ok;
}

typedef bool orphans_fn(struct al_device *d, const char *table, int64_t rows);

/* Of each table with a foreign key, that has rows without a parent. */
static bool visit_orphans(struct al_device *d, orphans_fn *visit)
{
    sqlite3_stmt *stmt;
    int code = -1;
    int64_t rows = 0;
    bool ok =
        al_device_prepare(d, &stmt, NULL,
                          "SELECT DISTINCT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) "
                          "WHERE m.type = 'table' ORDER BY 1");
    while (ok && (code = al_device_step(d, stmt)) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(stmt, 0);
        ok = table ? count_rows(d, table, &rows) && (!rows || visit(d, table, rows)) : no_room(d);
    }
    sqlite3_finalize(stmt);
    return ok && code == SQLITE_DONE;
}

static bool remember(struct al_device *d, const char *table, int64_t rows)
{
    struct al_device_orphans *o = d->orphans;
    o->at = al_arena_grow(&o->arena, o->at, o->count, &o->room, sizeof *o->at);
    const char *copy = o->at ? al_arena_copy(&o->arena, table, strlen(table)) : NULL;
    if (!copy) {
        return no_room(d);
    }
    o->at[o->count++] = (struct count){copy, rows};
    return true;
}

static bool count_orphans(struct al_device *d)
{
    d->orphans = al_room_take(&d->room, sizeof *d->orphans);
    if (!d->orphans) {
        return no_room(d);
    }
    al_room_arena(&d->room, &d->orphans->arena);
    return visit_orphans(d, remember);
}

static int64_t rows_before(const struct al_device_orphans *o, const char *table)
{
    for (size_t i = 0; i < o->count; i++) {
        if (strcmp(o->at[i].table, table) == 0) {
            return o->at[i].rows;
        }
    }
    return 0;
}

static bool compare(struct al_device *d, const char *table, int64_t rows)
{
    int64_t more = rows - rows_before(d->orphans, table);
    return more <= 0 ||
           al_error(d->error, ALUDEL_FAILED, "%lld row%s of '%s' would be left without a parent row",
                    (long long)more, more == 1 ? "" : "s", table);
}

static bool check_orphans(struct al_device *d)
{
    bool ok = visit_orphans(d, compare);
    al_arena_free(&d->orphans->arena);
    al_room_give(&d->room, d->orphans);
    return ok;
}

const struct aludel_image_rebuilds aludel_image_rebuilds = {rebuild, count_orphans, check_orphans};

/* ---- Functions --------------------------------------------------------------------------------------- */

static bool call(struct al_device *d, aludel_step_fn *fn)
{
    struct through *t = begin(d);
    return t && end(d, t, fn(&t->op));
}

const struct aludel_image_calls aludel_image_calls = {call};
