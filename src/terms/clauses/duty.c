/* duty.c - what somebody must do, by when, and how long it may be cured.
 *
 * A duty says who must do what (`aurora must deliver roadmap to borealis`) and when. There is no default for
 * either. `must not` forbids, at all times. */
#include "terms/clauses/duties.h"

#define DUTY(clause) DATA(Duty, clause)

/* ---- shared ---- */

Cure match_cure(const Match *m)
{
    return (Cure){.length = m->slot[0],
                  .after_notice = m->slot[1] != NULL,
                  .on_dispatch = CHOICE(m, 1) == 1,
                  .longer = m->slot[2],
                  .stopped = m->slot[3],
                  .span = m->stmt->span};
}

void cure_check(Terms *terms, const Cure *cure)
{
    bool comparable = cure->length && cure->longer && cure->length->op == cure->longer->op;
    if (comparable && cure->longer->value <= cure->length->value) {
        Diag *diag = diag_error(terms->diags, "E0455", cure->longer->span,
                                S("a cure that is under way is given no more time"), S("not longer"));
        diag_note(diag, cure->length->span, S("than this"));
        diag->help = S("write the longer time second: `cure 60 days, 120 days if cure is under way`");
    }
}

/* ---- who must do what ---- */

static void take_act(void *clause, const Match *m, Node *debtor, DutyAct act, bool forbids)
{
    Duty *d = DUTY(clause);
    d->debtor = debtor;
    d->act = act;
    d->forbids = forbids;
    d->act_span = m->stmt->span;
}
static void take_must(void *maker, void *clause, const Match *m)
{
    static const DutyAct acts[] = {ACT_DELIVER, ACT_CLASSIFY, ACT_OBTAIN, ACT_KEEP, ACT_TRANSFER, ACT_PAY};
    (void)maker;
    take_act(clause, m, m->slot[0], CHOSEN(acts, m, 1), false);
    DUTY(clause)->what = m->slot[2];
    DUTY(clause)->creditor = m->slot[3];
}
static void take_notify(void *maker, void *clause, const Match *m)
{
    (void)maker;
    take_act(clause, m, m->slot[0], ACT_NOTIFY, false);
    DUTY(clause)->creditor = m->slot[1];
    DUTY(clause)->what = m->slot[2];
}
static void take_must_not(void *maker, void *clause, const Match *m)
{
    static const DutyAct acts[] = {ACT_DELIVER, ACT_TRANSFER};
    (void)maker;
    take_act(clause, m, m->slot[0], CHOSEN(acts, m, 1), true);
    DUTY(clause)->what = m->slot[2];
    DUTY(clause)->unless_ = m->slot[3];
}
static void take_covering(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DUTY(clause)->covering = m->slot[0];
}
static void take_means(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DUTY(clause)->means = m->slot[0];
}

/* ---- when ---- */

static Duty *take_when(void *maker, void *clause, const Match *m, DutyWhen when)
{
    Duty *d = DUTY(clause);
    if (d->when != WHEN_UNSAID) {
        Diag *diag = diag_error(TERMS(maker)->diags, "E0451", m->stmt->span,
                                S("this duty says twice when it is due"), S("said again"));
        diag_note(diag, d->when_span, S("said first here"));
        diag->help = S("make two duties of it, or keep one of the two lines");
    }
    d->when = when;
    d->when_span = m->stmt->span;
    return d;
}
static void take_every(void *maker, void *clause, const Match *m)
{
    Duty *d = take_when(maker, clause, m, WHEN_EVERY);
    d->step = m->slot[0];
    d->from = m->slot[1];
    d->until = m->slot[2];
    if (d->step->op == UNIT_BUSINESS_DAYS || !d->step->value)
        diag_refuse(TERMS(maker)->diags, "E0456", d->step->span, S("a duty cannot recur in this step"),
                    S("not a step of the calendar"),
                    S("write days, months or years: `every 6 months from 2026-06-30`"));
}
static void take_each(void *maker, void *clause, const Match *m)
{
    Duty *d = take_when(maker, clause, m, WHEN_EACH);
    d->each = (Each){(EachKind)(m->slot[0]->value + 1), m->slot[0]->a};
    d->within = m->slot[1];
    d->of_start = CHOICE(m, 2) == 1;
}
static void take_on(void *maker, void *clause, const Match *m)
{
    take_when(maker, clause, m, WHEN_ON)->day = m->slot[0];
}
static void take_before(void *maker, void *clause, const Match *m)
{
    Duty *d = take_when(maker, clause, m, WHEN_BEFORE);
    d->day = m->slot[0];
    d->places = m->slot[1];
}
static void take_within(void *maker, void *clause, const Match *m)
{
    Duty *d = take_when(maker, clause, m, WHEN_WITHIN);
    d->within = m->slot[0];
    d->day = m->slot[1];
}
static void take_ahead(void *maker, void *clause, const Match *m)
{
    Duty *d = take_when(maker, clause, m, WHEN_AHEAD);
    d->within = m->slot[0];
    d->day = m->slot[1];
}
static void take_always(void *maker, void *clause, const Match *m)
{
    take_when(maker, clause, m, WHEN_ALWAYS);
}

/* ---- and if not ---- */

static void take_cure(void *maker, void *clause, const Match *m)
{
    DUTY(clause)->cure = match_cure(m);
    cure_check(TERMS(maker), &DUTY(clause)->cure);
}
static void take_breach(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DUTY(clause)->breach = true;
}
static void take_opens(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DUTY(clause)->opens = m->slot[0];
}

static const Form duty_forms[] = {
    {"<debtor:who> must (act= deliver | classify | obtain | keep | transfer | pay) <what:things>[ to "
     "<creditor:who>]",
     take_must, "who must do what, and to whom; without `to`, to all the others", NULL},
    {"<debtor:who> must notify <creditor:who> about <what:things>", take_notify, "who must tell whom of what",
     NULL},
    {"<debtor:who> must not (act= deliver | transfer) [patent in] <what:assets>[, unless "
     "<unless:condition>]",
     take_must_not, "what nobody may do, at all times", NULL},
    {"every <step:duration> from <from:date>[ through <through:date>]", take_every,
     "a due day that recurs; each is reckoned from the first", NULL},
    {"each <period:cycle>, within <time:duration> of its (edge= end | start)", take_each,
     "once a period, so long after its end or its start", NULL},
    {"on <day:day>", take_on, "the day on which it is due", NULL},
    {"before <day:day>[ in [any country of] <places:countries>]", take_before,
     "it must be done on an earlier day than that", NULL},
    {"within <time:duration> of [each] <event:day>", take_within,
     "so long after a day, or each time an event happens", NULL},
    {"at least <time:duration> before <day:day>", take_ahead, "so long ahead of a day", NULL},
    {"at all times", take_always, "it has no due day", NULL},
    {"covering next <length:duration>", take_covering, "the time that what is delivered must cover", NULL},
    {CURE, take_cure, "how long a late performance still cures, from the due day or a notice", NULL},
    {"otherwise breach", take_breach, "not done in time, and not cured, it is a breach", NULL},
    {"otherwise <clause:clause> opens", take_opens, "what opens when it is not done", NULL},
    {"means <text:text>", take_means, "the act, in words that no rule computes", NULL},
};
static const FormSet duty_body = FORMS("statement of a duty", duty_forms);

static void check_duty(Terms *terms, Clause *clause)
{
    const Duty *d = clause->data;
    clause_need(terms, clause, d->debtor, "E0450", S("this duty does not say who must do what"),
                S("add `aurora must deliver roadmap to borealis`"));
    clause_need(terms, clause, d->when != WHEN_UNSAID || d->forbids, "E0451",
                S("this duty does not say when it is due"),
                S("add `every 6 months from 2026-06-30`, `within 30 days of launch`, `before launch` or `on "
                  "2026-06-30`"));
}

BLOCK_KIND(duty, DUTY, "what a party must do, by when, and how long it may be cured",
           "entente 1\nparty aurora\nparty borealis\ndocument roadmap { states planned-releases }\n"
           "duty roadmap-disclosure {\n  each must deliver roadmap to the other\n"
           "  every 6 months from 2026-06-30\n  covering the next 18 months\n  cure 30 days\n"
           "  otherwise breach\n}\n",
           Duty)

/* ---- termination ---- */

#define TERMINATION(clause) DATA(Termination, clause)

static void take_may_end(void *maker, void *clause, const Match *m)
{
    (void)maker;
    TERMINATION(clause)->who = m->slot[0];
    TERMINATION(clause)->any_grant = m->slot[1] != NULL;
    TERMINATION(clause)->who_span = m->stmt->span;
}
static void take_may_end_clauses(void *maker, void *clause, const Match *m)
{
    (void)maker;
    TERMINATION(clause)->who = m->slot[0];
    TERMINATION(clause)->clauses = m->slot[1];
    TERMINATION(clause)->per = m->slot[2];
    TERMINATION(clause)->who_span = m->stmt->span;
}
static void take_on_notice(void *maker, void *clause, const Match *m)
{
    (void)maker;
    TERMINATION(clause)->notice = m->slot[0];
}
static void take_end_cure(void *maker, void *clause, const Match *m)
{
    TERMINATION(clause)->cure = match_cure(m);
    cure_check(TERMS(maker), &TERMINATION(clause)->cure);
}

static const Form termination_forms[] = {
    {"<who:who> may end agreement[any=, or any one grant]", take_may_end, "who may end the agreement", NULL},
    {"<who:who> may end <clauses:clauses>[ per <kinds:counteds>]", take_may_end_clauses,
     "who may end clauses, whole or for one of a kind", NULL},
    {"on <time:duration> notice", take_on_notice, "how long before the end notice is given", NULL},
    {CURE, take_end_cure, "how long after notice the reason may be cured", NULL},
};
static const FormSet termination_body = FORMS("statement of a termination", termination_forms);

static void check_termination(Terms *terms, Clause *clause)
{
    const Termination *d = clause->data;
    clause_need(terms, clause, d->who, "E0454", S("this clause does not say who may end what"),
                S("add `either may end the agreement`"));
}

BLOCK_KIND(
    termination, TERMINATION, "who may end the agreement or a clause, when, and how long it may be cured",
    "entente 1\nparty aurora\nparty borealis\npayment balancing { aurora pays borealis; on 2026-01-18: "
    "5 USD }\n"
    "termination unpaid {\n  borealis may end the agreement\n  while balancing is late\n"
    "  cure 60 days after receipt of notice\n}\n",
    Termination)
