/* restate.c - see restate.h.
 *
 * What was stated for a period is what its own statement said, less the true-ups in it, and all true-ups for
 * it in later statements. An entry joins that with the parts that the same period has today, by clause,
 * group, days, currency and payee; either may be missing, and of several (two sums reached on one day) each
 * counts. */
#include "money/restate.h"

#include <stdlib.h>

#include "money/period.h"

typedef struct {
    const Clause        *clause;
    Str                  group;
    Days                 period;
    int                  currency, payee;
    int64_t              stated;
    bool                 large; /* what was stated leaves 63 bits */
    bool                 open;  /* it was stated as not known: nothing was stated */
    const Prior         *prior; /* that stated it last, as a part or as a true-up */
    const PriorPart     *who;   /* a part that stated it; NULL: none did */
    const PriorPart     *then;  /* its own part; NULL: there was none */
    int64_t              lines; /* as it was stated last */
    Rational             counted;
    const StatementPart *now; /* the first of them; NULL: today there is none */
    int64_t              comes;
    bool                 unknown; /* what it comes to is not known, or leaves 63 bits */
} Entry;

typedef struct {
    Books                *books;
    Arena                *arena;
    const Priors         *priors;
    const RestateDigests *grounds;
    LIST_OF(Entry) entries;
} Restating;

static const Terms *terms_of(const Restating *r) { return r->books->pricing->plan->st->terms; }

static const Clause *clause_named(const Terms *terms, Str name)
{
    Word word = word_known(terms->doc->words, name);
    return word ? terms_clause(terms, word) : NULL;
}

/* ---- whether they belong here ---- */

static bool refuse(Diags *diags, const char *code, const Prior *prior, Str title, Str help)
{
    return diag_refuse(diags, code, prior->at, title, S("this statement"), help);
}

static const PlanRoyalty *royalty_named(const Plan *plan, Str name)
{
    for (Size i = 0; i < plan->royalties.count; i++)
        if (royalty_is_priced(plan->royalties.items[i]) &&
            str_equal(terms_text(plan->st->terms, plan->royalties.items[i]->name), name))
            return plan->royalties.items[i];
    return NULL;
}

static bool same_party(const Plan *plan, Str name, int subject)
{
    return subject < 0 || str_equal(name, subject_text(plan->st, plan->arena, subject));
}

/* The payee that the text names, or one of several. */
static bool is_payee(const Plan *plan, Str name, const PlanRoyalty *royalty)
{
    bool found = same_party(plan, name, royalty->payee);
    for (Size i = 0; i < royalty->versions.count; i++) {
        const Royalty *text = royalty->versions.items[i].text;
        for (Size k = 0; k < text->split.count; k++)
            found |= str_equal(name, terms_text(plan->st->terms, text->split.items[k].payee->word));
    }
    return found;
}

static bool part_fits(const Plan *plan, const Prior *prior, const PriorPart *part, Diags *diags)
{
    const Clause      *clause = clause_named(plan->st->terms, part->clause);
    const PlanRoyalty *royalty = royalty_named(plan, part->clause);
    if (!clause || !clause_is(clause, REF(ROYALTY) | REF(PAYMENT) | REF(MILESTONES)))
        return refuse(
            diags, "E0634", prior,
            str_format(diags->arena, "the agreement has no royalty or payment `%.*s`", STR_ARG(part->clause)),
            S("a clause keeps its name through amendments; ask with the text that it had"));
    if (!royalty)
        return true;
    if (!same_party(plan, part->payer, royalty->payer) || !is_payee(plan, part->payee, royalty))
        return refuse(diags, "E0634", prior,
                      str_format(diags->arena, "`%.*s` is not paid by `%.*s` to `%.*s`",
                                 STR_ARG(part->clause), STR_ARG(part->payer), STR_ARG(part->payee)),
                      S("a difference between other parties cannot be set off here"));
    int currency = royalty_currency(plan, royalty);
    if (currency >= 0 && part->currency != currency)
        return refuse(diags, "E0634", prior,
                      str_format(diags->arena, "`%.*s` was stated in %.*s, and is now owed in %.*s",
                                 STR_ARG(part->clause), STR_ARG(currency_code(part->currency)),
                                 STR_ARG(currency_code(currency))),
                      S("amounts of two currencies have no difference"));
    return true;
}

static bool meets(Days a, Days b) { return a.from <= b.through && b.from <= a.through; }

static bool prior_fits(const Plan *plan, const Priors *priors, Size at, Days asked, Diags *diags)
{
    const Terms *terms = plan->st->terms;
    const Prior *prior = &priors->items[at];
    Str          own = terms->agreement ? terms_text(terms, terms->agreement->name) : S("");
    bool         good = true;
    if (!str_equal(prior->agreement, own))
        return refuse(diags, "E0632", prior,
                      str_format(diags->arena, "this is a statement of `%.*s`, not of `%.*s`",
                                 STR_ARG(prior->agreement), STR_ARG(own)),
                      S("give the statements of this agreement"));
    if (prior->period.through >= asked.from)
        return refuse(diags, "E0633", prior,
                      str_format(diags->arena, "this states %.*s, which is not before %.*s",
                                 STR_ARG(days_text(diags->arena, prior->period)),
                                 STR_ARG(days_text(diags->arena, asked))),
                      S("give the statements of periods before the one that is asked for"));
    for (Size i = 0; i < at; i++)
        if (meets(priors->items[i].period, prior->period))
            good = refuse(diags, "E0633", prior,
                          str_format(diags->arena, "%.*s is stated twice",
                                     STR_ARG(days_text(diags->arena, prior->period))),
                          S("give one statement for each period: the one that was approved"));
    for (Size i = 0; i < prior->parts.count && good; i++)
        good = part_fits(plan, prior, &prior->parts.items[i], diags);
    return good;
}

bool priors_check(const Plan *plan, const Priors *priors, Days asked, Diags *diags)
{
    bool good = true;
    for (Size i = 0; i < priors->count; i++)
        good &= prior_fits(plan, priors, i, asked, diags);
    return good;
}

/* ---- what was stated, and what it comes to ---- */

/* What is stated for a period stands in the statement in which it ends. */
static const Prior *prior_of(const Restating *r, Days period)
{
    for (Size i = 0; i < r->priors->count; i++)
        if (days_has(r->priors->items[i].period, period.through))
            return &r->priors->items[i];
    return NULL;
}

static int subject_named(const Restating *r, Str name)
{
    Word word = word_known(terms_of(r)->doc->words, name);
    return word ? standing_subject(r->books->pricing->plan->st, word) : -1;
}

static Entry *entry_for(Restating *r, const Clause *clause, Str group, Days period, int currency, int payee)
{
    for (Size i = 0; i < r->entries.count; i++) {
        Entry *e = &r->entries.items[i];
        if (e->clause->name == clause->name && str_equal(e->group, group) && e->period.from == period.from &&
            e->period.through == period.through && e->currency == currency && e->payee == payee)
            return e;
    }
    Entry *e = PUSH(r->arena, &r->entries);
    *e = (Entry){.clause = clause,
                 .group = group,
                 .period = period,
                 .currency = currency,
                 .payee = payee,
                 .prior = prior_of(r, period),
                 .counted = rational_whole(0)};
    return e;
}

static void add_amount(Entry *e, const PriorPart *who, int64_t amount)
{
    e->large |= __builtin_add_overflow(e->stated, amount, &e->stated);
    e->who = e->who ? e->who : who;
}

/* Statements come in the order of their periods, so the last one has the last word. */
static void add_true_up_then(Restating *r, const Prior *prior, const PriorPart *part, const PriorTrueUp *t)
{
    if (!prior_of(r, t->period))
        return; /* its own statement was not given: it is not restated */
    Entry *e = entry_for(r, clause_named(terms_of(r), part->clause), part->group, t->period, part->currency,
                         subject_named(r, part->payee));
    add_amount(e, part, t->due);
    e->prior = prior;
    e->lines = t->lines;
    e->counted = t->counted;
}

static void add_stated(Restating *r, const Prior *prior, const PriorPart *part)
{
    int64_t own = part->due;
    Entry  *e = entry_for(r, clause_named(terms_of(r), part->clause), part->group, part->period,
                          part->currency, subject_named(r, part->payee));
    for (Size i = 0; i < part->true_ups.count; i++)
        own -= part->true_ups.items[i].due;
    add_amount(e, part, own);
    e->open |= part->unknown;
    if (!e->then) {
        e->lines = part->lines;
        e->counted = part->counted;
        e->then = part;
    }
    for (Size i = 0; i < part->true_ups.count; i++)
        add_true_up_then(r, prior, part, &part->true_ups.items[i]);
}

/* ---- why they differ ---- */

static const Step *base_of_part(const StatementPart *part)
{
    const Step *first = part && part->steps.count ? &part->steps.items[0] : NULL;
    return first && first->kind == STEP_BASE ? first : NULL;
}

static void say(Text *text, Str cause) { text_format(text, "%s%.*s", text->len ? ", " : "", STR_ARG(cause)); }

static Str lines_cause(Arena *arena, int64_t more)
{
    int64_t count = more < 0 ? -more : more;
    return str_format(arena, "%lld %s %s", (long long)count, count == 1 ? "line" : "lines",
                      more < 0 ? "taken back" : "reported late");
}

/* A band or a conversion that both have, at another rate. */
static bool rates_differ(const PriorPart *then, const StatementPart *now, StepKind kind)
{
    for (Size i = 0; i < now->steps.count; i++) {
        const Step *step = &now->steps.items[i];
        bool        ours = step->kind == kind || (kind == STEP_BAND && step->kind == STEP_RATE);
        for (Size k = 0; k < then->rates.count && ours; k++)
            if (str_equal(then->rates.items[k].label, step->label) &&
                !str_equal(then->rates.items[k].rate, step->rate))
                return true;
    }
    return false;
}

static bool changed(Str then, Str now) { return then.len && now.len && !str_equal(then, now); }

/* What was counted in the period, against what was counted then. */
static bool say_counted(const Restating *r, Text *text, const Entry *e)
{
    const Step *base = base_of_part(e->now);
    int64_t     lines = (base ? base->lines : 0) - e->lines;
    Rational    now = base ? base->amount : rational_whole(0);
    bool        other = now.ok && e->counted.ok && rational_order(now, e->counted) != 0;
    if (lines)
        say(text, lines_cause(r->arena, lines));
    else if (other && e->now && e->then && rates_differ(e->then, e->now, STEP_CONVERT))
        say(text, S("other exchange rates"));
    else if (other)
        say(text, S("corrected lines"));
    return lines || other;
}

/* An earlier period of the same counter moved the bands or caps of this one. */
static bool follows(const Restating *r, const Entry *e)
{
    for (Size i = 0; i < r->entries.count; i++) {
        const Entry *other = &r->entries.items[i];
        Text         none = text_new(r->arena);
        if (other->clause->name == e->clause->name && other->period.through < e->period.from && e->now &&
            days_has(e->now->counter, other->period.from) && say_counted(r, &none, other))
            return true;
    }
    return false;
}

static Str cause_of(const Restating *r, const Entry *e)
{
    Text text = text_new(r->arena);
    if (e->open)
        return S("it was not known then");
    (void)say_counted(r, &text, e);
    if (e->now && e->then && rates_differ(e->then, e->now, STEP_BAND))
        say(&text, S("another rate"));
    if (e->prior && changed(e->prior->text, r->grounds->text))
        say(&text, S("the text was changed"));
    if (e->prior && changed(e->prior->facts, r->grounds->facts))
        say(&text, S("the facts were changed"));
    if (follows(r, e))
        say(&text, text.len ? S("after earlier periods that changed") : S("moved by earlier periods"));
    return text.len ? text_str(&text) : S("the earlier statement does not tell why");
}

static Str note_of(const Restating *r, const Entry *e, bool known)
{
    Str      code = currency_code(e->currency), on = e->prior ? day_text(r->arena, e->prior->as_of) : S("");
    Rational stated = minor_amount(e->stated, e->currency), comes = minor_amount(e->comes, e->currency);
    if (!known)
        return S("what it comes to now is not known");
    return str_format(r->arena, "stated %.*s as of %.*s; it comes to %.*s",
                      STR_ARG(quantity_text(r->arena, stated, code)), STR_ARG(on),
                      STR_ARG(quantity_text(r->arena, comes, code)));
}

static void add_true_up(Restating *r, const Entry *e)
{
    int64_t     due = 0;
    bool        unknown = __builtin_sub_overflow(e->comes, e->stated, &due) || e->large || e->unknown;
    const Step *base = base_of_part(e->now);
    int64_t     lines = base ? base->lines : 0;
    if (!due && !unknown)
        return;
    *PUSH(r->arena, &r->books->true_ups) =
        (TrueUp){.clause = e->clause,
                 .group = e->group,
                 .payer = e->now ? e->now->payer : subject_named(r, e->who->payer),
                 .payee = e->now ? e->now->payee : subject_named(r, e->who->payee),
                 .currency = e->currency,
                 .period = e->period,
                 .due = unknown ? 0 : due,
                 .unknown = unknown,
                 .cause = cause_of(r, e),
                 .note = note_of(r, e, !unknown),
                 .lines = lines,
                 .counted = base ? base->amount : (Rational){.den = 1},
                 .more = lines > e->lines ? lines - e->lines : 0,
                 .at = e->clause->name_span};
}

static int prior_order(const void *a, const void *b)
{
    const Prior *x = a, *y = b;
    return (x->period.from > y->period.from) - (x->period.from < y->period.from);
}

void books_restate(Books *books, Priors *priors, const RestateDigests *grounds, Day as_of)
{
    Restating r = {.books = books, .arena = books->pricing->arena, .priors = priors, .grounds = grounds};
    if (priors->count)
        qsort(priors->items, (size_t)priors->count, sizeof *priors->items, prior_order);
    for (Size i = 0; i < priors->count; i++)
        for (Size k = 0; k < priors->items[i].parts.count; k++)
            add_stated(&r, &priors->items[i], &priors->items[i].parts.items[k]);
    for (Size i = 0; i < priors->count; i++) {
        const Statement *now = statement_new(books, priors->items[i].period, as_of);
        for (Size k = 0; k < now->parts.count; k++) {
            const StatementPart *part = &now->parts.items[k];
            Entry *e = entry_for(&r, part->clause, part->group, part->period, part->currency, part->payee);
            e->now = e->now ? e->now : part;
            e->unknown |= part->unknown || __builtin_add_overflow(e->comes, part->due, &e->comes);
        }
    }
    for (Size i = 0; i < r.entries.count; i++)
        add_true_up(&r, &r.entries.items[i]);
}
