/* usage.c - lines of usage into cells of sums: many at once where that is sure, else one by one and exactly.
 *
 * A block is first searched for all ends of cells (usage_find.c). Lines with as many cells as the heading and
 * no quotes are read together, column by column (usage_batch.c); that gives up on a line at the first thing
 * that is not surely right. Such a line, and every other one, is read here the exact way, which alone
 * rejects. Nothing is added to a cell before the whole line is known to be good. */
#include "money/usage.h"

#include <string.h>

#include "money/usage_inside.h"

struct UsageReader {
    const Plan      *plan;
    const PlanLines *lines;
    UsageShape       shape;
    UsageTables      tables;
    Sums            *sums;
    void (*reject)(void *self, const Reject *reject);
    void *self;
    void (*seen)(void *self, const UsageSeen *line); /* NULL: nobody watches */
    void             *watcher;
    UsageTotals       totals;
    int64_t           line;  /* the number of the next one */
    int64_t           exact; /* lines that were read the exact way */
    UsageMachine      machine;
    UsageIndex        index;
    UsageSplit        split;
    char             *scratch;
    UsageBatch        batch;
    const UsageTwice *twice; /* those that are still to come */
    Size              twice_count;
    bool              fast; /* lines may be read many at once */
};

static void add_to_cell(UsageReader *reader, const SumKey *key, const Int128 *slots)
{
    Size    cell = sums_cell(reader->sums, key);
    Int128 *values = sums_values(reader->sums, cell);
    reader->sums->cells[cell].lines++;
    for (int i = 0; i < reader->lines->slot_count; i++)
        values[i] += slots[i];
}

static const int64_t powers[SUM_SCALE + 1] = {1000000, 100000, 10000, 1000, 100, 10, 1};

static inline Int128 scaled(UsageNumber number) { return (Int128)number.value * powers[number.decimals]; }

/* ---- the exact way ---- */

static void refuse(UsageReader *reader, RejectKind kind, int column, Str row)
{
    Reject reject = {.kind = kind, .line = reader->line, .column = column, .row = row, .cell = S("")};
    if (column >= 0 && column < reader->split.room && kind != REJECT_COLUMNS)
        reject.cell =
            kind == REJECT_QUOTE ? reader->split.cells[column].raw : reader->split.cells[column].text;
    if (kind == REJECT_DUPLICATE) {
        reject.first = reader->twice->first;
        reject.file = reader->twice->file;
    }
    reader->totals.rejected++;
    reader->totals.by_kind[kind]++;
    if (reader->reject)
        reader->reject(reader->self, &reject);
}

/* Lines come in their order, so that only the first of the list is asked for. */
static const UsageTwice *twice_at(UsageReader *reader, int64_t line)
{
    while (reader->twice_count && reader->twice->line < line) {
        reader->twice++;
        reader->twice_count--;
    }
    return reader->twice_count && reader->twice->line == line ? reader->twice : NULL;
}

static int file_column(const UsageReader *reader, int column)
{
    for (int i = 0; i < reader->shape.width; i++)
        if (column >= 0 && reader->shape.roles[i] == column)
            return i;
    return -1;
}

static int id_column(const UsageReader *reader)
{
    for (int i = 0; i < reader->shape.width; i++)
        if (reader->shape.roles[i] >= 0 && reader->lines->columns[reader->shape.roles[i]].role == COLUMN_LINE)
            return i;
    return -1;
}

/* What a cell of the line says that has this role. */
static Str text_of(const UsageReader *reader, ColumnRole wanted)
{
    for (int i = 0; i < reader->shape.width; i++) {
        int role = reader->shape.roles[i];
        if (role >= 0 && reader->lines->columns[role].role == wanted)
            return reader->split.cells[i].text;
    }
    return S("");
}

static void show(const UsageReader *reader, const UsageLine *line, Str row)
{
    const UsageSeen seen = {.key = &line->key,
                            .day = line->day,
                            .line = reader->line,
                            .product = text_of(reader, COLUMN_PRODUCT),
                            .country = text_of(reader, COLUMN_COUNTRY),
                            .id = text_of(reader, COLUMN_LINE),
                            .row = row};
    reader->seen(reader->watcher, &seen);
}

/* REJECT_NONE: it was counted. */
static RejectKind count_exact(UsageReader *reader, Str row, int *column)
{
    UsageLine  line = {.key = {.lines = (uint16_t)reader->shape.lines_index}};
    RejectKind kind = REJECT_NONE;
    line.key.currency = (uint16_t)(reader->shape.currency + 1);
    for (int i = 0; i < reader->shape.width && kind == REJECT_NONE; i++) {
        int role = reader->shape.roles[i];
        *column = i;
        if (role >= 0)
            kind = usage_cell(&reader->tables, &reader->shape, &reader->lines->columns[role],
                              reader->split.cells[i].text, &line);
    }
    int of_lines = -1;
    if (kind == REJECT_NONE) {
        kind = usage_line_check(&reader->tables, reader->lines, &line, &of_lines);
        *column = file_column(reader, of_lines);
    }
    if (kind != REJECT_NONE)
        return kind;
    Int128 numbers[PLAN_COLUMNS_MOST] = {0}, slots[PLAN_SLOTS_MOST] = {0};
    for (int i = 0; i < reader->lines->number_count; i++)
        numbers[i] = scaled(line.numbers[i]);
    *column = -1;
    kind = usage_slots(reader->lines, numbers, &line.key, slots);
    if (kind == REJECT_NONE && twice_at(reader, reader->line)) {
        *column = id_column(reader);
        return REJECT_DUPLICATE;
    }
    if (kind == REJECT_NONE)
        add_to_cell(reader, &line.key, slots);
    if (kind == REJECT_NONE && reader->seen)
        show(reader, &line, row);
    return kind;
}

static void line_exact(UsageReader *reader, Str row)
{
    reader->exact++;
    if (row.len && row.at[row.len - 1] == '\r')
        row.len--;
    if (!row.len)
        return;
    reader->totals.read++;
    if (row.len > USAGE_LINE_MOST) {
        refuse(reader, REJECT_LONG, -1, str_slice(row, 0, USAGE_LINE_MOST)); /* however much was read of it */
        return;
    }
    reader->split.scratch = reader->scratch;
    if (!usage_split(&reader->split, row, reader->shape.separator)) {
        bool there =
            reader->split.bad < reader->shape.width; /* a line may have more cells than the heading */
        refuse(reader, REJECT_QUOTE, there ? reader->split.bad : -1, row);
        return;
    }
    int        column = -1;
    RejectKind kind = REJECT_COLUMNS;
    if (reader->split.count == reader->shape.width)
        kind = count_exact(reader, row, &column);
    if (kind == REJECT_NONE)
        reader->totals.counted++;
    else
        refuse(reader, kind, column, row);
}

/* ---- blocks ---- */

/* What became of the lines of the batch, in their order: counted, or read the exact way. */
static void finish_batch(UsageReader *reader, Str text)
{
    UsageBatch      *batch = &reader->batch;
    const UsageBlock block = {&reader->machine, &reader->tables, &reader->shape, text.at};
    int64_t          line = reader->line;
    Size             good = batch->count;
    if (!batch->count)
        return;
    usage_batch_count(batch, &block, reader->sums);
    for (Size i = 0; i < batch->count && batch->any_bad; i++) {
        if (!batch->bad[i])
            continue;
        const uint32_t *first = batch->ends + i * batch->stride;
        Size            end = first[reader->shape.width - 1];
        reader->line = line + i;
        line_exact(reader, str_slice(text, (Size)first[-1] + 1, end + (text.at[end] == '\r')));
        good--;
    }
    reader->totals.read += good;
    reader->totals.counted += good;
    reader->totals.lines += batch->count;
    reader->line = line + batch->count;
    batch->count = 0;
}

static void line_alone(UsageReader *reader, Str row)
{
    line_exact(reader, row);
    reader->line++;
    reader->totals.lines++;
}

/* Whether the line is read with others; all words that are loaded must lie within the text. */
static bool is_usual(const UsageReader *reader, Str text, Size start, Size end)
{
    return reader->fast && start >= BATCH_MARGIN && end + BATCH_MARGIN <= text.len &&
           (!reader->index.quotes || str_find(str_slice(text, start, end), '"') < 0);
}

/* Whether every line of the block has as many cells as the heading: each ends where it then must, and no more
 * lines end between. None may have a CR there. */
static bool is_regular(const UsageReader *reader, Str text)
{
    const UsageIndex *index = &reader->index;
    Size              width = reader->shape.width;
    bool              regular = index->line_count * width <= index->end_count;
    for (Size i = 0, end = width - 1; i < index->line_count && regular; i++, end += width)
        regular = text.at[index->ends[end]] == '\n' && text.at[index->ends[end] - 1] != '\r';
    return regular;
}

/* The first `lines` of a block of which all are as wide as the heading and without quotes. */
static Size take_regular(UsageReader *reader, Str text, Size lines)
{
    UsageBatch *batch = &reader->batch;
    Size        width = reader->shape.width;
    for (Size line = 0; line < lines; line += BATCH_LINES) {
        batch->count = lines - line < BATCH_LINES ? lines - line : BATCH_LINES;
        batch->ends = reader->index.ends + line * width;
        batch->stride = width;
        finish_batch(reader, text);
    }
    return (Size)reader->index.ends[lines * width - 1] + 1;
}

static Size take_each(UsageReader *reader, Str text, Size start)
{
    UsageIndex *index = &reader->index;
    UsageBatch *batch = &reader->batch;
    Size        width = reader->shape.width, first = 0;
    for (Size line = 0; line < index->line_count; line++) {
        Size last = first;
        while (text.at[index->ends[last]] != '\n')
            last++;
        Size end = index->ends[last];
        if (last - first + 1 == width && is_usual(reader, text, start, end) &&
            !twice_at(reader, reader->line + batch->count)) {
            usage_batch_add(batch, &reader->shape, text.at, index->ends + first);
        } else {
            finish_batch(reader, text);
            line_alone(reader, str_slice(text, start, end));
        }
        if (batch->count == BATCH_LINES)
            finish_batch(reader, text);
        start = end + 1;
        first = last + 1;
    }
    finish_batch(reader, text);
    return start;
}

/* Whole lines of the block that was searched; gives where the next one begins. */
static Size take_lines(UsageReader *reader, Str text, Size start)
{
    const UsageIndex *index = &reader->index;
    Size              lines = index->line_count, width = reader->shape.width;
    bool              twice = reader->twice_count && reader->twice->line < reader->line + lines;
    index->ends[-1] = (uint32_t)start - 1; /* of the first line of a text it is never used */
    if (!reader->fast || index->quotes || twice || start < BATCH_MARGIN || !is_regular(reader, text))
        return take_each(reader, text, start);
    while (lines && (Size)index->ends[lines * width - 1] + BATCH_MARGIN > text.len)
        lines--;
    return lines ? take_regular(reader, text, lines) : take_each(reader, text, start);
}

/* The line at `at`, of which no end was found before `to`; gives where the next one begins. */
static Size take_one(UsageReader *reader, Str text, Size at, Size to)
{
    Size end = str_find(str_slice(text, to, text.len), '\n');
    end = end < 0 ? text.len : to + end;
    line_alone(reader, str_slice(text, at, end));
    return end + 1;
}

void usage_feed(UsageReader *reader, Str lines, int64_t first_line)
{
    INVARIANT(lines.len < UINT32_MAX - INDEX_BYTES);
    if (first_line)
        reader->line = first_line;
    /* Nothing stands before the first line that could be loaded with it. */
    for (Size at = lines.len ? take_one(reader, lines, 0, 0) : 0; at < lines.len;) {
        Size to = lines.len - at < INDEX_BYTES ? lines.len : at + INDEX_BYTES;
        reader->machine.find(&reader->index, lines.at, at, to, reader->shape.separator);
        Size next = take_lines(reader, lines, at);
        at = next > at ? next : take_one(reader, lines, at, to); /* longer than a block, or without its end */
    }
}

/* ---- making one ---- */

UsageReader *usage_reader_new(Arena *arena, const Plan *plan, const UsageShape *shape, Sums *sums,
                              void (*reject)(void *self, const Reject *reject), void *self)
{
    UsageReader *reader = NEW(arena, UsageReader, 1);
    *reader = (UsageReader){.plan = plan,
                            .lines = shape->lines,
                            .shape = *shape,
                            .tables = usage_tables(arena, plan),
                            .sums = sums,
                            .reject = reject,
                            .self = self,
                            .line = 1,
                            .machine = usage_machine_best()};
    /* A currency for all lines that is none on some day of the span is looked at line by line. */
    bool lasting = shape->currency < 0 || reader->tables.lasting[shape->currency + 1];
    reader->fast =
        __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && shape->width > 1 && lasting && !days_empty(plan->span);
    reader->index.ends = NEW(arena, uint32_t, 1 + INDEX_BYTES + 2 * 64) + 1;
    reader->batch = usage_batch_new(arena, shape, sums);
    reader->split.cells = NEW(arena, UsageCell, USAGE_COLUMNS_MOST);
    reader->split.room = USAGE_COLUMNS_MOST;
    reader->scratch = NEW(arena, char, USAGE_LINE_MOST + 1);
    return reader;
}

void usage_reader_twice(UsageReader *reader, const UsageTwice *lines, Size count)
{
    reader->twice = lines;
    reader->twice_count = count;
}

void usage_reader_machine(UsageReader *reader, UsageMachine machine) { reader->machine = machine; }

void usage_reader_tally(UsageReader *reader, Size bytes)
{
    Tally *tally = reader->batch.tally;
    if (tally)
        reader->batch.tally = tally_new(tally->arena, reader->sums, bytes);
}

void usage_reader_watch(UsageReader *reader, void (*seen)(void *self, const UsageSeen *line), void *self)
{
    reader->seen = seen;
    reader->watcher = self;
    reader->fast = false;
}

int64_t usage_reader_exact(const UsageReader *reader) { return reader->exact; }

void usage_settle(UsageReader *reader, Sums *into)
{
    if (reader->batch.tally)
        tally_settle(reader->batch.tally, into);
    if (into != reader->sums)
        sums_merge(into, reader->sums, 1);
}

UsageTotals usage_totals(const UsageReader *reader) { return reader->totals; }
