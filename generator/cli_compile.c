#include "cli_compile.h"

#include <stdio.h>
#include <string.h>

void tool_environment(struct tool *t, struct environment *e)
{
    e->diagnostics = ARENA_NEW(t->arena, struct diagnostics);
    e->diagnostics->arena = t->arena;
    e->arena = t->arena;
    e->disk = t->disk;
    e->target_file = t->target;
}

/* The target that an error is in, or NULL. */
static const char *wrong_target(const struct environment *e)
{
    for (size_t i = 0; i < e->diagnostics->list.count; i++) {
        const struct diagnostic *one = &e->diagnostics->list.at[i];
        const char *file = one->span.source ? one->span.source->shown : "";
        bool target = !strcmp(file, TARGET_TEMPLATE) || !strcmp(file, TARGET_SQL);
        if (one->severity == SEVERITY_ERROR && target)
            return file;
    }
    return NULL;
}

/* Who only wants to upgrade may wonder why a file that no migration names is in the way. */
void tool_report(struct tool *t, struct environment *e)
{
    struct aludel_text text = diag_render(e->diagnostics, t->arena, t->color);
    const char *target = wrong_target(e);
    fwrite(text.z, 1, text.n, stderr);
    if (target)
        fprintf(stderr,
                "  hint: %s is the target, the schema that is meant: each program carries it, for `check`, "
                "so what is wrong\n        in it stops every build, that for `upgrade` too\n",
                target);
}

bool tool_compile(struct tool *t, struct environment *e, const struct compile_options *options,
                  struct outputs *out)
{
    tool_environment(t, e);
    bool good = compile(e, options, out);
    tool_report(t, e);
    return good;
}

static bool is_identifier(const char *z)
{
    static const char *const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char *const all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return *z && strchr(letters, *z) && z[strspn(z, all)] == '\0';
}

bool tool_compile_options(const struct options *from, struct compile_options *to)
{
    int64_t shards = 0;
    if (from->shards && (!al_parse_int(al_text(from->shards), &shards) || shards < 1 || shards > 10000)) {
        tool_fail(TOOL_USAGE, "--shards is a number from 1 to 10000, not '%s'", from->shards);
        return false;
    }
    if (from->symbol && !is_identifier(from->symbol)) {
        tool_fail(TOOL_USAGE, "--symbol must be a C identifier, '%s' is none", from->symbol);
        return false;
    }
    if (from->symbol && emit_calls_its_own(from->symbol)) {
        tool_fail(TOOL_USAGE, "--symbol must be a name of its own, '%s' is one in what is generated",
                  from->symbol);
        return false;
    }
    to->emit.embedded = options_embedded(from);
    if (from->profile && !to->emit.embedded && strcmp(from->profile, "full") != 0) {
        tool_fail(TOOL_USAGE, "--profile is full or embedded, not '%s'", from->profile);
        return false;
    }
    to->folder = from->folder ? from->folder : ".";
    to->dialects = from->dialect && !strcmp(from->dialect, "both") ? "sqlite postgresql" : from->dialect;
    if (to->emit.embedded && from->dialect && strcmp(from->dialect, "sqlite") != 0) {
        tool_fail(TOOL_USAGE, "--profile embedded is for SQLite alone, not --dialect %s", from->dialect);
        return false;
    }
    to->dialects = to->emit.embedded ? "sqlite" : to->dialects;
    to->reversible = from->reversible;
    to->compatible = from->compatible;
    to->emit.symbol = from->symbol;
    to->emit.shards = (uint32_t)shards;
    to->emit.amalgamated = from->amalgamate;
    to->emit.no_downgrade = from->no_downgrade;
    to->emit.strip_messages = from->strip_messages;
    to->since = from->since.at;
    to->since_count = from->since.count;
    return true;
}
