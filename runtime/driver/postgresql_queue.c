/*
 * postgresql_queue.c: what was sent and isn't answered yet; see postgresql_state.h.
 *
 * libpq answers in order: for each statement its result and then NULL, for each Sync a result of its own.
 * Behind an error the server skips everything up to the next Sync, and libpq gives "aborted" for it.
 */
#include "driver/postgresql_state.h"

#include <assert.h>
#include <string.h>

void *al_pg_resize(struct al_postgresql *s, void *block, size_t old_size, size_t new_size)
{
    const struct aludel_allocator *a = &s->head.connect.allocator;
    return a->resize(a->with, block, old_size, new_size);
}

char *al_pg_copy(struct al_postgresql *s, const char *z, size_t n)
{
    char *copy = al_pg_resize(s, NULL, 0, n + 1);
    if (copy) {
        memcpy(copy, z, n);
        copy[n] = '\0';
    }
    return copy;
}

/* ---- The line ------------------------------------------------------------------------------------ */

static struct al_pg_sent *first(struct al_postgresql *s)
{
    return &s->queue.at[s->queue.head];
}

static void reach(struct al_postgresql *s, uint32_t mark)
{
    if (mark > s->head.reached) {
        s->head.reached = mark;
        if (s->head.answered) {
            s->head.answered(s->head.answered_with);
        }
    }
}

/* The head is what the server has in hand: now is the time to speak of it. */
static void tell_of_head(struct al_postgresql *s)
{
    struct al_pg_queue *q = &s->queue;
    if (q->count == 0 || q->running || s->broken) { /* behind an error nothing runs */
        return;
    }
    struct al_pg_sent *sent = first(s);
    q->running = true;
    reach(s, sent->mark);
    if (sent->revision && sent->kind != AL_PG_PREPARE) {
        al_driver_tell_statement(&s->head, sent->revision, al_pg_shown(sent));
    }
}

static bool has_room_for(struct al_postgresql *s, size_t count)
{
    struct al_pg_queue *q = &s->queue;
    if (q->head > 0 && (q->count == 0 || q->head + q->count + count > q->room)) {
        memmove(q->at, q->at + q->head, q->count * sizeof *q->at);
        q->head = 0;
    }
    if (q->head + q->count + count <= q->room) {
        return true;
    }
    size_t room = q->room ? q->room * 2 : (size_t)2 * AL_PG_SPARE;
    struct al_pg_sent *at = al_pg_resize(s, q->at, q->room * sizeof *at, room * sizeof *at);
    if (!at) {
        return false;
    }
    q->at = at;
    q->room = room;
    return true;
}

bool al_pg_has_spare(struct al_postgresql *s)
{
    return has_room_for(s, AL_PG_SPARE);
}

bool al_pg_enqueue(struct al_postgresql *s, const struct al_pg_sent *sent)
{
    if (!has_room_for(s, 1)) {
        if (sent->sql) {
            al_pg_resize(s, sent->sql, sent->length + 1, 0);
        }
        s->head.lost = true; /* an answer will come that nobody could make out */
        return al_pg_no_memory(s);
    }
    struct al_pg_queue *q = &s->queue;
    q->at[q->head + q->count++] = *sent;
    q->bytes += sent->length + sent->values;
    tell_of_head(s);
    return true;
}

static void leave_line(struct al_postgresql *s)
{
    struct al_pg_queue *q = &s->queue;
    struct al_pg_sent sent = *first(s);
    q->head++;
    q->count--;
    q->bytes -= sent.length + sent.values;
    q->running = false;
    /* Until the Sync it may be a later one that waits: the answers come together. */
    if (sent.kind == AL_PG_SYNC) {
        s->blockers[0] = '\0';
    }
    if (sent.sql) {
        al_pg_resize(s, sent.sql, sent.length + 1, 0);
    }
}

void al_pg_forget_queue(struct al_postgresql *s)
{
    while (s->queue.count > 0) {
        leave_line(s);
    }
    if (s->queue.at) {
        al_pg_resize(s, s->queue.at, s->queue.room * sizeof *s->queue.at, 0);
    }
    memset(&s->queue, 0, sizeof s->queue);
}

/* ---- The pipeline -------------------------------------------------------------------------------- */

void al_pg_enter_pipeline(struct al_postgresql *s)
{
    if (PQpipelineStatus(s->conn) == PQ_PIPELINE_OFF) {
        s->theirs = !s->owned && PQtransactionStatus(s->conn) != PQTRANS_IDLE;
        PQenterPipelineMode(s->conn);
    }
}

void al_pg_leave_pipeline(struct al_postgresql *s)
{
    if (s->queue.count == 0 && !s->head.in_group && PQpipelineStatus(s->conn) != PQ_PIPELINE_OFF) {
        PQexitPipelineMode(s->conn);
    }
}

bool al_pg_sync(struct al_postgresql *s)
{
    struct al_pg_sent sent = {.kind = AL_PG_SYNC, .mark = s->head.mark};
    if (!PQpipelineSync(s->conn)) {
        return al_pg_fail_lost(s, s->conn, NULL);
    }
    return al_pg_enqueue(s, &sent);
}

bool al_pg_push_text(struct al_postgresql *s, const char *sql, enum al_pg_kind kind)
{
    struct al_pg_sent sent = {
        .kind = kind, .mark = s->head.mark, .ticket = s->head.begun, .length = strlen(sql)};
    al_pg_enter_pipeline(s);
    sent.sql = al_pg_copy(s, sql, sent.length); /* for errors alone: ROLLBACK is sent without memory, too */
    sent.length = sent.sql ? sent.length : 0;
    if (!PQsendQueryParams(s->conn, sql, 0, NULL, NULL, NULL, NULL, 0)) {
        al_pg_fail_lost(s, s->conn, NULL);
        if (sent.sql) {
            al_pg_resize(s, sent.sql, sent.length + 1, 0);
        }
        return false;
    }
    return al_pg_enqueue(s, &sent);
}

/* ---- Answers ------------------------------------------------------------------------------------- */

/* With a report of the server's, what stands behind it was never begun; without one, nobody knows. */
static void lose(struct al_postgresql *s, bool reported)
{
    for (size_t i = 0; i < (reported ? 1 : s->queue.count) && s->queue.count > 0; i++) {
        s->head.unsure = s->head.unsure || s->queue.at[s->queue.head + i].kind == AL_PG_COMMIT;
    }
    s->head.lost = true;
}

static void fail_with(struct al_postgresql *s, const PGresult *r)
{
    const struct al_pg_sent *sent = first(s);
    s->broken = true;
    if (al_pg_is_lost(r)) {
        lose(s, PQresultErrorField(r, PG_DIAG_SQLSTATE) != NULL);
    }
    if (s->head.error.code == ALUDEL_OK) {
        s->head.failed = sent->mark;
        al_pg_fail(s, r, sent);
    }
}

static void commit_answered(struct al_postgresql *s)
{
    if (s->broken) {
        return; /* a group behind one that failed: who asks for tickets counts up to the first failure */
    }
    s->head.committed = first(s)->ticket;
    if (s->head.answered) {
        s->head.answered(s->head.answered_with);
    }
}

static void look_at(struct al_postgresql *s, PGresult *r)
{
    const struct al_pg_sent *sent = first(s);
    switch (PQresultStatus(r)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
        if (sent->kind == AL_PG_COMMIT) {
            assert(s->broken || strcmp(PQcmdStatus(r), "ROLLBACK") != 0);
            commit_answered(s);
        }
        if (sent->kind == AL_PG_WANTED) {
            PQclear(s->wanted);
            s->wanted = r;
            return;
        }
        break;
    case PGRES_PIPELINE_ABORTED: break;
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
        s->head.failed = sent->mark;
        s->broken = true;
        al_pg_fail_copy(s, sent);
        lose(s, true); /* libpq can't leave it within a pipeline */
        break;
    default: fail_with(s, r); break;
    }
    PQclear(r);
}

/* libpq has nothing more to say: the connection went without a word, or with one that was seen already. */
static bool gone(struct al_postgresql *s)
{
    if (!s->head.lost) {
        lose(s, false);
        s->broken = true;
        s->head.failed = first(s)->mark;
        al_pg_fail_lost(s, s->conn, NULL); /* how far the server came is known only up to the last answers */
    }
    al_pg_forget_queue(s);
    return false;
}

/* The answer to the head, which is there. False: the connection is gone. */
static bool take_one(struct al_postgresql *s)
{
    PGresult *r = PQgetResult(s->conn);
    if (!r) {
        return gone(s);
    }
    if (PQresultStatus(r) == PGRES_PIPELINE_SYNC) {
        PQclear(r);
        leave_line(s);
        tell_of_head(s);
        return true;
    }
    look_at(s, r);
    if (s->head.lost) {
        return gone(s);
    }
    while ((r = PQgetResult(s->conn))) { /* the NULL behind it */
        PQclear(r);
    }
    leave_line(s);
    tell_of_head(s);
    return true;
}

/* True when PQgetResult won't block. */
static bool is_there(struct al_postgresql *s)
{
    return PQconsumeInput(s->conn) == 0 || !PQisBusy(s->conn);
}

static bool wait_and_take(struct al_postgresql *s, struct al_pg_limits *limits)
{
    while (PQisBusy(s->conn)) {
        if (!al_pg_wait(s, s->conn, limits)) {
            break; /* what libpq knows of the reason comes as a result */
        }
    }
    *limits = al_pg_limits_now();
    return take_one(s);
}

bool al_pg_drain(struct al_postgresql *s)
{
    struct al_pg_limits limits = al_pg_limits_now();
    while (s->queue.count > 0 && !s->head.lost && wait_and_take(s, &limits)) {
    }
    return s->head.error.code == ALUDEL_OK;
}

void al_pg_make_room(struct al_postgresql *s)
{
    struct al_pg_queue *q = &s->queue;
    struct al_pg_limits limits = al_pg_limits_now();
    while (q->count > 0 && !s->head.lost && is_there(s) && take_one(s)) {
    }
    if (q->count < AL_PG_MOST_SENT && q->bytes < AL_PG_MOST_BYTES) {
        return;
    }
    if (s->head.in_group) {
        al_pg_sync(s);
    }
    while ((q->count > AL_PG_MOST_SENT / 2 || q->bytes > AL_PG_MOST_BYTES / 2) && !s->head.lost &&
           wait_and_take(s, &limits)) {
    }
}

/* ---- Notices --------------------------------------------------------------------------------- */

/* What our own statements are told ("already exists, skipping") is nobody's business. */
static bool is_ours(const struct al_pg_sent *head, const PGresult *r)
{
    return head && !head->revision && head->sql && strncmp(head->sql, "CREATE ", 7) == 0 &&
           strncmp(al_pg_field(r, PG_DIAG_SQLSTATE), "42P", 3) == 0;
}

/* A notice comes at once, and the answers in front of it may still be there to be taken: if those are to statements of
 * ours, which give none that matters, the server has come to the next one of a migration. */
static void reach_notice(struct al_postgresql *s)
{
    const struct al_pg_queue *q = &s->queue;
    for (size_t i = q->head; i < q->head + q->count && !s->broken; i++) {
        if (q->at[i].revision || q->at[i].kind == AL_PG_COMMIT) { /* deferred triggers speak at COMMIT */
            reach(s, q->at[i].mark);
            return;
        }
    }
}

void al_pg_notice(void *with, const PGresult *r)
{
    struct al_postgresql *s = with;
    const struct al_pg_queue *q = &s->queue;
    if (is_ours(q->count > 0 ? &q->at[q->head] : NULL, r)) {
        return;
    }
    reach_notice(s);
    al_driver_tell(&s->head, ALUDEL_EVENT_NOTICE, "%s: %s", al_pg_field(r, PG_DIAG_SEVERITY),
                   al_pg_field(r, PG_DIAG_MESSAGE_PRIMARY));
}
