/* tables.c - lookups in the generated tables: binary search by code, hints by folding and nearness.
 *
 * Invariant: every index a caller passes came from a `find`, an `at` or a loop below a `count`; any
 * other index is our bug and stops the program. */
#include "terms/data/tables.h"
#include "terms/data/tables_data.h"

int table_find(Str code, int count, CodeAt code_at)
{
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = str_order(code_at(middle), code);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

enum { WORD_MAX = 64 };

/* ASCII letters and digits of `text` in lower case (or upper), all else dropped. Too long: empty. */
static Str word_fold(Str text, char *room, bool upper)
{
    Size len = 0;
    for (Size i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z')
            c = (char)(c ^ 0x20);
        bool keep =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (upper && c == '-');
        if (!keep)
            continue;
        if (len == WORD_MAX)
            return S_NONE;
        room[len++] = c;
    }
    return (Str){room, len};
}

Str table_hint(Str wrong, int count, CodeAt code_at)
{
    char room[WORD_MAX];
    Str  upper = word_fold(wrong, room, true);
    int  same = table_find(upper, count, code_at);
    if (same >= 0)
        return code_at(same);
    Near near = near_new(upper);
    for (int i = 0; i < count; i++)
        near_try(&near, code_at(i));
    return near.best;
}

Str tables_digest(void) { return (Str){tables_digest_hex, 64}; }
Day tables_known(void) { return tables_known_day; }

/* Countries */

static int letter_of(char c) { return c >= 'A' && c <= 'Z' ? c - 'A' : -1; }

int country_find(Str code)
{
    if (code.len != 2)
        return -1;
    int first = letter_of(code.at[0]), second = letter_of(code.at[1]);
    return first < 0 || second < 0 ? -1 : country_letters[first * 26 + second];
}

static const CountryRow *country_row(int country)
{
    INVARIANT(country >= 0 && country < COUNTRY_COUNT);
    return &country_rows[country];
}

Str country_code(int country) { return piece_str(country_row(country)->code); }
Str country_name(int country) { return piece_str(country_row(country)->name); }

static Str wrong_code_at(int row) { return piece_str(wrong_rows[row].code); }
static Str word_at(int row) { return piece_str(country_words[row].word); }

static const WrongRow *wrong_find(Str wrong)
{
    char room[WORD_MAX];
    int  row = table_find(word_fold(wrong, room, true), wrong_count, wrong_code_at);
    return row < 0 ? NULL : &wrong_rows[row];
}

Str country_help(Str wrong)
{
    const WrongRow *row = wrong_find(wrong);
    return row ? piece_str(row->help) : S_NONE;
}

Str country_withdrawn(Str code)
{
    const WrongRow *row = wrong_find(code);
    return row ? piece_str(row->withdrawn) : S_NONE;
}

Str country_hint(Str wrong)
{
    char            room[WORD_MAX];
    int             same = country_find(word_fold(wrong, room, true));
    const WrongRow *row = wrong_find(wrong);
    if (same >= 0)
        return country_code(same);
    if (row)
        return piece_str(row->instead);
    Str word = word_fold(wrong, room, false);
    int exact = table_find(word, country_word_count, word_at);
    if (exact >= 0)
        return country_code(country_words[exact].country);
    if (word.len < 4)
        return S_NONE; /* one letter off a short code is a guess, not a hint */
    Near near = near_new(word);
    for (int i = 0; i < country_word_count; i++)
        near_try(&near, word_at(i));
    exact = table_find(near.best, country_word_count, word_at);
    return exact < 0 ? S_NONE : country_code(country_words[exact].country);
}

/* Subdivisions */

static const SubdivisionRow *subdivision_row(int subdivision)
{
    INVARIANT(subdivision >= 0 && subdivision < subdivision_rows_count);
    return &subdivision_rows[subdivision];
}

int  subdivision_count(void) { return subdivision_rows_count; }
Str  subdivision_code(int subdivision) { return str_from(subdivision_row(subdivision)->code); }
Str  subdivision_name(int subdivision) { return piece_str(subdivision_row(subdivision)->name); }
int  subdivision_country(int subdivision) { return subdivision_row(subdivision)->country; }
int  subdivision_find(Str code) { return table_find(code, subdivision_rows_count, subdivision_code); }
bool subdivision_known(Str code) { return subdivision_find(code) >= 0; }

/* Currencies */

static const CurrencyRow *currency_row(int currency)
{
    INVARIANT(currency >= 0 && currency < currency_rows_count);
    return &currency_rows[currency];
}

int  currency_count(void) { return currency_rows_count; }
Str  currency_code(int currency) { return (Str){currency_row(currency)->code, 3}; }
Str  currency_name(int currency) { return piece_str(currency_row(currency)->name); }
int  currency_minor(int currency) { return currency_row(currency)->minor; }
Days currency_days(int currency) { return currency_row(currency)->days; }
int  currency_find(Str code) { return table_find(code, currency_rows_count, currency_code); }
Str  currency_hint(Str wrong) { return table_hint(wrong, currency_rows_count, currency_code); }

/* Groups */

static const GroupRow *group_row(int group)
{
    INVARIANT(group >= 0 && group < group_rows_count);
    return &group_rows[group];
}

int group_count(void) { return group_rows_count; }
Str group_code(int group) { return piece_str(group_row(group)->code); }
Str group_name(int group) { return piece_str(group_row(group)->name); }
int group_size(int group) { return group_row(group)->count; }
int group_find(Str code) { return table_find(code, group_rows_count, group_code); }
Str group_hint(Str wrong) { return table_hint(wrong, group_rows_count, group_code); }

Membership group_at(int group, int nth)
{
    INVARIANT(nth >= 0 && nth < group_size(group));
    return membership_rows[group_row(group)->first + nth];
}

bool group_has(int group, int country, Day day)
{
    const GroupRow *row = group_row(group);
    INVARIANT(country >= 0 && country < COUNTRY_COUNT);
    int low = row->first, end = row->first + row->count, high = end;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (membership_rows[middle].country < country)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < end && membership_rows[low].country == country; low++)
        if (days_has(membership_rows[low].days, day))
            return true;
    return false;
}

void group_members_ever(int group, Bits into)
{
    INVARIANT(into.size == COUNTRY_COUNT);
    for (int i = 0; i < group_size(group); i++)
        bits_add(into, group_at(group, i).country);
}

void group_members_on(int group, Day day, Bits into)
{
    INVARIANT(into.size == COUNTRY_COUNT);
    for (int i = 0; i < group_size(group); i++)
        if (days_has(group_at(group, i).days, day))
            bits_add(into, group_at(group, i).country);
}

/* Zones */

static const ZoneRow *zone_row(int zone)
{
    INVARIANT(zone >= 0 && zone < zone_rows_count);
    return &zone_rows[zone];
}

int  zone_count(void) { return zone_rows_count; }
Str  zone_name(int zone) { return piece_str(zone_row(zone)->name); }
int  zone_country(int zone) { return zone_row(zone)->country; }
int  zone_find(Str name) { return table_find(name, zone_rows_count, zone_name); }
bool zone_known(Str name) { return zone_find(name) >= 0; }

Str zone_hint(Str wrong)
{
    char room[WORD_MAX], other[WORD_MAX];
    Str  word = word_fold(wrong, room, false);
    Near near = near_new(wrong);
    for (int i = 0; i < zone_rows_count; i++) {
        if (word.len && str_equal(word, word_fold(zone_name(i), other, false)))
            return zone_name(i); /* another case, a space for the line below */
        near_try(&near, zone_name(i));
    }
    return near.best;
}
