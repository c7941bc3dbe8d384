/*
 * whole_uncommon.h: pieces of PostgreSQL's question (whole_postgresql.c) about what few schemas have, and about what isn't
 * read at all.
 */
#ifndef AL_INSPECT_WHOLE_UNCOMMON_H
#define AL_INSPECT_WHOLE_UNCOMMON_H

/* Behind an oid: of nothing that initdb has made. Most of a catalog is the server's own, and needn't be looked through. */
#define AL_WHOLE_OWN_OIDS " >= 16384::oid"

/* The last: how many there are of what isn't read. */
extern const char al_whole_storage[], al_whole_switches[], al_whole_rules[], al_whole_policies[],
    al_whole_statistics[], al_whole_collations[], al_whole_aggregates[], al_whole_left[];

#endif
