/* graph.c: sets of revisions, a bit each. Revisions stand in topological order, so that one pass closes a set. */
#include "embedded/device.h"

#include <string.h>

static size_t bytes_of(const struct al_device *d)
{
    return (d->image->count + 7) / 8;
}

bool al_bits_has(const unsigned char *set, uint32_t r)
{
    return set[r / 8] >> r % 8 & 1;
}

void al_bits_add(unsigned char *set, uint32_t r)
{
    set[r / 8] = (unsigned char)(set[r / 8] | 1u << r % 8);
}

void al_bits_remove(unsigned char *set, uint32_t r)
{
    set[r / 8] = (unsigned char)(set[r / 8] & ~(1u << r % 8));
}

void al_bits_clear(const struct al_device *d, unsigned char *set)
{
    memset(set, 0, bytes_of(d));
}

void al_bits_fill(const struct al_device *d, unsigned char *set)
{
    for (uint32_t r = 0; r < d->image->count; r++) {
        al_bits_add(set, r);
    }
}

void al_bits_copy(const struct al_device *d, unsigned char *to, const unsigned char *from)
{
    memcpy(to, from, bytes_of(d));
}

bool al_bits_same(const struct al_device *d, const unsigned char *a, const unsigned char *b)
{
    return memcmp(a, b, bytes_of(d)) == 0;
}

const uint32_t *al_device_needs(const struct al_device *d, uint32_t r, uint32_t *count)
{
    const struct aludel_image_migration *m = &d->image->migrations[r];
    *count = m->need_count;
    return d->image->links + m->needs;
}

void al_bits_ancestors(const struct al_device *d, unsigned char *set)
{
    for (uint32_t r = d->image->count; r-- > 0;) {
        uint32_t count;
        const uint32_t *needs = al_device_needs(d, r, &count);
        for (uint32_t i = 0; al_bits_has(set, r) && i < count; i++) {
            al_bits_add(set, needs[i]);
        }
    }
}

void al_bits_descendants(const struct al_device *d, unsigned char *set)
{
    for (uint32_t r = 0; r < d->image->count; r++) {
        uint32_t count;
        const uint32_t *needs = al_device_needs(d, r, &count);
        for (uint32_t i = 0; i < count; i++) {
            if (al_bits_has(set, needs[i])) {
                al_bits_add(set, r);
            }
        }
    }
}

uint32_t al_device_find(const struct al_device *d, const char *id)
{
    for (uint32_t r = d->image->count; r-- > 0;) { /* it is most often one of the last */
        if (strcmp(d->image->migrations[r].id, id) == 0) {
            return r;
        }
    }
    return AL_NOBODY;
}

/* Nothing is, of a newer database that may pass. */
bool al_device_is_pending(const struct al_device *d, uint32_t r, enum aludel_direction direction)
{
    return d->unknown == 0 && al_bits_has(d->wanted, r) &&
           al_bits_has(d->closed, r) == (direction == ALUDEL_DOWN);
}
