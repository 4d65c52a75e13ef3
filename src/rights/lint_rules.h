/* lint_rules.h - the functions behind the rules of this layer; inside this layer only. */
#ifndef ENT_RIGHTS_LINT_RULES_H
#define ENT_RIGHTS_LINT_RULES_H
#include "rights/boxes.h"
#include "rights/lint.h"

typedef void LintRun(Lint *lint, const LintRule *rule);

LintRun lint_overlap, lint_reserved;                 /* lint_meet.c */
LintRun lint_dead, lint_shadowed, lint_reserve_dead; /* lint_cover.c */
LintRun lint_gap, lint_sides;                        /* lint_sides.c */

/* Fields and assets that have something of their own: a field that is only its parts has no cell. */
typedef struct {
    Bits fields, assets;
} Cells;
Cells lint_cells(const Rules *rules, Arena *arena);

/* Lint.work of this layer: made once, for all rules. */
typedef struct {
    const Rules *rules;
    Cells        cells;
    bool         named; /* names are made for the first finding that needs them */
    SetNames     fields, products, places, acts, assets;
} LintWork;
static inline LintWork    *lint_work(const Lint *lint) { return lint->work; }
static inline const Rules *lint_rules(const Lint *lint) { return lint_work(lint)->rules; }
/* Findings past the limit are only counted: no text is made for them. */
static inline bool lint_is_full(const Lint *lint)
{
    return lint->out->kept >= DIAG_LIMIT || (lint->errors && lint->errors->kept >= DIAG_LIMIT);
}

bool lint_meets(Bits a, Bits b, Bits cells); /* in a cell */
/* The box in which two rules meet, days apart. */
Box lint_meeting(const Lint *lint, const Rule *a, const Rule *b);
/* "mobile/handsets, in DE, FR, for make, sell, under aurora/video, from 2026-01-01 through 2028-12-31" */
Str lint_box_text(const Lint *lint, const Box *box);
/* For LintAbout.within: context is a LintFields. */
typedef struct {
    const Rules *rules;
    Bits         fields;
} LintFields;
bool lint_within(void *context, const Node *fields);
/* What a list of `accept … in` covers. */
Bits lint_fields_of(const Rules *rules, Arena *arena, const Node *list);
/* Whether a reservation binds this clause for this licensee. NULL: for whichever. */
bool lint_binds(const Rules *rules, const Rule *reservation, const Rule *rule, const Grantee *grantee);
Word lint_grantee(const Rules *rules, const Rule *rule); /* its first licensee, for `accept … for` */
Str  lint_grantee_text(const Rules *rules, Arena *arena, const Rule *rule);

/* The same clause in the eyes of a reader: one grant, whatever rules it gave. */
static inline bool lint_is_grant(const Rule *rule)
{
    return rule->kind == RIGHT_GRANT && clause_is(rule->clause, REF(GRANT));
}
#endif
