/* diff.c - see diff.h. */
#include "rights/diff.h"

#include "rights/cell.h"

#include <stdlib.h>

/* One of the two texts. */
typedef struct {
    const Index     *index;
    const Rules     *r;
    Slicer           slicer;
    const Numbering *numbers;
    bool            *touched; /* by Word: a name whose meaning differs from the other text */
    bool            *rules;   /* by rule: touched */
    bool             all;     /* the header differs: everything may */
} Side;

typedef struct {
    Arena            *arena;
    const Comparison *c;
    Joint             joint;
    Side              old, now;
    EffectDiff        out;
    bool              whole;
} Diffing;

/* ---- names in the joint numbering ---- */

static SetNames join_names(const Joint *joint, Arena *arena, Dim dim, const SetNames *old,
                           const SetNames *now)
{
    SetNames names = {.all = bits_new(arena, joint->count[dim]),
                      .all_name = now->all_name,
                      .item = NEW(arena, Str, joint->count[dim])};
    for (Size i = 0; i < joint->count[dim]; i++) {
        int  here = joint->now.number[dim] ? joint->now.number[dim][i] : (int)i;
        int  there = joint->old.number[dim] ? joint->old.number[dim][i] : (int)i;
        bool known = here >= 0 && (i < now->all.size);
        names.item[i] = known ? now->item[here] : old->item[there];
        if (known ? bits_has(now->all, here) : bits_has(old->all, there))
            bits_add(names.all, i);
    }
    for (Size k = 0; k < now->named.count; k++) {
        Bits covers = bits_new(arena, joint->count[dim]);
        for (Size i = bits_next(now->named.items[k].covers, 0); i >= 0;
             i = bits_next(now->named.items[k].covers, i + 1))
            bits_add(covers, i); /* the first numbers are those of the new text */
        names_add(arena, &names, now->named.items[k].name, covers);
    }
    return names;
}

static void join_all_names(Diffing *d)
{
    const Rules *old = d->old.r, *now = d->now.r;
    Arena       *a = d->arena;
    EffectDiff  *out = &d->out;
    SetNames     fields[2] = {names_of_fields(old, a), names_of_fields(now, a)};
    SetNames     products[2] = {names_of_products(old, a), names_of_products(now, a)};
    SetNames     assets[2] = {names_of_assets(old, a), names_of_assets(now, a)};
    SetNames     who[2] = {names_of_subjects(old, a), names_of_subjects(now, a)};
    out->fields = join_names(&d->joint, a, DIM_FIELD, &fields[0], &fields[1]);
    out->products = join_names(&d->joint, a, DIM_PRODUCT, &products[0], &products[1]);
    out->assets = join_names(&d->joint, a, DIM_ASSET, &assets[0], &assets[1]);
    out->who = join_names(&d->joint, a, DIM_WHO, &who[0], &who[1]);
    out->acts = names_of_acts(now, a);
    out->places = names_of_countries(now, a, now->st->effective_known == YES ? now->st->effective : 0);
    if (d->joint.count[DIM_ASSET] > 1)
        bits_drop(out->assets.all, 0);
}

/* ---- what is touched ---- */

typedef LIST_OF(const Clause *) ClauseList;

/* The header, amendments, examples and prose speak of clauses without giving them a meaning. */
static bool stands_apart(const Clause *clause)
{
    return !clause_is(clause, REF_ANY) || clause_is(clause, REF(AGREEMENT) | REF(WORDS));
}

/* The versions of a name, ascending; clauses without a name are left out. */
static ClauseList *versions_of(const Terms *terms, Arena *arena, Size room)
{
    ClauseList *lists = NEW(arena, ClauseList, room);
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause *clause = terms->clauses.items[i];
        bool          plain =
            clause->name && !clause->optional && (clause_is(clause, REF(AGREEMENT)) || !stands_apart(clause));
        if (plain && (Size)clause->name < room)
            *PUSH(arena, &lists[clause->name]) = clause;
    }
    return lists;
}

static bool same_version(const Comparison *c, const Clause *old, const Clause *now)
{
    if (old->kind != now->kind || old->in_force.from != now->in_force.from ||
        old->in_force.through != now->in_force.through)
        return false;
    if (!old->stmt || !now->stmt)
        return old->stmt == now->stmt;
    return clause_is(old, REF(AGREEMENT)) || compare_same(c, old->stmt, now->stmt);
}

static bool same_versions(const Comparison *c, const ClauseList *old, const ClauseList *now)
{
    if (old->count != now->count)
        return false;
    for (Size i = 0; i < old->count; i++)
        if (!same_version(c, old->items[i], now->items[i]))
            return false;
    return true;
}

static bool mentions(const Side *side, const Stmt *stmt, Size room)
{
    const Tree *tree = &side->r->st->terms->doc->tree;
    for (int32_t i = 0; i < stmt->count; i++) {
        const Token *token = tree_token(tree, stmt->first + i);
        bool         name = token->kind == T_NAME || token->kind == T_CODE;
        if (name && (Size)token->word < room && side->touched[token->word])
            return true;
    }
    for (const Stmt *inner = stmt->body; inner; inner = inner->next)
        if (mentions(side, inner, room))
            return true;
    return false;
}

/* Whoever contains something touched is touched. */
static bool spread_upward(const Side *side, const Dimension *dim, Size room)
{
    bool grew = false;
    Bits set = bits_new(side->r->st->work, dim->count);
    for (Size i = 1; i < dim->count; i++)
        if ((Size)dim->name[i] < room && side->touched[dim->name[i]])
            bits_add(set, i);
    for (Size i = 1; !bits_empty(set) && i < dim->count; i++)
        if ((Size)dim->name[i] < room && !side->touched[dim->name[i]] && bits_meet(dim->within[i], set))
            grew = side->touched[dim->name[i]] = true;
    return grew;
}

/* Whose an improvement is, and who may use it, its clause says. */
static bool spread_improvements(const Side *side, Size room)
{
    const Universe *u = side->r->universe;
    bool            grew = false;
    for (Size i = 1; i < u->assets.count; i++) {
        const Clause *made = asset_improvement(u, (int)i);
        Word          name = u->assets.name[i];
        if (made && side->touched[made->name] && (Size)name < room && !side->touched[name])
            grew = side->touched[name] = true;
    }
    return grew;
}

static void spread(Side *side, Size room)
{
    const Terms *terms = side->r->st->terms;
    for (bool grew = true; grew;) {
        grew = false;
        for (Size i = 0; i < terms->clauses.count; i++) {
            const Clause *clause = terms->clauses.items[i];
            if (stands_apart(clause) || !clause->name || !clause->stmt || (Size)clause->name >= room ||
                side->touched[clause->name] || !mentions(side, clause->stmt, room))
                continue;
            side->touched[clause->name] = grew = true;
        }
        for (Size i = 0; i < terms->decls.count; i++) { /* names made inside a touched clause */
            const Decl *decl = &terms->decls.items[i];
            if (!decl->inner || !decl->clause || (Size)decl->name >= room || side->touched[decl->name])
                continue;
            bool inside = side->touched[decl->clause->name] && !clause_is(decl->clause, REF(AGREEMENT));
            side->touched[decl->name] |= inside;
            grew |= inside;
        }
        grew |= spread_improvements(side, room);
        grew |= spread_upward(side, &side->r->universe->fields, room);
        grew |= spread_upward(side, &side->r->universe->products, room);
        grew |= spread_upward(side, &side->r->universe->assets, room);
    }
}

/* Lines of the header that decide who, when and where. */
static const Stmt *header_line(const Terms *terms, Str first)
{
    const Stmt *stmt = terms->agreement && terms->agreement->stmt ? terms->agreement->stmt->body : NULL;
    while (stmt && !str_equal(terms_text(terms, stmt_word(&terms->doc->tree, stmt, 0)), first))
        stmt = stmt->next;
    return stmt;
}

static bool header_differs(const Comparison *c)
{
    static const char *const lines[] = {"between", "signed", "effective", "term", "calendar"};
    for (Size i = 0; i < COUNT(lines); i++) {
        const Stmt *old = header_line(c->old, str_from(lines[i])),
                   *now = header_line(c->now, str_from(lines[i]));
        if (!old != !now || (old && !compare_same(c, old, now)))
            return true;
    }
    return false;
}

static void touch_rules(Side *side, bool whole)
{
    const Rules *r = side->r;
    bool         products = false;
    for (Size i = 1; i < r->universe->products.count; i++)
        products |= side->touched[r->universe->products.name[i]];
    side->rules = NEW(r->arena, bool, r->rules.count + 1);
    for (Size i = 0; i < r->rules.count; i++) {
        const Rule *rule = &r->rules.items[i];
        bool        touched = whole || side->all || side->touched[rule->clause->name] ||
                       (rule->by && side->touched[rule->by->name]);
        for (Size k = 0; k < rule->change_count; k++)
            touched |= products || side->touched[rule->changes[k].consequence->name];
        side->rules[i] = touched;
    }
}

static void find_touched(Diffing *d)
{
    Size        room = d->c->room;
    ClauseList *old = versions_of(d->c->old, d->arena, room), *now = versions_of(d->c->now, d->arena, room);
    d->old.touched = NEW(d->arena, bool, room);
    d->now.touched = NEW(d->arena, bool, room);
    d->old.all = d->now.all = header_differs(d->c);
    for (Size word = 1; word < room; word++) {
        Word to = old[word].count ? compare_renamed(d->c, (Word)word) : 0;
        bool known = to && (Size)to < room;
        if (old[word].count && !(known && same_versions(d->c, &old[word], &now[to])))
            d->old.touched[word] = true;
        if (d->old.touched[word] && known)
            d->now.touched[to] = true;
        if (now[word].count && !old[compare_was(d->c, (Word)word)].count)
            d->now.touched[word] = true;
    }
    if (d->c->old->agreement)
        d->old.touched[d->c->old->agreement->name] = false;
    if (d->c->now->agreement)
        d->now.touched[d->c->now->agreement->name] = false;
    for (Size i = 0; i < d->c->old->decls.count;
         i++) { /* a name that the other text lacks, or the other way round */
        Word name = d->c->old->decls.items[i].name, to = compare_renamed(d->c, name);
        if ((Size)name < room && !terms_decl(d->c->now, to))
            d->old.touched[name] = true;
    }
    for (Size i = 0; i < d->c->now->decls.count; i++) {
        Word name = d->c->now->decls.items[i].name;
        if ((Size)name < room && !terms_decl(d->c->old, compare_was(d->c, name)))
            d->now.touched[name] = true;
    }
    spread(&d->old, room);
    spread(&d->now, room);
    for (Size word = 1; word < room; word++) { /* what is touched in one text is in the other */
        Word to = compare_renamed(d->c, (Word)word);
        bool both = d->old.touched[word] || ((Size)to < room && d->now.touched[to]);
        d->old.touched[word] = both;
        if ((Size)to < room)
            d->now.touched[to] = both;
    }
    touch_rules(&d->old, d->whole);
    touch_rules(&d->now, d->whole);
}

/* ---- the terms of a clause beside its sets: conditions, exclusivity, payment ---- */

typedef LIST_OF(Str) Lines;

enum { TERMS_PLAIN, TERMS_HAVE_MADE, TERMS_SUBLICENSE };

/* Sets and days are compared cell by cell, and what is so without being said is no difference. */
static bool is_term(const Terms *terms, const Right *right, const Stmt *stmt, int kind)
{
    static const char *const sets[] = {"to", "under", "in", "within", "lasts", "from", "through", "for"};
    static const char *const usual[] = {"no sublicense", "not transferable", "non-exclusive"};
    Word                     first = stmt_word(&terms->doc->tree, stmt, 0);
    Str                      word = first ? terms_text(terms, first) : S("");
    Printer                  printer = {&terms->doc->tree, terms->doc->sources, 0};
    for (Size i = 0; i < COUNT(sets); i++)
        if (str_equal(word, str_from(sets[i])))
            return false;
    if (right->from && right->from->span.from >= stmt->span.from && right->from->span.to <= stmt->span.to)
        return false;
    if (first == W_have_made)
        return kind == TERMS_HAVE_MADE;
    if (first == W_sublicense)
        return kind == TERMS_SUBLICENSE;
    Str whole = print_statement(&printer, terms->arena, stmt);
    for (Size i = 0; i < COUNT(usual); i++)
        if (str_equal(whole, str_from(usual[i])))
            return false;
    return true;
}

/* In the names of the new text, with a word on what reads otherwise there. */
static void statement_words(const Diffing *d, const Side *side, const Stmt *stmt, Text *out)
{
    const Terms *terms = side->r->st->terms;
    bool         old = side == &d->old, otherwise = false;
    for (int32_t i = 0; i < stmt->count; i++) {
        const Token *token = tree_token(&terms->doc->tree, stmt->first + i);
        if (token->kind == T_NAME && token->word <= W_ARTICLE_LAST)
            continue;
        bool name = token->kind == T_NAME && terms_decl(terms, token->word);
        Str  text = sources_slice(terms->doc->sources, token->span);
        if (name && old)
            text = terms_text(terms, compare_renamed(d->c, token->word));
        bool tight = token->kind == T_COMMA || token->kind == T_COLON || token->kind == T_CLOSE_PAREN;
        text_format(out, "%s%.*s", out->len && !tight ? " " : "", STR_ARG(text));
        const Decl *decl = name ? terms_decl(terms, token->word) : NULL;
        otherwise |= decl && side->touched[token->word] &&
                     (decl->ref & (REF(CONDITION) | REF(DEFINE) | REF(METRIC) | REF(EVENT) | REF(FACT) |
                                   REF(TEST) | REF(TABLE)));
    }
    for (const Stmt *inner = stmt->body; inner; inner = inner->next) {
        text_add(out, inner == stmt->body ? S(" {") : S(";"));
        statement_words(d, side, inner, out);
    }
    if (stmt->has_block)
        text_add(out, S(" }"));
    if (otherwise)
        text_add(out, old ? S(" [as defined before]") : S(" [as defined now]"));
}

static int line_order(const void *a, const void *b) { return str_order(*(const Str *)a, *(const Str *)b); }

static void add_terms(Diffing *d, const Side *side, const Clause *clause, int kind, Lines *lines)
{
    const Terms *terms = side->r->st->terms;
    bool         right = clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE));
    for (const Stmt *stmt = clause->stmt ? clause->stmt->body : NULL; stmt; stmt = stmt->next) {
        Text text = text_new(d->arena);
        if (right && !is_term(terms, clause->data, stmt, kind))
            continue;
        statement_words(d, side, stmt, &text);
        *PUSH(d->arena, lines) =
            right ? text_str(&text)
                  : str_format(d->arena, "%.*s: %.*s", STR_ARG(terms_text(terms, clause->name)),
                               STR_ARG(text_str(&text)));
    }
}

static Lines terms_of_cell(Diffing *d, const Side *side, const Cell *cell, int act)
{
    Lines lines = {0};
    int   kind = act == W_have_made - W_ACT_FIRST    ? TERMS_HAVE_MADE
                 : act == W_sublicense - W_ACT_FIRST ? TERMS_SUBLICENSE
                                                     : TERMS_PLAIN;
    for (Size i = 0; i < cell->grounds.count; i++)
        if (clause_is(cell->grounds.items[i].clause,
                      REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(CONSEQUENCE)))
            add_terms(d, side, cell->grounds.items[i].clause, kind, &lines);
    if (lines.count)
        qsort(lines.items, (size_t)lines.count, sizeof(Str), line_order);
    return lines;
}

/* Lines of `a` that `b` lacks. */
static Str lines_less(Diffing *d, const Lines *a, const Lines *b)
{
    Text text = text_new(d->arena);
    for (Size i = 0; i < a->count; i++) {
        bool found = i > 0 && str_equal(a->items[i], a->items[i - 1]);
        for (Size k = 0; k < b->count && !found; k++)
            found = str_equal(a->items[i], b->items[k]);
        if (!found)
            text_format(&text, "%s%.*s", text.len ? "; " : "", STR_ARG(a->items[i]));
    }
    return text_str(&text);
}

/* ---- one cell in both texts ---- */

static Str clause_list(Diffing *d, const Side *side, const Cell *cell)
{
    Text text = text_new(d->arena);
    for (Size i = 0; i < cell->grounds.count; i++) {
        const Clause *clause = cell->grounds.items[i].clause;
        bool          again =
            !clause_is(clause, REF(GRANT) | REF(COVENANT) | REF(RELEASE) | REF(RESERVE) | REF(CONSEQUENCE));
        for (Size k = 0; k < i; k++)
            again |= cell->grounds.items[k].clause == clause;
        if (!again)
            text_format(&text, "%s%.*s", text.len ? ", " : "",
                        STR_ARG(terms_text(side->r->st->terms, clause->name)));
    }
    return text_str(&text);
}

static bool same_label(const EffectLabel *a, const EffectLabel *b)
{
    return a->group == b->group && a->was == b->was && a->is == b->is &&
           str_equal(a->was_clauses, b->was_clauses) && str_equal(a->is_clauses, b->is_clauses) &&
           str_equal(a->was_terms, b->was_terms) && str_equal(a->is_terms, b->is_terms);
}

static int label_of(Diffing *d, const EffectLabel *label)
{
    for (Size i = 0; i < d->out.labels.count; i++)
        if (same_label(&d->out.labels.items[i], label))
            return (int)i;
    *PUSH(d->arena, &d->out.labels) = *label;
    return (int)d->out.labels.count - 1;
}

static bool is_open(Status status)
{
    return status == ANSWER_CONDITIONAL || status == ANSWER_UNKNOWN || status == ANSWER_SUSPENDED;
}

/* A right that is there on either side, if only resting or in doubt, changes its condition. */
static EffectGroup group_of(Status was, Status is)
{
    bool before = status_permits(was), after = status_permits(is);
    if (before && after && was != is && (was == ANSWER_NOT_NEEDED || is == ANSWER_NOT_NEEDED))
        return EFFECT_REASON;
    if (before == after)
        return before || is_open(was) || is_open(is) ? EFFECT_CONDITION : EFFECT_REASON;
    if (is_open(before ? is : was))
        return EFFECT_CONDITION;
    return after ? EFFECT_PERMITTED : EFFECT_FORBIDDEN;
}

static bool all_untouched(const Side *side, const Cell *cell)
{
    bool touched = side->all;
    for (Size i = 0; i < cell->grounds.count; i++)
        touched |= side->touched[cell->grounds.items[i].clause->name];
    return !touched;
}

/* -1: the same. */
static int compare_cells(Diffing *d, const Cell *old, const Cell *now, int act)
{
    EffectLabel label = {.was = old->status, .is = now->status};
    label.group = group_of(label.was, label.is);
    bool granted = status_permits(label.was) && label.was != ANSWER_NOT_NEEDED && status_permits(label.is) &&
                   label.is != ANSWER_NOT_NEEDED;
    if (label.was == label.is && (!granted || (all_untouched(&d->old, old) && all_untouched(&d->now, now))))
        return -1;
    if (granted) {
        Lines was = terms_of_cell(d, &d->old, old, act), is = terms_of_cell(d, &d->now, now, act);
        label.was_terms = lines_less(d, &was, &is);
        label.is_terms = lines_less(d, &is, &was);
        if (label.was == label.is && !label.was_terms.len && !label.is_terms.len)
            return -1;
    }
    label.was_clauses = clause_list(d, &d->old, old);
    label.is_clauses = clause_list(d, &d->now, now);
    return label_of(d, &label);
}

/* ---- one licensee and asset ---- */

typedef struct {
    int       asker, asset; /* joint */
    RuleList  old, now, touched_old, touched_now;
    DayList   days;
    bool      every; /* the asset or the asker itself is touched */
    Partition part[DIM_INDEXED];
    Arena    *work;
} Pair;

static int number_of(const Numbering *n, Dim dim, int joint)
{
    return n->number[dim] ? n->number[dim][joint] : joint;
}

static bool reached(Bits set, Bits not_set, int at)
{
    return bits_has(set, at) || (not_set.words && bits_has(not_set, at));
}

/* The first day on which one of the rules can matter at the point; DAY_MAX: never. */
static Day touched_from(const RuleList *rules, const Point *p)
{
    Day first = DAY_MAX;
    for (Size i = 0; i < rules->count; i++) {
        const Rule *rule = rules->items[i];
        bool reaches = (rule->acts >> p->act & 1) && reached(rule->fields, rule->not_fields, p->field) &&
                       reached(rule->products, rule->not_products, p->product) &&
                       reached(rule->places, rule->not_places, p->country);
        if (reaches && !rule->never_started && rule->days.from < first)
            first = rule->days.from;
    }
    return first;
}

static Point point_on(const Numbering *n, const Pair *pair, const int *value)
{
    return (Point){.asker = number_of(n, DIM_WHO, pair->asker),
                   .asset = number_of(n, DIM_ASSET, pair->asset),
                   .act = value[DIM_ACT],
                   .field = number_of(n, DIM_FIELD, value[DIM_FIELD]),
                   .product = number_of(n, DIM_PRODUCT, value[DIM_PRODUCT]),
                   .country = value[DIM_PLACE]};
}

static Cell cell_on(const Side *side, Arena *work, const Point *p)
{
    if (p->asker < 0 || p->asset < 0)
        return (Cell){.status = ANSWER_SILENT};
    return cell_answer(side->index, work, p);
}

static void compare_days(Diffing *d, const Pair *pair, const int *value, const Box *box)
{
    Point old = point_on(&d->joint.old, pair, value);
    Point now = point_on(&d->joint.now, pair, value);
    Day   first = pair->every ? DAY_MIN : touched_from(&pair->touched_old, &old),
        other = pair->every ? DAY_MIN : touched_from(&pair->touched_now, &now);
    first = other < first ? other : first;
    int last = -1;
    for (Size i = 0; i <= pair->days.count; i++) {
        Days days = {i ? pair->days.items[i - 1] : DAY_MIN,
                     i < pair->days.count ? pair->days.items[i] - 1 : DAY_MAX};
        if (first == DAY_MAX || days.through < first)
            continue;
        old.day = now.day = i ? days.from : days.through;
        Cell before = cell_on(&d->old, pair->work, &old), after = cell_on(&d->now, pair->work, &now);
        int  label = compare_cells(d, &before, &after, value[DIM_ACT]);
        d->out.cells++;
        BoxList *list = label < 0 ? NULL : &d->out.boxes[d->out.labels.items[label].group];
        if (list && label == last) {
            list->items[list->count - 1].days.through = days.through;
        } else if (list) {
            Box one = *box;
            one.days = days;
            one.label = label;
            *PUSH(d->arena, list) = one;
        }
        last = label;
    }
}

static void compare_classes(Diffing *d, Pair *pair)
{
    int value[DIM_INDEXED] = {0};
    Box box = {0};
    box.set[DIM_WHO] = bits_new(d->arena, d->joint.count[DIM_WHO]);
    box.set[DIM_ASSET] = bits_new(d->arena, d->joint.count[DIM_ASSET]);
    bits_add(box.set[DIM_WHO], pair->asker);
    bits_add(box.set[DIM_ASSET], pair->asset);
    for (Size a = 0; a < pair->part[DIM_ACT].count; a++)
        for (Size f = 0; f < pair->part[DIM_FIELD].count; f++)
            for (Size p = 0; p < pair->part[DIM_PRODUCT].count; p++)
                for (Size c = 0; c < pair->part[DIM_PLACE].count; c++) {
                    const Size at[DIM_INDEXED] = {
                        [DIM_ACT] = a, [DIM_FIELD] = f, [DIM_PRODUCT] = p, [DIM_PLACE] = c};
                    for (Dim dim = DIM_ACT; dim < DIM_INDEXED; dim++) {
                        box.set[dim] = pair->part[dim].items[at[dim]];
                        value[dim] = (int)bits_next(box.set[dim], 0);
                    }
                    compare_days(d, pair, value, &box);
                }
}

static RuleList touched_of(const Side *side, Arena *work, const RuleList *rules)
{
    RuleList touched = {0};
    for (Size i = 0; i < rules->count; i++)
        if (side->rules[rules->items[i] - side->r->rules.items])
            *PUSH(work, &touched) = rules->items[i];
    return touched;
}

static void split_side(const Diffing *d, const Side *side, Pair *pair, const RuleList *rules)
{
    int   asset = number_of(side->numbers, DIM_ASSET, pair->asset);
    Slice slice = {rules, asset, &pair->days, side->numbers};
    for (Dim dim = DIM_ACT; asset >= 0 && dim < DIM_INDEXED; dim++)
        slice_split(&side->slicer, d->arena, &slice, dim, &pair->part[dim]);
}

static void gather_side(const Side *side, Pair *pair, RuleList *rules, RuleList *touched)
{
    int asker = number_of(side->numbers, DIM_WHO, pair->asker),
        asset = number_of(side->numbers, DIM_ASSET, pair->asset);
    if (asker < 0 || asset < 0)
        return;
    *rules = slice_rules(&side->slicer, pair->work, asker, asset);
    *touched = touched_of(side, pair->work, rules);
    slice_turns(&side->slicer, pair->work, rules, asset, &pair->days);
    Word name = side->r->universe->assets.name[asset], who = side->r->st->subjects.items[asker].name;
    pair->every |= side->all || (name && side->touched[name]) || (who && side->touched[who]);
}

static void compare_pair(Diffing *d, int asker, int asset)
{
    Arena work = {0}, *kept[2] = {d->old.r->st->work, d->now.r->st->work};
    Pair  pair = {.asker = asker, .asset = asset, .work = &work, .every = d->whole};
    d->old.r->st->work = d->now.r->st->work = &work;
    gather_side(&d->old, &pair, &pair.old, &pair.touched_old);
    gather_side(&d->now, &pair, &pair.now, &pair.touched_now);
    if (pair.every || pair.touched_old.count || pair.touched_now.count) {
        days_order(&pair.days);
        for (Dim dim = DIM_ACT; dim < DIM_INDEXED; dim++) {
            Bits all = bits_new(d->arena, d->joint.count[dim]);
            bits_fill(all);
            if (dim == DIM_FIELD)
                bits_and(all, d->out.fields.all);
            pair.part[dim] = partition_of(d->arena, all);
        }
        split_side(d, &d->old, &pair, &pair.old);
        split_side(d, &d->now, &pair, &pair.now);
        compare_classes(d, &pair);
    }
    d->old.r->st->work = kept[0];
    d->now.r->st->work = kept[1];
    arena_free(&work);
}

/* ---- which pairs ---- */

typedef struct {
    Bits *assets; /* by asker, joint */
} Reach;

static bool may_be_exclusive(const Rule *rule)
{
    const Right *right = rule->clause->data;
    bool         exclusive = right->exclusive == EXCL_EXCLUSIVE || right->exclusive_then == EXCL_EXCLUSIVE;
    for (Size i = 0; i < rule->change_count; i++)
        exclusive |= rule->changes[i].effect->kind == EFFECT_BECOMES;
    return exclusive && rule->kind == RIGHT_GRANT;
}

static void reach_rule(const Diffing *d, const Side *side, const Rule *rule, Reach *reach)
{
    const Rules *r = side->r;
    Bits         who = bits_copy(d->arena, rule->who);
    if (may_be_exclusive(rule) && rule->grantor >= 0) { /* an exclusive grant binds its licensor too */
        bits_add(who, rule->grantor);
        standing_affiliates_ever(r->st, rule->grantor, who);
    }
    Bits assets = bits_new(d->arena, d->joint.count[DIM_ASSET]);
    for (Size i = d->joint.count[DIM_ASSET] > 1; i < d->joint.count[DIM_ASSET]; i++) {
        int number = number_of(side->numbers, DIM_ASSET, (int)i);
        if (number >= 0 && reached(rule->assets, rule->not_assets, number))
            bits_add(assets, i);
    }
    for (Size i = 0; i < d->joint.count[DIM_WHO]; i++) {
        int number = number_of(side->numbers, DIM_WHO, (int)i);
        if (number >= 0 && bits_has(who, number))
            bits_or(reach->assets[i], assets);
    }
}

/* Askers and assets that mean something else now. */
static void reach_names(const Diffing *d, const Side *side, Reach *reach)
{
    for (Size i = 0; i < d->joint.count[DIM_WHO]; i++) {
        int  who = number_of(side->numbers, DIM_WHO, (int)i);
        Word name = who >= 0 ? side->r->st->subjects.items[who].name : 0;
        if (d->whole || side->all || (name && side->touched[name]))
            bits_fill(reach->assets[i]);
        for (Size k = 1; k < d->joint.count[DIM_ASSET]; k++) {
            int asset = number_of(side->numbers, DIM_ASSET, (int)k);
            if (asset >= 0 && side->touched[side->r->universe->assets.name[asset]])
                bits_add(reach->assets[i], k);
        }
    }
}

static void compare_all(Diffing *d)
{
    Reach reach = {NEW(d->arena, Bits, d->joint.count[DIM_WHO])};
    for (Size i = 0; i < d->joint.count[DIM_WHO]; i++)
        reach.assets[i] = bits_new(d->arena, d->joint.count[DIM_ASSET]);
    for (int turn = 0; turn < 2; turn++) {
        const Side *side = turn ? &d->now : &d->old;
        for (Size i = 0; i < side->r->rules.count; i++)
            if (side->rules[i])
                reach_rule(d, side, &side->r->rules.items[i], &reach);
        reach_names(d, side, &reach);
    }
    for (Size i = 0; i < d->joint.count[DIM_WHO]; i++) {
        if (d->joint.count[DIM_ASSET] > 1)
            bits_drop(reach.assets[i], 0);
        for (Size k = bits_next(reach.assets[i], 0); k >= 0; k = bits_next(reach.assets[i], k + 1))
            compare_pair(d, (int)i, (int)k);
    }
}

/* ---- all ---- */

/* What an answer names as its ground; what is declared acts through these, and is not named. */
static bool is_named_as_ground(Str kind)
{
    static const char *const kinds[] = {"grant", "covenant", "release", "reserve", "consequence"};
    bool                     found = false;
    for (Size i = 0; i < COUNT(kinds); i++)
        found |= str_equal(kind, str_from(kinds[i]));
    return found;
}

/* A clause that reads differently and decides nothing that changed. */
static void find_idle(Diffing *d)
{
    for (Size i = 0; i < d->c->items.count; i++) {
        const Difference *one = &d->c->items.items[i];
        Size              blank = str_find(one->name, ' ');
        Str               name = blank < 0 ? one->name : str_slice(one->name, blank + 1, one->name.len);
        bool              seen =
            one->kind > DIFFERENT_CHANGED || (d->out.labels.count && str_starts(one->name, S("amendment ")));
        for (Size k = 0; k < d->out.labels.count && !seen; k++) {
            const EffectLabel *label = &d->out.labels.items[k];
            Str                both = str_format(d->arena, ", %.*s, %.*s,", STR_ARG(label->was_clauses),
                                                 STR_ARG(label->is_clauses));
            Str                wanted = str_format(d->arena, ", %.*s,", STR_ARG(name));
            for (Size at = 0; at + wanted.len <= both.len && !seen; at++)
                seen = str_equal(str_slice(both, at, at + wanted.len), wanted);
        }
        bool tells = !d->out.labels.count ||
                     is_named_as_ground(blank < 0 ? one->name : str_slice(one->name, 0, blank));
        if (!seen && tells)
            *PUSH(d->arena, &d->out.idle) = one->name;
    }
}

EffectDiff diff_effect(const Index *old, const Index *now, const Comparison *c, Arena *arena, bool whole)
{
    static const Dim order[] = {DIM_TIME, DIM_PLACE, DIM_FIELD, DIM_PRODUCT, DIM_ACT, DIM_ASSET, DIM_WHO};
    bool unread = old->rules->unreadable.count || now->rules->unreadable.count; /* these reach everything */
    Diffing d = {.arena = arena, .c = c, .whole = whole || unread};
    d.joint = joint_new(old->rules, now->rules, c, arena);
    d.old = (Side){.index = old, .r = old->rules, .slicer = slicer_new(old, arena), .numbers = &d.joint.old};
    d.now = (Side){.index = now, .r = now->rules, .slicer = slicer_new(now, arena), .numbers = &d.joint.now};
    join_all_names(&d);
    find_touched(&d);
    compare_all(&d);
    for (int group = 0; group < EFFECT_GROUPS; group++)
        boxes_merge(arena, &d.out.boxes[group], order, COUNT(order));
    find_idle(&d);
    return d.out;
}

bool effect_empty(const EffectDiff *diff)
{
    return !diff->boxes[EFFECT_PERMITTED].count && !diff->boxes[EFFECT_FORBIDDEN].count &&
           !diff->boxes[EFFECT_CONDITION].count;
}
