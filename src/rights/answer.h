/* answer.h - may? A question, and an answer that names what it rests on.
 *
 * A question names a licensee and an act, and as much else as it likes. What it leaves out is taken
 * as "somewhere": the best case is answered, and the limits within which it holds are said. A
 * product needs a right under every asset that it practises; what it contains, and what lies within
 * an asset, is answered part by part. Answers are never a bare no: the deciding clauses, the nearest
 * misses, and the next day on which the answer changes come with it. */
#ifndef ENT_RIGHTS_ANSWER_H
#define ENT_RIGHTS_ANSWER_H
#include "rights/index.h"

typedef enum {
    ANSWER_LICENSED,
    ANSWER_CONDITIONAL,
    ANSWER_COVENANTED,
    ANSWER_RELEASED,
    ANSWER_NOT_NEEDED, /* these permit */
    ANSWER_UNKNOWN,
    ANSWER_SUSPENDED,
    ANSWER_EXPIRED,
    ANSWER_EXCLUDED,
    ANSWER_RESERVED,
    ANSWER_SILENT,
    ANSWER_COUNT,
} Status;

typedef struct {
    int  asker;            /* a subject; -1: nobody known */
    Word act;              /* a word of the language */
    Word product;          /* 0: none */
    LIST_OF(int) assets;   /* `under`: numbers of the universe; empty: what the product practises */
    LIST_OF(int) fields;   /* empty: the product's, or any */
    LIST_OF(int) families; /* `in` a family of products, when no product is named */
    Bits countries;        /* words NULL: anywhere */
    Word recipient;        /* of a sublicence */
    int  level;            /* of the sublicence in its chain: 1 is given by the licensee itself */
    Word version;
    Day  day;
    Span span; /* of the whole question */
} Question;

typedef struct {
    const Clause *clause;
    Word          part;
    Span          at;   /* the statement that decided */
    Str           why;  /* "permits", "excepts automotive/adas", … */
    const Rule   *rule; /* whose statements all fit, where one permits; or NULL */
} Ground;
typedef LIST_OF(Ground) Grounds;

typedef struct {
    const Clause *clause;
    Word          part;
    Dim           dim; /* the one dimension that fails */
    Span          at;
    Str           needs; /* what would make it pass */
} Miss;

/* A part that is not permitted: a product that the product contains, or an asset within an asset. */
typedef struct {
    Str     name;
    Status  status;
    Grounds grounds;
    Point   point; /* the cell that decided */
} PartAnswer;

/* One line of `holds where`: an answer and the fields and countries in which it is the answer. */
typedef struct {
    Status status;
    Str    except;         /* parts of assets that are not permitted, or empty */
    Str    fields, places; /* empty: all that were asked */
} Region;

typedef struct {
    Status  status;
    Grounds grounds;
    LIST_OF(Miss) misses;
    LIST_OF(PartAnswer) except; /* parts that are not permitted, of a product or asset that is */
    LIST_OF(Region) regions;    /* more than one: the answer differs within what was asked */
    LIST_OF(Str) missing;       /* facts that are not recorded */
    LIST_OF(Str) conditions;    /* limits that the question leaves open */
    LIST_OF(Span) facts;        /* facts it rests on */
    LIST_OF(Str) notes;
    Point point;         /* the cell that decided, with the first of its assets that did */
    LIST_OF(int) assets; /* all that it needs */
    Day    changes_on;   /* DAY_MAX: it never changes by what is known */
    Status changes_to;
    Str    changes_text; /* what it is then, with what is excepted */
} Answer;

typedef struct {
    bool misses, next; /* what is wanted beside the status and its grounds */
} Wanted;

const char *status_text(Status status);
bool        status_permits(Status status);
/* "licensed except lidar-1" */
Str    answer_text(Arena *arena, const Answer *answer);
Answer may(const Index *index, Arena *arena, const Question *question, Wanted wanted);
/* The status in one cell: one asset, field, country; no product parts. For maps, gaps and diffs. */
Status may_cell(const Index *index, Arena *arena, const Point *point);
#endif
