/* test_duplicates.c - every line that repeats another one is found, no other is, in little memory. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "money/duplicates.h"
#include "money/id_set.h"

/* A file in memory, which may fail. */
typedef struct {
    Arena arena;
    Text  text;
    Size  appends, reads;
    bool  fails_to_append, fails_to_read;
} Memory;

static bool append(void *self, const void *bytes, Size len)
{
    Memory *memory = self;
    memory->appends++;
    text_add(&memory->text, (Str){bytes, len});
    return !memory->fails_to_append;
}

static bool read_back(void *self, int64_t at, void *bytes, Size len)
{
    Memory *memory = self;
    memory->reads++;
    assert_true(at >= 0 && at + len <= memory->text.len);
    memcpy(bytes, memory->text.at + at, (size_t)len);
    return !memory->fails_to_read;
}

static Spill spill_new(Memory *memory)
{
    *memory = (Memory){.text = {.arena = NULL}};
    memory->text = text_new(&memory->arena);
    return (Spill){memory, append, read_back};
}

static const SipKey test_key = {0x0706050403020100u, 0x0f0e0d0c0b0a0908u};

/* The vectors of the paper: the key 00 01 … 0f, the text 00 01 … */
static void the_hash_is_siphash(void **state)
{
    char text[16];
    (void)state;
    for (int i = 0; i < 16; i++)
        text[i] = (char)i;
    assert_true(siphash(test_key, (Str){text, 0}) == 0x726fdb47dd0e0e31u);
    assert_true(siphash(test_key, (Str){text, 1}) == 0x74f839c593dc67fdu);
    assert_true(siphash(test_key, (Str){text, 8}) == 0x93f5f5799a932462u);
    assert_true(siphash(test_key, (Str){text, 15}) == 0xa129ca6149be45e5u);
}

static int number_order(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

/* Each number is new exactly once, whatever lists and bitmaps become. */
static void a_set_of_numbers(void **state)
{
    Random random = {3};
    (void)state;
    for (int round = 0; round < 20; round++) {
        enum { COUNT_MOST = 30000 };
        Arena     arena = {0};
        IdSet     set = id_set_new(&arena, 1 << 30);
        uint64_t *all = NEW(&arena, uint64_t, COUNT_MOST);
        uint64_t  span = (uint64_t)1 << (6 + random_below(&random, 50));
        Size      fresh = 0, different = 0;
        for (Size i = 0; i < COUNT_MOST; i++) {
            all[i] = random_next(&random) % span;
            fresh += id_set_add(&set, all[i]) == ID_NEW;
        }
        for (Size i = 0; i < COUNT_MOST; i++)
            assert_int_equal(id_set_add(&set, all[i]), ID_THERE);
        qsort(all, COUNT_MOST, sizeof *all, number_order);
        for (Size i = 0; i < COUNT_MOST; i++)
            different += i == 0 || all[i] != all[i - 1];
        assert_int_equal(fresh, different);
        arena_free(&arena);
    }
}

static void numbers_that_count_up_need_two_bits(void **state)
{
    Arena arena = {0};
    IdSet set = id_set_new(&arena, 1 << 30);
    (void)state;
    for (uint64_t i = 1; i <= 2000000; i++)
        assert_int_equal(id_set_add(&set, i), ID_NEW);
    assert_true(set.used < 2000000 / 3);
    arena_free(&arena);
}

static void a_full_set_takes_only_what_has_a_block(void **state)
{
    Arena arena = {0};
    IdSet set = id_set_new(&arena, 10000);
    (void)state;
    assert_int_equal(id_set_add(&set, 5), ID_NEW);
    for (uint64_t i = 1; i < 1000; i++)
        (void)id_set_add(&set, i << 20);
    assert_int_equal(id_set_add(&set, (uint64_t)5000 << 20), ID_NOT_TAKEN);
    assert_int_equal(id_set_add(&set, (uint64_t)5000 << 20), ID_NOT_TAKEN);
    assert_int_equal(id_set_add(&set, 5), ID_THERE);
    assert_int_equal(id_set_add(&set, 6), ID_NEW);
    assert_true(set.used < 11000);
    arena_free(&arena);
}

static Str random_id(Arena *arena, Random *random, Size different)
{
    Size n = random_below(random, different);
    switch (n % 5) {
    case 0: return str_format(arena, "%lld", (long long)n);
    case 1: return str_format(arena, "%lld", (long long)n * 7919 * 65537); /* far apart */
    case 2: return str_format(arena, "INV-%06lld", (long long)n);
    case 3: return str_format(arena, "0%lld", (long long)n);
    default: return str_format(arena, "%lld/%lld", (long long)n % 97, (long long)n);
    }
}

static void as_looking_at_all_pairs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        Arena       arena = {0};
        Memory      memory;
        Random      random = {seed};
        Size        count = 1 + random_below(&random, 600), found = 0;
        Duplicates *d = duplicates_new(&arena, test_key, DUPLICATES_MEMORY_LEAST, spill_new(&memory));
        Str        *ids = NEW(&arena, Str, count);
        ROW("seed %d\n", (int)seed);
        if (seed % 4 == 0)
            duplicates_weak(d, 8);
        for (Size i = 0; i < count; i++) {
            ids[i] = random_id(&arena, &random, seed % 3 ? 100000 : 400);
            duplicates_add(d, ids[i]);
        }
        DuplicatesResult result = duplicates_close(d);
        for (Size i = 0; i < count; i++) {
            Size first = 0;
            while (!str_equal(ids[first], ids[i]))
                first++;
            found += first < i;
            assert_int_equal(duplicates_look(d, ids[i], i + 1), first < i ? first + 1 : 0);
        }
        /* Texts that only collide make a second pass, and nothing else. */
        assert_true(result == (found ? DUPLICATES_SOME : DUPLICATES_NONE) || seed % 4 == 0);
        arena_free(&memory.arena);
        arena_free(&arena);
    }
}

static void one_number_written_in_two_ways(void **state)
{
    static const char *const ids[] = {"7", "007", "07", "0", "00", "-7", "7.0", " 7", "1000000000000000000"};
    Arena                    arena = {0};
    Memory                   memory;
    Duplicates *d = duplicates_new(&arena, test_key, DUPLICATES_MEMORY_LEAST, spill_new(&memory));
    (void)state;
    for (Size i = 0; i < COUNT(ids); i++)
        duplicates_add(d, str_from(ids[i]));
    assert_int_equal(duplicates_close(d), DUPLICATES_NONE);
    arena_free(&memory.arena);
    arena_free(&arena);
}

/* Many runs, and each id twice or three times, or once. */
static void more_than_memory_holds(void **state)
{
    enum { IDS = 60000 };
    Arena       arena = {0};
    Memory      memory;
    Duplicates *d = duplicates_new(&arena, test_key, DUPLICATES_MEMORY_LEAST, spill_new(&memory));
    Size        again = 0;
    (void)state;
    for (int pass = 0; pass < 3; pass++)
        for (int i = 0; i < IDS; i++)
            if (pass == 0 || i % (pass == 1 ? 3 : 6) == 0)
                duplicates_add(d, str_format(&arena, "L%d", i));
    assert_int_equal(duplicates_close(d), DUPLICATES_SOME);
    assert_true(memory.appends > 30 && memory.reads > 30);
    for (int pass = 0; pass < 3; pass++)
        for (int i = 0; i < IDS; i++) {
            if (pass && i % (pass == 1 ? 3 : 6) != 0)
                continue;
            int64_t first = duplicates_look(d, str_format(&arena, "L%d", i), (int64_t)pass * IDS + i + 1);
            assert_int_equal(first, pass ? i + 1 : 0);
            again += first != 0;
        }
    assert_int_equal(again, IDS / 3 + IDS / 6);
    arena_free(&memory.arena);
    arena_free(&arena);
}

static void what_cannot_be_told(void **state)
{
    (void)state;
    for (int fails = 0; fails < 2; fails++) {
        Arena       arena = {0};
        Memory      memory;
        Duplicates *d = duplicates_new(&arena, test_key, DUPLICATES_MEMORY_LEAST, spill_new(&memory));
        memory.fails_to_append = fails == 0;
        memory.fails_to_read = fails == 1;
        for (int i = 0; i < 20000; i++)
            duplicates_add(d, str_format(&arena, "L%d", i));
        assert_int_equal(duplicates_close(d), DUPLICATES_FAILED);
        arena_free(&memory.arena);
        arena_free(&arena);
    }
    Arena       arena = {0};
    Memory      memory;
    Duplicates *d = duplicates_new(&arena, test_key, 1 << 24, spill_new(&memory));
    for (int pass = 0; pass < 2; pass++)
        for (int i = 1; i <= DUPLICATES_MOST + 1; i++) {
            char digits[16];
            int  at = 16;
            for (int n = i; n; n /= 10)
                digits[--at] = (char)('0' + n % 10);
            duplicates_add(d, (Str){digits + at, 16 - at});
        }
    assert_int_equal(duplicates_close(d), DUPLICATES_TOO_MANY);
    arena_free(&memory.arena);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_siphash),
        cmocka_unit_test(a_set_of_numbers),
        cmocka_unit_test(numbers_that_count_up_need_two_bits),
        cmocka_unit_test(a_full_set_takes_only_what_has_a_block),
        cmocka_unit_test(as_looking_at_all_pairs),
        cmocka_unit_test(one_number_written_in_two_ways),
        cmocka_unit_test(more_than_memory_holds),
        cmocka_unit_test(what_cannot_be_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
