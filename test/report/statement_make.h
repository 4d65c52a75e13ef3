/* statement_make.h - statements made by hand, with everything that a rendering must show.
 *
 * The text is one agreement in Markdown; the money clauses stand in a fence that is not read as terms, so
 * that spans have lines to point at whatever kinds of clauses the language has. Every part adds up: amounts
 * that take off are negative. */
#ifndef ENT_TEST_STATEMENT_MAKE_H
#define ENT_TEST_STATEMENT_MAKE_H
#include "small.h"

#include "report/figures.h"
#include "report/statement_words.h"
#include "terms/data/tables.h"

#define MAKE_TEXT                                                                                              \
    "# Cross-licence\n\n## 1 Parties\n\n```entente\nentente 1\nagreement pact {\n  title \"Patent and "        \
    "Technology Cross-Licence\"\n  between aurora, borealis\n  signed 2025-12-15\n  effective 2026-01-01\n"    \
    "  term 5 years, ending the day before the anniversary\n  changed by all parties\n"                        \
    "  calendar { short months end on their last day; count from the day after }\n}\n"                         \
    "party aurora { name \"Aurora Semiconductor, Inc.\"; affiliates over 50% of votes }\n"                     \
    "party borealis { name \"Borealis Networks GmbH & Co. KG\"; affiliates over 50% of votes }\n"              \
    "entity borealis-kk { name \"株式会社ボレアリス\"; affiliate of borealis at 60% from 2026-01-01 " \
    "}\n```\n\n"                                                                                               \
    "## 3 Royalty\n\n### 3.1 Pictures\n\n```text\nroyalty video-royalty {\n  on units in sales\n"              \
    "  (a) up to 100_000 units: free\n  (b) up to 5_000_000 units: 0.20 USD per unit\n"                        \
    "  (c) above that: 0.10 USD per unit\n  at most 6_500_000 USD each calendar year\n}\n```\n\n"              \
    "### 3.2 Radio\n\n```text\nroyalty radio-royalty {\n  on net-sales in sales\n  rate 3% of net-sales\n"     \
    "  minimum 50_000 USD\n  credits third-party\n  advance 10_000 USD\n  convert at \"ECB\"\n"                \
    "  withholding 15%\n  late interest SOFR plus 2%\n}\nroyalty core-royalty { on units }\n"                  \
    "royalty kk-royalty { on handsets }\n```\n\n### 3.3 Balance\n\n```text\npayment balancing { on "           \
    "2026-07-13: 300_000 USD }\nnet quarterly { in USD }\n```\n"

typedef struct {
    Small         s;
    Statement     statement;
    StatementView view;
} Made;

static inline Span make_span(Made *m, const char *words)
{
    Str text = m->s.text, wanted = str_from(words);
    for (Size i = 0; i + wanted.len <= text.len; i++)
        if (str_starts(str_slice(text, i, text.len), wanted))
            return (Span){(int32_t)i, (int32_t)(i + wanted.len)};
    fail_msg("`%s` is not in the text", words);
    return (Span){0, 0};
}

/* A clause of no kind: the name, and where it stands. */
static inline const Clause *make_clause(Made *m, const char *kind, const char *name, const char *heading)
{
    Clause *clause = NEW(&m->s.arena, Clause, 1);
    Str     both = str_format(&m->s.arena, "%s %s {", kind, name);
    clause->name = word_of(&m->s.words, str_from(name));
    clause->name_span = make_span(m, str_copy(&m->s.arena, both).at);
    clause->section = -1;
    for (Size i = 0; i < m->s.document.sections.count; i++)
        if (str_equal(m->s.document.sections.items[i].title, str_from(heading)))
            clause->section = (int32_t)i;
    return clause;
}

static inline Days make_days(const char *period)
{
    Days days = {0};
    assert_true(period_parse(str_from(period), &days));
    return days;
}

static inline int make_currency(const char *code)
{
    int currency = currency_find(str_from(code));
    assert_true(currency >= 0);
    return currency;
}

static inline StatementPart *make_part(Made *m, const Clause *clause, const char *payer, const char *payee)
{
    StatementPart *part = PUSH(&m->s.arena, &m->statement.parts);
    *part = (StatementPart){.clause = clause,
                            .payer = small_subject(&m->s, payer),
                            .payee = small_subject(&m->s, payee),
                            .period = m->statement.period,
                            .counter = {small_day("2026-01-01"), m->statement.period.through},
                            .currency = make_currency("USD"),
                            .due_on = DAY_MAX};
    return part;
}

/* `amount`: "980,000", "-1000/3", NULL: unknown. */
static inline Step *make_step(Made *m, StatementPart *part, StepKind kind, const char *label,
                              const char *quantity, const char *rate, const char *amount)
{
    Step    *step = PUSH(&m->s.arena, &part->steps);
    Rational value = {0, 1, false};
    Str      behind = {0}, text = str_from(amount ? amount : "");
    Size     bar = str_find(text, '/');
    if (amount && bar >= 0) {
        Rational den = {0};
        assert_true(figure_read(str_slice(text, 0, bar), &value, &behind));
        assert_true(figure_read(str_slice(text, bar + 1, text.len), &den, &behind));
        value = rational_divide(value, den);
    } else if (amount) {
        assert_true(figure_read(text, &value, &behind));
    }
    *step = (Step){.kind = kind,
                   .label = str_from(label),
                   .quantity = str_from(quantity),
                   .rate = str_from(rate),
                   .amount = value,
                   .unknown = !amount};
    return step;
}

static inline void make_cell(Made *m, StatementPart *part, const char *article, const char *days,
                             int64_t counted)
{
    static const char *const places[] = {"DE, FR", "US"};
    FigureCell              *cell = PUSH(&m->s.arena, &part->cells);
    *cell = (FigureCell){.article = str_from(article),
                         .place = str_from(places[part->cells.count % 2]),
                         .days = make_days(days),
                         .lines = 3288 + part->cells.count,
                         .quantity = str_format(&m->s.arena, "%lld units", (long long)counted),
                         .counted = rational_whole(counted),
                         .licence = part->clause};
}

static inline void make_video(Made *m, const char *payer)
{
    StatementPart *p =
        make_part(m, make_clause(m, "royalty", "video-royalty", "3.1 Pictures"), payer, "aurora");
    Step *base = make_step(m, p, STEP_BASE, "units in sales", "60,700,000 units", "", "60700000");
    base->at = make_span(m, "on units in sales");
    base->lines = 9870;
    make_step(m, p, STEP_BAND, "(a) up to 100,000 units", "100,000 units", "free", "0")->at =
        make_span(m, "(a) up to");
    make_step(m, p, STEP_BAND, "(b) up to 5,000,000 units", "4,900,000 units", "0.20 USD per unit", "980,000")
        ->at = make_span(m, "(b) up to");
    make_step(m, p, STEP_BAND, "(c) above that", "55,700,000 units", "0.10 USD per unit", "5,570,000")->at =
        make_span(m, "(c) above");
    make_step(m, p, STEP_EARNED, "", "", "", "6,550,000");
    make_step(m, p, STEP_CAP, "cap of 2026", "", "6,500,000.00 USD", "-50,000")->at = make_span(m, "at most");
    make_step(m, p, STEP_TO_DATE, "2026 to date", "", "", "6,500,000");
    make_step(m, p, STEP_PRIOR, "less what was due for 2026-Q1 and 2026-Q2", "", "", "-5,290,000");
    make_step(m, p, STEP_DUE, "due for 2026-Q3", "", "", "1,210,000");
    p->due = 121000000;
    p->due_on = small_day("2026-11-16");
    p->due_rule = S("45 days after the end of the quarter, a Saturday: next business day");
    p->cap_note = S("The cap binds at 60,200,000 units.");
    *PUSH(&m->s.arena, &p->forecasts) =
        (Forecast){.period = make_days("2026"),
                   .reached = rational_whole(6550000),
                   .limit = rational_whole(7000000),
                   .money = true,
                   .pace = true,
                   .days = 273,
                   .on = small_day("2026-10-19"),
                   .text = S("Forecast: 7,000,000 USD are reached about 2026-10-19"),
                   .at = make_span(m, "at most")};
    make_cell(m, p, "beacon-7", "2026-Q1", 20000000);
    make_cell(m, p, "beacon-7", "2026-Q2", 30100000);
    make_cell(m, p, "株式会社-beacon", "2026-Q3", 10600000);
}

static inline void make_radio_base(Made *m, StatementPart *p)
{
    Step *base = make_step(m, p, STEP_BASE, "net-sales in sales", "1,186,000.00 USD", "", "0");
    base->at = make_span(m, "on net-sales");
    base->lines = 109;
    Step *convert =
        make_step(m, p, STEP_CONVERT, "in EUR", "1,000,000.00 EUR", "1.0855 USD per EUR", "1,085,500");
    convert->at = make_span(m, "convert at");
    convert->note = S("ECB reference rate of 2026-09-30");
    convert = make_step(m, p, STEP_CONVERT, "in JPY", "15,000,000 JPY", "0.0067 USD per JPY", "100,500");
    convert->at = make_span(m, "convert at");
    convert->note =
        S("ECB reference rate of 2026-09-25, the last before the weekend; it stands for the three "
          "days that follow, on which none was published");
    make_step(m, p, STEP_RATE, "3% of net-sales", "1,186,000.00 USD", "3%", "35,580")->at =
        make_span(m, "rate 3%");
}

static inline void make_radio(Made *m)
{
    StatementPart *p =
        make_part(m, make_clause(m, "royalty", "radio-royalty", "3.2 Radio"), "borealis", "aurora");
    p->group = S("beacon-7");
    make_radio_base(m, p);
    make_step(m, p, STEP_DISCOUNT, "10% for interoperating products", "35,580.00 USD", "10%", "-3,558");
    make_step(m, p, STEP_EARNED, "", "", "", "32,022");
    make_step(m, p, STEP_MINIMUM, "to reach the minimum of 2026", "", "50,000.00 USD", "17,978")->at =
        make_span(m, "minimum 50_000");
    Step *credit = make_step(m, p, STEP_CREDIT, "a third of what was paid to third parties", "1,000.00 USD",
                             "1/3", "-1000/3");
    credit->at = make_span(m, "credits third-party");
    credit->note = S("the excess of 4,000.00 USD is carried forward");
    make_step(m, p, STEP_ADVANCE, "recouped from the advance of 2026-01-01", "", "", "-10,000")->at =
        make_span(m, "advance 10_000");
    make_step(m, p, STEP_TO_DATE, "", "", "", "119000/3");
    make_step(m, p, STEP_PRIOR, "", "", "", "-20,000");
    make_step(m, p, STEP_TRUE_UP, "lines of 2026-05, reported again on 2026-08-02", "", "", "12.50");
    make_step(m, p, STEP_DUE, "due, rounded half-even to 0.01 USD", "", "", "19,679.17");
    make_step(m, p, STEP_WITHHOLDING, "tax withheld, with certificate", "19,679.17 USD", "15%", "-2,951.88")
        ->at = make_span(m, "withholding 15%");
    Step *late =
        make_step(m, p, STEP_INTEREST, "on 1,000.00 USD paid 12 days late", "12 days", "6.3% a year", "2.10");
    late->at = make_span(m, "late interest");
    late->note = S("SOFR of 4.3% plus 2%, actual/360");
    *PUSH(&m->s.arena, &p->true_ups) = (TrueUp){.clause = p->clause,
                                                .group = p->group,
                                                .payer = p->payer,
                                                .payee = p->payee,
                                                .currency = p->currency,
                                                .period = make_days("2026-Q2"),
                                                .due = 1250,
                                                .lines = 31,
                                                .counted = rational_ratio(1000, 3),
                                                .cause = S("corrected lines")};
    p->due = 1967917;
    p->due_on = small_day("2026-11-16");
    p->due_rule = S("45 days after the end of the quarter, a Saturday: next business day");
}

static inline void make_small_parts(Made *m)
{
    StatementPart *p =
        make_part(m, make_clause(m, "royalty", "core-royalty", "3.2 Radio"), "aurora", "borealis");
    p->group = S("north");
    make_step(m, p, STEP_BASE, "units in sales", "-2,500 units", "", "0");
    make_step(m, p, STEP_RATE, "0.50 USD per unit", "-2,500 units", "0.50 USD per unit", "-1,250");
    make_step(m, p, STEP_DUE, "", "", "", "-1,250");
    p->due = -125000;
    p->due_on = small_day("2026-11-16");

    p = make_part(m, make_clause(m, "royalty", "kk-royalty", "3.2 Radio"), "borealis-kk", "aurora");
    p->currency = make_currency("JPY");
    p->group = S("株式会社ボレアリス");
    make_step(m, p, STEP_BASE, "handsets in sales 携帯電話", "12,000 handsets", "", "0");
    make_step(m, p, STEP_RATE, "at 102.5 JPY", "12,000 handsets", "102.5 JPY per handset", "1,230,000");
    make_step(m, p, STEP_DUE, "", "", "", "1,230,000");
    p->due = 1230000;

    p = make_part(m, make_clause(m, "royalty", "core-royalty", "3.2 Radio"), "borealis", "aurora");
    p->group = S("south");
    p->unknown = true;
    make_step(m, p, STEP_BASE, "units in sales", "1,000 units", "", "0");
    make_step(m, p, STEP_RATE, "at the rate of the table", "1,000 units", "", NULL)->note =
        S("the table `core-rate` has no row for 2026");
    make_step(m, p, STEP_DUE, "", "", "", NULL);

    p = make_part(m, make_clause(m, "payment", "balancing", "3.3 Balance"), "aurora", "borealis");
    make_step(m, p, STEP_DUE, "instalment of 2026-07-13", "", "", "300,000")->at = make_span(m, "2026-07-13");
    p->due = 30000000;
    p->due_on = small_day("2026-07-13");
}

static inline void make_net(Made *m)
{
    const Clause *clause = make_clause(m, "net", "quarterly", "3.3 Balance");
    NetLine      *net = PUSH(&m->s.arena, &m->statement.net);
    *net = (NetLine){.from = small_subject(&m->s, "borealis"),
                     .to = small_subject(&m->s, "aurora"),
                     .currency = make_currency("USD"),
                     .gross = 123092917,
                     .against = 30000000,
                     .net = 93092917,
                     .clause = clause,
                     .at = make_span(m, "net quarterly")};
    *PUSH(&m->s.arena, &net->parts) = 0;
    *PUSH(&m->s.arena, &net->parts) = 1;
    *PUSH(&m->s.arena, &net->parts) = 2;
    net = PUSH(&m->s.arena, &m->statement.net);
    *net = (NetLine){.from = small_subject(&m->s, "borealis-kk"),
                     .to = small_subject(&m->s, "aurora"),
                     .currency = make_currency("JPY"),
                     .gross = 1230000,
                     .net = 1230000};
    *PUSH(&m->s.arena, &net->parts) = 3;
}

/* In all, with interest: set off in dollars, not known in yen. */
static inline void make_payable(Made *m)
{
    *PUSH(&m->s.arena, &m->statement.payable) = (Payable){.from = small_subject(&m->s, "borealis"),
                                                          .to = small_subject(&m->s, "aurora"),
                                                          .currency = make_currency("USD"),
                                                          .due = 123092917,
                                                          .tax = -281438,
                                                          .paid = -100000000,
                                                          .interest = 98765,
                                                          .payable = 22910244,
                                                          .clause = m->statement.net.items[0].clause,
                                                          .against = 22910244,
                                                          .net = 0};
    *PUSH(&m->s.arena, &m->statement.payable) = (Payable){.from = small_subject(&m->s, "borealis-kk"),
                                                          .to = small_subject(&m->s, "aurora"),
                                                          .currency = make_currency("JPY"),
                                                          .due = 1230000,
                                                          .payable = 1230000,
                                                          .unknown = true,
                                                          .interest_unknown = true};
}

static inline void make_usage(Made *m)
{
    Arena     *a = &m->s.arena;
    UsageFile *f = PUSH(a, &m->statement.files);
    *f = (UsageFile){.path = S("sales-2026-q3.csv"),
                     .totals = {.read = 10000, .counted = 9992, .rejected = 8},
                     .outside = 12,
                     .free_of_charge = 3,
                     .unknown = 5,
                     .later = 1,
                     .duplicates_checked = true,
                     .reject_path = S("rejected.csv")};
    f->totals.by_kind[REJECT_COUNTRY] = 6;
    f->totals.by_kind[REJECT_NUMBER] = 2;
    *PUSH(a, &m->statement.files) =
        (UsageFile){.path = S("korrektur-märz.csv"), .totals = {.read = 1234, .counted = 1234}};
    *PUSH(a, &m->statement.files) = (UsageFile){.path = S("all files"),
                                                .totals = {.read = 11234, .counted = 11226, .rejected = 8},
                                                .outside = 12,
                                                .free_of_charge = 3,
                                                .unknown = 5,
                                                .later = 1};
    *PUSH(a, &m->statement.outside) =
        (OutsideLine){.article = S("beacon-adas"),
                      .place = S("DE, FR"),
                      .reason = S("excluded: `video` excepts automotive/adas (§2, agreement.md:14)"),
                      .kind = ROUTE_OUTSIDE,
                      .lines = 12,
                      .quantity = S("12,000 units, 48,000.00 EUR")};
    *PUSH(a, &m->statement.outside) = (OutsideLine){.article = S("=HYPERLINK(\"x\")"),
                                                    .place = S("KR"),
                                                    .reason = S("a fact is missing: essential of beacon-9"),
                                                    .kind = ROUTE_UNKNOWN,
                                                    .lines = 5,
                                                    .quantity = S("500 units")};
    *PUSH(a, &m->statement.outside) = (OutsideLine){.place = S("worldwide"),
                                                    .reason = S("covered by `link-peace`"),
                                                    .kind = ROUTE_FREE,
                                                    .lines = 3,
                                                    .quantity = S("30 units")};
    *PUSH(a, &m->statement.missing) = S("a row of the table `core-rate` for 2026");
    *PUSH(a, &m->statement.missing) = S("whether beacon-9 is essential: survey-house decides");
    *PUSH(a, &m->statement.notes) =
        S("Rates: eurofxref-hist.csv, European Central Bank, through 2026-10-19.");
    *PUSH(a, &m->statement.notes) =
        S("Amounts are rounded half-even to 0.01 USD on the running total of each "
          "calendar year, so that the four quarters add up to the year.");
}

/* More rows than a page has, and labels that wrap. */
static inline void make_long(Made *m)
{
    StatementPart *p =
        make_part(m, make_clause(m, "royalty", "video-royalty", "3.1 Pictures"), "borealis", "aurora");
    p->group =
        S("a-group-with-a-name-that-is-so-long-that-it-does-not-fit-into-one-line-of-any-page-and-so-has-"
          "to-be-broken-somewhere-inside-of-it-where-there-is-no-blank");
    for (int i = 0; i < 120; i++) {
        Str label = str_format(&m->s.arena, "band-%03d of the scale%s", i,
                               i % 10 ? "" : ", which has a label of many words that go over several lines");
        Str quantity = str_format(&m->s.arena, "%d units", 1000 + i);
        Str amount = str_format(&m->s.arena, "%d", 2000 + 2 * i);
        make_step(m, p, STEP_BAND, label.at, quantity.at, "2.00 USD per unit", amount.at);
    }
    make_step(m, p, STEP_DUE, "", "", "", "254280");
    p->due = 25428000;
    p->due_on = small_day("2026-11-16");
    for (int i = 0; i < 60; i++)
        *PUSH(&m->s.arena, &m->statement.outside) =
            (OutsideLine){.article = str_format(&m->s.arena, "article-%03d", i),
                          .place = S("DE"),
                          .reason = S("excluded: `video` excepts automotive/adas (§2, agreement.md:14)"),
                          .kind = ROUTE_OUTSIDE,
                          .lines = 1 + i,
                          .quantity = S("1 unit")};
}

/* "small": one royalty; "full": all there is; "empty": nothing is owed; "long": several pages. */
static inline void make_statement(Made *m, const char *which)
{
    *m = (Made){0};
    small_open_as(&m->s, "agreement.md", MAKE_TEXT, "");
    Statement *s = &m->statement;
    s->period_text = S("2026-Q3");
    s->period = make_days("2026-Q3");
    s->as_of = small_day("2026-10-20");
    if (str_equal(str_from(which), S("long")))
        make_long(m);
    else if (!str_equal(str_from(which), S("empty")))
        make_video(m, "borealis");
    if (str_equal(str_from(which), S("full"))) {
        make_radio(m);
        make_small_parts(m);
        make_net(m);
        make_payable(m);
        make_usage(m);
        s->unknown = true;
    }
    m->view = (StatementView){s, m->s.standing};
}
#endif
