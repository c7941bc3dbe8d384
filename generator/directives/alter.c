/* alter.c: alter_column, in as many calls as it takes. */
#include "directives/inner.h"

static const struct column *old_column(struct writing *w, const struct change *c)
{
    const struct table *t = schema_table(w->now, c->table);
    return t ? table_column(w->now, t, c->name) : NULL;
}

static void put_existing_type(struct call *call, const struct change *c, const struct column *old)
{
    if (!old || !has_type(&old->type))
        return;
    const struct column_type *hint = type_hint(call->w, c->table, c->name);
    call_named(call, "existing_type",
               type_said(call->w, &old->type, c->alter.what & ALTER_TYPE ? NULL : hint).text);
}

static bool put_new_type(struct call *call, const struct change *c)
{
    struct aludel_text name = c->alter.what & ALTER_NAME ? c->alter.name : c->name;
    if (!(c->alter.what & ALTER_TYPE))
        return true;
    const char *type = type_said(call->w, &c->alter.type, type_hint(call->w, c->table, name)).text;
    if (type)
        call_named(call, "type_", type);
    return type != NULL;
}

static void put_nullable(struct call *call, const struct change *c, const struct column *old)
{
    if (c->alter.what & ALTER_NULL)
        call_named(call, "nullable", c->alter.not_null ? "False" : "True");
    else if (old && old->not_null)
        call_named(call, "existing_nullable", "False");
}

static const char *new_default_said(struct writing *w, const struct change *c, const struct column_type *type)
{
    struct aludel_text name = c->alter.what & ALTER_NAME ? c->alter.name : c->name;
    return default_said(w, type, default_typed(w, c->table, name, type, c->alter.value));
}

/* What server_default=None means is told by what is there. */
static bool put_default(struct call *call, const struct change *c, const struct column *old)
{
    struct writing *w = call->w;
    const struct alteration *a = &c->alter;
    const char *value = "None";
    if (a->what & ALTER_DEFAULT && has_sql(a->value))
        value = new_default_said(w, c, a->what & ALTER_TYPE || !old ? &a->type : &old->type);
    else if (a->what & ALTER_IDENTITY && a->identity != IDENTITY_NO)
        value = identity_said(w, a->identity, a->identity_options);
    else if (a->what & ALTER_GENERATED && a->generated != GENERATED_NO)
        value = computed_said(w, a->generated, a->expression);
    if (value && a->what & (ALTER_DEFAULT | ALTER_IDENTITY | ALTER_GENERATED))
        call_named(call, "server_default", value);
    if (a->what & ALTER_IDENTITY && (a->identity == IDENTITY_NO || (old && old->identity != IDENTITY_NO)))
        call_named(call, "existing_server_default", "sa.Identity()");
    if (a->what & ALTER_GENERATED && a->generated == GENERATED_NO)
        call_named(call, "existing_server_default",
                   computed_said(w, old ? old->generated : GENERATED_STORED,
                                 old ? old->expression : (struct sql){AL_TEXT("NULL"), NULL}));
    return value != NULL;
}

static void put_comment(struct call *call, const struct change *c, const struct column *old)
{
    if (!(c->alter.what & ALTER_COMMENT))
        return;
    call_named(call, "comment",
               c->alter.comment.n ? python_string(call->w->arena, c->alter.comment) : "None");
    if (old)
        call_named_text(call, "existing_comment", old->comment);
}

static void put_using(struct call *call, const struct change *c)
{
    const char *keyword = call->w->dialect == ALUDEL_SQLITE ? "sqlite_using" : "postgresql_using";
    if (has_sql(c->alter.using))
        call_named_text(call, keyword, c->alter.using.text);
}

static const char *alter_said(struct writing *w, const struct change *c)
{
    const struct column *old = old_column(w, c);
    struct call call = call_of(w, "op.alter_column");
    call_text(&call, c->table.name);
    call_text(&call, c->name);
    if (c->alter.what & ALTER_NAME)
        call_named_text(&call, "new_column_name", c->alter.name);
    put_existing_type(&call, c, old);
    bool said = put_new_type(&call, c);
    put_nullable(&call, c, old);
    said = put_default(&call, c, old) && said;
    put_comment(&call, c, old);
    put_using(&call, c);
    call_named_text(&call, "insert_before", c->before);
    call_named_text(&call, "insert_after", c->after);
    call_schema(&call, c->table);
    return said ? call_done(&call) : NULL;
}

/* The default, the identity and the expression are one argument: all but the last of those that change. */
static unsigned in_front(unsigned what)
{
    static const unsigned parts[] = {ALTER_GENERATED, ALTER_IDENTITY, ALTER_DEFAULT};
    unsigned front = 0, last = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (what & parts[i]) {
            front |= last;
            last = parts[i];
        }
    return front;
}

const char *say_alter_column(struct writing *w, const struct change *c)
{
    struct change rest = *c;
    unsigned front = in_front(c->alter.what);
    const char *said = "";
    if (c->alter.value.holes || c->alter.expression.holes || c->alter.using.holes)
        return NULL;
    for (unsigned part = 1; part <= front; part <<= 1) {
        struct change one = *c;
        one.alter.what = front & part;
        one.before = one.after = (struct aludel_text){"", 0};
        const char *call = one.alter.what ? alter_said(w, &one) : "";
        if (!call)
            return NULL;
        said = arena_format(w->arena, "%s%s%s", said, call, *call ? "\n" : "");
    }
    rest.alter.what &= ~front;
    const char *call = alter_said(w, &rest);
    return call ? arena_format(w->arena, "%s%s", said, call) : NULL;
}
