/* due_world.h - a random agreement about duties, its facts, and a slow answer that goes day by day.
 *
 * The oracle knows no occasions, turns or intervals: it walks the calendar one day after the other, keeps a
 * counter of days left, and looks at every fact anew. */
#ifndef ENT_TEST_DUE_WORLD_H
#define ENT_TEST_DUE_WORLD_H
#include "small.h"

#include "duties/due.h"
#include "terms/data/calendar.h"

enum { DUTIES_MOST = 4, FACTS_MOST = 24 };

typedef enum {
    ON_EVERY_MONTHS,
    ON_EVERY_DAYS,
    ON_EACH_QUARTER,
    ON_DATE,
    ON_WITHIN,
    ON_BEFORE,
    ON_NOTICE
} WorldKind;
typedef enum { CURE_NONE, CURE_FROM_DUE, CURE_FROM_NOTICE } WorldCure;
typedef enum {
    IS_DONE,
    IS_WAIVED,
    IS_NOTICE,
    IS_UNDER_WAY,
    IS_TOLLED,
    IS_RESUMED,
    IS_AT,
    IS_SETTLED,
    IS_LAUNCH
} WorldFactKind;

typedef struct {
    int          count;
    DurationUnit unit;
} Length;

typedef struct {
    WorldKind kind;
    int       step;
    Day       from;
    Length    within;
    bool      both, breach; /* both parties must; else bravo */
    WorldCure cure;
    Length    length;
    int       longer; /* 0: no more */
    bool      stopped;
} WorldDuty;

typedef struct {
    WorldFactKind kind;
    int           duty, party; /* -1: not said */
    Day           about;       /* DAY_MIN: not said */
    Day           day;
} WorldFact;

typedef struct {
    uint64_t  random;
    bool      inclusive;
    Roll      roll;
    WorldDuty duties[DUTIES_MOST];
    WorldFact facts[FACTS_MOST];
    int       duty_count, fact_count;
} World;

/* One thing to be done once, as the oracle sees it. */
typedef struct {
    int duty, party;
    Day from, through; /* what it is for */
    Day since, gone, opens, due;
} Thing;

static const char *const party_words[] = {"alfa", "bravo"};

static uint64_t draw(World *w)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return w->random;
}
static int  pick(World *w, int count) { return (int)(draw(w) % (uint64_t)count); }
static bool chance(World *w, int percent) { return pick(w, 100) < percent; }
static Day  first_day(void) { return day_of((Civil){2024, 1, 1}); }
static Day  some_day(World *w) { return first_day() + pick(w, 200); }

/* ---- making ---- */

static void make_duty(World *w, WorldDuty *d)
{
    static const DurationUnit units[] = {UNIT_DAYS, UNIT_BUSINESS_DAYS, UNIT_MONTHS};
    *d = (WorldDuty){.kind = (WorldKind)pick(w, ON_NOTICE + 1), .from = some_day(w)};
    d->step = d->kind == ON_EVERY_DAYS ? 20 + pick(w, 60) : 1 + pick(w, 3);
    d->within = (Length){1 + pick(w, 20), units[pick(w, 2)]};
    if (chance(w, 20))
        d->within = (Length){1, UNIT_MONTHS};
    d->both = chance(w, 40) && d->kind != ON_NOTICE;
    d->breach = chance(w, 40);
    d->cure = d->kind == ON_NOTICE ? CURE_FROM_NOTICE : (WorldCure)pick(w, 3);
    d->length = (Length){1 + pick(w, 25), units[pick(w, 2)]};
    if (chance(w, 15))
        d->length = (Length){1, UNIT_MONTHS};
    d->longer = d->cure && chance(w, 40) ? d->length.count + 1 + pick(w, 20) : 0;
    d->stopped = d->cure && chance(w, 60);
}

static void make_fact(World *w, WorldFact *f)
{
    *f = (WorldFact){.kind = (WorldFactKind)pick(w, IS_LAUNCH + 1),
                     .duty = pick(w, w->duty_count),
                     .party = -1,
                     .about = DAY_MIN,
                     .day = some_day(w) + pick(w, 120)};
    const WorldDuty *d = &w->duties[f->duty];
    bool             global = f->kind >= IS_AT;
    if (global)
        return;
    if (chance(w, 70))
        f->party = pick(w, 2);
    if (f->kind == IS_NOTICE && d->kind == ON_NOTICE)
        f->party = 0; /* alfa tells bravo */
    if (chance(w, 70) && d->kind != ON_NOTICE)
        f->about = d->kind == ON_EVERY_MONTHS ? day_add_months(d->from, d->step * pick(w, 4))
                   : d->kind == ON_EVERY_DAYS ? d->from + d->step * pick(w, 4)
                                              : some_day(w);
}

static void make_world(World *w, uint64_t seed)
{
    *w = (World){.random = seed * 2654435761u + 88172645463325252u};
    for (int i = 0; i < 8; i++)
        (void)draw(w);
    w->inclusive = chance(w, 30);
    w->roll = (Roll)pick(w, 3);
    w->duty_count = 1 + pick(w, DUTIES_MOST);
    w->fact_count = pick(w, FACTS_MOST + 1);
    for (int i = 0; i < w->duty_count; i++)
        make_duty(w, &w->duties[i]);
    for (int i = 0; i < w->fact_count; i++)
        make_fact(w, &w->facts[i]);
}

/* ---- saying it ---- */

static const char *unit_word(DurationUnit unit)
{
    return unit == UNIT_DAYS ? "days" : unit == UNIT_MONTHS ? "months" : "business days";
}

static void say_cure(Text *t, const WorldDuty *d)
{
    if (d->cure == CURE_NONE)
        return;
    text_format(t, "  cure %d %s%s", d->length.count, unit_word(d->length.unit),
                d->cure == CURE_FROM_NOTICE ? " after receipt of notice" : "");
    if (d->longer)
        text_format(t, ", %d %s if cure is under way", d->longer, unit_word(d->length.unit));
    text_format(t, "%s\n", d->stopped ? ", stopped while ladder is at court" : "");
}

static void say_duty(Text *t, Arena *arena, const WorldDuty *d, int at)
{
    Str from = day_text(arena, d->from);
    if (d->kind == ON_NOTICE) {
        text_format(t, "termination d%d {\n  alfa may end the agreement\n", at);
    } else {
        text_format(t, "duty d%d {\n  %s must deliver plan\n", at, d->both ? "each" : "bravo");
        if (d->kind == ON_EVERY_MONTHS || d->kind == ON_EVERY_DAYS)
            text_format(t, "  every %d %s from %.*s\n", d->step, d->kind == ON_EVERY_DAYS ? "days" : "months",
                        STR_ARG(from));
        else if (d->kind == ON_EACH_QUARTER)
            text_format(t, "  each calendar quarter, within %d %s of its end\n", d->within.count,
                        unit_word(d->within.unit));
        else if (d->kind == ON_DATE)
            text_format(t, "  on %.*s\n", STR_ARG(from));
        else if (d->kind == ON_WITHIN)
            text_format(t, "  within %d %s of launch\n", d->within.count, unit_word(d->within.unit));
        else
            text_add(t, S("  before launch\n"));
        if (d->breach)
            text_add(t, S("  otherwise breach\n"));
    }
    say_cure(t, d);
    text_add(t, S("}\n"));
}

static Str world_text(const World *w, Arena *arena)
{
    static const char *const rolls[] = {"stay", "roll forward", "roll back"};
    Text                     t = text_new(arena);
    text_format(
        &t,
        "entente 1\nagreement pact { between alfa, bravo; effective 2024-01-01; term perpetual; changed by "
        "all parties\n  calendar { business days of US-FED; count from the day %s; due dates %s } }\n"
        "party alfa\nparty bravo\ndocument plan\nevent launch { for each product; recorded by alfa }\n"
        "escalation ladder { step court: 5 days }\n",
        w->inclusive ? "of" : "after", rolls[w->roll]);
    for (int i = 0; i < w->duty_count; i++)
        say_duty(&t, arena, &w->duties[i], i);
    return text_str(&t);
}

static Str world_facts(const World *w, Arena *arena)
{
    Text t = text_new(arena);
    for (int i = 0; i < w->fact_count; i++) {
        const WorldFact *f = &w->facts[i];
        Text             of = text_new(arena);
        bool             notice = f->kind == IS_NOTICE;
        if (notice && f->about > DAY_MIN)
            text_format(&of, " for %.*s", STR_ARG(day_text(arena, f->about)));
        if (f->party >= 0)
            text_format(&of, " by %s", party_words[f->party]);
        if (!notice && f->about > DAY_MIN)
            text_format(&of, " for %.*s", STR_ARG(day_text(arena, f->about)));
        Str whose = text_str(&of), day = day_text(arena, f->day);
        switch (f->kind) {
        case IS_DONE:
            text_format(&t, "d%d%.*s is done on %.*s\n", f->duty, STR_ARG(whose), STR_ARG(day));
            break;
        case IS_WAIVED:
            text_format(&t, "d%d%.*s is waived on %.*s\n", f->duty, STR_ARG(whose), STR_ARG(day));
            break;
        case IS_TOLLED:
            text_format(&t, "d%d%.*s is tolled on %.*s\n", f->duty, STR_ARG(whose), STR_ARG(day));
            break;
        case IS_RESUMED:
            text_format(&t, "d%d%.*s is resumed on %.*s\n", f->duty, STR_ARG(whose), STR_ARG(day));
            break;
        case IS_NOTICE:
            text_format(&t, "notice of d%d%.*s on %.*s\n", f->duty, STR_ARG(whose), STR_ARG(day));
            break;
        case IS_UNDER_WAY:
            text_format(&t, "cure of d%d%.*s is under way from %.*s\n", f->duty, STR_ARG(whose),
                        STR_ARG(day));
            break;
        case IS_AT: text_format(&t, "ladder is at court on %.*s\n", STR_ARG(day)); break;
        case IS_SETTLED: text_format(&t, "ladder is settled on %.*s\n", STR_ARG(day)); break;
        case IS_LAUNCH: text_format(&t, "launch on %.*s\n", STR_ARG(day)); break;
        }
    }
    return text_str(&t);
}

/* ---- days, one by one ---- */

static bool is_open(Day day)
{
    int calendar = calendar_find(S("US-FED"));
    return business_open(&calendar, 1, day) == CALENDAR_OPEN;
}

static Day rolled(const World *w, Day day)
{
    while (w->roll != ROLL_STAY && !is_open(day))
        day += w->roll == ROLL_FORWARD ? 1 : -1;
    return day;
}

/* The days that a length has, from its start on. */
static int days_in(const World *w, Length l, Day start)
{
    if (l.unit != UNIT_MONTHS)
        return l.count;
    return day_add_months(start, l.count) - start;
    (void)w;
}

/* The last day of a length: each day that counts takes one off. */
static Day counted(const World *w, Day start, Length l)
{
    int left = days_in(w, l, start);
    for (Day day = w->inclusive ? start : start + 1;; day++) {
        left -= l.unit == UNIT_BUSINESS_DAYS ? is_open(day) : 1;
        if (left <= 0)
            return day;
    }
}

/* ---- the oracle ---- */

static bool recurs(const World *w, const WorldDuty *d)
{
    (void)w;
    return d->kind == ON_EVERY_MONTHS || d->kind == ON_EVERY_DAYS || d->kind == ON_EACH_QUARTER ||
           d->kind == ON_WITHIN;
}

static bool about(const World *w, const Thing *o, const WorldFact *f)
{
    const WorldDuty *d = &w->duties[o->duty];
    if (f->kind >= IS_AT || f->duty != o->duty || (f->party >= 0 && f->party != o->party))
        return false;
    if (recurs(w, d) && f->about == DAY_MIN)
        return false;
    if (d->both && f->party < 0)
        return false;
    return f->about == DAY_MIN || (f->about >= o->from && f->about <= o->through);
}

static const WorldFact *earliest(const World *w, const Thing *o, WorldFactKind kind, Day day)
{
    const WorldFact *best = NULL;
    for (int i = 0; i < w->fact_count; i++) {
        const WorldFact *f = &w->facts[i];
        bool             early = w->duties[o->duty].kind == ON_NOTICE && f->day < o->since;
        if (f->kind == kind && f->day <= day && !early && about(w, o, f) && (!best || f->day < best->day))
            best = f;
    }
    return best;
}

static bool still_at_end(const World *w, const Thing *o, Day day)
{
    const WorldFact *court = NULL, *consent = NULL;
    for (int i = 0; i < w->fact_count; i++) {
        const WorldFact *f = &w->facts[i];
        if (f->day > day)
            continue;
        if ((f->kind == IS_AT || f->kind == IS_SETTLED) && (!court || f->day >= court->day))
            court = f;
        if ((f->kind == IS_TOLLED || f->kind == IS_RESUMED) && about(w, o, f) &&
            (!consent || f->day >= consent->day))
            consent = f;
    }
    return (w->duties[o->duty].stopped && court && court->kind == IS_AT) ||
           (consent && consent->kind == IS_TOLLED);
}

/* The last day of the cure as it is known at the end of `day`; DAY_MAX: it stands still, with `*days` left.
 */
static Day cured_through(const World *w, const Thing *o, Day start, int count, Day day, int *days)
{
    Length l = {count, w->duties[o->duty].length.unit};
    int    left = days_in(w, l, start);
    for (Day at = w->inclusive ? start : start + 1;; at++) {
        bool still = still_at_end(w, o, at - 1 < day ? at - 1 : day);
        if (still && at > day) {
            *days = left;
            return DAY_MAX;
        }
        left -= !still && (l.unit != UNIT_BUSINESS_DAYS || is_open(at));
        if (left <= 0)
            return rolled(w, at);
    }
}

typedef struct {
    DueState state;
    Day      done_on, cure;
    int      left; /* days, while the clock stands still */
} Told;

/* DAY_MAX: none has begun, or it stands still. */
static Day cure_end(const World *w, const Thing *o, Day day, int *left)
{
    const WorldDuty *d = &w->duties[o->duty];
    Day              start = o->due;
    if (d->kind != ON_NOTICE && d->cure == CURE_FROM_NOTICE) {
        start = DAY_MAX;
        for (int i = 0; i < w->fact_count; i++) {
            const WorldFact *f = &w->facts[i];
            bool             dated = f->about == DAY_MIN || (f->about >= o->from && f->about <= o->through);
            if (f->kind == IS_NOTICE && f->duty == o->duty && f->party != o->party && dated &&
                f->day > o->due && f->day <= day && f->day < start)
                start = f->day;
        }
        if (start == DAY_MAX)
            return DAY_MAX;
    }
    Day              end = cured_through(w, o, start, d->length.count, day, left);
    const WorldFact *busy = d->longer ? earliest(w, o, IS_UNDER_WAY, day) : NULL;
    if (!busy || busy->day > end)
        return end;
    *left = 0;
    return cured_through(w, o, start, d->longer, day, left);
}

static Told told(const World *w, const Thing *o, Day day)
{
    const WorldDuty *d = &w->duties[o->duty];
    const WorldFact *done = earliest(w, o, IS_DONE, day), *waived = earliest(w, o, IS_WAIVED, day);
    Told             t = {.done_on = DAY_MAX, .cure = DAY_MAX};
    if (day < o->since || day >= o->gone)
        return t;
    if (waived && (!done || waived->day <= done->day)) {
        t.state = DUE_WAIVED;
        return t;
    }
    bool cures = d->cure != CURE_NONE;
    if (done) {
        t.done_on = done->day;
        if (done->day <= o->due && d->kind != ON_NOTICE) {
            t.state = DUE_DONE;
            return t;
        }
        t.cure = cures ? cure_end(w, o, done->day, &t.left) : DAY_MAX;
        t.state = !cures                ? (d->breach ? DUE_BREACHED : DUE_DONE)
                  : done->day <= t.cure ? DUE_CURED
                                        : DUE_BREACHED;
        return t;
    }
    if (day <= o->due && d->kind != ON_NOTICE) {
        t.state = day < o->opens ? DUE_PENDING : DUE_DUE;
        return t;
    }
    t.cure = cures ? cure_end(w, o, day, &t.left) : DAY_MAX;
    t.state = !cures ? (d->breach ? DUE_BREACHED : DUE_LATE) : day <= t.cure ? DUE_LATE : DUE_BREACHED;
    return t;
}
#endif
