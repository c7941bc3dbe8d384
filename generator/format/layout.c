/* layout.c: a run of tokens on a line, or, where it doesn't fit, a piece of it on each. */
#include "format/inner.h"

#include "grammar.h"

#include <string.h>

/* ---- The page ----------------------------------------------------------------------------------- */

static uint32_t width_of(struct aludel_text t)
{
    uint32_t n = 0;
    for (size_t i = 0; i < t.n; i++)
        n += ((unsigned char)t.z[i] & 0xC0) != 0x80;
    return n;
}

/* Of text with line ends in it: up to the first, from the last. */
static uint32_t column_behind(uint32_t column, struct aludel_text t, uint32_t *widest)
{
    for (const char *end; (end = memchr(t.z, '\n', t.n)); column = 0) {
        struct aludel_text line = {t.z, (size_t)(end - t.z)};
        column += width_of(line);
        if (column > *widest)
            *widest = column;
        t.n -= line.n + 1;
        t.z = end + 1;
    }
    column += width_of(t);
    if (column > *widest)
        *widest = column;
    return column;
}

void sheet_put(struct sheet *s, struct aludel_text text)
{
    uint32_t unused = 0;
    if (!text.n)
        return;
    al_put(&s->b, text.z, text.n);
    s->column = column_behind(s->column, text, &unused);
}

void sheet_puts(struct sheet *s, const char *z)
{
    sheet_put(s, al_text(z));
}

void sheet_line(struct sheet *s, struct aludel_text base, uint32_t steps)
{
    sheet_puts(s, "\n");
    sheet_put(s, base);
    for (uint32_t i = 0; i < steps; i++)
        sheet_puts(s, "    ");
}

/* ---- A piece of a run --------------------------------------------------------------------------- */

struct setting {
    struct sheet *s;
    const struct run *run;
    struct aludel_text base;
};

static bool fits(const struct setting *o, size_t from, size_t to, uint32_t after)
{
    uint32_t column = o->s->column, widest = 0;
    for (size_t i = from; i < to && widest <= LINE_MOST; i++) {
        if (o->run->at[i].open)
            return false;
        column = column_behind(column + (i > from && o->run->at[i].space), o->run->at[i].text, &widest);
    }
    return widest <= LINE_MOST && column + after <= LINE_MOST;
}

static void put_item(const struct setting *o, size_t i, size_t first)
{
    if (i > first && o->run->at[i].space)
        sheet_puts(o->s, " ");
    sheet_put(o->s, o->run->at[i].text);
}

static void put_flat(const struct setting *o, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        put_item(o, i, from);
}

/* The next of this level; behind a bracket what follows its partner. */
static size_t next_at(const struct run *run, size_t i)
{
    return opens_bracket(run->at[i].token.code) && run->at[i].partner > i ? run->at[i].partner + 1 : i + 1;
}

static bool has_inside(const struct run *run, size_t i)
{
    return opens_bracket(run->at[i].token.code) && (run->at[i].partner > i + 1 || run->at[i].open);
}

/* ---- Where a piece may be broken: before these, those that bind weakest first --------------------- */

enum binding {
    BIND_NONE,
    BIND_PRODUCT,
    BIND_SUM,
    BIND_COMPARE,
    BIND_STRINGS,
    BIND_LOGIC,
    BIND_CHOICE,
    BIND_FOR
};

static bool is_compare(const struct run *run, size_t i)
{
    int code = run->at[i].token.code, before = i ? run->at[i - 1].token.code : 0;
    if (code == T_IN)
        return before != T_NOT;
    if (code == T_NOT)
        return is_operand(before);
    return code == T_LT || code == T_GT || code == T_LE || code == T_GE || code == T_EQEQ || code == T_NE ||
           code == T_IS;
}

static enum binding binding_of(const struct run *run, size_t i, bool behind_for)
{
    int code = run->at[i].token.code, before = i ? run->at[i - 1].token.code : 0;
    if (code == T_FOR || (code == T_IF && behind_for))
        return BIND_FOR;
    if (code == T_IF || code == T_ELSE)
        return BIND_CHOICE;
    if (code == T_AND || code == T_OR)
        return BIND_LOGIC;
    if (code == T_STRING && before == T_STRING)
        return BIND_STRINGS;
    if (is_compare(run, i) && !behind_for)
        return BIND_COMPARE;
    if (run->at[i].unary)
        return BIND_NONE;
    if (code == T_PLUS || code == T_MINUS)
        return BIND_SUM;
    return code == T_STAR || code == T_SLASH || code == T_PERCENT || code == T_DOUBLESLASH ? BIND_PRODUCT
                                                                                           : BIND_NONE;
}

/* The weakest in it, behind its first token; and, when `wanted` isn't BIND_NONE, where the next of that one is. */
static size_t find_break(const struct run *run, size_t from, size_t to, enum binding *wanted)
{
    enum binding weakest = BIND_NONE;
    bool behind_for = from < to && run->at[from].token.code == T_FOR;
    for (size_t i = next_at(run, from); i < to; i = next_at(run, i)) {
        enum binding binding = binding_of(run, i, behind_for);
        behind_for |= run->at[i].token.code == T_FOR;
        if (*wanted != BIND_NONE && binding == *wanted)
            return i;
        if (binding > weakest)
            weakest = binding;
    }
    if (*wanted == BIND_NONE)
        *wanted = weakest;
    return to;
}

/* ---- Layout ------------------------------------------------------------------------------------- */

static void lay_out(const struct setting *o, size_t from, size_t to, uint32_t steps, uint32_t after);

/* A piece between commas, or all that is in a bracket: as one line, or broken where it binds weakest. */
static void lay_piece(const struct setting *o, size_t from, size_t to, uint32_t steps, uint32_t after)
{
    enum binding weakest = BIND_NONE;
    if (!fits(o, from, to, after))
        find_break(o->run, from, to, &weakest);
    if (weakest == BIND_NONE) {
        lay_out(o, from, to, steps, after);
        return;
    }
    for (size_t end; from < to; from = end) {
        end = find_break(o->run, from, to, &weakest);
        lay_piece(o, from, end, steps, end == to ? after : 0);
        if (end < to)
            sheet_line(o->s, o->base, steps);
    }
}

static void put_comments(const struct setting *o, const struct item *item, bool own_line, uint32_t steps)
{
    for (size_t i = 0; i < item->comments.count; i++) {
        const struct comment *one = &item->comments.at[i];
        if (one->own_line != own_line)
            continue;
        if (own_line)
            sheet_line(o->s, o->base, steps);
        else
            sheet_puts(o->s, "  ");
        sheet_put(o->s, one->text);
    }
}

/* Those of the comma, too; where it has some, the line behind it is taken. */
static void put_comments_behind(const struct setting *o, const struct item *comma, uint32_t steps)
{
    const struct item *behind = comma + 1;
    put_comments(o, comma, false, steps);
    put_comments(o, comma, true, steps);
    if (!comma->comments.count || !behind->comments.count || behind->comments.at[0].own_line) {
        put_comments(o, behind, false, steps);
        return;
    }
    sheet_line(o->s, o->base, steps);
    sheet_put(o->s, behind->comments.at[0].text);
}

/* The first comma of this level, or `close`. */
static size_t find_comma(const struct run *run, size_t from, size_t close)
{
    while (from < close && run->at[from].token.code != T_COMMA)
        from = next_at(run, from);
    return from;
}

static bool is_comprehension(const struct run *run, size_t from, size_t close)
{
    while (from < close && run->at[from].token.code != T_FOR)
        from = next_at(run, from);
    return from < close;
}

/* A bracket's inside, a piece a line. A comma behind the last, unless it would make a tuple of it. */
static void lay_bracket(const struct setting *o, size_t open, uint32_t steps)
{
    const struct run *run = o->run;
    size_t close = run->at[open].partner, from = open + 1;
    bool pieces = !is_comprehension(run, from, close) && find_comma(run, from, close) < close;
    put_comments(o, &run->at[from], false, steps);
    while (from < close) {
        size_t end = pieces ? find_comma(run, from, close) : close;
        put_comments(o, &run->at[from], true, steps + 1);
        sheet_line(o->s, o->base, steps + 1);
        lay_piece(o, from, end, steps + 1, pieces);
        sheet_puts(o->s, pieces ? "," : "");
        if (end < close)
            put_comments_behind(o, &run->at[end], steps + 1);
        else
            put_comments(o, &run->at[close], false, steps);
        from = end + 1;
    }
    put_comments(o, &run->at[close], true, steps + 1);
    sheet_line(o->s, o->base, steps);
    sheet_put(o->s, run->at[close].text);
}

/* A single long word in a bracket doesn't become shorter on a line of its own. */
static bool helps(const struct setting *o, size_t open, uint32_t steps)
{
    const struct run *run = o->run;
    size_t close = run->at[open].partner;
    if (run->at[open].open || close != open + 2)
        return true;
    return width_of(o->base) + STEP * (steps + 1) + width_of(run->at[open + 1].text) <= LINE_MOST &&
           !memchr(run->at[open + 1].text.z, '\n', run->at[open + 1].text.n);
}

/* Where the line that this bracket is on may end at the earliest, if the bracket itself isn't broken. */
static size_t next_break(const struct run *run, size_t open, size_t to)
{
    size_t i = next_at(run, open);
    while (i < to && !has_inside(run, i))
        i = next_at(run, i);
    return i;
}

static bool stays_flat(const struct setting *o, size_t open, size_t to, uint32_t steps, uint32_t after)
{
    size_t reach = next_break(o->run, open, to);
    if (!has_inside(o->run, open))
        return true;
    if (o->run->at[open].open)
        return false;
    return fits(o, open + 1, reach, reach == to ? after : 1u + o->run->at[reach].space) ||
           !helps(o, open, steps);
}

static void lay_out(const struct setting *o, size_t from, size_t to, uint32_t steps, uint32_t after)
{
    for (size_t i = from; i < to; i = next_at(o->run, i)) {
        put_item(o, i, from);
        if (stays_flat(o, i, to, steps, after))
            put_flat(o, i + 1, next_at(o->run, i));
        else
            lay_bracket(o, i, steps);
    }
}

void layout_run(struct sheet *s, const struct run *run, struct aludel_text base, uint32_t steps,
                uint32_t after)
{
    struct setting o = {s, run, base};
    lay_out(&o, 0, run->count, steps, after);
}

void layout_flat(struct sheet *s, const struct run *run)
{
    struct setting o = {s, run, {"", 0}};
    put_flat(&o, 0, run->count);
}

bool layout_fits(const struct sheet *s, const struct run *run, uint32_t after)
{
    struct sheet copy = *s;
    struct setting o = {&copy, run, {"", 0}};
    return fits(&o, 0, run->count, after);
}

static void put_gap(struct sheet *s, struct aludel_text gap)
{
    size_t kept = 0;
    for (size_t i = 0; i < gap.n; i++) {
        size_t end = i;
        if (gap.z[i] != '\n')
            continue;
        while (end > kept && strchr(" \t\f\r", gap.z[end - 1]))
            end--;
        sheet_put(s, (struct aludel_text){gap.z + kept, end - kept});
        kept = i;
    }
    sheet_put(s, (struct aludel_text){gap.z + kept, gap.n - kept});
}

void layout_as_written(struct sheet *s, const struct source *source, const struct run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        uint32_t from = i ? run->at[i - 1].token.to : run->at[i].token.from;
        put_gap(s, (struct aludel_text){source->text.z + from, run->at[i].token.from - from});
        sheet_put(s, (struct aludel_text){source->text.z + run->at[i].token.from,
                                          run->at[i].token.to - run->at[i].token.from});
    }
}
