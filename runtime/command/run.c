/* run.c: the commands that change the database. */
#include "command/command.h"

#include "core/error.h"
#include "core/text.h"

#include <string.h>

static const char *id_of(const struct command_line *c, uint32_t r)
{
    return c->on.image->migrations[r].id;
}

bool run_upgrade(struct command_line *c)
{
    uint32_t r;
    if (strcmp(c->revision, "heads") == 0) {
        return aludel_embedded_upgrade(&c->on, NULL, &c->error);
    }
    return find_revision(c, c->revision, &r) && aludel_embedded_upgrade(&c->on, id_of(c, r), &c->error);
}

/* The row, where there is one. */
struct stand {
    char id[64];
    size_t rows;
};

static bool note_row(void *with, const char *id, bool known)
{
    struct stand *p = with;
    (void)known;
    al_format(p->id, sizeof p->id, "%s", id);
    p->rows++;
    return true;
}

/* From the row down the line; `*base`: past its begin. */
static bool step_back(struct command_line *c, int64_t steps, uint32_t *r, bool *base)
{
    struct stand at = {.rows = 0};
    if (!aludel_embedded_stored(&c->on, note_row, &at, &c->error)) {
        return false;
    }
    if (at.rows != 1) {
        return al_error(&c->error, ALUDEL_USAGE, "the database is at %zu revisions: say down to which",
                        at.rows);
    }
    if (!find_revision(c, at.id, r)) {
        return false;
    }
    for (*base = false; steps > 0 && !*base; steps--) {
        const struct aludel_image_migration *m = &c->on.image->migrations[*r];
        if (m->need_count > 1) {
            return al_error(&c->error, ALUDEL_USAGE, "'%s' stands on several revisions: say down to which",
                            m->id);
        }
        *base = m->need_count == 0;
        *r = *base ? 0 : c->on.image->links[m->needs];
    }
    return steps == 0 || al_error(&c->error, ALUDEL_USAGE, "there are fewer migrations than that");
}

bool run_downgrade(struct command_line *c)
{
    uint32_t r = 0;
    int64_t steps;
    bool base = strcmp(c->revision, "base") == 0;
    if (c->revision[0] == '-' && al_parse_int(al_text(c->revision + 1), &steps)) {
        if (!step_back(c, steps, &r, &base)) {
            return false;
        }
    } else if (!base && !find_revision(c, c->revision, &r)) {
        return false;
    }
    return aludel_embedded_downgrade(&c->on, base ? "base" : id_of(c, r), &c->error);
}

bool run_stamp(struct command_line *c)
{
    uint32_t r;
    if (strcmp(c->revision, "heads") == 0) {
        return aludel_embedded_stamp(&c->on, NULL, &c->error);
    }
    if (strcmp(c->revision, "base") == 0) {
        return aludel_embedded_stamp(&c->on, "base", &c->error);
    }
    return find_revision(c, c->revision, &r) && aludel_embedded_stamp(&c->on, id_of(c, r), &c->error);
}

bool run_undo(struct command_line *c)
{
    return aludel_embedded_undo(&c->on, &c->error);
}
