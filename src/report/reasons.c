/* reasons.c - see reasons.h.
 *
 * The steps of a part are read from the end: a subtotal is the sum of the subtotal before it and of the steps
 * between them, so each is explained by those, down to the base, and the base by the cells it is the sum of.
 */
#include "report/reasons.h"

#include "report/figures.h"
#include "report/layout.h"
#include "report/statement_json.h"

typedef struct {
    Text                *out;
    Arena               *arena;
    const StatementView *v;
    const StatementPart *part;
} Printing;

/* ---- which steps a sum is of ---- */

static bool is_counted(const Step *step) { return step->kind == STEP_BASE || step->kind == STEP_CONVERT; }

/* The subtotal before `at`, or -1. */
static Size sum_before(const StatementPart *part, Size at)
{
    for (Size i = at - 1; i >= 0; i--)
        if (step_is_subtotal(part->steps.items[i].kind))
            return i;
    return -1;
}

typedef LIST_OF(Size) SizeList;

/* The steps that add up to what stands at `at`; at == count: to what is to be paid. */
static SizeList addends(Arena *arena, const StatementPart *part, Size at)
{
    SizeList list = {0};
    Size     from = sum_before(part, at);
    for (Size i = from < 0 ? 0 : from; i < at; i++)
        if (!is_counted(&part->steps.items[i]))
            *PUSH(arena, &list) = i;
    return list;
}

/* The last sum: what is to be paid, or what is due. -1: there is none. */
static Size last_sum(const StatementPart *part)
{
    Size count = part->steps.count;
    return part_has_more_than_due(part) ? count : sum_before(part, count);
}

/* ---- text ---- */

static bool is_number(Str text) { return text.len && text.at[0] >= '0' && text.at[0] <= '9'; }

static Str step_words(const Printing *p, const Step *step)
{
    StepCells cells = step_cells(p->arena, p->part, step);
    Text      text = text_new(p->arena);
    text_add(&text, cells.label);
    if (step->kind == STEP_CONVERT) {
        text_format(&text, " at %.*s: %.*s", STR_ARG(cells.rate), STR_ARG(cells.quantity));
        return text_str(&text);
    }
    if (cells.quantity.len)
        text_format(&text, ": %.*s", STR_ARG(cells.quantity));
    if (cells.rate.len)
        text_format(&text, "%s%.*s",
                    !cells.quantity.len     ? ": "
                    : is_number(cells.rate) ? " at "
                                            : ", ",
                    STR_ARG(cells.rate));
    return text_str(&text);
}

/* The line of the text that a step rests on, and its note. */
static void add_grounds(const Printing *p, Layout *table, const Step *step)
{
    if (step->at.to) {
        const Sources *sources = view_terms(p->v)->doc->sources;
        Str            cite = terms_cite(view_terms(p->v), p->arena, step->at, -1);
        Str            line = str_trim(sources_place(sources, step->at.from).text);
        layout_row(table)->cells[1] = str_format(p->arena, "  %.*s | %.*s", STR_ARG(cite), STR_ARG(line));
    }
    if (step->note.len)
        layout_row(table)->cells[1] = str_format(p->arena, "  %.*s", STR_ARG(step->note));
}

/* " USD, the sum of": what the amount is, if the steps give it. */
static Str sum_words(const Printing *p, const Step *sum, const SizeList *of)
{
    bool     unknown = sum->kind == STEP_DUE ? p->part->unknown : sum->unknown || !sum->amount.ok;
    Rational all = rational_whole(0),
             amount = sum->kind == STEP_DUE ? minor_amount(p->part->due, p->part->currency) : sum->amount;
    for (Size i = 0; i < of->count; i++)
        all = rational_add(all, p->part->steps.items[of->items[i]].amount);
    bool rounded = !unknown && all.ok && rational_order(all, amount) != 0;
    return str_format(p->arena, "%s%.*s%s", unknown ? "" : " ",
                      STR_ARG(unknown ? S("") : view_code(p->part->currency)),
                      !of->count ? ""
                      : rounded  ? ", rounded from the sum of"
                                 : ", the sum of");
}

static void print_sum(const Printing *p, Size at)
{
    const StatementPart *part = p->part;
    SizeList             of = addends(p->arena, part, at);
    Step        paid = {.kind = STEP_TO_DATE, .label = S("what is to be paid"), .amount = part_payable(part)};
    const Step *sum = at < part->steps.count ? &part->steps.items[at] : &paid;
    Str         amount = step_cells(p->arena, part, sum).amount;
    text_char(p->out, '\n');
    layout_wrap(p->out, 0, 2,
                str_format(p->arena, "%.*s is %.*s%.*s", STR_ARG(step_words(p, sum)), STR_ARG(amount),
                           STR_ARG(sum_words(p, sum, &of))));
    Layout table = layout_new(p->arena, 2, ".L");
    if (!of.count)
        add_grounds(p, &table, sum);
    for (Size i = 0; i < of.count; i++) {
        const Step *step = &part->steps.items[of.items[i]];
        LayoutRow  *row = layout_row(&table);
        row->cells[0] = step_cells(p->arena, part, step).amount;
        row->cells[1] = step_words(p, step);
        if (!step_is_subtotal(step->kind))
            add_grounds(p, &table, step);
    }
    layout_print(p->out, &table);
}

static void print_counted(const Printing *p)
{
    Layout table = layout_new(p->arena, 2, "rL");
    for (Size i = 0; i < p->part->steps.count; i++) {
        const Step *step = &p->part->steps.items[i];
        if (!is_counted(step))
            continue;
        layout_row(&table)->cells[1] = step_words(p, step);
        add_grounds(p, &table, step);
    }
    if (!table.rows.count)
        return;
    text_add(p->out, S("\nCounted\n"));
    layout_print(p->out, &table);
}

static Str counted_text(const Printing *p, Rational counted)
{
    if (!counted.ok)
        return S("unknown");
    bool whole = counted.den == 1;
    return figure_amount(p->arena, counted, whole ? -1 : p->part->currency, FIGURE_READ);
}

static void cell_rows(const Printing *p, Layout *table)
{
    int64_t  lines = 0;
    Rational counted = rational_whole(0);
    for (Size i = 0; i < p->part->cells.count; i++) {
        const FigureCell *cell = &p->part->cells.items[i];
        LayoutRow        *row = layout_row(table);
        row->cells[0] = cell->article;
        row->cells[1] = cell->place;
        row->cells[2] = cell->entity;
        row->cells[3] = days_text(p->arena, cell->days);
        row->cells[4] = figure_count(p->arena, cell->lines);
        row->cells[5] = cell->quantity;
        row->cells[6] = counted_text(p, cell->counted);
        row->cells[7] = view_clause(p->v, cell->licence);
        lines += cell->lines;
        counted = rational_add(counted, cell->counted);
    }
    layout_rule(table, ROW_RULE);
    LayoutRow *row = layout_row(table);
    row->cells[0] = S("in all");
    row->cells[4] = figure_count(p->arena, lines);
    row->cells[6] = counted_text(p, counted);
}

/* A column in which nothing is said stays away. */
static bool is_told(const Layout *table, Size column)
{
    for (Size i = 0; i < table->rows.count; i++)
        if (table->rows.items[i].cells[column].len)
            return true;
    return false;
}

static void print_cells(const Printing *p)
{
    static const char *const heads[] = {"article", "place",    "company", "days",
                                        "lines",   "reported", "counted", "licence"};
    Layout                   table = layout_new(p->arena, 2, "LLLLrR.L");
    if (!p->part->cells.count)
        return;
    text_add(p->out, S("\nOf these lines of usage\n"));
    layout_row(&table);
    cell_rows(p, &table);
    for (Size i = 0; i < COUNT(heads); i++)
        if (is_told(&table, i))
            table.rows.items[0].cells[i] = str_from(heads[i]);
    layout_print(p->out, &table);
}

void figure_print(Text *out, Arena *arena, const StatementView *v, Size part)
{
    INVARIANT(part >= 0 && part < v->statement->parts.count);
    const StatementPart *which = &v->statement->parts.items[part];
    Printing             p = {out, arena, v, which};
    layout_wrap(out, 0, 2,
                str_format(arena, "%.*s: %.*s.", STR_ARG(view_part(v, arena, which)),
                           STR_ARG(part_sentence(v, arena, which))));
    layout_wrap(out, 2, 2, view_cite(v, arena, which->clause));
    if (which->due_rule.len)
        layout_wrap(out, 2, 2, str_format(arena, "due %.*s", STR_ARG(which->due_rule)));
    if (which->cap_note.len)
        layout_wrap(out, 2, 2, which->cap_note);
    for (Size at = last_sum(which); at >= 0; at = sum_before(which, at))
        print_sum(&p, at);
    print_counted(&p);
    print_cells(&p);
}

/* ---- JSON ---- */

static json_t *json_sums(const Printing *p)
{
    json_t *array = json_array();
    for (Size at = last_sum(p->part); at >= 0; at = sum_before(p->part, at)) {
        json_t  *o = json_object(), *of = json_array();
        SizeList list = addends(p->arena, p->part, at);
        for (Size i = 0; i < list.count; i++)
            json_add(of, json_integer(list.items[i]));
        json_put(o, "step", at < p->part->steps.count ? json_integer(at) : json_null());
        json_put(o, "of", of);
        json_add(array, o);
    }
    return array;
}

static json_t *json_cells(const Printing *p)
{
    json_t *array = json_array();
    for (Size i = 0; i < p->part->cells.count; i++) {
        const FigureCell *cell = &p->part->cells.items[i];
        json_t           *o = json_object();
        json_put(o, "article", json_of_text(p->arena, cell->article));
        json_put(o, "place", json_of_text(p->arena, cell->place));
        json_put(o, "company", json_of_text(p->arena, cell->entity));
        json_put(o, "from", json_of_text(p->arena, day_text(p->arena, cell->days.from)));
        json_put(o, "through", json_of_text(p->arena, day_text(p->arena, cell->days.through)));
        json_put(o, "lines", json_integer(cell->lines));
        json_put(o, "quantity", json_of_text(p->arena, cell->quantity));
        json_put(o, "counted",
                 cell->counted.ok ? json_of_text(p->arena, figure_fraction(p->arena, cell->counted))
                                  : json_null());
        json_put(o, "licence",
                 cell->licence ? json_of_text(p->arena, view_clause(p->v, cell->licence)) : json_null());
        json_add(array, o);
    }
    return array;
}

Str figure_json(Arena *arena, const StatementView *v, Size part)
{
    INVARIANT(part >= 0 && part < v->statement->parts.count);
    const StatementPart *which = &v->statement->parts.items[part];
    Printing             p = {NULL, arena, v, which};
    json_t              *o = json_object();
    json_put(o, "format", json_string("entente-figure/1"));
    json_put(o, "part", json_of_part(v, arena, which));
    json_put(o, "sums", json_sums(&p));
    json_put(o, "cells", json_cells(&p));
    return json_print(arena, o);
}
