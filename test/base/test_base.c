/* test_base.c - arenas, slices, near names, text under construction. */
#include "test.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void an_arena_gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    Arena  arena = {0};
    Random random = {1};
    for (int i = 0; i < 2000; i++) {
        Size  size = 1 + random_below(&random, 300), align = (Size)1 << random_below(&random, 7);
        char *at = arena_take(&arena, size, align, 1);
        assert_int_equal((uintptr_t)at % (uintptr_t)align, 0);
        for (Size j = 0; j < size; j++)
            assert_int_equal(at[j], 0);
        memset(at, 0xa5, (size_t)size); /* the next object must be clean all the same */
    }
    arena_free(&arena);
    assert_null(arena.block);
    arena_free(&arena); /* twice does no harm */
}

static void an_arena_holds_what_is_larger_than_a_block(void **state)
{
    (void)state;
    Arena arena = {0};
    char *large = NEW(&arena, char, 3 << 20);
    char *small = NEW(&arena, char, 1);
    large[(3 << 20) - 1] = 1;
    *small = 2;
    assert_int_equal(large[(3 << 20) - 1], 1);
    arena_free(&arena);
}

static char ends[8];
static Size ends_count;

static void append_letter(void *self)
{
    const char *letter = self;
    ends[ends_count++] = *letter;
}

static void what_lives_in_an_arena_ends_with_it(void **state)
{
    Arena arena = {0};
    (void)state;
    ends_count = 0;
    for (const char *at = "abc"; *at; at++)
        arena_at_end(&arena, append_letter, (void *)(uintptr_t)str_copy(&arena, (Str){at, 1}).at);
    assert_int_equal(ends_count, 0);
    arena_free(&arena);
    assert_memory_equal(ends, "cba", 3);
    arena_free(&arena);
    assert_int_equal(ends_count, 3);
}

static void a_list_keeps_its_items_while_it_grows(void **state)
{
    (void)state;
    Arena arena = {0};
    LIST_OF(int) list = {0};
    for (int i = 0; i < 1000; i++)
        *PUSH(&arena, &list) = i * i;
    assert_int_equal(list.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list.items[i], i * i);
    arena_free(&arena);
}

static void a_broken_invariant_ends_the_process_with_70(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        (void)close(STDERR_FILENO);
        (void)close(STDOUT_FILENO);
        INVARIANT(child > 0);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 70);
}

static void slices_compare_by_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int         order;
    } rows[] = {
        {"", "", 0},   {"", "a", -1},    {"a", "b", -1},    {"ab", "a", 1},
        {"a", "A", 1}, {"\xff", "a", 1}, {"abc", "abc", 0},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("`%s` to `%s` is %d\n", rows[i].a, rows[i].b, rows[i].order);
        Str a = str_from(rows[i].a), b = str_from(rows[i].b);
        int order = str_order(a, b), back = str_order(b, a);
        assert_int_equal((order > 0) - (order < 0), rows[i].order);
        assert_int_equal((back > 0) - (back < 0), -rows[i].order);
        assert_int_equal(str_equal(a, b), rows[i].order == 0);
    }
    assert_true(str_equal(S_NONE, S("")));
    assert_int_equal(str_order(S_NONE, S("")), 0);
}

static void slices_cut_and_find(void **state)
{
    (void)state;
    Str text = S("aurora/video");
    assert_true(str_starts(text, S("aurora")) && str_starts(text, S("")) && str_starts(text, text));
    assert_false(str_starts(text, S("video")) || str_starts(S("a"), text));
    assert_true(str_ends(text, S("video")) && str_ends(text, S("")) && str_ends(text, text));
    assert_false(str_ends(text, S("aurora")) || str_ends(S("o"), text));
    assert_int_equal(str_find(text, '/'), 6);
    assert_int_equal(str_find(text, '#'), -1);
    assert_int_equal(str_find(S_NONE, '/'), -1);
    assert_text(str_slice(text, 7, 12), S("video"));
    assert_text(str_slice(text, 12, 12), S(""));
    assert_text(str_slice(S_NONE, 0, 0), S(""));
    assert_text(str_trim(S(" \t\r\n a b \n")), S("a b"));
    assert_text(str_trim(S(" \n ")), S(""));
    assert_text(str_trim(S("")), S(""));
}

static void copies_and_formats_live_in_the_arena(void **state)
{
    (void)state;
    Arena arena = {0};
    char  local[] = "local";
    Str   copy = str_copy(&arena, str_from(local));
    local[0] = 'X';
    assert_text(copy, S("local"));
    assert_int_equal(copy.at[copy.len], 0);
    assert_text(str_copy(&arena, S_NONE), S(""));
    assert_text(str_format(&arena, "%d of %.*s", 7, STR_ARG(S("nine"))), S("7 of nine"));
    assert_text(str_format(&arena, "%.*s", STR_ARG(S_NONE)), S(""));
    arena_free(&arena);
}

static void hashes_depend_on_every_byte(void **state)
{
    (void)state;
    assert_true(str_hash(S("aurora")) == str_hash(S("aurora")));
    assert_true(str_hash(S("aurora")) != str_hash(S("aurorb")));
    assert_true(str_hash(S("aurora")) != str_hash(S("burora")));
    assert_true(str_hash(S("")) != str_hash(((Str){"\0", 1})));
}

static void the_distance_counts_edits_and_swaps(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        Size        distance;
    } rows[] = {
        {"", "", 0},           {"grant", "grant", 0},    {"grant", "grnat", 1}, /* swap */
        {"grant", "gran", 1},  {"grant", "grants", 1},   {"grant", "grand", 1},
        {"grant", "rgatn", 2}, {"kitten", "sitting", 3}, {"", "abc", 3},
        {"ca", "abc", 3}, /* no edit inside a swap */
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("`%s` to `%s` is %d\n", rows[i].a, rows[i].b, (int)rows[i].distance);
        Str a = str_from(rows[i].a), b = str_from(rows[i].b);
        assert_int_equal(str_distance(a, b, 10), rows[i].distance);
        assert_int_equal(str_distance(b, a, 10), rows[i].distance);
    }
    assert_true(str_distance(S("a"), S("abcdef"), 2) > 2);
    char far[100];
    memset(far, 'x', sizeof far);
    assert_true(str_distance((Str){far, 100}, (Str){far, 100}, 2) > 2); /* long names are not compared */
}

static void the_nearest_name_is_offered(void **state)
{
    (void)state;
    static const char *const known[] = {"automotive", "mobile", "mobile/tablets", "video", "core"};
    static const struct {
        const char *wanted, *best;
    } rows[] = {
        {"automotve", "automotive"},
        {"moblie", "mobile"},
        {"vidoe", "video"},
        {"mobile", ""},
        {"networks", ""},
        {"xyz", ""},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("`%s` means `%s`\n", rows[i].wanted, rows[i].best);
        Near near = near_new(str_from(rows[i].wanted));
        for (Size k = 0; k < COUNT(known); k++)
            near_try(&near, str_from(known[k]));
        assert_text(near.best, str_from(rows[i].best));
    }
    Near near = near_new(S("grand")); /* the nearer one wins, whatever the order; the first of equals stays */
    near_try(&near, S("grunt"));
    near_try(&near, S("grant"));
    near_try(&near, S("brand"));
    assert_text(near.best, S("grant"));
}

static void text_grows_piece_by_piece(void **state)
{
    (void)state;
    Arena arena = {0};
    Text  text = text_new(&arena);
    assert_text(text_str(&text), S(""));
    text_add(&text, S("a"));
    text_add(&text, S_NONE);
    text_char(&text, 'b');
    text_pad(&text, 3);
    text_pad(&text, -1);
    text_format(&text, "%s-%d", "c", 12);
    assert_text(text_str(&text), S("ab   c-12"));
    for (int i = 0; i < 500; i++)
        text_format(&text, "%04d", i);
    assert_int_equal(text_str(&text).len, 9 + 2000);
    assert_text(str_slice(text_str(&text), 9 + 4 * 321, 9 + 4 * 322), S("0321"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(an_arena_holds_what_is_larger_than_a_block),
        cmocka_unit_test(what_lives_in_an_arena_ends_with_it),
        cmocka_unit_test(a_list_keeps_its_items_while_it_grows),
        cmocka_unit_test(a_broken_invariant_ends_the_process_with_70),
        cmocka_unit_test(slices_compare_by_bytes),
        cmocka_unit_test(slices_cut_and_find),
        cmocka_unit_test(copies_and_formats_live_in_the_arena),
        cmocka_unit_test(hashes_depend_on_every_byte),
        cmocka_unit_test(the_distance_counts_edits_and_swaps),
        cmocka_unit_test(the_nearest_name_is_offered),
        cmocka_unit_test(text_grows_piece_by_piece),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
