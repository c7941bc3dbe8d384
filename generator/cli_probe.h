/*
 * cli_probe.h: what the C compiler is for and what it has, found out by giving it small programs.
 */
#ifndef TOOL_PROBE_H
#define TOOL_PROBE_H

#include "cli_toolchain.h"

struct probe {
    struct tool *t;
    const struct toolchain *tools;
    const char *folder; /* where small programs may lie */
};

enum c_library { C_LIBRARY_UNKNOWN /* it compiles nothing */, C_LIBRARY_GLIBC, C_LIBRARY_OTHER };
enum c_library probe_c_library(const struct probe *p);

/* $CC compiles for another C library or machine than the installed archives are for. One that the user hasn't named is the
 * system's, as they are. */
bool probe_is_foreign(const struct probe *p);

/* Before anything else is blamed: can it make the smallest program, with $CFLAGS and $LDFLAGS? False after it has said itself
 * why it can't. */
bool probe_compiler(const struct probe *p);

/* Can this program be made with these words behind it? With $LDFLAGS. */
bool probe_links(const struct probe *p, const char *program, const struct words *more);

#endif
