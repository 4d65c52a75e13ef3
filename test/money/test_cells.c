/* test_cells.c - the cells behind a base: which lines they join, what each adds, what limits take off. */
#include "owed.h"

#include "money/cells.h"
#include "money/period.h"

#define PAID   "borealis pays aurora; "
#define YEARLY "counted together for borealis with affiliates, each calendar year; "
#define ENDING "; pay each calendar quarter, within 30 days of its end }\n"

typedef struct {
    const char *article, *entity, *days;
    int64_t     lines;
    const char *quantity, *counted;
} CellRow;

static void has_cells(const char *text, const char *facts, const OwedLine *lines, const char *group,
                      const CellRow *rows, Size count)
{
    static Owed o;
    Size        part = 0;
    owed_open(&o, text, facts, lines);
    owed_state(&o, "2010-Q1");
    while (part < o.statement->parts.count &&
           !str_equal(o.statement->parts.items[part].group, str_from(group)))
        part++;
    assert_true(part < o.statement->parts.count);
    LedgerEntries entries = ledgers_entries(&o.s.arena, o.plan, &o.sums);
    statement_cells(o.statement, o.books, &o.sums, &entries, part);
    statement_cells(o.statement, o.books, &o.sums, &entries, part); /* again: filled anew */
    const StatementPart *p = &o.statement->parts.items[part];
    for (Size i = 0; i < p->cells.count && i < count; i++) {
        const FigureCell *cell = &p->cells.items[i];
        ROW("%d %s\n", (int)i, rows[i].quantity);
        assert_text(cell->article, str_from(rows[i].article));
        assert_text(cell->entity, str_from(rows[i].entity));
        assert_text(days_text(&o.s.arena, cell->days), str_from(rows[i].days));
        assert_int_equal(cell->lines, rows[i].lines);
        assert_text(cell->quantity, str_from(rows[i].quantity));
        assert_text(rational_text(&o.s.arena, cell->counted), str_from(rows[i].counted));
    }
    assert_int_equal(p->cells.count, count);
    owed_close(&o);
}

/* Of the period only, each article, company and month apart; a stranger's lines are not behind it. */
static void what_is_joined(void **state)
{
    static const char text[] = OWED_TEXT "royalty r { " PAID "on units in sales; " YEARLY
                                         "rate 1 USD per unit; lantern counts as 0.5 "
                                         "units" ENDING;
    static const OwedLine lines[] = {{"2010-01-10", "beacon", "north", NULL, "units 8"},
                                     {"2010-01-31", "beacon", "north", NULL, "units 4"},
                                     {"2010-02-01", "beacon", "north", NULL, "units 1"},
                                     {"2010-02-01", "beacon", "south", NULL, "units 2"},
                                     {"2010-02-12", "lantern", "borealis", NULL, "units 15"},
                                     {"2010-02-13", "beacon", "stranger", NULL, "units 900"},
                                     {"2010-04-01", "beacon", "north", NULL, "units 70"},
                                     {"2009-12-31", "beacon", "north", NULL, "units 70"},
                                     {0}};
    static const CellRow  rows[] = {{"beacon", "north", "2010-01", 2, "12 units", "12"},
                                    {"beacon", "north", "2010-02", 1, "1 units", "1"},
                                    {"beacon", "south", "2010-02", 1, "2 units", "2"},
                                    {"lantern", "borealis", "2010-02", 1, "15 units", "7.5"}};
    (void)state;
    has_cells(text, "", lines, "", rows, COUNT(rows));
}

/* `gross less returns`; conditions tell lines apart that a reader cannot: one cell, if both are counted. */
static void several_numbers(void **state)
{
    static const char text[] =
        OWED_TEXT "royalty r { " PAID "on net-sales in sales; " YEARLY "rate 10%" ENDING "royalty q { " PAID
                  "on net-sales in sales if units over 5 units; " YEARLY "rate 1%" ENDING;
    static const OwedLine lines[] = {{"2010-01-10", "beacon", NULL, "USD", "gross 100, returns 10"},
                                     {"2010-01-11", "beacon", NULL, "USD", "gross 1000.50, freight 7"},
                                     {0}};
    static const CellRow  rows[] = {
         {"beacon", "", "2010-01", 2, "gross 1,100.5 USD, returns 10 USD", "1090.5"}};
    (void)state;
    has_cells(text, "", lines, "", rows, COUNT(rows));
}

/* What a limit takes off is on the sum: freight 41 of 300, of which 15 are let. */
static void limits(void **state)
{
    static const char text[] = OWED_TEXT
        "define left { means \"what is left\"; equals gross less freight; limit freight at most 5% of "
        "gross each calendar quarter }\nroyalty r { " PAID "on left; " YEARLY "rate 10%" ENDING;
    static const OwedLine lines[] = {{"2010-01-10", NULL, NULL, "USD", "gross 200, freight 40"},
                                     {"2010-02-10", NULL, NULL, "USD", "gross 100, freight 1"},
                                     {0}};
    static const CellRow  rows[] = {{"", "", "2010-01", 1, "gross 200 USD, freight 40 USD", "160"},
                                    {"", "", "2010-02", 1, "gross 100 USD, freight 1 USD", "99"},
                                    {"", "", "2010-Q1", 0, "limits of the text", "26"}};
    (void)state;
    has_cells(text, "", lines, "", rows, COUNT(rows));
}

/* Facts stand for lines, and say where they stand. */
static void facts(void **state)
{
    static const char text[] = OWED_TEXT
        "royalty r { " PAID "on units in sales; counted apart for each product, each calendar year; "
        "rate 1 USD per unit" ENDING;
    static const OwedLine lines[] = {{"2010-01-10", "beacon", "north", NULL, "units 8"}, {0}};
    static const CellRow  rows[] = {{"beacon", "north", "2010-01", 1, "8 units", "8"},
                                    {"beacon", "south", "2010-02", 0, "1,200 units", "1200"}};
    (void)state;
    has_cells(text, "1200 units in 2010-02 from south of beacon\n700 units in 2010-Q2 of beacon\n", lines,
              "beacon", rows, COUNT(rows));
}

/* A rate that nobody gave: the cell is listed, and what it adds is not known. */
static void not_known(void **state)
{
    static const char text[] =
        OWED_TEXT "royalty r { " PAID "on gross in sales; " YEARLY
                  "rate 10%; convert at \"ECB reference rate\", the day of sale" ENDING;
    static const OwedLine lines[] = {
        {"2010-01-10", NULL, NULL, "EUR", "gross 8"}, {"2010-01-10", NULL, NULL, "USD", "gross 9"}, {0}};
    static Owed o;
    (void)state;
    owed_open(&o, text, "", lines);
    owed_state(&o, "2010-Q1");
    LedgerEntries entries = ledgers_entries(&o.s.arena, o.plan, &o.sums);
    statement_cells(o.statement, o.books, &o.sums, &entries, 0);
    const StatementPart *p = &o.statement->parts.items[0];
    assert_int_equal(p->cells.count, 2);
    for (Size i = 0; i < 2; i++) {
        bool euro = str_equal(p->cells.items[i].quantity, S("gross 8 EUR"));
        assert_int_equal(p->cells.items[i].counted.ok, !euro);
    }
    owed_close(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_joined), cmocka_unit_test(several_numbers), cmocka_unit_test(limits),
        cmocka_unit_test(facts),          cmocka_unit_test(not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
