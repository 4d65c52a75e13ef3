/* balance.c - who owes whom on balance.
 *
 * Amounts of one direction and currency are added; a `net` clause sets the two directions off against
 * each other, and an amount below its threshold is carried to the next period. Without one, gross stands in
 * both directions. Both gross amounts are kept. What is to be paid in the end, with tax and interest and less
 * what was paid, is set off in the same way. */
#include "money/finish.h"
#include "money/period.h"

static NetLine *line_for(Statement *s, Arena *arena, int from, int to, int currency)
{
    for (Size i = 0; i < s->net.count; i++) {
        NetLine *n = &s->net.items[i];
        if (n->from == from && n->to == to && n->currency == currency)
            return n;
    }
    NetLine *n = PUSH(arena, &s->net);
    *n = (NetLine){.from = from, .to = to, .currency = currency};
    return n;
}

static bool is_between(const Standing *st, const Netting *net, int subject)
{
    for (const Node *item = net->between ? net->between->a : NULL; item; item = item->next) {
        const Node *who = item->a->kind == N_WHO ? item->a->a : item->a;
        if (who && standing_subject(st, who->word) == subject)
            return true;
    }
    return false;
}

static const Clause *net_clause(const Statement *s, int from, int to, int currency)
{
    const Standing *st = s->plan->st;
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause  *clause = st->terms->clauses.items[i];
        const Netting *net = clause_is(clause, REF(NET)) && !clause->poisoned ? clause->data : NULL;
        if (!net || !is_between(st, net, from) || !is_between(st, net, to))
            continue;
        if (!net->currency || currency_find(terms_text(st->terms, net->currency->word)) == currency)
            return clause;
    }
    return NULL;
}

static bool is_small(const Netting *net, int64_t amount, int currency)
{
    const Node *below = net->carry_below;
    int         minor = currency >= 0 && currency_minor(currency) > 0 ? currency_minor(currency) : 0;
    return below && rational_order(rational_of(amount, minor), rational_of(below->value, below->scale)) < 0;
}

static void set_off(Statement *s, NetLine *n)
{
    n->net = n->gross;
    n->clause = net_clause(s, n->from, n->to, n->currency);
    if (!n->clause)
        return;
    n->at = n->clause->name_span;
    for (Size i = 0; i < s->net.count; i++) {
        const NetLine *other = &s->net.items[i];
        if (other->from == n->to && other->to == n->from && other->currency == n->currency)
            n->against = other->gross;
    }
    n->net = n->gross > n->against ? n->gross - n->against : 0;
    n->carried = n->net > 0 && is_small(n->clause->data, n->net, n->currency);
}

/* ---- to be paid ---- */

static Payable *payable_for(Statement *s, Arena *arena, const StatementPart *part)
{
    for (Size i = 0; i < s->payable.count; i++) {
        Payable *p = &s->payable.items[i];
        if (p->from == part->payer && p->to == part->payee && p->currency == part->currency)
            return p;
    }
    Payable *p = PUSH(arena, &s->payable);
    *p = (Payable){.from = part->payer, .to = part->payee, .currency = part->currency};
    return p;
}

static void add_step(Payable *p, const Step *step)
{
    int64_t *sum = step->kind == STEP_WITHHOLDING ? &p->tax
                   : step->kind == STEP_PAID      ? &p->paid
                                                  : &p->interest;
    int64_t  amount = 0;
    int      minor = p->currency >= 0 && currency_minor(p->currency) > 0 ? currency_minor(p->currency) : 0;
    p->interest_unknown |= step->unknown && step->kind == STEP_INTEREST;
    p->unknown |= step->unknown || !rational_round(step->amount, minor, ROUND_HALF_EVEN, &amount) ||
                  __builtin_add_overflow(*sum, amount, sum) ||
                  __builtin_add_overflow(p->payable, amount, &p->payable);
}

static void add_payable(Statement *s, Arena *arena, Size at)
{
    const StatementPart *part = &s->parts.items[at];
    Payable             *p = payable_for(s, arena, part);
    *PUSH(arena, &p->parts) = (int)at;
    p->unknown |= part->unknown || __builtin_add_overflow(p->due, part->due, &p->due) ||
                  __builtin_add_overflow(p->payable, part->due, &p->payable);
    for (Size i = 0; i < part->steps.count; i++)
        if (part->steps.items[i].kind > STEP_DUE)
            add_step(p, &part->steps.items[i]);
}

static void set_off_payable(Statement *s, Payable *p)
{
    for (Size i = 0; i < s->payable.count; i++) {
        const Payable *other = &s->payable.items[i];
        if (other->from != p->to || other->to != p->from || other->currency != p->currency)
            continue;
        bool both = !p->unknown && !other->unknown && p->payable > 0 && other->payable > 0;
        p->clause = both ? net_clause(s, p->from, p->to, p->currency) : NULL;
        if (p->clause)
            p->against = p->payable < other->payable ? p->payable : other->payable;
    }
    p->net = p->payable - p->against;
}

/* Where nothing but what is due is to be paid, nothing is said. */
static bool is_more_than_due(const Statement *s)
{
    for (Size i = 0; i < s->payable.count; i++) {
        const Payable *p = &s->payable.items[i];
        if (p->tax || p->paid || p->interest || p->interest_unknown)
            return true;
    }
    return false;
}

static void add_payables(Statement *s, Arena *arena)
{
    for (Size i = 0; i < s->parts.count; i++)
        add_payable(s, arena, i);
    if (!is_more_than_due(s))
        s->payable.count = 0;
    for (Size i = 0; i < s->payable.count; i++)
        set_off_payable(s, &s->payable.items[i]);
}

void statement_net(Statement *s, Arena *arena)
{
    add_payables(s, arena);
    for (Size i = 0; i < s->parts.count; i++) {
        const StatementPart *part = &s->parts.items[i];
        if (part->unknown || !part->due)
            continue;
        bool     back = part->due < 0; /* the payee owes it back */
        NetLine *n = line_for(s, arena, back ? part->payee : part->payer, back ? part->payer : part->payee,
                              part->currency);
        n->gross += back ? -part->due : part->due;
        *PUSH(arena, &n->parts) = (int)i;
    }
    for (Size i = 0; i < s->net.count; i++)
        set_off(s, &s->net.items[i]);
}
