/* lint_sides.c - what one side gives the other, seen as a whole: cells of which nobody speaks, and
 * rights that only one side gets. */
#include "rights/lint_rules.h"

enum { PARTIES_MOST = 400, SIDES_MOST = 12 };

typedef struct {
    Lint           *lint;
    const LintRule *rule;
    const Rules    *r;
    Bits            leaves; /* fields without parts: the cells of the grid */
    SetNames        fields, places;
} Gaps;

/* From one party to another: by field, the countries of which some clause speaks. */
typedef struct {
    int         from, to;
    const Rule *first;  /* a grant in this direction */
    bool        fields; /* some grant is about fields, not only about families of products */
    Bits       *spoken;
} Direction;
typedef LIST_OF(Direction) Directions;

static Bits leaves(const Rules *r, Arena *arena)
{
    Bits out = bits_new(arena, r->universe->fields.count);
    for (Size i = 1; i < out.size; i++)
        if (bits_count(r->universe->fields.within[i]) == 1)
            bits_add(out, i);
    return out;
}

static bool is_for(const Rules *r, const Rule *rule, int licensee)
{
    for (Size i = 0; i < rule->grantee_count; i++) {
        const Grantee *g = &rule->grantees[i];
        if (g->subject == licensee)
            return true;
        for (Size k = 0; g->subject < 0 && k < r->st->members.count; k++)
            if (r->st->members.items[k].subject == licensee && r->st->members.items[k].group == g->group)
                return true;
    }
    return rule->grantee_count == 0;
}

static Direction *direction_of(Gaps *w, Directions *all, int from, int to)
{
    for (Size i = 0; i < all->count; i++)
        if (all->items[i].from == from && all->items[i].to == to)
            return &all->items[i];
    Direction *made = PUSH(w->lint->arena, all);
    *made = (Direction){.from = from, .to = to, .spoken = NEW(w->lint->arena, Bits, w->leaves.size)};
    for (Size f = 0; f < w->leaves.size; f++)
        made->spoken[f] = bits_new(w->lint->arena, COUNTRY_COUNT);
    return made;
}

/* What it permits, and what it excepts in so many words. */
static void speak(Direction *d, const Rule *rule)
{
    for (Size f = bits_next(rule->fields, 1); f >= 0; f = bits_next(rule->fields, f + 1)) {
        bits_or(d->spoken[f], rule->places);
        if (rule->not_places.words)
            bits_or(d->spoken[f], rule->not_places);
    }
    for (Size f = rule->not_fields.words ? bits_next(rule->not_fields, 1) : -1; f >= 0;
         f = bits_next(rule->not_fields, f + 1))
        bits_fill(d->spoken[f]);
}

/* A reservation speaks of a field only if it names fields: an asset that is kept leaves the others. */
static bool keeps_fields(const Rule *rule)
{
    const Right *right = rule->clause->data;
    return rule->kind == RIGHT_RESERVE && right->fields != NULL;
}

static bool is_party(const Rules *r, int subject)
{
    for (Size i = 0; i < r->st->parties.count; i++)
        if (r->st->parties.items[i] == subject)
            return true;
    return false;
}

/* Licensor by licensor, so that few directions are open at once. */
static Directions directions_from(Gaps *w, int from, const Rule *const *rules, Size count)
{
    Directions all = {0};
    for (Size i = 0; i < count; i++)
        for (Size g = 0; lint_is_grant(rules[i]) && g < rules[i]->grantee_count; g++) {
            int to = rules[i]->grantees[g].subject;
            if (to < 0 || !is_party(w->r, to) || to == from)
                continue;
            Direction *d = direction_of(w, &all, from, to);
            d->first = d->first ? d->first : rules[i];
            if (!bits_has(rules[i]->products, 0))
                continue;
            d->fields = true;
            speak(d, rules[i]);
        }
    for (Size k = 0; k < all.count; k++)
        for (Size i = 0; i < count; i++)
            if (keeps_fields(rules[i]) && is_for(w->r, rules[i], all.items[k].to))
                speak(&all.items[k], rules[i]);
    return all;
}

/* Takes away what an accept covers. True: something was. */
static bool take_away(const Gaps *w, const AcceptAt *at, Direction *d)
{
    Bits fields = bits_copy(w->lint->arena, w->leaves);
    bool some = false;
    if (at->accept->who && at->accept->who->word != w->r->st->subjects.items[d->to].name)
        return false;
    if (at->accept->fields)
        fields = lint_fields_of(w->r, w->lint->arena, at->accept->fields);
    else if (at->clause && clause_is(at->clause, REF(FIELD)))
        fields = w->r->universe->fields.within[universe_number(w->r->universe, at->clause->name)];
    else if (at->clause && at->clause != d->first->clause)
        return false;
    for (Size f = bits_next(fields, 1); f >= 0; f = bits_next(fields, f + 1)) {
        some |= bits_has(w->leaves, f) && bits_count(d->spoken[f]) < COUNTRY_COUNT;
        bits_fill(d->spoken[f]);
    }
    return some;
}

static void report_gap(const Gaps *w, const Direction *d, Bits fields, Bits places)
{
    Lint       *lint = w->lint;
    Arena      *arena = lint->arena;
    Str         from = subject_text(w->r->st, arena, d->from), to = subject_text(w->r->st, arena, d->to);
    Str         what = lint_is_full(lint) ? S("") : set_text(arena, &w->fields, fields, 6);
    bool        all = bits_count(places) == COUNTRY_COUNT;
    Word        first = w->r->universe->fields.name[bits_next(fields, 1)];
    const Decl *decl = terms_decl(w->r->st->terms, first);
    Str         where = all || lint_is_full(lint)
                            ? S("")
                            : str_format(arena, ", %.*s", STR_ARG(set_text(arena, &w->places, places, 6)));
    Diag       *diag = diag_add(lint->out, w->rule->level, w->rule->code, decl->span,
                                str_format(arena, "no clause says whether %.*s may work in %.*s%.*s", STR_ARG(to),
                                           STR_ARG(what), STR_ARG(where)),
                                str_format(arena, "neither licensed nor kept by %.*s", STR_ARG(from)));
    diag_note(diag, d->first->clause->name_span,
              str_format(arena, "%.*s licenses %.*s here, elsewhere", STR_ARG(from), STR_ARG(to)));
    diag->help = str_format(arena,
                            "grant it, except it, keep it, or say that it is meant: `accept L-GAP in %.*s "
                            "for %.*s because \"…\"`",
                            STR_ARG(terms_text(w->r->st->terms, first)), STR_ARG(to));
}

/* Fields with the same open countries are one box. */
static void report_direction(Gaps *w, Direction *d)
{
    Size count = w->leaves.size;
    Bits done = bits_new(w->lint->arena, count);
    for (Size f = bits_next(w->leaves, 1); f >= 0; f = bits_next(w->leaves, f + 1)) {
        if (bits_has(done, f) || bits_count(d->spoken[f]) == COUNTRY_COUNT)
            continue;
        Bits fields = bits_new(w->lint->arena, count), places = bits_new(w->lint->arena, COUNTRY_COUNT);
        bits_fill(places);
        bits_less(places, d->spoken[f]);
        for (Size k = f; k >= 0; k = bits_next(w->leaves, k + 1))
            if (bits_equal(d->spoken[k], d->spoken[f]))
                bits_add(fields, k);
        bits_or(done, fields);
        report_gap(w, d, fields, places);
    }
}

static void gaps_from(Gaps *w, int from, const Rule *const *rules, Size count)
{
    Directions all = directions_from(w, from, rules, count);
    for (Size i = 0; i < all.count; i++) {
        if (!all.items[i].fields)
            continue;
        for (Size k = 0; k < w->lint->accepts.count; k++) {
            AcceptAt *at = &w->lint->accepts.items[k];
            if (!lint_accept_is(w->lint, at, w->rule) || !take_away(w, at, &all.items[i]))
                continue;
            at->used = true;
            (void)diag_add(w->lint->silenced, w->rule->level, w->rule->code, at->accept->code->span,
                           S("a gap, accepted"), S(""));
        }
        report_direction(w, &all.items[i]);
    }
}

void lint_gap(Lint *lint, const LintRule *rule)
{
    const Rules *r = lint_rules(lint);
    Day          day = r->st->effective_known == YES ? r->st->effective : 0;
    Gaps         w = {lint,
                      rule,
                      r,
                      leaves(r, lint->arena),
                      names_of_fields(r, lint->arena),
                      names_of_countries(r, lint->arena, day)};
    if (r->st->parties.count > PARTIES_MOST || r->unreadable.count)
        return;
    LIST_OF(const Rule *) *of =
        arena_take(lint->arena, (Size)sizeof *of, (Size) _Alignof(max_align_t), r->st->subjects.count + 1);
    for (Size i = 0; i < r->rules.count; i++)
        if (r->rules.items[i].grantor >= 0)
            *PUSH(lint->arena, &of[r->rules.items[i].grantor]) = &r->rules.items[i];
    for (Size p = 0; p < r->st->parties.count; p++)
        gaps_from(&w, r->st->parties.items[p], of[r->st->parties.items[p]].items,
                  of[r->st->parties.items[p]].count);
}

/* ---- L-ASYM ---- */

enum { GETS_HAVE_MADE, GETS_AFFILIATES, GETS_SUBLICENCE, GETS_EXCLUSIVE, GETS_IRREVOCABLE, GETS_COUNT };

static const char *const gets_texts[] = {"have-made", "affiliates", "sublicences", "exclusivity",
                                         "irrevocable rights"};

typedef struct {
    unsigned    gets;
    const Rule *first;
} Side;

static Side side_of(const Rules *r, int from, int to)
{
    const uint32_t have_made = 1u << (W_have_made - W_ACT_FIRST);
    Side           side = {0};
    for (Size i = 0; i < r->rules.count; i++) {
        const Rule *rule = &r->rules.items[i];
        if (!lint_is_grant(rule) || rule->grantor != from)
            continue;
        for (Size g = 0; g < rule->grantee_count; g++) {
            if (rule->grantees[g].subject != to)
                continue;
            const Right *right = rule->clause->data;
            bool         wall = right->exclusive == EXCL_EXCLUSIVE || right->exclusive == EXCL_SOLE;
            side.first = side.first ? side.first : rule;
            side.gets |= (unsigned)((rule->acts & have_made) != 0) << GETS_HAVE_MADE |
                         (unsigned)rule->grantees[g].affiliates << GETS_AFFILIATES |
                         (unsigned)(rule->sublicense != NULL) << GETS_SUBLICENCE |
                         (unsigned)wall << GETS_EXCLUSIVE | (unsigned)right->irrevocable << GETS_IRREVOCABLE;
        }
    }
    return side;
}

static Str gets_text(Arena *arena, unsigned gets)
{
    Text text = text_new(arena);
    for (int i = 0; i < GETS_COUNT; i++)
        if (gets >> i & 1)
            text_format(&text, "%s%s", text.len ? ", " : "", gets_texts[i]);
    return text.len ? text_str(&text) : S("nothing more");
}

void lint_sides(Lint *lint, const LintRule *rule)
{
    const Rules *r = lint_rules(lint);
    Size         count = r->st->parties.count;
    for (Size i = 0; i < count && count <= SIDES_MOST; i++)
        for (Size k = i + 1; k < count; k++) {
            int  a = r->st->parties.items[i], b = r->st->parties.items[k];
            Side to_b = side_of(r, a, b), to_a = side_of(r, b, a);
            if (!to_a.first || !to_b.first || to_a.gets == to_b.gets)
                continue;
            Str name_a = subject_text(r->st, lint->arena, a), name_b = subject_text(r->st, lint->arena, b);
            LintAbout about = {.clause = to_b.first->clause,
                               .other = to_a.first->clause,
                               .who = r->st->subjects.items[a].name,
                               .whom = r->st->subjects.items[b].name};
            Diag     *diag = lint_add(lint, rule, about, to_b.first->clause->name_span,
                                      str_format(lint->arena, "%.*s and %.*s do not give each other the same",
                                                 STR_ARG(name_a), STR_ARG(name_b)),
                                      str_format(lint->arena, "only %.*s gets: %.*s", STR_ARG(name_b),
                                                 STR_ARG(gets_text(lint->arena, to_b.gets & ~to_a.gets))));
            diag_note(diag, to_a.first->clause->name_span,
                      str_format(lint->arena, "only %.*s gets: %.*s", STR_ARG(name_a),
                                 STR_ARG(gets_text(lint->arena, to_a.gets & ~to_b.gets))));
            diag->help = S("no error; accept it with the reason if it is the bargain");
        }
}
