#include "libpq-fe.h"

#include <stdlib.h>

/* Who gets here was to be skipped; but nothing may be finished and cleared. */

void PQfinish(PGconn *conn)
{
    if (conn) {
        abort();
    }
}

void PQclear(PGresult *result)
{
    if (result) {
        abort();
    }
}

PGconn *PQconnectdb(const char *conninfo)
{
    (void)conninfo;
    abort();
}

ConnStatusType PQstatus(const PGconn *conn)
{
    (void)conn;
    abort();
}

const char *PQerrorMessage(const PGconn *conn)
{
    (void)conn;
    abort();
}

PGresult *PQexec(PGconn *conn, const char *sql)
{
    (void)conn, (void)sql;
    abort();
}

int PQsendQuery(PGconn *conn, const char *sql)
{
    (void)conn, (void)sql;
    abort();
}

int PQsendQueryParams(PGconn *conn, const char *sql, int n, const Oid *types, const char *const *values,
                      const int *lengths, const int *formats, int format)
{
    (void)conn, (void)sql, (void)n, (void)types, (void)values, (void)lengths, (void)formats, (void)format;
    abort();
}

int PQsendPrepare(PGconn *conn, const char *name, const char *sql, int n, const Oid *types)
{
    (void)conn, (void)name, (void)sql, (void)n, (void)types;
    abort();
}

PGresult *PQgetResult(PGconn *conn)
{
    (void)conn;
    abort();
}

ExecStatusType PQresultStatus(const PGresult *result)
{
    (void)result;
    abort();
}

int PQntuples(const PGresult *result)
{
    (void)result;
    abort();
}

int PQgetisnull(const PGresult *result, int row, int column)
{
    (void)result, (void)row, (void)column;
    abort();
}

char *PQgetvalue(const PGresult *result, int row, int column)
{
    (void)result, (void)row, (void)column;
    abort();
}

int PQsetClientEncoding(PGconn *conn, const char *encoding)
{
    (void)conn, (void)encoding;
    abort();
}

PGVerbosity PQsetErrorVerbosity(PGconn *conn, PGVerbosity verbosity)
{
    (void)conn, (void)verbosity;
    abort();
}

PQnoticeReceiver PQsetNoticeReceiver(PGconn *conn, PQnoticeReceiver receiver, void *with)
{
    (void)conn, (void)receiver, (void)with;
    abort();
}

PQnoticeProcessor PQsetNoticeProcessor(PGconn *conn, PQnoticeProcessor processor, void *with)
{
    (void)conn, (void)processor, (void)with;
    abort();
}

int PQsetnonblocking(PGconn *conn, int on)
{
    (void)conn, (void)on;
    abort();
}

int PQisnonblocking(const PGconn *conn)
{
    (void)conn;
    abort();
}

int PQenterPipelineMode(PGconn *conn)
{
    (void)conn;
    abort();
}

int PQexitPipelineMode(PGconn *conn)
{
    (void)conn;
    abort();
}

PGpipelineStatus PQpipelineStatus(const PGconn *conn)
{
    (void)conn;
    abort();
}

PGTransactionStatusType PQtransactionStatus(const PGconn *conn)
{
    (void)conn;
    abort();
}
