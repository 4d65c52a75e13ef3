/* model.h - what each clause kind holds after reading: plain data, nodes where words must be kept.
 *
 * Nothing here is computed; sets, dates and powers come from standing and rights. A NULL node was
 * not written. Lists are node lists (N_LIST of N_ITEM) as the text has them. */
#ifndef ENT_TERMS_MODEL_H
#define ENT_TERMS_MODEL_H
#include "lang/form.h"

typedef LIST_OF(Node *) NodeList;

typedef enum { DUE_UNSAID, DUE_FORWARD, DUE_BACK, DUE_STAY } DueRule;
typedef enum { GROUPS_UNSAID, GROUPS_AT_SIGNING, GROUPS_AS_THEY_CHANGE } GroupRule;

typedef struct {
    Node     *title, *between, *every_member, *signed_on, *effective, *law, *currency, *survives, *rounding;
    Node     *term_length, *term_until, *term_through;
    bool      term_perpetual, term_day_before, effective_each_member;
    bool      terms_over_prose, precedence_said, changed_said;
    Node     *zone, *business_days;
    Span      calendar_span;
    bool      has_calendar, count_said, count_from_day_after, month_end_said;
    DueRule   due;
    GroupRule groups;
} Agreement;

typedef struct {
    Node *of, *share, *from, *through; /* affiliate of P at 50% from D; member of G from D: dated */
} Tie;

typedef struct {
    Node *name, *seat, *roles, *joins_by, *leaves_on;
    Node *control;        /* N_PERCENT; NULL: no affiliates test said */
    bool  control_strict; /* over (true) or at least (false) */
    LIST_OF(Tie) affiliate_of;
    LIST_OF(Tie) member_of;
    Node *covers, *means;
} Party; /* party, members, person, entity, expert, class */

typedef struct {
    NodeList includes; /* N_LIST each */
    Node    *covers, *with, *in;
    bool     implicit;
} SetOf; /* field, products, territory */

typedef enum { CAPTURE_NONE, CAPTURE_FILED, CAPTURE_OWNED_ON, CAPTURE_WHILE_MEMBER } Capture;

typedef struct {
    Node    *owner, *owner_from, *owner_through, *filed, *expires, *granted, *places;
    NodeList patents; /* N_LIST of codes, or N_NAME all-of */
    NodeList includes;
    Node    *covers, *from_version, *through_version, *essential;
    Node    *improves, *improved_by; /* improvement of X by P */
    Capture  capture;
    Node    *capture_from, *capture_through; /* days */
    bool     software, know_how, copyrights, trademarks, patents_elsewhere;
} Asset; /* asset and patent */

typedef struct {
    Node *what, *version;
} Part;

typedef struct {
    Node *maker, *field, *families, *practises, *covers;
    Node *sold_from, *sold_through, *places, *version_from, *version_through;
    LIST_OF(Part) contains;
} Product;

typedef struct {
    Node *from, *through, *value, *condition;
    bool  otherwise;
    Span  span;
} TableRow;

typedef struct {
    Node *title, *means, *equals, *decided_by, *attested_by, *recorded_by, *for_each, *states, *each;
    Node *score_from, *score_to, *happens_once, *runs, *by, *passed_if, *class_name, *dated, *amended,
        *condition;
    Node    *by_name, *plural;
    NodeList limits;
    bool     one_time_only, by_case;
    LIST_OF(TableRow) rows;
} Measure; /* define, lines, metric, event, fact, condition, document, linked, topic, unit, test, table */

typedef enum { EXCL_UNSAID, EXCL_NON, EXCL_EXCLUSIVE, EXCL_SOLE, EXCL_CO } Exclusivity;
typedef enum { TERM_LIFE, TERM_AGREEMENT, TERM_PERPETUAL, TERM_THROUGH, TERM_UNTIL, TERM_LENGTH } TermKind;
typedef enum { EXCLUSION_UNSAID, EXCLUSION_COMPONENT, EXCLUSION_PRODUCT } ExclusionRule;

typedef struct {
    TermKind kind;
    Node    *day, *length, *only_for; /* only_for: products or fields this row is for */
    Span     span;
    Word     label;
} TermRow;

typedef struct {
    Node *recipients, *only_to, *only_for, *condition; /* `while they are affiliates` */
    Node *depth;
    Span  span;
    Word  label;
} Sublicense;

typedef struct {
    Node         *from, *to; /* grantor and grantee: N_WHO, or N_LIST of them */
    Node         *acts, *have_made_only, *assets, *fields, *places, *against, *acts_before, *acts_from;
    Node         *starts; /* N_DAY */
    Node         *same_sublicense, *pays, *per;
    Node         *exclusive_until, *exclusive_through;
    Exclusivity   exclusive, exclusive_then;
    Span          exclusive_span;
    ExclusionRule exclusion;
    LIST_OF(TermRow) terms;
    LIST_OF(Sublicense) sublicenses;
    bool irrevocable, royalty_free, no_sublicense, transferable, transfer_said, members_on_that_day;
    bool against_grants, against_covenants, customers_too;
} Right; /* reserve, grant, covenant, release */

typedef enum {
    EFFECT_STAYS,
    EFFECT_ENDS,
    EFFECT_SUSPENDS,
    EFFECT_RESUMES,
    EFFECT_STARTS,
    EFFECT_NARROWS_SOLD,
    EFFECT_NARROWS_FIELDS,
    EFFECT_NARROWS_WHO,
    EFFECT_EXTENDS,
    EFFECT_BECOMES,
    EFFECT_PASSES,
    EFFECT_OPENS
} EffectKind;

typedef struct {
    EffectKind  kind;
    Node       *clauses, *scope, *with, *in, *once, *for_who, *before;
    Exclusivity becomes;
    Span        span;
} Effect;

typedef struct {
    Node *when;
    LIST_OF(Effect) effects;
} Consequence;

typedef struct {
    Node *number, *of, *effective, *restates;
    LIST_OF(Stmt *) changes; /* replace, add, end */
} Amendment;

typedef struct {
    bool  expect;
    Node *words; /* N_WORDS: the tokens [value, through) */
    Stmt *stmt;
} ExampleLine;

typedef struct {
    LIST_OF(ExampleLine) lines;
} Example;

typedef struct {
    Node *number, *from, *through;
    Span  span;
} ModuleVersion;

typedef struct {
    Node *provides, *upgrade_if, *swap_by, *retire_notice, *retire_if, *after;
    LIST_OF(ModuleVersion) versions;
} Module;

typedef enum {
    OWNER_UNSAID,
    OWNER_IMPROVER,
    OWNER_GRANTOR,
    OWNER_GRANTEE,
    OWNER_JOINT,
    OWNER_NAMED
} ImprovementOwner;

typedef struct {
    ImprovementOwner owner;
    Node            *named_owner, *grant_back_fields, *of, *applies_to;
    Exclusivity      grant_back; /* EXCL_UNSAID: not said */
    bool             no_grant_back, joint_use, joint_no_license, grant_back_said;
    Span             owner_span, grant_back_span;
} Improvement;

typedef struct {
    Node *seen_by, *through_length, *through_day;
} Disclosure;
#endif
