/* test_money.c - the engine of money against a slow, obvious oracle, on random agreements and sales.
 *
 * A failure prints the seed, the agreement, its sales and the part. ENTENTE_SEED=n runs that seed alone,
 * ENTENTE_SEEDS=n that many from the first, ENTENTE_PART=n one in n of the usual. */
#include "money_make.h"
#include "money_oracle.h"

#include <stdio.h>
#include <stdlib.h>

#include "small.h"

#include "money/cells.h"
#include "money/period.h"
#include "money/restate.h"
#include "money/scenario.h"
#include "money/usage_inside.h"
#include "report/statement_json.h"

typedef struct {
    Small      s;
    Plan      *plan;
    Sums       sums;
    Pricing    pricing;
    Books     *books;
    Statement *statement;
} Engine;

/* ---- the engine ---- */

static int article_of(const Plan *plan, Str code)
{
    for (Size i = 1; i < plan->articles.count; i++)
        if (str_equal(plan->articles.items[i].code, code))
            return (int)i;
    return -1;
}

static int number_of(const Engine *e, const char *column)
{
    for (Size i = 0; i < e->plan->lines.count; i++) {
        int number = lines_number(&e->plan->lines.items[i], word_known(&e->s.words, str_from(column)));
        if (number >= 0)
            return number;
    }
    return -1;
}

static void add_sale(Engine *e, Sums *sums, const Sale *s, int sign)
{
    static const struct {
        const char *name;
        int64_t     scale;
    } columns[] = {{"units", 1000000}, {"gross", 10000}, {"returns", 10000}};
    const Plan *plan = e->plan;
    if (!days_has(plan->span, s->day) || !plan->lines.count)
        return;
    SumKey key = {.article = (uint32_t)article_of(plan, str_from(product_words[s->product])),
                  .currency = (uint16_t)(1 + currency_find(S("USD"))),
                  .interval = plan->interval_of[s->day - plan->span.from]};
    if (s->entity >= 0)
        key.entity = (uint16_t)(1 + small_subject(&e->s, entity_words[s->entity]));
    Int128 numbers[PLAN_COLUMNS_MOST] = {0}, slots[PLAN_SLOTS_MOST] = {0};
    for (Size i = 0; i < COUNT(columns); i++) {
        int     number = number_of(e, columns[i].name);
        int64_t value = i == 0 ? s->units : i == 1 ? s->gross : s->returns;
        if (number >= 0)
            numbers[number] = (Int128)value * columns[i].scale;
    }
    assert_int_equal(usage_slots(&plan->lines.items[0], numbers, &key, slots), REJECT_NONE);
    Size cell = sums_cell(sums, &key);
    sums->cells[cell].lines += sign;
    for (int i = 0; i < plan->lines.items[0].slot_count; i++)
        sums_values(sums, cell)[i] += sign * slots[i];
}

static void engine_plan(Engine *e, Days period)
{
    e->plan = plan_new(&e->s.arena, e->s.standing, NULL, plan_span(e->s.standing, period), &e->s.diags);
    plan_close(e->plan);
    e->sums = sums_new(&e->s.arena, e->plan);
}

static void engine_state(Engine *e, Days period)
{
    Ledgers *ledgers = ledgers_new(&e->s.arena, e->plan, &e->sums);
    ledgers_give(ledgers);
    ledgers_close(ledgers);
    e->pricing =
        (Pricing){.arena = &e->s.arena, .plan = e->plan, .ledgers = ledgers, .trace = {.arena = &e->s.arena}};
    e->books = books_new(&e->pricing, ledgers);
    e->statement = statement_new(e->books, period, period.through);
}

static void engine_ask(Engine *e, const World *w, Days period)
{
    engine_plan(e, period);
    for (int i = 0; i < w->sales; i++)
        add_sale(e, &e->sums, &w->sale[i], 1);
    engine_state(e, period);
}

/* ---- seeds ---- */

static long from_environment(const char *name, long otherwise)
{
    const char *value = getenv(name);
    return value ? strtol(value, NULL, 10) : otherwise;
}

typedef struct {
    uint64_t first, count;
} Seeds;

static Seeds seeds_of(long usual)
{
    long one = from_environment("ENTENTE_SEED", -1), part = from_environment("ENTENTE_PART", 1);
    return one >= 0 ? (Seeds){(uint64_t)one, 1}
                    : (Seeds){1, (uint64_t)from_environment("ENTENTE_SEEDS", (usual + part - 1) / part)};
}

static void show(Engine *e, const World *w)
{
    fprintf(stderr, "# ENTENTE_SEED=%llu\n%.*s%.*s", (unsigned long long)w->seed, STR_ARG(e->s.text),
            STR_ARG(e->s.facts_text));
    for (int i = 0; i < w->sales; i++) {
        const Sale *s = &w->sale[i];
        print_message("# %.*s %s %s units %lld gross %lld returns %lld\n",
                      STR_ARG(day_text(&e->s.arena, s->day)), product_words[s->product],
                      s->entity < 0 ? "-" : entity_words[s->entity], (long long)s->units, (long long)s->gross,
                      (long long)s->returns);
    }
}

static void engine_open(Engine *e, World *w, uint64_t seed)
{
    static Arena texts;
    world_make(w, seed);
    memset(e, 0, sizeof *e);
    Str text = world_text(&texts, w), facts = world_facts(&texts, w);
    small_open(&e->s, str_format(&texts, "%.*s%c", STR_ARG(text), 0).at,
               str_format(&texts, "%.*s%c", STR_ARG(facts), 0).at);
    e->s.text = text;
}

typedef void (*Law)(Engine *e, World *w);

static void each_world(Law law, long usual)
{
    Seeds seeds = seeds_of(usual);
    for (uint64_t seed = seeds.first; seed < seeds.first + seeds.count; seed++) {
        static World  w;
        static Engine e;
        engine_open(&e, &w, seed);
        law(&e, &w);
        arena_free(&e.s.arena);
    }
}

static void hold(Engine *e, const World *w, bool holds, const StatementPart *part, int64_t want)
{
    if (holds)
        return;
    show(e, w);
    print_message(
        "# r%d `%.*s` %.*s: got %lld%s, want %lld\n",
        (int)(part->clause->name_span.from ? terms_text(e->s.terms, part->clause->name).at[1] - '0' : 0),
        STR_ARG(part->group), STR_ARG(days_text(&e->s.arena, part->period)), (long long)part->due,
        part->unknown ? " (unknown)" : "", (long long)want);
    fail();
}

/* ---- the oracle ---- */

static int royalty_of(const Engine *e, const StatementPart *part)
{
    return terms_text(e->s.terms, part->clause->name).at[1] - '0';
}

/* Which of several payees; 0 of one. */
static int payee_of(const Engine *e, const StatementPart *part)
{
    int at = 0;
    while (at < PAYEES_MOST && part->payee != small_subject(&e->s, payee_words[at]))
        at++;
    assert_true(at < PAYEES_MOST);
    return at;
}

static const Group *group_of(const Oracle *o, int royalty, Str name)
{
    for (int i = 0; i < o->groups[royalty]; i++)
        if (str_equal(name, str_from(o->group[royalty][i].name)))
            return &o->group[royalty][i];
    return NULL;
}

static Word level_word(const Engine *e) { return word_known(&e->s.words, S("level")); }

static int64_t levels_stated(const Engine *e)
{
    int64_t sum = 0;
    for (Size i = 0; i < e->statement->parts.count; i++)
        if (e->statement->parts.items[i].clause->name == level_word(e)) {
            assert_false(e->statement->parts.items[i].unknown);
            sum += e->statement->parts.items[i].due;
        }
    return sum;
}

static int64_t levels_wanted(const Engine *e, const World *w, Days asked)
{
    static Day ends[REACH * 2];
    Size       count = e->plan->cuts.count;
    assert_true(count <= (Size)COUNT(ends));
    for (Size i = 0; i < count; i++)
        ends[i] = i + 1 < count ? e->plan->cuts.items[i + 1] - 1 : e->plan->span.through;
    return oracle_reached(w, ends, count, asked);
}

static void compare_levels(Engine *e, const World *w, Days asked)
{
    int64_t got = levels_stated(e), want = levels_wanted(e, w, asked);
    if (got != want) {
        show(e, w);
        print_message("# levels in %.*s: got %lld, want %lld\n", STR_ARG(days_text(&e->s.arena, asked)),
                      (long long)got, (long long)want);
    }
    assert_int_equal(got, want);
}

static void compare_period(Engine *e, World *w, const Oracle *o, Days asked)
{
    int64_t stated[ROYALTIES_MOST] = {0}, wanted[ROYALTIES_MOST] = {0};
    engine_ask(e, w, asked);
    compare_levels(e, w, asked);
    for (Size i = 0; i < e->statement->parts.count; i++) {
        const StatementPart *part = &e->statement->parts.items[i];
        if (part->period.from == part->period.through)
            continue; /* an advance, an instalment */
        int          royalty = royalty_of(e, part);
        const Group *group = group_of(o, royalty, part->group);
        if (!group && !part->group.len)
            continue; /* counted apart, and nothing was sold: one part that says so */
        assert_non_null(group);
        int64_t want = oracle_due(o, group, part->period);
        if (w->royalty[royalty].shares)
            want = oracle_share(&w->royalty[royalty], want, payee_of(e, part));
        hold(e, w, !part->unknown && part->due == want, part, want);
        stated[royalty] += part->due;
    }
    for (int k = 0; k < w->royalties; k++) { /* no group and no period of payment is forgotten */
        for (Day day = asked.from; day <= asked.through;) {
            Days pay = calendar_of(day, (int[]){1, 3, 6, 12}[w->royalty[k].pay]);
            for (int n = 0; n < o->groups[k] && pay.through <= asked.through; n++)
                wanted[k] += oracle_due(o, &o->group[k][n], pay);
            day = pay.through + 1;
        }
        if (stated[k] != wanted[k]) {
            show(e, w);
            print_message("# r%d in %.*s: %lld, not %lld\n", k, STR_ARG(days_text(&e->s.arena, asked)),
                          (long long)stated[k], (long long)wanted[k]);
            fail();
        }
    }
}

static void as_the_oracle(Engine *e, World *w)
{
    static Oracle o;
    oracle_reckon(&o, w);
    for (int year = 2026; year <= 2028; year++) {
        Day from = day_of((Civil){year, 1, 1});
        compare_period(e, w, &o, calendar_of(from, 12));
        for (int quarter = 0; quarter < 4; quarter++)
            compare_period(e, w, &o, calendar_of(day_add_months(from, 3 * quarter), 3));
    }
}
static void every_part_is_what_the_oracle_reckons(void **state)
{
    (void)state;
    each_world(as_the_oracle, 400);
}

/* ---- laws ---- */

/* Shuffled, split in two sums that are merged, and with lines that were wrong and are taken back. */
static void in_any_order(Engine *e, World *w)
{
    Days year = calendar_of(day_of((Civil){2026 + (int)pick(w, 3), 1, 1}), 12);
    engine_ask(e, w, year);
    Statement *was = e->statement;
    engine_plan(e, year);
    Sums other = sums_new(&e->s.arena, e->plan);
    for (int i = w->sales - 1; i >= 0; i--) {
        Sale wrong = w->sale[i];
        wrong.units += 77;
        add_sale(e, &other, &wrong, 1);
        add_sale(e, i % 2 ? &e->sums : &other, &w->sale[i], 1);
        add_sale(e, &e->sums, &wrong, -1);
    }
    sums_merge(&e->sums, &other, 1);
    engine_state(e, year);
    assert_int_equal(e->statement->parts.count, was->parts.count);
    for (Size i = 0; i < was->parts.count; i++) {
        const StatementPart *part = &e->statement->parts.items[i];
        assert_text(part->group, was->parts.items[i].group);
        hold(e, w, part->due == was->parts.items[i].due, part, was->parts.items[i].due);
    }
}
static void the_order_of_lines_does_not_matter(void **state)
{
    (void)state;
    each_world(in_any_order, 200);
}

static int64_t stated(const Statement *s, Word clause)
{
    int64_t sum = 0;
    for (Size i = 0; i < s->parts.count; i++)
        if (s->parts.items[i].clause->name == clause &&
            s->parts.items[i].period.from < s->parts.items[i].period.through)
            sum += s->parts.items[i].due;
    return sum;
}

/* A year is the sum of its quarters as each was asked, unless amounts wait for the year. */
static void by_quarters(Engine *e, World *w)
{
    Days year = calendar_of(day_of((Civil){2026 + (int)pick(w, 3), 1, 1}), 12);
    for (int k = 0; k < w->royalties; k++) {
        char name[] = {'r', (char)('0' + k), 0};
        Word clause = word_known(&e->s.words, str_from(name));
        engine_ask(e, w, year);
        int64_t whole = stated(e->statement, clause), sum = 0;
        for (int q = 0; q < 4; q++) {
            engine_ask(e, w, calendar_of(day_add_months(year.from, 3 * q), 3));
            sum += stated(e->statement, clause);
        }
        if (whole != sum)
            show(e, w);
        assert_int_equal(whole, sum);
    }
}
static void a_year_is_the_sum_of_its_quarters(void **state)
{
    (void)state;
    each_world(by_quarters, 150);
}

/* What is due is never above a cap of its year that is said last, on the running total. */
static void below_caps(Engine *e, World *w)
{
    Days year = calendar_of(day_of((Civil){2026 + (int)pick(w, 3), 1, 1}), 12);
    engine_ask(e, w, year);
    for (int k = 0; k < w->royalties; k++) {
        const Roy     *r = &w->royalty[k];
        const Version *v = &r->version[0];
        const Limited *last = v->bounds ? &v->bound[v->bounds - 1] : NULL;
        if (r->versions > 1 || !last || last->minimum || last->each != SPAN_YEAR || last->over || w->point)
            continue;
        for (Size i = 0; i < e->books->ledgers->ledgers.count; i++) {
            const Account *account = &e->books->accounts[i];
            int64_t        due = 0, unit = w->unit_cents;
            if (account->base.ledger->royalty->name !=
                word_known(&e->s.words, str_from((char[]){'r', (char)('0' + k), 0})))
                continue;
            assert_true(due_rounded(e->books, account, account->adjusts.count, year, &due));
            assert_true(due <= last->dollars * 100 + (w->mode == MODE_DOWN ? 0 : unit - 1));
            assert_true(last->dollars * 100 % unit || due <= last->dollars * 100);
        }
    }
}
static void no_year_passes_its_cap(void **state)
{
    (void)state;
    each_world(below_caps, 300);
}

/* Quarters are stated one after the other, while lines come in late; each stands, and the next takes what
 * changed. Whatever was stated in all is what all of it comes to in the end. */
static void state_quarter(Engine *e, World *w, Priors *priors, Days quarter, int known)
{
    Days           all = {priors->count ? priors->items[0].period.from : quarter.from, quarter.through};
    RestateDigests digests = {statement_text_digest(&e->s.arena, e->s.terms),
                              statement_facts_digest(&e->s.arena, e->s.standing)};
    Diags          diags = diags_new(&e->s.arena);
    Prior          prior = {0};
    Str            why = {0};
    engine_plan(e, all);
    for (int i = 0; i < known; i++)
        add_sale(e, &e->sums, &w->sale[i], 1);
    engine_state(e, quarter);
    assert_true(priors_check(e->plan, priors, quarter, &diags));
    books_restate(e->books, priors, &digests, quarter.through);
    e->statement = statement_new(e->books, quarter, quarter.through);
    StatementView view = {e->statement, e->s.standing};
    bool          read = statement_prior_read(&e->s.arena, statement_json(&e->s.arena, &view), &prior, &why);
    assert_text(why, S(""));
    assert_true(read);
    *PUSH(&e->s.arena, priors) = prior;
}

static Word royalty_word(const Engine *e, int royalty)
{
    char name[] = {'r', (char)('0' + royalty), 0};
    return word_known(&e->s.words, str_from(name));
}

static void late_lines(Engine *e, World *w)
{
    enum { QUARTERS = 12 };
    Priors  priors = {0};
    Size    skipped = pick(w, QUARTERS - 1); /* one quarter may be stated with nothing known at all */
    int64_t sums[ROYALTIES_MOST] = {0}, levels = 0;
    for (Size q = 0; q < QUARTERS; q++) {
        int known = q == skipped ? 0 : q + 1 == QUARTERS ? w->sales : (int)pick(w, w->sales + 1);
        Day from = day_add_months(day_of((Civil){2026, 1, 1}), 3 * (int)q);
        state_quarter(e, w, &priors, calendar_of(from, 3), known);
        levels += levels_stated(e);
        for (Size i = 0; i < e->statement->parts.count; i++) {
            const StatementPart *part = &e->statement->parts.items[i];
            assert_false(part->unknown);
            if (part->period.from < part->period.through &&
                part->clause->name != level_word(e)) /* no advance */
                sums[royalty_of(e, part)] += part->due;
        }
    }
    Days all = {day_of((Civil){2026, 1, 1}), day_of((Civil){2028, 12, 31})};
    engine_ask(e, w, all);
    assert_int_equal(levels, levels_stated(e));
    for (int k = 0; k < w->royalties; k++) {
        int64_t want = stated(e->statement, royalty_word(e, k));
        if (sums[k] != want) {
            show(e, w);
            print_message("# r%d: %lld stated, %lld due\n", k, (long long)sums[k], (long long)want);
        }
        assert_int_equal(sums[k], want);
    }
}
static void what_was_stated_is_in_the_end_what_is_due(void **state)
{
    (void)state;
    each_world(late_lines, 60);
}

/* Twice the units is what lines with twice the units come to; twice the lines, what they come to twice. */
static void twice_as_much(Engine *e, World *w)
{
    Days           year = calendar_of(day_of((Civil){2026 + (int)pick(w, 3), 1, 1}), 12);
    bool           lines = chance(w, 50);
    ScenarioChange change = {.name = word_known(&e->s.words, lines ? S("sales") : S("units")),
                             .country = -1,
                             .num = 200,
                             .den = 100,
                             .decimals = 2};
    Scenario       scenario = {0};
    Diags          diags = diags_new(&e->s.arena);
    *PUSH(&e->s.arena, &scenario.changes) = change;
    engine_plan(e, year);
    for (int i = 0; i < w->sales; i++)
        add_sale(e, &e->sums, &w->sale[i], 1);
    if (!scenario_check(e->plan, &scenario, &diags))
        return; /* no royalty of this text is on units */
    e->sums = scenario_sums(&e->s.arena, e->plan, &e->sums, &scenario);
    engine_state(e, year);
    const Statement *imagined = e->statement;
    engine_plan(e, year);
    for (int i = 0; i < w->sales; i++) {
        Sale sale = w->sale[i];
        sale.units *= lines ? 1 : 2;
        add_sale(e, &e->sums, &sale, 1);
        if (lines)
            add_sale(e, &e->sums, &sale, 1);
    }
    engine_state(e, year);
    assert_int_equal(imagined->parts.count, e->statement->parts.count);
    for (Size i = 0; i < imagined->parts.count; i++)
        hold(e, w, imagined->parts.items[i].due == e->statement->parts.items[i].due,
             &e->statement->parts.items[i], imagined->parts.items[i].due);
}
static void what_if_is_what_it_would_be(void **state)
{
    (void)state;
    each_world(twice_as_much, 100);
}

/* The cells of a part are its base, with nothing left for limits, which no random text has; and its lines. */
static void cells_are_the_base(Engine *e, World *w)
{
    engine_ask(e, w, calendar_of(day_of((Civil){2026 + (int)pick(w, 3), 1, 1}), chance(w, 50) ? 12 : 3));
    LedgerEntries entries = ledgers_entries(&e->s.arena, e->plan, &e->sums);
    for (Size i = 0; i < e->statement->parts.count; i++) {
        StatementPart *part = &e->statement->parts.items[i];
        Rational       left = rational_whole(0);
        int64_t        lines = 0;
        for (Size k = 0; k < part->steps.count; k++)
            if (part->steps.items[k].kind == STEP_BASE) {
                left = rational_add(left, part->steps.items[k].amount);
                lines += part->steps.items[k].lines;
            }
        statement_cells(e->statement, e->books, &e->sums, &entries, i);
        if (part->steps.items[0].kind != STEP_BASE) { /* an advance rests on no lines */
            assert_int_equal(part->cells.count, 0);
            continue;
        }
        for (Size k = 0; k < part->cells.count; k++) {
            const FigureCell *cell = &part->cells.items[k];
            left = rational_less(left, cell->counted);
            lines -= cell->lines;
            assert_true(cell->lines > 0 && !str_equal(cell->quantity, S("limits of the text")));
            Days counted = part->counted->reached ? part->counter : part->period;
            assert_true(days_has(counted, cell->days.from) && days_has(counted, cell->days.through));
        }
        if (!rational_is_zero(left) || lines)
            show(e, w);
        assert_true(rational_is_zero(left) && !lines);
    }
}
static void every_base_is_the_sum_of_its_cells(void **state)
{
    (void)state;
    each_world(cells_are_the_base, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_what_the_oracle_reckons),
        cmocka_unit_test(the_order_of_lines_does_not_matter),
        cmocka_unit_test(a_year_is_the_sum_of_its_quarters),
        cmocka_unit_test(no_year_passes_its_cap),
        cmocka_unit_test(what_was_stated_is_in_the_end_what_is_due),
        cmocka_unit_test(what_if_is_what_it_would_be),
        cmocka_unit_test(every_base_is_the_sum_of_its_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
