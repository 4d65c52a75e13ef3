/* standing.h - the state of an agreement at a date: the only place where state is computed.
 *
 * standing = fold(terms, facts). Everything else asks it: who is whose affiliate or member on a day,
 * from when to when the agreement runs, whether a condition holds on a day. Answers are three-valued:
 * a missing fact gives UNKNOWN, never a silent no. Nothing here reads a clock: the day is an argument.
 *
 * An event that nobody recorded has not happened; a fact, a measurement or a matter that somebody
 * decides is unknown until there is an entry. */
#ifndef ENT_STANDING_STANDING_H
#define ENT_STANDING_STANDING_H
#include "base/bits.h"
#include "exact/rational.h"
#include "standing/facts.h"

typedef enum { NO, UNKNOWN, YES } Tri;

static inline Tri tri_and(Tri a, Tri b) { return a < b ? a : b; }
static inline Tri tri_or(Tri a, Tri b) { return a > b ? a : b; }
static inline Tri tri_not(Tri a) { return (Tri)(YES - a); }

/* Whoever can do something: a declared party, person or entity, or a class of one (customers of aurora). */
typedef struct {
    Word          name;
    const Clause *clause;
    Word          class_name; /* of a class: customers, …; 0 for a subject of its own */
    int           class_of;   /* the subject whose class it is, or -1 */
} Subject;

/* `child` is an affiliate of `parent` on these days. */
typedef struct {
    int  child, parent;
    Days days;
    Tri  holds; /* UNKNOWN: the share is known, the test is not */
} Control;

typedef struct {
    int  subject;
    Word group; /* the name of the members, or 0 for plain `member` */
    Days days;
} MemberTie;

/* The first term of the agreement, or one that a renewal adds. */
typedef struct {
    const Clause *by;     /* the renewal; NULL: the first term */
    int           number; /* of the renewals of that clause, from 1 */
    Days          days;
    Tri           runs;
    Days          window; /* in which a notice counts; empty: none is spoken of */
    const Fact   *notice; /* that stopped it or made it, or NULL */
    Str           missing;
} Term;

/* A notice under `on N notice` that somebody gave who may: the last day of what it ends. */
typedef struct {
    const Clause *by;
    const Fact   *notice;
    Day           last;
} Ending;

typedef struct {
    Arena *arena;
    Arena *work; /* for what one question needs; the caller of many questions may exchange it */
    Terms *terms;
    Facts  facts;
    LIST_OF(Subject) subjects;
    int32_t *subject_of; /* by declaration: 1 + its subject, 0 none */
    Size     subject_room;
    LIST_OF(Control) controls; /* ascending by child */
    int32_t *control_at;       /* by subject: first of its controls; one more at the end */
    LIST_OF(MemberTie) members;
    LIST_OF(int) parties; /* of the agreement, in the order of the header; all members ever */
    Tri effective_known;
    Day effective, ends; /* the first and the last day that is sure; ends is DAY_MAX without end */
    Day may_end;         /* the last day if every renewal that is not decided comes; >= ends */
    LIST_OF(const Clause *) sunsets;
    LIST_OF(Ending) endings; /* notices of a termination that ended something */
    const Clause *ended_by;  /* the termination by which the agreement ends on `ends`; NULL: its term does */
    LIST_OF(Term) lifetime;  /* one after the other; the last ones may not run, or not be decided */
    LIST_OF(Day) turns; /* every day on which any fact, tie or text begins or ceased to hold, ascending */
} Standing;

/* What a condition is asked about. Fields that do not matter are 0 or -1. */
typedef struct {
    Day         day;
    int         grantor, grantee, asker;
    Word        product, country, patent;
    const Fact *occurrence; /* of the event that the clause hangs on */
    Word        currency;   /* in which an amount is asked for; 0: in whichever it is */
} Scene;

/* What was found missing or used on the way to an answer. */
typedef struct {
    Arena *arena;
    LIST_OF(Str) missing;
    LIST_OF(Span) used; /* facts */
} Trace;

Standing *standing_new(Terms *terms, const Facts *facts);
int       standing_subject(const Standing *standing, Word name);       /* -1: none */
int       standing_class(Standing *standing, Word class_name, int of); /* makes it on first use */
Str       subject_text(const Standing *standing, Arena *arena, int subject);

/* Transitive; a subject is not its own affiliate. */
Tri standing_affiliate(const Standing *standing, int subject, int of, Day day);
/* `group` 0: a member of any. */
Tri standing_member(const Standing *standing, int subject, Word group, Day day);
/* The affiliates of `of` on any day, added to `into` (universe: subjects). */
void standing_affiliates_ever(const Standing *standing, int of, Bits into);

Tri condition_holds(const Standing *standing, const Node *condition, const Scene *scene, Trace *trace);
/* Whether it holds on some day up to scene->day; conditions only turn on the days of `turns`. */
Tri condition_held(const Standing *standing, const Node *condition, const Scene *scene, Trace *trace);
/* The day that a phrase such as `180 days after closing` names. UNKNOWN: an event is not recorded. */
Tri day_named(const Standing *standing, const Node *node, const Scene *scene, Day *out);
/* The last day of `within N days of` a period or event that ends on `end`: counted from the day after, rolled
 * as the header says. `within` NULL: that day itself. UNKNOWN: no calendar of the header covers it. */
Tri day_due(const Standing *standing, Day end, const Node *within, Day *out);
/* As day_due, before it is rolled; of a notice `at least N before` something: sign -1. */
Tri day_counted(const Standing *standing, Day from, const Node *within, int sign, Day *out);
/* The last day of a clause by the sunsets of the text, or DAY_MAX. */
Day standing_sunset(const Standing *standing, Word name);
/* Why it is not known whether the agreement runs after `ends`. */
Str standing_undecided(const Standing *standing, Arena *arena);
/* Whether the conditions of a clause (while, unless, once, if) hold on the day of the scene. */
Tri clause_holds(const Standing *standing, const Clause *clause, const Scene *scene, Trace *trace);
/* `disputes is at arbitration`: from the day it came there to the day before it went on or was settled. */
Tri dispute_at(const Standing *standing, const Node *state, Day day, Trace *trace);
/* A day so much later (sign 1) or earlier (-1). UNKNOWN: business days that no calendar of the header covers.
 */
Tri day_shifted(const Standing *standing, Day from, const Node *duration, int sign, Day *out);
/* The calendars of the header's business days, at most 8. False: none. */
bool standing_calendars(const Standing *standing, int *calendars, Size *count);
/* A value on a day, exactly: a percentage is its hundredth, money and counts their number. Not ok: unknown,
 * also where two currencies meet. */
Rational value_named(const Standing *standing, const Node *value, const Scene *scene, Trace *trace);
/* One step of arithmetic; not ok for those that rank (`greatest of`). */
Rational value_math(MathOp op, Rational a, Rational b);
/* The same value with tables looked up, so that it can be seen whether it is money, a percentage, …; NULL:
 * a table has no row for the day, or which one holds is not known. */
const Node *value_literal(const Standing *standing, const Node *value, const Scene *scene, Trace *trace);
/* Adds a span once; adds a missing fact once. NULL traces are allowed. */
void trace_missing(Trace *trace, Str what);
void trace_used(Trace *trace, Span span);
#endif
