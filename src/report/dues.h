/* dues.h - what is due, for people and programs. A row is an occasion with how it stands on the day asked. */
#ifndef ENT_REPORT_DUES_H
#define ENT_REPORT_DUES_H
#include "duties/due.h"

typedef struct {
    const Occasion *occasion;
    DueStatus       status;
} DueRow;

typedef struct {
    const Dues *dues;
    Day         as_of, through; /* what falls due by `through` is shown, and what is late */
    Day         next;           /* DAY_MAX: nothing changes */
    int         owner;          /* a subject: only what this one must do; -1: all */
    bool        all;            /* also what is done, and what ends */
    LIST_OF(DueRow) rows;
    FactList unplaced;
} DueView;

/* The rows of a view, by its other fields. */
void due_view_fill(DueView *view);
/* The worst of what is shown: LATE or BREACHED, UNKNOWN, else DONE. */
DueState due_view_worst(const DueView *view);

void due_print(Text *out, Arena *arena, const DueView *view);
/* One clause: all its occasions, with rules, facts and what is missing. */
void due_why_print(Text *out, Arena *arena, const DueView *view, const Clause *clause);
Str  due_json(Arena *arena, const DueView *view);
/* A stable name of an occasion: the agreement, the clause, the party, the day in the text. */
Str due_uid(Arena *arena, const Dues *dues, const Occasion *occasion);
/* RFC 5545: one all-day event for each row with a day, with an alarm. False: *why says what is missing. */
CHECKED bool due_ics(Arena *arena, const DueView *view, Str *out, Str *why);
/* "aurora", "borealis to aurora", "either". */
Str due_who(Arena *arena, const Dues *dues, const Occasion *occasion);
Str due_what(Arena *arena, const Dues *dues, const Occasion *occasion); /* "deliver roadmap to borealis" */
Str due_cite(Arena *arena, const Dues *dues,
             const Occasion *occasion); /* "roadmap-disclosure, §5 Duties, …" */
#endif
