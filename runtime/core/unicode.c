/* unicode.c: see unicode.h. */
#include "core/unicode.h"

bool al_has_property(uint32_t c, const struct al_property *property)
{
    uint32_t plane = c >> 16, within = c & 0xFFFF;
    if (plane > 16) {
        return false;
    }
    size_t low = property->before[plane],
           high = property->before[plane + 1]; /* how many are at or before c */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (property->at[middle] <= within) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low % 2 != 0;
}

static const struct al_case_special *special_of(const struct al_case_table *table, uint32_t c)
{
    for (size_t i = 0; i < table->special_count && table->specials[i].from <= c; i++) {
        if (table->specials[i].from == c) {
            return &table->specials[i];
        }
    }
    return NULL;
}

static uint32_t single_case(const struct al_case_table *table, uint32_t c)
{
    for (size_t i = 0; i < table->range_count && table->ranges[i].first <= c; i++) {
        const struct al_case_range *r = &table->ranges[i];
        if (c <= r->last && (c - r->first) % (uint32_t)r->step == 0) {
            return (uint32_t)((int32_t)c + r->add);
        }
    }
    return c;
}

size_t al_to_case(uint32_t c, const struct al_case_table *table, uint32_t out[3])
{
    const struct al_case_special *special = special_of(table, c);
    if (!special) {
        out[0] = single_case(table, c);
        return 1;
    }
    size_t n = 0;
    for (; n < 3 && special->to[n]; n++) {
        out[n] = special->to[n];
    }
    return n;
}
