/* test.h - what every unit test needs: cmocka in its order, comparing texts, seeded numbers. */
#ifndef ENT_TEST_H
#define ENT_TEST_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "base/base.h"

/* Names the row of a table that is about to be tried; a failing row thus names itself. */
#define ROW(...) print_message("# " __VA_ARGS__)

/* Both texts are shown when they differ. */
#define assert_text(got, want) test_text((got), (want), __FILE__, __LINE__)
static inline void test_text(Str got, Str want, const char *file, int line)
{
    if (str_equal(got, want))
        return;
    print_error("# got : `%.*s`\n# want: `%.*s`\n", STR_ARG(got), STR_ARG(want));
    _fail(file, line);
}

/* splitmix64: the same numbers everywhere from the same seed. */
typedef struct {
    uint64_t state;
} Random;

static inline uint64_t random_next(Random *random)
{
    uint64_t mixed = random->state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

/* 0 .. below-1 */
static inline Size random_below(Random *random, Size below)
{
    return (Size)(random_next(random) % (uint64_t)below);
}
#endif
