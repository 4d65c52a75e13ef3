/* test_clock.c - the clock can be told what time it is, and says when it was told nonsense. */
#include <stdlib.h>

#include "test.h"

#include "os/clock.h"

static void told(void **state)
{
    static const struct {
        const char *said;
        bool        valid;
        int64_t     now;
    } rows[] = {{"2027-03-01", true, 1803859200},
                {"2027-03-01T00:00:01Z", true, 1803859201},
                {"2027-03-01T23:59:59Z", true, 1803945599},
                {"1970-01-01", true, 0},
                {"1969-12-31", false, 0},
                {"2027-02-29", false, 0},
                {"2027-03-01T24:00:00Z", false, 0},
                {"2027-03-01T00:60:00Z", false, 0},
                {"2027-03-01T00:00:00", false, 0},
                {"2027-03-01 00:00:00Z", false, 0},
                {"tomorrow", false, 0},
                {"2027-03-01T0a:00:00Z", false, 0}};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        print_message("# %s\n", rows[i].said);
        assert_int_equal(setenv("ENTENTE_NOW", rows[i].said, 1), 0);
        assert_int_equal(clock_valid(), rows[i].valid);
        if (rows[i].valid) {
            assert_int_equal(clock_now(), rows[i].now);
            assert_int_equal(clock_today(), rows[i].now / 86400);
        } else {
            assert_true(clock_now() > 1700000000);
        }
    }
    assert_int_equal(unsetenv("ENTENTE_NOW"), 0);
    assert_true(clock_valid() && clock_now() > 1700000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
