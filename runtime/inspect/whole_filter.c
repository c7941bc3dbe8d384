#include "inspect/whole_filter.h"

#include "core/arena.h"
#include "core/pattern.h"

#include <string.h>

/* ---- Matching ------------------------------------------------------------------------------------ */

/* A kind of two words is written with a line between them: materialized_view. */
static bool fits_kind(struct aludel_text pattern, const char *kind)
{
    bool same = pattern.n == strlen(kind);
    for (size_t i = 0; same && i < pattern.n; i++) {
        same = pattern.z[i] == (kind[i] == ' ' ? '_' : kind[i]);
    }
    return same;
}

/* Of a function without its arguments. */
static struct aludel_text bare_name(const struct aludel_schema_part *part)
{
    struct aludel_text name = al_text(part->name);
    const char *open = name.n && strcmp(part->kind, "function") == 0 ? memchr(name.z, '(', name.n) : NULL;
    return open ? (struct aludel_text){name.z, (size_t)(open - name.z)} : name;
}

static bool matches(const struct al_whole_filter *f, const char *list, const struct aludel_schema_part *part)
{
    struct al_pattern p;
    struct aludel_text bad, schema = al_text(*part->schema ? part->schema : f->home);
    while (al_pattern_next(&list, &p, &bad)) {
        bool same_kind = p.kind.n ? fits_kind(p.kind, part->kind) : !*part->table;
        bool same_schema = !p.schema.n || al_pattern_fits(p.schema, schema, f->nocase);
        if (same_kind && same_schema && al_pattern_fits(p.name, bare_name(part), f->nocase)) {
            return true;
        }
    }
    return false;
}

/* ---- What has a name of its own -------------------------------------------------------------------- */

/* An extension or a schema is there for others: it is left out only where somebody says so. */
static bool is_for_others(const struct aludel_schema_part *part)
{
    return !strcmp(part->kind, "extension") || !strcmp(part->kind, "schema");
}

static bool has_patterns(const char *list)
{
    struct al_pattern p;
    struct aludel_text bad;
    return al_pattern_next(&list, &p, &bad);
}

static bool is_chosen(const struct al_whole_filter *f, const struct aludel_schema_part *part)
{
    return is_for_others(part) || !has_patterns(f->include) || matches(f, f->include, part);
}

/* ---- What hangs on it ------------------------------------------------------------------------------ */

struct sifting {
    const struct al_whole_filter *filter;
    const struct al_whole *whole;
    bool *gone; /* as many */
};

static bool same_name(const struct sifting *s, struct aludel_text a, const char *b)
{
    return s->filter->nocase ? al_same_nocase(a, al_text(b)) : al_same(a, al_text(b));
}

static bool owner_is_gone(const struct sifting *s, struct aludel_text schema, struct aludel_text name)
{
    for (size_t i = 0; i < s->whole->count; i++) {
        const struct aludel_schema_part *part = &s->whole->things[i].part;
        if (s->gone[i] && !*part->table && same_name(s, name, part->name) &&
            same_name(s, schema, part->schema)) {
            return true;
        }
    }
    return false;
}

/* A name as it stands in a statement, at *z, which moves behind it; in `room`, without its quotes. */
static struct aludel_text read_name(const char **z, char *room, size_t size)
{
    size_t n = 0;
    bool quoted = **z == '"';
    const char *p = *z + quoted;
    for (; *p && (quoted || !strchr(".( ", *p)) && n < size; p++) {
        if (quoted && *p == '"' && *++p != '"') {
            break;
        }
        room[n++] = *p;
    }
    *z = p;
    return (struct aludel_text){room, n};
}

/* Where a foreign key of PostgreSQL leads, in the server's own words. */
static bool leads_to_gone(const struct sifting *s, const struct aludel_schema_part *part)
{
    char first[64], second[64];
    const char *z = strcmp(part->kind, "constraint") ? NULL : strstr(part->sql, " REFERENCES ");
    if (!z) {
        return false;
    }
    z += sizeof " REFERENCES " - 1;
    struct aludel_text schema = {"", 0}, name = read_name(&z, first, sizeof first);
    if (*z == '.') {
        z++;
        schema = name;
        name = read_name(&z, second, sizeof second);
    }
    return owner_is_gone(s, schema, name);
}

static bool goes_with_another(const struct sifting *s, const struct aludel_schema_part *part)
{
    return matches(s->filter, s->filter->exclude, part) ||
           owner_is_gone(s, al_text(part->schema), al_text(part->table)) || leads_to_gone(s, part);
}

/* ---- Sifting --------------------------------------------------------------------------------------- */

static void sift(const struct sifting *s)
{
    for (size_t i = 0; i < s->whole->count; i++) {
        const struct aludel_schema_part *part = &s->whole->things[i].part;
        s->gone[i] =
            !*part->table && (!is_chosen(s->filter, part) || matches(s->filter, s->filter->exclude, part));
    }
    for (size_t i = 0; i < s->whole->count; i++) {
        const struct aludel_schema_part *part = &s->whole->things[i].part;
        s->gone[i] = s->gone[i] || (*part->table && goes_with_another(s, part));
    }
}

bool al_whole_sift(struct aludel_arena *arena, const struct al_whole_filter *filter, struct al_whole *whole)
{
    size_t kept = 0;
    if (!has_patterns(filter->include) && !has_patterns(filter->exclude)) {
        return true;
    }
    struct sifting s = {filter, whole, al_arena_new(arena, whole->count + 1)};
    if (!s.gone) {
        return false;
    }
    sift(&s);
    for (size_t i = 0; i < whole->count; i++) {
        if (!s.gone[i]) {
            whole->things[kept++] = whole->things[i];
        }
    }
    whole->count = kept;
    return true;
}
