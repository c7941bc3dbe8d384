#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- Chains ---------------------------------------------------------------------------------- */

/* Chains live as long as the program: their memory hangs on one list. */
struct block {
    struct block *next;
    max_align_t memory[];
};
static struct block *blocks;

static void *allocate(size_t size)
{
    struct block *b = calloc(1, sizeof *b + size);
    b->next = blocks;
    blocks = b;
    return b->memory;
}

static struct aludel_migration *migrations_of(struct aludel_registry *g)
{
    return (struct aludel_migration *)(uintptr_t)g->migrations;
}

static uint32_t find(const struct spec *specs, size_t count, const char *id, size_t n)
{
    for (uint32_t i = 0; i < count; i++) {
        if (strlen(specs[i].id) == n && memcmp(specs[i].id, id, n) == 0) {
            return i;
        }
    }
    abort();
}

static void push(struct aludel_links *links, uint32_t r)
{
    uint32_t *at = allocate((links->count + 1) * sizeof *at);
    for (uint32_t i = 0; i < links->count; i++) {
        at[i] = links->at[i];
        if (at[i] == r) {
            return;
        }
    }
    at[links->count++] = r;
    links->at = at;
}

static void link_words(struct aludel_links *links, const struct spec *specs, size_t count, const char *words)
{
    for (const char *p = words; p && *p;) {
        size_t n = strcspn(p, " ");
        push(links, find(specs, count, p, n));
        p += n + strspn(p + n, " ");
    }
}

static void name_words(struct aludel_names *names, const char *words)
{
    const char **at = allocate((words ? strlen(words) + 1 : 1) * sizeof *at);
    for (const char *p = words; p && *p;) {
        size_t n = strcspn(p, " ");
        char *word = allocate(n + 1);
        memcpy(word, p, n);
        at[names->count++] = word;
        p += n + strspn(p + n, " ");
    }
    names->at = at;
}

static bool is_parent(const struct aludel_migration *m, uint32_t r)
{
    for (uint32_t i = 0; i < m->parents.count; i++) {
        if (m->parents.at[i] == r) {
            return true;
        }
    }
    return false;
}

static bool nothing(struct aludel_op *op)
{
    return aludel_ok(op);
}

static void fill(struct aludel_migration *m, const struct spec *s, const struct spec *specs, size_t count)
{
    char *file = allocate(100);
    snprintf(file, 100, "versions/%s.mako", s->id);
    m->id = s->id;
    m->message = s->message ? s->message : "";
    struct aludel_rare *rare = allocate(sizeof *rare);
    m->rare = rare;
    m->file = file;
    link_words(&m->parents, specs, count, s->parents);
    name_words(&rare->depends_on, s->depends);
    link_words(&m->needs, specs, count, s->parents);
    link_words(&m->needs, specs, count, s->depends);
    if (s->label) {
        const char **label = allocate(sizeof *label);
        *label = s->label;
        rare->own_labels = rare->labels = (struct aludel_names){1, label};
    }
    m->ways[ALUDEL_UP].run = s->up ? s->up : nothing;
    m->ways[ALUDEL_DOWN].run = s->down ? s->down : nothing;
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        m->ways[ALUDEL_UP].flags[d] = s->up_flags;
        m->ways[ALUDEL_DOWN].flags[d] = s->down_flags;
    }
    rare->irreversible = s->irreversible;
    m->compatible_with = s->compatible;
    name_words(&rare->replaces, s->replaces);
    m->ways[ALUDEL_UP].work = s->work;
    if (s->needs) {
        const char **needs = allocate(sizeof *needs);
        *needs = s->needs;
        rare->variables[ALUDEL_UP] = (struct aludel_names){1, needs};
    }
    memset(m->sum.bytes, s->id[0], sizeof m->sum.bytes);
}

struct aludel_registry *chain(const struct spec *specs, size_t count)
{
    struct aludel_registry *g = allocate(sizeof *g);
    struct aludel_migration *m = allocate((count + 1) * sizeof *m);
    g->layout = ALUDEL_LAYOUT;
    g->name = "test";
    g->tool_version = "0.1.0";
    g->drivers[ALUDEL_SQLITE] = &aludel_sqlite_driver;
    g->drivers[ALUDEL_POSTGRESQL] = &aludel_postgresql_driver;
    g->count = (uint32_t)count;
    g->migrations = m;
    memset(g->sum.bytes, 0x5a, sizeof g->sum.bytes);
    for (uint32_t i = 0; i < count; i++) {
        fill(&m[i], &specs[i], specs, count);
    }
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < m[i].parents.count; k++) {
            push(&migrations_of(g)[m[i].parents.at[k]].children, i);
        }
        for (uint32_t k = 0; k < m[i].needs.count; k++) {
            if (!is_parent(&m[i], m[i].needs.at[k])) {
                push(&migrations_of(g)[m[i].needs.at[k]].dependents, i);
            }
        }
    }
    return g;
}

bool run_texts(struct aludel_op *op, const char *const *list, struct aludel_statement *rows, size_t count,
               int line)
{
    for (size_t i = 0; i < count; i++) {
        rows[i].sql = list[i];
        rows[i].length = (uint32_t)strlen(list[i]);
        rows[i].at = (struct aludel_place){"versions/test.mako", line};
    }
    return aludel_run(op, rows, count);
}

RUNS(up_users, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
RUNS(down_users, "DROP TABLE users")
RUNS(up_seed, "INSERT INTO users (name) VALUES ('ann')", "INSERT INTO users (name) VALUES ('bob')")
RUNS(down_seed, "DELETE FROM users")
RUNS(up_orders, "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER)",
     "CREATE INDEX orders_user ON orders (user_id)")
RUNS(down_orders, "DROP TABLE orders")

const struct spec linear[3] = {
    {.id = "aaaa1", .message = "users", .up = up_users, .down = down_users},
    {.id = "bbbb2", .message = "two of them", .parents = "aaaa1", .up = up_seed, .down = down_seed},
    {.id = "cccc3", .parents = "bbbb2", .up = up_orders, .down = down_orders},
};

/* ---- A database and a handle ------------------------------------------------------------------- */

static void on_event(void *with, const struct aludel_event *event)
{
    struct world *w = with;
    size_t n = strlen(w->events);
    const char *word = NULL, *text = event->text;
    switch (event->kind) {
    case ALUDEL_EVENT_STEP: word = "step"; break;
    case ALUDEL_EVENT_STEP_DONE: word = "done", text = event->revision; break;
    case ALUDEL_EVENT_REMARK: word = "remark"; break;
    case ALUDEL_EVENT_STATEMENT: w->statements++; return;
    default: return;
    }
    snprintf(w->events + n, sizeof w->events - n, "%s %s\n", word, text);
}

static const char *get_env(void *with, const char *name)
{
    const struct world *w = with;
    for (size_t i = 0; w->env[i]; i += 2) {
        if (strcmp(w->env[i], name) == 0) {
            return w->env[i + 1];
        }
    }
    return NULL;
}

void world_open(struct world *w)
{
    aludel_close(w->a);
    w->a = aludel_open(&w->config, &w->error);
    if (!w->a) {
        fail_msg("aludel_open: %s", w->error.message);
    }
}

void world_begin(struct world *w, const struct aludel_registry *g)
{
    memset(w, 0, sizeof *w);
    snprintf(w->folder, sizeof w->folder, "%s/aludel-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->file, sizeof w->file, "%s/app.db", w->folder);
    snprintf(w->url, sizeof w->url, "sqlite:///%s", w->file);
    w->config = (struct aludel_config){
        .registry = g, .url = w->url, .event = on_event, .getenv = get_env, .with = w, .by = "tester"};
    world_open(w);
}

void remove_world(const struct world *w)
{
    char command[200];
    snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    assert_int_equal(system(command), 0);
}

void world_end(struct world *w)
{
    aludel_close(w->a);
    remove_world(w);
}

static void show(const struct world *w)
{
    const struct aludel_error *e = &w->error;
    print_message(
        "error %d: %s\n  revision '%s' at %s:%d\n  detail: %s\n  hint: %s\n  statement: %s\nevents:\n%s",
        (int)e->code, e->message, e->revision, e->file, e->line, e->detail, e->hint, e->statement, w->events);
}

void assert_success(struct world *w, bool ok, const char *what, int line)
{
    if (!ok) {
        show(w);
        fail_msg("line %d: %s failed", line, what);
    }
}

void assert_failure(struct world *w, bool ok, enum aludel_code code, const char *part, const char *what,
                    int line)
{
    if (ok) {
        fail_msg("line %d: %s succeeded", line, what);
    }
    if (w->error.code != code || !strstr(w->error.message, part)) {
        show(w);
        fail_msg("line %d: %s: expected code %d and '%s'", line, what, (int)code, part);
    }
}

void assert_refusal(struct world *w, bool ok, enum aludel_code code, const char *message, const char *hint,
                    const char *what, int line)
{
    assert_failure(w, ok, code, message, what, line);
    if (strcmp(w->error.message, message) != 0 || strcmp(w->error.hint, hint) != 0) {
        show(w);
        fail_msg("line %d: %s: expected '%s' and the hint '%s'", line, what, message, hint);
    }
}

void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part)) {
        fail_msg("'%s' isn't in:\n%s", part, text);
    }
}

/* ---- Looking into the file --------------------------------------------------------------------- */

static sqlite3 *open_db(const char *file)
{
    sqlite3 *db = NULL;
    int kept = die_at;
    die_at = 0;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    sqlite3_trace_v2(db, 0, NULL, NULL);
    sqlite3_busy_timeout(db, 5000);
    die_at = kept;
    return db;
}

const char *texts(const char *file, const char *sql)
{
    static char out[4096];
    sqlite3 *db = open_db(file);
    sqlite3_stmt *stmt = NULL;
    out[0] = '\0';
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        size_t n = strlen(out);
        snprintf(out + n, sizeof out - n, "%s%s", n ? " " : "", text ? text : "NULL");
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return out;
}

void *resize_within(void *budget, void *block, size_t old_size, size_t new_size)
{
    struct memory_budget *b = budget;
    if (new_size > 0 && b->left-- <= 0) {
        return NULL;
    }
    b->held += new_size - old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

int64_t number(const char *file, const char *sql)
{
    return strtoll(texts(file, sql), NULL, 10);
}

void execute(const char *file, const char *sql)
{
    sqlite3 *db = open_db(file);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    sqlite3_close(db);
}

bool exists(const char *file, const char *table)
{
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM sqlite_schema WHERE name = '%s'", table);
    return number(file, sql) == 1;
}

/* ---- Statements counted ------------------------------------------------------------------------ */

int traced, die_at;
const char *die_on;
char last_traced[512];

static int on_statement(unsigned mask, void *with, void *statement, void *sql)
{
    (void)mask;
    (void)with;
    (void)statement;
    snprintf(last_traced, sizeof last_traced, "%s", (const char *)sql);
    if (++traced == die_at || (die_on && strncmp(sql, die_on, strlen(die_on)) == 0)) {
        kill(getpid(), SIGKILL);
    }
    return 0;
}

static int on_open(sqlite3 *db, const char **message, const struct sqlite3_api_routines *api)
{
    (void)message;
    (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, on_statement, NULL);
}

bool dies(struct world *w, bool (*child)(struct world *w))
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        trace_connections();
        traced = 0;
        w->a = aludel_open(&w->config, &w->error);
        _exit(w->a && child(w) ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

void trace_connections(void)
{
    sqlite3_auto_extension((void (*)(void))on_open);
}
