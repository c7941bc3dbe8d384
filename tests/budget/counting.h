/*
 * counting.h: a VFS that passes all on to the default one and knows how large the files are, or were.
 *
 *     counting_register();          sqlite3_open_v2(file, &db, flags, "counting")
 *     counting_reset();             the largest sizes are those of now
 *     counting_largest              bytes, by kind
 */
#ifndef COUNTING_H
#define COUNTING_H

#include <sqlite3.h>

enum counted { COUNTED_DATABASE, COUNTED_JOURNAL, COUNTED_WAL, COUNTED_TEMPORARY, COUNTED_KINDS };

/* Of temporary files that are there at the same time the sum; `together`: of all kinds at one moment, above `base`. */
extern sqlite3_int64 counting_size[COUNTED_KINDS], counting_largest[COUNTED_KINDS], counting_together;

void counting_register(void);
void counting_reset(void);

#endif
