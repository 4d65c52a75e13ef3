/* test_random.c - random bytes fill all that is asked for, and are not the same twice. */
#include "test.h"

#include "os/random.h"

static void not_the_same(void **state)
{
    char one[16] = {0}, other[16] = {0};
    (void)state;
    assert_true(random_bytes(one, sizeof one));
    assert_true(random_bytes(other, sizeof other));
    assert_memory_not_equal(one, other, sizeof one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(not_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
