/* slice.c - see slice.h. */
#include "rights/slice.h"

#include "rights/answer.h"

#include <stdlib.h>

Slicer slicer_new(const Index *index, Arena *arena)
{
    Slicer slicer = {.index = index};
    for (Size i = 0; i < index->rules->rules.count; i++)
        if (index->rules->rules.items[i].not_assets.words)
            *PUSH(arena, &slicer.excepting) = &index->rules->rules.items[i];
    return slicer;
}

Numbering numbering_own(const Rules *r)
{
    return (Numbering){.count = {[DIM_WHO] = r->st->subjects.count,
                                 [DIM_ASSET] = r->universe->assets.count,
                                 [DIM_ACT] = W_ACT_LAST - W_ACT_FIRST + 1,
                                 [DIM_FIELD] = r->universe->fields.count,
                                 [DIM_PRODUCT] = r->universe->products.count,
                                 [DIM_PLACE] = COUNTRY_COUNT}};
}

/* ---- which rules ---- */

/* Can the asker be, on any day, the owner or of its group? Then exclusive grants to others count. */
static bool may_own(const Rules *r, int asker, int asset)
{
    int owner = r->universe->owner[asset];
    if (owner < 0 || owner == asker || !r->st->controls.count)
        return owner >= 0 && owner == asker;
    Bits group = bits_new(r->st->work, r->st->subjects.count);
    standing_affiliates_ever(r->st, owner, group);
    return bits_has(group, asker);
}

RuleList slice_rules(const Slicer *s, Arena *arena, int asker, int asset)
{
    const Index *x = s->index;
    RuleList     found = {0};
    bool         own = may_own(x->rules, asker, asset);
    for (int32_t i = x->asset_at[asset]; i < x->asset_at[asset + 1]; i++) {
        const Portfolio *p = &x->portfolios.items[x->asset_in[i]];
        const uint64_t  *who = p->rows + (x->row_at[DIM_WHO] + asker) * p->words;
        const uint64_t  *about = p->rows + (x->fixed_rows + p->asset_row[asset]) * p->words;
        for (Size word = 0; word < p->words; word++)
            for (uint64_t fits = about[word] & (own ? ~(uint64_t)0 : who[word]); fits; fits &= fits - 1)
                *PUSH(arena, &found) =
                    &x->rules->rules.items[x->order[p->first + (word << 6) + __builtin_ctzll(fits)]];
    }
    for (Size i = 0; i < s->excepting.count; i++) {
        const Rule *rule = s->excepting.items[i];
        if (bits_has(rule->not_assets, asset) && !bits_has(rule->assets, asset) && bits_has(rule->who, asker))
            *PUSH(arena, &found) = rule;
    }
    return found;
}

/* ---- which days ---- */

static void add_day(Arena *arena, DayList *turns, Day day)
{
    if (day > DAY_MIN && day < DAY_MAX)
        *PUSH(arena, turns) = day;
}

static void add_days(Arena *arena, DayList *turns, Days days)
{
    add_day(arena, turns, days.from);
    add_day(arena, turns, days.through < DAY_MAX ? days.through + 1 : DAY_MAX);
}

static void turns_of_asset(const Rules *r, Arena *arena, int asset, DayList *turns)
{
    const Universe *u = r->universe;
    for (Size i = bits_next(u->assets.within[asset], 0); i >= 0;
         i = bits_next(u->assets.within[asset], i + 1)) {
        const Clause *clause = asset_clause(u, (int)i);
        const Asset  *patent = clause && clause_is(clause, REF(PATENT)) ? clause->data : NULL;
        if (patent && patent->expires)
            add_day(arena, turns, (Day)patent->expires->value + 1);
        if (patent && patent->owner_from)
            add_day(arena, turns, (Day)patent->owner_from->value);
    }
    for (Size i = 0; i < u->captured.count; i++)
        if (u->captured.items[i].patent == asset)
            add_day(arena, turns, u->captured.items[i].from);
}

static bool groups_change(const Rules *r)
{
    const Agreement *a = terms_header(r->st->terms);
    return !a || a->groups != GROUPS_AT_SIGNING;
}

static bool asset_has_places(const Rules *r, int asset)
{
    const Universe *u = r->universe;
    for (Size i = bits_next(u->assets.within[asset], 0); i >= 0;
         i = bits_next(u->assets.within[asset], i + 1)) {
        const Clause *clause = asset_clause(u, (int)i);
        if (clause && clause_is(clause, REF(PATENT)) && ((const Asset *)clause->data)->places)
            return true;
    }
    return false;
}

/* Some text of the session speaks of it. */
static bool is_named(const Rules *r, int group)
{
    return word_known(r->st->terms->doc->words, group_code(group)) != 0;
}

static bool is_dated(const Rules *r, const RuleList *rules, int asset)
{
    if (!groups_change(r))
        return false;
    bool dated = asset_has_places(r, asset);
    for (Size i = 0; i < rules->count; i++)
        dated |= rules->items[i]->dated_places;
    return dated;
}

void slice_turns(const Slicer *s, Arena *arena, const RuleList *rules, int asset, DayList *turns)
{
    const Rules *r = s->index->rules;
    bool         plain = !r->st->controls.count;
    turns_of_asset(r, arena, asset, turns);
    for (Size i = 0; i < rules->count; i++) {
        const Rule  *rule = rules->items[i];
        const Right *right = rule->clause->data;
        add_days(arena, turns, rule->days);
        add_days(arena, turns, rule->clause->in_force);
        if (right->exclusive_through && right->exclusive_through->kind == N_DATE)
            add_day(arena, turns, (Day)right->exclusive_through->value + 1);
        for (Size k = 0; k < rule->change_count; k++)
            add_day(arena, turns, rule->changes[k].day);
        plain &= rule->simple;
    }
    for (Size i = 0; !plain && i < r->st->turns.count; i++)
        add_day(arena, turns, r->st->turns.items[i]);
    for (int group = 0; is_dated(r, rules, asset) && group < group_count(); group++)
        for (int k = 0; is_named(r, group) && k < group_size(group); k++)
            add_days(arena, turns, group_at(group, k).days);
}

static int day_order(const void *a, const void *b)
{
    Day l = *(const Day *)a, r = *(const Day *)b;
    return (l > r) - (l < r);
}

void days_order(DayList *days)
{
    Size kept = 0;
    if (days->count)
        qsort(days->items, (size_t)days->count, sizeof(Day), day_order);
    for (Size i = 0; i < days->count; i++)
        if (!kept || days->items[i] != days->items[kept - 1])
            days->items[kept++] = days->items[i];
    days->count = kept;
}

/* ---- which classes ---- */

typedef struct {
    Arena           *arena;
    const Rules     *r;
    const Numbering *numbering;
    Dim              dim;
    Partition       *partition;
} Split;

static void split(const Split *s, Bits by)
{
    const int32_t *number = s->numbering->number[s->dim];
    if (!by.words)
        return;
    if (!number) {
        partition_split(s->arena, s->partition, by);
        return;
    }
    Bits there = bits_new(s->arena, s->numbering->count[s->dim]);
    for (Size i = 0; i < there.size; i++)
        if (number[i] >= 0 && bits_has(by, number[i]))
            bits_add(there, i);
    partition_split(s->arena, s->partition, there);
}

/* Fields or products that a list names: limits and what an event narrowed a clause to. */
static void split_list(const Split *s, const Node *list)
{
    const Universe *u = s->r->universe;
    for (const Node *item = list ? list->a : NULL; item; item = item->next) {
        int32_t decl = item->a->kind == N_NAME ? item->a->decl : -1;
        int     number = decl >= 0 ? u->number[decl] : -1;
        bool    field = decl >= 0 && (s->r->st->terms->decls.items[decl].ref & REF(FIELD));
        if (item->a->kind == N_LIST)
            split_list(s, item->a);
        else if (number > 0 && field && s->dim == DIM_FIELD)
            split(s, u->fields.within[number]);
        else if (number > 0 && number < (int)u->products.count && !field && s->dim == DIM_PRODUCT)
            split(s, u->products.within[number]);
    }
}

static bool each_product(const Rules *r, const Node *node, int depth);

static bool name_asks(const Rules *r, const Node *name, int depth)
{
    const Decl    *decl = name->decl >= 0 ? &r->st->terms->decls.items[name->decl] : NULL;
    const uint64_t measured =
        REF(FACT) | REF(EVENT) | REF(METRIC) | REF(CONDITION) | REF(DEFINE) | REF(TEST) | REF(TABLE);
    if (!decl || !(decl->ref & measured) || !clause_is(decl->clause, measured))
        return false;
    const Measure *m = decl->clause->data;
    for (const Node *item = m->for_each ? (m->for_each->kind == N_LIST ? m->for_each->a : m->for_each) : NULL;
         item; item = item->next) {
        const Node *what = item->kind == N_ITEM ? item->a : item;
        if (what && what->word == W_product)
            return true;
    }
    for (Size i = 0; i < r->st->facts.count; i++) { /* recorded of one product, for whatever reason */
        const Fact *fact = &r->st->facts.items[i];
        for (Size k = 0; fact->name == decl->name && k < FACT_THINGS && fact->things[k]; k++)
            if (product_of(r->universe, fact->things[k]))
                return true;
    }
    return each_product(r, m->condition, depth + 1) || each_product(r, m->equals, depth + 1) ||
           each_product(r, m->passed_if, depth + 1);
}

/* Does a condition speak of something that there is for each product? Deep ones count as if. */
static bool each_product(const Rules *r, const Node *node, int depth)
{
    enum { DEPTH_MOST = 24 };
    if (depth > DEPTH_MOST)
        return true;
    for (; node; node = node->next)
        if ((node->kind == N_NAME && name_asks(r, node, depth)) ||
            (node->kind == N_STATE && node->op == STATE_CONTAINS) || each_product(r, node->a, depth + 1) ||
            each_product(r, node->b, depth + 1))
            return true;
    return false;
}

static bool any_each_product(const Rules *r, const NodeList *list)
{
    for (Size i = 0; i < list->count; i++)
        if (each_product(r, list->items[i], 0))
            return true;
    return false;
}

/* The answer may differ between two products of the same families. */
static bool looks_at_products(const Rules *r, const Rule *rule)
{
    const Clause *c = rule->clause;
    bool          looks = each_product(r, rule->only_for_node, 0) || each_product(r, rule->extends_once, 0);
    for (int i = 0; i < rule->gate_count; i++)
        looks |= each_product(r, rule->gates[i], 0);
    for (Size i = 0; i < rule->change_count; i++)
        looks |=
            rule->changes[i].effect->kind == EFFECT_NARROWS_SOLD || rule->changes[i].effect->with != NULL;
    if (rule->sublicense)
        looks |= each_product(r, rule->sublicense->condition, 0);
    return looks || any_each_product(r, &c->while_) || any_each_product(r, &c->once) ||
           any_each_product(r, &c->unless) || any_each_product(r, &c->if_);
}

static void split_each_product(const Split *s)
{
    const Universe *u = s->r->universe;
    Bits            one = bits_new(s->arena, u->products.count);
    for (Size i = 1; i < u->products.count; i++) {
        if (!product_of(u, u->products.name[i]))
            continue;
        bits_clear(one);
        bits_add(one, i);
        split(s, one);
    }
}

static void split_groups(const Split *s, const DayList *days)
{
    Bits members = bits_new(s->arena, COUNTRY_COUNT);
    for (Size d = 0; d < days->count; d++)
        for (int group = 0; group < group_count(); group++) {
            if (!is_named(s->r, group))
                continue;
            bits_clear(members);
            group_members_on(group, days->items[d], members);
            split(s, members);
        }
}

/* What each item of a list covers on each of the days; exceptions of dated groups are in no set of the rule.
 */
static void split_dated_places(const Split *s, const Node *list, const DayList *days)
{
    Bits one = bits_new(s->arena, COUNTRY_COUNT);
    for (const Node *item = list ? list->a : NULL; item; item = item->next) {
        if (item->a->kind == N_LIST) {
            split_dated_places(s, item->a, days);
            continue;
        }
        for (Size d = 0; d < days->count; d++) {
            bool dated = false;
            bits_clear(one);
            (void)universe_places(s->r->universe, item->a, days->items[d], false, one, &dated);
            split(s, one);
            if (!dated)
                break;
        }
    }
}

/* Countries where the patents live. */
static void split_by_life(const Split *s, int asset)
{
    const Universe *u = s->r->universe;
    for (Size i = bits_next(u->assets.within[asset], 0); i >= 0;
         i = bits_next(u->assets.within[asset], i + 1)) {
        const Clause *clause = asset_clause(u, (int)i);
        const Asset  *patent = clause && clause_is(clause, REF(PATENT)) ? clause->data : NULL;
        Bits          places = bits_new(s->arena, COUNTRY_COUNT);
        bool          dated = false;
        for (const Node *item = patent && patent->places ? patent->places->a : NULL; item; item = item->next)
            (void)universe_places(u, item->a, DAY_MAX, true, places, &dated);
        if (patent && patent->places)
            split(s, places);
    }
}

static void split_recorded_countries(const Split *s)
{
    for (Size i = 0; i < s->r->st->facts.count; i++) {
        const Fact *fact = &s->r->st->facts.items[i];
        for (Size k = 0; k < FACT_THINGS && fact->things[k]; k++) {
            Bits one = bits_new(s->arena, COUNTRY_COUNT);
            int  country = country_find(terms_text(s->r->st->terms, fact->things[k]));
            if (country >= 0)
                bits_add(one, country);
            split(s, one);
        }
    }
}

static Bits no_product(const Split *s)
{
    Bits none = bits_new(s->arena, s->r->universe->products.count);
    bits_add(none, 0);
    return none;
}

static void split_by_rule(const Split *s, const Rule *rule)
{
    const Right *right = rule->clause->data;
    Bits         acts = bits_new(s->arena, W_ACT_LAST - W_ACT_FIRST + 1);
    switch (s->dim) {
    case DIM_ACT:
        acts.words[0] = rule->acts;
        split(s, acts);
        return;
    case DIM_FIELD:
        split(s, rule->fields);
        split(s, rule->not_fields);
        break;
    case DIM_PRODUCT:
        split(s, rule->products);
        split(s, rule->not_products);
        split(s, rule->only_for);
        if (rule->only_for_node) /* a limit is left open only where no product is told */
            split(s, no_product(s));
        break;
    case DIM_PLACE:
        split(s, rule->places);
        split(s, rule->not_places);
        if (right->exclusive_until)
            split_recorded_countries(s);
        return;
    case DIM_WHO:
    case DIM_ASSET:
    case DIM_TIME:
    case DIM_START:
    case DIM_GATE:
    case DIM_RECIPIENT:
    case DIM_NARROWED:
    case DIM_COUNT: return;
    }
    split_list(s, rule->only_for_node);
    for (Size i = 0; i < rule->change_count; i++) {
        split_list(s, rule->changes[i].effect->scope);
        split_list(s, rule->changes[i].effect->in);
    }
}

static Bits one_act(const Split *s, Word act)
{
    Bits acts = bits_new(s->arena, W_ACT_LAST - W_ACT_FIRST + 1);
    bits_add(acts, act - W_ACT_FIRST);
    return acts;
}

void slice_split(const Slicer *slicer, Arena *arena, const Slice *slice, Dim dim, Partition *partition)
{
    Split           s = {arena, slicer->index->rules, slice->numbering, dim, partition};
    const RuleList *rules = slice->rules;
    const DayList  *days = slice->days;
    const int       asset = slice->asset;
    bool            each = false;
    for (Size i = 0; i < rules->count; i++) {
        split_by_rule(&s, rules->items[i]);
        each |= looks_at_products(s.r, rules->items[i]);
    }
    if (dim == DIM_PRODUCT && each)
        split_each_product(&s);
    if (dim == DIM_PLACE)
        split_by_life(&s, asset);
    const Clause *made = asset_improvement(s.r->universe, asset);
    if (made && dim == DIM_FIELD)
        split_list(&s, ((const Improvement *)made->data)->grant_back_fields);
    if (made && dim == DIM_ACT)
        split(&s, one_act(&s, W_sublicense));
    for (Size i = 0; dim == DIM_PLACE && i < rules->count; i++)
        if (rules->items[i]->dated_places)
            split_dated_places(&s, ((const Right *)rules->items[i]->clause->data)->places, days);
    if (dim == DIM_PLACE && groups_change(s.r) && asset_has_places(s.r, asset))
        split_groups(&s, days);
}

/* ---- gaps ---- */

typedef struct {
    const Index *index;
    const Rules *r;
    RuleList     rules;
    Verdict     *simple; /* verdicts that do not depend on the point */
    Point        p;
    bool         whole; /* more than rules decide */
} Gap;

static Verdict verdict_of(const Gap *g, Size i)
{
    return g->rules.items[i]->simple ? g->simple[i] : rule_test(g->r, g->rules.items[i], &g->p, NULL).verdict;
}

static bool speaks(const Rule *rule, Verdict verdict)
{
    bool match = verdict == TEST_MATCH;
    if (rule->kind == RIGHT_RESERVE)
        return match;
    if (verdict == TEST_OVER || verdict == TEST_EXCLUDED || verdict == TEST_SUSPENDED ||
        verdict == TEST_UNKNOWN)
        return true;
    return match || (verdict == TEST_CONDITIONAL && rule->kind != RIGHT_RELEASE);
}

/* In, or in but for an exception; the days are left to rule_excepts. */
static bool reached(Bits in, Bits excepted, int at)
{
    return bits_has(in, at) || (excepted.words && bits_has(excepted, at));
}

static bool excepts(const Gap *g, const Rule *rule)
{
    const Point *p = &g->p;
    Dim          dim = DIM_COUNT;
    Tested       tested;
    bool         some = rule->not_fields.words || rule->not_products.words || rule->not_places.words ||
                rule->not_assets.words || rule->dated_places || rule->dated_assets;
    if (!some || (rule->kind != RIGHT_GRANT && rule->kind != RIGHT_COVENANT) ||
        !reached(rule->fields, rule->not_fields, p->field) ||
        !reached(rule->products, rule->not_products, p->product))
        return false;
    return rule_excepts(g->r, rule, p, &dim, &tested);
}

static bool is_gap(const Gap *g)
{
    const Point *p = &g->p;
    Span         why = {0, 0};
    if (asset_lives(g->r->universe, p->asset, p->country, p->day, &why) == NO)
        return false;
    for (Size i = 0; i < g->rules.count; i++) {
        const Rule *rule = g->rules.items[i];
        if (!(rule->acts >> p->act & 1) || !bits_has(rule->who, p->asker))
            continue;
        bool fits = bits_has(rule->assets, p->asset) && bits_has(rule->fields, p->field) &&
                    bits_has(rule->products, p->product) && bits_has(rule->places, p->country);
        if ((fits && speaks(rule, verdict_of(g, i))) || excepts(g, rule))
            return false;
    }
    return true;
}

static Bits all_of(Arena *arena, Size count)
{
    Bits all = bits_new(arena, count);
    bits_fill(all);
    return all;
}

static void find_gaps(Gap *g, Arena *arena, const Partition *acts, const Partition *fields,
                      const Partition *places, BoxList *out)
{
    for (Size a = 0; a < acts->count; a++)
        for (Size f = 0; f < fields->count; f++)
            for (Size c = 0; c < places->count; c++) {
                g->p.act = (int)bits_next(acts->items[a], 0);
                g->p.field = (int)bits_next(fields->items[f], 0);
                g->p.country = (int)bits_next(places->items[c], 0);
                if (g->whole ? may_cell(g->index, arena, &g->p) != ANSWER_SILENT : !is_gap(g))
                    continue;
                Box box = {.days = {g->p.day, g->p.day}};
                box.set[DIM_ACT] = acts->items[a];
                box.set[DIM_FIELD] = fields->items[f];
                box.set[DIM_PLACE] = places->items[c];
                *PUSH(arena, out) = box;
            }
}

BoxList gaps(const Slicer *s, Arena *arena, int licensee, int asset, int act, Day day)
{
    static const Dim order[] = {DIM_PLACE, DIM_FIELD, DIM_ACT};
    const Rules     *r = s->index->rules;
    Gap              g = {.index = s->index, .r = r, .p = {.asker = licensee, .asset = asset, .day = day}};
    BoxList          out = {0};
    int              owner = r->universe->owner[asset];
    bool             own = asset > 0 &&
               (owner == licensee || (owner >= 0 && standing_affiliate(r->st, licensee, owner, day) == YES));
    if (own)
        return out;
    g.rules = slice_rules(s, arena, licensee, asset);
    g.whole = r->unreadable.count || asset_improvement(r->universe, asset);
    g.simple = NEW(arena, Verdict, g.rules.count + 1);
    for (Size i = 0; i < g.rules.count; i++)
        if (g.rules.items[i]->simple)
            g.simple[i] = rule_test(r, g.rules.items[i], &g.p, NULL).verdict;
    Numbering own_numbers = numbering_own(r);
    DayList   days = {&day, 1, 1};
    Bits      acts = all_of(arena, own_numbers.count[DIM_ACT]),
         fields = bits_new(arena, r->universe->fields.count);
    if (act >= 0) {
        bits_clear(acts);
        bits_add(acts, act);
    }
    for (Size i = 0; i < fields.size; i++)
        if (r->universe->fields.rest[i])
            bits_add(fields, i);
    Partition part[3] = {partition_of(arena, acts), partition_of(arena, fields),
                         partition_of(arena, all_of(arena, COUNTRY_COUNT))};
    Slice     slice = {&g.rules, asset, &days, &own_numbers};
    slice_split(s, arena, &slice, DIM_ACT, &part[0]);
    slice_split(s, arena, &slice, DIM_FIELD, &part[1]);
    slice_split(s, arena, &slice, DIM_PLACE, &part[2]);
    find_gaps(&g, arena, &part[0], &part[1], &part[2], &out);
    boxes_merge(arena, &out, order, COUNT(order));
    return out;
}
