/* status.c - how an occasion stands on a day: see due.h.
 *
 * In this order: it is there; its conditions hold; it is waived; it is done, in time or as a cure; else the
 * days decide. Conditions of a clause are tested on the day of the question, and on the last day from then
 * on. Only facts of that day and earlier ones are looked at. */
#include "duties/inside.h"

#include <stdlib.h>

const char *due_state_text(DueState state)
{
    static const char *const texts[] = {"none",  "pending",  "due",    "done",   "late",
                                        "cured", "breached", "waived", "unknown"};
    INVARIANT((Size)state < COUNT(texts));
    return texts[state];
}

Str source_of(const Standing *st, const Node *node)
{
    return node ? str_trim(sources_slice(st->terms->doc->sources, node->span)) : S("");
}

/* ---- facts ---- */

typedef struct {
    const Fact *const *items;
    Size               count;
} FactRange;

static FactRange facts_named(const Dues *dues, Word name)
{
    Size low = 0, high = dues->st->facts.count;
    while (low < high) {
        Size middle = low + (high - low) / 2;
        if (dues->facts[middle]->name < name)
            low = middle + 1;
        else
            high = middle;
    }
    Size from = low;
    while (low < dues->st->facts.count && dues->facts[low]->name == name)
        low++;
    return (FactRange){dues->facts + from, low - from};
}

static Word debtor_of(const Standing *st, const Occasion *o)
{
    return o->debtor >= 0 ? st->subjects.items[o->debtor].name : 0;
}

static bool fact_is_of(const Occasion *o, const Standing *st, const Fact *fact)
{
    Word debtor = debtor_of(st, o);
    bool dated = fact->period.from > DAY_MIN || fact->period.through < DAY_MAX;
    Days met = days_meet(fact->period, o->occasion);
    if (fact->name != o->clause->name)
        return false;
    if (fact->from && debtor && fact->from != debtor)
        return false;
    if ((o->repeats && !dated) || (o->several && !fact->from))
        return false;
    return !dated || !days_empty(met);
}

/* A notice goes from the other side to the debtor. */
static bool notice_is_of(const Occasion *o, const Standing *st, const Fact *fact)
{
    Word debtor = debtor_of(st, o);
    bool dated = fact->period.from > DAY_MIN || fact->period.through < DAY_MAX;
    if (fact->kind != FACT_NOTICE || fact->name != o->clause->name ||
        (!fact->truth && !(o->cure && o->cure->on_dispatch)))
        return false;
    if ((debtor && fact->from == debtor) || (debtor && fact->into && fact->into != debtor))
        return false;
    return !dated || !days_empty(days_meet(fact->period, o->occasion));
}

void dues_place_facts(Dues *dues)
{
    for (Size i = 0; i < dues->items.count; i++) {
        Occasion *o = &dues->items.items[i];
        FactRange named = facts_named(dues, o->clause->name);
        FactList  about = {0};
        for (Size k = 0; k < named.count; k++) {
            const Fact *fact = named.items[k];
            bool        notice = fact->kind == FACT_NOTICE;
            if (notice ? notice_is_of(o, dues->st, fact) : fact_is_of(o, dues->st, fact))
                *PUSH(dues->arena, &about) = fact;
        }
        o->facts = about.items;
        o->fact_count = about.count;
    }
}

static bool state_does(const Occasion *o, const Fact *fact)
{
    if (fact->kind == FACT_AMOUNT)
        return o->kind == OF_PAYMENT;
    if (fact->kind != FACT_STATE)
        return false;
    return o->kind == OF_REPORT    ? fact->state == W_report
           : o->kind == OF_PAYMENT ? fact->state == W_paid
                                   : fact->state == W_done || fact->state == W_cured || fact->state == W_paid;
}

/* The earliest fact by the end of the day. */
static const Fact *first_fact(const Occasion *o, Day day, Word state)
{
    const Fact *first = NULL;
    for (Size i = 0; i < o->fact_count; i++) {
        const Fact *fact = o->facts[i];
        bool        wanted = state ? fact->kind == FACT_STATE && fact->state == state : state_does(o, fact);
        if (wanted && fact->days.from <= day && (o->kind != OF_CURE || fact->days.from >= o->since) &&
            (!first || fact->days.from < first->days.from))
            first = fact;
    }
    return first;
}

static const Fact *first_notice(const Occasion *o, Day day)
{
    const Fact *first = NULL;
    for (Size i = 0; i < o->fact_count; i++) {
        const Fact *fact = o->facts[i];
        if (fact->kind == FACT_NOTICE && fact->days.from > o->due && fact->days.from <= day &&
            (!first || fact->days.from < first->days.from))
            first = fact;
    }
    return first;
}

/* ---- the status ---- */

static void note(const Dues *dues, DueStatus *s, Str text) { *PUSH(dues->arena, &s->notes) = text; }
static void miss(const Dues *dues, DueStatus *s, Str text)
{
    if (text.len)
        *PUSH(dues->arena, &s->missing) = text;
}
static void use(const Dues *dues, DueStatus *s, const Fact *fact)
{
    if (fact)
        *PUSH(dues->arena, &s->used) = fact->span;
}

/* When the cure began, or DAY_MAX. */
static Day cure_start(const Dues *dues, const Occasion *o, Day day, DueStatus *s)
{
    if (o->kind == OF_CURE || !o->cure->after_notice)
        return o->due;
    const Fact *notice = first_notice(o, day);
    use(dues, s, notice);
    if (!notice)
        note(dues, s, S("no notice is recorded, so the time to cure has not begun"));
    return notice ? notice->days.from : DAY_MAX;
}

/* The last day of the cure as it is known at the end of the day. */
static Clock cure_of(const Dues *dues, const Occasion *o, Day day, DueStatus *s)
{
    Day         start = cure_start(dues, o, day, s);
    const Fact *under_way = o->cure->longer ? first_fact(o, day, W_cure) : NULL;
    Clock       clock = {.through = DAY_MAX, .stands_still = true};
    if (start == DAY_MAX)
        return clock;
    clock = cure_clock(dues, o, start, false, day);
    if (under_way && (clock.stands_still || under_way->days.from <= clock.through)) {
        use(dues, s, under_way);
        clock = cure_clock(dues, o, start, true, day);
    }
    return clock;
}

static void take_clock(const Dues *dues, DueStatus *s, const Clock *clock)
{
    s->cure_through = clock->through;
    s->stands_still = clock->stands_still && clock->left > 0;
    s->left = clock->left;
    miss(dues, s, clock->missing);
    if (s->stands_still)
        note(dues, s,
             str_format(dues->arena, "the clock stands still, %d day%s left", clock->left,
                        clock->left == 1 ? "" : "s"));
}

static bool has_cure(const Occasion *o) { return o->cure && o->cure->length; }

/* Past the last day, and not done. */
static DueState overdue(const Dues *dues, const Occasion *o, Day day, DueStatus *s)
{
    if (!has_cure(o))
        return o->breach ? DUE_BREACHED : DUE_LATE;
    Clock clock = cure_of(dues, o, day, s);
    take_clock(dues, s, &clock);
    if (clock.missing.len)
        return DUE_UNKNOWN;
    return clock.stands_still || day <= clock.through ? DUE_LATE : DUE_BREACHED;
}

static DueState when_done(const Dues *dues, const Occasion *o, DueStatus *s)
{
    Day on = s->done_on;
    if (on <= o->due && o->kind != OF_CURE)
        return DUE_DONE;
    if (!has_cure(o)) {
        note(dues, s, str_format(dues->arena, "%d day%s late", on - o->due, on - o->due == 1 ? "" : "s"));
        return o->breach ? DUE_BREACHED : DUE_DONE;
    }
    Clock clock = cure_of(dues, o, on, s);
    take_clock(dues, s, &clock);
    if (clock.missing.len)
        return DUE_UNKNOWN;
    if (clock.stands_still || on <= clock.through)
        return DUE_CURED;
    note(dues, s, S("done after the time to cure had ended"));
    return DUE_BREACHED;
}

/* Windows and ends pass; nobody is late. */
static DueState passing(const Occasion *o, Day day)
{
    if (o->kind == OF_WINDOW && o->notice && o->notice->days.from <= day)
        return DUE_DONE;
    return day < o->opens ? DUE_PENDING : day <= o->due ? DUE_DUE : DUE_NONE;
}

static DueState state_of(const Dues *dues, const Occasion *o, Day day, DueStatus *s)
{
    Scene scene = {
        .day = day < o->due ? day : o->due, .grantor = o->creditor, .grantee = o->debtor, .asker = o->debtor};
    Trace trace = {.arena = dues->arena};
    if (day < o->since || day >= o->gone)
        return DUE_NONE;
    if (o->missing.len) {
        miss(dues, s, o->missing);
        return DUE_UNKNOWN;
    }
    if (o->kind == OF_END && o->after.len && day > o->due) {
        miss(dues, s, o->after);
        return DUE_UNKNOWN;
    }
    if (o->kind == OF_WINDOW || o->kind == OF_END)
        return passing(o, day);
    Tri holds =
        o->kind == OF_DUTY || o->kind == OF_CURE ? clause_holds(dues->st, o->clause, &scene, &trace) : YES;
    for (Size i = 0; i < trace.missing.count && holds == UNKNOWN; i++)
        miss(dues, s, trace.missing.items[i]);
    if (holds == NO)
        return DUE_NONE;
    const Fact *waived = first_fact(o, day, W_waived), *done = first_fact(o, day, 0);
    if (waived && (!done || waived->days.from <= done->days.from)) {
        s->fact = waived;
        use(dues, s, waived);
        return DUE_WAIVED;
    }
    if (holds == UNKNOWN && o->kind == OF_DUTY)
        return DUE_UNKNOWN;
    if (done) {
        s->fact = done;
        s->done_on = done->days.from;
        use(dues, s, done);
        return when_done(dues, o, s);
    }
    if (day <= o->due && o->kind != OF_CURE)
        return day < o->opens ? DUE_PENDING : DUE_DUE;
    return overdue(dues, o, day, s);
}

DueStatus due_status(const Dues *dues, const Occasion *o, Day day)
{
    DueStatus s = {.done_on = DAY_MAX, .cure_through = DAY_MAX};
    s.state = state_of(dues, o, day, &s);
    return s;
}

/* ---- what no occasion takes ---- */

static bool does(const Occasion *o, const Fact *fact)
{
    return state_does(o, fact) || (fact->kind == FACT_STATE && fact->state == W_waived);
}

/* Some occasion of its clause could be done by it. */
static bool could_do(const Dues *dues, const Fact *fact)
{
    for (Size k = 0; k < dues->items.count; k++)
        if (dues->items.items[k].clause->name == fact->name && does(&dues->items.items[k], fact))
            return true;
    return false;
}

FactList dues_unplaced(const Dues *dues, Day day)
{
    FactList out = {0};
    bool    *taken = NEW(dues->arena, bool, dues->st->facts.count + 1);
    for (Size k = 0; k < dues->items.count; k++) {
        const Occasion *o = &dues->items.items[k];
        for (Size i = 0; i < o->fact_count; i++)
            if (does(o, o->facts[i]))
                taken[o->facts[i] - dues->st->facts.items] = true;
    }
    for (Size i = 0; i < dues->st->facts.count; i++) {
        const Fact *fact = &dues->st->facts.items[i];
        bool        kind = fact->kind == FACT_STATE || fact->kind == FACT_AMOUNT;
        if (kind && !taken[i] && fact->days.from <= day && could_do(dues, fact))
            *PUSH(dues->arena, &out) = fact;
    }
    return out;
}

/* ---- when it stands otherwise ---- */

typedef LIST_OF(Day) DayList;

static void try_day(const Dues *dues, DayList *days, Day day)
{
    if (day > DAY_MIN && day < DAY_MAX)
        *PUSH(dues->arena, days) = day;
}

static bool same(const DueStatus *a, const DueStatus *b)
{
    return a->state == b->state && a->cure_through == b->cure_through && a->done_on == b->done_on &&
           a->stands_still == b->stands_still;
}

/* Days on which facts or conditions about it turn, then what follows from each. */
static DayList turns_of(const Dues *dues, const Occasion *o, Day after)
{
    const Standing *st = dues->st;
    DayList         days = {0};
    bool            any = has_cure(o) && o->cure->stopped;
    const Clause   *c = o->clause;
    any = any || c->while_.count || c->if_.count || c->unless.count || c->once.count;
    try_day(dues, &days, o->since);
    try_day(dues, &days, o->gone);
    try_day(dues, &days, o->opens);
    try_day(dues, &days, o->due < DAY_MAX ? o->due + 1 : DAY_MAX);
    for (Size i = 0; i < st->turns.count && any; i++)
        try_day(dues, &days, st->turns.items[i]);
    for (Size i = 0; i < o->fact_count; i++)
        try_day(dues, &days, o->facts[i]->days.from);
    Size known = days.count;
    for (Size i = 0; i <= known && has_cure(o); i++) { /* a cure that is known on that day ends later */
        if (i < known && (days.items[i] <= after || days.items[i] > dues->through))
            continue; /* what was known before is known after, too */
        DueStatus s = due_status(dues, o, i < known ? days.items[i] : after);
        try_day(dues, &days, s.cure_through < DAY_MAX ? s.cure_through + 1 : DAY_MAX);
    }
    return days;
}

static int day_order(const void *a, const void *b)
{
    Day l = *(const Day *)a, r = *(const Day *)b;
    return (l > r) - (l < r);
}

Day due_next(const Dues *dues, const Occasion *o, Day day)
{
    DueStatus now = due_status(dues, o, day);
    DayList   days = turns_of(dues, o, day);
    if (days.count)
        qsort(days.items, (size_t)days.count, sizeof(Day), day_order);
    for (Size i = 0; i < days.count; i++) {
        Day candidate = days.items[i];
        if (candidate <= day || candidate > dues->through || (i && candidate == days.items[i - 1]))
            continue;
        DueStatus then = due_status(dues, o, candidate);
        if (!same(&now, &then))
            return candidate;
    }
    return DAY_MAX;
}

Day dues_next(const Dues *dues, Day day)
{
    Day first = DAY_MAX;
    for (Size i = 0; i < dues->items.count; i++) {
        Day next = due_next(dues, &dues->items.items[i], day);
        first = next < first ? next : first;
    }
    return first;
}
