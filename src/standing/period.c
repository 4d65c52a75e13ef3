/* period.c - see period.h. */
#include "standing/period.h"

static Days calendar_span(Day day, int months)
{
    Civil now = civil_of(day);
    Day   from = day_of((Civil){now.year, (now.month - 1) / months * months + 1, 1});
    return (Days){from, day_add_months(from, months) - 1};
}

static bool contract_year(const Standing *st, Day day, Days *out)
{
    if (st->effective_known != YES || st->effective <= DAY_MIN || day < st->effective)
        return false;
    int year = civil_of(day).year - civil_of(st->effective).year;
    while (year > 0 && day_add_months(st->effective, year * 12) > day)
        year--;
    *out =
        (Days){day_add_months(st->effective, year * 12), day_add_months(st->effective, year * 12 + 12) - 1};
    return true;
}

bool each_period(const Standing *st, const Each *each, Day day, Days *out)
{
    switch (each->kind) {
    case EACH_MONTH: *out = calendar_span(day, 1); return true;
    case EACH_QUARTER: *out = calendar_span(day, 3); return true;
    case EACH_HALF_YEAR: *out = calendar_span(day, 6); return true;
    case EACH_UNSAID:
    case EACH_YEAR: *out = calendar_span(day, 12); return true;
    case EACH_CONTRACT_YEAR: return contract_year(st, day, out);
    case EACH_FISCAL_YEAR: return false;
    case EACH_TERM:
        if (st->effective_known != YES)
            return false;
        *out =
            (Days){st->effective, day <= st->ends ? st->ends : DAY_MAX}; /* `in all`: also what comes later */
        return true;
    }
    return false;
}

Str days_text(Arena *arena, Days days)
{
    Civil from = civil_of(days.from);
    for (int months = 1; months <= 12; months *= months == 1 ? 3 : 4) {
        Days whole = calendar_span(days.from, months);
        if (whole.from != days.from || whole.through != days.through)
            continue;
        if (months == 1)
            return str_format(arena, "%04d-%02d", from.year, from.month);
        if (months == 3)
            return str_format(arena, "%04d-Q%d", from.year, (from.month + 2) / 3);
        return str_format(arena, "%04d", from.year);
    }
    if (days.from == days.through)
        return day_text(arena, days.from);
    return str_format(arena, "%.*s through %.*s", STR_ARG(day_text(arena, days.from)),
                      STR_ARG(day_text(arena, days.through)));
}
