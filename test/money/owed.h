/* owed.h - what a small text owes for a period, from facts and from lines that stand in the test.
 *
 * The agreement begins on 2009-01-01 between aurora and borealis, in USD, rounded to a cent on the running
 * total of each calendar year, unless the test says otherwise. */
#ifndef ENT_TEST_MONEY_OWED_H
#define ENT_TEST_MONEY_OWED_H
#include "small.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "money/finish.h"
#include "money/usage_inside.h"

#define OWED_UNKNOWN INT64_MIN
#define OWED_HEADER(effective, more)                                             \
    "entente 1\nagreement pact { between aurora, borealis; effective " effective \
    "; changed by all parties; "                                                 \
    "currency USD; " more " }\n"
#define OWED_ROUNDING "rounding half-even to 0.01 USD on running total of each calendar year"
#define OWED_PARTIES                                                                                   \
    "party aurora { affiliates over 50% of votes }\nparty borealis { affiliates over 50% of votes }\n" \
    "entity north { affiliate of borealis at 60% from 2000-01-01 }\n"                                  \
    "entity south { affiliate of borealis at 60% from 2000-01-01 }\nentity stranger\n"                 \
    "product beacon { made by borealis }\nproduct lantern { made by borealis }\n"
#define OWED_LINES                                                                                    \
    "lines sales { reported by borealis; states line, day, product, entity, currency, units, gross, " \
    "returns, freight }\ndefine net-sales { means \"what is left\"; equals gross less returns }\n"
#define OWED_TEXT OWED_HEADER("2009-01-01", OWED_ROUNDING) OWED_PARTIES OWED_LINES

enum { OWED_LINES_MOST = 64, OWED_NUMBERS_MOST = 4 };

typedef struct {
    const char *day, *product, *entity, *currency;
    const char *numbers; /* "units 5, gross 12.50" */
} OwedLine;

typedef struct {
    Small           s;
    const OwedLine *lines;
    const char     *as_of;      /* NULL: the last day of the period */
    const char     *rates_text; /* NULL: none */
    Rates           rates;
    Plan           *plan;
    Sums            sums;
    Pricing         pricing;
    Books          *books;
    Statement      *statement;
} Owed;

static inline Days owed_period(const char *text)
{
    int year = (int)strtol(text, NULL, 10), from = 1, months = 12;
    if (text[4] == '-' && text[5] == 'Q')
        from = (text[6] - '1') * 3 + 1, months = 3;
    else if (text[4] == '-')
        from = (int)strtol(text + 5, NULL, 10), months = 1;
    Day first = day_of((Civil){year, from, 1});
    return (Days){first, day_add_months(first, months) - 1};
}

static inline void owed_number(const Owed *o, const PlanLines *lines, Int128 *values, char *text)
{
    char   *space = strchr(text, ' ');
    int64_t value = 0;
    uint8_t scale = 0;
    Str     digits = str_from(space + 1 + (space[1] == '-'));
    *space = 0;
    int number = lines_number(lines, word_known(&o->s.words, str_from(text)));
    assert_true(decimal_read(digits, &value, &scale));
    while (scale++ < SUM_SCALE)
        value *= 10;
    if (number >= 0)
        values[number] += space[1] == '-' ? -value : value;
}

static inline uint32_t owed_article(const Plan *plan, const char *code)
{
    for (Size i = 1; i < plan->articles.count; i++)
        if (str_equal(plan->articles.items[i].code, str_from(code)))
            return (uint32_t)i;
    fail_msg("no article %s", code);
    return 0;
}

static inline void owed_enter(const Owed *o, Sums *sums, const OwedLine *line)
{
    Day  day = small_day(line->day);
    char numbers[128], *rest = numbers;
    Size at = 0;
    while (at < o->plan->lines.count &&
           o->plan->lines.items[at].clause->name != word_known(&o->s.words, S("sales")))
        at++;
    if (at == o->plan->lines.count || !days_has(o->plan->span, day))
        return;
    SumKey key = {.lines = (uint16_t)at, .interval = o->plan->interval_of[day - o->plan->span.from]};
    if (line->product)
        key.article = owed_article(o->plan, line->product);
    if (line->entity)
        key.entity = (uint16_t)(1 + small_subject(&o->s, line->entity));
    if (line->currency)
        key.currency = (uint16_t)(1 + currency_find(str_from(line->currency)));
    Int128 stated[PLAN_COLUMNS_MOST] = {0}, slots[PLAN_SLOTS_MOST] = {0};
    snprintf(numbers, sizeof numbers, "%s", line->numbers);
    for (char *one = strtok_r(rest, ",", &rest); one; one = strtok_r(NULL, ",", &rest))
        owed_number(o, &o->plan->lines.items[at], stated, one + (*one == ' '));
    assert_int_equal(usage_slots(&o->plan->lines.items[at], stated, &key, slots), REJECT_NONE);
    Size cell = sums_cell(sums, &key);
    sums->cells[cell].lines++;
    for (int i = 0; i < o->plan->lines.items[at].slot_count; i++)
        sums_values(sums, cell)[i] += slots[i];
}

/* Everything for one period; lines end with one without a day. */
static inline Statement *owed_state(Owed *o, const char *period)
{
    Days  days = owed_period(period);
    Diags quiet = diags_new(&o->s.arena);
    o->plan = plan_new(&o->s.arena, o->s.standing, NULL, plan_span(o->s.standing, days), &quiet);
    plan_close(o->plan);
    o->sums = sums_new(&o->s.arena, o->plan);
    for (const OwedLine *line = o->lines; line && line->day; line++)
        owed_enter(o, &o->sums, line);
    Ledgers *ledgers = ledgers_new(&o->s.arena, o->plan, &o->sums);
    ledgers_give(ledgers);
    ledgers_close(ledgers);
    o->pricing =
        (Pricing){.arena = &o->s.arena, .plan = o->plan, .ledgers = ledgers, .trace = {.arena = &o->s.arena}};
    if (o->rates_text) {
        const Source *source = sources_add(&o->s.sources, S("rates.csv"), str_from(o->rates_text));
        assert_true(rates_read(&o->s.arena, source, &o->s.diags, currency_find(S("USD")), &o->rates));
        o->pricing.rates = &o->rates;
    }
    o->books = books_new(&o->pricing, ledgers);
    o->statement = statement_new(o->books, days, o->as_of ? small_day(o->as_of) : days.through);
    return o->statement;
}

/* The parts of one clause (and of one group; NULL: of all) in minor units. */
static inline int64_t owed_due(Owed *o, const char *clause, const char *group, const char *period)
{
    int64_t sum = 0;
    owed_state(o, period);
    for (Size i = 0; i < o->statement->parts.count; i++) {
        const StatementPart *part = &o->statement->parts.items[i];
        if (!str_equal(terms_text(o->s.terms, part->clause->name), str_from(clause)) ||
            (group && !str_equal(part->group, str_from(group))))
            continue;
        if (part->unknown)
            return OWED_UNKNOWN;
        sum += part->due;
    }
    return sum;
}

static inline void owed_open(Owed *o, const char *text, const char *facts, const OwedLine *lines)
{
    memset(o, 0, sizeof *o);
    small_open(&o->s, text, facts);
    assert_true(o->s.facts_whole);
    o->lines = lines;
}

static inline void owed_close(Owed *o) { arena_free(&o->s.arena); }

/* One text, one set of facts, one amount. */
typedef struct {
    const char *what, *text, *facts, *clause, *period;
    int64_t     due;
} OwedRow;

static inline void owed_rows(const OwedRow *rows, Size count)
{
    static Owed o;
    for (Size i = 0; i < count; i++) {
        ROW("%s\n", rows[i].what);
        owed_open(&o, rows[i].text, rows[i].facts, NULL);
        int64_t due = owed_due(&o, rows[i].clause, NULL, rows[i].period);
        if (due != rows[i].due)
            print_message("# got %lld, want %lld\n", (long long)due, (long long)rows[i].due);
        assert_true(due == rows[i].due);
        owed_close(&o);
    }
}
#endif
