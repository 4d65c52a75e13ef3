/* royalty.c - a running royalty: from what is counted to what is due.
 *
 * A royalty is read in the order of its steps: lines (`on`), how they are counted together and when
 * the counter starts again, the price (`rate` or `bands`), bounds, settlement. There is no default
 * among marginal and whole bands, nor for a period: each must be said. */
#include "terms/clauses/money.h"

#define ROYALTY(clause) DATA(Royalty, clause)

/* ---- shared with the other clauses about money ---- */

Each match_each(const Match *match, int at)
{
    const Node *cycle = match->slot[at];
    return cycle ? (Each){(EachKind)(cycle->value + 1), cycle->a} : (Each){EACH_UNSAID, NULL};
}

Each match_bound(const Match *match, int at)
{
    return CHOICE(match, at) == 1 ? (Each){EACH_TERM, NULL} : match_each(match, at + 1);
}

Word match_label(const Terms *terms, const Match *match)
{
    return match->stmt->label >= 0 ? tree_token(&terms->doc->tree, match->stmt->label)->word : 0;
}

/* ---- who, on what, counted how ---- */

static void take_payer(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->payer = m->slot[0];
    ROYALTY(clause)->payee = m->slot[1];
}
static void take_on(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->on = m->slot[0];
    ROYALTY(clause)->on_if = m->slot[1];
}
static void take_per(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->per = m->slot[0];
    ROYALTY(clause)->per_after = m->slot[1];
}

static void take_together(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Royalty *r = ROYALTY(clause);
    r->counted_said = r->together = true;
    r->counted_for = m->slot[0];
    r->counted_with = m->slot[1];
    r->counted = match_each(m, 2);
}
static void take_apart(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Royalty *r = ROYALTY(clause);
    r->counted_said = true;
    r->together = false;
    r->counted_each = m->slot[0];
    r->counted_with = m->slot[1];
    r->counted = match_each(m, 2);
}

/* ---- the price ---- */

static void add_row(Terms *terms, RateRows *rows, const Match *m, RateRow row)
{
    row.span = m->stmt->span;
    row.label = match_label(terms, m);
    *PUSH(terms->arena, rows) = row;
}
static void take_up_to(void *maker, void *clause, const Match *m)
{
    add_row(maker, &ROYALTY(clause)->bands, m, (RateRow){.limit = m->slot[0], .rate = m->slot[1]});
}
static void take_below(void *maker, void *clause, const Match *m)
{
    add_row(maker, &ROYALTY(clause)->bands, m,
            (RateRow){.limit = m->slot[0], .below = true, .rate = m->slot[1]});
}
static void take_above(void *maker, void *clause, const Match *m)
{
    add_row(maker, &ROYALTY(clause)->bands, m, (RateRow){.rate = m->slot[0]});
}
static const Form band_forms[] = {
    {"up to <limit:value> : <rate:value>", take_up_to, "a band that ends with that limit, the limit included",
     NULL},
    {"below <limit:value> : <rate:value>", take_below, "a band that leaves its limit to the next", NULL},
    {"above that : <rate:value>", take_above, "the last band", NULL},
};
static const FormSet band_set = FORMS("band", band_forms);

static void take_bands(void *maker, void *clause, const Match *m)
{
    ROYALTY(clause)->mode = CHOICE(m, 0) == 0 ? BANDS_MARGINAL : BANDS_WHOLE;
    form_take_block(&TERMS(maker)->phrases, (const FormSet *const[]){&band_set, NULL}, m->stmt->body, maker,
                    clause);
}

static void take_rate(void *maker, void *clause, const Match *m)
{
    add_row(maker, &ROYALTY(clause)->rates, m, (RateRow){.rate = m->slot[0]});
}
static void take_rate_until(void *maker, void *clause, const Match *m)
{
    add_row(maker, &ROYALTY(clause)->rates, m, (RateRow){.until = m->slot[0], .rate = m->slot[1]});
}
static void take_rate_from(void *maker, void *clause, const Match *m)
{
    add_row(maker, &ROYALTY(clause)->rates, m,
            (RateRow){.from = m->slot[0], .until = m->slot[1], .rate = m->slot[2]});
}
static void take_rate_if(void *maker, void *clause, const Match *m)
{
    add_row(maker, &ROYALTY(clause)->rates, m, (RateRow){.condition = m->slot[0], .rate = m->slot[1]});
}
static const Form rate_forms[] = {
    {"until <event:day> : <rate:value>", take_rate_until, "the price through the day of that event", NULL},
    {"through <day:day> : <rate:value>", take_rate_until, "the price through that day", NULL},
    {"from <from:day>[ through <through:day>] : <rate:value>", take_rate_from, "the price from that day on",
     NULL},
    {"if <condition:condition> : <rate:value>", take_rate_if, "the price where that holds", NULL},
    {"otherwise : <rate:value>", take_rate, "the price in every other case, last", NULL},
};
static const FormSet rate_set = FORMS("row of rates", rate_forms);

static void take_rates(void *maker, void *clause, const Match *m)
{
    form_take_block(&TERMS(maker)->phrases, (const FormSet *const[]){&rate_set, NULL}, m->stmt->body, maker,
                    clause);
}

/* ---- bounds ---- */

static Bound bound_of(Terms *terms, const Match *m)
{
    return (Bound){.value = m->slot[0],
                   .each = match_bound(m, 1),
                   .label = match_label(terms, m),
                   .span = m->stmt->span};
}
static void take_cap(void *maker, void *clause, const Match *m)
{
    Bound bound = bound_of(maker, m);
    bound.over = m->slot[3];
    bound.unless_ = m->slot[4];
    *PUSH(TERMS(maker)->arena, &ROYALTY(clause)->caps) = bound;
}
static void take_minimum(void *maker, void *clause, const Match *m)
{
    Bound bound = bound_of(maker, m);
    bound.carry = (Carry)(CHOICE(m, 3) + 1);
    *PUSH(TERMS(maker)->arena, &ROYALTY(clause)->minimums) = bound;
}

/* ---- reports, payment, how long ---- */

static void take_report(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->report = (Rhythm){.each = match_each(m, 0),
                                       .within = m->slot[1],
                                       .nil_too = m->slot[2] != NULL,
                                       .said = true,
                                       .span = m->stmt->span};
}
static void take_pay(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->pay = (Rhythm){.each = match_each(m, 0),
                                    .within = m->slot[1],
                                    .estimates = m->slot[2] != NULL,
                                    .said = true,
                                    .span = m->stmt->span};
}
static void take_true_up(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->true_up = m->slot[0];
    ROYALTY(clause)->true_up_next = m->slot[1] != NULL;
}
static void take_audit(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->audit = m->slot[0];
}
static void take_same(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->same = m->slot[0];
}
static void take_lasts(void *maker, void *clause, const Match *m)
{
    (void)maker;
    ROYALTY(clause)->lasts = m->slot[0];
    ROYALTY(clause)->lasts_after = m->slot[1];
}
static void take_lasts_perpetual(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    ROYALTY(clause)->lasts_perpetual = true;
}

static const Form royalty_forms[] = {
    {"<payer:who> pays <payees:parties>", take_payer, "who pays whom", NULL},
    {"on <base:value>[ if <condition:condition>]", take_on,
     "what is counted: a count, an amount, a measurement; and which lines of it", NULL},
    {"counted together for <group:who>[, worldwide][, with <royalties:royalties>], " EACH, take_together,
     "one counter for all of them, and when it starts again", NULL},
    {"counted apart for each <kinds:counteds>[, with <royalties:royalties>], " EACH, take_apart,
     "a counter for each, and when it starts again", NULL},
    {"bands (mode= marginal | whole)", take_bands,
     "prices by quantity: marginal prices each band apart, whole prices everything at the band reached",
     &band_set},
    {"rate <rate:value>", take_rate, "one price", NULL},
    {"rate", take_rates, "prices by day or by case: the first row that holds", &rate_set},
    {"at most <cap:value> " EACH_OR_ALL "[ over <others:owed>][, unless <lost:condition>]", take_cap,
     "a cap; `over` names those that share it, `unless` says when it is lost", NULL},
    {"minimum <floor:value> " EACH_OR_ALL "[, (carry= credited in same year only | carried forward)]",
     take_minimum, "what is due at least, and what becomes of what it adds", NULL},
    {"per <kinds:counteds>[ after <event:day>]", take_per, "one of it for each", NULL},
    {"lasts <length:duration> after <event:day>", take_lasts, "how long it is owed", NULL},
    {"lasts through <day:day>", take_lasts, "its last day", NULL},
    {"lasts until <event:day>", take_lasts, "owed through the day of the event", NULL},
    {"lasts for term", NULL, "owed for the term of the agreement, as without a line", NULL},
    {"lasts perpetual", take_lasts_perpetual, "it has no end", NULL},
    {"report " EACH "[, within <time:duration> of end][nil=, nil reports too]", take_report,
     "when lines are reported", NULL},
    {"pay " EACH "[, within <time:duration> [of end]][estimates=, estimates allowed]", take_pay,
     "when it is paid", NULL},
    {"true-up within <time:duration> of report[next=, against next payment]", take_true_up,
     "when estimates are put right", NULL},
    {"audit <audit:audit>", take_audit, "who may look into the books, and how", NULL},
    {"same settlement as <royalty:royalty>", take_same,
     "reports, payment, conversion, interest and audit as in another royalty", NULL},
    SETTLEMENT_FORMS,
};
static const FormSet royalty_body = FORMS("statement of a royalty", royalty_forms);

/* ---- checks ---- */

static void refuse_order(Terms *terms, const RateRow *row, const RateRow *before)
{
    Diag *diag = diag_error(terms->diags, "E0426", row->limit->span,
                            S("a band must end above the one before it"), S("nothing is left for this band"));
    diag_note(diag, before->limit->span, S("the band before it ends here"));
    diag->help = S("write the limits in ascending order");
}

static bool plain(const Node *limit)
{
    return limit->kind == N_NUMBER || limit->kind == N_COUNT || limit->kind == N_MONEY ||
           limit->kind == N_PERCENT;
}

static bool ascends(const RateRow *before, const RateRow *row)
{
    const Node *a = before->limit, *b = row->limit;
    if (!plain(a) || !plain(b) || a->kind != b->kind || a->word != b->word)
        return true; /* what cannot be compared here is a matter of units */
    int order = decimal_order(a->value, a->scale, b->value, b->scale);
    return order < 0 || (order == 0 && before->below && !row->below);
}

void bands_check(Terms *terms, const RateRow *rows, Size count)
{
    bool closed = false;
    for (Size i = 0; i < count; i++) {
        bool last = i + 1 == count;
        closed |= !rows[i].limit;
        if (last && !closed)
            diag_refuse(terms->diags, "E0427", rows[i].span, S("the last band has no end"),
                        S("no row for what lies above it"), S("add a row `above that: …`"));
        if (!rows[i].limit && !last)
            diag_refuse(terms->diags, "E0427", rows[i + 1].span, S("no row can follow `above that`"),
                        S("never reached"), S("make `above that` the last row"));
        if (i && rows[i].limit && rows[i - 1].limit && !ascends(&rows[i - 1], &rows[i]))
            refuse_order(terms, &rows[i], &rows[i - 1]);
    }
}

static void check_rates(Terms *terms, const RateRows *rates)
{
    for (Size i = 0; i + 1 < rates->count; i++) {
        const RateRow *row = &rates->items[i];
        if (!row->from && !row->until && !row->condition)
            diag_refuse(terms->diags, "E0427", rates->items[i + 1].span, S("no row can follow `otherwise`"),
                        S("never reached"), S("make `otherwise` the last row"));
    }
}

/* The places where a price is said: a royalty has exactly one. */
static int price_places(const Royalty *r, Span *places)
{
    int count = 0;
    if (r->bands.count)
        places[count++] = r->bands.items[0].span;
    if (r->rates.count)
        places[count++] = r->rates.items[0].span;
    if (r->elections.count)
        places[count++] = r->elections.items[0].span;
    if (r->agreed)
        places[count++] = r->agreed->span;
    return count;
}

static void check_price(Terms *terms, const Clause *clause, const Royalty *r)
{
    Span places[4] = {{0, 0}};
    int  count = price_places(r, places);
    if (count > 1) {
        bool  ordered = places[0].from < places[1].from;
        Diag *diag = diag_error(terms->diags, "E0424", places[ordered], S("this royalty has two prices"),
                                S("a second price"));
        diag_note(diag, places[!ordered], S("the first"));
        diag->help = S("keep one of `rate`, `bands` and `elect`; for two royalties write two clauses");
    }
    clause_need(terms, clause, count || r->in_kind, "E0425", S("this royalty does not say its price"),
                S("add `rate 2%`, or a block `bands marginal { … }`"));
    bands_check(terms, r->bands.items, r->bands.count);
    check_rates(terms, &r->rates);
}

/* `same settlement as X`: X must have a settlement of its own in the end. */
static void check_same(Terms *terms, const Clause *clause)
{
    const Royalty *r = clause->data;
    Size           steps = 0;
    for (const Node *name = r->same; name && steps <= terms->clauses.count; steps++) {
        const Clause *next = terms_clause(terms, name->word);
        if (!next || !clause_is(next, REF(ROYALTY)) || next->poisoned)
            return;
        if (next == clause) {
            Diag *diag = diag_error(terms->diags, "E0430", r->same->span,
                                    S("this settlement leads back to itself"), S("goes round in a circle"));
            diag->help = S("let one of these royalties say its own `report` and `pay` lines");
            return;
        }
        name = ((const Royalty *)next->data)->same;
    }
}

static void check_royalty(Terms *terms, Clause *clause)
{
    const Royalty *r = clause->data;
    clause_need(terms, clause, r->payer, "E0422", S("this royalty does not say who pays whom"),
                S("add `borealis pays aurora`"));
    bool open_base = r->elections.count || r->agreed || r->in_kind; /* these may say what they are on */
    clause_need(terms, clause, r->on || open_base, "E0423", S("this royalty does not say on what it is owed"),
                S("add `on units in sales`, or another count or amount"));
    check_price(terms, clause, r);
    check_same(terms, clause);
    settlement_check(terms, r);
}

BLOCK_KIND(
    royalty, ROYALTY, "a running royalty: what is counted, its price, bounds and settlement",
    "entente 1\nparty aurora\nparty borealis { affiliates over 50% of votes }\n"
    "lines sales { reported by borealis; states product, country, day, units }\n"
    "audit books { at most 1 time each calendar year; looking back 3 years }\n"
    "royalty video-royalty {\n  borealis pays aurora\n  on units in sales\n"
    "  counted together for borealis with affiliates, each calendar year\n"
    "  bands marginal {\n    (a) up to 100_000 units: free\n    (b) above that: 0.10 USD per unit\n  }\n"
    "  at most 9_750_000 USD each calendar year\n"
    "  report each calendar quarter, within 30 days of its end, nil reports too\n"
    "  pay each calendar quarter, within 45 days of its end\n  audit books\n}\n",
    Royalty)
