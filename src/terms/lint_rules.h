/* lint_rules.h - the functions behind the rules of this layer; inside this layer only. */
#ifndef ENT_TERMS_LINT_RULES_H
#define ENT_TERMS_LINT_RULES_H
#include "terms/lint.h"

typedef void LintRun(Lint *lint, const LintRule *rule);

LintRun lint_ref, lint_undef, lint_unused, lint_agree, lint_circular;  /* lint_words.c */
LintRun lint_unit, lint_sum;                                           /* lint_amounts.c */
LintRun lint_window, lint_sunset, lint_roll, lint_count, lint_expired; /* lint_dates.c */
LintRun lint_scope, lint_mode, lint_round, lint_favoured;              /* lint_price.c */
LintRun lint_audit, lint_audit_side, lint_convert, lint_payer;         /* lint_settlement.c */
LintRun lint_cure, lint_window_term, lint_exchange;                    /* lint_duties.c */
LintRun lint_rates;                                                    /* lint_rates.c */
LintRun lint_kimble;                                                   /* lint_law.c */
LintRun lint_control, lint_control_defined, lint_outside, lint_irrevocable, lint_self,
    lint_exclusion; /* lint_clauses.c */

/* A token of a statement, never NULL: a T_END behind the last. */
const Token *lint_token(const Lint *lint, const Stmt *stmt, int32_t at);
Str          lint_token_text(const Lint *lint, const Stmt *stmt, int32_t at);

/* Whether a grant says that this royalty is paid for it. */
bool lint_pays(const Clause *grant, Word royalty);
/* Whether anything can come of a royalty: an amount somewhere, not `free` alone. */
bool lint_has_price(const Royalty *royalty);
/* The first price that is an amount of money; NULL: none is written out. */
const Node *lint_price_money(const Royalty *royalty);
/* The party that is named, alone or first of several; 0: nobody by name. */
Word lint_party(const Node *who);

/* Prose, word by word: outside fences, banners, code and comments. */
typedef struct {
    Span span;
    Str  text;
    bool starts;  /* a sentence, or nobody can tell */
    bool follows; /* only blanks between it and the word before */
    bool heading;
} ProseWord;
typedef LIST_OF(ProseWord) Prose;
Prose lint_prose(const Lint *lint);

/* Every name that stands in a node, however deep. */
typedef void LintName(void *context, const Node *name);
void         lint_names(const Node *node, LintName *found, void *context);
/* The titles of definitions and linked agreements in the prose: how often each is used. */
Size lint_uses_in_prose(const Lint *lint, const Prose *prose, Str title);
#endif
