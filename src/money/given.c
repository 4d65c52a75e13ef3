/* given.c - totals that facts state in place of lines: of examples, and of whoever has no lines yet.
 *
 * A total counts for each royalty whose base it names, or whose bands count its unit; a total of a column,
 * for each royalty whose base is measured from it. It is put on the last interval of its period, so that the
 * period it is given for pays it. */
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

/* The slot of the column that a total is of, or -1. */
static int slot_of(const Ledgers *l, const RoyaltyVersion *v, const Fact *fact)
{
    const PlanLines *lines = v->lines >= 0 ? &l->plan->lines.items[v->lines] : NULL;
    ColumnRole       role = fact->value->kind == N_COUNT ? COLUMN_COUNT : COLUMN_MONEY;
    for (int i = 0; lines && i < lines->column_count; i++)
        for (int slot = 0; slot < lines->slot_count; slot++)
            if (lines->columns[i].role == role && !lines->slots[slot].ops.count &&
                lines->slots[slot].number == lines->columns[i].number &&
                terms_unit(terms_of(l), lines->columns[i].name) == terms_unit(terms_of(l), fact->name))
                return slot;
    return -1;
}

/* A price, or a ceiling on the price of a unit, that is reckoned line by line: no total says what it comes
 * to. */
static bool is_by_line(const RoyaltyVersion *v) { return v->priced || v->text->price_most; }

/* A total of one column, as if it stood in a line without the other ones. */
static void give_column(Ledgers *l, LedgerRow *row, int slot, Rational amount)
{
    Rational scaled = rational_times(amount, rational_whole(1000000));
    row->values = NEW(l->arena, Int128, l->plan->slots);
    row->inexact = slot < 0 || row->version->slot >= 0 || !scaled.ok || scaled.den != 1;
    if (!row->inexact)
        row->values[slot] = scaled.num;
}

static bool give(Ledgers *l, const PlanRoyalty *royalty, const Fact *fact)
{
    Day day = fact->days.through < l->plan->span.through ? fact->days.through : l->plan->span.through;
    const RoyaltyVersion *v = day >= l->plan->span.from ? royalty_on(royalty, day) : NULL;
    bool                  base = v && is_on(l, v, fact);
    int                   slot = v && !base ? slot_of(l, v, fact) : -1;
    if (!v || (!base && slot < 0) || (fact->things[0] && !version_covers(l->plan, v, fact->things[0])) ||
        !is_theirs(l, royalty, fact))
        return false;
    Word item = version_apart(v, W_product) ? fact->things[0] : 0;
    int  entity = version_apart(v, W_entity) && fact->from ? standing_subject(l->plan->st, fact->from) : -1;
    Ledger   *ledger = ledger_for(l, royalty, item, -1, entity);
    Rational  amount = rational_times(rational_of(fact->value->value, fact->value->scale),
                                      version_weight(l->plan, v, fact->things[0]));
    LedgerRow row = {.interval = l->plan->interval_of[day - l->plan->span.from],
                     .currency = fact->value->kind == N_MONEY
                                     ? currency_find(terms_text(terms_of(l), fact->value->word))
                                     : -1,
                     .version = v,
                     .fact = fact};
    if (base && !is_by_line(v))
        row.given = rational_times(amount, share_of(v->base));
    else
        give_column(l, &row, slot, amount);
    *PUSH(l->arena, &ledger->rows) = row;
    return true;
}

void ledgers_give(Ledgers *l)
{
    const Facts *facts = &l->plan->st->facts;
    for (Size i = 0; i < facts->count; i++) {
        const Fact *fact = &facts->items[i];
        if (fact->kind != FACT_USAGE || fact->days.from > l->plan->span.through ||
            fact->days.through < l->plan->span.from)
            continue;
        bool counts = false;
        for (Size k = 0; k < l->plan->royalties.count; k++)
            counts |= give(l, l->plan->royalties.items[k], fact);
        if (!counts)
            *PUSH(l->arena, &l->idle) = fact;
    }
}
