/* tell.c: what is told of a budget, and what refuses it. */
#include "budget/budget.h"

#include "core/error.h"
#include "core/size.h"

#ifdef ALUDEL_EMBEDDED
#define WHO_DECIDES "build it without that, and decide in aludel_embedded.budget"
#define WHO_SAYS "the budget"
#else
#define WHO_DECIDES "leave it out, or decide in aludel_config.budget"
#define WHO_SAYS "`plan --budget`"
#endif

enum aludel_work al_budget_kind(const struct al_budget *b, const struct al_work_line *w)
{
    switch (w->kind) {
    case 'T': return ALUDEL_WORK_CREATE;
    case 'C': return w->in_place && b->source->may_stay ? ALUDEL_WORK_SCAN : ALUDEL_WORK_COPY;
    case 'I': return ALUDEL_WORK_INDEX;
    case 'V': return ALUDEL_WORK_INSERT;
    case 'U': return ALUDEL_WORK_UPDATE;
    case 'D': return ALUDEL_WORK_DELETE;
    case 'X':
    case 'J': return ALUDEL_WORK_DROP;
    default: return ALUDEL_WORK_SCHEMA;
    }
}

void al_budget_say(struct aludel_disk_need *told, const struct al_need *need, const char *why)
{
    told->database_bytes = (int64_t)need->database;
    told->journal_bytes = (int64_t)need->journal;
    told->temporary_bytes = (int64_t)need->temporary;
    told->bytes = (int64_t)need->together;
    told->certain = need->certain;
    told->unknown = why;
    told->unknown_line = (int)need->line;
}

/* ---- Refusing ----------------------------------------------------------------------------------- */

static bool refuse_unknown(const struct al_limits *l, const struct aludel_disk_need *n,
                           struct aludel_error *e)
{
    al_error(e, ALUDEL_FAILED, "what '%s' may need of the disk isn't known: %s", l->unknown ? l->unknown : "",
             n->unknown);
    al_error_hint(e, "max_bytes refuses that, too; " WHO_DECIDES);
    return false;
}

static bool refuse_large(const struct al_limits *l, const struct aludel_disk_need *n, struct aludel_error *e)
{
    char needs[32], may[32], database[32], journal[32], temporary[32];
    al_show_size(needs, sizeof needs, n->bytes);
    al_show_size(may, sizeof may, l->most);
    al_show_size(database, sizeof database, n->database_bytes);
    al_show_size(journal, sizeof journal, n->journal_bytes);
    al_show_size(temporary, sizeof temporary, n->temporary_bytes);
    al_error(e, ALUDEL_FAILED, "up to %s of the disk may be needed, and max_bytes allows %s", needs, may);
    al_error_detail(e, "at most: database %s, journal %s, temporary files %s", database, journal, temporary);
    al_error_hint(e, WHO_SAYS " says which migration needs what; fewer of them at a time may do");
    return false;
}

static bool refuse_by_program(const struct aludel_disk_need *n, struct aludel_error *e)
{
    const struct aludel_revision *r = n->revision;
    char needs[32];
    al_show_size(needs, sizeof needs, n->bytes);
    return al_error(e, ALUDEL_FAILED, "the program refuses %s%s%s, which may need up to %s of the disk",
                    r ? "'" : "what is planned", r ? r->id : "", r ? "'" : "", needs);
}

bool al_budget_allows(struct al_limits *l, const struct aludel_disk_need *n, struct aludel_error *error)
{
    if (n->revision && !n->certain && !l->unknown) {
        l->unknown = n->revision->id;
    }
    if (l->program && !l->program(l->with, n)) {
        return refuse_by_program(n, error);
    }
    if (!l->most || n->revision || (l->back && !n->certain)) {
        return true;
    }
    if (!n->certain) {
        return refuse_unknown(l, n, error);
    }
    return n->bytes <= l->most || refuse_large(l, n, error);
}
