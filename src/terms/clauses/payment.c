/* payment.c - sums that fall due on a day or an event: payment, milestones.
 *
 * A payment lists its instalments, or says one that recurs. Milestones are paid when an event happens
 * or a family of products reaches what the clause says, once or so many times for each of a kind. */
#include "terms/clauses/money.h"

#define PAYMENT(clause)    DATA(Payment, clause)
#define MILESTONES(clause) DATA(Milestones, clause)

/* ---- payment ---- */

static void take_payer(void *maker, void *clause, const Match *m)
{
    (void)maker;
    PAYMENT(clause)->payer = m->slot[0];
    PAYMENT(clause)->payee = m->slot[1];
}
static void take_instalment(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &PAYMENT(clause)->rows) = (Instalment){.day = m->slot[0],
                                                                      .condition = m->slot[1],
                                                                      .amount = m->slot[2],
                                                                      .label = match_label(maker, m),
                                                                      .span = m->stmt->span};
}
static void take_recurring(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Payment *p = PAYMENT(clause);
    p->amount = m->slot[0];
    p->each = match_each(m, 1);
    p->each_from = m->slot[2];
    p->each_through = m->slot[3];
}
static void take_total(void *maker, void *clause, const Match *m)
{
    (void)maker;
    PAYMENT(clause)->total = m->slot[0];
}
static void take_days(void *maker, void *clause, const Match *m)
{
    (void)maker;
    PAYMENT(clause)->days_after = m->slot[0];
    PAYMENT(clause)->pay_from = (PayFrom)(CHOICE(m, 1) + 1);
}
static void take_credited(void *maker, void *clause, const Match *m)
{
    (void)maker;
    PAYMENT(clause)->credited = m->slot[0];
    PAYMENT(clause)->credited_each = match_each(m, 1);
}

static void take_late(void *maker, void *clause, const Match *m)
{
    (void)maker;
    PAYMENT(clause)->late = match_late(m);
}

static const Form payment_forms[] = {
    {"<payer:who> pays <payees:parties>", take_payer, "who pays whom", NULL},
    {"on <day:day>[ if <condition:condition>] : <amount:value>", take_instalment,
     "an instalment: its day, or the event it follows", NULL},
    {"<amount:value> " EACH " from <from:date>[ through <through:date>]", take_recurring,
     "an amount that recurs", NULL},
    {"total <total:value>", take_total, "what the instalments add up to", NULL},
    {"pay within <time:duration> of (from= each event | notice | invoice)", take_days,
     "how long after its day or event an instalment may be paid", NULL},
    {LATE, take_late, "interest on what is paid late", NULL},
    {"credited against <others:owed>[, " EACH "]", take_credited,
     "what it is set off against; within each period, or until nothing is left", NULL},
};
static const FormSet payment_body = FORMS("statement of a payment", payment_forms);

static void check_payment(Terms *terms, Clause *clause)
{
    const Payment *p = clause->data;
    clause_need(terms, clause, p->payer, "E0422", S("this payment does not say who pays whom"),
                S("add `aurora pays borealis`"));
    clause_need(terms, clause, p->rows.count || p->amount, "E0425",
                S("this payment does not say what is paid"), S("add `on 2026-01-18: 300_000_000 USD`"));
}

BLOCK_KIND(payment, PAYMENT, "sums that fall due on a day or an event",
           "entente 1\nparty aurora\nparty borealis\npayment balancing {\n  aurora pays borealis\n"
           "  on 2026-01-18: 300_000_000 USD\n  on 2027-01-13: 300_000_000 USD\n  total 600_000_000 USD\n}\n",
           Payment)

/* ---- milestones ---- */

static void take_milestone_payer(void *maker, void *clause, const Match *m)
{
    (void)maker;
    MILESTONES(clause)->payer = m->slot[0];
    MILESTONES(clause)->payee = m->slot[1];
}
static void take_one_time(void *maker, void *clause, const Match *m)
{
    (void)maker;
    MILESTONES(clause)->one_time = true;
    MILESTONES(clause)->one_time_each = m->slot[0];
    MILESTONES(clause)->same_as = m->slot[1];
}
static void take_times(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Milestones *d = MILESTONES(clause);
    d->each = match_each(m, 0);
    d->at_most_times = m->slot[1];
    d->times_each = m->slot[2];
}
static void take_milestone(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &MILESTONES(clause)->rows) = (Instalment){.day = m->slot[0],
                                                                         .places = m->slot[1],
                                                                         .condition = m->slot[2],
                                                                         .amount = m->slot[3],
                                                                         .label = match_label(maker, m),
                                                                         .span = m->stmt->span};
}
static void take_notice(void *maker, void *clause, const Match *m)
{
    (void)maker;
    MILESTONES(clause)->notice_within = m->slot[0];
}
static void take_pay_within(void *maker, void *clause, const Match *m)
{
    (void)maker;
    MILESTONES(clause)->pay_within = m->slot[0];
    MILESTONES(clause)->pay_from = (PayFrom)(CHOICE(m, 1) + 1);
}

static void take_milestone_late(void *maker, void *clause, const Match *m)
{
    (void)maker;
    MILESTONES(clause)->late = match_late(m);
}

static void take_milestone_same(void *maker, void *clause, const Match *m)
{
    (void)maker;
    MILESTONES(clause)->same = m->slot[0];
}

static const Form milestones_forms[] = {
    {"<payer:who> pays <payees:parties>", take_milestone_payer, "who pays whom", NULL},
    {"one time only[ for each <kinds:counteds>][, same as <kind:counted> it replaces]", take_one_time,
     "each sum is paid a single time; what replaces another starts where that stood", NULL},
    {EACH "[, at most <times:number> (time | times)[ for each <kinds:counteds>]]", take_times,
     "how often it may be paid", NULL},
    {"<reached:reached>[ in <places:countries>][ if <condition:condition>] : <amount:value>", take_milestone,
     "a sum, and the event or family for which it is paid", NULL},
    {"notice within <time:duration> of each event", take_notice, "when the event is told", NULL},
    {"pay within <time:duration> of (from= each event | notice)", take_pay_within, "when it is paid", NULL},
    {LATE, take_milestone_late, "interest on what is paid late", NULL},
    {"same settlement as <royalty:royalty>", take_milestone_same,
     "exchange rates, tax and late interest as for that royalty", NULL},
};
static const FormSet milestones_body = FORMS("statement of milestones", milestones_forms);

static void check_milestones(Terms *terms, Clause *clause)
{
    const Milestones *d = clause->data;
    clause_need(terms, clause, d->payer, "E0422", S("these milestones do not say who pays whom"),
                S("add `borealis pays aurora`"));
    clause_need(terms, clause, d->rows.count, "E0425", S("these milestones do not say what is paid"),
                S("add a row such as `launch: 30_000_000 USD`"));
}

BLOCK_KIND(milestones, MILESTONES, "sums that are paid when something is reached",
           "entente 1\nparty aurora\nparty borealis\n"
           "event launch { for each product, country; recorded by borealis; one time only }\n"
           "milestones sales-start {\n  borealis pays aurora\n  one time only for each product\n"
           "  launch in US: 30_000_000 USD\n  launch in EU: 15_000_000 USD\n"
           "  notice within 10 days of each event\n  pay within 30 days of notice\n}\n",
           Milestones)
