/* junit.c: the report as JUnit's XML, as CI systems read it: a failure's lines in <failure>, notes in <system-out>. */
#include "trial/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- Text ------------------------------------------------------------------------------------------ */

/* XML 1.0 has no place for these, not even as a reference. */
static bool is_impossible(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xfffe || c == 0xffff ||
           (c >= 0xd800 && c < 0xe000);
}

static void put_character(FILE *f, const char *z, size_t n, uint32_t c)
{
    if (is_impossible(c))
        fputs("\xef\xbf\xbd", f);
    else if (c == '\n' || c == '\t' || c == '\r')
        fprintf(f, "&#%u;", (unsigned)c);
    else if (strchr("<>&\"", (int)c) && c < 0x80)
        fprintf(f, "&#%u;", (unsigned)c);
    else
        fwrite(z, 1, n, f);
}

static void put(FILE *f, const char *text)
{
    size_t left = strlen(text), n;
    for (; left; text += n, left -= n) {
        n = al_utf8_length(text, left);
        if (!al_utf8_valid((struct aludel_text){text, n})) {
            put_character(f, "", 0, 0xffff);
            continue;
        }
        put_character(f, text, n, al_utf8_decode(text, left, &n));
    }
}

/* ---- Elements -------------------------------------------------------------------------------------- */

static void put_seconds(FILE *f, int64_t milliseconds)
{
    fprintf(f, " time=\"%lld.%03d\"", (long long)(milliseconds / 1000), (int)(milliseconds % 1000));
}

static void put_lines(FILE *f, const struct trial_case *c, bool failures)
{
    for (size_t i = 0; i < c->count; i++) {
        if ((c->lines[i].kind == TRIAL_FAILURE) == failures) {
            put(f, c->lines[i].text);
            fputs("\n", f);
        }
    }
}

static const char *first_failure(const struct trial_case *c)
{
    size_t i = 0;
    while (c->lines[i].kind != TRIAL_FAILURE)
        i++;
    return c->lines[i].text;
}

static bool has_notes(const struct trial_case *c)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->lines[i].kind != TRIAL_FAILURE)
            return true;
    }
    return false;
}

static void put_failure(FILE *f, const struct trial_report *r, const struct trial_case *c)
{
    fputs("      <failure type=\"failure\" message=\"", f);
    put(f, first_failure(c));
    fputs("\">", f);
    put_lines(f, c, true);
    fputs("again: ", f);
    put(f, r->again);
    fputs(*c->revision ? " " : "", f);
    put(f, c->revision);
    fputs("</failure>\n", f);
}

static void put_case(FILE *f, const struct trial_report *r, const struct trial_case *c)
{
    fputs("    <testcase classname=\"", f);
    put(f, c->group);
    fputs("\" name=\"", f);
    put(f, c->name);
    fputs("\"", f);
    put_seconds(f, c->milliseconds);
    fputs(">\n", f);
    if (c->failed)
        put_failure(f, r, c);
    if (has_notes(c)) {
        fputs("      <system-out>", f);
        put_lines(f, c, false);
        fputs("</system-out>\n", f);
    }
    fputs("    </testcase>\n", f);
}

/* ---- The document ------------------------------------------------------------------------------------ */

static void put_totals(FILE *f, const struct trial_report *r, const char *suite)
{
    size_t failed = 0;
    int64_t milliseconds = 0;
    for (size_t i = 0; i < r->count; i++) {
        failed += r->cases[i].failed;
        milliseconds += r->cases[i].milliseconds;
    }
    fputs(" name=\"", f);
    put(f, suite);
    fprintf(f, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\"", r->count, failed);
    put_seconds(f, milliseconds);
}

static void put_document(FILE *f, const struct trial_report *r, const char *suite)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites", f);
    put_totals(f, r, suite);
    fputs(">\n  <testsuite", f);
    put_totals(f, r, suite);
    fputs(" skipped=\"0\">\n", f);
    for (size_t i = 0; i < r->count; i++)
        put_case(f, r, &r->cases[i]);
    fputs("  </testsuite>\n</testsuites>\n", f);
}

bool trial_junit_write(const struct trial_report *r, const char *suite, const char *path)
{
    FILE *f = fopen(path, "w");
    if (f)
        put_document(f, r, suite);
    bool bad = !f || ferror(f);
    bad = (f && fclose(f) != 0) || bad;
    if (bad)
        fprintf(stderr, "aludel: test: can't write '%s': %s\n", path, strerror(errno));
    return !bad;
}
