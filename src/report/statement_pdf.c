/* statement_pdf.c - see statement_pdf.h.
 *
 * It is set twice: the first time to learn how many pages there are. */
#include "report/statement_pdf.h"

#include "report/figures.h"
#include "report/paper.h"

enum {
    LABEL_WIDTH = 178 * POINT,
    QUANTITY_WIDTH = 91 * POINT,
    RATE_WIDTH = 104 * POINT,
    AMOUNT_WIDTH = 92 * POINT,
    CITE_WIDTH = PAPER_CONTENT - LABEL_WIDTH - QUANTITY_WIDTH - RATE_WIDTH - AMOUNT_WIDTH,
    PART_LEAST = 110 * POINT, /* room for the head of a table and its first rows */
};

typedef struct {
    Paper               *paper;
    Arena               *arena;
    const StatementView *v;
    const Statement     *s;
} Page;

/* ---- the first page ---- */

static Str party_line(const Page *p, int subject)
{
    Str full = view_party_name(p->v, p->arena, subject), word = view_party(p->v, p->arena, subject);
    return str_equal(full, word) ? full : str_format(p->arena, "%.*s (%.*s)", STR_ARG(full), STR_ARG(word));
}

static void print_head(const Page *p)
{
    paper_text(p->paper, INK_SMALL, S("Royalty statement"));
    paper_text(p->paper, INK_TITLE, view_title(p->v));
    Text parties = text_new(p->arena);
    for (Size i = 0; i < p->v->standing->parties.count; i++)
        text_format(&parties, "%s%.*s", i ? "\n" : "",
                    STR_ARG(party_line(p, p->v->standing->parties.items[i])));
    Text days = text_new(p->arena);
    text_format(&days, "Period %.*s\n", STR_ARG(p->s->period_text));
    text_format(&days, "%.*s through %.*s\n", STR_ARG(day_text(p->arena, p->s->period.from)),
                STR_ARG(day_text(p->arena, p->s->period.through)));
    text_format(&days, "As of %.*s", STR_ARG(day_text(p->arena, p->s->as_of)));
    paper_sides(p->paper, INK_BODY, text_str(&parties), text_str(&days));
    paper_space(p->paper, 8 * POINT);
}

typedef struct {
    Str who, how_much, when;
} Owed;
typedef LIST_OF(Owed) OwedList;

static Str owes(const Page *p, int from, int to)
{
    return str_format(p->arena, "%.*s owes %.*s", STR_ARG(view_party_name(p->v, p->arena, from)),
                      STR_ARG(view_party_name(p->v, p->arena, to)));
}

static void add_part(const Page *p, OwedList *list, const StatementPart *part)
{
    bool  back = part->due < 0;
    Owed *owed = PUSH(p->arena, list);
    owed->who = owes(p, back ? part->payee : part->payer, back ? part->payer : part->payee);
    owed->how_much = part->unknown ? S("not known")
                                   : figure_money(p->arena, back ? -part->due : part->due, part->currency);
    Text when = text_new(p->arena);
    text_add(&when, view_part(p->v, p->arena, part));
    if (part->due_on < DAY_MAX && !part->unknown && part->due)
        text_format(&when, ", due %.*s", STR_ARG(day_text(p->arena, part->due_on)));
    owed->when = text_str(&when);
}

static void add_net(const Page *p, OwedList *list, const NetLine *net)
{
    Owed *owed = PUSH(p->arena, list);
    Day   due = net_due(p->s, net);
    owed->who = owes(p, net->from, net->to);
    owed->how_much = figure_money(p->arena, net->net, net->currency);
    owed->when = net->carried    ? S("carried to the next period")
                 : due < DAY_MAX ? str_format(p->arena, "due %.*s", STR_ARG(day_text(p->arena, due)))
                                 : S("");
}

static OwedList all_owed(const Page *p)
{
    OwedList list = {0};
    for (Size i = 0; i < p->s->net.count; i++)
        add_net(p, &list, &p->s->net.items[i]);
    for (Size i = 0; i < p->s->parts.count; i++)
        if (!p->s->net.count || p->s->parts.items[i].unknown)
            add_part(p, &list, &p->s->parts.items[i]);
    if (!list.count)
        *PUSH(p->arena, &list) = (Owed){.who = S("Nothing is owed under this text for this period.")};
    return list;
}

enum { BOX_MOST = 12 };

static void fill_box(void *self, Paper *paper)
{
    const OwedList *list = self;
    for (Size i = 0; i < list->count && i < BOX_MOST; i++) {
        paper_space(paper, i ? 5 * POINT : 0);
        paper_sides(paper, INK_HEADING, list->items[i].who, list->items[i].how_much);
        paper_text(paper, INK_SMALL, list->items[i].when);
    }
}

static void print_box(const Page *p)
{
    OwedList list = all_owed(p);
    paper_box(p->paper, fill_box, &list);
    if (list.count > BOX_MOST)
        paper_text(
            p->paper, INK_SMALL,
            str_format(p->arena, "and %td more; each stands with its table below.", list.count - BOX_MOST));
    paper_space(p->paper, 14 * POINT);
}

/* ---- royalties ---- */

/* The longest part behind a decimal point. */
static Str widest_fraction(const Page *p, const StatementPart *part)
{
    Str widest = S("");
    for (Size i = 0; i < part->steps.count; i++) {
        Str  amount = step_cells(p->arena, part, &part->steps.items[i]).amount;
        Size point = str_find(amount, '.');
        Str  fraction = point < 0 ? S("") : str_slice(amount, point, amount.len);
        widest = fraction.len > widest.len ? fraction : widest;
    }
    return widest;
}

typedef struct {
    Str  fraction;
    bool measured;
} TableKind;

/* `fraction`: the widest one; `measured`: there are quantities and rates. */
static void begin_table(const Page *p, Str title, Str cite, int currency, TableKind kind)
{
    PaperColumn columns[] = {{LABEL_WIDTH, PAPER_LEFT, S("")},
                             {QUANTITY_WIDTH, PAPER_RIGHT, kind.measured ? S("Quantity") : S("")},
                             {RATE_WIDTH, PAPER_RIGHT, kind.measured ? S("Rate") : S("")},
                             {AMOUNT_WIDTH, PAPER_POINT, view_code(currency)},
                             {CITE_WIDTH, PAPER_LEFT, S("Line")}};
    paper_keep(p->paper, PART_LEAST);
    paper_text(p->paper, INK_HEADING, title);
    paper_text(p->paper, INK_SMALL, cite);
    paper_space(p->paper, 3 * POINT);
    paper_table(p->paper, columns, (int)COUNT(columns),
                str_format(p->arena, "%.*s, continued", STR_ARG(title)), kind.fraction);
}

static void step_row(const Page *p, const StatementPart *part, const Step *step)
{
    StepCells cells = step_cells(p->arena, part, step);
    Text      small = text_new(p->arena);
    text_add(&small, step->note);
    if (step->lines)
        text_format(&small, "%s%.*s %s of usage", small.len ? "; " : "",
                    STR_ARG(figure_count(p->arena, step->lines)), step->lines == 1 ? "line" : "lines");
    PaperRow row = {.cells = {{cells.label, text_str(&small)},
                              {cells.quantity, S("")},
                              {cells.rate, S("")},
                              {cells.amount, S("")},
                              {S(""), view_line(p->v, p->arena, part->clause, step->at)}}};
    if (step_is_subtotal(step->kind) && step != part->steps.items)
        row.line = step->kind == STEP_DUE ? LINE_TOTAL : LINE_SUM;
    row.strong = step->kind == STEP_DUE;
    paper_row(p->paper, &row);
}

static void part_end(const Page *p, const StatementPart *part)
{
    if (part_has_more_than_due(part)) {
        Str sum = figure_amount(p->arena, part_payable(part), part->currency, FIGURE_READ);
        paper_row(p->paper, &(PaperRow){.cells = {{S("To be paid"), S("")}, [3] = {sum, S("")}},
                                        .line = LINE_SUM,
                                        .strong = true});
    }
    paper_table_end(p->paper);
    Text said = text_new(p->arena);
    text_add(&said, part_sentence(p->v, p->arena, part));
    if (part->due_rule.len && !part->unknown && part->due)
        text_format(&said, " (%.*s)", STR_ARG(part->due_rule));
    text_format(&said, ".%s%.*s", part->cap_note.len ? " " : "", STR_ARG(part->cap_note));
    paper_space(p->paper, 2 * POINT);
    paper_text(p->paper, INK_BODY, text_str(&said));
    for (Size i = 0; i < part->forecasts.count; i++)
        paper_text(p->paper, INK_SMALL,
                   str_format(p->arena, "%.*s.", STR_ARG(part->forecasts.items[i].text)));
    paper_space(p->paper, 14 * POINT);
}

static bool is_measured(const StatementPart *part)
{
    for (Size i = 0; i < part->steps.count; i++)
        if (part->steps.items[i].quantity.len || part->steps.items[i].rate.len)
            return true;
    return false;
}

static void print_part(const Page *p, const StatementPart *part)
{
    Str title = str_format(p->arena, "%.*s: %.*s pays %.*s", STR_ARG(view_part(p->v, p->arena, part)),
                           STR_ARG(view_party(p->v, p->arena, part->payer)),
                           STR_ARG(view_party(p->v, p->arena, part->payee)));
    begin_table(p, title, view_cite(p->v, p->arena, part->clause), part->currency,
                (TableKind){widest_fraction(p, part), is_measured(part)});
    bool due = false;
    for (Size i = 0; i < part->steps.count; i++) {
        step_row(p, part, &part->steps.items[i]);
        due |= part->steps.items[i].kind == STEP_DUE;
    }
    if (!due)
        step_row(p, part, &(Step){.kind = STEP_DUE});
    part_end(p, part);
}

static void print_net(const Page *p, const NetLine *net)
{
    if (!net->clause)
        return;
    Arena *arena = p->arena;
    Str    from = view_party(p->v, arena, net->from), to = view_party(p->v, arena, net->to);
    Str    title = str_format(arena, "%.*s: on balance between %.*s and %.*s",
                              STR_ARG(view_clause(p->v, net->clause)), STR_ARG(from), STR_ARG(to));
    Str    gross = figure_minor(arena, net->gross, net->currency, FIGURE_READ);
    Str    against = figure_minor(arena, -net->against, net->currency, FIGURE_READ);
    Str    balance = figure_minor(arena, net->net, net->currency, FIGURE_READ);
    Size   point = str_find(gross, '.');
    begin_table(p, title, view_cite(p->v, arena, net->clause), net->currency,
                (TableKind){point < 0 ? S("") : str_slice(gross, point, gross.len), false});
    PaperRow row = {
        .cells = {
            {str_format(arena, "%.*s owes %.*s", STR_ARG(from), STR_ARG(to)), S("")}, [3] = {gross, S("")}}};
    paper_row(p->paper, &row);
    row = (PaperRow){
        .cells = {{str_format(arena, "less what %.*s owes %.*s", STR_ARG(to), STR_ARG(from)), S("")},
                  [3] = {against, S("")}}};
    paper_row(p->paper, &row);
    row = (PaperRow){.cells = {{net->carried ? S("Carried to the next period") : S("On balance"), S("")},
                               [3] = {balance, S("")}},
                     .line = LINE_TOTAL};
    paper_row(p->paper, &row);
    paper_table_end(p->paper);
    paper_space(p->paper, 14 * POINT);
}

static void print_payable(const Page *p, const Payable *payable)
{
    PayRows rows = pay_rows(p->v, p->arena, payable);
    Str     due = figure_minor(p->arena, payable->due, payable->currency, FIGURE_READ);
    Size    point = str_find(due, '.');
    begin_table(p, pay_title(p->v, p->arena, payable), view_cite(p->v, p->arena, payable->clause),
                payable->currency, (TableKind){point < 0 ? S("") : str_slice(due, point, due.len), false});
    for (Size i = 0; i < rows.count; i++) {
        const PayRow *one = &rows.items[i];
        Str           amount =
            one->unknown ? S("unknown") : figure_minor(p->arena, one->amount, payable->currency, FIGURE_READ);
        PaperRow row = {.cells = {{one->label, S("")}, [3] = {amount, S("")}}, .strong = one->total};
        if (one->total)
            row.line = i + 1 == rows.count ? LINE_TOTAL : LINE_SUM;
        paper_row(p->paper, &row);
    }
    paper_table_end(p->paper);
    paper_space(p->paper, 14 * POINT);
}

/* ---- what is not in the sum ---- */

static void outside_row(const Page *p, const OutsideLine *o)
{
    static const char *const words[] = {"licensed", "outside the licence", "free of charge", "undecided"};
    PaperRow                 row = {.cells = {{o->article.len ? o->article : S("(none said)"), S("")},
                                              {o->place, S("")},
                                              {figure_count(p->arena, o->lines), S("")},
                                              {o->quantity, S("")},
                                              {str_from(words[o->kind]), o->reason}}};
    paper_row(p->paper, &row);
}

static void print_outside(const Page *p)
{
    static const PaperColumn columns[] = {{100 * POINT, PAPER_LEFT, {"Article", 7}},
                                          {70 * POINT, PAPER_LEFT, {"TextPlace", 5}},
                                          {46 * POINT, PAPER_RIGHT, {"Lines", 5}},
                                          {100 * POINT, PAPER_RIGHT, {"Quantity", 8}},
                                          {PAPER_CONTENT - 316 * POINT, PAPER_LEFT, {"Why", 3}}};
    if (!p->s->outside.count)
        return;
    paper_keep(p->paper, PART_LEAST);
    paper_text(p->paper, INK_HEADING, S("Usage that is not priced"));
    paper_space(p->paper, 3 * POINT);
    paper_table(p->paper, columns, (int)COUNT(columns), S("Usage that is not priced, continued"), S(""));
    for (Size i = 0; i < p->s->outside.count; i++)
        outside_row(p, &p->s->outside.items[i]);
    paper_table_end(p->paper);
    paper_space(p->paper, 14 * POINT);
}

static void file_row(const Page *p, const UsageFile *f)
{
    const int64_t counts[] = {f->totals.read, f->totals.counted, f->totals.rejected,
                              f->outside,     f->free_of_charge, f->unknown,
                              f->later};
    Text          small = text_new(p->arena);
    PaperRow      row = {0};
    if (f->totals.rejected)
        text_format(&small, "rejected: %.*s", STR_ARG(usage_rejects(p->arena, f)));
    Str unchecked = usage_unchecked(f);
    text_format(&small, "%s%.*s", small.len && unchecked.len ? "; " : "", STR_ARG(unchecked));
    row.cells[0] = (PaperCell){usage_title(p->arena, f), text_str(&small)};
    for (Size i = 0; i < COUNT(counts); i++)
        row.cells[i + 1].text = figure_count(p->arena, counts[i]);
    paper_row(p->paper, &row);
}

static void print_files(const Page *p)
{
    enum { COUNT_WIDTH = 47 * POINT };
    static const PaperColumn columns[] = {{PAPER_CONTENT - 7 * COUNT_WIDTH, PAPER_LEFT, {"File", 4}},
                                          {COUNT_WIDTH, PAPER_RIGHT, {"Read", 4}},
                                          {COUNT_WIDTH, PAPER_RIGHT, {"Counted", 7}},
                                          {COUNT_WIDTH, PAPER_RIGHT, {"Rejected", 8}},
                                          {COUNT_WIDTH, PAPER_RIGHT, {"Outside", 7}},
                                          {COUNT_WIDTH, PAPER_RIGHT, {"Free", 4}},
                                          {COUNT_WIDTH, PAPER_RIGHT, {"Undecided", 9}},
                                          {COUNT_WIDTH, PAPER_RIGHT, {"Later", 5}}};
    if (!p->s->files.count)
        return;
    paper_keep(p->paper, PART_LEAST);
    paper_text(p->paper, INK_HEADING, S("Lines of usage"));
    paper_space(p->paper, 3 * POINT);
    paper_table(p->paper, columns, (int)COUNT(columns), S("Lines of usage, continued"), S(""));
    for (Size i = 0; i < p->s->files.count; i++)
        file_row(p, &p->s->files.items[i]);
    paper_table_end(p->paper);
    paper_space(p->paper, 14 * POINT);
}

static void print_list(const Page *p, const char *title, const Str *items, Size count)
{
    if (!count)
        return;
    paper_keep(p->paper, 40 * POINT);
    paper_text(p->paper, INK_HEADING, str_from(title));
    for (Size i = 0; i < count; i++)
        paper_text(p->paper, INK_BODY, items[i]);
    paper_space(p->paper, 10 * POINT);
}

/* ---- the whole ---- */

static PaperFrame frame_of(Arena *arena, const StatementView *v)
{
    const Statement *s = v->statement;
    Str              title = view_title(v), as_of = day_text(arena, s->as_of);
    Text             parties = text_new(arena);
    for (Size i = 0; i < v->standing->parties.count; i++)
        text_format(&parties, "%s%.*s", i ? " · " : "",
                    STR_ARG(view_party_name(v, arena, v->standing->parties.items[i])));
    return (PaperFrame){
        .title = str_format(arena, "%.*s: statement for %.*s", STR_ARG(title), STR_ARG(s->period_text)),
        .running = str_format(arena, "%.*s · statement for %.*s · as of %.*s", STR_ARG(title),
                              STR_ARG(s->period_text), STR_ARG(as_of)),
        .foot = text_str(&parties),
        .created = s->as_of,
    };
}

static bool set_pages(Arena *arena, const StatementView *v, PaperFrame *frame, Str *out, Str *why)
{
    Page p = {.arena = arena, .v = v, .s = v->statement};
    if (!paper_new(arena, frame, &p.paper, why))
        return false;
    print_head(&p);
    print_box(&p);
    for (Size i = 0; i < p.s->parts.count; i++)
        print_part(&p, &p.s->parts.items[i]);
    for (Size i = 0; i < p.s->net.count; i++)
        print_net(&p, &p.s->net.items[i]);
    for (Size i = 0; i < p.s->payable.count; i++)
        print_payable(&p, &p.s->payable.items[i]);
    print_list(&p, "Not known", p.s->missing.items, p.s->missing.count);
    print_outside(&p);
    print_files(&p);
    print_list(&p, "Notes", p.s->notes.items, p.s->notes.count);
    return paper_close(p.paper, out, &frame->pages, why);
}

bool statement_pdf(Arena *arena, const StatementView *v, Str *out, Str *why)
{
    PaperFrame frame = frame_of(arena, v);
    Str        bytes = {0};
    for (int turn = 0; turn < 2; turn++)
        if (!set_pages(arena, v, &frame, &bytes, why))
            return false;
    *out = bytes;
    return true;
}
