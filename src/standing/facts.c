/* facts.c - see facts.h. Facts are read with forms, like every other statement. */
#include "standing/facts.h"

#include "terms/registry.h"

typedef struct {
    Terms *terms;
    Facts *facts;
} Maker;

static Day day_value(const Node *node, Day otherwise)
{
    return node && node->kind == N_DATE ? (Day)node->value : otherwise;
}

static Fact *add(void *maker, const Match *m, FactKind kind, const Node *name)
{
    Maker *k = maker;
    Fact  *fact = PUSH(k->terms->arena, k->facts);
    *fact = (Fact){
        .kind = kind, .name = name->word, .days = {DAY_MIN, DAY_MAX}, .truth = true, .span = m->stmt->span};
    return fact;
}

static void set_things(Fact *fact, const Node *list)
{
    Size count = 0;
    for (const Node *item = list ? list->a : NULL; item && count < FACT_THINGS; item = item->next)
        fact->things[count++] = item->a->word;
}

static void take_event(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, FACT_EVENT, m->slot[0]);
    set_things(fact, m->slot[1]);
    fact->days.from = day_value(m->slot[2], DAY_MIN);
    fact->into = m->slot[3] ? m->slot[3]->word : 0;
}

static void take_truth(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, FACT_VALUE, m->slot[0]);
    set_things(fact, m->slot[1]);
    fact->truth = CHOICE(m, 2) == 0;
    fact->days = (Days){day_value(m->slot[3], DAY_MIN), day_value(m->slot[4], DAY_MAX)};
}

static void take_value(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, FACT_VALUE, m->slot[0]);
    set_things(fact, m->slot[1]);
    fact->value = m->slot[2];
    if (m->slot[3] && m->slot[3]->kind == N_PERIOD)
        fact->days = (Days){(Day)m->slot[3]->value, (Day)m->slot[3]->through};
    else
        fact->days = (Days){day_value(m->slot[3], DAY_MIN), DAY_MAX};
}

static void take_joins(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, CHOICE(m, 1) == 0 ? FACT_JOINS : FACT_LEAVES, m->slot[0]);
    fact->into = m->slot[2]->word;
    fact->days.from = day_value(m->slot[3], DAY_MIN);
}

static void take_holds(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, FACT_HOLDS, m->slot[2]);
    fact->into = m->slot[0]->word;
    fact->value = m->slot[1];
    fact->days = (Days){day_value(m->slot[3], DAY_MIN), day_value(m->slot[4], DAY_MAX)};
}

static void take_state(void *maker, void *clause, const Match *m)
{
    (void)clause;
    static const Word states[] = {W_paid, W_late, W_done, W_passed};
    Fact             *fact = add(maker, m, FACT_STATE, m->slot[0]);
    fact->state = CHOSEN(states, m, 1);
    fact->days.from = day_value(m->slot[2], DAY_MIN);
}

static void take_in(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, FACT_IN, m->slot[0]);
    fact->into = m->slot[1]->word;
    fact->days.from = day_value(m->slot[2], DAY_MIN);
}

static void take_notice(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, FACT_NOTICE, m->slot[0]);
    fact->days.from = day_value(m->slot[1], DAY_MIN);
}

static void add_usage(void *maker, const Match *m, const Node *what, Node *value, int period)
{
    Fact *fact = add(maker, m, FACT_USAGE, what);
    fact->value = value;
    fact->days = (Days){(Day)m->slot[period]->value, (Day)m->slot[period]->through};
    set_things(fact, m->slot[period + 1]);
    fact->into = m->slot[period + 2] ? m->slot[period + 2]->word : 0;
}
static void take_usage_count(void *maker, void *clause, const Match *m)
{
    (void)clause;
    add_usage(maker, m, m->slot[0], m->slot[0], 1);
}
static void take_usage_money(void *maker, void *clause, const Match *m)
{
    (void)clause;
    add_usage(maker, m, m->slot[1], m->slot[0], 2);
}

static const Form forms[] = {
    {"<count:value> in <period:period>[ of <things:things>][ from <entity:party>]", take_usage_count,
     "what was counted in a period, as a total of lines", NULL},
    {"<amount:money> <what:name> in <period:period>[ of <things:things>][ from <entity:party>]",
     take_usage_money, "an amount of a column or definition in a period, as a total of lines", NULL},
    {"notice of [breach of] <clause:name> [received] on <day:date>", take_notice,
     "a notice, and the day it was received", NULL},
    {"<holder:party> holds <share:percent> of <entity:party> [(from|on)] <from:date>[ through "
     "<through:date>]",
     take_holds, "a share of votes; it holds until another line for the same two", NULL},
    {"<entity:party> (how= joins | leaves) <party:party> on <day:date>", take_joins,
     "an affiliate or member comes or goes", NULL},
    {"<name:name>[ (for|of) <things:things>] is (truth= true | false)[ (from|on) <from:date>][ through "
     "<through:date>]",
     take_truth, "a fact, since when it is so", NULL},
    {"<name:name> is (state= paid | late | done | passed) on <day:date>", take_state,
     "a state reached on a day", NULL},
    {"<name:name>[ (for|of) <things:things>] is <value:value>[ (from|on) <from:date>]", take_value,
     "a measurement, since when it holds", NULL},
    {"<name:name>[ (for|of) <things:things>] is <value:value> in <period:period>", take_value,
     "a measurement of a period", NULL},
    {"<what:name> in <asset:name> on <day:date>", take_in, "what came into an asset", NULL},
    {"<event:name>[ (for|of) <things:things>] on <day:date>[ into <into:party>]", take_event,
     "an event, and the day it happened", NULL},
};
static const FormSet fact_forms = FORMS("fact", forms);

static bool read_one(Terms *terms, Stmt *stmt, Facts *out)
{
    Match match = {0};
    Maker maker = {terms, out};
    Size  count = out->count;
    if (!terms_match(terms, &fact_forms, stmt, &match))
        return false;
    match.form->take(&maker, NULL, &match);
    INVARIANT(out->count == count + 1);
    return true;
}

bool facts_read(Terms *terms, const Document *document, Facts *out)
{
    const Tree *text = terms->phrases.tree;
    bool        whole = true;
    terms->phrases.tree = &document->tree;
    for (Size i = 0; i < document->statements.count; i++) {
        Stmt *stmt = document->statements.items[i];
        bool  edition = stmt_word(&document->tree, stmt, 0) == W_entente;
        if (!edition && !read_one(terms, stmt, out))
            whole = false;
    }
    terms->phrases.tree = text;
    return whole;
}

bool facts_read_words(Terms *terms, const Stmt *stmt, const Node *words, Facts *out)
{
    return read_one(terms, stmt_of_words(terms, stmt, words), out);
}
