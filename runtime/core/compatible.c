/* compatible.c: the ids in a text of `compatible_with`. */
#include "core/log_table.h"

#include <string.h>

struct al_ids al_ids_compatible(const char *text)
{
    const char *from = text ? text : "";
    return (struct al_ids){from, from + strcspn(from, ":")};
}

struct al_ids al_ids_behind(const char *text)
{
    const char *colon = al_ids_compatible(text).end;
    const char *from = *colon ? colon + 1 : colon;
    return (struct al_ids){from, from + strlen(from)};
}

bool al_next_id(struct al_ids *rest, struct aludel_text *id)
{
    size_t n = (size_t)(rest->end - rest->at);
    const char *plus = memchr(rest->at, '+', n);
    *id = (struct aludel_text){rest->at, plus ? (size_t)(plus - rest->at) : n};
    rest->at = plus ? plus + 1 : rest->end;
    return id->n > 0;
}
