/*
 * unicode_tables.h: what there is to know of characters, and the tables that know it. They are made by
 * unicode_tables.py from the Python that is the yardstick of the tests.
 */
#ifndef AL_UNICODE_TABLES_H
#define AL_UNICODE_TABLES_H

#include <stddef.h>
#include <stdint.h>

enum al_property {
    AL_ALPHA,
    AL_ALNUM,
    AL_DIGIT,
    AL_DECIMAL,
    AL_SPACE,
    AL_UPPER,
    AL_LOWER,
    AL_TITLE,     /* a letter of title case, as U+01C5 */
    AL_PRINTABLE, /* repr() leaves it as it is */
    AL_CASED,
    AL_CASE_IGNORABLE,
    AL_PROPERTIES
};

enum al_case { AL_TO_UPPER, AL_TO_LOWER, AL_TO_TITLE };

/* A property begins at at[0], ends before at[1], begins again at at[2] … */
struct al_property_table {
    size_t count;
    const uint32_t *at;
};
extern const struct al_property_table al_property_tables[AL_PROPERTIES];

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
extern const struct al_case_table al_case_tables[3];

#endif
