/* clock.c - the time to cure: how many days are left, and where they end.
 *
 * A day counts unless the clock stood still at the end of the day before: the day on which a dispute goes to
 * arbitration still counts, the day of the award does not. A clock that goes on has the days that it had
 * left. What is stopped on the day of the question may go on tomorrow, so its last day is not known. */
#include "duties/inside.h"
#include "terms/data/calendar.h"

typedef struct {
    const Dues     *dues;
    const Occasion *o;
    Day             known; /* the end of this day is what we know */
    Str             missing;
} Watch;

/* By consent: `breach is tolled on D`, until it is resumed. */
static bool is_tolled(const Watch *w, Day day)
{
    const Fact *last = NULL;
    for (Size i = 0; i < w->o->fact_count; i++) {
        const Fact *fact = w->o->facts[i];
        bool        moves = fact->kind == FACT_STATE && (fact->state == W_tolled || fact->state == W_resumed);
        if (moves && fact->days.from <= day && (!last || fact->days.from >= last->days.from))
            last = fact;
    }
    return last && last->state == W_tolled;
}

static bool stood_still(Watch *w, Day day)
{
    const Standing *st = w->dues->st;
    Scene           scene = {.day = day, .grantor = w->o->creditor, .grantee = w->o->debtor, .asker = -1};
    Trace           trace = {.arena = w->dues->arena};
    if (is_tolled(w, day))
        return true;
    if (!w->o->cure->stopped)
        return false;
    Tri held = condition_holds(st, w->o->cure->stopped, &scene, &trace);
    if (held == UNKNOWN && trace.missing.count)
        w->missing = trace.missing.items[0];
    return held == YES;
}

/* The next day after `day` at whose end the clock may stand otherwise than at the end of `day`. */
static Day next_turn(const Watch *w, Day day)
{
    const Standing *st = w->dues->st;
    Size            low = 0, high = st->turns.count;
    while (low < high) {
        Size middle = low + (high - low) / 2;
        if (st->turns.items[middle] > day)
            high = middle;
        else
            low = middle + 1;
    }
    return low < st->turns.count ? st->turns.items[low] : DAY_MAX;
}

/* How many of the days count as days of this unit; no more than `most` are looked for. */
static int counting(const Watch *w, const Node *length, Days days, int most, bool *known)
{
    int  calendars[8], count = 0;
    Size n = 0;
    if (length->op != UNIT_BUSINESS_DAYS)
        return days.through - days.from + 1;
    if (!standing_calendars(w->dues->st, calendars, &n)) {
        *known = false;
        return 0;
    }
    for (Day day = days.from; day <= days.through && count < most; day++) {
        CalendarAnswer open = business_open(calendars, n, day);
        *known = *known && open != CALENDAR_UNKNOWN;
        count += open == CALENDAR_OPEN;
    }
    return count;
}

/* The days of the unit in a cure that never stands still, and the first of them. */
static bool whole(const Watch *w, const Node *length, Day start, Day *first, int *days)
{
    const Agreement *a = terms_header(w->dues->st->terms);
    bool             inclusive = a && a->count_said && !a->count_from_day_after;
    Day              last = start;
    bool             known = true;
    *first = inclusive ? start : start + 1;
    if (day_counted(w->dues->st, start, length, 1, &last) != YES)
        return false;
    *days = counting(w, length, (Days){*first, last}, INT32_MAX, &known);
    return known;
}

/* Where `days` days of the unit end that begin with `first`. */
static bool ends_on(const Watch *w, const Node *length, Day first, int days, Day *out)
{
    int  calendars[8];
    Size n = 0;
    if (length->op != UNIT_BUSINESS_DAYS) {
        *out = first + days - 1;
        return true;
    }
    return standing_calendars(w->dues->st, calendars, &n) && business_add(calendars, n, first - 1, days, out);
}

/* Walks from turn to turn: `at` counts if the clock did not stand still at the end of the day before. */
static Clock walk(Watch *w, const Node *length, Day first, int left)
{
    Clock out = {.through = DAY_MAX};
    bool  known = true;
    for (Day at = first; known;) {
        bool beyond = at > w->known, still = stood_still(w, beyond ? w->known : at - 1);
        if (beyond && still)
            return (Clock){.through = DAY_MAX, .stands_still = true, .left = left};
        Day turn = next_turn(w, at - 1), until = turn < w->known ? turn : w->known;
        int passed = still ? 0 : beyond ? left : counting(w, length, (Days){at, until}, left, &known);
        if (passed >= left) {
            known = known && ends_on(w, length, at, left, &out.through);
            break;
        }
        left -= passed;
        at = until + 1;
    }
    if (!known) {
        out.through = DAY_MAX;
        out.missing = S("the calendars of the header do not cover the days of the cure");
    }
    return out;
}

/* Most clocks run through: then no turn between needs a look. */
static bool never_stops(const Watch *w)
{
    for (Size i = 0; i < w->o->fact_count; i++)
        if (w->o->facts[i]->kind == FACT_STATE && w->o->facts[i]->state == W_tolled)
            return false;
    return !w->o->cure->stopped;
}

static Clock straight(const Watch *w, const Node *length, Day first, int days)
{
    Clock out = {.through = DAY_MAX};
    if (!ends_on(w, length, first, days, &out.through))
        out.missing = S("the calendars of the header do not cover the days of the cure");
    return out;
}

Clock cure_clock(const Dues *dues, const Occasion *o, Day start, bool longer, Day day)
{
    Watch       w = {dues, o, day, S("")};
    const Node *length = longer && o->cure->longer ? o->cure->longer : o->cure->length;
    Clock       out = {.through = DAY_MAX};
    Day         first = 0;
    int         left = 0;
    if (whole(&w, length, start, &first, &left))
        out = left > 0 && never_stops(&w) ? straight(&w, length, first, left) : walk(&w, length, first, left);
    else
        out.missing = S("the calendars of the header do not cover the days of the cure");
    if (!out.missing.len)
        out.missing = w.missing;
    Day end = out.through;
    if (out.missing.len)
        out.through = DAY_MAX;
    else if (!out.stands_still && day_due(dues->st, end, NULL, &out.through) != YES) {
        out.through = DAY_MAX;
        out.missing = S("the calendars of the header do not cover the last day of the cure");
    }
    return out;
}
