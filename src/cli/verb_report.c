/* verb_report.c - entente report: reports usage of a period, or accepts or queries such a report. */
#include "app/reported.h"
#include "cli/owing.h"
#include "cli/recording.h"
#include "os/files.h"
#include "os/random.h"
#include "report/statements.h"

static const Option option_corrects = {"--corrects", "MEMBER/SEQ",
                                       "the report that this one takes the place of"};
static const Option option_accept = {"--accept", "MEMBER/SEQ", "accepts that report"};
static const Option option_query = {"--query", "MEMBER/SEQ", "doubts that report"};
static const Option option_question = {"--question", "TEXT", "what is doubted"};
static const Option option_by_day = {"--by", "DATE", "until when an answer is asked for"};

/* ---- an answer to a report ---- */

static const FoldEntry *report_named(Recording *r, Str name)
{
    const FoldEntry *e = fold_entry(&r->asking.recorded->fold, name);
    bool             report = e && e->kind && str_equal(str_from(e->kind->name), S("usage.report"));
    if (report && !str_equal(e->member, recording_self(r)))
        return e;
    command_say(r->command,
                report ? "%.*s is a report of your own: the other side answers it"
                       : "%.*s is no usage report here",
                STR_ARG(name));
    return NULL;
}

static Exit answer(Command *c)
{
    Recording r;
    bool      accepts = command_has(c, "--accept");
    Str       name = command_option(c, accepts ? "--accept" : "--query");
    if (c->arguments.count || (accepts && command_has(c, "--query")))
        return command_usage(
            c, "an answer is about one report: --accept aurora/7, or --query aurora/7 --question TEXT");
    if (!accepts && !command_option(c, "--question").len)
        return command_usage(c, "say what is doubted: --question TEXT");
    Exit opened = recording_open(c, &r);
    if (opened != EXIT_YES)
        return opened;
    if (!report_named(&r, name))
        return EXIT_NO;
    const BodyField fields[] = {{"report", name, NULL},
                                {"by", accepts ? S("") : command_option(c, "--by"), NULL},
                                {"question", accepts ? S("") : command_option(c, "--question"), NULL}};
    Exit            added = recording_add(&r, accepts ? "report.accepted" : "report.queried",
                                          body_of(c->arena, fields, COUNT(fields)));
    return added == EXIT_YES ? recording_end(&r) : added;
}

/* ---- a report ---- */

static void take_line(void *self, Str path, Str heading, const UsageSeen *line)
{
    (void)path;
    (void)heading;
    commitment_add(self, line->id, line->row);
}

/* The files of usage are the arguments; lines that are reported twice are always looked for. */
static UsageAsked asked_of(Command *c)
{
    UsageAsked asked = {.register_path = command_option(c, "--register"),
                        .map_path = command_option(c, "--map"),
                        .rates_path = command_option(c, "--rates"),
                        .check_duplicates = true};
    for (Size i = 0; i < c->arguments.count; i++)
        *PUSH(c->arena, &asked.given) = (Given){GIVEN_USAGE, c->arguments.items[i]};
    return asked;
}

/* All sums belong to one `lines` and to days of the period. NULL: a message was printed. */
static const Clause *lines_of(Command *c, const Owing *o, Days period)
{
    const Clause *lines = NULL;
    for (Size i = 0; i < o->sums.count; i++) {
        const SumKey *key = &o->sums.cells[i].key;
        const Clause *one = o->plan->lines.items[key->lines].clause;
        if (!days_has(period, o->plan->cuts.items[key->interval])) {
            command_say(c, "%lld lines are of days outside of the period; report them with their own",
                        (long long)o->sums.cells[i].lines);
            return NULL;
        }
        if (lines && lines != one) {
            command_say(c, "the files hold lines of `%.*s` and of `%.*s`; report them apart",
                        STR_ARG(terms_text(o->plan->st->terms, lines->name)),
                        STR_ARG(terms_text(o->plan->st->terms, one->name)));
            return NULL;
        }
        lines = one;
    }
    if (!lines)
        command_say(c, "no line was counted, so there is nothing to report");
    return lines;
}

/* Not EXIT_YES: a message was printed. */
static Exit read_lines(Command *c, Owing *o, const UsageAsked *asked, Commitment *commitment)
{
    UsageRead read = {0};
    Str       why = S("");
    int64_t   rejected = 0;
    bool      good =
        owing_usage(o, asked, &read, &why) &&
        (o->asking->session->diags->errors || owing_usage_again(o, asked, take_line, commitment, &why));
    if (!good) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    for (Size i = 0; i < read.said.count; i++)
        command_say(c, "%.*s", STR_ARG(read.said.items[i]));
    for (Size i = 0; i < read.files.count; i++)
        rejected += read.files.items[i].totals.rejected;
    if (o->asking->session->diags->errors)
        command_findings(c, o->asking->session);
    if (rejected)
        command_say(c, "%lld lines cannot be counted: mend them, for a report is of all lines",
                    (long long)rejected);
    return rejected || o->asking->session->diags->errors ? EXIT_INPUT : EXIT_YES;
}

static Str report_body(Command *c, const Owing *o, const Clause *lines, Days period, const Hash *root,
                       Size count)
{
    const Day *cuts = NULL;
    Size       cut_count = plan_cuts_within(o->plan, period, &cuts);
    Str       *days = NEW(c->arena, Str, cut_count);
    for (Size i = 0; i < cut_count; i++)
        days[i] = day_text(c->arena, cuts[i]);
    Body            number = {.type = BODY_WHOLE, .whole = count};
    const BodyField fields[] = {{"corrects", command_option(c, "--corrects"), NULL},
                                {"cuts", S(""), body_names(c->arena, days, cut_count)},
                                {"lines", S(""), &number},
                                {"meaning", o->plan->meaning, NULL},
                                {"period", days_text(c->arena, period), NULL},
                                {"report", terms_text(o->plan->st->terms, lines->name), NULL},
                                {"root", hash_text(c->arena, root), NULL},
                                {"sums", sums_write(c->arena, &o->sums), NULL}};
    return body_of(c->arena, fields, COUNT(fields));
}

/* What stays at home lies beside the record, under the root that the others have. */
static bool keep_lines(Command *c, const Recording *r, const Hash *root, Str kept)
{
    const Workspace *ws = &r->asking.recorded->ws;
    Str              hex = hex_text(c->arena, hash_bytes(root));
    Str              folder = workspace_path(ws, S(".entente/lines"));
    Str              path = str_format(c->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(hex));
    if (folder_make(c->arena, folder) == FILE_OK && file_write(c->arena, path, kept) == FILE_OK)
        return true;
    command_say(c, "%.*s: it cannot be written", STR_ARG(path));
    return false;
}

static Exit report(Command *c)
{
    Recording  r;
    Owing      o = {0};
    Days       period = {0};
    LinesKey   key;
    Commitment commitment = {.arena = c->arena};
    if (!c->arguments.count)
        return command_usage(c, "`report` needs the file of usage");
    if (!owing_period(c, &period))
        return EXIT_USAGE;
    if (!random_bytes(key.at, LINES_KEY_BYTES)) {
        command_say(c, "the system gives no random bytes");
        return EXIT_WORLD;
    }
    Exit opened = recording_open(c, &r);
    if (opened != EXIT_YES)
        return opened;
    owing_open(&r.asking, period, &o);
    UsageAsked asked = asked_of(c);
    opened = read_lines(c, &o, &asked, &commitment);
    const Clause *lines = opened == EXIT_YES ? lines_of(c, &o, period) : NULL;
    if (!lines)
        return opened == EXIT_YES ? EXIT_INPUT : opened;
    Str  kept = S("");
    Hash root = commitment_root(&commitment, &key, &kept);
    opened =
        recording_add(&r, "usage.report", report_body(c, &o, lines, period, &root, commitment.lines.count));
    if (opened != EXIT_YES)
        return opened;
    owing_close(&o);
    Statement    *statement = statement_new(o.books, period, r.today);
    StatementView view = {.statement = statement, .standing = r.asking.standing};
    text_add(&c->out, S("What is owed by it:\n"));
    owe_print(&c->out, c->arena, &view);
    if (!command_has(c, "--dry-run") && !keep_lines(c, &r, &root, kept))
        return EXIT_WORLD;
    return recording_end(&r);
}

static Exit run(Command *c)
{
    return command_has(c, "--accept") || command_has(c, "--query") ? answer(c) : report(c);
}

const Verb verb_report = {
    .name = "report",
    .summary = "reports usage of a period, or answers such a report",
    .synopsis =
        "FILE... --period PERIOD [--corrects MEMBER/SEQ] [--register FILE] [--map FILE] [--in FOLDER] "
        "[--dry-run]\n       entente report --accept MEMBER/SEQ | --query MEMBER/SEQ --question TEXT [--by "
        "DATE]",
    .doc = "The lines are checked as `owe` checks them, and those that repeat one are always looked for; a "
           "line that "
           "cannot be counted stops the report. Recorded are the sums and one hash over all lines, salted "
           "and in the "
           "order of their document numbers; the lines and the key of their salts stay in .entente/lines.",
    .examples = {"entente report build/q1.csv --period 2026-Q1 --dry-run --in build/alpha"},
    .options = {&option_period, &option_corrects, &option_register, &option_map, &option_rates,
                &option_accept, &option_query, &option_question, &option_by_day, OPTIONS_OF_RECORDING},
    .run = run,
};
