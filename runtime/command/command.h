/*
 * command.h: what the files of command/ share: one command line at work.
 *
 *     say.c        text to standard output and standard error, without stdio
 *     revision.c   what identifiers mean
 *     database.c   where the database is, and opening it
 *     show.c       history, heads, the version, what the database is at, what is pending
 *     run.c        the commands that need the database
 *     main.c       the commands, the help, the command line; aludel_embedded_main
 */
#ifndef AL_COMMAND_H
#define AL_COMMAND_H

#include <aludel/embedded.h>
#include <aludel/image.h>

struct command_line {
    const char *program, *command, *revision, *url;
    bool quiet, help, version;
    struct aludel_embedded on; /* its image is there from the begin */
    struct aludel_error error;
};

/* Both end the line with what stands in the format. */
#define SAY_ROOM 1600 /* more is cut */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
void say(const char *format, ...);
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
void complain(const char *format, ...);
bool said_everything(void); /* standard output has taken it all */

/* A revision's number, of an id or a part that begins only one; "head". False with the error. */
bool find_revision(struct command_line *c, const char *name, uint32_t *r);
bool is_head(const struct aludel_image *image, uint32_t r);

bool open_database(struct command_line *c, bool writes);

void show_version(const struct command_line *c);
bool show_history(struct command_line *c);
bool show_heads(struct command_line *c);
bool show_current(struct command_line *c);
bool show_plan(struct command_line *c);
bool show_budget(struct command_line *c);

bool run_upgrade(struct command_line *c);
bool run_downgrade(struct command_line *c);
bool run_stamp(struct command_line *c);
bool run_undo(struct command_line *c);

#endif
