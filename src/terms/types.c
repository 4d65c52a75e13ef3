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
    case TYPE_MONEY: return str_format(terms->arena, "money in %.*s", STR_ARG(terms_text(terms, type.unit)));
    case TYPE_COUNT:
        return str_format(terms->arena, "a count of %.*s", STR_ARG(terms_text(terms, type.unit)));
    case TYPE_DURATION: return str_format(terms->arena, "a duration in %s", durations[type.unit - 1]);
    case TYPE_DATE: return S("a date");
    case TYPE_TEXT: return S("a text");
    case TYPE_ANY: break;
    }
    return S("a value");
}

static Word singular_unit(const Terms *terms, Word unit)
{
    const Decl *decl = terms_decl(terms, unit);
    return decl && (decl->ref & REF(UNIT)) && decl->clause ? decl->clause->name : unit;
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
        type.unit = singular_unit(types->terms, node->word);
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
        if (clause_is(clause, REF(CONSEQUENCE)))
            check_condition(types, ((const Consequence *)clause->data)->when, 0);
    }
}
