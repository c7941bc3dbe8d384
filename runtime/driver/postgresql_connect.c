/*
 * postgresql_connect.c: making a connection, and others like it; see postgresql_state.h.
 *
 * libpq's time-out for connecting exists only where it blocks, and nobody could interrupt it there. So each host of
 * a list is tried by itself, with a deadline of its own.
 */
#include "driver/postgresql_state.h"

#include "driver/url.h"

#include <poll.h>
#include <string.h>

#define CONNECT_WITHIN 30000 /* milliseconds a host, where connect_timeout doesn't say */
#define POLL_FOR 100         /* between two looks whether somebody interrupts */
#define LOOK_ON_FOR 500      /* when what is waited for is there: who has blocked it may be on the way, too */
#define MOST_OPTIONS 64

struct options { /* what libpq takes */
    const char *names[MOST_OPTIONS + 1], *values[MOST_OPTIONS + 1];
    int count;
};

static void put(struct options *o, const char *name, const char *value)
{
    if (value && *value && o->count < MOST_OPTIONS) {
        o->names[o->count] = name;
        o->values[o->count++] = value;
    }
}

/* ---- What went wrong ------------------------------------------------------------------------- */

int al_pg_trimmed(const char *text, size_t n)
{
    while (n > 0 && strchr(" \n\r\t", text[n - 1])) {
        n--;
    }
    return (int)n;
}

static const struct {
    const char *said, *hint;
} hints[] = {
    {"could not look up local user", "name the user in the URL: postgresql://USER@HOST/DATABASE"},
    {"root certificate file", "sslrootcert=FILE in the URL names the authority's certificate"},
    {"certificate verify failed",
     "sslrootcert=FILE in the URL names the certificate of the authority that has signed the server's"},
    {"does not match host name", "the URL's host must be a name that the server's certificate is for"},
    {"no encryption", "sslmode=verify-full in the URL, or require, asks for TLS"},
    {"No such file or directory", "is the server running, and is that the folder of its socket?"},
    {"Connection refused", "is the server running, and is that its port?"},
    {"could not translate host name", "is the host's name right?"},
    {"password authentication failed",
     "the password comes from the URL, from PGPASSWORD or from the file that PGPASSFILE names"},
    {"no password supplied",
     "give it in the URL's environment variable, in PGPASSWORD or in the file that PGPASSFILE names"},
    {"the database system is starting up", "try again in a moment, or let `wait` do so"},
    {"the database system is shutting down", "try again in a moment, or let `wait` do so"},
    {"too many clients", "the server takes no more connections: end some, or raise its max_connections"},
    {"invalid response to SSL negotiation", "does a PostgreSQL server listen there?"},
    {"expected authentication request", "does a PostgreSQL server listen there?"},
    {"server closed the connection unexpectedly",
     "does a PostgreSQL server listen there, or a proxy in front of none?"},
    {"session is read-only", "no host in the URL takes writes: is the primary among them?"},
    {"does not exist", "create it first, or look whether the name in the URL is right"},
};

/* libpq's text: a line, or several when it has tried several hosts. */
static bool fail_as_said(PGconn *conn, struct aludel_error *error)
{
    const char *said = PQerrorMessage(conn);
    size_t line = strcspn(said, "\n");
    const char *rest = said + line + strspn(said + line, "\n\t ");
    if (error->code) {
        return false;
    }
    al_error(error, ALUDEL_CONNECTION, "%.*s", (int)line, said);
    al_error_said(error, "%.*s", al_pg_trimmed(rest, strlen(rest)), rest);
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        if (strstr(said, hints[i].said)) {
            al_error_hint(error, "%s", hints[i].hint);
            return false;
        }
    }
    return false;
}

static bool fail_silent(PGconn *conn, struct aludel_error *error)
{
    const char *host = PQhost(conn);
    al_error(error, ALUDEL_CONNECTION, "the server at %s doesn't answer", host ? host : "its address");
    al_error_hint(
        error, "is it running, and is the address right? connect_timeout=SECONDS in the URL says how long to "
               "wait");
    return false;
}

/* ---- One attempt --------------------------------------------------------------------------------- */

static int64_t time_to_connect(PGconn *conn)
{
    int64_t seconds = 0;
    PQconninfoOption *options = PQconninfo(conn);
    for (PQconninfoOption *o = options; o && o->keyword; o++) {
        if (o->val && strcmp(o->keyword, "connect_timeout") == 0) {
            al_parse_int(al_text(o->val), &seconds);
        }
    }
    PQconninfoFree(options);
    return seconds > 0 ? seconds * 1000 : CONNECT_WITHIN;
}

static bool is_interrupted(const struct al_postgresql *s)
{
    const struct al_connect *c = &s->head.connect;
    return *s->head.stop || (c->interrupted && *c->interrupted);
}

bool al_pg_look_is_over(struct al_postgresql *s)
{
    struct pollfd p = {.fd = s->waiting ? PQsocket(s->waiting) : -1, .events = POLLIN};
    if (!s->waiting || *s->head.stop || p.fd < 0) {
        return s->waiting;
    }
    if (!s->look_until && poll(&p, 1, 0) > 0) {
        s->look_until = al_driver_now() + LOOK_ON_FOR;
    }
    return s->look_until && al_driver_now() >= s->look_until;
}

static bool wait_until_connected(struct al_postgresql *s, PGconn *conn, struct aludel_error *error)
{
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    int64_t deadline = al_driver_now() + time_to_connect(conn);
    while (PQstatus(conn) != CONNECTION_BAD && state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        al_driver_tick(&s->head);
        if (is_interrupted(s) || al_pg_look_is_over(s)) {
            return al_error(error, ALUDEL_INTERRUPTED, "interrupted");
        }
        if (al_driver_now() > deadline) {
            return fail_silent(conn, error);
        }
        struct pollfd p = {.fd = PQsocket(conn), .events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT};
        if (poll(&p, 1, al_driver_until_tick(&s->head, POLL_FOR)) > 0) {
            state = PQconnectPoll(conn);
        }
    }
    return PQstatus(conn) == CONNECTION_OK || fail_as_said(conn, error);
}

static void silent(void *with, const PGresult *r)
{
    (void)with;
    (void)r;
}

static PGconn *connect_with(struct al_postgresql *s, struct options *o, struct aludel_error *error)
{
    o->names[o->count] = o->values[o->count] = NULL;
    PGconn *conn = PQconnectStartParams(o->names, o->values, 0);
    if (!conn) {
        al_error(error, ALUDEL_NO_MEMORY, "out of memory");
        return NULL;
    }
    if (!wait_until_connected(s, conn, error)) {
        PQfinish(conn);
        return NULL;
    }
    PQsetNoticeReceiver(conn, silent, NULL);
    PQsetnonblocking(conn, 1);
    return conn;
}

/* ---- Lists of hosts ------------------------------------------------------------------------------ */

/* The i-th of a list with commas; the only one there is, or "", where there are fewer. */
static void item_of(const char *list, int i, char *out, size_t room)
{
    const char *p = list ? list : "";
    for (; i > 0 && strchr(p, ','); i--) {
        p = strchr(p, ',') + 1;
    }
    al_format(out, room, "%.*s", i > 0 && p != list ? 0 : (int)strcspn(p, ","), p);
}

static int items_in(const char *list)
{
    int count = 1;
    for (const char *p = list; p && (p = strchr(p, ',')); p++) {
        count++;
    }
    return count;
}

static const char *value_of(const struct options *o, const char *name)
{
    const char *value = NULL;
    for (int i = 0; i < o->count; i++) {
        value = strcmp(o->names[i], name) == 0 ? o->values[i] : value;
    }
    return value;
}

/* The same with one host. */
static struct options only_host(const struct options *all, const char *host, const char *address,
                                const char *port)
{
    struct options one = {.count = 0};
    for (int i = 0; i < all->count; i++) {
        const char *name = all->names[i];
        if (strcmp(name, "host") != 0 && strcmp(name, "hostaddr") != 0 && strcmp(name, "port") != 0) {
            put(&one, name, all->values[i]);
        }
    }
    put(&one, "host", host);
    put(&one, "hostaddr", address);
    put(&one, "port", port);
    return one;
}

/* The first one's error, with what the others said. */
static void join_errors(struct aludel_error *first, const struct aludel_error *next)
{
    if (first->code == ALUDEL_OK) {
        *first = *next;
    } else {
        al_error_said(first, "%s", next->message);
    }
}

static PGconn *connect_to_any(struct al_postgresql *s, const struct options *all, struct aludel_error *error)
{
    char host[256], address[80], port[16];
    struct aludel_error first = {.code = ALUDEL_OK};
    const char *hosts = value_of(all, "host"), *addresses = value_of(all, "hostaddr");
    int count = items_in(hosts ? hosts : addresses);
    PGconn *conn = NULL;
    for (int i = 0; i < count && !conn; i++) {
        item_of(hosts, i, host, sizeof host);
        item_of(addresses, i, address, sizeof address);
        item_of(value_of(all, "port"), i, port, sizeof port);
        struct options one = only_host(all, host, address, port);
        al_error_clear(error);
        conn = connect_with(s, &one, error);
        if (!conn && error->code == ALUDEL_INTERRUPTED) {
            return NULL;
        }
        if (!conn) {
            join_errors(&first, error);
        }
    }
    *error = conn ? *error : first;
    return conn;
}

/* ---- By URL ------------------------------------------------------------------------------------------ */

/* libpq's own words would show what it can't read, a password perhaps. */
static bool fail_to_read(const char *shown, char *said, struct aludel_error *error)
{
    static const char *const harmless[] = {"invalid URI query parameter", "invalid connection option"};
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        if (said && strncmp(said, harmless[i], strlen(harmless[i])) == 0) {
            al_error(error, ALUDEL_USAGE, "%.*s", (int)strcspn(said, "\n"), said);
        }
    }
    PQfreemem(said);
    if (error->code != ALUDEL_OK) {
        return false;
    }
    /* Where the password of a keyword string ends is anybody's guess. */
    const char *masked = strstr(shown, "://") ? NULL : strstr(shown, "***");
    int n = masked ? (int)(masked - shown) + 3 : (int)strlen(shown);
    al_error(error, ALUDEL_USAGE, "libpq can't read the database URL '%.*s%s'", n, shown, masked ? " …" : "");
    al_error_hint(error,
                  "in a URL write %s for %s; in a keyword string put quotes around a value with blanks",
                  "%25", "%");
    return false;
}

/* A dead network is noticed within a minute, unless the URL says otherwise. */
static void put_defaults(struct options *o, const struct al_connect *c)
{
    const char *application = c->settings ? c->settings->application_name : NULL;
    put(o, "fallback_application_name", application && *application ? application : "aludel");
    put(o, "keepalives_idle", "30");
    put(o, "keepalives_interval", "10");
    put(o, "keepalives_count", "3");
    put(o, "tcp_user_timeout", "60000");
}

bool al_pg_open_url(struct al_postgresql *s, struct aludel_error *error)
{
    struct al_url url;
    struct options all = {.count = 0};
    char *said = NULL;
    if (!al_url_parse(&url, s->head.connect.url, error)) {
        return false;
    }
    al_format(s->head.shown_url, sizeof s->head.shown_url, "%s", url.shown);
    PQconninfoOption *given = PQconninfoParse(url.libpq, &said);
    if (!given) {
        return fail_to_read(url.shown, said, error);
    }
    put_defaults(&all, &s->head.connect);
    for (PQconninfoOption *o = given; o->keyword; o++) {
        put(&all, o->keyword, o->val);
    }
    put(&all, "client_encoding", "UTF8");
    const char *hosts = value_of(&all, "host"), *addresses = value_of(&all, "hostaddr");
    bool several = items_in(hosts) > 1 || items_in(addresses) > 1;
    s->conn = several ? connect_to_any(s, &all, error) : connect_with(s, &all, error);
    PQconninfoFree(given);
    return s->conn != NULL;
}

/* ---- Another one like it ------------------------------------------------------------------------------ */

/* To the very server that `conn` has found, whichever of a list that was. */
PGconn *al_pg_twin(struct al_postgresql *s)
{
    struct options all = {.count = 0};
    PQconninfoOption *options = PQconninfo(s->conn);
    if (!options) {
        al_error(&s->head.error, ALUDEL_NO_MEMORY, "out of memory");
        return NULL;
    }
    for (PQconninfoOption *o = options; o->keyword; o++) {
        put(&all, o->keyword, o->val);
    }
    struct options one = only_host(&all, PQhost(s->conn),
                                   value_of(&all, "hostaddr") ? PQhostaddr(s->conn) : NULL, PQport(s->conn));
    PGconn *twin = connect_with(s, &one, &s->head.error);
    PQconninfoFree(options);
    return twin;
}
