/* Columns in conditions and values: t.c.a == 1, and_(…), desc(…). They are SQL text that is put together. */
#include "fold/op/makers.h"

struct aludel_value column_expression(struct folding *f, struct aludel_text name, enum type_family family,
                                      struct span at)
{
    struct item *item = item_new(f, ITEM_EXPRESSION, at);
    item->name = name;
    item->type.family = family;
    item->sql = constant_sql(ddl_name(f->arena, f->dialect, name));
    return item_value(f, item);
}

static void put_grouped(struct folding *f, struct pieces *p, struct sql sql, bool group, struct span at)
{
    pieces_text(f, p, group ? AL_TEXT("(") : AL_TEXT(""), at, false);
    pieces_sql(f, p, sql, at);
    pieces_text(f, p, group ? AL_TEXT(")") : AL_TEXT(""), at, false);
}

void put_operand(struct folding *f, struct pieces *p, struct aludel_value v, struct span at)
{
    const struct item *item = item_of(v, ITEM_EXPRESSION);
    struct sql sql = is_expression(v) ? expression_sql(f, v) : sql_literal(f, v, at);
    put_grouped(f, p, sql, item && item->compound, at);
}

void put_alone(struct folding *f, struct pieces *p, struct aludel_value v, struct span at)
{
    pieces_sql(f, p, is_expression(v) ? expression_sql(f, v) : sql_literal(f, v, at), at);
}

static bool is_text(struct aludel_value v)
{
    const struct item *item = item_of(v, ITEM_EXPRESSION), *column = item_of(v, ITEM_COLUMN);
    const struct object *o = object_of(v, OBJECT_PIECES);
    if (item || column)
        return (item ? item->type.family : column->column->column.type.family) == TYPE_TEXT;
    return v.type == ALUDEL_STRING || (o && o->pieces->type == ALUDEL_STRING) ||
           (v.type == ALUDEL_DEFERRED && later_of(v)->type == ALUDEL_STRING);
}

static const char *operator_word(enum operator_kind op, bool null, bool text)
{
    switch ((int)op) {
    case OP_eq: return null ? " IS " : " = ";
    case OP_ne: return null ? " IS NOT " : " <> ";
    case OP_lt: return " < ";
    case OP_le: return " <= ";
    case OP_gt: return " > ";
    case OP_ge: return " >= ";
    case OP_add: return text ? " || " : " + ";
    case OP_sub: return " - ";
    case OP_mul: return " * ";
    case OP_div: return " / ";
    case OP_mod: return " % ";
    default: return NULL;
    }
}

struct aludel_value expression_value(struct folding *f, struct pieces *p, struct span at)
{
    struct item *item = item_new(f, ITEM_EXPRESSION, at);
    item->sql = sql_of_pieces(f, p);
    item->name = (struct aludel_text){"", 0};
    return item_value(f, item);
}

/* One that stands in parentheses where it is part of another. */
static struct aludel_value compound_value(struct folding *f, struct pieces *p, struct span at)
{
    struct aludel_value v = expression_value(f, p, at);
    any_item(v)->compound = true;
    return v;
}

struct aludel_value expression_of_operator(struct folding *f, enum operator_kind op, struct aludel_value a,
                                           struct aludel_value b, struct span at)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    bool text = is_text(a) || is_text(b);
    if (a.type == ALUDEL_NONE) /* None == t.c.a */
        return expression_of_operator(f, op, b, a, at);
    const char *word = operator_word(op, b.type == ALUDEL_NONE, text);
    if (is_error(a) || is_error(b))
        return error_value(f);
    if (!word)
        return fold_error(f, at, "this operator isn't known between a column and %s", kind_of(b));
    put_operand(f, p, a, at);
    pieces_text(f, p, al_text(word), at, false);
    put_operand(f, p, b, at);
    struct aludel_value v = compound_value(f, p, at);
    any_item(v)->type.family = text && op == OP_add ? TYPE_TEXT : TYPE_OTHER;
    return v;
}

/* column.in_([…]), column.is_(None) … */
static struct aludel_value behind_column(struct folding *f, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    put_operand(f, p, c->self, c->span);
    bool ignores_case = al_is(al_text(c->native->calls), " ILIKE ") && f->dialect == ALUDEL_SQLITE;
    pieces_text(f, p, al_text(ignores_case ? " LIKE " : c->native->calls), c->span, false);
    put_operand(f, p, c->args[0], c->span);
    return compound_value(f, p, c->span);
}

/* column.desc(), desc("column") */
static struct aludel_value ordered(struct folding *f, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    struct aludel_text name;
    if (c->self.type == ALUDEL_OBJECT)
        put_operand(f, p, c->self, c->span);
    else if (is_expression(arg(c, "column")))
        put_operand(f, p, arg(c, "column"), c->span);
    else if (value_name(f, arg(c, "column"), arg_span(c, "column"), &name))
        pieces_text(f, p, al_text(ddl_name(f->arena, f->dialect, name)), c->span, false);
    pieces_text(f, p, al_text(c->native->calls), c->span, false);
    return expression_value(f, p, c->span);
}

static struct aludel_value in_list(struct folding *f, struct call *c)
{
    struct aludel_value *items;
    size_t count = 0;
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    if (c->args[0].type != ALUDEL_LIST && c->args[0].type != ALUDEL_TUPLE)
        return wrong_argument(f, c, "other", "a list");
    known_items(f, c->args[0], c->span, &count, &items);
    if (count == 0)
        return fold_error(f, arg_span(c, "other"), "an empty list: neither IN () nor IN (NULL) is right");
    put_operand(f, p, c->self, c->span);
    pieces_text(f, p, al_text(c->native->calls), c->span, false);
    for (size_t i = 0; i < count; i++) {
        pieces_text(f, p, i ? AL_TEXT(", ") : AL_TEXT("("), c->span, false);
        put_operand(f, p, items[i], c->span);
    }
    pieces_text(f, p, AL_TEXT(")"), c->span, false);
    return compound_value(f, p, c->span);
}

/* SQL text that stands beside other conditions may be of several. */
static void put_condition(struct folding *f, struct pieces *p, struct aludel_value v, struct span at)
{
    struct sql sql;
    if (is_expression(v))
        put_operand(f, p, v, at);
    else if (value_sql(f, v, at, &sql))
        put_grouped(f, p, sql, true, at);
}

struct aludel_value join_conditions(struct folding *f, const struct arguments *conditions, const char *word,
                                    struct span at)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    if (conditions->count == 1)
        return conditions->at[0].value;
    for (size_t i = 0; i < conditions->count; i++) {
        pieces_text(f, p, i ? al_text(word) : AL_TEXT(""), at, false);
        put_condition(f, p, conditions->at[i].value,
                      conditions->at[i].node ? conditions->at[i].node->span : at);
    }
    return compound_value(f, p, at);
}

static struct aludel_value joined(struct folding *f, struct call *c)
{
    if (c->rest.count == 0)
        return fold_error(f, c->span, "%s() needs conditions", c->native->path);
    return join_conditions(f, &c->rest, c->native->calls, c->span);
}

static struct aludel_value negated(struct folding *f, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    pieces_text(f, p, AL_TEXT("NOT "), c->span, false);
    put_condition(f, p, c->args[0], c->span);
    return compound_value(f, p, c->span);
}

struct sql condition_sql(struct folding *f, struct aludel_value v, struct span at)
{
    struct sql sql = {{"", 0}, NULL};
    value_sql(f, v, at, &sql);
    return sql;
}

/* ---- Values and types in SQL ---- */

static struct aludel_value literal(struct folding *f, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    put_operand(f, p, arg(c, "value"), arg_span(c, "value"));
    return expression_value(f, p, c->span);
}

static struct aludel_value literal_column(struct folding *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_EXPRESSION, c->span);
    item->sql = arg_sql(f, c, "text");
    item->name = (struct aludel_text){"", 0};
    return item_value(f, item);
}

static struct aludel_value cast(struct folding *f, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    struct column_type type;
    if (!value_type(f, arg(c, "type_"), arg_span(c, "type_"), &type))
        return error_value(f);
    pieces_text(f, p, AL_TEXT("CAST("), c->span, false);
    put_operand(f, p, arg(c, "expression"), arg_span(c, "expression"));
    pieces_text(f, p, AL_TEXT(" AS "), c->span, false);
    pieces_sql(f, p, type.sql, c->span);
    pieces_text(f, p, AL_TEXT(")"), c->span, false);
    if (type.collation.name.n)
        pieces_text(f, p,
                    al_text(arena_format(f->arena, " COLLATE %s", ddl_quoted_path(f->arena, type.collation))),
                    c->span, false);
    return expression_value(f, p, c->span);
}

const struct native expression_makers[] = {
    {"and_", "*", 0, joined, " AND "},
    {"or_", "*", 0, joined, " OR "},
    {"not_", "clause", 1, negated, NULL},
    {"desc", "column", 1, ordered, " DESC"},
    {"asc", "column", 1, ordered, " ASC"},
    {"nullslast", "column", 1, ordered, " NULLS LAST"},
    {"nulls_last", "column", 1, ordered, " NULLS LAST"},
    {"nullsfirst", "column", 1, ordered, " NULLS FIRST"},
    {"nulls_first", "column", 1, ordered, " NULLS FIRST"},
    {"expression.desc", "", 0, ordered, " DESC"},
    {"expression.asc", "", 0, ordered, " ASC"},
    {"expression.nullslast", "", 0, ordered, " NULLS LAST"},
    {"expression.nulls_last", "", 0, ordered, " NULLS LAST"},
    {"expression.nullsfirst", "", 0, ordered, " NULLS FIRST"},
    {"expression.nulls_first", "", 0, ordered, " NULLS FIRST"},
    {"expression.in_", "other", 1, in_list, " IN "},
    {"expression.notin_", "other", 1, in_list, " NOT IN "},
    {"expression.not_in", "other", 1, in_list, " NOT IN "},
    {"expression.is_", "other", 1, behind_column, " IS "},
    {"expression.isnot", "other", 1, behind_column, " IS NOT "},
    {"expression.is_not", "other", 1, behind_column, " IS NOT "},
    {"expression.like", "other", 1, behind_column, " LIKE "},
    {"expression.ilike", "other", 1, behind_column, " ILIKE "},
    {"expression.notlike", "other", 1, behind_column, " NOT LIKE "},
    {"literal", "value,type_", 1, literal, NULL},
    {"literal_column", "text,type_", 1, literal_column, NULL},
    {"cast", "expression,type_", 2, cast, NULL},
};
const size_t expression_maker_count = sizeof expression_makers / sizeof *expression_makers;
