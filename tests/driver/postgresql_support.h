/* postgresql_support.h: what the tests on PostgreSQL share: the server, drivers on it, and what they say. */
#ifndef TESTS_DRIVER_POSTGRES_SUPPORT_H
#define TESTS_DRIVER_POSTGRES_SUPPORT_H

#include "conformance.h"

#include <libpq-fe.h>

extern const char *server_url;
extern PGconn *admin;

/* A group's set-up and tear-down: `admin` is connected. */
int connect_admin(void **state);
int disconnect_admin(void **state);

/* The database without tables. */
void make_empty(void);
PGconn *connect_to(const char *url);
void execute(PGconn *conn, const char *sql);
/* The one value that the query gives, as text. */
void assert_answer(PGconn *conn, const char *query, const char *wanted);

struct al_driver *open_with(struct al_connect connect);
/* A driver on the empty database. */
struct al_driver *open_url(void);
/* The server's URL with one more parameter, "options=…"; of this call until the next. */
const char *url_with(const char *parameter);

bool try(struct al_driver *d, const char *sql); /* sends and settles */
void begin(struct al_driver *d);
void commit(struct al_driver *d);
void send_values(struct al_driver *d, const char *sql, const struct aludel_value *values);
void assert_error(const struct al_driver *d, enum aludel_code code, const char *message, const char *detail,
                  const char *hint);

/* What events said, a line each. */
struct heard {
    char text[8192];
};
void hear(void *with, const struct aludel_event *event);

#endif
