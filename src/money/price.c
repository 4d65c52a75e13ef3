/* price.c - see price.h. */
#include "money/price.h"

#include "money/period.h"

static const Rational not_known = {.den = 1};

const Royalty *settlement_of(const Plan *plan, const RoyaltyVersion *version)
{
    const Royalty *r = version->text;
    for (int steps = 0; r->same && steps < 32; steps++) {
        const Clause *next = terms_clause(plan->st->terms, r->same->word);
        if (!next || !clause_is(next, REF(ROYALTY)))
            break;
        r = next->data;
    }
    return r;
}

static int currency_in(const Plan *plan, const Node *node, int depth)
{
    if (!node || depth > 8)
        return -1;
    if (node->kind == N_MONEY || (node->kind == N_SEALED && node->word))
        return currency_find(terms_text(plan->st->terms, node->word));
    if (node->kind == N_MATH) {
        int found = currency_in(plan, node->a, depth + 1);
        for (const Node *item = node->a ? node->a->next : NULL; item && found < 0; item = item->next)
            found = currency_in(plan, item, depth + 1);
        return found >= 0 ? found : currency_in(plan, node->b, depth + 1);
    }
    const Clause *table =
        node->kind == N_PHRASE && node->a ? terms_clause(plan->st->terms, node->a->word) : NULL;
    if (!table || !clause_is(table, REF(TABLE)) || !((const Measure *)table->data)->rows.count)
        return -1;
    return currency_in(plan, ((const Measure *)table->data)->rows.items[0].value, depth + 1);
}

int royalty_currency(const Plan *plan, const PlanRoyalty *royalty)
{
    int found = -1;
    for (Size i = 0; i < royalty->versions.count && found < 0; i++) {
        const Royalty *r = royalty->versions.items[i].text;
        for (Size k = 0; k < r->bands.count && found < 0; k++)
            found = currency_in(plan, r->bands.items[k].rate, 0);
        for (Size k = 0; k < r->rates.count && found < 0; k++)
            found = currency_in(plan, r->rates.items[k].rate, 0);
        for (Size k = 0; k < r->caps.count && found < 0; k++)
            found = currency_in(plan, r->caps.items[k].value, 0);
        found = found >= 0 ? found : currency_in(plan, r->price_most, 0);
    }
    if (royalty->reached)
        found = currency_in(plan, royalty->level->b, 0);
    const Agreement *header = terms_header(plan->st->terms);
    if (found < 0 && header && header->currency)
        found = currency_find(terms_text(plan->st->terms, header->currency->word));
    return found;
}

/* ---- values on a day ---- */

static Scene scene_of(const Plan *plan, const Ledger *ledger, Day day)
{
    Scene scene = {.day = day, .grantor = -1, .grantee = -1, .asker = -1};
    if (ledger) {
        scene.grantor = ledger->royalty->payee;
        scene.grantee = ledger->royalty->payer;
        scene.asker = ledger->royalty->payer;
        scene.product = ledger->item;
        if (ledger->place >= 0)
            scene.country = word_known(plan->st->terms->doc->words, country_code(ledger->place));
    }
    return scene;
}

Rational amount_on(Pricing *p, const Ledger *ledger, const Node *value, Day day)
{
    Scene       scene = scene_of(p->plan, ledger, day);
    const Node *literal = value_literal(p->plan->st, value, &scene, &p->trace);
    Rational    amount = literal ? value_named(p->plan->st, literal, &scene, &p->trace) : not_known;
    if (!amount.ok)
        trace_missing(&p->trace,
                      str_format(p->arena, "`%.*s` on %.*s",
                                 STR_ARG(sources_slice(p->plan->st->terms->doc->sources, value->span)),
                                 STR_ARG(day_text(p->arena, day))));
    return amount;
}

bool amount_rounded(Pricing *p, int currency, Rational amount, int64_t *out)
{
    const Agreement *header = terms_header(p->plan->st->terms);
    int              minor = currency >= 0 ? currency_minor(currency) : -1;
    if (!amount.ok || minor < 0)
        return false;
    if (header && header->rounding) {
        Rational unit = rational_of(header->rounding->value, header->rounding->scale);
        int64_t  count = 0;
        if (!rational_round(rational_divide(amount, unit), 0, header->rounding_mode, &count))
            return false;
        return rational_round(rational_times(rational_whole(count), unit), minor, ROUND_HALF_EVEN, out);
    }
    if (!rational_round(amount, minor, ROUND_HALF_EVEN, out))
        return false;
    if (rational_order(rational_of(*out, minor), amount) == 0)
        return true; /* nothing to round */
    trace_missing(&p->trace, S("how amounts are rounded: the header has no `rounding` line"));
    return false;
}

/* ---- discounts ---- */

static bool is_named(const Node *names, Word royalty, Word part)
{
    for (const Node *item = names && names->kind == N_LIST ? names->a : NULL; item; item = item->next)
        if (item->a->word == royalty && (!item->a->part || item->a->part == part))
            return true;
    return false;
}

static Tri discount_holds(Pricing *p, const Clause *clause, const Scene *scene)
{
    Tri held = YES;
    Day day = 0;
    for (Size i = 0; i < clause->while_.count; i++)
        held = tri_and(held, condition_holds(p->plan->st, clause->while_.items[i], scene, &p->trace));
    for (Size i = 0; i < clause->unless.count; i++)
        held =
            tri_and(held, tri_not(condition_holds(p->plan->st, clause->unless.items[i], scene, &p->trace)));
    for (Size i = 0; i < clause->once.count; i++)
        held = tri_and(held, condition_held(p->plan->st, clause->once.items[i], scene, &p->trace));
    for (Size i = 0; i < clause->if_.count; i++)
        held = tri_and(held, condition_holds(p->plan->st, clause->if_.items[i], scene, &p->trace));
    if (clause->from)
        held = tri_and(held, day_named(p->plan->st, clause->from, scene, &day) != YES ? UNKNOWN
                             : scene->day >= day                                      ? YES
                                                                                      : NO);
    if (clause->through)
        held = tri_and(held, day_named(p->plan->st, clause->through, scene, &day) != YES ? UNKNOWN
                             : scene->day <= day                                         ? YES
                                                                                         : NO);
    return held;
}

typedef struct {
    const Clause *clause;
    Rational      rest; /* what it leaves of a price; not ok: unknown */
    int           set;  /* of those that do not add up: the same for all of them */
} Held;

typedef LIST_OF(Held) HeldList;

static HeldList held_on(Pricing *p, const Ledger *ledger, Word part, Day day)
{
    const Plan *plan = p->plan;
    Scene       scene = scene_of(plan, ledger, day);
    HeldList    all = {0};
    for (Size i = 0; i < plan->discounts.count; i++) {
        const Clause   *clause = plan->discounts.items[i];
        const Discount *d = clause->poisoned ? NULL : clause->data;
        if (!d || !days_has(clause->in_force, day))
            continue;
        bool ours = false;
        for (Size k = 0; k < d->of.count; k++)
            ours |= is_named(d->of.items[k], ledger->royalty->name, part);
        Tri held = ours ? discount_holds(p, clause, &scene) : NO;
        if (held == NO)
            continue;
        Rational share = d->free ? rational_whole(1) : amount_on(p, ledger, d->less, day);
        Rational rest = held == UNKNOWN ? not_known : rational_less(rational_whole(1), share);
        Held     held_now = {clause, rest, (int)all.count};
        *PUSH(p->arena, &all) = held_now;
    }
    return all;
}

/* `does not add to early`: neither does early add to it. */
static bool adds_not(const Held *a, const Held *b)
{
    const Discount *d = a->clause->data;
    if (!d->does_not_add)
        return false;
    for (const Node *item = d->others && d->others->kind == N_LIST ? d->others->a : NULL; item;
         item = item->next)
        if (item->a->word == b->clause->name)
            return true;
    return !d->others;
}

static void join_sets(HeldList *all)
{
    for (Size i = 0; i < all->count; i++)
        for (Size k = 0; k < all->count; k++) {
            int of = all->items[i].set, into = all->items[k].set;
            if (i == k || of == into || !adds_not(&all->items[i], &all->items[k]))
                continue;
            for (Size n = 0; n < all->count; n++)
                if (all->items[n].set == of)
                    all->items[n].set = into;
        }
}

/* What discounts leave of a rate on a day: 1 where there is none. Of those that do not add up, the greatest.
 */
static Rational discounted(Pricing *p, const Ledger *ledger, Word part, Day day)
{
    HeldList all = held_on(p, ledger, part, day);
    Rational left = rational_whole(1);
    join_sets(&all);
    for (Size set = 0; set < all.count; set++) {
        Rational least = rational_whole(1);
        for (Size i = 0; i < all.count; i++) {
            Rational rest = all.items[i].rest;
            if ((Size)all.items[i].set == set)
                least = !rest.ok || !least.ok ? not_known : rational_order(rest, least) < 0 ? rest : least;
        }
        left = rational_times(left, least);
    }
    return left;
}

/* ---- pricing ---- */

typedef struct {
    Pricing              *p;
    const Base           *base;
    const Ledger         *ledger;
    Earned               *out;
    Rational              pooled;   /* all that the counter has, with that of others */
    Size                  interval; /* that is priced */
    const RoyaltyVersion *version;  /* of the interval */
} Pricer;

static Band *band_for(Pricer *x, const RateRow *row, const Node *rate, Rational cut)
{
    for (Size i = 0; i < x->out->bands.count; i++) {
        Band *b = &x->out->bands.items[i];
        bool  same_cut = b->cut.ok == cut.ok && (!cut.ok || rational_order(b->cut, cut) == 0);
        if (b->row == row && b->rate == rate && same_cut)
            return b;
    }
    Band *b = PUSH(x->p->arena, &x->out->bands);
    *b = (Band){row, rate, cut, rational_whole(0), rational_whole(0)};
    return b;
}

static bool is_fixed(const Node *rate) { return rate && rate->kind == N_MONEY && !rate->a; }

/* An amount that does not grow with the quantity is owed once, as it stood last; `row` NULL: of all rows. */
static void drop_fixed(Pricer *x, const RateRow *row)
{
    for (Size i = 0; i < x->out->bands.count; i++)
        if (is_fixed(x->out->bands.items[i].rate) && (!row || x->out->bands.items[i].row == row))
            x->out->bands.items[i].amount = rational_whole(0);
}

/* A price in another currency than the royalty's. */
static bool is_foreign(Pricer *x, const Node *rate)
{
    const Terms *terms = x->p->plan->st->terms;
    if (!rate || rate->kind != N_MONEY || currency_find(terms_text(terms, rate->word)) == x->base->currency)
        return false;
    trace_missing(&x->p->trace, str_format(x->p->arena, "how a price in %.*s is converted",
                                           STR_ARG(terms_text(terms, rate->word))));
    return true;
}

/* ---- prices that follow others ---- */

static const RateRow *row_on(Pricer *x, const RateRows *rates, Day day);

/* The last rate of another agreement that somebody stated by a day; NULL: none yet. */
static const Node *stated_rate(const Pricer *x, Word name, Day day)
{
    const Facts *facts = &x->p->plan->st->facts;
    const Fact  *found = NULL;
    for (Size i = 0; i < facts->count; i++) {
        const Fact *fact = &facts->items[i];
        bool        holds = fact->kind == FACT_VALUE && fact->name == name && fact->value;
        if (holds && days_has(fact->days, day) && (!found || fact->days.from >= found->days.from))
            found = fact;
    }
    return found ? found->value : NULL;
}

/* What another royalty charges on a day: its one rate, before discounts. False: it has bands or no price. */
static bool other_rate(const Pricer *x, Word name, Day day, const Node **out)
{
    const PlanRoyalty *other = NULL;
    for (Size i = 0; i < x->p->plan->royalties.count; i++)
        if (x->p->plan->royalties.items[i]->name == name)
            other = x->p->plan->royalties.items[i];
    *out = NULL;
    if (!other) {
        *out = stated_rate(x, name, day);
        return true;
    }
    const RoyaltyVersion *v = royalty_on(other, day);
    Pricer                there = *x;
    if (!v)
        return true; /* it is not owed: it favours nobody */
    const RateRow *row = v->text->rates.count ? row_on(&there, &v->text->rates, day) : NULL;
    Scene          scene = scene_of(x->p->plan, x->ledger, day);
    *out = row ? value_literal(x->p->plan->st, row->rate, &scene, &x->p->trace) : NULL;
    return *out != NULL;
}

static bool is_comparable(const Node *a, const Node *b)
{
    Word a_unit = a->a ? a->a->word : 0, b_unit = b->a ? b->a->word : 0;
    return a->kind == b->kind && (a->kind == N_MONEY || a->kind == N_PERCENT) &&
           (a->kind == N_PERCENT || (a->word == b->word && a_unit == b_unit));
}

/* The lowest of a rate and those that it may not be above; NULL: it is not known. */
static const Node *favoured(Pricer *x, const Node *rate, Day day)
{
    const Node *names = x->version ? x->version->text->most_favoured : NULL;
    Scene       scene = scene_of(x->p->plan, x->ledger, day);
    const Node *least = rate;
    for (const Node *item = names && names->kind == N_LIST ? names->a : NULL; item && least;
         item = item->next) {
        const Node *other = NULL;
        bool        known = other_rate(x, item->a->word, day, &other);
        if (known && !other)
            continue;
        if (!known || !is_comparable(least, other)) {
            trace_missing(&x->p->trace,
                          str_format(x->p->arena, "how `%.*s` compares with `%.*s`",
                                     STR_ARG(terms_text(x->p->plan->st->terms, item->a->word)),
                                     STR_ARG(terms_text(x->p->plan->st->terms, x->ledger->royalty->name))));
            return NULL;
        }
        Rational is = value_named(x->p->plan->st, other, &scene, &x->p->trace);
        Rational was = value_named(x->p->plan->st, least, &scene, &x->p->trace);
        least = !is.ok || !was.ok ? NULL : rational_order(is, was) < 0 ? other : least;
    }
    return least;
}

static bool rounds_lines(const Pricer *x)
{
    const Agreement *header = terms_header(x->p->plan->st->terms);
    return header && header->rounding && header->rounding_point == ROUND_AT_LINE;
}

/* What a quantity comes to at a price, `cut` by discounts. Where each line is rounded, the sum of what they
 * come to: known of all lines of an interval at one price of the text, and of what is free. */
static Rational priced_at(Pricer *x, const Node *rate, Rational quantity, Rational price, Rational cut)
{
    Rational              exact = rational_times(rational_times(quantity, price), cut);
    const Base           *base = x->base;
    RoyaltyVersion        none = {0};
    const RoyaltyVersion *v = x->version ? x->version : &none;
    if (!rounds_lines(x) || (exact.ok && rational_is_zero(exact)))
        return exact;
    bool all = quantity.ok && base->quantity[x->interval].ok &&
               rational_order(quantity, base->quantity[x->interval]) == 0;
    for (Size i = 0; i < v->rounded.count && all && cut.ok; i++)
        if (v->rounded.items[i].rate == rate && rational_order(cut, rational_whole(1)) == 0) {
            Rational sum = base->slots[x->interval * x->p->plan->slots + v->rounded.items[i].slot];
            if (sum.ok)
                return sum;
        }
    trace_missing(
        &x->p->trace,
        str_format(
            x->p->arena, "what each line of `%.*s` comes to: %s",
            STR_ARG(terms_text(x->p->plan->st->terms, x->ledger->royalty->name)),
            all ? "it is rounded on each line, and this price, a rate of exchange or a total does not tell"
                : "it is rounded on each line, and within a month lines lie on both sides of a limit"));
    return not_known;
}

/* Adds a quantity at the price of a row on a day. */
static void add_priced(Pricer *x, const RateRow *row, Rational quantity, Day day)
{
    Scene       scene = scene_of(x->p->plan, x->ledger, day);
    const Node *rate = value_literal(x->p->plan->st, row->rate, &scene, &x->p->trace);
    if (rational_is_zero(quantity) && !is_fixed(rate))
        return; /* what nothing is priced at need not be known */
    const Node *least = rate ? favoured(x, rate, day) : NULL;
    Rational    price =
        is_foreign(x, rate) || (rate && !least) ? not_known : amount_on(x->p, x->ledger, row->rate, day);
    if (price.ok && least != rate) {
        rate = least;
        price = value_named(x->p->plan->st, least, &scene, &x->p->trace);
    }
    Rational cut = discounted(x->p, x->ledger, row->label, day);
    Band    *b = band_for(x, row, rate, cut);
    b->quantity = rational_add(b->quantity, quantity);
    if (is_fixed(rate)) {
        drop_fixed(x, row);
        b->amount = rational_times(price, cut);
    } else {
        b->amount = rational_add(b->amount, priced_at(x, rate, quantity, price, cut));
    }
}

/* How much of a value lies between two limits. */
static Rational within(Rational value, Rational low, Rational high, bool open)
{
    if (!value.ok || !low.ok || !high.ok)
        return not_known;
    if (rational_order(value, low) < 0)
        return rational_whole(0);
    if (!open && rational_order(value, high) > 0)
        return rational_less(high, low);
    return rational_less(value, low);
}

/* `below N units`: the Nth unit belongs to the next band. */
static Rational band_end(Pricer *x, const RateRow *row, Day day)
{
    Rational end = amount_on(x->p, x->ledger, row->limit, day);
    return row->below && !x->base->money ? rational_less(end, rational_whole(1)) : end;
}

/* From `before` to `now`, each part of it in the band where it lies. */
static void price_marginal(Pricer *x, const RateRows *bands, Rational before, Rational now, Day day)
{
    Rational low = rational_whole(0);
    for (Size i = 0; i < bands->count; i++) {
        const RateRow *row = &bands->items[i];
        bool           open = !row->limit;
        Rational       high = open ? low : band_end(x, row, day);
        Rational       part = rational_less(within(now, low, high, open), within(before, low, high, open));
        if (!rational_is_zero(part))
            add_priced(x, row, part, day);
        low = high;
    }
    for (Size i = 0; i < x->out->bands.count; i++) /* everything came back: the band was not reached */
        if (is_fixed(x->out->bands.items[i].rate) && rational_is_zero(x->out->bands.items[i].quantity))
            x->out->bands.items[i].amount = rational_whole(0);
}

static const RateRow *row_reached(Pricer *x, const RateRows *bands, Rational total, Day day)
{
    for (Size i = 0; i < bands->count; i++) {
        const RateRow *row = &bands->items[i];
        Rational       high = row->limit ? amount_on(x->p, x->ledger, row->limit, day) : total;
        if (!high.ok || !total.ok)
            return NULL;
        int order = rational_order(total, high);
        if (!row->limit || order < 0 || (order == 0 && !row->below))
            return row;
    }
    return NULL;
}

/* The first row of a block of rates that holds on the day; NULL: none, or it is not known which. */
static const RateRow *row_on(Pricer *x, const RateRows *rates, Day day)
{
    Scene scene = scene_of(x->p->plan, x->ledger, day);
    for (Size i = 0; i < rates->count; i++) {
        const RateRow *row = &rates->items[i];
        Tri            held = YES;
        Day            end = 0, from = 0;
        if (row->from)
            held = day_named(x->p->plan->st, row->from, &scene, &from) != YES || day < from ? NO : YES;
        if (row->until && day_named(x->p->plan->st, row->until, &scene, &end) == YES)
            held = tri_and(held, day <= end ? YES : NO); /* an event that has not happened has not ended it */
        if (row->condition)
            held = tri_and(held, condition_holds(x->p->plan->st, row->condition, &scene, &x->p->trace));
        if (held != NO)
            return held == YES ? row : NULL;
    }
    return NULL;
}

static void price_rate(Pricer *x, const RoyaltyVersion *v, Rational quantity, Day day)
{
    const RateRow *row = row_on(x, &v->text->rates, day);
    if (v->priced && rational_is_zero(quantity))
        return;
    if (v->priced) {
        static const RateRow as_computed = {0};
        Band *b = band_for(x, v->text->rates.count ? &v->text->rates.items[0] : &as_computed, NULL,
                           discounted(x->p, x->ledger, 0, day));
        b->amount = rational_add(b->amount, rational_times(quantity, b->cut));
        b->quantity = rational_add(b->quantity, quantity);
    } else if (row) {
        add_priced(x, row, quantity, day);
    } else if (!rational_is_zero(quantity)) {
        x->out->amount = not_known;
        trace_missing(&x->p->trace,
                      str_format(x->p->arena, "which rate of `%.*s` holds on %.*s",
                                 STR_ARG(terms_text(x->p->plan->st->terms, x->ledger->royalty->name)),
                                 STR_ARG(day_text(x->p->arena, day))));
    }
}

static Rational not_below_zero(Rational a)
{
    return a.ok && rational_order(a, rational_whole(0)) < 0 ? rational_whole(0) : a;
}

/* ---- elections ---- */

/* The price that was elected by a day, or NULL. */
static const Election *elected_on(const Pricer *x, const RoyaltyVersion *v, Day day)
{
    const Facts    *facts = &x->p->plan->st->facts;
    const Election *found = NULL;
    Day             since = DAY_MIN;
    for (Size i = 0; i < facts->count; i++) {
        const Fact *fact = &facts->items[i];
        if (fact->kind != FACT_ELECTS || fact->name != x->ledger->royalty->name || fact->days.from > day ||
            (found && fact->days.from < since))
            continue;
        for (Size k = 0; k < v->text->elections.count; k++)
            if (v->text->elections.items[k].name->word == fact->into) {
                found = &v->text->elections.items[k];
                since = fact->days.from;
            }
    }
    return found;
}

/* The last interval that begins in the period. */
static bool closes(const Pricer *x, Size interval, Days period)
{
    const Plan *plan = x->p->plan;
    Day next = interval + 1 < plan->cuts.count ? plan->cuts.items[interval + 1] : plan->span.through + 1;
    return next > period.through;
}

static void price_elected(Pricer *x, const RoyaltyVersion *v, Size interval, Rational quantity)
{
    Day             day = x->p->plan->cuts.items[interval];
    const Election *choice = elected_on(x, v, day);
    Days            period = {day, day};
    if (!choice) {
        if (rational_is_zero(quantity))
            return;
        x->out->amount = not_known;
        trace_missing(&x->p->trace,
                      str_format(x->p->arena, "which price of `%.*s` is elected",
                                 STR_ARG(terms_text(x->p->plan->st->terms, x->ledger->royalty->name))));
        return;
    }
    RateRow *row = NEW(x->p->arena, RateRow, 1);
    *row = (RateRow){.rate = choice->rate, .label = choice->label, .span = choice->span};
    if (choice->each.kind == EACH_UNSAID)
        add_priced(x, row, quantity, day);
    else if (each_period(x->p->plan->st, &choice->each, day, &period) && closes(x, interval, period))
        add_priced(x, row, rational_whole(1), day);
}

/* ---- goods and services ---- */

static bool has_price(const Royalty *text)
{
    return text->rates.count || text->bands.count || text->elections.count;
}

/* What the goods or services of a period were valued at, in the interval in which it ends. */
static void price_in_kind(Pricer *x, Size interval)
{
    const Facts *facts = &x->p->plan->st->facts;
    const Fact  *found = NULL;
    Day          day = x->p->plan->cuts.items[interval];
    for (Size i = 0; i < facts->count; i++) {
        const Fact *fact = &facts->items[i];
        if (fact->kind == FACT_VALUE && fact->name == x->ledger->royalty->name && fact->value &&
            fact->value->kind == N_MONEY && fact->days.through < DAY_MAX && days_has(fact->days, day))
            found = fact;
    }
    if (!found) {
        x->out->amount = not_known;
        trace_missing(&x->p->trace,
                      str_format(x->p->arena, "what `%.*s` of %.*s was valued at",
                                 STR_ARG(terms_text(x->p->plan->st->terms, x->ledger->royalty->name)),
                                 STR_ARG(day_text(x->p->arena, day))));
    } else if (closes(x, interval, found->days)) {
        RateRow *row = NEW(x->p->arena, RateRow, 1);
        *row = (RateRow){.rate = found->value, .span = found->span};
        Band *b = band_for(x, row, found->value, rational_whole(1));
        b->quantity = rational_whole(1);
        b->amount =
            is_foreign(x, found->value) ? not_known : rational_of(found->value->value, found->value->scale);
    }
}

/* ---- the life of a royalty ---- */

/* Whether lines of a day count: the royalty's own end, and the agreement's. */
static bool is_owed(const Pricer *x, const RoyaltyVersion *v, Day day)
{
    const Standing *st = x->p->plan->st;
    Scene           scene = scene_of(x->p->plan, x->ledger, day);
    Day             end = DAY_MAX, begins = DAY_MAX;
    if (st->effective_known == YES && day < st->effective)
        return false;
    if (v->text->per_after && (day_named(st, v->text->per_after, &scene, &begins) != YES || day < begins))
        return false; /* from the day of that event on; one that is not recorded has not happened */
    if (v->text->lasts && v->text->lasts_after) {
        Node after = {
            .kind = N_DAY, .op = DAY_AFTER, .a = v->text->lasts_after, .b = v->text->lasts, .decl = -1};
        return day_named(x->p->plan->st, &after, &scene, &end) != YES || day <= end;
    }
    return !v->text->lasts || day_named(x->p->plan->st, v->text->lasts, &scene, &end) != YES || day <= end;
}

/* ---- counters that several royalties share ---- */

static bool is_told_apart(const RoyaltyVersion *a, const RoyaltyVersion *b, Word kind, bool same)
{
    return !same && version_apart(a, kind) && version_apart(b, kind);
}

/* Whether a version counts together with that ledger: one that it names, and not of another group. */
static bool is_pooled(const RoyaltyVersion *v, const Ledger *ours, const Ledger *other, Day day)
{
    const RoyaltyVersion *theirs = royalty_on(other->royalty, day);
    if (other == ours)
        return true;
    return theirs && is_named(v->text->counted_with, other->royalty->name, 0) &&
           !is_told_apart(v, theirs, W_product, ours->item == other->item) &&
           !is_told_apart(v, theirs, W_country, ours->place == other->place) &&
           !is_told_apart(v, theirs, W_entity, ours->entity == other->entity);
}

/* What another royalty counts in an interval, in the unit of this one. */
static Rational counted_in(const Pricer *x, const Base *other, Size interval)
{
    Day                   day = x->p->plan->cuts.items[interval];
    const RoyaltyVersion *v = royalty_on(other->ledger->royalty, day);
    Pricer                there = {.p = x->p, .base = other, .ledger = other->ledger};
    if (!v || !is_owed(&there, v, day) || rational_is_zero(other->quantity[interval]))
        return rational_whole(0);
    bool same = other->money == x->base->money &&
                (other->money ? other->currency == x->base->currency : str_equal(other->unit, x->base->unit));
    if (same)
        return other->quantity[interval];
    trace_missing(&x->p->trace, str_format(x->p->arena, "how `%.*s` is counted together with `%.*s`",
                                           STR_ARG(other->unit), STR_ARG(x->base->unit)));
    return not_known;
}

/* Where the counter stands: before this royalty's own quantity of an interval, and behind all of it. */
typedef struct {
    Rational before, after, end;
} Position;

/* Those of a day come in the order of the text. */
static Position pooled_position(const Pricer *x, const RoyaltyVersion *v, Rational begins, Size interval)
{
    Day      day = x->p->plan->cuts.items[interval];
    Position position = {.end = begins};
    for (Size i = 0; i < x->base->pool.count; i++) {
        const Base *other = x->base->pool.items[i];
        if (!is_pooled(v, x->ledger, other->ledger, day))
            continue;
        Rational added = counted_in(x, other, interval);
        if (other == x->base)
            position.before = position.end;
        position.end = rational_add(position.end, added);
        if (other == x->base)
            position.after = position.end;
    }
    return position;
}

/* ---- through a day ---- */

static void price_interval(Pricer *x, const RoyaltyVersion *v, Rational before, Rational after, Size interval)
{
    Day      day = x->p->plan->cuts.items[interval];
    Rational added = x->base->quantity[interval];
    x->version = v;
    x->interval = interval;
    if (v->text->in_kind && !has_price(v->text))
        price_in_kind(x, interval);
    else if (v->text->elections.count)
        price_elected(x, v, interval, added);
    else if (v->text->mode == BANDS_MARGINAL && !rational_is_zero(added))
        price_marginal(x, &v->text->bands, not_below_zero(before), not_below_zero(after), day);
    else if (v->text->mode == BANDS_NONE)
        price_rate(x, v, added, day);
}

/* `whole`: everything at the band that the total reaches. */
static void price_whole(Pricer *x, Days counter, Day through)
{
    const Plan *plan = x->p->plan;
    for (Size i = 0; i < plan->cuts.count; i++) {
        Day                   day = plan->cuts.items[i];
        const RoyaltyVersion *v = royalty_on(x->ledger->royalty, day);
        bool                  in = day >= counter.from && day <= counter.through && day <= through;
        if (!in || !v || v->text->mode != BANDS_WHOLE || !is_owed(x, v, day))
            continue;
        Rational       total = v->text->counted_with ? x->pooled : x->out->quantity;
        const RateRow *row = row_reached(x, &v->text->bands, not_below_zero(total), day);
        if (row && !rational_is_zero(x->base->quantity[i])) {
            x->version = v;
            x->interval = i;
            drop_fixed(x, NULL);
            add_priced(x, row, x->base->quantity[i], day);
        } else if (!row) {
            x->out->amount = not_known;
        }
    }
}

Earned earned_through(Pricing *p, const Base *base, Days counter, Day through)
{
    Earned out = {.quantity = rational_whole(0), .amount = rational_whole(0)};
    Pricer x = {.p = p, .base = base, .ledger = base->ledger, .out = &out, .pooled = rational_whole(0)};
    for (Size i = 0; i < p->plan->cuts.count; i++) {
        Day                   day = p->plan->cuts.items[i];
        const RoyaltyVersion *v = royalty_on(base->ledger->royalty, day);
        if (day < counter.from || day > counter.through || day > through)
            continue;
        out.lines += base->lines[i];
        bool     owed = v && is_owed(&x, v, day);
        Rational own = owed ? base->quantity[i] : rational_whole(0);
        Position position = {out.quantity, rational_add(out.quantity, own), rational_add(x.pooled, own)};
        out.quantity = position.after;
        if (v && v->text->counted_with)
            position = pooled_position(&x, v, x.pooled, i);
        x.pooled = position.end;
        if (owed)
            price_interval(&x, v, position.before, position.after, i);
    }
    price_whole(&x, counter, through);
    for (Size i = 0; i < out.bands.count; i++)
        out.amount = rational_add(out.amount, out.bands.items[i].amount);
    return out;
}
