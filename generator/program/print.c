/* A program as indented text, for tests; as SQL, for `aludel sql`. */
#include "program/program.h"

#include "core/value_ops.h"

struct printer {
    struct al_builder b;
    const struct program *p;
    int depth;
    bool as_sql; /* what isn't a statement is a comment */
};

static void indent(struct printer *p)
{
    if (p->as_sql)
        al_puts(&p->b, "-- ");
    for (int i = 0; i < p->depth; i++)
        al_puts(&p->b, "  ");
}

static void put_local(struct printer *p, uint32_t local)
{
    const char *hint = local < p->p->locals.count ? p->p->locals.at[local].hint : "";
    al_putf(&p->b, "%s%u", hint[0] ? hint : "v", local);
}

static void put_later(struct printer *p, const struct later *l);

static void put_value(struct printer *p, struct aludel_value v)
{
    bool container =
        v.type == ALUDEL_LIST || v.type == ALUDEL_TUPLE || v.type == ALUDEL_SET || v.type == ALUDEL_DICT;
    if (v.type == ALUDEL_DEFERRED) {
        put_later(p, v.as.object);
    } else if (container && v.as.items->deferred) {
        al_puts(&p->b, v.type == ALUDEL_LIST ? "[" : v.type == ALUDEL_TUPLE ? "(" : "{");
        for (size_t i = 0; i < v.as.items->count; i++) {
            al_puts(&p->b, i ? ", " : "");
            if (v.as.items->keys) {
                put_value(p, v.as.items->keys[i]);
                al_puts(&p->b, ": ");
            }
            put_value(p, v.as.items->values[i]);
        }
        al_puts(&p->b, v.type == ALUDEL_LIST ? "]" : v.type == ALUDEL_TUPLE ? ")" : "}");
    } else if (v.type == ALUDEL_UNSET) {
        al_puts(&p->b, "-");
    } else {
        al_puts(&p->b, v.type == ALUDEL_SQL ? "sql" : "");
        v.type = v.type == ALUDEL_SQL ? ALUDEL_STRING : v.type;
        al_write_repr(&p->b, v);
    }
}

static void put_later(struct printer *p, const struct later *l)
{
    if (l->kind == LATER_LOCAL) {
        put_local(p, l->local);
    } else if (l->kind == LATER_CONSTANT) {
        put_value(p, l->value);
    } else {
        al_putf(&p->b, "%s%s(", l->kind == LATER_C ? "C " : l->kind == LATER_OP ? "op." : "", l->name);
        for (size_t i = 0; i < l->count; i++) {
            al_puts(&p->b, i ? ", " : "");
            put_later(p, l->arguments[i]);
        }
        al_puts(&p->b, ")");
    }
}

/* Text on one line; a parameter's mark is a '?' in angle quotes. */
static void put_sql(struct printer *p, struct aludel_text t)
{
    al_puts(&p->b, "`");
    for (size_t i = 0; i < t.n; i++)
        if (t.z[i] == '\n')
            al_puts(&p->b, "\\n");
        else if (t.z[i] == ALUDEL_PARAMETER)
            al_puts(&p->b, "<?>");
        else
            al_putc(&p->b, t.z[i]);
    al_puts(&p->b, "`");
}

/* What arrives at run time, as a migration writes it. */
static void put_hole(struct printer *p, const struct later *value)
{
    al_puts(&p->b, "${");
    put_later(p, value);
    al_puts(&p->b, "}");
}

static void put_pieces(struct printer *p, const struct steps *body)
{
    for (size_t i = 0; i < body->count; i++)
        if (body->at[i]->piece.kind == PIECE_TEXT)
            al_put(&p->b, body->at[i]->piece.text.z, body->at[i]->piece.text.n);
        else
            put_hole(p, body->at[i]->value);
}

/* As a script has it. */
static void put_script(struct printer *p, const struct sql_statement *s)
{
    size_t value = 0;
    for (int i = 0; i < p->depth; i++)
        al_puts(&p->b, "  ");
    if (s->body)
        put_pieces(p, s->body);
    for (size_t i = 0; i < s->sql.n; i++)
        if (s->sql.z[i] == ALUDEL_PARAMETER)
            put_hole(p, s->values.at[value++]);
        else
            al_putc(&p->b, s->sql.z[i]);
    al_puts(&p->b, ";\n");
}

/* Whether all of it is one text with holes. */
static bool is_script(const struct step *s)
{
    const struct steps *body = s->kind == STEP_RUN || s->kind == STEP_SEND ? s->statement->body : NULL;
    for (size_t i = 0; body && i < body->count; i++)
        if (body->at[i]->kind != STEP_PIECE)
            return false;
    return s->kind == STEP_RUN || s->kind == STEP_SEND;
}

static void put_lower(struct printer *p, const char *name)
{
    for (; *name; name++)
        al_putc(&p->b, (char)(*name - 'A' + 'a'));
}

static void put_flags(struct printer *p, const struct flag_name *of, unsigned flags, const char *before,
                      const char *behind)
{
    for (; of->name; of++) {
        if (!(flags & of->flag))
            continue;
        al_puts(&p->b, before);
        put_lower(p, of->name);
        al_puts(&p->b, behind);
    }
}

static void put_steps(struct printer *p, const struct steps *list);

static void put_inner(struct printer *p, const struct steps *list)
{
    p->depth++;
    put_steps(p, list);
    p->depth--;
}

static void put_statement(struct printer *p, const struct sql_statement *s)
{
    if (s->body) {
        put_flags(p, statement_flags, s->flags, " ", "");
        al_puts(&p->b, "\n");
        put_inner(p, s->body);
        return;
    }
    al_putc(&p->b, ' ');
    put_sql(p, s->sql);
    for (size_t i = 0; i < s->values.count; i++) {
        al_puts(&p->b, i ? ", " : " with ");
        put_later(p, s->values.at[i]);
    }
    put_flags(p, statement_flags, s->flags, " ", "");
    al_puts(&p->b, "\n");
}

static void put_piece(struct printer *p, const struct step *s)
{
    static const char *const holes[] = {"literal",  "string",  "estring",      "dquoted",
                                        "backtick", "bracket", "line comment", "block comment",
                                        "raw",      "dollar",  "identifier"};
    if (s->piece.kind == PIECE_TEXT) {
        al_puts(&p->b, "text ");
        put_sql(p, s->piece.text);
    } else if (s->piece.kind == PIECE_PARAMETER) {
        al_puts(&p->b, "parameter ");
        put_later(p, s->value);
    } else {
        al_putf(&p->b, "hole %s ", holes[s->piece.how]);
        put_later(p, s->value);
        if (s->piece.tag)
            al_putf(&p->b, " in %s", s->piece.tag);
    }
    al_puts(&p->b, "\n");
}

static void put_locals(struct printer *p, const char *word, const uint32_t *at, size_t count)
{
    if (count)
        al_puts(&p->b, word);
    for (size_t i = 0; i < count; i++) {
        al_puts(&p->b, i ? ", " : " ");
        put_local(p, at[i]);
    }
}

static void put_if(struct printer *p, const struct step *s)
{
    al_puts(&p->b, "if ");
    put_later(p, s->value);
    al_puts(&p->b, "\n");
    put_inner(p, s->then);
    if (!s->otherwise)
        return;
    indent(p);
    al_puts(&p->b, "else\n");
    put_inner(p, s->otherwise);
}

static void put_loop(struct printer *p, const struct step *s)
{
    if (s->kind == STEP_LOOP) {
        al_putf(&p->b, "loop @%u", s->label);
    } else {
        al_puts(&p->b, "for ");
        put_local(p, s->local);
        al_putf(&p->b, " @%u", s->label);
    }
    put_locals(p, " keeps", s->kept.at, s->kept.count);
    al_puts(&p->b, s->kind == STEP_LOOP ? "" : s->kind == STEP_ROWS ? " in rows of" : " in ");
    if (s->kind == STEP_FOR)
        put_later(p, s->value);
    if (s->kind == STEP_ROWS)
        put_statement(p, s->statement);
    else
        al_puts(&p->b, "\n");
    if (s->kind == STEP_ROWS) {
        indent(p);
        al_puts(&p->b, "do\n");
    }
    put_inner(p, s->then);
}

static void put_assigned(struct printer *p, const struct step *s, const char *word)
{
    put_local(p, s->local);
    al_putf(&p->b, " = %s", word);
    if (s->statement) {
        put_statement(p, s->statement);
        return;
    }
    if (word[0])
        al_putc(&p->b, ' ');
    put_later(p, s->value);
    al_puts(&p->b, "\n");
}

static void put_word(struct printer *p, const char *word, const struct later *value)
{
    al_puts(&p->b, word);
    if (value) {
        al_putc(&p->b, ' ');
        put_later(p, value);
    }
    al_puts(&p->b, "\n");
}

static const char *edit_words(const struct printer *p, const struct edit *e)
{
    static const char *const words[] = {
        [EDIT_ADD_COLUMN] = "add column",
        [EDIT_DROP_COLUMN] = "drop column",
        [EDIT_MOVE_COLUMN] = "move column",
        [EDIT_SET_TYPE] = "set type",
        [EDIT_SET_NOT_NULL] = "set not null",
        [EDIT_DROP_NOT_NULL] = "drop not null",
        [EDIT_SET_DEFAULT] = "set default",
        [EDIT_SET_GENERATED] = "set generated",
        [EDIT_ADD_CONSTRAINT] = "add constraint",
        [EDIT_DROP_CONSTRAINT] = "drop constraint",
        [EDIT_COMPUTE] = "compute",
        [EDIT_REDEFINE] = "redefine as",
    };
    static const char *const unnamed[CONSTRAINT_KINDS] = {"drop the primary key", "drop the UNIQUE",
                                                          "drop the foreign key", "drop the CHECK",
                                                          "drop the EXCLUDE"};
    if (p->as_sql && e->kind == EDIT_ADD_CONSTRAINT)
        return "add";
    return p->as_sql && e->kind == EDIT_DROP_CONSTRAINT && !e->name.n ? unnamed[e->constraint]
                                                                      : words[e->kind];
}

/* A definition, each of its lines in its place. */
static void put_lines(struct printer *p, struct aludel_text text)
{
    p->depth++;
    for (size_t i = 0; i < text.n; i++) {
        al_putc(&p->b, text.z[i]);
        if (text.z[i] == '\n')
            indent(p);
    }
    p->depth--;
}

static void put_edit(struct printer *p, const struct edit *e)
{
    bool sql_names = p->as_sql && (e->kind == EDIT_ADD_COLUMN || e->kind == EDIT_ADD_CONSTRAINT);
    al_puts(&p->b, edit_words(p, e));
    if (!sql_names && (e->name.n || !p->as_sql))
        al_putf(&p->b, " %.*s", (int)e->name.n, e->name.z);
    for (size_t k = 0; k < e->columns.count && !(p->as_sql && e->name.n); k++)
        al_putf(&p->b, "%s%.*s", k ? ", " : " on ", (int)e->columns.at[k].n, e->columns.at[k].z);
    bool told = p->as_sql && e->kind == EDIT_DROP_CONSTRAINT && e->name.n;
    for (size_t k = 0; k < e->sql.count && !told; k++) {
        al_puts(&p->b, k ? "" : sql_names ? " " : ": ");
        put_lines(p, e->sql.at[k].text);
    }
    if (e->before.n || e->after.n) {
        struct aludel_text beside = e->before.n ? e->before : e->after;
        al_putf(&p->b, " %s %.*s", e->before.n ? "before" : "after", (int)beside.n, beside.z);
    }
    al_puts(&p->b, "\n");
}

static void put_rebuild(struct printer *p, const struct rebuild *r)
{
    al_putf(&p->b, "rebuild %.*s\n", (int)r->table.name.n, r->table.name.z);
    p->depth++;
    for (size_t i = 0; i < r->edits.count; i++) {
        indent(p);
        put_edit(p, &r->edits.at[i]);
    }
    p->depth--;
}

static void put_step(struct printer *p, const struct step *s)
{
    if (p->as_sql && is_script(s)) {
        put_script(p, s->statement);
        return;
    }
    indent(p);
    switch (s->kind) {
    case STEP_RUN:
    case STEP_SEND:
        al_puts(&p->b, s->kind == STEP_RUN ? "run" : "send");
        put_statement(p, s->statement);
        break;
    case STEP_EXECUTE: put_assigned(p, s, "execute"); break;
    case STEP_SCALAR: put_assigned(p, s, "scalar"); break;
    case STEP_ROW: put_assigned(p, s, "row"); break;
    case STEP_FETCH: put_assigned(p, s, "fetch"); break;
    case STEP_RAW: put_assigned(p, s, "raw"); break;
    case STEP_LET: put_assigned(p, s, ""); break;
    case STEP_PIECE: put_piece(p, s); break;
    case STEP_IF: put_if(p, s); break;
    case STEP_FOR:
    case STEP_ROWS:
    case STEP_LOOP: put_loop(p, s); break;
    case STEP_BLOCK:
        al_putf(&p->b, "block @%u\n", s->label);
        put_inner(p, s->then);
        break;
    case STEP_LEAVE: al_putf(&p->b, "leave @%u\n", s->label); break;
    case STEP_AGAIN: al_putf(&p->b, "again @%u\n", s->label); break;
    case STEP_UNPACK:
        put_locals(p, "unpack", s->locals.at, s->locals.count);
        put_word(p, " from", s->value);
        break;
    case STEP_AUTOCOMMIT:
        al_puts(&p->b, "autocommit\n");
        put_inner(p, s->then);
        break;
    case STEP_REBUILD: put_rebuild(p, s->rebuild); break;
    case STEP_REMARK: put_word(p, "remark", s->value); break;
    case STEP_FAIL: put_word(p, "fail", s->value); break;
    case STEP_REFUSE_ROWS: al_puts(&p->b, "refuse rows\n"); break;
    case STEP_C:
        al_puts(&p->b, "c ");
        put_sql(p, s->text);
        al_puts(&p->b, "\n");
        break;
    }
}

static void put_steps(struct printer *p, const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++)
        put_step(p, list->at[i]);
}

struct aludel_text program_print(struct arena *a, const struct program *program)
{
    struct printer p = {.b = al_builder(&a->memory), .p = program};
    for (size_t i = 0; i < program->needs.count; i++)
        al_putf(&p.b, "needs %s\n", program->needs.at[i]);
    put_flags(&p, migration_flags, program->flags, "flag ", "\n");
    if (program->irreversible)
        al_putf(&p.b, "irreversible %s\n", program->irreversible);
    put_steps(&p, &program->steps);
    return al_built(&p.b);
}

struct aludel_text program_sql(struct arena *a, const struct program *program)
{
    struct printer p = {.b = al_builder(&a->memory), .p = program, .as_sql = true};
    if (program->irreversible)
        al_putf(&p.b, "-- irreversible: %s\n", program->irreversible);
    put_steps(&p, &program->steps);
    return al_built(&p.b);
}
