/* convert.c - see convert.h. Averages are exact fractions; they are rounded only where the text says to
 * how many decimals. */
#include "money/convert.h"

#include "money/period.h"
#include "terms/data/calendar.h"

static Converted unknown(Arena *arena, Str why)
{
    (void)arena;
    return (Converted){.rate = {.den = 1}, .note = why};
}

static Str pair_text(const Conversion *c)
{
    return str_format(c->arena, "%.*s in %.*s", STR_ARG(currency_code(c->from)),
                      STR_ARG(currency_code(c->to)));
}

static Converted on_day(const Conversion *c, Day day)
{
    Converted out = {.rate = {.den = 1}};
    Day       used = day;
    switch (rates_on(c->rates, c->from, c->to, day, &out.rate, &used)) {
    case RATE_FOUND:
        out.note = str_format(c->arena, "rate of %.*s", STR_ARG(day_text(c->arena, day)));
        return out;
    case RATE_OF_EARLIER_DAY:
        out.note = str_format(c->arena, "rate of %.*s, the last before %.*s",
                              STR_ARG(day_text(c->arena, used)), STR_ARG(day_text(c->arena, day)));
        return out;
    case RATE_MISSING: break;
    }
    return unknown(c->arena, str_format(c->arena, "no rate of %.*s for %.*s", STR_ARG(pair_text(c)),
                                        STR_ARG(day_text(c->arena, day))));
}

/* The last business day on or before a day; without calendars the day itself. */
static bool last_business(const Conversion *c, Day day, Day *out)
{
    int  calendars[8];
    Size count = 0;
    return standing_calendars(c->plan->st, calendars, &count) &&
           business_roll(calendars, count, day, ROLL_BACK, out);
}

static bool is_business(const Conversion *c, Day day)
{
    int  calendars[8];
    Size count = 0;
    return standing_calendars(c->plan->st, calendars, &count) &&
           business_open(calendars, count, day) == CALENDAR_OPEN;
}

static Converted average_new(const Conversion *c, Days days)
{
    Rational sum = rational_whole(0), rate = {.den = 1};
    Day      used = 0;
    int      count = 0;
    for (Day day = days.from; day <= days.through; day++) {
        if (!is_business(c, day))
            continue;
        if (rates_on(c->rates, c->from, c->to, day, &rate, &used) == RATE_MISSING)
            return on_day(c, day);
        sum = rational_add(sum, rate);
        count++;
    }
    if (!count)
        return unknown(c->arena, str_format(c->arena, "the header's calendars know no business day in %.*s",
                                            STR_ARG(days_text(c->arena, days))));
    return (Converted){rational_divide(sum, rational_whole(count)),
                       str_format(c->arena, "average of %d business days of %.*s", count,
                                  STR_ARG(days_text(c->arena, days)))};
}

static Converted average_days(const Conversion *c, Days days)
{
    for (Size i = 0; i < c->averages->known.count; i++) {
        const AverageKnown *known = &c->averages->known.items[i];
        if (known->from == c->from && known->to == c->to && known->days.from == days.from &&
            known->days.through == days.through)
            return known->average;
    }
    Converted average = average_new(c, days);
    *PUSH(c->arena, &c->averages->known) = (AverageKnown){c->from, c->to, days, average};
    return average;
}

static Converted last_of(const Conversion *c, Day day)
{
    Day business = day;
    if (!last_business(c, day, &business))
        return unknown(c->arena, S("the header names no calendar that knows the last business day"));
    return on_day(c, business);
}

/* Of the preceding year's last business day and those of each month of the year to date. */
static Converted average_ends(const Conversion *c, Days period)
{
    Civil     end = civil_of(period.through);
    Day       start = day_of((Civil){end.year, 1, 1});
    Converted first = last_of(c, start - 1);
    Rational  sum = first.rate;
    for (int month = 1; month <= end.month && sum.ok; month++) {
        Converted one = last_of(c, day_add_months(start, month) - 1);
        if (!one.rate.ok)
            return one;
        sum = rational_add(sum, one.rate);
    }
    if (!sum.ok)
        return first;
    return (Converted){rational_divide(sum, rational_whole(end.month + 1)),
                       str_format(c->arena, "average of %d month ends to %.*s", end.month + 1,
                                  STR_ARG(day_text(c->arena, period.through)))};
}

static Converted by_rule(const Conversion *c, const Convert *rule, Day day, Days period)
{
    Each over = {.kind = rule->over == EACH_UNSAID ? EACH_MONTH : rule->over};
    Days span = period;
    switch (rule->rule) {
    case CONVERT_SALE_DAY: return on_day(c, day);
    case CONVERT_LAST_DAY: return on_day(c, period.through);
    case CONVERT_LAST_BUSINESS: return last_of(c, period.through);
    case CONVERT_PRECEDING_LAST: return last_of(c, period.from - 1);
    case CONVERT_AVERAGE_DAYS:
        if (!each_period(c->plan->st, &over, day, &span))
            break;
        return average_days(c, span);
    case CONVERT_AVERAGE_ENDS: return average_ends(c, period);
    case CONVERT_UNSAID: break;
    }
    return unknown(
        c->arena, str_format(c->arena, "the text does not say how %.*s is converted", STR_ARG(pair_text(c))));
}

Converted convert(const Conversion *c, const Convert *rule, Day day, Days period)
{
    if (c->from == c->to)
        return (Converted){.rate = rational_whole(1)};
    Converted out = by_rule(c, rule, day, period);
    int64_t   rounded = 0;
    if (!out.rate.ok || !rule->decimals)
        return out;
    int scale = (int)rule->decimals->value;
    if (!rational_round(out.rate, scale, ROUND_HALF_EVEN, &rounded))
        return unknown(c->arena, S("the rate does not fit the decimals that the text names"));
    out.rate = rational_of(rounded, scale);
    return out;
}
