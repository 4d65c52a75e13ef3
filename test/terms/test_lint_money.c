/* test_lint_money.c - lint rules of money in the text: where they mark it, and what they leave alone. */
#include "terms/lint.h"

#include "../lint_text.h"

#define PARTIES                                                                                            \
    "party aurora { affiliates over 50% of votes }\nparty borealis { affiliates over 50% of votes }\n"     \
    "party corvus\nasset aurora/video\nasset borealis/radio\nclass service\nunit minute, plural minutes\n" \
    "lines sales { reported by borealis; states product, entity, day, units, gross, returns }\n"           \
    "lines exports { reported by borealis; states product, day, country, currency, units, gross }\n"       \
    "define net-sales { means \"what is left\"; equals gross less returns }\n"                             \
    "audit books { at most 1 time each calendar year; looking back 3 years }\n"
#define HEAD(more)                                                                                   \
    "entente 1\nagreement sample { between aurora, borealis, corvus; effective 2026-03-01; changed " \
    "by all parties; currency USD; " more " }\n" PARTIES
#define ROUNDED   "rounding half-even to 0.01 USD on the running total of each calendar year"
#define PAY(body) "payment p { aurora pays borealis; " body " }\n"
#define FEE(body) "royalty fee { borealis pays aurora; audit books; " body " }\n"
#define BANDS(mode) \
    "bands " mode   \
    " { up to 100 units: free; up to 5_000 units: 0.20 USD per unit; above that: 0.10 USD per unit }"
#define TOGETHER "counted together for borealis with affiliates, each calendar year; "
#define GRANT(body) \
    "grant video { aurora grants borealis with affiliates; to make, sell; under aurora/video; " body " }\n"

typedef struct {
    const char *text; /* behind the header */
    const char *code;
    Size        count;
    const char *at, *says; /* of the first: what it marks, and a part of what it says; NULL: any */
} Row;

static bool says(const Diag *diag, const char *what)
{
    return has_words(diag->title, what) || has_words(diag->help, what) || has_words(diag->label, what) ||
           has_words(diag->note_label, what);
}

static const Diag *first_of(const Diags *diags, const char *code)
{
    for (const Diag *diag = diags->first; diag; diag = diag->next)
        if (str_equal(str_from(diag->code), str_from(code)))
            return diag;
    return NULL;
}

static void try_row(const char *head, const Row *row)
{
    Arena           arena = {0};
    Str             text = str_format(&arena, "%s%s", head, row->text);
    Terms          *terms = terms_of(&arena, S("a.entente"), text);
    Diags           found = diags_new(&arena);
    Lint            lint = lint_new(&arena, terms, &found, DAY_MIN);
    Size            rules = 0;
    const LintRule *all = lint_text_rules(&rules);
    lint_run(&lint, all, rules);
    const Diag *first = first_of(&found, row->code);
    Size        got = count_code(&found, row->code);
    if (got != row->count || (row->says && (!first || !says(first, row->says))))
        for (const Diag *diag = found.first; diag; diag = diag->next)
            print_error("# %s: %.*s | %.*s | %.*s | %.*s\n", diag->code, STR_ARG(diag->title),
                        STR_ARG(diag->label), STR_ARG(diag->note_label), STR_ARG(diag->help));
    assert_int_equal(got, row->count);
    if (first && row->at) {
        Str marked = sources_slice(terms->doc->sources, first->span);
        if (!str_equal(marked, str_from(row->at)))
            print_error("# marked: %.*s\n", STR_ARG(marked));
        assert_true(str_equal(marked, str_from(row->at)));
    }
    if (row->says)
        assert_true(first && says(first, row->says));
    arena_free(&arena);
}

static void try_rows(const char *head, const Row *rows, Size count)
{
    for (Size i = 0; i < count; i++) {
        ROW("row %td: %s %td\n", i, rows[i].code, rows[i].count);
        try_row(head, &rows[i]);
    }
}

static void sums_that_do_not_add_up(void **state)
{
    (void)state;
    static const Row rows[] = {
        {PAY("on 2026-02-01: 300 USD; on 2027-02-01: 300 USD; total 600 USD"), "L-SUM", 0, NULL, NULL},
        {PAY("on 2026-02-01: 666_666.66 USD; on 2027-02-01: 666_666.66 USD; on 2028-02-01: 666_666.66 USD; "
             "total 2_000_000 USD"),
         "L-SUM", 1, "2_000_000 USD", "1_999_999.98 USD, which is 0.02 USD too little"},
        {PAY("on 2026-02-01: 666_666.66 USD; on 2027-02-01: 666_666.66 USD; on 2028-02-01: 666_666.66 USD; "
             "total 2_000_000 USD"),
         "L-SUM", 1, NULL, "let the last instalment be `666_666.68 USD`"},
        {PAY("on 2026-02-01: 300 USD; on 2027-02-01: 301 USD; total 600 USD"), "L-SUM", 1, "600 USD",
         "1 USD too much"},
        {PAY("on 2026-02-01: 300 USD; on 2027-02-01: 301 USD; total 600 USD"), "L-SUM", 1, NULL,
         "correct the instalment that is wrong, or write `total 601 USD`"},
        /* what hangs on a condition may be paid or not */
        {"event launch { recorded by borealis }\n" PAY(
             "on 2026-02-01: 300 USD; on 2027-02-01 if launch has happened: 300 USD; total 300 USD"),
         "L-SUM", 0, NULL, NULL},
        {"event launch { recorded by borealis }\n" PAY(
             "on 2026-02-01: 300 USD; on 2027-02-01 if launch has happened: 300 USD; total 700 USD"),
         "L-SUM", 1, NULL, "100 USD too little"},
        {"event launch { recorded by borealis }\n" PAY(
             "on 2026-02-01: 300 USD; on 2027-02-01 if launch has happened: 300 USD; total 200 USD"),
         "L-SUM", 1, NULL, "100 USD too much"},
        {PAY("10 USD each calendar quarter from 2026-02-01 through 2027-01-31; total 40 USD"), "L-SUM", 0,
         NULL, NULL},
        {PAY("10 USD each calendar quarter from 2026-02-01 through 2027-02-01; total 40 USD"), "L-SUM", 1,
         NULL, "50 USD, which is 10 USD too much"},
        {PAY("10 USD each calendar quarter from 2026-02-01; total 40 USD"), "L-SUM", 0, NULL, NULL},
        {PAY("on 2026-02-01: [first: 300 USD | 200 USD]; total 600 USD"), "L-SUM", 0, NULL, NULL},
    /* instalments of a minimum */
#define MINIMUM(value) FEE("on net-sales in sales; rate 10%; minimum " value " each contract year")
#define THIRDS(last)                                                                         \
    PAY("on 2026-04-01: 666_666.66 USD; on 2026-09-01: 666_666.66 USD; on 2027-02-28: " last \
        " USD; credited "                                                                    \
        "against fee")
        {MINIMUM("2_000_000 USD") THIRDS("666_666.66"), "L-SUM", 1, NULL, "0.02 USD less than the minimum"},
        {MINIMUM("2_000_000 USD") THIRDS("666_666.68"), "L-SUM", 0, NULL, NULL},
        {MINIMUM("2_000_000 USD") THIRDS("666_666.70"), "L-SUM", 1, NULL, "0.02 USD more than the minimum"},
        {MINIMUM("3_000_000 USD") THIRDS("666_666.66"), "L-SUM", 0, NULL,
         NULL}, /* another amount altogether */
        {"table floor by calendar year { 2026: 1_500_000 USD; 2027: 2_000_000 USD }\n" MINIMUM("floor")
             THIRDS("666_666.66"),
         "L-SUM", 1, NULL, "0.02 USD less than the minimum"},
    };
    try_rows(HEAD(ROUNDED), rows, COUNT(rows));
}

static void units_of_a_series(void **state)
{
    (void)state;
#define BUDGET(number, amount) \
    "payment budget-" number " { aurora pays borealis; " amount " each contract year from 2026-03-01 }\n"
    static const Row rows[] = {
        {BUDGET("1", "5_000_000 USD") BUDGET("2", "5.0 USD"), "L-UNIT", 1, "5.0 USD", "millions"},
        {BUDGET("2", "5.0 USD") BUDGET("1", "5_000_000 USD"), "L-UNIT", 1, "5.0 USD", NULL},
        {BUDGET("first", "2_500_000 USD") BUDGET("second", "5.0 USD"), "L-UNIT", 1, "5.0 USD", NULL},
        {BUDGET("1", "5_000_000 USD") BUDGET("2", "5_001 USD"), "L-UNIT", 0, NULL, NULL},
        {BUDGET("east", "5_000_000 USD") BUDGET("west", "5 USD"), "L-UNIT", 0, NULL, NULL},
        {BUDGET("1", "5_000_000 USD") BUDGET("2", "5 EUR"), "L-UNIT", 0, NULL, NULL},
    };
    try_rows(HEAD(ROUNDED), rows, COUNT(rows));
}

static void counters_that_are_not_said(void **state)
{
    (void)state;
    static const Row rows[] = {
        {FEE("on units in sales; " TOGETHER BANDS("marginal")), "L-AGG", 0, NULL, NULL},
        {FEE("on units in sales; " BANDS("marginal")), "L-AGG", 1, "up to 100 units: free",
         "counted together for borealis with affiliates, each calendar year"},
        {FEE("on units in sales; rate 0.20 USD per unit"), "L-AGG", 0, NULL, NULL},
        {FEE("on units in sales; rate 0.20 USD per unit; at most 9 USD each calendar year"), "L-AGG", 1, NULL,
         "each apart"},
        {FEE("on units in sales; rate 0.20 USD per unit; at most 9 USD each calendar year over fee"), "L-AGG",
         0, NULL, NULL},
        /* affiliates sell, and are not counted */
        {GRANT("pays fee")
             FEE("on units in sales; counted together for borealis, each calendar year; " BANDS("marginal")),
         "L-AGG", 1, "borealis", "affiliates of borealis are licensed"},
        {GRANT("royalty-free")
             FEE("on units in sales; counted together for borealis, each calendar year; " BANDS("marginal")),
         "L-AGG", 0, NULL, NULL},
        {GRANT("pays fee") FEE("on units in sales; " TOGETHER BANDS("marginal")), "L-AGG", 0, NULL, NULL},
        {GRANT("pays fee")
             FEE("on units in sales; counted apart for each entity, each calendar year; " BANDS("marginal")),
         "L-AGG", 1, "up to 100 units: free", "for itself"},
        {GRANT("pays fee")
             FEE("on units in sales; counted apart for each product, each calendar year; " BANDS("marginal")),
         "L-AGG", 0, NULL, NULL},
        /* one counter, two sets of bands */
        {FEE("on units in sales; counted together for borealis with affiliates, with second, each calendar "
             "year; " BANDS("marginal")) "royalty second { borealis pays aurora; audit books; on units in "
                                         "exports; " TOGETHER BANDS("marginal") " }\n",
         "L-AGG", 0, NULL, NULL},
        {FEE("on units in sales; counted together for borealis with affiliates, with second, each calendar "
             "year; " BANDS(
                 "marginal")) "royalty second { borealis pays aurora; audit books; on units in "
                              "exports; " TOGETHER
                              "bands marginal { up to 50 units: free; above that: 1 USD per unit } }\n",
         "L-AGG", 1, "second", "end elsewhere"},
        {FEE("on units in sales; counted together for borealis with affiliates, with second, each calendar "
             "year; " BANDS("marginal")) "royalty second { borealis pays aurora; audit books; on units in "
                                         "exports; counted together for borealis "
                                         "with affiliates, each contract year; " BANDS("marginal") " }\n",
         "L-AGG", 1, "second", "another period"},
    };
    try_rows(HEAD(ROUNDED), rows, COUNT(rows));
}

static void prices_of_everything(void **state)
{
    (void)state;
    static const Row rows[] = {
        {FEE("on units in sales; " TOGETHER BANDS("marginal")), "L-TIER-MODE", 0, NULL, NULL},
        {FEE("on units in sales; " TOGETHER BANDS("whole")), "L-TIER-MODE", 1, "0.10 USD per unit",
         "500 USD instead of 1_000 USD"},
        {FEE("on units in sales; " TOGETHER
             "bands whole { up to 100 units: 25 USD; up to 200 units: 50 USD; above that: 75 USD }"),
         "L-TIER-MODE", 0, NULL, NULL},
        {FEE("on units in sales; " TOGETHER
             "bands whole { up to 100 units: 25 USD; up to 200 units: 50 USD; above that: free }"),
         "L-TIER-MODE", 1, "free", "0 USD instead of 50 USD"},
        {FEE("on units in sales; " TOGETHER "bands whole { up to 100 units: 25 USD; above that: 25 USD }"),
         "L-TIER-MODE", 0, NULL, NULL},
        {FEE("on net-sales in sales; " TOGETHER "bands whole { up to 100 USD: 5%; above that: 4% }"),
         "L-TIER-MODE", 1, "4%", "4 instead of 5"},
        {"table price by size { up to 100 units: 0.20 USD per unit; above that: 0.10 USD per unit }\nmetric "
         "size "
         "{ equals units; each calendar year; attested by aurora }\n" FEE("on units in sales; " TOGETHER
                                                                          "rate price"),
         "L-TIER-MODE", 1, "price", "bands marginal"},
        {"table price by length { up to 100 minutes: 0.20 USD per unit; above that: 0.10 USD per unit "
         "}\nmetric "
         "length { equals minutes; each calendar year; attested by aurora }\n" FEE(
             "on units in sales; " TOGETHER "rate price"),
         "L-TIER-MODE", 0, NULL, NULL},
        {FEE("on units in sales; " TOGETHER
             "rate { if units over 100 units: 0.10 USD per unit; otherwise: 0.20 USD per unit }"),
         "L-TIER-MODE", 1, "units over 100 units", NULL},
        {FEE("on units in sales; " TOGETHER
             "rate { if minutes over 100 minutes: 0.10 USD per unit; otherwise: 0.20 USD per unit }"),
         "L-TIER-MODE", 0, NULL, NULL},
    };
    try_rows(HEAD(ROUNDED), rows, COUNT(rows));
}

static void parts_of_a_cent(void **state)
{
    (void)state;
    static const Row unsaid[] = {
        {FEE("on units in sales; rate 0.20 USD per unit"), "L-ROUND", 0, NULL, NULL},
        {FEE("on units in sales; rate 0.200 USD per unit"), "L-ROUND", 0, NULL, NULL},
        {FEE("on units in sales; rate 0.245 USD per unit"), "L-ROUND", 1, "0.245 USD per unit",
         "rounding half-even to 0.01 USD"},
        {FEE("on units in sales; rate 0.5 JPY per unit"), "L-ROUND", 1, NULL, NULL},
        {FEE("on net-sales in sales; rate 10%"), "L-ROUND", 1, "10%", NULL},
        {"products binaural\n" FEE("on units in sales; rate 0.49 USD per unit; binaural counts as 0.5 units"),
         "L-ROUND", 1, "0.5 units", NULL},
        {FEE("on units in sales; rate 0.20 USD per unit; convert at \"ECB\", the day of sale"), "L-ROUND", 1,
         "\"ECB\"", NULL},
        {"table price by calendar year { 2026: 0.20 USD per unit; 2027: 0.205 USD per unit }\n" FEE(
             "on units in sales; rate price"),
         "L-ROUND", 1, "0.205 USD per unit", NULL},
    };
    static const Row said[] = {
        {FEE("on net-sales in sales; rate 10%"), "L-ROUND", 0, NULL, NULL},
        {FEE("on units in sales; rate 0.205 EUR per unit"), "L-ROUND", 0, NULL, NULL},
        {FEE("on units in sales; rate 5 JPY per unit"), "L-ROUND", 1, "5 JPY per unit", "amounts in JPY"},
    };
    try_rows(HEAD(""), unsaid, COUNT(unsaid));
    try_rows(HEAD(ROUNDED), said, COUNT(said));
}

static void prices_that_follow_each_other(void **state)
{
    (void)state;
#define FOLLOWS(name, of) \
    "royalty " name " { borealis pays aurora; audit books; on units in sales; rate 1 USD per unit" of " }\n"
    static const Row rows[] = {
        {FOLLOWS("one", "; most favoured among two") FOLLOWS("two", ""), "L-MFL-LOOP", 0, NULL, NULL},
        {FOLLOWS("one", "; most favoured among two") FOLLOWS("two", "; most favoured among one"),
         "L-MFL-LOOP", 1, "one", "wait for each other"},
        {FOLLOWS("one", "; most favoured among two, three") FOLLOWS("two", "; most favoured among three")
             FOLLOWS("three", "; most favoured among one"),
         "L-MFL-LOOP", 1, "one", NULL},
        {FOLLOWS("one", "; most favoured among two, three") FOLLOWS("two", "; most favoured among three")
             FOLLOWS("three", ""),
         "L-MFL-LOOP", 0, NULL, NULL},
        {FOLLOWS("one", "; most favoured among one"), "L-MFL-LOOP", 1, "one", "its own price"},
    };
    try_rows(HEAD(ROUNDED), rows, COUNT(rows));
}

static void books_that_nobody_looks_into(void **state)
{
    (void)state;
#define BARE(name, who, body) "royalty " name " { " who "; " body " }\n"
#define UNITS                 "on units in sales; rate 1 USD per unit"
    static const Row rows[] = {
        {FEE(UNITS), "L-AUDIT", 0, NULL, NULL},
        {BARE("fee", "borealis pays aurora", UNITS), "L-AUDIT", 1, "fee", "nobody may look"},
        {BARE("fee", "borealis pays aurora", UNITS) BARE("more", "borealis pays aurora", UNITS), "L-AUDIT", 1,
         "fee", "behind 1 more"},
        {BARE("fee", "borealis pays aurora", UNITS "; same settlement as more")
             BARE("more", "borealis pays aurora", UNITS "; audit books"),
         "L-AUDIT", 0, NULL, NULL},
        {BARE("fee", "borealis pays aurora", "on units in sales; rate free"), "L-AUDIT", 0, NULL, NULL},
        {"lines counted { reported by aurora; states day, units }\n" BARE(
             "fee", "borealis pays aurora", "on units in counted; rate 1 USD per unit"),
         "L-AUDIT", 0, NULL, NULL},
        {FEE(UNITS) "lines radios { reported by aurora; states day, units }\n" BARE(
             "back", "aurora pays borealis", "on units in radios; rate 1 USD per unit"),
         "L-AUDIT", 1, "back", "the other side's books"},
        {"audit open-books { looking back 3 years }\n", "L-AUDIT", 1, "open-books", "at most 1 time"},
        {"audit short-books { at most 1 time each calendar year; looking back 3 years; records 2 years }\n",
         "L-AUDIT", 1, "2 years", "records 3 years"},
        {"audit long-books { at most 1 time each calendar year; looking back 3 years; records 3 years }\n",
         "L-AUDIT", 0, NULL, NULL},
        {"audit brief { at most 1 time each calendar year; looking back 2 months }\n" BARE(
             "fee", "borealis pays aurora", UNITS "; pay each calendar quarter; audit brief"),
         "L-AUDIT", 1, "2 months", "one whole payment period"},
        {"audit brief { at most 1 time each calendar year; looking back 3 months }\n" BARE(
             "fee", "borealis pays aurora", UNITS "; pay each calendar quarter; audit brief"),
         "L-AUDIT", 0, NULL, NULL},
        {"audit brief { at most 1 time each calendar year; looking back 3 months }\n" BARE(
             "fee", "borealis pays aurora",
             UNITS "; pay each calendar quarter; true-up within 6 months of the report; audit brief"),
         "L-AUDIT", 1, "3 months", "still put right"},
        {"audit one { at most 1 time each calendar year; by aurora }\n", "L-ASYM", 0, NULL,
         NULL}, /* of three */
    };
    try_rows(HEAD(ROUNDED), rows, COUNT(rows));
#define PAIR                                                                                                \
    "entente 1\nagreement sample { between aurora, borealis; effective 2026-03-01; changed by all parties " \
    "}\n"                                                                                                   \
    "party aurora\nparty borealis\nexpert house\n"
    static const Row pair[] = {
        {"audit one { at most 1 time each calendar year; by aurora }\n", "L-ASYM", 1, "aurora",
         "the other may not"},
        {"audit one { at most 1 time each calendar year; by house }\n", "L-ASYM", 0, NULL, NULL},
        {"audit one { at most 1 time each calendar year; by aurora }\naudit two { at most 1 time each "
         "calendar year; "
         "by borealis }\n",
         "L-ASYM", 0, NULL, NULL},
        {"audit one { at most 1 time each calendar year; by either }\n", "L-ASYM", 0, NULL, NULL},
    };
    try_rows(PAIR, pair, COUNT(pair));
}

static void amounts_in_other_currencies(void **state)
{
    (void)state;
    static const Row rows[] = {
        {FEE("on gross in exports; rate 5%"), "L-FX", 1, "gross in exports", "convert at"},
        {FEE("on gross in exports; rate 5%; convert at \"ECB\", the day of sale"), "L-FX", 0, NULL, NULL},
        {FEE("on units in exports; rate 1 USD per unit"), "L-FX", 0, NULL, NULL},
        {FEE("on units in exports; rate least of { 2% of gross; 0.02 USD }"), "L-FX", 1, NULL, NULL},
        {FEE("on net-sales in sales; rate 5%"), "L-FX", 0, NULL, NULL}, /* no currency, no country */
        {"lines shops { reported by borealis; states country, day, till }\n" FEE("on till in shops; rate 5%"),
         "L-FX", 1, "till in shops", "a country and no currency"},
        {FEE("on gross in exports; rate free"), "L-FX", 0, NULL, NULL},
        {FEE("on gross in exports; rate 5%; same settlement as second") "royalty second { borealis pays "
                                                                        "aurora; audit books; on gross in "
                                                                        "exports; rate 1%; convert at "
                                                                        "\"ECB\", the "
                                                                        "day of sale }\n",
         "L-FX", 0, NULL, NULL},
        {FEE("on units in sales; rate 1 USD per unit; minimum 5 EUR each calendar year"), "L-FX", 1, "5 EUR",
         "bounds"},
        {FEE("on units in sales; rate 1 USD per unit; minimum 5 USD each calendar year"), "L-FX", 0, NULL,
         NULL},
        {FEE("on units in sales; rate 1 EUR per unit") "net n { between aurora, borealis; in USD; each "
                                                       "calendar "
                                                       "quarter }\n",
         "L-FX", 1, "USD", "the balance"},
        {FEE("on units in sales; rate 1 USD per unit") "net n { between aurora, borealis; in USD; each "
                                                       "calendar "
                                                       "quarter }\n",
         "L-FX", 0, NULL, NULL},
    };
    try_rows(HEAD(ROUNDED), rows, COUNT(rows));
}

static void who_pays_for_what(void **state)
{
    (void)state;
#define TO(who, name, more) \
    "grant " name " { aurora grants " who "; to make, have-made, sell; under aurora/video; " more " }\n"
    static const Row rows[] = {
        {TO("borealis", "one", "pays fee") FEE(UNITS), "L-PAYER-CHAIN", 0, NULL, NULL},
        {FEE(UNITS), "L-PAYER-CHAIN", 0, NULL, NULL}, /* a text without grants */
        {TO("borealis", "one", "royalty-free") FEE(UNITS), "L-PAYER-CHAIN", 1, "fee",
         "every grant to its payer"},
        {TO("borealis", "one", "royalty-free") FEE("on units in sales; rate free"), "L-PAYER-CHAIN", 0, NULL,
         NULL},
        {TO("borealis", "one", "pays more") FEE(UNITS) BARE("more", "borealis pays aurora", UNITS),
         "L-PAYER-CHAIN", 1, "fee", "pays fee"},
        {TO("corvus", "one", "pays fee") FEE(UNITS), "L-PAYER-CHAIN", 1, "borealis", "for what corvus sells"},
        {TO("borealis with affiliates", "one", "pays fee") FEE(UNITS), "L-PAYER-CHAIN", 0, NULL, NULL},
        {FEE(UNITS) BARE("more", "corvus pays aurora", UNITS), "L-PAYER-CHAIN", 1, "units in sales",
         "borealis and corvus both owe"},
        {TO("borealis", "one", "pays fee; have-made only for own")
             TO("corvus", "two", "pays more; have-made only for own") "products own\n" FEE(UNITS)
                 BARE("more", "corvus pays aurora", UNITS),
         "L-PAYER-CHAIN", 0, NULL, NULL},
        {TO("borealis", "one", "pays fee") TO("corvus", "two", "pays more") FEE(UNITS)
             BARE("more", "corvus pays aurora", UNITS),
         "L-PAYER-CHAIN", 1, "two", "can be paid for twice"},
    };
    try_rows(HEAD(ROUNDED), rows, COUNT(rows));
}

static void rates_to_be_agreed(void **state)
{
    (void)state;
    static const Row rows[] = {
        {FEE("on units in sales; rate to be agreed by aurora, borealis"), "L-AGREE-TO-AGREE", 1, NULL,
         "nothing is owed until then"},
        {"expert house\n" FEE("on units in sales; rate to be agreed by aurora, borealis; decided by house"),
         "L-AGREE-TO-AGREE", 0, NULL, NULL},
    };
    try_rows(HEAD(ROUNDED), rows, COUNT(rows));
}

static void prices_that_never_come(void **state)
{
    (void)state;
#define TERM(more)                                                                                         \
    "entente 1\nagreement sample { between aurora, borealis, corvus; effective 2026-03-01; term 5 years, " \
    "ending the day before the anniversary; changed by all parties; currency USD; " ROUNDED more           \
    " }\n" PARTIES
#define RATES(rows) FEE("on units in sales; rate { " rows " }")
    static const Row rows[] = {
        {RATES("through 2027-12-31: 1 USD per unit; from 2028-01-01: 2 USD per unit"), "L-RATE-DEAD", 0, NULL,
         NULL},
        {RATES("from 2026-01-01: 1 USD per unit; from 2028-01-01: 2 USD per unit"), "L-RATE-DEAD", 1,
         "from 2028-01-01: 2 USD per unit", "rows above it hold"},
        {RATES("through 2027-12-31: 1 USD per unit; from 2028-01-01 through 2031-02-28: 2 USD per unit; "
               "otherwise: 3 "
               "USD per unit"),
         "L-RATE-DEAD", 1, "otherwise: 3 USD per unit", NULL},
        {RATES("through 2027-12-31: 1 USD per unit; from 2028-01-01 through 2031-02-27: 2 USD per unit; "
               "otherwise: 3 "
               "USD per unit"),
         "L-RATE-DEAD", 0, NULL, NULL},
        {RATES("through 2027-12-31: 1 USD per unit; from 2028-01-02: 2 USD per unit; otherwise: 3 USD per "
               "unit"),
         "L-RATE-DEAD", 0, NULL, NULL}, /* one day is left */
        {RATES("through 2026-02-28: 1 USD per unit; otherwise: 2 USD per unit"), "L-RATE-DEAD", 1, NULL,
         "outside of the days of the agreement"},
        {RATES("from 2031-03-01: 1 USD per unit; otherwise: 2 USD per unit"), "L-RATE-DEAD", 1,
         "from 2031-03-01: 1 USD per unit", NULL},
        {RATES("from 2031-02-28: 1 USD per unit; otherwise: 2 USD per unit"), "L-RATE-DEAD", 0, NULL, NULL},
        {RATES("from 2028-01-01 through 2027-01-01: 1 USD per unit; otherwise: 2 USD per unit"),
         "L-RATE-DEAD", 1, NULL, "ends before it begins"},
        {"event launch { recorded by borealis }\n" RATES(
             "until launch: 1 USD per unit; from 2026-03-01: 2 USD per unit; otherwise: 3 USD per unit"),
         "L-RATE-DEAD", 1, "otherwise: 3 USD per unit", NULL},
        {"event launch { recorded by borealis }\n" RATES(
             "until launch: 1 USD per unit; otherwise: 3 USD per unit"),
         "L-RATE-DEAD", 0, NULL, NULL},
        {RATES("from 2031-03-01: 1 USD per unit; otherwise: 2 USD per unit") "renewal r { renews 5 years; "
                                                                             "notice by "
                                                                             "either, at least 90 days "
                                                                             "before the end "
                                                                             "}\n",
         "L-RATE-DEAD", 0, NULL, NULL},
    /* tables */
#define BY_YEAR(rows) "table price by calendar year { " rows " }\n" FEE("on units in sales; rate price")
        {BY_YEAR("2026 through 2030: 1 USD per unit; 2031: 2 USD per unit"), "L-RATE-DEAD", 0, NULL, NULL},
        {BY_YEAR("2026 through 2030: 1 USD per unit; 2031: 2 USD per unit; 2032: 3 USD per unit"),
         "L-RATE-DEAD", 1, "2032: 3 USD per unit", "outside of the years"},
        {BY_YEAR("2026 through 2030: 1 USD per unit"), "L-RATE-DEAD", 1, "price", "no row for 2031"},
        {BY_YEAR("2026 through 2028: 1 USD per unit; 2030 through 2031: 1 USD per unit"), "L-RATE-DEAD", 1,
         "price", "no row for 2029"},
        {"table price by contract year { 2026 through 2030: 1 USD per unit }\n" FEE(
             "on units in sales; rate price"),
         "L-RATE-DEAD", 0, NULL, NULL},
        {"table price by calendar year { 2026 through 2028: 1 USD per unit }\n" FEE(
             "on units in sales; rate price; lasts through 2028-12-31"),
         "L-RATE-DEAD", 0, NULL, NULL},
    /* interest */
#define LATE_AT(rate) FEE("on units in sales; rate 1 USD per unit; late interest " rate)
        {LATE_AT("6%, actual/360, from the day after due"), "L-RATE-DEAD", 0, NULL, NULL},
        {LATE_AT("SOFR plus 2%, actual/360, from the day after due"), "L-RATE-DEAD", 1, "SOFR",
         "nothing stands in"},
        {LATE_AT("SOFR plus 2%, actual/360, from the day after due, fallback 4%"), "L-RATE-DEAD", 0, NULL,
         NULL},
        {LATE_AT("\"one-month USD LIBOR\", actual/360, from the day after due"), "L-RATE-DEAD", 1,
         "\"one-month USD LIBOR\"", "after 2023-06-30"},
        {LATE_AT("\"one-month USD LIBOR\", actual/360, from the day after due, fallback 4%"), "L-RATE-DEAD",
         0, NULL, NULL},
        {LATE_AT("SOFR, actual/360, from the day after due, fallback \"EUR LIBOR\""), "L-RATE-DEAD", 1,
         "\"EUR LIBOR\"", "after 2021-12-31"},
        {PAY("on 2026-04-01: 300 USD; late interest EONIA, actual/360, from the day after due"),
         "L-RATE-DEAD", 1, "EONIA", "after 2022-01-03"},
    };
    try_rows(TERM(""), rows, COUNT(rows));
}

static void dates_that_cannot_stay(void **state)
{
    (void)state;
#define ZONE "calendar { zone \"Europe/Berlin\"; count from the day after"
    static const Row unsaid[] = {
        {PAY("on 2026-04-01: 300 USD; on 2027-04-01: 300 USD"), "L-DATE-ROLL", 0, NULL, NULL},
        {PAY("on 2026-04-01: 300 USD; on 2028-04-01: 300 USD"), "L-DATE-ROLL", 1, "calendar",
         "2028-04-01 is a Saturday"},
        {PAY("on 2026-04-01: 300 USD; on 2028-04-02: 300 USD; on 2029-04-01: 5 USD"), "L-DATE-ROLL", 1, NULL,
         "2028-04-02 is a Sunday, 2029-04-01 is a Sunday"},
        {PAY("5 USD each calendar quarter from 2028-04-01 through 2029-04-01"), "L-DATE-ROLL", 1, NULL,
         "2028-04-01 is a Saturday"},
        {FEE("on units in sales; rate 1 USD per unit; pay each calendar quarter, within 45 days of its end"),
         "L-DATE-ROLL", 1, NULL, "2026-11-14 is a Saturday"},
    };
    static const Row holiday[] = {
        {PAY("on 2026-01-02: 300 USD; on 2026-12-25: 300 USD"), "L-DATE-ROLL", 1, NULL,
         "2026-12-25 is Christmas"},
    };
    static const Row rolls[] = {
        {PAY("on 2028-04-01: 300 USD"), "L-DATE-ROLL", 1, NULL, "does not say which days are"},
        {PAY("on 2027-04-01: 300 USD"), "L-DATE-ROLL", 0, NULL, NULL},
    };
    static const Row said[] = {
        {PAY("on 2028-04-01: 300 USD"), "L-DATE-ROLL", 0, NULL, NULL},
        {FEE("on units in sales; rate 1 USD per unit; pay each calendar quarter, within 45 days of its end"),
         "L-DATE-ROLL", 0, NULL, NULL},
    };
    try_rows(TERM("; " ZONE " }"), unsaid, COUNT(unsaid));
    try_rows(TERM("; " ZONE "; business days of TARGET }"), holiday, COUNT(holiday));
    try_rows(TERM("; " ZONE "; due dates roll forward }"), rolls, COUNT(rolls));
    try_rows(TERM("; " ZONE "; due dates roll forward; business days of TARGET }"), said, COUNT(said));
}

static void royalties_after_patents(void **state)
{
    (void)state;
#define LISTED                                                                                               \
    "asset aurora/list { patents { US7000001: expires 2028-12-31, in US; US7000002: expires 2030-06-30, in " \
    "US; "                                                                                                   \
    "EP3000001: expires 2040-12-31, in DE } }\n"
#define MIXED                                                                                           \
    "asset aurora/list { know-how; patents { US7000001: expires 2028-12-31, in US; US7000002: expires " \
    "2030-06-30, in US } }\n"
#define UNDER(asset, more) \
    "grant lic { aurora grants borealis; to make, sell; under " asset "; " more "; pays fee }\n"
#define ENDS        "event patents-end { happens once every patent in aurora/list has expired }\n"
#define SHARE(more) FEE("on net-sales in sales; rate 5%; " more)
    static const Row rows[] = {
        /* of a list of patents: it ends in time, or it does not */
        {LISTED UNDER("aurora/list", "within worldwide") SHARE("lasts through 2030-06-30"), "L-KIMBLE", 0,
         NULL, NULL},
        {LISTED UNDER("aurora/list", "within worldwide") SHARE("lasts through 2030-07-01"), "L-KIMBLE", 1,
         "fee", "owed after the last licensed US patent"},
        {LISTED UNDER("aurora/list", "within worldwide") SHARE("lasts through 2030-07-01"), "L-KIMBLE", 1,
         "fee", "576 U.S. 446 (2015)"},
        {LISTED UNDER("aurora/list", "within DE") SHARE("lasts through 2030-07-01"), "L-KIMBLE", 0, NULL,
         NULL},
        {LISTED UNDER("aurora/list", "within worldwide except US") SHARE("lasts through 2030-07-01"),
         "L-KIMBLE", 0, NULL, NULL},
        {"territory home { includes DE, US }\n" LISTED UNDER("aurora/list", "within home")
             SHARE("lasts perpetual"),
         "L-KIMBLE", 1, NULL, NULL},
        {LISTED UNDER("aurora/list", "lasts for the life of each patent") SHARE("lasts perpetual"),
         "L-KIMBLE", 0, NULL, NULL},
        {LISTED ENDS UNDER("aurora/list", "within worldwide") SHARE("lasts until patents-end"), "L-KIMBLE", 0,
         NULL, NULL},
        {"asset aurora/know { know-how }\n" UNDER("aurora/know", "within worldwide") SHARE("lasts perpetual"),
         "L-KIMBLE", 0, NULL, NULL},
        {LISTED SHARE("lasts perpetual"), "L-KIMBLE", 0, NULL, NULL}, /* paid by no grant */
        {LISTED UNDER("aurora/list", "within worldwide")
             FEE("on net-sales in sales; rate free; lasts perpetual"),
         "L-KIMBLE", 0, NULL, NULL},
        /* with the patents, or later */
        {MIXED ENDS
         "event launch { recorded by borealis }\nevent royalty-ends { happens once all of { patents-end has "
         "happened; 15 years after launch has happened } }\n" UNDER("aurora/list", "within worldwide")
             SHARE("lasts until royalty-ends"),
         "L-KIMBLE", 1, "fee", "can outlive"},
        {MIXED ENDS
         "event launch { recorded by borealis }\nevent royalty-ends { happens once any of { patents-end has "
         "happened; 15 years after launch has happened } }\n" UNDER("aurora/list", "within worldwide")
             SHARE("lasts until royalty-ends"),
         "L-KIMBLE", 0, NULL, NULL},
        {MIXED "event launch { recorded by borealis }\n" UNDER("aurora/list", "within worldwide")
             SHARE("lasts 15 years after launch"),
         "L-KIMBLE", 1, "fee", "does not end with"},
        /* a lower price, or none, from then on */
        {MIXED ENDS UNDER("aurora/list", "within worldwide")
             FEE("on net-sales in sales; rate { until patents-end: 5%; otherwise: 2% }; lasts perpetual"),
         "L-KIMBLE", 1, "fee", "at a lower price"},
        {MIXED ENDS UNDER("aurora/list", "within worldwide")
             FEE("on net-sales in sales; rate { until patents-end: 5%; otherwise: 5% }; lasts perpetual"),
         "L-KIMBLE", 1, "fee", "owed after"},
        {MIXED ENDS UNDER("aurora/list", "within worldwide")
             FEE("on net-sales in sales; rate { until patents-end: 5%; otherwise: free }; lasts perpetual"),
         "L-KIMBLE", 0, NULL, NULL},
        {MIXED ENDS "discount half { fee less 50%; once patents-end has happened }\n" UNDER(
             "aurora/list", "within "
                            "worldwide") SHARE("lasts perpetual"),
         "L-KIMBLE", 1, "fee", "at a lower price"},
        /* the text does not tell */
        {"asset aurora/list { patents listed in \"schedule\" }\n" UNDER("aurora/list", "within worldwide")
             SHARE("lasts through 2030-07-01"),
         "L-KIMBLE", 1, "fee", "cannot be told"},
    };
    try_rows(TERM(""), rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_that_do_not_add_up),
        cmocka_unit_test(units_of_a_series),
        cmocka_unit_test(counters_that_are_not_said),
        cmocka_unit_test(prices_of_everything),
        cmocka_unit_test(parts_of_a_cent),
        cmocka_unit_test(prices_that_follow_each_other),
        cmocka_unit_test(books_that_nobody_looks_into),
        cmocka_unit_test(amounts_in_other_currencies),
        cmocka_unit_test(who_pays_for_what),
        cmocka_unit_test(rates_to_be_agreed),
        cmocka_unit_test(prices_that_never_come),
        cmocka_unit_test(dates_that_cannot_stay),
        cmocka_unit_test(royalties_after_patents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
