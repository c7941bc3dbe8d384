/*
 * source.h: a file's text, and places in it.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "base/arena.h"

struct source {
    const char *path;        /* as opened */
    const char *shown;       /* in messages and #line: relative to the environment, '/' between parts */
    struct aludel_text text; /* NUL behind it; CR LF is kept */
    uint32_t *line_starts;
    uint32_t line_count;
};

/* A piece of a source: offsets from, to (to excluded). No source: nowhere. */
struct span {
    const struct source *source;
    uint32_t from, to;
};

struct position {
    uint32_t line, column; /* from 1; columns count characters, not bytes */
};

/* The text isn't copied, and has NUL behind it. */
struct source *source_from_text(struct arena *a, const char *path, const char *shown,
                                struct aludel_text text);
struct position source_position(const struct source *s, uint32_t offset);
struct aludel_text source_line(const struct source *s, uint32_t line); /* without its end */
static inline struct aludel_text span_text(struct span s)
{
    struct aludel_text t = {s.source->text.z + s.from, s.to - s.from};
    return t;
}
struct span span_join(struct span a, struct span b); /* from a's begin to b's end */

#endif
