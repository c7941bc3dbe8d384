#include "trial/url.h"

#include "driver/url.h"

#include <string.h>

struct parts {                    /* postgresql://USER:PASSWORD@HOSTS/DATABASE?QUERY */
    struct aludel_text authority; /* with the user */
    struct aludel_text path;
    const char *query; /* behind the ? */
};

static struct parts take_apart(const char *url)
{
    const char *from = strstr(url, "://");
    struct parts p = {{"", 0}, {"", 0}, ""};
    if (!from)
        return p;
    p.authority = (struct aludel_text){from + 3, strcspn(from + 3, "/?")};
    const char *behind = p.authority.z + p.authority.n;
    if (*behind == '/')
        p.path = (struct aludel_text){behind + 1, strcspn(behind + 1, "?")};
    const char *mark = strchr(behind, '?');
    p.query = mark ? mark + 1 : "";
    return p;
}

/* libpq's own form, without the driver behind a +. */
static const char *plain(struct aludel_arena *arena, const char *url)
{
    char text[ALUDEL_CONNINFO];
    struct aludel_error ignored;
    bool ok = aludel_postgresql_conninfo(url, text, sizeof text, &ignored);
    return ok ? al_arena_copy(arena, text, strlen(text)) : url;
}

static bool is_parameter(const char *item, const char *name)
{
    size_t n = strlen(name);
    return !strncmp(item, name, n) && item[n] == '=';
}

/* All parameters but one. */
static void put_query(struct al_builder *b, const char *query, const char *without)
{
    char before = '?';
    for (size_t n; *query; query += n + (query[n] == '&')) {
        n = strcspn(query, "&");
        if (n && !is_parameter(query, without)) {
            al_putc(b, before);
            al_put(b, query, n);
            before = '&';
        }
    }
}

const char *trial_url_of_database(struct aludel_arena *arena, const char *url, const char *database)
{
    struct parts p = take_apart(plain(arena, url));
    struct al_builder b = al_builder(arena);
    al_puts(&b, "postgresql://");
    al_put(&b, p.authority.z, p.authority.n);
    al_putf(&b, "/%s", database);
    put_query(&b, p.query, "dbname");
    return al_built(&b).z;
}

static const char *decoded(struct aludel_arena *arena, struct aludel_text text)
{
    char *out = al_arena_new(arena, text.n + 1);
    return al_url_decode(out, text.n + 1, text) ? out : "";
}

static void find_parameter(struct aludel_arena *arena, const char *query, const char *name,
                           const char **value)
{
    for (size_t n; *query; query += n + (query[n] == '&')) {
        n = strcspn(query, "&");
        size_t before = strlen(name) + 1;
        if (is_parameter(query, name))
            *value = decoded(arena, (struct aludel_text){query + before, n - before});
    }
}

const char *trial_url_without_password(struct aludel_arena *arena, const char *url, const char **password)
{
    struct parts p = take_apart(plain(arena, url));
    struct al_builder b = al_builder(arena);
    size_t user = 0, end = p.authority.n;
    *password = NULL;
    while (end > 0 && p.authority.z[end - 1] != '@')
        end--;
    while (user < end && p.authority.z[user] != ':')
        user++;
    al_puts(&b, "postgresql://");
    if (user < end) { /* USER:PASSWORD@ */
        *password = decoded(arena, (struct aludel_text){p.authority.z + user + 1, end - 1 - user - 1});
        al_put(&b, p.authority.z, user);
        al_put(&b, p.authority.z + end - 1, p.authority.n - end + 1);
    } else {
        al_put(&b, p.authority.z, p.authority.n);
    }
    al_putc(&b, '/');
    al_put(&b, p.path.z, p.path.n);
    find_parameter(arena, p.query, "password", password);
    put_query(&b, p.query, "password");
    return al_built(&b).z;
}
