/* test_settle.c - tax, payments and interest against an oracle that goes from day to day in whole numbers.
 *
 * One royalty owes a random amount for a quarter; tax is taken off or grossed up, some of it is paid, and
 * interest runs. A failure prints the seed, the agreement and its facts; ENTENTE_SEED=n runs that seed alone,
 * ENTENTE_SEEDS=n that many, ENTENTE_PART=n one in n of the usual. */
#include "../money/owed.h"

enum { PAYMENTS_MOST = 4, BEARERS_MOST = 3 };

typedef struct {
    uint64_t seed;
    Random   random;
    Rounding mode;
    int64_t  unit; /* cents */
    int64_t  earned;
    int      within;              /* days to pay */
    int      tax;                 /* hundredths of a percent; 0: none */
    int      bearers;             /* 0: not said */
    int      limit[BEARERS_MOST]; /* hundredths of a percent; of the last: none */
    bool     payer[BEARERS_MOST];
    int      count;             /* way of counting */
    int      rate, most, grace; /* rate and most in hundredths of a percent; grace -1: the day after */
    bool     a_month;
    int      compounded; /* months; 0: simple */
    bool     from_first; /* counted from the first day, in place of calendar periods; days, where it is */
    bool     of_days;
    int      payments;
    int64_t  paid[PAYMENTS_MOST];
    Day      on[PAYMENTS_MOST];
    Day      as_of;
} Late;

static const char *const ways[] = {"actual/360", "actual/365F", "actual/actual", "30/360", "30E/360"};
static const char *const modes[] = {"half-even", "half-up", "half-down", "up", "down"};
#define QUARTER_END "2027-09-30"

/* ---- making ---- */

static Size pick(Late *w, Size below) { return random_below(&w->random, below); }

static void make(Late *w, uint64_t seed)
{
    static const int64_t units[] = {1, 1, 5, 100};
    static const int     months[] = {0, 0, 1, 3, 6, 12};
    Day                  end = small_day(QUARTER_END);
    *w = (Late){.seed = seed, .random = {seed * 7919 + 5}};
    w->mode = (Rounding)pick(w, 5);
    w->unit = units[pick(w, COUNT(units))];
    w->earned = (int64_t)pick(w, pick(w, 2) ? 100000000 : 2000) + 1;
    w->within = (int)pick(w, 90);
    w->tax = pick(w, 3) ? (int)pick(w, 40) * 50 + 50 : 0;
    w->bearers = (int)pick(w, BEARERS_MOST + 1);
    for (int i = 0; i < w->bearers; i++) {
        w->limit[i] = (i ? w->limit[i - 1] : 0) + (int)pick(w, 10) * 100 + 100;
        w->payer[i] = pick(w, 2);
    }
    w->count = (int)pick(w, COUNT(ways));
    w->a_month = pick(w, 4) == 0;
    w->rate = (int)pick(w, w->a_month ? 200 : 2000);
    w->most = pick(w, 3) ? 0 : (int)pick(w, 2000);
    w->grace = pick(w, 2) ? -1 : (int)pick(w, 60);
    w->compounded = months[pick(w, COUNT(months))];
    w->as_of = end + (Day)pick(w, 1500);
    w->payments = (int)pick(w, PAYMENTS_MOST + 1);
    for (int i = 0; i < w->payments; i++) {
        w->on[i] = (i ? w->on[i - 1] : end) + (Day)pick(w, 300);
        w->paid[i] = (int64_t)pick(w, (Size)(w->earned / (pick(w, 3) ? 2 : 1)) + 1) + 1;
    }
    w->from_first = w->compounded && pick(w, 2);
    w->of_days = w->from_first && !pick(w, 4);
    w->compounded = w->of_days ? 1 + (int)pick(w, 40) : w->compounded;
}

static Str two(Arena *arena, int64_t hundredths)
{
    return str_format(arena, "%lld.%02d", (long long)(hundredths / 100), (int)(hundredths % 100));
}

static void say_tax(Text *t, const Late *w)
{
    if (!w->tax)
        return;
    text_format(t, "  withholding %.*s%%%s\n", STR_ARG(two(t->arena, w->tax)),
                w->bearers != 1 ? ""
                : w->payer[0]   ? ", the payer bears"
                                : ", the payee bears");
    if (w->bearers < 2)
        return;
    text_format(t, "  withholding {\n");
    for (int i = 0; i < w->bearers; i++) {
        const char *who = w->payer[i] ? "payer" : "payee";
        if (i + 1 == w->bearers)
            text_format(t, "    above that: the %s bears\n", who);
        else
            text_format(t, "    up to %.*s%% of the amount owed: the %s bears\n",
                        STR_ARG(two(t->arena, w->limit[i])), who);
    }
    text_format(t, "  }\n");
}

static const char *say(Arena *arena, const Late *w)
{
    static const char *const cycles[] = {[1] = "month", [3] = "quarter", [6] = "half-year", [12] = "year"};
    Text                     t = text_new(arena);
    text_format(
        &t,
        "entente 1\nagreement pact { between aurora, borealis; effective 2027-01-01; changed by all "
        "parties; currency USD; rounding %s to %.*s USD on each payment }\nparty aurora\nparty borealis\n"
        "lines sales { reported by borealis; states line, day, currency, gross }\n"
        "royalty r {\n  borealis pays aurora\n  on gross in sales\n  rate 100%%\n"
        "  pay each calendar quarter, within %d days of its end\n",
        modes[w->mode], STR_ARG(two(arena, w->unit)), w->within);
    say_tax(&t, w);
    text_format(&t, "  late interest %.*s%%%s", STR_ARG(two(arena, w->rate)), w->a_month ? " a month" : "");
    if (w->most)
        text_format(&t, ", at most %.*s%%", STR_ARG(two(arena, w->most)));
    text_format(&t, ", %s, from ", ways[w->count]);
    if (w->grace < 0)
        text_format(&t, "the day after due");
    else
        text_format(&t, "%d days after due", w->grace);
    if (w->from_first)
        text_format(&t, ", compounded every %d %s%s from the first day", w->compounded,
                    w->of_days ? "day" : "month", w->compounded == 1 ? "" : "s");
    else if (w->compounded)
        text_format(&t, ", compounded each calendar %s", cycles[w->compounded]);
    text_format(&t, "\n}\n");
    text_char(&t, 0);
    return text_str(&t).at;
}

static const char *say_facts(Arena *arena, const Late *w)
{
    Text t = text_new(arena);
    text_format(&t, "%.*s USD gross in 2027-Q3\n", STR_ARG(two(arena, w->earned)));
    for (int i = 0; i < w->payments; i++)
        text_format(&t, "amount paid for r in 2027-Q3 is %.*s USD on %.*s\n", STR_ARG(two(arena, w->paid[i])),
                    STR_ARG(day_text(arena, w->on[i])));
    text_char(&t, 0);
    return text_str(&t).at;
}

/* ---- the oracle ---- */

/* num/den cents, rounded as the agreement says. */
static int64_t rounded(const Late *w, Int128 num, Int128 den)
{
    Int128 whole = den * w->unit, count = num / whole, rest = num % whole;
    bool   up = false;
    switch (w->mode) {
    case ROUND_HALF_EVEN: up = rest * 2 > whole || (rest * 2 == whole && count % 2); break;
    case ROUND_HALF_UP: up = rest * 2 >= whole; break;
    case ROUND_HALF_DOWN: up = rest * 2 > whole; break;
    case ROUND_UP: up = rest > 0; break;
    case ROUND_DOWN: break;
    }
    return (int64_t)(count + up) * w->unit;
}

/* Each point of the tax is somebody's. */
static int borne_by_payee(const Late *w)
{
    int sum = 0;
    for (int point = 0; point < w->tax; point++) {
        int at = 0;
        while (at + 1 < w->bearers && point >= w->limit[at])
            at++;
        sum += w->bearers == 0 || !w->payer[at];
    }
    return sum;
}

typedef struct {
    int64_t due, withheld, paid, interest;
} Want;

static int months_of(Day day) { return civil_of(day).year * 12 + civil_of(day).month - 1; }

/* Days of 30 a month, from the first day of the run. */
static int thirty(const Late *w, Day first, Day day)
{
    int a = civil_of(first).day, b = civil_of(day).day;
    a = a > 30 ? 30 : a;
    if (b > 30 && (w->count == 4 || a == 30))
        b = 30;
    return (months_of(day) - months_of(first)) * 30 + b - a;
}

enum { YEAR_PARTS = 365 * 366 * 360 };

static int64_t year_parts(const Late *w, Day first, Day day)
{
    int  year = civil_of(day).year;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (w->count >= 3)
        return (int64_t)(thirty(w, first, day + 1) - thirty(w, first, day)) * (YEAR_PARTS / 360);
    return YEAR_PARTS / (w->count == 0 ? 360 : w->count == 1 || !leap ? 365 : 366);
}

/* Whether what interest came to through a day bears interest from the next one on. */
static bool compounds(const Late *w, Day first, Day day)
{
    if (!w->from_first)
        return w->compounded && civil_of(day + 1).day == 1 && months_of(day + 1) % w->compounded == 0;
    if (w->of_days)
        return (day + 1 - first) % w->compounded == 0;
    int months = months_of(day + 1) - months_of(first);
    return months > 0 && months % w->compounded == 0 && day_add_months(first, months) == day + 1;
}

static int64_t interest(const Late *w, int64_t owed)
{
    Day     due = small_day(QUARTER_END) + w->within, first = due + (w->grace < 0 ? 1 : w->grace);
    Int128  rate = (Int128)w->rate * (w->a_month ? 12 : 1), sum = 0, den = (Int128)10000 * YEAR_PARTS;
    int64_t compounded = 0;
    if (w->most && rate > w->most)
        rate = w->most;
    for (Day day = first; day < w->as_of; day++) {
        int64_t open = owed + compounded;
        for (int i = 0; i < w->payments; i++)
            open -= w->on[i] <= day ? w->paid[i] : 0;
        if (open > 0)
            sum += open * rate * year_parts(w, first, day);
        if (compounds(w, first, day))
            compounded = rounded(w, sum, den);
    }
    return rounded(w, sum, den);
}

static Want reckon(const Late *w)
{
    Want    want = {.due = rounded(w, w->earned, 1)};
    int64_t gross = rounded(w, (Int128)want.due * (10000 - borne_by_payee(w)), 10000 - w->tax);
    if (w->tax && want.due > 0)
        want.withheld = gross - rounded(w, (Int128)gross * w->tax, 10000) - want.due;
    for (int i = 0; i < w->payments; i++)
        want.paid += w->on[i] <= w->as_of ? w->paid[i] : 0;
    want.interest = want.due > 0 ? interest(w, want.due + want.withheld) : 0;
    return want;
}

/* ---- the engine ---- */

static int64_t steps_of(const StatementPart *part, StepKind kind)
{
    int64_t sum = 0, one = 0;
    for (Size i = 0; i < part->steps.count; i++)
        if (part->steps.items[i].kind == kind) {
            assert_true(!part->steps.items[i].unknown &&
                        rational_round(part->steps.items[i].amount, 2, ROUND_HALF_EVEN, &one));
            assert_int_equal(rational_order(part->steps.items[i].amount, rational_of(one, 2)), 0);
            sum += one;
        }
    return sum;
}

static void compare(uint64_t seed)
{
    static Owed  o;
    static Arena texts;
    Late         w;
    make(&w, seed);
    Want        want = reckon(&w);
    const char *text = say(&texts, &w), *facts = say_facts(&texts, &w);
    owed_open(&o, text, facts, NULL);
    static char as_of[16];
    snprintf(as_of, sizeof as_of, "%.*s", STR_ARG(day_text(&texts, w.as_of)));
    o.as_of = as_of;
    owed_state(&o, "2027-Q3");
    assert_int_equal(o.statement->parts.count, 1);
    const StatementPart *part = &o.statement->parts.items[0];
    Want                 got = {part->due, steps_of(part, STEP_WITHHOLDING), -steps_of(part, STEP_PAID),
                                steps_of(part, STEP_INTEREST)};
    if (part->unknown || memcmp(&got, &want, sizeof got) != 0) {
        print_message("# ENTENTE_SEED=%llu as of %s\n%s\n%s\n", (unsigned long long)seed, as_of, text, facts);
        print_message("# due %lld tax %lld paid %lld interest %lld, want %lld %lld %lld %lld\n",
                      (long long)got.due, (long long)got.withheld, (long long)got.paid,
                      (long long)got.interest, (long long)want.due, (long long)want.withheld,
                      (long long)want.paid, (long long)want.interest);
        fail();
    }
    owed_close(&o);
    arena_free(&texts);
}

static long from_environment(const char *name, long otherwise)
{
    const char *value = getenv(name);
    return value ? strtol(value, NULL, 10) : otherwise;
}

static void what_follows_the_amount_due_is_what_the_oracle_reckons(void **state)
{
    long one = from_environment("ENTENTE_SEED", -1), part = from_environment("ENTENTE_PART", 1);
    long count = one >= 0 ? 1 : from_environment("ENTENTE_SEEDS", (2000 + part - 1) / part);
    (void)state;
    for (long i = 0; i < count; i++)
        compare((uint64_t)(one >= 0 ? one : i + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_follows_the_amount_due_is_what_the_oracle_reckons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
