/*
 * words.h: the words of the notation of changes_text.h, one by one.
 */
#ifndef TEST_WORDS_H
#define TEST_WORDS_H

#include "schema/change.h"

struct reader {
    struct arena *arena;
    const struct source *source;
    uint32_t at, to;
    struct aludel_text word; /* the next one; empty: the end */
    uint32_t from;           /* where it begins */
    bool quoted, wrong;
};

/* What is missing or something else sets `wrong`. */
void next_word(struct reader *r);
bool take_word(struct reader *r, const char *word);
void want_word(struct reader *r, const char *word);
struct aludel_text read_text(struct reader *r);
struct sql read_sql(struct reader *r);
struct path read_path(struct reader *r);
struct names read_names(struct reader *r);
struct span span_from(const struct reader *r, uint32_t from);

#endif
