/* recoup.c - what was paid before it was earned: advances, and payments that are credited.
 *
 * Both are the same: so much is there from a day on, and royalties take it off what is due for the days
 * since, in the order of the text, each no more than its share of that. What is left stays, until the period
 * ends that the text names, or for good. */
#include "money/recoup.h"

#include "money/finish.h"
#include "money/period.h"

static const Rational not_known = {.den = 1};

static const Plan *plan_of(const Books *b) { return b->pricing->plan; }

static Rational nothing(void) { return rational_whole(0); }

static Rational least(Rational a, Rational b)
{
    return !a.ok || !b.ok ? not_known : rational_order(a, b) <= 0 ? a : b;
}

static Rational not_below_zero(Rational a)
{
    return a.ok && rational_order(a, nothing()) < 0 ? nothing() : a;
}

/* What falls due under a payment clause in these days. */
static Rational instalments(const Books *b, const Account *account, const Clause *clause, Days days)
{
    Statement s = {.plan = plan_of(b), .period = days};
    Rational  sum = nothing();
    statement_add_payments(&s, b->pricing, clause->name);
    for (Size i = 0; i < s.parts.count; i++) {
        const StatementPart *part = &s.parts.items[i];
        bool                 good = !part->unknown && part->currency == account->base.currency;
        sum = rational_add(sum, good ? minor_amount(part->due, part->currency) : not_known);
    }
    return sum;
}

/* What is there to be taken in these days. */
static Rational prepaid(const Books *b, const Account *account, const Adjust *adjust, Days days)
{
    if (adjust->payment)
        return instalments(b, account, adjust->payment, days);
    if (days.through < adjust->since)
        return nothing();
    return amount_of(b, account, adjust->advance->amount, adjust->since);
}

static bool is_same(const Adjust *a, const Adjust *b)
{
    return a->kind == ADJUST_ADVANCE && b->kind == ADJUST_ADVANCE && a->payment == b->payment &&
           a->advance == b->advance;
}

/* The agreement or the royalty is over: what is left of an advance is owed back, if the text says so. */
static bool is_over(const Books *b, const Account *account, Day day)
{
    const Standing       *st = plan_of(b)->st;
    const RoyaltyVersion *v = royalty_near(account->base.ledger->royalty, day);
    Scene                 scene = {.day = day, .grantor = -1, .grantee = -1, .asker = -1};
    Day                   end = DAY_MAX;
    if (v->text->lasts && !v->text->lasts_after && day_named(st, v->text->lasts, &scene, &end) != YES)
        end = DAY_MAX;
    return day >= end || day >= st->ends;
}

static Rational share_of_due(const Books *b, const Account *account, Size step, Days days)
{
    const Adjust *adjust = &account->adjusts.items[step];
    const Node   *share = adjust->advance ? adjust->advance->share : NULL;
    if (days.from < adjust->since)
        days.from = adjust->since;
    Rational due = not_below_zero(due_between(b, account, step, days));
    return share ? rational_times(due, rational_of(share->value, share->scale + 2)) : due;
}

/* What is left of it on the last of these days; the share of each account is remembered on the way. */
static Rational shared_out(const Books *b, const Adjust *adjust, Days days)
{
    const Account *first = NULL;
    Size           first_step = 0;
    Rational       left = nothing(), firsts = nothing();
    for (Size i = 0; i < b->ledgers->ledgers.count; i++) {
        const Account *other = &b->accounts[i];
        for (Size k = 0; k < other->adjusts.count; k++) {
            if (!is_same(&other->adjusts.items[k], adjust))
                continue;
            if (!first)
                left = prepaid(b, other, adjust, days);
            MemoKey  key = {other, MEMO_SHARE, (int)k, days};
            Rational takes = least(left, share_of_due(b, other, k, days));
            left = rational_less(left, memo_put(b->memo, &key, takes));
            if (!first) {
                first = other;
                first_step = k;
                firsts = takes;
            }
        }
    }
    if (!first || !adjust->advance || !adjust->advance->repayable || !is_over(b, first, days.through))
        return left;
    MemoKey key = {first, MEMO_SHARE, (int)first_step, days};
    (void)memo_put(b->memo, &key, rational_add(firsts, left));
    return nothing();
}

Rational recoup_left(const Books *b, const Adjust *adjust, Days days)
{
    const void *of = adjust->payment ? (const void *)adjust->payment : (const void *)adjust->advance;
    MemoKey     key = {of, MEMO_CREDIT_LEFT, 0, days};
    Rational    left = not_known;
    if (memo_ask(b->memo, &key, &left) == MEMO_NEW)
        left = memo_put(b->memo, &key, shared_out(b, adjust, days));
    return left;
}

Rational recouped(const Books *b, const Account *account, Size step, Days days)
{
    MemoKey  key = {account, MEMO_SHARE, (int)step, days};
    Rational share = not_known;
    if (days.through < account->adjusts.items[step].since)
        return nothing();
    if (memo_ask(b->memo, &key, &share) == MEMO_NEW) {
        (void)recoup_left(b, &account->adjusts.items[step], days);
        (void)memo_ask(b->memo, &key, &share);
    }
    return share;
}
