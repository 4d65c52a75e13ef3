/* test_tables.c - known facts in the compiled-in tables, and that every table holds together. */
#include "test.h"

#include "terms/data/tables.h"

static Day day(const char *text)
{
    Day out = 0;
    assert_true(day_parse(str_from(text), &out));
    return out;
}

static int country(const char *code)
{
    int found = country_find(str_from(code));
    assert_in_range(found, 0, COUNTRY_COUNT - 1);
    return found;
}

/* Every code of a table is found at its own place, and codes ascend. */
static void check_table(const char *name, int count, Str (*code_at)(int), int (*find)(Str))
{
    ROW("table %s of %d\n", name, count);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        if (find(code_at(i)) != i)
            fail_msg("%s: `%.*s` is not found at %d", name, STR_ARG(code_at(i)), i);
        if (i > 0 && str_order(code_at(i - 1), code_at(i)) >= 0)
            fail_msg("%s: `%.*s` is out of order", name, STR_ARG(code_at(i)));
    }
    assert_int_equal(find(S("")), -1);
    assert_int_equal(find(S_NONE), -1);
    assert_int_equal(find(S("no such code")), -1);
    assert_int_equal(find(S("~~")), -1);
}

static void every_code_is_found_where_it_is(void **state)
{
    (void)state;
    check_table("countries", COUNTRY_COUNT, country_code, country_find);
    check_table("subdivisions", subdivision_count(), subdivision_code, subdivision_find);
    check_table("currencies", currency_count(), currency_code, currency_find);
    check_table("groups", group_count(), group_code, group_find);
    check_table("zones", zone_count(), zone_name, zone_find);
}

static void every_code_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < COUNTRY_COUNT; i++)
        assert_true(country_name(i).len > 0);
    for (int i = 0; i < currency_count(); i++)
        assert_true(currency_name(i).len > 0);
    for (int i = 0; i < group_count(); i++)
        assert_true(group_name(i).len > 0 && group_size(i) > 0);
    for (int i = 0; i < subdivision_count(); i++) {
        Str code = subdivision_code(i);
        assert_true(subdivision_name(i).len > 0);
        assert_text(country_code(subdivision_country(i)), str_slice(code, 0, 2));
    }
    assert_text(country_name(country("DE")), S("Germany"));
    assert_text(country_name(country("TW")), S("Taiwan"));
    assert_text(currency_name(currency_find(S("USD"))), S("US Dollar"));
    assert_text(subdivision_name(subdivision_find(S("US-NY"))), S("New York"));
    assert_text(group_name(group_find(S("EPC"))), S("European Patent Convention (contracting states)"));
}

static void codes_are_exact(void **state)
{
    (void)state;
    static const char *const wrong[] = {"de", "De",       "D",  "DEU", "UK", "EU",
                                        "D3", "\xc3\x84", "ZZ", "[[",  "DE "};
    for (Size i = 0; i < COUNT(wrong); i++) {
        ROW("`%s` is no country\n", wrong[i]);
        assert_int_equal(country_find(str_from(wrong[i])), -1);
    }
    assert_true(subdivision_known(S("DE-BY")));
    assert_true(subdivision_known(S("GB-LND")));
    assert_false(subdivision_known(S("US-XX")));
    assert_false(subdivision_known(S("us-ny")));
    assert_false(subdivision_known(S("US")));
    assert_true(zone_known(S("America/New_York")));
    assert_false(zone_known(S("America/New York")));
    assert_false(zone_known(S("EST")));
}

static void a_wrong_country_gets_a_hint(void **state)
{
    (void)state;
    static const struct {
        const char *wrong, *code, *help;
    } rows[] = {
        {"UK", "GB", "the code of the United Kingdom is GB"},
        {"uk", "GB", "the code of the United Kingdom is GB"},
        {"EL", "GR", "the code of Greece is GR"},
        {"de", "DE", ""},
        {"USA", "US", ""},
        {"usa", "US", ""},
        {"DEU", "DE", ""},
        {"Germany", "DE", ""},
        {"united kingdom", "GB", ""},
        {"Great Britain", "GB", ""},
        {"South Korea", "KR", ""},
        {"Czech Republic", "CZ", ""},
        {"Côte d'Ivoire", "CI", ""},
        {"Cote d'Ivoire", "CI", ""},
        {"Türkiye", "TR", ""},
        {"Turkey", "TR", ""},
        {"Germny", "DE", ""},
        {"Switzerlnad", "CH", ""},
        {"DD", "DE", "the German Democratic Republic ended on 1990-10-02; write DE"},
        {"YU", "", "Yugoslavia has no code any more; name its successors: BA, HR, ME, MK, RS, SI"},
        {"SU", "", "the Soviet Union ended in December 1991; name its successors, such as RU, UA or KZ"},
        {"NT", "", "NT (Neutral Zone) was withdrawn from ISO 3166 on 1993-07-12"},
        {"RH", "", "RH (Southern Rhodesia) was withdrawn from ISO 3166 in 1980"},
        {"EU", "", "the European Union is a group, not a country"},
        {"QQ", "", ""},
        {"", "", ""},
        {"Atlantis", "", ""},
        {"a name that is so long that nobody can have meant any country by it at all, not even nearly", "",
         ""},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("`%s` hints `%s`\n", rows[i].wrong, rows[i].code);
        assert_text(country_hint(str_from(rows[i].wrong)), str_from(rows[i].code));
        assert_text(country_help(str_from(rows[i].wrong)), str_from(rows[i].help));
    }
    assert_text(country_withdrawn(S("YU")), S("2003-07-23"));
    assert_text(country_withdrawn(S("CS")), S("2006-09-26")); /* used twice: the later end */
    assert_text(country_withdrawn(S("RH")), S("1980"));
    assert_text(country_withdrawn(S("UK")), S_NONE);
    assert_text(country_withdrawn(S("BY")), S_NONE); /* once of the Byelorussian SSR, today of Belarus */
}

static void currencies_have_minor_units_and_days(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int         minor;
        const char *before, *from, *through, *after; /* days outside and inside; "": open */
    } rows[] = {
        {"USD", 2, "", "", "", ""},
        {"JPY", 0, "", "", "", ""},
        {"KWD", 3, "", "", "", ""},
        {"CLF", 4, "", "", "", ""},
        {"XAU", -1, "", "", "", ""},
        {"EUR", 2, "1998-12-31", "1999-01-01", "", ""},
        {"DEM", 2, "", "", "2001-12-31", "2002-01-01"},
        {"ITL", 0, "", "", "2001-12-31", "2002-01-01"},
        {"HRK", 2, "", "", "2022-12-31", "2023-01-01"},
        {"BGN", 2, "", "", "2025-12-31", "2026-01-01"},
        {"ZWG", 2, "2024-06-24", "2024-06-25", "", ""},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s has minor unit %d\n", rows[i].code, rows[i].minor);
        int currency = currency_find(str_from(rows[i].code));
        assert_int_not_equal(currency, -1);
        assert_int_equal(currency_minor(currency), rows[i].minor);
        Days days = currency_days(currency);
        assert_int_equal(days.from, rows[i].from[0] ? day(rows[i].from) : DAY_MIN);
        assert_int_equal(days.through, rows[i].through[0] ? day(rows[i].through) : DAY_MAX);
        assert_false(rows[i].before[0] && days_has(days, day(rows[i].before)));
        assert_false(rows[i].after[0] && days_has(days, day(rows[i].after)));
    }
    assert_text(currency_hint(S("usd")), S("USD"));
    assert_text(currency_hint(S("$")), S_NONE);
    assert_text(currency_hint(S("EUOR")), S("EUR"));
}

static void groups_have_the_members_of_their_day(void **state)
{
    (void)state;
    static const struct {
        const char *group, *day;
        Size        members;
    } rows[] = {
        {"EU", "1957-12-31", 0},     {"EU", "1958-01-01", 6},         {"EU", "1973-01-01", 9},
        {"EU", "1981-01-01", 10},    {"EU", "1994-12-31", 12},        {"EU", "1995-01-01", 15},
        {"EU", "2004-04-30", 15},    {"EU", "2004-05-01", 25},        {"EU", "2007-01-01", 27},
        {"EU", "2013-07-01", 28},    {"EU", "2020-01-31", 28},        {"EU", "2020-02-01", 27},
        {"EEC", "1993-10-31", 12},   {"EEC", "1993-11-01", 0},        {"EEA", "1994-01-01", 17},
        {"EEA", "1995-05-01", 18},   {"EEA", "2020-02-01", 30},       {"EFTA", "1960-05-03", 7},
        {"EFTA", "1995-01-01", 4},   {"EPC", "1977-10-07", 7},        {"EPC", "2010-10-01", 38},
        {"EPC", "2022-10-01", 39},   {"EURO-AREA", "1999-01-01", 11}, {"EURO-AREA", "2023-01-01", 20},
        {"UPC", "2023-06-01", 17},   {"UPC", "2024-09-01", 18},       {"G7", "2026-01-01", 7},
        {"NAFTA", "2020-07-01", 0},  {"USMCA", "2020-06-30", 0},      {"USMCA", "2020-07-01", 3},
        {"ASEAN", "2025-10-25", 10}, {"ASEAN", "2025-10-26", 11},     {"GCC", "2026-01-01", 6},
        {"G20", "2026-01-01", 19},   {"BENELUX", "1900-01-01", 3},    {"EURO-AREA", "2026-01-01", 21},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s on %s has %d\n", rows[i].group, rows[i].day, (int)rows[i].members);
        Arena arena = {0};
        Bits  members = bits_new(&arena, COUNTRY_COUNT);
        group_members_on(group_find(str_from(rows[i].group)), day(rows[i].day), members);
        assert_int_equal(bits_count(members), rows[i].members);
        arena_free(&arena);
    }
}

static void the_united_kingdom_left(void **state)
{
    (void)state;
    int eu = group_find(S("EU")), gb = country("GB");
    assert_false(group_has(eu, gb, day("1972-12-31")));
    assert_true(group_has(eu, gb, day("1973-01-01")));
    assert_true(group_has(eu, gb, day("2020-01-31")));
    assert_false(group_has(eu, gb, day("2020-02-01")));
    assert_true(group_has(group_find(S("EPC")), gb, day("2030-01-01")));
    assert_text(group_hint(S("eu")), S("EU"));
    assert_text(group_hint(S("Mercosul")), S("MERCOSUR"));
}

static bool naive_member(int group, int country_at, Day at)
{
    bool member = false;
    for (int m = 0; m < group_size(group); m++)
        member |= group_at(group, m).country == country_at && days_has(group_at(group, m).days, at);
    return member;
}

/* The search in group_has against a plain walk, on and around every day on which anything changes. */
static void membership_agrees_with_a_plain_walk(void **state)
{
    (void)state;
    for (int g = 0; g < group_count(); g++)
        for (int edge = 0; edge < group_size(g) * 4; edge++) {
            Days spell = group_at(g, edge / 4).days;
            Day  at = edge & 1 ? spell.from - (edge >> 1 & 1) : spell.through + (edge >> 1 & 1);
            for (int c = 0; c < COUNTRY_COUNT; c++)
                if (group_has(g, c, at) != naive_member(g, c, at))
                    fail_msg("%.*s and %.*s", STR_ARG(group_code(g)), STR_ARG(country_code(c)));
        }
}

static void members_ever_are_those_with_a_row(void **state)
{
    (void)state;
    Arena arena = {0};
    for (int g = 0; g < group_count(); g++) {
        Bits ever = bits_new(&arena, COUNTRY_COUNT), want = bits_new(&arena, COUNTRY_COUNT);
        group_members_ever(g, ever);
        for (int m = 0; m < group_size(g); m++)
            bits_add(want, group_at(g, m).country);
        assert_true(bits_equal(ever, want));
    }
    arena_free(&arena);
}

static void some_groups_lie_within_others(void **state)
{
    (void)state;
    int euro = group_find(S("EURO-AREA")), eu = group_find(S("EU")), upc = group_find(S("UPC"));
    for (int i = 0; i < group_size(euro); i++)
        assert_true(group_has(eu, group_at(euro, i).country, group_at(euro, i).days.from));
    for (int i = 0; i < group_size(upc); i++)
        assert_true(group_has(group_find(S("EPC")), group_at(upc, i).country, group_at(upc, i).days.from));
}

static void zones_know_their_country(void **state)
{
    (void)state;
    assert_int_equal(zone_country(zone_find(S("Europe/Berlin"))), country("DE"));
    assert_int_equal(zone_country(zone_find(S("UTC"))), -1);
    assert_text(zone_hint(S("america/new york")), S("America/New_York"));
    assert_text(zone_hint(S("Europe/Belrin")), S("Europe/Berlin"));
    assert_text(zone_hint(S("Moon/Base")), S_NONE);
    assert_text(zone_hint(S("")), S_NONE);
}

static void the_tables_name_their_version(void **state)
{
    (void)state;
    Str digest = tables_digest();
    assert_int_equal(digest.len, 64);
    for (Size i = 0; i < digest.len; i++)
        assert_true((digest.at[i] >= '0' && digest.at[i] <= '9') ||
                    (digest.at[i] >= 'a' && digest.at[i] <= 'f'));
    assert_true(tables_known() >= day("2025-01-01"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_is_found_where_it_is),
        cmocka_unit_test(every_code_has_a_name),
        cmocka_unit_test(codes_are_exact),
        cmocka_unit_test(a_wrong_country_gets_a_hint),
        cmocka_unit_test(currencies_have_minor_units_and_days),
        cmocka_unit_test(groups_have_the_members_of_their_day),
        cmocka_unit_test(the_united_kingdom_left),
        cmocka_unit_test(membership_agrees_with_a_plain_walk),
        cmocka_unit_test(members_ever_are_those_with_a_row),
        cmocka_unit_test(some_groups_lie_within_others),
        cmocka_unit_test(zones_know_their_country),
        cmocka_unit_test(the_tables_name_their_version),
    };
    return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
