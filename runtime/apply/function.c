/* function.c: the chain's functions: what they find around them, and calling one. */
#include "apply/apply.h"

struct al_surroundings al_surround(struct aludel *a)
{
    return (struct al_surroundings){
        .driver = a->driver,
        .registry = a->registry,
        .config = &a->config,
        .getenv = al_getenv,
        .getenv_with = a,
        .event = a->rehearsal ? NULL : a->config.event,
        .interrupted = &a->interrupted,
        .own_tables = {a->settings.version_table, a->settings.log_table, "aludel_journal"},
    };
}
