#include "base/word.h"
#include "core/ini.h"
#include "model/setting_values.h"

#include <string.h>

#define SETTING(name, kind, fallback, help) SETTING_INDEX_##name,
enum {
#include <aludel/settings.def>
    SETTING_COUNT_OF
};
#undef SETTING

static const struct span nowhere;

/* ---- The table -------------------------------------------------------------------------------- */

static bool is_build_only(const char *name)
{
    static const char *const names[] = {"dialects",
                                        "version_locations",
                                        "recursive_version_locations",
                                        "file_template",
                                        "truncate_slug_length",
                                        "timezone",
                                        "revision_ids",
                                        "single_head",
                                        "allow_c",
                                        "skip_data",
                                        "naming_convention",
                                        "from_scratch",
                                        "carry_downgrades",
                                        "undo_room",
                                        "budget"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(name, names[i]))
            return true;
    }
    return false;
}

static void fill_table(struct environment *e, struct setting table[SETTING_COUNT_OF])
{
#define SETTING(name, kind, fallback, help)                              \
    table[SETTING_INDEX_##name] = (struct setting){#name,                \
                                                   SETTING_##kind,       \
                                                   fallback,             \
                                                   help,                 \
                                                   &e->settings.name,    \
                                                   &e->places.name##_at, \
                                                   is_build_only(#name)};
#include <aludel/settings.def>
#undef SETTING
}

const struct setting_place *setting_changed(const struct environment *e, const char *name)
{
    const struct setting_place *at = NULL;
#define SETTING(known, kind, fallback, help)                                                             \
    if (!strcmp(name, #known) && e->places.known##_at.given && strcmp(e->settings.known, fallback) != 0) \
        at = &e->places.known##_at;
#include <aludel/settings.def>
#undef SETTING
    return at;
}

static const char *nearest_setting(struct aludel_text name)
{
#define SETTING(name, kind, fallback, help) #name,
    static const char *const names[] = {
#include <aludel/settings.def>
    };
#undef SETTING
    return al_nearest(name, names, sizeof names / sizeof *names);
}

/* ---- What Alembic knows and we don't need ----------------------------------------------------- */

static const struct {
    const char *name, *remark;
} alembic_keys[] = {
#define ALEMBIC_SETTING(name, remark) {#name, remark},
#include <aludel/alembic_settings.def>
#undef ALEMBIC_SETTING
};

static const char *alembic_remark(struct aludel_text name)
{
    for (size_t i = 0; i < sizeof alembic_keys / sizeof *alembic_keys; i++) {
        if (al_is(name, alembic_keys[i].name))
            return alembic_keys[i].remark;
    }
    return NULL;
}

/* ---- One entry -------------------------------------------------------------------------------- */

struct reader {
    struct environment *e;
    struct aludel_text text; /* as it stands in the file; e->ini has it without passwords, for messages */
    struct setting table[SETTING_COUNT_OF];
    struct aludel_text section; /* the latest that was remarked on */
    bool
        is_alembics; /* the file is an alembic.ini: its section [aludel] is ours, the others aren't foreign */
    bool has_own_section, has_alembics;
};

static struct span span_of(const struct reader *r, struct aludel_text slice)
{
    uint32_t from = (uint32_t)(slice.z - r->text.z);
    return (struct span){r->e->ini, from, from + (uint32_t)slice.n};
}

static void unknown_key(struct reader *r, struct aludel_text name)
{
    struct environment *e = r->e;
    struct span at = span_of(r, name);
    const char *remark = alembic_remark(name), *nearest = nearest_setting(name);
    if (remark) {
        diag_remark(e->diagnostics, at, "'%.*s' means nothing here: %s", (int)name.n, name.z, remark);
        return;
    }
    diag_error(e->diagnostics, at, "unknown setting '%.*s'", (int)name.n, name.z);
    if (al_is(name, "sqlalchemy.url"))
        diag_hint(e->diagnostics, "here it is called 'url'");
    else if (al_begins(name, "sqlalchemy."))
        diag_hint(e->diagnostics, "no SQLAlchemy engine is made: leave it out");
    else if (memchr(name.z, ' ', name.n))
        diag_hint(e->diagnostics, "expected name = value");
    else if (nearest)
        diag_hint(e->diagnostics, "did you mean '%s'?", nearest);
}

static void own_entry(struct reader *r, const struct al_ini_entry *entry)
{
    struct environment *e = r->e;
    for (size_t i = 0; i < SETTING_COUNT_OF; i++) {
        const struct setting *s = &r->table[i];
        if (!al_is(entry->name, s->name))
            continue;
        struct setting_place before = *s->place;
        s->place->name = span_of(r, entry->name);
        s->place->value = span_of(r, entry->value.n ? entry->value : entry->name);
        s->place->given = true;
        if (before.given) {
            diag_error(e->diagnostics, s->place->name, "'%s' is set twice", s->name);
            diag_also(e->diagnostics, before.name, "already set here");
        }
        setting_store(e, s, entry->value);
        return;
    }
    unknown_key(r, entry->name);
}

/* Said once a section, at its first key. */
static void foreign_section(struct reader *r, const struct al_ini_entry *entry)
{
    static const char *const pythons[] = {"alembic", "loggers", "handlers", "formatters"};
    static const char *const own[] = {"aludel"};
    struct aludel_text section = entry->section;
    if (r->section.z && al_same(section, r->section))
        return;
    r->section = section;
    r->has_alembics = r->has_alembics || al_is(section, "alembic");
    struct diagnostics *d = r->e->diagnostics;
    struct span at = span_of(r, entry->name);
    bool python =
        al_begins(section, "logger_") || al_begins(section, "handler_") || al_begins(section, "formatter_");
    for (size_t i = 0; i < sizeof pythons / sizeof *pythons; i++)
        python = python || al_is(section, pythons[i]);
    if (!python && al_nearest(section, own, 1)) {
        diag_error(d, at, "unknown section [%.*s]", (int)section.n, section.z);
        diag_hint(d, "did you mean [aludel]?");
    } else {
        diag_remark(d, at, "the section [%.*s] isn't read: settings stand in [aludel]", (int)section.n,
                    section.z);
    }
}

/* In an alembic.ini %% is a percent sign. */
static void hook_entry(struct reader *r, const struct al_ini_entry *entry)
{
    struct aludel_text value = r->is_alembics ? undoubled(r->e->arena, entry->value) : entry->value;
    struct span span = span_of(r, entry->value.n ? entry->value : entry->name);
    struct hook_setting s = {entry->name, value, span};
    vec_push(r->e->arena, &r->e->write_hooks, s);
}

static bool each_entry(void *with, const struct al_ini_entry *entry)
{
    struct reader *r = with;
    if (al_is(entry->section, "aludel")) {
        r->has_own_section = true;
        own_entry(r, entry);
    } else if (al_is(entry->section, "post_write_hooks")) {
        hook_entry(r, entry);
    } else if (!r->is_alembics) {
        foreign_section(r, entry);
    }
    return true;
}

/* ---- The whole -------------------------------------------------------------------------------- */

static struct span line_span(const struct source *s, int line)
{
    if (line < 1 || (uint32_t)line > s->line_count)
        return (struct span){s, 0, 0};
    uint32_t from = s->line_starts[line - 1], to = from + (uint32_t)source_line(s, (uint32_t)line).n;
    while (from < to && (s->text.z[from] == ' ' || s->text.z[from] == '\t'))
        from++;
    return (struct span){s, from, to};
}

/* A file that was Alembic's: everything in it would be passed over. */
static void require_own_section(const struct reader *r)
{
    if (r->has_own_section || !r->has_alembics)
        return;
    diag_error(r->e->diagnostics, (struct span){r->e->ini, 0, 0}, "there is no section [aludel]");
    diag_hint(r->e->diagnostics, "rename [alembic]");
}

static void read_ini(struct reader *r)
{
    struct environment *e = r->e;
    const char *why = "", *name = environment_ini(e->disk, e->arena, e->folder);
    if (!name)
        return;
    e->ini = environment_open(e, path_join(e->arena, e->folder, name), &why);
    if (!e->ini) {
        diag_error(e->diagnostics, nowhere, "can't read '%s': %s", name, why);
        return;
    }
    r->is_alembics = !strcmp(name, "alembic.ini");
    int line = 0;
    r->text = e->ini->text;
    e->ini->text = without_passwords(e->arena, r->text);
    if (!al_ini_read(r->text, each_entry, r, &line, &why))
        diag_error(e->diagnostics, line_span(e->ini, line), "%s", why);
    else if (r->is_alembics)
        alembic_ini_read(e, r->text, r->table, SETTING_COUNT_OF);
    require_own_section(r);
}

/* What contradicts another setting. */
static void check_together(const struct environment *e)
{
    const struct setting_place *log = &e->places.log_table_at, *carry = &e->places.carry_downgrades_at;
    if (*e->settings.log_table || strcmp(e->settings.carry_downgrades, "yes") != 0)
        return;
    diag_error(e->diagnostics, log->value, "an empty 'log_table' leaves 'carry_downgrades' no place");
    diag_hint(e->diagnostics, "what upgrades carry stands in the log: name one, or carry nothing");
    diag_also(e->diagnostics, carry->name, "this wants it");
}

/* --dialects: on the command line, so its errors have no place in a file. */
static void override_dialects(struct reader *r, const char *dialects)
{
    const struct setting *s = &r->table[SETTING_INDEX_dialects];
    *s->place = (struct setting_place){.given = true};
    setting_store(r->e, s, al_text(dialects));
}

bool settings_read(struct environment *e, const char *dialects)
{
    size_t errors = e->diagnostics->errors;
    struct reader r = {.e = e};
    e->script_location = ".";
    fill_table(e, r.table);
    for (size_t i = 0; i < SETTING_COUNT_OF; i++)
        *r.table[i].text = r.table[i].fallback;
    read_ini(&r);
    if (dialects)
        override_dialects(&r, dialects);
    check_together(e);
    e->dialects[ALUDEL_SQLITE] = has_word(e->settings.dialects, "sqlite");
    e->dialects[ALUDEL_POSTGRESQL] = has_word(e->settings.dialects, "postgresql");
    return e->diagnostics->errors == errors;
}
