/* no_pairs.c: the migrations of pairs_tool where none are compiled in. */
#include <aludel/generated.h>

extern const struct aludel_registry pairs;

const struct aludel_registry pairs = {.layout = ALUDEL_LAYOUT,
                                      .name = "pairs",
                                      .tool_version = "0",
                                      .drivers = {&aludel_sqlite_driver, &aludel_postgresql_driver},
                                      .settings = {
#define SETTING(name, kind, fallback, help) .name = (fallback),
#include <aludel/settings.def>
#undef SETTING
                                      }};
