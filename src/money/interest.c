/* interest.c - see interest.h. */
#include "money/interest.h"

#include "money/period.h"

enum { RUN_DAYS_MOST = PLAN_DAYS_MOST };

/* ---- ways of counting days ---- */

static int32_t days_of_months(DayCount count, Day from, Day to)
{
    Civil a = civil_of(from), b = civil_of(to);
    if (a.day == 31)
        a.day = 30;
    if (b.day == 31 && (count == DAYS_30E_360 || a.day == 30))
        b.day = 30;
    return (b.year - a.year) * 360 + (b.month - a.month) * 30 + b.day - a.day;
}

int32_t day_count(DayCount count, Day first, Day from, Day to)
{
    bool by_months = count == DAYS_30_360 || count == DAYS_30E_360;
    return by_months ? days_of_months(count, first, to) - days_of_months(count, first, from) : to - from;
}

/* Each year has its own length. */
static Rational part_of_years(Day from, Day to)
{
    Rational sum = rational_whole(0);
    while (from < to) {
        Day begins = day_of((Civil){civil_of(from).year, 1, 1}), next = day_add_months(begins, 12);
        Day end = next < to ? next : to;
        sum = rational_add(sum, rational_ratio(end - from, next - begins));
        from = end;
    }
    return sum;
}

Rational year_part(DayCount count, Day first, Day from, Day to)
{
    if (count == DAYS_ACT_ACT)
        return part_of_years(from, to);
    return rational_ratio(day_count(count, first, from, to), count == DAYS_ACT_365F ? 365 : 360);
}

/* ---- the rate of a day ---- */

typedef struct {
    Rational rate; /* not ok: not known */
    Str      note;
} DayRate;

static bool is_benchmark(const Node *node) { return node->kind == N_CODE || node->kind == N_TEXT; }

static Str benchmark_text(const LateRun *run, const Node *node)
{
    Str text = sources_slice(run->pricing->plan->st->terms->doc->sources, node->span);
    return node->kind == N_TEXT && text.len >= 2 ? str_slice(text, 1, text.len - 1) : text;
}

static DayRate published(const LateRun *run, const Node *node, Day day)
{
    Arena   *arena = run->pricing->arena;
    Str      name = benchmark_text(run, node);
    Day      used = day;
    Rational percent = {.den = 1};
    if (!run->pricing->rates ||
        rates_benchmark(run->pricing->rates, name, day, &percent, &used) == RATE_MISSING)
        return (DayRate){.rate = {.den = 1}};
    Rational rate = rational_divide(percent, rational_whole(100));
    return (DayRate){
        rate, used == day ? name
                          : str_format(arena, "%.*s of %.*s", STR_ARG(name), STR_ARG(day_text(arena, used)))};
}

static DayRate one_rate(const LateRun *run, const Node *node, const Node *margin, Day day)
{
    Scene   scene = run->scene;
    DayRate out = {.note = S("")};
    scene.day = day;
    if (is_benchmark(node))
        out = published(run, node, day);
    else
        out.rate = value_named(run->pricing->plan->st, node, &scene, NULL);
    if (margin)
        out.rate = rational_add(out.rate, rational_of(margin->value, margin->scale + 2));
    return out;
}

static Str source_of(const LateRun *run, const Node *node)
{
    return str_trim(sources_slice(run->pricing->plan->st->terms->doc->sources, node->span));
}

/* A year's rate on a day: nobody earns by paying late, and the text may cap it. */
static DayRate rate_on(const LateRun *run, Day day)
{
    const LateInterest *text = run->text;
    Trace              *trace = &run->pricing->trace;
    Scene               scene = run->scene;
    DayRate             out = one_rate(run, text->rate, text->margin, day);
    scene.day = day;
    if (!out.rate.ok && text->fallback) {
        out = one_rate(run, text->fallback, text->fallback_margin, day);
        out.note = str_format(run->pricing->arena, "%.*s is not known: fallback",
                              STR_ARG(source_of(run, text->rate)));
    }
    if (!out.rate.ok)
        trace_missing(trace, str_format(run->pricing->arena, "the rate of interest `%.*s` on %.*s",
                                        STR_ARG(source_of(run, text->rate)),
                                        STR_ARG(day_text(run->pricing->arena, day))));
    if (text->a_month)
        out.rate = rational_times(out.rate, rational_whole(12));
    if (out.rate.ok && rational_order(out.rate, rational_whole(0)) < 0)
        out.rate = rational_whole(0);
    Rational most = text->most ? value_named(run->pricing->plan->st, text->most, &scene, trace) : out.rate;
    if (!most.ok || !out.rate.ok)
        return (DayRate){.rate = {.den = 1}};
    if (text->most && rational_order(out.rate, most) > 0)
        out = (DayRate){
            most, str_format(run->pricing->arena, "capped at %.*s", STR_ARG(source_of(run, text->most)))};
    return out;
}

static bool is_same_rate(const DayRate *a, const DayRate *b)
{
    return a->rate.ok && b->rate.ok && rational_order(a->rate, b->rate) == 0 && str_equal(a->note, b->note);
}

/* ---- the run ---- */

static int64_t open_on(const LateRun *run, int64_t compounded, Day day)
{
    int64_t open = run->owed + compounded;
    for (Size i = 0; i < run->paid.count; i++)
        if (run->paid.items[i].day <= day)
            open -= run->paid.items[i].amount;
    return open;
}

/* The day behind `day` on which interest is added to what bears it; DAY_MAX: there is none. Each is counted
 * from the first, so that months from the 31st do not drift. False: not known. */
static bool next_compounding(LateRun *run, Day first, Day day, Day *out)
{
    const Standing *st = run->pricing->plan->st;
    Days            period = {day, day};
    *out = DAY_MAX;
    if (run->text->compounded.kind != EACH_UNSAID) {
        bool known = each_period(st, &run->text->compounded, day, &period);
        *out = known ? period.through + 1 : DAY_MAX;
        return known;
    }
    for (; run->text->every && *out == DAY_MAX; run->compounded++) {
        Node length = *run->text->every;
        Day  at = 0;
        if (__builtin_mul_overflow(length.value, run->compounded + 1, &length.value) ||
            day_shifted(st, first, &length, 1, &at) != YES || at <= first)
            return false;
        if (at > day) {
            *out = at;
            break;
        }
    }
    return true;
}

/* The next day, at most `end`, on which a payment comes or interest is added to what bears it. */
static bool next_turn(LateRun *run, Day first, Day day, Day *end, bool *compounds)
{
    Day at = DAY_MAX;
    *compounds = false;
    for (Size i = 0; i < run->paid.count; i++)
        if (run->paid.items[i].day > day && run->paid.items[i].day < *end)
            *end = run->paid.items[i].day;
    if (!next_compounding(run, first, day, &at)) {
        trace_missing(&run->pricing->trace,
                      str_format(run->pricing->arena, "when interest is compounded on %.*s",
                                 STR_ARG(day_text(run->pricing->arena, day))));
        return false;
    }
    *compounds = at <= *end;
    *end = *compounds ? at : *end;
    return true;
}

/* A rate that the text fixes does not change; another one is asked for each day. */
static Day last_of_rate(const LateRun *run, const DayRate *rate, Day day, Day end)
{
    bool fixed =
        run->text->rate->kind == N_PERCENT && (!run->text->most || run->text->most->kind == N_PERCENT);
    Day next = day + 1;
    if (fixed)
        return end;
    for (; next < end; next++) {
        DayRate other = rate_on(run, next);
        if (!is_same_rate(rate, &other))
            break;
    }
    return next;
}

static bool first_day(const LateRun *run, Day *out)
{
    *out = run->due_on + 1;
    if (!run->text->from || day_shifted(run->pricing->plan->st, run->due_on, run->text->from, 1, out) == YES)
        return true;
    trace_missing(&run->pricing->trace,
                  S("the first day of interest: the header's calendars do not cover it"));
    return false;
}

bool interest_run(LateRun *run)
{
    Day      first = 0, next = 0;
    Rational total = rational_whole(0);
    int64_t  shown = 0, compounded = 0;
    bool     compounds = false;
    if (!first_day(run, &first))
        return false;
    if (run->through > first && run->through - first > RUN_DAYS_MOST)
        return false;
    for (Day day = first; day < run->through; day = next) {
        int64_t on = open_on(run, compounded, day), rounded = 0;
        next = run->through;
        if (!next_turn(run, first, day, &next, &compounds))
            return false;
        if (on > 0) {
            DayRate rate = rate_on(run, day);
            Day     turn = next;
            next = last_of_rate(run, &rate, day, turn);
            compounds &= next == turn;
            Rational bears = rational_times(minor_amount(on, run->currency), rate.rate);
            total = rational_add(total, rational_times(bears, year_part(run->text->count, first, day, next)));
            if (!amount_rounded(run->pricing, run->currency, total, &rounded))
                return false;
            *PUSH(run->pricing->arena, &run->stretches) =
                (Stretch){day, next, on, rate.rate, rounded - shown, rate.note};
            shown = rounded;
        }
        if (compounds)
            compounded = shown;
    }
    return true;
}
