/* period.h - the spans over which things are counted, reported, paid and done: which one a day lies in.
 *
 * Contract years and their quarters are reckoned from the first day of the agreement, each from it
 * anew, so that a start on the 31st does not drift. A span that the text does not settle (an
 * agreement that has not begun, a fiscal year that nobody states) is not known. */
#ifndef ENT_STANDING_PERIOD_H
#define ENT_STANDING_PERIOD_H
#include "standing/standing.h"

/* False: not known; *out untouched. */
bool each_period(const Standing *standing, const Each *each, Day day, Days *out);
/* "2026", "2026-Q3", "2026-03", a day, "2026-07-23 through 2027-07-22". */
Str days_text(Arena *arena, Days days);
#endif
