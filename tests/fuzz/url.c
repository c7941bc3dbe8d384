/*
 * url.c: database URLs, parsed and masked. The input is what stands around a password as well: one is put into it,
 * and must not be seen in anything that is shown.
 */
#include "driver/url.h"
#include "driver/driver.h"
#include "fuzz.h"

#include "core/error.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECRET "H1dd3nS3cr3t"

static void hides(const char *shown)
{
    fuzz_check(!strstr(shown, SECRET), "a password is masked");
}

static void hides_in_url(const char *url)
{
    char out[512];
    struct al_url parsed;
    struct aludel_error error = {0};
    al_mask_url(out, sizeof out, url);
    hides(out);
    if (al_url_parse(&parsed, url, &error)) {
        hides(parsed.shown);
        return;
    }
    fuzz_check(error.code == ALUDEL_USAGE && error.message[0], "a URL that can't be read has an error");
    hides(error.message);
    hides(error.detail);
    hides(error.hint);
}

/* postgresql://user:SECRET@rest, with all that may stand in a password on either side of it; `odd` is the input. */
static void try_secrets(const char *odd)
{
    static const char *const forms[] = {"postgresql://me:%s@db/app",
                                        "postgresql+asyncpg://me:" SECRET "%s@db/app",
                                        "postgres://me:%s" SECRET "@db/app",
                                        "postgresql://me:" SECRET "@%s",
                                        "postgresql:///app?%s&password=" SECRET,
                                        "host=%s password=" SECRET,
                                        "mysql://me:" SECRET "@%s",
                                        "me:" SECRET "@%s"};
    char url[1024];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        al_format(url, sizeof url, forms[i], odd);
        hides_in_url(url);
    }
}

/* Inside a longer text a password ends at white space or a quote, as it does wherever URLs are found. */
static void try_in_text(const char *odd)
{
    char text[1024], out[1024];
    al_format(text, sizeof text, "%s postgresql://me:" SECRET "@db/app %s", odd, odd);
    al_mask(out, sizeof out, text);
    hides(out);
}

static void try_rooms(const char *text)
{
    for (size_t room = 0; room < 40; room++) {
        char *out = malloc(room ? room : 1);
        if (!out)
            abort();
        al_mask(out, room, text);
        fuzz_check(room == 0 || strlen(out) < room, "what is masked ends within its room");
        al_mask_url(out, room, text);
        al_url_decode(out, room ? room : 1, al_text(text));
        free(out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_string(data, size);
    struct al_url url;
    struct aludel_error error = {0};
    int64_t milliseconds;
    bool parsed = al_url_parse(&url, text, &error);
    fuzz_check(parsed == (error.code == ALUDEL_OK), "a URL is read or has an error");
    al_duration(text, "1s", &milliseconds);
    try_rooms(text);
    if (size < 400 && !strstr(text, SECRET)) {
        try_secrets(text);
        try_in_text(text);
    }
    free(text);
    return 0;
}
