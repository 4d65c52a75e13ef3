/* test_store.c - the contract of store.h, the same for each back end.
 *
 * Run alone it tries memory and SQLite; test_server.py runs it once more against a PostgreSQL server of its
 * own. */
#include "test.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "stores.h"

static void execute_as(const char *url, const char *sql)
{
    PGconn   *connection = PQconnectdb(url);
    PGresult *result = PQexec(connection, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
}

typedef struct {
    const char *name;
    bool        remains; /* after the handle is closed */
} Kept;

typedef struct {
    const Kept *kept;
    Arena       arena;
    Str         folder, where;
    Cast        cast;
    Store      *store;
} World;

/* The server has no records, and its tables are as their owner has made them. */
static void server_fresh(Arena *arena, Str *where)
{
    const char *url = getenv("ENTENTE_TEST_POSTGRES"), *owner = getenv("ENTENTE_TEST_POSTGRES_OWNER");
    execute_as(owner, "DROP SCHEMA IF EXISTS entente CASCADE");
    store_close(opened(arena, str_from(owner)));
    execute_as(owner, getenv("ENTENTE_TEST_POSTGRES_GRANTS"));
    *where = str_from(url);
}

static int set_up(void **state)
{
    const Kept *kept = *state;
    World      *world = calloc(1, sizeof *world);
    world->kept = kept;
    world->folder = folder_new(&world->arena);
    world->where = strcmp(kept->name, "sqlite") == 0
                       ? str_format(&world->arena, "%.*s/record.db", STR_ARG(world->folder))
                       : str_from(kept->name);
    founded(cast_new(&world->cast, 2, false, RULES_ALL));
    if (strcmp(kept->name, "postgres") == 0)
        server_fresh(&world->arena, &world->where);
    world->store = opened(&world->arena, world->where);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    World *world = *state;
    store_close(world->store);
    cast_free(&world->cast);
    folder_free(&world->arena, world->folder);
    arena_free(&world->arena);
    free(world);
    return 0;
}

static void stores(World *world, Size from, Size to)
{
    StoreBatch batch = batch_of(&world->cast, from, to);
    assert_int_equal(appended(world->store, &batch), STORE_OK);
}

static void reopen(World *world)
{
    if (!world->kept->remains)
        return;
    store_close(world->store);
    world->store = opened(&world->arena, world->where);
}

/* The store has the first `count` entries of the record, as they came. */
static void holds(World *world, Size count)
{
    const Record *record = &world->cast.people[0].record;
    Arena         arena = {0};
    StoreEntries  entries = entries_after(&arena, world->store, record->agreement, 0);
    assert_int_equal(entries.count, count);
    for (Size i = 0; i < count; i++) {
        Place             place = record->order.added.items[i];
        const Entry      *want = record_entry(record, place);
        const StoreEntry *got = &entries.items[i];
        Hash              leaf = entry_leaf(want);
        assert_text(got->bytes, want->bytes);
        assert_text(got->feed, record->feeds.items[place.feed].name);
        assert_int_equal(got->seq, place.seq);
        assert_int_equal(got->number, i + 1);
        assert_true(hash_equal(&got->leaf, &leaf));
    }
    arena_free(&arena);
}

static void empty_has_nothing(void **state)
{
    World     *world = *state;
    StoreNames names = {0};
    Str        got = S("untouched"), why = S(""), agreement = agreement_of(&world->cast);
    assert_int_equal(store_agreements(world->store, &world->arena, &names, &why), STORE_OK);
    assert_int_equal(names.count, 0);
    assert_int_equal(store_founding(world->store, &world->arena, agreement, &got, &why), STORE_NONE);
    StoreEntries entries = {0};
    assert_int_equal(store_entries(world->store, &world->arena, agreement, 0, &entries, &why), STORE_NONE);
    StoreParts parts = {0};
    StoreKey   key = {.agreement = agreement, .type = PART_FORK};
    assert_int_equal(store_parts(world->store, &world->arena, key, &parts, &why), STORE_NONE);
    assert_int_equal(store_blob(world->store, &world->arena, agreement, S("snapshot"), &got, &why),
                     STORE_NONE);
    assert_text(got, S("untouched"));
    StoreBatch batch = batch_of(&world->cast, 0, 2);
    batch.founding = S("");
    assert_int_equal(appended(world->store, &batch), STORE_NONE); /* of no agreement that is there */
    assert_int_equal(store_check(world->store, &world->arena, &why), STORE_OK);
}

static void found_once(void **state)
{
    World *world = *state;
    Str    got = S(""), why = S(""), agreement = agreement_of(&world->cast);
    stores(world, 0, 2);
    StoreBatch again = batch_of(&world->cast, 0, 0);
    assert_int_equal(appended(world->store, &again), STORE_TAKEN);
    reopen(world);
    StoreNames names = {0};
    assert_int_equal(store_agreements(world->store, &world->arena, &names, &why), STORE_OK);
    assert_int_equal(names.count, 1);
    assert_text(names.items[0], agreement);
    assert_int_equal(store_founding(world->store, &world->arena, agreement, &got, &why), STORE_OK);
    assert_text(got, world->cast.founding);
    holds(world, 2);
}

static void entries_as_they_came(void **state)
{
    World *world = *state;
    stores(world, 0, 1);
    stores(world, 1, 4);
    stores(world, 4, 6);
    holds(world, 6);
    reopen(world);
    holds(world, 6);
    StoreEntries later = entries_after(&world->arena, world->store, agreement_of(&world->cast), 4);
    assert_int_equal(later.count, 2);
    assert_int_equal(later.items[0].number, 5);
    assert_int_equal(entries_after(&world->arena, world->store, agreement_of(&world->cast), 6).count, 0);
}

/* Who comes second loses the place, and all that came with it. */
static void place_is_free_or_taken(void **state)
{
    World     *world = *state;
    StoreBatch batch = batch_of(&world->cast, 3, 5);
    Str        got = S(""), why = S("");
    Hash       digest = sha256(S("a body"));
    stores(world, 0, 4);
    add_part(&world->cast, &batch, PART_BODY, S("a body"));
    add_blob(&world->cast, &batch, S("snapshot"), S("one"));
    assert_int_equal(appended(world->store, &batch), STORE_TAKEN);
    StoreBatch twice = batch_of(&world->cast, 4, 5);
    add_part(&world->cast, &twice, PART_ENTRY, twice.parts.items[0].bytes);
    assert_int_equal(appended(world->store, &twice), STORE_TAKEN); /* within one batch as well */
    holds(world, 4);
    StoreKey key = {agreement_of(&world->cast), PART_BODY, &digest};
    assert_int_equal(store_part(world->store, &world->arena, key, &got, &why), STORE_NONE);
    assert_int_equal(store_blob(world->store, &world->arena, key.agreement, S("snapshot"), &got, &why),
                     STORE_NONE);
    stores(world, 4, 6); /* the handle lives on */
    holds(world, 6);
}

/* An entry that does not follow is not ours to judge: the store is not the one that was read. */
static void gap_is_a_failure(void **state)
{
    World     *world = *state;
    StoreBatch batch = batch_of(&world->cast, 4, 6);
    Str        why = S("");
    stores(world, 0, 2);
    assert_int_equal(store_append(world->store, &batch, &why), STORE_FAILED);
    assert_true(str_ends(why, S("another file is in its place; open it again and verify the record")));
    StoreNames names = {0};
    why = S("");
    assert_int_equal(store_agreements(world->store, &world->arena, &names, &why), STORE_FAILED);
    assert_text(why, S("the store failed before: open it again and verify the record"));
    assert_int_equal(appended(world->store, &batch), STORE_FAILED);
    reopen(world);
    if (world->kept->remains)
        holds(world, 2);
}

static void parts_by_digest(void **state)
{
    World *world = *state;
    Str    agreement = agreement_of(&world->cast), got = S(""), why = S(""), large;
    char  *bytes = NEW(&world->arena, char, BODY_BYTES_MOST);
    memset(bytes, 'x', BODY_BYTES_MOST);
    bytes[7] = '\0';
    large = (Str){bytes, BODY_BYTES_MOST};
    stores(world, 0, 2);
    StoreBatch batch = {.agreement = agreement};
    add_part(&world->cast, &batch, PART_BODY, S("one"));
    add_part(&world->cast, &batch, PART_FORK, S("one"));
    add_part(&world->cast, &batch, PART_BODY, large);
    add_part(&world->cast, &batch, PART_BODY, S("one"));
    assert_int_equal(appended(world->store, &batch), STORE_OK);
    assert_int_equal(appended(world->store, &batch), STORE_OK);
    reopen(world);
    static const struct {
        PartType type;
        Size     count;
    } rows[] = {{PART_BODY, 2}, {PART_FORK, 1}, {PART_RECEIPT, 0}};
    for (Size i = 0; i < COUNT(rows); i++) {
        StoreParts parts = {0};
        StoreKey   key = {.agreement = agreement, .type = rows[i].type};
        assert_int_equal(store_parts(world->store, &world->arena, key, &parts, &why), STORE_OK);
        assert_int_equal(parts.count, rows[i].count);
        for (Size j = 0; j < parts.count; j++) {
            Hash digest = sha256(parts.items[j].bytes);
            assert_true(hash_equal(&parts.items[j].digest, &digest));
            assert_int_equal(parts.items[j].type, rows[i].type);
            assert_text(parts.items[j].bytes, j ? large : S("one"));
        }
    }
    Hash     digest = sha256(large);
    StoreKey key = {agreement, PART_BODY, &digest};
    assert_int_equal(store_part(world->store, &world->arena, key, &got, &why), STORE_OK);
    assert_text(got, large);
    key.type = PART_FORK;
    assert_int_equal(store_part(world->store, &world->arena, key, &got, &why), STORE_NONE);
}

static void blobs_are_replaced(void **state)
{
    World     *world = *state;
    Str        agreement = agreement_of(&world->cast), got = S(""), why = S("");
    StoreBatch batch = batch_of(&world->cast, 0, 2);
    add_blob(&world->cast, &batch, S("snapshot"), S("one"));
    add_blob(&world->cast, &batch, S("head of borealis"), S(""));
    assert_int_equal(appended(world->store, &batch), STORE_OK);
    StoreBatch next = {.agreement = agreement};
    add_blob(&world->cast, &next, S("snapshot"), S("two\0three"));
    assert_int_equal(appended(world->store, &next), STORE_OK);
    reopen(world);
    assert_int_equal(store_blob(world->store, &world->arena, agreement, S("snapshot"), &got, &why), STORE_OK);
    assert_text(got, S("two\0three"));
    assert_int_equal(store_blob(world->store, &world->arena, agreement, S("head of borealis"), &got, &why),
                     STORE_OK);
    assert_int_equal(got.len, 0);
    assert_int_equal(store_blob(world->store, &world->arena, agreement, S("other"), &got, &why), STORE_NONE);
}

static void agreements_are_apart(void **state)
{
    World *world = *state;
    Cast   other;
    Str    why = S(""), got = S("");
    founded(cast_new(&other, 3, true, RULES_ALL));
    stores(world, 0, 3);
    StoreBatch batch = batch_of(&other, 0, 9);
    add_part(&other, &batch, PART_RECEIPT, S("theirs"));
    add_blob(&other, &batch, S("snapshot"), S("theirs"));
    assert_int_equal(appended(world->store, &batch), STORE_OK);
    stores(world, 3, 6);
    assert_int_equal(entries_after(&world->arena, world->store, agreement_of(&other), 0).count, 9);
    StoreEntries ours = entries_after(&world->arena, world->store, agreement_of(&world->cast), 0);
    assert_int_equal(ours.count, 6);
    for (Size i = 0; i < ours.count; i++) {
        assert_text(ours.items[i].bytes, batch_of(&world->cast, 0, 6).parts.items[i].bytes);
        assert_true(i == 0 || ours.items[i].number > ours.items[i - 1].number);
    }
    StoreEntries last =
        entries_after(&world->arena, world->store, agreement_of(&world->cast), ours.items[4].number);
    assert_int_equal(last.count, 1);
    StoreParts parts = {0};
    StoreKey   key = {.agreement = agreement_of(&world->cast), .type = PART_RECEIPT};
    assert_int_equal(store_parts(world->store, &world->arena, key, &parts, &why), STORE_OK);
    assert_int_equal(parts.count, 0);
    assert_int_equal(store_blob(world->store, &world->arena, key.agreement, S("snapshot"), &got, &why),
                     STORE_NONE);
    StoreNames names = {0};
    assert_int_equal(store_agreements(world->store, &world->arena, &names, &why), STORE_OK);
    assert_int_equal(names.count, 2);
    cast_free(&other);
}

/* Two handles at once: the second sees what the first wrote, at its next call. */
static void second_handle_sees_it(void **state)
{
    World *world = *state;
    if (!world->kept->remains)
        return;
    stores(world, 0, 2);
    Store     *second = opened(&world->arena, world->where);
    StoreBatch batch = batch_of(&world->cast, 2, 4);
    assert_int_equal(entries_after(&world->arena, second, agreement_of(&world->cast), 0).count, 2);
    stores(world, 2, 4);
    assert_int_equal(appended(second, &batch), STORE_TAKEN);
    assert_int_equal(entries_after(&world->arena, second, agreement_of(&world->cast), 2).count, 2);
    batch = batch_of(&world->cast, 4, 6);
    assert_int_equal(appended(second, &batch), STORE_OK);
    store_close(second);
    holds(world, 6);
}

/* ---- what is of one back end alone ---- */

static void not_a_store(void **state)
{
    Arena arena = {0};
    Str   folder = folder_new(&arena), why = S("");
    Str   path = str_format(&arena, "%.*s/record.db", STR_ARG(folder));
    (void)state;
    assert_null(store_open(&arena, S(""), STORE_MAY_CREATE, &why));
    assert_null(store_open(&arena, path, STORE_MUST_EXIST, &why));
    assert_true(str_ends(why, S("what rights it has")));
    FILE *file = fopen(path.at, "w");
    assert_non_null(file);
    fputs("This is a letter, and it is long enough to be taken for something else than an empty file.\n",
          file);
    fclose(file);
    assert_null(store_open(&arena, path, STORE_MAY_CREATE, &why));
    assert_true(str_ends(why, S("it is no record of entente, or its beginning is damaged")));
    file = fopen(path.at, "w");
    fclose(file);
    assert_null(store_open(&arena, path, STORE_MUST_EXIST, &why));
    assert_true(str_ends(why, S("there is no record in it")));
    Store *store = opened(&arena, path);
    store_close(store);
    store = store_open(&arena, path, STORE_MUST_EXIST, &why);
    assert_non_null(store);
    store_close(store);
    folder_free(&arena, folder);
    arena_free(&arena);
}

static void file_is_its_owners(void **state)
{
    Arena       arena = {0};
    Str         folder = folder_new(&arena);
    Str         path = str_format(&arena, "%.*s/record.db", STR_ARG(folder));
    struct stat found;
    (void)state;
    Store *store = opened(&arena, path);
    assert_int_equal(stat(path.at, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
    store_close(store);
    folder_free(&arena, folder);
    arena_free(&arena);
}

static void passwords_are_refused(void **state)
{
    static const struct {
        const char *where, *says;
    } rows[] = {
        {"postgres://me:secret@host/db", "holds a password"},
        {"postgresql://me:secret@host/db", "holds a password"},
        {"postgres://host/db?password=secret", "holds a password"},
        {"postgres://host/db?pass%77ord=secret", "holds a password"},
        {"postgres://host/db?sslpassword=secret", "holds a password"},
        {"postgres://me:secret@[host/db", "cannot be read"},
        {"postgres://me:secret@host:nonsense/db", "holds a password"},
    };
    Arena arena = {0};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Str why = S("");
        ROW("%s\n", rows[i].where);
        assert_false(store_named(&arena, str_from(rows[i].where), &why));
        assert_non_null(strstr(why.at, rows[i].says));
        assert_null(strstr(why.at, "secret"));
        assert_null(store_open(&arena, str_from(rows[i].where), STORE_MAY_CREATE, &why));
        assert_null(strstr(why.at, "secret"));
    }
    Str why = S("");
    assert_true(store_named(&arena, S("postgres://me@host/db"), &why));
    assert_true(store_named(&arena, S("postgres://"), &why));
    arena_free(&arena);
}

/* ---- a server ---- */

static void connection_breaks(void **state)
{
    World     *world = *state;
    StoreBatch batch = batch_of(&world->cast, 2, 4);
    stores(world, 0, 2);
    execute_as(getenv("ENTENTE_TEST_POSTGRES_OWNER"),
               "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
               "backend_type = 'client backend'");
    assert_int_equal(appended(world->store, &batch), STORE_FAILED);
    assert_int_equal(appended(world->store, &batch), STORE_FAILED); /* the handle is dead */
    reopen(world);
    holds(world, 2);
    stores(world, 2, 4);
    holds(world, 4);
}

/* What neither the role of the program nor the owner of the tables may do. */
static void server_only_grows(void **state)
{
    static const char *const refused[] = {
        "UPDATE entente.entry SET seq = seq",
        "DELETE FROM entente.entry",
        "TRUNCATE entente.entry",
        "UPDATE entente.agreement SET founding = founding",
        "DELETE FROM entente.part",
        "INSERT INTO entente.entry SELECT agreement, feed, seq, number + 100, leaf, bytes FROM entente.entry",
        "INSERT INTO entente.entry SELECT agreement, feed, seq + 100, number, leaf, bytes FROM entente.entry",
    };
    const char *roles[] = {getenv("ENTENTE_TEST_POSTGRES"), getenv("ENTENTE_TEST_POSTGRES_OWNER")};
    World      *world = *state;
    stores(world, 0, 4);
    for (Size r = 0; r < COUNT(roles); r++) {
        PGconn *connection = PQconnectdb(roles[r]);
        for (Size i = 0; i < COUNT(refused); i++) {
            ROW("%s\n", refused[i]);
            PGresult *result = PQexec(connection, refused[i]);
            assert_int_equal(PQresultStatus(result), PGRES_FATAL_ERROR);
            const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE); /* no right, a trigger, a key */
            if (i < 5)
                assert_string_equal(code, r == 0 ? "42501" : "P0001");
            else
                assert_string_equal(code, "23505");
            PQclear(result);
        }
        PQfinish(connection);
    }
    holds(world, 4);
}

static void server_of_another_version(void **state)
{
    World *world = *state;
    Str    why = S("");
    execute_as(getenv("ENTENTE_TEST_POSTGRES_OWNER"),
               "COMMENT ON SCHEMA entente IS 'entente records, version 2'");
    assert_null(store_open(&world->arena, world->where, STORE_MAY_CREATE, &why));
    assert_true(str_ends(why, S("is not as this version makes it: renew the program")));
    execute_as(getenv("ENTENTE_TEST_POSTGRES_OWNER"), "DROP SCHEMA entente CASCADE");
    assert_null(store_open(&world->arena, world->where, STORE_MUST_EXIST, &why));
    assert_true(str_ends(why, S("there is no record on it")));
    assert_null(store_open(&world->arena, world->where, STORE_MAY_CREATE, &why)); /* without the right to */
    assert_true(str_ends(why, S("see docs/store.md")));
}

/* A server that does not sync its disk is none for a record. */
static void server_must_sync(void **state)
{
    World      *world = *state;
    const char *owner = getenv("ENTENTE_TEST_POSTGRES_OWNER");
    Str         why = S("");
    Store      *store = NULL;
    execute_as(owner, "ALTER SYSTEM SET fsync = off");
    execute_as(owner, "SELECT pg_reload_conf()");
    for (int i = 0; i < 100 && why.len == 0; i++) { /* until the server has read it */
        store = store_open(&world->arena, world->where, STORE_MAY_CREATE, &why);
        store_close(store);
        (void)usleep(50000);
    }
    execute_as(owner, "ALTER SYSTEM RESET fsync");
    execute_as(owner, "SELECT pg_reload_conf()");
    assert_true(str_ends(why, S("(fsync is off): it may forget what it has confirmed")));
    for (int i = 0; i < 100; i++) {
        store = store_open(&world->arena, world->where, STORE_MAY_CREATE, &why);
        if (store)
            break;
        (void)usleep(50000);
    }
    assert_non_null(store);
    store_close(store);
}

#define EACH_OF(test, name, number)                                                    \
    {                                                                                  \
#test " (" name ")", test, set_up, tear_down, (void *)(uintptr_t)&kept[number] \
    }
#define EACH(test)   EACH_OF(test, "memory", 0), EACH_OF(test, "sqlite", 1)
#define SERVER(test) EACH_OF(test, "postgres", 2)

static const Kept kept[] = {{"memory", false}, {"sqlite", true}, {"postgres", true}};

static int on_server(void)
{
    const struct CMUnitTest tests[] = {
        SERVER(empty_has_nothing),  SERVER(found_once),           SERVER(entries_as_they_came),
        SERVER(gap_is_a_failure),   SERVER(parts_by_digest),      SERVER(place_is_free_or_taken),
        SERVER(blobs_are_replaced), SERVER(agreements_are_apart), SERVER(second_handle_sees_it),
        SERVER(connection_breaks),  SERVER(server_only_grows),    SERVER(server_of_another_version),
        SERVER(server_must_sync),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
    if (getenv("ENTENTE_TEST_POSTGRES"))
        return on_server();
    const struct CMUnitTest tests[] = {
        EACH(empty_has_nothing),
        EACH(found_once),
        EACH(entries_as_they_came),
        EACH(gap_is_a_failure),
        EACH(parts_by_digest),
        EACH(place_is_free_or_taken),
        EACH(blobs_are_replaced),
        EACH(agreements_are_apart),
        EACH(second_handle_sees_it),
        cmocka_unit_test(not_a_store),
        cmocka_unit_test(file_is_its_owners),
        cmocka_unit_test(passwords_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
