/* cells.c - see cells.h.
 *
 * A cell of the sums is measured alone, so limits (`freight at most 5% of gross`), which are on sums, are
 * left aside; what they take off stands in a cell of its own, so that all of them still add up to the base.
 */
#include "money/cells.h"

#include "money/period.h"

enum { PLACES_NAMED = 3 };

typedef struct {
    Arena         *arena;
    Pricing       *pricing;
    const Base    *base;
    const Sums    *sums;
    StatementPart *part;
} Filling;

static const Plan *plan_of(const Filling *f) { return f->pricing->plan; }

static const Account *account_of(const Books *books, const StatementPart *part)
{
    for (Size i = 0; i < books->ledgers->ledgers.count; i++) {
        const Ledger *l = &books->ledgers->ledgers.items[i];
        if (l->royalty == part->counted && str_equal(l->group, part->group))
            return &books->accounts[i];
    }
    return NULL;
}

/* ---- words ---- */

/* "DE"; of a class of countries that no clause tells apart, the names or how many they are. */
static Str place_text(const Filling *f, int place)
{
    const Plan *plan = plan_of(f);
    Text        names = text_new(f->arena);
    int         count = 0;
    for (int i = 0; i < COUNTRY_COUNT && place >= 0; i++)
        if ((plan->router ? plan->router->place_class[i] : i) == place) {
            text_format(&names, "%s%.*s", count ? ", " : "", STR_ARG(country_code(i)));
            count++;
        }
    return count <= PLACES_NAMED ? text_str(&names) : str_format(f->arena, "%d countries", count);
}

/* "48,000.00 EUR"; where lines state several numbers, each with its name: "gross 48,000.00 EUR, freight …".
 */
Str reported_text(Arena *arena, const Plan *plan, const SumKey *key, const Int128 *values)
{
    const PlanLines *lines = &plan->lines.items[key->lines];
    Text             text = text_new(arena);
    for (int i = 0; i < lines->slot_count; i++) {
        int number = lines->slots[i].ops.count ? -1 : lines->slots[i].number;
        for (int k = 0; k < lines->column_count && number >= 0; k++) {
            if (lines->columns[k].number != number || (!values[i] && lines->slot_count > 1))
                continue;
            Str      name = terms_text(plan->st->terms, lines->columns[k].name);
            bool     money = lines->columns[k].role == COLUMN_MONEY;
            Str      unit = !money ? name : key->currency ? currency_code(key->currency - 1) : S("");
            Rational value = rational_ratio(values[i], 1000000);
            text_format(&text, "%s%.*s%s%.*s", text.len ? ", " : "", STR_ARG(money ? name : S("")),
                        money ? " " : "", STR_ARG(quantity_text(arena, value, unit)));
        }
    }
    return text_str(&text);
}

/* ---- cells ---- */

static Days interval_days(const Plan *plan, Size interval)
{
    Day next = interval + 1 < plan->cuts.count ? plan->cuts.items[interval + 1] : plan->span.through + 1;
    return (Days){plan->cuts.items[interval], next - 1};
}

/* What reaches a sum is counted since its counter began. */
static Days part_days(const StatementPart *part)
{
    return part->counted && part->counted->reached ? part->counter : part->period;
}

bool part_counts(const Plan *plan, const StatementPart *part, const Sums *sums, const LedgerEntry *entry)
{
    return entry->royalty == part->counted && str_equal(entry->group, part->group) &&
           days_has(part_days(part), plan->cuts.items[sums->cells[entry->cell].key.interval]);
}

static bool joins(const SumKey *a, const SumKey *b)
{
    return a->article == b->article && a->place == b->place && a->entity == b->entity &&
           a->currency == b->currency && a->interval == b->interval && a->lines == b->lines;
}

/* Entries [from, to) are one cell: they differ in conditions only. */
static void add_cell(Filling *f, const LedgerEntries *entries, Size from, Size to)
{
    const Plan        *plan = plan_of(f);
    const LedgerEntry *first = &entries->items[from];
    const SumKey      *key = &f->sums->cells[first->cell].key;
    Int128             reported[PLAN_SLOTS_MOST] = {0}, weighted[PLAN_SLOTS_MOST] = {0};
    LedgerRow          row = {.interval = key->interval,
                              .currency = key->currency - 1,
                              .version = first->version,
                              .values = weighted};
    for (Size i = from; i < to; i++) {
        const Int128 *values = sums_values(f->sums, entries->items[i].cell);
        for (Size slot = 0; slot < plan->slots; slot++)
            reported[slot] += values[slot];
        ledger_row_add(&row, plan, first->version, f->sums, entries->items[i].cell);
    }
    *PUSH(f->arena, &f->part->cells) =
        (FigureCell){.article = plan->articles.items[key->article].code,
                     .place = place_text(f, key->place - 1),
                     .entity = key->entity ? subject_text(plan->st, f->arena, key->entity - 1) : S(""),
                     .days = interval_days(plan, key->interval),
                     .lines = row.lines,
                     .quantity = reported_text(f->arena, plan, key, reported),
                     .counted = row_counted(f->pricing, f->base, &row),
                     .licence = first->licence};
}

static void add_entries(Filling *f, const LedgerEntries *entries)
{
    LedgerEntries ours = {0};
    for (Size i = 0; i < entries->count; i++)
        if (part_counts(plan_of(f), f->part, f->sums, &entries->items[i]))
            *PUSH(f->arena, &ours) = entries->items[i];
    for (Size i = 0, to = 0; i < ours.count; i = to) {
        const SumKey *key = &f->sums->cells[ours.items[i].cell].key;
        for (to = i + 1; to < ours.count && joins(key, &f->sums->cells[ours.items[to].cell].key);)
            to++;
        add_cell(f, &ours, i, to);
    }
}

/* What facts state in place of lines. */
static void add_given(Filling *f)
{
    const Terms *terms = plan_of(f)->st->terms;
    for (Size i = 0; i < f->base->ledger->rows.count; i++) {
        const LedgerRow *row = &f->base->ledger->rows.items[i];
        const Fact      *fact = row->fact;
        if (!fact || !days_has(part_days(f->part), plan_of(f)->cuts.items[row->interval]))
            continue;
        Str article = fact->things[0] ? terms_text(terms, fact->things[0]) : S("");
        *PUSH(f->arena, &f->part->cells) = (FigureCell){
            .article = article,
            .entity = fact->from ? terms_text(terms, fact->from) : S(""),
            .days = fact->days,
            .quantity = quantity_text(f->arena, rational_of(fact->value->value, fact->value->scale),
                                      fact->value->word ? terms_text(terms, fact->value->word) : S("")),
            .counted = row_counted(f->pricing, f->base, row),
            .at = fact->span};
    }
}

/* Against the base that was computed. */
static void add_limits(Filling *f)
{
    Rational base = rational_whole(0);
    for (Size i = 0; i < plan_of(f)->cuts.count; i++)
        if (days_has(part_days(f->part), plan_of(f)->cuts.items[i]))
            base = rational_add(base, f->base->quantity[i]);
    for (Size i = 0; i < f->part->cells.count; i++)
        base = rational_less(base, f->part->cells.items[i].counted);
    if (base.ok && !rational_is_zero(base))
        *PUSH(f->arena, &f->part->cells) =
            (FigureCell){.days = part_days(f->part), .quantity = S("limits of the text"), .counted = base};
}

void statement_cells(Statement *s, Books *books, const Sums *sums, const LedgerEntries *entries, Size part)
{
    Filling        f = {.arena = books->pricing->arena,
                        .pricing = books->pricing,
                        .sums = sums,
                        .part = &s->parts.items[part]};
    const Account *account = account_of(books, f.part);
    f.part->cells.count = 0;
    if (!account)
        return;
    f.base = &account->base;
    add_entries(&f, entries);
    add_given(&f);
    add_limits(&f);
}
