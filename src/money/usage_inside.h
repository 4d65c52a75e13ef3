/* usage_inside.h - what the parts of the usage reader share; nobody else includes it.
 *
 * Two ways lead from a line to its cell. The fast one takes only what is surely right and says no to
 * everything else; then the exact one reads the line again and is the only one that rejects. So the fast
 * one can be wrong only by counting, and tests hold both against a third reader. */
#ifndef ENT_MONEY_USAGE_INSIDE_H
#define ENT_MONEY_USAGE_INSIDE_H
#include "money/codes.h"
#include "money/usage.h"

#define REJECT_NONE REJECT_COUNT

enum { LETTERS = 26 };

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

/* False: quotes are wrong. Cells past the room are only counted. */
bool usage_split(UsageSplit *split, Str line, char separator);

/* A plain decimal number: value and decimals, or why it is none. */
typedef struct {
    int64_t value;
    int     decimals;
} UsageNumber;
RejectKind usage_number(Str text, char decimal, UsageNumber *out);

/* What cells mean, by table. A lookup gives 0 for what must be looked at more closely. */
typedef struct {
    const Plan *plan;
    Codes       articles, entities;
    int         first_year, years;
    uint16_t   *intervals;                 /* [(year - first_year) * 512 + month * 32 + day]: 1 + interval */
    uint16_t    places[LETTERS * LETTERS]; /* 1 + class of countries */
    uint16_t   *currencies;                /* [usage_currency_slot]: 1 + currency */
    int8_t     *minors;                    /* by 1 + currency */
    char (*currency_letters)[4];           /* by 1 + currency */
} UsageTables;

enum { YEAR_SLOTS = 512, MONTH_SLOTS = 32, CURRENCY_SLOTS = 1 << 15 };

static inline unsigned usage_currency_slot(const char *letters)
{
    return ((unsigned)letters[0] & 31) << 10 | ((unsigned)letters[1] & 31) << 5 | ((unsigned)letters[2] & 31);
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

enum { INDEX_BYTES = 1 << 14 };

/* The ends of a block of lines. */
typedef struct {
    uint32_t *ends;  /* offsets of separators and line ends, [INDEX_BYTES + 64] */
    uint32_t *lines; /* numbers of those in `ends` that are line ends */
    Size      end_count, line_count;
    bool      quotes; /* the block has one */
} UsageIndex;

/* Finds all ends in [from, to) of the text, to - from <= INDEX_BYTES. */
typedef void UsageFind(UsageIndex *index, const char *text, Size from, Size to, char separator);
UsageFind    usage_find_portable;
UsageFind   *usage_find_best(void); /* what this machine does fastest */
/* For tests: another way to find ends; how many lines were read the exact way. */
void    usage_reader_find(UsageReader *reader, UsageFind *find);
int64_t usage_reader_exact(const UsageReader *reader);
#endif
