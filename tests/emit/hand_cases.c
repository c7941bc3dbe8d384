#include "hand.h"

#include <string.h>

static const char lines[] = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n";

static struct steps *steps_of(struct steps **into)
{
    return *into = ARENA_NEW(&hand_arena, struct steps);
}

static struct later *text(const char *z)
{
    return hand_constant(aludel_textual(ALUDEL_STRING, z, strlen(z)));
}

static struct later *number(int64_t i)
{
    return hand_constant(aludel_int(i));
}

static struct program *both(struct migration *m, enum aludel_direction d)
{
    struct program *p = hand_program();
    m->programs[ALUDEL_SQLITE][d] = m->programs[ALUDEL_POSTGRESQL][d] = p;
    return p;
}

static struct sql_statement *with_value(struct sql_statement *s, struct later *value)
{
    vec_push(&hand_arena, &s->values, value);
    return s;
}

/* ---- Constant statements -------------------------------------------------------------------- */

static void constant(struct environment *e)
{
    struct migration *m = hand_migration(e, "4f2a", lines);
    m->message = "first */ tables";
    struct program *up = both(m, ALUDEL_UP);
    hand_run(&up->steps, "CREATE TABLE t (\n    id INTEGER,\n    name TEXT DEFAULT '?\?/x\\\"'\n)", 3)
        ->statement->flags = ALUDEL_DDL;
    hand_run(&up->steps, "INSERT INTO t VALUES (1, 'h\xc3\xa9 \xff')", 7);
    both(m, ALUDEL_DOWN);
    m = hand_migration(e, "a-b_2d", lines);
    struct program *lite = m->programs[ALUDEL_SQLITE][ALUDEL_UP] = hand_program();
    struct program *post = m->programs[ALUDEL_POSTGRESQL][ALUDEL_UP] = hand_program();
    hand_run(&lite->steps, "SELECT 1", 2);
    hand_run(&post->steps, "SELECT 2", 2);
    hand_run(&post->steps, "SELECT 3", 3);
    lite = m->programs[ALUDEL_SQLITE][ALUDEL_DOWN] = hand_program();
    post = m->programs[ALUDEL_POSTGRESQL][ALUDEL_DOWN] = hand_program();
    hand_run(&post->steps, "SELECT 4", 3);
    post->irreversible = "it can't be \"undone\"";
    lite->flags = ALUDEL_EMPTY;
    post->flags = ALUDEL_AUTOCOMMIT | ALUDEL_LIVE | ALUDEL_DEFERS;
}

static void none(struct environment *e)
{
    e->dialects[ALUDEL_POSTGRESQL] = false;
}

/* ---- Values ---------------------------------------------------------------------------------- */

static void condition(struct environment *e)
{
    struct migration *m = hand_migration(e, "1", lines);
    struct program *p = both(m, ALUDEL_UP);
    vec_push(&hand_arena, &p->needs, "MODE");
    uint32_t mode = hand_local(p, ""), same = hand_local(p, ""), days = hand_local(p, "days"),
             int_ = hand_local(p, "int");
    hand_let(&p->steps, mode, hand_op("env", 1, text("MODE")), 2);
    hand_let(&p->steps, same, hand_py("eq", 2, hand_use(mode), text("on")), 2);
    struct step *s = hand_step(&p->steps, STEP_IF, 2);
    s->value = hand_use(same);
    hand_run(steps_of(&s->then), "SELECT 1", 3);
    hand_let(&p->steps, days, hand_op("env", 2, text("DAYS"), number(7)), 5);
    hand_let(&p->steps, int_, hand_py("len", 1, text("x")), 5);
    struct step *t = hand_step(&p->steps, STEP_IF, 6);
    t->value = hand_use(int_);
    hand_let(steps_of(&t->then), days, number(-3000000000), 7);
    struct step *u = hand_step(steps_of(&t->otherwise), STEP_IF, 8);
    u->value = hand_use(days);
    steps_of(&u->then);
    hand_run(steps_of(&u->otherwise), "SELECT 2", 9);
    struct step *send = hand_step(&p->steps, STEP_SEND, 10);
    send->statement = with_value(hand_sql("UPDATE t SET a = \1", 10), hand_use(days));
    both(m, ALUDEL_DOWN);
}

static void pieces(struct environment *e)
{
    struct migration *m = hand_migration(e, "1", lines);
    struct program *p = both(m, ALUDEL_UP);
    uint32_t name = hand_local(p, "name"), count = hand_local(p, "count"), unused = hand_local(p, "unused");
    hand_let(&p->steps, name, hand_op("x", 2, text("name"), hand_constant(aludel_none())), 2);
    struct step *s = hand_step(&p->steps, STEP_EXECUTE, 3);
    s->local = count;
    s->statement = hand_sql("", 3);
    s->statement->flags = ALUDEL_DDL | ALUDEL_ALONE;
    struct steps *body = steps_of(&s->statement->body);
    struct step *piece = hand_step(body, STEP_PIECE, 3);
    piece->piece.text = al_text("CREATE TABLE t (\n  a TEXT DEFAULT ");
    piece = hand_step(body, STEP_PIECE, 4);
    piece->piece.kind = PIECE_HOLE;
    piece->piece.how = ALUDEL_HOLE_STRING;
    piece->piece.tag = "$body$";
    piece->value = hand_use(name);
    piece = hand_step(body, STEP_PIECE, 4);
    piece->piece.kind = PIECE_PARAMETER;
    piece->value = hand_use(name);
    s = hand_step(&p->steps, STEP_SCALAR, 5);
    s->local = unused;
    s->statement = hand_sql("SELECT nextval('s')", 5);
    s = hand_step(&p->steps, STEP_RAW, 6);
    s->local = name;
    s->value = hand_use(count);
    s = hand_step(&p->steps, STEP_FAIL, 7);
    s->value = hand_py("join", 2, text("no "), hand_use(name));
    both(m, ALUDEL_DOWN);
}

static struct later *list(size_t count, const struct aludel_value *values)
{
    struct aludel_items *items = ARENA_NEW(&hand_arena, struct aludel_items);
    *items = (struct aludel_items){.count = count, .values = values};
    return hand_constant((struct aludel_value){ALUDEL_LIST, {.items = items}});
}

static void constants(struct environment *e)
{
    static const struct aludel_value values[] = {
        {ALUDEL_NONE, {0}},
        {ALUDEL_BOOL, {.boolean = true}},
        {ALUDEL_INT, {.integer = INT64_MIN}},
        {ALUDEL_FLOAT, {.number = 0.1}},
        {ALUDEL_STRING, {.text = {"a\0b\"", 4}}},
        {ALUDEL_BYTES,
         {.text = {"\xff\x01"
                   "7",
                   3}}},
        {ALUDEL_SQL, {.text = {"now()", 5}}},
    };
    struct migration *m = hand_migration(e, "1", lines);
    struct program *p = both(m, ALUDEL_UP);
    uint32_t a = hand_local(p, "a"), b = hand_local(p, "b");
    struct step *s = hand_step(&p->steps, STEP_UNPACK, 2);
    s->value = list(7, values);
    vec_push(&hand_arena, &s->locals, a);
    vec_push(&hand_arena, &s->locals, b);
    s = hand_step(&p->steps, STEP_SEND, 3);
    s->statement = with_value(hand_sql("SELECT \1, \1", 3), list(0, NULL));
    vec_push(&hand_arena, &s->statement->values, hand_use(b));
    both(m, ALUDEL_DOWN);
}

/* ---- Loops ------------------------------------------------------------------------------------ */

static void loops(struct environment *e)
{
    struct migration *m = hand_migration(e, "1", lines);
    struct program *p = both(m, ALUDEL_UP);
    uint32_t total = hand_local(p, "total"), row = hand_local(p, "row"), word = hand_local(p, "word"),
             changed = hand_local(p, ""), slug = hand_local(p, "slug");
    hand_let(&p->steps, total, number(0), 2);
    struct step *rows = hand_step(&p->steps, STEP_ROWS, 3);
    rows->local = row;
    rows->label = 1;
    rows->statement = hand_sql("SELECT id, name FROM t", 3);
    vec_push(&hand_arena, &rows->kept, total);
    struct steps *body = steps_of(&rows->then);
    hand_let(body, slug, hand_py("attribute", 2, hand_use(row), text("name")), 4);
    struct step *words = hand_step(body, STEP_FOR, 5);
    words->local = word;
    words->label = 2;
    words->value = hand_py("m_split", 1, hand_use(slug));
    struct steps *inner = steps_of(&words->then);
    struct step *test = hand_step(inner, STEP_IF, 6);
    test->value = hand_use(word);
    hand_step(steps_of(&test->then), STEP_AGAIN, 6)->label = 1;
    test = hand_step(inner, STEP_IF, 7);
    test->value = hand_use(total);
    hand_step(steps_of(&test->then), STEP_LEAVE, 7)->label = 1;
    hand_step(steps_of(&test->otherwise), STEP_LEAVE, 7)->label = 2;
    hand_let(body, total, hand_py("add", 2, hand_use(total), number(1)), 8);
    struct step *commit = hand_step(&p->steps, STEP_AUTOCOMMIT, 10);
    struct step *loop = hand_step(steps_of(&commit->then), STEP_LOOP, 11);
    loop->label = 3;
    struct steps *turn = steps_of(&loop->then);
    struct step *execute = hand_step(turn, STEP_EXECUTE, 11);
    execute->local = changed;
    execute->statement = hand_sql("DELETE FROM t LIMIT 1000", 11);
    test = hand_step(turn, STEP_IF, 11);
    test->value = hand_py("gt", 2, hand_use(changed), number(0));
    steps_of(&test->then);
    hand_step(steps_of(&test->otherwise), STEP_LEAVE, 11)->label = 3;
    struct step *block = hand_step(&p->steps, STEP_BLOCK, 13);
    block->label = 4;
    test = hand_step(steps_of(&block->then), STEP_IF, 13);
    test->value = hand_use(total);
    hand_step(steps_of(&test->then), STEP_LEAVE, 13)->label = 4;
    hand_run(block->then, "SELECT 5", 14);
    both(m, ALUDEL_DOWN);
}

/* ---- C --------------------------------------------------------------------------------------------- */

static const char with_c[] = "<%c>\n"
                             "static const char *slugify(const char *s)\n"
                             "{\n"
                             "    return s;\n"
                             "}\n"
                             "</%c>\n"
                             "<%c> aludel_execute_sql(op, \"SELECT 1\", 0, NULL); </%c>\n";

static struct aludel_text between(const struct migration *m, const char *from, const char *to)
{
    const char *z = strstr(m->file->source->text.z, from) + strlen(from);
    return (struct aludel_text){z, (size_t)(strstr(z, to) - z)};
}

static void person(struct environment *e)
{
    struct migration *m = hand_migration(e, "1", with_c);
    m->own_c_file = true;
    struct node *block = ARENA_NEW(&hand_arena, struct node);
    block->kind = N_C;
    block->text = between(m, "<%c>", "</%c>");
    vec_push(&hand_arena, &m->file->c_blocks, block);
    static struct c_function slugify = {.name = "slugify", .result = C_TEXT, .callable = true};
    vec_push(&hand_arena, &slugify.parameters, C_TEXT);
    slugify.span = (struct span){m->file->source, 5, 10};
    struct program *p = both(m, ALUDEL_UP);
    uint32_t value = hand_local(p, ""), local = hand_local(p, "slugify");
    struct later *call = hand_py("", 1, text("A b"));
    call->kind = LATER_C;
    call->name = "slugify";
    call->c = &slugify;
    hand_let(&p->steps, value, call, 7);
    hand_let(&p->steps, local, hand_use(value), 7);
    struct step *send = hand_step(&p->steps, STEP_SEND, 7);
    send->statement = with_value(hand_sql("SELECT \1", 7), hand_use(local));
    struct step *c = hand_step(&p->steps, STEP_C, 7);
    c->text = between(m, "</%c>\n<%c>", "</%c>");
    both(m, ALUDEL_DOWN);
    hand_migration(e, "2", lines);
}

static void shards(struct environment *e)
{
    for (int i = 0; i < 3; i++)
        both(hand_migration(e, arena_format(&hand_arena, "m%d", i), lines), ALUDEL_UP);
    struct migration *m = e->migrations.at[2];
    static struct reference parents[] = {{.index = 0}, {.index = 1}};
    static uint32_t needs[] = {0, 1};
    static struct aludel_text labels[] = {{"left", 4}, {"right", 5}};
    m->parents = (struct references){parents, 2, 2};
    m->needs = (struct indices){needs, 2, 2};
    m->labels = (struct labels){labels, 2, 2};
    struct program *hook = e->hooks[ALUDEL_SQLITE][HOOK_BEFORE_EACH] = hand_program();
    hand_run(&hook->steps, "SELECT 1", 1);
}

static void overlong(struct environment *e)
{
    static char sql[70001];
    struct program *p = both(hand_migration(e, "1", lines), ALUDEL_UP);
    memset(sql, 'x', 5000);
    hand_run(&p->steps, arena_format(&hand_arena, "%s", sql), 1);
    memset(sql, 'y', 70000);
    struct step *s = hand_run(&p->steps, "", 2);
    s->statement->sql = (struct aludel_text){sql, 70000};
}

const struct hand_case hand_cases[] = {
    {"constant", constant, 0}, {"none", none, 0},           {"condition", condition, 0},
    {"pieces", pieces, 0},     {"constants", constants, 0}, {"loops", loops, 0},
    {"person", person, 0},     {"shards", shards, 3},       {"overlong", overlong, 0},
};
const size_t hand_case_count = sizeof hand_cases / sizeof *hand_cases;
