/* lint_price.c - rules about prices: what is counted together, how bands act, what is rounded, what follows
 * the price of another. */
#include "terms/data/tables.h"
#include "terms/lint_rules.h"

/* ---- what several rules need ---- */

static Rational number_of(const Node *node) { return rational_of(node->value, node->scale); }

static const Royalty *royalty_named(const Lint *lint, const Node *name, const Clause **clause)
{
    *clause = name ? terms_clause(lint->terms, name->word) : NULL;
    bool found = *clause && clause_is(*clause, REF(ROYALTY)) && !(*clause)->poisoned;
    return found ? (*clause)->data : NULL;
}

static bool names(const Node *list, Word word)
{
    for (const Node *item = list && list->kind == N_LIST ? list->a : NULL; item; item = item->next)
        if (item->a->word == word)
            return true;
    return list && list->kind == N_NAME && list->word == word;
}

bool lint_pays(const Clause *grant, Word royalty)
{
    return names(((const Right *)grant->data)->pays, royalty);
}

/* The first party of `borealis`, `borealis with affiliates`, or a list of such; NULL: nobody by name. */
static const Node *named_party(const Node *who)
{
    if (who && who->kind == N_LIST)
        who = who->a ? who->a->a : NULL;
    return who && who->kind == N_WHO && who->op == WHO_NAMED ? who->a : NULL;
}

Word lint_party(const Node *who)
{
    const Node *name = named_party(who);
    return name && name->kind == N_NAME ? name->word : 0;
}

/* ---- L-AGG ---- */

static bool with_affiliates(const Node *who)
{
    if (who && who->kind == N_LIST)
        who = who->a ? who->a->a : NULL;
    return who && who->kind == N_WHO && (who->flag & WHO_AFFILIATES);
}

/* The grant under which affiliates of a payer sell what the royalty counts; NULL: none. */
static const Clause *group_grant(const Lint *lint, Word royalty, Word payer)
{
    const Clause *grant = NULL;
    for (Size i = 0; (grant = lint_next(lint, REF(GRANT), &i)); i++) {
        const Node *to = ((const Right *)grant->data)->to;
        if (lint_pays(grant, royalty) && with_affiliates(to) && lint_party(to) == payer)
            return grant;
    }
    return NULL;
}

static void check_uncounted(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    const Bound   *cap = NULL;
    for (Size i = 0; i < r->caps.count && !cap; i++)
        cap = r->caps.items[i].over ? NULL : &r->caps.items[i];
    if (r->counted_said || (!r->bands.count && !cap))
        return;
    LintRule wrong = lint_at(rule, DIAG_ERROR); /* two readings owe different amounts */
    Word     payer = lint_party(r->payer);
    Diag    *diag = lint_add(
           lint, &wrong, (LintAbout){.clause = clause, .who = payer},
        r->bands.count ? r->bands.items[0].span : cap->span,
        r->bands.count ? S("these bands do not say what is counted together, and when counting starts again")
                          : S("this cap does not say whose sales it is for, all together or each apart"),
           S("of one company, of a group, of each product?"));
    diag_note(diag, clause->name_span, S("no `counted` line in this royalty"));
    diag->help =
        str_format(lint->arena,
                   "add `counted together for %.*s with affiliates, each calendar year`, or `counted "
                   "apart for each product, each calendar year`",
                   STR_ARG(payer ? terms_text(lint->terms, payer) : S("borealis")));
}

static void check_group(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    bool           bounded = r->bands.count || r->caps.count;
    if (!r->together || !bounded || with_affiliates(r->counted_for))
        return;
    Word          party = lint_party(r->counted_for);
    const Clause *grant = party ? group_grant(lint, clause->name, party) : NULL;
    if (!grant)
        return;
    Str   who = terms_text(lint->terms, party);
    Diag *diag = lint_add(
        lint, rule, (LintAbout){.clause = clause, .other = grant, .who = party}, r->counted_for->span,
        str_format(lint->arena, "affiliates of %.*s are licensed, and not in this counter", STR_ARG(who)),
        S("counts one company"));
    diag_note(diag, ((const Right *)grant->data)->to->span, S("licensed here"));
    diag->help = str_format(lint->arena,
                            "write `counted together for %.*s with affiliates`, or accept it and "
                            "say how sales of affiliates are counted",
                            STR_ARG(who));
}

/* Each company of a group has bands, and so a free band, of its own. */
static void check_free(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    const RateRow *first = r->bands.count ? &r->bands.items[0] : NULL;
    bool           free = first && first->rate->kind == N_NUMBER && !first->rate->value;
    Word           payer = lint_party(r->payer);
    bool           each = false;
    for (const Node *item = r->counted_each ? r->counted_each->a : NULL; item; item = item->next)
        each |= str_equal(terms_text(lint->terms, item->a->word), S("entity"));
    const Clause *grant = free && each && payer ? group_grant(lint, clause->name, payer) : NULL;
    if (!grant)
        return;
    LintRule info = lint_at(rule, DIAG_INFO);
    Diag    *diag =
        lint_add(lint, &info, (LintAbout){.clause = clause, .other = grant, .who = payer}, first->span,
                 S("each company of the group has this free band for itself"), S("free for each of them"));
    diag_note(diag, r->counted_each->span, S("counted apart here"));
    diag->help = S("to give it once to the whole group, write `counted together for … with affiliates`");
}

static bool same_limits(const Royalty *a, const Royalty *b)
{
    if (a->bands.count != b->bands.count)
        return false;
    for (Size i = 0; i < a->bands.count; i++) {
        const Node *x = a->bands.items[i].limit, *y = b->bands.items[i].limit;
        bool        plain = x && y && x->kind == y->kind && x->word == y->word;
        if (!x != !y || (plain && decimal_order(x->value, x->scale, y->value, y->scale) != 0))
            return false;
    }
    return true;
}

/* Royalties that share one counter, and whose bands end at different places. */
static void check_shared(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    const Node    *list = r->counted_with;
    for (const Node *item = list && list->kind == N_LIST ? list->a : NULL; item; item = item->next) {
        const Clause  *with = NULL;
        const Royalty *other = royalty_named(lint, item->a, &with);
        bool           limits = other && r->bands.count && other->bands.count && !same_limits(r, other);
        bool           resets = other && other->counted_said && other->counted.kind != r->counted.kind;
        if (!limits && !resets)
            continue;
        Diag *diag =
            lint_add(lint, rule, (LintAbout){.clause = clause, .other = with}, item->a->span,
                     limits ? S("these royalties share one counter, and their bands end elsewhere")
                            : S("these royalties share one counter, and start it again at other times"),
                     S("shares the counter"));
        diag_note(diag, with->name_span, limits ? S("has other bands") : S("counts over another period"));
        diag->help = S("give both the same bands and the same period, or a counter each");
    }
}

void lint_scope(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        check_uncounted(lint, rule, clause);
        check_group(lint, rule, clause);
        check_free(lint, rule, clause);
        check_shared(lint, rule, clause);
    }
}

/* ---- L-TIER-MODE ---- */

static bool is_price(const Node *rate)
{
    return rate->kind == N_MONEY || (rate->kind == N_PERCENT && !rate->a) || rate->kind == N_NUMBER;
}

/* What is owed at a limit when everything has that price; a sum, where the row is one. */
static Rational owed_at(const Node *rate, const Node *limit)
{
    if (rate->kind == N_NUMBER)
        return rational_whole(0); /* free */
    if (rate->kind == N_MONEY && !rate->a)
        return number_of(rate);
    Rational price = rate->kind == N_PERCENT ? rational_of(rate->value, rate->scale + 2) : number_of(rate);
    return rational_times(price, number_of(limit));
}

static Str amount_text(const Lint *lint, Rational amount, const Node *one, const Node *other)
{
    const Node *money = one->kind == N_MONEY ? one : other->kind == N_MONEY ? other : NULL;
    return money ? lint_amount(lint->arena, amount, terms_text(lint->terms, money->word))
                 : rational_text(lint->arena, amount);
}

/* With `whole` a lower price takes everything down: at the edge more units owe less. */
static void check_falling(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    for (Size i = 0; r->mode == BANDS_WHOLE && i + 1 < r->bands.count; i++) {
        const RateRow *row = &r->bands.items[i], *next = &r->bands.items[i + 1];
        const Node    *limit = row->limit;
        bool plain = limit && (limit->kind == N_COUNT || limit->kind == N_MONEY || limit->kind == N_NUMBER);
        if (!plain || !is_price(row->rate) || !is_price(next->rate))
            continue;
        Rational here = owed_at(row->rate, limit), above = owed_at(next->rate, limit);
        if (!here.ok || !above.ok || rational_order(above, here) >= 0)
            continue;
        Str   owed = amount_text(lint, here, row->rate, next->rate);
        Str   less = amount_text(lint, above, next->rate, row->rate);
        Diag *diag = lint_add(lint, rule, (LintAbout){.clause = clause}, next->rate->span,
                              str_format(lint->arena, "beyond this edge less is owed: %.*s instead of %.*s",
                                         STR_ARG(less), STR_ARG(owed)),
                              S("this price is for everything"));
        diag_note(diag, limit->span, S("the edge"));
        diag->help =
            S("write `bands marginal` if the price is for what lies inside its band; if one price for "
              "all is meant, accept it with the reason");
        return;
    }
}

static const Node *head_of(const Node *value)
{
    while (value && (value->kind == N_PERCENT || value->kind == N_MATH))
        value = value->a;
    return value && value->kind == N_PHRASE && value->op == PHRASE_HEAD && value->a &&
                   value->a->kind == N_NAME
               ? value->a
               : NULL;
}

static bool counts_same(const Lint *lint, const Royalty *r, const Node *value)
{
    const Node *base = head_of(r->on), *head = value ? head_of(value) : NULL;
    return base && head && terms_unit(lint->terms, base->word) == terms_unit(lint->terms, head->word);
}

/* A price that turns on how much was counted, in words other than bands: of the whole, or of the rest? */
static void found_unsaid(Lint *lint, const LintRule *rule, const Clause *clause, Span span, Span note)
{
    Diag *diag =
        lint_add(lint, rule, (LintAbout){.clause = clause}, span,
                 S("this price turns on how much is counted, and does not say what it is a price of"),
                 S("of everything, or of what lies above?"));
    diag_note(diag, note, S("counted here"));
    diag->help = S(
        "write `bands marginal { … }` to price each band apart, or `bands whole { … }` to price everything");
}

static void check_unsaid(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    for (Size i = 0; i < r->rates.count && r->on; i++) {
        const RateRow *row = &r->rates.items[i];
        const Node    *condition = row->condition;
        bool           compares = condition && condition->kind == N_COMPARE && condition->op >= CMP_OVER &&
                        condition->op <= CMP_AT_MOST;
        if (compares && counts_same(lint, r, condition->a)) {
            found_unsaid(lint, rule, clause, condition->span, r->on->span);
            return;
        }
        const Node   *name = head_of(row->rate);
        const Clause *table = name ? terms_clause(lint->terms, name->word) : NULL;
        if (!table || !clause_is(table, REF(TABLE)) || table->poisoned)
            continue;
        const Measure *d = table->data;
        const Node    *limit = d->rows.count ? d->rows.items[0].limit : NULL, *base = head_of(r->on);
        if (limit && limit->kind == N_COUNT && base &&
            terms_unit(lint->terms, limit->word) == terms_unit(lint->terms, base->word)) {
            found_unsaid(lint, rule, clause, row->rate->span, r->on->span);
            return;
        }
    }
}

void lint_mode(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        check_falling(lint, rule, clause);
        check_unsaid(lint, rule, clause);
    }
}

/* ---- L-ROUND ---- */

static int decimals_of(const Lint *lint, Word currency)
{
    int found = currency_find(terms_text(lint->terms, currency));
    return found >= 0 ? currency_minor(found) : 0;
}

static bool is_finer(const Node *money, int decimals)
{
    int64_t value = money->value;
    int     scale = money->scale;
    for (; scale > decimals && value % 10 == 0; scale--)
        value /= 10;
    return scale > decimals;
}

/* A percentage, or a price finer than its currency: what it gives can have parts of a cent. */
static const Node *fine_price(const Lint *lint, const Node *rate, int depth)
{
    if (!rate || depth > 16)
        return NULL;
    if (rate->kind == N_PERCENT)
        return rate;
    if (rate->kind == N_MONEY)
        return is_finer(rate, decimals_of(lint, rate->word)) ? rate : NULL;
    if (rate->kind == N_MATH) {
        const Node *found = NULL;
        for (const Node *one = rate->a; one && !found; one = one->next)
            found = fine_price(lint, one, depth + 1);
        return found ? found : fine_price(lint, rate->b, depth + 1);
    }
    const Node    *name = head_of(rate);
    const Clause  *table = name ? terms_clause(lint->terms, name->word) : NULL;
    const Measure *d = table && clause_is(table, REF(TABLE)) && !table->poisoned ? table->data : NULL;
    for (Size i = 0; d && i < d->rows.count; i++)
        if (fine_price(lint, d->rows.items[i].value, depth + 1))
            return d->rows.items[i].value;
    return NULL;
}

static const Node *fine_in(const Lint *lint, const RateRows *rows)
{
    for (Size i = 0; i < rows->count; i++)
        if (fine_price(lint, rows->items[i].rate, 0))
            return fine_price(lint, rows->items[i].rate, 0);
    return NULL;
}

/* The first thing in a royalty from which parts of a cent can come. */
static const Node *fine_of(const Lint *lint, const Royalty *r)
{
    const Node *found = fine_in(lint, &r->bands);
    found = found ? found : fine_in(lint, &r->rates);
    for (Size i = 0; i < r->elections.count && !found; i++)
        found = fine_price(lint, r->elections.items[i].rate, 0);
    for (Size i = 0; i < r->weights.count && !found; i++)
        found = r->weights.items[i].units->scale ? r->weights.items[i].units : NULL;
    if (!found && r->convert.source)
        found = r->convert.source;
    if (!found && r->split.count)
        found = r->split.items[0].share;
    return found;
}

static void check_unrounded(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        const Node *fine = fine_of(lint, clause->data);
        if (!fine)
            continue;
        const Agreement *a = terms_header(lint->terms);
        Str              currency = a->currency ? terms_text(lint->terms, a->currency->word) : S("USD");
        Diag            *diag =
            lint_add(lint, rule, (LintAbout){.clause = clause, .other = lint->terms->agreement}, fine->span,
                     S("this can give parts of a cent, and the header does not say how they are rounded"),
                     S("amounts that do not end"));
        diag_note(diag, lint->terms->agreement->name_span, S("no `rounding` line in this header"));
        diag->help = str_format(lint->arena,
                                "add `rounding half-even to 0.01 %.*s on the running total of each calendar "
                                "year` to the header",
                                STR_ARG(currency));
        return;
    }
}

/* `0.01 USD` is no unit for yen, which have no decimals. */
static void check_other_units(Lint *lint, const LintRule *rule, const Node *unit)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        const Node *money = lint_price_money(clause->data);
        if (!money || money->word == unit->word ||
            decimals_of(lint, money->word) == decimals_of(lint, unit->word))
            continue;
        Str   currency = terms_text(lint->terms, money->word);
        Diag *diag =
            lint_add(lint, rule, (LintAbout){.clause = clause}, money->span,
                     str_format(lint->arena, "the header does not say how amounts in %.*s are rounded",
                                STR_ARG(currency)),
                     S("another currency, with other decimals"));
        diag_note(diag, unit->span, S("rounded to this"));
        diag->help = S("pay in the currency of the header, or put this royalty into an agreement of its own");
        return;
    }
}

void lint_round(Lint *lint, const LintRule *rule)
{
    const Agreement *a = terms_header(lint->terms);
    if (a && !a->rounding)
        check_unrounded(lint, rule);
    else if (a)
        check_other_units(lint, rule, a->rounding);
}

/* ---- L-MFL-LOOP ---- */

/* A royalty on the way from one to those that it follows. */
typedef struct {
    const Clause *clause;
    const Node   *next; /* of its list, not yet looked at */
} Follow;

typedef struct {
    Lint           *lint;
    const LintRule *rule;
    unsigned char  *state; /* by word: 1 on the way, 2 done */
    LIST_OF(Follow) way;
} Favoured;

static void found_loop(const Favoured *f, const Clause *clause, const Clause *back)
{
    const Royalty *r = clause->data;
    Diag          *diag =
        lint_add(f->lint, f->rule, (LintAbout){.clause = back, .other = clause}, r->most_favoured->span,
                 back == clause ? S("this royalty follows its own price")
                                : S("these most favoured clauses wait for each other's price"),
                 S("follows the price of these"));
    if (back != clause)
        diag_note(diag, ((const Royalty *)back->data)->most_favoured->span, S("which leads back here"));
    diag->help = S("let one of them have a price of its own, and only the others follow it");
}

static void enter(Favoured *f, const Clause *clause)
{
    const Node *list = ((const Royalty *)clause->data)->most_favoured;
    f->state[clause->name] = 1;
    *PUSH(f->lint->arena, &f->way) = (Follow){clause, list && list->kind == N_LIST ? list->a : NULL};
}

static void follow_from(Favoured *f, const Clause *start)
{
    enter(f, start);
    while (f->way.count) {
        Follow *last = &f->way.items[f->way.count - 1];
        if (!last->next) {
            f->state[last->clause->name] = 2;
            f->way.count--;
            continue;
        }
        const Clause  *clause = last->clause, *to = NULL;
        const Royalty *other = royalty_named(f->lint, last->next->a, &to);
        last->next = last->next->next;
        if (other && f->state[to->name] == 1)
            found_loop(f, clause, to);
        else if (other && !f->state[to->name])
            enter(f, to);
    }
}

void lint_favoured(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    Word          most = 0;
    for (Size i = 0; i < lint->terms->decls.count; i++)
        most = lint->terms->decls.items[i].name > most ? lint->terms->decls.items[i].name : most;
    Favoured f = {.lint = lint, .rule = rule, .state = NEW(lint->arena, unsigned char, (Size)most + 1)};
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++)
        if (!f.state[clause->name])
            follow_from(&f, clause);
}
