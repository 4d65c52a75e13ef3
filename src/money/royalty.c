/* royalty.c - see royalty.h. */
#include "money/royalty.h"

typedef struct {
    Plan  *plan;
    Diags *diags;
} Planner;

static const Terms *terms_of(const Planner *p) { return p->plan->st->terms; }

static const Clause *clause_named(const Planner *p, Word name, uint64_t refs)
{
    const Clause *clause = terms_clause(terms_of(p), name);
    return clause && clause_is(clause, refs) ? clause : NULL;
}

int lines_number(const PlanLines *lines, Word column)
{
    for (int i = 0; i < lines->column_count; i++)
        if (lines->columns[i].name == column)
            return lines->columns[i].number;
    return -1;
}

const RoyaltyVersion *royalty_on(const PlanRoyalty *royalty, Day day)
{
    for (Size i = 0; i < royalty->versions.count; i++)
        if (days_has(royalty->versions.items[i].days, day))
            return &royalty->versions.items[i];
    return NULL;
}

const RoyaltyVersion *royalty_near(const PlanRoyalty *royalty, Day day)
{
    const RoyaltyVersion *v = royalty->versions.items;
    Size                  last = royalty->versions.count - 1;
    for (Size i = 0; i <= last; i++)
        if (v[i].days.through >= day && v[i].days.from <= v[i].days.through)
            return &v[i];
    return &v[last];
}

/* ---- what a version is on ---- */

static bool item_in(const Plan *plan, Word item, const Node *list)
{
    for (const Node *one = list ? list->a : NULL; one && item; one = one->next)
        if (one->a->word == item || (plan->router && plan->router->within(plan->router, item, one->a->word)))
            return true;
    return false;
}

bool version_covers(const Plan *plan, const RoyaltyVersion *v, Word item)
{
    return !v->scope || item_in(plan, item, v->scope);
}

static bool has_kind(const Node *kinds, Word kind)
{
    for (const Node *item = kinds ? kinds->a : NULL; item; item = item->next)
        if (item->a->word == kind)
            return true;
    return false;
}

bool version_apart(const RoyaltyVersion *v, Word kind)
{
    return has_kind(v->text->counted_each, kind) || has_kind(v->text->per, kind);
}

static Word other_kind(const Node *kinds)
{
    for (const Node *item = kinds ? kinds->a : NULL; item; item = item->next)
        if (item->a->word != W_product && item->a->word != W_country && item->a->word != W_entity)
            return item->a->word;
    return 0;
}

Word version_apart_otherwise(const RoyaltyVersion *v)
{
    Word counted = other_kind(v->text->counted_each);
    return counted ? counted : other_kind(v->text->per);
}

Rational version_weight(const Plan *plan, const RoyaltyVersion *v, Word item)
{
    for (Size i = 0; i < v->text->weights.count; i++)
        if (item_in(plan, item, v->text->weights.items[i].products))
            return rational_of(v->text->weights.items[i].units->value,
                               v->text->weights.items[i].units->scale);
    return rational_whole(1);
}

/* ---- lines and their columns ---- */

static ColumnRole role_of(const Planner *p, Word name)
{
    static const struct {
        const char *name;
        ColumnRole  role;
    } roles[] = {
        {"line", COLUMN_LINE},       {"id", COLUMN_LINE},           {"product", COLUMN_PRODUCT},
        {"country", COLUMN_COUNTRY}, {"entity", COLUMN_ENTITY},     {"day", COLUMN_DAY},
        {"date", COLUMN_DAY},        {"currency", COLUMN_CURRENCY},
    };
    Str text = terms_text(terms_of(p), name);
    for (Size i = 0; i < COUNT(roles); i++)
        if (str_equal(text, str_from(roles[i].name)))
            return roles[i].role;
    return COLUMN_IGNORED;
}

static bool is_unit(const Planner *p, Word name)
{
    const Decl *decl = terms_decl(terms_of(p), name);
    return name == W_units || (decl && (decl->ref & REF(UNIT)));
}

static int subject_named(const Planner *p, const Node *who)
{
    if (who && who->kind == N_LIST)
        who = who->a->a;
    const Node *name = who && who->kind == N_WHO && who->op == WHO_NAMED ? who->a : NULL;
    return name ? standing_subject(p->plan->st, name->word) : -1;
}

static int lines_index(Planner *p, const Clause *clause)
{
    for (Size i = 0; i < p->plan->lines.count; i++)
        if (p->plan->lines.items[i].clause == clause)
            return (int)i;
    PlanLines  *lines = PUSH(p->plan->arena, &p->plan->lines);
    const Node *states = ((const Measure *)clause->data)->states;
    *lines = (PlanLines){.clause = clause,
                         .reporter = subject_named(p, ((const Measure *)clause->data)->recorded_by)};
    for (const Node *item = states ? states->a : NULL; item && lines->column_count < PLAN_COLUMNS_MOST;
         item = item->next)
        lines->columns[lines->column_count++] =
            (PlanColumn){.name = item->a->word, .role = role_of(p, item->a->word), .number = -1};
    return (int)p->plan->lines.count - 1;
}

/* The column becomes a number of the line, if it is one of these lines. */
static int need_number(Planner *p, PlanLines *lines, Word name)
{
    for (int i = 0; i < lines->column_count; i++) {
        PlanColumn *column = &lines->columns[i];
        if (column->name != name || (column->role != COLUMN_IGNORED && column->number < 0))
            continue;
        if (column->number < 0 && lines->slot_count < PLAN_SLOTS_MOST) {
            column->role = is_unit(p, name) ? COLUMN_COUNT : COLUMN_MONEY;
            column->number = lines->number_count++;
            lines->slots[lines->slot_count++] = (Slot){.number = column->number};
        }
        return column->number;
    }
    return -1;
}

static const Clause *lines_stating(const Planner *p, Word column)
{
    const Clause *found = NULL;
    for (Size i = 0; i < terms_of(p)->clauses.count; i++) {
        const Clause *clause = terms_of(p)->clauses.items[i];
        const Node   *states = clause_is(clause, REF(LINES)) ? ((const Measure *)clause->data)->states : NULL;
        for (const Node *item = states ? states->a : NULL; item; item = item->next)
            if (item->a->word == column && !found)
                found = clause;
    }
    return found;
}

/* ---- walking a base ---- */

/* The lines clause a value is counted in: said with `in sales`, or the one that states its columns. */
static const Clause *lines_of(const Planner *p, const Node *node, int depth)
{
    const Clause *found = NULL;
    if (!node || depth > 16)
        return NULL;
    if (node->kind == N_PERCENT)
        return lines_of(p, node->a, depth + 1);
    if (node->kind == N_MATH) {
        for (const Node *item = node->a; item && !found; item = item->next)
            found = lines_of(p, item, depth + 1);
        return found ? found : lines_of(p, node->b, depth + 1);
    }
    if (node->kind != N_PHRASE || !node->a || node->a->kind != N_NAME)
        return NULL;
    for (const Node *m = node->b; m; m = m->next)
        if (m->op == PHRASE_IN && m->a && m->a->kind == N_LIST && m->a->a->a)
            found = found ? found : clause_named(p, m->a->a->a->word, REF(LINES));
    if (found)
        return found;
    const Clause *named = clause_named(p, node->a->word, REF(LINES) | REF(DEFINE));
    if (named && clause_is(named, REF(DEFINE)))
        return lines_of(p, ((const Measure *)named->data)->equals, depth + 1);
    return named ? named : lines_stating(p, node->a->word);
}

static void need_all(Planner *p, PlanLines *lines, const Node *node, int depth)
{
    if (!node || depth > 16)
        return;
    if (node->kind == N_PERCENT || node->kind == N_MONEY)
        need_all(p, lines, node->a, depth + 1);
    if (node->kind == N_NAME)
        (void)need_number(p, lines, node->word);
    if (node->kind == N_MATH) {
        for (const Node *item = node->a; item; item = item->next)
            need_all(p, lines, item, depth + 1);
        need_all(p, lines, node->b, depth + 1);
    }
    if (node->kind != N_PHRASE || !node->a || node->a->kind != N_NAME)
        return;
    const Clause *named = clause_named(p, node->a->word, REF(DEFINE));
    if (!named)
        (void)need_number(p, lines, node->a->word);
    for (; named; named = named->later) { /* each on the days of its text */
        const Measure *d = named->data;
        need_all(p, lines, d->equals, depth + 1);
        for (Size i = 0; i < d->limits.count; i++)
            need_all(p, lines, d->limits.items[i].share, depth + 1);
    }
}

static Word head_of(const Node *node)
{
    while (node && (node->kind == N_PERCENT || node->kind == N_MATH))
        node = node->a;
    return node && node->kind == N_PHRASE && node->a && node->a->kind == N_NAME ? node->a->word : 0;
}

static const Node *scope_of(const Node *node)
{
    while (node && (node->kind == N_PERCENT || node->kind == N_MATH))
        node = node->a;
    for (const Node *m = node && node->kind == N_PHRASE ? node->b : NULL; m; m = m->next)
        if (m->op == PHRASE_OF && m->a && m->a->kind == N_LIST)
            return m->a;
    return NULL;
}

/* ---- values computed line by line ---- */

/* `gross less 5 USD`: of each line. */
static bool adds_constant(const Node *node)
{
    const Node *sides[] = {node->a, node->b};
    for (Size i = 0; i < COUNT(sides) && (node->op == MATH_PLUS || node->op == MATH_LESS); i++)
        if (sides[i] && !sides[i]->a &&
            (sides[i]->kind == N_MONEY || sides[i]->kind == N_COUNT || sides[i]->kind == N_NUMBER))
            return true;
    return false;
}

static bool is_ranked(const Planner *p, const Node *node, int depth)
{
    if (!node || depth > 16)
        return false;
    if (node->kind == N_PERCENT)
        return is_ranked(p, node->a, depth + 1);
    if (node->kind == N_MATH)
        return node->op >= MATH_GREATEST || is_ranked(p, node->a, depth + 1) ||
               is_ranked(p, node->b, depth + 1) || adds_constant(node);
    const Clause *named = node->kind == N_PHRASE && node->a && node->a->kind == N_NAME
                              ? clause_named(p, node->a->word, REF(DEFINE))
                              : NULL;
    for (; named; named = named->later)
        if (is_ranked(p, ((const Measure *)named->data)->equals, depth + 1))
            return true;
    return false;
}

static int64_t ten_to(int scale)
{
    int64_t value = 1;
    while (scale-- > 0)
        value *= 10;
    return value;
}

static bool scaled(const Node *node, int64_t *out)
{
    return node->scale <= SUM_SCALE &&
           !__builtin_mul_overflow(node->value, ten_to(SUM_SCALE - node->scale), out);
}

static void emit(const Planner *p, Slot *slot, LineOp op) { *PUSH(p->plan->arena, &slot->ops) = op; }

static bool emit_value(Planner *p, PlanLines *lines, Slot *slot, const Node *node, int depth);

/* The column that counts a unit, by either of its names: `per unit` finds `units`. */
static int need_count(Planner *p, PlanLines *lines, Word unit)
{
    for (int i = 0; i < lines->column_count; i++)
        if (terms_unit(terms_of(p), lines->columns[i].name) == terms_unit(terms_of(p), unit))
            return need_number(p, lines, lines->columns[i].name);
    return -1;
}

/* 0.02 USD per title: times the titles of the line, or a single one when lines do not count them. */
static bool emit_money(Planner *p, PlanLines *lines, Slot *slot, const Node *node)
{
    int64_t amount = 0;
    int     currency = currency_find(terms_text(terms_of(p), node->word));
    int     number = node->a ? need_count(p, lines, node->a->word) : -1;
    if (!scaled(node, &amount))
        return false;
    emit(p, slot, (LineOp){.kind = OP_CONSTANT, .constant = amount, .currency = currency});
    if (number < 0)
        return true;
    slot->ops.count--;
    emit(p, slot, (LineOp){.kind = OP_NUMBER, .number = number, .currency = -1});
    emit(p, slot,
         (LineOp){.kind = OP_TIMES_RATIO,
                  .constant = node->value,
                  .divisor = ten_to(node->scale),
                  .currency = currency});
    return true;
}

static bool emit_math(Planner *p, PlanLines *lines, Slot *slot, const Node *node, int depth)
{
    static const LineOpKind kinds[] = {
        [MATH_PLUS] = OP_ADD,    [MATH_LESS] = OP_LESS,       [MATH_GREATEST] = OP_GREATEST,
        [MATH_LEAST] = OP_LEAST, [MATH_LATEST] = OP_GREATEST, [MATH_EARLIEST] = OP_LEAST,
    };
    if (node->op == MATH_TIMES || node->op == MATH_DIVIDED || !emit_value(p, lines, slot, node->a, depth + 1))
        return false;
    if (node->op < MATH_GREATEST) {
        bool done = emit_value(p, lines, slot, node->b, depth + 1);
        emit(p, slot, (LineOp){.kind = kinds[node->op], .currency = -1});
        return done;
    }
    for (const Node *item = node->a->next; item; item = item->next) {
        if (!emit_value(p, lines, slot, item, depth + 1))
            return false;
        emit(p, slot, (LineOp){.kind = kinds[node->op], .currency = -1});
    }
    return true;
}

static bool emit_value(Planner *p, PlanLines *lines, Slot *slot, const Node *node, int depth)
{
    if (!node || depth > 16)
        return false;
    if (node->kind == N_MONEY || node->kind == N_COUNT)
        return emit_money(p, lines, slot, node);
    if (node->kind == N_PERCENT && node->a) {
        bool done = emit_value(p, lines, slot, node->a, depth + 1);
        emit(p, slot,
             (LineOp){.kind = OP_TIMES_RATIO,
                      .constant = node->value,
                      .divisor = ten_to(node->scale + 2),
                      .currency = -1});
        return done;
    }
    if (node->kind == N_MATH)
        return emit_math(p, lines, slot, node, depth);
    if (node->kind != N_PHRASE || !node->a || node->a->kind != N_NAME)
        return false;
    const Clause *named = clause_named(p, node->a->word, REF(DEFINE));
    if (named && named->later)
        return false; /* a line does not know its text */
    if (named)
        return emit_value(p, lines, slot, ((const Measure *)named->data)->equals, depth + 1);
    int number = need_number(p, lines, node->a->word);
    emit(p, slot, (LineOp){.kind = OP_NUMBER, .number = number, .currency = -1});
    return number >= 0;
}

static bool same_ops(const Slot *a, const Slot *b)
{
    bool same = a->ops.count == b->ops.count;
    for (Size i = 0; i < a->ops.count && same; i++) {
        const LineOp *x = &a->ops.items[i], *y = &b->ops.items[i];
        same = x->kind == y->kind && x->number == y->number && x->constant == y->constant &&
               x->divisor == y->divisor && x->currency == y->currency && x->unit == y->unit &&
               x->rounding == y->rounding;
    }
    return same;
}

/* The slot that computes it, or -1: there are too many. */
static int computed_slot(PlanLines *lines, Slot slot)
{
    for (int i = 0; i < lines->slot_count; i++)
        if (lines->slots[i].ops.count && same_ops(&lines->slots[i], &slot))
            return i;
    if (lines->slot_count >= PLAN_SLOTS_MOST)
        return -1;
    lines->slots[lines->slot_count] = slot;
    return lines->slot_count++;
}

static void cannot(Planner *p, RoyaltyVersion *v, Span span, Str what)
{
    v->unmeasured = true;
    diag_refuse(
        p->diags, "E0610", span, str_format(p->plan->arena, "%.*s cannot be computed", STR_ARG(what)),
        S("not from the numbers of one line"),
        S("use columns of the lines, amounts, percentages, `plus`, `less`, `least of` and `greatest of`"));
}

/* `price at most 400 USD`: the base of a line is at most that times its units. */
static void cap_price(Planner *p, PlanLines *lines, RoyaltyVersion *v)
{
    const Node *most = v->text->price_most;
    Slot        slot = {.number = -1};
    int         units = need_number(p, lines, W_units);
    int64_t     amount = 0;
    if (units < 0 || !scaled(most, &amount) || !emit_value(p, lines, &slot, v->base, 0)) {
        cannot(p, v, most->span, S("this cap on a price"));
        return;
    }
    int currency = currency_find(terms_text(terms_of(p), most->word));
    emit(p, &slot, (LineOp){.kind = OP_NUMBER, .number = units, .currency = -1});
    emit(p, &slot,
         (LineOp){.kind = OP_TIMES_RATIO,
                  .constant = most->value,
                  .divisor = ten_to(most->scale),
                  .currency = currency});
    emit(p, &slot, (LineOp){.kind = OP_LEAST, .currency = -1});
    v->slot = computed_slot(lines, slot);
}

static const Clause *define_of(const Planner *p, const Node *node)
{
    bool named = node->kind == N_PHRASE && node->a && node->a->kind == N_NAME;
    return named ? clause_named(p, node->a->word, REF(DEFINE)) : NULL;
}

static const Node *equals_of(const Clause *define) { return ((const Measure *)define->data)->equals; }

/* Whether a value grows with the numbers of a line. */
static bool grows(const Planner *p, const PlanLines *lines, const Node *node, int depth)
{
    if (!node || depth > 16)
        return false;
    if (node->kind == N_PERCENT)
        return grows(p, lines, node->a, depth + 1);
    if (node->kind == N_MATH)
        return grows(p, lines, node->a, depth + 1) || grows(p, lines, node->b, depth + 1);
    if (node->kind != N_PHRASE || !node->a)
        return false;
    const Clause *define = define_of(p, node);
    return define ? grows(p, lines, equals_of(define), depth + 1) : lines_number(lines, node->a->word) >= 0;
}

/* Sums of lines can be added up and multiplied by what stands in the text, not by one another. */
static bool is_linear(const Planner *p, const PlanLines *lines, const Node *node, int depth)
{
    if (!node || depth > 16)
        return true;
    if (node->kind == N_PERCENT)
        return is_linear(p, lines, node->a, depth + 1);
    for (const Clause *define = define_of(p, node); define; define = define->later)
        if (!is_linear(p, lines, equals_of(define), depth + 1))
            return false;
    if (node->kind != N_MATH || node->op >= MATH_GREATEST)
        return true;
    bool product = node->op == MATH_TIMES && grows(p, lines, node->a, 0) && grows(p, lines, node->b, 0);
    bool ratio = node->op == MATH_DIVIDED && grows(p, lines, node->b, 0);
    return !product && !ratio && is_linear(p, lines, node->a, depth + 1) &&
           is_linear(p, lines, node->b, depth + 1);
}

static void plan_limits_of(Planner *p, RoyaltyVersion *v, const Measure *define)
{
    for (Size i = 0; i < define->limits.count; i++) {
        const Limit *limit = &define->limits.items[i];
        if (limit->each.kind == EACH_UNSAID || (v->limited && v->limit.kind != limit->each.kind))
            cannot(p, v, limit->span, S("a limit without a period, or two for different periods,"));
        v->limit = limit->each;
        v->limited = true;
    }
}

/* The limits of all definitions that a base rests on: they must be for the same period. */
static void plan_limits(Planner *p, RoyaltyVersion *v, const Node *node, int depth)
{
    if (!node || depth > 16)
        return;
    if (node->kind == N_PERCENT || node->kind == N_MATH) {
        plan_limits(p, v, node->a, depth + 1);
        plan_limits(p, v, node->kind == N_MATH ? node->b : NULL, depth + 1);
        return;
    }
    for (const Clause *define = define_of(p, node); define; define = define->later) {
        plan_limits_of(p, v, define->data);
        plan_limits(p, v, equals_of(define), depth + 1);
    }
}

static void plan_slot(Planner *p, PlanLines *lines, RoyaltyVersion *v)
{
    const Node *rate = v->text->rates.count == 1 ? v->text->rates.items[0].rate : NULL;
    Slot        slot = {.number = -1};
    if (v->text->price_most) {
        cap_price(p, lines, v);
    } else if (rate && is_ranked(p, rate, 0)) {
        v->priced = emit_value(p, lines, &slot, rate, 0);
        v->slot = v->priced ? computed_slot(lines, slot) : -1;
        if (v->slot < 0)
            cannot(p, v, rate->span, S("this rate"));
    } else if (is_ranked(p, v->base, 0)) {
        v->slot = emit_value(p, lines, &slot, v->base, 0) ? computed_slot(lines, slot) : -1;
        if (v->slot < 0)
            cannot(p, v, v->base->span, S("this base"));
    }
}

/* ---- amounts that are rounded on each line ---- */

/* Sums, differences and names: then nothing is rejected because it does not end. */
static bool is_plain(const Planner *p, const Node *node, int depth)
{
    if (!node || depth > 16 || node->kind == N_PERCENT)
        return false;
    if (node->kind == N_MATH)
        return (node->op == MATH_PLUS || node->op == MATH_LESS) && is_plain(p, node->a, depth + 1) &&
               is_plain(p, node->b, depth + 1);
    const Clause *define = define_of(p, node);
    return node->kind == N_PHRASE && (!define || is_plain(p, equals_of(define), depth + 1));
}

/* A rate, or a share of the base and a rate, as one ratio. False: it is neither a percentage nor a price per
 * unit, or too fine. */
static bool ratio_of(const Node *share, const Node *rate, LineOp *out)
{
    bool percent = rate->kind == N_PERCENT && !rate->a;
    if (!percent && (rate->kind != N_MONEY || !rate->a))
        return false;
    int scale = rate->scale + (percent ? 2 : 0);
    out->constant = rate->value;
    for (; share && share->kind == N_PERCENT; share = share->a) {
        scale += share->scale + 2;
        if (__builtin_mul_overflow(out->constant, share->value, &out->constant))
            return false;
    }
    out->divisor = scale <= 18 ? ten_to(scale) : 0;
    return scale <= 18;
}

/* What a slot comes to, rounded. */
static int rounded_slot(Planner *p, PlanLines *lines, const Slot *of, LineOp op)
{
    Slot slot = {.number = -1};
    for (Size i = 0; i < of->ops.count; i++)
        emit(p, &slot, of->ops.items[i]);
    emit(p, &slot, op);
    return computed_slot(lines, slot);
}

static void round_rate(Planner *p, PlanLines *lines, RoyaltyVersion *v, const Node *rate)
{
    const Agreement *header = terms_header(terms_of(p));
    const Node      *base = v->base;
    LineOp           op = {.kind = OP_TIMES_ROUNDED, .currency = -1, .rounding = header->rounding_mode};
    Slot             slot = {.number = -1};
    for (Size i = 0; i < v->rounded.count; i++)
        if (v->rounded.items[i].rate == rate)
            return;
    while (v->slot < 0 && base && base->kind == N_PERCENT)
        base = base->a;
    if (!scaled(header->rounding, &op.unit) || op.unit <= 0 ||
        !ratio_of(v->slot < 0 ? v->base : NULL, rate, &op))
        return;
    if (v->slot < 0 && (!is_plain(p, base, 0) || !emit_value(p, lines, &slot, base, 0)))
        return;
    int at = rounded_slot(p, lines, v->slot < 0 ? &slot : &lines->slots[v->slot], op);
    if (at >= 0)
        *PUSH(p->plan->arena, &v->rounded) = (RoundedRate){rate, at};
}

static void round_rates(Planner *p, PlanLines *lines, RoyaltyVersion *v, const Node *rate)
{
    const Clause *table =
        rate && rate->kind == N_PHRASE && rate->a ? clause_named(p, rate->a->word, REF(TABLE)) : NULL;
    if (rate && !table)
        round_rate(p, lines, v, rate);
    for (; table; table = table->later)
        for (Size i = 0; i < ((const Measure *)table->data)->rows.count; i++)
            round_rate(p, lines, v, ((const Measure *)table->data)->rows.items[i].value);
}

/* `rounding … on each line`: what a line comes to at each rate that it may have. Limits, weights and shares
 * of lines leave it unknown. */
static void plan_rounding(Planner *p, PlanLines *lines, RoyaltyVersion *v)
{
    const Agreement *header = terms_header(terms_of(p));
    const Royalty   *text = v->text;
    LineOp           op = {.kind = OP_TIMES_ROUNDED, .constant = 1, .divisor = 1, .currency = -1};
    if (!header || !header->rounding || header->rounding_point != ROUND_AT_LINE || v->limited ||
        v->unmeasured || text->weights.count)
        return;
    op.rounding = header->rounding_mode;
    if (v->priced && scaled(header->rounding, &op.unit) && op.unit > 0)
        v->slot = rounded_slot(p, lines, &lines->slots[v->slot], op); /* -1: unknown */
    v->unmeasured |= v->priced && v->slot < 0;
    for (Size i = 0; !v->priced && i < text->rates.count; i++)
        round_rates(p, lines, v, text->rates.items[i].rate);
    for (Size i = 0; !v->priced && i < text->bands.count; i++)
        round_rates(p, lines, v, text->bands.items[i].rate);
    for (Size i = 0; !v->priced && i < text->elections.count; i++)
        round_rates(p, lines, v, text->elections.items[i].rate);
}

/* ---- filters: `if minutes over 12 minutes` ---- */

static void plan_filter(Planner *p, PlanLines *lines, RoyaltyVersion *v, const Node *condition)
{
    if (!condition)
        return;
    if (condition->kind == N_ALL) {
        for (const Node *item = condition->a; item; item = item->next)
            plan_filter(p, lines, v, item);
        return;
    }
    const Node *left = condition->kind == N_COMPARE ? condition->a : NULL,
               *right = left ? condition->b : NULL;
    int     number = left && left->kind == N_PHRASE && left->a ? need_number(p, lines, left->a->word) : -1;
    int64_t value = 0;
    bool    known = number >= 0 &&
                 (right->kind == N_COUNT || right->kind == N_MONEY || right->kind == N_NUMBER) &&
                 scaled(right, &value);
    if (!known || lines->filter_count >= PLAN_FILTERS_MOST) {
        cannot(p, v, condition->span, S("this condition on lines"));
        return;
    }
    v->filters |= 1u << lines->filter_count;
    lines->filters[lines->filter_count++] =
        (Filter){.number = number, .op = condition->op, .value = value, .span = condition->span};
}

/* ---- royalties ---- */

static void plan_version(Planner *p, PlanRoyalty *royalty, const Clause *clause, const Royalty *text)
{
    Days            ever = {DAY_MIN, standing_sunset(p->plan->st, clause->name)};
    RoyaltyVersion *v = PUSH(p->plan->arena, &royalty->versions);
    *v = (RoyaltyVersion){.clause = clause,
                          .text = text,
                          .days = days_meet(clause->in_force, ever),
                          .lines = -1,
                          .base = text->on,
                          .slot = -1};
    v->head = head_of(text->on);
    v->scope = scope_of(text->on);
    const Clause *lines = lines_of(p, text->on, 0);
    if (!lines)
        return;
    v->lines = lines_index(p, lines);
    PlanLines *columns = &p->plan->lines.items[v->lines];
    need_all(p, columns, text->on, 0);
    plan_filter(p, columns, v, text->on_if);
    plan_slot(p, columns, v);
    if (v->slot < 0 && !is_linear(p, columns, text->on, 0))
        cannot(p, v, text->on->span, S("a product of two columns"));
    plan_limits(p, v, text->on, 0);
    if (royalty_is_priced(royalty))
        plan_rounding(p, columns, v);
}

static bool pays(const Node *node, Word name)
{
    for (const Node *item = node && node->kind == N_LIST ? node->a : NULL; item; item = item->next)
        if (item->a->word == name)
            return true;
    return node && node->kind == N_NAME && node->word == name;
}

static bool named_by_grants(const Planner *p, Word name)
{
    for (Size i = 0; i < terms_of(p)->clauses.count; i++) {
        const Clause *clause = terms_of(p)->clauses.items[i];
        if (clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE)) && !clause->poisoned &&
            pays(((const Right *)clause->data)->pays, name))
            return true;
    }
    return false;
}

/* A credit is planned as what it counts: lines and a base, without a price. */
static void plan_credit(Planner *p, const Clause *clause)
{
    const Credit *credit = clause->data;
    Royalty      *text = NEW(p->plan->arena, Royalty, 1);
    PlanRoyalty  *royalty = NEW(p->plan->arena, PlanRoyalty, 1);
    *text = (Royalty){.on = credit->amount};
    *royalty =
        (PlanRoyalty){.name = clause->name, .clause = clause, .payer = -1, .payee = -1, .credit = true};
    *PUSH(p->plan->arena, &p->plan->royalties) = royalty;
    plan_version(p, royalty, clause, text);
}

/* The period of `net-sales in the calendar year`; without one, that of the clause, or all of the term.
 * Unsaid: another one than that of the clause, or one that sums do not tell. */
static Each period_of_sales(const Milestones *d, const Node *sales)
{
    static const EachKind in_years[] = {[0] = EACH_YEAR, [1] = EACH_CONTRACT_YEAR};
    Each                  each = d->each.kind == EACH_UNSAID ? (Each){.kind = EACH_TERM} : d->each;
    for (const Node *m = sales->b; m; m = m->next) {
        if (m->op == PHRASE_IN && m->a && m->a->kind == N_LIST)
            continue; /* of which lines */
        bool contract = m->word == W_contract;
        if (m->op != PHRASE_IN_LAST || m->value || (contract && m->part != W_year))
            return (Each){0};
        each.kind = m->part == W_year ? in_years[contract] : EACH_QUARTER;
    }
    return d->each.kind == EACH_UNSAID || each.kind == d->each.kind ? each : (Each){0};
}

/* Of a row `phones if net-sales in sales over N`: `net-sales in sales of phones`. */
static Node *base_of_sales(Planner *p, const Instalment *row, const Node *level)
{
    Arena *arena = p->plan->arena;
    Node  *base = NEW(arena, Node, 1), *of = NEW(arena, Node, 1), *list = NEW(arena, Node, 1);
    Node  *item = NEW(arena, Node, 1);
    *item = (Node){.a = row->day, .span = row->day->span};
    *list = (Node){.kind = N_LIST, .a = item, .span = row->day->span};
    *of = (Node){.kind = N_PHRASE, .op = PHRASE_OF, .a = list, .span = row->day->span};
    *base = *level->a;
    base->b = of;
    for (const Node *m = level->a->b; m; m = m->next)
        if (m->op == PHRASE_IN && m->a && m->a->kind == N_LIST) {
            Node *lines = NEW(arena, Node, 1);
            *lines = *m;
            lines->next = base->b;
            base->b = lines;
        }
    return base;
}

/* What reaches a sum of milestones is planned as what it counts, as a credit is. Each text of the clause
 * counts from the beginning. */
static void plan_sales(Planner *p, const Clause *clause, const Instalment *row)
{
    const Milestones *d = clause->data;
    const Node       *whole = clause->if_.count == 1 ? clause->if_.items[0] : NULL; /* of all its sums */
    const Node       *c = row->condition ? row->condition : whole;
    if (clause_named(p, row->day->word, REF(EVENT)) || !c || c->kind != N_COMPARE || !c->a ||
        c->a->kind != N_PHRASE || !c->a->a || c->a->a->kind != N_NAME)
        return;
    Royalty     *text = NEW(p->plan->arena, Royalty, 1);
    PlanRoyalty *royalty = NEW(p->plan->arena, PlanRoyalty, 1);
    *text = (Royalty){.on = base_of_sales(p, row, c),
                      .same = d->same,
                      .counted_each = d->times_each ? d->times_each : d->one_time_each};
    *royalty = (PlanRoyalty){.name = clause->name,
                             .clause = clause,
                             .payer = subject_named(p, d->payer),
                             .payee = subject_named(p, d->payee),
                             .reached = row,
                             .level = c,
                             .reached_in = period_of_sales(d, c->a)};
    *PUSH(p->plan->arena, &p->plan->royalties) = royalty;
    plan_version(p, royalty, clause, text);
    royalty->versions.items[0].days = (Days){DAY_MIN, DAY_MAX};
}

static PlanRoyalty *royalty_for(Planner *p, const Clause *clause)
{
    const Royalty *text = clause->data;
    for (Size k = 0; k < p->plan->royalties.count; k++)
        if (p->plan->royalties.items[k]->name == clause->name)
            return p->plan->royalties.items[k];
    PlanRoyalty *royalty = NEW(p->plan->arena, PlanRoyalty, 1);
    *royalty = (PlanRoyalty){.name = clause->name,
                             .clause = clause,
                             .payer = subject_named(p, text->payer),
                             .payee = subject_named(p, text->payee),
                             .by_grants = named_by_grants(p, clause->name)};
    *PUSH(p->plan->arena, &p->plan->royalties) = royalty;
    return royalty;
}

void royalties_plan(Plan *plan, Diags *diags)
{
    Planner p = {plan, diags};
    for (Size i = 0; i < terms_of(&p)->clauses.count; i++) {
        const Clause *clause = terms_of(&p)->clauses.items[i];
        if (clause->poisoned || clause->optional || !clause->data)
            continue;
        if (clause_is(clause, REF(ROYALTY)))
            plan_version(&p, royalty_for(&p, clause), clause, clause->data);
        else if (clause_is(clause, REF(CREDIT)) && ((const Credit *)clause->data)->amount)
            plan_credit(&p, clause);
        else if (clause_is(clause, REF(MILESTONES)))
            for (Size k = 0; k < ((const Milestones *)clause->data)->rows.count; k++)
                plan_sales(&p, clause, &((const Milestones *)clause->data)->rows.items[k]);
    }
    for (Size i = 0; i < plan->lines.count; i++)
        if (plan->lines.items[i].slot_count > plan->slots)
            plan->slots = plan->lines.items[i].slot_count;
}
