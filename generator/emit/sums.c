#include "emit/sums.h"

#include "core/sha256.h"
#include "lang/parse.h"
#include "sql/split.h"

#include <string.h>

/* A sink that hashes every token with its length in front, so that no two sequences run together. SQL is cut into
 * tokens as PostgreSQL does it, whatever the build is for: a program for SQLite alone verifies what one for both
 * databases has applied. */
struct summing {
    struct token_sink sink;
    struct al_sha256 hash;
};

static void add_number(struct al_sha256 *hash, uint64_t n)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(n >> (8 * i));
    al_sha256_add(hash, bytes, sizeof bytes);
}

static void add_text(struct al_sha256 *hash, struct aludel_text text)
{
    add_number(hash, text.n);
    if (text.n)
        al_sha256_add(hash, text.z, text.n);
}

static void add_code(struct token_sink *sink, struct aludel_text token)
{
    add_text(&((struct summing *)sink)->hash, token);
}

static void add_sql_token(void *with, struct aludel_text token)
{
    add_text(with, token);
}

static void add_sql(struct token_sink *sink, struct aludel_text text)
{
    struct summing *s = (struct summing *)sink;
    split_tokens(ALUDEL_POSTGRESQL, text, add_sql_token, &s->hash);
}

static struct aludel_sum ended(struct al_sha256 *hash)
{
    uint8_t digest[32];
    struct aludel_sum sum;
    al_sha256_end(hash, digest);
    memcpy(sum.bytes, digest, sizeof sum.bytes);
    return sum;
}

static struct aludel_sum sum_of(const struct environment *e, const struct file *f)
{
    struct summing s = {.sink = {add_code, add_sql}};
    al_sha256_init(&s.hash);
    parse_tokens(e->arena, f->source, f->form, &s.sink);
    return ended(&s.hash);
}

void sums_of_files(struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        e->migrations.at[i]->sum = sum_of(e, e->migrations.at[i]->file);
    for (size_t i = 0; i < e->shared.count; i++)
        e->shared.at[i].sum = sum_of(e, e->shared.at[i].file);
    for (size_t i = 0; e->originals && i < e->originals->migrations.count; i++)
        e->originals->migrations.at[i]->sum = sum_of(e, e->originals->migrations.at[i]->file);
}

/* ---- The chain -------------------------------------------------------------------------------- */

static void add_references(struct al_sha256 *hash, const struct references *list)
{
    add_number(hash, list->count);
    for (size_t i = 0; i < list->count; i++)
        add_text(hash, list->at[i].text);
}

static void add_migrations(struct al_sha256 *hash, const struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        add_text(hash, m->id);
        add_references(hash, &m->parents);
        add_references(hash, &m->depends_on);
        add_references(hash, &m->own_labels);
        al_sha256_add(hash, m->sum.bytes, sizeof m->sum.bytes);
    }
}

struct aludel_sum sum_of_chain(const struct environment *e)
{
    struct al_sha256 hash;
    al_sha256_init(&hash);
    add_migrations(&hash, e);
    if (e->originals)
        add_migrations(&hash, e->originals);
    for (size_t i = 0; i < e->shared.count; i++)
        al_sha256_add(&hash, e->shared.at[i].sum.bytes, sizeof e->shared.at[i].sum.bytes);
    return ended(&hash);
}
