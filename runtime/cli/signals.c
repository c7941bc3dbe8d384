#include "cli/signals.h"

#include <aludel/aludel.h>

#include <signal.h>
#include <string.h>

/* A signal handler has no other way to know what it interrupts. */
static struct aludel *volatile handle_in_use;
static volatile sig_atomic_t seen;

static void on_signal(int number)
{
    struct aludel *a = handle_in_use;
    seen = number;
    if (a)
        aludel_interrupt(a);
}

static void set_handler(void (*handler)(int), int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

void cli_signals_install(struct aludel *handle)
{
    handle_in_use = handle;
    set_handler(on_signal, (int)SA_RESETHAND);
}

void cli_signals_remove(void)
{
    set_handler(SIG_DFL, 0);
    handle_in_use = NULL;
}

int cli_signal_seen(void)
{
    return seen;
}
