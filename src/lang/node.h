/* node.h - what a phrase says: names, values, lists, conditions.
 *
 * Forms (form.h) read a statement's tokens into a few nodes. A node is small and plain; which
 * children it has depends on its kind, as written beside each kind. Names are resolved later
 * (`decl`), when every declaration of the text is known. */
#ifndef ENT_LANG_NODE_H
#define ENT_LANG_NODE_H
#include "base/date.h"
#include "exact/decimal.h"
#include "lang/tree.h"

typedef enum {
    N_NAME,     /* word, part (a label or 0), decl; op: NameOp; b: what it is `of` (patent of X) */
    N_CODE,     /* word */
    N_NUMBER,   /* value, scale: 1.25 is 125 with scale 2 */
    N_PERCENT,  /* value, scale; a: of what, or NULL */
    N_MONEY,    /* value, scale, word: the currency; a: per which unit (N_NAME), or NULL */
    N_COUNT,    /* value, scale, word: the unit */
    N_DATE,     /* value: the Day */
    N_PERIOD,   /* days in value (from) and scale-free `through` */
    N_VERSION,  /* word: its spelling */
    N_DURATION, /* value, op: DurationUnit */
    N_TEXT,     /* text */
    N_DAY,      /* a day found from others; op: DayOp; a: event or day; b: duration */
    N_WHO,      /* op: WhoOp; a: name; flag WHO_AFFILIATES … */
    N_LIST,     /* a: first N_ITEM */
    N_ITEM,     /* op: ITEM_PLUS or ITEM_MINUS; a: what; b: `if` condition or NULL; next */
    N_CHOICE,   /* value: which alternative of a named group was written */
    N_OPEN,     /* word: its name; a: first alternative (next …); op 1: a range; through: picked, or -1 */
    N_SEALED,   /* op: NodeKind of what is sealed; word: currency; text: the digest */
    N_ALL,      /* a: first condition (next …) */
    N_ANY,
    N_NONE,
    N_ATLEAST, /* value of a … */
    N_NOT,     /* a */
    N_COMPARE, /* op: CompareOp; a, b */
    N_STATE,   /* op: StateOp; a: of what; b: object or NULL */
    N_MATH,    /* op: MathOp; a, b; for the *_OF: a: first of a chain */
    N_PHRASE,  /* op: PhraseOp; a: head; b: modifiers (next …) */
    N_WORDS,   /* a quantity in words that no other kind holds; text */
} NodeKind;

typedef enum {
    NAME_PLAIN,
    NAME_BY_GRANTOR, /* grantor/patents: word is the whole path, text the rest */
    NAME_BY_GRANTEE,
    NAME_BY_CLASS, /* member/patents */
    NAME_ALL_OF,   /* every patent owned by …, every patent in … */
} NameOp;

typedef enum {
    DAY_OF_EVENT,
    DAY_AFTER,
    DAY_BEFORE,
    DAY_FIRST_BUSINESS_AFTER,
    DAY_JUST_BEFORE,
    DAY_FIRST_BUSINESS
} DayOp;

typedef enum {
    WHO_NAMED,
    WHO_EACH,
    WHO_OTHER,       /* the other */
    WHO_EVERY_OTHER, /* every other, every other member */
    WHO_EITHER,
    WHO_EVERY, /* every member */
    WHO_GRANTOR,
    WHO_GRANTEE,
    WHO_CLASS_OF, /* customers of aurora: b is the class, a the party */
    WHO_ALL,      /* all parties, everyone, any party */
} WhoOp;

enum { WHO_AFFILIATES = 1, WHO_THEN_AND_LATER = 2, WHO_BEFORE_THAT_DAY = 4 };

enum { ITEM_PLUS, ITEM_MINUS };

typedef enum {
    CMP_IS,
    CMP_IS_NOT,
    CMP_IN,
    CMP_NOT_IN,
    CMP_OVER,
    CMP_AT_LEAST,
    CMP_BELOW,
    CMP_AT_MOST,
    CMP_BEFORE,
    CMP_AFTER,
    CMP_ON_OR_BEFORE,
    CMP_ON_OR_AFTER
} CompareOp;

typedef enum {
    STATE_HAPPENED,
    STATE_HAPPENS,
    STATE_EXPIRED,
    STATE_PAID,
    STATE_LATE,
    STATE_DONE,
    STATE_PASSED,
    STATE_TRUE,      /* a bare name */
    STATE_AFFILIATE, /* they are affiliates; X is an affiliate of Y */
    STATE_MEMBER,
    STATE_IN_BREACH,
    STATE_CONTAINS,
    STATE_JOINS,
    STATE_LEAVES,
    STATE_AT, /* is at arbitration */
    STATE_RENEWS,
} StateOp;

typedef enum {
    MATH_PLUS,
    MATH_LESS,
    MATH_TIMES,
    MATH_DIVIDED,
    MATH_GREATEST,
    MATH_LEAST,
    MATH_LATEST,
    MATH_EARLIEST
} MathOp;

typedef enum {
    PHRASE_OF,      /* modifiers: of X */
    PHRASE_IN,      /* in X, in 2027 */
    PHRASE_IN_LAST, /* in the last contract year: text */
    PHRASE_IN_ANY,  /* in any 12 months */
    PHRASE_FOR,     /* for every product */
    PHRASE_HEAD,    /* the head with its modifiers; value: quantifier */
    PHRASE_SHARE,   /* share of X …, count of …, change of …, average of … */
    PHRASE_COUNT,
    PHRASE_CHANGE,
    PHRASE_AVERAGE,
} PhraseOp;

typedef struct Node Node;
struct Node {
    uint8_t kind, op, scale, flag;
    Word    word;
    Span    span;
    int32_t decl; /* index into the declarations, -1 unresolved */
    Word    part;
    int64_t value, through;
    Str     text;
    Node   *a, *b, *next;
};

#endif
