/* server.c - the store on a PostgreSQL server, for many records. See store.h.
 *
 * Tables lie in the schema `entente`, whose comment says which version made them. An append is one
 * transaction under a lock of its agreement, so that numbers are given in the order in which they become
 * visible: a reader who asks for what came after N never misses one. The primary key (agreement, feed, seq)
 * holds against everybody else. Triggers refuse changes and removals also to the owner; whoever keeps records
 * on a server of others asks for a role that has no such rights (docs/store.md).
 *
 * synchronous_commit is never off here, and a server that does not sync its disk is refused. */
#include <string.h>

#include "store/back.h"
#include "store/connection.h"

enum { VALUES_MOST = 6, NUMBER_BYTES = 8 };

typedef struct {
    Store    store;
    Postgres pg;
} Server;

static const PostgresHelp helps[] = {
    {"42501", "the role lacks a right on schema entente: see docs/store.md"},
    {"3F000", "there is no record on this server"},
    {"55P03", "another program has been writing to it for ten seconds; end it or try again later"},
    {"53100", "the disk of the server is full; nothing of this was recorded"},
    {"XX001", "the table is damaged"},
    {"XX002", "an index is damaged: REINDEX it, then verify the record"},
    {"57P01", "the server ended the connection; open it again and verify the record"},
    {"P0001", "entries and parts are only added"},
    {NULL, NULL},
};

#define ONLY_GROWS(table)                                                             \
    "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON entente." table \
    " FOR EACH STATEMENT EXECUTE FUNCTION entente.refuse();"

static const char schema[] =
    "CREATE SCHEMA entente;"
    "COMMENT ON SCHEMA entente IS 'entente records, version 1';"
    "CREATE FUNCTION entente.refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN RAISE EXCEPTION 'a record is never changed, and nothing is removed from it'; END$$;"
    "CREATE TABLE entente.agreement(number bigint PRIMARY KEY, id text COLLATE \"C\" NOT NULL UNIQUE, "
    "founding "
    "bytea NOT NULL);"
    "CREATE TABLE entente.entry(agreement text COLLATE \"C\" NOT NULL, feed text COLLATE \"C\" NOT NULL, seq "
    "bigint NOT NULL, number bigint NOT NULL, leaf bytea NOT NULL, bytes bytea NOT NULL, PRIMARY KEY "
    "(agreement, feed, seq), UNIQUE (agreement, number));"
    "CREATE TABLE entente.part(agreement text COLLATE \"C\" NOT NULL, type text COLLATE \"C\" NOT NULL, "
    "digest "
    "bytea NOT NULL, number bigint NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (agreement, type, digest), "
    "UNIQUE (agreement, number));"
    "CREATE TABLE entente.blob(agreement text COLLATE \"C\" NOT NULL, name text COLLATE \"C\" NOT NULL, "
    "digest "
    "bytea NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (agreement, name));" ONLY_GROWS("agreement")
        ONLY_GROWS("entry") ONLY_GROWS("part");

/* ---- asking ---- */

/* A value as it goes to the server: text as it is, bytes as they are, numbers in eight bytes, highest first.
 */
typedef struct {
    const char   *at[VALUES_MOST];
    int           lengths[VALUES_MOST], formats[VALUES_MOST];
    int           count;
    unsigned char numbers[VALUES_MOST][NUMBER_BYTES];
} Values;

static void give(Values *values, Str bytes)
{
    int i = values->count++;
    INVARIANT(i < VALUES_MOST);
    values->at[i] = bytes.at ? bytes.at : "";
    values->lengths[i] = (int)bytes.len;
    values->formats[i] = 1;
}

static void give_number(Values *values, int64_t number)
{
    unsigned char *bytes = values->numbers[values->count];
    for (int i = 0; i < NUMBER_BYTES; i++)
        bytes[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
    give(values, (Str){(const char *)bytes, NUMBER_BYTES});
}

/* Rows in the same form. NULL: it failed, and `result` says how. */
static PGresult *ask(Server *server, const char *sql, const Values *values, StoreResult *result, Str *why)
{
    static const Values none = {.count = 0};
    const Values       *with = values ? values : &none;
    PGresult           *rows = libpq->PQexecParams(server->pg.connection, sql, with->count, NULL, with->at,
                                                   with->lengths, with->formats, 1);
    if (connection_done(&server->pg, rows, why)) {
        *result = STORE_OK;
        return rows;
    }
    const char *state = libpq->PQresultErrorField(rows, PG_DIAG_SQLSTATE);
    bool        taken = state && strcmp(state, "23505") == 0; /* unique_violation */
    *result = taken ? STORE_TAKEN : state && strncmp(state, "XX00", 4) == 0 ? STORE_DAMAGED : STORE_FAILED;
    libpq->PQclear(rows);
    return NULL;
}

static StoreResult tell(Server *server, const char *sql, const Values *values, Str *why)
{
    StoreResult result;
    libpq->PQclear(ask(server, sql, values, &result, why));
    return result;
}

static Str cell(Arena *arena, const PGresult *rows, int row, int column)
{
    return str_copy(arena,
                    (Str){libpq->PQgetvalue(rows, row, column), libpq->PQgetlength(rows, row, column)});
}

static int64_t number_cell(const PGresult *rows, int row, int column)
{
    const unsigned char *bytes = (const unsigned char *)libpq->PQgetvalue(rows, row, column);
    uint64_t             number = 0;
    for (int i = 0; i < NUMBER_BYTES && libpq->PQgetlength(rows, row, column) == NUMBER_BYTES; i++)
        number = number << 8 | bytes[i];
    return (int64_t)number;
}

static bool hash_cell(const PGresult *rows, int row, int column, Hash *out)
{
    if (libpq->PQgetlength(rows, row, column) != HASH_BYTES)
        return false;
    memcpy(out->at, libpq->PQgetvalue(rows, row, column), HASH_BYTES);
    return true;
}

static StoreResult damaged(Server *server, Str what, Str *why)
{
    *why =
        str_format(server->store.arena, "%.*s: %.*s is damaged", STR_ARG(server->store.where), STR_ARG(what));
    return STORE_DAMAGED;
}

/* One number, of a statement that gives one row. */
static StoreResult number_of(Server *server, const char *sql, const Values *values, int64_t *out, Str *why)
{
    StoreResult result;
    PGresult   *rows = ask(server, sql, values, &result, why);
    if (!rows)
        return result;
    result = libpq->PQntuples(rows) == 0 ? STORE_NONE : STORE_OK;
    if (result == STORE_OK)
        *out = number_cell(rows, 0, 0);
    libpq->PQclear(rows);
    return result;
}

static StoreResult agreement_there(Server *server, Str agreement, Str *why)
{
    Values  values = {.count = 0};
    int64_t number;
    give(&values, agreement);
    return number_of(server, "SELECT number FROM entente.agreement WHERE id = $1", &values, &number, why);
}

/* ---- appending ---- */

static StoreResult add_agreement(Server *server, const StoreRows *rows, Str *why)
{
    StoreResult there = agreement_there(server, rows->agreement, why);
    Values      values = {.count = 0};
    if (there == STORE_OK && rows->founding.len)
        return STORE_TAKEN;
    if (there != STORE_NONE || rows->founding.len == 0)
        return there;
    give(&values, rows->agreement);
    give(&values, rows->founding);
    return tell(server,
                "INSERT INTO entente.agreement SELECT coalesce(max(number), 0) + 1, $1::text, $2::bytea FROM "
                "entente.agreement",
                &values, why);
}

static StoreResult next_of_feed(Server *server, Str agreement, Str feed, int64_t *out, Str *why)
{
    Values values = {.count = 0};
    give(&values, agreement);
    give(&values, feed);
    return number_of(server,
                     "SELECT coalesce(max(seq) + 1, 0) FROM entente.entry WHERE agreement = $1 AND feed = $2",
                     &values, out, why);
}

static StoreResult add_entry(Server *server, Str agreement, const StoreEntry *entry, int64_t number, Str *why)
{
    int64_t     next = 0;
    StoreResult result = next_of_feed(server, agreement, entry->feed, &next, why);
    if (result != STORE_OK)
        return result;
    if (entry->seq != next)
        return entry->seq < next ? STORE_TAKEN : store_gap(&server->store, entry, next, why);
    Values values = {.count = 0};
    give(&values, agreement);
    give(&values, entry->feed);
    give_number(&values, entry->seq);
    give_number(&values, number);
    give(&values, hash_bytes(&entry->leaf));
    give(&values, entry->bytes);
    return tell(server, "INSERT INTO entente.entry VALUES ($1, $2, $3, $4, $5, $6)", &values, why);
}

static StoreResult add_part(Server *server, Str agreement, const StorePart *part, Str *why)
{
    Values values = {.count = 0};
    give(&values, agreement);
    give(&values, part_name(part->type));
    give(&values, hash_bytes(&part->digest));
    give(&values, part->bytes);
    return tell(server,
                "INSERT INTO entente.part SELECT $1::text, $2::text, $3::bytea, coalesce(max(number), 0) + "
                "1, $4::bytea FROM "
                "entente.part "
                "WHERE agreement = $1 ON CONFLICT (agreement, type, digest) DO NOTHING",
                &values, why);
}

static StoreResult put_blob(Server *server, Str agreement, const StoreBlob *blob, Str *why)
{
    Values values = {.count = 0};
    Hash   digest = blob_digest(blob);
    give(&values, agreement);
    give(&values, blob->name);
    give(&values, hash_bytes(&digest));
    give(&values, blob->bytes);
    return tell(
        server,
        "INSERT INTO entente.blob VALUES ($1, $2, $3, $4) ON CONFLICT (agreement, name) DO UPDATE SET "
        "digest = excluded.digest, bytes = excluded.bytes",
        &values, why);
}

static StoreResult add_rows(Server *server, const StoreRows *rows, Str *why)
{
    Values  agreement = {.count = 0};
    int64_t last = 0;
    give(&agreement, rows->agreement);
    StoreResult result = tell(
        server,
        "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('entente ' || $1::text, 0))",
        &agreement, why);
    if (result == STORE_OK)
        result = add_agreement(server, rows, why);
    if (result == STORE_OK && rows->entries.count)
        result = number_of(server, "SELECT coalesce(max(number), 0) FROM entente.entry WHERE agreement = $1",
                           &agreement, &last, why);
    for (Size i = 0; i < rows->entries.count && result == STORE_OK; i++)
        result = add_entry(server, rows->agreement, &rows->entries.items[i], last + 1 + i, why);
    for (Size i = 0; i < rows->parts.count && result == STORE_OK; i++)
        result = add_part(server, rows->agreement, &rows->parts.items[i], why);
    for (Size i = 0; i < rows->blob_count && result == STORE_OK; i++)
        result = put_blob(server, rows->agreement, &rows->blobs[i], why);
    return result;
}

static StoreResult server_append(Store *store, const StoreRows *rows, Str *why)
{
    Server *server = (Server *)store;
    Str     passing = S(""); /* what is taken is no failure, and says nothing */
    if (!connection_run(&server->pg, "BEGIN ISOLATION LEVEL READ COMMITTED", why))
        return STORE_FAILED;
    StoreResult result = add_rows(server, rows, &passing);
    if (result >= STORE_DAMAGED)
        *why = passing;
    if (result == STORE_OK)
        return connection_run(&server->pg, "COMMIT", why) ? STORE_OK : STORE_FAILED;
    bool back = connection_run(&server->pg, "ROLLBACK", result >= STORE_DAMAGED ? &passing : why);
    return back || result >= STORE_DAMAGED ? result : STORE_FAILED;
}

/* ---- reading ---- */

static StoreResult server_agreements(Store *store, Arena *arena, StoreNames *out, Str *why)
{
    StoreResult result;
    StoreNames  names = {0};
    PGresult   *rows =
        ask((Server *)store, "SELECT id FROM entente.agreement ORDER BY number", NULL, &result, why);
    for (int i = 0; rows && i < libpq->PQntuples(rows); i++)
        *PUSH(arena, &names) = cell(arena, rows, i, 0);
    libpq->PQclear(rows);
    if (result == STORE_OK)
        *out = names;
    return result;
}

/* The first column of the one row. */
static StoreResult one(Server *server, Arena *arena, const char *sql, const Values *values, Str *out,
                       Str *why)
{
    StoreResult result;
    PGresult   *rows = ask(server, sql, values, &result, why);
    if (rows && libpq->PQntuples(rows) == 0)
        result = STORE_NONE;
    if (result == STORE_OK)
        *out = cell(arena, rows, 0, 0);
    libpq->PQclear(rows);
    return result;
}

static StoreResult server_founding(Store *store, Arena *arena, Str agreement, Str *out, Str *why)
{
    Values values = {.count = 0};
    give(&values, agreement);
    return one((Server *)store, arena, "SELECT founding FROM entente.agreement WHERE id = $1", &values, out,
               why);
}

static StoreResult server_entries(Store *store, Arena *arena, Str agreement, int64_t number,
                                  StoreEntries *out, Str *why)
{
    Server      *server = (Server *)store;
    StoreEntries entries = {0};
    Values       values = {.count = 0};
    StoreResult  result = agreement_there(server, agreement, why);
    if (result != STORE_OK)
        return result;
    give(&values, agreement);
    give_number(&values, number);
    PGresult *rows = ask(server,
                         "SELECT number, feed, seq, leaf, bytes FROM entente.entry WHERE agreement = $1 AND "
                         "number > $2 ORDER BY number",
                         &values, &result, why);
    for (int i = 0; rows && i < libpq->PQntuples(rows) && result == STORE_OK; i++) {
        StoreEntry entry = {.number = number_cell(rows, i, 0), .seq = number_cell(rows, i, 2)};
        entry.feed = cell(arena, rows, i, 1);
        entry.bytes = cell(arena, rows, i, 4);
        if (hash_cell(rows, i, 3, &entry.leaf))
            *PUSH(arena, &entries) = entry;
        else
            result = damaged(server, str_format(arena, "entry %lld", (long long)entry.number), why);
    }
    libpq->PQclear(rows);
    if (result == STORE_OK)
        *out = entries;
    return result;
}

static StoreResult server_part(Store *store, Arena *arena, StoreKey key, Str *out, Str *why)
{
    Values values = {.count = 0};
    give(&values, key.agreement);
    give(&values, part_name(key.type));
    give(&values, hash_bytes(key.digest));
    return one((Server *)store, arena,
               "SELECT bytes FROM entente.part WHERE agreement = $1 AND type = $2 AND digest = $3", &values,
               out, why);
}

static StoreResult server_parts(Store *store, Arena *arena, StoreKey key, StoreParts *out, Str *why)
{
    Server     *server = (Server *)store;
    StoreParts  parts = {0};
    Values      values = {.count = 0};
    StoreResult result = agreement_there(server, key.agreement, why);
    if (result != STORE_OK)
        return result;
    give(&values, key.agreement);
    give(&values, part_name(key.type));
    PGresult *rows = ask(
        server, "SELECT digest, bytes FROM entente.part WHERE agreement = $1 AND type = $2 ORDER BY number",
        &values, &result, why);
    for (int i = 0; rows && i < libpq->PQntuples(rows) && result == STORE_OK; i++) {
        StorePart part = {.type = key.type, .bytes = cell(arena, rows, i, 1)};
        if (hash_cell(rows, i, 0, &part.digest))
            *PUSH(arena, &parts) = part;
        else
            result = damaged(server, part_name(key.type), why);
    }
    libpq->PQclear(rows);
    if (result == STORE_OK)
        *out = parts;
    return result;
}

/* Is the blob of this row, name, digest and bytes, as it was put there? */
static bool blob_holds(Arena *arena, const PGresult *rows, int row)
{
    StoreBlob blob = {cell(arena, rows, row, 0), cell(arena, rows, row, 2)};
    Hash      want = blob_digest(&blob), digest;
    return hash_cell(rows, row, 1, &digest) && hash_equal(&digest, &want);
}

static StoreResult server_blob(Store *store, Arena *arena, Str agreement, Str name, Str *out, Str *why)
{
    Server     *server = (Server *)store;
    Values      values = {.count = 0};
    StoreResult result;
    give(&values, agreement);
    give(&values, name);
    PGresult *rows =
        ask(server, "SELECT name, digest, bytes FROM entente.blob WHERE agreement = $1 AND name = $2",
            &values, &result, why);
    if (rows && libpq->PQntuples(rows) == 0)
        result = STORE_NONE;
    else if (rows && !blob_holds(arena, rows, 0))
        result = damaged(server, str_format(arena, "`%.*s`", STR_ARG(name)), why);
    if (result == STORE_OK)
        *out = cell(arena, rows, 0, 2);
    libpq->PQclear(rows);
    return result;
}

/* Numbers without a gap, and blobs as they were put there. */
static StoreResult server_check(Store *store, Arena *arena, Str *why)
{
    static const char *const gaps[] = {
        "SELECT count(*) FROM (SELECT 1 FROM entente.entry GROUP BY agreement HAVING count(*) <> "
        "max(number)) x",
        "SELECT count(*) FROM (SELECT 1 FROM entente.part GROUP BY agreement HAVING count(*) <> max(number)) "
        "x",
    };
    Server     *server = (Server *)store;
    StoreResult result = STORE_OK;
    for (Size i = 0; i < COUNT(gaps) && result == STORE_OK; i++) {
        int64_t wrong = 0;
        result = number_of(server, gaps[i], NULL, &wrong, why);
        if (result == STORE_OK && wrong)
            result = damaged(server, S("the order of arrival"), why);
    }
    if (result != STORE_OK)
        return result;
    PGresult *rows = ask(server, "SELECT name, digest, bytes FROM entente.blob", NULL, &result, why);
    for (int i = 0; rows && i < libpq->PQntuples(rows) && result == STORE_OK; i++)
        if (!blob_holds(arena, rows, i))
            result = damaged(server, str_format(arena, "`%.*s`", STR_ARG(cell(arena, rows, i, 0))), why);
    libpq->PQclear(rows);
    return result;
}

static void server_close(Store *store) { connection_close(&((Server *)store)->pg); }

/* ---- opening ---- */

static bool refuse(Server *server, const char *what, Str *why)
{
    *why = str_format(server->store.arena, "%.*s: %s", STR_ARG(server->store.where), what);
    return false;
}

/* How a session must be. */
static bool set_up(Server *server, Str *why)
{
    Str         synced = S("");
    StoreResult result = STORE_FAILED;
    if (libpq->PQserverVersion(server->pg.connection) < 130000)
        return refuse(server, "the server is older than PostgreSQL 13", why);
    if (!connection_run(&server->pg, "SET search_path = pg_catalog", why) ||
        !connection_run(&server->pg, "SET client_min_messages = error", why) ||
        !connection_run(&server->pg, "SET lock_timeout = '10s'", why) ||
        !connection_run(&server->pg,
                        "SELECT set_config('synchronous_commit', 'on', false) "
                        "WHERE current_setting('synchronous_commit') = 'off'",
                        why))
        return false;
    result = one(server, server->store.arena, "SELECT current_setting('fsync')", NULL, &synced, why);
    if (result == STORE_OK && !str_equal(synced, S("on")))
        return refuse(server,
                      "the server does not sync its disk (fsync is off): it may forget what it has confirmed",
                      why);
    return result == STORE_OK;
}

typedef enum { SERVER_OURS, SERVER_EMPTY } ServerState;

static bool look(Server *server, ServerState *out, Str *why)
{
    Str         comment = S("");
    StoreResult result =
        one(server, server->store.arena,
            "SELECT coalesce(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace WHERE "
            "nspname = 'entente'",
            NULL, &comment, why);
    if (result == STORE_OK && !str_equal(comment, S("entente records, version 1")))
        return refuse(server, "its schema `entente` is not as this version makes it: renew the program", why);
    *out = result == STORE_OK ? SERVER_OURS : SERVER_EMPTY;
    return result == STORE_OK || result == STORE_NONE;
}

/* Two may be doing it at the same time. */
static bool make(Server *server, Str *why)
{
    ServerState state = SERVER_EMPTY;
    return connection_run(&server->pg, "BEGIN", why) &&
           connection_run(&server->pg, "SELECT pg_advisory_xact_lock(hashtextextended('entente', 0))", why) &&
           look(server, &state, why) && (state == SERVER_OURS || connection_run(&server->pg, schema, why)) &&
           connection_run(&server->pg, "COMMIT", why);
}

bool server_named(Arena *arena, Str url, Str *why)
{
    Postgres pg = {.arena = arena, .from = url, .helps = helps};
    return connection_named(&pg, (ConnectionWords){.url = url}, why);
}

Store *server_open(Arena *arena, Str url, StoreOpening opening, Str *why)
{
    static const StoreBack back = {server_append,  server_agreements, server_founding,
                                   server_entries, server_part,       server_parts,
                                   server_blob,    server_check,      server_close};
    Server                *server = NEW(arena, Server, 1);
    ServerState            state = SERVER_EMPTY;
    *server = (Server){.store = {.back = &back, .arena = arena, .where = url},
                       .pg = {.arena = arena, .from = url, .helps = helps}};
    bool good = connection_open(&server->pg, (ConnectionWords){.url = url}, why) && set_up(server, why) &&
                look(server, &state, why);
    if (good && state == SERVER_EMPTY)
        good =
            opening == STORE_MAY_CREATE ? make(server, why) : refuse(server, "there is no record on it", why);
    if (good)
        return &server->store;
    server_close(&server->store);
    return NULL;
}
