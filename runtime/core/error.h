/*
 * error.h: filling in struct aludel_error. The first error of a call wins: setting one that is already
 * set does nothing. Passwords are masked. What has no room in a field is cut,
 * and says so.
 */
#ifndef AL_ERROR_H
#define AL_ERROR_H

#include "core/text.h"

#include <aludel/aludel.h>
#include <aludel/generated.h>

void al_error_clear(struct aludel_error *error);
/* Always false, so that `return al_error(…);` reads well. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
bool al_error(struct aludel_error *error, enum aludel_code code, const char *format, ...);
#if defined(__GNUC__)
__attribute__((format(printf, 3, 0)))
#endif
bool al_verror(struct aludel_error *error, enum aludel_code code, const char *format, va_list args);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void al_error_hint(struct aludel_error *error, const char *format, ...);
/* An error of its own: an identifier that means no revision. */
void al_error_unknown(struct aludel_error *error, struct aludel_text identifier);
/* One that isn't at its heads, which the schema is only compared at. */
bool al_error_not_up_to_date(struct aludel_error *error);
/* Each is a line more of the detail, unless it is empty. Said: by a database, which may say more than there is room for.
 * Detail: what we have to add, for which that makes room. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void al_error_said(struct aludel_error *error, const char *format, ...);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void al_error_detail(struct aludel_error *error, const char *format, ...);
/* Whose it is, and where: what is known stays. NULL, or a place without file and line: nothing is known. */
void al_error_revision(struct aludel_error *error, const char *revision);
void al_error_at(struct aludel_error *error, const struct aludel_place *at);
/* A line without a file is the number of a statement: the files' names were left out. */
static inline bool al_place_is_known(const struct aludel_place *at)
{
    return at->file || at->line;
}
/* ALUDEL_PARAMETERs become "?". Behind `position`, which is forgotten where a password was in front of it, or anywhere. */
void al_error_statement(struct aludel_error *error, const char *sql, size_t length);

#endif
