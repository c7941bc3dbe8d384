/*
 * settings.c: the text of an aludel.ini, read as the generator reads it.
 */
#include "folder.h"
#include "fuzz.h"
#include "model/environment.h"

#include <stdlib.h>
#include <string.h>

static void run(struct arena *a, struct aludel_text text)
{
    struct folder folder = {.count = 0};
    folder_add(&folder, "e/aludel.ini", text);
    struct disk disk = folder_disk(&folder);
    struct diagnostics diagnostics = {.arena = a};
    struct environment e = {
        .arena = a, .disk = &disk, .diagnostics = &diagnostics, .folder = "e", .name = "e"};
    bool read = settings_read(&e, NULL);
    fuzz_check(read == (diagnostics.errors == 0), "settings that can't be read have an error");
    size_t length = 0;
#define SETTING(name, kind, fallback, help) length += strlen(e.settings.name);
#include <aludel/settings.def>
#undef SETTING
    fuzz_check(length > 0, "there are defaults");
    diag_render(&diagnostics, a, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct aludel_text text = {(const char *)data, size};
    struct arena arena;
    jmp_buf no_memory;
    if (setjmp(no_memory))
        abort();
    arena_init(&arena, &no_memory);
    run(&arena, text);
    arena_free(&arena);
    return 0;
}
