/*
 * look.h: the tables of a database, as far as rows are concerned, read from its catalogs.
 */
#ifndef TRIAL_LOOK_H
#define TRIAL_LOOK_H

#include "trial/base.h"

struct trial_column {
    const char *name;
    const char *type;         /* as the database writes it; of a domain: what it is over */
    const char *const *words; /* an enum's labels */
    size_t word_count;
    bool not_null, has_default;
    bool generated; /* nobody may write it */
    bool numbered;  /* it numbers itself where nobody does */
    bool key;       /* in the primary key */
    bool unique;    /* in that, or in another unique index */
    int reference;  /* position in the table's references, or -1 */
};

struct trial_reference { /* a foreign key */
    const char *table;   /* to which; as SQL has it */
    const char *const *columns, *const *to;
    size_t count;
};

struct trial_table {
    const char *schema; /* NULL on SQLite */
    const char *name;
    const char *sql; /* the name as SQL has it */
    struct trial_column *columns;
    size_t column_count;
    struct trial_reference *references;
    size_t reference_count;
    const char *
        checks; /* its conditions; "": none. PostgreSQL: name, byte 2, definition, byte 3 …; SQLite: its own text */
    const char *shape; /* all of the above as a text: the same for the same table */
};

struct trial_tables {
    struct trial_table *at;
    size_t count;
};

/* But for the runtime's own, and for what isn't plain tables. */
bool trial_look(struct trial_base *b, struct aludel_arena *into, struct trial_tables *tables);

const struct trial_table *trial_find_table(const struct trial_tables *in, const struct trial_table *like);
const struct trial_column *trial_find_column(const struct trial_table *in, const char *name);

#endif
