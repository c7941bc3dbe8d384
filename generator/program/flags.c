/* What the flags of statements and migrations are called. */
#include "program/program.h"

#define FLAG(name)           \
    {                        \
        ALUDEL_##name, #name \
    }

const struct flag_name statement_flags[] = {FLAG(READS),   FLAG(DDL),    FLAG(ALONE),
                                            FLAG(REPEATS), FLAG(DIRECT), {0, NULL}};

const struct flag_name migration_flags[] = {FLAG(AUTOCOMMIT), FLAG(LIVE),   FLAG(REBUILDS), FLAG(EMPTY),
                                            FLAG(DEFERS),     FLAG(WRITES), FLAG(CASCADES), {0, NULL}};
