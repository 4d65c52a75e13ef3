/* verb_due.c - entente due: what must happen by when. */
#include "app/due.h"
#include "cli/command.h"
#include "os/clock.h"
#include "os/files.h"
#include "report/dues.h"

static const Option option_days = {"--days", "N", "how many days ahead; 90 without it"};
static const Option option_owner = {"--owner", "PARTY", "only what this party must do"};
static const Option option_all = {"--all", NULL, "also what is done, cured or waived"};
static const Option option_ics = {"--ics", "FILE", "writes a calendar there; `-` for the output"};

enum { DAYS_MOST = 4000 };

static bool read_days(const Command *c, int *out)
{
    Str  text = command_option(c, "--days");
    int  days = 0;
    bool digits = text.len > 0;
    *out = 90;
    if (!command_has(c, "--days"))
        return true;
    for (Size i = 0; i < text.len && digits; i++) {
        digits = text.at[i] >= '0' && text.at[i] <= '9' && days <= DAYS_MOST;
        days = days * 10 + (text.at[i] - '0');
    }
    if (digits && days <= DAYS_MOST) {
        *out = days;
        return true;
    }
    (void)command_usage(c, "--days: `%.*s` is not a number of days up to %d", STR_ARG(text), DAYS_MOST);
    return false;
}

/* False: a message was printed. */
static bool read_owner(const Command *c, const Asking *asking, int *out)
{
    Str name = command_option(c, "--owner");
    *out = -1;
    if (!name.len)
        return true;
    *out = standing_subject(asking->standing, word_known(asking->session->words, name));
    if (*out >= 0)
        return true;
    Near near = near_new(name);
    for (Size i = 0; i < asking->standing->subjects.count; i++)
        near_try(&near, terms_text(asking->loaded.terms, asking->standing->subjects.items[i].name));
    if (near.best.len)
        (void)command_usage(c, "there is no party `%.*s`; did you mean `%.*s`?", STR_ARG(name),
                            STR_ARG(near.best));
    else
        (void)command_usage(c, "there is no party `%.*s`", STR_ARG(name));
    return false;
}

static Exit write_ics(Command *c, const DueView *view)
{
    Str path = command_option(c, "--ics"), text = S(""), why = S("");
    if (!due_ics(c->arena, view, &text, &why)) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    if (str_equal(path, S("-"))) {
        text_add(&c->out, text);
        return EXIT_YES;
    }
    if (file_write(c->arena, path, text) == FILE_OK)
        return EXIT_YES;
    command_say(c, "%.*s: it cannot be written", STR_ARG(path));
    return EXIT_WORLD;
}

static Exit exit_of(const DueView *view)
{
    DueState worst = due_view_worst(view);
    return worst == DUE_LATE || worst == DUE_BREACHED ? EXIT_NO
           : worst == DUE_UNKNOWN                     ? EXIT_UNKNOWN
                                                      : EXIT_YES;
}

static Exit run(Command *c)
{
    Str path = command_file(c, 1);
    Day day = clock_today();
    int days = 0, owner = -1;
    if (!path.len || !command_day(c, "--as-of", &day) || !read_days(c, &days))
        return EXIT_USAGE;
    Session session = session_new(c->arena);
    Asking  asking = {0};
    Exit    opened = command_asks(c, &session, path, &asking);
    if (opened != EXIT_YES)
        return opened;
    if (!read_owner(c, &asking, &owner))
        return EXIT_USAGE;
    Dues    dues = asking_dues(&asking, day + days);
    DueView view = {.dues = &dues,
                    .as_of = day,
                    .through = day + days,
                    .next = asking_next(&asking, day),
                    .owner = owner,
                    .all = command_has(c, "--all")};
    due_view_fill(&view);
    if (command_has(c, "--ics")) {
        Exit wrote = write_ics(c, &view);
        if (wrote != EXIT_YES || str_equal(command_option(c, "--ics"), S("-")))
            return wrote == EXIT_YES ? exit_of(&view) : wrote;
    }
    if (command_has(c, "--json"))
        text_add(&c->out, due_json(c->arena, &view));
    else
        due_print(&c->out, c->arena, &view);
    return exit_of(&view);
}

const Verb verb_due = {
    .name = "due",
    .summary = "says what must happen by when: duties, reports, payments, notices, cures, ends",
    .synopsis = "FILE [--days N] [--owner PARTY] [--all] [--as-of DATE] [--ics FILE] [--facts FILE] [--json]",
    .doc =
        "What is late stands first, then what comes within the days asked for, with the rule and the clause "
        "each rests on. A fact counts from its day on. Exit code 1: something is late or breached; 8: "
        "nothing "
        "is, and a day or a state is not known.",
    .examples = {"entente due examples/aurora-modules --as-of 2027-02-10 --days 60"},
    .options = {&option_days, &option_owner, &option_all, &option_ics, OPTIONS_OF_STATE, &option_pick,
                &option_json},
    .run = run,
};
