/* test_codes.c - codes of every length are found, and nothing else is. */
#include "test.h"

#include <string.h>

#include "money/codes.h"

static void every_length(void **state)
{
    Arena arena = {0};
    Codes codes = codes_new(&arena, 40);
    char  letters[41];
    (void)state;
    memset(letters, 'x', sizeof letters);
    for (Size len = 1; len <= 40; len++)
        assert_true(codes_add(&codes, str_copy(&arena, (Str){letters, len}), (uint32_t)len));
    for (Size len = 1; len <= 40; len++) {
        const Code *code = codes_find(&codes, (Str){letters, len});
        assert_true(code && code->value == (uint32_t)len);
        assert_false(codes_add(&codes, (Str){letters, len}, 7));
        letters[len - 1] = 'y';
        assert_null(codes_find(&codes, (Str){letters, len}));
        letters[len - 1] = 'x';
    }
    assert_null(codes_find(&codes, S("")));
    assert_null(codes_find(&codes, (Str){"x\0", 2}));
    arena_free(&arena);
}

static void many(void **state)
{
    Arena arena = {0};
    Codes codes = codes_new(&arena, 5000);
    (void)state;
    for (int i = 0; i < 5000; i++)
        assert_true(codes_add(&codes, str_format(&arena, "P%04d", i), (uint32_t)i));
    for (int i = 0; i < 5000; i++)
        assert_int_equal(codes_find(&codes, str_format(&arena, "P%04d", i))->value, i);
    assert_null(codes_find(&codes, S("P5000")));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_length), cmocka_unit_test(many)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
