/* test_lint.c - lint rules of text, names and dates: what they find and what they leave alone. */
#include "terms/lint.h"

#include "../lint_text.h"

#define HEAD                                                                                                \
    "entente 1\nagreement sample { between aurora, borealis; effective 2026-01-01; term 5 years, ending "   \
    "the "                                                                                                  \
    "day before the anniversary; changed by all parties; survives late; calendar { zone \"Europe/Berlin\" " \
    "} }\n"                                                                                                 \
    "party aurora { name \"Aurora Semiconductor\" }\nparty borealis\nasset aurora/video\n"                  \
    "event suit { for each party; recorded by either; means \"sues\" }\n"                                   \
    "grant late { aurora grants borealis; to make; under aurora/video; lasts through 2040-01-01; unless "   \
    "suit has happened }\n"

#define GRANT(body) "grant video { aurora grants borealis; to make; under aurora/video; " body " }\n"
#define FEE         "royalty fee { borealis pays aurora; on units; rate free; "

typedef struct {
    const char *text; /* behind HEAD */
    const char *code;
    Size        count;
} Row;

static void try_rows(const Row *rows, Size count, bool markdown)
{
    for (Size i = 0; i < count; i++) {
        Arena arena = {0};
        ROW("row %td: %s %td\n", i, rows[i].code, rows[i].count); /* texts have lines of their own */
        Str   text = markdown ? str_format(&arena, "# A\n\n```entente\n" HEAD "```\n\n%s\n", rows[i].text)
                              : str_format(&arena, HEAD "%s", rows[i].text);
        Diags found = diags_new(&arena);
        Lint  lint =
            lint_new(&arena, terms_of(&arena, markdown ? S("a.md") : S("a.entente"), text), &found, DAY_MIN);
        Size            rules = 0;
        const LintRule *all = lint_text_rules(&rules);
        lint_run(&lint, all, rules);
        Size got = count_code(&found, rows[i].code);
        if (got != rows[i].count)
            for (const Diag *diag = found.first; diag; diag = diag->next)
                print_error("# %s: %.*s\n", diag->code, STR_ARG(diag->title));
        assert_int_equal(got, rows[i].count);
        arena_free(&arena);
    }
}

static void finds_in_prose(void **state)
{
    (void)state;
    static const Row rows[] = {
        {"## 1 One\n\nAs section 2 says.", "L-REF", 1},
        {"## 1 One\n\nAs section 1 says, and sections 1 and 3.", "L-REF", 1},
        {"## 1.2 One\n\nAs section 1 says, and \xc2\xa7\x31.2, and \xc2\xa7\x31.3.", "L-REF", 1},
        {"## 1 One\n\nSection 365(n) of the bankruptcy law; section 7 of the Patent Act.", "L-REF", 0},
        {"## One\n\nAs section 2 says.", "L-REF", 0},
        {"## 1 One\n\n> As section 2 says.\n\nOr `section 3`. <!-- section 4 -->", "L-REF", 0},
        {"What Net Sales are. The Net Sales of a year.", "L-UNDEF", 1},
        {"Once Net Sales are told.", "L-UNDEF", 0},
        {"Net Sales start a sentence. Net Sales do so again.", "L-UNDEF", 0},
        {"It is for Aurora in Germany. In May, Aurora and IEEE meet in Germany.", "L-UNDEF", 0},
        {"- Milestones are listed\n- Milestones are met", "L-UNDEF", 0},
        {"The Products are good. All Products count.", "L-UNDEF", 1},
        {"The price is to be agreed.", "L-AGREE-TO-AGREE", 1},
        {"The price is to\nbe negotiated.", "L-AGREE-TO-AGREE", 1},
        {"They agreed to be brief.", "L-AGREE-TO-AGREE", 0},
        {"What is late bears interest at 6% a year.", "L-DAYCOUNT", 1},
        {"What is paid late carries interest of six percent.", "L-DAYCOUNT", 1},
        {"It was paid late and without interest.", "L-DAYCOUNT", 0},
        {"It is of interest at most to both. Late interest is owed.", "L-DAYCOUNT", 0},
        {"## Late interest at 6%\n\nNothing.", "L-DAYCOUNT", 0},
    };
    try_rows(rows, COUNT(rows), true);
}

static void finds_in_terms(void **state)
{
    (void)state;
    static const Row rows[] = {
        {"field mobile\n", "L-UNUSED", 1},
        {"field mobile\n" GRANT("in mobile; lasts for the term"), "L-UNUSED", 0},
        {"unit handset, plural handsets\ntable t by calendar year { 2026: 5 handsets }\n", "L-UNUSED",
         1}, /* the table */
        {"define able \"Able\" { means \"a Baker\"; decided by either }\ndefine baker \"Baker\" { means \"an "
         "Able\"; decided by either }\n",
         "L-DEF-CIRC", 2},
        {"define able \"Able\" { means \"a Baker\"; decided by either }\ndefine baker \"Baker\" { means \"a "
         "cook\"; decided by either }\n",
         "L-DEF-CIRC", 0},
        {"table t by calendar year { 2026: 5 USD; 2027: 6_000 USD; 2028: 6 USD }\n", "L-UNIT", 1},
        {"table t by calendar year { 2026: 5 USD; 2027: 4_999 USD; 2028: 6 USD }\n", "L-UNIT", 0},
        {"payment p { aurora pays borealis; on 2026-02-01: 5 USD; on 2027-02-01: 5_000_000 USD }\n", "L-UNIT",
         1},
        {"payment p { aurora pays borealis; on 2026-02-01: 5 USD; on 2027-02-01: 0 USD }\n", "L-UNIT", 0},
        {"renewal r { renews 1 years; notice by either, at most 30 days, at least 90 days before the end }\n",
         "L-NOTICE-WINDOW", 1},
        {"renewal r { renews 1 years; notice by either, at least 13 months before the end }\n",
         "L-NOTICE-WINDOW", 0},
        {"renewal r { renews 1 years; notice by either, at least 14 months before the end }\n",
         "L-NOTICE-WINDOW", 1},
        {GRANT("lasts through 2025-12-31"), "L-SUNSET", 1},
        {GRANT("lasts through 2031-01-01"), "L-SUNSET", 1},
        {GRANT("lasts through 2030-12-31"), "L-SUNSET", 0},
        {GRANT("lasts through 2028-12-31; exclusive through 2029-12-31, then non-exclusive"), "L-SUNSET", 1},
        {GRANT("lasts for the term") "sunset s { ends video on 2035-01-01 }\n", "L-SUNSET", 1},
        {GRANT("lasts for the term") "sunset s { ends video on 2029-01-01 }\n", "L-SUNSET", 0},
        {"members forum { leaves on 6 months notice }\n", "L-DATE-ROLL", 1},
        {FEE "pay each calendar quarter, within 45 days of its end }\n", "L-DATE-ROLL", 1},
        {FEE "pay each calendar quarter, within 45 days of its end }\n", "L-DAYCOUNT", 1},
        {GRANT("lasts 5 business days after suit"), "L-DAYCOUNT", 2},
        {"patent US1 { owned by aurora; expires 2025-12-31 }\npatent US2 { owned by aurora; expires "
         "2026-01-01 }\n",
         "L-EXPIRED-IP", 1},
        {"entity able { affiliates over 50% of votes }\nentity baker { affiliates at least 50% of votes }\n",
         "L-CTRL", 1},
        {"entity able { affiliates over 50% of votes }\nentity baker { affiliates at least 51% of votes }\n",
         "L-CTRL", 0},
        {"event merged-away { recorded by either }\n", "L-COC-DEF", 1},
        {"event remerged { recorded by either }\n", "L-COC-DEF", 0},
        {"linked supply \"Supply\"\n" GRANT("while supply"), "L-EXT-COND", 1},
        {"termination t { either may end the agreement; while borealis is in material-breach }\n", "L-CURE",
         1},
        {"termination t { either may end the agreement; while borealis is in material-breach; cure 30 days "
         "}\n",
         "L-CURE", 0},
        {"termination t { either may end the agreement; on 30 days notice; cure 31 days }\n", "L-CURE", 1},
        {"termination t { either may end the agreement; on 1 month notice; cure 31 days }\n", "L-CURE", 0},
        {"termination t { either may end the agreement; on 1 month notice; cure 2 months }\n", "L-CURE", 1},
        {"document d\nduty t { aurora must deliver d; within 1 month of suit }\n", "L-DAYCOUNT", 1},
        {"termination t { either may end the agreement; cure 31 days }\n", "L-DATE-ROLL", 1},
        {"document d\nduty t { aurora must deliver d; every 30 days from 2026-02-01 }\n", "L-DATE-ROLL", 1},
        {"renewal r { renews 1 years; notice by either, at most 400 days before the end }\n",
         "L-NOTICE-WINDOW", 1},
        {"renewal r { renews 1 years; notice by either, at most 366 days before the end }\n",
         "L-NOTICE-WINDOW", 0},
        {"document d { states planned-releases }\nduty t { aurora must deliver d; on 2026-02-01 }\n",
         "L-INFO-EXCHANGE", 0}, /* nobody says that they compete */
        {GRANT("irrevocable") "consequence c { when suit has happened; then video ends }\n", "L-CURE", 1},
        {GRANT("irrevocable") "consequence c { when suit has happened; then video ends for a grantee }\n",
         "L-CURE", 0},
        {"event e { recorded by aurora }\n" GRANT("unless e has happened"), "L-CHALLENGE-SELF", 1},
        {"event e { recorded by borealis }\n" GRANT("unless e has happened"), "L-CHALLENGE-SELF", 0},
        {"event e { recorded by aurora, borealis }\n" GRANT("unless e has happened"), "L-CHALLENGE-SELF", 0},
        {"products p\nfield f\n" GRANT("in f except p"), "L-EXCLUSION", 1},
        {"products p\nfield f\n" GRANT("in f except p; exclusion reaches the whole product"), "L-EXCLUSION",
         0},
        {"field f { includes g }\n" GRANT("in f except g"), "L-EXCLUSION", 0},
    };
    try_rows(rows, COUNT(rows), false);
}

static void accepts_silence(void **state)
{
    (void)state;
#define TWO \
    "entity able { affiliates over 50% of votes }\nentity baker { affiliates at least 50% of votes }\n"
#define SELF "event e { recorded by aurora }\n"
    static const Row rows[] = {
        {TWO "accept L-CTRL because \"meant\"\n", "L-CTRL", 0},
        {TWO "accept L-CTRL for baker because \"meant\"\n", "L-CTRL", 0},
        {TWO "accept L-CTRL for borealis because \"meant\"\n", "L-CTRL", 1},
        {TWO "accept L-CTRL because \" \"\n", "L-CTRL", 1},
        {TWO "accept L-REF because \"meant\"\n", "L-CTRL", 1},
        {SELF GRANT("unless e has happened; accept L-CHALLENGE-SELF because \"meant\""), "L-CHALLENGE-SELF",
         0},
        {SELF GRANT("unless e has happened") "field f { accept L-CHALLENGE-SELF because \"meant\" }\n",
         "L-CHALLENGE-SELF", 1},
        {"field f\naccept L-UNUSED in f because \"meant\"\n", "L-UNUSED", 0},
        {"territory f { accept L-UNUSED because \"meant\" }\nfield g\n", "L-UNUSED", 1},
    };
    try_rows(rows, COUNT(rows), false);
}

static bool known(Str code) { return str_equal(code, S("L-CTRL")); }

static void unused_accepts_are_found(void **state)
{
    (void)state;
    Arena arena = {0};
    Diags found = diags_new(&arena);
    Str   text = S(HEAD TWO "accept L-CTRL because \"meant\"\naccept L-GUM because \"meant\"\naccept L-CTRL "
                              "for borealis because \"meant\"\n"
                              "accept L-CTRL because \"\"\n");
    Lint  lint = lint_new(&arena, terms_of(&arena, S("a.entente"), text), &found, DAY_MIN);
    Size  rules = 0;
    const LintRule *all = lint_text_rules(&rules);
    lint_run(&lint, all, rules);
    lint_check_accepts(&lint, known);
    assert_int_equal(count_code(&found, "L-ACCEPT-UNUSED"), 3);
    assert_int_equal(count_code(lint.silenced, "L-CTRL"), 1);
    assert_int_equal(count_code(&found, "L-CTRL"), 0);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_in_prose),
        cmocka_unit_test(finds_in_terms),
        cmocka_unit_test(accepts_silence),
        cmocka_unit_test(unused_accepts_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
