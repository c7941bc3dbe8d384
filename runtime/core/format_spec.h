/*
 * format_spec.h: one field of a format, whichever way it was written: f"{v:>8,.2f}", "%8.2f" or
 * "{:8.2f}".format(v). Private to core/.
 */
#ifndef AL_FORMAT_SPEC_H
#define AL_FORMAT_SPEC_H

#include "core/py.h"

struct al_spec {
    uint32_t fill;
    char align; /* < > ^ = or 0: the type's own */
    char sign;  /* + - or space; 0: none was given */
    char group; /* , or _ or 0 */
    char type;  /* 0: none was given */
    bool alternate, no_negative_zero;
    int64_t width, precision; /* -1: none was given */
    int64_t least_digits;     /* of "%.5d" */
};

void al_write_text_field(struct al_builder *b, const struct al_spec *spec, struct aludel_text t);
void al_write_int_field(struct al_builder *b, const struct al_spec *spec, int64_t i);
/* Of type e E f F g G % n or none. */
void al_write_double_field(struct al_builder *b, const struct al_spec *spec, double d);

#endif
