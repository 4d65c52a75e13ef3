/* bounds.c - see bounds.h. */
#include "money/bounds.h"

#include <stdlib.h>

#include "money/period.h"
#include "money/recoup.h"

static const Rational not_known = {.den = 1};

static const Plan *plan_of(const Books *b) { return b->pricing->plan; }

static Rational smaller(Rational a, Rational b)
{
    if (!a.ok || !b.ok)
        return not_known;
    return rational_order(a, b) <= 0 ? a : b;
}

static Rational larger(Rational a, Rational b)
{
    if (!a.ok || !b.ok)
        return not_known;
    return rational_order(a, b) >= 0 ? a : b;
}

static Rational nothing(void) { return rational_whole(0); }

bool account_counter(const Books *b, const Account *account, Day day, Days *out)
{
    static const Each     year = {.kind = EACH_YEAR};
    const RoyaltyVersion *v = royalty_near(account->base.ledger->royalty, day);
    const Each           *each = v->text->counted_said ? &v->text->counted : &year;
    return each_period(plan_of(b)->st, each, day, out);
}

bool bound_period(const Books *b, const Bound *bound, Day day, Days *out)
{
    return each_period(plan_of(b)->st, &bound->each, day, out);
}

/* ---- step 0: what was earned ---- */

static Rational no_period(const Books *b, const Account *account, Day day)
{
    Arena *arena = b->pricing->arena;
    trace_missing(&b->pricing->trace,
                  str_format(arena, "in which year of `%.*s` %.*s lies",
                             STR_ARG(terms_text(plan_of(b)->st->terms, account->base.ledger->royalty->name)),
                             STR_ARG(day_text(arena, day))));
    return not_known;
}

/* From the first day of a counter on. */
static Rational earned_since(const Books *b, const Account *account, Days days)
{
    MemoKey  key = {account, MEMO_EARNED, 0, days};
    Rational known = nothing();
    if (memo_ask(b->memo, &key, &known) == MEMO_DONE)
        return known;
    return memo_put(b->memo, &key, earned_through(b->pricing, &account->base, days, days.through).amount);
}

static Rational earned_between(const Books *b, const Account *account, Days days)
{
    Rational sum = nothing();
    Days     counter = days;
    for (Day day = days.from; day <= days.through; day = counter.through + 1) {
        if (!account_counter(b, account, day, &counter))
            return no_period(b, account, day);
        Days whole = {counter.from > plan_of(b)->span.from ? counter.from : plan_of(b)->span.from,
                      counter.through};
        Day end = counter.through < days.through ? counter.through : days.through;
        sum = rational_add(sum, earned_since(b, account, (Days){whole.from, end}));
        if (day > whole.from)
            sum = rational_less(sum, earned_since(b, account, (Days){whole.from, day - 1}));
    }
    return sum;
}

/* ---- values that name other royalties ---- */

/* What a royalty comes to before credits and shared caps, all its groups together. */
static Rational royalty_between(const Books *b, Word name, Days days)
{
    Rational sum = nothing();
    for (Size i = 0; i < b->ledgers->ledgers.count; i++) {
        const Account *account = &b->accounts[i];
        Size           steps = 0;
        if (account->base.ledger->royalty->name != name)
            continue;
        while (steps < account->adjusts.count && account->adjusts.items[steps].kind != ADJUST_CREDIT &&
               account->adjusts.items[steps].kind != ADJUST_SHARED_CAP)
            steps++;
        sum = rational_add(sum, due_between(b, account, steps, days));
    }
    return sum;
}

static Rational value_between(const Books *b, const Account *account, const Node *node, Days days, int depth);

static Rational math_between(const Books *b, const Account *account, const Node *node, Days days, int depth)
{
    Rational a = value_between(b, account, node->a, days, depth + 1);
    if (node->op >= MATH_GREATEST) {
        for (const Node *item = node->a->next; item; item = item->next) {
            Rational other = value_between(b, account, item, days, depth + 1);
            a = node->op == MATH_GREATEST ? larger(a, other) : smaller(a, other);
        }
        return a;
    }
    return value_math((MathOp)node->op, a, value_between(b, account, node->b, days, depth + 1));
}

/* An amount that may speak of royalties: `50% of pooled plus others`, or of what is due: `the amount due`. */
static Rational value_between(const Books *b, const Account *account, const Node *node, Days days, int depth)
{
    if (!node || depth > 24)
        return not_known;
    if (node->kind == N_PERCENT && node->a)
        return rational_times(rational_of(node->value, node->scale + 2),
                              value_between(b, account, node->a, days, depth + 1));
    if (node->kind == N_MATH)
        return math_between(b, account, node, days, depth);
    const Clause *clause =
        node->kind == N_PHRASE && node->a ? terms_clause(plan_of(b)->st->terms, node->a->word) : NULL;
    if (clause && clause_is(clause, REF(ROYALTY)))
        return royalty_between(b, clause->name, days);
    return amount_on(b->pricing, account->base.ledger, node, days.through);
}

/* An amount of another currency bounds nothing: it would have to be converted, and nobody says how. */
static bool is_in_currency(const Books *b, const Account *account, const Node *value, Day day)
{
    Scene       scene = {.day = day, .grantor = -1, .grantee = -1, .asker = -1};
    const Node *literal = value_literal(plan_of(b)->st, value, &scene, NULL);
    if (!literal || literal->kind != N_MONEY ||
        currency_find(terms_text(plan_of(b)->st->terms, literal->word)) == account->base.currency)
        return true;
    trace_missing(&b->pricing->trace, str_format(b->pricing->arena, "how a bound in %.*s is converted",
                                                 STR_ARG(terms_text(plan_of(b)->st->terms, literal->word))));
    return false;
}

Rational amount_of(const Books *b, const Account *account, const Node *value, Day day)
{
    return is_in_currency(b, account, value, day) ? amount_on(b->pricing, account->base.ledger, value, day)
                                                  : not_known;
}

Rational bound_value(const Books *b, const Account *account, const Bound *bound, Day day)
{
    Days period = {day, day};
    if (!bound_period(b, bound, day, &period))
        return not_known;
    if (bound->value->kind == N_PERCENT || bound->value->kind == N_MATH)
        return value_between(b, account, bound->value, (Days){period.from, day}, 0);
    /* A row of a table is that of the period's first day on which the agreement runs. */
    const Standing *st = plan_of(b)->st;
    Day begins = st->effective_known == YES && st->effective > period.from ? st->effective : period.from;
    return amount_of(b, account, bound->value, begins);
}

/* ---- credits ---- */

/* What the credit came to in these days, whoever uses it. An amount that stands in the text is not counted by
 * lines: the text does not say of which period it is. */
static Rational credit_amount(const Books *b, Word credit, Days days)
{
    Rational sum = nothing();
    for (Size i = 0; i < b->ledgers->ledgers.count; i++) {
        const Base        *base = &b->accounts[i].base;
        const PlanRoyalty *royalty = base->ledger->royalty;
        if (!royalty->credit || royalty->name != credit)
            continue;
        if (royalty->versions.items[0].lines < 0 && !base->ledger->rows.count) {
            trace_missing(&b->pricing->trace,
                          str_format(b->pricing->arena, "of which period the amount of `%.*s` is",
                                     STR_ARG(terms_text(plan_of(b)->st->terms, credit))));
            return not_known;
        }
        for (Size k = 0; k < plan_of(b)->cuts.count; k++)
            if (days_has(days, plan_of(b)->cuts.items[k]))
                sum = rational_add(sum, base->quantity[k]);
    }
    return sum;
}

static Rational not_below_zero(Rational a) { return larger(a, nothing()); }

/* The text of a credit on a day; what ended takes nothing off. */
static const Credit *credit_on(const Clause *clause, Day day)
{
    static const Credit none = {.excess = CARRY_LAPSES};
    const Clause       *text = clause_on(clause, day);
    return text ? text->data : &none;
}

static Each credit_each(const Credit *credit)
{
    return credit->caps.count ? credit->caps.items[0].each : (Each){.kind = EACH_YEAR};
}

/* The most that may come off in these days, all royalties together. */
static Rational credit_ceiling(const Books *b, const Account *account, const Clause *clause, Days days)
{
    const Credit *credit = credit_on(clause, days.through);
    Rational      most = not_known;
    for (Size i = 0; i < credit->caps.count; i++) {
        if (credit->caps.items[i].each.kind != credit_each(credit).kind) {
            trace_missing(&b->pricing->trace,
                          str_format(b->pricing->arena, "`%.*s`: its ceilings are for different periods",
                                     STR_ARG(terms_text(plan_of(b)->st->terms, clause->name))));
            return not_known;
        }
        Rational one = not_below_zero(value_between(b, account, credit->caps.items[i].value, days, 0));
        most = i ? smaller(most, one) : one;
    }
    return most;
}

static Rational credit_left(const Books *b, const Account *account, const Clause *clause, Days days);

/* What earlier periods left of a credit. */
static Rational credit_carried(const Books *b, const Account *account, const Clause *clause, Day from)
{
    const Credit *credit = credit_on(clause, from);
    Each          each = credit_each(credit);
    Days          before = {from, from};
    bool          earlier = credit->excess != CARRY_LAPSES && from > plan_of(b)->span.from &&
                   each_period(plan_of(b)->st, &each, from - 1, &before) && before.through < from;
    return earlier ? credit_left(b, account, clause, before) : nothing();
}

/* The royalties that take a credit take it in the order of the text, each no more than it comes to; what
 * remains, and why, is the same for all of them. */
static Rational credit_shared_out(const Books *b, const Account *account, const Clause *clause, Days days)
{
    const Credit *credit = credit_on(clause, days.through);
    Rational      left =
        rational_add(credit_carried(b, account, clause, days.from), credit_amount(b, clause->name, days));
    Rational used =
        not_below_zero(credit->caps.count ? smaller(left, credit_ceiling(b, account, clause, days)) : left);
    for (Size i = 0; i < b->ledgers->ledgers.count; i++) {
        const Account *other = &b->accounts[i];
        for (Size k = 0; k < other->adjusts.count; k++) {
            if (other->adjusts.items[k].credit != clause ||
                !days_has(other->adjusts.items[k].days, days.through))
                continue;
            MemoKey  key = {other, MEMO_SHARE, (int)k, days};
            Rational takes = not_below_zero(smaller(used, due_between(b, other, k, days)));
            used = rational_less(used, memo_put(b->memo, &key, takes));
            left = rational_less(left, takes);
        }
    }
    return left;
}

/* What remains of a credit on the last of these days, which begin with its period. */
static Rational credit_left(const Books *b, const Account *account, const Clause *clause, Days days)
{
    MemoKey  key = {clause, MEMO_CREDIT_LEFT, 0, days};
    Rational left = not_known;
    if (memo_ask(b->memo, &key, &left) == MEMO_NEW)
        left = memo_put(b->memo, &key, credit_shared_out(b, account, clause, days));
    return left;
}

static Rational credit_share(const Books *b, const Account *account, Size step, Days days)
{
    MemoKey  key = {account, MEMO_SHARE, (int)step, days};
    Rational share = not_known;
    if (memo_ask(b->memo, &key, &share) == MEMO_NEW) {
        (void)credit_left(b, account, account->adjusts.items[step].credit, days);
        (void)memo_ask(b->memo, &key, &share);
    }
    return share;
}

/* ---- one step over one of its periods ---- */

static bool names(const Node *list, Word word)
{
    for (const Node *item = list ? list->a : NULL; item; item = item->next)
        if (item->a->word == word)
            return true;
    return false;
}

/* What each account that a bound names may keep of it, in the order of the names. */
static void share_out(const Books *b, const Account *account, const Bound *bound, Days days)
{
    Rational left = bound_value(b, account, bound, days.through);
    for (Size i = 0; i < b->ledgers->ledgers.count; i++)
        if (names(bound->over, b->accounts[i].base.ledger->royalty->name) &&
            b->accounts[i].base.currency != account->base.currency)
            left = not_known;
    for (const Node *name = bound->over->a; name; name = name->next) {
        for (Size i = 0; i < b->ledgers->ledgers.count; i++) {
            const Account *other = &b->accounts[i];
            Size           steps = 0;
            if (other->base.ledger->royalty->name != name->a->word)
                continue;
            while (steps < other->adjusts.count && other->adjusts.items[steps].span.from != bound->span.from)
                steps++;
            MemoKey  key = {other, MEMO_SHARE, (int)steps, days};
            Rational due = smaller(due_between(b, other, steps, days), larger(left, nothing()));
            left = rational_less(left, memo_put(b->memo, &key, due));
        }
    }
}

static Rational shared_part(const Books *b, const Account *account, Size step, Days days)
{
    MemoKey  key = {account, MEMO_SHARE, (int)step, days};
    Rational part = not_known;
    if (memo_ask(b->memo, &key, &part) == MEMO_NEW) {
        share_out(b, account, account->adjusts.items[step].bound, days);
        (void)memo_ask(b->memo, &key, &part);
    }
    return part;
}

static bool cap_is_lost(const Books *b, const Account *account, const Bound *bound, Day day, Tri *lost)
{
    Scene scene = {.day = day,
                   .grantor = account->base.ledger->royalty->payee,
                   .grantee = account->base.ledger->royalty->payer,
                   .asker = account->base.ledger->royalty->payer};
    *lost = bound->unless_ ? condition_holds(plan_of(b)->st, bound->unless_, &scene, &b->pricing->trace) : NO;
    return *lost == YES;
}

static Rational capped(const Books *b, const Account *account, Size step, Days days, Rational before)
{
    const Adjust *adjust = &account->adjusts.items[step];
    Tri           lost = NO;
    if (before.ok && rational_order(before, nothing()) <= 0)
        return before; /* no cap is below nothing, so it need not be known */
    if (cap_is_lost(b, account, adjust->bound, days.through, &lost))
        return before;
    Rational least = adjust->kind == ADJUST_SHARED_CAP
                         ? shared_part(b, account, step, days)
                         : smaller(before, bound_value(b, account, adjust->bound, days.through));
    return lost == UNKNOWN && !(least.ok && rational_order(least, before) == 0) ? not_known : least;
}

/* Whether the royalty was owed on any day of a period: no minimum is due for one that lies before or behind
 * it. */
static bool runs_in(const Books *b, const Account *account, Days period)
{
    const Standing       *st = plan_of(b)->st;
    const RoyaltyVersion *v = royalty_on(account->base.ledger->royalty, period.through);
    Scene                 scene = {.day = period.through, .grantor = -1, .grantee = -1, .asker = -1};
    Day                   end = DAY_MAX;
    bool                  began = st->effective_known != YES || st->effective <= period.through;
    Day begins = st->effective_known == YES && st->effective > period.from ? st->effective : period.from;
    if (v && v->text->lasts && !v->text->lasts_after && day_named(st, v->text->lasts, &scene, &end) != YES)
        end = DAY_MAX;
    return v && began && begins <= end;
}

/* ---- minimums ---- */

static Rational minimum_left(const Books *b, const Account *account, Size step, Days period);

/* What earlier minimums added, as far as it was not set off. */
static Rational minimum_carried(const Books *b, const Account *account, Size step, Day from)
{
    const Adjust *adjust = &account->adjusts.items[step];
    Days          before = {from, from};
    bool          earlier = adjust->bound->carry == CARRY_FORWARD && from > plan_of(b)->span.from &&
                   from > adjust->days.from && bound_period(b, adjust->bound, from - 1, &before) &&
                   before.through < from;
    return earlier ? minimum_left(b, account, step, before) : nothing();
}

static Rational minimum_worked_out(const Books *b, const Account *account, Size step, Days period)
{
    const Adjust *adjust = &account->adjusts.items[step];
    Rational      left = minimum_carried(b, account, step, period.from);
    if (!days_has(adjust->days, period.through))
        return left;
    Rational due = due_between(b, account, step, period);
    Rational over = rational_less(due, bound_value(b, account, adjust->bound, period.through));
    if (!over.ok || !left.ok)
        return not_known;
    if (rational_order(over, nothing()) >= 0)
        return rational_less(left, smaller(left, over));
    return runs_in(b, account, period) ? rational_less(left, over) : left;
}

static Rational minimum_left(const Books *b, const Account *account, Size step, Days period)
{
    MemoKey  key = {account, MEMO_MINIMUM_LEFT, (int)step, period};
    Rational left = not_known;
    if (memo_ask(b->memo, &key, &left) == MEMO_NEW)
        left = memo_put(b->memo, &key, minimum_worked_out(b, account, step, period));
    return left;
}

/* What lies above the minimum pays back what earlier ones added; the last day brings up what lies below. */
static Rational at_least(const Books *b, const Account *account, Size step, Days period, Day day,
                         Rational before)
{
    const Adjust *adjust = &account->adjusts.items[step];
    bool          carries = adjust->bound->carry == CARRY_FORWARD;
    bool          last = day >= period.through && runs_in(b, account, period);
    if (!last && !carries)
        return before;
    Rational value = bound_value(b, account, adjust->bound, day);
    Rational carried = carries ? minimum_carried(b, account, step, period.from) : nothing();
    if (!value.ok || !before.ok || !carried.ok)
        return not_known;
    if (rational_order(before, value) <= 0)
        return last ? value : before;
    return rational_less(before, smaller(carried, rational_less(before, value)));
}

/* Due for [period.from, day] after step `step`, given what was due before it; on a day on which the text does
 * not say it, just that. */
static Rational stepped(const Books *b, const Account *account, Size step, Days period, Day day)
{
    const Adjust *adjust = &account->adjusts.items[step];
    Rational      before = due_between(b, account, step, (Days){period.from, day});
    if (!days_has(adjust->days, day))
        return before;
    switch (adjust->kind) {
    case ADJUST_MINIMUM: return at_least(b, account, step, period, day, before);
    case ADJUST_CAP:
    case ADJUST_SHARED_CAP: return capped(b, account, step, (Days){period.from, day}, before);
    case ADJUST_CREDIT:
        return rational_less(before, credit_share(b, account, step, (Days){period.from, day}));
    case ADJUST_ADVANCE: return rational_less(before, recouped(b, account, step, (Days){period.from, day}));
    }
    return before;
}

static Each adjust_each(const Adjust *adjust, Day day)
{
    if (adjust->kind == ADJUST_CREDIT)
        return credit_each(credit_on(adjust->credit, day));
    if (adjust->payment && ((const Payment *)adjust->payment->data)->credited_each.kind != EACH_UNSAID)
        return ((const Payment *)adjust->payment->data)->credited_each;
    return adjust->bound ? adjust->bound->each : (Each){.kind = EACH_TERM};
}

static Rational due_worked_out(const Books *b, const Account *account, Size steps, Days days)
{
    if (!steps)
        return earned_between(b, account, days);
    const Adjust *adjust = &account->adjusts.items[steps - 1];
    Rational      sum = nothing();
    Days          period = days;
    Day           day = days.from;
    while (day <= days.through) {
        Each each = adjust_each(adjust, day);
        if (!each_period(plan_of(b)->st, &each, day, &period))
            return no_period(b, account, day);
        Day end = period.through < days.through ? period.through : days.through;
        if (!days_has(adjust->days, day)) {
            if (day < adjust->days.from && end >= adjust->days.from)
                end = adjust->days.from - 1;
            sum = rational_add(sum, due_between(b, account, steps - 1, (Days){day, end}));
        } else {
            end = end < adjust->days.through ? end : adjust->days.through;
            sum = rational_add(sum, stepped(b, account, steps - 1, period, end));
            if (day > period.from)
                sum = rational_less(sum, stepped(b, account, steps - 1, period, day - 1));
        }
        day = end + 1;
    }
    return sum;
}

Rational due_between(const Books *b, const Account *account, Size steps, Days days)
{
    const Standing *st = plan_of(b)->st;
    if (st->effective_known == YES && days.from < st->effective)
        days.from = st->effective; /* nothing is owed before the agreement begins */
    if (days.from > days.through)
        return nothing();
    MemoKey  key = {account, MEMO_DUE, (int)steps, days};
    Rational known = nothing();
    switch (memo_ask(b->memo, &key, &known)) {
    case MEMO_DONE: return known;
    case MEMO_NEW: return memo_put(b->memo, &key, due_worked_out(b, account, steps, days));
    case MEMO_BUSY: break;
    }
    trace_missing(&b->pricing->trace,
                  str_format(b->pricing->arena, "`%.*s` is bounded by an amount that rests on itself",
                             STR_ARG(terms_text(st->terms, account->base.ledger->royalty->name))));
    return not_known;
}

/* ---- the steps of a royalty, in the order of its text ---- */

static int adjust_order(const void *a, const void *b)
{
    const Adjust *x = a, *y = b;
    int           x_behind = x->payment ? 2 : x->kind == ADJUST_SHARED_CAP;
    int           y_behind = y->payment ? 2 : y->kind == ADJUST_SHARED_CAP;
    if (x_behind != y_behind)
        return x_behind - y_behind;
    return (x->span.from > y->span.from) - (x->span.from < y->span.from);
}

/* An advance of one day is one advance, whichever text repeats it. */
static bool is_again(const Adjust *old, const Adjust *adjust)
{
    if (adjust->credit)
        return old->credit == adjust->credit;
    if (adjust->payment)
        return old->payment == adjust->payment;
    return old->kind == adjust->kind &&
           (adjust->advance ? old->since == adjust->since : old->span.from == adjust->span.from);
}

/* What two versions of a text have in common is one step: an amendment of one row leaves the others. */
static void take(Books *b, Account *account, Adjust adjust)
{
    for (Size i = 0; i < account->adjusts.count; i++) {
        Adjust *old = &account->adjusts.items[i];
        if (is_again(old, &adjust) && old->days.through + 1 == adjust.days.from) {
            if (adjust.advance)
                old->advance = adjust.advance;
            old->days.through = adjust.days.through;
            old->span = adjust.span;
            return;
        }
    }
    *PUSH(b->pricing->arena, &account->adjusts) = adjust;
}

static void take_shared(Books *b, Account *account, const RoyaltyVersion *v)
{
    for (Size k = 0; k < v->text->caps.count; k++) {
        const Bound *bound = &v->text->caps.items[k];
        if (bound->over && names(bound->over, account->base.ledger->royalty->name))
            take(b, account,
                 (Adjust){.kind = ADJUST_SHARED_CAP, .bound = bound, .days = v->days, .span = bound->span});
    }
}

static void take_credit(Books *b, Account *account, const RoyaltyVersion *v, const Node *name)
{
    const Clause *credit = terms_clause(plan_of(b)->st->terms, name->word);
    if (credit && clause_is(credit, REF(CREDIT)))
        take(b, account,
             (Adjust){.kind = ADJUST_CREDIT, .credit = credit, .days = v->days, .span = name->span});
}

static void take_advance(Books *b, Account *account, const RoyaltyVersion *v, const Advance *advance)
{
    Scene scene = {.day = plan_of(b)->span.through, .grantor = -1, .grantee = -1, .asker = -1};
    Day   since = DAY_MAX;
    if (day_named(plan_of(b)->st, advance->on, &scene, &since) != YES)
        return; /* the event that it waits for has not happened */
    take(b, account,
         (Adjust){.kind = ADJUST_ADVANCE,
                  .advance = advance,
                  .since = since,
                  .days = v->days,
                  .span = advance->span});
}

/* Payments whose clause says that they are credited against this royalty. */
static void take_payments(Books *b, Account *account)
{
    const Terms *terms = plan_of(b)->st->terms;
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause  *clause = terms->clauses.items[i];
        const Payment *text =
            clause_is(clause, REF(PAYMENT)) && !clause->poisoned && !clause->optional ? clause->data : NULL;
        if (text && text->credited && names(text->credited, account->base.ledger->royalty->name))
            take(b, account,
                 (Adjust){.kind = ADJUST_ADVANCE,
                          .payment = clause,
                          .since = DAY_MIN,
                          .days = clause->in_force,
                          .span = text->credited->span});
    }
}

static void take_own(Books *b, Account *account, const RoyaltyVersion *v)
{
    for (Size i = 0; i < v->text->caps.count; i++) {
        const Bound *bound = &v->text->caps.items[i];
        if (!bound->over)
            take(b, account,
                 (Adjust){.kind = ADJUST_CAP, .bound = bound, .days = v->days, .span = bound->span});
    }
    for (Size i = 0; i < v->text->minimums.count; i++) {
        const Bound *bound = &v->text->minimums.items[i];
        take(b, account,
             (Adjust){.kind = ADJUST_MINIMUM, .bound = bound, .days = v->days, .span = bound->span});
    }
    for (Size i = 0; i < v->text->advances.count; i++)
        take_advance(b, account, v, &v->text->advances.items[i]);
    for (Size i = 0; i < v->text->credits.count; i++) {
        const Node *list = v->text->credits.items[i];
        for (const Node *item = list->kind == N_LIST ? list->a : NULL; item; item = item->next)
            take_credit(b, account, v, item->a);
    }
}

static void take_adjusts(Books *b, Account *account)
{
    const PlanRoyalty *royalty = account->base.ledger->royalty;
    for (Size i = 0; i < royalty->versions.count; i++)
        take_own(b, account, &royalty->versions.items[i]);
    for (Size i = 0; i < plan_of(b)->royalties.count; i++) {
        const PlanRoyalty *other = plan_of(b)->royalties.items[i];
        for (Size k = 0; k < other->versions.count; k++)
            take_shared(b, account, &other->versions.items[k]);
    }
    take_payments(b, account);
    if (account->adjusts.count)
        qsort(account->adjusts.items, (size_t)account->adjusts.count, sizeof(Adjust), adjust_order);
}

static bool shares_counter(const Base *base)
{
    for (Size i = 0; i < base->ledger->royalty->versions.count; i++)
        if (base->ledger->royalty->versions.items[i].text->counted_with)
            return true;
    return false;
}

static void take_pools(Books *b)
{
    for (Size i = 0; i < b->ledgers->ledgers.count; i++)
        for (Size k = 0; k < b->ledgers->ledgers.count && shares_counter(&b->accounts[i].base); k++)
            *PUSH(b->pricing->arena, &b->accounts[i].base.pool) = &b->accounts[k].base;
}

Books *books_new(Pricing *pricing, Ledgers *ledgers)
{
    Books *b = NEW(pricing->arena, Books, 1);
    *b = (Books){.pricing = pricing, .ledgers = ledgers, .memo = memo_new(pricing->arena)};
    b->accounts = NEW(pricing->arena, Account, ledgers->ledgers.count + 1);
    for (Size i = 0; i < ledgers->ledgers.count; i++) {
        b->accounts[i].base = base_of(pricing, &ledgers->ledgers.items[i]);
        take_adjusts(b, &b->accounts[i]);
    }
    take_pools(b);
    return b;
}
