/* test_load.c - a record comes out of a store as it went in, and what is not as it was is named. */
#include <sqlite3.h>

#include "store/load.h"
#include "stores.h"

typedef struct {
    Arena      arena;
    Str        folder, where;
    Cast       cast;
    StoreBatch batch;
} World;

static int set_up(void **state)
{
    World *world = calloc(1, sizeof *world);
    world->folder = folder_new(&world->arena);
    world->where = str_format(&world->arena, "%.*s/record.db", STR_ARG(world->folder));
    world->batch = full_batch(&world->cast, 3);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    World *world = *state;
    cast_free(&world->cast);
    folder_free(&world->arena, world->folder);
    arena_free(&world->arena);
    free(world);
    return 0;
}

static void same_records(const Record *got, const Record *want)
{
    assert_text(got->agreement, want->agreement);
    assert_int_equal(got->feeds.count, want->feeds.count);
    for (Size i = 0; i < want->feeds.count; i++) {
        Head a = record_head(got, i), b = record_head(want, i);
        assert_int_equal(a.size, b.size);
        assert_true(hash_equal(&a.root, &b.root));
    }
    assert_int_equal(record_final(got), record_final(want));
    assert_true(hash_equal(&got->digests.items[got->digests.count - 1],
                           &want->digests.items[want->digests.count - 1]));
    assert_int_equal(got->forks.count, want->forks.count);
    for (Size i = 0; i < want->forks.count; i++)
        assert_text(got->forks.items[i].proof, want->forks.items[i].proof);
    assert_int_equal(got->order.added.count, want->order.added.count);
    for (Size i = 0; i < want->order.added.count; i++) {
        assert_int_equal(got->order.added.items[i].feed, want->order.added.items[i].feed);
        assert_int_equal(got->order.added.items[i].seq, want->order.added.items[i].seq);
    }
}

static void as_it_went_in(void **state)
{
    World      *world = *state;
    const char *wheres[] = {"memory", world->where.at};
    Record     *want = &world->cast.people[0].record, got;
    int64_t     number = 0;
    Str         why = S("");
    assert_int_equal(want->forks.count, 1);
    for (Size i = 0; i < COUNT(wheres); i++) {
        Store *store = opened(&world->arena, str_from(wheres[i]));
        assert_int_equal(load_record(store, &world->arena, want->agreement, &got, &number, &why), STORE_NONE);
        assert_int_equal(appended(store, &world->batch), STORE_OK);
        assert_int_equal(load_record(store, &world->arena, want->agreement, &got, &number, &why), STORE_OK);
        same_records(&got, want);
        assert_int_equal(number, want->order.added.count);
        assert_int_equal(load_verify(store, &world->arena, want->agreement, &got, &why), STORE_OK);
        same_records(&got, want);
        store_close(store);
    }
}

static void more_as_it_arrives(void **state)
{
    World        *world = *state;
    const Record *want = &world->cast.people[0].record;
    Size          count = want->order.added.count;
    Store        *store = opened(&world->arena, world->where);
    Record        got;
    int64_t       number = 0;
    Str           why = S("");
    StoreBatch    some = batch_of(&world->cast, 0, 4);
    assert_int_equal(appended(store, &some), STORE_OK);
    assert_int_equal(load_record(store, &world->arena, want->agreement, &got, &number, &why), STORE_OK);
    assert_int_equal(number, 4);
    assert_int_equal(load_more(store, &got, &number, &why), STORE_OK);
    assert_int_equal(number, 4);
    assert_int_equal(got.order.added.count, 4);
    some = batch_of(&world->cast, 4, count);
    add_part(&world->cast, &some, PART_FORK, want->forks.items[0].proof);
    assert_int_equal(appended(store, &some), STORE_OK);
    assert_int_equal(load_more(store, &got, &number, &why), STORE_OK);
    assert_int_equal(number, count);
    same_records(&got, want);
    store_close(store);
}

static void execute(World *world, const char *sql)
{
    sqlite3 *db = NULL;
    char    *said = NULL;
    assert_int_equal(sqlite3_open(world->where.at, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
        fail_msg("%s: %s", sql, said);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Somebody with a tool for databases, who takes the triggers away and puts them back. */
static void change(World *world, const char *sql)
{
    Arena         arena = {0};
    sqlite3      *db = NULL;
    sqlite3_stmt *at = NULL;
    Text          away = text_new(&arena), back = text_new(&arena);
    assert_int_equal(sqlite3_open(world->where.at, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT name, sql FROM sqlite_schema WHERE type='trigger'", -1, &at, NULL),
        SQLITE_OK);
    while (sqlite3_step(at) == SQLITE_ROW) {
        text_format(&away, "DROP TRIGGER %s;", (const char *)sqlite3_column_text(at, 0));
        text_format(&back, "%s;", (const char *)sqlite3_column_text(at, 1));
    }
    assert_int_equal(sqlite3_finalize(at), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    text_add(&away, str_from(sql));
    text_add(&away, S(";"));
    text_add(&away, text_str(&back));
    execute(world, str_copy(&arena, text_str(&away)).at);
    arena_free(&arena);
}

static const struct {
    const char *sql, *says;
} changes[] = {
    {"UPDATE agreement SET founding = CAST(replace(CAST(founding AS TEXT), 'borealis', 'cygnus-x') AS BLOB)",
     "the founding act is damaged: it has not the hash that names the agreement"},
    {"UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'time 1', 'time 2') AS BLOB) WHERE number = "
     "5",
     "the record is damaged at entry aurora/2 (arrival 5): its bytes do not have the hash under which they "
     "were "
     "stored"},
    {"UPDATE entry SET leaf = zeroblob(32) WHERE number = 2", "its bytes do not have the hash"},
    {"UPDATE entry SET leaf = zeroblob(31) WHERE number = 2", "entry 2 is damaged"},
    {"UPDATE entry SET seq = seq + 10 WHERE number = 6", "it stands in another place than its bytes say"},
    {"UPDATE entry SET feed = 'cygnus' WHERE number = 6", "it stands in another place than its bytes say"},
    {"DELETE FROM entry WHERE number = 3", "entry aurora/2 (arrival 5): entry 1 of its feed is not here yet"},
    {"UPDATE entry SET number = 100 WHERE number = 5", "is not here yet"},
    {"UPDATE part SET bytes = x'00' WHERE type = 'fork'", "the proof of a fork, number 1, is damaged"},
    {"DELETE FROM entry WHERE number > 2", "it speaks of entries that are not here"},
    {"UPDATE part SET bytes = x'00' WHERE type = 'body'",
     "the sealed body number 1 is damaged: its bytes do not"},
    {"UPDATE part SET type = 'receipt' WHERE number = 2", "the receipt number 1 is damaged"},
    {"UPDATE part SET type = 'body' WHERE type = 'receipt'", "the sealed body number 4 is damaged"},
    {"UPDATE part SET digest = zeroblob(30) WHERE type = 'receipt' AND number % 2", "is damaged"},
    {"UPDATE blob SET bytes = x'00' WHERE name = 'snapshot'", "`snapshot` is damaged"},
    {"UPDATE blob SET name = 'head of cygnus' WHERE name <> 'snapshot'", "`head of cygnus` is damaged"},
};

static void what_is_wrong_is_named(void **state)
{
    World *world = *state;
    Str    agreement = world->cast.people[0].record.agreement;
    for (Size i = 0; i < COUNT(changes); i++) {
        Record record;
        Str    why = S("");
        ROW("%s\n", changes[i].sql);
        folder_free(&world->arena, world->folder);
        world->folder = folder_new(&world->arena);
        world->where = str_format(&world->arena, "%.*s/record.db", STR_ARG(world->folder));
        Store *store = opened(&world->arena, world->where);
        assert_int_equal(appended(store, &world->batch), STORE_OK);
        store_close(store);
        change(world, changes[i].sql);
        store = store_open(&world->arena, world->where, STORE_MUST_EXIST, &why);
        assert_non_null(store);
        assert_int_equal(load_verify(store, &world->arena, agreement, &record, &why), STORE_DAMAGED);
        if (!strstr(str_copy(&world->arena, why).at, changes[i].says))
            fail_msg("%.*s", STR_ARG(why));
        store_close(store);
    }
}

/* Statements that the file itself refuses. */
static void the_file_only_grows(void **state)
{
    static const char *const refused[] = {
        "UPDATE entry SET seq = seq WHERE number = 1",
        "DELETE FROM entry",
        "DELETE FROM agreement",
        "UPDATE agreement SET founding = founding",
        "DELETE FROM part WHERE type = 'fork'",
        "UPDATE part SET digest = digest",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE number = 2",
        "INSERT OR REPLACE INTO entry SELECT 2, agreement, feed, 99, leaf, bytes FROM entry WHERE number = 2",
        "REPLACE INTO entry SELECT 1000, agreement, feed, seq + 1, leaf, bytes FROM entry WHERE number = 1",
        "INSERT OR REPLACE INTO part SELECT * FROM part WHERE number = 2",
        "INSERT OR REPLACE INTO part SELECT 1000, agreement, type, digest, bytes FROM part WHERE number = 2",
        "INSERT OR REPLACE INTO agreement SELECT * FROM agreement",
        "INSERT OR REPLACE INTO agreement SELECT number + 1, id, founding FROM agreement",
    };
    World *world = *state;
    Store *store = opened(&world->arena, world->where);
    Str    before = S(""), after = S(""), why = S(""), agreement = agreement_of(&world->cast);
    assert_int_equal(appended(store, &world->batch), STORE_OK);
    assert_true(told(store, &world->arena, agreement, &before, &why));
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(world->where.at, &db), SQLITE_OK);
    for (Size i = 0; i < COUNT(refused); i++) {
        ROW("%s\n", refused[i]);
        assert_int_equal(sqlite3_exec(db, refused[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_true(told(store, &world->arena, agreement, &after, &why));
    assert_text(after, before);
    store_close(store);
}

/* A file that is not as entente makes it is no record. */
static void other_schemas_are_refused(void **state)
{
    static const struct {
        const char *sql, *says;
    } rows[] = {
        {"DROP TRIGGER entry_stays", "its tables are not as entente makes them: somebody changed the file"},
        {"CREATE TRIGGER other AFTER INSERT ON entry BEGIN SELECT 1; END", "somebody changed the file"},
        {"CREATE TABLE other(x)", "somebody changed the file"},
        {"PRAGMA user_version=2", "a later version of entente wrote it: renew the program"},
        {"PRAGMA application_id=1", "it is a database of something else"},
        {"PRAGMA user_version=0", "it is a database of something else"},
    };
    World *world = *state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Str why = S("");
        ROW("%s\n", rows[i].sql);
        folder_free(&world->arena, world->folder);
        world->folder = folder_new(&world->arena);
        world->where = str_format(&world->arena, "%.*s/record.db", STR_ARG(world->folder));
        store_close(opened(&world->arena, world->where));
        execute(world, rows[i].sql);
        assert_null(store_open(&world->arena, world->where, STORE_MAY_CREATE, &why));
        assert_true(str_ends(why, str_from(rows[i].says)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_it_went_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_as_it_arrives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_file_only_grows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_schemas_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
