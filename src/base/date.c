/* date.c - civil days by the usual 400-year era arithmetic (Howard Hinnant's, public domain). */
#include "base/date.h"

bool civil_valid(Civil c)
{
    return c.year >= 1 && c.year <= 9999 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
           c.day <= civil_month_days(c.year, c.month);
}

int civil_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool             leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

Day day_of(Civil c)
{
    int year = c.year - (c.month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int of_era = year - era * 400;
    int of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

Civil civil_of(Day day)
{
    int shifted = day + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int of_era = shifted - era * 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (5 * of_year + 2) / 153;
    int civil_month = month < 10 ? month + 3 : month - 9;
    return (Civil){year + era * 400 + (civil_month <= 2), civil_month, of_year - (153 * month + 2) / 5 + 1};
}

int day_weekday(Day day) { return ((day % 7) + 7 + 3) % 7; } /* 1970-01-01 was a Thursday */

static bool digits(Str text, Size at, Size count, int *out)
{
    int value = 0;
    for (Size i = at; i < at + count; i++) {
        if (i >= text.len || text.at[i] < '0' || text.at[i] > '9')
            return false;
        value = value * 10 + (text.at[i] - '0');
    }
    *out = value;
    return true;
}

bool day_parse(Str text, Day *out)
{
    Civil c = {0};
    if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-' || !digits(text, 0, 4, &c.year) ||
        !digits(text, 5, 2, &c.month) || !digits(text, 8, 2, &c.day) || !civil_valid(c))
        return false;
    *out = day_of(c);
    return true;
}

Str day_text(Arena *arena, Day day)
{
    if (day <= DAY_MIN)
        return S("always");
    if (day >= DAY_MAX)
        return S("for ever");
    Civil c = civil_of(day);
    if (c.year < 0 || c.year > 9999)
        return str_format(arena, "%04d-%02d-%02d", c.year, c.month, c.day);
    const int numbers[] = {c.year / 100, c.year % 100, c.month, c.day};
    char      text[] = "0000-00-00";
    for (int i = 0, to = 0; i < 4; i++, to += i == 1 ? 2 : 3) {
        text[to] = (char)('0' + numbers[i] / 10);
        text[to + 1] = (char)('0' + numbers[i] % 10);
    }
    return str_copy(arena, (Str){text, sizeof text - 1});
}

static Days months_from(int year, int month, int months)
{
    Day from = day_of((Civil){year, month, 1});
    return (Days){from, day_add_months(from, months) - 1};
}

bool period_parse(Str text, Days *out)
{
    int year = 0, part = 0;
    Day day = 0;
    if (day_parse(text, &day)) {
        *out = (Days){day, day};
        return true;
    }
    if (!digits(text, 0, 4, &year) || year < 1)
        return false;
    if (text.len == 4)
        *out = months_from(year, 1, 12);
    else if (text.len == 7 && text.at[4] == '-' && text.at[5] == 'Q' && text.at[6] >= '1' &&
             text.at[6] <= '4')
        *out = months_from(year, (text.at[6] - '1') * 3 + 1, 3);
    else if (text.len == 7 && text.at[4] == '-' && digits(text, 5, 2, &part) && part >= 1 && part <= 12)
        *out = months_from(year, part, 1);
    else
        return false;
    return true;
}

Day day_add_months(Day day, int months)
{
    if (day <= DAY_MIN || day >= DAY_MAX)
        return day; /* always and for ever stay what they are */
    INVARIANT(months > -1200000 && months < 1200000);
    Civil c = civil_of(day);
    int   month = c.year * 12 + c.month - 1 + months;
    c.year = month >= 0 ? month / 12 : (month - 11) / 12;
    c.month = month - c.year * 12 + 1;
    int last = civil_month_days(c.year, c.month);
    c.day = c.day < last ? c.day : last;
    return day_of(c);
}

Days days_meet(Days a, Days b)
{
    return (Days){a.from > b.from ? a.from : b.from, a.through < b.through ? a.through : b.through};
}

bool days_has(Days days, Day day) { return days.from <= day && day <= days.through; }
bool days_empty(Days days) { return days.from > days.through; }
