/* what_if.c - see what_if.h.
 *
 * A row is a royalty or payment of one group, all its payments in the period together; then what two
 * parties owe each other on balance. What is not known on one side has no difference. */
#include "report/what_if.h"

#include "report/figures.h"
#include "report/layout.h"
#include "report/statement_json.h"

/* Minor units; unknown: some part of it is. */
typedef struct {
    int64_t amount;
    bool    unknown;
} Side;

typedef struct {
    const Clause *clause; /* NULL: a balance */
    Str           group;
    int           from, to, currency;
    Side          now, then;
} Row;

typedef LIST_OF(Row) Rows;

/* ---- rows ---- */

static void add(Side *side, int64_t amount, bool unknown)
{
    side->unknown |= unknown || __builtin_add_overflow(side->amount, amount, &side->amount);
}

static Row *row_for(Arena *arena, Rows *rows, const StatementPart *part)
{
    for (Size i = 0; i < rows->count; i++) {
        Row *r = &rows->items[i];
        if (r->clause && r->clause->name == part->clause->name && str_equal(r->group, part->group) &&
            r->currency == part->currency && r->from == part->payer && r->to == part->payee)
            return r;
    }
    Row *r = PUSH(arena, rows);
    *r = (Row){.clause = part->clause,
               .group = part->group,
               .from = part->payer,
               .to = part->payee,
               .currency = part->currency};
    return r;
}

/* Of two parties: what the first owes the second, less the other way round. */
static Row *balance_for(Arena *arena, Rows *rows, const Row *of, bool *back)
{
    for (Size i = 0; i < rows->count; i++) {
        Row *r = &rows->items[i];
        *back = r->from == of->to && r->to == of->from;
        if (r->currency == of->currency && (*back || (r->from == of->from && r->to == of->to)))
            return r;
    }
    Row *r = PUSH(arena, rows);
    *r = (Row){.from = of->from, .to = of->to, .currency = of->currency};
    *back = false;
    return r;
}

static Rows rows_of(Arena *arena, const Statement *now, const Statement *then)
{
    Rows rows = {0}, balances = {0};
    for (Size i = 0; i < now->parts.count; i++)
        add(&row_for(arena, &rows, &now->parts.items[i])->now, now->parts.items[i].due,
            now->parts.items[i].unknown);
    for (Size i = 0; i < then->parts.count; i++)
        add(&row_for(arena, &rows, &then->parts.items[i])->then, then->parts.items[i].due,
            then->parts.items[i].unknown);
    for (Size i = 0; i < rows.count; i++) {
        const Row *r = &rows.items[i];
        bool       back = false;
        Row       *b = balance_for(arena, &balances, r, &back);
        add(&b->now, back ? -r->now.amount : r->now.amount, r->now.unknown);
        add(&b->then, back ? -r->then.amount : r->then.amount, r->then.unknown);
    }
    for (Size i = 0; i < balances.count; i++)
        *PUSH(arena, &rows) = balances.items[i];
    return rows;
}

static bool difference(const Row *r, int64_t *out)
{
    return !r->now.unknown && !r->then.unknown && !__builtin_sub_overflow(r->then.amount, r->now.amount, out);
}

/* ---- text ---- */

static Str side_text(Arena *arena, const Row *r, const Side *side)
{
    return side->unknown ? S("unknown") : figure_minor(arena, side->amount, r->currency, FIGURE_READ);
}

static Str row_name(const WhatIfView *v, Arena *arena, const Row *r)
{
    if (!r->clause)
        return str_format(arena, "%.*s to %.*s, on balance", STR_ARG(view_party(v->now, arena, r->from)),
                          STR_ARG(view_party(v->now, arena, r->to)));
    return str_format(arena, "%.*s%s%.*s", STR_ARG(view_clause(v->now, r->clause)), r->group.len ? ", " : "",
                      STR_ARG(r->group));
}

static void print_row(const WhatIfView *v, Layout *table, const Row *r)
{
    int64_t    more = 0;
    LayoutRow *row = layout_row(table);
    row->cells[0] = row_name(v, table->arena, r);
    row->cells[1] = side_text(table->arena, r, &r->now);
    row->cells[2] = side_text(table->arena, r, &r->then);
    row->cells[3] =
        difference(r, &more) ? figure_minor(table->arena, more, r->currency, FIGURE_READ) : S("unknown");
    row->cells[4] = view_code(r->currency);
}

static void print_one(Text *out, Arena *arena, const WhatIfView *v, const WhatIf *w)
{
    Rows rows = rows_of(arena, v->now->statement, w->then->statement);
    Text changes = text_new(arena);
    for (Size i = 0; i < w->changes.count; i++)
        text_format(&changes, "%s%.*s", i ? ", and " : "", STR_ARG(w->changes.items[i]));
    text_char(out, '\n');
    layout_wrap(out, 0, 2,
                str_format(arena, "What if%s%.*s: %.*s", w->name.len ? ", " : "", STR_ARG(w->name),
                           STR_ARG(text_str(&changes))));
    Layout     table = layout_new(arena, 2, "LRRRl");
    LayoutRow *head = layout_row(&table);
    head->cells[1] = S("now");
    head->cells[2] = S("what if");
    head->cells[3] = S("difference");
    for (Size i = 0; i < rows.count; i++) {
        if (!rows.items[i].clause && i && rows.items[i - 1].clause)
            layout_text(&table, 0, 0, S(""));
        print_row(v, &table, &rows.items[i]);
    }
    layout_print(out, &table);
    for (Size i = 0; i < w->then->statement->missing.count; i++)
        layout_wrap(out, 2, 2,
                    str_format(arena, "Not known: %.*s", STR_ARG(w->then->statement->missing.items[i])));
}

void what_if_print(Text *out, Arena *arena, const WhatIfView *v)
{
    const Statement *s = v->now->statement;
    layout_wrap(out, 0, 2,
                str_format(arena, "For %.*s, as of %.*s. Nothing of this is recorded.",
                           STR_ARG(s->period_text), STR_ARG(day_text(arena, s->as_of))));
    for (Size i = 0; i < v->count; i++)
        print_one(out, arena, v, &v->items[i]);
}

/* ---- JSON ---- */

static json_t *json_side(Arena *arena, const Row *r, const Side *side)
{
    return side->unknown ? json_null()
                         : json_of_text(arena, figure_minor(arena, side->amount, r->currency, FIGURE_PLAIN));
}

static json_t *json_row(const WhatIfView *v, Arena *arena, const Row *r)
{
    int64_t more = 0;
    json_t *o = json_object();
    json_put(o, "clause", r->clause ? json_of_text(arena, view_clause(v->now, r->clause)) : json_null());
    json_put(o, "group", json_of_text(arena, r->group));
    json_put(o, "from", json_of_text(arena, view_party(v->now, arena, r->from)));
    json_put(o, "to", json_of_text(arena, view_party(v->now, arena, r->to)));
    json_put(o, "currency", json_of_text(arena, view_code(r->currency)));
    json_put(o, "now", json_side(arena, r, &r->now));
    json_put(o, "what_if", json_side(arena, r, &r->then));
    json_put(o, "difference",
             difference(r, &more) ? json_of_text(arena, figure_minor(arena, more, r->currency, FIGURE_PLAIN))
                                  : json_null());
    return o;
}

static json_t *json_one(Arena *arena, const WhatIfView *v, const WhatIf *w)
{
    json_t *o = json_object(), *changes = json_array(), *rows = json_array(), *balances = json_array(),
           *missing = json_array();
    Rows all = rows_of(arena, v->now->statement, w->then->statement);
    for (Size i = 0; i < w->changes.count; i++)
        json_add(changes, json_of_text(arena, w->changes.items[i]));
    for (Size i = 0; i < all.count; i++)
        json_add(all.items[i].clause ? rows : balances, json_row(v, arena, &all.items[i]));
    for (Size i = 0; i < w->then->statement->missing.count; i++)
        json_add(missing, json_of_text(arena, w->then->statement->missing.items[i]));
    json_put(o, "name", json_of_text(arena, w->name));
    json_put(o, "changes", changes);
    json_put(o, "rows", rows);
    json_put(o, "balances", balances);
    json_put(o, "missing", missing);
    return o;
}

Str what_if_json(Arena *arena, const WhatIfView *v)
{
    json_t *o = statement_json_head(v->now, arena), *array = json_array();
    for (Size i = 0; i < v->count; i++)
        json_add(array, json_one(arena, v, &v->items[i]));
    json_put(o, "format", json_string("entente-what-if/1"));
    json_put(o, "scenarios", array);
    return json_print(arena, o);
}
