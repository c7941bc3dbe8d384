#include "trial/report.h"

#include "core/mask.h"
#include "driver/driver.h"

#include <stdio.h>
#include <string.h>

static struct trial_case *in_hand(const struct trial_report *r)
{
    return &r->cases[r->count - 1];
}

/* ---- A case ---------------------------------------------------------------------------------------- */

void trial_case_begin(struct trial_report *r, const char *group, const char *name, const char *revision)
{
    if (r->count == r->room)
        r->cases = al_arena_grow(r->arena, r->cases, r->count, &r->room, sizeof *r->cases);
    r->cases[r->count++] =
        (struct trial_case){.group = al_arena_copy(r->arena, group, strlen(group)),
                            .name = al_arena_copy(r->arena, name, strlen(name)),
                            .revision = al_arena_copy(r->arena, revision, strlen(revision))};
    r->since = al_driver_now();
}

static void add_line(struct trial_report *r, enum trial_line_kind kind, const char *format, va_list args)
{
    struct trial_case *c = in_hand(r);
    char text[AL_LONGEST_SHOWN];
    al_vshow(text, sizeof text, format, args);
    for (size_t i = 0; i < c->count; i++) {
        if (c->lines[i].kind == kind && !strcmp(c->lines[i].text, text))
            return;
    }
    if (c->count == c->room)
        c->lines = al_arena_grow(r->arena, c->lines, c->count, &c->room, sizeof *c->lines);
    c->lines[c->count++] = (struct trial_line){kind, al_arena_copy(r->arena, text, strlen(text))};
    c->failed = c->failed || kind == TRIAL_FAILURE;
    c->noted = c->noted || kind == TRIAL_NOTE;
}

void trial_note(struct trial_report *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_line(r, TRIAL_NOTE, format, args);
    va_end(args);
}

void trial_fail(struct trial_report *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_line(r, TRIAL_FAILURE, format, args);
    va_end(args);
}

void trial_count(struct trial_report *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_line(r, TRIAL_COUNT, format, args);
    va_end(args);
}

bool trial_has_failed(const struct trial_report *r)
{
    return in_hand(r)->failed;
}

static const char *word_of(const struct trial_case *c)
{
    return c->failed ? "FAIL" : c->noted ? "note" : "ok";
}

static void print_lines(const struct trial_case *c, enum trial_line_kind kind)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->lines[i].kind == kind)
            printf("        %s\n", c->lines[i].text);
    }
}

void trial_case_end(struct trial_report *r)
{
    struct trial_case *c = in_hand(r);
    c->milliseconds = al_driver_now() - r->since;
    printf("%-4s  %s\n", word_of(c), c->name);
    print_lines(c, TRIAL_FAILURE);
    print_lines(c, TRIAL_NOTE);
    print_lines(c, TRIAL_COUNT);
    if (c->failed)
        printf("        again: %s%s%s\n", r->again, *c->revision ? " " : "", c->revision);
    fflush(stdout);
}

void trial_case_forget(struct trial_report *r)
{
    r->count--;
}

/* ---- All of them ------------------------------------------------------------------------------------- */

bool trial_report_end(const struct trial_report *r)
{
    size_t failed = 0, noted = 0;
    for (size_t i = 0; i < r->count; i++) {
        failed += r->cases[i].failed;
        noted += !r->cases[i].failed && r->cases[i].noted;
    }
    printf("%zu tried: %zu ok", r->count, r->count - failed);
    if (noted)
        printf(", %zu of them with notes", noted);
    printf(failed ? ", %zu FAILED\n" : "\n", failed);
    return failed == 0;
}
