/* due.h - what must be done by when, by whom, and how it stands on a day.
 *
 * An Occasion is one thing to be done once: the report of one quarter, the roadmap of one half-year, one
 * cure. What it is does not depend on the day of the question; how it stands does, and is worked out from the
 * facts of that day and earlier ones. Nobody reads a clock: a day is an argument.
 *
 * Invariant: between two days that `dues_next` gives one after the other, no status changes. */
#ifndef ENT_DUTIES_DUE_H
#define ENT_DUTIES_DUE_H
#include "standing/period.h"

typedef enum {
    OF_DUTY,
    OF_CURE,    /* of a termination: the reason may be cured after a notice */
    OF_WINDOW,  /* a renewal: notice may be given */
    OF_END,     /* the agreement or a clause ends; nothing to be done */
    OF_REPORT,  /* of a royalty */
    OF_PAYMENT, /* of a royalty, a payment, milestones */
} DueKind;

typedef enum {
    DUE_NONE,    /* nothing is owed, yet or any more */
    DUE_PENDING, /* before it can be done or is asked for */
    DUE_DUE,     /* from the day it opens through the last day */
    DUE_DONE,
    DUE_LATE, /* after the last day; it may still be cured */
    DUE_CURED,
    DUE_BREACHED,
    DUE_WAIVED,
    DUE_UNKNOWN, /* a fact is missing; the status names it */
} DueState;

typedef struct {
    DueKind       kind;
    const Clause *clause;
    int           debtor, creditor; /* subjects; -1: either, or all the others */
    Str           act;              /* "deliver roadmap" */
    Str           label;            /* "2026-Q1", "2026-06-30", "launch in CN"; may be empty */
    Days          occasion;         /* the period, or the day as the text names it, before it is rolled */
    Day           since, gone;      /* facts make it come and go; days in [since, gone) */
    Day           opens, due;       /* due DAY_MAX: no day, or not known: see `missing` */
    Str           rule;             /* how the day is found, in the words of the text */
    Str           missing;          /* why `due` is not known; empty: it is, or there is none */
    Str           after;            /* of OF_END: why it is not known how things stand after it; or empty */
    bool          repeats, several; /* a fact must say for which day; by whom */
    bool          breach;           /* past due is a breach */
    const Cure   *cure;             /* NULL or without length: none */
    const Fact   *notice;           /* of OF_CURE: what started it; of OF_WINDOW: what was given */
    Span          at;               /* the statement that says when */
    const Fact  **facts;            /* that are about it, as they are recorded; dues_sort finds them */
    Size          fact_count;
} Occasion;

typedef struct {
    const Standing *st;
    Arena          *arena;
    LIST_OF(Occasion) items; /* by due day, then as in the text */
    Day          through;    /* those that come, open or fall due by this day are in */
    const Fact **facts;      /* by name, those of one name as they are recorded */
} Dues;

typedef struct {
    DueState    state;
    Day         done_on;      /* DAY_MAX: not done */
    Day         cure_through; /* the last day of the cure; DAY_MAX: none runs, or it stands still */
    bool        stands_still; /* the clock is stopped */
    int         left;         /* days left when it stopped */
    const Fact *fact;         /* that decided, or NULL */
    LIST_OF(Str) missing, notes;
    LIST_OF(Span) used; /* facts */
} DueStatus;

/* All occasions of the text: duties, renewals, sunsets, terminations. Money adds its own with dues_add. */
Dues dues_new(Arena *arena, const Standing *standing, Day through);
void dues_add(Dues *dues, Occasion occasion);
void dues_sort(Dues *dues); /* after the last dues_add, and before anything is asked */
/* How it stands at the end of `day`. */
DueStatus due_status(const Dues *dues, const Occasion *occasion, Day day);
/* The first day after `day` on which it stands otherwise, up to dues->through; DAY_MAX: none. */
Day due_next(const Dues *dues, const Occasion *occasion, Day day);
/* The same over all of them. */
Day         dues_next(const Dues *dues, Day day);
const char *due_state_text(DueState state);
/* Facts about a clause that no occasion takes, because they do not say for which day or by whom. */
typedef LIST_OF(const Fact *) FactList;
FactList dues_unplaced(const Dues *dues, Day day);
#endif
