/*
 * hand.h: programs built by hand, so that the C emitter is tested without the passes in front of it.
 */
#ifndef HAND_H
#define HAND_H

#include "emit/emit.h"

extern struct arena hand_arena;

struct migration *hand_migration(struct environment *e, const char *id, const char *text);
struct program *hand_program(void);

struct step *hand_step(struct steps *in, enum step_kind kind, uint32_t line);
struct sql_statement *hand_sql(const char *sql, uint32_t line);
struct step *hand_run(struct steps *in, const char *sql, uint32_t line);
uint32_t hand_local(struct program *p, const char *hint);
struct step *hand_let(struct steps *in, uint32_t local, struct later *value, uint32_t line);

struct later *hand_constant(struct aludel_value v);
struct later *hand_use(uint32_t local);
struct later *hand_py(const char *name, size_t count, ...);
struct later *hand_op(const char *name, size_t count, ...);

/* The cases, each an environment. */
extern const struct hand_case {
    const char *name;
    void (*build)(struct environment *e);
    uint32_t shards;
} hand_cases[];
extern const size_t hand_case_count;

#endif
