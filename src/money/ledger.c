/* ledger.c - see ledger.h. */
#include "money/ledger.h"

#include "money/cells.h"

#include <stdlib.h>
#include <string.h>

/* What one combination of item, place and entity is licensed by, from a cut at which rights may change. */
typedef struct {
    Word  item;
    int   place, entity;
    Day   day;
    Route route;
} Known;

/* A ledger that counts a cell, and as how many units one unit of it counts. */
typedef struct {
    const PlanRoyalty    *royalty;
    const RoyaltyVersion *version;
    Size                  ledger;
    Rational              weight;
    const Clause         *licence; /* as in LedgerEntry */
} Entry;

/* What becomes of all cells that differ in article and currency only: the articles are of one item. */
typedef struct {
    SumKey key; /* with the item as its article, and no currency */
    bool   later;
    bool   priced; /* else `route` says why not */
    Route  route;
    LIST_OF(Entry) entries;
} Target;

/* What lines outside say, of one clause of lines and in one currency. */
typedef struct {
    int32_t before; /* 1 + index of another one of the same outside line, 0: none */
    SumKey  key;
    Int128 *values; /* [slots] */
} OutsideSum;

typedef struct {
    Ledgers *out;
    int     *currency_at; /* by currency index: its place among those that occur */
    int      currencies;
    LIST_OF(Known) known;
    int32_t *known_at; /* hash: 1 + index */
    Size     known_room;
    LIST_OF(Target) targets;
    int32_t *target_at; /* hash: 1 + index */
    Size     target_room;
    int32_t *outside_at;             /* by article: 1 + index of its last outside line */
    LIST_OF(int32_t) outside_before; /* by outside line: the one before it of the same article, 0: none */
    LIST_OF(int32_t) outside_last;   /* by outside line: 1 + index of its last sum */
    LIST_OF(OutsideSum) outside_sums;
    int16_t       *country_of; /* by place class: one of its countries */
    int16_t       *size_of;    /* and how many it has */
    LedgerEntries *entries;    /* what is sorted where; NULL: it need not be kept */
} Sorter;

/* ---- routes ---- */

/* The last day on or before the interval's on which rights may have changed. */
static Day route_day(const Plan *plan, int interval)
{
    Day day = plan->cuts.items[interval], found = plan->span.from;
    for (Size i = 0; i < plan->router->turn_count && plan->router->turns[i] <= day; i++)
        if (plan->router->turns[i] > found)
            found = plan->router->turns[i];
    return found;
}

static uint64_t known_hash(const Known *k)
{
    uint64_t h = k->item * 0x9E3779B97F4A7C15u;
    h = (h ^ (uint64_t)(unsigned)k->place) * 0xBF58476D1CE4E5B9u;
    h = (h ^ (uint64_t)(unsigned)k->entity ^ ((uint64_t)(unsigned)k->day << 20)) * 0x94D049BB133111EBu;
    return h ^ (h >> 29);
}

static void grow_known(Sorter *s)
{
    s->known_room = s->known_room ? s->known_room * 2 : 256;
    s->known_at = NEW(s->out->arena, int32_t, s->known_room);
    for (Size i = 0; i < s->known.count; i++) {
        uint64_t at = known_hash(&s->known.items[i]);
        while (s->known_at[at & (uint64_t)(s->known_room - 1)])
            at++;
        s->known_at[at & (uint64_t)(s->known_room - 1)] = (int32_t)i + 1;
    }
}

/* `key`: of a target. */
static const Route *route_of(Sorter *s, const SumKey *key)
{
    const Plan *plan = s->out->plan;
    Known       k = {.item = key->article,
                     .place = key->place - 1,
                     .entity = key->entity ? key->entity - 1 : plan->lines.items[key->lines].reporter,
                     .day = route_day(plan, key->interval)};
    if (s->known.count * 2 >= s->known_room)
        grow_known(s);
    uint64_t at = known_hash(&k);
    for (;; at++) {
        int32_t found = s->known_at[at & (uint64_t)(s->known_room - 1)];
        if (!found)
            break;
        const Known *old = &s->known.items[found - 1];
        if (old->item == k.item && old->place == k.place && old->entity == k.entity && old->day == k.day)
            return &s->known.items[found - 1].route;
    }
    int country = k.place >= 0 ? s->country_of[k.place] : -1;
    k.route = plan->router->route(plan->router, s->out->arena, k.item, k.entity, country, k.day);
    s->known_at[at & (uint64_t)(s->known_room - 1)] = (int32_t)s->known.count + 1;
    *PUSH(s->out->arena, &s->known) = k;
    return &s->known.items[s->known.count - 1].route;
}

/* ---- which royalties ---- */

static const Clause *paid_by(const Route *route, Word royalty)
{
    for (Size i = 0; i < route->grants.count; i++) {
        const Clause *clause = route->grants.items[i];
        if (!clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE)))
            continue;
        const Node *pays = ((const Right *)clause->data)->pays;
        for (const Node *item = pays && pays->kind == N_LIST ? pays->a : NULL; item; item = item->next)
            if (item->a->word == royalty)
                return clause;
        if (pays && pays->kind == N_NAME && pays->word == royalty)
            return clause;
    }
    return NULL;
}

/* Counted for a party with its affiliates: others' lines are not. */
static bool is_counted_for(const Plan *plan, const PlanRoyalty *royalty, int entity, Day day)
{
    if (entity < 0 || royalty->payer < 0 || entity == royalty->payer)
        return true;
    return standing_affiliate(plan->st, entity, royalty->payer, day) == YES;
}

/* `key`: of a target. */
static const RoyaltyVersion *counts(const Plan *plan, const PlanRoyalty *royalty, const SumKey *key)
{
    Day                   day = plan->cuts.items[key->interval];
    const RoyaltyVersion *v = royalty_on(royalty, day);
    bool                  ours = v && v->lines == key->lines && (key->filters & v->filters) == v->filters;
    return ours && version_covers(plan, v, key->article) &&
                   is_counted_for(plan, royalty, key->entity - 1, day)
               ? v
               : NULL;
}

/* ---- ledgers ---- */

static Str group_text(const Plan *plan, Arena *arena, const Ledger *l)
{
    const Terms *terms = plan->st->terms;
    Text         text = text_new(arena);
    if (l->item)
        text_add(&text, terms_text(terms, l->item));
    if (l->place >= 0)
        text_format(&text, "%s%.*s", text.len ? ", " : "", STR_ARG(country_code(l->place)));
    if (l->entity >= 0)
        text_format(&text, "%s%.*s", text.len ? ", " : "", STR_ARG(subject_text(plan->st, arena, l->entity)));
    return text_str(&text);
}

Ledger *ledger_for(Ledgers *out, const PlanRoyalty *royalty, Word item, int place, int entity)
{
    for (Size i = 0; i < out->ledgers.count; i++) {
        Ledger *l = &out->ledgers.items[i];
        if (l->royalty == royalty && l->item == item && l->place == place && l->entity == entity)
            return l;
    }
    Ledger *l = PUSH(out->arena, &out->ledgers);
    *l = (Ledger){.royalty = royalty, .item = item, .place = place, .entity = entity};
    l->group = group_text(out->plan, out->arena, l);
    return l;
}

static LedgerRow *row_for(Sorter *s, Ledger *l, const SumKey *key, const RoyaltyVersion *v)
{
    Size width = s->currencies + 1;
    int  currency = key->currency - 1;
    Size at = key->interval * width + (currency < 0 ? 0 : 1 + s->currency_at[currency]);
    if (!l->row_of)
        l->row_of = NEW(s->out->arena, int32_t, s->out->plan->cuts.count * width);
    if (!l->row_of[at]) {
        LedgerRow *row = PUSH(s->out->arena, &l->rows);
        *row = (LedgerRow){.interval = key->interval,
                           .currency = currency,
                           .version = v,
                           .values = NEW(s->out->arena, Int128, s->out->plan->slots)};
        l->row_of[at] = (int32_t)l->rows.count;
    }
    return &l->rows.items[l->row_of[at] - 1];
}

static int country_apart(const Sorter *s, const RoyaltyVersion *v, const SumKey *key)
{
    return version_apart(v, W_country) && key->place ? s->country_of[key->place - 1] : -1;
}

static void add_weighted(LedgerRow *row, Size slot, Int128 value, Rational weight)
{
    Int128 more = value;
    if (weight.num == 1 && weight.den == 1)
        row->inexact |= __builtin_add_overflow(row->values[slot], value, &row->values[slot]);
    else
        row->inexact |= __builtin_mul_overflow(value, weight.num, &more) || more % weight.den ||
                        __builtin_add_overflow(row->values[slot], more / weight.den, &row->values[slot]);
}

static void add_cell(LedgerRow *row, const Plan *plan, const Sums *sums, Size cell, Rational weight)
{
    const Int128 *values = sums_values(sums, cell);
    row->lines += sums->cells[cell].lines;
    for (Size i = 0; i < plan->slots; i++)
        add_weighted(row, i, values[i], weight);
}

void ledger_row_add(LedgerRow *row, const Plan *plan, const RoyaltyVersion *v, const Sums *sums, Size cell)
{
    Word item = plan->articles.items[sums->cells[cell].key.article].item;
    add_cell(row, plan, sums, cell, version_weight(plan, v, item));
}

/* The grant that pays the royalty, or, where none has to, the first that covers the line. */
static const Clause *licence_of(const Target *t, const PlanRoyalty *royalty)
{
    const Clause *paying = paid_by(&t->route, royalty->name);
    return paying || !t->route.grants.count ? paying : t->route.grants.items[0];
}

static void add_entry(Sorter *s, Target *t, const PlanRoyalty *royalty, const RoyaltyVersion *v)
{
    const Plan *plan = s->out->plan;
    Word        item = t->key.article;
    int         entity = version_apart(v, W_entity) ? t->key.entity - 1 : -1;
    Ledger     *l = ledger_for(s->out, royalty, version_apart(v, W_product) ? item : 0,
                               country_apart(s, v, &t->key), entity);
    *PUSH(s->out->arena, &t->entries) =
        (Entry){royalty, v, l - s->out->ledgers.items, version_weight(plan, v, item), licence_of(t, royalty)};
}

static void enter(Sorter *s, const Entry *entry, const Sums *sums, Size cell)
{
    Ledger *l = &s->out->ledgers.items[entry->ledger];
    add_cell(row_for(s, l, &sums->cells[cell].key, entry->version), s->out->plan, sums, cell, entry->weight);
    if (s->entries)
        *PUSH(s->out->arena, s->entries) =
            (LedgerEntry){cell, entry->royalty, entry->version, l->group, entry->licence};
}

/* ---- lines that are not priced ---- */

static void add_outside_sum(Sorter *s, int32_t *last, const SumKey *key, const Int128 *values)
{
    Size    slots = s->out->plan->slots;
    int32_t at = *last;
    while (at && (s->outside_sums.items[at - 1].key.lines != key->lines ||
                  s->outside_sums.items[at - 1].key.currency != key->currency))
        at = s->outside_sums.items[at - 1].before;
    if (!at) {
        *PUSH(s->out->arena, &s->outside_sums) =
            (OutsideSum){*last, *key, NEW(s->out->arena, Int128, slots + 1)};
        at = *last = (int32_t)s->outside_sums.count;
    }
    for (Size i = 0; i < slots; i++)
        s->outside_sums.items[at - 1].values[i] += values[i];
}

/* The one that comes next, by lines and currency, in any order of the cells; 0: none. */
static int32_t next_sum(const Sorter *s, int32_t last, int32_t after)
{
    const OutsideSum *all = s->outside_sums.items;
    int32_t           found = 0;
    uint32_t          least = UINT32_MAX, behind = 0;
    if (after)
        behind = (uint32_t)all[after - 1].key.lines << 16 | all[after - 1].key.currency;
    for (int32_t at = last; at; at = all[at - 1].before) {
        uint32_t place = (uint32_t)all[at - 1].key.lines << 16 | all[at - 1].key.currency;
        if (place >= least || (after && place <= behind))
            continue;
        least = place;
        found = at;
    }
    return found;
}

/* "12 units, 48,000 EUR", before the lines change their order. */
static void say_outside(Sorter *s)
{
    for (Size i = 0; i < s->out->outside.count; i++) {
        int32_t last = s->outside_last.items[i];
        Text    said = text_new(s->out->arena);
        for (int32_t at = next_sum(s, last, 0); at; at = next_sum(s, last, at)) {
            const OutsideSum *sum = &s->outside_sums.items[at - 1];
            Str               one = reported_text(s->out->arena, s->out->plan, &sum->key, sum->values);
            text_format(&said, "%s%.*s", one.len && said.len ? ", " : "", STR_ARG(one));
        }
        s->out->outside.items[i].quantity = text_str(&said);
    }
}

static void add_outside(Sorter *s, const Sums *sums, Size cell, const Route *route)
{
    Ledgers      *out = s->out;
    const SumKey *key = &sums->cells[cell].key;
    /* Of a class of several it is not kept in which of them a line was sold: none is named. */
    bool     one = key->place && s->size_of[key->place - 1] == 1;
    Str      place = one ? country_code(s->country_of[key->place - 1]) : S("");
    int32_t *last = &s->outside_at[key->article];
    for (int32_t at = *last; at; at = s->outside_before.items[at - 1]) {
        OutsideLine *o = &out->outside.items[at - 1];
        if (str_equal(o->place, place) && str_equal(o->reason, route->reason)) {
            o->lines += sums->cells[cell].lines;
            add_outside_sum(s, &s->outside_last.items[at - 1], key, sums_values(sums, cell));
            return;
        }
    }
    *PUSH(out->arena, &out->outside) = (OutsideLine){.article = out->plan->articles.items[key->article].code,
                                                     .place = place,
                                                     .reason = route->reason,
                                                     .kind = route->kind,
                                                     .lines = sums->cells[cell].lines};
    *PUSH(out->arena, &s->outside_before) = *last;
    *PUSH(out->arena, &s->outside_last) = 0;
    add_outside_sum(s, &s->outside_last.items[out->outside.count - 1], key, sums_values(sums, cell));
    *last = (int32_t)out->outside.count;
}

/* ---- what becomes of a cell ---- */

/* Lines that credits count need no licence. True: no royalty counts them. */
static bool take_credits(Sorter *s, Target *t)
{
    const Plan *plan = s->out->plan;
    bool        royalty = false;
    for (Size i = 0; i < plan->royalties.count; i++) {
        const PlanRoyalty    *one = plan->royalties.items[i];
        const RoyaltyVersion *v = royalty_on(one, plan->cuts.items[t->key.interval]);
        if (!v || v->lines != t->key.lines)
            continue;
        royalty |= !one->credit;
        if (one->credit && counts(plan, one, &t->key))
            add_entry(s, t, one, v);
    }
    return t->entries.count && !royalty;
}

static void make_target(Sorter *s, Target *t)
{
    const Plan *plan = s->out->plan;
    t->later = plan->cuts.items[t->key.interval] > plan->through;
    if (t->later)
        return;
    t->priced = take_credits(s, t);
    if (t->priced)
        return;
    if (plan->router)
        t->route = *route_of(s, &t->key);
    if (plan->router && t->route.kind != ROUTE_LICENSED)
        return;
    for (Size i = 0; i < plan->royalties.count; i++) {
        const PlanRoyalty    *royalty = plan->royalties.items[i];
        const RoyaltyVersion *v = counts(plan, royalty, &t->key);
        if (!v || royalty->credit ||
            (royalty->by_grants && plan->router && !paid_by(&t->route, royalty->name)))
            continue;
        add_entry(s, t, royalty, v);
        t->priced = true;
    }
    if (!t->priced)
        t->route = (Route){.kind = ROUTE_FREE, .reason = S("licensed, and no royalty counts it")};
}

static uint64_t target_hash(const SumKey *key)
{
    uint64_t words[2];
    memcpy(words, key, sizeof words);
    uint64_t h = (words[0] ^ (words[1] << 29 | words[1] >> 35)) * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u; /* items, places and intervals are few: once makes chains */
    return h ^ (h >> 32);
}

static void grow_targets(Sorter *s)
{
    s->target_room = s->target_room ? s->target_room * 2 : 256;
    s->target_at = NEW(s->out->arena, int32_t, s->target_room);
    for (Size i = 0; i < s->targets.count; i++) {
        uint64_t at = target_hash(&s->targets.items[i].key);
        while (s->target_at[at & (uint64_t)(s->target_room - 1)])
            at++;
        s->target_at[at & (uint64_t)(s->target_room - 1)] = (int32_t)i + 1;
    }
}

static const Target *target_of(Sorter *s, const SumKey *cell)
{
    SumKey key = *cell;
    key.article = s->out->plan->articles.items[cell->article].item;
    key.currency = 0;
    if (s->targets.count * 2 >= s->target_room)
        grow_targets(s);
    uint64_t at = target_hash(&key), mask = (uint64_t)(s->target_room - 1);
    for (; s->target_at[at & mask]; at++) {
        const Target *old = &s->targets.items[s->target_at[at & mask] - 1];
        if (memcmp(&old->key, &key, sizeof key) == 0)
            return old;
    }
    Target new = {.key = key};
    make_target(s, &new);
    *PUSH(s->out->arena, &s->targets) = new;
    s->target_at[at & mask] = (int32_t)s->targets.count;
    return &s->targets.items[s->targets.count - 1];
}

static void sort_cell(Sorter *s, const Sums *sums, Size cell)
{
    const Target *target = target_of(s, &sums->cells[cell].key);
    int64_t       lines = sums->cells[cell].lines;
    for (Size i = 0; i < target->entries.count; i++)
        enter(s, &target->entries.items[i], sums, cell);
    if (target->later)
        s->out->later_lines += lines;
    if (target->later || target->priced)
        return;
    int64_t *count = target->route.kind == ROUTE_OUTSIDE ? &s->out->outside_lines
                     : target->route.kind == ROUTE_FREE  ? &s->out->free_lines
                                                         : &s->out->unknown_lines;
    *count += lines;
    add_outside(s, sums, cell, &target->route);
}

/* ---- order ---- */

static int row_order(const void *a, const void *b)
{
    const LedgerRow *x = a, *y = b;
    return x->interval != y->interval ? x->interval - y->interval : x->currency - y->currency;
}

static int ledger_order(const void *a, const void *b)
{
    const Ledger *x = a, *y = b;
    int           clause = (x->royalty->clause->name_span.from > y->royalty->clause->name_span.from) -
                 (x->royalty->clause->name_span.from < y->royalty->clause->name_span.from);
    return clause ? clause : str_order(x->group, y->group);
}

static int outside_order(const void *a, const void *b)
{
    const OutsideLine *x = a, *y = b;
    int                by_lines = (x->lines < y->lines) - (x->lines > y->lines);
    int                by_article = by_lines ? by_lines : str_order(x->article, y->article);
    int                by_place = by_article ? by_article : str_order(x->place, y->place);
    return by_place ? by_place : str_order(x->reason, y->reason);
}

/* A royalty without lines still owes its minimum, and says that nothing was sold. */
static void add_empty(Ledgers *out)
{
    for (Size i = 0; i < out->plan->royalties.count; i++) {
        const PlanRoyalty *royalty = out->plan->royalties.items[i];
        bool               found = false;
        for (Size k = 0; k < out->ledgers.count; k++)
            found |= out->ledgers.items[k].royalty == royalty;
        if (!found)
            (void)ledger_for(out, royalty, 0, -1, -1);
    }
}

void ledgers_close(Ledgers *out)
{
    add_empty(out);
    if (out->ledgers.count)
        qsort(out->ledgers.items, (size_t)out->ledgers.count, sizeof *out->ledgers.items, ledger_order);
    for (Size i = 0; i < out->ledgers.count; i++)
        if (out->ledgers.items[i].rows.count)
            qsort(out->ledgers.items[i].rows.items, (size_t)out->ledgers.items[i].rows.count,
                  sizeof(LedgerRow), row_order);
    if (out->outside.count)
        qsort(out->outside.items, (size_t)out->outside.count, sizeof *out->outside.items, outside_order);
}

static void find_currencies(Sorter *s, const Sums *sums)
{
    Size known = currency_count();
    s->currency_at = NEW(s->out->arena, int, known);
    for (Size i = 0; i < known; i++)
        s->currency_at[i] = -1;
    for (Size i = 0; i < sums->count; i++) {
        int currency = sums->cells[i].key.currency - 1;
        if (currency >= 0 && s->currency_at[currency] < 0)
            s->currency_at[currency] = s->currencies++;
    }
}

static void find_countries(Sorter *s)
{
    const Router *router = s->out->plan->router;
    s->country_of = NEW(s->out->arena, int16_t, COUNTRY_COUNT);
    s->size_of = NEW(s->out->arena, int16_t, COUNTRY_COUNT);
    for (int i = COUNTRY_COUNT - 1; i >= 0; i--) {
        int place = router ? router->place_class[i] : i;
        s->country_of[place] = (int16_t)i;
        s->size_of[place]++;
    }
}

static Ledgers *sorted(Arena *arena, const Plan *plan, const Sums *sums, LedgerEntries *entries)
{
    Ledgers *out = NEW(arena, Ledgers, 1);
    *out = (Ledgers){.arena = arena, .plan = plan};
    Sorter s = {.out = out, .entries = entries};
    find_currencies(&s, sums);
    find_countries(&s);
    s.outside_at = NEW(arena, int32_t, plan->articles.count);
    /* Ledgers are the same in any order of the cells; entries are in that of the sums. */
    Size  count = sums->count;
    Size *order = entries ? sums_order(arena, sums, &count) : NULL;
    for (Size i = 0; i < count; i++)
        if (order || sums_holds(sums, i))
            sort_cell(&s, sums, order ? order[i] : i);
    say_outside(&s);
    return out;
}

Ledgers *ledgers_new(Arena *arena, const Plan *plan, const Sums *sums)
{
    return sorted(arena, plan, sums, NULL);
}

LedgerEntries ledgers_entries(Arena *arena, const Plan *plan, const Sums *sums)
{
    LedgerEntries entries = {0};
    (void)sorted(arena, plan, sums, &entries);
    return entries;
}
