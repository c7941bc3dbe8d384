/*
 * unicode.h: what Python's string methods ask of a character.
 */
#ifndef AL_UNICODE_H
#define AL_UNICODE_H

#include "core/unicode_tables.h"

#include <stdbool.h>

bool al_has_property(uint32_t c, const struct al_property *property);
/* One to three characters: 'ß' in upper case is "SS". */
size_t al_to_case(uint32_t c, const struct al_case_table *table, uint32_t out[3]);

#endif
