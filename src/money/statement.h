/* statement.h - what is owed, step by step, and what each step rests on.
 *
 * A statement is for one period. It has a part for each royalty and group (`counted apart for each
 * product` gives one part a product), each a list of steps from the base to the amount due; then payments
 * that fall due, credits, interest; then what each pair of parties owes net. Figures are exact fractions up
 * to the rounding step; what is printed is what was added up: totals foot.
 *
 * Invariant: `due` of a part is the difference of rounded cumulative amounts, so that the parts of a
 * year add up to the rounded amount of the year. */
#ifndef ENT_MONEY_STATEMENT_H
#define ENT_MONEY_STATEMENT_H
#include "money/usage.h"

typedef enum {
    STEP_BASE,    /* quantity: what is counted, this period and since the counter began */
    STEP_CONVERT, /* amounts in another currency: quantity in it, rate, amount */
    STEP_BAND,    /* quantity in the band, its rate, the amount */
    STEP_RATE,    /* quantity times one rate */
    STEP_EARNED,  /* subtotal */
    STEP_DISCOUNT,
    STEP_MINIMUM,     /* what a minimum adds */
    STEP_CREDIT,      /* what a credit takes off */
    STEP_ADVANCE,     /* what is recouped */
    STEP_CAP,         /* what a cap takes off */
    STEP_TO_DATE,     /* subtotal: since the counter began */
    STEP_PRIOR,       /* less what earlier periods came to */
    STEP_TRUE_UP,     /* restated lines and estimates: the difference, with its cause */
    STEP_SPLIT,       /* what other payees get of it */
    STEP_DUE,         /* rounded: due for the period */
    STEP_WITHHOLDING, /* tax that is taken off what is paid, or grossed up */
    STEP_PAID,        /* what was paid of it */
    STEP_INTEREST,    /* on what is paid late: a balance of its own */
} StepKind;

/* One line of a statement. */
typedef struct {
    StepKind kind;
    Str      label;    /* "(b) up to 5,000,000 units", "cap of 2026" */
    Str      quantity; /* "4,900,000 units", "1,250.00 EUR"; may be empty */
    Str      rate;     /* "0.20 USD per unit", "15%"; may be empty */
    Rational amount;   /* in the currency of the part; not ok: unknown */
    bool     unknown;  /* a fact or a rate is missing; `note` says which */
    Str      note;     /* "rate of 2026-06-30, the last before the weekend" */
    Span     at;       /* the statement of the text that it rests on */
    int64_t  lines;    /* lines of usage behind it; 0: not told */
    Day      paid_on;  /* of a payment */
} Step;

/* Cells of the sums that a part counts, joined by what a reader can tell apart: for `why`. */
typedef struct {
    Str           article, place, entity; /* as usage and text name them; empty: none said */
    Days          days;                   /* the interval, within the period of the part */
    int64_t       lines;
    Str           quantity; /* as it was reported: "48,000.00 EUR" */
    Rational      counted;  /* what it adds to the base, in the unit of the base; not ok: unknown */
    const Clause *licence;  /* the grant that covers it; NULL: none is needed, or not known */
    Span          at;       /* the fact that states it in place of lines */
} FigureCell;

/* What an earlier period comes to now, less what was stated for it. */
typedef struct {
    const Clause *clause;
    Str           group;
    int           payer, payee, currency;
    Days          period;  /* the earlier one */
    int64_t       due;     /* minor units */
    bool          unknown; /* then or now it was not known */
    Str           cause;   /* "3 lines reported late" */
    Str           note;    /* what was stated, and what it comes to */
    int64_t       lines;   /* that the period has now */
    Rational      counted; /* and what they come to; not ok: nothing, or not known */
    int64_t       more;    /* lines that came since; 0: not more than before */
    Span          at;
    bool          stated; /* in a part of the statement that is made */
} TrueUp;

/* When something will be reached if it goes on as it did; never part of an amount. */
typedef struct {
    Days     period;         /* of the counter or the cap */
    Rational reached, limit; /* by the end of the period of the part, in the unit of the base, or as money */
    bool     money, pace;    /* no pace: nothing can be foretold */
    int64_t  days;           /* in which it was reached */
    Day      on;             /* DAY_MAX: not within the period */
    Str      text;
    Span     at; /* the band or the cap */
} Forecast;

typedef struct {
    const Clause             *clause;          /* royalty, payment, milestones */
    const struct PlanRoyalty *counted;         /* what its base is counted by; NULL: it has no base */
    int                       payer, payee;    /* subjects */
    Str                       group;           /* "beacon-7", "north"; empty: all together */
    Days                      period, counter; /* the period, and since when it is counted */
    int                       currency;        /* index of terms/data/tables.h */
    LIST_OF(Step) steps;
    int64_t due;               /* in minor units of the currency; negative: the payee owes it back */
    bool    unknown;           /* due is not known; the steps say why */
    Day     due_on;            /* DAY_MAX: the text does not say */
    Span    due_at;            /* the words that say so */
    Str     due_rule;          /* "45 days after the end of the quarter, a Saturday: next business day" */
    LIST_OF(FigureCell) cells; /* what the base is the sum of; empty: they were not asked for */
    LIST_OF(TrueUp) true_ups;  /* within due: what earlier periods come to now */
    LIST_OF(Forecast) forecasts;
    Str cap_note; /* "the cap binds at 60,200,000 units", "binds since 2026-08"; may be empty */
} StatementPart;

/* What one party owes another on balance; both directions are kept, for tax. */
typedef struct {
    int           from, to, currency;
    int64_t       gross, against, net; /* minor units; net = gross - against >= 0, or carried */
    bool          carried;
    const Clause *clause; /* the net clause; NULL: no netting is agreed, gross stands */
    Span          at;
    LIST_OF(int) parts; /* that make up gross */
} NetLine;

/* What one party is to pay another in all, where tax, payments or interest follow what is due. */
typedef struct {
    int           from, to, currency;
    int64_t       due, tax, paid, interest;  /* minor units; tax and what was paid are less than nothing */
    int64_t       payable;                   /* their sum */
    bool          unknown, interest_unknown; /* some of it is not known; of interest */
    const Clause *clause;       /* by which it is set off, or NULL: both are known, and both are to pay */
    int64_t       against, net; /* what is set off, and what is left */
    LIST_OF(int) parts;
} Payable;

/* Lines that no licence covers, by article and reason. */
typedef struct {
    Str       article, place, reason;
    RouteKind kind;
    int64_t   lines;
    Str       quantity; /* "12,000 units, 48,000.00 EUR" */
} OutsideLine;

typedef struct {
    Str         path; /* as given */
    UsageTotals totals;
    bool        sums;      /* a file of sums: its lines were read before */
    bool        taken_off; /* what it holds was subtracted: counted is negative */
    int64_t     outside, free_of_charge, unknown, later; /* of those counted */
    bool duplicates_asked, duplicates_checked; /* asked and not checked: nothing identifies its lines */
    Str  reject_path;                          /* where rejected lines were written; empty: none */
} UsageFile;

/* What an audit that was announced comes to for the periods of the statement, in one currency. */
typedef struct {
    const Clause *clause;
    Day           notice;
    int           currency;
    Rational      owed, paid; /* after tax, and by the day of the notice; not ok: not known */
    Tri           payer;      /* bears its cost; UNKNOWN: not known, or the text does not say */
} AuditResult;

typedef struct {
    const Plan *plan;
    Days        period;
    Str         period_text; /* "2026-Q3" */
    Day         as_of;
    LIST_OF(StatementPart) parts;
    LIST_OF(NetLine) net;
    LIST_OF(Payable) payable; /* empty: nothing follows what is due */
    LIST_OF(OutsideLine) outside;
    LIST_OF(AuditResult) audits;
    LIST_OF(UsageFile) files; /* of several, the last one is all of them together */
    LIST_OF(Str) missing;     /* facts, rates, elections that are not known */
    LIST_OF(Str) notes;
    bool unknown; /* some part is not known */
} Statement;
#endif
