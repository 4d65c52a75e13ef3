/* postgres.c - see postgres.h. One connection, one transaction: REPEATABLE READ, so that all tables are seen
 * as of one moment, READ ONLY, a limit of time, and no row that a policy hides in silence. Names of the
 * server's own functions cannot be taken over by those of others: search_path is pg_catalog alone once a
 * table is found. */
#include "store/postgres.h"

#include "store/connection.h"

enum { CELLS_MOST = 256, NAME_MOST = 256 };

/* Types by their numbers in pg_type, which never change. */
enum {
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_BPCHAR = 1042,
    TYPE_VARCHAR = 1043,
    TYPE_DATE = 1082,
    TYPE_NUMERIC = 1700,
};

static const PostgresHelp helps[] = {
    {"42501",
     "ask for `GRANT SELECT`; where row-level security hides rows, read a view of those that count, or be a "
     "role that sees all"},
    {"57014",
     "it took longer than statement_timeout allows, one hour unless the service says otherwise: write "
     "`options=-c statement_timeout=3h` in the service"},
    {"42883", "the server lacks a function that is needed: PostgreSQL 13 or later has it"},
    {"53200", "the server ran out of memory"},
    {"53100", "the disk of the server is full"},
    {"08006", "the connection broke: nothing was counted"},
    {NULL, NULL},
};

/* ---- opening ---- */

static bool name_is_plain(Str name)
{
    bool plain = name.len > 0 && name.len <= NAME_MOST;
    for (Size i = 0; i < name.len; i++) {
        char c = name.at[i];
        plain &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                 c == '-' || c == '.';
    }
    return plain;
}

#define SERVICE S("service=")

bool postgres_named(Str from, Str *why)
{
    Str name = str_starts(from, SERVICE) ? str_slice(from, SERVICE.len, from.len) : S("");
    if (str_equal(from, S("environment")) || name_is_plain(name))
        return true;
    *why = S(
        "write service=NAME, a name of your service file (pg_service.conf), or `environment`; addresses and "
        "passwords have no place in an argument, where every user of the machine sees them");
    return false;
}

static bool begin(Postgres *pg, Str *why)
{
    if (libpq->PQserverVersion(pg->connection) < 130000) {
        *why = str_format(pg->arena, "%.*s: the server is older than PostgreSQL 13", STR_ARG(pg->from));
        return false;
    }
    return connection_run(pg, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", why) &&
           connection_run(pg, "SET LOCAL row_security = off", why) &&
           /* Groups are few, which the planner cannot know: it would sort all lines. */
           connection_run(pg, "SET LOCAL enable_sort = off", why) &&
           connection_run(pg,
                          "SELECT pg_catalog.set_config('statement_timeout', '1h', true) "
                          "WHERE pg_catalog.current_setting('statement_timeout') = '0'",
                          why);
}

Postgres *postgres_open(Arena *arena, Str from, Str *why)
{
    if (!postgres_named(from, why))
        return NULL;
    bool            named = str_starts(from, SERVICE);
    ConnectionWords words = {.service = named ? str_slice(from, SERVICE.len, from.len) : S_NONE};
    Postgres       *pg = NEW(arena, Postgres, 1);
    *pg = (Postgres){.arena = arena, .from = from, .helps = helps};
    if (connection_open(pg, words, why) && begin(pg, why))
        return pg;
    postgres_close(pg);
    return NULL;
}

void postgres_close(Postgres *pg) { connection_close(pg); }

/* ---- names and values ---- */

static Str escaped(const Postgres *pg, Arena *arena, char *text)
{
    INVARIANT(text || !pg); /* only a text that is no UTF-8 has none, and names and values come from UTF-8 */
    Str copy = str_copy(arena, str_trim(str_from(text)));
    libpq->PQfreemem(text);
    return copy;
}

Str postgres_name(void *self, Arena *arena, Str text)
{
    Postgres *pg = self;
    return escaped(pg, arena, libpq->PQescapeIdentifier(pg->connection, text.at, (size_t)text.len));
}

Str postgres_value(void *self, Arena *arena, Str text)
{
    Postgres *pg = self;
    return escaped(pg, arena, libpq->PQescapeLiteral(pg->connection, text.at, (size_t)text.len));
}

/* ---- a table ---- */

static Str cell(Arena *arena, const PGresult *result, int row, int column)
{
    Str text = {libpq->PQgetvalue(result, row, column), libpq->PQgetlength(result, row, column)};
    return str_copy(arena, text);
}

/* One parameter, as text. NULL: refused. */
static PGresult *ask(Postgres *pg, const char *sql, Str parameter, Str *why)
{
    const char *values[] = {str_copy(pg->arena, parameter).at};
    PGresult   *result = libpq->PQexecParams(pg->connection, sql, 1, NULL, values, NULL, NULL, 0);
    if (connection_done(pg, result, why))
        return result;
    libpq->PQclear(result);
    return NULL;
}

/* Tables that the user may see, for one that is nearly what was written. */
static Str near_table(Postgres *pg, Str name)
{
    static const char sql[] =
        "SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN c.relname::text "
        "ELSE n.nspname || '.' || c.relname END FROM pg_catalog.pg_class c "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r','p','v','m','f') "
        "AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND $1::text IS NOT NULL "
        "ORDER BY 1 LIMIT 10000";
    Str       why = S("");
    Near      near = near_new(name);
    PGresult *result = ask(pg, sql, name, &why);
    for (int i = 0; result && i < libpq->PQntuples(result); i++)
        near_try(&near, cell(pg->arena, result, i, 0));
    libpq->PQclear(result);
    return near.best;
}

static bool find_table(Postgres *pg, Arena *arena, Str name, PostgresTable *out, Str *why)
{
    static const char sql[] =
        "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
        "ON n.oid = c.relnamespace WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN "
        "('r','p','v','m','f')";
    PGresult *result = ask(pg, sql, name, why);
    if (!result)
        return false;
    bool found = libpq->PQntuples(result) == 1;
    if (found) {
        out->schema = cell(arena, result, 0, 0);
        out->name = cell(arena, result, 0, 1);
    } else {
        Str near = near_table(pg, name);
        *why = str_format(arena, "%.*s: there is no table `%.*s`%s%.*s%s", STR_ARG(pg->from), STR_ARG(name),
                          near.len ? "; did you mean `" : "", STR_ARG(near), near.len ? "`?" : "");
    }
    libpq->PQclear(result);
    return found;
}

static PostgresKind kind_of(unsigned type)
{
    switch (type) {
    case TYPE_TEXT:
    case TYPE_BPCHAR:
    case TYPE_VARCHAR: return POSTGRES_TEXT;
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8: return POSTGRES_INTEGER;
    case TYPE_NUMERIC: return POSTGRES_NUMERIC;
    case TYPE_DATE: return POSTGRES_DATE;
    default: return POSTGRES_OTHER;
    }
}

/* numeric(18,2) keeps its two numbers in what is called a modifier: 4 + 18 * 65536 + the decimals in 11 bits.
 */
static void take_digits(PostgresColumn *column, unsigned type, int modifier)
{
    if (type == TYPE_NUMERIC && modifier >= 4) {
        column->digits = (modifier - 4) >> 16 & 0xffff;
        column->decimals = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
    } else if (column->kind == POSTGRES_INTEGER) {
        column->digits = type == TYPE_INT2 ? 5 : type == TYPE_INT4 ? 10 : 19;
    }
}

/* Names and types of all columns, a domain as what it is a domain over. */
static bool describe(Postgres *pg, Arena *arena, PostgresTable *out, Str *why)
{
    Str select = str_format(arena, "SELECT * FROM %.*s.%.*s", STR_ARG(postgres_name(pg, arena, out->schema)),
                            STR_ARG(postgres_name(pg, arena, out->name)));
    PGresult *result = libpq->PQprepare(pg->connection, "", select.at, 0, NULL);
    bool      good = connection_done(pg, result, why);
    libpq->PQclear(result);
    if (!good)
        return false;
    result = libpq->PQdescribePrepared(pg->connection, "");
    good = connection_done(pg, result, why);
    for (int i = 0; good && i < libpq->PQnfields(result); i++) {
        unsigned        type = libpq->PQftype(result, i);
        PostgresColumn *column = PUSH(arena, &out->columns);
        *column = (PostgresColumn){.name = str_copy(arena, str_from(libpq->PQfname(result, i))),
                                   .kind = kind_of(type)};
        take_digits(column, type, libpq->PQfmod(result, i));
    }
    libpq->PQclear(result);
    return good;
}

/* What a description leaves out: the type in words, and the collation. */
static bool describe_more(Postgres *pg, Arena *arena, Str name, PostgresTable *out, Str *why)
{
    static const char sql[] = "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), "
                              "coalesce(NOT l.collisdeterministic, false) FROM pg_catalog.pg_attribute a "
                              "LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation "
                              "WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND NOT "
                              "a.attisdropped ORDER BY a.attnum";
    PGresult         *result = ask(pg, sql, name, why);
    if (!result)
        return false;
    bool good = libpq->PQntuples(result) == (int)out->columns.count;
    for (int i = 0; good && i < libpq->PQntuples(result); i++) {
        out->columns.items[i].type = cell(arena, result, i, 1);
        out->columns.items[i].folds = str_equal(cell(arena, result, i, 2), S("t"));
        good = str_equal(out->columns.items[i].name, cell(arena, result, i, 0));
    }
    libpq->PQclear(result);
    if (!good)
        *why = str_format(arena, "%.*s: the columns of `%.*s` changed while they were read",
                          STR_ARG(pg->from), STR_ARG(name));
    return good;
}

bool postgres_table(Postgres *pg, Arena *arena, Str name, PostgresTable *out, Str *why)
{
    *out = (PostgresTable){0};
    if (!find_table(pg, arena, name, out, why) || !describe(pg, arena, out, why) ||
        !describe_more(pg, arena, name, out, why))
        return false;
    if (out->columns.count > CELLS_MOST) {
        *why =
            str_format(arena, "%.*s: `%.*s` has more than %d columns; make a view of those that are needed",
                       STR_ARG(pg->from), STR_ARG(name), CELLS_MOST);
        return false;
    }
    return true;
}

/* ---- rows ---- */

static bool give_row(const PGresult *result, PostgresTake *take, void *self, Str *why)
{
    Str cells[CELLS_MOST] = {{NULL, 0}};
    int count = libpq->PQnfields(result);
    INVARIANT(count <= CELLS_MOST);
    for (int i = 0; i < count; i++)
        if (!libpq->PQgetisnull(result, 0, i))
            cells[i] = (Str){libpq->PQgetvalue(result, 0, i), libpq->PQgetlength(result, 0, i)};
    return take(self, cells, count, why);
}

bool postgres_rows(Postgres *pg, Str sql, PostgresTake *take, void *self, Str *why)
{
    bool good = connection_run(pg, "SAVEPOINT names", why) &&
                connection_run(pg, "SET LOCAL search_path = pg_catalog", why);
    if (!good)
        return false;
    if (!libpq->PQsendQuery(pg->connection, str_copy(pg->arena, sql).at))
        return connection_refuse(pg, NULL, why);
    (void)libpq->PQsetSingleRowMode(pg->connection);
    for (PGresult *result = libpq->PQgetResult(pg->connection); result;
         result = libpq->PQgetResult(pg->connection)) {
        ExecStatusType status = libpq->PQresultStatus(result);
        if (status == PGRES_SINGLE_TUPLE && good)
            good = give_row(result, take, self, why);
        else if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && good)
            good = connection_refuse(pg, result, why);
        libpq->PQclear(result);
        if (!good && status == PGRES_SINGLE_TUPLE)
            break; /* what still comes is dropped with the connection */
    }
    return good && connection_run(pg, "ROLLBACK TO SAVEPOINT names", why); /* names are found as before */
}
