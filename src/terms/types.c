/* types.c - units must agree: the refusing types.
 *
 * Every value has a type: a number, a percentage, money of one currency, a count of one unit, a
 * duration in days, business days, months or years, a date. Adding or comparing different types is
 * a finding; a type that cannot be known from the text (a column, a prose definition) fits all. */
#include "terms/check.h"
#include "terms/registry.h"

typedef enum {
    TYPE_ANY,
    TYPE_NUMBER,
    TYPE_PERCENT,
    TYPE_MONEY,
    TYPE_COUNT,
    TYPE_DURATION,
    TYPE_DATE,
    TYPE_TEXT
} TypeKind;

typedef struct {
    TypeKind kind;
    Word     unit; /* currency, unit of count, or 1 + DurationUnit */
    Span     span;
} Type;

/* Each definition is typed once, however often it is named. */
typedef struct {
    Terms         *terms;
    Type          *known;  /* by declaration */
    unsigned char *state;  /* 0 not yet, 1 under way, 2 known */
    int            nested; /* definitions inside definitions */
} Types;

enum { NESTED_MOST = 200 };

static Type type_of(Types *types, const Node *node, int depth);

static Str type_text(const Terms *terms, Type type)
{
    static const char *const durations[] = {"days", "business days", "months", "years"};
    switch (type.kind) {
    case TYPE_NUMBER: return S("a plain number");
    case TYPE_PERCENT: return S("a percentage");
    case TYPE_MONEY:
        if (!type.unit)
            return S("money");
        return str_format(terms->arena, "money in %.*s", STR_ARG(terms_text(terms, type.unit)));
    case TYPE_COUNT:
        return str_format(terms->arena, "a count of %.*s", STR_ARG(terms_text(terms, type.unit)));
    case TYPE_DURATION: return str_format(terms->arena, "a duration in %s", durations[type.unit - 1]);
    case TYPE_DATE: return S("a date");
    case TYPE_TEXT: return S("a text");
    case TYPE_ANY: break;
    }
    return S("a value");
}

static bool refuse(Types *types, const Node *node, const char *verb, Type a, Type b, const char *help)
{
    Diag *diag =
        diag_error(types->terms->diags, "E0330", node->span,
                   str_format(types->terms->arena, "%.*s cannot be %s %.*s",
                              STR_ARG(type_text(types->terms, a)), verb, STR_ARG(type_text(types->terms, b))),
                   S("the two sides have different units"));
    diag->help = str_from(help);
    return false;
}

static const char *mending(Type a, Type b)
{
    if (a.kind == TYPE_MONEY && b.kind == TYPE_MONEY)
        return "name an exchange rate in the text, or use one currency";
    if (a.kind == TYPE_PERCENT || b.kind == TYPE_PERCENT)
        return "a percentage says of what: write `5% of net-sales`, or compare with a percentage";
    if (a.kind == TYPE_DURATION && b.kind == TYPE_DURATION)
        return "days, business days and months never convert; write both in the same unit";
    return "write both in the same unit";
}

/* Years and months count alike; everything else must be equal. */
static bool agree(Type a, Type b)
{
    if (a.kind == TYPE_ANY || b.kind == TYPE_ANY)
        return true;
    if (a.kind != b.kind)
        return false;
    bool months = a.kind == TYPE_DURATION && a.unit >= 1 + UNIT_MONTHS && b.unit >= 1 + UNIT_MONTHS;
    return a.unit == b.unit || months || !a.unit || !b.unit;
}

static Type type_math(Types *types, const Node *node, int depth)
{
    Type left = type_of(types, node->a, depth + 1);
    if (node->op >= MATH_GREATEST) {
        for (const Node *item = node->a->next; item; item = item->next) {
            Type other = type_of(types, item, depth + 1);
            if (!agree(left, other)) {
                refuse(types, node, "ranked with", left, other, mending(left, other));
                return (Type){TYPE_ANY, 0, node->span};
            }
            left = left.kind == TYPE_ANY ? other : left;
        }
        return left;
    }
    Type right = type_of(types, node->b, depth + 1);
    if (node->op == MATH_PLUS || node->op == MATH_LESS) {
        if (left.kind == TYPE_DATE && right.kind == TYPE_DURATION)
            return left;
        if (!agree(left, right)) {
            refuse(types, node, node->op == MATH_PLUS ? "added to" : "reduced by", left, right,
                   mending(left, right));
            return (Type){TYPE_ANY, 0, node->span};
        }
        return left.kind == TYPE_ANY ? right : left;
    }
    bool two_amounts = left.kind == TYPE_MONEY && right.kind == TYPE_MONEY;
    if (two_amounts && node->op == MATH_TIMES) {
        refuse(types, node, "multiplied by", left, right, "multiply an amount by a number or a percentage");
        return (Type){TYPE_ANY, 0, node->span};
    }
    if (node->op == MATH_DIVIDED && left.kind == right.kind && left.kind != TYPE_ANY)
        return (Type){TYPE_NUMBER, 0, node->span};
    return left.kind == TYPE_NUMBER || left.kind == TYPE_PERCENT ? right : left;
}

static Type type_measure(Types *types, const Clause *clause)
{
    const Measure *d = clause->data;
    if (clause_is(clause, REF(DEFINE) | REF(METRIC)) && d->equals)
        return type_of(types, d->equals, 0);
    if (clause_is(clause, REF(METRIC)) && d->score_from)
        return (Type){TYPE_NUMBER, 0, clause->name_span};
    if (clause_is(clause, REF(TABLE)) && d->rows.count)
        return type_of(types, d->rows.items[0].value, 0);
    return (Type){TYPE_ANY, 0, clause->name_span};
}

static Type type_phrase(Types *types, const Node *node)
{
    if (node->op == PHRASE_SHARE || node->op == PHRASE_CHANGE)
        return (Type){TYPE_PERCENT, 0, node->span};
    if (node->op == PHRASE_COUNT)
        return (Type){TYPE_NUMBER, 0, node->span};
    const Node   *head = node->a;
    const Decl   *decl = head && head->kind == N_NAME ? terms_decl(types->terms, head->word) : NULL;
    const Clause *clause = decl ? terms_clause(types->terms, head->word) : NULL;
    Size          at = decl ? decl - types->terms->decls.items : 0;
    if (!clause || types->state[at] == 1 || types->nested > NESTED_MOST)
        return (Type){TYPE_ANY, 0, node->span};
    if (!types->state[at]) {
        types->state[at] = 1;
        types->nested++;
        types->known[at] = type_measure(types, clause);
        types->nested--;
        types->state[at] = 2;
    }
    return types->known[at];
}

/* All alternatives of an open point are of one type. */
static Type type_open(Types *types, const Node *node, int depth)
{
    Type first = type_of(types, node->a, depth + 1);
    for (const Node *choice = node->a->next; choice; choice = choice->next) {
        Type other = type_of(types, choice, depth + 1);
        if (!agree(first, other)) {
            refuse(types, choice, "an alternative to", other, first, mending(first, other));
            break;
        }
    }
    return first;
}

static Type type_of(Types *types, const Node *node, int depth)
{
    Type type = {TYPE_ANY, 0, node ? node->span : (Span){0, 0}};
    if (!node || depth > 32)
        return type;
    switch (node->kind) {
    case N_NUMBER: type.kind = TYPE_NUMBER; break;
    case N_PERCENT:
        if (node->a)
            return type_of(types, node->a, depth + 1);
        type.kind = TYPE_PERCENT;
        break;
    case N_MONEY:
        type.kind = TYPE_MONEY;
        type.unit = node->word;
        break;
    case N_COUNT:
        type.kind = TYPE_COUNT;
        type.unit = terms_unit(types->terms, node->word);
        break;
    case N_DURATION:
        type.kind = TYPE_DURATION;
        type.unit = 1u + node->op;
        break;
    case N_DATE:
    case N_DAY:
    case N_PERIOD: type.kind = TYPE_DATE; break;
    case N_TEXT: type.kind = TYPE_TEXT; break;
    case N_MATH: return type_math(types, node, depth);
    case N_PHRASE: return type_phrase(types, node);
    case N_SEALED:
        type.kind = node->op == N_MONEY ? TYPE_MONEY : node->op == N_PERCENT ? TYPE_PERCENT : TYPE_NUMBER;
        type.unit = node->word;
        break;
    case N_OPEN: return type_open(types, node, depth);
    default: break;
    }
    return type;
}

static void check_condition(Types *types, const Node *node, int depth)
{
    if (!node || depth > 64)
        return;
    switch (node->kind) {
    case N_ALL:
    case N_ANY:
    case N_NONE:
    case N_ATLEAST:
        for (const Node *item = node->a; item; item = item->next)
            check_condition(types, item, depth + 1);
        return;
    case N_NOT: check_condition(types, node->a, depth + 1); return;
    case N_COMPARE: {
        Type left = type_of(types, node->a, 0), right = type_of(types, node->b, 0);
        if (node->op != CMP_IN && node->op != CMP_NOT_IN && !agree(left, right))
            refuse(types, node, "compared with", left, right, mending(left, right));
        return;
    }
    case N_STATE: (void)type_of(types, node->a, 0); return;
    default: return;
    }
}

static void check_list(Types *types, const NodeList *list)
{
    for (Size i = 0; i < list->count; i++)
        check_condition(types, list->items[i], 0);
}

static void check_scope(Types *types, const Node *list)
{
    for (const Node *item = list && list->kind == N_LIST ? list->a : NULL; item; item = item->next)
        if (item->b)
            check_condition(types, item->b, 0);
}

/* The limits of a table by a metric are all in one unit, that of the metric. */
static void check_limits(Types *types, const Measure *d)
{
    const Clause *metric = d->by_name ? terms_clause(types->terms, d->by_name->word) : NULL;
    Type          first =
        metric && clause_is(metric, REF(DEFINE) | REF(METRIC)) ? type_measure(types, metric) : (Type){0};
    for (Size i = 0; i < d->rows.count; i++) {
        Type limit = type_of(types, d->rows.items[i].limit, 0);
        if (!agree(first, limit))
            refuse(types, d->rows.items[i].limit, "in one table with", limit, first, mending(first, limit));
        first = first.kind == TYPE_ANY ? limit : first;
    }
}

static void check_measure(Types *types, const Measure *d)
{
    check_condition(types, d->happens_once, 0);
    check_condition(types, d->passed_if, 0);
    check_condition(types, d->condition, 0);
    (void)type_of(types, d->equals, 0);
    Type first = {0};
    for (Size i = 0; i < d->rows.count; i++) {
        Type type = type_of(types, d->rows.items[i].value, 0);
        check_condition(types, d->rows.items[i].condition, 0);
        if (i && !agree(first, type))
            refuse(types, d->rows.items[i].value, "in one table with", type, first, mending(first, type));
        first = i ? first : type;
    }
    check_limits(types, d);
}

/* ---- royalties: what is counted, its bands, its price ---- */

/* An amount that is owed or bounds what is owed: money, or what may be money. */
static void check_amount(Types *types, const Node *node)
{
    Type type = type_of(types, node, 0);
    bool fits = !node || type.kind == TYPE_ANY || type.kind == TYPE_MONEY ||
                (type.kind == TYPE_NUMBER && node->kind != N_NUMBER) ||
                (node->kind == N_NUMBER && !node->value);
    if (fits)
        return;
    Diag *diag = diag_error(types->terms->diags, "E0433", node->span, S("an amount is money"),
                            type_text(types->terms, type));
    diag->help = S("write it with its currency: `5_000 USD`");
}

/* What a royalty is on. Unlike elsewhere a column is known here: one named like a unit is a count, every
 * other an amount in the currency of its line (unit 0: of any). */
static Type base_type(Types *types, const Node *node, int depth)
{
    Type any = {TYPE_ANY, 0, node->span};
    if (depth > 32)
        return any;
    if (node->kind == N_MATH || (node->kind == N_PERCENT && node->a))
        return base_type(types, node->a, depth + 1);
    if (node->kind != N_PHRASE || node->op != PHRASE_HEAD || node->a->kind != N_NAME)
        return type_of(types, node, depth);
    const Decl *decl = terms_decl(types->terms, node->a->word);
    if (node->a->word == W_units || (decl && (decl->ref & REF(UNIT))))
        return (Type){TYPE_COUNT, terms_unit(types->terms, node->a->word), node->span};
    if (decl && decl->ref == REF(COLUMN))
        return (Type){TYPE_MONEY, 0, node->span};
    const Clause *clause = terms_clause(types->terms, node->a->word);
    if (!clause || !clause_is(clause, REF(DEFINE) | REF(METRIC)) || clause->poisoned)
        return any;
    const Node *equals = ((const Measure *)clause->data)->equals;
    return equals ? base_type(types, equals, depth + 1) : any;
}

/* `0.20 USD per unit`: the unit; 0: not a price per unit. */
static const Node *price_per(const Types *types, const Node *rate, int depth)
{
    if (!rate || depth > 32)
        return NULL;
    if (rate->kind == N_MONEY)
        return rate->a;
    if (rate->kind == N_MATH || rate->kind == N_OPEN)
        return price_per(types, rate->a, depth + 1);
    const Clause *table =
        rate->kind == N_PHRASE && rate->a->kind == N_NAME ? terms_clause(types->terms, rate->a->word) : NULL;
    bool           is_table = table && clause_is(table, REF(TABLE)) && !table->poisoned;
    const Measure *d = is_table ? table->data : NULL;
    return d && d->rows.count ? price_per(types, d->rows.items[0].value, depth + 1) : NULL;
}

static void refuse_rate(Types *types, const Node *rate, Str label, Type base, const char *help)
{
    Diag *diag = diag_error(types->terms->diags, "E0429", rate->span,
                            S("this price does not fit what the royalty is on"), label);
    diag_note(diag, base.span,
              str_format(types->terms->arena, "this is %.*s", STR_ARG(type_text(types->terms, base))));
    diag->help = str_from(help);
}

static void check_rate(Types *types, const Royalty *r, const Node *rate, Type base, bool band)
{
    Type        type = type_of(types, rate, 0);
    const Node *per = price_per(types, rate, 0);
    Word        unit = per ? terms_unit(types->terms, per->word) : 0;
    if (base.kind == TYPE_MONEY && per)
        refuse_rate(types, rate, S("a price for each unit"), base,
                    "write a percentage, or let the royalty be on units");
    else if (base.kind == TYPE_COUNT && per && unit != base.unit)
        refuse_rate(types, rate, S("a price for another unit"), base, "count and price the same unit");
    else if (base.kind == TYPE_COUNT && type.kind == TYPE_PERCENT)
        refuse_rate(types, rate, S("a percentage of a count is no money"), base,
                    "write a price such as `0.20 USD per unit`, or let the royalty be on an amount");
    else if (band && r->mode == BANDS_MARGINAL && type.kind == TYPE_MONEY && rate->kind == N_MONEY && !per)
        refuse_rate(types, rate, S("one sum for the whole band"), base,
                    "marginal bands price each unit: write `… per unit`, or `bands whole`");
}

static void check_extras(Types *types, const Royalty *r, Type base)
{
    for (Size i = 0; i < r->advances.count; i++)
        check_amount(types, r->advances.items[i].amount);
    for (Size i = 0; i < r->elections.count; i++)
        (void)type_of(types, r->elections.items[i].rate, 0);
    check_amount(types, r->price_most);
    for (Size i = 0; i < r->weights.count; i++) {
        Type weight = type_of(types, r->weights.items[i].units, 0);
        if (!agree(base, weight))
            refuse(types, r->weights.items[i].units, "counted with", weight, base,
                   "write the weight in the unit of the `on` line");
    }
}

static void check_royalty(Types *types, const Royalty *r)
{
    Type base = r->on ? base_type(types, r->on, 0) : (Type){0};
    check_condition(types, r->on_if, 0);
    for (Size i = 0; i < r->bands.count; i++) {
        const RateRow *row = &r->bands.items[i];
        Type           limit = type_of(types, row->limit, 0);
        if (row->limit && !agree(base, limit)) {
            Diag *diag =
                diag_error(types->terms->diags, "E0428", row->limit->span,
                           S("this band is not in the unit that is counted"),
                           str_format(types->terms->arena, "%.*s", STR_ARG(type_text(types->terms, limit))));
            diag_note(diag, base.span,
                      str_format(types->terms->arena, "counted here: %.*s",
                                 STR_ARG(type_text(types->terms, base))));
            diag->help = S("write the limits of bands in the unit of the `on` line");
        }
        base = base.kind == TYPE_MONEY && !base.unit && limit.kind == TYPE_MONEY ? limit : base;
        check_rate(types, r, row->rate, base, true);
    }
    for (Size i = 0; i < r->rates.count; i++) {
        check_condition(types, r->rates.items[i].condition, 0);
        check_rate(types, r, r->rates.items[i].rate, base, false);
    }
    for (Size i = 0; i < r->caps.count; i++) {
        check_amount(types, r->caps.items[i].value);
        check_condition(types, r->caps.items[i].unless_, 0);
    }
    for (Size i = 0; i < r->minimums.count; i++)
        check_amount(types, r->minimums.items[i].value);
    check_extras(types, r, base);
}

static void check_credit(Types *types, const Credit *d)
{
    check_amount(types, d->amount);
    for (Size i = 0; i < d->caps.count; i++)
        check_amount(types, d->caps.items[i].value);
}

/* Instalments, and what they add up to. */
static void check_instalments(Types *types, const Clause *clause)
{
    const Payment    *p = clause_is(clause, REF(PAYMENT)) ? clause->data : NULL;
    const Milestones *d = p ? NULL : clause->data;
    Size              count = p ? p->rows.count : d->rows.count;
    for (Size i = 0; i < count; i++) {
        const Instalment *row = p ? &p->rows.items[i] : &d->rows.items[i];
        check_condition(types, row->condition, 0);
        check_amount(types, row->amount);
    }
    if (p) {
        check_amount(types, p->amount);
        check_amount(types, p->total);
    }
}

static const uint64_t measures =
    REF(DEFINE) | REF(METRIC) | REF(EVENT) | REF(FACT) | REF(CONDITION) | REF(TEST) | REF(TABLE);

void types_check(Terms *terms)
{
    Types all = {.terms = terms};
    all.known = NEW(terms->arena, Type, terms->decls.count + 1);
    all.state = NEW(terms->arena, unsigned char, terms->decls.count + 1);
    Types *types = &all;
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause *clause = terms->clauses.items[i];
        if (clause->poisoned || !clause->data)
            continue;
        check_list(types, &clause->while_);
        check_list(types, &clause->once);
        check_list(types, &clause->unless);
        check_list(types, &clause->if_);
        if (clause_is(clause, measures))
            check_measure(types, clause->data);
        if (clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE))) {
            const Right *right = clause->data;
            check_scope(types, right->fields);
            check_scope(types, right->assets);
            for (Size k = 0; k < right->sublicenses.count; k++)
                check_condition(types, right->sublicenses.items[k].condition, 0);
        }
        if (clause_is(clause, REF(ROYALTY)))
            check_royalty(types, clause->data);
        if (clause_is(clause, REF(PAYMENT) | REF(MILESTONES)))
            check_instalments(types, clause);
        if (clause_is(clause, REF(CREDIT)))
            check_credit(types, clause->data);
        if (clause_is(clause, REF(NET)))
            check_amount(types, ((const Netting *)clause->data)->carry_below);
        if (clause_is(clause, REF(CONSEQUENCE)))
            check_condition(types, ((const Consequence *)clause->data)->when, 0);
        if (clause_is(clause, REF(DUTY))) {
            check_condition(types, ((const Duty *)clause->data)->unless_, 0);
            check_condition(types, ((const Duty *)clause->data)->cure.stopped, 0);
        }
        if (clause_is(clause, REF(TERMINATION)))
            check_condition(types, ((const Termination *)clause->data)->cure.stopped, 0);
    }
}
