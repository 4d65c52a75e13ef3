/* rules.h - the clauses of rights as rules: each a box over all dimensions.
 *
 * A grant is a union of boxes (who x asset x act x field x product x country x days); exclusions and
 * re-inclusions are taken in written order when the boxes are made. A box is held as bit sets, "ever"
 * where a dimension changes with time; rule_test then decides for one point on one day, exactly.
 *
 * What an event does to a clause is a Change; a rule carries those of its clause. */
#ifndef ENT_RIGHTS_RULES_H
#define ENT_RIGHTS_RULES_H
#include "rights/universe.h"

typedef enum { RIGHT_GRANT, RIGHT_COVENANT, RIGHT_RELEASE, RIGHT_RESERVE } RightKind;

typedef enum {
    DIM_WHO,
    DIM_ASSET,
    DIM_ACT,
    DIM_FIELD,
    DIM_PRODUCT,
    DIM_PLACE, /* those of the index */
    DIM_TIME,
    DIM_START,
    DIM_GATE,
    DIM_RECIPIENT,
    DIM_NARROWED,
    DIM_COUNT,
    DIM_INDEXED = DIM_TIME,
} Dim;

typedef struct {
    int         subject; /* -1: the members of `group` */
    Word        group;
    Day         members_on; /* those who were members on that day; DAY_MAX: on the day asked */
    bool        affiliates, then_and_later;
    const Node *definition; /* affiliates must meet it, or NULL */
} Grantee;

/* An effect of a consequence that has come about. */
typedef struct {
    const Clause *consequence;
    const Effect *effect;
    Day           day;
    int           grantee; /* -1: whoever is the grantee */
    int           entity;  /* the affiliate it is about, or -1 */
    int           into;    /* who came in its place, or -1 */
    Word          part;    /* of the clause it is about, or 0 */
    Span          fact;
    bool          has_fact;
} Change;

enum { GATES_MOST = 4 };

typedef struct {
    const Clause  *clause, *by; /* by: the consequence that extended the clause, or NULL */
    RightKind      kind;
    Word           part;
    int            grantor;
    const Grantee *grantees; /* of a reservation without `against`: none, it binds everyone */
    Size           grantee_count;
    uint32_t       acts;
    Bits           who, assets, fields, products, places;  /* ever */
    Bits not_assets, not_fields, not_products, not_places; /* in, but for an exception; words NULL: none */
    Span at[DIM_COUNT];                                    /* where the text says it */
    Days days;
    Tri  days_known;
    Day  sure_through;                   /* after it, whether the agreement still runs is not decided */
    bool never_started;                  /* hangs on an event that has not happened */
    const Node       *gates[GATES_MOST]; /* of `but including X if C` */
    bool              gate_negated[GATES_MOST];
    int               gate_count;
    const Fact       *occurrence;
    const Node       *extends_once;
    const Sublicense *sublicense;
    const Node       *only_for_node; /* products it is only for, or NULL */
    Bits              only_for;
    bool              dated_assets, dated_places;
    bool              simple; /* the bits and the days decide; nothing else to test */
    const Change     *changes;
    Size              change_count;
} Rule;

/* A consequence that has effects on a clause. */
typedef struct {
    const Clause *consequence;
    int32_t       next; /* 1 + the next one about the same clause, 0: none */
} Affects;

typedef struct {
    Arena    *arena;
    Universe *universe;
    Standing *st;
    LIST_OF(Affects) affects;
    int32_t *affected_by; /* by declaration: 1 + the first in `affects`, in the order of the text; 0: none */
    Bits     movers;      /* subjects who are somebody's affiliates, but it is not sure or not on every day */
    LIST_OF(Rule) rules;
    LIST_OF(int32_t) excepting;         /* the grants and covenants that except something */
    LIST_OF(const Clause *) unreadable; /* with errors, or not settled: what needs them is unknown */
    LIST_OF(Day) turns;                 /* every day on which an answer can change, ascending */
} Rules;

typedef struct {
    int  asker, asset, act, field, product, country; /* act: W_ACT_FIRST is 0; country -1: any */
    Word recipient;                                  /* 0: not told */
    int  level;                                      /* of a sublicence; 0: the first */
    Day  day;
} Point;

typedef enum {
    TEST_MISS,     /* another dimension fails */
    TEST_NOT_YET,  /* before its first day, or before what it hangs on */
    TEST_OVER,     /* after its last day */
    TEST_EXCLUDED, /* narrowed to something else */
    TEST_SUSPENDED,
    TEST_UNKNOWN,
    TEST_CONDITIONAL, /* it holds within a limit that the question leaves open */
    TEST_MATCH,
} Verdict;

typedef struct {
    Verdict verdict;
    Dim     dim;     /* which decided, unless MATCH */
    int     grantee; /* in whose place the asker stands */
    Str     why;     /* the condition or limit, in words; may be empty */
    Span    at;
} Tested;

Rules *rules_new(Standing *standing);
/* Everything but the indexed bits, for a rule whose bits fit. */
Tested rule_test(const Rules *rules, const Rule *rule, const Point *point, Trace *trace);
/* True if an exception, and nothing else, keeps the rule from the point; *dim is the one that is excepted. */
bool rule_excepts(const Rules *rules, const Rule *rule, const Point *point, Dim *dim, Tested *tested);
/* Its exclusivity on that day, for that point. */
Exclusivity rule_exclusive(const Rules *rules, const Rule *rule, const Point *point);
bool        rule_overrides(const Rules *rules, const Rule *rule, const Clause *reservation);
Str         clause_text(const Rules *rules, Arena *arena, const Clause *clause, Word part); /* "video(a)" */
#endif
