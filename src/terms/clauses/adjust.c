/* adjust.c - what changes an amount, looks into it, or sets it off: credit, audit, discount, net. */
#include "terms/clauses/money.h"

/* ---- credit ---- */

static void take_amount(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Credit, clause)->amount = m->slot[0];
}
static void take_most(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &DATA(Credit, clause)->caps) = (Bound){.value = m->slot[0],
                                                                      .each = match_bound(m, 1),
                                                                      .label = match_label(maker, m),
                                                                      .span = m->stmt->span};
}
static void take_excess(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Credit *d = DATA(Credit, clause);
    d->excess = CARRY_FORWARD;
    d->oldest_first = m->slot[0] != NULL;
    d->for_good = m->slot[1] != NULL;
}
static void take_lapses(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Credit, clause)->excess = CARRY_LAPSES;
}

static const Form credit_forms[] = {
    {"amount <amount:value>", take_amount, "what may be taken off", NULL},
    {"at most <cap:value> " EACH_OR_ALL, take_most, "how much of it in a period", NULL},
    {"excess carries forward[first=, oldest first][good=, for good]", take_excess,
     "what is left is taken off later", NULL},
    {"excess lapses", take_lapses, "what is left is lost", NULL},
};
static const FormSet credit_body = FORMS("statement of a credit", credit_forms);

static void check_credit(Terms *terms, Clause *clause)
{
    const Credit *d = clause->data;
    clause_need(terms, clause, d->amount, "E0425", S("this credit does not say its amount"),
                S("add `amount 50% of paid in third-party-payments`"));
    if (d->caps.count && d->excess == CARRY_UNSAID && !clause->poisoned)
        diag_refuse(terms->diags, "E0431", d->caps.items[0].span,
                    S("this credit does not say what becomes of the excess"), S("a cap can leave an excess"),
                    S("add `excess carries forward, oldest first`, or `excess lapses`"));
}

BLOCK_KIND(credit, CREDIT, "what a payer may take off, within bounds",
           "entente 1\nparty aurora\nparty borealis\n"
           "lines third-party-payments { reported by borealis; states payee, day, paid }\n"
           "credit stacking {\n  amount 50% of paid in third-party-payments\n"
           "  at most 1_000_000 USD each calendar year\n  excess carries forward, oldest first\n}\n",
           Credit)

/* ---- audit ---- */

static void take_times(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Audit, clause)->most_times = m->slot[0];
    DATA(Audit, clause)->each = match_each(m, 1);
}
static void take_notice(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Audit, clause)->notice = m->slot[0];
}
static void take_back(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Audit, clause)->looking_back = m->slot[0];
}
static void take_records(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Audit, clause)->records = m->slot[0];
}
static void take_cost(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Audit, clause)->shortfall_over = CHOICE(m, 0) == 1;
    DATA(Audit, clause)->shortfall = m->slot[1];
}
static void take_by(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Audit, clause)->by = m->slot[0];
}

static const Form audit_forms[] = {
    {"at most <times:number> (time | times) " EACH, take_times, "how often the books may be looked into",
     NULL},
    {"by <who:attesters>", take_by, "who looks into them", NULL},
    {"notice <time:duration>", take_notice, "how long before it is announced", NULL},
    {"looking back <time:duration>", take_back, "how far back it may reach", NULL},
    {"records <time:duration>", take_records, "how long the books are kept", NULL},
    {"payer bears cost if shortfall (how= at least | over) <share:percent> of amount owed", take_cost,
     "when the payer bears its cost", NULL},
};
static const FormSet audit_body = FORMS("statement of an audit", audit_forms);

static void check_audit(Terms *terms, Clause *clause)
{
    const Audit *d = clause->data;
    bool         says = d->most_times || d->notice || d->looking_back || d->records || d->shortfall || d->by;
    clause_need(terms, clause, says, "E0425", S("this audit clause says nothing"),
                S("add `looking back 3 years`, or another line"));
}

BLOCK_KIND(audit, AUDIT, "who may look into the books, how often, at whose cost",
           "entente 1\naudit books {\n  at most 1 time each calendar year\n  notice 30 days\n"
           "  looking back 3 years\n  payer bears the cost if shortfall at least 5% of the amount owed\n}\n",
           Audit)

/* ---- discount ---- */

static void take_free(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &DATA(Discount, clause)->of) = m->slot[0];
    DATA(Discount, clause)->free = true;
}
static void take_less(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &DATA(Discount, clause)->of) = m->slot[0];
    DATA(Discount, clause)->less = m->slot[1];
}
static void take_not_added(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Discount, clause)->does_not_add = true;
    DATA(Discount, clause)->others = m->slot[0];
}

static const Form discount_forms[] = {
    {"<what:owed> (is | are) free", take_free, "nothing is owed while it holds", NULL},
    {"<what:owed> less <share:percent>", take_less, "what is taken off", NULL},
    {"does not add to <others:discounts>", take_not_added, "of several only the greatest is taken off", NULL},
};
static const FormSet discount_body = FORMS("statement of a discount", discount_forms);

static void check_discount(Terms *terms, Clause *clause)
{
    const Discount *d = clause->data;
    clause_need(terms, clause, d->of.count, "E0425", S("this discount does not say what it takes off"),
                S("add `video-royalty is free`, or `video-royalty less 50%`"));
}

BLOCK_KIND(discount, DISCOUNT, "a price that is lower for a time, or in a case",
           "entente 1\nparty aurora\nparty borealis\n"
           "lines sales { reported by borealis; states product, day, units }\n"
           "royalty video-royalty { borealis pays aurora; on units in sales; rate 0.20 USD per unit }\n"
           "discount early { video-royalty less 50%; through 2026-12-31 }\n",
           Discount)

/* ---- net ---- */

static void take_between(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Netting, clause)->between = m->slot[0];
}
static void take_currency(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Netting, clause)->currency = m->slot[0];
}
static void take_each(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Netting, clause)->each = match_each(m, 0);
}
static void take_carry(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Netting, clause)->carry_below = m->slot[0];
}

static const Form net_forms[] = {
    {"between <parties:parties>", take_between, "whose debts are set off", NULL},
    {"in <currency:code>", take_currency, "the currency of the balance", NULL},
    {EACH, take_each, "how often", NULL},
    {"carry amounts below <least:value>", take_carry, "a balance that is too small to pay waits", NULL},
};
static const FormSet net_body = FORMS("statement of a net clause", net_forms);

static void check_net(Terms *terms, Clause *clause)
{
    const Netting *d = clause->data;
    clause_need(terms, clause, d->between, "E0422", S("this clause does not say whose debts are set off"),
                S("add `between aurora, borealis`"));
    clause_need(terms, clause, d->each.kind != EACH_UNSAID, "E0432",
                S("this clause does not say how often debts are set off"), S("add `each calendar quarter`"));
    if (d->currency)
        currency_check(terms, d->currency);
}

BLOCK_KIND(net, NET, "debts of two parties are set off, and the balance paid",
           "entente 1\nparty aurora\nparty borealis\n"
           "net quarterly { between aurora, borealis; in USD; each calendar quarter; carry amounts below "
           "10_000 USD }\n",
           Netting)
