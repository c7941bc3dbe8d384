/*
 * main.c: kraken_service from its start to its end.
 *
 * First the database is brought to where this program wants it; if that fails, nothing is served. Then it answers
 * lines until it is told to stop.
 */
#include "serve.h"
#include "store.h"

#include "kraken_migrations.h"

#include <aludel/aludel.h>

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define NAME "kraken_service: "
#define STATUS_NEWER 3 /* kraken_migrate says it too */
#define STATUS_SIGNALLED 128

/* ---- Being told to stop ---------------------------------------------------------------------- */

/* A signal handler has no other way to know what it stops: the migrations, then the serving. */
static struct aludel *volatile migrating;
static volatile sig_atomic_t signal_seen;
static int stop[2];

static void on_signal(int number)
{
    int kept = errno;
    struct aludel *a = migrating;
    signal_seen = number;
    if (a)
        aludel_interrupt(a);
    if (write(stop[1], "", 1) < 0)
        _exit(STATUS_SIGNALLED + number);
    errno = kept;
}

static bool listen_to_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};
    signal(SIGPIPE, SIG_IGN); /* a client that has gone is seen when it is written to */
    return !pipe(stop) && !sigaction(SIGTERM, &action, NULL) && !sigaction(SIGINT, &action, NULL);
}

/* ---- The migrations -------------------------------------------------------------------------- */

static void tell(void *with, const struct aludel_event *event)
{
    (void)with;
    bool step = event->kind == ALUDEL_EVENT_STEP;
    if (step || event->kind == ALUDEL_EVENT_NOTICE || event->kind == ALUDEL_EVENT_REMARK)
        fprintf(stderr, NAME "%s\n", event->text);
}

static const char *variable(void *with, const char *name)
{
    (void)with;
    return getenv(name);
}

static bool migrate(const char *url, struct aludel_error *error)
{
    struct aludel_config config = {.registry = &kraken_migrations,
                                   .url = url,
                                   .event = tell,
                                   .getenv = variable,
                                   .by = "kraken_service"};
    struct aludel *a = aludel_open(&config, error);
    migrating = a;
    if (a && signal_seen) /* before there was anything to stop */
        aludel_interrupt(a);
    bool ok = a && aludel_upgrade(a, "head", NULL, error);
    migrating = NULL;
    aludel_close(a);
    return ok;
}

/* What failed, where, what stands now and what to do about it: no password is in any of that. */
static int refuse(const struct aludel_error *error)
{
    fprintf(stderr, NAME "FAILED: %s\n", error->message);
    if (*error->file)
        fprintf(stderr, "  %s:%d\n", error->file, error->line);
    if (*error->detail)
        fprintf(stderr, "  %s\n", error->detail);
    if (*error->hint)
        fprintf(stderr, "  hint: %s\n", error->hint);
    fprintf(stderr, NAME "the database isn't ready, so nothing is served\n");
    if (error->code == ALUDEL_INTERRUPTED)
        return STATUS_SIGNALLED + signal_seen;
    return error->code == ALUDEL_NEWER ? STATUS_NEWER : EXIT_FAILURE;
}

/* ---- Serving --------------------------------------------------------------------------------- */

/* systemd counts the service as started from here on, where it is of Type=notify. */
static void tell_systemd(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET");
    size_t length = path ? strlen(path) : 0;
    int fd = length > 0 && length < sizeof address.sun_path ? socket(AF_UNIX, SOCK_DGRAM, 0) : -1;
    if (fd < 0)
        return;
    memcpy(address.sun_path, path, length);
    if (*path == '@') /* no file, but a name that begins with a NUL and ends where it is said to */
        address.sun_path[0] = 0;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    if (sendto(fd, "READY=1", 7, 0, (struct sockaddr *)&address, size) < 0)
        perror(NAME "NOTIFY_SOCKET");
    close(fd);
}

static int serve_with(PGconn *store, const char *path)
{
    int listener = path ? serve_listen(path) : -1;
    if (path && listener < 0) {
        fprintf(stderr, NAME "FAILED: %s: %s\n", path, strerror(errno));
        return EXIT_FAILURE;
    }
    fprintf(stderr, NAME "serving %s\n", path ? path : "the standard input");
    tell_systemd();
    if (!serve(store, listener, stop[0])) {
        fprintf(stderr, NAME "FAILED: %s\n", strerror(errno));
        return EXIT_FAILURE;
    }
    fprintf(stderr, NAME "stopped\n");
    return EXIT_SUCCESS;
}

/* The socket comes last: until this one can serve, whoever serves there keeps it. */
static int serve_at(const char *path, const char *url, struct aludel_error *error)
{
    PGconn *store = store_open(url, error);
    if (!store)
        return refuse(error);
    int status = EXIT_FAILURE;
    if (signal_seen)
        status = STATUS_SIGNALLED + signal_seen;
    else if (PQstatus(store) != CONNECTION_OK)
        fprintf(stderr, NAME "FAILED: %s", PQerrorMessage(store));
    else
        status = serve_with(store, path);
    PQfinish(store);
    return status;
}

int main(int argc, char **argv)
{
    struct aludel_error error;
    const char *path = argc == 3 && !strcmp(argv[1], "--socket") ? argv[2] : NULL,
               *url = getenv("DATABASE_URL");
    if (argc > 1 && !path) {
        fprintf(stderr, "usage: kraken_service [--socket PATH]     DATABASE_URL says which database\n");
        return 2;
    }
    if (!url || !*url) {
        fprintf(stderr, NAME "FAILED: no database: DATABASE_URL isn't set\n");
        return EXIT_FAILURE;
    }
    if (!listen_to_signals()) {
        perror(NAME "signals");
        return EXIT_FAILURE;
    }
    return migrate(url, &error) ? serve_at(path, url, &error) : refuse(&error);
}
