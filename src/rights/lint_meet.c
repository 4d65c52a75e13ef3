/* lint_meet.c - clauses that meet: exclusive licences with others, grants with reservations.
 *
 * All pairs within one licensor's portfolio are compared, cheapest test first, on the bit sets that
 * the rules have anyway. What is found is then looked at closely: where it is, and whether the two
 * can hold on one day. */
#include "rights/lint_rules.h"

/* ---- pairs ---- */

typedef struct {
    const Rule *rule;
    Days        exclusive; /* on which it is exclusive or sole */
    Exclusivity kind;      /* then */
} Item;

typedef LIST_OF(Item) Items;

static bool walls(Exclusivity kind) { return kind == EXCL_EXCLUSIVE || kind == EXCL_SOLE; }

/* The days on which a rule is exclusive: from the text, then by what consequences made of it. */
static Item item_of(const Rules *r, const Rule *rule)
{
    const Right *right = rule->clause->data;
    const Node  *end = right->exclusive_through ? right->exclusive_through : right->exclusive_until;
    Scene        scene = {
               .day = DAY_MAX, .grantor = rule->grantor, .grantee = -1, .asker = -1, .occurrence = rule->occurrence};
    Item item = {rule, {DAY_MAX, DAY_MIN}, right->exclusive};
    Day  last = DAY_MAX;
    if (walls(right->exclusive)) {
        if (end && !walls(right->exclusive_then) && day_named(r->st, end, &scene, &last) != YES)
            last = DAY_MAX;
        item.exclusive = (Days){rule->days.from, rule->days.through < last ? rule->days.through : last};
    }
    for (Size i = 0; i < rule->change_count; i++) {
        const Change *change = &rule->changes[i];
        if (change->effect->kind != EFFECT_BECOMES)
            continue;
        bool now = walls(change->effect->becomes);
        if (now && days_empty(item.exclusive))
            item.exclusive = (Days){change->day, rule->days.through};
        else if (!now && item.exclusive.through >= change->day)
            item.exclusive.through = change->day - 1;
        if (now)
            item.kind = change->effect->becomes;
    }
    return item;
}

static bool takes_part(const Rule *rule)
{
    return lint_is_grant(rule) && !rule->sublicense && !rule->never_started && rule->grantee_count &&
           !days_empty(rule->days);
}

/* Somebody whom `b` licenses stands outside `a`. */
static bool somebody_else(const Rule *a, const Rule *b)
{
    for (Size i = 0; i < b->grantee_count; i++) {
        const Grantee *g = &b->grantees[i];
        if (g->subject >= 0 ? !bits_has(a->who, g->subject) : !bits_within(b->who, a->who))
            return true;
    }
    return false;
}

static bool has_edge(const Rules *r, const Rule *a, const Rule *b)
{
    return rule_overrides(r, a, b->clause) || rule_overrides(r, b, a->clause);
}

/* The days on which one of the two may not stand beside the other. */
static Days conflict_days(const Item *a, const Item *b)
{
    Days both = days_meet(a->rule->days, b->rule->days);
    Days by_a = days_meet(a->exclusive, both), by_b = days_meet(b->exclusive, both);
    bool other = somebody_else(a->rule, b->rule) || somebody_else(b->rule, a->rule);
    if (!other) {
        Days walled = days_meet(by_a, by_b);
        return a->kind != b->kind ? walled : (Days){DAY_MAX, DAY_MIN};
    }
    return days_empty(by_a) ? by_b : by_a;
}

static bool sets_meet(const Rule *a, const Rule *b, const Cells *cells)
{
    return (a->acts & b->acts) && lint_meets(a->assets, b->assets, cells->assets) &&
           lint_meets(a->fields, b->fields, cells->fields) && bits_meet(a->places, b->places) &&
           bits_meet(a->products, b->products);
}

static bool try_pair(const Rules *r, const Item *a, const Item *b, const Cells *cells, Overlap *out)
{
    if (a->rule->clause == b->rule->clause || a->rule->clause->name == b->rule->clause->name ||
        !sets_meet(a->rule, b->rule, cells))
        return false;
    Days days = conflict_days(a, b);
    if (days_empty(days) || has_edge(r, a->rule, b->rule))
        return false;
    bool swap = days_empty(a->exclusive);
    *out = (Overlap){swap ? b->rule : a->rule, swap ? a->rule : b->rule, days};
    return true;
}

/* The items of one licensor: those that wall off stand first, so that pairs of plain ones are never
 * looked at. `rows` has for each asset one bit for each item about it: what shares no asset is never
 * looked at either. */
typedef struct {
    const Rules *r;
    const Cells *cells;
    Items        items;
    Size         walled;
    OverlapFound found;
    void        *context;
} Pairs;

typedef struct {
    int32_t  *row_of; /* by asset: 1 + its row, 0: none */
    uint64_t *rows;
    Size      words;
} AssetRows;

static AssetRows asset_rows(const Pairs *p, Arena *work)
{
    Size      rows = 0, assets = p->cells->assets.size;
    AssetRows out = {.row_of = NEW(work, int32_t, assets + 1), .words = BITS_WORDS(p->items.count)};
    for (Size i = 0; i < p->items.count; i++)
        for (Size a = bits_next(p->items.items[i].rule->assets, 1); a >= 0;
             a = bits_next(p->items.items[i].rule->assets, a + 1))
            if (!out.row_of[a])
                out.row_of[a] = (int32_t)++rows;
    out.rows = NEW(work, uint64_t, (rows + 1) * out.words);
    for (Size i = 0; i < p->items.count; i++)
        for (Size a = bits_next(p->items.items[i].rule->assets, 1); a >= 0;
             a = bits_next(p->items.items[i].rule->assets, a + 1))
            out.rows[(out.row_of[a] - 1) * out.words + (i >> 6)] |= (uint64_t)1 << (i & 63);
    return out;
}

static Size pairs_with(const Pairs *p, Size i, Bits candidates)
{
    Size    count = 0;
    Overlap one;
    for (Size k = bits_next(candidates, i + 1); k >= 0; k = bits_next(candidates, k + 1)) {
        if (!try_pair(p->r, &p->items.items[i], &p->items.items[k], p->cells, &one))
            continue;
        count++;
        if (p->found)
            p->found(p->context, &one);
    }
    return count;
}

static Size pairs_of(const Pairs *p)
{
    Arena     work = {0};
    Size      count = 0;
    AssetRows rows = asset_rows(p, &work);
    Bits      candidates = bits_new(&work, p->items.count);
    for (Size i = 0; i < p->walled; i++) {
        Bits assets = p->items.items[i].rule->assets;
        bits_clear(candidates);
        for (Size a = bits_next(assets, 1); a >= 0; a = bits_next(assets, a + 1))
            for (Size w = i >> 6; w < rows.words; w++)
                candidates.words[w] |= rows.rows[(rows.row_of[a] - 1) * rows.words + w];
        count += i + 1 < p->items.count ? pairs_with(p, i, candidates) : 0;
    }
    arena_free(&work);
    return count;
}

Size lint_overlaps(const Rules *r, OverlapFound found, void *context)
{
    Arena  work = {0};
    Size   grantors = r->st->subjects.count, count = 0;
    Cells  cells = lint_cells(r, &work);
    Items *walled = NEW(&work, Items, grantors + 1), *plain = NEW(&work, Items, grantors + 1);
    for (Size i = 0; i < r->rules.count; i++) {
        const Rule *rule = &r->rules.items[i];
        if (rule->grantor < 0 || !takes_part(rule))
            continue;
        Item   item = item_of(r, rule);
        Items *into = days_empty(item.exclusive) ? &plain[rule->grantor] : &walled[rule->grantor];
        *PUSH(&work, into) = item;
    }
    for (Size g = 0; g < grantors; g++) {
        Pairs pairs = {.r = r,
                       .cells = &cells,
                       .items = walled[g],
                       .walled = walled[g].count,
                       .found = found,
                       .context = context};
        for (Size i = 0; pairs.walled && i < plain[g].count; i++)
            *PUSH(&work, &pairs.items) = plain[g].items[i];
        count += pairs.walled ? pairs_of(&pairs) : 0;
    }
    arena_free(&work);
    return count;
}

/* ---- L-EXCL-OVERLAP ---- */

typedef struct {
    const Clause *a, *b;
    const Rule   *rule_a, *rule_b; /* of the first box */
    BoxList       boxes;
    bool          sure;
} Conflict;

typedef struct {
    Lint *lint;
    LIST_OF(Conflict) conflicts;
    Size first_of_clause; /* in conflicts: those of the last clause `a` */
} Conflicts;

/* On that day and at that point the rule holds, or may hold once what is open has come about. */
static bool may_hold(const Rules *r, const Rule *rule, Point point, bool *sure)
{
    point.asker = rule->grantees[0].subject;
    if (point.asker < 0)
        return true;
    Verdict verdict = rule_test(r, rule, &point, NULL).verdict;
    *sure &= verdict == TEST_MATCH;
    return verdict != TEST_MISS && verdict != TEST_OVER && verdict != TEST_EXCLUDED;
}

static bool try_day(const Rules *r, const Overlap *o, const Box *box, Day day, bool *sure)
{
    bool  possible = false;
    Point point = {.asset = (int)bits_next(box->set[DIM_ASSET], 0),
                   .act = (int)bits_next(box->set[DIM_ACT], 0),
                   .field = (int)bits_next(box->set[DIM_FIELD], 0),
                   .product = (int)bits_next(box->set[DIM_PRODUCT], 0),
                   .day = day};
    for (Size c = bits_next(box->set[DIM_PLACE], 0); c >= 0 && !*sure;
         c = bits_next(box->set[DIM_PLACE], c + 1)) {
        bool certain = o->a->grantees[0].subject >= 0 && o->b->grantees[0].subject >= 0;
        point.country = (int)c;
        bool both = may_hold(r, o->a, point, &certain) && may_hold(r, o->b, point, &certain);
        possible |= both;
        *sure |= both && certain;
    }
    return possible;
}

/* Whether they can meet on some day at all, and whether that is certain from the text. */
static bool can_meet(const Rules *r, const Overlap *o, const Box *box, bool *sure)
{
    enum { DAYS_MOST = 24 };
    *sure = o->a->simple && o->b->simple;
    if (*sure)
        return true;
    bool possible = try_day(r, o, box,
                            o->days.from > DAY_MIN      ? o->days.from
                            : o->days.through < DAY_MAX ? o->days.through
                                                        : 0,
                            sure);
    int  tried = 0;
    for (Size i = 0; i < r->turns.count && !*sure && tried < DAYS_MOST; i++)
        if (days_has(o->days, r->turns.items[i])) {
            possible |= try_day(r, o, box, r->turns.items[i], sure);
            tried++;
        }
    return possible;
}

static void take_conflict(void *context, const Overlap *o)
{
    Conflicts   *all = context;
    const Rules *r = lint_rules(all->lint);
    Arena       *arena = all->lint->arena;
    bool         sure = false;
    Conflict    *known = NULL;
    if (all->conflicts.count && all->conflicts.items[all->conflicts.count - 1].a != o->a->clause)
        all->first_of_clause = all->conflicts.count;
    for (Size i = all->first_of_clause; i < all->conflicts.count && !known; i++)
        known = all->conflicts.items[i].b == o->b->clause ? &all->conflicts.items[i] : NULL;
    if (known && known->boxes.count >= 3)
        return;
    Box box = lint_meeting(all->lint, o->a, o->b);
    box.days = o->days;
    if (!can_meet(r, o, &box, &sure))
        return;
    if (!known) {
        known = PUSH(arena, &all->conflicts);
        *known = (Conflict){.a = o->a->clause, .b = o->b->clause, .rule_a = o->a, .rule_b = o->b};
    }
    known->sure |= sure;
    *PUSH(arena, &known->boxes) = box;
}

static Span exclusive_at(const Clause *clause)
{
    const Right *right = clause->data;
    return right->exclusive != EXCL_UNSAID && right->exclusive_span.to > right->exclusive_span.from
               ? right->exclusive_span
               : clause->name_span;
}

static const char *kind_text(const Clause *clause)
{
    static const char *const texts[] = {"licensed", "non-exclusive", "exclusive", "sole", "co-exclusive"};
    return texts[((const Right *)clause->data)->exclusive];
}

static Str boxes_text(const Lint *lint, const BoxList *boxes, Size most)
{
    Text text = text_new(lint->arena);
    for (Size i = 0; i < boxes->count && i < most && !lint_is_full(lint); i++)
        text_format(&text, "%s%.*s", i ? "; and " : "", STR_ARG(lint_box_text(lint, &boxes->items[i])));
    return text.len ? text_str(&text) : S("");
}

static Bits boxes_fields(const Lint *lint, const BoxList *boxes)
{
    Bits fields = bits_new(lint->arena, lint_rules(lint)->universe->fields.count);
    for (Size i = 0; i < boxes->count; i++)
        bits_or(fields, boxes->items[i].set[DIM_FIELD]);
    return fields;
}

static Str conflict_title(const Lint *lint, const Conflict *c)
{
    const Rules *r = lint_rules(lint);
    Str          a = terms_text(r->st->terms, c->a->name), b = terms_text(r->st->terms, c->b->name);
    bool         same = !somebody_else(c->rule_a, c->rule_b) && !somebody_else(c->rule_b, c->rule_a);
    if (same)
        return str_format(lint->arena, "`%.*s` is %s and `%.*s` %s, in the same place", STR_ARG(a),
                          kind_text(c->a), STR_ARG(b), kind_text(c->b));
    return str_format(lint->arena, "`%.*s` is %s, and `%.*s` %s somebody else in the same place", STR_ARG(a),
                      kind_text(c->a), STR_ARG(b), c->sure ? "licenses" : "may license");
}

static void report(Lint *lint, const LintRule *rule, Conflict *c)
{
    static const Dim order[] = {DIM_FIELD, DIM_PLACE, DIM_ACT, DIM_ASSET, DIM_PRODUCT, DIM_TIME};
    const Rules     *r = lint_rules(lint);
    boxes_merge(lint->arena, &c->boxes, order, COUNT(order));
    LintFields fields = {r, boxes_fields(lint, &c->boxes)};
    LintAbout  about = {.clause = c->a,
                        .other = c->b,
                        .who = lint_grantee(r, c->rule_a),
                        .whom = lint_grantee(r, c->rule_b),
                        .within = lint_within,
                        .context = &fields};
    Str        who_a = lint_grantee_text(r, lint->arena, c->rule_a),
        who_b = lint_grantee_text(r, lint->arena, c->rule_b);
    LintRule weighed = lint_at(rule, c->sure ? rule->level : DIAG_WARNING);
    Diag    *diag = lint_add(lint, &weighed, about, exclusive_at(c->a), conflict_title(lint, c),
                             str_format(lint->arena, "%s for %.*s", kind_text(c->a), STR_ARG(who_a)));
    diag_note(diag, exclusive_at(c->b),
              str_format(lint->arena, "%s for %.*s", kind_text(c->b), STR_ARG(who_b)));
    diag->help = str_format(
        lint->arena, "they meet %.*s%s; except it in one, end one before, or write `subject to %.*s`",
        STR_ARG(boxes_text(lint, &c->boxes, 3)), c->sure ? "" : ", on days when the conditions of both hold",
        STR_ARG(terms_text(r->st->terms, c->a->name)));
}

void lint_overlap(Lint *lint, const LintRule *rule)
{
    Conflicts all = {.lint = lint};
    (void)lint_overlaps(lint_rules(lint), take_conflict, &all);
    for (Size i = 0; i < all.conflicts.count; i++)
        report(lint, rule, &all.conflicts.items[i]);
}

/* ---- L-RESERVED-GRANTED ---- */

typedef LIST_OF(const Rule *) RuleList;

/* Whether this rule of a grant meets the reservation, and the reservation wins. */
static bool loses(const Rules *r, const Rule *grant, const Rule *kept, const Cells *cells)
{
    return lint_is_grant(grant) && !grant->sublicense && !grant->never_started &&
           !days_empty(days_meet(grant->days, kept->days)) && sets_meet(grant, kept, cells) &&
           lint_binds(r, kept, grant, NULL);
}

/* All that one grant and one reservation have in common. `grant` is the first rule of its clause. */
static BoxList boxes_kept(Lint *lint, const Rule *grant, const Rule *kept, const Cells *cells)
{
    static const Dim order[] = {DIM_ACT, DIM_FIELD, DIM_PLACE, DIM_ASSET, DIM_PRODUCT, DIM_TIME};
    const Rules     *r = lint_rules(lint);
    BoxList          boxes = {0};
    const Clause    *clause = grant->clause;
    for (const Rule *end = r->rules.items + r->rules.count;
         grant < end && grant->clause == clause && boxes.count < 64; grant++)
        if (grant->grantor == kept->grantor && loses(r, grant, kept, cells))
            *PUSH(lint->arena, &boxes) = lint_meeting(lint, grant, kept);
    boxes_merge(lint->arena, &boxes, order, COUNT(order));
    return boxes;
}

static void report_reserved(Lint *lint, const LintRule *rule, const Rule *grant, const Rule *kept,
                            const Cells *cells)
{
    const Rules *r = lint_rules(lint);
    const Right *right = grant->clause->data;
    BoxList      boxes = boxes_kept(lint, grant, kept, cells);
    LintFields   fields = {r, boxes_fields(lint, &boxes)};
    LintAbout    about = {.clause = grant->clause,
                          .other = kept->clause,
                          .who = lint_grantee(r, grant),
                          .within = lint_within,
                          .context = &fields};
    LintRule     weighed = lint_at(rule, walls(right->exclusive) ? DIAG_WARNING : rule->level);
    Diag        *diag = lint_add(
               lint, &weighed, about, grant->clause->name_span,
               str_format(lint->arena, "`%.*s` reaches into what %.*s keeps, and there the reservation wins",
                          STR_ARG(terms_text(r->st->terms, grant->clause->name)),
                          STR_ARG(subject_text(r->st, lint->arena, grant->grantor))),
        walls(right->exclusive) ? S("exclusive, with a hole") : S("permits less than it says"));
    diag_note(diag, kept->clause->name_span, S("this reservation"));
    diag->help = str_format(lint->arena,
                            "it wins %.*s; write `except …` where readers look for it, or `notwithstanding "
                            "%.*s` if the grant shall win",
                            STR_ARG(boxes_text(lint, &boxes, 2)),
                            STR_ARG(terms_text(r->st->terms, kept->clause->name)));
}

void lint_reserved(Lint *lint, const LintRule *rule)
{
    const Rules *r = lint_rules(lint);
    const Cells *cells = &lint_work(lint)->cells;
    RuleList    *of = NEW(lint->arena, RuleList, r->st->subjects.count + 1); /* grants, by grantor */
    for (Size i = 0; i < r->rules.count; i++)
        if (r->rules.items[i].grantor >= 0 && lint_is_grant(&r->rules.items[i]))
            *PUSH(lint->arena, &of[r->rules.items[i].grantor]) = &r->rules.items[i];
    for (Size k = 0; k < r->rules.count; k++) {
        const Rule   *kept = &r->rules.items[k];
        const Clause *last = NULL; /* rules of one clause stand together */
        if (kept->kind != RIGHT_RESERVE || kept->never_started || kept->grantor < 0)
            continue;
        for (Size i = 0; i < of[kept->grantor].count; i++) {
            const Rule *grant = of[kept->grantor].items[i];
            if (grant->clause == last || !loses(r, grant, kept, cells))
                continue;
            last = grant->clause;
            report_reserved(lint, rule, grant, kept, cells);
        }
    }
}
