// The same in C++, by a URL, with a watchdog that is fed and a flag that gives up.
#include <aludel/aludel.h>
#include <csignal>
#include <cstdio>
#include "shop_migrations.h"

namespace {

volatile std::sig_atomic_t stop = 0;

struct watchdog {
    unsigned fed = 0;
};

void on_event(void *with, const aludel_event *event)
{
    if (event->kind == ALUDEL_EVENT_TICK)
        static_cast<watchdog *>(with)->fed++;
    if (stop)
        aludel_interrupt(event->handle);
}

bool bring_up_to_date(const char *url, watchdog &dog)
{
    aludel_config config{};
    config.registry = &shop_migrations;
    config.url = url;
    config.event = on_event;
    config.with = &dog;
    aludel_error error{};
    aludel *a = aludel_open(&config, &error);
    const bool ok = a && aludel_upgrade(a, "head", nullptr, &error);
    aludel_close(a);
    if (!ok)
        std::fprintf(stderr, "%s\n%s\n", error.message, error.hint);
    return ok;
}

} // namespace

int main(int argc, char **argv)
{
    static_assert(ALUDEL_VERSION_NUMBER >= 1000, "aludel.h is too old");
    watchdog dog;
    return argc == 2 && bring_up_to_date(argv[1], dog) && dog.fed > 0 ? 0 : 1;
}
