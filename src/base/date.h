/* date.h - civil days and durations.
 *
 * A Day counts days since 1970-01-01 in the proleptic Gregorian calendar; it has no clock and no
 * zone. DAY_MIN and DAY_MAX stand for "always" and "for ever". A period is a closed day interval.
 * Days, business days and months never convert into one another: Duration keeps its unit. */
#ifndef ENT_DATE_H
#define ENT_DATE_H
#include "base/base.h"

typedef int32_t Day;
#define DAY_MIN ((Day)-1000000)
#define DAY_MAX ((Day)10000000)

typedef struct {
    int year, month, day;
} Civil;

typedef struct {
    Day from, through; /* both included; from > through: empty */
} Days;

typedef enum { UNIT_DAYS, UNIT_BUSINESS_DAYS, UNIT_MONTHS, UNIT_YEARS } DurationUnit;

typedef struct {
    int32_t      count;
    DurationUnit unit;
} Duration;

bool  civil_valid(Civil civil); /* years 1 to 9999, real month and day */
int   civil_month_days(int year, int month);
Day   day_of(Civil civil);
Civil civil_of(Day day);
int   day_weekday(Day day); /* 0 Monday .. 6 Sunday */

/* `2026-03-01`: exactly ten characters and a real day. False: *out untouched. */
bool day_parse(Str text, Day *out);
Str  day_text(Arena *arena, Day day); /* "2026-03-01"; "always" / "for ever" at the ends */

/* `2026`, `2026-Q1`, `2026-03`, or a single day. False: *out untouched. */
bool period_parse(Str text, Days *out);

/* The day `months` later; a month that is too short ends on its last day. */
Day day_add_months(Day day, int months);

Days days_meet(Days a, Days b);
bool days_has(Days days, Day day);
bool days_empty(Days days);
#endif
