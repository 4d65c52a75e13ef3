/* statements.c - see statements.h.
 *
 * First comes what a reader asks first: who owes whom how much by when. Then the steps: amounts stand under
 * one another on the decimal point, and every column of them adds up to the line under the rule. Last comes
 * what is not in the sum: lines outside the licence, lines that were not counted, facts that are missing. */
#include "report/statements.h"

#include "report/figures.h"
#include "report/layout.h"

typedef struct {
    Text                *out;
    Arena               *arena;
    const StatementView *v;
    const Statement     *s;
} Printing;

static void line(const Printing *p, Size indent, Str text) { layout_wrap(p->out, indent, 2, text); }

static void heading(const Printing *p, const char *title) { text_format(p->out, "\n%s\n", title); }

static Str sentence(Arena *arena, Str text) { return str_format(arena, "%.*s.", STR_ARG(text)); }

static void print_head(const Printing *p, const char *what)
{
    Str title = view_title(p->v);
    line(p, 0, str_format(p->arena, "%s for %.*s: %.*s", what, STR_ARG(p->s->period_text), STR_ARG(title)));
    Text parties = text_new(p->arena);
    for (Size i = 0; i < p->v->standing->parties.count; i++) {
        int subject = p->v->standing->parties.items[i];
        Str name = view_party_name(p->v, p->arena, subject), word = view_party(p->v, p->arena, subject);
        text_format(&parties, "%s%.*s", i ? ", " : "", STR_ARG(name));
        if (!str_equal(name, word))
            text_format(&parties, " (%.*s)", STR_ARG(word));
    }
    if (parties.len)
        line(p, 0, str_format(p->arena, "between %.*s", STR_ARG(text_str(&parties))));
    line(p, 0, str_format(p->arena, "as of %.*s", STR_ARG(day_text(p->arena, p->s->as_of))));
}

static void print_sentences(const Printing *p)
{
    StrList list = statement_sentences(p->v, p->arena);
    text_char(p->out, '\n');
    for (Size i = 0; i < list.count; i++)
        line(p, 2, sentence(p->arena, list.items[i]));
    if (!list.count)
        line(p, 2, S("Nothing is owed under this text for this period."));
}

/* ---- usage, and what is not in the sum ---- */

enum { USAGE_COUNTS = 7, USAGE_ALWAYS = 3 };
static const char *const usage_heads[USAGE_COUNTS] = {"read", "rejected",  "counted", "outside",
                                                      "free", "undecided", "later"};

static void usage_counts(const UsageFile *f, int64_t *counts)
{
    const int64_t of[USAGE_COUNTS] = {f->totals.read,    f->totals.rejected, f->totals.counted, f->outside,
                                      f->free_of_charge, f->unknown,         f->later};
    for (Size i = 0; i < USAGE_COUNTS; i++)
        counts[i] += of[i];
}

/* Counts that are 0 everywhere have no column, but for the first three. */
static void usage_row(Layout *table, Str name, const int64_t *counts, const int64_t *all)
{
    LayoutRow *row = layout_row(table);
    row->cells[0] = name;
    for (int i = 0; i < USAGE_COUNTS; i++)
        if (i < USAGE_ALWAYS || all[i])
            row->cells[i + 1] = counts ? figure_count(table->arena, counts[i]) : str_from(usage_heads[i]);
}

static bool counted_apart(const int64_t *all)
{
    bool some = false;
    for (int i = USAGE_ALWAYS; i < USAGE_COUNTS; i++)
        some |= all[i] != 0;
    return some;
}

static void print_file_notes(const Printing *p, const UsageFile *f)
{
    if (f->totals.rejected) {
        Str why = usage_rejects(p->arena, f);
        line(p, 2,
             str_format(p->arena, "%.*s: rejected %.*s%s%.*s", STR_ARG(f->path), STR_ARG(why),
                        f->reject_path.len ? "; they are in " : "", STR_ARG(f->reject_path)));
    }
    Str unchecked = usage_unchecked(f);
    if (unchecked.len)
        line(p, 2, str_format(p->arena, "%.*s: %.*s", STR_ARG(f->path), STR_ARG(unchecked)));
}

static void print_usage(const Printing *p)
{
    if (!p->s->files.count)
        return;
    heading(p, "Lines of usage");
    Layout  table = layout_new(p->arena, 2, "Lrrrrrrr");
    int64_t all[USAGE_COUNTS] = {0};
    for (Size i = 0; i < p->s->files.count; i++)
        usage_counts(&p->s->files.items[i], all);
    usage_row(&table, S(""), NULL, all);
    for (Size i = 0; i < p->s->files.count; i++) {
        int64_t counts[USAGE_COUNTS] = {0};
        usage_counts(&p->s->files.items[i], counts);
        usage_row(&table, usage_title(p->arena, &p->s->files.items[i]), counts, all);
    }
    layout_print(p->out, &table);
    if (counted_apart(all))
        line(p, 2,
             S("Of the counted: outside the licence, free of charge, undecided for want of a fact, "
               "later than the period."));
    Size files = p->s->files.count > 1 ? p->s->files.count - 1 : 1; /* not of their sum */
    for (Size i = 0; i < files; i++)
        print_file_notes(p, &p->s->files.items[i]);
}

static void print_outside_kind(const Printing *p, RouteKind kind, const char *title)
{
    Layout     table = layout_new(p->arena, 2, "LLrRL");
    LayoutRow *head = layout_row(&table);
    head->cells[0] = S("article");
    head->cells[1] = S("place");
    head->cells[2] = S("lines");
    head->cells[3] = S("quantity");
    head->cells[4] = S("why");
    for (Size i = 0; i < p->s->outside.count; i++) {
        const OutsideLine *o = &p->s->outside.items[i];
        if (o->kind != kind)
            continue;
        LayoutRow *row = layout_row(&table);
        row->cells[0] = o->article.len ? o->article : S("(none said)");
        row->cells[1] = o->place;
        row->cells[2] = figure_count(p->arena, o->lines);
        row->cells[3] = o->quantity;
        row->cells[4] = o->reason;
    }
    if (table.rows.count > 1) {
        heading(p, title);
        layout_print(p->out, &table);
    }
}

static void print_outside(const Printing *p)
{
    print_outside_kind(p, ROUTE_OUTSIDE, "Outside the licence, never priced");
    print_outside_kind(p, ROUTE_UNKNOWN, "Undecided: a fact is missing, so neither priced nor outside");
    print_outside_kind(p, ROUTE_FREE, "Free of charge: no licence is needed, or a promise covers it");
}

static void print_strings(const Printing *p, const char *title, const Str *items, Size count)
{
    if (count)
        heading(p, title);
    for (Size i = 0; i < count; i++)
        line(p, 2, str_format(p->arena, "- %.*s", STR_ARG(items[i])));
}

/* ---- in short ---- */

static Str due_cell(const Printing *p, const StatementPart *part)
{
    if (part->due_on == DAY_MAX || part->unknown || part->due == 0)
        return S("");
    return str_format(p->arena, "due %.*s", STR_ARG(day_text(p->arena, part->due_on)));
}

static void short_part(const Printing *p, Layout *table, const StatementPart *part)
{
    LayoutRow *row = layout_row(table);
    row->cells[0] = str_format(p->arena, "%.*s to %.*s", STR_ARG(view_party(p->v, p->arena, part->payer)),
                               STR_ARG(view_party(p->v, p->arena, part->payee)));
    row->cells[1] = view_part(p->v, p->arena, part);
    row->cells[2] = part->unknown ? S("unknown") : figure_money(p->arena, part->due, part->currency);
    row->cells[3] = due_cell(p, part);
    if (part->cap_note.len)
        layout_text(table, 4, 0, part->cap_note);
    for (Size i = 0; i < part->forecasts.count; i++)
        if (part->forecasts.items[i].on < DAY_MAX) /* in short: what is likely to come */
            layout_text(table, 4, 2, part->forecasts.items[i].text);
}

static void short_net(const Printing *p, Layout *table, const NetLine *net)
{
    if (!net->clause || !net->against)
        return;
    layout_text(table, 2, 2,
                str_format(p->arena, "net by %.*s: %.*s less %.*s is %.*s%s (%.*s)",
                           STR_ARG(view_clause(p->v, net->clause)),
                           STR_ARG(figure_money(p->arena, net->gross, net->currency)),
                           STR_ARG(figure_money(p->arena, net->against, net->currency)),
                           STR_ARG(figure_money(p->arena, net->net, net->currency)),
                           net->carried ? ", carried to the next period" : "",
                           STR_ARG(view_cite(p->v, p->arena, net->clause))));
}

void owe_print(Text *out, Arena *arena, const StatementView *v)
{
    Printing         p = {out, arena, v, v->statement};
    const Statement *s = p.s;
    line(&p, 0,
         str_format(arena, "For %.*s, as of %.*s:", STR_ARG(s->period_text),
                    STR_ARG(day_text(arena, s->as_of))));
    print_sentences(&p);
    if (s->parts.count > 1 || s->net.count) {
        Layout table = layout_new(arena, 2, "LL.l");
        layout_text(&table, 0, 0, S(""));
        for (Size i = 0; i < s->parts.count; i++)
            short_part(&p, &table, &s->parts.items[i]);
        for (Size i = 0; i < s->net.count; i++)
            short_net(&p, &table, &s->net.items[i]);
        layout_print(out, &table);
    }
    print_usage(&p);
    print_strings(&p, "Not known", s->missing.items, s->missing.count);
}

/* ---- step by step ---- */

static void step_row(const Printing *p, Layout *table, const StatementPart *part, const Step *step)
{
    if (step_is_subtotal(step->kind) && step != part->steps.items)
        layout_rule(table, step->kind == STEP_DUE ? ROW_DOUBLE : ROW_RULE);
    StepCells  cells = step_cells(p->arena, part, step);
    LayoutRow *row = layout_row(table);
    row->cells[0] = cells.label;
    row->cells[1] = cells.quantity;
    row->cells[2] = cells.rate;
    row->cells[3] = step->kind == STEP_DUE && !part->unknown
                        ? figure_money(p->arena, part->due, part->currency)
                        : cells.amount;
    row->cells[4] = view_line(p->v, p->arena, part->clause, step->at);
    if (step->note.len)
        layout_text(table, 6, 0, step->note);
    if (step->lines)
        layout_text(table, 6, 0,
                    str_format(p->arena, "%.*s %s of usage", STR_ARG(figure_count(p->arena, step->lines)),
                               step->lines == 1 ? "line" : "lines"));
}

static bool has_step(const StatementPart *part, StepKind kind)
{
    for (Size i = 0; i < part->steps.count; i++)
        if (part->steps.items[i].kind == kind)
            return true;
    return false;
}

static void part_rows(const Printing *p, Layout *table, const StatementPart *part)
{
    LayoutRow *head = layout_row(table);
    head->cells[1] = has_step(part, STEP_BASE) ? S("quantity") : S("");
    head->cells[2] = head->cells[1].len ? S("rate") : S("");
    head->cells[3] = view_code(part->currency);
    head->cells[4] = S("line");
    for (Size i = 0; i < part->steps.count; i++)
        step_row(p, table, part, &part->steps.items[i]);
    if (!has_step(part, STEP_DUE))
        step_row(p, table, part, &(Step){.kind = STEP_DUE});
    if (part_has_more_than_due(part)) {
        layout_rule(table, ROW_RULE);
        Rational   sum = part_payable(part);
        LayoutRow *row = layout_row(table);
        row->cells[0] = S("to be paid");
        row->cells[3] = str_format(p->arena, "%.*s %.*s",
                                   STR_ARG(figure_amount(p->arena, sum, part->currency, FIGURE_READ)),
                                   STR_ARG(view_code(part->currency)));
    }
}

static void part_block(const Printing *p, Layout *table, const StatementPart *part)
{
    Arena *arena = p->arena;
    layout_text(table, 0, 0, S(""));
    layout_text(table, 0, 2,
                str_format(arena, "%.*s: %.*s pays %.*s", STR_ARG(view_part(p->v, arena, part)),
                           STR_ARG(view_party(p->v, arena, part->payer)),
                           STR_ARG(view_party(p->v, arena, part->payee))));
    Text where = text_new(arena);
    text_add(&where, view_cite(p->v, arena, part->clause));
    if (part->counter.from > DAY_MIN && has_step(part, STEP_BASE))
        text_format(&where, "%scounted since %.*s", where.len ? "; " : "",
                    STR_ARG(day_text(arena, part->counter.from)));
    layout_text(table, 2, 0, text_str(&where));
    part_rows(p, table, part);
    Text said = text_new(arena);
    text_add(&said, part_sentence(p->v, arena, part));
    if (part->due_rule.len && !part->unknown && part->due)
        text_format(&said, " (%.*s)", STR_ARG(part->due_rule));
    layout_text(table, 2, 2, sentence(arena, text_str(&said)));
    if (part_has_more_than_due(part) && part_payable(part).ok)
        layout_text(table, 2, 2,
                    str_format(arena, "With tax and interest %.*s %.*s is to be paid.",
                               STR_ARG(figure_amount(arena, part_payable(part), part->currency, FIGURE_READ)),
                               STR_ARG(view_code(part->currency))));
    if (part->cap_note.len)
        layout_text(table, 2, 2, part->cap_note);
    for (Size i = 0; i < part->forecasts.count; i++)
        layout_text(table, 2, 2, sentence(arena, part->forecasts.items[i].text));
}

static void net_block(const Printing *p, Layout *table, const NetLine *net)
{
    Arena *arena = p->arena;
    Str    from = view_party(p->v, arena, net->from), to = view_party(p->v, arena, net->to);
    if (!net->clause)
        return;
    layout_text(table, 0, 0, S(""));
    layout_text(table, 0, 2,
                str_format(arena, "%.*s: what is owed between %.*s and %.*s, on balance",
                           STR_ARG(view_clause(p->v, net->clause)), STR_ARG(from), STR_ARG(to)));
    layout_text(table, 2, 0, view_cite(p->v, arena, net->clause));
    LayoutRow *row = layout_row(table);
    row->cells[0] = str_format(arena, "%.*s owes %.*s", STR_ARG(from), STR_ARG(to));
    row->cells[3] = figure_minor(arena, net->gross, net->currency, FIGURE_READ);
    row = layout_row(table);
    row->cells[0] = str_format(arena, "less what %.*s owes %.*s", STR_ARG(to), STR_ARG(from));
    row->cells[3] = figure_minor(arena, -net->against, net->currency, FIGURE_READ);
    layout_rule(table, ROW_DOUBLE);
    row = layout_row(table);
    row->cells[0] = net->carried ? S("carried to the next period") : S("on balance");
    row->cells[3] = figure_money(arena, net->net, net->currency);
    layout_text(table, 2, 2, sentence(arena, net_sentence(p->v, arena, net)));
}

static void pay_block(const Printing *p, Layout *table, const Payable *payable)
{
    PayRows rows = pay_rows(p->v, p->arena, payable);
    layout_text(table, 0, 0, S(""));
    layout_text(table, 0, 2, pay_title(p->v, p->arena, payable));
    if (payable->clause)
        layout_text(table, 2, 0, view_cite(p->v, p->arena, payable->clause));
    for (Size i = 0; i < rows.count; i++) {
        const PayRow *one = &rows.items[i];
        bool          total = one->total;
        if (total)
            layout_rule(table, i + 1 == rows.count ? ROW_DOUBLE : ROW_RULE);
        LayoutRow *row = layout_row(table);
        row->cells[0] = one->label;
        row->cells[3] = one->unknown ? S("unknown")
                        : total      ? figure_money(p->arena, one->amount, payable->currency)
                                     : figure_minor(p->arena, one->amount, payable->currency, FIGURE_READ);
    }
}

void statement_print(Text *out, Arena *arena, const StatementView *v)
{
    Printing         p = {out, arena, v, v->statement};
    const Statement *s = p.s;
    print_head(&p, "Statement");
    print_sentences(&p);
    Layout table = layout_new(arena, 2, "LRR.l");
    for (Size i = 0; i < s->parts.count; i++)
        part_block(&p, &table, &s->parts.items[i]);
    for (Size i = 0; i < s->net.count; i++)
        net_block(&p, &table, &s->net.items[i]);
    for (Size i = 0; i < s->payable.count; i++)
        pay_block(&p, &table, &s->payable.items[i]);
    layout_print(out, &table);
    print_outside(&p);
    print_usage(&p);
    print_strings(&p, "Not known", s->missing.items, s->missing.count);
    print_strings(&p, "Notes", s->notes.items, s->notes.count);
}
