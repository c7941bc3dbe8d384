#include "completion/inner.h"

#include <string.h>

void put_escaped(struct writing *w, const char *text, const char *special, bool quoted)
{
    for (; *text; text++) {
        if (quoted && *text == '\'')
            al_puts(w->out, "'\\'");
        else if (strchr(special, *text))
            al_putc(w->out, '\\');
        al_putc(w->out, *text);
    }
}
