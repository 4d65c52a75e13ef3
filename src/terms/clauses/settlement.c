/* settlement.c - how what is owed becomes what is paid: conversion, interest, tax, credits, advances,
 * weights, elections, shares.
 *
 * Each is a statement of a royalty; interest is one of payments and milestones too. Rates of exchange and
 * of interest name their source and the day that counts: the text has no default for either. */
#include "terms/clauses/money.h"

#include "exact/rational.h"

#define ROYALTY(clause) DATA(Royalty, clause)

/* ---- conversion ---- */

void settle_convert(void *maker, void *clause, const Match *m)
{
    (void)maker;
    static const ConvertRule rules[] = {CONVERT_SALE_DAY, CONVERT_LAST_DAY, CONVERT_LAST_BUSINESS,
                                        CONVERT_PRECEDING_LAST};
    ROYALTY(clause)->convert = (Convert){
        .source = m->slot[0], .rule = CHOSEN(rules, m, 1), .decimals = m->slot[2], .span = m->stmt->span};
}

static const EachKind averages_over[] = {EACH_MONTH, EACH_QUARTER, EACH_YEAR};

void settle_average(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->convert = (Convert){.source = m->slot[0],
                                         .rule = CONVERT_AVERAGE_DAYS,
                                         .over = CHOSEN(averages_over, m, 1),
                                         .decimals = m->slot[2],
                                         .span = m->stmt->span};
}
static void take_average_days(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Convert *convert = &ROYALTY(clause)->convert;
    convert->each_day = true;
    convert->rule = CONVERT_AVERAGE_DAYS;
    convert->over = CHOSEN(averages_over, m, 0);
}
static void take_average_ends(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Convert *convert = &ROYALTY(clause)->convert;
    convert->rule = CONVERT_AVERAGE_ENDS;
    convert->over = EACH_YEAR;
    convert->preceding_end |= CHOICE(m, 0) == 0;
    convert->month_ends |= CHOICE(m, 0) == 1;
}
static const Form average_forms[] = {
    {"each business day of (over= month | quarter | year)", take_average_days,
     "the rate of each business day", NULL},
    {"last business day of (which= preceding calendar year | each month of year to date)", take_average_ends,
     "the rate of the day before the year, and of the last day of each month since", NULL},
};
const FormSet convert_averages = FORMS("row of an average", average_forms);

void settle_average_of(void *maker, void *clause, const Match *m)
{
    ROYALTY(clause)->convert = (Convert){.source = m->slot[0], .decimals = m->slot[1], .span = m->stmt->span};
    form_take_block(&TERMS(maker)->phrases, (const FormSet *const[]){&convert_averages, NULL}, m->stmt->body,
                    maker, clause);
}

/* ---- interest ---- */

LateInterest match_late(const Match *m)
{
    LateInterest late = {.rate = m->slot[0],
                         .a_month = CHOICE(m, 1) == 0,
                         .most = m->slot[2],
                         .count = (DayCount)(m->slot[3]->value + 1),
                         .from = m->slot[5],
                         .compounded = match_each(m, 7),
                         .every = m->slot[8],
                         .fallback = m->slot[9],
                         .span = m->stmt->span};
    if (late.rate->kind == N_MATH) {
        late.margin = late.rate->b;
        late.rate = late.rate->a;
    }
    if (late.fallback && late.fallback->kind == N_MATH) {
        late.fallback_margin = late.fallback->b;
        late.fallback = late.fallback->a;
    }
    return late;
}
void settle_late(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->late = match_late(m);
}

/* ---- tax ---- */

void settle_withholding(void *maker, void *clause, const Match *m)
{
    Royalty *r = ROYALTY(clause);
    r->withholding_rate = m->slot[0];
    if (m->slot[1])
        *PUSH(TERMS(maker)->arena, &r->withholding) =
            (RateRow){.bears_payer = CHOICE(m, 1) == 0, .span = m->stmt->span};
}
static void add_bearer(Terms *terms, Clause *clause, const Match *m, Node *limit, bool payer)
{
    *PUSH(terms->arena, &ROYALTY(clause)->withholding) = (RateRow){
        .limit = limit, .bears_payer = payer, .label = match_label(terms, m), .span = m->stmt->span};
}
static void take_bears_up_to(void *maker, void *clause, const Match *m)
{
    add_bearer(maker, clause, m, m->slot[0], CHOICE(m, 1) == 0);
}
static void take_bears_above(void *maker, void *clause, const Match *m)
{
    add_bearer(maker, clause, m, NULL, CHOICE(m, 0) == 0);
}
static void take_returns(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    ROYALTY(clause)->withholding_credits_return = true;
}
static const Form bearer_forms[] = {
    {"up to <share:percent> of amount owed : (who= payer | payee) bears", take_bears_up_to,
     "who bears the tax up to that share", NULL},
    {"above that : (who= payer | payee) bears", take_bears_above, "who bears the rest", NULL},
    {"credits of payer : return to payee", take_returns, "what the payer saves in tax goes to the payee",
     NULL},
};
const FormSet withholding_bearers = FORMS("row about withholding", bearer_forms);

void settle_bearers(void *maker, void *clause, const Match *m)
{
    form_take_block(&TERMS(maker)->phrases, (const FormSet *const[]){&withholding_bearers, NULL},
                    m->stmt->body, maker, clause);
}

/* ---- credits, advances, weights ---- */

void settle_credit(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &ROYALTY(clause)->credits) = m->slot[0];
}
void settle_advance(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &ROYALTY(clause)->advances) = (Advance){.amount = m->slot[0],
                                                                       .on = m->slot[1],
                                                                       .share = m->slot[2],
                                                                       .repayable = m->slot[3] != NULL,
                                                                       .span = m->stmt->span};
}
void settle_weight(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &ROYALTY(clause)->weights) =
        (Weight){.products = m->slot[0], .units = m->slot[1], .span = m->stmt->span};
}

/* ---- elections ---- */

static void take_election(void *maker, void *clause, const Match *m)
{
    Terms *terms = maker;
    *PUSH(terms->arena, &ROYALTY(clause)->elections) = (Election){.name = m->slot[0],
                                                                  .rate = m->slot[1],
                                                                  .each = match_each(m, 2),
                                                                  .one_time = m->slot[3] != NULL,
                                                                  .label = match_label(terms, m),
                                                                  .span = m->stmt->span};
    terms_declare(terms, m->slot[0]->word, REF(ELECTION), m->slot[0]->span, clause, true);
}
static const Form election_forms[] = {
    {"<name:new> : <rate:value>[ " EACH "][once=, one time only]", take_election,
     "a price that can be elected, with its name", NULL},
};
const FormSet royalty_elections = FORMS("price to elect", election_forms);

void settle_elect(void *maker, void *clause, const Match *m)
{
    Royalty *r = ROYALTY(clause);
    r->elect_one_time = m->slot[0] != NULL;
    r->elect_by = m->slot[1];
    r->elect_before_payment = CHOICE(m, 2) == 0;
    r->elect_before = m->slot[3];
    form_take_block(&TERMS(maker)->phrases, (const FormSet *const[]){&royalty_elections, NULL}, m->stmt->body,
                    maker, clause);
}

/* ---- prices and shares ---- */

void settle_price(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->price_most = m->slot[0];
}
static void take_share(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &ROYALTY(clause)->split) = (Share){
        .payee = m->slot[0], .share = m->slot[1], .label = match_label(maker, m), .span = m->stmt->span};
}
static const Form split_forms[] = {
    {"<payee:party> : <share:percent>", take_share, "the share of one payee", NULL},
};
const FormSet royalty_shares = FORMS("share", split_forms);

void settle_split(void *maker, void *clause, const Match *m)
{
    form_take_block(&TERMS(maker)->phrases, (const FormSet *const[]){&royalty_shares, NULL}, m->stmt->body,
                    maker, clause);
}
void settle_favoured(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->most_favoured = m->slot[0];
}
void settle_in_kind(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->in_kind = m->slot[0];
}
void settle_agreed(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->agreed = m->slot[0];
}

/* ---- checks ---- */

static void check_convert(Terms *terms, const Convert *convert)
{
    bool ends = convert->preceding_end || convert->month_ends;
    bool known = ends ? convert->preceding_end && convert->month_ends && !convert->each_day
                      : convert->rule != CONVERT_UNSAID;
    if (convert->source && !known)
        diag_refuse(
            terms->diags, "E0434", convert->span, S("this average is not known"),
            S("not a set of days that is averaged"),
            S("write `each business day of the month` alone, or both `last business day of the preceding "
              "calendar year` and `last business day of each month of the year to date`"));
    const Node *decimals = convert->decimals;
    if (decimals && (decimals->scale || decimals->value > 12))
        diag_refuse(terms->diags, "E0222", decimals->span, S("decimals are a whole number up to 12"),
                    S("not a number of decimals"), S("write `to 4 decimals`"));
}

static void check_split(Terms *terms, const Royalty *r)
{
    Rational sum = rational_whole(0);
    for (Size i = 0; i < r->split.count; i++)
        sum = rational_add(sum, rational_of(r->split.items[i].share->value, r->split.items[i].share->scale));
    if (!r->split.count || (sum.ok && rational_order(sum, rational_whole(100)) == 0))
        return;
    Span span = span_join(r->split.items[0].span, r->split.items[r->split.count - 1].span);
    diag_refuse(terms->diags, "E0435", span, S("these shares do not add up to 100%"),
                S("the shares of the payees"), S("let them add up to 100%, to the last decimal"));
}

void settlement_check(Terms *terms, const Royalty *r)
{
    check_convert(terms, &r->convert);
    check_split(terms, r);
    bool bears = r->withholding.count && (r->withholding.items[0].limit || r->withholding.count > 1);
    if (bears)
        bands_check(terms, r->withholding.items, r->withholding.count);
}
