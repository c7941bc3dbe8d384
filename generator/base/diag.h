/*
 * diag.h: errors and remarks about sources. They are collected, and shown in source order at the end, at
 * most 20; two for the same place are one.
 *
 *     diag_error(d, span, "unknown directive 'op.%s'", name);
 *     diag_hint(d, "did you mean '%s'?", nearest);                  behind the caret of the latest
 *     diag_also(d, other, "already defined here");                  a second place, of the latest; a third
 *
 *     versions/4f2a_add_slug.mako:14:7: error: unknown directive 'op.create_indx'
 *        14 | <% op.create_indx("ix", "users", ["slug"]) %>
 *           |       ^~~~~~~~~~~ did you mean 'create_index'?
 */
#ifndef DIAG_H
#define DIAG_H

#include "base/source.h"
#include "base/vec.h"

/* An error stops the build; a remark changes nothing. */
enum severity { SEVERITY_REMARK, SEVERITY_ERROR };

struct diagnostic {
    enum severity severity;
    struct span span; /* source NULL: about no place */
    const char *message;
    const char *hint;
    struct {
        struct span span;
        const char *message;
    } also[2];
};

struct diagnostics {
    struct arena *arena;
    VEC(struct diagnostic) list;
    size_t errors;
};

#if defined(__GNUC__)
#define DIAG_FORMAT(f, a) __attribute__((format(printf, f, a)))
#else
#define DIAG_FORMAT(f, a)
#endif

DIAG_FORMAT(3, 4) void diag_error(struct diagnostics *d, struct span at, const char *format, ...);
DIAG_FORMAT(3, 4) void diag_remark(struct diagnostics *d, struct span at, const char *format, ...);
DIAG_FORMAT(2, 3) void diag_hint(struct diagnostics *d, const char *format, ...);
DIAG_FORMAT(3, 4) void diag_also(struct diagnostics *d, struct span at, const char *format, ...);

/* In source order, the later of two for one place left out; their count is given back. */
size_t diag_sorted(struct diagnostics *d, struct arena *a, const struct diagnostic ***out);
/* On one line, and without control characters, which would do something to the terminal. */
void diag_put_plain(struct al_builder *b, struct aludel_text text);

/* The whole report as text. `color`: terminal escapes. (For programs: base/report.h.) */
struct aludel_text diag_render(struct diagnostics *d, struct arena *a, bool color);

#endif
