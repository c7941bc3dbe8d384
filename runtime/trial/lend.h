/*
 * lend.h: a database for another command of aludel's, which builds something in it.
 *
 * On stdin comes a line, the URL of a server; on stdout goes one, that of the database. It is taken away when stdin
 * ends, so also when whoever has it is killed.
 */
#ifndef TRIAL_LEND_H
#define TRIAL_LEND_H

#include "trial/trial.h"

/* The server's URL; false after saying why there is none. */
bool trial_lend_read(struct trial *t, struct trial_options *options);
bool trial_lend(struct trial *t);

#endif
