/* test_lint.c - lint rules of amounts: bounds that contradict each other, bands beyond a cap. */
#include "money/lint.h"

#include "../lint_text.h"

#define HEAD                                                                                              \
    "entente 1\nagreement sample { between aurora, borealis; effective 2026-01-01; term 5 years, ending " \
    "the "                                                                                                \
    "day before the anniversary; changed by all parties; currency USD }\nparty aurora\nparty borealis\n"  \
    "lines sales { reported by borealis; states day, units, gross }\n"                                    \
    "event launch { recorded by borealis }\n"
#define UNITS             "on units in sales; counted together for borealis, each calendar year; "
#define NAMED(name, body) "royalty " name " { borealis pays aurora; " UNITS body " }\n"
#define FEE(body)         NAMED("fee", body)
#define RATE              "rate 1 USD per unit; "
#define BANDS                                                                                            \
    "bands marginal { up to 100_000 units: free; up to 5_000_000 units: 0.20 USD per unit; above that: " \
    "0.10 "                                                                                              \
    "USD per unit }; "

typedef struct {
    const char *text, *code;
    Size        count;
    const char *at, *says;
} Row;

static void try_row(const Row *row)
{
    Arena           arena = {0};
    Terms          *terms = terms_of(&arena, S("a.entente"), str_format(&arena, HEAD "%s", row->text));
    Diags           found = diags_new(&arena);
    Lint            lint = lint_new(&arena, terms, &found, DAY_MIN);
    Size            rules = 0;
    const LintRule *all = lint_money_rules(&rules);
    lint_use_standing(&lint, standing_new(terms, NULL));
    lint_run(&lint, all, rules);
    const Diag *first = found.first;
    if (first)
        print_error("# %s: %.*s | %.*s | %.*s | %.*s\n", first->code, STR_ARG(first->title),
                    STR_ARG(first->label), STR_ARG(first->note_label), STR_ARG(first->help));
    assert_int_equal(count_code(&found, row->code), row->count);
    assert_int_equal(found.errors + found.warnings + found.infos, row->count);
    if (row->at)
        assert_true(first && str_equal(sources_slice(terms->doc->sources, first->span), str_from(row->at)));
    if (row->says)
        assert_true(first && has_words(first->title, row->says));
    arena_free(&arena);
}

static void try_rows(const Row *rows, Size count)
{
    for (Size i = 0; i < count; i++) {
        ROW("row %td: %s %td\n", i, rows[i].code, rows[i].count);
        try_row(&rows[i]);
    }
}

static void minimums_above_a_cap(void **state)
{
    (void)state;
    static const Row rows[] = {
        {FEE(RATE "at most 100 USD each calendar year; minimum 100 USD each calendar year"), "L-CAP-MIN", 0,
         NULL, NULL},
        {FEE(RATE "at most 100 USD each calendar year; minimum 101 USD each calendar year"), "L-CAP-MIN", 1,
         "100 USD", "101 USD, and the cap 100 USD in 2026 and 4 more of its years"},
        {FEE(RATE "at most 100 USD each calendar year; minimum 25 USD each calendar quarter"), "L-CAP-MIN", 0,
         NULL, NULL},
        {FEE(RATE "at most 100 USD each calendar year; minimum 26 USD each calendar quarter"), "L-CAP-MIN", 1,
         NULL, "104 USD"},
        {FEE(RATE "at most 30 USD each calendar quarter; minimum 100 USD each contract year"), "L-CAP-MIN", 0,
         NULL, NULL},
        {FEE(RATE "at most 20 USD each calendar quarter; minimum 100 USD each contract year"), "L-CAP-MIN", 1,
         "20 USD", "the cap 80 USD"},
        {FEE(RATE "at most 100 EUR each calendar year; minimum 101 USD each calendar year"), "L-CAP-MIN", 0,
         NULL, NULL},
        {FEE(RATE "at most 100 USD in all; minimum 60 USD each calendar year"), "L-CAP-MIN", 0, NULL, NULL},
        {FEE(RATE "at most 100 USD in all; minimum 160 USD each calendar year"), "L-CAP-MIN", 1, "100 USD",
         "one minimum alone is 160 USD"},
        {FEE(RATE "at most 100 USD in all; minimum 60 USD each calendar quarter"), "L-CAP-MIN", 0, NULL,
         NULL},
        {FEE(RATE "at most 100 USD each calendar year; minimum 160 USD in all"), "L-CAP-MIN", 0, NULL, NULL},
        {FEE(RATE "at most [cap: 50 USD | 90 USD] each calendar year; minimum 60 USD each calendar year"),
         "L-CAP-MIN", 0, NULL, NULL},
        /* one cap over two */
        {FEE(RATE "minimum 60 USD each calendar year; at most 100 USD each calendar year over fee, more")
             NAMED("more", RATE "minimum 30 USD each calendar year"),
         "L-CAP-MIN", 0, NULL, NULL},
        {FEE(RATE "minimum 60 USD each calendar year; at most 100 USD each calendar year over fee, more")
             NAMED("more", RATE "minimum 50 USD each calendar year"),
         "L-CAP-MIN", 1, "100 USD", "the minimums of a year come to 110 USD"},
        /* year by year */
        {"table limit by calendar year { 2026 through 2027: 100 USD; 2028: 40 USD; 2029 through 2030: 60 USD "
         "}\n" FEE(RATE "at most limit each calendar year; minimum 60 USD each calendar year"),
         "L-CAP-MIN", 1, "limit", "60 USD, and the cap 40 USD in 2028"},
        {"table limit by calendar year { 2026 through 2027: 100 USD; 2029 through 2030: 60 USD }\n" FEE(
             RATE "at most limit each calendar year; minimum 60 USD each calendar year"),
         "L-CAP-MIN", 0, NULL, NULL}, /* 2028 is not known */
    };
    try_rows(rows, COUNT(rows));
}

static void bands_beyond_a_cap(void **state)
{
    (void)state;
    static const Row rows[] = {
        {FEE(BANDS "at most 3_500_000 USD each calendar year"), "L-TIER-DEAD", 0, NULL, NULL},
        {FEE(BANDS "at most 980_000.10 USD each calendar year"), "L-TIER-DEAD", 0, NULL, NULL},
        {FEE(BANDS "at most 980_000 USD each calendar year"), "L-TIER-DEAD", 1,
         "above that: 0.10 USD per unit", "the cap binds at 5_000_000 units"},
        {FEE(BANDS "at most 500_000 USD each calendar year"), "L-TIER-DEAD", 1,
         "above that: 0.10 USD per unit", "the cap binds at 2_600_000 units"},
        /* for a longer time than it is counted, or lost, or shared: the band can be reached */
        {FEE(BANDS "at most 500_000 USD in all"), "L-TIER-DEAD", 0, NULL, NULL},
        {FEE(BANDS "at most 500_000 USD each calendar year, unless launch has happened"), "L-TIER-DEAD", 0,
         NULL, NULL},
        {FEE(BANDS "at most 500_000 USD each calendar year over fee"), "L-TIER-DEAD", 0, NULL, NULL},
        {FEE(BANDS "at most 500_000 EUR each calendar year"), "L-TIER-DEAD", 0, NULL, NULL},
        {"discount half { fee less 50%; through 2027-12-31 }\n" FEE(BANDS
                                                                    "at most 500_000 USD each calendar year"),
         "L-TIER-DEAD", 0, NULL, NULL},
        /* the highest of a table decides */
        {"table limit by calendar year { 2026 through 2029: 500_000 USD; 2030: 5_000_000 USD }\n" FEE(
             BANDS "at most limit each calendar year"),
         "L-TIER-DEAD", 0, NULL, NULL},
        {"table limit by calendar year { 2026 through 2029: 500_000 USD; 2030: 600_000 USD }\n" FEE(
             BANDS "at most limit each calendar year"),
         "L-TIER-DEAD", 1, NULL, "the cap binds at 3_100_000 units"},
        {"table limit by calendar year { 2026 through 2029: 500_000 USD }\n" FEE(
             BANDS "at most limit each calendar "
                   "year"),
         "L-TIER-DEAD", 0, NULL, NULL},
        /* one price for everything */
        {FEE("bands whole { up to 10 units: 25 USD; up to 20 units: 50 USD; above that: 75 USD }; at most 50 "
             "USD each "
             "calendar year"),
         "L-TIER-DEAD", 1, "above that: 75 USD", "never paid"},
        {FEE("bands whole { up to 10 units: 25 USD; up to 20 units: 50 USD; above that: 75 USD }; at most 75 "
             "USD each "
             "calendar year"),
         "L-TIER-DEAD", 0, NULL, NULL},
        {FEE("bands whole { up to 10 units: 1 USD per unit; above that: 2 USD per unit }; at most 15 USD "
             "each "
             "calendar year"),
         "L-TIER-DEAD", 1, NULL, "never paid"},
        /* shares of an amount */
        {"royalty share { borealis pays aurora; on gross in sales; counted together for borealis, each "
         "calendar year; "
         "bands marginal { up to 1_000 USD: 5%; above that: 4% }; at most 40 USD each calendar year }\n",
         "L-TIER-DEAD", 1, "above that: 4%", "the cap binds at 800 USD"},
        {"royalty share { borealis pays aurora; on gross in sales; counted together for borealis, each "
         "calendar year; "
         "bands marginal { up to 1_000 USD: 5%; above that: 4% }; at most 60 USD each calendar year }\n",
         "L-TIER-DEAD", 0, NULL, NULL},
    };
    try_rows(rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minimums_above_a_cap),
        cmocka_unit_test(bands_beyond_a_cap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
