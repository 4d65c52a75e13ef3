/* lint_dates.c - rules about days and what the header must say about them.
 *
 * Kinds of clauses that a later version brings (renewal, sunset, payment …) are in the tree of
 * statements but in no clause; what is plain there is read from their tokens. */
#include "terms/data/calendar.h"
#include "terms/lint_rules.h"
#include "terms/registry.h"

static bool word_is(const Lint *lint, const Stmt *stmt, int32_t at, Str word)
{
    return str_equal(lint_token_text(lint, stmt, at), word);
}

/* ---- durations in tokens ---- */

typedef struct {
    int64_t      count;
    DurationUnit unit;
    Span         span;
} Length;

static bool length_at(const Lint *lint, const Stmt *stmt, int32_t at, Length *out)
{
    const Token *number = lint_token(lint, stmt, at), *unit = lint_token(lint, stmt, at + 1);
    uint8_t      scale = 0;
    if (number->kind != T_NUMBER || unit->kind != T_NAME)
        return false;
    if (!decimal_read(lint_token_text(lint, stmt, at), &out->count, &scale) || scale)
        return false;
    out->span = span_join(number->span, unit->span);
    switch (unit->word) {
    case W_day:
    case W_days: out->unit = UNIT_DAYS; return true;
    case W_business: out->unit = UNIT_BUSINESS_DAYS; return true;
    case W_month:
    case W_months: out->unit = UNIT_MONTHS; return true;
    case W_year:
    case W_years: out->unit = UNIT_YEARS; return true;
    default: return false;
    }
}

/* The least and the most days that a length can be; business days are at least as many days. */
static int64_t days_least(Length l)
{
    return l.unit == UNIT_MONTHS ? l.count * 28 : l.unit == UNIT_YEARS ? l.count * 365 : l.count;
}
static int64_t days_most(Length l)
{
    static const int64_t most[] = {
        [UNIT_DAYS] = 1, [UNIT_BUSINESS_DAYS] = 3, [UNIT_MONTHS] = 31, [UNIT_YEARS] = 366};
    return l.count * most[l.unit];
}

/* ---- L-NOTICE-WINDOW ---- */

typedef struct {
    Lint           *lint;
    const LintRule *rule;
} Run;

static void check_notice(const Run *run, const Stmt *stmt, Length renews)
{
    Lint  *lint = run->lint;
    Length most = {0}, least = {0}, one = {0};
    for (int32_t i = 0; i + 1 < stmt->count; i++) {
        if (!length_at(lint, stmt, i, &one) || i < 2)
            continue;
        Word bound = lint_token(lint, stmt, i - 1)->word;
        if (bound == W_most)
            most = one;
        else if (bound == W_least)
            least = one;
    }
    if (most.count && least.count && days_least(least) > days_most(most)) {
        LintRule error = lint_at(run->rule, DIAG_ERROR);
        Diag    *diag = lint_add(lint, &error, (LintAbout){0}, least.span,
                                 S("nobody can give notice inside this window"), S("no later than this"));
        diag_note(diag, most.span, S("and no earlier than this"));
        diag->help =
            S("the longer time is the earliest day: `at most 180 days, at least 90 days before the end`");
    }
    if (least.count && renews.count && days_least(least) > days_most(renews)) {
        Diag *diag = lint_add(lint, run->rule, (LintAbout){0}, least.span,
                              S("notice must be given before the renewed term begins"),
                              S("longer than what is renewed"));
        diag_note(diag, renews.span, S("it renews for this long"));
        diag->help = S("shorten the notice");
    }
}

static void check_renewal(const Run *run, const Stmt *stmt)
{
    Lint  *lint = run->lint;
    bool   notice = false, condition = false;
    Length renews = {0};
    for (const Stmt *line = stmt->body; line; line = line->next) {
        condition |= word_is(lint, line, 0, S("if")) || word_is(lint, line, 0, S("unless"));
        if (word_is(lint, line, 0, S("renews")))
            (void)length_at(lint, line, 1, &renews);
    }
    for (const Stmt *line = stmt->body; line; line = line->next)
        if (word_is(lint, line, 0, S("notice")) ||
            (word_is(lint, line, 0, S("on")) && word_is(lint, line, 1, S("notice")))) {
            notice = true;
            check_notice(run, line, renews);
        }
    const Token *name = lint_token(lint, stmt, stmt->count > 1 ? 1 : 0);
    if (!notice && renews.count && !condition)
        lint_add(lint, run->rule, (LintAbout){0}, name->span, S("this renewal says nothing about notice"),
                 S("renews of itself, without a way out"))
            ->help = S("add `notice by either, at most 180 days, at least 90 days before the end`");
}

static bool is_later(const Lint *lint, const Stmt *stmt, Word kind)
{
    return stmt->count && lint_token(lint, stmt, 0)->word == kind;
}

void lint_window(Lint *lint, const LintRule *rule)
{
    Run run = {lint, rule};
    for (Size i = 0; i < lint->terms->doc->statements.count; i++)
        if (is_later(lint, lint->terms->doc->statements.items[i], W_renewal))
            check_renewal(&run, lint->terms->doc->statements.items[i]);
}

/* ---- L-SUNSET ---- */

static bool is_date(const Node *node) { return node && node->kind == N_DATE; }

/* The span of the agreement's first or last day, for a second mark. */
static Span header_span(const Terms *terms, bool first)
{
    const Agreement *a = terms_header(terms);
    const Node      *node = first ? a->effective : a->term_through ? a->term_through : a->term_length;
    return node ? node->span : terms->agreement->name_span;
}

static void too_early(const Run *run, const Clause *clause, const Node *last, Day first, Span first_at)
{
    if (!is_date(last) || first <= DAY_MIN || last->value >= first)
        return;
    Diag *diag = lint_add(run->lint, run->rule, (LintAbout){.clause = clause}, last->span,
                          S("it is over before it begins"), S("its last day"));
    diag_note(diag, first_at, S("it begins here"));
    diag->help = S("check both days; a clause without a day in force says nothing");
}

static bool survives(const Terms *terms, const Clause *clause)
{
    const Agreement *a = terms_header(terms);
    for (const Node *item = a && a->survives ? a->survives->a : NULL; item; item = item->next)
        if (item->a->kind == N_NAME && item->a->word == clause->name)
            return true;
    return false;
}

static void check_last_days(const Run *run, const Clause *clause, Days agreement)
{
    const Terms *terms = run->lint->terms;
    const Right *right = clause->data;
    const Node *starts = is_date(clause->from) ? clause->from : is_date(right->starts) ? right->starts : NULL;
    Day         first = starts ? (Day)starts->value : agreement.from;
    Span first_at = starts ? starts->span : terms->agreement ? header_span(terms, true) : clause->name_span;
    too_early(run, clause, clause->through, first, first_at);
    for (Size i = 0; i < right->terms.count; i++) {
        const TermRow *row = &right->terms.items[i];
        if (row->kind != TERM_THROUGH)
            continue;
        too_early(run, clause, row->day, first, first_at);
        if (!is_date(row->day) || row->day->value <= agreement.through || survives(terms, clause) ||
            !terms_header(terms)->survives)
            continue;
        Diag *diag = lint_add(run->lint, run->rule, (LintAbout){.clause = clause}, row->day->span,
                              S("this right is said to last beyond the agreement, and does not survive it"),
                              S("after the agreement's last day"));
        diag_note(diag, header_span(terms, false), S("the agreement ends by this"));
        diag->help = str_format(run->lint->arena, "add `%.*s` to `survives`, or let it end earlier",
                                STR_ARG(terms_text(terms, clause->name)));
    }
    too_early(run, clause, right->exclusive_through, first, first_at);
    const Node *last = right->terms.count == 1 && right->terms.items[0].kind == TERM_THROUGH
                           ? right->terms.items[0].day
                           : NULL;
    if (is_date(last) && is_date(right->exclusive_through) && right->exclusive_through->value > last->value) {
        Diag *diag =
            lint_add(run->lint, run->rule, (LintAbout){.clause = clause}, right->exclusive_through->span,
                     S("the right ends before its exclusivity does"), S("exclusive until after the end"));
        diag_note(diag, last->span, S("its last day"));
        diag->help = S("what follows the exclusive time never comes; check both days");
    }
}

/* sunset open-interop { ends interop on 2029-12-31 } */
static void check_sunset(const Run *run, const Stmt *stmt, Days agreement)
{
    Lint *lint = run->lint;
    for (const Stmt *line = stmt->body; line; line = line->next)
        for (int32_t i = 0; i < line->count; i++) {
            const Token *token = lint_token(lint, line, i);
            Day          day = 0;
            if (token->kind != T_DATE || !day_parse(lint_token_text(lint, line, i), &day) ||
                days_has(agreement, day))
                continue;
            Diag *diag = lint_add(lint, run->rule, (LintAbout){0}, token->span,
                                  day < agreement.from ? S("this sunset lies before the agreement begins")
                                                       : S("this sunset lies after the agreement has ended"),
                                  S("no day of the agreement"));
            diag_note(diag, header_span(lint->terms, day < agreement.from),
                      day < agreement.from ? S("it begins here") : S("it ends by this"));
            diag->help = S("check the day");
        }
}

static void check_amendment(const Run *run, const Clause *clause, Days agreement)
{
    const Amendment *amendment = clause->data;
    if (!is_date(amendment->effective) || days_has(agreement, (Day)amendment->effective->value))
        return;
    bool  early = amendment->effective->value < agreement.from;
    Diag *diag = lint_add(run->lint, run->rule, (LintAbout){.clause = clause}, amendment->effective->span,
                          early ? S("this amendment holds from before the agreement begins")
                                : S("this amendment comes after the end"),
                          S("no day of the agreement"));
    diag_note(diag, header_span(run->lint->terms, early), early ? S("it begins here") : S("it ends by this"));
    diag->help = S("check the day");
}

void lint_sunset(Lint *lint, const LintRule *rule)
{
    Run  run = {lint, rule};
    Days agreement = lint_agreement_days(lint->terms);
    if (!lint->terms->agreement)
        return;
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause *clause = lint->terms->clauses.items[i];
        if (clause->poisoned || clause->implicit)
            continue;
        if (clause_is(clause, REF(GRANT) | REF(COVENANT)))
            check_last_days(&run, clause, agreement);
        else if (str_equal(str_from(clause->kind->name), S("amendment")))
            check_amendment(&run, clause, agreement);
        else if (is_date(clause->from) && is_date(clause->through))
            too_early(&run, clause, clause->through, (Day)clause->from->value, clause->from->span);
    }
    for (Size i = 0; i < lint->terms->doc->statements.count; i++)
        if (is_later(lint, lint->terms->doc->statements.items[i], W_sunset))
            check_sunset(&run, lint->terms->doc->statements.items[i], agreement);
}

/* ---- L-DATE-ROLL, L-DAYCOUNT ---- */

/* The first use of each kind of length, outside the header's own term. */
typedef struct {
    Span days, business, months, due;
    bool has_days, has_business, has_months, has_due;
} Lengths;

static void lengths_of(const Lint *lint, const Stmt *stmt, bool later, Lengths *out)
{
    Length one = {0};
    for (int32_t i = 0; i + 1 < stmt->count; i++) {
        if (!length_at(lint, stmt, i, &one))
            continue;
        Word first = lint_token(lint, stmt, 0)->word;
        bool due =
            i > 0 && (lint_token(lint, stmt, i - 1)->word == W_within || first == W_cure || first == W_every);
        if (later && due && !out->has_due) {
            out->has_due = true;
            out->due = one.span;
        }
        bool *has = one.unit == UNIT_DAYS            ? &out->has_days
                    : one.unit == UNIT_BUSINESS_DAYS ? &out->has_business
                    : one.unit == UNIT_MONTHS        ? &out->has_months
                                                     : NULL;
        Span *span = one.unit == UNIT_DAYS            ? &out->days
                     : one.unit == UNIT_BUSINESS_DAYS ? &out->business
                                                      : &out->months;
        if (has && !*has) {
            *has = true;
            *span = one.span;
        }
    }
    for (const Stmt *inner = stmt->body; inner; inner = inner->next)
        lengths_of(lint, inner, later, out);
}

/* Clauses in which `within 30 days` is a due date: money, duties, and those of later versions. */
static bool falls_due(Word word)
{
    return (word >= W_royalty && word <= W_termination) || (word >= W_LATER_FIRST && word <= W_LATER_LAST);
}

static Lengths lengths_in_text(const Lint *lint)
{
    Lengths out = {0};
    for (Size i = 0; i < lint->terms->doc->statements.count; i++) {
        const Stmt *stmt = lint->terms->doc->statements.items[i];
        Word        word = stmt->count ? lint_token(lint, stmt, 0)->word : 0;
        if (word != W_agreement && word != W_example && !stmt->poisoned)
            lengths_of(lint, stmt, falls_due(word), &out);
    }
    return out;
}

typedef struct {
    bool        needed;
    bool        said;
    Span        by;
    const char *title;
    Str         label;
    const char *help;
} HeaderLine;

static void check_lines(Lint *lint, const LintRule *rule, const HeaderLine *lines, Size count)
{
    const Agreement *a = terms_header(lint->terms);
    for (Size i = 0; i < count; i++) {
        if (!lines[i].needed || lines[i].said)
            continue;
        Span  at = a->has_calendar ? (Span){a->calendar_span.from, a->calendar_span.from + 8}
                                   : lint->terms->agreement->name_span;
        Diag *diag = lint_add(lint, rule, (LintAbout){.clause = lint->terms->agreement}, at,
                              str_from(lines[i].title), S("there is no default"));
        diag_note(diag, lines[i].by, lines[i].label);
        diag->help = str_from(lines[i].help);
    }
}

/* ---- due dates on closed days ---- */

typedef struct {
    const Lint *lint;
    int         calendars[8];
    Size        count;
    Text        text; /* "2026-01-18 is a Sunday, 2027-04-11 a Sunday" */
    int         found;
    Span        at; /* of the first */
} Closed;

/* Why a day is closed by the calendars of the header, or on a weekend; empty: it is not, or not known. */
static Str closed_by(const Closed *c, Day day)
{
    enum { SATURDAY = 5 };
    if (day_weekday(day) >= SATURDAY)
        return day_weekday(day) == SATURDAY ? S("a Saturday") : S("a Sunday");
    for (Size i = 0; i < c->count; i++) {
        Str holiday = calendar_holiday(c->calendars[i], day);
        if (holiday.len)
            return holiday;
    }
    return S("");
}

static void try_day(Closed *c, Day day, Span at)
{
    enum { NAMED_MOST = 3 };
    Str why = closed_by(c, day);
    if (!why.len || c->found >= NAMED_MOST)
        return;
    if (!c->found)
        c->at = at;
    text_format(&c->text, "%s%.*s is %.*s", c->found++ ? ", " : "", STR_ARG(day_text(c->lint->arena, day)),
                STR_ARG(why));
}

static void try_payment(Closed *c, const Payment *p)
{
    for (Size i = 0; i < p->rows.count && !p->days_after; i++)
        if (is_date(p->rows.items[i].day))
            try_day(c, (Day)p->rows.items[i].day->value, p->rows.items[i].day->span);
    if (is_date(p->each_from) && !p->days_after)
        try_day(c, (Day)p->each_from->value, p->each_from->span);
}

/* The due days of the first quarters, months or years of the agreement, before they are rolled. */
static void try_rhythm(Closed *c, const Rhythm *rhythm)
{
    enum { PERIODS_MOST = 24 };
    Days days = lint_agreement_days(c->lint->terms);
    int  months = rhythm->each.kind == EACH_MONTH       ? 1
                  : rhythm->each.kind == EACH_QUARTER   ? 3
                  : rhythm->each.kind == EACH_HALF_YEAR ? 6
                  : rhythm->each.kind == EACH_YEAR      ? 12
                                                        : 0;
    bool counted = rhythm->within && rhythm->within->kind == N_DURATION && rhythm->within->op == UNIT_DAYS;
    if (!months || !counted || days.from == DAY_MIN || rhythm->within->value > 400)
        return;
    int year = civil_of(days.from).year;
    for (int i = 1; i <= PERIODS_MOST; i++) {
        Day end = day_add_months(day_of((Civil){year, 1, 1}), i * months) - 1;
        if (end >= days.from && end <= days.through)
            try_day(c, end + (Day)rhythm->within->value, rhythm->within->span);
    }
}

static Closed closed_dues(const Lint *lint)
{
    Closed           c = {.lint = lint, .text = text_new(lint->arena)};
    const Agreement *a = terms_header(lint->terms);
    const Clause    *clause = NULL;
    for (const Node *item = a->business_days ? a->business_days->a : NULL; item && c.count < 8;
         item = item->next) {
        int calendar = calendar_find(terms_text(lint->terms, item->a->word));
        if (calendar >= 0)
            c.calendars[c.count++] = calendar;
    }
    for (Size i = 0; (clause = lint_next(lint, REF(PAYMENT), &i)); i++)
        try_payment(&c, clause->data);
    for (Size i = 0; !c.found && (clause = lint_next(lint, REF(ROYALTY), &i)); i++)
        try_rhythm(&c, &((const Royalty *)clause->data)->pay);
    return c;
}

void lint_roll(Lint *lint, const LintRule *rule)
{
    const Agreement *a = terms_header(lint->terms);
    Lengths          l = lengths_in_text(lint);
    if (!a)
        return;
    Closed     c = closed_dues(lint);
    bool       rolls = a->due == DUE_FORWARD || a->due == DUE_BACK;
    HeaderLine lines[] = {
        {l.has_due || c.found, a->due != DUE_UNSAID, c.found ? c.at : l.due,
         "the header does not say where a due date on a closed day goes",
         c.found ? text_str(&c.text) : S("what falls due by this needs it"),
         "add `due dates roll forward` (or `roll back`, or `stay`) to the calendar"},
        {rolls && (l.has_due || c.found) && !l.has_business, a->business_days != NULL, c.found ? c.at : l.due,
         "due dates roll to a business day, and the header does not say which days are",
         c.found ? text_str(&c.text) : S("this due date may have to roll"),
         "add `business days of US-NY` to the calendar"},
        {l.has_months, a->month_end_said, l.months,
         "the header does not say where a month ends that is too short", S("months are counted here"),
         "add `short months end on their last day` to the calendar"},
    };
    check_lines(lint, rule, lines, COUNT(lines));
}

/* ---- interest in words ---- */

static bool is_one_of(Str word, const char *const *list, Size count)
{
    for (Size i = 0; i < count; i++)
        if (str_equal(word, str_from(list[i])))
            return true;
    return false;
}

/* "bears interest at 6% a year": a rate is told within a few words. */
static bool tells_rate(const Prose *prose, Size at)
{
    static const char *const before[] = {"late", "Late", "bear", "bears", "bearing", "accrues", "carries"};
    static const char *const rate[] = {"percent", "per", "rate", "SOFR", "LIBOR", "prime", "EURIBOR"};
    enum { WORDS_MOST = 8 };
    bool after = at + 1 < prose->count && str_equal(prose->items[at + 1].text, S("at"));
    if (!after && !(at > 0 && is_one_of(prose->items[at - 1].text, before, COUNT(before))))
        return false;
    for (Size i = at + 1; i < prose->count && i <= at + WORDS_MOST && !prose->items[i].starts; i++) {
        Str word = prose->items[i].text;
        if ((word.at[0] >= '0' && word.at[0] <= '9') || is_one_of(word, rate, COUNT(rate)))
            return true;
    }
    return false;
}

static bool says_interest(const Lint *lint)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY) | REF(PAYMENT) | REF(MILESTONES), &i)); i++) {
        const LateInterest *late = clause_is(clause, REF(ROYALTY)) ? &((const Royalty *)clause->data)->late
                                   : clause_is(clause, REF(PAYMENT))
                                       ? &((const Payment *)clause->data)->late
                                       : &((const Milestones *)clause->data)->late;
        if (late->rate)
            return true;
    }
    return false;
}

static void check_interest_in_prose(Lint *lint, const LintRule *rule)
{
    if (says_interest(lint))
        return;
    Prose prose = lint_prose(lint);
    for (Size i = 0; i < prose.count; i++) {
        if (!str_equal(prose.items[i].text, S("interest")) || prose.items[i].heading ||
            !tells_rate(&prose, i))
            continue;
        lint_add(lint, rule, (LintAbout){0}, prose.items[i].span,
                 S("the prose tells a rate of interest, and no clause says how its days are counted"),
                 S("of a year of 360, 365 or 366 days?"))
            ->help = S("write it as a term: `late interest 6%, actual/365F, from the day after due`");
        return;
    }
}

void lint_count(Lint *lint, const LintRule *rule)
{
    const Agreement *a = terms_header(lint->terms);
    Lengths          l = lengths_in_text(lint);
    if (!a)
        return;
    bool       any = l.has_days || l.has_business || l.has_months;
    Span       first = l.has_days ? l.days : l.has_business ? l.business : l.months;
    HeaderLine lines[] = {
        {l.has_days || l.has_business || l.has_due, a->count_said,
         l.has_days       ? l.days
         : l.has_business ? l.business
                          : l.due,
         "the header does not say whether the day of an event is counted", S("days are counted here"),
         "add `count from the day after` (or `the day of`) to the calendar"},
        {l.has_business, a->business_days != NULL, l.business,
         "the header does not say which days are business days", S("business days are counted here"),
         "add `business days of US-NY` to the calendar"},
        {any, a->zone != NULL, first, "the header does not say in which time zone a day ends",
         S("this time ends at midnight, but where?"), "add `zone \"America/New_York\"` to the calendar"},
    };
    check_lines(lint, rule, lines, COUNT(lines));
    check_interest_in_prose(lint, rule);
}

/* ---- L-EXPIRED-IP ---- */

void lint_expired(Lint *lint, const LintRule *rule)
{
    Day  first = lint_agreement_days(lint->terms).from;
    bool given = lint->as_of > DAY_MIN;
    Day  day = given ? lint->as_of : first;
    for (Size i = 0; i < lint->terms->clauses.count; i++) {
        const Clause *clause = lint->terms->clauses.items[i];
        const Asset  *patent = clause_is(clause, REF(PATENT)) && !clause->poisoned ? clause->data : NULL;
        if (!patent || !is_date(patent->expires) || patent->expires->value >= day)
            continue;
        bool  before = patent->expires->value < first;
        Diag *diag = lint_add(lint, rule, (LintAbout){.clause = clause}, patent->expires->span,
                              before ? S("this patent had expired before the agreement began")
                                     : S("this patent has expired"),
                              S("the last day of its life"));
        if (before && lint->terms->agreement)
            diag_note(diag, header_span(lint->terms, true), S("rights run from here"));
        diag->help = S("take it off the list, so that nobody pays for it");
    }
}
