/* test_damage.c - bits of the file flip. Then the record is as it was, or the damage is found and named. */
#include <stdio.h>

#include "store/load.h"
#include "stores.h"

enum { FLIPS = 1200, FLIPS_OF_PART = 120, ROUNDS = 4 };

typedef struct {
    Arena arena;
    Cast  cast;
    Str   folder, where, whole, told; /* `whole`: the file, before; `told`: what it says */
} World;

static Str bytes_of(Arena *arena, Str path)
{
    FILE *file = fopen(str_copy(arena, path).at, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long  size = ftell(file);
    char *bytes = NEW(arena, char, size + 1);
    rewind(file);
    assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
    fclose(file);
    return (Str){bytes, size};
}

/* A file alone: what others left beside it is gone. */
static void put_bytes(Arena *arena, Str path, Str bytes)
{
    (void)unlink(str_format(arena, "%.*s-wal", STR_ARG(path)).at);
    (void)unlink(str_format(arena, "%.*s-shm", STR_ARG(path)).at);
    FILE *file = fopen(str_copy(arena, path).at, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, (size_t)bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    World *world = calloc(1, sizeof *world);
    Str    why = S("");
    world->folder = folder_new(&world->arena);
    world->where = str_format(&world->arena, "%.*s/record.db", STR_ARG(world->folder));
    StoreBatch batch = full_batch(&world->cast, ROUNDS);
    Store     *store = opened(&world->arena, world->where);
    assert_int_equal(appended(store, &batch), STORE_OK);
    assert_true(told(store, &world->arena, agreement_of(&world->cast), &world->told, &why));
    store_close(store);
    world->whole = bytes_of(&world->arena, world->where);
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

/* Opens, verifies, and reads all. False: something was said, and it is `why`. */
static bool reads(World *world, Arena *arena, Str *why)
{
    Str    agreement = agreement_of(&world->cast), text = S("");
    Record record;
    Store *store = store_open(arena, world->where, STORE_MUST_EXIST, why);
    if (!store)
        return false;
    StoreResult result = load_verify(store, arena, agreement, &record, why);
    bool        good = result == STORE_OK && told(store, arena, agreement, &text, why);
    if (result == STORE_NONE)
        *why = S("there is no such agreement");
    store_close(store);
    if (good)
        assert_text(text, world->told);
    return good;
}

static void flips_are_found(void **state)
{
    World *world = *state;
    Random random = {20261124};
    Size   found = 0, flips = getenv("ENTENTE_PART") ? FLIPS_OF_PART : FLIPS;
    assert_true(reads(world, &world->arena, &(Str){0}));
    for (Size i = 0; i < flips; i++) {
        Arena arena = {0};
        Str   why = S(""), copy = world->whole;
        char *bytes = NEW(&arena, char, copy.len);
        memcpy(bytes, copy.at, (size_t)copy.len);
        Size bits = i % 3 ? 1 : 1 + random_below(&random, 8);
        Size first = -1;
        for (Size b = 0; b < bits; b++) { /* every third time in the first page alone */
            Size at = random_below(&random, i % 3 == 1 ? 4096 : copy.len);
            bytes[at] = (char)(bytes[at] ^ 1 << random_below(&random, 8));
            first = at;
        }
        put_bytes(&arena, world->where, (Str){bytes, copy.len});
        bool good = reads(world, &arena, &why);
        if (!good && why.len == 0)
            fail_msg("nothing was said of byte %lld", (long long)first);
        found += !good;
        arena_free(&arena);
    }
    ROW("%lld of %lld were found, the others changed nothing\n", (long long)found, (long long)flips);
    assert_true(found > flips / 2);
}

/* A file that ends early, or has a page in another page's place. */
static void pieces_are_missed(void **state)
{
    World *world = *state;
    Size   pages = world->whole.len / 4096, found = 0;
    for (Size i = 1; i < pages; i++) {
        Arena arena = {0};
        Str   why = S("");
        char *bytes = NEW(&arena, char, world->whole.len);
        memcpy(bytes, world->whole.at, (size_t)world->whole.len);
        put_bytes(&arena, world->where, (Str){bytes, i * 4096 - 7});
        assert_false(reads(world, &arena, &why));
        assert_true(why.len > 0);
        memset(bytes + i * 4096, 0, 4096); /* a page that was never written */
        put_bytes(&arena, world->where, (Str){bytes, world->whole.len});
        found += !reads(world, &arena, &why);
        memcpy(bytes + i * 4096, world->whole.at + (i == 1 ? 2 : i - 1) * 4096,
               4096); /* in the wrong place */
        put_bytes(&arena, world->where, (Str){bytes, world->whole.len});
        found += !reads(world, &arena, &why);
        arena_free(&arena);
    }
    assert_int_equal(found, 2 * (pages - 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(flips_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pieces_are_missed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
