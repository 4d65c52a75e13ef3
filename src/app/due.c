/* due.c - see due.h. Duties and money know nothing of each other; here they meet. */
#include "app/due.h"

#include "money/deadlines.h"
#include "report/figures.h"
#include "terms/registry.h"

static Occasion occasion_of(Arena *arena, const Terms *terms, const MoneyDeadline *d)
{
    static const Cure none = {0};
    Str               name = terms_text(terms, d->clause->name);
    Str               money = d->known ? figure_money(arena, d->amount, d->currency) : S("");
    Str               sum = d->known ? str_format(arena, "%.*s (%.*s)", STR_ARG(money), STR_ARG(name)) : name;
    Str act = str_format(arena, "%s %.*s", d->report ? "report" : "pay", STR_ARG(d->report ? name : sum));
    return (Occasion){.kind = d->report ? OF_REPORT : OF_PAYMENT,
                      .clause = d->clause,
                      .debtor = d->payer,
                      .creditor = d->payee,
                      .act = act,
                      .label = d->label,
                      .occasion = d->period,
                      .since = d->since,
                      .gone = DAY_MAX,
                      .opens = d->missing.len ? DAY_MAX : d->opens,
                      .due = d->missing.len ? DAY_MAX : d->due,
                      .rule = d->rule,
                      .missing = d->missing,
                      .repeats = d->repeats,
                      .cure = &none,
                      .at = d->at};
}

Dues asking_dues(Asking *a, Day through)
{
    Arena         *arena = a->session->arena;
    Dues           dues = dues_new(arena, a->standing, through);
    MoneyDeadlines money = money_deadlines(arena, a->standing, through);
    for (Size i = 0; i < money.count; i++)
        dues_add(&dues, occasion_of(arena, a->loaded.terms, &money.items[i]));
    dues_sort(&dues);
    return dues;
}

Day asking_next(Asking *a, Day day)
{
    for (int days = 100; days <= 100 * 128; days *= 4) { /* the last is 6,400 */
        Dues dues = asking_dues(a, day + days);
        Day  next = dues_next(&dues, day);
        if (next < DAY_MAX)
            return next;
    }
    return DAY_MAX;
}

/* ---- what an example expects ---- */

typedef struct {
    Word     clause, by;
    Days     about;
    bool     cure;
    Day      on; /* DAY_MAX: with all that is recorded */
    Day      is; /* DAY_MAX: a state is expected */
    DueState state;
} Expected;

static void take_name(Expected *e, const Match *m)
{
    e->clause = m->slot[0]->word;
    e->by = m->slot[1] ? m->slot[1]->word : 0;
    if (m->slot[2])
        e->about = (Days){(Day)m->slot[2]->value, (Day)m->slot[2]->through};
}
static void take_day(void *maker, void *clause, const Match *m)
{
    Expected *e = maker;
    (void)clause;
    take_name(e, m);
    e->cure = m->slot[3] != NULL;
    e->is = (Day)m->slot[4]->value;
}
static void take_state(void *maker, void *clause, const Match *m)
{
    static const DueState states[] = {DUE_NONE,  DUE_PENDING,  DUE_DUE,    DUE_DONE,   DUE_LATE,
                                      DUE_CURED, DUE_BREACHED, DUE_WAIVED, DUE_UNKNOWN};
    Expected             *e = maker;
    (void)clause;
    take_name(e, m);
    e->on = (Day)m->slot[3]->value;
    e->state = CHOSEN(states, m, 4);
}

#define OCCASION "due <clause:name>[ by <who:party>][ for <occasion:period>]"

static const Form due_forms[] = {
    {OCCASION "[cure= cure] is <day:date>", take_day, "the last day, or the last day of the cure", NULL},
    {OCCASION
     " on <day:date> is (state= nothing | pending | due | done | late | cured | breached | waived | unknown)",
     take_state, "how it stands on a day", NULL},
};
static const FormSet due_set = FORMS("expectation", due_forms);

static bool is_asked(const Asking *a, const Expected *e, const Occasion *o)
{
    Word debtor = o->debtor >= 0 ? a->standing->subjects.items[o->debtor].name : 0;
    return o->clause->name == e->clause && (!e->by || e->by == debtor) &&
           !days_empty(days_meet(e->about, o->occasion));
}

static bool is_so(const Expected *e, const Occasion *o, const DueStatus *s)
{
    if (e->is == DAY_MAX)
        return s->state == e->state;
    return e->cure ? s->cure_through == e->is : o->due == e->is;
}

static Str is_instead(Arena *arena, const Expected *e, const Occasion *o, const DueStatus *s)
{
    Day day = e->cure ? s->cure_through : o->due;
    if (s->missing.count)
        return str_format(arena, "it is not known: %.*s", STR_ARG(s->missing.items[0]));
    if (e->is == DAY_MAX)
        return str_format(arena, "it is %s", due_state_text(s->state));
    return day < DAY_MAX ? str_format(arena, "it is %.*s", STR_ARG(day_text(arena, day)))
                         : S("there is no such day");
}

/* The last day of which anything is recorded. */
static Day last_day(const Standing *st)
{
    Day last = st->effective_known == YES ? st->effective : DAY_MIN;
    for (Size i = 0; i < st->facts.count; i++)
        last = st->facts.items[i].days.from > last ? st->facts.items[i].days.from : last;
    return last;
}

bool asking_due_is(Asking *a, const Stmt *stmt, const Node *words, Str *why)
{
    Arena   *arena = a->session->arena;
    Match    match = {0};
    Expected e = {.about = {DAY_MIN, DAY_MAX}, .on = DAY_MAX, .is = DAY_MAX};
    if (!terms_match(a->loaded.terms, &due_set, stmt_of_words(a->loaded.terms, stmt, words), &match))
        return true;
    match.form->take(&e, NULL, &match);
    Day  on = e.on < DAY_MAX ? e.on : last_day(a->standing);
    Day  through = e.is < DAY_MAX && e.is > on ? e.is : on;
    Dues dues = asking_dues(a, through + 400);
    bool so = e.state == DUE_NONE && e.is == DAY_MAX;
    *why = S("nothing is due under this clause");
    for (Size i = 0; i < dues.items.count; i++) {
        const Occasion *o = &dues.items.items[i];
        DueStatus       s = due_status(&dues, o, on);
        if (!is_asked(a, &e, o) || (s.state == DUE_NONE && e.is == DAY_MAX))
            continue;
        if (is_so(&e, o, &s))
            return true;
        *why = is_instead(arena, &e, o, &s);
        so = false;
    }
    return so;
}
