#include "trial/lend.h"

#include "trial/places.h"
#include "trial/signals.h"

#include <stdio.h>
#include <unistd.h>

/* 0 at the end of it, or where a signal comes. */
static size_t read_byte(char *byte)
{
    return read(STDIN_FILENO, byte, 1) == 1;
}

bool trial_lend_read(struct trial *t, struct trial_options *options)
{
    struct al_builder b = al_builder(&t->arena);
    for (char byte; read_byte(&byte) && byte != '\n';)
        al_put(&b, &byte, 1);
    options->url = al_built(&b).z;
    return options->url != NULL;
}

bool trial_lend(struct trial *t)
{
    struct trial_places places;
    char byte;
    struct trial_place *p = trial_places_begin(t, &places) ? trial_place_new(t) : NULL;
    if (p) {
        printf("%s\n", p->url);
        fflush(stdout);
        while (!trial_interrupted() && read_byte(&byte))
            continue;
    }
    trial_places_end(t);
    return p != NULL;
}
