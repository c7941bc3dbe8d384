/*
 * sums.h: checksums of what people wrote, for `migrate verify`: over the tokens of each file, so that
 * comments, white space, line endings and identifiers don't count.
 */
#ifndef SUMS_H
#define SUMS_H

#include "model/environment.h"

/* Of every migration and shared file, into the environment. */
void sums_of_files(struct environment *e);
/* Of the whole chain: ids, parents and the files' sums, in order. */
struct aludel_sum sum_of_chain(const struct environment *e);

#endif
