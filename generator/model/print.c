#include "model/environment.h"

static void print_indices(struct al_builder *b, const char *name, const struct environment *e,
                          const struct indices *list)
{
    al_putf(b, " %s=", name);
    for (size_t i = 0; i < list->count; i++) {
        struct aludel_text id = e->migrations.at[list->at[i]]->id;
        al_putf(b, "%s%.*s", i ? "," : "", (int)id.n, id.z);
    }
}

static void print_references(struct al_builder *b, const char *name, const struct references *list)
{
    al_putf(b, " %s=", name);
    for (size_t i = 0; i < list->count; i++)
        al_putf(b, "%s%.*s", i ? "," : "", (int)list->at[i].text.n, list->at[i].text.z);
}

struct aludel_text environment_print(const struct environment *e, struct arena *a)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        al_putf(&b, "%.*s", (int)m->id.n, m->id.z);
        print_references(&b, "parents", &m->parents);
        print_references(&b, "depends_on", &m->depends_on);
        print_indices(&b, "needs", e, &m->needs);
        print_indices(&b, "children", e, &m->children);
        print_indices(&b, "dependents", e, &m->dependents);
        al_puts(&b, " labels=");
        for (size_t k = 0; k < m->labels.count; k++)
            al_putf(&b, "%s%.*s", k ? "," : "", (int)m->labels.at[k].n, m->labels.at[k].z);
        if (m->compatible_with.count)
            al_putf(&b, " compatible=%s", migration_compatible(e, m));
        al_putf(&b, " message=%s\n", m->message);
    }
    return al_built(&b);
}
