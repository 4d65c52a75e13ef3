/* lint_amounts.c - rules about amounts that stand side by side: siblings of one unit, parts of a total. */
#include "exact/rational.h"
#include "terms/lint_rules.h"

static Span tokens_span(const Lint *lint, const Stmt *stmt, int32_t from, int32_t to)
{
    return span_join(lint_token(lint, stmt, from)->span, lint_token(lint, stmt, to - 1)->span);
}

/* ---- L-UNIT ---- */

typedef struct {
    int64_t value;
    uint8_t scale;
    Str     unit; /* as written; "%" of a percentage; empty: none */
    Span    span;
} Amount;
typedef LIST_OF(Amount) Amounts;

/* The amount that a row ends with: `2026: 5_000_000 USD`. False: it is none, or a sum. */
static bool amount_of_row(const Lint *lint, const Stmt *row, Amount *out)
{
    int32_t      at = row->colon >= 0 ? row->colon - row->first + 1 : row->count;
    const Token *number = lint_token(lint, row, at);
    if (number->kind != T_NUMBER && number->kind != T_PERCENT)
        return false;
    Str  spelling = lint_token_text(lint, row, at);
    bool percent = number->kind == T_PERCENT;
    if (!decimal_read(str_slice(spelling, 0, spelling.len - percent), &out->value, &out->scale))
        return false;
    for (int32_t i = at + 1; i < row->count; i++)
        if (lint_token(lint, row, i)->kind != T_NAME && lint_token(lint, row, i)->kind != T_CODE)
            return false;
    out->span = tokens_span(lint, row, at, row->count);
    out->unit = percent ? S("%") : S("");
    if (at + 1 < row->count)
        out->unit = sources_slice(lint->terms->doc->sources, tokens_span(lint, row, at + 1, row->count));
    return out->value != 0;
}

static bool thousand_times(const Amount *large, const Amount *of)
{
    INVARIANT(of->value > 0);
    if (of->value > INT64_MAX / 1000)
        return false;
    return decimal_order(large->value, large->scale, of->value * 1000, of->scale) >= 0;
}

static const Amount *sibling(const Amounts *rows, Size of)
{
    for (Size i = 0; i < rows->count; i++)
        if (i != of && str_equal(rows->items[i].unit, rows->items[of].unit))
            return &rows->items[i];
    return NULL;
}

/* A row is odd when it is far from every sibling of its unit. */
static const Amount *far_from_all(const Amounts *rows, Size of)
{
    const Amount *other = NULL;
    for (Size i = 0; i < rows->count; i++) {
        if (i == of || !str_equal(rows->items[i].unit, rows->items[of].unit))
            continue;
        if (!thousand_times(&rows->items[i], &rows->items[of]) &&
            !thousand_times(&rows->items[of], &rows->items[i]))
            return NULL;
        other = other ? other : &rows->items[i];
    }
    return other;
}

static void check_amounts(Lint *lint, const LintRule *rule, const Amounts *rows)
{
    enum { ROWS_MOST = 200 };
    bool reported = false;
    for (Size i = 0; i < rows->count && i < ROWS_MOST && !reported; i++) {
        const Amount *row = &rows->items[i], *other = NULL;
        for (Size k = 0; k < rows->count && !row->unit.len && !other; k++)
            other = rows->items[k].unit.len ? &rows->items[k] : NULL;
        if (other) {
            Diag *diag = lint_add(lint, rule, (LintAbout){0}, row->span,
                                  S("this amount has no unit, and its siblings have one"), S("of what?"));
            diag_note(diag, other->span, S("this one has"));
            diag->help = str_format(lint->arena, "write the unit every time: `%.*s %.*s`",
                                    STR_ARG(sources_slice(lint->terms->doc->sources, row->span)),
                                    STR_ARG(other->unit));
            return;
        }
        other = sibling(rows, i) ? far_from_all(rows, i) : NULL;
        if (!other)
            continue;
        Diag *diag = lint_add(lint, rule, (LintAbout){0}, row->span,
                              S("this amount is a thousand times off its siblings"),
                              S("in units, thousands or millions?"));
        diag_note(diag, other->span, S("a sibling"));
        diag->help = S("check the zeros; if it is meant, accept it with the reason");
        reported = true;
    }
}

static void amounts_of_block(Lint *lint, const LintRule *rule, const Stmt *stmt)
{
    Amounts rows = {0};
    for (const Stmt *row = stmt->body; row; row = row->next) {
        Amount amount = {0};
        if (row->has_block)
            amounts_of_block(lint, rule, row);
        else if (amount_of_row(lint, row, &amount))
            *PUSH(lint->arena, &rows) = amount;
    }
    check_amounts(lint, rule, &rows);
}

/* `marketing-1` and `marketing-2` are one series: the name without its number. Empty: it has none. */
static Str series_of(const Terms *terms, const Clause *clause)
{
    static const char *const ordinals[] = {"first", "second", "third", "fourth", "fifth"};
    Str                      name = terms_text(terms, clause->name);
    Size                     dash = name.len;
    while (dash > 0 && name.at[dash - 1] != '-')
        dash--;
    Str  last = str_slice(name, dash, name.len);
    bool counted = dash > 1 && last.len > 0;
    for (Size i = 0; i < last.len; i++)
        counted &= last.at[i] >= '0' && last.at[i] <= '9';
    for (Size i = 0; i < COUNT(ordinals); i++)
        counted |= dash > 1 && str_equal(last, str_from(ordinals[i]));
    return counted ? str_slice(name, 0, dash - 1) : S("");
}

/* The one amount of a payment; NULL: it has several, or none that is written out. */
static const Node *only_amount(const Clause *clause)
{
    const Payment *p = clause->data;
    const Node    *node = p->rows.count == 1 && !p->amount ? p->rows.items[0].amount
                          : p->rows.count                  ? NULL
                                                           : p->amount;
    return node && node->kind == N_MONEY && !node->a && node->value > 0 ? node : NULL;
}

static void check_series(Lint *lint, const LintRule *rule, const Clause *clause, const Clause *other)
{
    const Node *a = only_amount(clause), *b = only_amount(other);
    if (!a || !b || a->word != b->word)
        return;
    Amount one = {.value = a->value, .scale = a->scale}, two = {.value = b->value, .scale = b->scale};
    bool   large = thousand_times(&one, &two);
    if (!large && !thousand_times(&two, &one))
        return;
    const Node *small = large ? b : a, *big = large ? a : b;
    Diag       *diag = lint_add(lint, rule, (LintAbout){.clause = clause, .other = other}, small->span,
                                S("this amount is a thousandth of the one in the clause beside it, or less"),
                                S("in units, thousands or millions?"));
    diag_note(diag, big->span, S("the other one of the series"));
    diag->help = S("check the zeros; if it is meant, accept it with the reason");
}

static void unit_of_series(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(PAYMENT), &i)); i++) {
        Str           series = series_of(lint->terms, clause);
        const Clause *other = NULL;
        for (Size k = i + 1; series.len && (other = lint_next(lint, REF(PAYMENT), &k)); k++)
            if (str_equal(series, series_of(lint->terms, other)))
                check_series(lint, rule, clause, other);
    }
}

void lint_unit(Lint *lint, const LintRule *rule)
{
    for (Size i = 0; i < lint->terms->doc->statements.count; i++)
        amounts_of_block(lint, rule, lint->terms->doc->statements.items[i]);
    unit_of_series(lint, rule);
}

/* ---- L-SUM ---- */

/* What the instalments of a payment come to: for certain, and at most, when conditions leave some open. */
typedef struct {
    Rational certain, most;
    bool     known; /* every amount is written out, in the currency of the total */
    Size     count;
    Span     span;
} Added;

static bool is_money(const Node *node, Word currency)
{
    return node && node->kind == N_MONEY && !node->a && (!currency || node->word == currency);
}

static Rational number_of(const Node *node) { return rational_of(node->value, node->scale); }

/* How often a payment recurs from its first day through its last; -1: it has no last day. */
static int times_of(const Payment *p)
{
    enum { TIMES_MOST = 12000 };
    int months = p->each.kind == EACH_MONTH       ? 1
                 : p->each.kind == EACH_QUARTER   ? 3
                 : p->each.kind == EACH_HALF_YEAR ? 6
                                                  : 12;
    int times = 0;
    if (!p->each_from || !p->each_through)
        return -1;
    while (times < TIMES_MOST &&
           day_add_months((Day)p->each_from->value, times * months) <= p->each_through->value)
        times++;
    return times;
}

static Added added_up(const Payment *p)
{
    Word  currency = p->total->word;
    int   times = p->amount ? times_of(p) : 0;
    Added a = {.certain = rational_whole(0), .most = rational_whole(0), .known = times >= 0};
    for (Size i = 0; i < p->rows.count; i++) {
        const Instalment *row = &p->rows.items[i];
        if (!is_money(row->amount, currency))
            return (Added){0};
        a.most = rational_add(a.most, number_of(row->amount));
        if (!row->condition)
            a.certain = rational_add(a.certain, number_of(row->amount));
        a.span = a.count++ ? span_join(a.span, row->span) : row->span;
    }
    if (p->amount && !is_money(p->amount, currency))
        return (Added){0};
    if (p->amount && a.known) {
        Rational sum = rational_times(number_of(p->amount), rational_whole(times));
        a.most = rational_add(a.most, sum);
        a.certain = rational_add(a.certain, sum);
        a.span = a.count ? span_join(a.span, p->amount->span) : p->amount->span;
        a.count += times;
    }
    return a;
}

/* Several equal instalments, and a total that does not divide by them: the last one takes the rest. */
static const Node *equal_parts(const Payment *p)
{
    const Node *first = p->rows.count > 1 && !p->amount ? p->rows.items[0].amount : NULL;
    for (Size i = 0; first && i < p->rows.count; i++)
        if (p->rows.items[i].condition ||
            rational_order(number_of(p->rows.items[i].amount), number_of(first)) != 0)
            return NULL;
    return first;
}

static Str sum_help(const Lint *lint, const Payment *p, Rational sum, Rational total)
{
    const Node *part = equal_parts(p);
    Str         currency = terms_text(lint->terms, p->total->word);
    Rational    last = part ? rational_add(number_of(part), rational_less(total, sum)) : rational_whole(-1);
    if (part && rational_order(last, rational_whole(0)) > 0)
        return str_format(lint->arena, "let the last instalment be `%.*s`, or write `total %.*s`",
                          STR_ARG(lint_amount(lint->arena, last, currency)),
                          STR_ARG(lint_amount(lint->arena, sum, currency)));
    return str_format(lint->arena, "correct the instalment that is wrong, or write `total %.*s`",
                      STR_ARG(lint_amount(lint->arena, sum, currency)));
}

static void check_total(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Payment *p = clause->data;
    Arena         *arena = lint->arena;
    if (!is_money(p->total, 0))
        return;
    Added    a = added_up(p);
    Rational total = number_of(p->total);
    if (!a.known || !a.count || !a.most.ok || !a.certain.ok)
        return;
    bool more = rational_order(a.certain, total) > 0, less = rational_order(a.most, total) < 0;
    if (!more && !less)
        return;
    Rational sum = more ? a.certain : a.most;
    Rational gap = more ? rational_less(sum, total) : rational_less(total, sum);
    Str      currency = terms_text(lint->terms, p->total->word);
    Diag    *diag = lint_add(lint, rule, (LintAbout){.clause = clause}, p->total->span,
                             str_format(arena, "the instalments add up to %.*s, which is %.*s too %s",
                                        STR_ARG(lint_amount(arena, sum, currency)),
                                        STR_ARG(lint_amount(arena, gap, currency)), more ? "much" : "little"),
                             S("the total"));
    diag_note(diag, a.span,
              a.count == 1 ? S("the only instalment")
                           : str_format(arena, "these %td instalments", (ptrdiff_t)a.count));
    diag->help = sum_help(lint, p, sum, total);
}

/* ---- instalments of a minimum ---- */

/* The amounts that a minimum of a year can be: as written, or the rows of its table. */
typedef LIST_OF(const Node *) Nodes;
static Nodes amounts_of(const Lint *lint, const Node *value)
{
    Nodes         nodes = {0};
    const Clause *table =
        value && value->kind == N_PHRASE && value->a ? terms_clause(lint->terms, value->a->word) : NULL;
    if (is_money(value, 0))
        *PUSH(lint->arena, &nodes) = value;
    const Measure *d = table && clause_is(table, REF(TABLE)) && !table->poisoned ? table->data : NULL;
    for (Size i = 0; d && i < d->rows.count; i++)
        if (is_money(d->rows.items[i].value, 0))
            *PUSH(lint->arena, &nodes) = d->rows.items[i].value;
    return nodes;
}

/* The year of an instalment: a contract year where the minimum is for one and its first day is known. */
static int year_of(const Lint *lint, const Bound *minimum, const Instalment *row)
{
    Day   day = (Day)row->day->value, start = lint_agreement_days(lint->terms).from;
    Civil civil = civil_of(day);
    bool  before = minimum->each.kind == EACH_CONTRACT_YEAR && start > DAY_MIN &&
                  day < day_add_months(start, (civil.year - civil_of(start).year) * 12);
    return civil.year - before;
}

/* Off by less than one part in a hundred, which nobody means. */
static bool nearly(Rational sum, Rational wanted)
{
    Rational gap = rational_less(wanted, sum), part = rational_times(wanted, rational_ratio(1, 100));
    Rational back = rational_less(rational_whole(0), part);
    return gap.ok && part.ok && !rational_is_zero(gap) && rational_order(gap, part) < 0 &&
           rational_order(gap, back) > 0;
}

static void check_year(Lint *lint, const LintRule *rule, const Clause *clause, const Bound *minimum,
                       const Added *a)
{
    Nodes       wanted = amounts_of(lint, minimum->value);
    const Node *near = NULL;
    for (Size i = 0; i < wanted.count; i++) {
        if (rational_order(a->certain, number_of(wanted.items[i])) == 0)
            return;
        if (nearly(a->certain, number_of(wanted.items[i])))
            near = wanted.items[i];
    }
    if (!near || a->count < 2)
        return;
    Rational gap = rational_less(number_of(near), a->certain);
    bool     more = rational_order(gap, rational_whole(0)) < 0;
    Str      currency = terms_text(lint->terms, near->word);
    Diag    *diag = lint_add(
           lint, rule, (LintAbout){.clause = clause}, a->span,
           str_format(
               lint->arena, "the instalments of this year are %.*s %s than the minimum that they pay",
               STR_ARG(lint_amount(lint->arena, more ? rational_less(rational_whole(0), gap) : gap, currency)),
            more ? "more" : "less"),
           str_format(lint->arena, "%.*s together", STR_ARG(lint_amount(lint->arena, a->certain, currency))));
    diag_note(diag, near->span, S("the minimum"));
    diag->help = S("let the last instalment of the year take the difference");
}

/* Dated instalments that are credited against a royalty with a minimum a year: a year's instalments are it.
 */
static void check_minimum(Lint *lint, const LintRule *rule, const Clause *clause, const Bound *minimum)
{
    const Payment *p = clause->data;
    Added          a = {.certain = rational_whole(0)};
    int            year = 0;
    for (Size i = 0; i < p->rows.count; i++) {
        const Instalment *row = &p->rows.items[i];
        if (row->condition || !row->day || row->day->kind != N_DATE || !is_money(row->amount, 0))
            return;
        if (a.count && year_of(lint, minimum, row) != year) {
            check_year(lint, rule, clause, minimum, &a);
            a = (Added){.certain = rational_whole(0)};
        }
        year = year_of(lint, minimum, row);
        a.certain = rational_add(a.certain, number_of(row->amount));
        a.span = a.count++ ? span_join(a.span, row->span) : row->span;
    }
    if (a.count)
        check_year(lint, rule, clause, minimum, &a);
}

static bool is_yearly(const Each *each)
{
    return each->kind == EACH_YEAR || each->kind == EACH_CONTRACT_YEAR || each->kind == EACH_FISCAL_YEAR;
}

void lint_sum(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(PAYMENT), &i)); i++) {
        const Payment *p = clause->data;
        check_total(lint, rule, clause);
        const Node *names = p->credited ? p->credited->a : NULL;
        for (const Node *item = p->total ? NULL : names; item; item = item->next) {
            const Clause  *other = terms_clause(lint->terms, item->a->word);
            const Royalty *r =
                other && clause_is(other, REF(ROYALTY)) && !other->poisoned ? other->data : NULL;
            for (Size k = 0; r && k < r->minimums.count; k++)
                if (is_yearly(&r->minimums.items[k].each))
                    check_minimum(lint, rule, clause, &r->minimums.items[k]);
        }
    }
}
