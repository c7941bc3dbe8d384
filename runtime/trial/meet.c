#include "trial/meet.h"

#include "trial/signals.h"

#include <string.h>

#define MOST_TRIES 800u

/* ---- Which columns ------------------------------------------------------------------------------------- */

static const char *conditions(const struct trial_table *t)
{
    const char *from = t->schema ? t->checks : strstr(t->checks, "CHECK");
    return from ? from : "";
}

static bool speaks_of(const char *condition, const struct trial_column *c)
{
    return !c->generated && c->reference < 0 && *condition &&
           (strstr(condition, c->name) || strstr(condition, "VALUE"));
}

bool trial_is_checked(const struct trial_table *table, size_t column)
{
    return speaks_of(conditions(table), &table->columns[column]);
}

/* ---- Which condition ------------------------------------------------------------------------------------- */

/* violates check constraint "NAME": its definition. */
static const char *named_in_postgresql(struct aludel_arena *arena, const char *checks, const char *message)
{
    static const char before[] = "check constraint \"";
    const char *name = strstr(message, before);
    size_t n = name ? strcspn(name += sizeof before - 1, "\"") : 0;
    for (const char *z = checks; name && *z; z += strcspn(z, "\3"), z += *z == 3) {
        if (!strncmp(z, name, n) && z[n] == 2)
            return al_arena_copy(arena, z + n + 1, strcspn(z + n + 1, "\3"));
    }
    return NULL;
}

/* Up to the parenthesis that closes the first one. */
static const char *in_parentheses(struct aludel_arena *arena, const char *z)
{
    size_t n = 0;
    int depth = 0;
    do {
        depth += (z[n] == '(') - (z[n] == ')');
    } while (z[n] && (depth > 0 || z[n] != ')') && ++n);
    return al_arena_copy(arena, z, n);
}

static bool begins_with_check(const char *z)
{
    return strlen(z) >= 5 && al_same_nocase((struct aludel_text){z, 5}, al_text("check"));
}

/* CHECK constraint failed: NAME, or its text where it has none. */
static const char *named_in_sqlite(struct aludel_arena *arena, const char *checks, const char *message)
{
    static const char before[] = "CHECK constraint failed: ";
    const char *name = strstr(message, before);
    if (!name)
        return NULL;
    name += sizeof before - 1;
    const char *there = strstr(checks, name);
    size_t behind = there ? strlen(name) + strspn(there + strlen(name), "\"`] \t\r\n") : 0;
    if (!there || !begins_with_check(there + behind))
        return al_arena_copy(arena, name, strlen(name)); /* the message is another one soon */
    return in_parentheses(arena, there + behind + 5);
}

/* That refuses the row; NULL: something else does. */
static const char *refusing(struct trial_row *row)
{
    const char *message = row->base->error.message;
    return row->table->schema ? named_in_postgresql(row->arena, row->table->checks, message)
                              : named_in_sqlite(row->arena, row->table->checks, message);
}

/* ---- Trying ------------------------------------------------------------------------------------------------ */

struct meeting {
    struct trial_row *row;
    const char *condition; /* that refuses it, as it stands; NULL: none does */
    unsigned tries;
    bool done;
};

/* The condition is met: by the table's taking the row, or by another condition's refusing it. */
static bool is_met(struct meeting *m)
{
    const char *now = m->done ? NULL : refusing(m->row);
    if (!m->done && (!now || !strcmp(now, m->condition)))
        return false;
    m->condition = now;
    return true;
}

static bool try_column(struct meeting *m, size_t i)
{
    struct trial_row *row = m->row;
    struct trial_values all =
        trial_candidates(row->arena, row->base->t->type->dialect, &row->table->columns[i], m->condition);
    const char *before = row->values[i];
    for (size_t k = 0; k < all.count && m->tries < MOST_TRIES && !trial_interrupted(); k++) {
        row->values[i] = all.at[k];
        m->tries++;
        m->done = trial_row_insert(row);
        if (is_met(m)) {
            row->known->values[i] = trial_format(&row->base->t->arena, "%s", all.at[k]);
            return true;
        }
    }
    row->values[i] = before;
    return false;
}

static bool try_columns(struct meeting *m)
{
    for (size_t i = 0; i < m->row->table->column_count; i++) {
        if (speaks_of(m->condition, &m->row->table->columns[i]) && try_column(m, i))
            return true;
    }
    return false;
}

/* Condition after condition; what meets one may break another, so that it ends with the tries. */
bool trial_row_meet(struct trial_row *row)
{
    struct meeting m = {.row = row, .condition = refusing(row)};
    while (m.condition && m.tries < MOST_TRIES && try_columns(&m)) {
    }
    return m.done;
}
