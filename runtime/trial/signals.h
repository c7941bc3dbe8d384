/*
 * signals.h: SIGINT and SIGTERM stop the call in hand; what was made is taken away then. A second one ends the process at
 * once, and the next run takes it away.
 */
#ifndef TRIAL_SIGNALS_H
#define TRIAL_SIGNALS_H

#include <stdbool.h>
#include <sys/types.h>

struct aludel;
struct al_driver;

void trial_signals_install(void);
/* The signal that came, or 0; and that there has been one. */
int trial_signal(void);
bool trial_interrupted(void);
/* While things are taken away, which nothing shall stop. */
void trial_signals_forget(void);

/* What is stopped; NULL, or 0: nothing of the kind is at work. Returns what was stopped before. */
struct aludel *trial_signals_watch(struct aludel *a);
void trial_signals_watch_driver(struct al_driver *d);
void trial_signals_watch_child(pid_t pid);

#endif
