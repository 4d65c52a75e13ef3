/* decimal.c - see decimal.h. */
#include "exact/decimal.h"

enum { DIGITS_MOST = 18 };

bool decimal_read(Str spelling, int64_t *value, uint8_t *scale)
{
    int64_t total = 0;
    int     digits = 0, decimals = 0;
    bool    point = false;
    for (Size i = 0; i < spelling.len; i++) {
        char ch = spelling.at[i];
        point |= ch == '.';
        if (ch < '0' || ch > '9')
            continue;
        digits += total > 0 || ch != '0';
        decimals += point;
        if (digits > DIGITS_MOST || decimals > DIGITS_MOST)
            return false;
        total = total * 10 + (ch - '0');
    }
    *value = total;
    *scale = (uint8_t)decimals;
    return true;
}

int decimal_order(int64_t a, int a_scale, int64_t b, int b_scale)
{
    Int128 left = a, right = b;
    for (; a_scale < b_scale; a_scale++)
        left *= 10;
    for (; b_scale < a_scale; b_scale++)
        right *= 10;
    return (left > right) - (left < right);
}

Str decimal_text(Arena *arena, int64_t value, int scale)
{
    INVARIANT(0 <= scale && scale <= DIGITS_MOST);
    int64_t one = 1;
    while (scale > 0 && value % 10 == 0) {
        value /= 10;
        scale--;
    }
    for (int i = 0; i < scale; i++)
        one *= 10;
    const char *sign = value < 0 ? "-" : "";
    int64_t whole = value < 0 ? -(value / one) : value / one, rest = value < 0 ? -(value % one) : value % one;
    if (scale == 0)
        return str_format(arena, "%s%lld", sign, (long long)whole);
    return str_format(arena, "%s%lld.%0*lld", sign, (long long)whole, scale, (long long)rest);
}
