/* usage.h - lines of usage, read as a stream into sums. The hot path.
 *
 * A usage file is CSV or TSV (RFC 4180, but a line end ends the line also inside quotes; BOM; `,` `;` tab;
 * decimal point, or decimal comma when the separator is `;` or tab or when it is declared). Its heading names
 * the columns of one `lines` clause, in any order, or a mapping says which is which. Every line ends in
 * exactly one place: in a cell of the sums, or among the rejects with a reason. Nothing is dropped, nothing
 * is guessed. An empty line says nothing and is not counted.
 *
 * A reader is fed whole lines in buffers of any size; several readers over parts of one file give, merged,
 * the same sums. Memory does not grow with the number of good lines. */
#ifndef ENT_MONEY_USAGE_H
#define ENT_MONEY_USAGE_H
#include "base/diag.h"
#include "money/sums.h"

typedef enum {
    REJECT_COLUMNS, /* too few or too many cells */
    REJECT_QUOTE,   /* a quote that does not close, or text after it */
    REJECT_PRODUCT, /* not in the register or the text */
    REJECT_COUNTRY,
    REJECT_ENTITY,
    REJECT_CURRENCY,
    REJECT_DAY,      /* no date */
    REJECT_PERIOD,   /* a day outside the span of the plan */
    REJECT_NUMBER,   /* not a plain decimal number (`1e9`, `NaN`, `1,000`) */
    REJECT_DECIMALS, /* more decimals than the currency has */
    REJECT_LARGE,    /* more digits than can be counted */
    REJECT_MIXED,    /* amounts of money without a currency, or not in that of the clause */
    REJECT_LONG,     /* a line of more than USAGE_LINE_MOST bytes */
    REJECT_DUPLICATE,
    REJECT_COUNT
} RejectKind;

enum { USAGE_LINE_MOST = 65536, USAGE_COLUMNS_MOST = 256, USAGE_DIGITS_MOST = 18 };

/* How one file is to be read. */
typedef struct {
    const PlanLines *lines;
    int              lines_index;
    char             separator; /* ',' ';' '\t' */
    char             decimal;   /* '.' or ','; 0: no decimals were seen and none declared, so none are read */
    int              roles[USAGE_COLUMNS_MOST]; /* by column of the file: column of `lines`, -1: not needed */
    int              width;                     /* columns in the file */
    int              currency; /* of all amounts when the file has no such column; -1: none */
    Size             body;     /* offset of the first line behind the heading */
} UsageShape;

/* A line that says it is the same as one before: the number of that one, and its file, empty if it is the
 * same. */
typedef struct {
    int64_t line, first;
    Str     file;
} UsageTwice;

/* One line that was not counted. `cell` is where it is wrong. */
typedef struct {
    RejectKind kind;
    int64_t    line;   /* 1-based, in the file */
    int        column; /* of the file, 0-based; -1: the whole line */
    Str        row;    /* the bytes of the line, without its end; valid during the call */
    Str        cell;
    int64_t    first; /* REJECT_DUPLICATE: as in UsageTwice */
    Str        file;
} Reject;

typedef struct {
    int64_t lines; /* of the file, empty ones too */
    int64_t read, counted, rejected;
    int64_t by_kind[REJECT_COUNT];
} UsageTotals;

/* One line that was counted. */
typedef struct {
    const SumKey *key; /* of its cell */
    Day           day;
    int64_t       line;                 /* 1-based, in the file */
    Str           product, country, id; /* as it says them; empty: it does not */
    Str           row;                  /* valid during the call, as those are */
} UsageSeen;

typedef struct UsageReader UsageReader;

/* What is given of a file before it is read. */
typedef struct {
    const Source *head; /* its first buffer, or all of it */
    const Source
        *mapping; /* `file heading = column`, `decimal = ,`, `separator = tab`, `currency = EUR`; or NULL */
    Word lines;   /* the name of the lines clause; 0: the one whose columns fit */
} UsageHead;

/* Reads the heading. False: findings were recorded. */
bool usage_shape(Arena *arena, const Plan *plan, const UsageHead *file, Diags *diags, UsageShape *out);
/* `reject` may be NULL; it is called in the order of the lines of this reader. */
UsageReader *usage_reader_new(Arena *arena, const Plan *plan, const UsageShape *shape, Sums *sums,
                              void (*reject)(void *self, const Reject *reject), void *self);
/* Whole lines only, the last one of the file with or without its end; `first_line` is the number of the first
 * of them, or 0: it goes on behind the last buffer. A line that was cut at USAGE_LINE_MOST + 1 bytes is known
 * to be too long. */
void usage_feed(UsageReader *reader, Str lines, int64_t first_line);
/* Brings all that was counted into sums: those of the reader, which lack some of it until then, or others of
 * the plan. Once, when everything is read. */
void        usage_settle(UsageReader *reader, Sums *into);
UsageTotals usage_totals(const UsageReader *reader);
/* Lines that are not to be counted because they stood before, ascending by line, all of the file: it is fed
 * from its first line on. */
void usage_reader_twice(UsageReader *reader, const UsageTwice *lines, Size count);
/* Shows every line that is counted from now on; each is then read the exact way. */
void usage_reader_watch(UsageReader *reader, void (*seen)(void *self, const UsageSeen *line), void *self);
/* What is wrong and what to write instead: "`UK` is no country: the code of the United Kingdom is GB". */
Str reject_text(Arena *arena, const Plan *plan, const UsageShape *shape, const Reject *reject);

/* What identifies each line, without counting it: the cells of the columns `line` and `id`. A line without
 * such a cell, or with nothing in it, is passed over. */
typedef struct UsageIds UsageIds;
bool                    usage_identifies(const UsageShape *shape); /* the file has such a column */
UsageIds               *usage_ids_new(Arena *arena, const UsageShape                                *shape,
                                      void (*take)(void *self, Str id, int64_t line, Str row), void *self);
void                    usage_ids_feed(UsageIds *ids, Str lines); /* as usage_feed, from line 2 on */

/* The product register: columns `code` (or `sku`, `product`), `item` (a product or family of the text),
 * `name`. Without one, every product and family of the text is an article of its own name. False: findings.
 */
bool register_read(Plan *plan, const Source *source, Diags *diags);
#endif
