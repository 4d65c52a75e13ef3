/* verb_notice.c - entente notice: the draft of a formal notice under a clause. */
#include "app/due.h"
#include "cli/recording.h"
#include "os/clock.h"
#include "report/notice.h"

static const Option option_by = {"--by", "PARTY", "who gives it"};
static const Option option_to = {"--to", "PARTY", "who is to receive it"};
static const Option option_for = {"--for", "PERIOD",
                                  "of a duty that recurs: which one, by its day or period"};

/* False: a message was printed. */
static bool read_party(const Command *c, const Asking *asking, const char *option, int *out)
{
    Str name = command_option(c, option);
    *out = name.len ? standing_subject(asking->standing, word_known(asking->session->words, name)) : -1;
    if (!name.len || *out >= 0)
        return true;
    (void)command_usage(c, "there is no party `%.*s`", STR_ARG(name));
    return false;
}

static const Clause *clause_named(const Command *c, const Asking *asking, Str name)
{
    const Clause *clause = terms_clause(asking->loaded.terms, word_known(asking->session->words, name));
    if (clause && clause_is(clause, REF_DUTIES))
        return clause;
    Near near = near_new(name);
    for (Size i = 0; i < asking->loaded.terms->clauses.count; i++)
        if (clause_is(asking->loaded.terms->clauses.items[i], REF_DUTIES))
            near_try(&near, terms_text(asking->loaded.terms, asking->loaded.terms->clauses.items[i]->name));
    if (near.best.len)
        (void)command_usage(c, "`%.*s` is no duty, renewal or termination; did you mean `%.*s`?",
                            STR_ARG(name), STR_ARG(near.best));
    else
        (void)command_usage(c, "`%.*s` is no duty, renewal or termination of this text", STR_ARG(name));
    return NULL;
}

/* The notice as an entry, under the words of the draft. */
static Exit record(Command *c, const Session *session, const Asking *asking, const Notice *notice)
{
    Recording r;
    Exit      opened = recording_of(c, session, asking, &r);
    if (opened != EXIT_YES)
        return opened;
    Str self = recording_self(&r), other = recording_other(&r);
    Str by = notice->by >= 0 ? subject_text(asking->standing, c->arena, notice->by) : self;
    Str to = notice->to >= 0 ? subject_text(asking->standing, c->arena, notice->to) : other;
    if (!str_equal(by, self))
        return command_usage(c,
                             "a notice is recorded by whoever gives it; with --dry-run it is only drafted");
    if (!to.len)
        return command_usage(c, "there are several other parties; say to whom: --to PARTY");
    bool            about = notice->about.from > DAY_MIN;
    Str             draft = str_copy(c->arena, str_trim(text_str(&c->out)));
    const BodyField fields[] = {{"clause", terms_text(asking->loaded.terms, notice->clause->name), NULL},
                                {"day", about ? day_text(c->arena, notice->about.from) : S(""), NULL},
                                {"notice", terms_text(asking->loaded.terms, notice->clause->name), NULL},
                                {"text", draft, NULL},
                                {"to", S(""), body_names(c->arena, &to, 1)}};
    text_char(&c->out, '\n');
    Exit added = recording_add(&r, "notice", body_of(c->arena, fields, COUNT(fields)));
    return added == EXIT_YES ? recording_end(&r) : added;
}

static Exit run(Command *c)
{
    Str    path = command_file(c, 2);
    Notice notice = {.day = clock_today(), .by = -1, .to = -1, .about = {DAY_MIN, DAY_MAX}};
    if (!path.len || !command_day(c, "--as-of", &notice.day))
        return EXIT_USAGE;
    if (c->arguments.count < 2)
        return command_usage(c, "`notice` needs the clause that it is given under");
    Str about = command_option(c, "--for");
    if (about.len && !period_parse(about, &notice.about))
        return command_usage(c, "--for: `%.*s` is no day or period", STR_ARG(about));
    Session session = session_new(c->arena);
    Asking  asking = {0};
    Exit    opened = command_asks(c, &session, path, &asking);
    if (opened != EXIT_YES)
        return opened;
    notice.clause = clause_named(c, &asking, c->arguments.items[1]);
    if (!notice.clause || !read_party(c, &asking, "--by", &notice.by) ||
        !read_party(c, &asking, "--to", &notice.to))
        return EXIT_USAGE;
    if (asking.recorded && notice.by < 0) /* the own party gives it */
        notice.by =
            standing_subject(asking.standing, word_known(session.words, asking.recorded->ws.config.member));
    Dues dues = asking_dues(&asking, notice.day);
    notice.dues = &dues;
    notice.recorded = asking.recorded && !c->pending && !command_has(c, "--dry-run");
    if (!notice_print(&c->out, c->arena, &notice))
        return EXIT_NO;
    return notice.recorded ? record(c, &session, &asking, &notice) : EXIT_YES;
}

const Verb verb_notice = {
    .name = "notice",
    .summary = "drafts a formal notice under a duty, renewal or termination, and records it",
    .synopsis =
        "FILE CLAUSE [--by PARTY] [--to PARTY] [--for PERIOD] [--as-of DATE] [--facts FILE] [--dry-run]",
    .doc =
        "The draft cites the clause, says what it is about and what follows if it is received on that day, "
        "and ends with the line to record once it is received. In a workspace it is recorded, unless "
        "--dry-run asks for the draft alone; its day is that of receipt. Exit code 1: on that day the notice "
        "would have no effect, and the draft says why.",
    .examples = {"entente notice examples/aurora-modules extension --by borealis --as-of 2028-08-01"},
    .options = {&option_by, &option_to, &option_for, OPTIONS_OF_STATE, &option_pick, &option_dry_run},
    .run = run,
};
