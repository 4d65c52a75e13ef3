/* statement_words.h - the words of a statement that all its renderings share, so that paper, screen and
 * spreadsheet say the same. */
#ifndef ENT_REPORT_STATEMENT_WORDS_H
#define ENT_REPORT_STATEMENT_WORDS_H
#include "money/statement.h"

typedef struct {
    const Statement *statement;
    const Standing  *standing; /* and through it the terms: names of parties, places in the text */
} StatementView;

typedef LIST_OF(Str) StrList;

Str  step_word(StepKind kind);      /* "to_date": for programs */
Str  step_title(StepKind kind);     /* "to date": where a step has no label */
Str  route_word(RouteKind kind);    /* "licensed" */
Str  reject_word(RejectKind kind);  /* "product": for programs */
Str  reject_title(RejectKind kind); /* "product not known" */
bool step_is_subtotal(StepKind kind);

const Terms *view_terms(const StatementView *view);
Str          view_title(const StatementView *view);                            /* of the agreement */
Str          view_party(const StatementView *view, Arena *arena, int subject); /* "borealis" */
Str view_party_name(const StatementView *view, Arena *arena, int subject);     /* "Borealis Networks GmbH" */
Str view_clause(const StatementView *view, const Clause *clause);              /* "unit-royalty" */
Str view_part(const StatementView *view, Arena *arena, const StatementPart *part); /* with its group */
Str view_cite(const StatementView *view, Arena *arena, const Clause *clause); /* "§3 Royalty, a.md:141" */
/* Where a step rests, as short as it can be next to the citation of `clause`: ":144"; "" if it says nothing.
 */
Str view_line(const StatementView *view, Arena *arena, const Clause *clause, Span at);
Str view_code(int currency); /* "USD" */

/* "licensee owes administrator 1,210,000.00 USD for 2012, due 2013-01-30" */
Str part_sentence(const StatementView *view, Arena *arena, const StatementPart *part);
Str net_sentence(const StatementView *view, Arena *arena, const NetLine *net);
Day net_due(const Statement *statement, const NetLine *net); /* of all its parts; DAY_MAX: no one day */
/* What a reader asks first: the balances; without any, the parts. */
StrList statement_sentences(const StatementView *view, Arena *arena);
/* What the columns of a step say. Only what is added up stands in the column of amounts: of a conversion, the
 * amount that it gives is a quantity, and what is converted belongs to the label. */
typedef struct {
    Str label, quantity, rate, amount;
} StepCells;
StepCells step_cells(Arena *arena, const StatementPart *part, const Step *step);
/* All that stands behind the due amount has been added to it: tax, interest. Not ok: not known. */
Rational part_payable(const StatementPart *part);
bool     part_has_more_than_due(const StatementPart *part);
/* What one party is to pay another in all, row by row. */
typedef struct {
    Str     word, label; /* "interest", "late interest" */
    int64_t amount;      /* minor units */
    bool    total;       /* of the rows above since the last one */
    bool    unknown;
} PayRow;
typedef LIST_OF(PayRow) PayRows;
PayRows pay_rows(const StatementView *view, Arena *arena, const Payable *payable);
Str     pay_title(const StatementView *view, Arena *arena, const Payable *payable);
/* Since the counter began, exactly. */
Rational part_to_date(const StatementPart *part);
Str      usage_rejects(Arena *arena, const UsageFile *file); /* "2 country not known, 1 no date"; may be "" */
Str      usage_title(Arena *arena, const UsageFile *file);   /* "june.csv", "less wrong.csv" */
Str      usage_unchecked(const UsageFile *file); /* that lines may be reported twice; "": they are not */
#endif
