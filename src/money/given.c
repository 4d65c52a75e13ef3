/* given.c - totals that facts state in place of lines: of examples, and of whoever has no lines yet.
 *
 * A total counts for each royalty whose base it names, or whose bands count its unit. It is put on the last
 * interval of its period, so that the period it is given for pays it. */
#include "money/ledger.h"

static const Terms *terms_of(const Ledgers *l) { return l->plan->st->terms; }

/* A metric in a count of something: the unit is that of the bands. */
static bool counts_unit(const Ledgers *l, const RoyaltyVersion *v, Word unit)
{
    for (Size i = 0; i < v->text->bands.count; i++) {
        const Node *limit = v->text->bands.items[i].limit;
        if (limit && limit->kind == N_COUNT &&
            terms_unit(terms_of(l), limit->word) == terms_unit(terms_of(l), unit))
            return true;
    }
    return false;
}

static bool is_on(const Ledgers *l, const RoyaltyVersion *v, const Fact *fact)
{
    if (fact->value->kind == N_COUNT)
        return terms_unit(terms_of(l), v->head) == terms_unit(terms_of(l), fact->value->word) ||
               counts_unit(l, v, fact->value->word);
    return v->head == fact->name;
}

/* What is given is what the base takes a share of: `50% of paid` of 60 USD paid is 30. */
static Rational share_of(const Node *base)
{
    Rational share = rational_whole(1);
    for (; base && base->kind == N_PERCENT && base->a; base = base->a)
        share = rational_times(share, rational_of(base->value, base->scale + 2));
    return share;
}

/* Of whoever the royalty counts for; a total that names nobody is its payer's. */
static bool is_theirs(const Ledgers *l, const PlanRoyalty *royalty, const Fact *fact)
{
    const Standing *st = l->plan->st;
    int             from = fact->from ? standing_subject(st, fact->from) : royalty->payer;
    return from == royalty->payer || royalty->payer < 0 ||
           standing_affiliate(st, from, royalty->payer, fact->days.through) == YES;
}

static void give(Ledgers *l, const PlanRoyalty *royalty, const Fact *fact)
{
    Day day = fact->days.through < l->plan->span.through ? fact->days.through : l->plan->span.through;
    const RoyaltyVersion *v = day >= l->plan->span.from ? royalty_on(royalty, day) : NULL;
    if (!v || !is_on(l, v, fact) || (fact->things[0] && !version_covers(l->plan, v, fact->things[0])) ||
        !is_theirs(l, royalty, fact))
        return;
    Word item = version_apart(v, W_product) ? fact->things[0] : 0;
    int  entity = version_apart(v, W_entity) && fact->from ? standing_subject(l->plan->st, fact->from) : -1;
    Ledger  *ledger = ledger_for(l, royalty, item, -1, entity);
    Rational amount = rational_times(rational_of(fact->value->value, fact->value->scale), share_of(v->base));
    *PUSH(l->arena, &ledger->rows) = (LedgerRow){
        .interval = l->plan->interval_of[day - l->plan->span.from],
        .currency =
            fact->value->kind == N_MONEY ? currency_find(terms_text(terms_of(l), fact->value->word)) : -1,
        .version = v,
        .given = rational_times(amount, version_weight(l->plan, v, fact->things[0])),
        .fact = fact};
}

void ledgers_give(Ledgers *l)
{
    const Facts *facts = &l->plan->st->facts;
    for (Size i = 0; i < facts->count; i++) {
        const Fact *fact = &facts->items[i];
        if (fact->kind != FACT_USAGE || fact->days.from > l->plan->span.through ||
            fact->days.through < l->plan->span.from)
            continue;
        for (Size k = 0; k < l->plan->royalties.count; k++)
            give(l, l->plan->royalties.items[k], fact);
    }
}
