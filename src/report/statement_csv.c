/* statement_csv.c - see statement_csv.h. */
#include "report/statement_csv.h"

#include "base/csv.h"
#include "report/figures.h"

static const char heads[] = "part,clause,group,payer,payee,from,through,step,label,quantity,unit,rate,per,"
                            "amount,currency,numerator,denominator,note,path,line,lines\n";

static void number_and_unit(Text *out, Arena *arena, Str text)
{
    Str behind = {0}, digits = figure_digits(arena, text, &behind);
    csv_write_number(out, digits, false);
    csv_write(out, behind, false);
}

static Str count(Arena *arena, int64_t value)
{
    return value ? str_format(arena, "%lld", (long long)value) : S("");
}

/* Whether six decimals say all of the amount. */
static bool is_whole_in_six(Rational amount)
{
    Rational scaled = rational_times(amount, rational_whole(1000000));
    return scaled.ok && scaled.den == 1;
}

static void write_part(Text *out, Arena *arena, const StatementView *v, Size at)
{
    const StatementPart *part = &v->statement->parts.items[at];
    csv_write_number(out, count(arena, at + 1), false);
    csv_write(out, view_clause(v, part->clause), false);
    csv_write(out, part->group, false);
    csv_write(out, view_party(v, arena, part->payer), false);
    csv_write(out, view_party(v, arena, part->payee), false);
    csv_write(out, day_text(arena, part->period.from), false);
    csv_write(out, day_text(arena, part->period.through), false);
}

static void write_place(Text *out, Arena *arena, const StatementView *v, Span at)
{
    if (!at.to) {
        text_add(out, S(",,"));
        return;
    }
    TextPlace place = sources_place(view_terms(v)->doc->sources, at.from);
    csv_write(out, place.source->path, false);
    csv_write_number(out, count(arena, place.line), false);
}

/* Two numbers: a spreadsheet would take 10/3 for a date. */
static void write_fraction(Text *out, Arena *arena, bool needed, Rational amount)
{
    Rational num = {amount.num, 1, true}, den = {amount.den, 1, true};
    csv_write_number(out, needed ? figure_fraction(arena, num) : S(""), false);
    csv_write_number(out, needed ? figure_fraction(arena, den) : S(""), false);
}

static void write_step(Text *out, Arena *arena, const StatementView *v, Size at, const Step *step)
{
    const StatementPart *part = &v->statement->parts.items[at];
    bool                 due = step->kind == STEP_DUE;
    Rational             amount = due ? minor_amount(part->due, part->currency) : step->amount;
    bool                 known = amount.ok && !(due ? part->unknown : step->unknown);
    write_part(out, arena, v, at);
    csv_write(out, step_word(step->kind), false);
    csv_write(out, step->label.len ? step->label : step_title(step->kind), false);
    number_and_unit(out, arena, step->quantity);
    number_and_unit(out, arena, step->rate);
    bool counted = step->kind == STEP_BASE; /* a quantity, which stands there: no amount of money */
    csv_write_number(
        out, known && !counted ? figure_amount(arena, amount, part->currency, FIGURE_PLAIN) : S(""), false);
    csv_write(out, view_code(part->currency), false);
    write_fraction(out, arena, known && !is_whole_in_six(amount), amount);
    csv_write(out, known || step->note.len ? step->note : S("unknown"), false);
    write_place(out, arena, v, step->at.to || !part->clause ? step->at : part->clause->name_span);
    csv_write_number(out, count(arena, step->lines), true);
}

/* What is to be paid in all: rows of no part. */
static void write_payable(Text *out, Arena *arena, const StatementView *v, const Payable *payable)
{
    PayRows rows = pay_rows(v, arena, payable);
    for (Size i = 0; i < rows.count; i++) {
        const PayRow *row = &rows.items[i];
        text_add(out, S(","));
        csv_write(out, view_clause(v, payable->clause), false);
        csv_write(out, S(""), false);
        csv_write(out, view_party(v, arena, payable->from), false);
        csv_write(out, view_party(v, arena, payable->to), false);
        csv_write(out, day_text(arena, v->statement->period.from), false);
        csv_write(out, day_text(arena, v->statement->period.through), false);
        csv_write(out, row->word, false);
        csv_write(out, row->label, false);
        text_add(out, S(",,,,"));
        csv_write_number(
            out, row->unknown ? S("") : figure_minor(arena, row->amount, payable->currency, FIGURE_PLAIN),
            false);
        csv_write(out, view_code(payable->currency), false);
        text_add(out, S(",,"));
        csv_write(out, row->unknown ? S("unknown") : S(""), false);
        text_add(out, S(",,\n"));
    }
}

Str statement_csv(Arena *arena, const StatementView *v)
{
    Text out = text_new(arena);
    text_add(&out, str_from(heads));
    for (Size i = 0; i < v->statement->parts.count; i++) {
        const StatementPart *part = &v->statement->parts.items[i];
        bool                 due = false;
        for (Size k = 0; k < part->steps.count; k++) {
            write_step(&out, arena, v, i, &part->steps.items[k]);
            due |= part->steps.items[k].kind == STEP_DUE;
        }
        if (!due)
            write_step(&out, arena, v, i, &(Step){.kind = STEP_DUE});
    }
    for (Size i = 0; i < v->statement->payable.count; i++)
        write_payable(&out, arena, v, &v->statement->payable.items[i]);
    return text_str(&out);
}
