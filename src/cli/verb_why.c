/* verb_why.c - entente why: the whole way to an answer, with everything that was set aside. */
#include "app/behind.h"
#include "app/due.h"
#include "cli/owing.h"
#include "money/cells.h"
#include "os/clock.h"
#include "report/dues.h"
#include "report/reasons.h"
#include "report/traces.h"

static Str asked_words(Command *c)
{
    Text text = text_new(c->arena);
    for (Size i = 1; i < c->arguments.count; i++)
        text_format(&text, "%s%.*s", text.len ? " " : "", STR_ARG(c->arguments.items[i]));
    return text_str(&text);
}

static void trace_answer(Command *c, const Asking *asking, TraceView *view)
{
    const Answer *answer = view->answer.answer;
    for (Size i = 0; i < answer->assets.count; i++) {
        Point point = answer->point;
        point.asset = answer->assets.items[i];
        *PUSH(c->arena, &view->cells) = trace_cell(asking->index, c->arena, &point);
    }
    for (Size i = 0; i < answer->except.count; i++)
        *PUSH(c->arena, &view->parts) = trace_cell(asking->index, c->arena, &answer->except.items[i].point);
}

static bool is_duty(const Command *c, const Asking *asking)
{
    Word          name = word_known(asking->session->words, c->arguments.items[1]);
    const Clause *clause = terms_clause(asking->loaded.terms, name);
    return c->arguments.count == 2 && clause && clause_is(clause, REF_DUTIES);
}

/* `why FILE DUTY`: how each of its occasions stands, and on what that rests. */
static Exit why_duty(Command *c, Asking *asking)
{
    Day           day = clock_today();
    Word          name = word_known(asking->session->words, c->arguments.items[1]);
    const Clause *clause = terms_clause(asking->loaded.terms, name);
    if (!command_day(c, "--as-of", &day))
        return EXIT_USAGE;
    enum { DAYS_AHEAD = 400 };
    Dues    dues = asking_dues(asking, day + DAYS_AHEAD);
    DueView view = {.dues = &dues,
                    .as_of = day,
                    .through = dues.through,
                    .next = dues_next(&dues, day),
                    .owner = -1,
                    .all = true};
    for (Size i = 0; i < dues.items.count; i++)
        if (dues.items.items[i].clause->name == name)
            *PUSH(c->arena, &view.rows) =
                (DueRow){&dues.items.items[i], due_status(&dues, &dues.items.items[i], day)};
    if (command_has(c, "--json"))
        text_add(&c->out, due_json(c->arena, &view));
    else
        due_why_print(&c->out, c->arena, &view, clause);
    return EXIT_YES;
}

static Exit why_right(Command *c, Session *session, Asking *asking, Str asked)
{
    Day      day = clock_today();
    Question question = {0};
    if (!command_day(c, "--as-of", &day))
        return EXIT_USAGE;
    bool read = asking_question(asking, asked, day, &question);
    command_findings(c, session);
    if (!read)
        return EXIT_USAGE;
    Answer    answer = may(asking->index, c->arena, &question, (Wanted){false, false});
    TraceView view = {.answer = {asking->rules, &question, &answer, asked}};
    trace_answer(c, asking, &view);
    if (command_has(c, "--json"))
        text_add(&c->out, trace_json(c->arena, &view));
    else
        trace_print(&c->out, c->arena, &view);
    return EXIT_YES;
}

static const Option option_lines = {"--lines", NULL, "also shows the lines of usage that an amount counts"};
static const Option option_limit = {"--limit", "N", "so many lines of usage, 20 if not said"};
static const Option option_product = {"--product", "NAME", "only lines of that article or product"};
static const Option option_country = {"--country", "CODE", "only lines of that country"};
static const Option option_day = {"--day", "PERIOD", "only lines of that day, month or quarter"};

/* False: a message was printed. */
static bool read_wanted(Command *c, LinesWanted *out)
{
    static const char *const narrow[] = {"--limit", "--product", "--country", "--day"};
    Str                      limit = command_option(c, "--limit"), days = command_option(c, "--day");
    int64_t                  most = LINES_SHOWN;
    uint8_t                  scale = 0;
    out->product = command_option(c, "--product");
    out->country = command_option(c, "--country");
    out->days = (Days){DAY_MIN, DAY_MAX};
    for (Size i = 0; i < COUNT(narrow); i++)
        if (command_has(c, narrow[i]) && !command_has(c, "--lines")) {
            (void)command_usage(c, "`%s` chooses lines; it needs --lines", narrow[i]);
            return false;
        }
    bool digits = limit.len > 0 && limit.at[0] >= '0' && limit.at[0] <= '9';
    if (command_has(c, "--limit") &&
        (!digits || !decimal_read(limit, &most, &scale) || scale || most < 1 || most > LINES_SHOWN_MOST)) {
        (void)command_usage(c, "`%.*s` is no number of lines; write 1 to %d", STR_ARG(limit),
                            LINES_SHOWN_MOST);
        return false;
    }
    if (command_has(c, "--day") && !asked_period(days, &out->days)) {
        (void)command_usage(c, "`%.*s` is no day; write 2026-03-01, 2026-03 or 2026-Q1", STR_ARG(days));
        return false;
    }
    out->most = most;
    return true;
}

/* Not EXIT_YES: a message was printed. */
static Exit find_lines(Command *c, Owed *owed, const Positions *found, Figures *figures)
{
    UsageAsked   asked = command_usage_asked(c);
    LinesWanted  wanted = {.statement = owed->statement, .parts = found, .asked = &asked};
    LinesBehind *lines = NEW(c->arena, LinesBehind, 1);
    Str          why = S("");
    if (!read_wanted(c, &wanted))
        return EXIT_USAGE;
    if (!command_has(c, "--lines"))
        return EXIT_YES;
    figures->lines = lines;
    if (lines_behind(&owed->owing, &wanted, lines, &why))
        return EXIT_YES;
    command_say(c, "%.*s", STR_ARG(why));
    return EXIT_WORLD;
}

static void explain(Command *c, Owed *owed, const FigureAsked *asked, const Figures *figures)
{
    if (!asked->net) {
        LedgerEntries entries = ledgers_entries(c->arena, owed->owing.plan, &owed->owing.sums);
        for (Size i = 0; i < figures->count; i++)
            statement_cells(owed->statement, owed->owing.books, &owed->owing.sums, &entries,
                            figures->positions[i]);
    }
    if (command_has(c, "--json"))
        text_add(&c->out, asked->net ? balances_json(c->arena, figures) : figures_json(c->arena, figures));
    else if (asked->net)
        balances_print(&c->out, c->arena, figures);
    else
        figures_print(&c->out, c->arena, figures);
}

static Exit why_figure(Command *c, Owed *owed, Str words)
{
    FigureAsked asked = {0};
    Str         why = S("");
    Day         as_of = clock_today();
    if (!command_day(c, "--as-of", &as_of))
        return EXIT_USAGE;
    if (!figure_read_asked(c->arena, owed->asking.loaded.terms, words, &asked, &why))
        return command_usage(c, "%.*s", STR_ARG(why));
    Exit reckoned = command_reckons(c, owed, asked.period, as_of, true);
    if (reckoned != EXIT_YES)
        return reckoned;
    Positions found = figure_find(c->arena, owed->statement, &asked, &why);
    if (!found.count) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_USAGE;
    }
    Figures figures = {.view = &owed->view, .positions = found.items, .count = found.count};
    if (asked.net && command_has(c, "--lines"))
        return command_usage(c, "a balance counts no lines; ask for one of its royalties");
    Exit looked = find_lines(c, owed, &found, &figures);
    if (looked != EXIT_YES)
        return looked;
    explain(c, owed, &asked, &figures);
    return exit_of_owed(owed);
}

/* False: an option was given that only an amount reads. */
static bool asks_no_amount(Command *c)
{
    static const char *const options[] = {
        "--usage",    "--sums",    "--without", "--sums-from", "--table", "--check-duplicates",
        "--register", "--rates",   "--map",     "--threads",   "--prior", "--lines",
        "--limit",    "--product", "--country", "--day"};
    return owing_unasked(c, options, COUNT(options),
                         "is for amounts; ask for one, for example: royalty video-royalty 2026-Q3");
}

static Exit run(Command *c)
{
    Str path = command_file(c, 1000), asked = asked_words(c);
    if (!path.len)
        return EXIT_USAGE;
    if (!asked.len)
        return command_usage(c, "`why` needs a question, for example: borealis sell beacon-7 at DE on "
                                "2027-03-01, or: royalty video-royalty 2026-Q3");
    Owed owed = {.session = session_new(c->arena)};
    Exit opened = command_asks(c, &owed.session, path, &owed.asking);
    if (opened != EXIT_YES)
        return opened;
    bool duty = is_duty(c, &owed.asking);
    if (!duty && figure_is_asked(owed.asking.loaded.terms, asked))
        return why_figure(c, &owed, asked);
    if (!asks_no_amount(c))
        return EXIT_USAGE;
    return duty ? why_duty(c, &owed.asking) : why_right(c, &owed.session, &owed.asking, asked);
}

const Verb verb_why = {
    .name = "why",
    .summary = "shows the whole way to an answer or to an amount",
    .synopsis = "FILE WHO ACT [THING] [under ASSET] [in FIELD] [at COUNTRY] [to CLASS] [on DATE], or "
                "FILE royalty NAME [GROUP] PERIOD [--usage FILE]…, or FILE DUTY",
    .doc = "A question of rights is that of `may`. Each clause is shown with every dimension, its days, its "
           "conditions with the facts they used, and what events did to it; then reservations and "
           "precedence, and the step that gave the answer. Clauses that fail for three reasons or more are "
           "only named; --json has them all. What the question leaves open is traced where `may` found its "
           "answer. An amount is traced from what is due to the steps, bands and words of the text that it "
           "rests on, and to the lines of usage that were counted, with the grant that licenses them. Of a "
           "duty, a "
           "renewal, a sunset or a termination each due day is shown, how it stands, and the facts.",
    .examples = {"entente why examples/aurora-borealis borealis sell beacon-7 in automotive/adas at DE on "
                 "2027-03-01",
                 "entente why examples/avc-portfolio royalty unit-royalty 2009-Q2"},
    .options = {OPTIONS_OF_USAGE, &option_lines, &option_limit, &option_product, &option_country, &option_day,
                OPTIONS_OF_STATE, &option_pick, &option_json},
    .run = run,
};
