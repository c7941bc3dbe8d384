/*
 * unicode_tables.h: what there is to know of characters, and the tables that know it. They are made by
 * unicode_tables.py from the Python that is the yardstick of the tests.
 */
#ifndef AL_UNICODE_TABLES_H
#define AL_UNICODE_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* A property begins at at[0], ends before at[1], begins again at at[2] … Those are the low 16 bits of characters;
 * before[p] of them stand in front of the plane p, where the high ones are p. */
struct al_property {
    const uint16_t *at;
    uint16_t before[18];
};

/* Each is linked by whoever asks for it. */
extern const struct al_property al_unicode_alpha, al_unicode_alnum, al_unicode_digit, al_unicode_decimal,
    al_unicode_space, al_unicode_upper, al_unicode_lower;
extern const struct al_property al_unicode_title;     /* a letter of title case, as U+01C5 */
extern const struct al_property al_unicode_printable; /* repr() leaves it as it is */
extern const struct al_property al_unicode_cased, al_unicode_case_ignorable;

/* Every `step`-th character from `first` to `last` becomes itself plus `add`. */
struct al_case_range {
    uint32_t first, last;
    int32_t step, add;
};
struct al_case_special {
    uint32_t from, to[3]; /* 0 ends it */
};
struct al_case_table {
    size_t range_count, special_count;
    const struct al_case_range *ranges;
    const struct al_case_special *specials;
};
extern const struct al_case_table al_unicode_to_upper, al_unicode_to_lower, al_unicode_to_title;

#endif
