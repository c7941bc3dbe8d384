#include "sql/work_line.h"

void work_line(struct work *w, uint32_t line)
{
    if (line && line != w->line)
        al_putf(&w->text, "@%u;", (unsigned)line);
    w->line = line;
}

void work_text(struct work *w, char letter, struct aludel_text text)
{
    al_putf(&w->text, "%c%zu:", letter, text.n);
    al_put(&w->text, text.z, text.n);
}

void work_number(struct work *w, char letter, uint64_t number)
{
    if (number)
        al_putf(&w->text, "%c%llu;", letter, (unsigned long long)number);
}

struct aludel_text work_name(const struct tokens *t, size_t i)
{
    const char *word = token_at(t, i);
    if (*word == '"' || i >= t->list.count)
        return al_text(word + (*word == '"'));
    return (struct aludel_text){t->text.z + t->list.at[i].from, t->list.at[i].to - t->list.at[i].from};
}

void work_unknown(struct work *w, const char *why, uint32_t line)
{
    if (w->unknown)
        return;
    w->unknown = true;
    work_line(w, line);
    work_text(w, '?', al_text(why));
}

void work_own(struct work *w, const struct tokens *t, size_t i)
{
    if (token_is_word(t, i + 1, ".") && !al_same_nocase(work_name(t, i), AL_TEXT("main")))
        work_unknown(w, "what another database than the main one needs", w->line);
}
