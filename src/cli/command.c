/* command.c - see command.h. */
#include "cli/command.h"

#include "app/recorded.h"
#include "cli/verbs.h"
#include "os/clock.h"
#include "report/findings.h"
#include "report/recorded.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const Option option_json = {"--json", NULL, "the result as JSON"};
const Option option_as_of = {"--as-of", "DATE", "the day the question is about"};
const Option option_facts = {"--facts", "FILE",
                             "dated facts; without it those of the record, or of FOLDER/facts.entente"};
const Option option_sarif = {"--sarif", "FILE", "also writes the findings as SARIF 2.1.0"};
const Option option_at_entry = {"--at", "N", "with the first N entries of the final order of the record"};
const Option option_known = {"--known", "DATE", "with what others had by that day, as the record shows"};
const Option option_pick = {"--pick", "NAME=OPTION", "settles an open point for this run"};

const Option option_color = {"--color", "WHEN", "auto, always or never"};
const Option option_help = {"--help", NULL, "shows this help"};

static const Option *find_option(const Verb *verb, Str name)
{
    if (str_equal(name, S("--color")))
        return &option_color;
    if (str_equal(name, S("--help")) || str_equal(name, S("-h")))
        return &option_help;
    for (Size i = 0; i < OPTION_MOST && verb->options[i]; i++)
        if (str_equal(name, str_from(verb->options[i]->name)))
            return verb->options[i];
    return NULL;
}

bool command_has(const Command *c, const char *option)
{
    for (Size i = 0; i < c->option_names.count; i++)
        if (str_equal(c->option_names.items[i], str_from(option)))
            return true;
    return false;
}

Str command_option(const Command *c, const char *option)
{
    for (Size i = c->option_names.count - 1; i >= 0; i--)
        if (str_equal(c->option_names.items[i], str_from(option)))
            return c->option_values.items[i];
    return S("");
}

void command_say(const Command *c, const char *format, ...)
{
    va_list args;
    if (c->pending)
        return;
    va_start(args, format);
    (void)fflush(stdout); /* what was answered comes before what is said about it */
    fputs("entente: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

Exit command_usage(const Command *c, const char *format, ...)
{
    va_list args;
    if (c->pending)
        return EXIT_USAGE;
    va_start(args, format);
    fputs("entente: ", stderr);
    vfprintf(stderr, format, args);
    if (c->verb)
        fprintf(stderr, "\nusage: entente %s %s\n", c->verb->name, c->verb->synopsis);
    else
        fputs("\ntry `entente help`\n", stderr);
    va_end(args);
    return EXIT_USAGE;
}

void command_flush(Command *c)
{
    Str text = text_str(&c->out);
    if (text.len)
        (void)fwrite(text.at, 1, (size_t)text.len, stdout);
    c->out.len = 0;
}

bool command_at_entry(const Command *c, const char *option)
{
    int64_t count;
    return str_equal(str_from(option), S("--at")) && command_has(c, option) &&
           count_read(command_option(c, option), INT64_MAX, &count);
}

/* Which state of the record is asked for. False: a message was printed. */
static bool command_state(const Command *c, Session *session)
{
    RecordAsked *asked = &session->asked;
    Str          at = command_option(c, "--at");
    asked->day = clock_today();
    asked->pending = c->pending;
    asked->known_said = command_has(c, "--known");
    asked->at_said = command_at_entry(c, "--at");
    if (!command_day(c, "--as-of", &asked->day) || !command_day(c, "--known", &asked->known))
        return false;
    if (asked->at_said && !count_read(at, INT64_MAX, &asked->at))
        return false;
    bool countries = c->verb && find_option(c->verb, S("--at")) != &option_at_entry; /* those of `may` */
    if (command_has(c, "--at") && !asked->at_said && !countries) {
        (void)command_usage(c, "--at: `%.*s` is no number of entries", STR_ARG(at));
        return false;
    }
    if (!(asked->at_said || asked->known_said) || !command_has(c, "--facts"))
        return true;
    (void)command_usage(c, "--at and --known are about the record, and --facts takes its place");
    return false;
}

Exit command_asks(Command *c, Session *session, Str path, Asking *out)
{
    Str why = S("");
    session->picks = command_picks(c);
    if (!command_state(c, session))
        return EXIT_USAGE;
    if (!asking_open(session, path, command_option(c, "--facts"), out, &why)) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    c->recorded = out->recorded;
    if (session->diags->errors)
        command_findings(c, session);
    return session->diags->errors ? EXIT_INPUT : EXIT_YES;
}

void command_findings(Command *c, const Session *session)
{
    Text text = text_new(c->arena);
    if (c->pending)
        return;
    diags_sort(session->diags);
    findings_text(&text, session->sources, session->diags, c->colour);
    if (text.len)
        (void)fwrite(text.at, 1, (size_t)text.len, stderr);
}

Str command_file(Command *c, Size most)
{
    if (c->arguments.count == 0)
        (void)command_usage(c, "`%s` needs the agreement's file or folder", c->verb->name);
    else if (c->arguments.count > most)
        (void)command_usage(c, "`%s` takes %s", c->verb->name,
                            most == 1 ? "one file or folder" : "fewer words");
    else
        return c->arguments.items[0];
    return S("");
}

bool command_day(const Command *c, const char *option, Day *out)
{
    Str text = command_option(c, option);
    if (!command_has(c, option) || day_parse(text, out))
        return true;
    (void)command_usage(c, "%s: `%.*s` is not a date; write it as 2027-03-01", option, STR_ARG(text));
    return false;
}

Picks command_picks(const Command *c)
{
    Picks picks = {0};
    Pick *items = NEW(c->arena, Pick, c->option_names.count + 1);
    for (Size i = 0; i < c->option_names.count; i++) {
        Str  value = c->option_values.items[i];
        Size equals = str_find(value, '=');
        if (str_equal(c->option_names.items[i], S("--pick")) && equals > 0)
            items[picks.count++] =
                (Pick){str_slice(value, 0, equals), str_slice(value, equals + 1, value.len)};
    }
    picks.items = items;
    return picks;
}

/* ---- reading the arguments ---- */

static Exit unknown_verb(Command *c, Str name)
{
    Size               count = 0;
    const Verb *const *all = verbs(&count);
    Near               near = near_new(name);
    for (Size i = 0; i < count; i++)
        near_try(&near, str_from(all[i]->name));
    if (near.best.len)
        return command_usage(c, "there is no verb `%.*s`; did you mean `%.*s`?", STR_ARG(name),
                             STR_ARG(near.best));
    return command_usage(c, "there is no verb `%.*s`", STR_ARG(name));
}

static Exit unknown_option(Command *c, Str name)
{
    Near near = near_new(name);
    for (Size i = 0; i < OPTION_MOST && c->verb->options[i]; i++)
        near_try(&near, str_from(c->verb->options[i]->name));
    if (near.best.len)
        return command_usage(c, "`%s` has no option `%.*s`; did you mean `%.*s`?", c->verb->name,
                             STR_ARG(name), STR_ARG(near.best));
    return command_usage(c, "`%s` has no option `%.*s`", c->verb->name, STR_ARG(name));
}

/* --name value, --name=value, and `--` ends the options. */
static Exit take_option(Command *c, Str word, int *at, int count, char **words)
{
    Size          equals = str_find(word, '=');
    Str           name = equals >= 0 ? str_slice(word, 0, equals) : word;
    const Option *option = find_option(c->verb, name);
    if (!option)
        return unknown_option(c, name);
    Str value = S("");
    if (option->value && equals >= 0)
        value = str_slice(word, equals + 1, word.len);
    else if (option->value && *at + 1 < count)
        value = str_from(words[++*at]);
    else if (option->value)
        return command_usage(c, "%s needs a value: %s", option->name, option->value);
    else if (equals >= 0)
        return command_usage(c, "%s takes no value", option->name);
    *PUSH(c->arena, &c->option_names) = str_from(option->name);
    *PUSH(c->arena, &c->option_values) = value;
    return EXIT_YES;
}

static Exit take_words(Command *c, int count, char **words)
{
    bool options = true;
    for (int i = 2; i < count; i++) {
        Str word = str_from(words[i]);
        if (options && str_equal(word, S("--"))) {
            options = false;
        } else if (options && word.len > 1 && word.at[0] == '-') {
            Exit exit_code = take_option(c, word, &i, count, words);
            if (exit_code != EXIT_YES)
                return exit_code;
        } else {
            *PUSH(c->arena, &c->arguments) = word;
        }
    }
    return EXIT_YES;
}

static bool wants_colour(const Command *c)
{
    Str when = command_option(c, "--color");
    if (str_equal(when, S("always")))
        return true;
    const char *term = getenv("TERM");
    bool        plain = getenv("NO_COLOR") || !term || str_equal(str_from(term), S("dumb"));
    return !str_equal(when, S("never")) && !plain && isatty(STDERR_FILENO);
}

/* Options that write a file beside the answer: that is done once. */
static bool is_written(Str option)
{
    static const char *const names[] = {"--ics", "--output", "--rejects", "--sarif", "--sums-to"};
    for (Size i = 0; i < COUNT(names); i++)
        if (str_equal(option, str_from(names[i])))
            return true;
    return false;
}

/* The same question with the pending entries; empty: they change nothing, or it cannot be asked. */
static Str answer_pending(const Command *c)
{
    Command second = *c;
    second.pending = true;
    second.out = text_new(c->arena);
    second.recorded = NULL;
    second.option_names.count = second.option_names.room = second.option_values.room = 0;
    second.option_values.count = 0;
    for (Size i = 0; i < c->option_names.count; i++) {
        if (is_written(c->option_names.items[i]))
            continue;
        *PUSH(c->arena, &second.option_names) = c->option_names.items[i];
        *PUSH(c->arena, &second.option_values) = c->option_values.items[i];
    }
    (void)c->verb->run(&second);
    Str text = text_str(&second.out);
    return str_equal(text, text_str(&c->out)) ? S("") : text;
}

/* An entry whose body is not here may be one that the answer depends on: usage and statements for what is
 * owed and due, all others for every question. */
static bool rests_on_unread(const Command *c, const Recorded *r)
{
    Str  verb = str_from(c->verb->name);
    bool money = str_equal(verb, S("owe")) || str_equal(verb, S("statement")) || str_equal(verb, S("due"));
    for (Size i = 0; i < r->fold.pending; i++) {
        const FoldEntry *e = &r->fold.entries.items[i];
        bool             usage = e->kind->folds == FOLDS_USAGE ||
                     str_equal(str_from(e->kind->name), S("statement.issued")) ||
                     str_equal(str_from(e->kind->name), S("rate.fixing"));
        if (e->state == FOLD_ABSENT && (money || !usage))
            return true;
    }
    return false;
}

/* What is said beside an answer that rests on a record. */
static Exit beside_answer(Command *c, Exit answered)
{
    const Recorded *r = c->recorded;
    Str             answer = text_str(&c->out);
    RecordView      view = {.fold = &r->fold,
                            .untold = &r->untold,
                            .text = r->text,
                            .text_changed = r->text_changed,
                            .at_said = command_at_entry(c, "--at"),
                            .known_said = command_has(c, "--known"),
                            .with_pending = S("")};
    (void)command_day(c, "--known", &view.known);
    if (c->pending || answered == EXIT_USAGE || !answer.len)
        return answered;
    view.unread = rests_on_unread(c, r);
    answered = view.unread && (answered == EXIT_YES || answered == EXIT_NO || answered == EXIT_OPEN)
                   ? EXIT_UNKNOWN
                   : answered;
    if (r->fold.pending < r->fold.entries.count)
        view.with_pending = answer_pending(c);
    c->out = text_new(c->arena);
    if (command_has(c, "--json")) {
        text_add(&c->out, record_json(c->arena, answer, &view));
        return answered;
    }
    text_add(&c->out, answer);
    record_print(&c->out, c->arena, answer, &view);
    return answered;
}

static Exit run_verb(Command *c, int count, char **words)
{
    Str name = count > 1 ? str_from(words[1]) : S("help");
    if (str_equal(name, S("--help")) || str_equal(name, S("-h")))
        name = S("help");
    if (str_equal(name, S("--version")))
        name = S("version");
    c->verb = verb_find(name);
    if (!c->verb)
        return unknown_verb(c, name);
    Exit exit_code = take_words(c, count, words);
    if (exit_code != EXIT_YES)
        return exit_code;
    c->colour = wants_colour(c);
    if (!clock_valid())
        return command_usage(c, "ENTENTE_NOW is a date such as 2027-03-01, or a moment such as "
                                "2027-03-01T09:30:00Z");
    if (command_has(c, "--help")) {
        c->arguments.count = 0;
        *PUSH(c->arena, &c->arguments) = str_from(c->verb->name);
        c->verb = verb_find(S("help"));
    }
    Exit answered = c->verb->run(c);
    return c->recorded ? beside_answer(c, answered) : answered;
}

Exit command_run(int count, char **words)
{
    Arena   arena = {0};
    Command command = {.arena = &arena, .out = text_new(&arena)};
    Exit    exit_code = run_verb(&command, count, words);
    command_flush(&command);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("entente: the result could not be written\n", stderr);
        exit_code = EXIT_WORLD;
    }
    arena_free(&arena);
    return exit_code;
}
