/*
 * libpq-fe.h: as much of libpq as tests/embed names, for machines that Debian has no package of it for: their tests of
 * PostgreSQL are skipped, and nothing connects.
 */
#ifndef TESTS_CROSS_LIBPQ_H
#define TESTS_CROSS_LIBPQ_H

typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
typedef unsigned Oid;
typedef void (*PQnoticeReceiver)(void *with, const PGresult *result);
typedef void (*PQnoticeProcessor)(void *with, const char *message);

typedef enum { CONNECTION_OK, CONNECTION_BAD } ConnStatusType;
typedef enum { PGRES_COMMAND_OK = 1, PGRES_TUPLES_OK, PGRES_FATAL_ERROR = 7 } ExecStatusType;
typedef enum { PQERRORS_TERSE, PQERRORS_DEFAULT } PGVerbosity;
typedef enum { PQTRANS_IDLE, PQTRANS_INTRANS = 2, PQTRANS_INERROR, PQTRANS_UNKNOWN } PGTransactionStatusType;
typedef enum { PQ_PIPELINE_OFF, PQ_PIPELINE_ON } PGpipelineStatus;

PGconn *PQconnectdb(const char *conninfo);
void PQfinish(PGconn *conn);
ConnStatusType PQstatus(const PGconn *conn);
const char *PQerrorMessage(const PGconn *conn);

PGresult *PQexec(PGconn *conn, const char *sql);
int PQsendQuery(PGconn *conn, const char *sql);
int PQsendQueryParams(PGconn *conn, const char *sql, int n, const Oid *types, const char *const *values,
                      const int *lengths, const int *formats, int format);
int PQsendPrepare(PGconn *conn, const char *name, const char *sql, int n, const Oid *types);
PGresult *PQgetResult(PGconn *conn);
ExecStatusType PQresultStatus(const PGresult *result);
int PQntuples(const PGresult *result);
int PQgetisnull(const PGresult *result, int row, int column);
char *PQgetvalue(const PGresult *result, int row, int column);
void PQclear(PGresult *result);

int PQsetClientEncoding(PGconn *conn, const char *encoding);
PGVerbosity PQsetErrorVerbosity(PGconn *conn, PGVerbosity verbosity);
PQnoticeReceiver PQsetNoticeReceiver(PGconn *conn, PQnoticeReceiver receiver, void *with);
PQnoticeProcessor PQsetNoticeProcessor(PGconn *conn, PQnoticeProcessor processor, void *with);
int PQsetnonblocking(PGconn *conn, int on);
int PQisnonblocking(const PGconn *conn);
int PQenterPipelineMode(PGconn *conn);
int PQexitPipelineMode(PGconn *conn);
PGpipelineStatus PQpipelineStatus(const PGconn *conn);
PGTransactionStatusType PQtransactionStatus(const PGconn *conn);

#endif
