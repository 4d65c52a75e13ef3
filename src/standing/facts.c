/* facts.c - see facts.h. Facts are read with forms, like every other statement. */
#include "standing/facts.h"

#include "lang/door.h"
#include "terms/registry.h"

typedef struct {
    Terms *terms;
    Facts *facts;
} Maker;

static Day day_value(const Node *node, Day otherwise)
{
    return node && node->kind == N_DATE ? (Day)node->value : otherwise;
}

static Days period_of(const Node *period)
{
    return period ? (Days){(Day)period->value, (Day)period->through} : (Days){DAY_MIN, DAY_MAX};
}

static Fact *add(void *maker, const Match *m, FactKind kind, const Node *name)
{
    Maker *k = maker;
    Fact  *fact = PUSH(k->terms->arena, k->facts);
    *fact = (Fact){.kind = kind,
                   .name = name->word,
                   .days = {DAY_MIN, DAY_MAX},
                   .period = {DAY_MIN, DAY_MAX},
                   .truth = true,
                   .span = m->stmt->span};
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
    static const Word states[] = {W_paid,  W_late,   W_done,    W_passed,  W_waived,
                                  W_cured, W_tolled, W_resumed, W_settled, W_renewed};
    Fact             *fact = add(maker, m, FACT_STATE, m->slot[0]);
    fact->from = m->slot[1] ? m->slot[1]->word : 0;
    if (m->slot[2])
        fact->period = period_of(m->slot[2]);
    fact->state = CHOSEN(states, m, 3);
    fact->days.from = day_value(m->slot[4], DAY_MIN);
    fact->evidence = m->slot[5];
}
/* The report of a royalty, or a cure that is under way: a state of what is named. */
static void take_state_of(void *maker, const Match *m, Word state)
{
    Fact *fact = add(maker, m, FACT_STATE, m->slot[0]);
    fact->from = m->slot[1] ? m->slot[1]->word : 0;
    if (m->slot[2])
        fact->period = period_of(m->slot[2]);
    fact->state = state;
    fact->days.from = day_value(m->slot[3], DAY_MIN);
    fact->evidence = m->slot[4];
}
static void take_report(void *maker, void *clause, const Match *m)
{
    (void)clause;
    take_state_of(maker, m, W_report);
}
static void take_cure(void *maker, void *clause, const Match *m)
{
    (void)clause;
    take_state_of(maker, m, W_cure);
}
static void take_at(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, FACT_AT, m->slot[0]);
    fact->into = m->slot[1]->word;
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
    if (m->slot[1])
        fact->period = period_of(m->slot[1]);
    fact->from = m->slot[2] ? m->slot[2]->word : 0;
    fact->into = m->slot[3] ? m->slot[3]->word : 0;
    fact->truth = CHOICE(m, 4) != 1;
    fact->days.from = day_value(m->slot[5], DAY_MIN);
}

/* 7_300_000 units in 2012 from north of beacon-7 in DE */
static void take_usage(void *maker, const Match *m, Node *value, const Node *name, int at)
{
    Fact *fact = add(maker, m, FACT_USAGE, name);
    fact->value = value;
    fact->days = period_of(m->slot[at]);
    fact->from = m->slot[at + 1] ? m->slot[at + 1]->word : 0;
    set_things(fact, m->slot[at + 2]);
    fact->place = m->slot[at + 3] ? m->slot[at + 3]->word : 0;
}
static void take_count(void *maker, void *clause, const Match *m)
{
    (void)clause;
    take_usage(maker, m, m->slot[0], m->slot[0], 1);
}
static void take_money(void *maker, void *clause, const Match *m)
{
    (void)clause;
    take_usage(maker, m, m->slot[0], m->slot[1], 2);
}
static void take_elects(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, FACT_ELECTS, m->slot[0]);
    fact->into = m->slot[1]->word;
    fact->days.from = day_value(m->slot[2], DAY_MIN);
}
static void take_amount(void *maker, void *clause, const Match *m)
{
    (void)clause;
    Fact *fact = add(maker, m, FACT_AMOUNT, m->slot[0]);
    fact->period = period_of(m->slot[1]);
    fact->value = m->slot[2];
    fact->days.from = day_value(m->slot[3], DAY_MIN);
}

#define USAGE "in <period:period>[ from <entity:party>][ of <products:things>][ in <place:code>]"

static const Form forms[] = {
    {"amount paid for <what:due>[ in <period:period>] is <amount:money> on <day:date>", take_amount,
     "what was paid, for which period, and when", NULL},
    {"<royalty:royalty> elects <choice:elected> on <day:date>", take_elects, "which price was elected", NULL},
    {"<count:tally> " USAGE, take_count, "a count of a period, instead of lines of usage", NULL},
    {"<amount:sum> <what:measured> " USAGE, take_money, "an amount of a period, instead of lines of usage",
     NULL},
    {"notice of [breach of] <clause:name>[ for <occurrence:period>][ by <from:party>][ to <to:party>]"
     "[ (how= received | given)] on <day:date>",
     take_notice, "a notice, and the day it was received, or only given", NULL},
    {"report of <royalty:royalty>[ by <from:party>][ for <occurrence:period>] is done on <day:date>"
     "[, with <evidence:text>]",
     take_report, "a report of usage, for which period, and its evidence", NULL},
    {"cure of <clause:name>[ by <from:party>][ for <occurrence:period>] is under way from <day:date>"
     "[, with <evidence:text>]",
     take_cure, "a cure that has begun", NULL},
    {"<ladder:name> [is] at <step:name> on <day:date>", take_at,
     "a dispute that comes to a step; it stays there until the next, or until it is settled", NULL},
    {"<holder:party> holds <share:percent> of <entity:party> [(from|on)] <from:date>[ through "
     "<through:date>]",
     take_holds, "a share of votes; it holds until another line for the same two", NULL},
    {"<entity:party> (how= joins | leaves) <party:party> on <day:date>", take_joins,
     "an affiliate or member comes or goes", NULL},
    {"<name:name>[ (for|of) <things:things>] is (truth= true | false)[ (from|on) <from:date>][ through "
     "<through:date>]",
     take_truth, "a fact, since when it is so", NULL},
    {"<name:name>[ by <from:party>][ for <occurrence:period>] is (state= paid | late | done | passed | "
     "waived "
     "| cured | tolled | resumed | settled | renewed) on <day:date>[, with <evidence:text>]",
     take_state, "a state reached on a day: whose, for which due day or period, and its evidence", NULL},
    {"<name:name>[ (for|of) <things:things>] is <value:value>[ (from|on) <from:date>]", take_value,
     "a measurement, since when it holds", NULL},
    {"<name:name>[ (for|of) <things:things>] is <value:value> in <period:period>", take_value,
     "a measurement of a period", NULL},
    {"<what:name> in <asset:name> on <day:date>", take_in, "what came into an asset", NULL},
    {"<event:name>[ (for|of) <things:things>] on <day:date>[ into <into:party>]", take_event,
     "an event, and the day it happened", NULL},
};
static const FormSet fact_forms = FORMS("fact", forms);

/* `score 0 to 100`: a measurement of 101 is a slip. */
static bool is_on_scale(const Terms *terms, const Fact *fact)
{
    const Clause  *clause = terms_clause(terms, fact->name);
    const Measure *m = clause && clause_is(clause, REF(METRIC)) ? clause->data : NULL;
    if (!m || !m->score_from || !m->score_to || fact->kind != FACT_VALUE || !fact->value ||
        fact->value->kind != N_NUMBER)
        return true;
    const Node *value = fact->value, *from = m->score_from, *to = m->score_to;
    if (decimal_order(value->value, value->scale, from->value, from->scale) >= 0 &&
        decimal_order(value->value, value->scale, to->value, to->scale) <= 0)
        return true;
    Diag *diag = diag_add(terms->diags, DIAG_ERROR, "E0507", value->span,
                          S("this measurement lies outside of its scale"), S("not on the scale"));
    diag->help = S("correct the number, or the scale");
    diag_note(diag, span_join(from->span, to->span), S("the scale"));
    return false;
}

static bool read_one(Terms *terms, Stmt *stmt, Facts *out)
{
    Match match = {0};
    Maker maker = {terms, out};
    Size  count = out->count;
    if (!terms_match(terms, &fact_forms, stmt, &match))
        return false;
    match.form->take(&maker, NULL, &match);
    INVARIANT(out->count == count + 1);
    if (is_on_scale(terms, &out->items[count]))
        return true;
    out->count = count;
    return false;
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

bool facts_read_source(Terms *terms, Document *document, Str name, Str text, Facts *out)
{
    const Tree *before = terms->phrases.tree;
    Source     *source = NEW(document->arena, Source, 1); /* sources may move when more are added */
    *source = *sources_add(document->sources, name, text);
    if (!door_check(source, document->diags))
        return false;
    bool  whole = true;
    Span  all = {source->base, source->base + (int32_t)text.len};
    Block block = tree_read(&document->tree, source, all, -1);
    terms->phrases.tree = &document->tree;
    for (Stmt *stmt = block.first; stmt; stmt = stmt->next)
        whole = read_one(terms, stmt, out) && whole;
    terms->phrases.tree = before;
    return whole;
}

bool facts_read_words(Terms *terms, const Stmt *stmt, const Node *words, Facts *out)
{
    return read_one(terms, stmt_of_words(terms, stmt, words), out);
}
