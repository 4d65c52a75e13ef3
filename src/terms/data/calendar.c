/* calendar.c - the days of a year from a rule table, and counting over them.
 *
 * A year is worked out in two passes: first every rule's natural day, then the rules that move off
 * a weekend, in written order, each to a day that no other holiday has taken. That order is what
 * puts Boxing Day after Christmas when both fall on a weekend. Proclaimed days win over rules.
 * Invariant (kept by tools/make_tables.py): no rule leaves its year. */
#include "terms/data/calendar.h"
#include "terms/data/tables_data.h"

enum { SATURDAY = 5, SUNDAY = 6 };

static const CalendarRow *calendar_row(int calendar)
{
    INVARIANT(calendar >= 0 && calendar < calendar_rows_count);
    return &calendar_rows[calendar];
}

int calendar_count(void) { return calendar_rows_count; }
Str calendar_code(int calendar) { return piece_str(calendar_row(calendar)->code); }
Str calendar_name(int calendar) { return piece_str(calendar_row(calendar)->name); }

int calendar_find(Str code) { return table_find(code, calendar_rows_count, calendar_code); }
Str calendar_hint(Str wrong) { return table_hint(wrong, calendar_rows_count, calendar_code); }

Days calendar_covered(int calendar)
{
    const CalendarRow *row = calendar_row(calendar);
    return (Days){day_of((Civil){row->first_year, 1, 1}), day_of((Civil){row->last_year, 12, 31})};
}

/* The Meeus/Jones/Butcher form of the Gregorian computus: the Sunday after the paschal full moon. */
Day easter_sunday(int year)
{
    INVARIANT(year >= 1583 && year <= 9999);
    int golden = year % 19, century = year / 100, of_century = year % 100;
    int moon_shift = (century - (century + 8) / 25 + 1) / 3;
    int moon = (19 * golden + century - century / 4 - moon_shift + 15) % 30;
    int to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    int late = (golden + 11 * moon + 22 * to_sunday) / 451;
    int at = moon + to_sunday - 7 * late + 114;
    return day_of((Civil){year, at / 31, at % 31 + 1});
}

static Day rule_day(const RuleRow *rule, int year)
{
    if (rule->shape == DATE_EASTER)
        return easter_sunday(year) + rule->offset;
    Day day = day_of((Civil){year, rule->month, rule->day});
    return rule->shape == DATE_FIXED ? day : day + (rule->offset - day_weekday(day) + 7) % 7;
}

typedef struct {
    Day            day;
    const RuleRow *rule;
} Holiday;

typedef struct {
    Holiday items[2 * CALENDAR_RULES_MAX]; /* each rule's own day and the day it moved to */
    int     count;
} Year;

static const RuleRow *year_find(const Year *year, Day day)
{
    for (int i = 0; i < year->count; i++)
        if (year->items[i].day == day)
            return year->items[i].rule;
    return NULL;
}

static bool is_weekend(Day day) { return day_weekday(day) >= SATURDAY; }

/* Where a holiday on a weekend is kept instead; the same day: nowhere. */
static Day moved_to(const Year *year, Holiday holiday)
{
    Day day = holiday.day;
    if (holiday.rule->move == MOVE_NONE || !is_weekend(day))
        return day;
    if (holiday.rule->move == MOVE_SUNDAY)
        return day_weekday(day) == SUNDAY ? day + 1 : day;
    while (is_weekend(day) || year_find(year, day))
        day++;
    return day;
}

static Year year_of(const CalendarRow *row, int civil_year)
{
    Year year = {.count = 0};
    for (int i = row->rule; i < row->rule + row->rule_count; i++) {
        const RuleRow *rule = &rule_rows[i];
        if (rule->from <= civil_year && civil_year <= rule->through)
            year.items[year.count++] = (Holiday){rule_day(rule, civil_year), rule};
    }
    for (int i = 0, natural = year.count; i < natural; i++) {
        Day day = moved_to(&year, year.items[i]);
        if (day != year.items[i].day)
            year.items[year.count++] = (Holiday){day, year.items[i].rule};
    }
    return year;
}

static bool covers(const CalendarRow *row, Day day)
{
    if (day < DAY_MIN || day > DAY_MAX)
        return false;
    int year = civil_of(day).year;
    return year >= row->first_year && year <= row->last_year;
}

Str calendar_holiday(int calendar, Day day)
{
    const CalendarRow *row = calendar_row(calendar);
    if (!covers(row, day))
        return S_NONE;
    for (int i = row->single; i < row->single + row->single_count; i++)
        if (single_rows[i].day == day)
            return single_rows[i].closed ? piece_str(single_rows[i].name) : S_NONE;
    Year           year = year_of(row, civil_of(day).year);
    const RuleRow *rule = year_find(&year, day);
    return rule ? piece_str(rule->name) : S_NONE;
}

CalendarAnswer calendar_open(int calendar, Day day)
{
    if (!covers(calendar_row(calendar), day))
        return CALENDAR_UNKNOWN;
    return is_weekend(day) || calendar_holiday(calendar, day).len ? CALENDAR_CLOSED : CALENDAR_OPEN;
}

CalendarAnswer business_open(const int *calendars, Size n, Day day)
{
    INVARIANT(n > 0);
    CalendarAnswer all = CALENDAR_OPEN;
    for (Size i = 0; i < n; i++) {
        CalendarAnswer one = calendar_open(calendars[i], day);
        if (one == CALENDAR_CLOSED)
            return CALENDAR_CLOSED;
        if (one == CALENDAR_UNKNOWN)
            all = CALENDAR_UNKNOWN;
    }
    return all;
}

/* The first open day at or after `day` in steps of `step`; it ends where knowledge ends. */
static bool open_from(const int *calendars, Size n, Day day, int step, Day *out)
{
    for (;; day += step) {
        CalendarAnswer answer = business_open(calendars, n, day);
        if (answer == CALENDAR_UNKNOWN)
            return false;
        if (answer == CALENDAR_OPEN) {
            *out = day;
            return true;
        }
    }
}

bool business_add(const int *calendars, Size n, Day from, int count, Day *out)
{
    INVARIANT(n > 0);
    if (from < DAY_MIN || from > DAY_MAX)
        return false;
    Day day = from;
    int step = count < 0 ? -1 : 1;
    for (int left = count; left != 0; left -= step)
        if (!open_from(calendars, n, day + step, step, &day))
            return false;
    *out = day;
    return true;
}

bool business_roll(const int *calendars, Size n, Day day, Roll roll, Day *out)
{
    if (roll != ROLL_STAY)
        return open_from(calendars, n, day, roll == ROLL_FORWARD ? 1 : -1, out);
    *out = day;
    return true;
}
