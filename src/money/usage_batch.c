/* usage_batch.c - many lines at once, column by column.
 *
 * Each column is one short loop over all lines of the batch that loads whole words, decides without branches
 * and marks what it is not sure of: the processor works on several lines at a time and need not guess where a
 * cell ends. Nothing is rejected here; a marked line is read the exact way. */
#include "money/usage_inside.h"

/* ---- cells ---- */

static void read_days(const UsageColumn *of, const UsageTables *from, uint16_t *intervals)
{
    const UsageColumn column = *of;
    const UsageTables tables = *from;
    for (Size i = 0; i < column.count; i++) {
        const char *cell = usage_from(&column, i);
        uint64_t    text = usage_word(cell + 2);
        unsigned    slot = usage_day_slot(&tables, text);
        uint16_t    century;
        memcpy(&century, cell, sizeof century);
        intervals[i] = tables.intervals[slot];
        column.bad[i] |=
            (tables.days[slot] != text) | (century != tables.century) | (usage_length(&column, i) != 10);
    }
}

__attribute__((always_inline)) static inline const CodeSlot *find_code(const UsageColumn *column,
                                                                       const Codes *codes, Size i)
{
    const char *cell = usage_from(column, i);
    uint32_t    len = usage_length(column, i);
    uint64_t    head = usage_word(cell), tail;
    if (len - 1 < 7)
        return codes_find_word(codes, usage_first_bytes(head, len), len);
    if (len - 1 >= 16)
        return NULL;
    tail = usage_word(cell + 8);
    tail = len == 16 ? tail : usage_first_bytes(tail, len - 8);
    return codes_find_words(codes, head, tail, len);
}

static void read_articles(const UsageColumn *of, const UsageTables *tables, uint32_t *articles)
{
    const UsageColumn column = *of;
    const Codes       codes = tables->articles;
    for (Size i = 0; i < column.count; i++) {
        const CodeSlot *slot = find_code(&column, &codes, i);
        articles[i] = slot ? slot->value : 0;
        column.bad[i] |= !slot;
    }
}

static void read_entities(const UsageColumn *of, const UsageTables *tables, uint16_t *entities)
{
    const UsageColumn column = *of;
    const Codes       codes = tables->entities;
    for (Size i = 0; i < column.count; i++) {
        const CodeSlot *slot = find_code(&column, &codes, i);
        entities[i] = (uint16_t)(slot ? slot->value : 0);
        column.bad[i] |= !slot;
    }
}

static void read_places(const UsageColumn *of, const UsageTables *tables, uint16_t *places)
{
    const UsageColumn column = *of;
    const uint16_t   *known = tables->places;
    for (Size i = 0; i < column.count; i++) {
        uint16_t letters;
        memcpy(&letters, usage_from(&column, i), sizeof letters);
        uint16_t place = known[letters];
        places[i] = place;
        column.bad[i] |= (place == 0) | (usage_length(&column, i) != 2);
    }
}

static void read_currencies(const UsageColumn *of, const UsageTables *from, uint16_t *currencies)
{
    const UsageColumn column = *of;
    const UsageTables tables = *from;
    for (Size i = 0; i < column.count; i++) {
        uint32_t letters;
        memcpy(&letters, usage_from(&column, i), sizeof letters);
        uint32_t known = tables.currencies[usage_currency_slot(&tables, letters)];
        currencies[i] = (uint16_t)(known >> 24);
        column.bad[i] |= ((known ^ letters) << 8 != 0) | (usage_length(&column, i) != 3);
    }
}

static void read_column(UsageBatch *batch, const UsageBlock *block, int at, const UsageColumn *column)
{
    const PlanColumn  *of = &block->shape->lines->columns[block->shape->roles[at]];
    const UsageTables *tables = block->tables;
    switch (of->role) {
    case COLUMN_COUNT:
    case COLUMN_MONEY:
        block->machine->numbers(column, block->shape->decimal, batch->values[of->number],
                                batch->tails[of->number]);
        break;
    case COLUMN_DAY: read_days(column, tables, batch->intervals); break;
    case COLUMN_COUNTRY: read_places(column, tables, batch->places); break;
    case COLUMN_CURRENCY: read_currencies(column, tables, batch->currencies); break;
    case COLUMN_PRODUCT: read_articles(column, tables, batch->articles); break;
    case COLUMN_ENTITY: read_entities(column, tables, batch->entities); break;
    case COLUMN_IGNORED:
    case COLUMN_LINE: break;
    }
}

/* ---- whole lines ---- */

/* Amounts of money have at most the decimals of their currency. */
static void check_tails(UsageBatch *batch, const UsageTables *tables, const PlanLines *lines)
{
    uint8_t         most[BATCH_LINES], *restrict bad = batch->bad;
    const uint16_t *currencies = batch->currencies;
    const int8_t   *minors = tables->minors;
    Size            count = batch->count;
    bool            money = false;
    for (int c = 0; c < lines->column_count; c++)
        money |= lines->columns[c].role == COLUMN_MONEY;
    for (Size i = 0; i < count && money; i++)
        most[i] = (uint8_t)(minors[currencies[i]] + 1);
    for (int c = 0; c < lines->column_count; c++) {
        if (lines->columns[c].role != COLUMN_MONEY)
            continue;
        const uint8_t *tails = batch->tails[lines->columns[c].number];
        for (Size i = 0; i < count; i++)
            bad[i] |= tails[i] > most[i];
    }
}

static SumKey key_of(const UsageBatch *batch, const UsageShape *shape, Size i)
{
    return (SumKey){.article = batch->articles[i],
                    .lines = (uint16_t)shape->lines_index,
                    .place = batch->places[i],
                    .entity = batch->entities[i],
                    .currency = batch->currencies[i],
                    .interval = batch->intervals[i]};
}

/* Conditions and computed numbers need the whole line. */
static void count_computed(UsageBatch *batch, const UsageShape *shape, Sums *sums)
{
    const PlanLines *lines = shape->lines;
    Int128           numbers[PLAN_COLUMNS_MOST] = {0}, slots[PLAN_SLOTS_MOST] = {0};
    for (Size i = 0; i < batch->count; i++) {
        SumKey key = key_of(batch, shape, i);
        for (int n = 0; n < lines->number_count && !batch->bad[i]; n++)
            numbers[n] = batch->values[n][i];
        if (batch->bad[i] || usage_slots(lines, numbers, &key, slots) != REJECT_NONE) {
            batch->bad[i] = batch->any_bad = true;
            continue;
        }
        Size cell = sums_cell(sums, &key);
        sums->cells[cell].lines++;
        for (int slot = 0; slot < lines->slot_count; slot++)
            sums_values(sums, cell)[slot] += slots[slot];
    }
}

/* Lines of the batch whose block has no room in the tally; their numbers become those of their cells. */
static void count_in_sums(const UsageBatch *batch, const UsageShape *shape, uint32_t *numbers, Size count,
                          Sums *sums)
{
    SumKey   keys[BATCH_LINES] = {{0}};
    uint32_t cells[BATCH_LINES];
    for (Size i = 0; i < count; i++)
        keys[i] = key_of(batch, shape, numbers[i]);
    sums_cells(sums, keys, count, cells);
    for (Size i = 0; i < count; i++) {
        Int128 *into = sums_values(sums, cells[i]);
        sums->cells[cells[i]].lines++;
        for (int slot = 0; slot < shape->lines->slot_count; slot++)
            into[slot] += batch->values[shape->lines->slots[slot].number][numbers[i]];
    }
}

/* The block of a line that is good; NULL: there is no room for it. */
__attribute__((noinline)) static int64_t *new_block(const UsageBatch *batch, const UsageShape *shape, Size i)
{
    SumKey key = {.lines = (uint16_t)shape->lines_index,
                  .entity = batch->entities[i],
                  .currency = batch->currencies[i]};
    return tally_block(batch->tally, &key);
}

/* Finds the cells of all lines; gives how many good ones have none, and in `numbers` which. */
static Size find_cells(const UsageBatch *batch, const UsageShape *shape)
{
    const Tally     tally = *batch->tally;
    const uint32_t *articles = batch->articles;
    const uint16_t *places = batch->places, *intervals = batch->intervals;
    const uint16_t *entities = batch->entities, *currencies = batch->currencies;
    const uint8_t  *bad = batch->bad;
    int64_t       **cells = batch->cells;
    Size            others = 0, count = batch->count;
    for (Size i = 0; i < count; i++) {
        cells[i] = NULL;
        if (bad[i])
            continue;
        int64_t *block = tally_known(&tally, entities[i], currencies[i]);
        if (!block)
            block = new_block(batch, shape, i);
        if (block)
            cells[i] = block + tally_place(&tally, articles[i], places[i], intervals[i]);
        else
            batch->numbers[others++] = (uint32_t)i;
    }
    return others;
}

static void count_plain(UsageBatch *batch, const UsageShape *shape, Sums *sums)
{
    const int64_t *slots[PLAN_SLOTS_MOST];
    Size           others = find_cells(batch, shape);
    for (int slot = 0; slot < shape->lines->slot_count; slot++)
        slots[slot] = batch->values[shape->lines->slots[slot].number];
    tally_count(batch->tally, batch->cells, batch->count, slots, shape->lines->slot_count);
    if (others)
        count_in_sums(batch, shape, batch->numbers, others, sums);
}

void usage_batch_count(UsageBatch *batch, const UsageBlock *block, Sums *sums)
{
    const UsageShape *shape = block->shape;
    memset(batch->bad, 0, (size_t)batch->count);
    for (int i = 0; i < shape->width; i++) {
        UsageColumn column = {.text = block->text,
                              .ends = batch->ends + i,
                              .before = batch->ends + i - 1,
                              .stride = batch->stride,
                              .count = batch->count,
                              .bad = batch->bad,
                              .unusual = batch->numbers};
        if (shape->roles[i] >= 0)
            read_column(batch, block, i, &column);
    }
    check_tails(batch, block->tables, shape->lines);
    unsigned any = 0;
    for (Size i = 0; i < batch->count; i++)
        any |= batch->bad[i];
    batch->any_bad = any != 0;
    if (batch->tally)
        count_plain(batch, shape, sums);
    else
        count_computed(batch, shape, sums);
}

/* ---- making one ---- */

void usage_batch_add(UsageBatch *batch, const UsageShape *shape, const char *text, const uint32_t *ends)
{
    Size      width = shape->width;
    uint32_t *to = batch->copied + batch->count * (width + 1);
    memcpy(to, ends - 1, (size_t)(width + 1) * sizeof *to);
    to[width] -= text[to[width] - 1] == '\r';
    batch->ends = batch->copied + 1;
    batch->stride = width + 1;
    batch->count++;
}

static bool is_plain(const PlanLines *lines)
{
    bool plain = lines->filter_count == 0;
    for (int i = 0; i < lines->slot_count; i++)
        plain &= lines->slots[i].ops.count == 0;
    return plain;
}

UsageBatch usage_batch_new(Arena *arena, const UsageShape *shape, Sums *sums)
{
    UsageBatch batch = {.copied = NEW(arena, uint32_t, INDEX_BYTES + BATCH_LINES + 2 * 64),
                        .bad = NEW(arena, uint8_t, BATCH_LINES),
                        .articles = NEW(arena, uint32_t, BATCH_LINES),
                        .places = NEW(arena, uint16_t, BATCH_LINES),
                        .entities = NEW(arena, uint16_t, BATCH_LINES),
                        .currencies = NEW(arena, uint16_t, BATCH_LINES),
                        .intervals = NEW(arena, uint16_t, BATCH_LINES),
                        .cells = NEW(arena, int64_t *, BATCH_LINES),
                        .numbers = NEW(arena, uint32_t, BATCH_LINES)};
    for (int i = 0; i < shape->lines->number_count; i++) {
        batch.values[i] = NEW(arena, int64_t, BATCH_LINES);
        batch.tails[i] = NEW(arena, uint8_t, BATCH_LINES);
    }
    for (Size i = 0; i < BATCH_LINES; i++)
        batch.currencies[i] = (uint16_t)(shape->currency + 1);
    if (is_plain(shape->lines))
        batch.tally = tally_new(arena, sums, TALLY_BYTES_MOST);
    return batch;
}
