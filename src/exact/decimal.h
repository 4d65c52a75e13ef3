/* decimal.h - decimals exactly as they are written: a whole number and how many of its digits are
 * decimals (1.25 is 125 with scale 2). No floating point, no rounding; what does not fit is refused. */
#ifndef ENT_EXACT_DECIMAL_H
#define ENT_EXACT_DECIMAL_H
#include "base/base.h"

__extension__ typedef __int128 Int128;

/* From the spelling `1_000.25`; false: more than 18 digits, *value and *scale untouched. */
CHECKED bool decimal_read(Str spelling, int64_t *value, uint8_t *scale);
/* -1, 0 or 1 for two decimals of any scale up to 18. */
int decimal_order(int64_t a, int a_scale, int64_t b, int b_scale);
/* The canonical spelling: no trailing zeros, no separators. */
Str decimal_text(Arena *arena, int64_t value, int scale);
#endif
