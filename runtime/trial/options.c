#include "trial/options.h"

#include <stdio.h>
#include <string.h>

struct option {
    const char *name;
    const char **into;
};

/* The value behind "--name=", or in the next word; NULL: another option. */
static const char *value_of(const char *name, char **argv, int argc, int *i)
{
    const char *word = argv[*i];
    size_t n = strlen(name);
    if (!word || strncmp(word, "--", 2) != 0 || strncmp(word + 2, name, n) != 0)
        return NULL;
    if (word[2 + n] == '=')
        return word + 3 + n;
    return !word[2 + n] && *i + 1 < argc ? argv[++*i] : NULL;
}

/* name=value, in place. */
static bool take_pair(struct trial_options *o, char *text)
{
    char *equals = strchr(text, '=');
    if (!equals)
        return false;
    *equals = '\0';
    o->x[o->x_count++] = (struct aludel_pair){text, equals + 1};
    return true;
}

static bool take(struct trial_options *o, int argc, char **argv, int *i)
{
    const struct option all[] = {{"url", &o->url},
                                 {"from", &o->from},
                                 {"junit", &o->junit},
                                 {"again", &o->again},
                                 {"lend", &o->lend},
                                 {"power-points", &o->power_points},
                                 {"power-seed", &o->power_seed}};
    if (!strcmp(argv[*i], "--keep")) {
        o->keep = true;
        return true;
    }
    if (!strncmp(argv[*i], "-x", 2))
        return take_pair(o, argv[*i] + 2);
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        const char *value = value_of(all[k].name, argv, argc, i);
        if (value) {
            *all[k].into = value;
            return true;
        }
    }
    return false;
}

bool trial_options_read(struct trial_options *o, struct aludel_pair *x, int argc, char **argv)
{
    int i = 1;
    *o = (struct trial_options){.again = "aludel test", .x = x};
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (!take(o, argc, argv, &i)) {
            fprintf(stderr,
                    "%s: can't read '%s'; usage: [--url URL] [--from FILE|URL] [--junit FILE] [--keep] "
                    "[--power-points N|all] [--power-seed N] [-xNAME=VALUE] [REV...]\n",
                    argv[0], argv[i]);
            return false;
        }
    }
    o->revisions = argv + i;
    o->revision_count = (size_t)(argc - i);
    return true;
}
