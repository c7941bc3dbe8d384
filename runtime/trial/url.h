/*
 * url.h: a PostgreSQL URL as libpq takes it, taken apart: another database of the same server; the password, which no command
 * line may have.
 */
#ifndef TRIAL_URL_H
#define TRIAL_URL_H

#include "trial/trial.h"

const char *trial_url_of_database(struct aludel_arena *arena, const char *url, const char *database);

/* `*password` is NULL where there is none. */
const char *trial_url_without_password(struct aludel_arena *arena, const char *url, const char **password);

#endif
