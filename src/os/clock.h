/* clock.h - the only place where the day of today comes from. */
#ifndef ENT_OS_CLOCK_H
#define ENT_OS_CLOCK_H
#include "base/date.h"

Day clock_today(void); /* in UTC */
#endif
