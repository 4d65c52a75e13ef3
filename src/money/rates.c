/* rates.c - see rates.h. */
#include "money/rates.h"
RateFound rates_on(const Rates *rates, int from, int to, Day day, Rational *out, Day *used)
{
    (void)rates;
    (void)from;
    (void)to;
    (void)day;
    (void)out;
    (void)used;
    return RATE_MISSING;
}
