/* deadline.c - the last day of `within N days of` something: counted, then rolled as the header says. */
#include "standing/standing.h"
#include "terms/data/calendar.h"

Tri day_due(const Standing *st, Day end, const Node *within, Day *out)
{
    const Agreement *a = terms_header(st->terms);
    int              calendars[8];
    Size             n = 0;
    Day              due = end;
    if (within && day_shifted(st, end, within, 1, &due) != YES)
        return UNKNOWN;
    Roll roll = a && a->due == DUE_FORWARD ? ROLL_FORWARD : a && a->due == DUE_BACK ? ROLL_BACK : ROLL_STAY;
    if (roll != ROLL_STAY &&
        (!standing_calendars(st, calendars, &n) || !business_roll(calendars, n, due, roll, &due)))
        return UNKNOWN;
    *out = due;
    return YES;
}
