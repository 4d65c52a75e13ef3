/* lint_settlement.c - rules about how what is owed is looked into, converted and by whom it is paid. */
#include "terms/data/tables.h"
#include "terms/lint_rules.h"

/* The royalty whose settlement lines hold for this one: itself, or where `same settlement as` leads. */
static const Royalty *settlement_of(const Lint *lint, const Royalty *r)
{
    for (Size steps = 0; r->same && steps <= lint->terms->clauses.count; steps++) {
        const Clause *next = terms_clause(lint->terms, r->same->word);
        if (!next || !clause_is(next, REF(ROYALTY)) || next->poisoned)
            return r;
        r = next->data;
    }
    return r;
}

static bool is_free(const Node *rate) { return rate->kind == N_NUMBER && !rate->value; }

bool lint_has_price(const Royalty *r)
{
    bool any = r->elections.count || r->minimums.count;
    for (Size i = 0; i < r->bands.count; i++)
        any |= !is_free(r->bands.items[i].rate);
    for (Size i = 0; i < r->rates.count; i++)
        any |= !is_free(r->rates.items[i].rate);
    return any;
}

static const Clause *clause_of(const Lint *lint, const Node *name, uint64_t refs)
{
    const Clause *clause = name && name->kind == N_NAME ? terms_clause(lint->terms, name->word) : NULL;
    return clause && clause_is(clause, refs) && !clause->poisoned ? clause : NULL;
}

/* The lines that a value is counted in: said with `in sales`, or those that state its column. */
static const Clause *lines_of(const Lint *lint, const Node *value, int depth)
{
    const Clause *found = NULL;
    while (value && (value->kind == N_PERCENT || value->kind == N_MATH))
        value = value->a;
    if (!value || depth > 16 || value->kind != N_PHRASE || !value->a || value->a->kind != N_NAME)
        return NULL;
    for (const Node *m = value->b; m && !found; m = m->next)
        if (m->op == PHRASE_IN && m->a && m->a->kind == N_LIST && m->a->a)
            found = clause_of(lint, m->a->a->a, REF(LINES));
    const Clause *named = clause_of(lint, value->a, REF(LINES) | REF(DEFINE));
    if (found || (named && clause_is(named, REF(LINES))))
        return found ? found : named;
    if (named)
        return lines_of(lint, ((const Measure *)named->data)->equals, depth + 1);
    const Clause *lines = NULL;
    for (Size i = 0; (lines = lint_next(lint, REF(LINES), &i)); i++)
        for (const Node *item =
                 ((const Measure *)lines->data)->states ? ((const Measure *)lines->data)->states->a : NULL;
             item; item = item->next)
            if (item->a->word == value->a->word)
                return lines;
    return NULL;
}

static bool states(const Lint *lint, const Clause *lines, Str column)
{
    const Node *list = ((const Measure *)lines->data)->states;
    for (const Node *item = list ? list->a : NULL; item; item = item->next)
        if (str_equal(terms_text(lint->terms, item->a->word), column))
            return true;
    return false;
}

/* ---- L-AUDIT ---- */

/* Another royalty of which somebody may look into the books, for the second mark; NULL: none. */
static const Clause *audited(const Lint *lint, const Clause *but)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++)
        if (clause != but && settlement_of(lint, clause->data)->audit)
            return clause;
    return NULL;
}

/* What its payer counts, and nobody may look into. */
static bool is_unaudited(const Lint *lint, const Clause *clause)
{
    const Royalty *r = clause->data;
    Word           payer = lint_party(r->payer);
    if (!lint_has_price(r) || r->agreed || settlement_of(lint, r)->audit)
        return false;
    const Clause *lines = lines_of(lint, r->on, 0);
    Word          reporter = lines ? lint_party(((const Measure *)lines->data)->recorded_by) : payer;
    return !reporter || reporter == payer; /* else who is paid, or a third party, counts */
}

/* Once for each payer: the first of its royalties, and how many more. */
static void check_unaudited(Lint *lint, const LintRule *rule, Size at)
{
    const Clause *clause = lint->terms->clauses.items[at], *one = NULL;
    Word          payer = lint_party(((const Royalty *)clause->data)->payer);
    Size          more = 0;
    if (!is_unaudited(lint, clause))
        return;
    for (Size i = 0; (one = lint_next(lint, REF(ROYALTY), &i)); i++) {
        bool same = one->name != clause->name && lint_party(((const Royalty *)one->data)->payer) == payer &&
                    is_unaudited(lint, one);
        if (same && i < at)
            return;
        more += same;
    }
    const Clause *other = audited(lint, clause);
    bool          mirrored = other && lint_party(((const Royalty *)other->data)->payer) != payer;
    Diag         *diag =
        lint_add(lint, rule, (LintAbout){.clause = clause, .who = payer}, clause->name_span,
                 mirrored ? S("the other side's books may be looked into, and these may not")
                          : S("nobody may look into the books behind this royalty"),
                 !more ? S("whoever owes it counts it")
                       : str_format(lint->arena, "nor behind %td more of the same payer", (ptrdiff_t)more));
    if (other)
        diag_note(diag, other->name_span, S("this one has an audit"));
    diag->help =
        S("add `audit books`, and a clause `audit books { at most 1 time each calendar year; notice 30 "
          "days; looking back 3 years }`");
}

/* At least so many days, and at most; business days can take up to three times as long. */
static int64_t days_of(const Node *d, bool most)
{
    static const int64_t least_days[] = {
        [UNIT_DAYS] = 1, [UNIT_BUSINESS_DAYS] = 1, [UNIT_MONTHS] = 28, [UNIT_YEARS] = 365};
    static const int64_t most_days[] = {
        [UNIT_DAYS] = 1, [UNIT_BUSINESS_DAYS] = 3, [UNIT_MONTHS] = 31, [UNIT_YEARS] = 366};
    return d->value * (most ? most_days : least_days)[d->op];
}

static bool longer(const Node *a, const Node *b)
{
    return a && b && a->kind == N_DURATION && b->kind == N_DURATION && days_of(a, false) > days_of(b, true);
}

static void check_books(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Audit *d = clause->data;
    if (longer(d->looking_back, d->records)) {
        Diag *diag =
            lint_add(lint, rule, (LintAbout){.clause = clause}, d->records->span,
                     S("the books are kept for less time than an audit may look back"), S("kept this long"));
        diag_note(diag, d->looking_back->span, S("looked into this far"));
        diag->help = str_format(lint->arena, "keep them at least as long: `records %.*s`",
                                STR_ARG(sources_slice(lint->terms->doc->sources, d->looking_back->span)));
    }
    if (!d->most_times)
        lint_add(lint, rule, (LintAbout){.clause = clause}, clause->name_span,
                 S("this audit has no limit: the books may be looked into every day"), S("how often?"))
            ->help = S("add `at most 1 time each calendar year`");
}

static int64_t period_days(const Each *each)
{
    switch (each->kind) {
    case EACH_MONTH: return 28;
    case EACH_QUARTER: return 90;
    case EACH_HALF_YEAR: return 181;
    case EACH_YEAR:
    case EACH_CONTRACT_YEAR:
    case EACH_FISCAL_YEAR: return 365;
    case EACH_UNSAID:
    case EACH_TERM: break;
    }
    return 0;
}

/* An audit must reach back over a whole payment period, and until estimates are put right. */
static void check_reach(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    const Clause  *books = clause_of(lint, r->audit, REF(AUDIT));
    const Node    *back = books ? ((const Audit *)books->data)->looking_back : NULL;
    if (!back || back->kind != N_DURATION)
        return;
    const Royalty *s = settlement_of(lint, r);
    bool           estimates = longer(s->true_up, back);
    bool           period = s->pay.said && days_of(back, true) < period_days(&s->pay.each);
    if (!estimates && !period)
        return;
    Diag *diag = lint_add(lint, rule, (LintAbout){.clause = clause, .other = books}, back->span,
                          estimates ? S("an audit may not look back as far as estimates are still put right")
                                    : S("an audit may not look back over one whole payment period"),
                          S("looks back this far"));
    diag_note(diag, estimates ? s->true_up->span : s->pay.span,
              estimates ? S("put right until then") : S("paid this often"));
    diag->help = S("look back further, for example `looking back 3 years`");
}

void lint_audit(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY) | REF(AUDIT), &i)); i++) {
        if (clause_is(clause, REF(AUDIT))) {
            check_books(lint, rule, clause);
            continue;
        }
        check_unaudited(lint, rule, i);
        check_reach(lint, rule, clause);
    }
}

/* ---- L-ASYM of audits ---- */

static bool is_party_of(const Lint *lint, Word name)
{
    const Agreement *a = terms_header(lint->terms);
    Size             parties = 0;
    bool             found = false;
    const Node      *list = a && a->between && a->between->kind == N_LIST ? a->between->a : NULL;
    for (const Node *item = list; item; item = item->next, parties++)
        found |= lint_party(item->a) == name || item->a->word == name;
    return found && parties == 2;
}

/* One of two parties; 0: both, either, an expert. */
static Word only_auditor(const Lint *lint, const Audit *audit)
{
    const Node *by = audit->by;
    if (by && by->kind == N_LIST)
        by = by->a && !by->a->next ? by->a->a : NULL;
    Word name = by && by->kind == N_WHO && by->op == WHO_NAMED && by->a ? by->a->word
                : by && by->kind == N_NAME                              ? by->word
                                                                        : 0;
    return name && is_party_of(lint, name) ? name : 0;
}

void lint_audit_side(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL, *first = NULL;
    Word          one = 0;
    for (Size i = 0; (clause = lint_next(lint, REF(AUDIT), &i)); i++) {
        Word by = only_auditor(lint, clause->data);
        if (!by || (one && by != one))
            return;
        one = by;
        first = first ? first : clause;
    }
    if (!first)
        return;
    Str who = terms_text(lint->terms, one);
    lint_add(
        lint, rule, (LintAbout){.clause = first, .who = one}, ((const Audit *)first->data)->by->span,
        str_format(lint->arena, "%.*s may look into the other's books, and the other may not", STR_ARG(who)),
        S("one side only"))
        ->help = S("write an audit for the other side too, or accept it with the reason");
}

/* ---- L-FX ---- */

/* What a royalty is on is an amount of money, and not a count. */
static bool on_money(const Lint *lint, const Node *value, const Clause *lines, int depth)
{
    while (value && (value->kind == N_PERCENT || value->kind == N_MATH))
        value = value->a;
    if (!value || depth > 16 || value->kind != N_PHRASE || !value->a || value->a->kind != N_NAME)
        return false;
    const Clause *define = clause_of(lint, value->a, REF(DEFINE));
    if (define)
        return on_money(lint, ((const Measure *)define->data)->equals, lines, depth + 1);
    const Decl *decl = terms_decl(lint->terms, value->a->word);
    bool        count = value->a->word == W_units || (decl && (decl->ref & REF(UNIT)));
    return !count && states(lint, lines, terms_text(lint->terms, value->a->word));
}

/* A price that is a share of a column of the lines: `2% of price`. */
static bool prices_money(const Lint *lint, const Node *rate, const Clause *lines, int depth)
{
    if (!rate || depth > 16)
        return false;
    if (rate->kind == N_PERCENT && rate->a)
        return on_money(lint, rate->a, lines, depth);
    bool found = false;
    for (const Node *one = rate->kind == N_MATH ? rate->a : NULL; one; one = one->next)
        found |= prices_money(lint, one, lines, depth + 1);
    return found;
}

static void check_foreign(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    const Clause  *lines = lines_of(lint, r->on, 0);
    if (!lines || !lint_has_price(r) || settlement_of(lint, r)->convert.source)
        return;
    bool money = on_money(lint, r->on, lines, 0);
    for (Size i = 0; i < r->rates.count; i++)
        money |= prices_money(lint, r->rates.items[i].rate, lines, 0);
    bool currency = states(lint, lines, S("currency")), country = states(lint, lines, S("country"));
    if (!money || (!currency && !country))
        return;
    LintRule level = lint_at(rule, currency ? DIAG_WARNING : DIAG_INFO);
    Diag    *diag = lint_add(
           lint, &level, (LintAbout){.clause = clause}, r->on->span,
        currency ? S("lines may be in other currencies, and nothing says how they are converted")
                    : S("lines are from several countries, and nothing says in which currency they are"),
           S("an amount of each line"));
    diag_note(diag, lines->name_span,
              currency ? S("these lines state a currency")
                       : S("these lines state a country and no currency"));
    diag->help =
        S("add a source, the day or the average, and the decimals: `convert at \"ECB reference rate\", "
          "average of each business day of the month, to 4 decimals`");
}

const Node *lint_price_money(const Royalty *r)
{
    for (Size i = 0; i < r->bands.count; i++)
        if (r->bands.items[i].rate->kind == N_MONEY)
            return r->bands.items[i].rate;
    for (Size i = 0; i < r->rates.count; i++)
        if (r->rates.items[i].rate->kind == N_MONEY)
            return r->rates.items[i].rate;
    return NULL;
}

/* A bound in another currency than the price: it bounds nothing until it is converted. */
static void check_bounds(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    const Node    *price = lint_price_money(r);
    for (Size i = 0; price && i < r->caps.count + r->minimums.count; i++) {
        const Bound *bound = i < r->caps.count ? &r->caps.items[i] : &r->minimums.items[i - r->caps.count];
        if (bound->value->kind != N_MONEY || bound->value->word == price->word)
            continue;
        Diag *diag = lint_add(lint, rule, (LintAbout){.clause = clause}, bound->value->span,
                              S("this bound is in another currency than what it bounds"),
                              S("converted how, and on which day?"));
        diag_note(diag, price->span, S("priced in this currency"));
        diag->help = S("write the bound in the currency of the price");
    }
}

/* A balance in one currency of debts in another. */
static void check_netting(Lint *lint, const LintRule *rule, const Clause *net)
{
    const Netting *d = net->data;
    const Clause  *clause = NULL;
    for (Size i = 0; d->currency && (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        const Node *price = lint_price_money(clause->data);
        if (!price || price->word == d->currency->word)
            continue;
        Diag *diag = lint_add(lint, rule, (LintAbout){.clause = net, .other = clause}, d->currency->span,
                              S("the balance is in one currency, and a debt that it takes up in another"),
                              S("the balance"));
        diag_note(diag, price->span, S("owed in this currency"));
        diag->help = S("owe both in one currency, or write a `net` clause for each currency");
        return;
    }
}

void lint_convert(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY) | REF(NET), &i)); i++) {
        if (clause_is(clause, REF(NET))) {
            check_netting(lint, rule, clause);
            continue;
        }
        check_foreign(lint, rule, clause);
        check_bounds(lint, rule, clause);
    }
}

/* ---- L-PAYER-CHAIN ---- */

static const Clause *grant_paying(const Lint *lint, Word royalty)
{
    const Clause *grant = NULL;
    for (Size i = 0; (grant = lint_next(lint, REF(GRANT) | REF(COVENANT) | REF(RELEASE), &i)); i++)
        if (lint_pays(grant, royalty))
            return grant;
    return NULL;
}

/* Whether some grant of the text says what is paid for it: then one that is owed for none is odd. */
static const Clause *any_paying(const Lint *lint)
{
    const Clause *grant = NULL;
    for (Size i = 0; (grant = lint_next(lint, REF(GRANT), &i)); i++)
        if (((const Right *)grant->data)->pays)
            return grant;
    return NULL;
}

/* All grants from who is paid to who pays are free; the first of them. NULL: there are none, or others. */
static const Clause *only_free(const Lint *lint, Word from, Word to)
{
    const Clause *grant = NULL, *first = NULL;
    for (Size i = 0; from && to && (grant = lint_next(lint, REF(GRANT), &i)); i++) {
        const Right *right = grant->data;
        if (lint_party(right->from) != from || lint_party(right->to) != to)
            continue;
        if (!right->royalty_free)
            return NULL;
        first = first ? first : grant;
    }
    return first;
}

static void check_unpaid(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    Word           payer = lint_party(r->payer);
    if (!lint_has_price(r) || !r->on || grant_paying(lint, clause->name))
        return;
    const Clause *free = only_free(lint, lint_party(r->payee), payer),
                 *other = free ? free : any_paying(lint);
    if (!other)
        return;
    Diag *diag =
        lint_add(lint, rule, (LintAbout){.clause = clause, .other = other, .who = payer}, clause->name_span,
                 free ? S("this royalty is owed, and every grant to its payer is royalty-free")
                      : S("no grant is paid for by this royalty"),
                 S("owed for what?"));
    diag_note(diag, other->name_span, free ? S("royalty-free") : S("this grant says what is paid for it"));
    diag->help = str_format(lint->arena, "add `pays %.*s` to the grant under which it is sold",
                            STR_ARG(terms_text(lint->terms, clause->name)));
}

/* The payer of a royalty is named, and is not whom the grant lets sell. */
static void check_seller(Lint *lint, const LintRule *rule, const Clause *clause)
{
    const Royalty *r = clause->data;
    const Clause  *grant = NULL;
    Word           payer = lint_party(r->payer);
    for (Size i = 0; payer && (grant = lint_next(lint, REF(GRANT), &i)); i++) {
        const Right *right = grant->data;
        Word         to = lint_party(right->to);
        bool         several = right->to && right->to->kind == N_LIST && right->to->a && right->to->a->next;
        const Decl  *decl = to ? terms_decl(lint->terms, to) : NULL;
        bool         group = decl && (decl->ref & REF(MEMBERS));
        if (!right->to || !to || several || group || to == payer || !lint_pays(grant, clause->name))
            continue;
        Diag *diag = lint_add(
            lint, rule, (LintAbout){.clause = clause, .other = grant, .who = payer, .whom = to},
            r->payer->span,
            str_format(lint->arena, "%.*s pays for what %.*s sells", STR_ARG(terms_text(lint->terms, payer)),
                       STR_ARG(terms_text(lint->terms, to))),
            S("who pays"));
        diag_note(diag, right->to->span, S("who is licensed"));
        diag->help =
            S("let the licensee pay; if one pays on behalf of the other, accept it with the reason and "
              "say within whose cap");
        return;
    }
}

static bool same_list(const Node *a, const Node *b)
{
    a = a ? a->a : NULL;
    b = b ? b->a : NULL;
    for (; a && b; a = a->next, b = b->next)
        if (a->op != b->op || a->a->word != b->a->word)
            return false;
    return a == b;
}

static bool has_act(const Right *right, Word act)
{
    for (const Node *item = right->acts && right->acts->kind == N_LIST ? right->acts->a : NULL; item;
         item = item->next)
        if (item->a->word == act)
            return true;
    return false;
}

/* One licensee may have it made, and another licensee makes and sells: a unit may pass through both. */
static void check_chain(Lint *lint, const LintRule *rule)
{
    const Clause *a = NULL, *b = NULL;
    for (Size i = 0; (a = lint_next(lint, REF(GRANT), &i)); i++) {
        const Right *buyer = a->data;
        if (!buyer->pays || !has_act(buyer, W_have_made) || buyer->have_made_only || !lint_party(buyer->to))
            continue;
        for (Size k = 0; (b = lint_next(lint, REF(GRANT), &k)); k++) {
            const Right *maker = b->data;
            bool         other = lint_party(maker->to) && lint_party(maker->to) != lint_party(buyer->to) &&
                         lint_party(maker->from) == lint_party(buyer->from);
            if (!other || !maker->pays || !has_act(maker, W_make) || !has_act(maker, W_sell) ||
                !same_list(buyer->assets, maker->assets) || !same_list(buyer->fields, maker->fields))
                continue;
            LintRule info = lint_at(rule, DIAG_INFO);
            Diag    *diag =
                lint_add(lint, &info, (LintAbout){.clause = a, .other = b}, b->name_span,
                         str_format(lint->arena, "a unit that %.*s makes for %.*s can be paid for twice",
                                    STR_ARG(terms_text(lint->terms, lint_party(maker->to))),
                                    STR_ARG(terms_text(lint->terms, lint_party(buyer->to)))),
                         S("pays for what it makes and sells"));
            diag_note(diag, a->name_span, S("pays for what it has made"));
            diag->help = S("say which of them pays: leave `have-made` out, or add `have-made only for …`");
            return;
        }
    }
}

/* Two royalties to one payee by different payers, on the same lines of the same products. */
static void check_twice(Lint *lint, const LintRule *rule, const Clause *clause, Size from)
{
    const Royalty *r = clause->data;
    const Clause  *other = NULL, *lines = lines_of(lint, r->on, 0);
    if (!lines || !lint_has_price(r) || r->on_if || grant_paying(lint, clause->name))
        return;
    for (Size i = from; (other = lint_next(lint, REF(ROYALTY), &i)); i++) {
        const Royalty *s = other->data;
        Word           one = lint_party(r->payer), two = lint_party(s->payer);
        if (!one || !two || one == two || lint_party(r->payee) != lint_party(s->payee) || s->on_if ||
            !lint_has_price(s) || lines_of(lint, s->on, 0) != lines || grant_paying(lint, other->name))
            continue;
        Str a = sources_slice(lint->terms->doc->sources, r->on->span),
            b = sources_slice(lint->terms->doc->sources, s->on->span);
        if (!str_equal(a, b))
            continue;
        Diag *diag = lint_add(
            lint, rule, (LintAbout){.clause = clause, .other = other, .who = one, .whom = two}, s->on->span,
            str_format(lint->arena, "%.*s and %.*s both owe for the same lines",
                       STR_ARG(terms_text(lint->terms, one)), STR_ARG(terms_text(lint->terms, two))),
            S("counted here too"));
        diag_note(diag, r->on->span, S("counted here"));
        diag->help =
            S("let each be paid by the grant under which it is sold (`pays …`), or count lines of each "
              "payer's own");
        return;
    }
}

void lint_payer(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        check_unpaid(lint, rule, clause);
        check_seller(lint, rule, clause);
        check_twice(lint, rule, clause, i + 1);
    }
    check_chain(lint, rule);
}
