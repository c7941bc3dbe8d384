/*
 * ini.h: the text of aludel.ini, line by line. Sections, `name = value`, `#` and `;` comments on lines
 * of their own, continuation by indentation, `%` literal. Nothing is allocated; positions are 1-based.
 */
#ifndef AL_INI_H
#define AL_INI_H

#include <aludel/value.h>

struct al_ini_entry {
    struct aludel_text section, name, value; /* slices of the input; a continued value spans lines */
    int line, column;                        /* of the name */
    int value_line, value_column;
};

/* False, with the place and the reason, at the first line that can't be read. `each` returns false to stop.
 */
bool al_ini_read(struct aludel_text text, bool (*each)(void *with, const struct al_ini_entry *entry),
                 void *with, int *line, const char **reason);

#endif
