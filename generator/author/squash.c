#include "author/inner.h"

#include "fold/fold.h"

#include <string.h>

static const struct span nowhere;

/* ---- The range -------------------------------------------------------------------------------- */

static bool not_a_range(struct environment *e, const char *range)
{
    diag_error(e->diagnostics, nowhere, "'%s' isn't a range of migrations", range);
    diag_hint(e->diagnostics,
              "aludel squash FIRST:LAST, both of them included, as `aludel history` names them");
    return false;
}

static struct migration *resolve(struct environment *e, const struct aludel_registry *g, const char *text)
{
    struct al_space space = {NULL, al_plan_space(g)};
    struct al_rows found = {ARENA_ARRAY(e->arena, uint32_t, g->count + 1), 0, g->count + 1};
    struct aludel_error error;
    al_error_clear(&error);
    space.memory = arena_new(e->arena, space.size);
    bool good = al_resolve(g, text, NULL, &found, space, &error);
    if (good && found.count == 1)
        return e->migrations.at[found.at[0]];
    if (good)
        diag_error(e->diagnostics, nowhere, "'%s' isn't one migration", text);
    else
        diag_error(e->diagnostics, nowhere, "%s", error.message);
    if (*error.hint)
        diag_hint(e->diagnostics, "%s", error.hint);
    return NULL;
}

static bool refuse(struct environment *e, const struct migration *m, const char *why)
{
    diag_error(e->diagnostics, m->id_span, "'%.*s' can't be squashed: %s", (int)m->id.n, m->id.z, why);
    return false;
}

/* From the last one down to the first: found from the end, turned around. */
static bool find_line(struct environment *e, struct migration *first, struct migration *last,
                      struct squashed *out)
{
    struct migration *m = last;
    for (;; m = e->migrations.at[m->parents.at[0].index]) {
        vec_push(e->arena, out, m);
        if (m == first)
            break;
        if (m->parents.count > 1)
            return refuse(e, m, "it merges branches; the first one alone may");
        if (!m->parents.count) {
            diag_error(e->diagnostics, first->id_span, "'%.*s' isn't below '%.*s'", (int)first->id.n,
                       first->id.z, (int)last->id.n, last->id.z);
            return false;
        }
    }
    for (size_t i = 0; i < out->count / 2; i++) {
        struct migration *one = out->at[i];
        out->at[i] = out->at[out->count - 1 - i];
        out->at[out->count - 1 - i] = one;
    }
    return true;
}

static bool find_range(struct environment *e, const char *text, struct squashed *out)
{
    const struct aludel_registry *g = author_graph(e);
    struct al_range range;
    if (!al_split_range(text, &range) || !*range.start || !*range.end)
        return not_a_range(e, text);
    struct migration *first = resolve(e, g, range.start);
    struct migration *last = first ? resolve(e, g, range.end) : NULL;
    if (!last || !find_line(e, first, last, out))
        return false;
    return out->count > 1 || refuse(e, first, "it is a single one");
}

/* ---- What can't be squashed ------------------------------------------------------------------- */

static bool is_inside(const struct squashed *list, const struct migration *m)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i] == m)
            return true;
    return false;
}

/* Who names one in the middle would have nothing to stand on. */
static bool check_followers(struct environment *e, const struct squashed *list, const struct migration *m)
{
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct migration *other = e->migrations.at[i];
        const struct references *lists[] = {&other->parents, &other->depends_on};
        for (size_t k = 0; k < 2 && !is_inside(list, other); k++)
            for (size_t r = 0; r < lists[k]->count; r++)
                if (e->migrations.at[lists[k]->at[r].index] == m) {
                    refuse(e, m, k ? "another one depends on it" : "a branch begins there");
                    diag_also(e->diagnostics, lists[k]->at[r].span, "this one");
                    return false;
                }
    }
    return true;
}

static bool check_middle(struct environment *e, const struct squashed *list)
{
    for (size_t i = 0; i + 1 < list->count; i++) {
        const struct migration *m = list->at[i];
        if (m->own_labels.count)
            return refuse(e, m, "it has a branch label; the last one alone may");
        if (!check_followers(e, list, m))
            return false;
    }
    return true;
}

static bool check_texts(struct environment *e, const struct squashed *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *m = list->at[i];
        if (m->file->all_c.count)
            return refuse(e, m, "there is C in it");
        if (leaves_transaction(m))
            return refuse(e, m, "it leaves its transaction with op.autocommit()");
        if (!way_of(m->file, "change") != !way_of(list->at[0]->file, "change"))
            return refuse(e, m, "of these some have change() and some upgrade() and downgrade()");
    }
    return true;
}

static bool check_labels(struct environment *e, const struct squashed *list)
{
    for (size_t i = 0; i + 1 < list->count; i++)
        if (adds_enum_value(list->at[i])) {
            refuse(e, list->at[i], "it adds a value to an enum; the last one alone may");
            diag_hint(e->diagnostics, "PostgreSQL lets nobody use the value in the transaction that adds it");
            return false;
        }
    return true;
}

static bool refuse_pair(struct environment *e, const struct migration *m, const struct migration *next,
                        const char *table)
{
    refuse(e, m, "a constraint waits for COMMIT to look at its rows");
    diag_hint(e->diagnostics, "PostgreSQL doesn't change the table '%s' in that transaction", table);
    diag_also(e->diagnostics, next->id_span, "this one changes it");
    return false;
}

static bool check_pairs(struct environment *e, const struct squashed *list)
{
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = i + 1; k < list->count; k++) {
            const struct migration *a = list->at[i], *b = list->at[k];
            const char *there = waits_for_commit(e->arena, a, b, ALUDEL_UP);
            const char *back = waits_for_commit(e->arena, b, a, ALUDEL_DOWN);
            if (there)
                return refuse_pair(e, a, b, there);
            if (back)
                return refuse_pair(e, b, a, back);
        }
    return true;
}

/* ---- The whole -------------------------------------------------------------------------------- */

/* Why there is no way back through all of them. */
static const char *find_one_way(struct arena *a, const struct squashed *list)
{
    const char *why = NULL;
    size_t i = list->count;
    while (i > 0 && !why)
        why = why_irreversible(list->at[--i]);
    const struct migration *m = list->at[i];
    return why ? arena_format(a, "'%.*s' has no way back: %s", (int)m->id.n, m->id.z, why) : NULL;
}

static void add_word(struct arena *a, struct words *words, struct aludel_text text)
{
    for (size_t i = 0; i < words->count; i++)
        if (al_is(text, words->at[i]))
            return;
    vec_push(a, words, arena_string(a, text));
}

static void add_words(struct arena *a, struct words *words, const struct references *list)
{
    for (size_t i = 0; i < list->count; i++)
        add_word(a, words, list->at[i].text);
}

static bool depends_inside(const struct environment *e, const struct squashed *list,
                           const struct reference *r)
{
    return is_inside(list, e->migrations.at[r->index]);
}

/* One that replaces others hands them on. */
static void take_identifiers(struct environment *e, const struct squashed *list, struct new_migration *made)
{
    const struct migration *last = list->at[list->count - 1];
    made->id = arena_string(e->arena, last->id);
    add_words(e->arena, &made->parents, &list->at[0]->parents);
    add_words(e->arena, &made->labels, &last->own_labels);
    add_words(e->arena, &made->compatible_with, &last->compatible_with);
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *m = list->at[i];
        for (size_t k = 0; k < m->depends_on.count; k++)
            if (!depends_inside(e, list, &m->depends_on.at[k]))
                add_word(e->arena, &made->depends_on, m->depends_on.at[k].text);
        add_words(e->arena, &made->replaces, &m->replaces);
        add_word(e->arena, &made->replaces, m->id);
    }
}

bool author_squash(struct environment *e, const struct wish *wish, struct new_migration *made)
{
    struct squashed list = {0};
    made->message = plan_message(e, wish);
    if (!made->message || !find_range(e, wish->range, &list) || !check_middle(e, &list))
        return false;
    if (!fold_environment(e) || !fold_originals(e) || !check_texts(e, &list) || !check_labels(e, &list) ||
        !check_pairs(e, &list) || !author_now(e, &made->created))
        return false;
    take_identifiers(e, &list, made);
    made->one_way = find_one_way(e->arena, &list);
    return join_texts(e, &list, made);
}
