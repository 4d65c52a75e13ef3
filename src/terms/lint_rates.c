/* lint_rates.c - rules about prices that never come, years that have none, and rates of interest that end. */
#include "terms/data/laws.h"
#include "terms/lint_rules.h"

typedef struct {
    Lint           *lint;
    const LintRule *rule;
    Days            agreement; /* the last day is open where the text renews it */
} Run;

static bool is_date(const Node *node) { return node && node->kind == N_DATE; }

/* A renewal makes the term longer than the header says. */
static bool renews(const Lint *lint)
{
    for (Size i = 0; i < lint->terms->doc->statements.count; i++)
        if (lint_token(lint, lint->terms->doc->statements.items[i], 0)->word == W_renewal)
            return true;
    return false;
}

/* ---- rows of rates ---- */

/* On which days a row can hold; false: it hangs on an event or a condition. */
static bool row_days(const RateRow *row, Days *out)
{
    *out = (Days){DAY_MIN, DAY_MAX};
    if (row->condition || (row->from && !is_date(row->from)) || (row->until && !is_date(row->until)))
        return false;
    if (row->from)
        out->from = (Day)row->from->value;
    if (row->until)
        out->through = (Day)row->until->value;
    return true;
}

/* The rows before this one hold on all its days: the last of them is *by. */
static bool is_covered(const RateRows *rows, Size at, Days days, Size *by)
{
    Day day = days.from;
    for (bool grew = true; grew && day <= days.through;) {
        grew = false;
        for (Size i = 0; i < at && !grew; i++) {
            Days other = {0};
            if (!row_days(&rows->items[i], &other) || !days_has(other, day))
                continue;
            *by = i;
            if (other.through == DAY_MAX || other.through >= days.through)
                return true;
            day = other.through + 1;
            grew = true;
        }
    }
    return false;
}

static void found_row(const Run *run, const Clause *clause, const RateRow *row, const char *title, Span other,
                      const char *label)
{
    Diag *diag = lint_add(run->lint, run->rule, (LintAbout){.clause = clause}, row->span, str_from(title),
                          S("never comes"));
    diag_note(diag, other, str_from(label));
    diag->help =
        S("rows are read from the top, and the first that holds counts: check the days and the order, or "
          "remove the row");
}

static void check_rows(const Run *run, const Clause *clause)
{
    const RateRows *rows = &((const Royalty *)clause->data)->rates;
    Days            base = days_meet(run->agreement, clause->in_force);
    for (Size i = 0; i < rows->count && rows->count > 1; i++) {
        const RateRow *row = &rows->items[i];
        Days           days = {0};
        Size           by = 0;
        bool           known = row_days(row, &days);
        Days           live = known ? days_meet(days, base) : base;
        if (known && days.from > days.through)
            found_row(run, clause, row, "this row ends before it begins", row->from->span, "it begins here");
        else if (live.from > live.through)
            found_row(run, clause, row, "this row lies outside of the days of the agreement",
                      clause->name_span, "owed on days of the agreement only");
        else if (is_covered(rows, i, live, &by))
            found_row(run, clause, row, "this row never holds: rows above it hold on all its days",
                      rows->items[by].span, "this one counts first");
    }
}

/* ---- tables by year ---- */

static bool is_by_period(const Measure *d) { return d->rows.count && d->rows.items[0].from; }

static bool by_contract_year(const Lint *lint, const Clause *table)
{
    for (int32_t i = 0; i < table->stmt->count; i++)
        if (lint_token(lint, table->stmt, i)->word == W_contract)
            return true;
    return false;
}

static void check_table(const Run *run, const Clause *table)
{
    const Measure *d = table->data;
    for (Size i = 0; i < d->rows.count; i++) {
        const TableRow *row = &d->rows.items[i];
        if (!row->from)
            continue;
        Days days = days_meet((Days){(Day)row->from->value, (Day)row->through->through}, run->agreement);
        if (days.from <= days.through)
            continue;
        Diag *diag = lint_add(run->lint, run->rule, (LintAbout){.clause = table}, row->span,
                              S("this row lies outside of the years of the agreement"), S("never asked for"));
        diag_note(diag, run->lint->terms->agreement->name_span, S("this agreement"));
        diag->help = S("remove it, or check its years");
    }
}

static bool has_row(const Measure *d, Day day)
{
    for (Size i = 0; i < d->rows.count; i++)
        if (d->rows.items[i].from && d->rows.items[i].from->value <= day &&
            day <= d->rows.items[i].through->through)
            return true;
    return false;
}

/* A year of the agreement for which a price, a cap or a minimum has no row. */
static void check_years(const Run *run, const Clause *clause, const Node *value, Days base)
{
    enum { YEARS_MOST = 100 };
    const Node   *name = value && value->kind == N_PHRASE ? value->a : NULL;
    const Clause *table = name && name->kind == N_NAME ? terms_clause(run->lint->terms, name->word) : NULL;
    if (!table || !clause_is(table, REF(TABLE)) || table->poisoned || !is_by_period(table->data) ||
        base.from == DAY_MIN || base.through == DAY_MAX)
        return;
    bool contract = by_contract_year(run->lint, table);
    Day  day = base.from;
    for (int i = 0; i < YEARS_MOST && day <= base.through; i++) {
        if (!has_row(table->data, day)) {
            const Measure *d = table->data;
            Diag          *diag =
                lint_add(run->lint, run->rule, (LintAbout){.clause = clause, .other = table}, value->span,
                         str_format(run->lint->arena, "this table has no row for %d, and the agreement runs",
                                    civil_of(day).year),
                         S("not known then"));
            diag_note(diag, d->rows.items[d->rows.count - 1].span, S("its last row"));
            diag->help = S("add a row for each year of the agreement");
            return;
        }
        day = contract ? day_add_months(base.from, 12 * (i + 1))
                       : day_of((Civil){civil_of(day).year + 1, 1, 1});
    }
}

static void check_values(const Run *run, const Clause *clause)
{
    const Royalty *r = clause->data;
    Days           base = days_meet(run->agreement, clause->in_force);
    if (is_date(r->lasts) && !r->lasts_after && r->lasts->value < base.through)
        base.through = (Day)r->lasts->value;
    for (Size i = 0; i < r->bands.count; i++)
        check_years(run, clause, r->bands.items[i].rate, base);
    if (r->rates.count == 1)
        check_years(run, clause, r->rates.items[0].rate, base);
    for (Size i = 0; i < r->caps.count; i++)
        check_years(run, clause, r->caps.items[i].value, base);
    for (Size i = 0; i < r->minimums.count; i++)
        check_years(run, clause, r->minimums.items[i].value, base);
}

/* ---- rates of interest ---- */

static bool ended(const Run *run, const Node *rate, Day *last)
{
    Str name = sources_slice(run->lint->terms->doc->sources, rate->span);
    return rate->kind != N_PERCENT && benchmark_ended(name, last) && *last < run->agreement.through;
}

static void check_interest(const Run *run, const Clause *clause, const LateInterest *late)
{
    Day  last = 0;
    bool gone = late->rate && ended(run, late->rate, &last);
    if (!late->rate || late->rate->kind == N_PERCENT)
        return;
    Arena *arena = run->lint->arena;
    if (late->fallback && !ended(run, late->fallback, &last))
        return;
    const Node *rate = late->fallback ? late->fallback : late->rate;
    Diag       *diag = lint_add(run->lint, run->rule, (LintAbout){.clause = clause}, rate->span,
                          late->fallback ? S("the rate that is to stand in has ended as well")
                                : gone ? S("this rate of interest has ended, and nothing stands in for it")
                                       : S("nothing stands in when this rate of interest is not published"),
                          gone || late->fallback ? str_format(arena, "no longer published after %.*s",
                                                                    STR_ARG(day_text(arena, last)))
                                                       : S("published by somebody else"));
          if (late->fallback)
        diag_note(diag, late->rate->span, S("for this rate"));
    diag->help = S("add what holds then: `fallback 4%`, or another rate that is published");
}

void lint_rates(Lint *lint, const LintRule *rule)
{
    Run           run = {lint, rule, lint_agreement_days(lint->terms)};
    const Clause *clause = NULL;
    if (!terms_header(lint->terms))
        return;
    if (renews(lint))
        run.agreement.through = DAY_MAX;
    for (Size i = 0;
         (clause = lint_next(lint, REF(ROYALTY) | REF(PAYMENT) | REF(MILESTONES) | REF(TABLE), &i)); i++) {
        if (clause_is(clause, REF(TABLE))) {
            check_table(&run, clause);
        } else if (clause_is(clause, REF(ROYALTY))) {
            check_rows(&run, clause);
            check_values(&run, clause);
            check_interest(&run, clause, &((const Royalty *)clause->data)->late);
        } else if (clause_is(clause, REF(PAYMENT))) {
            check_interest(&run, clause, &((const Payment *)clause->data)->late);
        } else {
            check_interest(&run, clause, &((const Milestones *)clause->data)->late);
        }
    }
}
