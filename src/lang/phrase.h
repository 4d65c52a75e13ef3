/* phrase.h - reading the phrases that stand in the slots of a form.
 *
 * A Cursor walks the tokens of one statement. A phrase either moves it past what it read and gives
 * a node, or gives NULL and notes what was expected where; the furthest such place becomes the
 * finding. A phrase that knows better what is wrong says so itself with cursor_refuse. */
#ifndef ENT_LANG_PHRASE_H
#define ENT_LANG_PHRASE_H
#include "lang/form.h"

/* What a name may stand for; one bit per kind of declaration. */
/* clang-format off */
#define REF_KINDS(R)                                                                                        \
    R(PARTY) R(MEMBERS) R(PERSON) R(ENTITY) R(EXPERT) R(CLASS) R(FIELD) R(PRODUCTS) R(TERRITORY) R(ASSET)   \
    R(PATENT) R(PRODUCT) R(DEFINE) R(LINES) R(METRIC) R(EVENT) R(FACT) R(CONDITION) R(DOCUMENT) R(LINKED)   \
    R(TOPIC) R(UNIT) R(TEST) R(TABLE) R(RESERVE) R(GRANT) R(COVENANT) R(RELEASE) R(MODULE) R(IMPROVEMENT)   \
    R(DISCLOSURE) R(CONSEQUENCE) R(ROYALTY) R(PAYMENT) R(MILESTONES) R(CREDIT) R(AUDIT) R(DISCOUNT) R(NET)  \
    R(DUTY) R(RENEWAL) R(SUNSET) R(TERMINATION) R(ELECTION) R(WORDS) R(ROLE) R(COLUMN)           \
    R(LATER) R(OPEN) R(AGREEMENT)
/* clang-format on */
#define REF_AT(name) REF_AT_##name,
enum { REF_KINDS(REF_AT) REF_AT_COUNT };
_Static_assert(REF_AT_COUNT < 64, "one bit for each kind");
#undef REF_AT
#define REF(name)    ((uint64_t)1 << REF_AT_##name)
#define REF_ANY      (((uint64_t)1 << REF_AT_COUNT) - 1)
#define REF_SUBJECTS (REF(PARTY) | REF(MEMBERS) | REF(PERSON) | REF(ENTITY))
/* What somebody owes; a clause of a later version may be such a one. */
#define REF_OWED   (REF(ROYALTY) | REF(PAYMENT) | REF(MILESTONES) | REF(LATER))
#define REF_MONEY  (REF_OWED | REF(CREDIT) | REF(AUDIT) | REF(DISCOUNT) | REF(NET))
#define REF_DUTIES (REF(DUTY) | REF(RENEWAL) | REF(SUNSET) | REF(TERMINATION))
#define REF_CLAUSES                                                                              \
    (REF(RESERVE) | REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(MODULE) | REF(IMPROVEMENT) | \
     REF(DISCLOSURE) | REF(CONSEQUENCE) | REF(WORDS) | REF(DOCUMENT) | REF_MONEY | REF_DUTIES)

enum { EXPECT_MOST = 12, FOLLOW_MOST = 24, PHRASE_DEPTH = 48 };

typedef struct {
    Phrases *ph;
    Stmt    *stmt;
    int32_t  at, end; /* tokens */
    bool     block_used, refused;
    int      depth;
    Word     follow[FOLLOW_MOST]; /* words that end a list when they stand behind a comma */
    int      follow_count;
    int32_t  fail_at; /* the furthest token that did not fit */
    struct {
        Word word; /* a literal word, or 0 */
        Str  what;
    } expected[EXPECT_MOST];
    int expected_count;
} Cursor;

typedef struct SlotKind SlotKind;
struct SlotKind {
    const char *name;   /* in patterns and in the grammar */
    const char *expect; /* "a list of fields" */
    Node *(*read)(Cursor *cursor, const SlotKind *kind);
    uint64_t allow;
};
const SlotKind *slot_kind(Str name); /* NULL: unknown */
const SlotKind *slot_kinds(Size *count);

/* Looking and moving. Articles are skipped before a word is compared. */
const Token *cursor_now(Cursor *cursor); /* never NULL: a T_END token at the end */
bool         cursor_is(Cursor *cursor, Word word);
bool         cursor_word(Cursor *cursor, Word word);      /* takes it */
bool         cursor_mark(Cursor *cursor, TokenKind kind); /* takes it */
Word         cursor_peek(Cursor *cursor, int ahead);      /* the word `ahead` tokens on, or 0 */
void         cursor_expect(Cursor *cursor, Str what);
void         cursor_expect_word(Cursor *cursor, Word word);
void         cursor_expect_also(Cursor       *cursor,
                                const Cursor *other); /* what another attempt expected at the same place */
Node *cursor_refuse(Cursor *cursor, const char *code, Span span, Str title, Str label, Str help); /* NULL */
Node *cursor_node(Cursor *cursor, NodeKind kind); /* at the current token */
Node *cursor_close(Cursor *cursor, Node *node);   /* ends its span at the last taken token */
Node *cursor_name(Cursor *cursor, uint64_t allow, Str what);
bool  cursor_ends_list(Cursor *cursor); /* at a word that the form expects behind the list */
bool  cursor_deep(Cursor *cursor);      /* too deep: a finding was made */
void  cursor_refer(Cursor *cursor, Node *node, uint64_t allow);
Str   cursor_text(const Cursor *cursor, const Token *token);

/* Records the finding of a cursor that did not get through: what was expected, where. */
void phrase_report(Cursor *cursor, Str what);

Node *phrase_condition(Cursor *cursor, const SlotKind *kind);
Node *phrase_value(Cursor *cursor, const SlotKind *kind);
/* [name: one | another] with alternatives of this kind, or [name: low to high step by] of values. Gives
 * N_OPEN; `through` is which alternative was picked, -1 while it is not settled. */
Node *phrase_open(Cursor *cursor, const SlotKind *kind);
Node *phrase_picked(Node *open); /* the picked alternative, or the first */
Node *
phrase_quantity(Cursor *cursor); /* number, percentage, money, count, duration; NULL without a finding */
Node *phrase_interest(Cursor *c, const SlotKind *kind);
Node *phrase_day(Cursor *cursor, const SlotKind *kind);
Node *phrase_who(Cursor *cursor, const SlotKind *kind);
Node *phrase_subject(Cursor *cursor, const SlotKind *kind); /* also `that party`, `that affiliate` */
Node *phrase_scope(Cursor *cursor, const SlotKind *kind);
Node *phrase_duration(Cursor *cursor, const SlotKind *kind);
#endif
