/* cooperation.c - modules with versions, ownership of improvements, classes of disclosure. */
#include "terms/registry.h"

/* ---- module ---- */

static void take_provides(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Module, clause)->provides = m->slot[0];
}
static void take_version(void *maker, void *clause, const Match *m)
{
    Module *d = DATA(Module, clause);
    PUSH(TERMS(maker)->arena, &d->versions)->number = m->slot[0];
    d->versions.items[d->versions.count - 1].from = m->slot[1];
    d->versions.items[d->versions.count - 1].through = m->slot[2];
    d->versions.items[d->versions.count - 1].span = m->stmt->span;
}
static void take_upgrade(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Module, clause)->upgrade_if = m->slot[0];
}
static void take_swap(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Module, clause)->swap_by = m->slot[0];
}
static void take_retire(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Module, clause)->retire_notice = m->slot[0];
}
static void take_after(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Module, clause)->after = m->slot[0];
}

static const Form module_forms[] = {
    {"provides <assets:assets>", take_provides, "the assets it is made of", NULL},
    {"version <number:version> :[ from <from:date>][ through <through:date>]", take_version,
     "when a version is offered", NULL},
    {"upgrade if <condition:condition>", take_upgrade, "what must hold before a new version replaces the old",
     NULL},
    {"failing that, <clause:clause> opens", NULL, "what opens when it does not hold", NULL},
    {"swap by consensus of <body:name>", take_swap, "who may swap it for another", NULL},
    {"retire on <notice:duration> notice[, if no dependant remains]", take_retire, "how it may be retired",
     NULL},
    {"after retire <document:document> for <length:duration>", take_after, "what is owed after it is retired",
     NULL},
};
static const FormSet module_body = FORMS("statement of a module", module_forms);
static const Form    module_head_forms[] = {{"module <name:new>", NULL, "", &module_body}};
static const FormSet module_head = FORMS("clause", module_head_forms);

static void check_module(Terms *terms, Clause *clause)
{
    const Module *d = clause->data;
    if (!d->provides && !clause->poisoned)
        diag_refuse(terms->diags, "E0413", clause->name_span, S("this module does not say what it provides"),
                    S("no `provides` line"), S("add `provides aurora/codec`"));
    for (Size i = 1; i < d->versions.count; i++) {
        const Node *before = d->versions.items[i - 1].through, *from = d->versions.items[i].from;
        if (!before || !from || from->value == before->value + 1)
            continue;
        Diag *diag =
            diag_add(terms->diags, DIAG_WARNING, "E0414", d->versions.items[i].span,
                     from->value > before->value ? S("on some days no version of this module is offered")
                                                 : S("on some days two versions of this module are offered"),
                     S("this version"));
        diag_note(diag, d->versions.items[i - 1].span, S("the version before"));
        diag->help = S("let each version begin on the day after the one before it ends");
    }
}

const ClauseKind kind_module = {
    .name = "module",
    .ref = REF(MODULE),
    .summary = "a part with versions that can be upgraded and retired",
    .example =
        "entente 1\nparty aurora\nasset aurora/codec { software }\n"
        "module codec { provides aurora/codec; version 1: through 2027-06-30; version 2: from 2027-07-01 }\n",
    .head = &module_head,
    .body = &module_body,
    .data_size = (Size)sizeof(Module),
    .common = true,
    .check = check_module};

/* ---- improvement ---- */

static void take_owner(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Improvement *d = DATA(Improvement, clause);
    d->owner = (ImprovementOwner)(CHOICE(m, 0) + 1);
    d->owner_span = m->stmt->span;
}
static void take_named_owner(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Improvement, clause)->owner = OWNER_NAMED;
    DATA(Improvement, clause)->named_owner = m->slot[0];
    DATA(Improvement, clause)->owner_span = m->stmt->span;
}
static void take_grant_back(void *maker, void *clause, const Match *m)
{
    (void)maker;
    static const Exclusivity kinds[] = {EXCL_NON, EXCL_EXCLUSIVE, EXCL_SOLE};
    Improvement             *d = DATA(Improvement, clause);
    d->grant_back = CHOSEN(kinds, m, 0);
    d->grant_back_fields = m->slot[1];
    d->grant_back_said = true;
    d->grant_back_span = m->stmt->span;
}
static void take_no_grant_back(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Improvement, clause)->no_grant_back = true;
    DATA(Improvement, clause)->grant_back_said = true;
    DATA(Improvement, clause)->grant_back_span = m->stmt->span;
}
static void take_joint(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Improvement, clause)->joint_use = true;
    DATA(Improvement, clause)->joint_no_license = CHOICE(m, 0) == 0;
}
static void take_of(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Improvement, clause)->of = m->slot[0];
}

static const Form improvement_forms[] = {
    {"(owner= improver | grantor | grantee) owns", take_owner, "who owns what is improved", NULL},
    {"<owner:party> owns", take_named_owner, "a named owner", NULL},
    {"of <assets:assets>", take_of, "improvements of what; without it, of everything licensed", NULL},
    {"grant-back (kind= non-exclusive | exclusive | sole)[ in <fields:fields>]", take_grant_back,
     "what the other side may use", NULL},
    {"grant-back none", take_no_grant_back, "the other side gets no licence to it", NULL},
    {"joint results : either may use, (alone= neither may license alone | either may license alone)",
     take_joint, "what both made together", NULL},
};
static const FormSet improvement_body = FORMS("statement about improvements", improvement_forms);
static const Form    improvement_head_forms[] = {{"improvement <name:new>", NULL, "", &improvement_body}};
static const FormSet improvement_head = FORMS("clause", improvement_head_forms);

static void check_improvement(Terms *terms, Clause *clause)
{
    const Improvement *d = clause->data;
    if (d->owner == OWNER_UNSAID && !clause->poisoned)
        diag_refuse(terms->diags, "E0415", clause->name_span,
                    S("this clause does not say who owns improvements"), S("no owner"),
                    S("add `improver owns`"));
}

const ClauseKind kind_improvement = {
    .name = "improvement",
    .ref = REF(IMPROVEMENT),
    .summary = "who owns improvements, and who may use them",
    .example = "entente 1\nparty aurora\nparty borealis\nfield mobile\n"
               "improvement joint-work { improver owns; grant-back non-exclusive in mobile; joint results: "
               "either may use, neither may license alone }\n",
    .head = &improvement_head,
    .body = &improvement_body,
    .data_size = (Size)sizeof(Improvement),
    .common = true,
    .check = check_improvement};

/* ---- disclosure ---- */

static void take_seen(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Disclosure, clause)->seen_by = m->slot[0];
}
static void take_through_length(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Disclosure, clause)->through_length = m->slot[0];
}

static void take_clean(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Disclosure, clause)->clean_team = true;
}

static const Form disclosure_forms[] = {
    {"seen by <who:attesters>", take_seen, "who may see it", NULL},
    {"through <length:duration> after end", take_through_length, "how long after the end of the agreement",
     NULL},
    {"clean team", take_clean, "only people who make no decisions on products and prices", NULL},
};
static const FormSet disclosure_body = FORMS("statement of a disclosure class", disclosure_forms);
static const Form    disclosure_head_forms[] = {{"disclosure <name:new>", NULL, "", &disclosure_body}};
static const FormSet disclosure_head = FORMS("clause", disclosure_head_forms);

const ClauseKind kind_disclosure = {.name = "disclosure",
                                    .ref = REF(DISCLOSURE),
                                    .summary = "a class of confidential matter: who may see it, until when",
                                    .example =
                                        "entente 1\nparty aurora { roles legal }\ndisclosure trade-secret { "
                                        "seen by aurora/legal; through 5 years after the end }\n",
                                    .head = &disclosure_head,
                                    .body = &disclosure_body,
                                    .data_size = (Size)sizeof(Disclosure),
                                    .common = true};
