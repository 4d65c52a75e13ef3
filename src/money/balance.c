/* balance.c - who owes whom on balance.
 *
 * Amounts of one direction and currency are added; a `net` clause sets the two directions off against
 * each other, and an amount below its threshold is carried to the next period. Without one, gross stands in
 * both directions. Both gross amounts are kept. */
#include "money/finish.h"

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

static const Clause *net_clause(const Statement *s, const NetLine *n)
{
    const Standing *st = s->plan->st;
    for (Size i = 0; i < st->terms->clauses.count; i++) {
        const Clause  *clause = st->terms->clauses.items[i];
        const Netting *net = clause_is(clause, REF(NET)) && !clause->poisoned ? clause->data : NULL;
        if (!net || !is_between(st, net, n->from) || !is_between(st, net, n->to))
            continue;
        if (!net->currency || currency_find(terms_text(st->terms, net->currency->word)) == n->currency)
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
    n->clause = net_clause(s, n);
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

void statement_net(Statement *s, Arena *arena)
{
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
