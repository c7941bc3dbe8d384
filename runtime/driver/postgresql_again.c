/*
 * postgresql_again.c: statements that come again: prepared the second time; see postgresql_state.h.
 *
 * A migration's statement is known to its group, and deallocated before COMMIT. Our own come with every migration:
 * they are known to the session, where it is ours alone, so that the server reads and plans them once. Should they be
 * gone, whoever has set `repeats` does it all again.
 */
#include "driver/postgresql_state.h"

#include <string.h>

/* Never the same twice, whatever a failure has left behind. */
static void name_of(struct al_postgresql *s, const struct al_pg_kept *k, char *name, size_t room)
{
    al_format(name, room, "aludel_%x_%llu", (unsigned)PQbackendPID(s->conn), (unsigned long long)k->prepared);
}

static void drop(struct al_postgresql *s, struct al_pg_kept *k)
{
    al_pg_resize(s, k->sql, k->length + 1u, 0);
    *k = (struct al_pg_kept){0};
}

void al_pg_forget_kept(struct al_postgresql *s, struct al_pg_known *known)
{
    for (int i = 0; i < AL_PG_KEPT; i++) {
        if (known->at[i].sql) {
            drop(s, &known->at[i]);
        }
    }
}

static void push_deallocate(struct al_postgresql *s, struct al_pg_kept *k)
{
    char name[40], sql[60];
    name_of(s, k, name, sizeof name);
    al_format(sql, sizeof sql, "DEALLOCATE %s", name);
    k->prepared = 0;
    al_pg_push_text(s, sql, AL_PG_PLAIN);
}

void al_pg_push_deallocates(struct al_postgresql *s)
{
    for (int i = 0; i < AL_PG_KEPT; i++) {
        if (s->group.at[i].prepared) {
            push_deallocate(s, &s->group.at[i]);
        }
    }
}

/* Found by text, not by address: what is put together at run time may come back elsewhere. */
static struct al_pg_kept *find(struct al_postgresql *s, struct al_pg_known *known,
                               const struct aludel_statement *st)
{
    for (int i = 0; i < AL_PG_KEPT; i++) {
        struct al_pg_kept *k = &known->at[i];
        if (k->sql && k->length == st->length && memcmp(k->sql, st->sql, st->length) == 0) {
            k->used = ++s->uses;
            return k;
        }
    }
    return NULL;
}

/* Its first time is only remembered: most statements never come again. */
static void remember(struct al_postgresql *s, struct al_pg_known *known, const struct aludel_statement *st)
{
    struct al_pg_kept *oldest = &known->at[0];
    for (int i = 1; i < AL_PG_KEPT; i++) {
        oldest = known->at[i].used < oldest->used ? &known->at[i] : oldest;
    }
    if (oldest->prepared) {
        push_deallocate(s, oldest);
    }
    if (oldest->sql) {
        drop(s, oldest);
    }
    char *copy = al_pg_copy(s, st->sql, st->length);
    if (copy) {
        *oldest = (struct al_pg_kept){.sql = copy, .length = st->length, .used = ++s->uses};
    }
}

static bool prepare(struct al_postgresql *s, struct al_pg_kept *k, const struct al_pg_message *m,
                    struct al_pg_sent sent)
{
    char name[40];
    k->prepared = ++s->prepares;
    name_of(s, k, name, sizeof name);
    sent.kind = AL_PG_PREPARE;
    sent.values = 0;
    sent.sql = al_pg_copy(s, m->sql, m->length);
    if (!sent.sql) {
        return al_pg_no_memory(s);
    }
    if (!PQsendPrepare(s->conn, name, m->sql, m->count, m->types)) {
        al_pg_fail_lost(s, s->conn, &sent);
        al_pg_resize(s, sent.sql, m->length + 1, 0);
        return false;
    }
    return al_pg_enqueue(s, &sent);
}

/* The setting `pooled`: poolers that know prepared statements don't know DEALLOCATE. */
bool al_pg_is_pooled(const struct al_postgresql *s)
{
    const char *value = s->head.connect.settings ? s->head.connect.settings->pooled : NULL;
    return value && (strcmp(value, "yes") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0 ||
                     strcmp(value, "1") == 0);
}

/* To whom the statement is known; NULL: it is sent as a text each time. */
static struct al_pg_known *known_to(struct al_postgresql *s, const struct al_request *request, int parameters,
                                    enum al_pg_kind kind)
{
    if (parameters == 0 || !s->head.in_group || al_pg_is_pooled(s)) {
        return NULL;
    }
    if (request->revision) {
        return &s->group;
    }
    bool ours_alone = s->owned && s->head.between == AL_BETWEEN_NOTHING;
    return ours_alone && s->head.repeats && kind == AL_PG_PLAIN ? &s->session : NULL;
}

bool al_pg_hand_over(struct al_postgresql *s, const struct al_request *request, const struct al_pg_message *m,
                     const struct al_pg_sent *sent)
{
    const struct aludel_statement *st = request->what.statement;
    struct al_pg_known *known = known_to(s, request, m->count, sent->kind);
    struct al_pg_kept *k = known ? find(s, known, st) : NULL;
    if (known && !k) {
        remember(s, known, st);
    }
    if (k && !k->prepared && !prepare(s, k, m, *sent)) {
        return false;
    }
    if (k) {
        char name[40];
        name_of(s, k, name, sizeof name);
        return PQsendQueryPrepared(s->conn, name, m->count, m->values, m->lengths, m->formats, 0) == 1;
    }
    return PQsendQueryParams(s->conn, m->sql, m->count, m->types, m->values, m->lengths, m->formats, 0) == 1;
}
