/* connection.h - a connection to a PostgreSQL server, and in words what went wrong on it.
 *
 * libpq is loaded when the first connection is asked for. Where the server is and who asks comes from a
 * service file, from the environment or from an address; a password never stands in an address, which every
 * user of the machine can read, but in the password file. */
#ifndef ENT_STORE_CONNECTION_H
#define ENT_STORE_CONNECTION_H
#include <libpq-fe.h>

#include "base/late.h"

#define PG_FUNCTIONS(F)   \
    F(PQconnectdbParams)  \
    F(PQstatus)           \
    F(PQfinish)           \
    F(PQerrorMessage)     \
    F(PQserverVersion)    \
    F(PQexec)             \
    F(PQexecParams)       \
    F(PQprepare)          \
    F(PQdescribePrepared) \
    F(PQsendQuery)        \
    F(PQsetSingleRowMode) \
    F(PQgetResult)        \
    F(PQresultStatus)     \
    F(PQresultErrorField) \
    F(PQclear)            \
    F(PQntuples)          \
    F(PQnfields)          \
    F(PQfname)            \
    F(PQftype)            \
    F(PQfmod)             \
    F(PQgetvalue)         \
    F(PQgetisnull)        \
    F(PQgetlength)        \
    F(PQescapeIdentifier) \
    F(PQescapeLiteral)    \
    F(PQfreemem)          \
    F(PQconninfoParse)    \
    F(PQconninfoFree)

typedef struct {
    PG_FUNCTIONS(LATE_FIELD)
} LibPq;
extern const LibPq *const libpq; /* filled by the first connection_open */

/* What to do about an error, by its SQLSTATE; the last has none. */
typedef struct {
    const char *state, *help;
} PostgresHelp;

typedef struct Postgres Postgres;
struct Postgres {
    Arena              *arena;
    PGconn             *connection;
    Str                 from; /* as messages name it */
    const PostgresHelp *helps;
};

/* One of them, or none: then the environment says it all. */
typedef struct {
    Str service, url;
} ConnectionWords;

/* Can it be asked for so? False: *why, which never repeats a password. */
CHECKED bool connection_named(Postgres *pg, ConnectionWords words, Str *why);
/* `pg` has arena, from and helps. */
CHECKED bool connection_open(Postgres *pg, ConnectionWords words, Str *why);
void         connection_close(Postgres *pg); /* NULL is allowed */
/* False, with *why: what the server, or without a result the library, said, and what to do about it. */
bool connection_refuse(Postgres *pg, const PGresult *result, Str *why);
/* Was it done? The result stays the caller's. */
bool         connection_done(Postgres *pg, const PGresult *result, Str *why);
CHECKED bool connection_run(Postgres *pg, const char *sql, Str *why);
#endif
