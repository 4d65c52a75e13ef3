/* lint.c - the rules of this layer in one table, and which findings the text accepts. See lint.h. */
#include "terms/lint.h"

#include "terms/data/tables.h"
#include "terms/lint_rules.h"

/* ---- accepts ---- */

static void take_accept(Lint *lint, const Accept *accept, const Clause *clause)
{
    if (accept->code)
        *PUSH(lint->arena, &lint->accepts) = (AcceptAt){
            .accept = accept, .clause = clause, .code = terms_text(lint->terms, accept->code->word)};
}

Lint lint_new(Arena *arena, const Terms *terms, Diags *out, Day as_of)
{
    Lint lint = {
        .arena = arena, .terms = terms, .out = out, .as_of = as_of, .silenced = NEW(arena, Diags, 1)};
    *lint.silenced = diags_new(arena);
    for (Size i = 0; i < terms->accepts.count; i++)
        take_accept(&lint, &terms->accepts.items[i], NULL);
    for (Size i = 0; i < terms->clauses.count; i++)
        for (Size k = 0; k < terms->clauses.items[i]->accepts.count; k++)
            take_accept(&lint, &terms->clauses.items[i]->accepts.items[k], terms->clauses.items[i]);
    return lint;
}

void lint_run(Lint *lint, const LintRule *rules, Size count)
{
    for (Size i = 0; i < count; i++)
        rules[i].run(lint, &rules[i]);
}

static bool has_reason(const Accept *accept)
{
    return accept->reason && str_trim(accept->reason->text).len > 0;
}

bool lint_accept_is(const Lint *lint, const AcceptAt *at, const LintRule *rule)
{
    (void)lint;
    return str_equal(at->code, str_from(rule->code)) && has_reason(at->accept);
}

/* A field that the finding is about may be named, also where the rule itself knows no fields. */
static bool names_clause(const Node *fields, const Clause *clause)
{
    for (const Node *item = fields ? fields->a : NULL; item && clause; item = item->next)
        if (item->op == ITEM_PLUS && item->a->kind == N_NAME && item->a->word == clause->name)
            return true;
    return false;
}

static bool silences(const AcceptAt *at, const LintAbout *about)
{
    const Accept *accept = at->accept;
    if (at->clause && at->clause != about->clause && at->clause != about->other)
        return false;
    if (accept->who && accept->who->word != about->who && accept->who->word != about->whom)
        return false;
    if (!accept->fields)
        return true;
    return about->within ? about->within(about->context, accept->fields)
                         : names_clause(accept->fields, about->clause);
}

LintRule lint_at(const LintRule *rule, DiagLevel level)
{
    LintRule same = *rule;
    same.level = level;
    return same;
}

Diag *lint_add(Lint *lint, const LintRule *rule, LintAbout about, Span span, Str title, Str label)
{
    bool silent = false;
    for (Size i = 0; i < lint->accepts.count; i++) {
        AcceptAt *at = &lint->accepts.items[i];
        if (!lint_accept_is(lint, at, rule) || !silences(at, &about))
            continue;
        at->used = true;
        silent = true;
    }
    Diags *into = rule->level == DIAG_ERROR && lint->errors ? lint->errors : lint->out;
    return diag_add(silent ? lint->silenced : into, rule->level, rule->code, span, title, label);
}

void lint_check_accepts(Lint *lint, bool (*known)(Str code))
{
    for (Size i = 0; i < lint->accepts.count; i++) {
        const AcceptAt *at = &lint->accepts.items[i];
        if (at->used)
            continue;
        const Node *code = at->accept->code;
        bool        reason = has_reason(at->accept);
        Diag       *diag =
            diag_add(lint->out, DIAG_INFO, "L-ACCEPT-UNUSED", reason ? code->span : at->accept->reason->span,
                     reason ? str_format(lint->arena, "this accept silences nothing")
                            : S("an accept without a reason silences nothing"),
                     !reason           ? S("the reason is empty")
                     : known(at->code) ? str_format(lint->arena, "no %.*s is found %s", STR_ARG(at->code),
                                                    at->clause ? "in this clause" : "that it fits")
                                       : S("there is no such rule"));
        diag->help = !reason ? S("say why it is meant, for example `because \"left to a later contract\"`")
                     : known(at->code) ? S("remove it, or check its code, its fields and its party")
                                       : S("`entente explain` lists the codes");
    }
}

/* ---- what several rules need ---- */

void lint_names(const Node *node, LintName *found, void *context)
{
    for (; node; node = node->next) {
        if (node->kind == N_NAME)
            found(context, node);
        lint_names(node->a, found, context);
        lint_names(node->b, found, context);
    }
}

const Clause *lint_next(const Lint *lint, uint64_t refs, Size *at)
{
    for (; *at < lint->terms->clauses.count; ++*at) {
        const Clause *clause = lint->terms->clauses.items[*at];
        if (clause_is(clause, refs) && !clause->poisoned && !clause->implicit && clause->data)
            return clause;
    }
    return NULL;
}

const Token *lint_token(const Lint *lint, const Stmt *stmt, int32_t at)
{
    static const Token end = {.kind = T_END};
    return at >= 0 && at < stmt->count ? tree_token(&lint->terms->doc->tree, stmt->first + at) : &end;
}

Str lint_token_text(const Lint *lint, const Stmt *stmt, int32_t at)
{
    const Token *token = lint_token(lint, stmt, at);
    return token->kind != T_END ? sources_slice(lint->terms->doc->sources, token->span) : S("");
}

Str lint_amount(Arena *arena, Rational amount, Str currency)
{
    Text out = text_new(arena);
    Str  digits = rational_text(arena, amount);
    Size point = str_find(digits, '.'), whole = point < 0 ? digits.len : point;
    for (Size i = 0; i < digits.len; i++) {
        bool digit = i && digits.at[i] >= '0' && digits.at[i] <= '9' && digits.at[i - 1] != '-';
        if (digit && i < whole && (whole - i) % 3 == 0 && str_find(digits, '/') < 0)
            text_char(&out, '_');
        text_char(&out, digits.at[i]);
    }
    int find = currency_find(currency), minor = find >= 0 ? currency_minor(find) : 0;
    for (Size k = digits.len - point; point >= 0 && k <= minor; k++)
        text_char(&out, '0');
    text_format(&out, " %.*s", STR_ARG(currency));
    return text_str(&out);
}

static Day end_after(Day from, const Node *length)
{
    int32_t count = length->value > 10000 ? 10000 : (int32_t)length->value;
    switch ((DurationUnit)length->op) {
    case UNIT_MONTHS: return day_add_months(from, count);
    case UNIT_YEARS: return day_add_months(from, count * 12);
    case UNIT_DAYS: return from + count;
    case UNIT_BUSINESS_DAYS: break;
    }
    return DAY_MAX;
}

Days lint_agreement_days(const Terms *terms)
{
    const Agreement *a = terms_header(terms);
    Days             days = {DAY_MIN, DAY_MAX};
    if (!a)
        return days;
    if (a->effective && a->effective->kind == N_DATE)
        days.from = (Day)a->effective->value;
    if (a->term_through && a->term_through->kind == N_DATE)
        days.through = (Day)a->term_through->value;
    else if (a->term_length && a->term_length->kind == N_DURATION && days.from > DAY_MIN) {
        Day end = end_after(days.from, a->term_length);
        days.through = end - (end < DAY_MAX && a->term_day_before);
    }
    return days;
}

/* ---- the table ---- */

static const LintRule rules[] = {
    {"L-REF", DIAG_WARNING, "the prose cites a section that the text does not have", lint_ref},
    {"L-UNDEF", DIAG_WARNING, "the prose uses a capitalised term that nothing defines", lint_undef},
    {"L-UNUSED", DIAG_INFO, "something is declared and never used", lint_unused},
    {"L-DEF-CIRC", DIAG_WARNING, "a definition leads back to itself", lint_circular},
    {"L-AGREE-TO-AGREE", DIAG_WARNING, "a point is left to be agreed, with nothing that holds until then",
     lint_agree},
    {"L-UNIT", DIAG_WARNING, "an amount is a thousand times its siblings, or has no unit where they have one",
     lint_unit},
    {"L-SUM", DIAG_ERROR, "instalments that do not add up to their total, or to the minimum that they pay",
     lint_sum},
    {"L-AGG", DIAG_WARNING, "bands or caps, and not said what is counted together and from when", lint_scope},
    {"L-TIER-MODE", DIAG_WARNING,
     "a price for everything at once, where not said or where more units owe less", lint_mode},
    {"L-ROUND", DIAG_WARNING, "an amount that can have parts of a cent, and no rounding", lint_round},
    {"L-MFL-LOOP", DIAG_ERROR, "most favoured clauses that lead back to each other", lint_favoured},
    {"L-AUDIT", DIAG_WARNING, "what somebody reports and owes, and nobody may look into", lint_audit},
    {"L-ASYM", DIAG_INFO, "an audit that one side alone may make", lint_audit_side},
    {"L-FX", DIAG_WARNING, "amounts in other currencies, and no rate of exchange", lint_convert},
    {"L-PAYER-CHAIN", DIAG_WARNING, "a unit for which two owe, or none", lint_payer},
    {"L-RATE-DEAD", DIAG_WARNING,
     "a price that never comes, a year that has none, a rate of interest that ends", lint_rates},
    {"L-KIMBLE", DIAG_WARNING, "a royalty that can outlive the patents it is paid for", lint_kimble},
    {"L-NOTICE-WINDOW", DIAG_WARNING, "a renewal without a window for notice, or with one nobody can meet",
     lint_window},
    {"L-NOTICE-WINDOW", DIAG_WARNING, "a window for notice that opens before the term it is about",
     lint_window_term},
    {"L-SUNSET", DIAG_WARNING, "a last day that lies before the first, or outside the agreement",
     lint_sunset},
    {"L-DATE-ROLL", DIAG_WARNING, "the header does not say where a date goes that cannot stay", lint_roll},
    {"L-DAYCOUNT", DIAG_WARNING, "the header does not say how the days of a deadline are counted",
     lint_count},
    {"L-EXPIRED-IP", DIAG_WARNING, "a schedule lists a patent that has expired", lint_expired},
    {"L-CTRL", DIAG_WARNING, "more than half in one place, half in another", lint_control},
    {"L-COC-DEF", DIAG_WARNING, "a change of control has consequences and no meaning", lint_control_defined},
    {"L-EXT-COND", DIAG_WARNING, "a condition hangs on something that nobody records", lint_outside},
    {"L-CURE", DIAG_WARNING, "an irrevocable clause that a consequence ends", lint_irrevocable},
    {"L-CURE", DIAG_WARNING, "a breach that nobody may cure, or not in time", lint_cure},
    {"L-INFO-EXCHANGE", DIAG_WARNING, "competitors tell each other what a clean team alone may see",
     lint_exchange},
    {"L-CHALLENGE-SELF", DIAG_WARNING, "who gains from an event is the only one to record it", lint_self},
    {"L-EXCLUSION", DIAG_WARNING, "products are excluded, and not said what that does to what contains them",
     lint_exclusion},
};

const LintRule *lint_text_rules(Size *count)
{
    *count = COUNT(rules);
    return rules;
}
