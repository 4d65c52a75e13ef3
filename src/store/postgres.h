/* postgres.h - tables of a PostgreSQL server, read in one transaction that sees one moment and changes
 * nothing.
 *
 * Where the server is and who asks comes from the service file (`service=NAME` of pg_service.conf) or from
 * the environment (PGHOST …), passwords from the password file: none of it is in an argument, which every
 * user of a machine can read. libpq is loaded when a connection is asked for.
 *
 * Everything that fails is a text that says what to do. After a failure nothing more can be asked. */
#ifndef ENT_STORE_POSTGRES_H
#define ENT_STORE_POSTGRES_H
#include "base/base.h"

typedef struct Postgres Postgres;

typedef enum {
    POSTGRES_TEXT,
    POSTGRES_INTEGER,
    POSTGRES_NUMERIC,
    POSTGRES_DATE,
    POSTGRES_OTHER,
} PostgresKind;

typedef struct {
    Str          name, type; /* the type as the server writes it */
    PostgresKind kind;
    int          digits, decimals; /* of a number; digits 0: not limited */
    bool         folds;            /* its collation takes texts that differ for equal */
} PostgresColumn;

typedef struct {
    Str schema, name;
    LIST_OF(PostgresColumn) columns; /* in the order of the table */
} PostgresTable;

/* Whether `from` is "service=NAME" or "environment". False: *why says what to write. */
CHECKED bool postgres_named(Str from, Str *why);
/* NULL: *why. */
Postgres *postgres_open(Arena *arena, Str from, Str *why);
void      postgres_close(Postgres *pg);
/* `name` as it is written in SQL: sales, usage.sales, "Sales 2026". */
CHECKED bool postgres_table(Postgres *pg, Arena *arena, Str name, PostgresTable *out, Str *why);
/* Identifiers and values as the server takes them for nothing else. `self` is the Postgres. */
Str postgres_name(void *self, Arena *arena, Str text);
Str postgres_value(void *self, Arena *arena, Str text);
/* Runs a SELECT and gives its rows one by one as they come; a NULL has no address. `take` false: it stops,
 * and *why is what `take` has said. */
typedef bool PostgresTake(void *self, const Str *cells, int count, Str *why);
CHECKED bool postgres_rows(Postgres *pg, Str sql, PostgresTake *take, void *self, Str *why);
#endif
