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

/* Written from its end. */
Str decimal_text(Arena *arena, int64_t value, int scale)
{
    INVARIANT(0 <= scale && scale <= DIGITS_MOST);
    while (scale > 0 && value % 10 == 0) {
        value /= 10;
        scale--;
    }
    char     text[2 * DIGITS_MOST], *to = text + sizeof text;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    for (int digits = 0; rest || digits <= scale; digits++, rest /= 10) {
        if (digits && digits == scale)
            *--to = '.';
        *--to = (char)('0' + rest % 10);
    }
    if (value < 0)
        *--to = '-';
    return str_copy(arena, (Str){to, text + sizeof text - to});
}
