/* clock.h - the only place where the day of today comes from, and how much time has passed.
 *
 * ENTENTE_NOW, a date such as 2027-03-01 or a moment such as 2027-03-01T09:30:00Z, takes the place of the
 * system's clock: for rehearsals and tests. What is written with it says so falsely, as with a clock that is
 * wrong, and is found out in the same way (record/dates.h). */
#ifndef ENT_OS_CLOCK_H
#define ENT_OS_CLOCK_H
#include "base/date.h"

Day          clock_today(void); /* in UTC */
int64_t      clock_now(void);   /* seconds since 1970 */
int64_t      clock_ms(void);    /* since some moment: for what took how long, never for an answer */
CHECKED bool clock_valid(void); /* false: ENTENTE_NOW is neither */
#endif
