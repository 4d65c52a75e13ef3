/* usage_batch.c - many lines at once, column by column.
 *
 * Each column is one short loop over all lines of the batch that loads whole words, decides without branches
 * and marks what it is not sure of: the processor works on several lines at a time and need not guess where a
 * cell ends. Nothing is rejected here; a marked line is read the exact way. */
#include "money/usage_inside.h"

/* ---- cells ---- */

/* Digits that are no month or day lead to an empty place of the table, so only years are compared. */
static void read_days(const UsageColumn *of, const UsageTables *tables, SumKey *keys)
{
    const UsageColumn column = *of;
    const uint16_t   *intervals = tables->intervals;
    const unsigned    first_year = (unsigned)tables->first_year % 100, years = (unsigned)tables->years;
    for (Size i = 0; i < column.count; i++) {
        UsageSlice cell = usage_slice(&column, i);
        uint64_t   word = usage_word(cell.from + 2) ^ 0x30302d30302d3030u; /* "00-00-00" */
        uint16_t   century;
        memcpy(&century, cell.from, sizeof century);
        unsigned bad = ((usage_not_digits(word) | (word & 0x0000ff0000ff0000u)) != 0) |
                       (century != tables->century) | (cell.to - cell.from != 10);
        word = word * 10 + (word >> 8);
        unsigned year = (unsigned)(word & 0xff) - first_year;
        bad |= year >= years;
        unsigned month = word >> 24 & 0xff, day = word >> 48 & 0xff;
        unsigned slot = (year * YEAR_SLOTS + month * MONTH_SLOTS + day) & (bad - 1);
        unsigned interval = intervals[slot]; /* slot 0 is no day */
        keys[i].interval = (uint16_t)(interval - 1);
        column.bad[i] |= interval == 0;
    }
}

static void read_codes(const UsageColumn *of, const Codes *codes, bool article, SumKey *keys)
{
    const UsageColumn column = *of;
    const Codes       known = *codes;
    for (Size i = 0; i < column.count; i++) {
        UsageSlice  cell = usage_slice(&column, i);
        Size        len = cell.to - cell.from;
        uint64_t    head = usage_word(cell.from), tail = 0;
        const Code *code = NULL;
        if (0 < len && len < 8) {
            code = codes_find_words(&known, usage_first_bytes(head, (unsigned)len), 0, len);
        } else if (0 < len && len <= 16) {
            tail = usage_word(cell.from + 8);
            tail = len == 16 ? tail : usage_first_bytes(tail, (unsigned)(len - 8));
            code = codes_find_words(&known, head, tail, len);
        }
        uint32_t value = code ? code->value : 0;
        if (article)
            keys[i].article = value;
        else
            keys[i].entity = (uint16_t)value;
        column.bad[i] |= !code;
    }
}

static void read_places(const UsageColumn *of, const UsageTables *tables, SumKey *keys)
{
    const UsageColumn column = *of;
    for (Size i = 0; i < column.count; i++) {
        UsageSlice cell = usage_slice(&column, i);
        unsigned   first = (unsigned char)(cell.from[0] - 'A'), second = (unsigned char)(cell.from[1] - 'A');
        unsigned   bad = (cell.to - cell.from != 2) | (first >= LETTERS) | (second >= LETTERS);
        unsigned   place = tables->places[(first * LETTERS + second) & (bad - 1)];
        keys[i].place = (uint16_t)place;
        column.bad[i] |= (uint8_t)(bad | (place == 0));
    }
}

static void read_currencies(const UsageColumn *of, const UsageTables *tables, SumKey *keys)
{
    const UsageColumn column = *of;
    const uint16_t   *currencies = tables->currencies;
    char(*letters)[4] = tables->currency_letters;
    for (Size i = 0; i < column.count; i++) {
        UsageSlice cell = usage_slice(&column, i);
        unsigned   currency = currencies[usage_currency_slot(cell.from)];
        uint32_t   want, got;
        memcpy(&want, letters[currency], sizeof want);
        memcpy(&got, cell.from, sizeof got);
        keys[i].currency = (uint16_t)currency;
        column.bad[i] |= (cell.to - cell.from != 3) | (((want ^ got) & 0xffffff) != 0) | (currency == 0);
    }
}

/* ---- whole lines ---- */

static void read_column(UsageBatch *batch, const UsageBlock *block, int at, const UsageColumn *column)
{
    const PlanColumn  *of = &block->shape->lines->columns[block->shape->roles[at]];
    const UsageTables *tables = block->tables;
    switch (of->role) {
    case COLUMN_COUNT:
    case COLUMN_MONEY:
        block->machine->numbers(column, block->shape->decimal, batch->values[of->number],
                                batch->decimals[of->number]);
        break;
    case COLUMN_DAY: read_days(column, tables, batch->keys); break;
    case COLUMN_COUNTRY: read_places(column, tables, batch->keys); break;
    case COLUMN_CURRENCY: read_currencies(column, tables, batch->keys); break;
    case COLUMN_PRODUCT: read_codes(column, &tables->articles, true, batch->keys); break;
    case COLUMN_ENTITY: read_codes(column, &tables->entities, false, batch->keys); break;
    case COLUMN_IGNORED:
    case COLUMN_LINE: break;
    }
}

static void check_decimals(UsageBatch *batch, const UsageTables *tables, const PlanLines *lines)
{
    uint8_t most[BATCH_LINES];
    for (Size i = 0; i < batch->count; i++)
        most[i] = (uint8_t)tables->minors[batch->keys[i].currency];
    for (int c = 0; c < lines->column_count; c++) {
        if (lines->columns[c].role != COLUMN_MONEY)
            continue;
        const uint8_t *decimals = batch->decimals[lines->columns[c].number];
        for (Size i = 0; i < batch->count; i++)
            batch->bad[i] |= decimals[i] > most[i];
    }
}

static const int64_t powers[SUM_SCALE + 1] = {1000000, 100000, 10000, 1000, 100, 10, 1};

static inline Int128 scaled(const UsageBatch *batch, int number, Size i)
{
    return (Int128)batch->values[number][i] * powers[batch->decimals[number][i]];
}

/* Conditions and computed numbers need the whole line. */
static void count_computed(UsageBatch *batch, const PlanLines *lines, Sums *sums)
{
    Int128 numbers[PLAN_COLUMNS_MOST] = {0}, slots[PLAN_SLOTS_MOST] = {0};
    for (Size i = 0; i < batch->count; i++) {
        for (int n = 0; n < lines->number_count && !batch->bad[i]; n++)
            numbers[n] = scaled(batch, n, i);
        if (batch->bad[i] || usage_slots(lines, numbers, &batch->keys[i], slots) != REJECT_NONE) {
            batch->bad[i] = batch->any_bad = true;
            continue;
        }
        Size cell = sums_cell(sums, &batch->keys[i]);
        sums->cells[cell].lines++;
        for (int slot = 0; slot < lines->slot_count; slot++)
            sums_values(sums, cell)[slot] += slots[slot];
    }
}

/* No cell is made for a line that may be rejected: it takes the key of one that is good. False: there is
 * none. */
static bool hide_bad(UsageBatch *batch)
{
    Size good = 0;
    while (good < batch->count && batch->bad[good])
        good++;
    for (Size i = 0; i < batch->count && good < batch->count; i++)
        if (batch->bad[i])
            batch->keys[i] = batch->keys[good];
    return good < batch->count;
}

static void count_plain(UsageBatch *batch, const PlanLines *lines, Sums *sums)
{
    enum { AHEAD = 8, LINE_OF_CACHE = 64 };
    if (batch->any_bad && !hide_bad(batch))
        return;
    sums_cells(sums, batch->keys, batch->count, batch->cells);
    for (Size i = 0; i < batch->count; i++) {
        Size    cell = batch->cells[i];
        Int128 *into = sums_values(sums, cell);
        if (i + AHEAD < batch->count) {
            const char *ahead = (const char *)sums_values(sums, batch->cells[i + AHEAD]);
            __builtin_prefetch(ahead, 1);
            __builtin_prefetch(ahead + LINE_OF_CACHE, 1);
        }
        if (batch->bad[i])
            continue;
        sums->cells[cell].lines++;
        for (int slot = 0; slot < lines->slot_count; slot++)
            into[slot] += scaled(batch, lines->slots[slot].number, i);
    }
}

static bool is_plain(const PlanLines *lines)
{
    bool plain = lines->filter_count == 0;
    for (int i = 0; i < lines->slot_count; i++)
        plain &= lines->slots[i].ops.count == 0;
    return plain;
}

/* Where the last cells end: a CR before the LF is none of them. */
static const uint32_t *trimmed_ends(UsageBatch *batch, const UsageBlock *block)
{
    uint32_t       *trimmed = batch->trimmed + block->shape->width - 1;
    const uint32_t *ends = block->ends + block->shape->width - 1;
    for (Size i = 0; i < batch->count; i++) {
        uint32_t first = batch->firsts[i], end = ends[first];
        trimmed[first] = end - (block->text[end - 1] == '\r');
    }
    return trimmed;
}

void usage_batch_count(UsageBatch *batch, const UsageBlock *block, Sums *sums)
{
    const UsageShape *shape = block->shape;
    SumKey key = {.lines = (uint16_t)shape->lines_index, .currency = (uint16_t)(shape->currency + 1)};
    memset(batch->bad, 0, (size_t)batch->count);
    for (Size i = 0; i < batch->count; i++)
        batch->keys[i] = key;
    for (int i = 0; i < shape->width; i++) {
        UsageColumn column = {.text = block->text,
                              .ends = block->ends + i,
                              .before = block->ends + i - 1,
                              .firsts = batch->firsts,
                              .count = batch->count,
                              .bad = batch->bad,
                              .unusual = batch->cells};
        if (i == shape->width - 1)
            column.ends = trimmed_ends(batch, block);
        if (shape->roles[i] >= 0)
            read_column(batch, block, i, &column);
    }
    check_decimals(batch, block->tables, shape->lines);
    unsigned any = 0;
    for (Size i = 0; i < batch->count; i++)
        any |= batch->bad[i];
    batch->any_bad = any != 0;
    if (is_plain(shape->lines))
        count_plain(batch, shape->lines, sums);
    else
        count_computed(batch, shape->lines, sums);
}

UsageBatch usage_batch_new(Arena *arena, const UsageShape *shape)
{
    UsageBatch batch = {.firsts = NEW(arena, uint32_t, BATCH_LINES),
                        .bad = NEW(arena, uint8_t, BATCH_LINES),
                        .keys = NEW(arena, SumKey, BATCH_LINES),
                        .cells = NEW(arena, uint32_t, BATCH_LINES),
                        .trimmed = NEW(arena, uint32_t, INDEX_BYTES + 2 * 64)};
    for (int i = 0; i < shape->lines->number_count; i++) {
        batch.values[i] = NEW(arena, int64_t, BATCH_LINES);
        batch.decimals[i] = NEW(arena, uint8_t, BATCH_LINES);
    }
    return batch;
}
