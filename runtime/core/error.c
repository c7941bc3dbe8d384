/* error.c: see error.h. The profile for firmware has the rest, and al_vshow, in embedded/error.c. */
#include "core/error.h"

#include "core/mask.h"

void al_error_clear(struct aludel_error *error)
{
    if (error) {
        *error = (struct aludel_error){0};
    }
}

bool al_verror(struct aludel_error *error, enum aludel_code code, const char *format, va_list args)
{
    if (error && error->code == ALUDEL_OK) {
        al_vshow(error->message, sizeof error->message, format, args);
        error->code = code;
    }
    return false;
}

bool al_error(struct aludel_error *error, enum aludel_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    al_verror(error, code, format, args);
    va_end(args);
    return false;
}

void al_error_hint(struct aludel_error *error, const char *format, ...)
{
    if (error && !error->hint[0]) {
        va_list args;
        va_start(args, format);
        al_vshow(error->hint, sizeof error->hint, format, args);
        va_end(args);
    }
}

void al_error_revision(struct aludel_error *error, const char *revision)
{
    if (error && revision && !error->revision[0]) {
        al_format(error->revision, sizeof error->revision, "%s", revision);
    }
}
