/*
 * lost.h: is a type's value the same text in another type?
 */
#ifndef TRIAL_LOST_H
#define TRIAL_LOST_H

#include "core/text.h"

#include <aludel/generated.h>

bool trial_types_compare(enum aludel_dialect dialect, const char *one, const char *other);

#endif
