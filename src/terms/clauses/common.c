/* common.c - the statements that every clause knows.
 *
 * `while C` holds on exactly the days C holds; `unless C` is `while not C`; `once C` holds from the
 * first such day, for good; `if C` is tested at the one moment the clause acts. `subject to` and
 * `notwithstanding` draw the same edge from its two ends. */
#include "terms/registry.h"

void clause_need(Terms *terms, const Clause *clause, bool there, const char *code, Str title, Str help)
{
    if (!there && !clause->poisoned)
        diag_refuse(terms->diags, code, clause->name_span, title, S("this clause"), help);
}

static void add(Clause *clause, Terms *terms, NodeList *list, Node *node)
{
    (void)clause;
    *PUSH(terms->arena, list) = node;
}

static void take_while(void *maker, void *clause, const Match *m)
{
    add(clause, maker, &CLAUSE(clause)->while_, m->slot[0]);
}
static void take_once(void *maker, void *clause, const Match *m)
{
    add(clause, maker, &CLAUSE(clause)->once, m->slot[0]);
}
static void take_unless(void *maker, void *clause, const Match *m)
{
    add(clause, maker, &CLAUSE(clause)->unless, m->slot[0]);
}
static void take_if(void *maker, void *clause, const Match *m)
{
    add(clause, maker, &CLAUSE(clause)->if_, m->slot[0]);
}
static void take_subject(void *maker, void *clause, const Match *m)
{
    add(clause, maker, &CLAUSE(clause)->subject_to, m->slot[0]);
}
static void take_notwithstanding(void *maker, void *clause, const Match *m)
{
    add(clause, maker, &CLAUSE(clause)->notwithstanding, m->slot[0]);
}

static void take_from(void *maker, void *clause, const Match *m)
{
    (void)maker;
    CLAUSE(clause)->from = m->slot[0];
    if (m->slot[1])
        CLAUSE(clause)->through = m->slot[1];
}

static void take_through(void *maker, void *clause, const Match *m)
{
    (void)maker;
    CLAUSE(clause)->through = m->slot[0];
}

static void take_decided(void *maker, void *clause, const Match *m)
{
    (void)maker;
    CLAUSE(clause)->decided_by = m->slot[0];
}

static void take_accept(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &CLAUSE(clause)->accepts) =
        (Accept){.code = m->slot[0], .fields = m->slot[1], .who = m->slot[2], .reason = m->slot[3]};
}

static const Form forms[] = {
    {"while <condition:condition>", take_while, "in force on exactly the days on which the condition holds",
     NULL},
    {"once <condition:condition>", take_once,
     "in force from the first day on which the condition holds, for good", NULL},
    {"unless <condition:condition>", take_unless, "in force on the days on which the condition does not hold",
     NULL},
    {"if <condition:condition>", take_if, "tested at the one moment the clause acts", NULL},
    {"subject to <clauses:clauses>", take_subject, "where both speak, the named clause wins", NULL},
    {"notwithstanding <clauses:clauses>", take_notwithstanding, "where both speak, this clause wins", NULL},
    {"from <from:day>[, through <through:day>]", take_from, "in force from that day, the day included", NULL},
    {"from <from:day> through <through:day>", take_from, "in force from that day through that day", NULL},
    {"through <through:day>", take_through, "in force through that day, the day included", NULL},
    {"decided by <who:attesters>[, within <time:duration>]", take_decided,
     "who decides what no rule can compute", NULL},
    {"accept <lint:code>[ in <fields:fields>][ for <who:party>] because <reason:text>", take_accept,
     "silences a lint finding on this clause, with the reason in writing", NULL},
};

const FormSet common_forms = FORMS("clause", forms);
