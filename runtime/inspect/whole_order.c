/*
 * whole_order.c: things behind what they depend on. Of those that wait for nothing the first comes next, so that the order
 * is the same whenever the things are the same. Where they go round in a circle the first is taken as well.
 */
#include "inspect/whole_order.h"

#include "inspect/ask.h"

#define NOTHING SIZE_MAX

/* What depends on what, in pairs of class and object: rules are their views, defaults their tables, array types what they
 * are of, an index of a constraint that constraint. A sequence waits for nobody, though it may belong to a column. */
static const char dependencies[] =
    "WITH means AS (SELECT " OF_REWRITE "::oid AS c, r.oid AS o, " OF_CLASS
    "::oid AS to_c, r.ev_class AS to_o FROM "
    "pg_catalog.pg_rewrite r"
    " UNION ALL SELECT " OF_ATTRDEF ", d.oid, " OF_CLASS ", d.adrelid FROM pg_catalog.pg_attrdef d"
    " UNION ALL SELECT " OF_CLASS ", k.conindid, " OF_CONSTRAINT ", k.oid"
    "  FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', 'u', 'x')"
    " UNION ALL SELECT " OF_CONSTRAINT ", k.oid, " OF_TYPE ", k.contypid"
    "  FROM pg_catalog.pg_constraint k WHERE k.contypid <> 0::oid"
    " UNION ALL SELECT " OF_CLASS ", r.oid, " OF_TYPE ", r.reltype"
    "  FROM pg_catalog.pg_class r WHERE r.relkind = 'c'"
    " UNION ALL SELECT " OF_TYPE ", r.reltype, " OF_CLASS ", r.oid"
    "  FROM pg_catalog.pg_class r WHERE r.relkind IN ('r', 'p', 'v', 'm')"
    " UNION ALL SELECT " OF_TYPE ", t.typarray, CASE WHEN r.oid IS NULL "
    "THEN " OF_TYPE "   ELSE " OF_CLASS " END, coalesce(r.oid, t.oid) FROM "
    "pg_catalog.pg_type t"
    "  LEFT JOIN pg_catalog.pg_class r ON r.oid = t.typrelid AND r.relkind <> 'c' WHERE t.typarray <> "
    "0::oid)"
    " SELECT DISTINCT coalesce(m.to_c, d.classid)::int8, coalesce(m.to_o, d.objid)::int8, "
    "coalesce(n.to_c, d.refclassid)::int8, coalesce(n.to_o, d.refobjid)::int8"
    " FROM pg_catalog.pg_depend d LEFT JOIN means m ON m.c = d.classid AND m.o = d.objid LEFT JOIN "
    "means n ON n.c = d.refclassid AND n.o = d.refobjid"
    " WHERE d.objid >= 16384::oid AND d.refobjid >= 16384::oid AND NOT EXISTS (SELECT FROM "
    "pg_catalog.pg_class s"
    " WHERE d.classid = " OF_CLASS " AND s.oid = d.objid AND s.relkind = "
    "'S')"
    " ORDER BY 1, 2, 3, 4";

struct edge {
    size_t from; /* who depends */
    size_t next; /* of those on the same */
};

struct ordering {
    const struct al_whole *whole;
    size_t *slots, slot_count; /* things by class and object */
    size_t *waits;             /* of each thing: how many it waits for */
    size_t *first;             /* of each thing: who depends on it */
    bool *placed;
    struct edge *edges;
    size_t edge_count;
};

/* ---- Finding a thing ----------------------------------------------------------------------------- */

static size_t slot_of(const struct ordering *o, int64_t class, int64_t object)
{
    uint64_t hash = ((uint64_t) class * 31 + (uint64_t)object) * UINT64_C(0x9E3779B97F4A7C15);
    size_t slot = (size_t)(hash >> 32) % o->slot_count;
    for (;; slot = (slot + 1) % o->slot_count) {
        size_t i = o->slots[slot];
        if (i == NOTHING || (o->whole->things[i].class == class && o->whole->things[i].object == object)) {
            return slot;
        }
    }
}

static size_t find(const struct ordering *o, struct aludel_value row, size_t column)
{
    return o
        ->slots[slot_of(o, aludel_column(row, column).as.integer, aludel_column(row, column + 1).as.integer)];
}

static void fill(struct ordering *o)
{
    for (size_t i = 0; i < o->slot_count; i++) {
        o->slots[i] = NOTHING;
    }
    for (size_t i = 0; i < o->whole->count; i++) {
        const struct al_whole_thing *t = &o->whole->things[i];
        o->first[i] = NOTHING;
        if (t->class) {
            o->slots[slot_of(o, t->class, t->object)] = i;
        }
    }
}

/* ---- What depends on what -------------------------------------------------------------------------- */

static void add_edges(struct ordering *o, struct aludel_value rows)
{
    for (size_t i = 0; i < rows.as.items->count; i++) {
        struct aludel_value row = rows.as.items->values[i];
        size_t from = find(o, row, 0), on = find(o, row, 2);
        if (from == NOTHING || on == NOTHING || from == on) {
            continue;
        }
        o->edges[o->edge_count] = (struct edge){from, o->first[on]};
        o->first[on] = o->edge_count++;
        o->waits[from]++;
    }
}

static bool prepare(struct aludel_op *op, struct ordering *o, struct aludel_value rows)
{
    struct aludel_arena *a = &op->arena;
    size_t count = o->whole->count + 1;
    o->slot_count = (2 * count) | 1;
    o->slots = al_arena_new(a, o->slot_count * sizeof *o->slots);
    o->waits = al_arena_new(a, count * sizeof *o->waits);
    o->first = al_arena_new(a, count * sizeof *o->first);
    o->placed = al_arena_new(a, count * sizeof *o->placed);
    o->edges = al_arena_new(a, (rows.as.items->count + 1) * sizeof *o->edges);
    return !a->exhausted || al_op_failed(op);
}

/* ---- The order ------------------------------------------------------------------------------------- */

static size_t next(const struct ordering *o, size_t *from)
{
    while (o->placed[*from]) {
        ++*from;
    }
    for (size_t i = *from; i < o->whole->count; i++) {
        if (!o->placed[i] && !o->waits[i]) {
            return i;
        }
    }
    return *from;
}

static void place(struct ordering *o, size_t i)
{
    o->placed[i] = true;
    for (size_t e = o->first[i]; e != NOTHING; e = o->edges[e].next) {
        o->waits[o->edges[e].from]--;
    }
}

bool al_whole_order(struct aludel_op *op, struct al_whole *whole)
{
    struct ordering o = {.whole = whole};
    struct aludel_value rows = al_inspect_ask(op, al_text(dependencies), 0, NULL);
    struct al_whole_thing *sorted = al_arena_new(&op->arena, (whole->count + 1) * sizeof *sorted);
    if (rows.type != ALUDEL_LIST || !sorted || !prepare(op, &o, rows)) {
        return al_op_failed(op);
    }
    fill(&o);
    add_edges(&o, rows);
    size_t from = 0;
    for (size_t n = 0; n < whole->count; n++) {
        size_t i = next(&o, &from);
        sorted[n] = whole->things[i];
        place(&o, i);
    }
    whole->things = sorted;
    return true;
}
