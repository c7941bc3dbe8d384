/* print.c: the text with its edits. */
#include "ddl/ddl.h"

void al_ddl_print(struct al_builder *out, struct aludel_text text, const struct al_ddl_edit *edits,
                  size_t count)
{
    size_t done = 0;
    for (size_t i = 0; i < count; i++) {
        const struct al_ddl_edit *e = &edits[i];
        al_put(out, text.z + done, e->span.at - done);
        al_put(out, e->text.z, e->text.n);
        done = al_ddl_behind(e->span);
    }
    al_put(out, text.z + done, text.n - done);
}
