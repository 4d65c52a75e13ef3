/* usage.c - lines of usage into cells of sums: the fast way and, for everything unusual, the exact one.
 *
 * A block of lines is first searched for all ends of cells (usage_find.c). A line with as many cells as the
 * heading and no quotes is then read by loads of whole words that may reach up to 16 bytes beyond a cell, so
 * lines at the ends of the buffer take the exact way. The fast way gives up on the first thing that is not
 * surely right; it never rejects. Nothing is added to a cell before the whole line is known to be good. */
#include "money/usage.h"

#include <string.h>

#include "money/usage_inside.h"

enum { MARGIN = 16 };

/* A column of the file that is needed. */
typedef struct {
    ColumnRole role;
    int        column; /* of the file */
    int        number; /* of the line */
} Needed;

struct UsageReader {
    const Plan      *plan;
    const PlanLines *lines;
    UsageShape       shape;
    UsageTables      tables;
    Sums            *sums;
    void (*reject)(void *self, const Reject *reject);
    void       *self;
    UsageTotals totals;
    int64_t     line;  /* the number of the next one */
    int64_t     exact; /* lines that were read the exact way */
    UsageFind  *find;
    UsageIndex  index;
    UsageSplit  split;
    char       *scratch;
    Needed      needed[PLAN_COLUMNS_MOST];
    int         needed_count;
    int         money[PLAN_COLUMNS_MOST]; /* numbers that are amounts */
    int         money_count;
    bool        fast, plain; /* plain: no conditions, nothing computed */
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
    Reject reject = {kind, reader->line, column, row, S("")};
    if (column >= 0 && column < reader->split.room && kind != REJECT_COLUMNS)
        reject.cell =
            kind == REJECT_QUOTE ? reader->split.cells[column].raw : reader->split.cells[column].text;
    reader->totals.rejected++;
    reader->totals.by_kind[kind]++;
    if (reader->reject)
        reader->reject(reader->self, &reject);
}

static int file_column(const UsageReader *reader, int column)
{
    for (int i = 0; i < reader->shape.width; i++)
        if (column >= 0 && reader->shape.roles[i] == column)
            return i;
    return -1;
}

/* REJECT_NONE: it was counted. */
static RejectKind count_exact(UsageReader *reader, int *column)
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
    if (kind == REJECT_NONE)
        add_to_cell(reader, &line.key, slots);
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
        kind = count_exact(reader, &column);
    if (kind == REJECT_NONE)
        reader->totals.counted++;
    else
        refuse(reader, kind, column, row);
}

/* ---- the fast way ---- */

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
enum { WORDS_ARE_TEXT = true };
#else
enum { WORDS_ARE_TEXT = false };
#endif

#define EACH_BYTE(byte) (0x0101010101010101u * (uint64_t)(unsigned char)(byte))

static inline uint64_t load(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* The first `count` bytes of a word, 0 to 8. */
static inline uint64_t first_bytes(uint64_t word, Size count)
{
    return count >= 8 ? word : word & (((uint64_t)1 << (8 * count)) - 1);
}

/* The last `count` bytes of a word, 1 to 8. */
static inline uint64_t last_bytes(uint64_t word, Size count)
{
    return word >> (64 - 8 * count) << (64 - 8 * count);
}

/* Bytes that are not 0 to 9 set their high bit; a carry can only come from a byte that is set itself. */
static inline uint64_t not_digits(uint64_t word) { return (word + EACH_BYTE(0x76)) | word; }

/* Eight digits as bytes 0 to 9, the first one lowest. */
static inline uint64_t eight_digits(uint64_t word)
{
    const uint64_t pairs = 0x000000ff000000ffu;
    word = word * 10 + (word >> 8);
    return ((word & pairs) * (100 + ((uint64_t)1000000 << 32)) +
            ((word >> 16) & pairs) * (1 + ((uint64_t)10000 << 32))) >>
           32;
}

/* Takes the decimal mark out of the last 8 bytes of a number: what stands before it moves up. */
static inline bool without_mark(uint64_t *high, uint64_t *low, Size *len, char mark, int *decimals)
{
    uint64_t differ = *high ^ EACH_BYTE(mark);
    uint64_t found = ~(((differ & EACH_BYTE(0x7f)) + EACH_BYTE(0x7f)) | differ | EACH_BYTE(0x7f));
    if (*len < 8)
        found = last_bytes(found, *len);
    *decimals = 0;
    if (!found)
        return true;
    int      byte = (63 - __builtin_clzll(found)) >> 3;
    uint64_t above = byte == 7 ? 0 : *high >> (8 * byte + 8) << (8 * byte + 8);
    *high = above | first_bytes(*high, byte) << 8 | *low >> 56;
    *low <<= 8;
    *decimals = 7 - byte;
    --*len;
    return *decimals > 0 && *decimals <= SUM_SCALE && *len > *decimals;
}

static inline bool number_fast(const char *from, const char *to, char mark, UsageNumber *out)
{
    bool minus = *from == '-';
    Size len = to - from - minus;
    if ((size_t)len - 1 >= MARGIN)
        return false;
    uint64_t high = load(to - 8), low = load(to - 16), bad;
    int      decimals = 0;
    if (mark && !without_mark(&high, &low, &len, mark, &decimals))
        return false;
    high = last_bytes(high ^ EACH_BYTE('0'), len < 8 ? len : 8);
    bad = not_digits(high);
    int64_t value = (int64_t)eight_digits(high);
    if (len > 8) {
        low = last_bytes(low ^ EACH_BYTE('0'), len - 8);
        bad |= not_digits(low);
        value += (int64_t)eight_digits(low) * 100000000;
    }
    if ((bad & EACH_BYTE(0x80)) || (minus && !value))
        return false;
    *out = (UsageNumber){minus ? -value : value, decimals};
    return true;
}

/* 2026-03-01; 0: no such day in the span of the plan. */
static inline unsigned interval_fast(const UsageTables *tables, const char *from, const char *to)
{
    if (to - from != 10)
        return 0;
    uint64_t word = load(from) ^ 0x2d30302d30303030u; /* "0000-00-" */
    unsigned tens = (unsigned char)(from[8] - '0'), ones = (unsigned char)(from[9] - '0');
    uint64_t bad = (not_digits(word) & EACH_BYTE(0x80)) | (word & 0xff0000ff00000000u);
    if (bad || tens > 3 || ones > 9)
        return 0;
    word = word * 10 + (word >> 8);
    int      year = (int)((word & 0xff) * 100 + (word >> 16 & 0xff)) - tables->first_year;
    unsigned month = word >> 40 & 0xff, day = tens * 10 + ones;
    if (year < 0 || year >= tables->years || month > 12 || day > 31)
        return 0;
    return tables->intervals[year * YEAR_SLOTS + (int)(month * MONTH_SLOTS + day)];
}

static inline const Code *code_fast(const Codes *codes, const char *from, const char *to)
{
    Size len = to - from;
    if (len <= 0 || len > MARGIN)
        return NULL;
    uint64_t head = first_bytes(load(from), len), tail = len > 8 ? first_bytes(load(from + 8), len - 8) : 0;
    return codes_find_words(codes, head, tail, len);
}

static inline unsigned place_fast(const UsageTables *tables, const char *from, const char *to)
{
    unsigned first = (unsigned char)(from[0] - 'A'), second = (unsigned char)(from[1] - 'A');
    if (to - from != 2 || first >= LETTERS || second >= LETTERS)
        return 0;
    return tables->places[first * LETTERS + second];
}

static inline unsigned currency_fast(const UsageTables *tables, const char *from, const char *to)
{
    if (to - from != 3)
        return 0;
    unsigned currency = tables->currencies[usage_currency_slot(from)];
    return memcmp(tables->currency_letters[currency], from, 3) == 0 ? currency : 0;
}

/* One cell into the line; 0: not surely right. */
static inline unsigned cell_fast(const UsageReader *reader, const Needed *needed, const char *from,
                                 const char *to, UsageLine *line)
{
    const Code *code;
    switch ((int)needed->role) {
    case COLUMN_COUNT:
    case COLUMN_MONEY: return number_fast(from, to, reader->shape.decimal, &line->numbers[needed->number]);
    case COLUMN_DAY:
        line->key.interval = (uint16_t)(interval_fast(&reader->tables, from, to) - 1);
        return line->key.interval != UINT16_MAX;
    case COLUMN_PRODUCT:
        code = code_fast(&reader->tables.articles, from, to);
        line->key.article = code ? code->value : 0;
        return code != NULL;
    case COLUMN_COUNTRY: return line->key.place = (uint16_t)place_fast(&reader->tables, from, to);
    case COLUMN_CURRENCY: return line->key.currency = (uint16_t)currency_fast(&reader->tables, from, to);
    default:
        code = code_fast(&reader->tables.entities, from, to);
        line->key.entity = code ? (uint16_t)code->value : 0;
        return code != NULL;
    }
}

/* The line from `start`, whose cells end at `ends`. False: it must be read the exact way; nothing has
 * changed. */
static bool line_fast(UsageReader *reader, const char *text, uint32_t start, const uint32_t *ends)
{
    UsageLine line;
    int       last = reader->shape.width - 1;
    line.key = (SumKey){.lines = (uint16_t)reader->shape.lines_index};
    line.key.currency = (uint16_t)(reader->shape.currency + 1);
    for (int i = 0; i < reader->needed_count; i++) {
        const Needed *needed = &reader->needed[i];
        const char   *from = text + (needed->column ? ends[needed->column - 1] + 1 : start);
        const char   *to = text + ends[needed->column];
        to -= needed->column == last && to[-1] == '\r' && to > from;
        if (!cell_fast(reader, needed, from, to, &line))
            return false;
    }
    int minor = reader->money_count ? reader->tables.minors[line.key.currency] : 0;
    for (int i = 0; i < reader->money_count; i++)
        if (line.numbers[reader->money[i]].decimals > minor)
            return false;
    if (reader->plain) {
        Size    cell = sums_cell(reader->sums, &line.key);
        Int128 *values = sums_values(reader->sums, cell);
        reader->sums->cells[cell].lines++;
        for (int i = 0; i < reader->lines->slot_count; i++)
            values[i] += scaled(line.numbers[reader->lines->slots[i].number]);
        return true;
    }
    Int128 numbers[PLAN_COLUMNS_MOST], slots[PLAN_SLOTS_MOST];
    for (int i = 0; i < reader->lines->number_count; i++)
        numbers[i] = scaled(line.numbers[i]);
    if (usage_slots(reader->lines, numbers, &line.key, slots) != REJECT_NONE)
        return false;
    add_to_cell(reader, &line.key, slots);
    return true;
}

/* ---- blocks ---- */

/* All whole lines of the block that was searched; gives where the first line that is not whole begins. */
static Size take_lines(UsageReader *reader, Str text, Size start)
{
    const UsageIndex *index = &reader->index;
    Size              first = 0;
    for (Size i = 0; i < index->line_count; i++) {
        Size last = index->lines[i], end = index->ends[last];
        bool fast = last - first + 1 == reader->shape.width && reader->fast && !index->quotes &&
                    start >= MARGIN && end + MARGIN <= text.len;
        if (fast && line_fast(reader, text.at, (uint32_t)start, index->ends + first)) {
            reader->totals.read++;
            reader->totals.counted++;
        } else {
            line_exact(reader, str_slice(text, start, end));
        }
        reader->line++;
        start = end + 1;
        first = last + 1;
    }
    reader->totals.lines += index->line_count;
    return start;
}

void usage_feed(UsageReader *reader, Str lines, int64_t first_line)
{
    INVARIANT(lines.len < UINT32_MAX - INDEX_BYTES);
    if (first_line)
        reader->line = first_line;
    for (Size at = 0; at < lines.len;) {
        Size to = lines.len - at < INDEX_BYTES ? lines.len : at + INDEX_BYTES;
        reader->find(&reader->index, lines.at, at, to, reader->shape.separator);
        Size next = take_lines(reader, lines, at);
        if (next == at) { /* a line longer than the block, or the last one without its end */
            Size end = str_find(str_slice(lines, to, lines.len), '\n');
            end = end < 0 ? lines.len : to + end;
            line_exact(reader, str_slice(lines, at, end));
            reader->line++;
            reader->totals.lines++;
            next = end + 1;
        }
        at = next;
    }
}

/* ---- making one ---- */

static void take_needed(UsageReader *reader)
{
    for (int i = 0; i < reader->shape.width; i++) {
        int role = reader->shape.roles[i];
        if (role < 0)
            continue;
        const PlanColumn *column = &reader->lines->columns[role];
        if (column->role == COLUMN_IGNORED || column->role == COLUMN_LINE)
            continue;
        reader->needed[reader->needed_count++] = (Needed){column->role, i, column->number};
        if (column->role == COLUMN_MONEY)
            reader->money[reader->money_count++] = column->number;
    }
}

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
                            .find = usage_find_best()};
    take_needed(reader);
    /* A currency for all lines that is none on some day of the span is looked at line by line. */
    bool lasting = shape->currency < 0 || reader->tables.currency_letters[shape->currency + 1][0];
    reader->fast = WORDS_ARE_TEXT && shape->width > 1 && lasting;
    reader->plain = shape->lines->filter_count == 0;
    for (int i = 0; i < shape->lines->slot_count; i++)
        reader->plain &= shape->lines->slots[i].ops.count == 0;
    reader->index.ends = NEW(arena, uint32_t, INDEX_BYTES + 2 * 64);
    reader->index.lines = NEW(arena, uint32_t, INDEX_BYTES + 64);
    reader->split.cells = NEW(arena, UsageCell, USAGE_COLUMNS_MOST);
    reader->split.room = USAGE_COLUMNS_MOST;
    reader->scratch = NEW(arena, char, USAGE_LINE_MOST + 1);
    return reader;
}

void usage_reader_find(UsageReader *reader, UsageFind *find) { reader->find = find; }

int64_t usage_reader_exact(const UsageReader *reader) { return reader->exact; }

UsageTotals usage_totals(const UsageReader *reader) { return reader->totals; }
