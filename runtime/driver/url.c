/*
 * url.c: which database a URL means. Every form that SQLAlchemy's users write, and libpq's keyword strings.
 *
 *   sqlite://                        in memory, as sqlite:///:memory:
 *   sqlite:///rel/app.db             relative to the current folder
 *   sqlite:////abs/app.db            absolute
 *   sqlite:///file:app.db?mode=ro&uri=true
 *   postgresql://user:pw@host:5432/name?sslmode=require
 *   host=… dbname=…
 * The scheme's +driver (sqlite+aiosqlite, postgresql+psycopg2 …) means nothing here.
 */
#include "driver/url.h"

#include <string.h>

bool al_url_decode(char *out, size_t room, struct aludel_text text)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    size_t n = 0;
    for (size_t i = 0; i < text.n && n + 1 < room; n++) {
        const char *high = NULL, *low = NULL;
        if (text.z[i] == '%' && i + 2 < text.n) {
            high = text.z[i + 1] ? strchr(digits, text.z[i + 1]) : NULL;
            low = text.z[i + 2] ? strchr(digits, text.z[i + 2]) : NULL;
        }
        if (high && low) {
            long h = high - digits, l = low - digits;
            out[n] = (char)((h > 15 ? h - 6 : h) * 16 + (l > 15 ? l - 6 : l));
            i += 3;
        } else {
            out[n] = text.z[i++];
        }
        if (i >= text.n) {
            out[n + 1] = '\0';
            return true;
        }
    }
    out[n] = '\0';
    return text.n == 0;
}

/* ---- Errors ------------------------------------------------------------------------------------ */

static bool bad(struct aludel_error *error, const char *shown, const char *why)
{
    return al_error(error, ALUDEL_USAGE, "can't read the database URL '%s': %s", shown, why);
}

static const char forms[] = "write sqlite:///path/to/file.db or postgresql://user@host/database";

static bool unknown_scheme(struct aludel_error *error, const char *shown, struct aludel_text scheme)
{
    static const char *const ours[] = {"sqlite", "postgresql", "postgres"};
    static const char *const others[] = {"mysql",   "mariadb",   "oracle",      "mssql",    "sqlserver",
                                         "mongodb", "snowflake", "redshift",    "bigquery", "clickhouse",
                                         "duckdb",  "libsql",    "cockroachdb", "firebird", "db2",
                                         "http",    "https"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (al_is(scheme, others[i])) {
            al_error(error, ALUDEL_USAGE, "no driver for '%s': '%s'", others[i], shown);
            al_error_hint(error, "the databases are SQLite and PostgreSQL: %s", forms);
            return false;
        }
    }
    const char *near = al_nearest(scheme, ours, sizeof ours / sizeof ours[0]);
    al_error(error, ALUDEL_USAGE, "unknown scheme '%.*s' in the database URL '%s'", (int)scheme.n, scheme.z,
             shown);
    if (near) {
        al_error_hint(error, "did you mean '%s://'?", near);
    } else {
        al_error_hint(error, "%s", forms);
    }
    return false;
}

/* Text without a scheme: mostly a path. */
static bool no_scheme(struct aludel_error *error, const char *text, const char *shown)
{
    al_error(error, ALUDEL_USAGE, "'%s' is no database URL", shown);
    if (strncmp(text, "file:", 5) == 0) {
        al_error_hint(error, "write sqlite:///%s%suri=true", shown, strchr(text, '?') ? "&" : "?");
    } else if (strncmp(text, "sqlite:", 7) == 0) {
        al_error_hint(error, "write sqlite:///%s", shown + 7);
    } else if (strpbrk(text, " ;@") == NULL && (strchr(text, '/') || strchr(text, '.'))) {
        al_error_hint(error, "for that file write sqlite:///%s", shown);
    } else {
        al_error_hint(error, "%s", forms);
    }
    return false;
}

/* ---- SQLite --------------------------------------------------------------------------------------- */

static bool parse_sqlite(struct al_url *url, const char *rest, struct aludel_error *error)
{
    size_t n = strcspn(rest, "?");
    if (rest[0] && rest[0] != '/' && rest[0] != '?') {
        const char *colon = strstr(url->shown, "://"), *shown = colon ? colon + 3 : "path/to/file.db";
        bad(error, url->shown,
            "an SQLite URL has three slashes in front of the path, four when it is absolute");
        al_error_hint(error, "write sqlite:///%.*s", (int)strcspn(shown, "?"), shown);
        return false;
    }
    struct aludel_text path = n > 0 ? (struct aludel_text){rest + 1, n - 1} : AL_TEXT("");
    if (!al_url_decode(url->path, sizeof url->path, path)) {
        return bad(error, url->shown, "the path is too long");
    }
    if (strstr(rest, "%00")) {
        return bad(error, url->shown, "there is a NUL in it");
    }
    const char *query = rest[n] == '?' ? rest + n + 1 : "";
    if (strlen(query) >= sizeof url->query) {
        return bad(error, url->shown, "its parameters are too long");
    }
    al_format(url->query, sizeof url->query, "%s", query);
    return true;
}

/* ---- PostgreSQL ------------------------------------------------------------------------------------- */

/* Parameters that belong to other clients' pools and caches; libpq would refuse them. */
static bool means_nothing(struct aludel_text name)
{
    static const char *const names[] = {
        "pgbouncer",
        "connection_limit",
        "pool_timeout",
        "pool_size",
        "max_overflow",
        "statement_cache_size",
        "prepared_statement_cache_size",
        "prepared_statement_name_func",
        "async_fallback",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (al_is(name, names[i])) {
            return true;
        }
    }
    return false;
}

/* asyncpg's and pg8000's ssl=require is libpq's sslmode=require. */
static size_t put_parameter(char *out, size_t room, struct aludel_text text, char before)
{
    size_t equals = 0;
    while (equals < text.n && text.z[equals] != '=') {
        equals++;
    }
    struct aludel_text name = {text.z, equals}, value = {text.z + equals, text.n - equals};
    if (text.n == 0 || means_nothing(name)) {
        return 0;
    }
    if (al_is(name, "ssl")) {
        name = AL_TEXT("sslmode");
        value = al_is(value, "=true") || al_is(value, "=True") || al_is(value, "=1") ? AL_TEXT("=require")
                                                                                     : value;
    }
    return al_format(out, room, "%c%.*s%.*s", before, (int)name.n, name.z, (int)value.n, value.z);
}

/* A password may hold '/' and '@' as they are; libpq wants them encoded. */
static size_t put_authority(char *out, size_t room, struct aludel_text text)
{
    size_t user = 0, at = 0;
    bool named = false, slash = false;
    for (size_t i = 0; i < text.n; i++) {
        named = named || (text.z[i] == ':' && !slash);
        slash = slash || text.z[i] == '/';
        user = text.z[i] == '@' && (named || !slash) ? i : user;
    }
    for (size_t i = 0; i < text.n && at < room; i++) {
        bool odd = i < user && (text.z[i] == '/' || text.z[i] == '@');
        at += al_format(out + at, room - at, odd ? "%%%02x" : "%c", (unsigned char)text.z[i]);
    }
    return at;
}

/* SQLAlchemy's ?host=A:5432&host=B:5433 is libpq's host=A,B and port=5432,5433. */
struct hosts {
    char names[512], ports[128];
    int count;
    bool any_port, cut;
};

static bool append_item(char *list, size_t room, bool first, const char *z, size_t n)
{
    size_t at = strlen(list);
    return al_format(list + at, room - at, "%s%.*s", first ? "" : ",", (int)n, z) < room - at;
}

static bool is_host(struct aludel_text text)
{
    return text.n > 5 && memcmp(text.z, "host=", 5) == 0;
}

/* A port stands behind the last colon; a socket's folder, a list and a bare IPv6 address have none. */
static void add_host(struct hosts *h, struct aludel_text value)
{
    size_t colon = value.n;
    while (colon > 0 && value.z[colon - 1] >= '0' && value.z[colon - 1] <= '9') {
        colon--;
    }
    bool port = colon > 1 && colon < value.n && value.z[colon - 1] == ':' && value.z[0] != '/' &&
                !memchr(value.z, ',', value.n) && memchr(value.z, ':', value.n) == value.z + colon - 1;
    size_t name = port ? colon - 1 : value.n;
    bool whole =
        append_item(h->names, sizeof h->names, h->count == 0, value.z, name) &&
        append_item(h->ports, sizeof h->ports, h->count == 0, value.z + colon, port ? value.n - colon : 0);
    h->cut = h->cut || !whole;
    h->count++;
    h->any_port = h->any_port || port;
}

static size_t put_hosts(char *out, size_t room, const struct hosts *h, char before)
{
    if (h->count == 0) {
        return 0;
    }
    return al_format(out, room, "%chost=%s%s%s", before, h->names, h->any_port ? "&port=" : "",
                     h->any_port ? h->ports : "");
}

static bool parse_postgresql(struct al_url *url, const char *rest, struct aludel_error *error)
{
    size_t n = strcspn(rest, "?"), room = sizeof url->libpq;
    size_t at = al_format(url->libpq, room, "postgresql://");
    at += put_authority(url->libpq + at, room - at, (struct aludel_text){rest, n});
    char before = '?';
    struct hosts hosts = {.count = 0};
    const char *query = rest[n] == '?' ? rest + n + 1 : "";
    while (*query && at < room) {
        struct aludel_text part = {query, strcspn(query, "&")};
        size_t put = 0;
        if (is_host(part)) {
            add_host(&hosts, (struct aludel_text){part.z + 5, part.n - 5});
        } else {
            put = put_parameter(url->libpq + at, room - at, part, before);
        }
        before = put > 0 ? '&' : before;
        at += put;
        query += part.n + (query[part.n] == '&');
    }
    at += at < room ? put_hosts(url->libpq + at, room - at, &hosts, before) : 0;
    return (at < room && !hosts.cut) || bad(error, url->shown, "it is too long");
}

/* "host=localhost dbname=app": libpq's own form. */
static bool is_keywords(const char *text)
{
    static const char *const names[] = {"host",
                                        "hostaddr",
                                        "port",
                                        "dbname",
                                        "user",
                                        "password",
                                        "service",
                                        "sslmode",
                                        "passfile",
                                        "options",
                                        "connect_timeout",
                                        "application_name",
                                        "target_session_attrs"};
    text += strspn(text, " \t");
    size_t n = strcspn(text, "= \t");
    const char *equals = text + n + strspn(text + n, " \t");
    for (size_t i = 0; *equals == '=' && i < sizeof names / sizeof names[0]; i++) {
        if (al_is((struct aludel_text){text, n}, names[i])) {
            return true;
        }
    }
    return false;
}

/* ---- All of it --------------------------------------------------------------------------------------- */

bool al_url_parse(struct al_url *url, const char *text, struct aludel_error *error)
{
    *url = (struct al_url){.dialect = ALUDEL_SQLITE};
    al_mask_url(url->shown, sizeof url->shown, text);
    const char *colon = strstr(text, "://");
    if (is_keywords(text)) {
        url->dialect = ALUDEL_POSTGRESQL;
        return al_format(url->libpq, sizeof url->libpq, "%s", text) < sizeof url->libpq ||
               bad(error, url->shown, "it is too long");
    }
    if (!text[0]) {
        al_error(error, ALUDEL_USAGE, "the database URL is empty");
        al_error_hint(error, "%s", forms);
        return false;
    }
    if (!colon || strncmp(text, "file:", 5) == 0) {
        return no_scheme(error, text, url->shown);
    }
    struct aludel_text scheme = {text, strcspn(text, "+:")};
    if (al_is(scheme, "sqlite") && strncmp(text, "sqlite+pysqlcipher", 18) == 0) {
        return bad(error, url->shown, "encrypted databases (SQLCipher) aren't supported");
    }
    if (al_is(scheme, "sqlite")) {
        return parse_sqlite(url, colon + 3, error);
    }
    if (al_is(scheme, "postgresql") || al_is(scheme, "postgres")) {
        url->dialect = ALUDEL_POSTGRESQL;
        return parse_postgresql(url, colon + 3, error);
    }
    return unknown_scheme(error, url->shown, scheme);
}

/* ---- For applications -------------------------------------------------------------------------------- */

bool aludel_postgresql_conninfo(const char *url, char *out, size_t room, struct aludel_error *error)
{
    struct al_url parsed;
    struct aludel_error unheard = {.code = ALUDEL_OK};
    struct aludel_error *e = error ? error : &unheard;
    al_error_clear(e);
    if (room > 0) {
        *out = '\0';
    }
    if (!al_url_parse(&parsed, url ? url : "", e)) {
        return false;
    }
    if (parsed.dialect != ALUDEL_POSTGRESQL) {
        return al_error(e, ALUDEL_USAGE, "'%s' is no PostgreSQL database", parsed.shown);
    }
    if (strlen(parsed.libpq) >= room) {
        return bad(e, parsed.shown, "it is too long");
    }
    al_format(out, room, "%s", parsed.libpq);
    return true;
}
