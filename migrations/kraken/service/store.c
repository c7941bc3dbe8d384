#include "store.h"

#include <stdio.h>
#include <string.h>

/* ---- What each request does ------------------------------------------------------------------ */

/* Two instances may hear of one session at the same time: it has one conversation, whose turns have numbers. */
static const char one_at_a_time[] = "SELECT pg_advisory_xact_lock(hashtext($1::jsonb ->> 'session_id'))";

static const char conversation[] =
    "WITH active AS ("
    "  SELECT id FROM kraken_conversations"
    "  WHERE session_id = $1::jsonb ->> 'session_id' AND status = 'active'"
    "), begun AS ("
    "  INSERT INTO kraken_conversations (session_id, model, system_prompt_hash, agent_version)"
    "  SELECT session_id, model, system_prompt_hash, agent_version"
    "  FROM jsonb_populate_record(NULL::kraken_conversations, $1::jsonb)"
    "  WHERE NOT EXISTS (SELECT FROM active) RETURNING id"
    ") SELECT id FROM active UNION ALL SELECT id FROM begun LIMIT 1";

/* What a turn doesn't tell has cost nothing. */
static const char turn[] =
    "INSERT INTO kraken_turns (conversation_id, turn_number, user_query, assistant_response,"
    "  input_tokens, output_tokens, cost_usd, duration_ms, tool_calls_count,"
    "  cache_creation_tokens, cache_read_tokens, model) "
    "SELECT c.id, c.total_turns + 1, t.user_query, t.assistant_response,"
    "  t.input_tokens, t.output_tokens, t.cost_usd, t.duration_ms,"
    "  jsonb_array_length(coalesce($1::jsonb -> 'tool_calls', '[]')),"
    "  t.cache_creation_tokens, t.cache_read_tokens, coalesce(t.model, c.model) "
    "FROM kraken_conversations c, jsonb_populate_record(NULL::kraken_turns,"
    "  '{\"input_tokens\": 0, \"output_tokens\": 0, \"cost_usd\": 0, \"duration_ms\": 0,"
    "    \"cache_creation_tokens\": 0, \"cache_read_tokens\": 0}' || $1::jsonb) t "
    "WHERE c.id = $2::uuid RETURNING id";

static const char tool_calls[] =
    "WITH stored AS ("
    "  INSERT INTO kraken_tool_calls (turn_id, tool_name, tool_args, tool_result,"
    "    result_truncated, sequence_order)"
    "  SELECT $2::uuid, call ->> 'tool_name', coalesce(call -> 'tool_args', '{}'),"
    "    coalesce(call -> 'tool_result', 'null'),"
    "    coalesce((call ->> 'result_truncated')::boolean, false), place"
    "  FROM jsonb_array_elements(coalesce($1::jsonb -> 'tool_calls', '[]'))"
    "    WITH ORDINALITY AS calls (call, place)"
    ") SELECT $2";

static const char totals[] = "UPDATE kraken_conversations c SET total_turns = t.turn_number,"
                             "  total_tokens = total_tokens + t.input_tokens + t.output_tokens,"
                             "  total_cost_usd = total_cost_usd + t.cost_usd "
                             "FROM kraken_turns t WHERE t.id = $2::uuid AND c.id = t.conversation_id "
                             "RETURNING jsonb_build_object('turn_id', t.id, 'turns', total_turns,"
                             "  'tokens', total_tokens, 'cost_usd', total_cost_usd)";

/* Who thinks again thinks what was said last. */
static const char feedback[] =
    "INSERT INTO kraken_feedback (turn_id, conversation_id, feedback_type, trace_id) "
    "SELECT t.id, t.conversation_id, f.feedback_type, f.trace_id "
    "FROM jsonb_populate_record(NULL::kraken_feedback, $1::jsonb) f "
    "JOIN kraken_turns t ON t.id = f.turn_id "
    "ON CONFLICT ON CONSTRAINT unique_turn_feedback DO UPDATE"
    "  SET feedback_type = excluded.feedback_type, trace_id = excluded.trace_id "
    "RETURNING jsonb_build_object('feedback', feedback_type)";

static const char last_word[] = "UPDATE kraken_conversations SET status = 'ended', ended_at = now() "
                                "WHERE session_id = $1::jsonb ->> 'session_id' AND status = 'active' "
                                "RETURNING jsonb_build_object('turns', total_turns, 'tokens', total_tokens,"
                                "  'cost_usd', total_cost_usd)";

static const char statistics[] = "SELECT jsonb_build_object('turns', count(*),"
                                 "  'conversations', (SELECT count(*) FROM kraken_conversations),"
                                 "  'tool_calls', coalesce(sum(tool_calls_count), 0),"
                                 "  'tokens', coalesce(sum(input_tokens + output_tokens), 0),"
                                 "  'cost_usd', coalesce(sum(cost_usd), 0),"
                                 "  'feedback', (SELECT count(*) FROM kraken_feedback)) "
                                 "FROM kraken_turns";

/* A statement gets the JSON of the request as $1, and as $2 what the one before it has given; what the last one gives
 * is the answer. One that gives no row ends the request: what it speaks of is missing. */
static const struct request {
    const char *word, *missing, *statements[6];
} requests[] = {
    {"turn", "there is no such conversation", {one_at_a_time, conversation, turn, tool_calls, totals}},
    {"feedback", "there is no such turn", {feedback}},
    {"end", "that session has no active conversation", {one_at_a_time, last_word}},
    {"stats", "there is nothing", {statistics}},
};

/* ---- Carrying it out ------------------------------------------------------------------------- */

static const struct request *request_of(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        if (strlen(requests[i].word) == length && !memcmp(requests[i].word, word, length))
            return &requests[i];
    return NULL;
}

/* An answer is one line, whatever the server says. */
static void say(char *answer, size_t room, const char *how, const char *text)
{
    snprintf(answer, room, "%s %s", how, text);
    size_t end = strlen(answer);
    while (end > 0 && strchr(" \n", answer[end - 1]))
        answer[--end] = 0;
    for (char *p = answer; *p; p++)
        *p = *p == '\n' || *p == '\r' ? ' ' : *p;
}

static bool command(PGconn *store, const char *sql)
{
    PGresult *result = PQexec(store, sql);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return ok;
}

/* A server that was restarted meanwhile is found again; a migration that holds a table isn't waited for for ever. */
static bool begin(PGconn *store)
{
    static const char sql[] = "BEGIN; SET LOCAL statement_timeout = '10s'";
    if (command(store, sql))
        return true;
    PQreset(store);
    return command(store, sql);
}

static bool has_given(const PGresult *result)
{
    return PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0;
}

static PGresult *carry_out(PGconn *store, const struct request *request, const char *json)
{
    static const Oid text[] = {25, 25};
    PGresult *last = NULL;
    for (size_t i = 0; request->statements[i] && (!last || has_given(last)); i++) {
        const char *values[] = {json, last ? PQgetvalue(last, 0, 0) : ""};
        PGresult *next = PQexecParams(store, request->statements[i], 2, text, values, NULL, NULL, 0);
        PQclear(last);
        last = next;
    }
    return last;
}

static void answer_with(PGconn *store, const struct request *request, const PGresult *result, char *answer,
                        size_t room)
{
    const char *said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (has_given(result) && command(store, "COMMIT"))
        say(answer, room, "ok", PQgetvalue(result, 0, 0));
    else if (PQresultStatus(result) == PGRES_TUPLES_OK && !has_given(result))
        say(answer, room, "error", request->missing);
    else
        say(answer, room, "error", said ? said : PQerrorMessage(store));
}

void store_answer(PGconn *store, const char *line, char *answer, size_t room)
{
    size_t word = strcspn(line, " ");
    const struct request *request = request_of(line, word);
    if (!request) {
        say(answer, room, "error", "a request is turn {…}, feedback {…}, end {…} or stats");
    } else if (!begin(store)) {
        say(answer, room, "error", PQerrorMessage(store));
    } else {
        PGresult *result = carry_out(store, request, line + word);
        answer_with(store, request, result, answer, room);
        PQclear(result);
    }
    if (PQtransactionStatus(store) != PQTRANS_IDLE)
        command(store, "ROLLBACK");
}

/* ---- The connection -------------------------------------------------------------------------- */

PGconn *store_open(const char *url, struct aludel_error *error)
{
    char conninfo[ALUDEL_CONNINFO];
    if (!aludel_postgresql_conninfo(url, conninfo, sizeof conninfo, error))
        return NULL;
    const char *names[] = {"connect_timeout", "fallback_application_name", "dbname", NULL};
    const char *values[] = {"10", "kraken_service", conninfo, NULL};
    return PQconnectdbParams(names, values, 1);
}
