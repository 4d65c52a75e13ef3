/* owing.c - see owing.h. */
#include "cli/owing.h"

#include "app/figure.h"
#include "app/prior.h"
#include "app/reported.h"
#include "app/usage.h"
#include "cli/progress.h"
#include "os/clock.h"
#include "os/line_file.h"
#include "store/postgres.h"

const Option option_usage = {"--usage", "FILE",
                             "lines of usage: CSV or TSV, also .gz, or LINES=FILE; as often as wanted"};
const Option option_period = {"--period", "PERIOD", "2026, 2026-Q3 or 2026-07"};
const Option option_register = {"--register", "FILE",
                                "which article of the usage is which product of the text"};
const Option option_rates = {"--rates", "FILE",
                             "exchange rates: the ECB's file as it is, or currency,day,rate"};
const Option option_map = {"--map", "FILE", "which column of the usage is which of the text"};
const Option option_rejects = {"--rejects", "FILE",
                               "writes the lines that were not counted there, to be mended"};

const Option option_threads = {"--threads", "N",
                               "reads with so many threads, 1 to 16; all processors if not said"};
const Option option_sums = {"--sums", "FILE",
                            "adds sums that were kept, in place of lines; as often as wanted"};
const Option option_without = {"--without", "FILE",
                               "takes off lines of usage, or sums, that were wrong; as often as wanted"};
const Option option_sums_to = {"--sums-to", "FILE", "keeps the sums of all that was counted there"};
const Option option_prior = {
    "--prior", "STATEMENT.json",
    "an earlier statement that stands: what has changed since is due now; as often as "
    "wanted"};
const Option option_check_duplicates = {"--check-duplicates", NULL,
                                        "rejects lines with an identification that stood before"};
const Option option_sums_from = {"--sums-from", "SERVER",
                                 "lets a PostgreSQL server add up its tables: service=NAME, or environment"};
const Option option_table = {"--table", "TABLE",
                             "a table of that server, or LINES=TABLE; as often as wanted"};
const Option option_show_sql = {"--show-sql", NULL, "prints the SQL for the tables, and runs nothing"};

const Option option_what_if = {
    "--what-if", "CHANGE",
    "what would be owed: `units+12%`, `fact launch on 2026-03-03`; together if several"};
const Option option_scenario = {"--scenario", "FILE", "named changes of that kind, one to a line"};

bool owing_period(Command *c, Days *out)
{
    Str text = command_option(c, "--period");
    if (!text.len) {
        (void)command_usage(c, "`%s` needs a period, for example: --period 2026-Q3", c->verb->name);
        return false;
    }
    if (asked_period(text, out))
        return true;
    (void)command_usage(c, "`%.*s` is no period; write 2026, 2026-Q3 or 2026-07", STR_ARG(text));
    return false;
}

/* False: a message was printed. */
static bool read_threads(Command *c, int *out)
{
    Str text = command_option(c, "--threads");
    int value = 0;
    *out = 0;
    if (!command_has(c, "--threads"))
        return true;
    for (Size i = 0; i < text.len && value <= LINE_PARTS_MOST; i++)
        value = text.at[i] >= '0' && text.at[i] <= '9' ? value * 10 + (text.at[i] - '0') : INT16_MAX;
    if (value < 1 || value > LINE_PARTS_MOST) {
        (void)command_usage(c, "`%.*s` is no number of threads; write 1 to %d", STR_ARG(text),
                            LINE_PARTS_MOST);
        return false;
    }
    *out = value;
    return true;
}

/* All values of an option. */
static Size values_of(const Command *c, const char *option, const Str **out)
{
    LIST_OF(Str) values = {0};
    for (Size i = 0; i < c->option_names.count; i++)
        if (str_equal(c->option_names.items[i], str_from(option)))
            *PUSH(c->arena, &values) = c->option_values.items[i];
    *out = values.items;
    return values.count;
}

/* False: a message was printed. */
static bool tables_make_sense(Command *c, const UsageAsked *asked)
{
    bool from = command_has(c, "--sums-from");
    Str  why = S("");
    if (from != (asked->tables.count > 0) || (asked->show_sql && !from))
        (void)command_usage(
            c, "--sums-from SERVER and --table TABLE belong together: where the lines are, and which");
    else if (from && !postgres_named(asked->tables_from, &why))
        (void)command_usage(c, "%.*s", STR_ARG(why));
    else if (from && asked->rejects_path.len && !asked->given.count)
        (void)command_usage(c, "--rejects writes lines of files; those of a table stay where they are");
    else
        return true;
    return false;
}

UsageAsked command_usage_asked(Command *c)
{
    UsageAsked               asked = {.register_path = command_option(c, "--register"),
                                      .rates_path = command_option(c, "--rates"),
                                      .map_path = command_option(c, "--map"),
                                      .rejects_path = command_option(c, "--rejects"),
                                      .sums_path = command_option(c, "--sums-to"),
                                      .check_duplicates = command_has(c, "--check-duplicates"),
                                      .tables_from = command_option(c, "--sums-from"),
                                      .show_sql = command_has(c, "--show-sql") ? &c->out : NULL};
    static const char *const options[] = {
        [GIVEN_USAGE] = "--usage", [GIVEN_SUMS] = "--sums", [GIVEN_WITHOUT] = "--without"};
    for (Size i = 0; i < c->option_names.count; i++) {
        if (str_equal(c->option_names.items[i], S("--table")))
            *PUSH(c->arena, &asked.tables) = c->option_values.items[i];
        for (GivenKind kind = GIVEN_USAGE; kind <= GIVEN_WITHOUT; kind++)
            if (str_equal(c->option_names.items[i], str_from(options[kind])))
                *PUSH(c->arena, &asked.given) = (Given){kind, c->option_values.items[i]};
    }
    return asked;
}

static bool has_option(const Verb *verb, const Option *option)
{
    for (Size i = 0; i < (Size)COUNT(verb->options) && verb->options[i]; i++)
        if (verb->options[i] == option)
            return true;
    return false;
}

bool owing_unasked(Command *c, const char *const *options, Size count, const char *why)
{
    for (Size i = 0; i < count; i++)
        if (command_has(c, options[i])) {
            (void)command_usage(c, "`%s` %s", options[i], why);
            return false;
        }
    return true;
}

/* Files into the reckoning. Not EXIT_YES: a message was printed. */
static Exit read_files(Command *c, Owed *out, UsageRead *read, bool loud)
{
    UsageAsked asked = command_usage_asked(c);
    Str        why = S("");
    if (!read_threads(c, &asked.threads) || !tables_make_sense(c, &asked))
        return EXIT_USAGE;
    Progress  progress = progress_new();
    LineWatch watch = {.tell = progress_tell, .self = &progress};
    asked.watch = &watch;
    owing_recorded(&out->owing, &asked);
    bool good = owing_usage(&out->owing, &asked, read, &why);
    progress_end(&progress);
    if (!good) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    if (read->taken_too_many)
        command_say(c, "%lld lines were taken off that had not been counted: what follows is a difference",
                    (long long)read->taken_too_many);
    int64_t rejected = 0;
    if (!loud)
        return EXIT_YES;
    for (Size i = 0; i < read->said.count; i++)
        command_say(c, "%.*s", STR_ARG(read->said.items[i]));
    for (Size i = 0; i < read->files.count; i++)
        rejected += read->files.items[i].totals.rejected;
    bool hint = !asked.rejects_path.len && asked.given.count && has_option(c->verb, &option_rejects);
    if (rejected > read->told)
        command_say(c, "and %lld lines more that were not counted%s", (long long)(rejected - read->told),
                    hint ? "; --rejects FILE writes them all" : "");
    return EXIT_YES;
}

static void add_totals(UsageTotals *into, const UsageTotals *from)
{
    into->lines += from->lines;
    into->read += from->read;
    into->counted += from->counted;
    into->rejected += from->rejected;
    for (int i = 0; i < REJECT_COUNT; i++)
        into->by_kind[i] += from->by_kind[i];
}

/* What licenses a line is not kept by file: of several files, only a row for all of them says it. */
static void add_files(Command *c, Owed *out, const UsageRead *read)
{
    UsageFile all = {.path = S("all files"),
                     .outside = out->owing.ledgers->outside_lines,
                     .free_of_charge = out->owing.ledgers->free_lines,
                     .unknown = out->owing.ledgers->unknown_lines,
                     .later = out->owing.ledgers->later_lines};
    for (Size i = 0; i < read->files.count; i++) {
        const UsageFile *one = &read->files.items[i];
        add_totals(&all.totals, &one->totals);
        all.reject_path = one->reject_path;
        if (read->files.count == 1) {
            all.path = one->path;
            all.sums = one->sums;
            all.duplicates_asked = one->duplicates_asked;
            all.duplicates_checked = one->duplicates_checked;
            all.taken_off = one->taken_off;
        } else {
            *PUSH(c->arena, &out->statement->files) = *one;
        }
    }
    if (read->files.count)
        *PUSH(c->arena, &out->statement->files) = all;
}

Exit exit_of_owed(const Owed *owed)
{
    const Statement *s = owed->statement;
    if (owed->difference)
        return EXIT_INPUT;
    for (Size i = 0; i < s->files.count; i++)
        if (s->files.items[i].totals.rejected)
            return EXIT_INPUT;
    return s->unknown ? EXIT_UNKNOWN : EXIT_YES;
}

Exit command_owes(Command *c, Owed *out)
{
    Str  path = command_file(c, 1);
    Days period = {0};
    Day  as_of = clock_today();
    if (!path.len || !owing_period(c, &period) || !command_day(c, "--as-of", &as_of))
        return EXIT_USAGE;
    out->session = session_new(c->arena);
    Exit opened = command_asks(c, &out->session, path, &out->asking);
    return opened == EXIT_YES ? command_reckons(c, out, period, as_of, true) : opened;
}

/* What is imagined: the changes of the command line are one scenario, those of files are named. Not EXIT_YES:
 * a message was printed. */
static Exit read_scenarios(Command *c, Owed *out)
{
    const Str *values = NULL;
    Size       count = values_of(c, "--what-if", &values);
    Text       text = text_new(c->arena);
    Str        why = S("");
    for (Size i = 0; i < count; i++)
        text_format(&text, "%.*s\n", STR_ARG(values[i]));
    if (count)
        scenarios_read(&out->asking, S("--what-if"), text_str(&text), &out->scenarios);
    count = values_of(c, "--scenario", &values);
    for (Size i = 0; i < count; i++)
        if (!scenarios_read_file(&out->asking, values[i], &out->scenarios, &why)) {
            command_say(c, "%.*s", STR_ARG(why));
            return EXIT_WORLD;
        }
    bool asked = command_has(c, "--what-if") || command_has(c, "--scenario");
    if (asked && !out->scenarios.count && !out->asking.session->diags->errors)
        return command_usage(c, "nothing is imagined; write a change, for example: units+12%%");
    return EXIT_YES;
}

/* A plan that covers the period, what earlier statements state, and what is imagined. */
static Exit open_plan(Command *c, Owed *out, Days period, Priors *priors)
{
    const Str *paths = NULL;
    Session   *session = out->asking.session;
    Size       count = values_of(c, "--prior", &paths);
    Str        why = S("");
    if (!priors_read(session, paths, count, priors, &why)) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    Exit read = read_scenarios(c, out);
    if (read != EXIT_YES)
        return read;
    owing_check(&out->asking);
    OwingOpen open = {.period = period, .since = priors_from(priors, period.from)};
    for (Size i = 0; i < out->scenarios.count; i++)
        open.countries |= scenario_needs_countries(&out->scenarios.items[i]);
    if (!session->diags->errors) {
        owing_open_as(&out->asking, &open, &out->owing);
        if (priors_check(out->owing.plan, priors, period, session->diags) &&
            imagine_open(&out->owing, &open, &out->scenarios, &out->imagined))
            return EXIT_YES;
    }
    command_findings(c, session);
    return EXIT_INPUT;
}

Exit command_reckons(Command *c, Owed *out, Days period, Day as_of, bool loud)
{
    Session  *session = out->asking.session;
    Priors    priors = {0};
    UsageRead read = {0};
    Exit      opened = open_plan(c, out, period, &priors);
    if (opened != EXIT_YES)
        return opened;
    opened = read_files(c, out, &read, loud);
    if (opened != EXIT_YES)
        return opened;
    bool only_sql = command_has(c, "--show-sql");
    if (!only_sql) {
        owing_close(&out->owing);
        (void)imagine_close(&out->owing, &out->imagined); /* what is wrong is a finding */
    }
    if (loud || session->diags->errors)
        command_findings(c, session);
    if (only_sql || session->diags->errors)
        return session->diags->errors ? EXIT_INPUT : EXIT_YES;
    owing_restate(&out->owing, &priors, as_of);
    out->statement = statement_new(out->owing.books, period, as_of);
    priors_note(c->arena, &priors, out->statement);
    for (Size i = 0; i < out->imagined.count; i++) {
        Imagined *one = &out->imagined.items[i];
        owing_restate(&one->owing, &priors, as_of);
        one->statement = statement_new(one->owing.books, period, as_of);
    }
    add_files(c, out, &read);
    out->difference = read.taken_too_many > 0;
    out->view = (StatementView){.statement = out->statement, .standing = out->asking.standing};
    return EXIT_YES;
}
