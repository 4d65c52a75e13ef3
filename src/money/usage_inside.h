/* usage_inside.h - what the parts of the usage reader share; nobody else includes it.
 *
 * Two ways lead from a line to its cell. The fast one takes only what is surely right and says no to
 * everything else; then the exact one reads the line again and is the only one that rejects. So the fast
 * one can be wrong only by counting, and tests hold both against a third reader. */
#ifndef ENT_MONEY_USAGE_INSIDE_H
#define ENT_MONEY_USAGE_INSIDE_H
#include <string.h>

#include "money/codes.h"
#include "money/tally.h"
#include "money/usage.h"

#define REJECT_NONE REJECT_COUNT

/* Slices of one line. */
typedef struct {
    Str  text; /* without quotes and, outside them, without blanks around it */
    Str  raw;  /* as it stands in the line */
    bool quoted;
} UsageCell;

typedef struct {
    UsageCell *cells; /* [room] */
    int        room, count;
    char      *scratch; /* where quotes are undone, as large as a line */
    int        bad;     /* the column whose quotes are wrong */
} UsageSplit;

Str usage_without_blanks(Str text);
/* False: quotes are wrong. Cells past the room are only counted. */
bool usage_split(UsageSplit *split, Str line, char separator);

/* A plain decimal number: value and decimals, or why it is none. */
typedef struct {
    int64_t value;
    int     decimals;
} UsageNumber;
RejectKind usage_number(Str text, char decimal, UsageNumber *out);

/* What cells mean, by table. What stands in a slot is compared with the cell; in one where nothing has its
 * place stands what has its place elsewhere, so that it is never found. What is not found is looked at more
 * closely. */
typedef struct {
    const Plan *plan;
    Codes       articles, entities;
    uint16_t    century;   /* the first two digits of the first year, as text; others are rare */
    unsigned    day_mask;  /* slots of days - 1 */
    uint64_t   *days;      /* [usage_day_slot]: the day of this slot, as text without the century */
    uint16_t   *intervals; /* [usage_day_slot] */
    uint16_t   *places;    /* by the two letters, as they are loaded: 1 + class of countries; 0: no country */
    uint32_t   *currencies; /* [usage_currency_slot]: the letters, and above them 1 + currency */
    uint32_t    currency_factor;
    int8_t     *minors;  /* by 1 + currency */
    bool       *lasting; /* by 1 + currency: it is one on every day */
} UsageTables;

enum { YEAR_SLOTS = 1 << 9, MONTH_SLOTS = 1 << 5, PLACE_SLOTS = 1 << 16, CURRENCY_BITS = 12 };

/* The slot of "26-07-31"; of what is no day, any slot. Pairs of digits become numbers in bytes 0, 3 and 6;
 * one multiplication then adds them up in the highest 16 bits. */
static inline unsigned usage_day_slot(const UsageTables *tables, uint64_t text)
{
    uint64_t digits = text & 0x0f0f000f0f000f0fu, pairs = digits * 10 + (digits >> 8);
    uint64_t places = 1 + ((uint64_t)MONTH_SLOTS << 24) + ((uint64_t)YEAR_SLOTS << 48);
    return (unsigned)((pairs & 0x00ff0000ff0000ffu) * places >> 48) & tables->day_mask;
}

static inline unsigned usage_currency_slot(const UsageTables *tables, uint32_t letters)
{
    return (letters << 8) * tables->currency_factor >> (32 - CURRENCY_BITS);
}

UsageTables usage_tables(Arena *arena, const Plan *plan);

/* What a line says, so far. */
typedef struct {
    SumKey      key;
    Day         day;
    UsageNumber numbers[PLAN_COLUMNS_MOST];
} UsageLine;

/* Reads one cell into the line. */
RejectKind usage_cell(const UsageTables *tables, const UsageShape *shape, const PlanColumn *column, Str text,
                      UsageLine *line);
/* What needs the whole line: the currency on the day, the decimals of each amount. *column: of `lines`. */
RejectKind usage_line_check(const UsageTables *tables, const PlanLines *lines, const UsageLine *line,
                            int *column);
/* Conditions into the key, and the number of each slot, in 10^-SUM_SCALE. */
RejectKind usage_slots(const PlanLines *lines, const Int128 *numbers, SumKey *key, Int128 *slots);

/* ---- where cells and lines end ---- */

enum { INDEX_BYTES = 1 << 13 };

/* The ends of a block of lines. */
typedef struct {
    uint32_t
        *ends; /* offsets of separators and line ends, [-1 .. INDEX_BYTES + 2 * 64); [-1]: what ends before */
    Size end_count, line_count;
    bool quotes; /* the block has one */
} UsageIndex;

/* Finds all ends in [from, to) of the text, to - from <= INDEX_BYTES. */
typedef void UsageFind(UsageIndex *index, const char *text, Size from, Size to, char separator);
UsageFind    usage_find_portable;
/* ---- many lines at once ---- */

enum { BATCH_LINES = 512, BATCH_MARGIN = 16 };

/* One column of the lines of a batch. Loops take a copy, so that what they write cannot change it. */
typedef struct {
    const char     *text;
    const uint32_t *ends;   /* of the cell in line i: [i * stride] */
    const uint32_t *before; /* of what stands before it */
    Size            stride, count;
    uint8_t        *bad;
    uint32_t       *unusual; /* room for numbers of lines */
} UsageColumn;

typedef struct {
    const char *from, *to;
} UsageSlice;

static inline UsageSlice usage_slice(const UsageColumn *column, Size i)
{
    Size at = i * column->stride;
    return (UsageSlice){column->text + column->before[at] + 1, column->text + column->ends[at]};
}

/* In bytes; the cell of every line is one, if it may be empty. */
static inline uint32_t usage_length(const UsageColumn *column, Size i)
{
    Size at = i * column->stride;
    return column->ends[at] - column->before[at] - 1;
}

static inline const char *usage_from(const UsageColumn *column, Size i)
{
    return column->text + column->before[i * column->stride] + 1;
}

static inline uint64_t usage_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

#define EACH_BYTE(byte) (0x0101010101010101u * (uint64_t)(unsigned char)(byte))

/* The first `count` bytes of a word, 0 to 7. */
static inline uint64_t usage_first_bytes(uint64_t word, unsigned count)
{
    return word & (((uint64_t)1 << (8 * count)) - 1);
}

/* Bytes that are not 0 to 9 set their high bit; a carry can only come from a byte that is set itself. */
static inline uint64_t usage_not_digits(uint64_t word)
{
    return ((word + EACH_BYTE(0x76)) | word) & EACH_BYTE(0x80);
}

/* Numbers of at most 16 bytes, in 10^-SUM_SCALE; what is not surely one, and what needs more than 64 bits, is
 * marked bad. `tails`: bytes from the decimal mark on, 0: it has none. */
typedef void UsageNumbers(const UsageColumn *column, char mark, int64_t *values, uint8_t *tails);
UsageNumbers usage_numbers_portable;

/* What is done in words on every machine, and in wider registers where there are some. */
typedef struct {
    UsageFind    *find;
    UsageNumbers *numbers;
} UsageMachine;

UsageMachine usage_machine_portable(void);
UsageMachine usage_machine_best(void);
#if defined(__x86_64__)
#define HAVE_AVX2 1
#define AVX2      __attribute__((target("avx2,bmi,bmi2,popcnt")))
UsageFind    usage_find_avx2;
UsageNumbers usage_numbers_avx2;
#endif

/* Lines that have as many cells as the heading and no quotes, read column by column. Each has BATCH_MARGIN
 * bytes of the text before and behind it, because whole words are loaded. */
typedef struct {
    Size            count;
    const uint32_t *ends;   /* of cell c in line i: [i * stride + c], without a CR at its end; */
    Size            stride; /* [i * stride - 1]: of the line before */
    uint32_t       *copied; /* the same of lines that do not follow each other */
    uint8_t        *bad;    /* not surely right: to be read the exact way */
    bool            any_bad;
    /* What the lines say; a column that the file has not says the same of all lines, always. */
    uint32_t *articles;
    uint16_t *places, *entities, *currencies, *intervals;
    int64_t  *values[PLAN_COLUMNS_MOST]; /* by number of the line */
    uint8_t  *tails[PLAN_COLUMNS_MOST];
    int64_t **cells;   /* of the tally */
    uint32_t *numbers; /* of lines that are looked at again */
    Tally    *tally;   /* NULL: lines have conditions or computed numbers */
} UsageBatch;

UsageBatch usage_batch_new(Arena *arena, const UsageShape *shape, Sums *sums);
/* One more line that does not follow the one before. */
void usage_batch_add(UsageBatch *batch, const UsageShape *shape, const char *text, const uint32_t *ends);

typedef struct {
    const UsageMachine *machine;
    const UsageTables  *tables;
    const UsageShape   *shape;
    const char         *text;
} UsageBlock;

/* Reads all lines of the batch and counts the good ones; batch->bad says which are left. */
void usage_batch_count(UsageBatch *batch, const UsageBlock *block, Sums *sums);

/* For tests: the ways of another machine; how large the tally may be; how many lines were read the exact way.
 */
void    usage_reader_machine(UsageReader *reader, UsageMachine machine);
void    usage_reader_tally(UsageReader *reader, Size bytes);
int64_t usage_reader_exact(const UsageReader *reader);
#endif
