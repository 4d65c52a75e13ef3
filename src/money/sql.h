/* sql.h - the plan as SQL: the same sums, made where the lines lie.
 *
 * Lines in a table of a database need not travel. One statement groups them by what the table says of
 * product, country, entity and currency, by interval of days, by condition and by what is wrong with their
 * numbers, and adds up the rest exactly; what the groups mean is decided here, by the code that reads files.
 * So a table and a file with the same lines give the same sums, and the same lines are not counted, for the
 * same reasons.
 *
 * A cell of a table is what a file would say in its place: a number in its shortest form, a day as
 * 2026-03-01, a text without the blanks around it, NULL as an empty cell. The columns of the table take the
 * place of a file's heading, in their order, with the same mapping.
 *
 * Names and values reach the statement only through the quotes that are given; nothing else in it comes from
 * outside. It groups by plain columns and uses only functions of the server itself that are immutable, so
 * that a sharded table adds up where its parts lie. */
#ifndef ENT_MONEY_SQL_H
#define ENT_MONEY_SQL_H
#include "money/usage.h"

typedef enum {
    SQL_TEXT,
    SQL_INTEGER,
    SQL_NUMERIC,
    SQL_DATE,
    SQL_UNFIT, /* floating point, times, anything else */
} SqlKind;

typedef struct {
    Str     name;
    SqlKind kind;
    Str     type;     /* as the database calls it */
    int     digits;   /* of a number; 0: not limited */
    int     decimals; /* of a number that is limited */
    bool    folds;    /* texts that differ are equal in this column */
} SqlColumn;

typedef struct {
    Str schema, name;
    LIST_OF(SqlColumn) columns;
} SqlTable;

/* How names and values are written so that they are nothing else. */
typedef struct {
    void *self;
    Str (*name)(void *self, Arena *arena, Str text);
    Str (*value)(void *self, Arena *arena, Str text);
} SqlQuotes;

enum { SQL_GROUPS_MOST = 1 << 22, SQL_REASONS_MOST = 4096, SQL_CELLS_MOST = 2 * PLAN_COLUMNS_MOST };

/* The columns as the heading of a file, for usage_shape. */
Str sql_heading(Arena *arena, const SqlTable *table);
/* False: a column that is needed cannot be counted exactly; findings were recorded, at its place in the
 * heading. */
bool sql_fits(const UsageShape *shape, const SqlTable *table, const Source *heading, Diags *diags);

/* A table that fits. */
typedef struct {
    Arena            *arena;
    const Plan       *plan;
    const UsageShape *shape;
    const SqlTable   *table;
} Sql;

/* One SELECT statement; its columns are what sql_reader_take takes. */
Str sql_text(const Sql *sql, SqlQuotes quotes);

/* Lines that were not counted for one reason. */
typedef struct {
    RejectKind kind;
    int        column;     /* of the table; -1: the whole line */
    Str        word, cell; /* what the statement says of it; the cell, where a group has one */
    int64_t    lines;
} SqlReason;

typedef struct SqlReader SqlReader;
SqlReader               *sql_reader_new(const Sql *sql, Sums *sums);
int                      sql_reader_width(const SqlReader *reader);
/* One group. `cells` are texts; a NULL of the database has no address. False: the server said something that
 * the statement cannot give, or too many groups; *why says which. */
CHECKED bool sql_reader_take(SqlReader *reader, const Str *cells, Str *why);
UsageTotals  sql_reader_totals(const SqlReader *reader);
/* The reasons, most lines first; of more than SQL_REASONS_MOST the rest is only in the totals. */
SqlReason *sql_reader_reasons(SqlReader *reader, Size *count);
/* "country: `UK` is no country: the code of the United Kingdom is GB" */
Str sql_reason_text(const SqlReader *reader, const SqlReason *reason);
#endif
