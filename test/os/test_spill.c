/* test_spill.c - what is appended is read again, and the file has no name. */
#include "test.h"

#include <string.h>

#include "os/spill.h"

static void appended_and_read(void **state)
{
    Arena      arena = {0};
    SpillFile *file = spill_open(&arena);
    char       back[10] = {0};
    (void)state;
    assert_non_null(file);
    assert_true(spill_append(file, "hello ", 6));
    assert_true(spill_append(file, "world", 5));
    assert_true(spill_read(file, 4, back, 5));
    assert_memory_equal(back, "o wor", 5);
    assert_false(spill_read(file, 8, back, 5)); /* past the end */
    spill_close(file);
    assert_false(spill_append(file, "x", 1));
    spill_close(file);
    spill_close(NULL);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(appended_and_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
