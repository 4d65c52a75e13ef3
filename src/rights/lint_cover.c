/* lint_cover.c - what is wholly covered: dead and shadowed grants, reservations of nothing.
 *
 * "Wholly inside a union of others" is decided exactly, by subtracting one box after another: what
 * is left of a piece is split along each dimension in turn, and the first piece that nothing covers
 * ends the search. A cover counts only where it holds without conditions; so a grant may add nothing
 * and not be found, but one that is found adds nothing. */
#include "rights/lint_rules.h"

enum { COVER_DIMS = 4, COVER_STEPS = 20000 };

typedef struct {
    Bits     set[COVER_DIMS]; /* assets, fields, products, places */
    uint32_t acts;
    Days     days;
} Piece;

typedef struct {
    Arena       *arena;
    const Piece *covers;
    Size         count;
    int          steps; /* that are left: past them nothing is claimed */
} Cover;

static bool empty_piece(const Piece *p)
{
    for (int d = 0; d < COVER_DIMS; d++)
        if (bits_empty(p->set[d]))
            return true;
    return !p->acts || days_empty(p->days);
}

static bool pieces_meet(const Piece *a, const Piece *b)
{
    if (!(a->acts & b->acts) || days_empty(days_meet(a->days, b->days)))
        return false;
    for (int d = 0; d < COVER_DIMS; d++)
        if (!bits_meet(a->set[d], b->set[d]))
            return false;
    return true;
}

static bool covered(Cover *c, Piece piece, Size next);

/* What of `piece` lies outside the cover along each dimension must be covered by later ones. */
static bool rest_covered(Cover *c, Piece piece, const Piece *by, Size next)
{
    for (int d = 0; d < COVER_DIMS; d++) {
        if (bits_within(piece.set[d], by->set[d]))
            continue;
        Piece outside = piece;
        outside.set[d] = bits_copy(c->arena, piece.set[d]);
        bits_less(outside.set[d], by->set[d]);
        if (!covered(c, outside, next))
            return false;
        piece.set[d] = bits_copy(c->arena, piece.set[d]);
        bits_and(piece.set[d], by->set[d]);
    }
    Piece outside = piece;
    outside.acts = piece.acts & ~by->acts;
    if (outside.acts && !covered(c, outside, next))
        return false;
    piece.acts &= by->acts;
    outside = piece;
    outside.days.through = by->days.from - 1;
    if (piece.days.from < by->days.from && !covered(c, outside, next))
        return false;
    outside = piece;
    outside.days.from = by->days.through + 1;
    return piece.days.through <= by->days.through || covered(c, outside, next);
}

static bool covered(Cover *c, Piece piece, Size next)
{
    while (next < c->count && !pieces_meet(&piece, &c->covers[next]))
        next++;
    if (next == c->count || c->steps-- <= 0)
        return false;
    return rest_covered(c, piece, &c->covers[next], next + 1);
}

/* ---- pieces of rules ---- */

typedef LIST_OF(const Rule *) RuleList;

typedef struct {
    Lint           *lint;
    const LintRule *rule;
    const Rules    *r;
    RuleList       *of; /* by grantor, in the order of the text */
    Cells           cells;
    Arena           work;  /* of one clause */
    bool           *gone;  /* by declaration: reported, so no cover for others */
    const Rule    **first; /* by clause, in the order of the text: its first rule; `count` clauses */
    Size            count;
} Walk;

static Bits masked(Arena *arena, Bits set, Bits cells)
{
    Bits out = bits_copy(arena, set);
    bits_and(out, cells);
    return out;
}

static Piece piece_of(Walk *w, const Rule *rule)
{
    return (Piece){.set = {masked(&w->work, rule->assets, w->cells.assets),
                           masked(&w->work, rule->fields, w->cells.fields), rule->products, rule->places},
                   .acts = rule->acts,
                   .days = rule->days};
}

/* No condition, no event, no limit stands between the rule and a right. */
static bool is_plain(const Rule *rule)
{
    const Clause *c = rule->clause;
    return !rule->gate_count && !rule->only_for_node && !rule->never_started && !rule->extends_once &&
           !rule->by && !rule->occurrence && rule->days_known == YES && !c->while_.count && !c->once.count &&
           !c->unless.count && !c->if_.count && !c->subject_to.count;
}

static const Rule *next_clause(const Walk *w, const Rule *rule)
{
    const Rule *end = w->r->rules.items + w->r->rules.count, *at = rule;
    while (at < end && at->clause == rule->clause)
        at++;
    return at;
}

static int32_t decl_of(const Walk *w, const Clause *clause)
{
    const Decl *decl = terms_decl(w->r->st->terms, clause->name);
    return decl ? (int32_t)(decl - w->r->st->terms->decls.items) : 0;
}

/* ---- L-DEAD ---- */

static const char *empty_part(Walk *w, const Rule *rule, Span *at)
{
    static const Dim         dims[] = {DIM_ASSET, DIM_FIELD, DIM_PRODUCT, DIM_PLACE};
    static const char *const texts[] = {"no asset", "no field", "no product", "no country"};
    Piece                    piece = piece_of(w, rule);
    for (int d = 0; d < COVER_DIMS; d++) {
        *at = rule->at[dims[d]];
        if (bits_empty(piece.set[d]))
            return texts[d];
    }
    return NULL;
}

/* Every rule of the clause has an empty part; the first tells which. */
static const char *empty_clause(Walk *w, const Rule *rule, Span *at)
{
    const char *first = NULL;
    for (const Rule *end = next_clause(w, rule), *one = rule; one < end; one++) {
        Span        where = {0, 0};
        const char *empty = empty_part(w, one, &where);
        if (!empty)
            return NULL;
        *at = first ? *at : where;
        first = first ? first : empty;
    }
    return first;
}

static bool all_patents_dead(const Walk *w, const Rule *rule, Day day, Span *why)
{
    Bits assets = rule->assets;
    bool some = false;
    for (Size i = bits_next(assets, 1); i >= 0; i = bits_next(assets, i + 1)) {
        if (asset_lives(w->r->universe, (int)i, -1, day, why) != NO)
            return false;
        some = true;
    }
    return some;
}

/* No rule of the clause has a day left from `day` on. */
static bool over_clause(Walk *w, const Rule *rule, Day day, Span *at, Span *patent)
{
    for (const Rule *end = next_clause(w, rule), *one = rule; one < end; one++) {
        Day  from = one->days.from > day ? one->days.from : day;
        bool over = one->days_known == YES && (days_empty(one->days) || one->days.through < day);
        if (one->never_started || (!over && !all_patents_dead(w, one, from, patent)))
            return false;
        *at = over ? one->at[DIM_TIME] : one->at[DIM_ASSET];
    }
    return true;
}

static bool same_grantee(const Grantee *a, const Grantee *b)
{
    return a->subject == b->subject && a->group == b->group;
}

typedef LIST_OF(Piece) Pieces;

static Pieces reservations_for(Walk *w, const Rule *rule, const Grantee *g, const Rule **first)
{
    const RuleList *list = &w->of[rule->grantor];
    Pieces          out = {0};
    for (Size i = 0; i < list->count; i++) {
        const Rule *kept = list->items[i];
        if (kept->kind != RIGHT_RESERVE || !is_plain(kept) || !lint_binds(w->r, kept, rule, g))
            continue;
        *first = *first ? *first : kept;
        *PUSH(&w->work, &out) = piece_of(w, kept);
    }
    return out;
}

static bool reserved_clause(Walk *w, const Rule *rule, const Rule **by)
{
    for (const Rule *end = next_clause(w, rule), *one = rule; one < end; one++) {
        Piece piece = piece_of(w, one);
        for (Size g = 0; g < one->grantee_count; g++) {
            Pieces kept = reservations_for(w, one, &one->grantees[g], by);
            Cover  cover = {&w->work, kept.items, kept.count, COVER_STEPS};
            if (one->never_started || empty_piece(&piece) || !covered(&cover, piece, 0))
                return false;
        }
    }
    return true;
}

static bool report_dead(Walk *w, const Rule *rule)
{
    Lint       *lint = w->lint;
    Str         name = terms_text(w->r->st->terms, rule->clause->name);
    LintAbout   about = {.clause = rule->clause, .who = lint_grantee(w->r, rule)};
    Span        at = rule->clause->name_span, patent = {0, 0};
    const char *empty = empty_clause(w, rule, &at);
    if (empty) {
        lint_add(lint, w->rule, about, at,
                 str_format(lint->arena, "`%.*s` permits nothing: its scope is empty", STR_ARG(name)),
                 str_format(lint->arena, "%s is left", empty))
            ->help = S("what is excepted takes away all that stands before it");
        return true;
    }
    Day day = lint->as_of > DAY_MIN              ? lint->as_of
              : w->r->st->effective_known == YES ? w->r->st->effective
                                                 : DAY_MIN;
    if (day > DAY_MIN && over_clause(w, rule, day, &at, &patent)) {
        Diag *diag = lint_add(lint, w->rule, about, at,
                              str_format(lint->arena, "`%.*s` permits nothing %s %.*s", STR_ARG(name),
                                         lint->as_of > DAY_MIN ? "from" : "from its first day,",
                                         STR_ARG(day_text(lint->arena, day))),
                              S("over by then"));
        if (patent.to > patent.from)
            diag_note(diag, patent, S("the life of what it is under ends here"));
        diag->help = S("check its days; a right that is over needs no clause");
        return true;
    }
    const Rule *by = NULL;
    if (!reserved_clause(w, rule, &by) || !by)
        return false;
    Diag *diag =
        lint_add(lint, w->rule, about, rule->clause->name_span,
                 str_format(lint->arena, "`%.*s` permits nothing: all of it is reserved", STR_ARG(name)),
                 S("gives what its grantor keeps"));
    diag_note(diag, by->clause->name_span, S("kept by this reservation"));
    diag->help = str_format(lint->arena, "add `notwithstanding %.*s`, or remove the grant",
                            STR_ARG(terms_text(w->r->st->terms, by->clause->name)));
    return true;
}

static Walk walk_new(Lint *lint, const LintRule *rule)
{
    const Rules *r = lint_rules(lint);
    Walk         w = {.lint = lint, .rule = rule, .r = r, .cells = lint_work(lint)->cells};
    w.gone = NEW(lint->arena, bool, r->st->terms->decls.count + 1);
    w.first = NEW(lint->arena, const Rule *, r->rules.count + 1);
    w.of = NEW(lint->arena, RuleList, r->st->subjects.count + 1);
    for (Size i = 0; i < r->rules.count; i++)
        if (r->rules.items[i].grantor >= 0)
            *PUSH(lint->arena, &w.of[r->rules.items[i].grantor]) = &r->rules.items[i];
    for (Size i = 0; i < r->rules.count; i++)
        if (i == 0 || r->rules.items[i].clause != r->rules.items[i - 1].clause)
            w.first[w.count++] = &r->rules.items[i];
    return w;
}

void lint_dead(Lint *lint, const LintRule *rule)
{
    Walk w = walk_new(lint, rule);
    for (Size i = 0; i < w.count; i++)
        if (lint_is_grant(w.first[i])) {
            (void)report_dead(&w, w.first[i]);
            arena_free(&w.work);
        }
}

/* ---- L-SHADOWED ---- */

static Str words_at(const Walk *w, Span at)
{
    return at.to > at.from ? sources_slice(w->r->st->terms->doc->sources, at) : S("");
}

static bool same_words(const Walk *w, Span a, Span b) { return str_equal(words_at(w, a), words_at(w, b)); }

static bool same_sublicences(const Walk *w, const Right *x, const Right *y)
{
    if (x->same_sublicense && (!y->same_sublicense || x->same_sublicense->word != y->same_sublicense->word))
        return false;
    if (!x->sublicenses.count)
        return true;
    bool same = x->sublicenses.count == y->sublicenses.count;
    for (Size i = 0; same && i < x->sublicenses.count; i++)
        same = same_words(w, x->sublicenses.items[i].span, y->sublicenses.items[i].span);
    return same;
}

/* Every consequence that touches y touches x too. */
static bool same_fate(const Walk *w, const Clause *x, const Clause *y)
{
    const Rules *r = w->r;
    for (int32_t a = r->affected_by[decl_of(w, y)]; a; a = r->affects.items[a - 1].next) {
        bool both = false;
        for (int32_t b = r->affected_by[decl_of(w, x)]; b && !both; b = r->affects.items[b - 1].next)
            both = r->affects.items[b - 1].consequence == r->affects.items[a - 1].consequence;
        if (!both)
            return false;
    }
    return true;
}

static bool overrides_as_much(const Walk *w, const Rule *x, const Rule *y)
{
    const RuleList *list = &w->of[x->grantor];
    for (Size i = 0; i < list->count; i++) {
        const Rule *kept = list->items[i];
        if (kept->kind == RIGHT_RESERVE && rule_overrides(w->r, x, kept->clause) &&
            !rule_overrides(w->r, y, kept->clause))
            return false;
    }
    return true;
}

/* What y gives is as good as what x gives, where both give it. */
static bool as_good(const Walk *w, const Rule *x, const Rule *y)
{
    const Right *a = x->clause->data, *b = y->clause->data;
    bool excl = a->exclusive == b->exclusive || a->exclusive == EXCL_UNSAID || a->exclusive == EXCL_NON;
    bool pays = (b->royalty_free || !b->pays) && (!a->royalty_free || b->royalty_free);
    bool ends = !a->exclusive_until && !a->exclusive_through;
    bool reach = a->exclusion == b->exclusion || b->exclusion == EXCLUSION_UNSAID;
    bool firm = (!a->irrevocable || b->irrevocable) && (!a->transferable || b->transferable);
    return excl && pays && ends && reach && firm && !b->per && !b->have_made_only &&
           same_sublicences(w, a, b) && same_fate(w, x->clause, y->clause) && overrides_as_much(w, x, y);
}

static bool gives_to(const Walk *w, const Rule *y, const Grantee *g)
{
    for (Size i = 0; i < y->grantee_count; i++) {
        const Grantee *other = &y->grantees[i];
        bool affiliates = !g->affiliates || (other->affiliates && other->then_and_later >= g->then_and_later);
        bool defined = !g->affiliates || (!g->definition && !other->definition) || (!other->definition) ||
                       (g->definition && same_words(w, g->definition->span, other->definition->span));
        if (same_grantee(g, other) && other->members_on == g->members_on && affiliates && defined)
            return true;
    }
    return false;
}

/* As a cover for x: dated sets count only where x has the same. False: it covers nothing for sure. */
static bool cover_piece(Walk *w, const Rule *x, const Rule *y, Piece *out)
{
    const Universe *u = w->r->universe;
    if (y->dated_places && !same_words(w, x->at[DIM_PLACE], y->at[DIM_PLACE]))
        return false;
    *out = piece_of(w, y);
    for (Size i = 0; y->dated_assets && i < u->captured.count; i++) {
        const Captured *c = &u->captured.items[i];
        if (bits_has(y->assets, c->asset) && !bits_has(x->assets, c->asset))
            bits_drop(out->set[0], c->patent);
    }
    return !empty_piece(out);
}

typedef LIST_OF(const Clause *) ClauseList;

static bool may_cover(const Walk *w, const Rule *x, const Rule *y)
{
    return lint_is_grant(y) && !y->sublicense && (x->acts & y->acts) && y->clause->name != x->clause->name &&
           lint_meets(x->assets, y->assets, w->cells.assets) &&
           lint_meets(x->fields, y->fields, w->cells.fields) && !w->gone[decl_of(w, y->clause)] &&
           is_plain(y) && as_good(w, x, y);
}

static Pieces covers_for(Walk *w, const Rule *x, const Piece *piece, const Grantee *g, ClauseList *by)
{
    const RuleList *list = &w->of[x->grantor];
    Pieces          out = {0};
    for (Size i = 0; i < list->count; i++) {
        const Rule *y = list->items[i];
        Piece       cover;
        if (!may_cover(w, x, y) || !gives_to(w, y, g) || !cover_piece(w, x, y, &cover) ||
            !pieces_meet(piece, &cover))
            continue;
        *PUSH(&w->work, &out) = cover;
        if (!by->count || by->items[by->count - 1] != y->clause)
            *PUSH(&w->work, by) = y->clause;
    }
    return out;
}

/* Covered without that clause too? Then it is not named. */
static void keep_needed(Walk *w, const Rule *x, const Piece *piece, const Grantee *g, ClauseList *by)
{
    for (Size i = 0; by->count > 1 && i < by->count;) {
        bool      *gone = &w->gone[decl_of(w, by->items[i])];
        ClauseList ignored = {0};
        *gone = true;
        Pieces pieces = covers_for(w, x, piece, g, &ignored);
        Cover  cover = {&w->work, pieces.items, pieces.count, COVER_STEPS};
        bool   still = covered(&cover, *piece, 0);
        *gone = false;
        if (still)
            by->items[i] = by->items[--by->count];
        else
            i++;
    }
}

static void add_clauses(Walk *w, ClauseList *by, const ClauseList *named)
{
    for (Size i = 0; i < named->count; i++) {
        bool known = false;
        for (Size k = 0; k < by->count; k++)
            known |= by->items[k] == named->items[i];
        if (!known)
            *PUSH(&w->work, by) = named->items[i];
    }
}

static bool shadowed_clause(Walk *w, const Rule *rule, ClauseList *by)
{
    for (const Rule *end = next_clause(w, rule), *x = rule; x < end; x++) {
        Piece piece = piece_of(w, x);
        if (x->never_started || x->by || x->grantor < 0 || empty_piece(&piece))
            return false;
        for (Size g = 0; g < x->grantee_count && !x->sublicense; g++) {
            ClauseList named = {0};
            Pieces     pieces = covers_for(w, x, &piece, &x->grantees[g], &named);
            Cover      cover = {&w->work, pieces.items, pieces.count, COVER_STEPS};
            if (!covered(&cover, piece, 0))
                return false;
            if (named.count <= 8)
                keep_needed(w, x, &piece, &x->grantees[g], &named);
            add_clauses(w, by, &named);
        }
    }
    return by->count > 0;
}

/* Several directions of one clause (`each grants the other`) are rules of several grantors: all must
 * be covered, each by its own. */
static void check_shadowed(Walk *w, const Rule *rule)
{
    Lint      *lint = w->lint;
    ClauseList by = {0};
    if (!shadowed_clause(w, rule, &by))
        return;
    w->gone[decl_of(w, rule->clause)] = true;
    Text names = text_new(lint->arena);
    for (Size i = 0; i < by.count; i++)
        text_format(&names, "%s`%.*s`",
                    !i                  ? ""
                    : i + 1 == by.count ? " and "
                                        : ", ",
                    STR_ARG(terms_text(w->r->st->terms, by.items[i]->name)));
    Str   name = terms_text(w->r->st->terms, rule->clause->name);
    Diag *diag = lint_add(
        lint, w->rule,
        (LintAbout){.clause = rule->clause, .other = by.items[0], .who = lint_grantee(w->r, rule)},
        rule->clause->name_span,
        str_format(lint->arena, "`%.*s` adds nothing to %.*s", STR_ARG(name), STR_ARG(text_str(&names))),
        by.count > 1 ? S("given already, by these together") : S("given already"));
    diag_note(diag, by.items[0]->name_span, by.count > 1 ? S("the first of them") : S("by this grant"));
    diag->help = S("remove it, or make it say what the others do not");
}

void lint_shadowed(Lint *lint, const LintRule *rule)
{
    Walk w = walk_new(lint, rule);
    for (Size i = w.count - 1; i >= 0; i--)
        if (lint_is_grant(w.first[i])) {
            check_shadowed(&w, w.first[i]);
            arena_free(&w.work);
        }
}

/* ---- L-RESERVE-DEAD ---- */

static bool touches(Walk *w, const Rule *kept)
{
    Piece           piece = piece_of(w, kept);
    const RuleList *list = &w->of[kept->grantor];
    for (Size i = 0; i < list->count; i++) {
        const Rule *rule = list->items[i];
        if (rule->kind == RIGHT_RESERVE || rule->kind == RIGHT_RELEASE)
            continue;
        Piece other = piece_of(w, rule);
        if (rule->never_started || pieces_meet(&piece, &other))
            return true;
    }
    return false;
}

void lint_reserve_dead(Lint *lint, const LintRule *rule)
{
    Walk w = walk_new(lint, rule);
    for (Size i = 0; i < w.count; i++) {
        const Rule *kept = w.first[i];
        bool        used = kept->kind != RIGHT_RESERVE;
        for (const Rule *end = next_clause(&w, kept), *one = kept; one < end && !used; one++)
            used = touches(&w, one);
        arena_free(&w.work);
        if (used)
            continue;
        Str name = terms_text(w.r->st->terms, kept->clause->name);
        lint_add(lint, rule, (LintAbout){.clause = kept->clause}, kept->clause->name_span,
                 str_format(lint->arena, "`%.*s` keeps what no clause gives", STR_ARG(name)),
                 S("meets no grant and no covenant"))
            ->help = S("it does no harm and changes nothing; keep it for the reader, or check what it names");
    }
}
