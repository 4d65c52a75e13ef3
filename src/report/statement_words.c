/* statement_words.c - see statement_words.h. */
#include "report/statement_words.h"

#include "report/figures.h"
#include "terms/data/tables.h"

static const char *const step_words[] = {
    "base", "convert", "band",  "rate",    "earned", "discount", "minimum",     "credit", "advance",
    "cap",  "to_date", "prior", "true_up", "split",  "due",      "withholding", "paid",   "interest"};
static const char *const step_titles[] = {"counted",
                                          "converted",
                                          "band",
                                          "at the rate",
                                          "earned",
                                          "discount",
                                          "to reach the minimum",
                                          "credit",
                                          "advance recouped",
                                          "over the cap",
                                          "to date",
                                          "less earlier periods",
                                          "trued up",
                                          "less the shares of others",
                                          "due",
                                          "tax withheld",
                                          "paid",
                                          "late interest"};
static const char *const route_words[] = {"licensed", "outside", "free", "unknown"};
static const char *const reject_words[] = {"columns",  "quote", "product", "country",  "entity",
                                           "currency", "day",   "period",  "number",   "decimals",
                                           "large",    "mixed", "long",    "duplicate"};
static const char *const reject_titles[] = {"with too few or too many cells",
                                            "with a quote that does not close",
                                            "with a product not known",
                                            "with a country not known",
                                            "with a company not known",
                                            "with a currency not known",
                                            "without a date",
                                            "outside the period",
                                            "with something that is no number",
                                            "with more decimals than the currency has",
                                            "with too many digits",
                                            "with money in no currency, or in two",
                                            "too long",
                                            "reported twice"};
_Static_assert(COUNT(step_words) == STEP_INTEREST + 1 && COUNT(step_titles) == STEP_INTEREST + 1, "a step");
_Static_assert(COUNT(reject_words) == REJECT_COUNT && COUNT(reject_titles) == REJECT_COUNT, "a reason");

Str step_word(StepKind kind) { return str_from(step_words[kind]); }
Str step_title(StepKind kind) { return str_from(step_titles[kind]); }
Str route_word(RouteKind kind) { return str_from(route_words[kind]); }
Str reject_word(RejectKind kind) { return str_from(reject_words[kind]); }
Str reject_title(RejectKind kind) { return str_from(reject_titles[kind]); }

bool step_is_subtotal(StepKind kind)
{
    return kind == STEP_EARNED || kind == STEP_TO_DATE || kind == STEP_DUE;
}

const Terms *view_terms(const StatementView *v) { return v->standing->terms; }

Str view_title(const StatementView *v)
{
    const Agreement *header = terms_header(view_terms(v));
    if (header && header->title && header->title->text.len)
        return header->title->text;
    const Clause *agreement = view_terms(v)->agreement;
    return agreement ? terms_text(view_terms(v), agreement->name) : S("the agreement");
}

Str view_party(const StatementView *v, Arena *arena, int subject)
{
    return subject_text(v->standing, arena, subject);
}

Str view_party_name(const StatementView *v, Arena *arena, int subject)
{
    if (subject >= 0) {
        const Subject *s = &v->standing->subjects.items[subject];
        const Party   *party = s->class_of < 0 && s->clause ? s->clause->data : NULL;
        if (party && party->name && party->name->text.len)
            return party->name->text;
    }
    return view_party(v, arena, subject);
}

Str view_clause(const StatementView *v, const Clause *clause)
{
    return clause ? terms_text(view_terms(v), clause->name) : S("");
}

Str view_part(const StatementView *v, Arena *arena, const StatementPart *part)
{
    Text text = text_new(arena);
    text_add(&text, view_clause(v, part->clause));
    if (part->group.len)
        text_format(&text, ", %.*s", STR_ARG(part->group));
    bool whole = part->period.from == v->statement->period.from &&
                 part->period.through == v->statement->period.through;
    if (!whole &&
        part->period.from < part->period.through) /* one of several payments of the period asked for */
        text_format(&text, " %.*s", STR_ARG(days_text(arena, part->period)));
    return text_str(&text);
}

Str view_cite(const StatementView *v, Arena *arena, const Clause *clause)
{
    return clause ? terms_cite(view_terms(v), arena, clause->name_span, clause->section) : S("");
}

Str view_line(const StatementView *v, Arena *arena, const Clause *clause, Span at)
{
    if (!at.to)
        return S("");
    const Sources *sources = view_terms(v)->doc->sources;
    TextPlace      here = sources_place(sources, at.from);
    if (clause && sources_place(sources, clause->name_span.from).source == here.source)
        return str_format(arena, ":%d", here.line);
    return terms_cite(view_terms(v), arena, at, -1);
}

Str view_code(int currency) { return currency < 0 ? S("") : currency_code(currency); }

/* ---- sentences ---- */

static Str due_words(Arena *arena, Day due)
{
    return due < DAY_MAX ? str_format(arena, ", due %.*s", STR_ARG(day_text(arena, due))) : S("");
}

static Str part_period(const StatementView *v, Arena *arena, const StatementPart *part)
{
    const Statement *s = v->statement;
    bool             same = part->period.from == s->period.from && part->period.through == s->period.through;
    return same && s->period_text.len ? s->period_text : days_text(arena, part->period);
}

Str part_sentence(const StatementView *v, Arena *arena, const StatementPart *part)
{
    Str payer = view_party(v, arena, part->payer), payee = view_party(v, arena, part->payee);
    Str period = part_period(v, arena, part);
    if (part->unknown)
        return str_format(arena, "What %.*s owes %.*s for %.*s is not known", STR_ARG(payer), STR_ARG(payee),
                          STR_ARG(period));
    if (part->due == 0)
        return str_format(arena, "%.*s owes %.*s nothing for %.*s", STR_ARG(payer), STR_ARG(payee),
                          STR_ARG(period));
    bool back = part->due < 0;
    Str  money = figure_money(arena, back ? -part->due : part->due, part->currency);
    return str_format(arena, "%.*s owes %.*s %.*s%s for %.*s%.*s", STR_ARG(back ? payee : payer),
                      STR_ARG(back ? payer : payee), STR_ARG(money), back ? " back" : "", STR_ARG(period),
                      STR_ARG(due_words(arena, part->due_on)));
}

Day net_due(const Statement *s, const NetLine *net)
{
    Day due = net->parts.count ? s->parts.items[net->parts.items[0]].due_on : DAY_MAX;
    for (Size i = 0; i < net->parts.count; i++)
        if (s->parts.items[net->parts.items[i]].due_on != due)
            return DAY_MAX;
    return due;
}

Str net_sentence(const StatementView *v, Arena *arena, const NetLine *net)
{
    Str  from = view_party(v, arena, net->from), to = view_party(v, arena, net->to);
    Str  period = v->statement->period_text;
    Text text = text_new(arena);
    if (net->net == 0) {
        text_format(&text, "%.*s and %.*s owe each other nothing for %.*s", STR_ARG(from), STR_ARG(to),
                    STR_ARG(period));
        return text_str(&text);
    }
    text_format(&text, "%.*s owes %.*s %.*s for %.*s", STR_ARG(from), STR_ARG(to),
                STR_ARG(figure_money(arena, net->net, net->currency)), STR_ARG(period));
    if (net->carried)
        text_add(&text, S(", carried to the next period"));
    else
        text_add(&text, due_words(arena, net_due(v->statement, net)));
    return text_str(&text);
}

StrList statement_sentences(const StatementView *v, Arena *arena)
{
    const Statement *s = v->statement;
    StrList          list = {0};
    for (Size i = 0; i < s->net.count; i++)
        *PUSH(arena, &list) = net_sentence(v, arena, &s->net.items[i]);
    for (Size i = 0; i < s->parts.count; i++)
        if (!s->net.count || s->parts.items[i].unknown) {
            Str said = part_sentence(v, arena, &s->parts.items[i]);
            Str name = view_part(v, arena, &s->parts.items[i]);
            *PUSH(arena, &list) =
                s->parts.count > 1 ? str_format(arena, "%.*s (%.*s)", STR_ARG(said), STR_ARG(name)) : said;
        }
    return list;
}

/* ---- figures of a part ---- */

bool part_has_more_than_due(const StatementPart *part)
{
    for (Size i = 0; i < part->steps.count; i++)
        if (part->steps.items[i].kind > STEP_DUE)
            return true;
    return false;
}

Rational part_payable(const StatementPart *part)
{
    Rational sum = part->unknown ? (Rational){0, 1, false} : minor_amount(part->due, part->currency);
    for (Size i = 0; i < part->steps.count; i++)
        if (part->steps.items[i].kind > STEP_DUE)
            sum = rational_add(sum, part->steps.items[i].unknown ? (Rational){0, 1, false}
                                                                 : part->steps.items[i].amount);
    return sum;
}

Str pay_title(const StatementView *v, Arena *arena, const Payable *p)
{
    return str_format(arena, "In all: %.*s is to pay %.*s", STR_ARG(view_party(v, arena, p->from)),
                      STR_ARG(view_party(v, arena, p->to)));
}

static void pay_row(PayRows *rows, Arena *arena, const char *word, Str label, int64_t amount)
{
    *PUSH(arena, rows) = (PayRow){.word = str_from(word), .label = label, .amount = amount};
}

PayRows pay_rows(const StatementView *v, Arena *arena, const Payable *p)
{
    PayRows rows = {0};
    Str less = str_format(arena, "set off against what %.*s is to pay", STR_ARG(view_party(v, arena, p->to)));
    pay_row(&rows, arena, "due", S("due"), p->due);
    if (p->tax)
        pay_row(&rows, arena, "tax", S("tax"), p->tax);
    if (p->paid)
        pay_row(&rows, arena, "paid", S("paid"), p->paid);
    if (rows.count > 1) {
        pay_row(&rows, arena, "principal", S("without interest"), p->due + p->tax + p->paid);
        rows.items[rows.count - 1].total = true;
    }
    pay_row(&rows, arena, "interest", S("late interest"), p->interest);
    rows.items[rows.count - 1].unknown = p->interest_unknown;
    pay_row(&rows, arena, "payable", S("to be paid"), p->payable);
    rows.items[rows.count - 1].total = true;
    rows.items[rows.count - 1].unknown = p->unknown;
    if (p->clause) {
        pay_row(&rows, arena, "against", less, -p->against);
        pay_row(&rows, arena, "net", S("on balance"), p->net);
        rows.items[rows.count - 1].total = true;
    }
    return rows;
}

Rational part_to_date(const StatementPart *part)
{
    Rational found = part->unknown ? (Rational){0, 1, false} : minor_amount(part->due, part->currency);
    for (Size i = 0; i < part->steps.count; i++)
        if (part->steps.items[i].kind == STEP_TO_DATE)
            found = part->steps.items[i].amount;
    return found;
}

static Str with_minus(Arena *arena, Str quantity)
{
    return str_starts(quantity, S("-"))
               ? str_format(arena, "−%.*s", STR_ARG(str_slice(quantity, 1, quantity.len)))
               : quantity;
}

StepCells step_cells(Arena *arena, const StatementPart *part, const Step *step)
{
    bool unknown = step->unknown || !step->amount.ok;
    Str  amount = unknown ? S("unknown") : figure_amount(arena, step->amount, part->currency, FIGURE_READ);
    StepCells cells = {.label = step->label.len ? step->label : step_title(step->kind),
                       .quantity = with_minus(arena, step->quantity),
                       .rate = step->rate};
    if (step->kind == STEP_CONVERT) {
        cells.label = step->quantity.len
                          ? str_format(arena, "%.*s: %.*s", STR_ARG(cells.label), STR_ARG(cells.quantity))
                          : cells.label;
        cells.quantity =
            unknown ? amount
                    : str_format(arena, "%.*s %.*s", STR_ARG(amount), STR_ARG(view_code(part->currency)));
    } else if (step->kind == STEP_DUE) {
        cells.amount =
            part->unknown ? S("unknown") : figure_minor(arena, part->due, part->currency, FIGURE_READ);
    } else if (step->kind != STEP_BASE || unknown) {
        cells.amount = amount;
    }
    return cells;
}

Str usage_rejects(Arena *arena, const UsageFile *file)
{
    Text text = text_new(arena);
    for (int kind = 0; kind < REJECT_COUNT; kind++)
        if (file->totals.by_kind[kind])
            text_format(&text, "%s%.*s %s", text.len ? ", " : "",
                        STR_ARG(figure_count(arena, file->totals.by_kind[kind])), reject_titles[kind]);
    return text_str(&text);
}

Str usage_title(Arena *arena, const UsageFile *file)
{
    return file->taken_off ? str_format(arena, "less %.*s", STR_ARG(file->path)) : file->path;
}

Str usage_unchecked(const UsageFile *file)
{
    if (file->duplicates_checked)
        return S("");
    if (file->duplicates_asked && !file->sums)
        return S("no column identifies lines, so that those reported twice cannot be found");
    return file->sums ? S("sums do not tell whether lines were reported twice")
                      : S("lines that are reported twice were not looked for");
}
