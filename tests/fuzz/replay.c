/*
 * replay FILE-OR-FOLDER…: gives each file to the target it is linked with, so that what the fuzzer once found stays
 * found, whatever the compiler. The name is printed first: the last one printed is the one that broke.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int replayed;

static bool replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        return false;
    }
    size_t n = (size_t)ftell(file);
    rewind(file);
    uint8_t *data = malloc(n ? n : 1); /* no byte more, so that AddressSanitizer sees who reads on */
    bool read = data && fread(data, 1, n, file) == n;
    fclose(file);
    if (read) {
        printf("%s\n", path);
        fflush(stdout);
        LLVMFuzzerTestOneInput(data, n);
        replayed++;
    }
    free(data);
    return read;
}

static bool is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static bool replay(const char *path)
{
    if (!is_folder(path))
        return replay_file(path);
    DIR *folder = opendir(path);
    bool ok = folder;
    const struct dirent *entry;
    while (ok && (entry = readdir(folder))) {
        char inner[4096];
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            ok = replay(inner);
    }
    if (folder)
        closedir(folder);
    return ok;
}

int main(int argc, char **argv)
{
    bool ok = true;
    for (int i = 1; i < argc; i++)
        ok = replay(argv[i]) && ok;
    printf("%d inputs\n", replayed);
    return ok && replayed > 0 ? 0 : 1;
}
