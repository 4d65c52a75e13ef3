/* statement_xlsx.c - see statement_xlsx.h.
 *
 * Sheet `Statement` has the rows of the text: what is added up stands in one column. Conversions have a sheet
 * of their own, to which quantities refer; `Outside` lists what is not priced, `Sources` what was read. */
#include "report/statement_xlsx.h"

#include "report/book.h"
#include "report/figures.h"
#include "terms/data/tables.h"

enum { LABEL, QUANTITY, UNIT, RATE, PER, AMOUNT, CURRENCY, NOTE, TEXT_AT, LINES, COLUMNS };
enum { PERCENT = 100 };

typedef struct {
    Book                *book;
    Arena               *arena;
    const StatementView *v;
    const Statement     *s;
    int                  row;
    int                  conversions; /* rows of them so far */
    int                 *due_rows;    /* by part */
    int                  from;        /* rows from here on are in `sum` */
    Rational             sum;
    int                  quantities_from; /* rows of converted quantities from here on are in `quantities` */
    Rational             quantities;
} Sheet;

static Rational unknown_value(void) { return (Rational){0, 1, false}; }

static At at(const Sheet *h, int column) { return (At){h->row, column}; }

static Str name(const Sheet *h, int row, int column) { return book_name(h->arena, (At){row, column}); }

static void text(const Sheet *h, int column, TextStyle style, Str words)
{
    book_text(h->book, at(h, column), style, words);
}

static int minor_digits(int currency)
{
    int minor = currency < 0 ? -1 : currency_minor(currency);
    return minor < 0 ? 0 : minor;
}

static bool equal(Rational a, Rational b) { return a.ok && b.ok && rational_order(a, b) == 0; }

/* A number with its decimals as they were written, a share as a percentage; false: there is no number. */
static bool write_measure(const Sheet *h, int column, Str words, Rational *value, Str *behind)
{
    Str digits = figure_digits(h->arena, words, behind);
    if (!digits.len || !figure_read(words, value, behind))
        return false;
    Size point = str_find(digits, '.');
    bool percent = str_starts(*behind, S("%"));
    if (percent) {
        *value = rational_divide(*value, rational_whole(PERCENT));
        *behind = str_trim(str_slice(*behind, 1, behind->len));
    }
    int decimals = point < 0 ? 0 : (int)(digits.len - point - 1);
    book_number(h->book, at(h, column), (NumberStyle){.decimals = decimals, .percent = percent}, *value);
    return true;
}

/* ---- one step ---- */

/* What rounding to the minor unit gives, as a spreadsheet rounds: half away from zero. */
static Rational rounded(Rational value, int currency)
{
    int64_t minor = 0;
    return rational_round(value, minor_digits(currency), ROUND_HALF_UP, &minor)
               ? minor_amount(minor, currency)
               : unknown_value();
}

/* The formula of quantity times rate, if that is how the amount comes about; "" if not. */
static Str product_formula(const Sheet *h, Rational quantity, Rational rate, Rational amount, int currency)
{
    Rational product = rational_times(quantity, rate), minus = rational_less(rational_whole(0), product);
    Str      cells =
        str_format(h->arena, "%.*s*%.*s", STR_ARG(name(h, h->row, QUANTITY)), STR_ARG(name(h, h->row, RATE)));
    if (equal(product, amount))
        return str_format(h->arena, "=%.*s", STR_ARG(cells));
    if (equal(minus, amount))
        return str_format(h->arena, "=-%.*s", STR_ARG(cells));
    if (equal(rounded(product, currency), amount))
        return str_format(h->arena, "=ROUND(%.*s,%d)", STR_ARG(cells), minor_digits(currency));
    if (equal(rounded(minus, currency), amount))
        return str_format(h->arena, "=-ROUND(%.*s,%d)", STR_ARG(cells), minor_digits(currency));
    return S("");
}

/* The formula of a sum of the rows above; "" if they do not give the amount. */
static Str sum_formula(const Sheet *h, Rational amount, int currency)
{
    Str sum = str_format(h->arena, "SUM(%.*s:%.*s)", STR_ARG(name(h, h->from, AMOUNT)),
                         STR_ARG(name(h, h->row - 1, AMOUNT)));
    if (h->from >= h->row)
        return S("");
    if (equal(h->sum, amount))
        return str_format(h->arena, "=%.*s", STR_ARG(sum));
    if (equal(rounded(h->sum, currency), amount))
        return str_format(h->arena, "=ROUND(%.*s,%d)", STR_ARG(sum), minor_digits(currency));
    return S("");
}

static void write_amount(Sheet *h, int currency, Rational amount, Str formula, RuleStyle rule)
{
    NumberStyle style = {
        .decimals = minor_digits(currency), .more = !equal(rounded(amount, currency), amount), .rule = rule};
    if (!amount.ok)
        text(h, AMOUNT, TEXT_STRONG, S("unknown"));
    else if (formula.len)
        book_formula(h->book, at(h, AMOUNT), style, formula, amount);
    else
        book_number(h->book, at(h, AMOUNT), style, amount);
    text(h, CURRENCY, rule == RULE_DOUBLE ? TEXT_STRONG : TEXT_PLAIN, view_code(currency));
}

/* A conversion: its result, worked out on the sheet of conversions, is a quantity here. */
static void convert_cells(Sheet *h, const StatementPart *part, const Step *step)
{
    Rational amount = step->unknown ? unknown_value() : step->amount;
    h->conversions++;
    h->quantities_from = h->quantities_from ? h->quantities_from : h->row;
    h->quantities = rational_add(h->quantities, amount);
    if (!amount.ok) {
        text(h, UNIT, TEXT_STRONG, S("unknown"));
        return;
    }
    NumberStyle style = {.decimals = minor_digits(part->currency),
                         .more = !equal(rounded(amount, part->currency), amount)};
    book_formula(h->book, at(h, QUANTITY), style,
                 str_format(h->arena, "=Conversions!G%d", h->conversions + 1), amount);
    text(h, UNIT, TEXT_PLAIN, view_code(part->currency));
}

static void measure_cells(const Sheet *h, const Step *step, Rational *quantity, Rational *rate)
{
    Str behind = step->quantity;
    *quantity = *rate = unknown_value();
    if (!write_measure(h, QUANTITY, step->quantity, quantity, &behind))
        behind = step->quantity;
    text(h, UNIT, TEXT_PLAIN, behind);
    if (!write_measure(h, RATE, step->rate, rate, &behind))
        behind = step->rate;
    text(h, PER, TEXT_PLAIN, behind);
}

/* A base that is the sum of what was converted says so. */
static void base_formula(Sheet *h, const StatementPart *part, int row, Rational quantity)
{
    if (!h->quantities_from || !equal(h->quantities, quantity))
        return;
    int here = h->row;
    Str sum = str_format(h->arena, "=SUM(%.*s:%.*s)", STR_ARG(name(h, h->quantities_from, QUANTITY)),
                         STR_ARG(name(h, h->quantities_from + h->conversions - 1, QUANTITY)));
    h->row = row;
    book_formula(h->book, at(h, QUANTITY), (NumberStyle){.decimals = minor_digits(part->currency)}, sum,
                 quantity);
    h->row = here;
}

static RuleStyle rule_of(StepKind kind)
{
    return kind == STEP_DUE ? RULE_DOUBLE : step_is_subtotal(kind) ? RULE_ABOVE : RULE_NONE;
}

static void step_words(const Sheet *h, const StatementPart *part, const Step *step)
{
    Str label = step->label.len ? step->label : step_title(step->kind);
    text(h, LABEL, step_is_subtotal(step->kind) ? TEXT_STRONG : TEXT_WRAPPED, label);
    text(h, NOTE, TEXT_WRAPPED, step->note);
    text(h, TEXT_AT, TEXT_NOTE,
         step->at.to
             ? terms_cite(view_terms(h->v), h->arena, step->at, part->clause ? part->clause->section : -1)
             : S(""));
    if (step->lines)
        book_number(h->book, at(h, LINES), (NumberStyle){0}, rational_whole(step->lines));
}

static void step_row(Sheet *h, const StatementPart *part, const Step *step)
{
    Rational quantity, rate,
        amount = step->kind == STEP_DUE ? minor_amount(part->due, part->currency) : step->amount;
    bool unknown = step->kind == STEP_DUE ? part->unknown : step->unknown;
    amount = unknown ? unknown_value() : amount;
    step_words(h, part, step);
    if (step->kind == STEP_CONVERT) {
        convert_cells(h, part, step);
    } else {
        measure_cells(h, step, &quantity, &rate);
        bool total = step_is_subtotal(step->kind);
        if (step->kind != STEP_BASE || unknown)
            write_amount(h, part->currency, amount,
                         total ? sum_formula(h, amount, part->currency)
                               : product_formula(h, quantity, rate, amount, part->currency),
                         rule_of(step->kind));
        if (total)
            h->from = h->row;
        h->sum = total ? amount : rational_add(h->sum, step->kind == STEP_BASE ? rational_whole(0) : amount);
    }
    h->row++;
}

/* ---- a part ---- */

static void part_head(Sheet *h, const StatementPart *part)
{
    h->row++;
    text(h, LABEL, TEXT_STRONG,
         str_format(h->arena, "%.*s: %.*s pays %.*s", STR_ARG(view_part(h->v, h->arena, part)),
                    STR_ARG(view_party(h->v, h->arena, part->payer)),
                    STR_ARG(view_party(h->v, h->arena, part->payee))));
    text(h, TEXT_AT, TEXT_NOTE, view_cite(h->v, h->arena, part->clause));
    h->row++;
    h->from = h->row;
    h->sum = rational_whole(0);
    h->quantities_from = 0;
    h->quantities = rational_whole(0);
}

static void part_end(Sheet *h, const StatementPart *part)
{
    if (part_has_more_than_due(part)) {
        Rational sum = part_payable(part);
        text(h, LABEL, TEXT_STRONG, S("to be paid"));
        write_amount(h, part->currency, sum, sum_formula(h, sum, part->currency), RULE_ABOVE);
        h->row++;
    }
    Text said = text_new(h->arena);
    text_add(&said, part_sentence(h->v, h->arena, part));
    if (part->due_rule.len && !part->unknown && part->due)
        text_format(&said, " (%.*s)", STR_ARG(part->due_rule));
    text(h, LABEL, TEXT_NOTE, text_str(&said));
    h->row++;
    if (part->cap_note.len)
        text(h, LABEL, TEXT_NOTE, part->cap_note);
    h->row += part->cap_note.len > 0;
    for (Size i = 0; i < part->forecasts.count; i++, h->row++)
        text(h, LABEL, TEXT_NOTE, part->forecasts.items[i].text);
}

static void part_rows(Sheet *h, Size index)
{
    const StatementPart *part = &h->s->parts.items[index];
    int                  base_row = 0, before = h->conversions;
    Rational             base = unknown_value();
    Str                  behind = {0};
    bool                 due = false;
    part_head(h, part);
    for (Size i = 0; i < part->steps.count; i++) {
        const Step *step = &part->steps.items[i];
        if (step->kind == STEP_BASE && figure_read(step->quantity, &base, &behind))
            base_row = h->row;
        if (step->kind == STEP_DUE)
            h->due_rows[index] = h->row;
        due |= step->kind == STEP_DUE;
        step_row(h, part, step);
    }
    if (!due) {
        h->due_rows[index] = h->row;
        step_row(h, part, &(Step){.kind = STEP_DUE});
    }
    int all = h->conversions;
    h->conversions = all - before;
    base_formula(h, part, base_row, base);
    h->conversions = all;
    part_end(h, part);
}

/* ---- balances ---- */

/* What one owes is the sum of the parts; "" if it is not. */
static Str gross_formula(const Sheet *h, const NetLine *net)
{
    int64_t sum = 0;
    Text    formula = text_new(h->arena);
    for (Size i = 0; i < net->parts.count; i++) {
        const StatementPart *part = &h->s->parts.items[net->parts.items[i]];
        bool                 back = part->payer == net->to; /* a negative amount that the other side pays */
        if (part->unknown || __builtin_add_overflow(sum, back ? -part->due : part->due, &sum))
            return S("");
        text_format(&formula, "%s%s%.*s", i ? "" : "=",
                    back ? "-"
                    : i  ? "+"
                         : "",
                    STR_ARG(name(h, h->due_rows[net->parts.items[i]], AMOUNT)));
    }
    return sum == net->gross ? text_str(&formula) : S("");
}

static void net_rows(Sheet *h, const NetLine *net)
{
    Str from = view_party(h->v, h->arena, net->from), to = view_party(h->v, h->arena, net->to);
    if (!net->clause)
        return;
    h->row++;
    text(h, LABEL, TEXT_STRONG,
         str_format(h->arena, "%.*s: on balance between %.*s and %.*s",
                    STR_ARG(view_clause(h->v, net->clause)), STR_ARG(from), STR_ARG(to)));
    text(h, TEXT_AT, TEXT_NOTE, view_cite(h->v, h->arena, net->clause));
    h->row++;
    text(h, LABEL, TEXT_PLAIN, str_format(h->arena, "%.*s owes %.*s", STR_ARG(from), STR_ARG(to)));
    h->from = h->row;
    write_amount(h, net->currency, minor_amount(net->gross, net->currency), gross_formula(h, net), RULE_NONE);
    h->row++;
    text(h, LABEL, TEXT_PLAIN, str_format(h->arena, "less what %.*s owes %.*s", STR_ARG(to), STR_ARG(from)));
    write_amount(h, net->currency, minor_amount(-net->against, net->currency), S(""), RULE_NONE);
    h->row++;
    h->sum = minor_amount(net->gross - net->against, net->currency);
    Rational balance = minor_amount(net->net, net->currency);
    text(h, LABEL, TEXT_STRONG, net->carried ? S("carried to the next period") : S("on balance"));
    write_amount(h, net->currency, balance, sum_formula(h, balance, net->currency), RULE_DOUBLE);
    h->row++;
}

/* Each total is the sum of what stands above it since the last one. */
static void pay_rows_of(Sheet *h, const Payable *payable)
{
    PayRows rows = pay_rows(h->v, h->arena, payable);
    h->row++;
    text(h, LABEL, TEXT_STRONG, pay_title(h->v, h->arena, payable));
    text(h, TEXT_AT, TEXT_NOTE, view_cite(h->v, h->arena, payable->clause));
    h->row++;
    h->from = h->row;
    h->sum = rational_whole(0);
    for (Size i = 0; i < rows.count; i++, h->row++) {
        const PayRow *one = &rows.items[i];
        bool          total = one->total;
        Rational      amount = one->unknown ? unknown_value() : minor_amount(one->amount, payable->currency);
        text(h, LABEL, total ? TEXT_STRONG : TEXT_PLAIN, one->label);
        write_amount(h, payable->currency, amount, total ? sum_formula(h, amount, payable->currency) : S(""),
                     !total                ? RULE_NONE
                     : i + 1 == rows.count ? RULE_DOUBLE
                                           : RULE_ABOVE);
        h->from = total ? h->row : h->from;
        h->sum = total ? amount : rational_add(h->sum, amount);
    }
}

/* ---- sheets ---- */

static void heads(Sheet *h, const char *const *words, int count, const bool *right)
{
    for (int i = 0; i < count; i++)
        text(h, i, right[i] ? TEXT_HEAD_RIGHT : TEXT_HEAD, str_from(words[i]));
    h->row++;
}

static Str parties_text(const Sheet *h)
{
    Text out = text_new(h->arena);
    text_format(&out, "Statement for %.*s, as of %.*s, between ", STR_ARG(h->s->period_text),
                STR_ARG(day_text(h->arena, h->s->as_of)));
    for (Size i = 0; i < h->v->standing->parties.count; i++)
        text_format(&out, "%s%.*s", i ? " and " : "",
                    STR_ARG(view_party_name(h->v, h->arena, h->v->standing->parties.items[i])));
    return text_str(&out);
}

static void statement_sheet(Sheet *h)
{
    static const int         widths[COLUMNS] = {44, 18, 14, 12, 20, 20, 7, 44, 34, 9};
    static const char *const words[COLUMNS] = {"",       "quantity", "",     "rate", "",
                                               "amount", "",         "note", "text", "lines"};
    static const bool right[COLUMNS] = {[QUANTITY] = true, [RATE] = true, [AMOUNT] = true, [LINES] = true};
    book_sheet(h->book, "Statement", widths, COLUMNS, 3);
    text(h, 0, TEXT_TITLE, view_title(h->v));
    h->row++;
    text(h, 0, TEXT_PLAIN, parties_text(h));
    h->row++;
    heads(h, words, COLUMNS, right);
    StrList says = statement_sentences(h->v, h->arena);
    for (Size i = 0; i < says.count; i++, h->row++)
        text(h, 0, TEXT_STRONG, says.items[i]);
    if (!says.count)
        text(h, 0, TEXT_STRONG, S("Nothing is owed under this text for this period."));
    for (Size i = 0; i < h->s->parts.count; i++)
        part_rows(h, i);
    for (Size i = 0; i < h->s->net.count; i++)
        net_rows(h, &h->s->net.items[i]);
    for (Size i = 0; i < h->s->payable.count; i++)
        pay_rows_of(h, &h->s->payable.items[i]);
}

static void conversion_row(Sheet *h, const StatementPart *part, const Step *step)
{
    Rational quantity = unknown_value(), rate = unknown_value();
    Str      behind = {0};
    text(h, 0, TEXT_PLAIN, view_part(h->v, h->arena, part));
    text(h, 1, TEXT_PLAIN, step->label);
    text(h, 3, TEXT_PLAIN, write_measure(h, 2, step->quantity, &quantity, &behind) ? behind : step->quantity);
    text(h, 5, TEXT_PLAIN, write_measure(h, 4, step->rate, &rate, &behind) ? behind : step->rate);
    text(h, 7, TEXT_PLAIN, view_code(part->currency));
    text(h, 8, TEXT_WRAPPED, step->note);
    if (!step->unknown && step->amount.ok) {
        NumberStyle style = {.decimals = minor_digits(part->currency), .more = true};
        Str         formula = str_format(h->arena, "=C%d*E%d", h->row + 1, h->row + 1);
        if (equal(rational_times(quantity, rate), step->amount))
            book_formula(h->book, at(h, 6), style, formula, step->amount);
        else
            book_number(h->book, at(h, 6), style, step->amount);
    } else
        text(h, 6, TEXT_STRONG, S("unknown"));
    h->row++;
}

static void conversions_sheet(Sheet *h)
{
    static const int         widths[] = {30, 24, 18, 8, 14, 20, 20, 8, 60};
    static const char *const words[] = {"royalty", "what", "amount", "", "rate", "", "result", "", "note"};
    static const bool        right[COUNT(words)] = {[2] = true, [4] = true, [6] = true};
    if (!h->conversions)
        return;
    book_sheet(h->book, "Conversions", widths, (int)COUNT(widths), 1);
    h->row = 0;
    heads(h, words, (int)COUNT(words), right);
    for (Size i = 0; i < h->s->parts.count; i++)
        for (Size k = 0; k < h->s->parts.items[i].steps.count; k++)
            if (h->s->parts.items[i].steps.items[k].kind == STEP_CONVERT)
                conversion_row(h, &h->s->parts.items[i], &h->s->parts.items[i].steps.items[k]);
}

static void outside_sheet(Sheet *h)
{
    static const int         widths[] = {30, 20, 12, 10, 36, 70};
    static const char *const words[] = {"article", "place", "route", "lines", "quantity", "why"};
    static const bool        right[COUNT(words)] = {[3] = true};
    if (!h->s->outside.count)
        return;
    book_sheet(h->book, "Outside", widths, (int)COUNT(widths), 1);
    h->row = 0;
    heads(h, words, (int)COUNT(words), right);
    for (Size i = 0; i < h->s->outside.count; i++, h->row++) {
        const OutsideLine *o = &h->s->outside.items[i];
        text(h, 0, TEXT_PLAIN, o->article);
        text(h, 1, TEXT_PLAIN, o->place);
        text(h, 2, TEXT_PLAIN, route_word(o->kind));
        book_number(h->book, at(h, 3), (NumberStyle){0}, rational_whole(o->lines));
        text(h, 4, TEXT_PLAIN, o->quantity);
        text(h, 5, TEXT_WRAPPED, o->reason);
    }
}

enum { COUNTS = 7 };

static void file_row(Sheet *h, const UsageFile *f)
{
    const int64_t counts[COUNTS] = {f->totals.read, f->totals.counted, f->totals.rejected,
                                    f->outside,     f->free_of_charge, f->unknown,
                                    f->later};
    text(h, 0, TEXT_PLAIN, usage_title(h->arena, f));
    for (int i = 0; i < COUNTS; i++)
        book_number(h->book, at(h, i + 1), (NumberStyle){0}, rational_whole(counts[i]));
    text(h, COUNTS + 1, TEXT_WRAPPED, usage_rejects(h->arena, f));
    h->row++;
}

static void list_rows(Sheet *h, const char *title, const Str *items, Size count)
{
    if (!count)
        return;
    h->row++;
    text(h, 0, TEXT_STRONG, str_from(title));
    h->row++;
    for (Size i = 0; i < count; i++, h->row++)
        text(h, 0, TEXT_PLAIN, items[i]);
}

static void sources_sheet(Sheet *h)
{
    static const int         widths[] = {44, 12, 12, 12, 12, 12, 12, 12, 70};
    static const char *const words[] = {"file", "read",      "counted", "rejected", "outside",
                                        "free", "undecided", "later",   "rejected"};
    static const bool        right[COUNT(words)] = {false, true, true, true, true, true, true, true, false};
    book_sheet(h->book, "Sources", widths, (int)COUNT(widths), 1);
    h->row = 0;
    heads(h, words, (int)COUNT(words), right);
    for (Size i = 0; i < h->s->files.count; i++)
        file_row(h, &h->s->files.items[i]);
    list_rows(h, "Not known", h->s->missing.items, h->s->missing.count);
    list_rows(h, "Notes", h->s->notes.items, h->s->notes.count);
}

bool statement_xlsx(Arena *arena, const StatementView *v, const char *path, Str *why)
{
    Sheet h = {.arena = arena, .v = v, .s = v->statement};
    Str   title = str_format(arena, "%.*s: statement for %.*s", STR_ARG(view_title(v)),
                             STR_ARG(v->statement->period_text));
    h.due_rows = NEW(arena, int, v->statement->parts.count + 1);
    if (!book_new(arena, path, title, v->statement->as_of, &h.book, why))
        return false;
    statement_sheet(&h);
    conversions_sheet(&h);
    outside_sheet(&h);
    sources_sheet(&h);
    return book_close(h.book, why);
}
