/* Naming conventions: SQLAlchemy's keys ("pk", "uq", "fk", "ck", "ix") and %(tokens)s. */
#include "fold/op/item.h"

#include "base/md5.h"

#include <string.h>

struct named { /* what a name may be made of */
    struct path table, to;
    const struct names *columns, *to_columns;
    struct aludel_text given;
    struct span at;
};

/* `key: template` of the setting, a line or a comma each. */
static struct aludel_text set_template(const struct folding *f, const char *key)
{
    size_t length = strlen(key);
    for (const char *z = f->e->settings.naming_convention; *z;) {
        z += strspn(z, " \t\r\n,");
        const char *template = z + strcspn(z, ":\n,");
        size_t n = strcspn(z, "\n,");
        if (*template == ':' && (size_t)(template - z) == length && memcmp(z, key, length) == 0) {
            const char *from = template + 1 + strspn(template + 1, " \t");
            size_t to = (size_t)(z + n - from);
            while (to && strchr(" \t\r", from[to - 1]))
                to--;
            return (struct aludel_text){from, to};
        }
        z += n;
    }
    return (struct aludel_text){"", 0};
}

static struct aludel_text convention(const struct folding *f, const char *key)
{
    struct aludel_text template = set_template(f, key);
    return !template.n && strcmp(key, "ix") == 0 ? AL_TEXT("ix_%(column_0_label)s") : template;
}

/* {"uq": "uq_%(table_name)s_%(column_0_name)s"} */
static struct aludel_text given_template(struct aludel_value conventions, const char *key)
{
    for (size_t i = 0; conventions.type == ALUDEL_DICT && i < conventions.as.items->count; i++) {
        struct aludel_value k = conventions.as.items->keys[i], v = conventions.as.items->values[i];
        if (k.type == ALUDEL_STRING && v.type == ALUDEL_STRING && al_is(k.as.text, key))
            return v.as.text;
    }
    return (struct aludel_text){"", 0};
}

static void put_name_part(struct al_builder *b, struct aludel_text t)
{
    al_put(b, t.z, t.n);
}

/* "column_0_name", "column_0N_name", "column_0_N_name", "referred_column_0_name", "column_0_label". */
static bool put_columns(struct al_builder *b, const struct named *n, const char *token)
{
    bool referred = strncmp(token, "referred_", 9) == 0;
    const struct names *columns = referred ? n->to_columns : n->columns;
    token += referred ? 9 : 0;
    if (strncmp(token, "column_", 7) != 0 || !columns)
        return false;
    token += 7;
    size_t first = 0;
    while (*token >= '0' && *token <= '9')
        first = first * 10 + (size_t)(*token++ - '0');
    bool all = *token == 'N' || strncmp(token, "_N", 2) == 0, apart = *token == '_';
    bool label = strstr(token, "label") != NULL;
    for (size_t i = first; i < columns->count && (all || i == first); i++) {
        al_puts(b, all && apart && i > first ? "_" : "");
        if (label && n->table.schema.n) {
            put_name_part(b, n->table.schema);
            al_putc(b, '_');
        }
        if (label) {
            put_name_part(b, n->table.name);
            al_putc(b, '_');
        }
        put_name_part(b, columns->at[i]);
    }
    return true;
}

static bool put_token(struct al_builder *b, const struct named *n, const char *token)
{
    if (strcmp(token, "table_name") == 0)
        put_name_part(b, n->table.name);
    else if (strcmp(token, "referred_table_name") == 0)
        put_name_part(b, n->to.name);
    else if (strcmp(token, "constraint_name") == 0)
        put_name_part(b, n->given);
    else
        return put_columns(b, n, token);
    return true;
}

static void unknown_token(struct folding *f, struct aludel_text template, const char *token, struct span at)
{
    static const char *const tokens[] = {"table_name",    "referred_table_name", "constraint_name",
                                         "column_0_name", "column_0_label",      "referred_column_0_name"};
    fold_error(f, at, "the naming convention '%s' has an unknown token", shown(f, template));
    const char *near = al_nearest(al_text(token), tokens, sizeof tokens / sizeof *tokens);
    if (near)
        diag_hint(f->d, "did you mean '%%(%s)s'?", near);
    else
        diag_hint(
            f->d,
            "tokens are %%(table_name)s, %%(column_0_name)s and SQLAlchemy's others; '%%' alone is '%%%%'");
}

/* False with an error: a token that there isn't. */
static bool fill_in(struct folding *f, struct aludel_text template, const struct named *n,
                    struct aludel_text *out)
{
    struct al_builder b = al_builder(&f->arena->memory);
    const char *z = arena_string(f->arena, template);
    while (*z) {
        size_t plain = strcspn(z, "%");
        al_put(&b, z, plain);
        z += plain;
        if (!*z)
            break;
        if (z[1] == '%') {
            al_putc(&b, '%');
            z += 2;
            continue;
        }
        const char *end = z[1] == '(' ? strstr(z, ")s") : NULL;
        const char *token =
            end ? arena_string(f->arena, (struct aludel_text){z + 2, (size_t)(end - z - 2)}) : "";
        if (!end || !put_token(&b, n, token)) {
            unknown_token(f, template, token, n->at);
            return false;
        }
        z = end + 2;
    }
    *out = al_built(&b);
    return true;
}

/* How many bytes `count` characters of it are, or all that there are. */
static size_t characters(struct aludel_text t, size_t count)
{
    for (size_t i = 0; i < t.n; i++)
        if ((t.z[i] & 0xC0) != 0x80 && count-- == 0)
            return i;
    return t.n;
}

struct aludel_text shortened_name(const struct folding *f, struct aludel_text name)
{
    const size_t longest = 63;
    uint8_t digest[16];
    if (f->dialect != ALUDEL_POSTGRESQL || characters(name, longest) == name.n)
        return name;
    md5(name, digest);
    return al_text(arena_format(f->arena, "%.*s_%02x%02x", (int)characters(name, longest - 8), name.z,
                                digest[14], digest[15]));
}

static struct aludel_text conventional(struct folding *f, const char *key, const struct named *n)
{
    struct aludel_text template = convention(f, key), name = n->given;
    bool takes_given = strstr(shown(f, template), "%(constraint_name)s") != NULL;
    if (!template.n || (n->given.n && !takes_given) || (!n->given.n && takes_given))
        return n->given;
    fill_in(f, template, n, &name);
    return shortened_name(f, name);
}

static const char *const constraint_keys[CONSTRAINT_KINDS] = {
    [CONSTRAINT_PRIMARY_KEY] = "pk", [CONSTRAINT_UNIQUE] = "uq",  [CONSTRAINT_FOREIGN_KEY] = "fk",
    [CONSTRAINT_CHECK] = "ck",       [CONSTRAINT_EXCLUDE] = "ex",
};

void name_by_convention(struct folding *f, struct path table, struct constraint *c, bool is_final)
{
    struct named n = {table, c->to, &c->columns, &c->to_columns, c->name, c->made};
    if (!is_final)
        c->name = conventional(f, constraint_keys[c->kind], &n);
}

bool is_called(struct folding *f, struct aludel_value conventions, struct path table,
               const struct constraint *c, struct aludel_text name, struct span at)
{
    struct named n = {table, c->to, &c->columns, &c->to_columns, {"", 0}, at};
    struct aludel_text template = given_template(conventions, constraint_keys[c->kind]), out;
    bool takes_given = strstr(shown(f, template), "%(constraint_name)s") != NULL;
    return template.n && !takes_given && fill_in(f, template, &n, &out) && al_same(out, name);
}

void name_index_by_convention(struct folding *f, struct path table, struct index *i, bool is_final)
{
    struct names columns = {0};
    for (size_t k = 0; k < i->elements.count; k++)
        vec_push(f->arena, &columns, i->elements.at[k].column);
    struct named n = {table, {{"", 0}, {"", 0}}, &columns, NULL, i->path.name, i->made};
    if (!is_final)
        i->path.name = conventional(f, "ix", &n);
}
