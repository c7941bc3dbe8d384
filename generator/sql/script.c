#include "sql/script.h"

#include "schema/change.h"
#include "sql/carried.h"
#include "sql/read.h"
#include "sql/split.h"
#include "sql/tokens.h"

struct script {
    struct split_sink sink;
    struct arena *arena;
    struct evolution evolution;
    const struct schema *schema;
    struct al_builder text; /* of the statement in hand */
    struct span span;
};

static void on_text(struct split_sink *sink, const char *z, size_t n, struct span at)
{
    struct script *s = (struct script *)sink;
    if (!s->text.n)
        s->span = at;
    s->span.to = at.to;
    al_put(&s->text, z, n);
}

static void refuse(struct script *s)
{
    diag_error(s->evolution.diagnostics, s->span, "this statement can't be read");
    diag_hint(s->evolution.diagnostics, "what it makes can't be compared with anything");
}

static void on_end(struct split_sink *sink, const struct splitter *splitter)
{
    struct script *s = (struct script *)sink;
    struct changes changes = {0};
    struct tokens tokens = tokens_of(s->arena, splitter->dialect, arena_text(s->arena, al_built(&s->text)));
    const struct change *carried =
        tokens.list.count ? carried_change(s->arena, s->schema, &tokens, s->span) : NULL;
    if (carried)
        vec_push(s->arena, &changes, carried);
    else
        read_changes(s->arena, &tokens, s->span, &changes);
    for (size_t i = 0; i < changes.count; i++) {
        if (changes.at[i]->kind == CHANGE_UNREAD)
            refuse(s);
        s->schema = evolve(&s->evolution, s->schema, changes.at[i]);
    }
    s->text = al_builder(&s->arena->memory);
}

const struct schema *script_schema(struct arena *a, enum aludel_dialect dialect, struct source *source,
                                   struct diagnostics *d)
{
    struct splitter splitter;
    struct schema *empty = ARENA_NEW(a, struct schema);
    struct span all = {source, 0, (uint32_t)source->text.n};
    struct script s = {.sink = {on_text, on_end}, .arena = a, .schema = empty};
    empty->dialect = dialect;
    s.evolution = (struct evolution){.arena = a, .diagnostics = d, .as_it_is = true};
    s.text = al_builder(&a->memory);
    split_init(&splitter, dialect);
    split_text(&splitter, span_text(all), all, true, &s.sink, d);
    split_end(&splitter, (struct span){source, all.to, all.to}, &s.sink, d);
    return s.schema;
}
