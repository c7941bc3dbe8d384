/* tree.c: the tree: places in a text. It grows at its end, a call at a time. */
#include "ddl/parser.h"

static const struct al_ddl_span none = {0, 0};

/* ---- Places ---------------------------------------------------------------------------------------- */

uint32_t al_ddl_behind(struct al_ddl_span span)
{
    return span.at + span.n;
}

struct aludel_text al_ddl_text(const struct al_ddl_table *t, struct al_ddl_span span)
{
    return (struct aludel_text){t->text.z + span.at, span.n};
}

/* ---- Growing --------------------------------------------------------------------------------------- */

static bool is(const struct al_ddl_reader *r, struct al_ddl_span span, const char *word)
{
    return al_same_nocase(al_ddl_text(r->table, span), al_text(word));
}

void al_ddl_refuse(struct al_ddl_reader *r, struct al_ddl_span at)
{
    if (!r->failed) {
        r->table->wrong = at.at;
    }
    r->failed = true;
}

/* ---- Columns ------------------------------------------------------------------------------------- */

void al_ddl_add_column(struct al_ddl_reader *r, struct al_ddl_span name, struct al_ddl_span type)
{
    struct al_ddl_column *c = al_arena_new(r->arena, sizeof *c);
    if (!c) {
        r->failed = true;
        c = &r->spare_column;
    }
    *c = (struct al_ddl_column){.comma = r->comma, .name = name, .type = type};
    c->span = al_ddl_join(name, type.n ? type : name);
    *r->columns = c;
    r->columns = &c->next;
    r->column = c;
    r->comma = none;
    r->of_table = r->constraints;
    r->constraints = &c->constraints;
    r->now = &r->spare;
}

void al_ddl_end_column(struct al_ddl_reader *r)
{
    al_ddl_end_named(r);
    if (r->now != &r->spare) {
        r->column->span = al_ddl_join(r->column->span, r->now->span);
    }
    r->constraints = r->of_table;
}

/* ---- Constraints --------------------------------------------------------------------------------- */

void al_ddl_add(struct al_ddl_reader *r, enum al_ddl_kind kind, struct al_ddl_span keyword)
{
    struct al_ddl_constraint *c = al_arena_new(r->arena, sizeof *c);
    if (!c) {
        r->failed = true;
        return;
    }
    *c = (struct al_ddl_constraint){.kind = kind, .comma = r->comma, .name = r->name};
    c->span = al_ddl_join(r->named.n ? r->named : keyword, keyword);
    *r->constraints = c;
    r->constraints = &c->next;
    r->now = c;
    if (kind == AL_DDL_FOREIGN_KEY) {
        r->key = c;
    }
    r->comma = r->name = r->named = none;
}

void al_ddl_end(struct al_ddl_reader *r)
{
    if (!r->named.n && r->now != &r->spare) {
        r->now->span = al_ddl_join(r->now->span, r->previous);
    }
}

void al_ddl_named(struct al_ddl_reader *r, struct al_ddl_span keyword, struct al_ddl_span name)
{
    al_ddl_end_named(r);
    r->name = name;
    r->named = al_ddl_join(keyword, name);
}

void al_ddl_end_named(struct al_ddl_reader *r)
{
    if (r->named.n) {
        al_ddl_add(r, AL_DDL_NAME_ONLY, r->named);
    }
}

/* ---- DEFERRABLE ---------------------------------------------------------------------------------- */

/* SQLite takes it for the table's latest foreign key, wherever it stands: then it is a part of its own. */
static struct al_ddl_constraint *deferred(struct al_ddl_reader *r, struct al_ddl_span keyword, bool goes_on)
{
    struct al_ddl_constraint *key = !al_ddl_is_postgresql(r->table->dialect) ? r->key : r->now;
    bool apart = r->now != key || key == &r->spare || r->named.n;
    if (apart && !(goes_on && r->now->kind == AL_DDL_DEFERRABLE)) {
        al_ddl_add(r, AL_DDL_DEFERRABLE, keyword);
    }
    r->now->deferrable = al_ddl_join(r->now->deferrable.n ? r->now->deferrable : keyword, r->previous);
    return key;
}

void al_ddl_defer(struct al_ddl_reader *r, struct al_ddl_span keyword, bool yes)
{
    struct al_ddl_constraint *key = deferred(r, keyword, false);
    key->is_deferrable = yes;
    key->initially_deferred = key->initially_deferred && yes && al_ddl_is_postgresql(r->table->dialect);
}

void al_ddl_initially(struct al_ddl_reader *r, struct al_ddl_span keyword, struct al_ddl_span when)
{
    struct al_ddl_constraint *key = deferred(r, keyword, true);
    bool implied = al_ddl_is_postgresql(r->table->dialect);
    key->initially_deferred = is(r, when, "DEFERRED") && (implied || key->is_deferrable);
    key->is_deferrable = key->is_deferrable || key->initially_deferred;
}

/* ---- Behind the body ----------------------------------------------------------------------------- */

void al_ddl_option(struct al_ddl_reader *r, struct al_ddl_span word)
{
    struct al_ddl_table *t = r->table;
    if (!al_ddl_is_postgresql(t->dialect)) {
        t->strict = t->strict || is(r, word, "STRICT");
        t->without_rowid = t->without_rowid || (is(r, r->before_word, "WITHOUT") && is(r, word, "ROWID"));
    }
    t->options = t->options.n ? al_ddl_join(t->options, word) : word;
    r->before_word = word;
}
