/* postgresql.c: the conformance tests on PostgreSQL (a URL, a borrowed connection, in the caller's transaction). */
#include "postgresql_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static PGconn *lent;

static struct al_driver *open_again(void)
{
    return open_with((struct al_connect){.url = server_url});
}

static struct al_driver *open_borrowed(void)
{
    make_empty();
    lent = connect_to(server_url);
    return open_with((struct al_connect){.borrowed = lent});
}

/* Inside the caller's own transaction: our groups are savepoints. */
static struct al_driver *open_in_transaction(void)
{
    struct al_driver *d = open_borrowed();
    execute(lent, "BEGIN");
    return d;
}

static void close_lent(void)
{
    PQfinish(lent);
}

static void nothing(void)
{
}

static const struct subject subjects[] = {
    {"url", open_url, open_again, nothing},
    {"borrowed", open_borrowed, open_again, close_lent},
    {"in_transaction", open_in_transaction, NULL, close_lent},
};

int main(void)
{
    return run_all(subjects, sizeof subjects / sizeof *subjects, NULL, 0, connect_admin, disconnect_admin);
}
