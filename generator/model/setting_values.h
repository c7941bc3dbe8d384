/*
 * setting_values.h: what each kind of setting may hold, and the form it is kept in; what an alembic.ini means.
 */
#ifndef SETTING_VALUES_H
#define SETTING_VALUES_H

#include "model/environment.h"

enum setting_kind {
    SETTING_TEXT,
    SETTING_LIST,
    SETTING_YES_NO,
    SETTING_DURATION,
    SETTING_COUNT,
    SETTING_SIZE,
    SETTING_CHOICE
};

struct setting {
    const char *name;
    enum setting_kind kind;
    const char *fallback;
    const char *help;  /* of a CHOICE: begins with the words, "a|b: …" */
    const char **text; /* where the value goes */
    struct setting_place *place;
    bool build_only; /* means nothing at run time: %(here)s may stand in it */
};

/* Checks a value as it was written and stores it: lists with one space between words, yes or no, the rest as
 * it stands. An error points to the value. */
void setting_store(struct environment *e, const struct setting *s, struct aludel_text value);

/* An alembic.ini's section [alembic] in our terms, where `table` doesn't hold a value from its section [aludel].
 * `text`: as it stands in the file. alembic_ini.c */
void alembic_ini_read(struct environment *e, struct aludel_text text, const struct setting *table,
                      size_t count);

/* What configparser makes of a value in an alembic.ini: %% is a percent sign. alembic_ini.c */
struct aludel_text undoubled(struct arena *a, struct aludel_text value);

/* The password in a line or URL, as a slice of it; empty when there is none. */
struct aludel_text url_password(struct aludel_text line);

/* A copy of the text with every password replaced by as many asterisks, for messages. */
struct aludel_text without_passwords(struct arena *a, struct aludel_text text);

#endif
