/* test_money.c - what the clauses about money hold after reading: each statement fills its own field. */
#include "../lint_text.h"

#define HEAD                                                                                          \
    "entente 1\nparty aurora\nparty borealis { affiliates over 50% of votes }\nparty north\n"         \
    "products phones\nproducts watches\nunit encoder, plural encoders\n"                              \
    "lines sales { reported by borealis; states product, day, units, gross }\n"                       \
    "event launch { for each product; recorded by borealis }\naudit books { looking back 3 years }\n" \
    "credit stacking { amount 5 USD; at most 5 USD in all; excess carries forward, oldest first }\n"  \
    "royalty base { borealis pays aurora; on units in sales; rate 1 USD per unit }\n"                 \
    "discount early { base less 50% }\n"

typedef struct {
    Arena        arena;
    const Terms *terms;
} World;

static const void *clause_data(World *w, const char *text, const char *name)
{
    Str whole = str_format(&w->arena, "%s%s\n", HEAD, text);
    w->terms = terms_of(&w->arena, S("a.entente"), whole);
    const Clause *clause = terms_clause(w->terms, word_known(w->terms->doc->words, str_from(name)));
    assert_non_null(clause);
    return clause->data;
}

static const Royalty *royalty_with(World *w, const char *body)
{
    Str text = str_format(
        &w->arena, "royalty fee { borealis pays aurora; on units in sales if gross over 0; %s }", body);
    return clause_data(w, text.at, "fee");
}

static void assert_name(const World *w, const Node *node, const char *name)
{
    assert_non_null(node);
    assert_text(terms_text(w->terms, node->word), str_from(name));
}

static void reads_base_and_bands(void **state)
{
    (void)state;
    World          w = {{0}, NULL};
    const Royalty *r = royalty_with(
        &w,
        "counted together for borealis with affiliates, worldwide, with base, each fiscal year of aurora; "
        "bands marginal { (a) up to 5 units: free; (b) below 9 units: 2 USD per unit; above that: 1 USD per "
        "unit }; per product after launch; lasts 15 years after launch");
    assert_name(&w, r->payer->a, "borealis");
    assert_name(&w, r->payee->a->a->a, "aurora");
    assert_true(r->on && r->on_if && r->counted_said && r->together);
    assert_name(&w, r->counted_for->a, "borealis");
    assert_name(&w, r->counted_with->a->a, "base");
    assert_int_equal(r->counted.kind, EACH_FISCAL_YEAR);
    assert_name(&w, r->counted.of, "aurora");
    assert_int_equal(r->mode, BANDS_MARGINAL);
    assert_int_equal(r->bands.count, 3);
    assert_text(terms_text(w.terms, r->bands.items[1].label), S("b"));
    assert_true(!r->bands.items[0].below && r->bands.items[0].rate->value == 0);
    assert_true(r->bands.items[1].below && r->bands.items[1].limit->value == 9);
    assert_true(!r->bands.items[2].limit && !r->bands.items[2].label && r->bands.items[2].rate->a);
    assert_name(&w, r->per->a->a, "product");
    assert_name(&w, r->per_after, "launch");
    assert_int_equal(r->lasts->kind, N_DURATION);
    assert_name(&w, r->lasts_after, "launch");
    arena_free(&w.arena);
}

static void reads_rates(void **state)
{
    (void)state;
    World          w = {{0}, NULL};
    const Royalty *r =
        royalty_with(&w, "counted apart for each product, country, each calendar half-year; lasts perpetual; "
                         "rate { (a) until launch: 4 USD per unit; through 2028-12-31: 3 USD per unit; from "
                         "2029-01-01 through "
                         "2029-12-31: 2 USD per unit; if gross over 5: 1 USD per unit; otherwise: free }");
    assert_true(r->counted_said && !r->together && r->lasts_perpetual && !r->lasts);
    assert_name(&w, r->counted_each->a->next->a, "country");
    assert_int_equal(r->counted.kind, EACH_HALF_YEAR);
    const RateRow *rows = r->rates.items;
    assert_int_equal(r->rates.count, 5);
    assert_name(&w, rows[0].until, "launch");
    assert_int_equal(rows[1].until->kind, N_DATE);
    assert_true(rows[2].from && rows[2].until && rows[2].rate->value == 2);
    assert_true(rows[3].condition && !rows[3].until && rows[3].rate->value == 1);
    assert_true(!rows[4].from && !rows[4].until && !rows[4].condition && rows[4].rate->value == 0);
    arena_free(&w.arena);
}

static void reads_bounds_and_rhythm(void **state)
{
    (void)state;
    World          w = {{0}, NULL};
    const Royalty *r = royalty_with(
        &w,
        "rate 1 USD per unit; at most 9 USD each calendar year over base, unless launch has happened; at "
        "most "
        "99 USD in all; minimum 3 USD each contract year, credited in the same year only; minimum 4 USD in "
        "all, carried forward; report each calendar quarter, within 30 days of its end, nil reports too; pay "
        "each calendar month, within 45 days, estimates allowed; true-up within 60 days of the report, "
        "against the next payment; audit books; same settlement as base");
    assert_int_equal(r->caps.count, 2);
    assert_int_equal(r->caps.items[0].each.kind, EACH_YEAR);
    assert_name(&w, r->caps.items[0].over->a->a, "base");
    assert_non_null(r->caps.items[0].unless_);
    assert_int_equal(r->caps.items[1].each.kind, EACH_TERM);
    assert_int_equal(r->minimums.items[0].each.kind, EACH_CONTRACT_YEAR);
    assert_int_equal(r->minimums.items[0].carry, CARRY_SAME_YEAR);
    assert_int_equal(r->minimums.items[1].each.kind, EACH_TERM);
    assert_int_equal(r->minimums.items[1].carry, CARRY_FORWARD);
    assert_true(r->report.said && r->report.nil_too && r->report.each.kind == EACH_QUARTER);
    assert_int_equal(r->report.within->value, 30);
    assert_true(r->pay.said && r->pay.estimates && r->pay.each.kind == EACH_MONTH);
    assert_int_equal(r->pay.within->value, 45);
    assert_int_equal(r->true_up->value, 60);
    assert_true(r->true_up_next);
    assert_name(&w, r->audit, "books");
    assert_name(&w, r->same, "base");
    arena_free(&w.arena);
}

static void reads_conversion(void **state)
{
    static const struct {
        const char *text;
        ConvertRule rule;
        EachKind    over;
        int         decimals; /* -1: not said */
    } rows[] = {
        {"the day of sale", CONVERT_SALE_DAY, EACH_UNSAID, -1},
        {"the last day of the period, to 4 decimals", CONVERT_LAST_DAY, EACH_UNSAID, 4},
        {"the last business day of the period", CONVERT_LAST_BUSINESS, EACH_UNSAID, -1},
        {"the preceding last business day", CONVERT_PRECEDING_LAST, EACH_UNSAID, -1},
        {"average of each business day of the quarter, to 6 decimals", CONVERT_AVERAGE_DAYS, EACH_QUARTER, 6},
        {"average of { each business day of the month }", CONVERT_AVERAGE_DAYS, EACH_MONTH, -1},
        {"to 5 decimals, average of { last business day of the preceding calendar year; last business day of "
         "each month of the year to date }",
         CONVERT_AVERAGE_ENDS, EACH_YEAR, 5},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        World w = {{0}, NULL};
        Str   body = str_format(&w.arena, "rate 1 USD per unit; convert at \"ECB\", %s", rows[i].text);
        const Convert *convert = &royalty_with(&w, body.at)->convert;
        ROW("%s\n", rows[i].text);
        assert_text(convert->source->text, S("ECB"));
        assert_int_equal(convert->rule, rows[i].rule);
        assert_int_equal(convert->over, rows[i].over);
        assert_int_equal(convert->decimals ? convert->decimals->value : -1, rows[i].decimals);
        arena_free(&w.arena);
    }
}

static void reads_interest(void **state)
{
    static const struct {
        const char *days;
        DayCount    count;
    } rows[] = {{"actual/360", DAYS_ACT_360},
                {"actual/365F", DAYS_ACT_365F},
                {"actual/actual", DAYS_ACT_ACT},
                {"30/360", DAYS_30_360},
                {"30E/360", DAYS_30E_360}};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        World w = {{0}, NULL};
        Str   body =
            str_format(&w.arena,
                       "rate 1 USD per unit; late interest SOFR plus 2%% a month, at most 12%%, %s, from 10 "
                       "days after due, compounded each calendar quarter, fallback EURIBOR plus 0.1%%",
                       rows[i].days);
        const LateInterest *late = &royalty_with(&w, body.at)->late;
        assert_int_equal(late->count, rows[i].count);
        assert_name(&w, late->rate, "SOFR");
        assert_true(late->a_month && late->margin->value == 2 && late->most->value == 12);
        assert_int_equal(late->from->value, 10);
        assert_int_equal(late->compounded.kind, EACH_QUARTER);
        assert_name(&w, late->fallback, "EURIBOR");
        assert_int_equal(late->fallback_margin->scale, 1);
        arena_free(&w.arena);
    }
    World               w = {{0}, NULL};
    const LateInterest *late =
        &royalty_with(&w, "rate 1 USD per unit; late interest 6%, 30/360, from the day after due")->late;
    assert_true(!late->a_month && !late->margin && !late->most && !late->from && !late->fallback);
    assert_true(late->rate->kind == N_PERCENT && late->compounded.kind == EACH_UNSAID);
    arena_free(&w.arena);
}

static void reads_adjustments(void **state)
{
    (void)state;
    World          w = {{0}, NULL};
    const Royalty *r = royalty_with(
        &w,
        "withholding { up to 5% of the amount owed: payee bears; above that: payer bears; credits of the "
        "payer: "
        "return to payee }; credit stacking; advance 7 USD on launch, recouped from 50% of the amount due, "
        "repayable; phones, watches count as 0.5 units; price at most 400 USD; split { aurora: 60%; (b) "
        "north: "
        "40% }; most favoured among base; elect one time only, by borealis, before the first payment { (a) "
        "by-encoder: 2 USD per encoder, one time only; by-year: 5 USD each calendar year }");
    assert_int_equal(r->withholding.count, 2);
    assert_true(!r->withholding.items[0].bears_payer && r->withholding.items[0].limit->value == 5);
    assert_true(r->withholding.items[1].bears_payer && r->withholding_credits_return);
    assert_name(&w, r->credits.items[0]->a->a, "stacking");
    const Advance *advance = &r->advances.items[0];
    assert_true(advance->amount->value == 7 && advance->share->value == 50 && advance->repayable);
    assert_name(&w, advance->on, "launch");
    assert_true(r->weights.items[0].units->value == 5 && r->weights.items[0].products->a->next);
    assert_int_equal(r->price_most->value, 400);
    assert_int_equal(r->split.count, 2);
    assert_name(&w, r->split.items[1].payee, "north");
    assert_int_equal(r->split.items[1].share->value, 40);
    assert_name(&w, r->most_favoured->a->a, "base");
    assert_true(r->elect_one_time && r->elect_before_payment && !r->elect_before);
    assert_name(&w, r->elect_by->a, "borealis");
    assert_int_equal(r->elections.count, 2);
    assert_true(r->elections.items[0].one_time && r->elections.items[0].each.kind == EACH_UNSAID);
    assert_name(&w, r->elections.items[1].name, "by-year");
    assert_int_equal(r->elections.items[1].each.kind, EACH_YEAR);
    arena_free(&w.arena);
    World          v = {{0}, NULL};
    const Royalty *plain = royalty_with(&v, "rate 1 USD per unit; withholding 10%, payer bears");
    assert_int_equal(plain->withholding_rate->value, 10);
    assert_true(plain->withholding.count == 1 && plain->withholding.items[0].bears_payer);
    arena_free(&v.arena);
}

static void reads_payments(void **state)
{
    (void)state;
    World          w = {{0}, NULL};
    const Payment *p = clause_data(
        &w,
        "payment p { aurora pays borealis; on 2026-01-18: 5 USD; (b) on launch if launch has happened: 6 "
        "USD; "
        "total 11 USD; pay within 10 days of the invoice; credited against base; late interest 6%, 30/360, "
        "from the day after due }",
        "p");
    assert_int_equal(p->rows.count, 2);
    assert_true(p->rows.items[1].condition && p->rows.items[1].amount->value == 6 && p->rows.items[1].label);
    assert_true(p->total->value == 11 && p->days_after->value == 10 && p->pay_from == PAY_FROM_INVOICE);
    assert_true(p->credited && p->late.count == DAYS_30_360);
    arena_free(&w.arena);
    World v = {{0}, NULL};
    p = clause_data(
        &v, "payment p { aurora pays borealis; 3 USD each calendar year from 2026-01-01 through 2030-12-31 }",
        "p");
    assert_true(p->amount->value == 3 && p->each.kind == EACH_YEAR);
    assert_true(p->each_from->kind == N_DATE && p->each_through->kind == N_DATE);
    arena_free(&v.arena);
    World             u = {{0}, NULL};
    const Milestones *m = clause_data(&u,
                                      "milestones m { borealis pays aurora; one time only for each product, "
                                      "same as the product it replaces; "
                                      "each calendar year, at most 5 times for each product; launch in US, "
                                      "JP if launch has happened: 7 USD; "
                                      "notice within 10 days of each event; pay within 30 days of notice }",
                                      "m");
    assert_true(m->one_time && m->one_time_each && m->same_as && m->times_each);
    assert_true(m->each.kind == EACH_YEAR && m->at_most_times->value == 5);
    assert_name(&u, m->rows.items[0].day, "launch");
    assert_true(m->rows.items[0].places && m->rows.items[0].condition && m->rows.items[0].amount->value == 7);
    assert_true(m->notice_within->value == 10 && m->pay_within->value == 30 &&
                m->pay_from == PAY_FROM_NOTICE);
    arena_free(&u.arena);
}

static void reads_the_rest(void **state)
{
    (void)state;
    World         w = {{0}, NULL};
    const Credit *c = clause_data(&w, "", "stacking");
    assert_true(c->amount->value == 5 && c->caps.items[0].each.kind == EACH_TERM);
    assert_true(c->excess == CARRY_FORWARD && c->oldest_first && !c->for_good);
    arena_free(&w.arena);
    World        v = {{0}, NULL};
    const Audit *a = clause_data(&v,
                                 "audit deep { at most 2 times each contract year; notice 30 days; looking "
                                 "back 3 years; records 5 years; "
                                 "by aurora; payer bears the cost if shortfall over 5% of the amount owed }",
                                 "deep");
    assert_true(a->most_times->value == 2 && a->each.kind == EACH_CONTRACT_YEAR && a->notice->value == 30);
    assert_true(a->looking_back->value == 3 && a->records->value == 5 && a->by);
    assert_true(a->shortfall_over && a->shortfall->value == 5);
    arena_free(&v.arena);
    World           u = {{0}, NULL};
    const Discount *d = clause_data(&u, "discount half { base(b) less 25%; does not add to early }", "half");
    assert_true(!d->free && d->less->value == 25 && d->does_not_add && d->others);
    assert_text(terms_text(u.terms, d->of.items[0]->a->a->part), S("b"));
    arena_free(&u.arena);
    World          t = {{0}, NULL};
    const Netting *n = clause_data(
        &t, "net n { between aurora, borealis; in USD; each calendar quarter; carry amounts below 5 USD }",
        "n");
    assert_true(n->between && n->each.kind == EACH_QUARTER && n->carry_below->value == 5);
    assert_name(&t, n->currency, "USD");
    arena_free(&t.arena);
    World          s = {{0}, NULL};
    const Measure *table = clause_data(&s,
                                       "table t by size { up to 5 units: 1 USD; below 9 units: 2 USD; above "
                                       "that: 3 USD }\nmetric size { equals "
                                       "units; attested by borealis }",
                                       "t");
    assert_true(table->rows.items[0].limit->value == 5 && !table->rows.items[0].below);
    assert_true(table->rows.items[1].below && table->rows.items[2].above && !table->rows.items[2].limit);
    arena_free(&s.arena);
}

/* A part of a clause may be a row of a block: `replace fee(b)` changes the second band from then on. */
static void amends_a_band(void **state)
{
    (void)state;
    World w = {{0}, NULL};
    (void)clause_data(
        &w,
        "agreement sample { between aurora, borealis; effective 2026-01-01; changed by all parties }\n"
        "royalty fee { borealis pays aurora; on units in sales; bands marginal { (a) up to 5 units: free; "
        "(b) "
        "above that: 2 USD per unit } }\n"
        "amendment 1 to sample { effective 2027-01-01; replace fee(b) { above that: 1 USD per unit } }",
        "fee");
    const Clause  *old = terms_clause(w.terms, word_known(w.terms->doc->words, S("fee")));
    const Royalty *before = old->data, *after = old->later->data;
    assert_int_equal(before->bands.items[1].rate->value, 2);
    assert_int_equal(after->bands.count, 2);
    assert_int_equal(after->bands.items[0].limit->value, 5);
    assert_int_equal(after->bands.items[1].rate->value, 1);
    assert_text(terms_text(w.terms, after->bands.items[1].label), S("b"));
    arena_free(&w.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_base_and_bands),
                                       cmocka_unit_test(reads_rates),
                                       cmocka_unit_test(reads_bounds_and_rhythm),
                                       cmocka_unit_test(reads_conversion),
                                       cmocka_unit_test(reads_interest),
                                       cmocka_unit_test(reads_adjustments),
                                       cmocka_unit_test(reads_payments),
                                       cmocka_unit_test(reads_the_rest),
                                       cmocka_unit_test(amends_a_band)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
