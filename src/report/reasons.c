/* reasons.c - see reasons.h.
 *
 * The steps of a part are read from the end: a subtotal is the sum of the subtotal before it and of the steps
 * between them, so each is explained by those, down to the base, and the base by the cells it is the sum of.
 */
#include "report/reasons.h"

#include <stdlib.h>

#include "report/figures.h"
#include "report/layout.h"
#include "report/statement_json.h"

enum { CELLS_SHOWN = 20, ROW_SHOWN = 400 };

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

/* "agreement.md:112 | (b) up to 5_000_000 units: 0.20 USD per unit": where, and the words there. */
static Str grounds(const Printing *p, Span at)
{
    Str  cite = terms_cite(view_terms(p->v), p->arena, at, -1);
    Str  line = str_trim(sources_place(view_terms(p->v)->doc->sources, at.from).text);
    Text words = text_new(p->arena);
    for (Size i = 0; i < line.len; i++) /* blanks that align columns of the text say nothing here */
        if (line.at[i] != ' ' || line.at[i - 1] != ' ')
            text_char(&words, line.at[i]);
    return str_format(p->arena, "%.*s | %.*s", STR_ARG(cite), STR_ARG(text_str(&words)));
}

/* The line of the text that a step rests on, and its note. */
static void add_grounds(const Printing *p, Layout *table, const Step *step)
{
    if (step->at.to)
        layout_row(table)->cells[1] = str_format(p->arena, "  %.*s", STR_ARG(grounds(p, step->at)));
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

typedef LIST_OF(const FigureCell *) CellList;

static Int128 magnitude(Int128 a) { return a < 0 ? -a : a; }

/* The largest first; what is not known before all others, so that it is seen. */
static int cell_order(const void *a, const void *b)
{
    const FigureCell *x = *(const FigureCell *const *)a, *y = *(const FigureCell *const *)b;
    if (!x->counted.ok || !y->counted.ok)
        return x->counted.ok - y->counted.ok;
    Rational p = {magnitude(x->counted.num), x->counted.den, true};
    Rational q = {magnitude(y->counted.num), y->counted.den, true};
    int      order = rational_order(q, p);
    return order ? order : (x > y) - (x < y);
}

/* Of lines, or of facts that stand for lines. */
static CellList cells_of(const Printing *p, bool facts)
{
    CellList list = {0};
    for (Size i = 0; i < p->part->cells.count; i++)
        if ((p->part->cells.items[i].at.to > 0) == facts)
            *PUSH(p->arena, &list) = &p->part->cells.items[i];
    if (list.count > CELLS_SHOWN)
        qsort(list.items, (size_t)list.count, sizeof *list.items, cell_order);
    return list;
}

static void cell_row(const Printing *p, Layout *table, const FigureCell *cell)
{
    LayoutRow *row = layout_row(table);
    row->cells[0] = cell->article;
    row->cells[1] = cell->place;
    row->cells[2] = cell->entity;
    row->cells[3] = days_text(p->arena, cell->days);
    row->cells[4] = cell->lines ? figure_count(p->arena, cell->lines) : S("");
    row->cells[5] = cell->quantity;
    row->cells[6] = counted_text(p, cell->counted);
    row->cells[7] = view_clause(p->v, cell->licence);
}

static void sum_row(const Printing *p, Layout *table, Str label, const CellList *list, Size from)
{
    int64_t    lines = 0;
    Rational   counted = rational_whole(0);
    LayoutRow *row = layout_row(table);
    for (Size i = from; i < list->count; i++) {
        lines += list->items[i]->lines;
        counted = rational_add(counted, list->items[i]->counted);
    }
    row->cells[0] = label;
    row->cells[4] = figure_count(p->arena, lines);
    row->cells[6] = counted_text(p, counted);
}

static void cell_rows(const Printing *p, Layout *table, const CellList *list)
{
    Size shown = list->count > CELLS_SHOWN ? CELLS_SHOWN : list->count;
    for (Size i = 0; i < shown; i++)
        cell_row(p, table, list->items[i]);
    if (shown < list->count)
        sum_row(p, table,
                str_format(p->arena, "%.*s more", STR_ARG(figure_count(p->arena, list->count - shown))), list,
                shown);
    layout_rule(table, ROW_RULE);
    sum_row(p, table, S("in all"), list, 0);
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
    CellList                 list = cells_of(p, false);
    if (!list.count)
        return;
    text_add(p->out, S("\nOf these lines of usage"));
    if (list.count > CELLS_SHOWN)
        text_format(p->out, ", the %d largest of %.*s groups first", CELLS_SHOWN,
                    STR_ARG(figure_count(p->arena, list.count)));
    text_char(p->out, '\n');
    layout_row(&table);
    cell_rows(p, &table, &list);
    for (Size i = 0; i < COUNT(heads); i++)
        if (is_told(&table, i))
            table.rows.items[0].cells[i] = str_from(heads[i]);
    layout_print(p->out, &table);
}

static void print_facts(const Printing *p)
{
    CellList list = cells_of(p, true);
    Layout   table = layout_new(p->arena, 2, "RL");
    for (Size i = 0; i < list.count; i++) {
        LayoutRow *row = layout_row(&table);
        row->cells[0] = counted_text(p, list.items[i]->counted);
        row->cells[1] = grounds(p, list.items[i]->at);
    }
    if (!list.count)
        return;
    text_add(p->out, S("\nOf these facts, which stand for lines\n"));
    layout_print(p->out, &table);
}

static void print_figure(Text *out, Arena *arena, const StatementView *v, const StatementPart *which)
{
    Printing p = {out, arena, v, which};
    layout_wrap(out, 0, 2,
                str_format(arena, "%.*s: %.*s.", STR_ARG(view_part(v, arena, which)),
                           STR_ARG(part_sentence(v, arena, which))));
    layout_wrap(out, 2, 2, view_cite(v, arena, which->clause));
    if (which->due_rule.len)
        layout_wrap(out, 2, 2, str_format(arena, "due %.*s", STR_ARG(which->due_rule)));
    if (which->due_rule.len && which->due_at.to)
        layout_wrap(out, 4, 2, grounds(&p, which->due_at));
    if (which->cap_note.len)
        layout_wrap(out, 2, 2, which->cap_note);
    for (Size i = 0; i < which->forecasts.count; i++)
        layout_wrap(out, 2, 2, which->forecasts.items[i].text);
    for (Size at = last_sum(which); at >= 0; at = sum_before(which, at))
        print_sum(&p, at);
    print_counted(&p);
    print_cells(&p);
    print_facts(&p);
}

/* What is wrong or missing around the figures. */
static void print_gaps(Text *out, Arena *arena, const Statement *s)
{
    int64_t rejected = 0, outside = 0, undecided = 0;
    for (Size i = 0; i < s->files.count; i++) {
        const UsageFile *f = &s->files.items[i];
        if (s->files.count > 1 && i + 1 == s->files.count)
            break; /* the row of all files adds up the others */
        rejected += f->totals.rejected;
    }
    for (Size i = 0; i < s->outside.count; i++) {
        outside += s->outside.items[i].kind == ROUTE_OUTSIDE ? s->outside.items[i].lines : 0;
        undecided += s->outside.items[i].kind == ROUTE_UNKNOWN ? s->outside.items[i].lines : 0;
    }
    if (rejected || outside || undecided || s->missing.count)
        text_char(out, '\n');
    if (rejected || outside || undecided)
        layout_wrap(out, 0, 2,
                    str_format(arena,
                               "Not counted: %.*s rejected, %.*s outside the licence, %.*s undecided; "
                               "`entente statement` lists them.",
                               STR_ARG(figure_count(arena, rejected)), STR_ARG(figure_count(arena, outside)),
                               STR_ARG(figure_count(arena, undecided))));
    for (Size i = 0; i < s->missing.count; i++)
        layout_wrap(out, 0, 2, str_format(arena, "Not known: %.*s", STR_ARG(s->missing.items[i])));
}

/* ---- lines ---- */

/* As a terminal may be given it: no control characters, not too long, no half of a character. */
static Str shown(Arena *arena, Str row)
{
    Text text = text_new(arena);
    Size len = row.len;
    if (len > ROW_SHOWN)
        for (len = ROW_SHOWN; len > 0 && ((unsigned char)row.at[len] & 0xc0) == 0x80;)
            len--;
    for (Size i = 0; i < len; i++)
        text_char(&text, (char)((unsigned char)row.at[i] < ' ' || row.at[i] == 0x7f ? ' ' : row.at[i]));
    return layout_valid(arena, len < row.len ? str_format(arena, "%.*s…", STR_ARG(text_str(&text)))
                                             : text_str(&text));
}

static void print_lines(Text *out, Arena *arena, const LinesBehind *lines)
{
    Str path = S("");
    text_format(out, "\nThe lines themselves, %.*s of %.*s\n",
                STR_ARG(figure_count(arena, lines->lines.count)),
                STR_ARG(figure_count(arena, lines->lines.count + lines->more)));
    for (Size i = 0; i < lines->lines.count; i++) {
        const LineBehind *l = &lines->lines.items[i];
        if (!str_equal(path, l->path))
            text_format(out, "  %.*s\n%10s  %.*s\n", STR_ARG(shown(arena, l->path)), "",
                        STR_ARG(shown(arena, l->heading)));
        path = l->path;
        text_format(out, "%10lld  %.*s\n", (long long)l->line, STR_ARG(shown(arena, l->row)));
    }
    if (lines->more)
        text_format(out, "  and %.*s more; --limit N shows so many\n",
                    STR_ARG(figure_count(arena, lines->more)));
}

void figures_print(Text *out, Arena *arena, const Figures *f)
{
    for (Size i = 0; i < f->count; i++) {
        if (i)
            text_char(out, '\n');
        print_figure(out, arena, f->view, &f->view->statement->parts.items[f->positions[i]]);
    }
    if (f->lines)
        print_lines(out, arena, f->lines);
    print_gaps(out, arena, f->view->statement);
}

/* ---- balances ---- */

/* The parts that make up what one owes the other, each with the question that explains it. */
static void add_gross(Layout *table, const StatementView *v, Arena *arena, const NetLine *net)
{
    for (Size i = 0; i < net->parts.count; i++) {
        const StatementPart *part = &v->statement->parts.items[net->parts.items[i]];
        LayoutRow           *row = layout_row(table);
        row->cells[0] =
            figure_minor(arena, part->due < 0 ? -part->due : part->due, part->currency, FIGURE_READ);
        row->cells[1] =
            str_format(arena, "%.*s%s (%.*s)", STR_ARG(view_part(v, arena, part)),
                       part->due < 0 ? ", owed back" : "", STR_ARG(view_cite(v, arena, part->clause)));
    }
}

static const NetLine *other_way(const Statement *s, const NetLine *net)
{
    for (Size i = 0; i < s->net.count; i++) {
        const NetLine *other = &s->net.items[i];
        if (other->from == net->to && other->to == net->from && other->currency == net->currency)
            return other;
    }
    return NULL;
}

static void print_gross(Text *out, Arena *arena, const StatementView *v, const NetLine *net)
{
    Layout table = layout_new(arena, 2, ".L");
    text_char(out, '\n');
    layout_wrap(out, 0, 2,
                str_format(arena, "%.*s owes %.*s %.*s, the sum of", STR_ARG(view_party(v, arena, net->from)),
                           STR_ARG(view_party(v, arena, net->to)),
                           STR_ARG(figure_money(arena, net->gross, net->currency))));
    add_gross(&table, v, arena, net);
    layout_print(out, &table);
}

static void print_balance(Text *out, Arena *arena, const StatementView *v, const NetLine *net)
{
    const NetLine *other = other_way(v->statement, net);
    Printing       p = {out, arena, v, NULL};
    layout_wrap(out, 0, 2, str_format(arena, "%.*s.", STR_ARG(net_sentence(v, arena, net))));
    if (net->clause && net->at.to)
        layout_wrap(out, 2, 2, grounds(&p, net->at));
    else
        layout_wrap(out, 2, 2, S("No netting is agreed: each pays what it owes."));
    if (net->clause && net->against)
        layout_wrap(out, 2, 2,
                    str_format(arena, "%.*s less %.*s is %.*s",
                               STR_ARG(figure_money(arena, net->gross, net->currency)),
                               STR_ARG(figure_money(arena, net->against, net->currency)),
                               STR_ARG(figure_money(arena, net->gross - net->against, net->currency))));
    print_gross(out, arena, v, net);
    if (net->clause && other)
        print_gross(out, arena, v, other);
}

void balances_print(Text *out, Arena *arena, const Figures *f)
{
    for (Size i = 0; i < f->count; i++) {
        if (i)
            text_char(out, '\n');
        print_balance(out, arena, f->view, &f->view->statement->net.items[f->positions[i]]);
    }
    print_gaps(out, arena, f->view->statement);
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
        json_put(o, "at", json_of_place(p->v, p->arena, cell->at));
        json_put(o, "licence",
                 cell->licence ? json_of_text(p->arena, view_clause(p->v, cell->licence)) : json_null());
        json_add(array, o);
    }
    return array;
}

/* What the figures are from: as in the statement itself. */
static json_t *json_head(Arena *arena, const StatementView *v)
{
    json_t *o = statement_json_head(v, arena);
    json_put(o, "format", json_string("entente-figures/1"));
    return o;
}

static json_t *json_lines(Arena *arena, const LinesBehind *lines)
{
    json_t *array = json_array();
    for (Size i = 0; i < lines->lines.count; i++) {
        const LineBehind *l = &lines->lines.items[i];
        json_t           *o = json_object();
        json_put(o, "path", json_of_text(arena, l->path));
        json_put(o, "line", json_integer(l->line));
        json_put(o, "heading", json_of_text(arena, l->heading));
        json_put(o, "row", json_of_text(arena, l->row));
        json_add(array, o);
    }
    return array;
}

Str figures_json(Arena *arena, const Figures *f)
{
    json_t *o = json_head(arena, f->view), *array = json_array();
    for (Size i = 0; i < f->count; i++) {
        const StatementPart *which = &f->view->statement->parts.items[f->positions[i]];
        Printing             p = {NULL, arena, f->view, which};
        json_t              *one = json_object();
        json_put(one, "part", json_of_part(f->view, arena, which));
        json_put(one, "due_at", json_of_place(f->view, arena, which->due_at));
        json_put(one, "sums", json_sums(&p));
        json_put(one, "cells", json_cells(&p));
        json_add(array, one);
    }
    json_put(o, "figures", array);
    if (f->lines) {
        json_put(o, "lines", json_lines(arena, f->lines));
        json_put(o, "more", json_integer(f->lines->more));
    }
    return json_print(arena, o);
}

Str balances_json(Arena *arena, const Figures *f)
{
    json_t *o = json_head(arena, f->view), *array = json_array();
    for (Size i = 0; i < f->count; i++)
        json_add(array, json_of_net(f->view, arena, &f->view->statement->net.items[f->positions[i]], true));
    json_put(o, "balances", array);
    return json_print(arena, o);
}
