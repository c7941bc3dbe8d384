/*
 * Text with holes: what f"…{value}…", "…" + value, "…%s" % value and a def's captured text are while a
 * value in them isn't known. Kept in pieces, so that SQL text still shows where its holes are.
 */
#include "fold/folding.h"

#include <string.h>

void pieces_text(struct folding *f, struct pieces *p, struct aludel_text text, struct span span, bool exact)
{
    if (text.n == 0)
        return;
    struct piece piece = {.text = text, .span = span, .exact = exact};
    vec_push(f->arena, &p->list, piece);
}

void pieces_hole(struct folding *f, struct pieces *p, struct aludel_value v, enum filter filter,
                 struct span span)
{
    struct piece piece = {.value = v, .filter = filter, .span = span};
    vec_push(f->arena, &p->list, piece);
}

void pieces_append(struct folding *f, struct pieces *p, const struct pieces *q)
{
    for (size_t i = 0; i < q->list.count; i++)
        vec_push(f->arena, &p->list, q->list.at[i]);
}

struct aludel_value pieces_value(struct folding *f, struct pieces *p)
{
    struct al_builder b = al_builder(&f->arena->memory);
    for (size_t i = 0; i < p->list.count; i++) {
        if (p->list.at[i].value.type != ALUDEL_UNSET) {
            struct object *o = object_new(f, OBJECT_PIECES, "text");
            o->pieces = p;
            return object_value(o);
        }
        al_put(&b, p->list.at[i].text.z, p->list.at[i].text.n);
    }
    struct aludel_text t = al_built(&b);
    return aludel_textual(p->type, t.z, t.n);
}

static struct pieces *pieces_new(struct folding *f, enum aludel_type type)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    p->type = type;
    return p;
}

static const struct span nowhere;

struct pieces *pieces_of(struct folding *f, struct aludel_value v)
{
    const struct object *o = object_of(v, OBJECT_PIECES);
    if (o)
        return o->pieces;
    if (v.type != ALUDEL_STRING && v.type != ALUDEL_SQL)
        return NULL;
    struct pieces *p = pieces_new(f, v.type);
    pieces_text(f, p, v.as.text, nowhere, false);
    return p;
}

/* Adds a value as str() would show it: known ones as text, others as holes. False: it can't be text. */
static bool put_value(struct folding *f, struct pieces *p, struct aludel_value v, struct span at)
{
    const struct object *o = object_of(v, OBJECT_PIECES);
    if (o && o->pieces->type == p->type) {
        pieces_append(f, p, o->pieces);
    } else if (v.type == ALUDEL_DEFERRED) {
        pieces_hole(f, p, v, FILTER_NONE, at);
    } else if (is_known(v)) {
        struct al_builder b = al_builder(&f->arena->memory);
        al_write_str(&b, v);
        pieces_text(f, p, al_built(&b), at, false);
    } else {
        return false;
    }
    return true;
}

static enum aludel_type text_type(struct aludel_value v)
{
    const struct object *o = object_of(v, OBJECT_PIECES);
    if (o)
        return o->pieces->type;
    return v.type == ALUDEL_STRING || v.type == ALUDEL_SQL ? v.type : ALUDEL_UNSET;
}

static bool is_chosen_sql(struct aludel_value v)
{
    return v.type == ALUDEL_DEFERRED && later_of(v)->type == ALUDEL_SQL;
}

/* It is looked at when it is chosen, but what the sum makes of it would be looked at by nobody. */
static struct aludel_value chosen(struct folding *f, struct span at)
{
    struct aludel_value v =
        fold_error(f, at, "sql text that is chosen at run time can't be added to anything");
    diag_hint(f->d, "write both into the statement: ${a} ${b}");
    return v;
}

static struct aludel_value mixed(struct folding *f, struct span at)
{
    struct aludel_value v =
        fold_error(f, at, "sql text and a string can't be added: is the string SQL or a value?");
    diag_hint(f->d, "text(…) makes SQL of a string; in ${} the filters are `| n` for SQL, `| id` for a name");
    return v;
}

static bool is_refused(struct folding *f, struct aludel_value a, struct aludel_value b, struct span at,
                       struct aludel_value *out)
{
    enum aludel_type left = text_type(a), right = text_type(b);
    bool a_chosen = is_chosen_sql(a), b_chosen = is_chosen_sql(b);
    bool sql = left == ALUDEL_SQL || right == ALUDEL_SQL || a_chosen || b_chosen;
    bool string = left == ALUDEL_STRING || right == ALUDEL_STRING;
    if ((a_chosen || b_chosen) && !string)
        *out = chosen(f, at);
    else if (sql && (string || a.type == ALUDEL_DEFERRED || b.type == ALUDEL_DEFERRED))
        *out = mixed(f, at);
    else
        return false;
    return true;
}

bool pieces_add(struct folding *f, struct aludel_value a, struct aludel_value b, struct span at,
                struct aludel_value *out)
{
    enum aludel_type left = text_type(a), right = text_type(b);
    if (is_refused(f, a, b, at, out))
        return true;
    if (left == ALUDEL_UNSET && right == ALUDEL_UNSET)
        return false;
    if (is_known(a) && is_known(b) && left == right)
        return false;
    bool fits = (left == right) || a.type == ALUDEL_DEFERRED || b.type == ALUDEL_DEFERRED;
    if (!fits)
        return false;
    struct pieces *p = pieces_new(f, left != ALUDEL_UNSET ? left : right);
    put_value(f, p, a, at);
    put_value(f, p, b, at);
    *out = pieces_value(f, p);
    return true;
}

static struct aludel_text unescaped(struct folding *f, struct aludel_text t)
{
    struct al_builder b = al_builder(&f->arena->memory);
    for (size_t i = 0; i < t.n; i++) {
        i += t.z[i] == '\\' && i + 1 < t.n && t.z[i + 1] == ':';
        al_putc(&b, t.z[i]);
    }
    return al_built(&b);
}

void pieces_unescape(struct folding *f, struct pieces *p)
{
    for (size_t i = 0; i < p->list.count; i++) {
        struct piece *piece = &p->list.at[i];
        if (piece->value.type != ALUDEL_UNSET || !strstr(shown(f, piece->text), "\\:"))
            continue;
        piece->text = unescaped(f, piece->text);
        piece->exact = false;
    }
}

/* ---- "… %s …" % values ---- */

static struct aludel_value value_at(struct aludel_value values, size_t i, bool *ok)
{
    bool tuple = values.type == ALUDEL_TUPLE;
    *ok = tuple ? i < values.as.items->count : i == 0;
    return *ok ? (tuple ? values.as.items->values[i] : values) : aludel_none();
}

/* %s, %d and %i with nothing between; %(name)s from a dict. False: leave it to Python's. */
static bool percent_field(struct folding *f, struct pieces *p, struct aludel_text t, size_t *at, size_t *used,
                          struct aludel_value values, struct span span)
{
    size_t i = *at + 1;
    struct aludel_value v;
    bool ok = true;
    if (i < t.n && t.z[i] == '(' && values.type == ALUDEL_DICT) {
        const char *end = memchr(t.z + i, ')', t.n - i);
        if (!end)
            return false;
        ok = al_lookup(values, aludel_textual(ALUDEL_STRING, t.z + i + 1, (size_t)(end - t.z) - i - 1), &v);
        i = (size_t)(end - t.z) + 1;
    } else {
        v = value_at(values, (*used)++, &ok);
    }
    if (!ok || i >= t.n || !strchr("sdi", t.z[i]))
        return false;
    *at = i + 1;
    if (t.z[i] != 's' && v.type != ALUDEL_INT && v.type != ALUDEL_DEFERRED)
        return false;
    return put_value(f, p, v, span);
}

bool pieces_percent(struct folding *f, struct aludel_value template, struct aludel_value values,
                    struct span at, struct aludel_value *out)
{
    if (template.type != ALUDEL_STRING || is_known(values))
        return false;
    struct pieces *p = pieces_new(f, ALUDEL_STRING);
    struct aludel_text t = template.as.text;
    size_t used = 0, from = 0, i = 0;
    while (i < t.n) {
        if (t.z[i] != '%') {
            i++;
            continue;
        }
        pieces_text(f, p, (struct aludel_text){t.z + from, i - from}, at, false);
        if (i + 1 < t.n && t.z[i + 1] == '%') {
            pieces_text(f, p, AL_TEXT("%"), at, false);
            i += 2;
        } else if (!percent_field(f, p, t, &i, &used, values, at)) {
            return false;
        }
        from = i;
    }
    pieces_text(f, p, (struct aludel_text){t.z + from, t.n - from}, at, false);
    if (values.type == ALUDEL_TUPLE && used < values.as.items->count)
        return false;
    *out = pieces_value(f, p);
    return true;
}

/* ---- "… {} {0} {name} …".format(…) ---- */

/* The value of a plain field; false when it has a format or an attribute. */
static bool format_value(struct aludel_text name, size_t *next, size_t count, const struct aludel_value *args,
                         struct aludel_value *v)
{
    int64_t index = 0;
    bool keywords = count && args[count - 1].type == ALUDEL_DICT;
    if (name.n == 0)
        index = (int64_t)(*next)++;
    else if (!al_parse_int(name, &index))
        return keywords && al_lookup(args[count - 1], aludel_textual(ALUDEL_STRING, name.z, name.n), v);
    if (index < 0 || (size_t)index >= count - keywords)
        return false;
    *v = args[index];
    return true;
}

static bool pieces_format(struct folding *f, struct aludel_text t, size_t count,
                          const struct aludel_value *args, struct span at, struct pieces *p)
{
    size_t next = 0, from = 0;
    for (size_t i = 0; i < t.n;) {
        if (t.z[i] != '{' && t.z[i] != '}') {
            i++;
            continue;
        }
        pieces_text(f, p, (struct aludel_text){t.z + from, i - from}, at, false);
        if (i + 1 < t.n && t.z[i + 1] == t.z[i]) {
            pieces_text(f, p, (struct aludel_text){t.z + i, 1}, at, false);
            i += 2;
        } else {
            const char *end = memchr(t.z + i, '}', t.n - i);
            struct aludel_value v;
            if (!end || t.z[i] == '}')
                return false;
            struct aludel_text name = {t.z + i + 1, (size_t)(end - t.z) - i - 1};
            if (!format_value(name, &next, count, args, &v) || !put_value(f, p, v, at))
                return false;
            i = (size_t)(end - t.z) + 1;
        }
        from = i;
    }
    pieces_text(f, p, (struct aludel_text){t.z + from, t.n - from}, at, false);
    return true;
}

/* ---- sep.join(items), text.strip() ---- */

static bool pieces_join(struct folding *f, struct aludel_value sep, struct aludel_value items, struct span at,
                        struct pieces *p)
{
    if (items.type != ALUDEL_LIST && items.type != ALUDEL_TUPLE)
        return false;
    for (size_t i = 0; i < items.as.items->count; i++) {
        struct aludel_value v = items.as.items->values[i];
        if (v.type != ALUDEL_STRING && v.type != ALUDEL_DEFERRED && text_type(v) != p->type)
            return false;
        if ((i && !put_value(f, p, sep, at)) || !put_value(f, p, v, at))
            return false;
    }
    return true;
}

static bool pieces_strip(struct folding *f, const struct pieces *from, struct pieces *p)
{
    size_t last = from->list.count - 1;
    pieces_append(f, p, from);
    struct piece *first = &p->list.at[0], *end = &p->list.at[last];
    while (first->value.type == ALUDEL_UNSET && first->text.n && al_is_space(*first->text.z)) {
        first->text = (struct aludel_text){first->text.z + 1, first->text.n - 1};
        first->exact = false;
    }
    while (end->value.type == ALUDEL_UNSET && end->text.n && al_is_space(end->text.z[end->text.n - 1])) {
        end->text.n--;
        end->exact = false;
    }
    return first->value.type == ALUDEL_UNSET && end->value.type == ALUDEL_UNSET && first->text.n &&
           end->text.n;
}

bool pieces_method(struct folding *f, const char *name, struct aludel_value self, size_t count,
                   const struct aludel_value *args, struct span at, struct aludel_value *out)
{
    struct pieces *p = pieces_new(f, text_type(self));
    const struct object *o = object_of(self, OBJECT_PIECES);
    bool done = false;
    if (self.type == ALUDEL_STRING && strcmp(name, "join") == 0 && count == 1 && !is_known(args[0]))
        done = pieces_join(f, self, args[0], at, p);
    else if (self.type == ALUDEL_STRING && strcmp(name, "format") == 0)
        done = pieces_format(f, self.as.text, count, args, at, p);
    else if (o && strcmp(name, "strip") == 0 && count == 0)
        done = pieces_strip(f, o->pieces, p);
    if (done)
        *out = pieces_value(f, p);
    return done;
}
