/* sqlite_wait.c: waiting for locks, time-outs, ticks, interruption; see sqlite_state.h. */
#include "driver/sqlite_state.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define STEPS_BETWEEN_LOOKS 1000 /* of SQLite's virtual machine */
#define TELL_AFTER 1000

/* ---- The statement's time -------------------------------------------------------------------- */

static int look(void *with)
{
    struct al_sqlite *s = with;
    al_driver_tick(&s->head);
    bool late = s->deadline && !*s->head.stop && al_driver_now() >= s->deadline;
    s->timed_out = s->timed_out || late;
    return *s->head.stop || late;
}

void al_sqlite_clock_on(struct al_sqlite *s)
{
    s->deadline = s->durations.statement_timeout ? al_driver_now() + s->durations.statement_timeout : 0;
    s->waited = 0;
    s->holder[0] = '\0';
}

void al_sqlite_clock_off(struct al_sqlite *s)
{
    s->deadline = 0;
}

/* ---- Who holds the lock ------------------------------------------------------------------------ */

/* Linux lists locks in /proc/locks: "1: POSIX  ADVISORY  WRITE 4711 08:01:131234 1073741825 1073741825".
 * Opening the database file to ask with fcntl is out of the question: closing it would drop every lock that
 * this process has on it. */
static struct aludel_text field(struct aludel_text line, int number)
{
    size_t i = 0;
    for (;; number--) {
        while (i < line.n && line.z[i] == ' ') {
            i++;
        }
        size_t start = i;
        while (i < line.n && line.z[i] != ' ') {
            i++;
        }
        if (number == 0 || i == line.n) {
            return (struct aludel_text){line.z + start, number == 0 ? i - start : 0};
        }
    }
}

static bool is_about(struct aludel_text line, int64_t inode, int64_t *process)
{
    struct aludel_text place = field(line, 5);
    size_t colon = place.n;
    while (colon > 0 && place.z[colon - 1] != ':') {
        colon--;
    }
    int64_t number = 0;
    struct aludel_text text = {place.z + colon, place.n - colon};
    return al_is(field(line, 1), "POSIX") && al_parse_int(text, &number) && number == inode &&
           al_parse_int(field(line, 4), process) && *process > 0;
}

static size_t read_small_file(const char *path, char *out, size_t room)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return 0;
    }
    size_t n = 0;
    ssize_t got = 0;
    while (n < room && (got = read(file, out + n, room - n)) > 0) {
        n += (size_t)got;
    }
    close(file);
    return n;
}

/* Of several the likeliest to be waited for: another's write lock, then another's read lock, which holds up
 * a COMMIT, then one of this process. */
static bool find_lock(int64_t inode, int64_t *process)
{
    char text[16384];
    size_t n = read_small_file("/proc/locks", text, sizeof text);
    int best = 0;
    for (size_t start = 0, end; start < n; start = end + 1) {
        int64_t holder = 0;
        for (end = start; end < n && text[end] != '\n'; end++) {
        }
        struct aludel_text line = {text + start, end - start};
        if (!is_about(line, inode, &holder)) {
            continue;
        }
        int rank = holder == (int64_t)getpid() ? 1 : al_is(field(line, 3), "WRITE") ? 3 : 2;
        *process = rank > best ? holder : *process;
        best = rank > best ? rank : best;
    }
    return best > 0;
}

/* Who holds a lock on the database file ("alembic, process 4711"), where the system tells. False: unknown. */
static bool find_holder(const struct al_sqlite *s, char *out, size_t room)
{
    char path[1040];
    struct stat file;
    int64_t process = 0;
    const char *const suffixes[] = {"", "-shm"}; /* in WAL mode the locks are on the second */
    bool found = false;
    for (size_t i = 0; !s->memory && !found && i < 2; i++) {
        al_format(path, sizeof path, "%s%s", s->file, suffixes[i]);
        found = stat(path, &file) == 0 && find_lock((int64_t)file.st_ino, &process);
    }
    if (!found) {
        return false;
    }
    if (process == (int64_t)getpid()) {
        al_format(out, room, "another connection of this process");
        return true;
    }
    char name[64];
    al_format(path, sizeof path, "/proc/%lld/comm", (long long)process);
    size_t n = read_small_file(path, name, sizeof name - 1);
    n = n > 0 && name[n - 1] == '\n' ? n - 1 : n;
    al_format(out, room, "%.*s%sprocess %lld", (int)n, name, n ? ", " : "", (long long)process);
    return true;
}

/* ---- Waiting for a lock ------------------------------------------------------------------------ */

static void tell_once(struct al_sqlite *s)
{
    char limit[32];
    if (s->told || s->waited < TELL_AFTER) {
        return;
    }
    s->told = true;
    al_show_duration(limit, sizeof limit, s->patience);
    al_driver_tell(&s->head, ALUDEL_EVENT_REMARK, "waiting for %s, which %s has locked (at most %s)",
                   s->memory ? "the database" : s->file, s->holder[0] ? s->holder : "another connection",
                   limit);
}

bool al_sqlite_wait_a_little(struct al_sqlite *s, int attempt)
{
    static const int delays[] = {1, 2, 5, 10, 15, 20, 25, 50, 100};
    int64_t at = al_driver_now();
    if (attempt == 0) {
        s->wait_since = at;
        s->told = false;
    }
    s->waited = at - s->wait_since;
    if (attempt == 0 || s->waited >= s->patience) {
        s->holder[0] = '\0';
        find_holder(s, s->holder, sizeof s->holder);
    }
    if (*s->head.stop || s->waited >= s->patience) {
        return false;
    }
    tell_once(s);
    al_driver_tick(&s->head);
    int64_t delay = attempt < 9 ? delays[attempt] : delays[8];
    int64_t left = s->patience - s->waited;
    sqlite3_sleep(al_driver_until_tick(&s->head, delay < left ? delay : left));
    return !*s->head.stop;
}

bool al_sqlite_may_repeat(struct al_sqlite *s, int attempt)
{
    bool alone = !s->waits && sqlite3_get_autocommit(s->db);
    if (s->head.error.code != ALUDEL_BUSY || !alone || !al_sqlite_wait_a_little(s, attempt)) {
        return false;
    }
    al_error_clear(&s->head.error);
    return true;
}

static int on_busy(void *with, int attempt)
{
    return al_sqlite_wait_a_little(with, attempt);
}

/* lock_timeout is a migration's. Outside of one, who is waited for is another migrator, as at BEGIN; what runs there by
 * itself belongs to a migration all the same. */
void al_sqlite_be_patient(struct al_sqlite *s, bool in_migration)
{
    bool limited = in_migration && s->durations.lock_timeout;
    s->patience = limited ? s->durations.lock_timeout : s->durations.wait;
}

/* ---- Handlers ---------------------------------------------------------------------------------- */

/* SQLite tells nobody which progress handler a connection has: a lent one's is only replaced where that was asked for. */
static bool looks_inside(const struct al_sqlite *s)
{
    return s->owned || s->durations.statement_timeout || s->head.connect.tick_every;
}

/* SQLite tells nobody which busy handler there is either, but whether it is a time-out, which can be put back. A handler of
 * the owner's, or none, stays. */
static int ask_busy_timeout(struct al_sqlite *s)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = sqlite3_prepare_v2(s->db, "PRAGMA busy_timeout", -1, &stmt, NULL) == SQLITE_OK;
    int milliseconds = ok && sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return milliseconds;
}

static void set_progress(struct al_sqlite *s, int steps, int (*function)(void *))
{
#ifdef SQLITE_OMIT_PROGRESS_CALLBACK
    (void)s, (void)steps, (void)function;
#else
    sqlite3_progress_handler(s->db, steps, function, s);
#endif
}

bool al_sqlite_watch(struct al_driver *d, struct aludel_error *error)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    (void)error;
    al_sqlite_be_patient(s, false);
    s->busy_timeout = !s->owned && d->connect.tick_every ? ask_busy_timeout(s) : 0;
    s->waits = s->owned || s->busy_timeout > 0;
    if (s->waits) {
        sqlite3_busy_handler(s->db, on_busy, s);
    }
    if (looks_inside(s)) {
        set_progress(s, STEPS_BETWEEN_LOOKS, look);
    }
    return true;
}

void al_sqlite_unwatch(struct al_driver *d)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    if (!s->owned && looks_inside(s)) {
        set_progress(s, 0, NULL);
    }
    if (s->busy_timeout > 0) {
        sqlite3_busy_timeout(s->db, s->busy_timeout);
    }
}
