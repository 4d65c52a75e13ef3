/* trace.h - everything that was looked at for one answer: no short cuts.
 *
 * Where `may` stops at the first dimension that fails, a trace tries them all, for every rule of the
 * text: each set with the words that say it, the days, what events did, each condition with the facts
 * it used. Then which reservation meets which grant, and the step that gave the answer. */
#ifndef ENT_RIGHTS_TRACE_H
#define ENT_RIGHTS_TRACE_H
#include "rights/answer.h"

typedef struct {
    Dim  dim;
    Tri  fits;
    Span at;   /* the words of the text */
    Str  note; /* what they mean on that day, or "" */
} TracedDim;

typedef struct {
    const char *word;    /* while, once, unless, if */
    bool        negated; /* the words at `at` stand behind a `not` */
    Tri         holds;
    Span        at;
    LIST_OF(Str) missing;
    LIST_OF(Span) facts;
} TracedCondition;

typedef struct {
    const Change *change;
    bool          acts; /* on this licensee on that day */
} TracedChange;

typedef struct {
    const Rule *rule;
    LIST_OF(TracedDim) dims;
    LIST_OF(TracedCondition) conditions;
    LIST_OF(TracedChange) changes;
    Size   failing; /* dimensions that do not fit, days included */
    Tested tested;  /* only if all sets fit; else a miss */
} TracedRule;

typedef struct {
    Point  point;
    Status status;
    Str    step; /* which step decided, in words */
    Tri    lives, own;
    Span   lives_at;
    LIST_OF(TracedRule) rules; /* those with the fewest failing dimensions first */
    LIST_OF(Str) precedence;   /* "aurora-core wins over video" */
    LIST_OF(Ground) grounds;
} TracedCell;

TracedCell trace_cell(const Index *index, Arena *arena, const Point *point);
/* "it fits", "set aside", "not yet", … */
const char *verdict_text(Verdict verdict);
#endif
