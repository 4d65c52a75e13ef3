/* deadline.c - the last day of `within N days of` something: counted, then rolled as the header says. */
#include "standing/standing.h"
#include "terms/data/calendar.h"

bool standing_calendars(const Standing *st, int *calendars, Size *count)
{
    const Agreement *a = terms_header(st->terms);
    *count = 0;
    for (const Node *item = a && a->business_days ? a->business_days->a : NULL; item && *count < 8;
         item = item->next) {
        int calendar = calendar_find(terms_text(st->terms, item->a->word));
        if (calendar >= 0)
            calendars[(*count)++] = calendar;
    }
    return *count > 0;
}

Tri day_shifted(const Standing *st, Day from, const Node *duration, int sign, Day *out)
{
    int  calendars[8], count = (int)duration->value * sign;
    Size n = 0;
    switch ((DurationUnit)duration->op) {
    case UNIT_DAYS: *out = from + count; return YES;
    case UNIT_MONTHS: *out = day_add_months(from, count); return YES;
    case UNIT_YEARS: *out = day_add_months(from, count * 12); return YES;
    case UNIT_BUSINESS_DAYS: break;
    }
    return standing_calendars(st, calendars, &n) && business_add(calendars, n, from, count, out) ? YES
                                                                                                 : UNKNOWN;
}

/* `count from the day of`: that day is the first of those counted. */
Tri day_counted(const Standing *st, Day from, const Node *within, int sign, Day *out)
{
    const Agreement *a = terms_header(st->terms);
    bool             inclusive = a && a->count_said && !a->count_from_day_after && within->value > 0;
    bool             business = within->op == UNIT_BUSINESS_DAYS;
    Day              day = 0;
    if (day_shifted(st, inclusive && business ? from - sign : from, within, sign, &day) != YES)
        return UNKNOWN;
    *out = inclusive && !business ? day - sign : day;
    return YES;
}

Tri day_due(const Standing *st, Day end, const Node *within, Day *out)
{
    const Agreement *a = terms_header(st->terms);
    int              calendars[8];
    Size             n = 0;
    Day              due = end;
    if (within && day_counted(st, end, within, 1, &due) != YES)
        return UNKNOWN;
    Roll roll = a && a->due == DUE_FORWARD ? ROLL_FORWARD : a && a->due == DUE_BACK ? ROLL_BACK : ROLL_STAY;
    if (roll != ROLL_STAY &&
        (!standing_calendars(st, calendars, &n) || !business_roll(calendars, n, due, roll, &due)))
        return UNKNOWN;
    *out = due;
    return YES;
}
