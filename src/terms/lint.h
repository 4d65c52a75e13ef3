/* lint.h - what is wrong with an agreement although it is well formed.
 *
 * A rule is one row: its code, its level, what it looks for, and a function that looks. Rules of this
 * layer need text, names and dates; those that need the rights engine are in rights/lint.h, those that need
 * amounts on a day in money/lint.h, and all work through the same Lint. A finding is silenced only by the
 * text itself: `accept L-X because "…"`, in the clause it is about or at the top level, with `in` and `for`
 * where the rule knows fields and parties. An accept that silences nothing is a finding too. */
#ifndef ENT_TERMS_LINT_H
#define ENT_TERMS_LINT_H
#include "exact/rational.h"
#include "terms/terms.h"

typedef struct Lint     Lint;
typedef struct LintRule LintRule;

struct LintRule {
    const char *code;
    DiagLevel   level;
    const char *summary; /* one line for people */
    void (*run)(Lint *lint, const LintRule *rule);
};

typedef struct {
    const Accept *accept;
    const Clause *clause; /* in which it stands; NULL: top level */
    Str           code;
    bool          used;
} AcceptAt;

struct Lint {
    Arena       *arena;
    const Terms *terms;
    Diags       *out, *silenced;
    Diags       *errors; /* where errors go instead of `out`, or NULL */
    Day          as_of;  /* the day that "expired" means; DAY_MIN: the effective day */
    LIST_OF(AcceptAt) accepts;
    void       *work;  /* of the rules about rights */
    const void *money; /* of the rules about amounts */
};

/* What a finding is about: this decides which accepts silence it. */
typedef struct {
    const Clause *clause, *other; /* NULL: not about a clause */
    Word          who, whom;      /* the parties it touches; 0: none */
    /* Whether all of it lies in these fields; NULL: the rule knows no fields. */
    bool (*within)(void *context, const Node *fields);
    void *context;
} LintAbout;

Lint lint_new(Arena *arena, const Terms *terms, Diags *out, Day as_of);
void lint_run(Lint *lint, const LintRule *rules, Size count);
/* The rules of this layer. */
const LintRule *lint_text_rules(Size *count);
/* L-ACCEPT-UNUSED: run after all other rules; `known` tells whether a code has a rule. */
void lint_check_accepts(Lint *lint, bool (*known)(Str code));

/* Records a finding, or keeps it aside when the text accepts it. Never NULL. */
Diag *lint_add(Lint *lint, const LintRule *rule, LintAbout about, Span span, Str title, Str label);
/* The same rule, where it weighs more or less. */
LintRule lint_at(const LintRule *rule, DiagLevel level);
/* An accept of that rule with a reason; a rule that can take away part of a finding uses it itself. */
bool lint_accept_is(const Lint *lint, const AcceptAt *at, const LintRule *rule);

/* The first and the last day of the agreement as far as the text alone tells; DAY_MIN and DAY_MAX if not. */
Days lint_agreement_days(const Terms *terms);
/* The next clause of these kinds that could be read, from place *at on; NULL: none. */
const Clause *lint_next(const Lint *lint, uint64_t refs, Size *at);
/* "1_999_999.98 USD": as the text would write it, with the decimals of its currency. */
Str lint_amount(Arena *arena, Rational amount, Str currency);
#endif
