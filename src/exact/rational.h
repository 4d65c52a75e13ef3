/* rational.h - exact fractions on 128-bit integers, and the one place where they are rounded.
 *
 * Amounts on their way to a statement are fractions: nothing is lost before the text says where and
 * how to round. Invariants: den > 0, the fraction is reduced. An operation that does not fit 127
 * bits gives a fraction that is not `ok`, and so does everything computed from it: the caller checks
 * once, at the end. */
#ifndef ENT_EXACT_RATIONAL_H
#define ENT_EXACT_RATIONAL_H
#include "exact/decimal.h"

typedef struct {
    Int128 num, den;
    bool   ok;
} Rational;

typedef enum { ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_UP, ROUND_DOWN } Rounding;

Rational rational_of(int64_t value, int scale); /* value / 10^scale */
Rational rational_whole(Int128 value);
Rational rational_ratio(Int128 num, Int128 den); /* den is not 0 */
Rational rational_add(Rational a, Rational b);
Rational rational_less(Rational a, Rational b);
Rational rational_times(Rational a, Rational b);
Rational rational_divide(Rational a, Rational b); /* by zero: not ok */
int      rational_order(Rational a, Rational b);  /* both ok */
bool     rational_is_zero(Rational a);
/* Half up, half down, up and down are away from and towards zero, so that a credit rounds as a debt
 * does. False: not ok, or the result does not fit; *out untouched. `scale`: decimals that are kept. */
/* Whether a whole quotient goes one further from zero, for the rest that is left over. */
bool         rounding_goes_up(Int128 quotient, Int128 rest, Int128 den, Rounding mode);
CHECKED bool rational_round(Rational a, int scale, Rounding mode, int64_t *out);
/* "1234.50", or "8.72/6" as a fraction where it has no end. */
Str rational_text(Arena *arena, Rational a);
#endif
