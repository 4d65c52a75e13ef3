/* effect.c - see effect.h. */
#include "money/effect_inside.h"

#include <stdlib.h>
#include <string.h>

#include "money/period.h"

enum {
    YEARS_MOST = 40,
    YEARS_OPEN = 10,
    POINTS_MOST = 64,
    LIMITS_MOST = 24,
    TENS_FROM = 3,
    TENS_THROUGH = 9
};

/* ---- quantities ---- */

typedef enum { GIVEN_NONE, GIVEN_COUNT, GIVEN_MONEY, GIVEN_OTHER } GivenKind;

/* What a total can stand for in a royalty: a count of a unit, or an amount. */
typedef struct {
    GivenKind kind;
    Word      name, unit; /* of the text; the unit of a count, the currency of an amount */
} Given;

static bool is_unit(const Side *side, Word name)
{
    const Decl *decl = terms_decl(side_terms(side), name);
    return name == W_units || (decl && (decl->ref & REF(UNIT)));
}

static Given given_of(const Side *side, const Plan *plan, const PlanRoyalty *royalty, Day day)
{
    const RoyaltyVersion *v = royalty_near(royalty, day);
    const Clause         *head = v->head ? terms_clause(side_terms(side), v->head) : NULL;
    if (!v->base)
        return (Given){GIVEN_NONE, 0, 0};
    if (is_unit(side, v->head))
        return (Given){GIVEN_COUNT, v->head, v->head};
    for (Size i = 0; i < v->text->bands.count; i++)
        if (v->text->bands.items[i].limit && v->text->bands.items[i].limit->kind == N_COUNT)
            return (Given){GIVEN_COUNT, v->text->bands.items[i].limit->word,
                           v->text->bands.items[i].limit->word};
    int  currency = royalty_currency(plan, royalty);
    bool amount = v->head && !v->priced && currency >= 0 && (!head || clause_is(head, REF(DEFINE)));
    Word code = amount ? word_known(side_terms(side)->doc->words, currency_code(currency)) : 0;
    return amount && code ? (Given){GIVEN_MONEY, v->head, code} : (Given){GIVEN_OTHER, 0, 0};
}

typedef LIST_OF(Rational) Points;

static void add_point(Arena *arena, Points *points, Rational point)
{
    for (Size i = 0; i < points->count; i++)
        if (rational_order(points->items[i], point) == 0)
            return;
    if (point.ok && points->count < POINTS_MOST)
        *PUSH(arena, points) = point;
}

static void add_limit(Arena *arena, Points *points, const Node *limit)
{
    if (!limit || (limit->kind != N_COUNT && limit->kind != N_MONEY))
        return;
    Rational edge = rational_of(limit->value, limit->scale);
    add_point(arena, points, edge);
    add_point(arena, points, rational_add(edge, rational_whole(1)));
}

static void add_limits(Arena *arena, Points *points, const PlanRoyalty *royalty)
{
    for (Size k = 0; royalty && k < royalty->versions.count; k++) {
        const RateRows *bands = &royalty->versions.items[k].text->bands;
        for (Size i = 0; i < bands->count && i < LIMITS_MOST; i++)
            add_limit(arena, points, bands->items[i].limit);
    }
    if (royalty && royalty->reached)
        add_limit(arena, points, royalty->level->b);
}

static int point_order(const void *a, const void *b)
{
    return rational_order(*(const Rational *)a, *(const Rational *)b);
}

static Points points_of(Arena *arena, const PlanRoyalty *old, const PlanRoyalty *now, bool quantities)
{
    Points points = {0};
    add_point(arena, &points, rational_whole(0));
    if (!quantities)
        return points;
    add_limits(arena, &points, old);
    add_limits(arena, &points, now);
    add_point(arena, &points, rational_whole(1)); /* here rounding shows */
    int64_t ten = 1;
    for (int i = 1; i <= TENS_THROUGH; i++) {
        ten *= 10;
        if (i >= TENS_FROM)
            add_point(arena, &points, rational_whole(ten));
    }
    qsort(points.items, (size_t)points.count, sizeof(Rational), point_order);
    return points;
}

/* ---- what is owed under one text ---- */

static Year year_of(Arena *arena, const Side *side, Days period)
{
    Year  year = {.side = side, .period = period};
    Diags quiet = diags_new(arena);
    year.plan = plan_new(arena, side->st, NULL, plan_span(side->st, period), &quiet);
    plan_stop(year.plan, period.through);
    plan_close(year.plan);
    for (Size i = 0; i < side->st->facts.count; i++)
        if (side->st->facts.items[i].kind != FACT_USAGE)
            *PUSH(arena, &year.facts) = side->st->facts.items[i];
    return year;
}

static const PlanRoyalty *royalty_in(const Year *year, Word name)
{
    for (Size i = 0; name && i < year->plan->royalties.count; i++)
        if (year->plan->royalties.items[i]->name == name)
            return year->plan->royalties.items[i];
    return NULL;
}

/* A rational whole or decimal as the value of a fact. */
static bool value_node(Rational quantity, NodeKind kind, Word unit, Node *out)
{
    for (int scale = 0; scale <= 12; scale++) {
        int64_t  value = 0;
        Rational ten = rational_times(quantity, rational_divide(rational_whole(1), rational_of(1, scale)));
        if (!ten.ok || ten.den != 1 || !rational_round(quantity, scale, ROUND_DOWN, &value))
            continue;
        *out =
            (Node){.kind = (uint8_t)kind, .scale = (uint8_t)scale, .value = value, .word = unit, .decl = -1};
        return true;
    }
    return false;
}

static Str first_missing(Arena *arena, const Pricing *pricing)
{
    return pricing->trace.missing.count ? str_copy(arena, pricing->trace.missing.items[0])
                                        : S("nothing says how much");
}

static OwedAmount royalty_amount(Arena *keep, const Books *books, Word name, Days period)
{
    OwedAmount out = {.known = true, .currency = -1};
    for (Size i = 0; i < books->ledgers->ledgers.count && out.known; i++) {
        const Account *account = &books->accounts[i];
        int64_t        one = 0;
        if (account->base.ledger->royalty->name != name || !royalty_is_priced(account->base.ledger->royalty))
            continue;
        out.known =
            account->base.currency >= 0 && due_rounded(books, account, account->adjusts.count, period, &one);
        out.due += one;
        out.currency = account->base.currency;
    }
    if (!out.known)
        out.why = first_missing(keep, books->pricing);
    return out;
}

static OwedAmount payment_amount(Arena *keep, Pricing *pricing, const Plan *plan, Word name, Days period)
{
    Statement  s = {.plan = plan, .period = period};
    OwedAmount out = {.known = true, .currency = -1};
    statement_add_payments(&s, pricing, name);
    for (Size i = 0; i < s.parts.count && out.known; i++) {
        const StatementPart *part = &s.parts.items[i];
        out.known = !part->unknown && (out.currency < 0 || out.currency == part->currency);
        out.currency = part->currency;
        out.due += part->due;
    }
    if (!out.known)
        out.why = first_missing(keep, pricing);
    return out;
}

static OwedAmount amount_from(Arena *keep, const Year *year, const Clause *clause, const Given *given,
                              Rational quantity)
{
    Arena    work = {0};
    Standing st = *year->side->st;
    Plan     plan = *year->plan;
    Node     value = {0};
    st.facts = (Facts){0};
    for (Size i = 0; i < year->facts.count; i++)
        *PUSH(&work, &st.facts) = year->facts.items[i];
    if (given->kind != GIVEN_NONE && !rational_is_zero(quantity) &&
        value_node(quantity, given->kind == GIVEN_COUNT ? N_COUNT : N_MONEY, given->unit, &value))
        *PUSH(&work, &st.facts) =
            (Fact){.kind = FACT_USAGE, .name = given->name, .days = year->period, .value = &value};
    plan.arena = &work;
    plan.st = &st;
    st.work = &work;
    Sums     sums = sums_new(&work, &plan);
    Ledgers *ledgers = ledgers_new(&work, &plan, &sums);
    ledgers_give(ledgers);
    ledgers_close(ledgers);
    Pricing    pricing = {.arena = &work, .plan = &plan, .ledgers = ledgers, .trace = {.arena = &work}};
    Books     *books = books_new(&pricing, ledgers);
    OwedAmount out = clause_is(clause, REF(ROYALTY))
                         ? royalty_amount(keep, books, clause->name, year->period)
                         : payment_amount(keep, &pricing, &plan, clause->name, year->period);
    arena_free(&work);
    return out;
}

/* ---- both texts ---- */

static bool same_amount(const OwedAmount *a, const OwedAmount *b)
{
    if (!a->known || !b->known)
        return a->known == b->known;
    return a->due == b->due && (a->currency == b->currency || !a->due);
}

static bool same_change(const OwedChange *a, const OwedChange *b)
{
    bool quantity = a->quantity.ok == b->quantity.ok &&
                    (!a->quantity.ok || rational_order(a->quantity, b->quantity) == 0);
    return quantity && same_amount(&a->was, &b->was) && same_amount(&a->is, &b->is);
}

/* Keeps a row that differs; what neither text knows is noted. */
static void take_row(Reckoning *e, OwedEffect *item, OwedChanges *rows, const OwedChange *row)
{
    if (!row->was.known && !row->is.known) {
        item->note = row->is.why;
        e->out.unknown = true;
    }
    if (same_amount(&row->was, &row->is))
        return;
    e->out.differs = true;
    *PUSH(e->arena, rows) = *row;
}

typedef struct {
    Reckoning    *e;
    OwedEffect   *item;
    const Clause *old, *now;
    const Year   *was, *is;
    OwedChanges   last, rows; /* that differ: in the years before, and in this one */
    Days          last_days;  /* of the former */
} Item;

/* A text that lacks the clause owes nothing by it. */
static OwedAmount side_amount(const Item *item, const Year *year, const Clause *clause, const Given *given,
                              Rational quantity)
{
    OwedAmount none = {.known = true, .currency = -1};
    return clause ? amount_from(item->e->arena, year, clause, given, quantity) : none;
}

static Str unit_text(const Reckoning *e, const Side *side, const Given *given)
{
    const Terms *terms = side_terms(side);
    if (given->kind == GIVEN_COUNT)
        return terms_text(terms, given->unit);
    if (given->kind == GIVEN_MONEY)
        return str_format(e->arena, "%.*s %.*s", STR_ARG(terms_text(terms, given->unit)),
                          STR_ARG(terms_text(terms, given->name)));
    return S("");
}

/* Both texts count the same thing, or one has nothing to count. */
static bool same_given(const Reckoning *e, const Given *old, const Given *now)
{
    return old->kind == now->kind && compare_renamed(e->c, old->name) == now->name &&
           (old->kind != GIVEN_MONEY || old->unit == now->unit);
}

static Str not_reckoned(const Item *item, const Given *old, const Given *now)
{
    if (old->kind == GIVEN_OTHER || now->kind == GIVEN_OTHER)
        return S("a total cannot stand for its lines; give lines with --usage and --period");
    if (item->old && item->now && !same_given(item->e, old, now))
        return S("it counts something else now; give lines with --usage and --period");
    return S("");
}

static void reckon_year(Item *item)
{
    Reckoning         *e = item->e;
    bool               royalty = clause_is(item->now ? item->now : item->old, REF(ROYALTY) | REF(MILESTONES));
    const PlanRoyalty *old = royalty && item->old ? royalty_in(item->was, item->old->name) : NULL,
                      *now = royalty && item->now ? royalty_in(item->is, item->now->name) : NULL;
    Given was = {GIVEN_NONE, 0, 0}, is = {GIVEN_NONE, 0, 0};
    if (old)
        was = given_of(&e->old, item->was->plan, old, item->was->period.through);
    if (now)
        is = given_of(&e->now, item->is->plan, now, item->is->period.through);
    const Given *shown = now ? &is : &was;
    Str          note = not_reckoned(item, &was, &is);
    Points       points = points_of(e->arena, old, now, shown->kind != GIVEN_NONE && !note.len);
    item->item->note = note.len ? note : item->item->note;
    item->rows.count = 0;
    for (Size i = 0; i < points.count; i++) {
        OwedChange row = {.days = item->is->period, .quantity = points.items[i]};
        if (!royalty || shown->kind == GIVEN_NONE || note.len)
            row.quantity.ok = false;
        row.unit = unit_text(e, now ? &e->now : &e->old, shown);
        row.was = side_amount(item, item->was, item->old, &was, points.items[i]);
        row.is = side_amount(item, item->is, item->now, &is, points.items[i]);
        take_row(e, item->item, &item->rows, &row);
    }
}

/* The years that gave the same differences become rows of one span. */
static void flush_years(Item *item)
{
    for (Size i = 0; i < item->last.count; i++) {
        OwedChange row = item->last.items[i];
        row.days = item->last_days;
        *PUSH(item->e->arena, &item->item->changes) = row;
    }
    item->last.count = 0;
}

static void next_year(Item *item)
{
    bool same = item->rows.count == item->last.count;
    for (Size i = 0; same && i < item->rows.count; i++)
        same = same_change(&item->rows.items[i], &item->last.items[i]);
    if (!same)
        flush_years(item);
    if (!same || !item->rows.count)
        item->last_days = item->is->period;
    for (Size i = 0; !same && i < item->rows.count; i++)
        *PUSH(item->e->arena, &item->last) = item->rows.items[i];
    item->last_days.through = item->is->period.through;
}

/* ---- which days ---- */

static Days year_with(Day day)
{
    int year = civil_of(day).year;
    return (Days){day_of((Civil){year, 1, 1}), day_of((Civil){year, 12, 31})};
}

/* The calendar years of both agreements; of one without an end, the first ten. */
static Days days_reckoned(const Reckoning *e)
{
    const Standing *sides[] = {e->old.st, e->now.st};
    Days            days = {DAY_MAX, DAY_MIN};
    for (Size i = 0; i < COUNT(sides); i++) {
        if (sides[i]->effective_known != YES)
            return (Days){0, -1};
        Day end = sides[i]->ends < DAY_MAX ? sides[i]->ends
                                           : day_add_months(sides[i]->effective, YEARS_OPEN * 12) - 1;
        days.from = sides[i]->effective < days.from ? sides[i]->effective : days.from;
        days.through = end > days.through ? end : days.through;
    }
    Day most = day_add_months(days.from, YEARS_MOST * 12) - 1;
    days.through = days.through > most ? most : days.through;
    return (Days){year_with(days.from).from, year_with(days.through).through};
}

/* ---- all clauses ---- */

static bool is_owed(const Clause *clause)
{
    return clause && clause_is(clause, REF(ROYALTY) | REF(PAYMENT) | REF(MILESTONES)) && !clause->poisoned &&
           !clause->optional && clause->data;
}

static const Clause *owed_in(const Reckoning *e, const Side *side, Word name)
{
    const Clause *clause = clause_in(e, side, name);
    return is_owed(clause) ? clause : NULL;
}

static void add_item(Reckoning *e, Word name)
{
    bool       old = owed_in(e, &e->old, name) != NULL, now = owed_in(e, &e->now, name) != NULL;
    OwedEffect item = {.name = terms_text(side_terms(&e->now), name), .added = !old, .removed = !now};
    find_causes(e, name, &item);
    if (!item.causes.count)
        return;
    item.royalty = clause_is(owed_in(e, now ? &e->now : &e->old, name), REF(ROYALTY));
    if (old && now && compare_was(e->c, name) != name)
        item.before = terms_text(side_terms(&e->old), compare_was(e->c, name));
    *PUSH(e->arena, &e->out.items) = item;
    *PUSH(e->arena, &e->names) = name;
}

/* Each name once: those of the new text in its order, then those that only the old one has. */
static void add_items(Reckoning *e)
{
    const Side    *sides[] = {&e->now, &e->old};
    unsigned char *done = NEW(e->arena, unsigned char, e->c->room);
    for (Size i = 0; i < COUNT(sides); i++) {
        const Terms *terms = side_terms(sides[i]);
        for (Size k = 0; k < terms->clauses.count; k++) {
            Word name = joint_name(e, sides[i], terms->clauses.items[k]->name);
            if (!is_owed(terms->clauses.items[k]) || (Size)name >= e->c->room || done[name])
                continue;
            done[name] = 1;
            add_item(e, name);
        }
    }
}

static void reckon_item(Reckoning *e, OwedEffect *out, Word name)
{
    Item item = {.e = e, .item = out, .old = owed_in(e, &e->old, name), .now = owed_in(e, &e->now, name)};
    for (Size i = 0; i < e->is.count; i++) {
        item.was = &e->was.items[i];
        item.is = &e->is.items[i];
        reckon_year(&item);
        next_year(&item);
    }
    flush_years(&item);
    out->same = !out->changes.count && !out->note.len;
}

static void plan_years(Reckoning *e, Days days)
{
    Day day = days.from;
    while (day <= days.through) {
        Days period = days.through - days.from >= 365 ? year_with(day) : days;
        day = period.through + 1;
        *PUSH(e->arena, &e->was) = year_of(e->arena, &e->old, period);
        *PUSH(e->arena, &e->is) = year_of(e->arena, &e->now, period);
    }
}

MoneyEffect effect_reference(Arena *arena, const Comparison *c, const Standing *old, const Standing *now,
                             const Days *period)
{
    Reckoning e = {.arena = arena, .c = c, .old = {old, true}, .now = {now, false}};
    e.out.days = period ? *period : days_reckoned(&e);
    add_items(&e);
    if (e.out.items.count) /* else nothing that is owed can differ */
        plan_years(&e, e.out.days);
    for (Size i = 0; i < e.out.items.count; i++)
        reckon_item(&e, &e.out.items.items[i], e.names.items[i]);
    return e.out;
}

/* ---- lines ---- */

static Str why_unknown(const Statement *s, const StatementPart *part)
{
    for (Size i = 0; i < part->steps.count; i++)
        if (part->steps.items[i].unknown && part->steps.items[i].note.len)
            return part->steps.items[i].note;
    return s->missing.count ? s->missing.items[0] : S("nothing says how much");
}

/* The parts of a clause and group, all periods within the statement's together. */
static OwedAmount parts_amount(const Statement *s, const Clause *clause, Str group)
{
    OwedAmount out = {.known = true, .currency = -1};
    for (Size i = 0; clause && i < s->parts.count && out.known; i++) {
        const StatementPart *part = &s->parts.items[i];
        if (part->clause->name != clause->name || !str_equal(part->group, group))
            continue;
        out.known = !part->unknown;
        out.why = out.known ? S("") : why_unknown(s, part);
        out.currency = part->currency;
        out.due += part->due;
    }
    return out;
}

typedef struct {
    const Statement *old, *now;
} Both;

static void compare_group(Reckoning *e, OwedEffect *item, Word name, Str group, const Both *both)
{
    OwedChange row = {.days = e->out.days, .quantity = {.den = 1}, .group = group};
    row.was = parts_amount(both->old, owed_in(e, &e->old, name), group);
    row.is = parts_amount(both->now, owed_in(e, &e->now, name), group);
    take_row(e, item, &item->changes, &row);
}

/* Each group that either statement has of a clause, once. */
static void compare_item(Reckoning *e, OwedEffect *item, Word name, const Both *both)
{
    LIST_OF(Str) groups = {0};
    const Statement *statements[] = {both->now, both->old};
    const Side      *sides[] = {&e->now, &e->old};
    for (Size i = 0; i < COUNT(statements); i++) {
        const Clause *clause = owed_in(e, sides[i], name);
        for (Size k = 0; clause && k < statements[i]->parts.count; k++) {
            const StatementPart *part = &statements[i]->parts.items[k];
            bool                 again = part->clause->name != clause->name;
            for (Size g = 0; g < groups.count && !again; g++)
                again = str_equal(groups.items[g], part->group);
            if (!again)
                *PUSH(e->arena, &groups) = part->group;
        }
    }
    for (Size g = 0; g < groups.count; g++)
        compare_group(e, item, name, groups.items[g], both);
    item->same = !item->changes.count && !item->note.len;
}

MoneyEffect effect_lines(Arena *arena, const Comparison *c, const Statement *old, const Statement *now)
{
    Both      both = {old, now};
    Reckoning e = {.arena = arena,
                   .c = c,
                   .old = {old->plan->st, true},
                   .now = {now->plan->st, false},
                   .lines = true,
                   .out = {.days = now->period}};
    add_items(&e);
    for (Size i = 0; i < e.out.items.count; i++)
        compare_item(&e, &e.out.items.items[i], e.names.items[i], &both);
    return e.out;
}
