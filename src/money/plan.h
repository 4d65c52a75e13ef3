/* plan.h - the money clauses of an agreement as indices and numbers: what scanner, sums and finisher
 * share.
 *
 * A plan is made from a Standing for one span of days (the counter years that the asked period needs).
 * It says which columns of which `lines` are counted (slots), on which days anything can change (cuts), and
 * which articles the usage may name (the register). It is read-only afterwards, so threads share it.
 *
 * Columns: `line`, `document` identify a line; `product`, `country`, `entity`, `day`, `currency` say
 * what it is about; every other column that a royalty needs is a number. One named like a unit
 * (`units`, `minutes`) is a count, every other one an amount of money in the line's currency. */
#ifndef ENT_MONEY_PLAN_H
#define ENT_MONEY_PLAN_H
#include "exact/rational.h"
#include "standing/router.h"
#include "terms/data/tables.h"

enum {
    SUM_SCALE = 6,
    PLAN_COLUMNS_MOST = 32,
    PLAN_SLOTS_MOST = 32,
    PLAN_FILTERS_MOST = 16,
    PLAN_DAYS_MOST = 36600
};

typedef enum {
    COLUMN_IGNORED, /* stated, but no royalty needs it */
    COLUMN_LINE,    /* identifies the line: `line`, `id` */
    COLUMN_PRODUCT,
    COLUMN_COUNTRY,
    COLUMN_ENTITY,
    COLUMN_DAY,
    COLUMN_CURRENCY,
    COLUMN_COUNT, /* a count of a unit */
    COLUMN_MONEY, /* an amount in the line's currency */
} ColumnRole;

typedef struct {
    Word       name;
    ColumnRole role;
    int        number; /* of a count or an amount: which number of the line; else -1 */
} PlanColumn;

/* A number computed from the numbers of one line, for what sums cannot carry: `least of`, `greatest of`,
 * a cap on the price of one unit, an amount that is rounded on each line. Postfix code on integers of
 * 10^-SUM_SCALE. */
typedef enum {
    OP_NUMBER,
    OP_CONSTANT,
    OP_ADD,
    OP_LESS,
    OP_TIMES_RATIO,
    OP_TIMES_ROUNDED, /* times a ratio, rounded to a multiple of `unit` */
    OP_LEAST,
    OP_GREATEST
} LineOpKind;
typedef struct {
    LineOpKind kind;
    int        number;   /* OP_NUMBER: which number of the line */
    int64_t    constant; /* OP_CONSTANT, scaled; of a ratio: numerator */
    int64_t    divisor;  /* of a ratio */
    int        currency; /* OP_CONSTANT of money: the line must be in it; -1: any */
    int64_t    unit;     /* OP_TIMES_ROUNDED, scaled */
    Rounding   rounding;
} LineOp;

typedef struct {
    LIST_OF(LineOp) ops; /* empty: number `number` of the line as it is */
    int number;
} Slot;

/* `minutes over 12 minutes`: left is a number of the line. */
typedef struct {
    int       number;
    CompareOp op;
    int64_t   value; /* scaled */
    Span      span;
} Filter;

typedef struct {
    const Clause *clause;
    int           reporter; /* a subject: whose lines they are when a line names no entity; -1: not one */
    PlanColumn    columns[PLAN_COLUMNS_MOST];
    int           column_count;
    int           number_count; /* numbers in a line */
    Slot          slots[PLAN_SLOTS_MOST];
    int           slot_count;
    Filter        filters[PLAN_FILTERS_MOST];
    int           filter_count;
} PlanLines;

/* What the usage may call a product. Article 0 is `none said`. */
typedef struct {
    Str  code; /* as in the file: "P0140" */
    Word item; /* product or family of the text; 0: article 0 */
    Str  name; /* for people; may be empty */
} Article;

typedef struct PlanRoyalty PlanRoyalty; /* royalty.h */

typedef struct {
    Arena          *arena;
    const Standing *st;
    const Router   *router;
    Day  through; /* what comes later is read and told, not counted; the end of the span unless stopped */
    Days span;    /* all days that are counted */
    LIST_OF(PlanLines) lines;
    LIST_OF(Article) articles;
    LIST_OF(Day) cuts;     /* ascending; cuts[0] is span.from; an interval begins on each */
    uint16_t *interval_of; /* [span.through - span.from + 1] */
    Size      slots;       /* the most of any lines clause: the width of a cell */
    LIST_OF(PlanRoyalty *) royalties;
    LIST_OF(const Clause *) discounts; /* in the order of the text */
    Str meaning; /* the same without the cuts: columns, slots, filters, articles, classes of countries, tables
                  */
    Str digest; /* of all that gives the cells their meaning: columns, slots, filters, cuts, articles, classes
                 */
} Plan;

/* A plan for the days `span` (both ends included, at most PLAN_DAYS_MOST). What the text asks of money and
 * cannot be computed is a finding in `diags`; the rest is planned. `router` NULL: every line is licensed. */
Plan *plan_new(Arena *arena, const Standing *standing, const Router *router, Days span, Diags *diags);
/* The days that must be counted to state what is due in a period: from the beginning of the earliest counter
 * that the period lies in, or of the agreement where something is carried from year to year. */
Days plan_span(const Standing *standing, Days period);
/* The span goes on to the end of the year, so that one file of usage serves all its quarters; what comes
 * after `through` is not counted. Before usage is read. */
void plan_stop(Plan *plan, Day through);
/* Also cuts where another plan does, so that both count alike. Before usage is read. */
void plan_cut_as(Plan *plan, const Plan *other);
/* Once the register is read: makes the digest. Articles without a register are the products and families. */
void plan_close(Plan *plan);
/* Without a router, each country is a class of its own. */
static inline int plan_places(const Plan *plan)
{
    return plan->router ? plan->router->place_classes : COUNTRY_COUNT;
}
/* What a cell of a country has as its place. */
static inline uint16_t plan_place(const Plan *plan, int country)
{
    return (uint16_t)(1 + (plan->router ? plan->router->place_class[country] : country));
}
#endif
