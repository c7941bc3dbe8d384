/*
 * signals.h: SIGINT and SIGTERM stop the call in hand; a second one ends the process at once.
 */
#ifndef CLI_SIGNALS_H
#define CLI_SIGNALS_H

struct aludel;

void cli_signals_install(struct aludel *handle);
/* Back to the defaults, before the handle is closed. */
void cli_signals_remove(void);
/* The signal that came, or 0. */
int cli_signal_seen(void);

#endif
