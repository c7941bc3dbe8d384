#include "trial/program.h"

#include "trial/places.h"
#include "trial/signals.h"
#include "trial/url.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define MOST_SAID 600

/* ---- Running ------------------------------------------------------------------------------------------- */

static const char *first_of(struct aludel_arena *arena, const char *path)
{
    char text[MOST_SAID];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = file >= 0 ? read(file, text, sizeof text) : 0;
    if (file >= 0)
        close(file);
    struct aludel_text said = al_trimmed((struct aludel_text){text, n > 0 ? (size_t)n : 0});
    char *line = al_arena_copy(arena, said.z, said.n);
    for (char *p = line; *p; p++)
        *p = *p == '\n' ? ' ' : *p;
    return line;
}

/* Its environment with the password in it, which no command line shows. */
static char **environment_with(struct aludel_arena *arena, const char *password)
{
    size_t n = 0, kept = 0;
    while (environ[n])
        n++;
    char **all = al_arena_new(arena, (n + 2) * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        if (!password || strncmp(environ[i], "PGPASSWORD=", 11) != 0)
            all[kept++] = environ[i];
    }
    if (password) {
        const char *entry = trial_format(arena, "PGPASSWORD=%s", password);
        all[kept] = al_arena_copy(arena, entry, strlen(entry));
    }
    return all;
}

static int start(const struct trial_program *p, struct aludel_arena *arena, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, p->in ? p->in : "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, p->out ? p->out : "/dev/null",
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, p->said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int error = posix_spawnp(pid, p->argv[0], &files, NULL, (char *const *)p->argv,
                             environment_with(arena, p->password));
    posix_spawn_file_actions_destroy(&files);
    return error;
}

static int wait_for(pid_t pid)
{
    int status = 0;
    pid_t ended;
    trial_signals_watch_child(pid);
    do {
        ended = waitpid(pid, &status, 0);
    } while (ended < 0 && errno == EINTR);
    trial_signals_watch_child(0);
    return ended < 0 ? -1 : status;
}

enum trial_ran trial_run(const struct trial_program *p, struct aludel_arena *arena, const char **said)
{
    pid_t pid = 0;
    int error = start(p, arena, &pid);
    *said = "";
    if (error == ENOENT)
        return TRIAL_NOT_THERE;
    if (error) {
        *said = trial_format(arena, "%s", strerror(error));
        return TRIAL_RAN_BADLY;
    }
    int status = wait_for(pid);
    *said = first_of(arena, p->said);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? TRIAL_RAN : TRIAL_RAN_BADLY;
}

/* ---- Scripts ---------------------------------------------------------------------------------------------- */

static bool write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    bool bad = !f || fputs(text, f) < 0;
    bad = (f && fclose(f) != 0) || bad;
    return !bad;
}

static enum trial_ran run_client(struct trial *t, const struct trial_place *p, const char *file,
                                 const char **said)
{
    struct trial_program program = {.in = file, .said = trial_places_file(t, "said")};
    if (!trial_on_postgresql(t)) {
        const char *const argv[] = {"sqlite3", "-batch", "-bail", p->name, NULL};
        program.argv = argv;
        return trial_run(&program, &t->arena, said);
    }
    const char *url = trial_url_without_password(&t->arena, p->url, &program.password);
    const char *const argv[] = {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, NULL};
    program.argv = argv;
    return trial_run(&program, &t->arena, said);
}

bool trial_run_script(struct trial *t, const struct trial_place *p, const char *script)
{
    const char *file = trial_places_file(t, "script.sql"), *said = "";
    const char *client = trial_on_postgresql(t) ? "psql" : "sqlite3";
    if (!write_file(file, script)) {
        trial_fail(&t->report, "the script can't be written to %s: %s", file, strerror(errno));
        return false;
    }
    enum trial_ran ran = run_client(t, p, file, &said);
    unlink(file);
    if (ran == TRIAL_NOT_THERE)
        trial_fail(&t->report,
                   "%s isn't installed, by which scripts are executed here (Debian: apt-get install %s)",
                   client, trial_on_postgresql(t) ? "postgresql-client" : "sqlite3");
    else if (ran == TRIAL_RAN_BADLY && !trial_interrupted())
        trial_fail(&t->report, "%s refuses the script: %s", client, said);
    return ran == TRIAL_RAN;
}
