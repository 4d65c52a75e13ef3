/* finish.c - the parts of a statement that royalties make, step by step.
 *
 * What is printed is what was computed: each step shows the difference that it made to the amount since the
 * counter began; what earlier periods came to is taken off; the rest, rounded where the header says, is due.
 */
#include "money/finish.h"

#include "money/forecast.h"
#include "money/period.h"
#include "money/recoup.h"

typedef struct {
    Statement     *out;
    Books         *books;
    const Account *account;
    StatementPart *part;
    Arena         *arena;
    const Royalty *payees; /* the text that splits the amount, or NULL; for which of them */
    Size           payee;
} Finish;

static const Plan *plan_of(const Finish *f) { return f->books->pricing->plan; }

static Str source_of(const Finish *f, const Node *node)
{
    return node ? str_trim(sources_slice(plan_of(f)->st->terms->doc->sources, node->span)) : S("");
}

/* ---- figures ---- */

static void add_grouped(Text *text, Str digits)
{
    Size dot = str_find(digits, '.'), whole = dot < 0 ? digits.len : dot;
    Size start = digits.len && digits.at[0] == '-', first = (whole - start) % 3;
    Size at = start + (first ? first : 3) < whole ? start + (first ? first : 3) : whole;
    text_add(text, str_slice(digits, 0, at));
    for (; at < whole; at += 3) {
        text_char(text, ',');
        text_add(text, str_slice(digits, at, at + 3));
    }
    text_add(text, str_slice(digits, whole, digits.len));
}

Str quantity_text(Arena *arena, Rational quantity, Str unit)
{
    Str     digits = S("?");
    int64_t rounded = 0;
    if (quantity.ok) {
        digits = rational_text(arena, quantity);
        if (str_find(digits, '/') >= 0 || str_find(digits, ' ') >= 0)
            digits = rational_round(quantity, 6, ROUND_DOWN, &rounded)
                         ? str_format(arena, "%.*s…", STR_ARG(decimal_text(arena, rounded, 6)))
                         : S("?");
    }
    Text text = text_new(arena);
    add_grouped(&text, digits);
    if (unit.len)
        text_char(&text, ' ');
    text_add(&text, unit);
    return text_str(&text);
}

/* ---- rounding ---- */

/* The days within which amounts are rounded as one: those of the header, or a payment. */
static bool round_span(const Books *b, const Account *account, Day day, Days *out)
{
    const Agreement *header = terms_header(b->pricing->plan->st->terms);
    const Royalty *settle = settlement_of(b->pricing->plan, royalty_near(account->base.ledger->royalty, day));
    Each           each = {.kind = EACH_YEAR};
    if (!header || !header->rounding)
        return false;
    bool by_payment = header->rounding_point == ROUND_AT_PAYMENT || header->rounding_point == ROUND_AT_LINE;
    if (header->rounding_point == ROUND_AT_CONTRACT_YEAR)
        each.kind = EACH_CONTRACT_YEAR;
    if (by_payment)
        each = settle->pay.each;
    if (by_payment && !settle->pay.said)
        return false;
    return each_period(b->pricing->plan->st, &each, day, out);
}

/* Lines do not say of which group of another kind they are; a total that is given is of one. */
static Word not_told_apart(const Account *account, const RoyaltyVersion *v)
{
    Word kind = version_apart_otherwise(v);
    for (Size i = 0; i < account->base.ledger->rows.count; i++)
        if (account->base.ledger->rows.items[i].values)
            return kind;
    return 0;
}

static bool is_computed(const Books *b, const Account *account, Days days)
{
    const PlanRoyalty *royalty = account->base.ledger->royalty;
    for (Size i = 0; i < royalty->versions.count; i++) {
        const RoyaltyVersion *v = &royalty->versions.items[i];
        Word                  kind = not_told_apart(account, v);
        if (!kind || v->days.from > days.through || v->days.through < days.from)
            continue;
        trace_missing(&b->pricing->trace,
                      str_format(b->pricing->arena, "of which `%.*s` the lines of `%.*s` are",
                                 STR_ARG(terms_text(b->pricing->plan->st->terms, kind)),
                                 STR_ARG(terms_text(b->pricing->plan->st->terms, royalty->name))));
        return false;
    }
    return true;
}

bool due_rounded(const Books *b, const Account *account, Size steps, Days days, int64_t *out)
{
    const Standing *st = b->pricing->plan->st;
    int64_t         sum = 0, now = 0, before = 0;
    Days            span = days;
    if (!is_computed(b, account, days))
        return false;
    if (st->effective_known == YES && days.from < st->effective)
        days.from = st->effective;
    for (Day day = days.from; day <= days.through; day = span.through + 1) {
        before = 0;
        if (!round_span(b, account, day, &span))
            span = days;
        Day end = span.through < days.through ? span.through : days.through;
        if (!amount_rounded(b->pricing, account->base.currency,
                            due_between(b, account, steps, (Days){span.from, end}), &now))
            return false;
        if (day > span.from &&
            !amount_rounded(b->pricing, account->base.currency,
                            due_between(b, account, steps, (Days){span.from, day - 1}), &before))
            return false;
        if (__builtin_add_overflow(sum, now, &sum) || __builtin_sub_overflow(sum, before, &sum))
            return false;
    }
    *out = sum;
    return true;
}

/* ---- steps ---- */

static Step *add(Finish *f, StepKind kind, Str label, Rational amount, Span at)
{
    Step *step = PUSH(f->arena, &f->part->steps);
    *step = (Step){.kind = kind, .label = label, .amount = amount, .unknown = !amount.ok, .at = at};
    return step;
}

static Str label_of(const Finish *f, Word label, Str text)
{
    return label ? str_format(f->arena, "(%.*s) %.*s", STR_ARG(terms_text(plan_of(f)->st->terms, label)),
                              STR_ARG(text))
                 : text;
}

static Str row_label(const Finish *f, const RateRow *row)
{
    Str text = S("");
    if (row->limit)
        text = str_format(f->arena, "%s %.*s", row->below ? "below" : "up to",
                          STR_ARG(source_of(f, row->limit)));
    else if (row->until)
        text = str_format(f->arena, "until %.*s", STR_ARG(source_of(f, row->until)));
    else if (row->condition)
        text = str_format(f->arena, "if %.*s", STR_ARG(source_of(f, row->condition)));
    else if (f->account->base.ledger->royalty->versions.items[0].text->bands.count)
        text = S("above that");
    return label_of(f, row->label, text);
}

static Str rate_text(const Finish *f, const Band *band)
{
    Str text = band->rate ? source_of(f, band->rate) : source_of(f, band->row->rate);
    if (!band->cut.ok)
        return str_format(f->arena, "%.*s less an unknown discount", STR_ARG(text));
    if (rational_order(band->cut, rational_whole(1)) == 0)
        return text;
    Rational off = rational_times(rational_less(rational_whole(1), band->cut), rational_whole(100));
    return str_format(f->arena, "%.*s less %.*s%%", STR_ARG(text), STR_ARG(rational_text(f->arena, off)));
}

static const RoyaltyVersion *version_of(const Finish *f, Day day)
{
    const RoyaltyVersion *v = royalty_on(f->account->base.ledger->royalty, day);
    return v ? v : &f->account->base.ledger->royalty->versions.items[0];
}

/* What was counted in the days of the part, and since when: of one counter, there may be several. */
static void add_base(Finish *f, const Earned *to_date, Days whole)
{
    const Base *base = &f->account->base;
    Days        days = days_meet(f->part->period, whole);
    Rational    now = rational_whole(0);
    int64_t     lines = 0;
    for (Size i = 0; i < plan_of(f)->cuts.count; i++)
        if (days_has(days, plan_of(f)->cuts.items[i])) {
            now = rational_add(now, base->quantity[i]);
            lines += base->lines[i];
        }
    const Node *on = version_of(f, days.from)->base;
    Step       *step =
        add(f, STEP_BASE, source_of(f, on), now, on && on->span.to ? on->span : f->part->clause->name_span);
    step->quantity = quantity_text(f->arena, now, base->unit);
    step->lines = lines;
    if (days.from > f->part->period.from || days.through < f->part->period.through)
        step->label =
            str_format(f->arena, "%.*s in %.*s", STR_ARG(step->label), STR_ARG(days_text(f->arena, days)));
    if (f->part->period.from > whole.from)
        step->note = str_format(f->arena, "%.*s since %.*s",
                                STR_ARG(quantity_text(f->arena, to_date->quantity, base->unit)),
                                STR_ARG(day_text(f->arena, whole.from)));
}

static void add_foreign(Finish *f, Days days)
{
    const Base *base = &f->account->base;
    for (Size i = 0; i < base->foreign.count; i++) {
        const Foreign *one = &base->foreign.items[i];
        if (!days_has(days, plan_of(f)->cuts.items[one->interval]))
            continue;
        Step *step = add(f, STEP_CONVERT,
                         str_format(f->arena, "%.*s of %.*s", STR_ARG(currency_code(one->currency)),
                                    STR_ARG(day_text(f->arena, plan_of(f)->cuts.items[one->interval]))),
                         one->rate.rate, f->part->clause->name_span);
        step->rate =
            one->rate.rate.ok
                ? str_format(f->arena, "%.*s %.*s",
                             STR_ARG(quantity_text(f->arena, one->rate.rate, currency_code(base->currency))),
                             STR_ARG(S("per unit")))
                : S("");
        step->note = one->rate.note;
    }
}

static void add_bands(Finish *f, const Earned *earned)
{
    for (Size i = 0; i < earned->bands.count; i++) {
        const Band *band = &earned->bands.items[i];
        bool        banded = band->row->limit || band->row->label || earned->bands.count > 1;
        Step       *step = add(f, banded ? STEP_BAND : STEP_RATE, row_label(f, band->row), band->amount,
                         band->row->span.to ? band->row->span : f->part->clause->name_span);
        step->quantity = quantity_text(f->arena, band->quantity, f->account->base.unit);
        step->rate = rate_text(f, band);
    }
}

static StepKind adjust_step(AdjustKind kind)
{
    switch (kind) {
    case ADJUST_MINIMUM: return STEP_MINIMUM;
    case ADJUST_CREDIT: return STEP_CREDIT;
    case ADJUST_ADVANCE: return STEP_ADVANCE;
    case ADJUST_CAP:
    case ADJUST_SHARED_CAP: break;
    }
    return STEP_CAP;
}

/* "advance of 2026-01-01, 40,000.00 USD left". */
static Str recoup_label(const Finish *f, const Adjust *adjust, Day day)
{
    Each     each = {.kind = EACH_TERM};
    Days     period = {day, day};
    Rational left = {.den = 1};
    if (adjust->payment && ((const Payment *)adjust->payment->data)->credited_each.kind != EACH_UNSAID)
        each = ((const Payment *)adjust->payment->data)->credited_each;
    if (each_period(plan_of(f)->st, &each, day, &period))
        left = recoup_left(f->books, adjust, (Days){period.from, day});
    Str what = adjust->payment
                   ? terms_text(plan_of(f)->st->terms, adjust->payment->name)
                   : str_format(f->arena, "advance of %.*s", STR_ARG(day_text(f->arena, adjust->since)));
    return str_format(f->arena, "%.*s recouped, %.*s left", STR_ARG(what),
                      STR_ARG(quantity_text(f->arena, left, currency_code(f->account->base.currency))));
}

static Str adjust_label(const Finish *f, const Adjust *adjust, Day day)
{
    const Terms *terms = plan_of(f)->st->terms;
    if (adjust->kind == ADJUST_ADVANCE)
        return recoup_label(f, adjust, day);
    if (adjust->credit)
        return str_format(f->arena, "credit %.*s", STR_ARG(terms_text(terms, adjust->credit->name)));
    Rational value = bound_value(f->books, f->account, adjust->bound, day);
    Days     period = {day, day};
    Str      when = bound_period(f->books, adjust->bound, day, &period) ? days_text(f->arena, period) : S("");
    Str      what = adjust->kind == ADJUST_MINIMUM      ? S("minimum")
                    : adjust->kind == ADJUST_SHARED_CAP ? S("cap shared with others,")
                                                        : S("cap");
    return str_format(f->arena, "%.*s of %.*s: %.*s", STR_ARG(what), STR_ARG(when),
                      STR_ARG(quantity_text(f->arena, value, currency_code(f->account->base.currency))));
}

/* What each step changes in the amount since the counter began; those that change nothing are left out. */
static Rational add_adjusts(Finish *f, Days to_date)
{
    Rational before = due_between(f->books, f->account, 0, to_date);
    bool     any = false;
    for (Size i = 0; i < f->account->adjusts.count; i++) {
        const Adjust *adjust = &f->account->adjusts.items[i];
        Rational      after = due_between(f->books, f->account, i + 1, to_date);
        Rational      change = rational_less(after, before);
        if (!rational_is_zero(change)) {
            if (!any)
                (void)add(f, STEP_EARNED, S("earned"), before, f->part->clause->name_span);
            any = true;
            bool set_off = adjust->kind == ADJUST_MINIMUM && change.ok && change.num < 0;
            (void)add(f, set_off ? STEP_CREDIT : adjust_step(adjust->kind),
                      set_off ? S("set off against what earlier minimums added")
                              : adjust_label(f, adjust, to_date.through),
                      change, adjust->span);
        }
        before = after;
    }
    return before;
}

/* What earlier periods come to now, into the first payment of the royalty and group. */
static void add_true_ups(Finish *f, bool *known)
{
    for (Size i = 0; i < f->books->true_ups.count; i++) {
        TrueUp *t = &f->books->true_ups.items[i];
        if (t->stated || t->clause->name != f->part->clause->name || t->currency != f->part->currency ||
            t->payee != f->part->payee || !str_equal(t->group, f->part->group))
            continue;
        t->stated = true;
        Rational amount = t->unknown ? (Rational){.den = 1} : minor_amount(t->due, t->currency);
        Step    *step = add(f, STEP_TRUE_UP,
                            str_format(f->arena, "restated %.*s: %.*s", STR_ARG(days_text(f->arena, t->period)),
                                       STR_ARG(t->cause)),
                            amount, t->at);
        step->note = t->note;
        step->lines = t->more;
        *known &= !t->unknown;
        if (*known)
            *known = !__builtin_add_overflow(f->part->due, t->due, &f->part->due);
        *PUSH(f->arena, &f->part->true_ups) = *t;
    }
}

/* A payee's share of a rounded amount, so that the shares add up to it: what is left over by cutting goes one
 * by one to those of whom most was cut, and among equals to the first in the text. */
static int64_t share_of(const Royalty *text, int64_t amount, Size at)
{
    Int128   size = amount < 0 ? -(Int128)amount : amount, left = size, mine = 0;
    Rational my_rest = rational_whole(0);
    Size     before = 0;
    for (Size round = 0; round < 2; round++)
        for (Size i = 0; i < text->split.count; i++) {
            const Node *share = text->split.items[i].share;
            Rational    exact =
                rational_times(rational_whole(size), rational_of(share->value, share->scale + 2));
            Int128   whole = exact.num / exact.den;
            Rational rest = rational_less(exact, rational_whole(whole));
            left -= round ? 0 : whole;
            if (i == at && !round) {
                mine = whole;
                my_rest = rest;
            } else if (i != at && round) {
                int order = rational_order(rest, my_rest);
                before += order > 0 || (order == 0 && i < at);
            }
        }
    mine += before < left;
    return (int64_t)(amount < 0 ? -mine : mine);
}

/* Of several payees each has a part of its own: behind the whole amount stands what others get of it. */
static void add_split(Finish *f, const Royalty *text, Size at)
{
    StatementPart *part = f->part;
    const Share   *share = &text->split.items[at];
    int64_t        mine = part->unknown ? 0 : share_of(text, part->due, at);
    Step          *step = add(f, STEP_SPLIT, S("less the shares of others"),
                     part->unknown ? (Rational){.den = 1} : minor_amount(mine - part->due, part->currency),
                              share->span);
    step->note = str_format(f->arena, "%.*s of %.*s", STR_ARG(source_of(f, share->share)),
                            STR_ARG(quantity_text(f->arena, minor_amount(part->due, part->currency),
                                                  currency_code(part->currency))));
    part->due = mine;
}

static void add_due(Finish *f, Days to_date, Rational total)
{
    Size           steps = f->account->adjusts.count;
    StatementPart *part = f->part;
    int64_t        prior = 0;
    bool           known = due_rounded(f->books, f->account, steps, part->period, &part->due);
    if (to_date.from < part->period.from) {
        Days earlier = {to_date.from, part->period.from - 1};
        bool prior_known = due_rounded(f->books, f->account, steps, earlier, &prior);
        (void)add(f, STEP_TO_DATE,
                  str_format(f->arena, "since %.*s", STR_ARG(day_text(f->arena, to_date.from))), total,
                  part->clause->name_span);
        Rational less = prior_known ? minor_amount(-prior, part->currency) : (Rational){.den = 1};
        (void)add(f, STEP_PRIOR,
                  str_format(f->arena, "less due through %.*s", STR_ARG(day_text(f->arena, earlier.through))),
                  less, part->clause->name_span);
    }
    part->unknown = !known;
    if (f->payees)
        add_split(f, f->payees, f->payee);
    add_true_ups(f, &known);
    part->unknown = !known;
    (void)add(f, STEP_DUE, str_format(f->arena, "due for %.*s", STR_ARG(days_text(f->arena, part->period))),
              known ? minor_amount(part->due, part->currency) : (Rational){.den = 1},
              part->clause->name_span);
}

/* ---- due days ---- */

static void set_due_day(Finish *f)
{
    const Royalty *settle =
        settlement_of(plan_of(f), royalty_near(f->account->base.ledger->royalty, f->part->period.from));
    f->part->due_on = DAY_MAX;
    if (!settle->pay.said || !settle->pay.within)
        return;
    Day end = f->part->period.through, plain = end;
    if (day_due(plan_of(f)->st, end, settle->pay.within, &f->part->due_on) != YES) {
        f->part->due_on = DAY_MAX;
        f->part->due_rule = S("the header's calendars do not cover the due day");
        return;
    }
    if (settle->pay.within->op == UNIT_DAYS)
        plain = end + (Day)settle->pay.within->value;
    f->part->due_at = settle->pay.span;
    f->part->due_rule = str_format(
        f->arena, "%.*s after %.*s%s", STR_ARG(source_of(f, settle->pay.within)),
        STR_ARG(day_text(f->arena, end)),
        settle->pay.within->op == UNIT_DAYS && plain != f->part->due_on ? ", moved to a business day" : "");
}

/* ---- where caps bind ---- */

static void set_cap_note(Finish *f, Days to_date)
{
    for (Size i = 0; i < f->account->adjusts.count; i++) {
        const Adjust *adjust = &f->account->adjusts.items[i];
        if (adjust->kind != ADJUST_CAP && adjust->kind != ADJUST_SHARED_CAP)
            continue;
        for (Size k = 0; k < plan_of(f)->cuts.count; k++) {
            Day begins = plan_of(f)->cuts.items[k];
            Day ends =
                k + 1 < plan_of(f)->cuts.count ? plan_of(f)->cuts.items[k + 1] - 1 : plan_of(f)->span.through;
            bool month =
                civil_of(ends + 1).day == 1 || ends >= to_date.through; /* days within one are not told */
            if (begins < to_date.from || begins > to_date.through || !month)
                continue;
            Days     days = {to_date.from, ends < to_date.through ? ends : to_date.through};
            Rational before = due_between(f->books, f->account, i, days);
            Rational after = due_between(f->books, f->account, i + 1, days);
            if (before.ok && after.ok && rational_order(after, before) < 0) {
                Civil first = civil_of(days.through);
                first.day = 1;
                begins = day_of(first) > to_date.from ? day_of(first) : to_date.from;
                f->part->cap_note = str_format(f->arena, "the cap binds since %.*s",
                                               STR_ARG(days_text(f->arena, (Days){begins, ends})));
                return;
            }
        }
    }
}

/* ---- parts ---- */

/* The counters that the days of a part lie in, each with its base and bands; since when all of them count. */
static Day add_counters(Finish *f)
{
    Days period = f->part->period, counter = period;
    Day  since = period.from;
    for (Day day = period.from; day <= period.through; day = counter.through + 1) {
        if (!account_counter(f->books, f->account, day, &counter))
            counter = (Days){day, period.through};
        Days whole = {counter.from > plan_of(f)->span.from ? counter.from : plan_of(f)->span.from,
                      counter.through};
        Day through = counter.through < period.through ? counter.through : period.through;
        if (day == period.from)
            since = whole.from;
        Earned earned = earned_through(f->books->pricing, &f->account->base, whole, through);
        add_base(f, &earned, whole);
        add_foreign(f, days_meet(period, whole));
        add_bands(f, &earned);
        f->part->counter = counter;
    }
    return since;
}

static int payee_of(const Finish *f)
{
    const Node *payee = f->payees ? f->payees->split.items[f->payee].payee : NULL;
    return payee ? standing_subject(plan_of(f)->st, payee->word) : f->account->base.ledger->royalty->payee;
}

static void add_part(Finish *f, Days period)
{
    const Ledger *ledger = f->account->base.ledger;
    f->part = PUSH(f->out->plan->arena, &f->out->parts);
    *f->part = (StatementPart){.clause = ledger->royalty->clause,
                               .counted = ledger->royalty,
                               .payer = ledger->royalty->payer,
                               .payee = payee_of(f),
                               .group = ledger->group,
                               .period = period,
                               .currency = f->account->base.currency};
    Days     to_date = {add_counters(f), period.through};
    Rational total = add_adjusts(f, to_date);
    add_due(f, to_date, total);
    set_due_day(f);
    set_cap_note(f, to_date);
    f->out->unknown |= f->part->unknown;
}

/* One part, or one for each payee. */
static void add_parts(Finish *f, Days period)
{
    const Royalty *text = royalty_near(f->account->base.ledger->royalty, period.through)->text;
    f->payees = text->split.count ? text : NULL;
    for (f->payee = 0; f->payee < (f->payees ? text->split.count : 1); f->payee++)
        add_part(f, period);
}

/* Whether the text speaks of the royalty on any of these days. */
static bool is_said_in(const PlanRoyalty *royalty, Days days)
{
    for (Size i = 0; i < royalty->versions.count; i++) {
        Days said = royalty->versions.items[i].days;
        if (said.from <= days.through && said.through >= days.from)
            return true;
    }
    return false;
}

/* One part for each period of payment that ends within the period asked for; one that ends later is not due
 * yet. */
static void add_account(Finish *f)
{
    const PlanRoyalty *royalty = f->account->base.ledger->royalty;
    const Standing    *st = plan_of(f)->st;
    Days               asked = f->out->period, pay = asked;
    if (st->effective_known == YES && st->effective > asked.from)
        asked.from = st->effective;
    for (Day day = asked.from; day <= asked.through; day = pay.through + 1) {
        const Royalty *settle = settlement_of(plan_of(f), royalty_near(royalty, day));
        if (!settle->pay.said || !each_period(st, &settle->pay.each, day, &pay))
            pay = (Days){day, asked.through};
        if (pay.through <= asked.through && is_said_in(royalty, pay))
            add_parts(f, pay);
    }
}

/* Of a group, a payment or a royalty that has no part any more in the period. */
static void add_restated(Statement *s, Books *books)
{
    for (Size i = 0; i < books->true_ups.count; i++) {
        TrueUp *t = &books->true_ups.items[i];
        if (t->stated)
            continue;
        Finish f = {.out = s, .books = books, .arena = books->pricing->arena};
        bool   known = true;
        f.part = PUSH(f.arena, &s->parts);
        *f.part = (StatementPart){.clause = t->clause,
                                  .payer = t->payer,
                                  .payee = t->payee,
                                  .group = t->group,
                                  .period = s->period,
                                  .counter = s->period,
                                  .currency = t->currency,
                                  .due_on = DAY_MAX};
        add_true_ups(&f, &known);
        f.part->unknown = !known;
        (void)add(&f, STEP_DUE, str_format(f.arena, "due for %.*s", STR_ARG(days_text(f.arena, s->period))),
                  known ? minor_amount(f.part->due, t->currency) : (Rational){.den = 1}, t->at);
        s->unknown |= f.part->unknown;
    }
}

static void add_royalties(Statement *s, Books *books)
{
    for (Size i = 0; i < books->ledgers->ledgers.count; i++) {
        const Account     *account = &books->accounts[i];
        const PlanRoyalty *royalty = account->base.ledger->royalty;
        if (!royalty_is_priced(royalty))
            continue;
        Finish f = {.out = s, .books = books, .account = account, .arena = books->pricing->arena};
        add_account(&f);
    }
}

/* A total that counts for nothing is told: it was meant for something. */
static void note_idle(const Ledgers *ledgers, Statement *s)
{
    const Sources *sources = ledgers->plan->st->terms->doc->sources;
    for (Size i = 0; i < ledgers->idle.count; i++) {
        const Fact *fact = ledgers->idle.items[i];
        if (fact->days.from <= s->period.through && fact->days.through >= s->period.from)
            *PUSH(ledgers->arena, &s->notes) =
                str_format(ledgers->arena, "`%.*s` counts for no royalty",
                           STR_ARG(str_trim(sources_slice(sources, fact->span))));
    }
}

Statement *statement_new(Books *books, Days period, Day as_of)
{
    Pricing   *pricing = books->pricing;
    Arena     *arena = pricing->arena;
    Statement *s = NEW(arena, Statement, 1);
    *s = (Statement){
        .plan = pricing->plan, .period = period, .period_text = days_text(arena, period), .as_of = as_of};
    for (Size i = 0; i < books->true_ups.count; i++)
        books->true_ups.items[i].stated = false;
    add_royalties(s, books);
    statement_add_payments(s, pricing, 0);
    add_restated(s, books);
    statement_settle(s, pricing);
    statement_audit(s, pricing);
    statement_net(s, arena);
    for (Size i = 0; i < books->ledgers->outside.count; i++)
        *PUSH(arena, &s->outside) = books->ledgers->outside.items[i];
    note_idle(books->ledgers, s);
    for (Size i = 0; i < pricing->trace.missing.count; i++)
        *PUSH(arena, &s->missing) = pricing->trace.missing.items[i];
    statement_forecast(s, books);
    return s;
}
