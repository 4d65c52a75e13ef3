/* effects.c - see effects.h. */
#include "report/effects.h"

#include "report/figures.h"
#include "report/layout.h"
#include "terms/data/tables.h"

static Str join(Arena *arena, const Str *items, Size count)
{
    Text text = text_new(arena);
    for (Size i = 0; i < count; i++)
        text_format(&text, "%s%.*s", i ? ", " : "", STR_ARG(items[i]));
    return text_str(&text);
}

static int currency_of(const OwedChange *change)
{
    return change->is.currency >= 0 ? change->is.currency : change->was.currency;
}

static bool is_comparable(const OwedChange *c)
{
    bool same = c->was.currency == c->is.currency || c->was.currency < 0 || c->is.currency < 0;
    return c->was.known && c->is.known && same;
}

static int64_t difference(const OwedChange *c) { return c->is.due - c->was.due; }

/* ---- for people ---- */

static Str amount_words(Arena *arena, const OwedAmount *amount, int currency)
{
    if (!amount->known)
        return S("not known");
    bool other = amount->currency >= 0 && amount->currency != currency;
    return other ? figure_money(arena, amount->due, amount->currency)
                 : figure_minor(arena, amount->due, currency, FIGURE_READ);
}

static Str difference_words(Arena *arena, const OwedChange *c)
{
    if (!is_comparable(c))
        return c->was.known && c->is.known ? S("another currency") : S("not known");
    return str_format(arena, "%s%.*s", difference(c) > 0 ? "+" : "",
                      STR_ARG(figure_minor(arena, difference(c), currency_of(c), FIGURE_READ)));
}

static Str what_words(Arena *arena, const OwedEffect *item, const OwedChange *c)
{
    if (!c->quantity.ok)
        return c->group.len ? c->group : item->royalty ? S("in all") : S("what falls due");
    if (rational_is_zero(c->quantity))
        return S("nothing sold");
    return str_format(arena, "%.*s %.*s", STR_ARG(figure_amount(arena, c->quantity, -1, FIGURE_READ)),
                      STR_ARG(c->unit));
}

static Str span_words(Arena *arena, Days days)
{
    Civil from = civil_of(days.from), through = civil_of(days.through);
    bool  years = from.month == 1 && from.day == 1 && through.month == 12 && through.day == 31;
    if (years && from.year != through.year)
        return str_format(arena, "each year from %d through %d", from.year, through.year);
    return days_text(arena, days);
}

static void print_rows(Text *out, Arena *arena, const OwedEffect *item, Size from, Size to)
{
    Layout     table = layout_new(arena, 4, "Lrrrl");
    LayoutRow *head = layout_row(&table);
    head->cells[0] = span_words(arena, item->changes.items[from].days);
    head->cells[1] = item->added ? S("was not there") : S("was");
    head->cells[2] = item->removed ? S("is gone") : S("is");
    head->cells[3] = S("difference");
    for (Size i = from; i < to; i++) {
        const OwedChange *c = &item->changes.items[i];
        LayoutRow        *row = layout_row(&table);
        row->cells[0] = what_words(arena, item, c);
        row->cells[1] = amount_words(arena, &c->was, currency_of(c));
        row->cells[2] = amount_words(arena, &c->is, currency_of(c));
        row->cells[3] = difference_words(arena, c);
        row->cells[4] = currency_of(c) >= 0 ? currency_code(currency_of(c)) : S("");
    }
    layout_print(out, &table);
}

static void print_reasons(Text *out, Arena *arena, const OwedEffect *item, Size from, Size to)
{
    Str said = S("");
    for (Size i = from; i < to; i++) {
        const OwedChange *c = &item->changes.items[i];
        Str               why = !c->was.known ? c->was.why : !c->is.known ? c->is.why : S("");
        if (why.len && !str_equal(why, said))
            layout_wrap(out, 4, 2, str_format(arena, "not known: %.*s", STR_ARG(why)));
        said = why;
    }
}

static void print_item(Text *out, Arena *arena, const OwedEffect *item)
{
    Size to = 0;
    Str  before = item->before.len ? str_format(arena, " (was %.*s)", STR_ARG(item->before)) : S("");
    if (!item->changes.count)
        return;
    layout_wrap(out, 2, 2,
                str_format(arena, "%.*s%.*s, by: %.*s", STR_ARG(item->name), STR_ARG(before),
                           STR_ARG(join(arena, item->causes.items, item->causes.count))));
    for (Size from = 0; from < item->changes.count; from = to) {
        Days days = item->changes.items[from].days;
        for (to = from; to < item->changes.count && item->changes.items[to].days.from == days.from;)
            to++;
        print_rows(out, arena, item, from, to);
        print_reasons(out, arena, item, from, to);
    }
}

static void print_title(Text *out, Arena *arena, const MoneyEffect *e)
{
    Str text = S("What is owed otherwise, on a reference scenario: one quantity in one calendar year, of "
                 "whoever pays, with the facts that are given and no other usage");
    if (e->lines.len)
        text = str_format(arena, "What is owed otherwise for %.*s, on the lines of %.*s",
                          STR_ARG(days_text(arena, e->days)), STR_ARG(e->lines));
    layout_wrap(out, 0, 0, text);
}

void effects_print(Text *out, Arena *arena, const MoneyEffect *e)
{
    LIST_OF(Str) same = {0};
    if (!e->items.count)
        return;
    if (e->days.from > e->days.through) {
        layout_wrap(
            out, 0, 0,
            S("What is owed could not be compared: the day on which the agreement begins is not known; "
              "give --period"));
        text_char(out, '\n');
        return;
    }
    if (e->differs)
        print_title(out, arena, e);
    for (Size i = 0; i < e->items.count; i++)
        print_item(out, arena, &e->items.items[i]);
    for (Size i = 0; i < e->items.count; i++) {
        const OwedEffect *item = &e->items.items[i];
        if (item->note.len)
            layout_wrap(out, 2, 2,
                        str_format(arena, "%.*s: not reckoned under both texts: %.*s", STR_ARG(item->name),
                                   STR_ARG(item->note)));
        if (item->same)
            *PUSH(arena, &same) = item->name;
    }
    if (same.count)
        layout_wrap(out, 0, 2,
                    str_format(arena, "%s: %.*s",
                               e->lines.len ? "The same is owed on these lines"
                                            : "The same is owed in the reference scenario",
                               STR_ARG(join(arena, same.items, same.count))));
    text_char(out, '\n');
}

bool effects_tell(const MoneyEffect *e, Str change)
{
    for (Size i = 0; i < e->items.count; i++)
        for (Size k = 0; k < e->items.items[i].causes.count; k++)
            if (str_equal(e->items.items[i].causes.items[k], change))
                return true;
    return false;
}

/* ---- for programs ---- */

static json_t *json_amount(Arena *arena, const OwedAmount *amount, int currency)
{
    json_t *o = json_object();
    int     unit = amount->currency >= 0 ? amount->currency : currency;
    json_put(o, "known", json_boolean(amount->known));
    json_put(o, "amount",
             amount->known ? json_of_text(arena, figure_minor(arena, amount->due, unit, FIGURE_PLAIN))
                           : json_null());
    json_put(o, "currency", unit >= 0 ? json_of_text(arena, currency_code(unit)) : json_null());
    json_put(o, "missing", amount->known ? json_null() : json_of_text(arena, amount->why));
    return o;
}

static json_t *json_change(Arena *arena, const OwedChange *c)
{
    json_t *o = json_object();
    json_put(o, "from", json_of_text(arena, day_text(arena, c->days.from)));
    json_put(o, "through", json_of_text(arena, day_text(arena, c->days.through)));
    json_put(o, "quantity",
             c->quantity.ok ? json_of_text(arena, figure_fraction(arena, c->quantity)) : json_null());
    json_put(o, "unit", json_of_text(arena, c->unit));
    json_put(o, "group", json_of_text(arena, c->group));
    json_put(o, "was", json_amount(arena, &c->was, currency_of(c)));
    json_put(o, "is", json_amount(arena, &c->is, currency_of(c)));
    json_put(o, "difference",
             is_comparable(c)
                 ? json_of_text(arena, figure_minor(arena, difference(c), currency_of(c), FIGURE_PLAIN))
                 : json_null());
    return o;
}

json_t *effects_json(Arena *arena, const MoneyEffect *e)
{
    json_t *o = json_object(), *items = json_array();
    bool    known = e->days.from <= e->days.through;
    json_put(o, "scenario", json_string(e->lines.len ? "lines" : "reference"));
    json_put(o, "lines", e->lines.len ? json_of_text(arena, e->lines) : json_null());
    json_put(o, "from", known ? json_of_text(arena, day_text(arena, e->days.from)) : json_null());
    json_put(o, "through", known ? json_of_text(arena, day_text(arena, e->days.through)) : json_null());
    for (Size i = 0; i < e->items.count; i++) {
        const OwedEffect *item = &e->items.items[i];
        json_t           *one = json_object(), *causes = json_array(), *changes = json_array();
        for (Size k = 0; k < item->causes.count; k++)
            json_add(causes, json_of_text(arena, item->causes.items[k]));
        for (Size k = 0; k < item->changes.count; k++)
            json_add(changes, json_change(arena, &item->changes.items[k]));
        json_put(one, "clause", json_of_text(arena, item->name));
        json_put(one, "was", item->before.len ? json_of_text(arena, item->before) : json_null());
        json_put(one, "added", json_boolean(item->added));
        json_put(one, "removed", json_boolean(item->removed));
        json_put(one, "causes", causes);
        json_put(one, "changes", changes);
        json_put(one, "missing", item->note.len ? json_of_text(arena, item->note) : json_null());
        json_add(items, one);
    }
    json_put(o, "clauses", items);
    return o;
}
