/* show.c: the version, the chain, and what the database is at. */
#include "command/command.h"

#include "core/error.h"
#include "core/size.h"

#include <sqlite3.h>
#include <string.h>

void show_version(const struct command_line *c)
{
    const struct aludel_image *image = c->on.image;
    say("%s: migrations of '%s', aludel %s, embedded\nheads:    ", c->program, image->name, image->tool);
    for (uint32_t r = 0; r < image->count; r++) {
        if (is_head(image, r)) {
            say(" %s", image->migrations[r].id);
        }
    }
    say("\nrevisions: %u\nlibraries: SQLite %s\n", (unsigned)image->count, sqlite3_libversion());
}

static const char *mark(const struct aludel_image *image, uint32_t r)
{
    return is_head(image, r) ? " (head)" : "";
}

bool show_heads(struct command_line *c)
{
    for (uint32_t r = 0; r < c->on.image->count; r++) {
        if (is_head(c->on.image, r)) {
            say("%s (head)\n", c->on.image->migrations[r].id);
        }
    }
    return true;
}

bool show_history(struct command_line *c)
{
    const struct aludel_image *image = c->on.image;
    for (uint32_t r = image->count; r-- > 0;) {
        const struct aludel_image_migration *m = &image->migrations[r];
        say("%s", m->need_count ? "" : "<base>");
        for (uint32_t i = 0; i < m->need_count; i++) {
            say("%s%s", i ? ", " : "", image->migrations[image->links[m->needs + i]].id);
        }
        say(" -> %s%s%s%s\n", m->id, mark(image, r), m->message ? ", " : "", m->message ? m->message : "");
    }
    return true;
}

static bool show_row(void *with, const char *id, bool known)
{
    struct command_line *c = with;
    for (uint32_t r = 0; known && r < c->on.image->count; r++) {
        if (strcmp(c->on.image->migrations[r].id, id) == 0) {
            say("%s%s\n", id, mark(c->on.image, r));
        }
    }
    return true;
}

bool show_current(struct command_line *c)
{
    bool current;
    return aludel_embedded_stored(&c->on, show_row, c, &c->error) &&
           aludel_embedded_is_current(&c->on, &current, &c->error);
}

static bool show_pending(void *with, const char *id)
{
    (void)with;
    say("%s\n", id);
    return true;
}

bool show_plan(struct command_line *c)
{
    return aludel_embedded_pending(&c->on, show_pending, NULL, &c->error);
}

static bool show_need(void *with, const struct aludel_disk_need *n)
{
    const char *id = n->revision ? n->revision->id : "all";
    char bytes[32], database[32], journal[32], temporary[32];
    (void)with;
    if (n->unknown && *n->unknown) {
        say("%s: it isn't known: %s\n", id, n->unknown);
        return true;
    }
    al_show_size(bytes, sizeof bytes, n->bytes);
    al_show_size(database, sizeof database, n->database_bytes);
    al_show_size(journal, sizeof journal, n->journal_bytes);
    al_show_size(temporary, sizeof temporary, n->temporary_bytes);
    say("%s: up to %s: database %s, journal %s, temporary files %s\n", id, bytes, database, journal,
        temporary);
    return true;
}

bool show_budget(struct command_line *c)
{
    if (!c->on.image->work) {
        al_error(&c->error, ALUDEL_USAGE, "this program has no budgets in it");
        al_error_hint(&c->error, "max_bytes in aludel.ini brings them along");
        return false;
    }
    return aludel_embedded_budget(&c->on, ALUDEL_UPGRADE, NULL, show_need, NULL, &c->error);
}
