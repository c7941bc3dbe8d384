#include "trial/attempt.h"

static void put_columns(const struct trial_row *row, struct al_builder *b, bool names)
{
    bool any = false;
    for (size_t i = 0; i < row->table->column_count; i++) {
        if (!row->values[i])
            continue;
        al_puts(b, any ? ", " : "");
        any = true;
        if (names)
            trial_put_name(b, row->table->columns[i].name);
        else
            al_puts(b, row->values[i]);
    }
}

static bool is_empty(const struct trial_row *row)
{
    size_t i = 0;
    while (i < row->table->column_count && !row->values[i])
        i++;
    return i == row->table->column_count;
}

bool trial_row_insert(struct trial_row *row)
{
    struct al_builder b = al_builder(row->arena);
    row->count++;
    al_putf(&b, "INSERT INTO %s ", row->table->sql);
    if (is_empty(row)) {
        al_puts(&b, "DEFAULT VALUES");
    } else {
        al_puts(&b, "(");
        put_columns(row, &b, true);
        al_puts(&b, ") VALUES (");
        put_columns(row, &b, false);
        al_puts(&b, ")");
    }
    return trial_try(row->base, al_built(&b).z);
}
