/* figure.h - which figures of a statement a question is about: `royalty video-royalty beacon-7 2026-Q3`. */
#ifndef ENT_APP_FIGURE_H
#define ENT_APP_FIGURE_H
#include "app/owe.h"

typedef struct {
    Word name;  /* of a royalty, payment, milestones or net clause; 0: all balances */
    bool net;   /* asks for the balance of two parties */
    Str  group; /* counted apart: which; empty: all of them */
    Days period;
} FigureAsked;

typedef LIST_OF(Size) Positions;

/* "2026", "2026-Q3", "2026Q3", "2026-07", a day. */
CHECKED bool asked_period(Str text, Days *out);
/* Whether words ask for an amount, and not whether somebody may do something: they begin with `royalty`,
 * `payment`, `milestones`, `net`, or with the name of such a clause. */
bool figure_is_asked(const Terms *terms, Str words);
/* False: *why says what is missing or wrong, and what to write. */
CHECKED bool figure_read_asked(Arena *arena, const Terms *terms, Str words, FigureAsked *out, Str *why);
/* Positions of what is asked for in the parts of a statement; of a balance, in its net lines. Empty: *why
 * says what there is instead. */
Positions figure_find(Arena *arena, const Statement *statement, const FigureAsked *asked, Str *why);
#endif
