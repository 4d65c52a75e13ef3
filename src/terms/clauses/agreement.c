/* agreement.c - the header: who, since when, for how long, and how days and cents are counted.
 *
 * There is no default for counting, roll, zone or rounding: a line that a deadline or an amount
 * needs and the header lacks is a finding where it is needed, not here. */
#include "terms/registry.h"

static void take_title(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->title = m->slot[0];
}

static void take_between(void *maker, void *clause, const Match *m)
{
    (void)maker;
    if (m->slot[0] && m->slot[0]->kind == N_LIST)
        DATA(Agreement, clause)->between = m->slot[0];
}

static void take_competitors(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->competitors = m->slot[0];
}

static void take_signed(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->signed_on = m->slot[0];
}

static void take_effective(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->effective = m->slot[0];
    DATA(Agreement, clause)->effective_each_member = m->slot[1] != NULL;
}

static void take_term(void *maker, void *clause, const Match *m)
{
    Agreement *a = DATA(Agreement, clause);
    (void)maker;
    a->term_length = m->slot[0];
    a->term_day_before = CHOICE(m, 1) == 0;
}

static void take_term_perpetual(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Agreement, clause)->term_perpetual = true;
}

static void take_term_until(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->term_until = m->slot[0];
}

static void take_term_through(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->term_through = m->slot[0];
}

static void take_law(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->law = m->slot[0];
}

static void take_precedence(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->precedence_said = true;
    DATA(Agreement, clause)->terms_over_prose = CHOICE(m, 0) == 0;
}

static void take_changed(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Agreement, clause)->changed_said = true;
}

static void take_survives(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->survives = m->slot[0];
}

static void take_currency(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->currency = m->slot[0];
}

static void take_rounding(void *maker, void *clause, const Match *m)
{
    (void)maker;
    static const Rounding   modes[] = {ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_UP, ROUND_DOWN};
    static const RoundPoint points[] = {ROUND_AT_CALENDAR_YEAR, ROUND_AT_CONTRACT_YEAR, ROUND_AT_PAYMENT,
                                        ROUND_AT_LINE};
    Agreement              *a = DATA(Agreement, clause);
    a->rounding = m->slot[1];
    a->rounding_mode = CHOSEN(modes, m, 0);
    a->rounding_point = CHOSEN(points, m, 2);
}

static void take_zone(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->zone = m->slot[0];
}

static void take_business(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->business_days = m->slot[0];
}

static void take_count(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->count_said = true;
    DATA(Agreement, clause)->count_from_day_after = CHOICE(m, 0) == 0;
}

static void take_due(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->due = (DueRule)(CHOICE(m, 0) + 1);
}

static void take_short(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Agreement, clause)->month_end_said = true;
}

static void take_groups(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Agreement, clause)->groups = (GroupRule)(CHOICE(m, 0) + 1);
}

static const Form calendar_forms[] = {
    {"zone <zone:text>", take_zone, "the time zone in which a day ends", NULL},
    {"business days of <calendars:codes>", take_business, "days open in every place named", NULL},
    {"count from (from= day after | day of)", take_count, "whether the day of the event is counted", NULL},
    {"due dates (roll= roll forward | roll back | stay)", take_due, "where a due date on a closed day goes",
     NULL},
    {"short months end on [their] last day", take_short, "one month after 31 January is the last of February",
     NULL},
    {"country groups (rule= as at signing | as they change)", take_groups,
     "which members a group such as EU has", NULL},
};
static const FormSet calendar_set = FORMS("line of the calendar", calendar_forms);

static void take_calendar(void *maker, void *clause, const Match *m)
{
    DATA(Agreement, clause)->has_calendar = true;
    DATA(Agreement, clause)->calendar_span = m->stmt->span;
    form_take_block(&TERMS(maker)->phrases, (const FormSet *const[]){&calendar_set, NULL}, m->stmt->body,
                    maker, clause);
}

static const Form forms[] = {
    {"title <title:text>", take_title, "the title of the agreement", NULL},
    {"between <parties:parties>", take_between, "the parties, or `every member`", NULL},
    {"competitors <parties:parties>", take_competitors,
     "parties that compete: what they tell each other about prices, volumes and plans goes to a clean team",
     NULL},
    {"signed <day:date>", take_signed, "the day of signing", NULL},
    {"effective [on] <day:day>[each=, for each member]", take_effective, "the day from which rights run",
     NULL},
    {"term <length:duration>, ending on (end= day before anniversary | anniversary)", take_term,
     "how long it runs", NULL},
    {"term <length:duration>, ending (end= day before anniversary)", take_term, "how long it runs", NULL},
    {"term perpetual", take_term_perpetual, "it has no end", NULL},
    {"term until <event:day>", take_term_until, "it ends with the day of an event", NULL},
    {"term through <day:day>", take_term_through, "its last day", NULL},
    {"law <law:text>", take_law, "the governing law", NULL},
    {"precedence (first= terms over prose | prose over terms)", take_precedence, "which wins if they differ",
     NULL},
    {"changed by all parties", take_changed, "who may amend; there is no default", NULL},
    {"changed by at least <share:percent> of [all] (of= members | votes | members voting)"
     "[, an abstention counts as (abstain= no | yes | not voting)][, on <notice:duration> notice]",
     take_changed, "who may amend, with the base of the share", NULL},
    {"survives <clauses:clauses>", take_survives, "clauses that outlive the agreement", NULL},
    {"currency <currency:code>", take_currency, "the currency of settlement", NULL},
    {"rounding (mode= half-even | half-up | half-down | up | down) to <unit:money> on "
     "(point= running total of each calendar year | running total of each contract year | each payment | "
     "each line)",
     take_rounding, "where and how amounts are rounded, once", NULL},
    {"calendar", take_calendar, "how days are counted", &calendar_set},
};
static const FormSet body = FORMS("line of the header", forms);

static const Form    head_forms[] = {{"agreement <name:new>", NULL, "", &body}};
static const FormSet head = FORMS("clause", head_forms);

static void check(Terms *terms, Clause *clause)
{
    const Agreement *a = clause->data;
    if (!a->between && !clause->poisoned)
        diag_refuse(terms->diags, "E0401", clause->name_span,
                    S("the header does not say who the parties are"), S("no `between` line"),
                    S("add `between aurora, borealis`, or `between every member`"));
    if (!a->effective && !clause->poisoned)
        diag_refuse(terms->diags, "E0401", clause->name_span,
                    S("the header does not say from when rights run"), S("no `effective` line"),
                    S("add `effective 2026-01-01`, or `effective on the day of closing`"));
    if (!a->changed_said && !clause->poisoned)
        diag_refuse(terms->diags, "E0401", clause->name_span, S("the header does not say who may amend"),
                    S("no `changed by` line"), S("add `changed by all parties`; there is no default"));
    if (a->currency)
        currency_check(terms, a->currency);
}

const ClauseKind kind_agreement = {
    .name = "agreement",
    .ref = REF(AGREEMENT),
    .summary = "the header: parties, dates, law, who may amend, how days and cents are counted",
    .example = "entente 1\nagreement sample {\n  title     \"Sample\"\n  between   a-side, b-side\n  "
               "effective 2026-01-01\n"
               "  term      perpetual\n  changed   by all parties\n}\nparty a-side { name \"A\" }\nparty "
               "b-side { name \"B\" }\n",
    .head = &head,
    .body = &body,
    .data_size = (Size)sizeof(Agreement),
    .check = check,
};
