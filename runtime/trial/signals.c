#include "trial/signals.h"

#include "driver/driver.h"

#include <signal.h>
#include <string.h>

/* A signal handler has no other way to know what it interrupts. */
static struct aludel *volatile handle_in_use;
static struct al_driver *volatile driver_in_use;
static volatile sig_atomic_t child_in_use, seen;

static void on_signal(int number)
{
    struct aludel *a = handle_in_use;
    struct al_driver *d = driver_in_use;
    seen = number;
    if (a)
        aludel_interrupt(a);
    if (d)
        d->type->interrupt(d);
    if (child_in_use)
        kill((pid_t)child_in_use, SIGTERM);
}

void trial_signals_install(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = (int)SA_RESETHAND;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    action.sa_handler = SIG_IGN;
    action.sa_flags = 0;
    sigaction(SIGPIPE, &action, NULL);
}

int trial_signal(void)
{
    return seen;
}

bool trial_interrupted(void)
{
    return seen != 0;
}

void trial_signals_forget(void)
{
    handle_in_use = NULL;
    driver_in_use = NULL;
    child_in_use = 0;
}

struct aludel *trial_signals_watch(struct aludel *a)
{
    struct aludel *before = handle_in_use;
    handle_in_use = a;
    return before;
}

void trial_signals_watch_driver(struct al_driver *d)
{
    driver_in_use = d;
}

void trial_signals_watch_child(pid_t pid)
{
    child_in_use = (sig_atomic_t)pid;
}
