/* effect.h - what two texts of one agreement owe differently: on a reference scenario, or on the same lines.
 *
 * The reference scenario is made from the texts alone, so that both sides get the same: one quantity at a
 * time, in one calendar year of the agreement, of whoever pays, with the facts that are given and no other
 * usage. The quantities are nothing, the limits of the bands of either text, one more than each, and powers
 * of ten. Every royalty, payment and milestones clause that a change can reach is reckoned under both texts;
 * years that give the same figures are told as one span. What a total cannot stand for is told as not
 * reckoned. */
#ifndef ENT_MONEY_EFFECT_H
#define ENT_MONEY_EFFECT_H
#include "money/finish.h"
#include "terms/compare.h"

typedef struct {
    bool    known;
    int64_t due;      /* minor units of the currency */
    int     currency; /* -1: none; both texts lack the clause, or it owes nothing */
    Str     why;      /* not known: what is missing */
} OwedAmount;

typedef struct {
    Days       days;     /* the years, or the period, for which it is so */
    Rational   quantity; /* not ok: none is given (payments, or lines) */
    Str        unit;     /* "units", "USD net-sales" */
    Str        group;    /* of lines: "beacon-7" */
    OwedAmount was, is;
} OwedChange;
typedef LIST_OF(OwedChange) OwedChanges;

typedef struct {
    Str  name, before; /* before: its name in the old text, where it was renamed; else empty */
    bool added, removed, royalty;
    LIST_OF(Str) causes; /* "table enterprise-cap", "header"; what can have caused it */
    OwedChanges changes;
    bool        same; /* reckoned, and no different */
    Str         note; /* why it could not be reckoned; else empty */
} OwedEffect;

typedef struct {
    Days days;                 /* that were reckoned; from > through: none could be */
    Str  lines;                /* "sales.csv": on these lines; empty: the reference scenario */
    LIST_OF(OwedEffect) items; /* that a change can reach, in the order of the new text, removed ones last */
    bool differs, unknown;     /* unknown: something is known under neither text */
} MoneyEffect;

/* The reference scenario, for the years of both agreements or for one period. `period` NULL: the years. */
MoneyEffect effect_reference(Arena *arena, const Comparison *comparison, const Standing *old,
                             const Standing *now, const Days *period);
/* Two statements of the same lines for the same period. */
MoneyEffect effect_lines(Arena *arena, const Comparison *comparison, const Statement *old,
                         const Statement *now);
#endif
