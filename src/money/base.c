/* base.c - what a royalty is on: numbers of lines, in the royalty's currency, measured as the text says.
 *
 * Columns are summed first and measured then: a base is linear in its columns, and a limit on one of
 * them (`freight at most 5% of gross each calendar quarter`) is a limit on its sum over that period. What is
 * not linear was computed line by line already, in a slot of its own. */
#include "money/period.h"
#include "money/price.h"

typedef struct {
    Pricing              *p;
    const RoyaltyVersion *version;
    const PlanLines      *lines; /* NULL: none */
    const Rational       *numbers;
    Rational              count;  /* of lines */
    Day                   day;    /* whose text of definitions holds */
    bool                  freely; /* limits are left aside */
} Measuring;

static const Rational not_known = {.den = 1};

/* ---- a value over the numbers of lines ---- */

static Rational measure(Measuring *m, const Node *node, int depth);

static const Limit *limit_on(const Measure *define, Word column)
{
    for (Size i = 0; define && i < define->limits.count; i++)
        if (define->limits.items[i].what->word == column)
            return &define->limits.items[i];
    return NULL;
}

static Rational measure_define(Measuring *m, const Clause *define, int depth);

static Rational measure_name(Measuring *m, Word name, int depth)
{
    const Terms  *terms = m->p->plan->st->terms;
    const Clause *clause = terms_clause(terms, name);
    if (clause && clause_is(clause, REF(LINES)))
        return m->count;
    if (clause && clause_is(clause, REF(DEFINE)))
        return measure_define(m, clause, depth + 1);
    int number = m->lines ? lines_number(m->lines, name) : -1;
    return number >= 0 ? m->numbers[number] : not_known;
}

/* In `gross less freight` of a definition that limits freight: at most its limit. */
static Rational limited(Measuring *m, const Measure *define, const Node *node, Rational value, int depth)
{
    const Limit *limit = node->kind == N_PHRASE && node->a ? limit_on(define, node->a->word) : NULL;
    if (!limit || !value.ok || m->freely)
        return value;
    Rational most = measure(m, limit->share, depth + 1);
    if (most.ok && rational_order(most, rational_whole(0)) < 0)
        most = rational_whole(0); /* a share of less than nothing is none */
    return !most.ok || rational_order(value, most) > 0 ? most : value;
}

static Rational measure_in(Measuring *m, const Measure *define, const Node *node, int depth)
{
    if (node && node->kind == N_MATH && (node->op == MATH_PLUS || node->op == MATH_LESS)) {
        Rational a = measure_in(m, define, node->a, depth + 1), b = measure_in(m, define, node->b, depth + 1);
        return node->op == MATH_PLUS ? rational_add(a, b) : rational_less(a, b);
    }
    Rational value = measure(m, node, depth);
    return node ? limited(m, define, node, value, depth) : value;
}

static Rational measure_define(Measuring *m, const Clause *define, int depth)
{
    const Clause *text = clause_on(define, m->day);
    return text ? measure_in(m, text->data, ((const Measure *)text->data)->equals, depth) : not_known;
}

static Rational measure_math(Measuring *m, const Node *node, int depth)
{
    Rational a = measure(m, node->a, depth + 1);
    if (node->op >= MATH_GREATEST)
        return not_known; /* line by line, or not at all */
    return value_math((MathOp)node->op, a, measure(m, node->b, depth + 1));
}

static Rational measure(Measuring *m, const Node *node, int depth)
{
    if (!node || depth > 24)
        return not_known;
    switch (node->kind) {
    case N_NUMBER:
    case N_COUNT:
    case N_MONEY: return rational_of(node->value, node->scale);
    case N_PERCENT:
        return rational_times(rational_of(node->value, node->scale + 2),
                              node->a ? measure(m, node->a, depth + 1) : rational_whole(1));
    case N_MATH: return measure_math(m, node, depth);
    case N_NAME: return measure_name(m, node->word, depth);
    case N_PHRASE: break;
    default: return not_known;
    }
    if (node->op != PHRASE_HEAD || !node->a || node->a->kind != N_NAME)
        return not_known;
    const Clause *clause = terms_clause(m->p->plan->st->terms, node->a->word);
    if (clause && clause_is(clause, REF(DEFINE)))
        return measure_define(m, clause, depth + 1);
    return measure_name(m, node->a->word, depth);
}

/* ---- rows into intervals ---- */

typedef struct {
    Pricing  *p;
    Base     *base;
    Rational *numbers; /* [intervals][slots], converted */
    Size      slots;
    bool      freely; /* see Measuring */
} Filling;

static bool is_money(const PlanLines *lines, int slot)
{
    int number = lines->slots[slot].number;
    if (number < 0) { /* computed: money when any of its parts is */
        const Slot *s = &lines->slots[slot];
        for (Size i = 0; i < s->ops.count; i++)
            if (s->ops.items[i].currency >= 0)
                return true;
        number = s->ops.count && s->ops.items[0].kind == OP_NUMBER ? s->ops.items[0].number : -1;
    }
    for (int i = 0; i < lines->column_count; i++)
        if (lines->columns[i].number == number && number >= 0)
            return lines->columns[i].role == COLUMN_MONEY;
    return true;
}

static Converted rate_of(const Filling *f, const LedgerRow *row)
{
    const Plan    *plan = f->p->plan;
    const Royalty *settle = settlement_of(plan, row->version);
    Day            day = plan->cuts.items[row->interval];
    Days           period = {day, day};
    const Each     year = {.kind = EACH_YEAR};
    if (!each_period(plan->st, settle->pay.said ? &settle->pay.each : &year, day, &period))
        return (Converted){.rate = not_known, .note = S("the period of payment is not known")};
    if (!f->p->rates && row->currency != f->base->currency)
        return (Converted){
            .rate = not_known,
            .note = str_format(f->p->arena, "no exchange rates were given (%.*s in %.*s)",
                               STR_ARG(currency_code(row->currency)),
                               STR_ARG(f->base->currency < 0 ? S("?") : currency_code(f->base->currency)))};
    Conversion conversion = {plan,          f->p->arena,       f->p->rates,
                             row->currency, f->base->currency, &f->p->averages};
    return convert(&conversion, &settle->convert, day, period);
}

static bool is_rounded(const Slot *slot)
{
    return slot->ops.count && slot->ops.items[slot->ops.count - 1].kind == OP_TIMES_ROUNDED;
}

/* Adds the numbers of a row, in the currency of the base. */
static Converted add_numbers(Filling *f, const LedgerRow *row, Rational *numbers)
{
    const PlanLines *lines = &f->p->plan->lines.items[row->version->lines];
    Converted        rate = {.rate = rational_whole(1)};
    if (f->base->money && row->currency >= 0 && row->currency != f->base->currency) {
        rate = rate_of(f, row);
        if (!rate.rate.ok)
            trace_missing(&f->p->trace, rate.note);
    }
    if (row->inexact)
        trace_missing(
            &f->p->trace,
            str_format(f->p->arena,
                       "what lines say: `%.*s` is reckoned line by line, or its decimals do not fit",
                       STR_ARG(terms_text(f->p->plan->st->terms, f->base->ledger->royalty->name))));
    for (int i = 0; i < lines->slot_count; i++) {
        bool     foreign = is_money(lines, i) && row->currency >= 0 && row->currency != f->base->currency;
        Rational value = row->inexact ? not_known : rational_ratio(row->values[i], 1000000);
        if (is_rounded(&lines->slots[i]) && (foreign || row->fact))
            value = not_known; /* the rate comes behind the scan; a total says nothing of its lines */
        else if (foreign)
            value = rational_times(value, rate.rate);
        numbers[i] = rational_add(numbers[i], value);
    }
    return rate;
}

static void fill_row(Filling *f, const LedgerRow *row)
{
    Converted rate = add_numbers(f, row, &f->numbers[row->interval * f->slots]);
    f->base->lines[row->interval] += row->lines;
    if (rate.note.len && f->base->money)
        *PUSH(f->p->arena, &f->base->foreign) = (Foreign){row->interval, row->currency, not_known, rate};
}

/* The numbers as `measure` wants them: by number of the line, not by slot. */
static void by_number(const PlanLines *lines, const Rational *slots, Rational *out)
{
    for (int i = 0; i < lines->slot_count; i++)
        if (lines->slots[i].number >= 0 && !lines->slots[i].ops.count)
            out[lines->slots[i].number] = slots[i];
}

static Rational measured(Filling *f, const RoyaltyVersion *v, Day day, const Rational *slots, int64_t count)
{
    const PlanLines *lines = &f->p->plan->lines.items[v->lines];
    Rational         numbers[PLAN_SLOTS_MOST] = {0};
    if (v->unmeasured)
        return not_known;
    if (v->slot >= 0)
        return slots[v->slot];
    by_number(lines, slots, numbers);
    Measuring m = {.p = f->p,
                   .version = v,
                   .lines = lines,
                   .numbers = numbers,
                   .count = rational_whole(count),
                   .day = day,
                   .freely = f->freely};
    return measure(&m, v->base, 0);
}

static void add_slots(Rational *into, const Rational *from, Size count)
{
    for (Size i = 0; i < count; i++)
        into[i] = rational_add(into[i], from[i]);
}

/* With limits: the increments of what is measured since the limit's period began. */
static void measure_limited(Filling *f, Each each)
{
    const Plan *plan = f->p->plan;
    Rational    sums[PLAN_SLOTS_MOST] = {0}, before = rational_whole(0);
    int64_t     count = 0;
    Day         begun = DAY_MIN;
    for (Size i = 0; i < plan->cuts.count; i++) {
        Days                  period = plan->span;
        const RoyaltyVersion *v = royalty_on(f->base->ledger->royalty, plan->cuts.items[i]);
        if (each.kind != EACH_UNSAID && !each_period(plan->st, &each, plan->cuts.items[i], &period))
            period = plan->span;
        if (period.from != begun) {
            for (Size k = 0; k < f->slots; k++)
                sums[k] = rational_whole(0);
            before = rational_whole(0);
            count = 0;
            begun = period.from;
        }
        add_slots(sums, &f->numbers[i * f->slots], f->slots);
        count += f->base->lines[i];
        if (!v || v->lines < 0)
            continue;
        Rational now = measured(f, v, plan->cuts.items[i], sums, count);
        f->base->quantity[i] = rational_add(f->base->quantity[i], rational_less(now, before));
        before = now;
    }
}

static void measure_plain(Filling *f)
{
    const Plan *plan = f->p->plan;
    for (Size i = 0; i < plan->cuts.count; i++) {
        const RoyaltyVersion *v = royalty_on(f->base->ledger->royalty, plan->cuts.items[i]);
        if (v && v->lines >= 0) /* also without lines: corrections may come to none and to an amount */
            f->base->quantity[i] =
                rational_add(f->base->quantity[i], measured(f, v, plan->cuts.items[i],
                                                            &f->numbers[i * f->slots], f->base->lines[i]));
    }
}

/* ---- what is told of a base ---- */

static bool base_is_money(const Plan *plan, const RoyaltyVersion *v, const Node *node, int depth)
{
    if (!node || depth > 16)
        return false;
    if (node->kind == N_MONEY)
        return true;
    if (node->kind == N_PERCENT)
        return base_is_money(plan, v, node->a, depth + 1);
    if (node->kind == N_MATH)
        return base_is_money(plan, v, node->a, depth + 1);
    if (node->kind != N_PHRASE || !node->a)
        return false;
    const Clause *define = terms_clause(plan->st->terms, node->a->word);
    if (define && clause_is(define, REF(DEFINE)))
        return base_is_money(plan, v, ((const Measure *)define->data)->equals, depth + 1);
    const PlanLines *lines = v->lines >= 0 ? &plan->lines.items[v->lines] : NULL;
    for (int i = 0; lines && i < lines->column_count; i++)
        if (lines->columns[i].name == node->a->word)
            return lines->columns[i].role == COLUMN_MONEY;
    return false;
}

static Str unit_text(const Plan *plan, const Base *base, const RoyaltyVersion *v)
{
    if (base->money)
        return base->currency >= 0 ? currency_code(base->currency) : S("");
    const RateRow *row = v->text->bands.count ? &v->text->bands.items[0] : NULL;
    if (row && row->limit && row->limit->kind == N_COUNT)
        return terms_text(plan->st->terms, row->limit->word);
    return v->head ? terms_text(plan->st->terms, v->head) : S("");
}

static Rational given_amount(Filling *f, const LedgerRow *row)
{
    Rational amount = row->given;
    if (row->currency >= 0 && row->currency != f->base->currency) {
        Converted rate = rate_of(f, row);
        if (!rate.rate.ok)
            trace_missing(&f->p->trace, rate.note);
        amount = rational_times(amount, rate.rate);
    }
    return amount;
}

static void add_given(Filling *f, const LedgerRow *row)
{
    Rational *q = &f->base->quantity[row->interval], *slots = &f->numbers[row->interval * f->slots];
    *q = rational_add(*q, given_amount(f, row));
    for (int i = 0; row->version->lines >= 0 && i < f->p->plan->lines.items[row->version->lines].slot_count;
         i++)
        if (is_rounded(&f->p->plan->lines.items[row->version->lines].slots[i]))
            slots[i] = not_known;
}

Rational row_counted(Pricing *p, const Base *base, const LedgerRow *row)
{
    Base     copy = *base;
    Rational numbers[PLAN_SLOTS_MOST];
    Filling  f = {.p = p, .base = &copy, .slots = p->plan->slots, .freely = true};
    for (Size i = 0; i < PLAN_SLOTS_MOST; i++)
        numbers[i] = rational_whole(0);
    if (!row->values)
        return given_amount(&f, row);
    (void)add_numbers(&f, row, numbers);
    return measured(&f, row->version, p->plan->cuts.items[row->interval], numbers, row->lines);
}

Base base_of(Pricing *p, const Ledger *ledger)
{
    const Plan           *plan = p->plan;
    Size                  intervals = plan->cuts.count;
    const RoyaltyVersion *last = &ledger->royalty->versions.items[ledger->royalty->versions.count - 1];
    Base                  base = {.ledger = ledger, .currency = royalty_currency(plan, ledger->royalty)};
    base.quantity = NEW(p->arena, Rational, intervals);
    base.lines = NEW(p->arena, int64_t, intervals);
    base.money = last->priced || base_is_money(plan, last, last->base, 0);
    base.unit = unit_text(plan, &base, last);
    Filling f = {.p = p,
                 .base = &base,
                 .numbers = NEW(p->arena, Rational, intervals * (plan->slots + 1)),
                 .slots = plan->slots};
    for (Size i = 0; i < intervals; i++)
        base.quantity[i] = rational_whole(0);
    for (Size i = 0; i < intervals * (plan->slots + 1); i++)
        f.numbers[i] = rational_whole(0);
    base.slots = f.numbers;
    for (Size i = 0; i < ledger->rows.count; i++)
        if (ledger->rows.items[i].values)
            fill_row(&f, &ledger->rows.items[i]);
        else
            add_given(&f, &ledger->rows.items[i]);
    if (last->limited)
        measure_limited(&f, last->limit);
    else
        measure_plain(&f);
    return base;
}
