/* figures.h - amounts, counts, days and periods as a reader expects them.
 *
 * For people: `1,210,000.00 USD`, a real minus in front, an amount without end with six true decimals and
 * `…` behind them. For programs: plain numbers, and exact fractions `num/den`. Nothing is rounded here. */
#ifndef ENT_REPORT_FIGURES_H
#define ENT_REPORT_FIGURES_H
#include "base/date.h"
#include "money/period.h"

typedef enum { FIGURE_READ, FIGURE_PLAIN } FigureStyle; /* with separators, or as programs want it */

Str figure_count(Arena *arena, int64_t count); /* "1,210,000" */
/* "1,210,000.00": decimals of the currency (-1: none), or as many as the amount needs, at most six; then `…`.
 */
Str figure_amount(Arena *arena, Rational amount, int currency, FigureStyle style);
Str figure_minor(Arena *arena, int64_t minor, int currency, FigureStyle style);
Str figure_money(Arena *arena, int64_t minor, int currency); /* "1,210,000.00 USD" */
Str figure_fraction(Arena *arena, Rational value);           /* "10/3", "5"; any size */
/* The number that a text such as "4,900,000 units", "0.20 USD per unit", "15%" begins with, and what stands
 * behind it ("units"; "%"); false: it begins with none. */
CHECKED bool figure_read(Str text, Rational *value, Str *behind);
/* The same number in plain digits, all its decimals kept; "" if there is none, and then all stands behind. */
Str figure_digits(Arena *arena, Str text, Str *behind);
#endif
