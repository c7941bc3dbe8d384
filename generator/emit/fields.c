/* fields.c: fields of initialisers, and what settings say. */
#include "emit/inner.h"

#include <string.h>

bool says(const char *setting, const char *value)
{
    return setting && strcmp(setting, value) == 0;
}

void put_sum(struct c_writer *w, const struct aludel_sum *sum)
{
    c_put(w, "{{");
    for (size_t i = 0; i < sizeof sum->bytes; i++)
        c_put(w, "%s0x%02x", i ? ", " : "", (unsigned)sum->bytes[i]);
    c_put(w, "}}");
}

void put_string_field(struct c_writer *w, const char *name, const char *value)
{
    c_begin(w);
    c_put(w, ".%s = ", name);
    c_string(w, al_text(value));
    c_end(w, ",");
}

void put_sum_field(struct c_writer *w, const struct aludel_sum *sum)
{
    c_begin(w);
    c_put(w, ".sum = ");
    put_sum(w, sum);
    c_end(w, ",");
}
