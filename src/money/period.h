/* period.h - the periods of money, and amounts in minor units. */
#ifndef ENT_MONEY_PERIOD_H
#define ENT_MONEY_PERIOD_H
#include "standing/period.h"

/* An amount in minor units of a currency; -1 and a currency without them: whole ones. */
Rational minor_amount(int64_t minor, int currency);
#endif
