/* change.c - consequences: what an event does to clauses. The effects are a closed list. */
#include "terms/registry.h"

static void take_when(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Consequence, clause)->when = m->slot[0];
}

static void add(void *maker, void *clause, const Match *m, Effect effect)
{
    effect.clauses = m->slot[0];
    effect.span = m->stmt->span;
    *PUSH(TERMS(maker)->arena, &DATA(Consequence, clause)->effects) = effect;
}

static void take_plain(void *maker, void *clause, const Match *m)
{
    static const EffectKind kinds[] = {EFFECT_STAYS, EFFECT_ENDS, EFFECT_SUSPENDS, EFFECT_RESUMES,
                                       EFFECT_STARTS};
    add(maker, clause, m, (Effect){.kind = CHOSEN(kinds, m, 1), .for_who = m->slot[2]});
}
static void take_stays_before(void *maker, void *clause, const Match *m)
{
    add(maker, clause, m, (Effect){.kind = EFFECT_STAYS, .before = m->slot[1]});
}
static void take_narrows_sold(void *maker, void *clause, const Match *m)
{
    add(maker, clause, m, (Effect){.kind = EFFECT_NARROWS_SOLD, .with = m->slot[1], .for_who = m->slot[2]});
}
static void take_narrows(void *maker, void *clause, const Match *m)
{
    add(maker, clause, m,
        (Effect){.kind = EFFECT_NARROWS_FIELDS, .scope = m->slot[1], .for_who = m->slot[2]});
}
static void take_narrows_who(void *maker, void *clause, const Match *m)
{
    add(maker, clause, m, (Effect){.kind = EFFECT_NARROWS_WHO, .for_who = m->slot[1]});
}
static void take_extends(void *maker, void *clause, const Match *m)
{
    add(maker, clause, m,
        (Effect){.kind = EFFECT_EXTENDS, .scope = m->slot[1], .in = m->slot[2], .once = m->slot[3]});
}
static void take_becomes(void *maker, void *clause, const Match *m)
{
    static const Exclusivity kinds[] = {EXCL_NON, EXCL_CO, EXCL_EXCLUSIVE, EXCL_SOLE};
    add(maker, clause, m, (Effect){.kind = EFFECT_BECOMES, .becomes = CHOSEN(kinds, m, 1)});
}
static void take_passes(void *maker, void *clause, const Match *m)
{
    add(maker, clause, m, (Effect){.kind = EFFECT_PASSES, .for_who = m->slot[1]});
}

static const Form forms[] = {
    {"when <condition:condition>", take_when, "each time the condition turns true", NULL},
    {"then <clauses:clauses> stays for <event:event> before that day", take_stays_before,
     "what sprang up before that day stays", NULL},
    {"then <clauses:clauses> (how= stays | ends | suspends | resumes | starts)[ for <who:subject>][, on that "
     "day]",
     take_plain, "the clause stays as it is, ends, rests, resumes or starts, for all or for one", NULL},
    {"then <clauses:clauses> narrows to products sold on that day[, with <definition:define>][ for "
     "<who:subject>]",
     take_narrows_sold, "only what was on sale that day, and what the definition adds", NULL},
    {"then <clauses:clauses> narrows to affiliates of <who:subject> before that day", take_narrows_who,
     "only those who were affiliates before that day", NULL},
    {"then <clauses:clauses> narrows to <fields:fields>[ for <who:subject>]", take_narrows,
     "only these fields or products", NULL},
    {"then <clauses:clauses> extends to <fields:fields>[ in <in:fields>][, once <condition:condition>]",
     take_extends, "also these fields or products, in the event's words", NULL},
    {"then <clauses:clauses> becomes (kind= non-exclusive | co-exclusive | exclusive | sole)", take_becomes,
     "its exclusivity changes", NULL},
    {"then <clauses:clauses> passes to <who:subject>", take_passes, "another takes the licensee's place",
     NULL},
};
static const FormSet body = FORMS("statement of a consequence", forms);

static const Form    head_forms[] = {{"consequence <name:new>", NULL, "", &body}};
static const FormSet head = FORMS("clause", head_forms);

static void check(Terms *terms, Clause *clause)
{
    const Consequence *c = clause->data;
    if (!c->when && !clause->poisoned)
        diag_refuse(terms->diags, "E0412", clause->name_span, S("this consequence does not say when it acts"),
                    S("no `when` line"), S("add `when change-of-control of a grantee has happened`"));
    if (!c->effects.count && !clause->poisoned)
        diag_refuse(terms->diags, "E0412", clause->name_span, S("this consequence does not say what it does"),
                    S("no `then` line"), S("add `then video suspends`"));
}

const ClauseKind kind_consequence = {
    .name = "consequence",
    .ref = REF(CONSEQUENCE),
    .summary = "what an event does to clauses",
    .example = "entente 1\nparty aurora\nparty borealis\nasset aurora/video\n"
               "grant video { aurora grants borealis; to make, use; under aurora/video; lasts perpetual }\n"
               "event suit { for each party; recorded by either }\n"
               "consequence defence { when suit of borealis has happened; then video suspends }\n",
    .head = &head,
    .body = &body,
    .data_size = (Size)sizeof(Consequence),
    .common = true,
    .check = check};
