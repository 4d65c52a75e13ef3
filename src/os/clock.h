/* clock.h - the only place where the day of today comes from, and how much time has passed. */
#ifndef ENT_OS_CLOCK_H
#define ENT_OS_CLOCK_H
#include "base/date.h"

Day     clock_today(void); /* in UTC */
int64_t clock_ms(void);    /* since some moment: for what took how long, never for an answer */
#endif
