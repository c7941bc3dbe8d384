#include "batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_whole(struct arena *a)
{
    struct al_builder b = al_builder(&a->memory);
    char buffer[1 << 16];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, stdin)) > 0;)
        al_put(&b, buffer, n);
    return arena_string(a, al_built(&b));
}

static struct words *words_named(struct pair *p, const char *word)
{
    return !strcmp(word, "a")        ? &p->a
           : !strcmp(word, "b")      ? &p->b
           : !strcmp(word, "row")    ? &p->rows
           : !strcmp(word, "rename") ? &p->renames
           : !strcmp(word, "was")    ? &p->was
           : !strcmp(word, "is")     ? &p->is
                                     : NULL;
}

static void take(struct arena *a, struct batch *b, const char *word, const char *text)
{
    if (!strcmp(word, "pair")) {
        struct pair begun = {.id = text};
        vec_push(a, &b->pairs, begun);
        return;
    }
    struct pair *p = &b->pairs.at[b->pairs.count - 1];
    struct words *words = words_named(p, word);
    if (words) {
        vec_push(a, words, text);
    } else if (!strcmp(word, "exact")) {
        p->exact = true;
    } else {
        fprintf(stderr, "there is no record '%s'\n", word);
        exit(2);
    }
}

struct batch batch_read(struct arena *a)
{
    struct batch batch = {0};
    char *at = read_whole(a);
    for (char *end; (end = strchr(at, '\x1E')) != NULL; at = end + 1) {
        char *text = strchr(at, '\x1F');
        *end = 0;
        *text++ = 0;
        take(a, &batch, at, text);
    }
    return batch;
}
