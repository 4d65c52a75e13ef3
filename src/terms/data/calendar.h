/* calendar.h - on which days business is done, by rule and by proclamation.
 *
 * A calendar covers a span of years. Outside it the answer is "unknown", also for a Sunday, and
 * whoever counts over such a day gets no date: unknown is never a default. A date in the future
 * follows the rules known at tables_known(); days proclaimed later are not in it. */
#ifndef ENT_CALENDAR_H
#define ENT_CALENDAR_H
#include "base/date.h"

typedef enum { CALENDAR_CLOSED, CALENDAR_OPEN, CALENDAR_UNKNOWN } CalendarAnswer;
typedef enum { ROLL_STAY, ROLL_FORWARD, ROLL_BACK } Roll;

int  calendar_count(void);
int  calendar_find(Str code); /* -1: unknown */
Str  calendar_code(int calendar);
Str  calendar_name(int calendar);
Days calendar_covered(int calendar);
Str  calendar_hint(Str wrong); /* the nearest code, or S_NONE */

CalendarAnswer calendar_open(int calendar, Day day);
/* The holiday on a day, also when it falls on a weekend; a day that a holiday moved to carries its
 * name. S_NONE: none, or outside the years covered. */
Str calendar_holiday(int calendar, Day day);

/* Several calendars at once: a business day is open in every place named. Closed in one place
 * decides, whatever the others do not know. `n` is at least 1. */
CalendarAnswer business_open(const int *calendars, Size n, Day day);
/* The count-th business day after `from`, before it if negative; 0 is `from` itself, open or not.
 * `from` does not count. False: a day that decides is unknown; *out untouched. */
bool business_add(const int *calendars, Size n, Day from, int count, Day *out);
/* `day` if it is open, else the next or the last open one; ROLL_STAY keeps it. False: as above. */
bool business_roll(const int *calendars, Size n, Day day, Roll roll, Day *out);

Day easter_sunday(int year); /* Gregorian; year 1583 to 9999 */
#endif
