/*
 * random_schema.h: schemas made up at random, as SQL that a server takes. Each choice is a gene: two schemas of which few
 * genes differ are what a team's model looks like before a change of it and behind it.
 */
#ifndef RANDOM_SCHEMA_H
#define RANDOM_SCHEMA_H

#include "schema/schema.h"

#define GENES 240

struct genes {
    unsigned char at[GENES];
};

struct genes random_genes(void);
void mutate(struct genes *genes, unsigned count);
struct aludel_text genes_as_sql(struct arena *a, enum aludel_dialect dialect, const struct genes *genes);

#endif
