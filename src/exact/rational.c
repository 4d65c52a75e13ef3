/* rational.c - see rational.h. */
#include "exact/rational.h"

static const Rational broken = {0, 1, false};

static Int128 magnitude(Int128 a) { return a < 0 ? -a : a; }

/* Nearly all of them have 64 bits, which are divided much faster. */
static Int128 common(Int128 a, Int128 b)
{
    a = magnitude(a);
    b = magnitude(b);
    while (b > UINT64_MAX) {
        Int128 rest = a % b;
        a = b;
        b = rest;
    }
    if (b <= 1)
        return b || !a ? 1 : a;
    uint64_t left = (uint64_t)b, right = (uint64_t)(a > UINT64_MAX ? a % b : (Int128)((uint64_t)a % left));
    while (right) {
        uint64_t rest = left % right;
        left = right;
        right = rest;
    }
    return left;
}

static Int128 ten_to(int power)
{
    Int128 ten = 1;
    for (int i = 0; i < power; i++)
        ten *= 10;
    return ten;
}

/* Most divisors are 1. */
static Int128 over(Int128 value, Int128 divisor) { return divisor == 1 ? value : value / divisor; }

Rational rational_ratio(Int128 num, Int128 den)
{
    INVARIANT(den != 0);
    Int128 divisor = common(num, den);
    num = over(num, divisor);
    den = over(den, divisor);
    return den < 0 ? (Rational){-num, -den, true} : (Rational){num, den, true};
}

Rational rational_of(int64_t value, int scale) { return rational_ratio(value, ten_to(scale)); }
Rational rational_whole(Int128 value) { return (Rational){value, 1, true}; }

Rational rational_times(Rational a, Rational b)
{
    if (!a.ok || !b.ok)
        return broken;
    Int128 left = common(a.num, b.den), right = common(b.num, a.den), num = 0,
           den = 0; /* reduce first: less overflow, and the product is reduced */
    if (__builtin_mul_overflow(over(a.num, left), over(b.num, right), &num) ||
        __builtin_mul_overflow(over(a.den, right), over(b.den, left), &den))
        return broken;
    return (Rational){num, den, true};
}

Rational rational_divide(Rational a, Rational b)
{
    if (!a.ok || !b.ok || b.num == 0)
        return broken;
    return rational_times(a, b.num < 0 ? (Rational){-b.den, -b.num, true} : (Rational){b.den, b.num, true});
}

Rational rational_add(Rational a, Rational b)
{
    if (!a.ok || !b.ok)
        return broken;
    Int128 same = 0;
    if (a.den == b.den)
        return __builtin_add_overflow(a.num, b.num, &same) ? broken : rational_ratio(same, a.den);
    Int128 shared = common(a.den, b.den), left = 0, right = 0, num = 0, den = 0;
    Int128 more = over(b.den, shared);
    bool   large = __builtin_mul_overflow(a.num, more, &left) ||
                 __builtin_mul_overflow(b.num, over(a.den, shared), &right) ||
                 __builtin_add_overflow(left, right, &num) || __builtin_mul_overflow(a.den, more, &den);
    return large ? broken : rational_ratio(num, den);
}

Rational rational_less(Rational a, Rational b) { return rational_add(a, (Rational){-b.num, b.den, b.ok}); }

static Int128 floor_of(Rational a) { return a.num / a.den - (a.num < 0 && a.num % a.den != 0); }

/* Too far apart for one denominator: whole parts first, then what is left of each, turned over. */
static int order_by_parts(Rational a, Rational b)
{
    for (int sign = 1;; sign = -sign) {
        Int128 left = floor_of(a), right = floor_of(b);
        if (left != right)
            return left > right ? sign : -sign;
        Int128 more = a.num - left * a.den, than = b.num - right * b.den;
        if (!more || !than)
            return sign * ((more > 0) - (than > 0));
        a = (Rational){a.den, more, true};
        b = (Rational){b.den, than, true};
    }
}

int rational_order(Rational a, Rational b)
{
    if (a.den == b.den)
        return (a.num > b.num) - (a.num < b.num);
    Rational difference = rational_less(a, b);
    return difference.ok ? (difference.num > 0) - (difference.num < 0) : order_by_parts(a, b);
}

bool rational_is_zero(Rational a) { return a.ok && a.num == 0; }

bool rounding_goes_up(Int128 quotient, Int128 rest, Int128 den, Rounding mode)
{
    int half = rest > den - rest ? 1 : rest < den - rest ? -1 : 0;
    switch (mode) {
    case ROUND_HALF_EVEN: return half > 0 || (half == 0 && (quotient & 1));
    case ROUND_HALF_UP: return half >= 0;
    case ROUND_HALF_DOWN: return half > 0;
    case ROUND_UP: return rest > 0;
    case ROUND_DOWN: return false;
    }
    return false;
}

bool rational_round(Rational a, int scale, Rounding mode, int64_t *out)
{
    Rational scaled = rational_times(a, rational_whole(ten_to(scale)));
    if (!scaled.ok)
        return false;
    Int128 whole = magnitude(scaled.num), quotient = whole / scaled.den, rest = whole % scaled.den;
    if (rest && rounding_goes_up(quotient, rest, scaled.den, mode))
        quotient++;
    if (quotient > INT64_MAX)
        return false;
    *out = (int64_t)(scaled.num < 0 ? -quotient : quotient);
    return true;
}

Str rational_text(Arena *arena, Rational a)
{
    if (!a.ok)
        return S("too large");
    int64_t one = 1;
    for (int scale = 0; scale <= 12; scale++, one *= 10) {
        Int128 value = 0;
        if (a.den > one || one % (int64_t)a.den)
            continue;
        if (!__builtin_mul_overflow(a.num, one / (int64_t)a.den, &value) && value == (int64_t)value)
            return decimal_text(arena, (int64_t)value, scale);
        break; /* with more decimals it is longer still */
    }
    int64_t num = (int64_t)a.num, den = (int64_t)a.den;
    if (num != a.num || den != a.den)
        return S("a long fraction");
    return str_format(arena, "%lld/%lld", (long long)num, (long long)den);
}
