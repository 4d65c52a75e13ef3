/* reported.h - usage and rates that the record holds, for a reckoning; and what a report commits to.
 *
 * Reports of one period and one `lines` add up, except that a report takes the place of the one it corrects.
 * The lines themselves are not in the record: a report holds their sums and the root of a tree of all of
 * them, salted and in the order of their document numbers; the lines and the key of their salts stay in the
 * workspace. */
#ifndef ENT_APP_REPORTED_H
#define ENT_APP_REPORTED_H
#include "app/recorded.h"
#include "app/usage.h"
#include "record/lines.h"

typedef enum { REPORT_OPEN, REPORT_ACCEPTED, REPORT_QUERIED } ReportState;

typedef struct {
    const FoldEntry *entry, *corrected_by; /* NULL: it counts */
    const FoldEntry *answer;               /* that accepted or queried it; NULL: nobody has */
    ReportState      state;
} Reported;

typedef LIST_OF(Reported) Reports;

/* All usage reports that are final, or also those that are pending. */
Reports reports_of(Arena *arena, const Fold *fold, bool pending);
/* Gives the reckoning the reports and the rates of its record, where no files were given in their place. */
void owing_recorded(Owing *owing, UsageAsked *asked);

/* Lines that a report commits to. */
typedef struct {
    Str id, row; /* document number, or the row itself where there is none */
} CommittedLine;

typedef struct {
    Arena *arena;
    LIST_OF(CommittedLine) lines;
} Commitment;

void commitment_add(Commitment *commitment, Str id, Str row);
/* Sorts them and gives the root; `kept` is what stays at home: key, order and lines. */
Hash commitment_root(Commitment *commitment, const LinesKey *key, Str *kept);
#endif
