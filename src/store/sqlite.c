/* sqlite.c - the store in one SQLite file. See store.h.
 *
 * WAL with synchronous=FULL or more: a commit is acknowledged after the log is on the disk. NORMAL loses
 * acknowledged entries when the power fails, and OFF damages the file; test/store/test_power.c shows both.
 * Every append is one BEGIN IMMEDIATE, so of two writers one waits and then sees what the other wrote.
 *
 * Tables hold what arrived, in the order in which it did. Triggers refuse every change and removal, also by
 * INSERT OR REPLACE, which asks no trigger of removals. The text of the schema is compared at the start: a
 * file whose triggers somebody took away is not taken for a record. A log that an earlier process left is
 * written into the file at once, for after a failed fsync its pages may be in memory only. */
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "base/late.h"
#include "store/back.h"

enum { APPLICATION_ID = 0x456e7465 /* "Ente" */, SCHEMA_VERSION = 1, BUSY_MS = 10000 };

#define SQLITE_FUNCTIONS(F)      \
    F(sqlite3_open_v2)           \
    F(sqlite3_close_v2)          \
    F(sqlite3_busy_timeout)      \
    F(sqlite3_db_config)         \
    F(sqlite3_exec)              \
    F(sqlite3_prepare_v3)        \
    F(sqlite3_step)              \
    F(sqlite3_reset)             \
    F(sqlite3_clear_bindings)    \
    F(sqlite3_finalize)          \
    F(sqlite3_bind_int64)        \
    F(sqlite3_bind_text)         \
    F(sqlite3_bind_blob)         \
    F(sqlite3_column_int64)      \
    F(sqlite3_column_blob)       \
    F(sqlite3_column_bytes)      \
    F(sqlite3_extended_errcode)  \
    F(sqlite3_errmsg)            \
    F(sqlite3_get_autocommit)    \
    F(sqlite3_wal_checkpoint_v2) \
    F(sqlite3_extended_result_codes)

static struct {
    SQLITE_FUNCTIONS(LATE_FIELD)
} lib;
static const LateFunction functions[] = {SQLITE_FUNCTIONS(LATE_ROW)};

/* ---- the schema ---- */

#define GROWS(table, when, words)                                                    \
    {                                                                                \
        "trigger", #table "_grows",                                                  \
            "CREATE TRIGGER " #table "_grows BEFORE INSERT ON " #table " WHEN " when \
            " BEGIN SELECT RAISE(ABORT, '" words "'); END"                           \
    }
#define STAYS(table)                                                              \
    {"trigger", #table "_stays",                                                  \
     "CREATE TRIGGER " #table "_stays BEFORE UPDATE ON " #table                   \
     " BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END"},             \
    {                                                                             \
        "trigger", #table "_remains",                                             \
            "CREATE TRIGGER " #table "_remains BEFORE DELETE ON " #table          \
            " BEGIN SELECT RAISE(ABORT, 'nothing is removed from a record'); END" \
    }

static const struct {
    const char *type, *name, *sql;
} schema[] = {
    {"table", "agreement",
     "CREATE TABLE agreement(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, founding BLOB NOT NULL) "
     "STRICT"},
    {"table", "entry",
     "CREATE TABLE entry(number INTEGER PRIMARY KEY, agreement INTEGER NOT NULL, feed TEXT NOT NULL, seq "
     "INTEGER NOT NULL, leaf BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE(agreement, feed, seq)) STRICT"},
    {"table", "part",
     "CREATE TABLE part(number INTEGER PRIMARY KEY, agreement INTEGER NOT NULL, type TEXT NOT NULL, digest "
     "BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE(agreement, type, digest)) STRICT"},
    {"table", "blob",
     "CREATE TABLE blob(agreement INTEGER NOT NULL, name TEXT NOT NULL, digest BLOB NOT NULL, bytes BLOB NOT "
     "NULL, PRIMARY KEY(agreement, name)) STRICT"},
    GROWS(agreement,
          "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM agreement) OR EXISTS (SELECT 1 FROM "
          "agreement WHERE id = NEW.id)",
          "an agreement is founded once"),
    GROWS(entry,
          "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entry) OR NEW.seq <> (SELECT "
          "coalesce(max(seq) + 1, 0) FROM entry WHERE agreement = NEW.agreement AND feed = NEW.feed)",
          "an entry comes at the end of its feed"),
    GROWS(part,
          "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM part) OR EXISTS (SELECT 1 FROM part WHERE "
          "agreement = NEW.agreement AND type = NEW.type AND digest = NEW.digest)",
          "a part is added once"),
    STAYS(agreement),
    STAYS(entry),
    STAYS(part),
};

/* ---- statements ---- */

typedef enum {
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_AGREEMENT,
    SQL_AGREEMENT_NEW,
    SQL_ENTRY_PLACE,
    SQL_ENTRY_NEW,
    SQL_PART_NEW,
    SQL_BLOB_PUT,
    SQL_AGREEMENTS,
    SQL_FOUNDING,
    SQL_ENTRIES,
    SQL_PART,
    SQL_PARTS,
    SQL_BLOB,
    SQL_INTEGRITY,
    SQL_BLOBS,
    SQL_SCHEMA,
    SQL_STATEMENTS
} Sql;

static const char *const texts[SQL_STATEMENTS] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_AGREEMENT] = "SELECT number FROM agreement WHERE id = ?1",
    [SQL_AGREEMENT_NEW] = "INSERT INTO agreement SELECT coalesce(max(number), 0) + 1, ?1, ?2 FROM agreement "
                          "RETURNING number",
    [SQL_ENTRY_PLACE] =
        "SELECT (SELECT coalesce(max(number), 0) + 1 FROM entry), (SELECT coalesce(max(seq) + "
        "1, 0) FROM entry WHERE agreement = ?1 AND feed = ?2)",
    [SQL_ENTRY_NEW] = "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [SQL_PART_NEW] =
        "INSERT INTO part SELECT (SELECT coalesce(max(number), 0) + 1 FROM part), ?1, ?2, ?3, ?4 "
        "WHERE NOT EXISTS (SELECT 1 FROM part WHERE agreement = ?1 AND type = ?2 AND digest = ?3)",
    [SQL_BLOB_PUT] = "INSERT INTO blob VALUES (?1, ?2, ?3, ?4) ON CONFLICT (agreement, name) DO UPDATE SET "
                     "digest = excluded.digest, bytes = excluded.bytes",
    [SQL_AGREEMENTS] = "SELECT id FROM agreement ORDER BY number",
    [SQL_FOUNDING] = "SELECT founding FROM agreement WHERE id = ?1",
    [SQL_ENTRIES] = "SELECT number, feed, seq, leaf, bytes FROM entry WHERE number > ?2 AND agreement = "
                    "(SELECT number FROM agreement WHERE id = ?1) ORDER BY number",
    [SQL_PART] = "SELECT bytes FROM part WHERE agreement = (SELECT number FROM agreement WHERE id = ?1) AND "
                 "type = ?2 AND digest = ?3",
    [SQL_PARTS] = "SELECT digest, bytes FROM part WHERE agreement = (SELECT number FROM agreement WHERE id = "
                  "?1) AND type = ?2 ORDER BY number",
    [SQL_BLOB] = "SELECT bytes, digest FROM blob WHERE agreement = (SELECT number FROM agreement WHERE id = "
                 "?1) AND name = ?2",
    [SQL_INTEGRITY] = "PRAGMA integrity_check(1)",
    [SQL_BLOBS] = "SELECT name, bytes, digest FROM blob",
    [SQL_SCHEMA] = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'",
};

typedef struct {
    Store         store;
    sqlite3      *db;
    sqlite3_stmt *statements[SQL_STATEMENTS];
    char    last[AGREEMENT_DIGITS]; /* the agreement that was looked up last, and its number, which stays */
    int64_t last_number;
} Sqlite;

/* ---- what went wrong ---- */

static const struct {
    const char *words;
    int         code;
    bool        damage;
} failures[] = {
    {"another program has been writing to it for ten seconds; end it or try again later", SQLITE_BUSY, false},
    {"the disk is full; nothing of this was recorded", SQLITE_FULL, false},
    {"it may not be written to: mind the rights of the file and of its folder", SQLITE_READONLY, false},
    {"it cannot be opened: mind that its folder exists and what rights it has", SQLITE_CANTOPEN, false},
    {"it cannot be opened: mind its rights", SQLITE_PERM, false},
    {"it is no record of entente, or its beginning is damaged", SQLITE_NOTADB, true},
    {"the file is damaged; take a copy of it, restore a backup, and fetch from the others what "
     "is newer before you write",
     SQLITE_CORRUPT, true},
};

static StoreResult failed(Sqlite *sqlite, Str *why)
{
    Arena *arena = sqlite->store.arena;
    int    code = sqlite->db ? lib.sqlite3_extended_errcode(sqlite->db) : SQLITE_NOMEM;
    for (Size i = 0; i < COUNT(failures); i++) {
        if ((code & 0xff) != failures[i].code)
            continue;
        *why = str_format(arena, "%.*s: %s", STR_ARG(sqlite->store.where), failures[i].words);
        return failures[i].damage ? STORE_DAMAGED : STORE_FAILED;
    }
    *why =
        str_format(arena, "%.*s: %s (%d); open it again and verify the record", STR_ARG(sqlite->store.where),
                   sqlite->db ? lib.sqlite3_errmsg(sqlite->db) : "out of memory", code);
    return STORE_FAILED;
}

static bool broke(Sqlite *sqlite, Str *why)
{
    (void)failed(sqlite, why);
    return false;
}

static StoreResult damaged(Sqlite *sqlite, Str what, int64_t number, Str *why)
{
    *why = str_format(sqlite->store.arena, "%.*s: %.*s %lld is damaged", STR_ARG(sqlite->store.where),
                      STR_ARG(what), (long long)number);
    return STORE_DAMAGED;
}

/* ---- running statements ---- */

/* NULL: it failed. Kept for the next time. */
static sqlite3_stmt *statement(Sqlite *sqlite, Sql sql)
{
    sqlite3_stmt **at = &sqlite->statements[sql];
    if (!*at &&
        lib.sqlite3_prepare_v3(sqlite->db, texts[sql], -1, SQLITE_PREPARE_PERSISTENT, at, NULL) != SQLITE_OK)
        *at = NULL;
    return *at;
}

static void bind_text(sqlite3_stmt *at, int column, Str text)
{
    if (at)
        (void)lib.sqlite3_bind_text(at, column, text.at ? text.at : "", (int)text.len, SQLITE_STATIC);
}

static void bind_blob(sqlite3_stmt *at, int column, Str bytes)
{
    if (at)
        (void)lib.sqlite3_bind_blob(at, column, bytes.at ? bytes.at : "", (int)bytes.len, SQLITE_STATIC);
}

static void bind_number(sqlite3_stmt *at, int column, int64_t number)
{
    if (at)
        (void)lib.sqlite3_bind_int64(at, column, number);
}

/* SQLITE_ROW, SQLITE_DONE, or an error. */
static int step(sqlite3_stmt *at) { return at ? lib.sqlite3_step(at) : SQLITE_ERROR; }

static void finish(sqlite3_stmt *at)
{
    if (!at)
        return;
    (void)lib.sqlite3_reset(at);
    (void)lib.sqlite3_clear_bindings(at);
}

/* Runs to its end. */
static bool run(sqlite3_stmt *at)
{
    int code = step(at);
    while (code == SQLITE_ROW)
        code = step(at);
    finish(at);
    return code == SQLITE_DONE;
}

static Str column(Arena *arena, sqlite3_stmt *at, int number)
{
    const char *bytes = lib.sqlite3_column_blob(at, number);
    return str_copy(arena, (Str){bytes, bytes ? lib.sqlite3_column_bytes(at, number) : 0});
}

/* False: it has not the length of a hash. */
static bool column_hash(sqlite3_stmt *at, int number, Hash *out)
{
    const void *bytes = lib.sqlite3_column_blob(at, number);
    if (!bytes || lib.sqlite3_column_bytes(at, number) != HASH_BYTES)
        return false;
    memcpy(out->at, bytes, HASH_BYTES);
    return true;
}

/* The number of an agreement. */
static StoreResult agreement_number(Sqlite *sqlite, Str id, int64_t *out, Str *why)
{
    if (id.len != AGREEMENT_DIGITS)
        return STORE_NONE;
    if (sqlite->last_number && str_equal(id, (Str){sqlite->last, AGREEMENT_DIGITS})) {
        *out = sqlite->last_number;
        return STORE_OK;
    }
    sqlite3_stmt *at = statement(sqlite, SQL_AGREEMENT);
    bind_text(at, 1, id);
    int         code = step(at);
    StoreResult result = code == SQLITE_ROW    ? STORE_OK
                         : code == SQLITE_DONE ? STORE_NONE
                                               : failed(sqlite, why);
    if (result == STORE_OK) {
        *out = sqlite->last_number = lib.sqlite3_column_int64(at, 0);
        memcpy(sqlite->last, id.at, AGREEMENT_DIGITS);
    }
    finish(at);
    return result;
}

/* ---- appending ---- */

static StoreResult add_agreement(Sqlite *sqlite, const StoreRows *rows, int64_t *number, Str *why)
{
    StoreResult there = agreement_number(sqlite, rows->agreement, number, why);
    if (there == STORE_OK && rows->founding.len)
        return STORE_TAKEN;
    if (there != STORE_NONE || rows->founding.len == 0)
        return there;
    sqlite3_stmt *at = statement(sqlite, SQL_AGREEMENT_NEW);
    bind_text(at, 1, rows->agreement);
    bind_blob(at, 2, rows->founding);
    bool good = step(at) == SQLITE_ROW;
    if (good)
        *number = lib.sqlite3_column_int64(at, 0);
    good = good && run(at);
    return good ? STORE_OK : failed(sqlite, why);
}

static StoreResult add_entry(Sqlite *sqlite, int64_t agreement, const StoreEntry *entry, Str *why)
{
    sqlite3_stmt *place = statement(sqlite, SQL_ENTRY_PLACE);
    bind_number(place, 1, agreement);
    bind_text(place, 2, entry->feed);
    bool        good = step(place) == SQLITE_ROW;
    int64_t     number = good ? lib.sqlite3_column_int64(place, 0) : 0;
    int64_t     next = good ? lib.sqlite3_column_int64(place, 1) : 0;
    StoreResult result = good ? STORE_OK : failed(sqlite, why);
    finish(place);
    if (!good)
        return result;
    if (entry->seq != next)
        return entry->seq < next ? STORE_TAKEN : store_gap(&sqlite->store, entry, next, why);
    sqlite3_stmt *at = statement(sqlite, SQL_ENTRY_NEW);
    bind_number(at, 1, number);
    bind_number(at, 2, agreement);
    bind_text(at, 3, entry->feed);
    bind_number(at, 4, entry->seq);
    bind_blob(at, 5, hash_bytes(&entry->leaf));
    bind_blob(at, 6, entry->bytes);
    return run(at) ? STORE_OK : failed(sqlite, why);
}

static bool add_part(Sqlite *sqlite, int64_t agreement, const StorePart *part)
{
    sqlite3_stmt *at = statement(sqlite, SQL_PART_NEW);
    bind_number(at, 1, agreement);
    bind_text(at, 2, part_name(part->type));
    bind_blob(at, 3, hash_bytes(&part->digest));
    bind_blob(at, 4, part->bytes);
    return run(at);
}

static bool put_blob(Sqlite *sqlite, int64_t agreement, const StoreBlob *blob)
{
    Hash          digest = blob_digest(blob);
    sqlite3_stmt *at = statement(sqlite, SQL_BLOB_PUT);
    bind_number(at, 1, agreement);
    bind_text(at, 2, blob->name);
    bind_blob(at, 3, hash_bytes(&digest));
    bind_blob(at, 4, blob->bytes);
    return run(at);
}

static StoreResult add_rows(Sqlite *sqlite, const StoreRows *rows, Str *why)
{
    int64_t     agreement = 0;
    StoreResult result = add_agreement(sqlite, rows, &agreement, why);
    for (Size i = 0; i < rows->entries.count && result == STORE_OK; i++)
        result = add_entry(sqlite, agreement, &rows->entries.items[i], why);
    for (Size i = 0; i < rows->parts.count && result == STORE_OK; i++)
        if (!add_part(sqlite, agreement, &rows->parts.items[i]))
            result = failed(sqlite, why);
    for (Size i = 0; i < rows->blob_count && result == STORE_OK; i++)
        if (!put_blob(sqlite, agreement, &rows->blobs[i]))
            result = failed(sqlite, why);
    return result;
}

static StoreResult sqlite_append(Store *store, const StoreRows *rows, Str *why)
{
    Sqlite *sqlite = (Sqlite *)store;
    if (!run(statement(sqlite, SQL_BEGIN)))
        return failed(sqlite, why);
    StoreResult result = add_rows(sqlite, rows, why);
    if (result == STORE_OK)
        return run(statement(sqlite, SQL_COMMIT)) ? STORE_OK : failed(sqlite, why);
    if (!lib.sqlite3_get_autocommit(sqlite->db) &&
        lib.sqlite3_exec(sqlite->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK && result == STORE_TAKEN)
        return failed(sqlite, why);
    return result;
}

/* ---- reading ---- */

static StoreResult sqlite_agreements(Store *store, Arena *arena, StoreNames *out, Str *why)
{
    Sqlite       *sqlite = (Sqlite *)store;
    sqlite3_stmt *at = statement(sqlite, SQL_AGREEMENTS);
    StoreNames    names = {0};
    int           code = step(at);
    for (; code == SQLITE_ROW; code = step(at))
        *PUSH(arena, &names) = column(arena, at, 0);
    StoreResult result = code == SQLITE_DONE ? STORE_OK : failed(sqlite, why);
    finish(at);
    if (result == STORE_OK)
        *out = names;
    return result;
}

/* The first column of the one row that `at` gives. */
static StoreResult one(Sqlite *sqlite, Arena *arena, sqlite3_stmt *at, Str *out, Str *why)
{
    int code = step(at);
    if (code == SQLITE_ROW)
        *out = column(arena, at, 0);
    StoreResult result = code == SQLITE_ROW    ? STORE_OK
                         : code == SQLITE_DONE ? STORE_NONE
                                               : failed(sqlite, why);
    finish(at);
    return result;
}

static StoreResult sqlite_founding(Store *store, Arena *arena, Str agreement, Str *out, Str *why)
{
    sqlite3_stmt *at = statement((Sqlite *)store, SQL_FOUNDING);
    bind_text(at, 1, agreement);
    return one((Sqlite *)store, arena, at, out, why);
}

static StoreResult sqlite_entries(Store *store, Arena *arena, Str agreement, int64_t number,
                                  StoreEntries *out, Str *why)
{
    Sqlite      *sqlite = (Sqlite *)store;
    int64_t      known = 0;
    StoreEntries entries = {0};
    StoreResult  result = agreement_number(sqlite, agreement, &known, why);
    if (result != STORE_OK)
        return result;
    sqlite3_stmt *at = statement(sqlite, SQL_ENTRIES);
    bind_text(at, 1, agreement);
    bind_number(at, 2, number);
    int code = step(at);
    for (; code == SQLITE_ROW && result == STORE_OK; code = step(at)) {
        StoreEntry entry = {.number = lib.sqlite3_column_int64(at, 0),
                            .seq = lib.sqlite3_column_int64(at, 2)};
        if (!column_hash(at, 3, &entry.leaf)) {
            result = damaged(sqlite, S("entry"), entry.number, why);
            break;
        }
        entry.feed = column(arena, at, 1);
        entry.bytes = column(arena, at, 4);
        *PUSH(arena, &entries) = entry;
    }
    if (result == STORE_OK && code != SQLITE_DONE)
        result = failed(sqlite, why);
    finish(at);
    if (result == STORE_OK)
        *out = entries;
    return result;
}

static StoreResult sqlite_part(Store *store, Arena *arena, StoreKey key, Str *out, Str *why)
{
    sqlite3_stmt *at = statement((Sqlite *)store, SQL_PART);
    bind_text(at, 1, key.agreement);
    bind_text(at, 2, part_name(key.type));
    bind_blob(at, 3, hash_bytes(key.digest));
    return one((Sqlite *)store, arena, at, out, why);
}

static StoreResult sqlite_parts(Store *store, Arena *arena, StoreKey key, StoreParts *out, Str *why)
{
    Sqlite     *sqlite = (Sqlite *)store;
    int64_t     known = 0;
    StoreParts  parts = {0};
    StoreResult result = agreement_number(sqlite, key.agreement, &known, why);
    if (result != STORE_OK)
        return result;
    sqlite3_stmt *at = statement(sqlite, SQL_PARTS);
    bind_text(at, 1, key.agreement);
    bind_text(at, 2, part_name(key.type));
    int code = step(at);
    for (; code == SQLITE_ROW; code = step(at)) {
        StorePart part = {.type = key.type};
        if (!column_hash(at, 0, &part.digest))
            break;
        part.bytes = column(arena, at, 1);
        *PUSH(arena, &parts) = part;
    }
    if (code == SQLITE_ROW)
        result = damaged(sqlite, part_name(key.type), parts.count + 1, why);
    else if (code != SQLITE_DONE)
        result = failed(sqlite, why);
    finish(at);
    if (result == STORE_OK)
        *out = parts;
    return result;
}

/* Is the blob of this row as it was put there? */
static bool blob_holds(const StoreBlob *blob, sqlite3_stmt *at, int digest_column)
{
    Hash want = blob_digest(blob), digest;
    return column_hash(at, digest_column, &digest) && hash_equal(&digest, &want);
}

static StoreResult blob_damaged(Sqlite *sqlite, Str name, Str *why)
{
    *why = str_format(sqlite->store.arena, "%.*s: `%.*s` is damaged", STR_ARG(sqlite->store.where),
                      STR_ARG(name));
    return STORE_DAMAGED;
}

static StoreResult sqlite_blob(Store *store, Arena *arena, Str agreement, Str name, Str *out, Str *why)
{
    Sqlite       *sqlite = (Sqlite *)store;
    sqlite3_stmt *at = statement(sqlite, SQL_BLOB);
    bind_text(at, 1, agreement);
    bind_text(at, 2, name);
    int         code = step(at);
    StoreResult result = code == SQLITE_ROW    ? STORE_OK
                         : code == SQLITE_DONE ? STORE_NONE
                                               : failed(sqlite, why);
    if (result == STORE_OK) {
        StoreBlob blob = {name, column(arena, at, 0)};
        if (blob_holds(&blob, at, 1))
            *out = blob.bytes;
        else
            result = blob_damaged(sqlite, name, why);
    }
    finish(at);
    return result;
}

static StoreResult check_blobs(Sqlite *sqlite, Str *why)
{
    sqlite3_stmt *at = statement(sqlite, SQL_BLOBS);
    StoreResult   result = STORE_OK;
    int           code = step(at);
    for (; code == SQLITE_ROW && result == STORE_OK; code = step(at)) {
        Arena     scratch = {0};
        StoreBlob blob = {column(&scratch, at, 0), column(&scratch, at, 1)};
        if (!blob_holds(&blob, at, 2))
            result = blob_damaged(sqlite, blob.name, why);
        arena_free(&scratch);
    }
    if (result == STORE_OK && code != SQLITE_DONE)
        result = failed(sqlite, why);
    finish(at);
    return result;
}

static StoreResult sqlite_check(Store *store, Arena *arena, Str *why)
{
    Sqlite       *sqlite = (Sqlite *)store;
    sqlite3_stmt *at = statement(sqlite, SQL_INTEGRITY);
    Str           said = S("");
    StoreResult   result = step(at) == SQLITE_ROW ? STORE_OK : failed(sqlite, why);
    if (result == STORE_OK)
        said = column(arena, at, 0);
    finish(at);
    if (result != STORE_OK)
        return result;
    if (str_equal(said, S("ok")))
        return check_blobs(sqlite, why);
    *why = str_format(store->arena, "%.*s: the file is damaged: %.*s", STR_ARG(store->where), STR_ARG(said));
    return STORE_DAMAGED;
}

static void sqlite_close(Store *store)
{
    Sqlite *sqlite = (Sqlite *)store;
    for (int i = 0; i < SQL_STATEMENTS; i++)
        if (sqlite->statements[i])
            (void)lib.sqlite3_finalize(sqlite->statements[i]);
    if (sqlite->db) {
        if (store->dead) /* what is in the log is for the next one to judge */
            (void)lib.sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        (void)lib.sqlite3_close_v2(sqlite->db);
    }
    *sqlite = (Sqlite){0};
}

/* ---- opening ---- */

static bool execute(Sqlite *sqlite, const char *sql, Str *why)
{
    return lib.sqlite3_exec(sqlite->db, sql, NULL, NULL, NULL) == SQLITE_OK || broke(sqlite, why);
}

/* The answer to a PRAGMA, as a number or as text. */
static bool asks(Sqlite *sqlite, const char *sql, int64_t *number, Str *text)
{
    sqlite3_stmt *at = NULL;
    bool          good =
        lib.sqlite3_prepare_v3(sqlite->db, sql, -1, 0, &at, NULL) == SQLITE_OK && step(at) == SQLITE_ROW;
    if (good) {
        *number = lib.sqlite3_column_int64(at, 0);
        *text = column(sqlite->store.arena, at, 0);
    }
    return (lib.sqlite3_finalize(at) == SQLITE_OK) & good;
}

static bool refuse(Sqlite *sqlite, const char *what, Str *why)
{
    *why = str_format(sqlite->store.arena, "%.*s: %s", STR_ARG(sqlite->store.where), what);
    return false;
}

static bool make_schema(Sqlite *sqlite, Str *why)
{
    for (Size i = 0; i < COUNT(schema); i++)
        if (!execute(sqlite, schema[i].sql, why))
            return false;
    Str marks = str_format(sqlite->store.arena, "PRAGMA application_id=%d; PRAGMA user_version=%d",
                           APPLICATION_ID, SCHEMA_VERSION);
    return execute(sqlite, marks.at, why);
}

/* Each part of the schema as it was made, and nothing else. */
static bool schema_holds(Sqlite *sqlite, Str *why)
{
    sqlite3_stmt *at = statement(sqlite, SQL_SCHEMA);
    Arena         scratch = {0};
    Size          found = 0, rows = 0;
    int           code = step(at);
    for (; code == SQLITE_ROW; code = step(at), rows++) {
        Str type = column(&scratch, at, 0), name = column(&scratch, at, 1), sql = column(&scratch, at, 2);
        for (Size i = 0; i < COUNT(schema); i++)
            found += str_equal(type, str_from(schema[i].type)) && str_equal(name, str_from(schema[i].name)) &&
                     str_equal(sql, str_from(schema[i].sql));
    }
    bool good = code == SQLITE_DONE || broke(sqlite, why);
    finish(at);
    arena_free(&scratch);
    return good &&
           ((found == COUNT(schema) && rows == found) ||
            refuse(sqlite, "its tables are not as entente makes them: somebody changed the file", why));
}

typedef enum { FILE_OURS, FILE_EMPTY, FILE_FOREIGN } FileState;

static bool look(Sqlite *sqlite, FileState *out, Str *why)
{
    int64_t id = 0, version = 0, rows = 0;
    Str     text = S("");
    if (!asks(sqlite, "PRAGMA application_id", &id, &text) ||
        !asks(sqlite, "PRAGMA user_version", &version, &text) ||
        !asks(sqlite, "SELECT count(*) FROM sqlite_schema", &rows, &text))
        return broke(sqlite, why);
    if (id == APPLICATION_ID && version > SCHEMA_VERSION)
        return refuse(sqlite, "a later version of entente wrote it: renew the program", why);
    if (id == 0 && version == 0 && rows == 0)
        *out = FILE_EMPTY;
    else
        *out = id == APPLICATION_ID && version == SCHEMA_VERSION ? FILE_OURS : FILE_FOREIGN;
    return true;
}

/* Two may be doing it at the same time. */
static bool make(Sqlite *sqlite, Str *why)
{
    FileState state = FILE_EMPTY;
    if (!execute(sqlite, "BEGIN IMMEDIATE", why) || !look(sqlite, &state, why) ||
        (state == FILE_EMPTY && !make_schema(sqlite, why)))
        return false;
    return execute(sqlite, "COMMIT", why);
}

static bool set_up(Sqlite *sqlite, Str *why)
{
    (void)lib.sqlite3_extended_result_codes(sqlite->db, 1);
    (void)lib.sqlite3_busy_timeout(sqlite->db, BUSY_MS);
    (void)lib.sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)lib.sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return execute(sqlite, "PRAGMA cell_size_check=ON", why);
}

/* EXTRA comes first: the change to WAL is committed by removing a journal, and if that comes back with the
 * power, SQLite takes the file for empty and throws the log away. From then on it is the same as FULL. */
static bool log_first(Sqlite *sqlite, Str *why)
{
    int64_t number = 0;
    Str     mode = S("");
    if (!execute(sqlite, "PRAGMA synchronous=EXTRA", why) ||
        !asks(sqlite, "PRAGMA synchronous", &number, &mode) || number != 3 ||
        !asks(sqlite, "PRAGMA journal_mode=WAL", &number, &mode))
        return broke(sqlite, why);
    if (!str_equal(mode, S("wal")))
        return refuse(sqlite, "the file system has no memory that processes share: keep it on a local disk",
                      why);
    int code = lib.sqlite3_wal_checkpoint_v2(sqlite->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED ||
           broke(sqlite, why);
}

static bool open_file(Sqlite *sqlite, StoreOpening opening, Str *why)
{
    Arena *arena = sqlite->store.arena;
    Str    path = sqlite->store.where;
    /* never a name that means something else to SQLite */
    path = str_format(arena, "%s%.*s", str_starts(path, S("/")) ? "" : "./", STR_ARG(path));
    if (opening ==
        STORE_MAY_CREATE) { /* by its owner alone; what SQLite puts beside it has the same rights */
        int file = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (file >= 0)
            (void)close(file);
    }
    FileState state = FILE_EMPTY;
    if (lib.sqlite3_open_v2(path.at, &sqlite->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return broke(sqlite, why);
    if (!set_up(sqlite, why) || !look(sqlite, &state, why))
        return false;
    if (state == FILE_FOREIGN)
        return refuse(sqlite, "it is a database of something else", why);
    if (state == FILE_EMPTY && opening == STORE_MUST_EXIST)
        return refuse(sqlite, "there is no record in it", why);
    return log_first(sqlite, why) && (state != FILE_EMPTY || make(sqlite, why)) && schema_holds(sqlite, why);
}

Store *sqlite_open(Arena *arena, Str path, StoreOpening opening, Str *why)
{
    static const StoreBack back = {sqlite_append,  sqlite_agreements, sqlite_founding,
                                   sqlite_entries, sqlite_part,       sqlite_parts,
                                   sqlite_blob,    sqlite_check,      sqlite_close};
    if (!late_load(arena, "libsqlite3.so.0", "libsqlite3-0", functions, COUNT(functions), why))
        return NULL;
    Sqlite *sqlite = NEW(arena, Sqlite, 1);
    sqlite->store = (Store){.back = &back, .arena = arena, .where = path};
    if (open_file(sqlite, opening, why))
        return &sqlite->store;
    sqlite_close(&sqlite->store);
    return NULL;
}
