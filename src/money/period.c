/* period.c - see period.h. */
#include "money/period.h"

#include "terms/data/tables.h"

Rational minor_amount(int64_t minor, int currency)
{
    int places = currency >= 0 ? currency_minor(currency) : 0;
    return rational_of(minor, places > 0 ? places : 0);
}
