/* model.h - what each clause kind holds after reading: plain data, nodes where words must be kept.
 *
 * Nothing here is computed; sets, dates and powers come from standing and rights. A NULL node was
 * not written. Lists are node lists (N_LIST of N_ITEM) as the text has them. */
#ifndef ENT_TERMS_MODEL_H
#define ENT_TERMS_MODEL_H
#include "exact/rational.h"
#include "lang/form.h"

typedef LIST_OF(Node *) NodeList;

typedef enum { DUE_UNSAID, DUE_FORWARD, DUE_BACK, DUE_STAY } DueRule;
typedef enum { GROUPS_UNSAID, GROUPS_AT_SIGNING, GROUPS_AS_THEY_CHANGE } GroupRule;

typedef enum { ROUND_AT_CALENDAR_YEAR, ROUND_AT_CONTRACT_YEAR, ROUND_AT_PAYMENT, ROUND_AT_LINE } RoundPoint;

typedef struct {
    Node *title, *between, *every_member, *signed_on, *effective, *law, *currency, *survives, *rounding,
        *competitors;
    Node      *term_length, *term_until, *term_through;
    bool       term_perpetual, term_day_before, effective_each_member;
    bool       terms_over_prose, precedence_said, changed_said;
    Node      *zone, *business_days;
    Span       calendar_span;
    bool       has_calendar, count_said, count_from_day_after, month_end_said;
    DueRule    due;
    GroupRule  groups;
    Rounding   rounding_mode; /* with `rounding`: to this unit */
    RoundPoint rounding_point;
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

/* How often, or the span over which something is counted. */
typedef enum {
    EACH_UNSAID,
    EACH_MONTH,         /* each calendar month */
    EACH_QUARTER,       /* each calendar quarter */
    EACH_HALF_YEAR,     /* each calendar half-year */
    EACH_YEAR,          /* each calendar year */
    EACH_CONTRACT_YEAR, /* from each anniversary of the effective date */
    EACH_FISCAL_YEAR,   /* each fiscal year of X */
    EACH_TERM,          /* once over the whole life: `in all` */
} EachKind;

typedef struct {
    EachKind kind;
    Node    *of; /* of a fiscal year: the party */
} Each;

typedef struct {
    Node *what, *share; /* limit freight at most 5% of gross each calendar quarter */
    Each  each;         /* unsaid: of every line */
    Span  span;
} Limit;

typedef struct {
    Node *from, *through, *value, *condition;
    Node *limit; /* of a table by a metric: `up to N`, `below N` */
    bool  below, above, otherwise;
    Span  span;
} TableRow;

typedef struct {
    Node *title, *means, *equals, *decided_by, *attested_by, *recorded_by, *for_each, *states, *each;
    Node *score_from, *score_to, *happens_once, *runs, *by, *passed_if, *class_name, *dated, *amended,
        *condition;
    Node *by_name, *plural;
    LIST_OF(Limit) limits;
    bool one_time_only, by_case;
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
    Node         *same_sublicense, *per;
    Node         *pays, *pays_until; /* `pays R until E, then royalty-free` */
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
    bool  clean_team; /* it reaches nobody who decides on products and prices */
} Disclosure;
/* ---- money ---- */

/* A row of bands, of a rate block, of a withholding or subscription table. */
typedef struct {
    Node *limit;       /* `up to N`, `below N`; NULL: `above that`, `otherwise` */
    bool  below;       /* `below N`: N itself belongs to the next row */
    Node *from;        /* `from D`: a day or an event */
    Node *until;       /* `until D`, `through D`: a day or an event; both include it */
    Node *condition;   /* `if C` */
    bool  bears_payer; /* of a withholding: the payer bears it, not the payee */
    Node *rate;        /* a value: money, money per unit, a percentage, a table; `free` is the number 0 */
    Word  label;
    Span  span;
} RateRow;
typedef LIST_OF(RateRow) RateRows;

typedef enum { BANDS_NONE, BANDS_MARGINAL, BANDS_WHOLE } BandMode;

typedef enum { CARRY_UNSAID, CARRY_SAME_YEAR, CARRY_FORWARD, CARRY_LAPSES } Carry;

typedef struct {
    Node *value; /* money, a table, a percentage of a value */
    Each  each;
    Node *over;    /* names of other clauses that share the bound, or NULL */
    Carry carry;   /* of a minimum, and of the excess of a credit */
    Node *unless_; /* `unless C`: lost then (a cap that late signers lose) */
    Word  label;
    Span  span;
} Bound;

typedef struct {
    Node *products; /* names of products, families */
    Node *units;    /* N_COUNT: 0.5 units */
    Span  span;
} Weight; /* binaural counts as 0.5 units */

typedef struct {
    Node *name; /* of what is elected, introduced here */
    Node *rate;
    Each  each; /* owed each …; unsaid: on what the royalty is on */
    bool  one_time;
    Word  label;
    Span  span;
} Election;

typedef enum {
    CONVERT_UNSAID,
    CONVERT_SALE_DAY,       /* the rate of the day of the line */
    CONVERT_LAST_DAY,       /* of the last day of the period */
    CONVERT_LAST_BUSINESS,  /* of the last business day of the period */
    CONVERT_PRECEDING_LAST, /* of the last business day before the period */
    CONVERT_AVERAGE_DAYS,   /* average of { each business day of the month | quarter } */
    CONVERT_AVERAGE_ENDS,   /* average of { last business day of the preceding calendar year; last business
                               day of each month of the year to date } */
} ConvertRule;

typedef struct {
    Node       *source; /* N_TEXT or N_NAME */
    ConvertRule rule;
    EachKind    over;                                /* of the averages: month, quarter, year */
    bool        each_day, preceding_end, month_ends; /* which rows an average has */
    Node       *decimals;                            /* N_NUMBER: rates are rounded to these; NULL: exact */
    Span        span;
} Convert;

typedef enum { DAYS_UNSAID, DAYS_ACT_360, DAYS_ACT_365F, DAYS_ACT_ACT, DAYS_30_360, DAYS_30E_360 } DayCount;

typedef struct {
    Node    *rate;     /* percentage a year, the code or text of a benchmark, or a value: a table */
    Node    *margin;   /* plus this percentage, or NULL */
    Node    *most;     /* at most this a year, or NULL */
    Node    *fallback; /* percentage, or benchmark, when the benchmark has no value */
    Node    *fallback_margin;
    Node    *from; /* N_DURATION after the due date; NULL: from the day after due */
    DayCount count;
    Each     compounded; /* unsaid: simple, or */
    Node    *every;      /* N_DURATION counted from the first day of interest */
    bool     a_month;    /* the rate is for a month */
    Span     span;
} LateInterest;

typedef struct {
    Each  each;
    Node *within; /* N_DURATION of the period's end, or NULL */
    bool  nil_too, estimates, said;
    Span  span;
} Rhythm; /* report, pay */

typedef struct {
    Node *amount, *on, *share; /* advance 1_000_000 USD on D, recouped from 50% of the amount due */
    bool  repayable;
    Span  span;
} Advance;

typedef struct {
    Node *payee, *share; /* a percentage */
    Word  label;
    Span  span;
} Share;

typedef struct {
    Node    *payer, *payee;
    Node    *on, *on_if;      /* the base; which lines */
    Node    *per, *per_after; /* one of it for each: `per product, country after reversion` */
    bool     counted_said, together;
    Node    *counted_for;  /* N_WHO: for borealis with affiliates */
    Node    *counted_each; /* apart for each product, country, entity, a class */
    Node    *counted_with; /* names of royalties pooled with this one */
    Each     counted;      /* when the counter starts again */
    BandMode mode;
    RateRows bands, rates; /* rates: one row without limit is `rate V` */
    LIST_OF(Bound) caps;   /* at most */
    LIST_OF(Bound) minimums;
    LIST_OF(Weight) weights;
    LIST_OF(Election) elections;      /* elect */
    Node    *elect_by, *elect_before; /* before a day or event */
    bool     elect_one_time, elect_before_payment;
    NodeList credits; /* names of credit clauses */
    LIST_OF(Advance) advances;
    Rhythm       report, pay;
    Node        *true_up;      /* N_DURATION after the report, within which estimates are trued up */
    bool         true_up_next; /* against the next payment */
    Convert      convert;
    LateInterest late;
    RateRows     withholding; /* limit: a share of the amount owed; bears_payer: who bears it up to there */
    Node        *withholding_rate;           /* the percentage withheld */
    bool         withholding_credits_return; /* what the payer saves in tax goes to the payee */
    Node        *audit;                      /* the audit clause */
    Node        *same;                       /* same settlement as X */
    Node        *lasts, *lasts_after;        /* a last day or event; or a duration, and what it comes after */
    bool         lasts_perpetual;            /* neither: the term of the agreement */
    Node        *price_most;                 /* `price at most 400 USD`: a cap on the price of one unit */
    LIST_OF(Share) split;                    /* shares of the payees */
    Node *most_favoured;                     /* names: not above the rate of these royalties */
    Node *in_kind;                           /* `in kind valued by X` */
    Node *agreed;                            /* `rate to be agreed by …` */
} Royalty;

typedef struct {
    Node *day, *amount; /* an instalment: a day, an event or a duration after one */
    Node *places;       /* of a milestone: the event in these countries */
    Node *condition;
    Word  label;
    Span  span;
} Instalment;

typedef enum { PAY_FROM_UNSAID, PAY_FROM_EVENT, PAY_FROM_NOTICE, PAY_FROM_INVOICE } PayFrom;

typedef struct {
    Node *payer, *payee, *amount, *total, *each_from, *each_through;
    Each  each;
    LIST_OF(Instalment) rows;
    Node        *days_after; /* pay within D of … */
    PayFrom      pay_from;
    LateInterest late;
    Node        *credited;      /* the clauses against which it is credited */
    Each         credited_each; /* within each; unsaid: what is left stays */
} Payment;

typedef struct {
    Node *payer, *payee, *one_time_each, *same_as, *at_most_times, *times_each;
    bool  one_time;
    Each  each;
    LIST_OF(Instalment) rows; /* day: the name of an event, or of a family that reaches what `if` says */
    Node        *notice_within, *pay_within;
    PayFrom      pay_from;
    LateInterest late;
    Node        *same; /* same settlement as X */
} Milestones;

typedef struct {
    Node *amount;        /* a value: 50% of paid in third-party-payments */
    LIST_OF(Bound) caps; /* at most 50% of pooled each calendar year */
    Carry excess;
    bool  oldest_first, for_good;
} Credit;

typedef struct {
    Node *most_times, *notice, *looking_back, *records, *shortfall; /* shortfall at least 5% */
    bool  shortfall_over;                                           /* over, not at least */
    Each  each;
    Node *by;
} Audit;

typedef struct {
    NodeList of; /* N_LIST of names and parts each: unit-royalty(b) */
    bool     free;
    Node    *less;         /* a percentage */
    bool     does_not_add; /* the greatest of several holds */
    Node    *others;       /* of which several: names of discounts; NULL: all */
} Discount;

typedef struct {
    Node *between, *currency, *carry_below;
    Each  each;
} Netting;

/* ---- duties ---- */

/* The time in which a late or broken thing may still be put right. */
typedef struct {
    Node *length;                   /* N_DURATION; NULL: no cure */
    Node *longer;                   /* so long if it is under way when `length` has passed */
    Node *stopped;                  /* the clock stands while this holds */
    bool after_notice, on_dispatch; /* from a notice, by its receipt or its dispatch; else from the due day */
    Span span;
} Cure;

typedef enum { ACT_DELIVER, ACT_CLASSIFY, ACT_OBTAIN, ACT_KEEP, ACT_TRANSFER, ACT_PAY, ACT_NOTIFY } DutyAct;
typedef enum {
    WHEN_UNSAID,
    WHEN_EVERY,  /* every 6 months from D */
    WHEN_EACH,   /* each calendar quarter, within N of its end */
    WHEN_ON,     /* on D */
    WHEN_BEFORE, /* before D: the last day is the one before */
    WHEN_WITHIN, /* within N of D, each time D comes */
    WHEN_AHEAD,  /* at least N before D */
    WHEN_ALWAYS, /* at all times */
} DutyWhen;

typedef struct {
    Node    *debtor, *creditor; /* N_WHO; creditor NULL: all the others */
    Node    *what;              /* N_LIST of names and codes; of `must not`: assets */
    DutyAct  act;
    bool     forbids; /* must not */
    Node    *unless_; /* of `must not` */
    DutyWhen when;
    Each     each;
    bool     of_start;            /* within N of its start, not its end */
    Node    *step, *from, *until; /* N_DURATION, N_DATE, N_DATE or NULL */
    Node    *within, *day, *places;
    Node    *covering; /* N_DURATION */
    Node    *means, *opens;
    bool     breach; /* otherwise breach */
    Cure     cure;
    Span     act_span, when_span;
} Duty;

typedef struct {
    Node *length, *times;           /* times NULL: as often as wanted */
    Node *notice_by, *most, *least; /* the window of a notice, counted back from the end */
    bool  on_notice;                /* it renews only if notice is given; else a notice stops it */
    Node *rise_of, *rise_most;      /* limit rise of X at most 10% each renewal; rise_most NULL: none */
    Node *opens;
    Span  notice_span;
} Renewal;

typedef struct {
    Node *clauses, *last; /* names; N_DAY, N_DATE or an event: the last day */
    Node *unless_by;      /* whoever may renew it */
} Sunset;

typedef struct {
    Node *who;     /* who may end */
    Node *clauses; /* NULL: the agreement */
    Node *per;
    bool  any_grant;
    Node *notice; /* on 60 days notice */
    Cure  cure;
    Span  who_span;
} Termination;
#endif
