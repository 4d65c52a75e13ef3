/* map.c - see map.h. */
#include "rights/map.h"

#include "rights/cell.h"

#include <stdlib.h>

typedef struct {
    const Slicer *s;
    const Rules  *r;
    Arena        *arena;
    Map           map;
    Numbering     numbers;
    Bits          acts, fields, families, countries;
} Mapping;

/* ---- answers and sheets, each once ---- */

static bool same_answers(const MapAnswer *a, const MapAnswer *b)
{
    if (a->status != b->status || a->clauses.count != b->clauses.count || !str_equal(a->note, b->note))
        return false;
    for (Size i = 0; i < a->clauses.count; i++)
        if (a->clauses.items[i] != b->clauses.items[i])
            return false;
    return true;
}

static int answer_of(Mapping *m, const Cell *cell)
{
    MapAnswer answer = {.status = cell->status};
    for (Size i = 0; i < cell->grounds.count; i++) {
        const Clause *clause = cell->grounds.items[i].clause;
        bool          again = false;
        for (Size k = 0; k < answer.clauses.count; k++)
            again |= answer.clauses.items[k] == clause;
        if (again)
            continue;
        *PUSH(m->arena, &answer.clauses) = clause;
        answer.grants += clause_is(clause, REF(GRANT)) &&
                         (cell->status == ANSWER_LICENSED || cell->status == ANSWER_CONDITIONAL);
    }
    if (cell->status == ANSWER_CONDITIONAL && cell->conditions.count)
        answer.note = cell->conditions.items[0];
    if (cell->status == ANSWER_UNKNOWN && cell->trace.missing.count)
        answer.note = cell->trace.missing.items[0];
    for (Size i = 0; i < m->map.answers.count; i++)
        if (same_answers(&m->map.answers.items[i], &answer))
            return (int)i;
    *PUSH(m->arena, &m->map.answers) = answer;
    return (int)m->map.answers.count - 1;
}

static int box_order(const void *a, const void *b)
{
    const Box       *l = a, *r = b;
    static const Dim dims[] = {DIM_FIELD, DIM_PLACE};
    for (Size i = 0; i < COUNT(dims); i++) {
        Size left = bits_next(l->set[dims[i]], 0), right = bits_next(r->set[dims[i]], 0);
        if (left != right)
            return left < right ? -1 : 1;
    }
    return l->label - r->label;
}

static bool same_sheets(const BoxList *a, const BoxList *b)
{
    if (a->count != b->count)
        return false;
    for (Size i = 0; i < a->count; i++) {
        const Box *l = &a->items[i], *r = &b->items[i];
        if (l->label != r->label || !bits_equal(l->set[DIM_FIELD], r->set[DIM_FIELD]) ||
            !bits_equal(l->set[DIM_PLACE], r->set[DIM_PLACE]))
            return false;
    }
    return true;
}

static int sheet_of(Mapping *m, BoxList *boxes)
{
    static const Dim order[] = {DIM_PLACE, DIM_FIELD};
    boxes_merge(m->arena, boxes, order, COUNT(order));
    qsort(boxes->items, (size_t)boxes->count, sizeof(Box), box_order);
    for (Size i = 0; i < m->map.sheets.count; i++)
        if (same_sheets(&m->map.sheets.items[i].boxes, boxes))
            return (int)i;
    *PUSH(m->arena, &m->map.sheets) = (Sheet){*boxes};
    return (int)m->map.sheets.count - 1;
}

int sheet_answer(const Sheet *sheet, int field, int country)
{
    for (Size i = 0; i < sheet->boxes.count; i++)
        if (bits_has(sheet->boxes.items[i].set[DIM_FIELD], field) &&
            bits_has(sheet->boxes.items[i].set[DIM_PLACE], country))
            return sheet->boxes.items[i].label;
    return -1;
}

/* ---- one licensee, one asset ---- */

static BoxList ask_cells(Mapping *m, Point p, const Partition *fields, const Partition *places)
{
    BoxList boxes = {0};
    for (Size f = 0; f < fields->count; f++)
        for (Size c = 0; c < places->count; c++) {
            p.field = (int)bits_next(fields->items[f], 0);
            p.country = (int)bits_next(places->items[c], 0);
            Cell cell = cell_answer(m->s->index, m->arena, &p);
            Box  box = {.label = answer_of(m, &cell), .days = {p.day, p.day}};
            box.set[DIM_FIELD] = fields->items[f];
            box.set[DIM_PLACE] = places->items[c];
            *PUSH(m->arena, &boxes) = box;
        }
    return boxes;
}

static Bits only(Arena *arena, Size count, int member)
{
    Bits set = bits_new(arena, count);
    bits_add(set, member);
    return set;
}

static void add_slice(Mapping *m, Direction *direction, int licensee, int asset)
{
    Arena    *arena = m->arena;
    RuleList  rules = slice_rules(m->s, arena, licensee, asset);
    DayList   days = {&m->map.asked.day, 1, 1};
    Partition acts = partition_of(arena, m->acts), fields = partition_of(arena, m->fields);
    Partition products = partition_of(arena, m->families), places = partition_of(arena, m->countries);
    Slice     slice = {&rules, asset, &days, &m->numbers};
    slice_split(m->s, arena, &slice, DIM_ACT, &acts);
    slice_split(m->s, arena, &slice, DIM_FIELD, &fields);
    slice_split(m->s, arena, &slice, DIM_PRODUCT, &products);
    slice_split(m->s, arena, &slice, DIM_PLACE, &places);
    for (Size a = 0; a < acts.count; a++)
        for (Size p = 0; p < products.count; p++) {
            Point   point = {.asker = licensee,
                             .asset = asset,
                             .act = (int)bits_next(acts.items[a], 0),
                             .product = (int)bits_next(products.items[p], 0),
                             .day = m->map.asked.day};
            BoxList cells = ask_cells(m, point, &fields, &places);
            Box     block = {.label = sheet_of(m, &cells), .days = {m->map.asked.day, m->map.asked.day}};
            block.set[DIM_WHO] = only(arena, m->numbers.count[DIM_WHO], licensee);
            block.set[DIM_ASSET] = only(arena, m->numbers.count[DIM_ASSET], asset);
            block.set[DIM_ACT] = acts.items[a];
            block.set[DIM_PRODUCT] = products.items[p];
            *PUSH(arena, &direction->blocks) = block;
        }
}

/* ---- gaps and overlaps of a direction ---- */

/* Acts that some grant of the licensor names; a gap in others says nothing. */
static Bits granted_acts(const Mapping *m, int licensor)
{
    Bits acts = bits_new(m->arena, m->numbers.count[DIM_ACT]);
    for (Size i = 0; i < m->r->rules.count; i++) {
        const Rule *rule = &m->r->rules.items[i];
        if (rule->kind == RIGHT_GRANT && rule->grantor == licensor && !rule->sublicense &&
            ((const Right *)rule->clause->data)->acts)
            acts.words[0] |= rule->acts;
    }
    bits_and(acts, m->acts);
    return acts;
}

static void add_gaps(Mapping *m, Direction *d, const Box *block, const Box *cells, Bits acts)
{
    const MapAnswer *answer = &m->map.answers.items[cells->label];
    Box              box = *block;
    box.set[DIM_FIELD] = bits_copy(m->arena, cells->set[DIM_FIELD]);
    box.set[DIM_PLACE] = cells->set[DIM_PLACE];
    box.set[DIM_PRODUCT] = (Bits){0};
    box.label = cells->label;
    if (answer->grants > 1)
        *PUSH(m->arena, &d->overlaps) = box;
    if (answer->status != ANSWER_SILENT)
        return;
    box.set[DIM_ACT] = bits_copy(m->arena, block->set[DIM_ACT]);
    bits_and(box.set[DIM_ACT], acts);
    if (m->numbers.count[DIM_FIELD] > 1)
        bits_drop(box.set[DIM_FIELD], 0);
    box.label = 0;
    if (!bits_empty(box.set[DIM_ACT]) && !bits_empty(box.set[DIM_FIELD]))
        *PUSH(m->arena, &d->gaps) = box;
}

static void find_gaps(Mapping *m, Direction *d)
{
    static const Dim order[] = {DIM_PLACE, DIM_FIELD, DIM_ACT, DIM_ASSET, DIM_WHO};
    Bits             acts = granted_acts(m, d->licensor);
    for (Size i = 0; i < d->blocks.count; i++) {
        const Box   *block = &d->blocks.items[i];
        const Sheet *sheet = &m->map.sheets.items[block->label];
        for (Size k = 0; bits_has(block->set[DIM_PRODUCT], 0) && k < sheet->boxes.count; k++)
            add_gaps(m, d, block, &sheet->boxes.items[k], acts);
    }
    boxes_merge(m->arena, &d->gaps, order, COUNT(order));
    boxes_merge(m->arena, &d->overlaps, order, COUNT(order));
}

/* ---- all ---- */

static bool asset_asked(const Mapping *m, int asset)
{
    const Universe *u = m->r->universe;
    if (m->map.asked.asset)
        return asset == m->map.asked.asset;
    const Clause *clause = asset_clause(u, asset);
    bool          listed = false; /* a patent in an asset whose owner is known is shown with the asset */
    for (Size i = 1; i < u->assets.count; i++)
        listed |= (int)i != asset && u->owner[i] >= 0 && bits_has(u->assets.within[i], asset) &&
                  clause_is(asset_clause(u, (int)i), REF(ASSET));
    return u->assets.count == 1 || (clause && (clause_is(clause, REF(ASSET)) || !listed));
}

static void add_direction(Mapping *m, int licensor)
{
    static const Dim order[] = {DIM_PRODUCT, DIM_ACT, DIM_ASSET, DIM_WHO};
    const Universe  *u = m->r->universe;
    Direction        direction = {.licensor = licensor};
    for (int asset = u->assets.count > 1; asset < (int)u->assets.count; asset++) {
        if (u->owner[asset] != licensor || !asset_asked(m, asset))
            continue;
        for (Size i = 0; i < m->r->st->parties.count; i++) {
            int party = m->r->st->parties.items[i];
            if (party != licensor && m->map.asked.licensee < 0)
                add_slice(m, &direction, party, asset);
        }
        if (m->map.asked.licensee >= 0 && m->map.asked.licensee != licensor)
            add_slice(m, &direction, m->map.asked.licensee, asset);
    }
    bool silent = licensor < 0 && m->r->universe->assets.count > 1;
    for (Size i = 0; i < direction.blocks.count && silent; i++) {
        const BoxList *boxes = &m->map.sheets.items[direction.blocks.items[i].label].boxes;
        silent = boxes->count == 1 && m->map.answers.items[boxes->items[0].label].status == ANSWER_SILENT;
    }
    if (!direction.blocks.count || silent)
        return;
    boxes_merge(m->arena, &direction.blocks, order, COUNT(order));
    find_gaps(m, &direction);
    *PUSH(m->arena, &m->map.directions) = direction;
}

static Bits families_of(const Mapping *m)
{
    const Universe *u = m->r->universe;
    Bits            families = bits_new(m->arena, u->products.count);
    for (Size i = 0; i < u->products.count; i++)
        if (!product_of(u, u->products.name[i]))
            bits_add(families, i);
    return families;
}

Map map_new(const Slicer *s, Arena *arena, const MapAsked *asked)
{
    Mapping m = {.s = s,
                 .r = s->index->rules,
                 .arena = arena,
                 .map = {.asked = *asked},
                 .numbers = numbering_own(s->index->rules)};
    m.acts = bits_new(arena, m.numbers.count[DIM_ACT]);
    m.countries = bits_new(arena, COUNTRY_COUNT);
    m.fields = names_of_fields(m.r, arena).all;
    m.families = families_of(&m);
    bits_fill(m.countries);
    if (asked->act >= 0)
        bits_add(m.acts, asked->act);
    else
        bits_fill(m.acts);
    for (Size i = 0; i < m.r->st->subjects.count; i++)
        add_direction(&m, (int)i);
    add_direction(&m, -1);
    return m.map;
}
