/* sql_inside.h - what the statement and the reader of its groups agree on; nobody else includes it.
 *
 * A group is: the cells that say what the lines are about, in the order of the table; the bucket of their
 * days, if they have days; what is wrong with their numbers; which conditions hold; how many lines; the sums.
 */
#ifndef ENT_MONEY_SQL_INSIDE_H
#define ENT_MONEY_SQL_INSIDE_H
#include "money/sql.h"
#include "money/usage_inside.h"

/* Every day is in the bucket that counts the thresholds up to it: none before year 1, one before the span,
 * one for each interval, one behind the span, one for years that have no four digits. */
typedef struct {
    LIST_OF(Day) from; /* of the intervals, ascending; also where a currency begins or has ended */
    Day through;       /* of the last one */
} SqlDays;
enum { BUCKET_BEFORE = 1, BUCKET_FIRST = 2 };

SqlDays sql_days(const Sql *sql);

/* What the statement says of a number, or of a line: `word` or `word column`. */
typedef struct {
    const char *word;
    RejectKind  kind;
    enum { PROBLEM_CELL, PROBLEM_MONEY, PROBLEM_LINE } stage; /* the order in which a line is judged */
} SqlProblem;
extern const SqlProblem sql_problems[];
enum {
    PROBLEM_EMPTY,
    PROBLEM_NUMBER,
    PROBLEM_LARGE,
    PROBLEM_FINE,
    PROBLEM_MINOR,
    PROBLEM_MIXED,
    PROBLEM_UNEVEN,
    PROBLEM_EXCESS,
    PROBLEM_COUNT
};

static inline const PlanColumn *sql_role(const Sql *sql, int column)
{
    int role = sql->shape->roles[column];
    return role >= 0 ? &sql->shape->lines->columns[role] : NULL;
}

/* A column that a group names: neither a number nor a day. */
static inline bool sql_is_key(const PlanColumn *role)
{
    return role && (role->role == COLUMN_PRODUCT || role->role == COLUMN_COUNTRY ||
                    role->role == COLUMN_ENTITY || role->role == COLUMN_CURRENCY);
}

/* The column of the table with that role, from the left; -1: none. */
int sql_column(const Sql *sql, ColumnRole role);
#endif
