/* verb_may.c - entente may: is it permitted, by which clause, and what is nearest if not? */
#include "app/ask.h"
#include "base/csv.h"
#include "cli/command.h"
#include "os/clock.h"
#include "os/files.h"
#include "report/answers.h"

static const Option option_questions = {"--questions", "FILE",
                                        "answers each row of a CSV file; - reads standard input"};
static const Option option_licensee = {"--licensee", "NAME", "who asks"};
static const Option option_act = {"--act", "ACT", "what is done: make, use, sell, …"};
static const Option option_product = {"--product", "NAME", "the product"};
static const Option option_under = {"--under", "ASSETS", "the assets or patents"};
static const Option option_field = {"--field", "FIELDS", "the field of use, or a family of products"};
static const Option option_at = {"--at", "COUNTRIES",
                                 "the countries; or a number: with the first N entries of the record"};
static const Option option_to = {"--to", "CLASS", "to whom a sublicence goes"};

static Exit exit_of(const Answer *answer)
{
    if (answer->except.count)
        return EXIT_NO;
    if (answer->status == ANSWER_CONDITIONAL)
        return EXIT_OPEN;
    if (answer->status == ANSWER_UNKNOWN)
        return EXIT_UNKNOWN;
    return status_permits(answer->status) ? EXIT_YES : EXIT_NO;
}

/* The words of the question: as typed, or from the options. */
static Str asked_words(Command *c)
{
    static const struct {
        const char *option, *word;
    } rows[] = {{"--licensee", ""}, {"--act", ""},   {"--product", ""}, {"--under", "under "},
                {"--field", "in "}, {"--at", "at "}, {"--to", "to "}};
    Text text = text_new(c->arena);
    for (Size i = 1; i < c->arguments.count; i++)
        text_format(&text, "%s%.*s", text.len ? " " : "", STR_ARG(c->arguments.items[i]));
    for (Size i = 0; i < COUNT(rows); i++)
        if (command_has(c, rows[i].option) && !command_at_entry(c, rows[i].option))
            text_format(&text, "%s%s%.*s", text.len ? " " : "", rows[i].word,
                        STR_ARG(command_option(c, rows[i].option)));
    return text_str(&text);
}

static Exit answer_one(Command *c, Asking *asking, Day day)
{
    Question question = {0};
    Str      asked = asked_words(c);
    if (!asked.len)
        return command_usage(
            c, "`may` needs a question, for example: borealis sell beacon-7 at DE on 2027-03-01");
    bool read = asking_question(asking, asked, day, &question);
    command_findings(c, asking->session);
    if (!read)
        return EXIT_USAGE;
    Answer     answer = may(asking->index, c->arena, &question, (Wanted){true, true});
    AnswerView view = {asking->rules, &question, &answer, asked};
    if (command_has(c, "--json"))
        text_add(&c->out, answer_json(c->arena, &view));
    else
        answer_print(&c->out, c->arena, &view);
    return exit_of(&answer);
}

/* ---- batches ---- */

typedef struct {
    Size id, question, expect, clauses;
    Size part[7]; /* licensee, act, product, under, field, country, date */
} Columns;

static const char *const part_names[] = {"licensee", "act", "product", "under", "field", "country", "date"};
static const char *const part_words[] = {"", "", "", "under ", "in ", "at ", "on "};

static Columns find_columns(const Csv *csv)
{
    Columns k = {csv_column(csv, S("id")),
                 csv_column(csv, S("question")),
                 csv_column(csv, S("expect")),
                 csv_column(csv, S("clauses")),
                 {0}};
    for (Size i = 0; i < COUNT(part_names); i++)
        k.part[i] = csv_column(csv, str_from(part_names[i]));
    return k;
}

static Str row_question(Arena *arena, const Csv *csv, const Columns *k)
{
    if (k->question >= 0)
        return csv_cell(csv, k->question);
    Text text = text_new(arena);
    for (Size i = 0; i < COUNT(part_names); i++)
        if (csv_cell(csv, k->part[i]).len)
            text_format(&text, "%s%s%.*s", text.len ? " " : "", part_words[i],
                        STR_ARG(csv_cell(csv, k->part[i])));
    return text_str(&text);
}

/* The clauses that decided, those that keep or except a part last. */
static Grounds grounds_of(Arena *arena, const Answer *answer)
{
    Grounds all = {0};
    for (Size i = 0; i < answer->grounds.count; i++)
        *PUSH(arena, &all) = answer->grounds.items[i];
    for (Size i = 0; i < answer->except.count; i++)
        for (Size k = 0; k < answer->except.items[i].grounds.count; k++)
            *PUSH(arena, &all) = answer->except.items[i].grounds.items[k];
    return all;
}

static Str clause_names(Arena *arena, const Asking *asking, const Grounds *grounds)
{
    Text text = text_new(arena);
    for (Size i = 0; i < grounds->count; i++) {
        const Ground *g = &grounds->items[i];
        bool          again = false;
        for (Size k = 0; k < i && !again; k++)
            again = grounds->items[k].clause == g->clause && grounds->items[k].part == g->part;
        if (!again)
            text_format(&text, "%s%.*s", text.len ? " " : "",
                        STR_ARG(clause_text(asking->rules, arena, g->clause, g->part)));
    }
    return text_str(&text);
}

/* Every expected clause must be among those that decided. */
static bool names_clauses(const Asking *asking, const Grounds *grounds, Str wanted)
{
    while (wanted.len) {
        Size blank = str_find(wanted, ' ');
        Str  one = blank < 0 ? wanted : str_slice(wanted, 0, blank);
        bool found = one.len == 0;
        for (Size i = 0; i < grounds->count && !found; i++)
            found = str_equal(one, terms_text(asking->rules->st->terms, grounds->items[i].clause->name));
        if (!found)
            return false;
        wanted = blank < 0 ? S("") : str_trim(str_slice(wanted, blank, wanted.len));
    }
    return true;
}

typedef struct {
    Size asked, wrong, unread;
} Tally;

static void answer_row(Command *c, Asking *asking, const Csv *csv, const Columns *k, Day day, Tally *tally)
{
    Arena  work = {0};
    Arena *kept = asking->standing->work;
    asking->standing->work = &work;
    Question question = {0};
    Str      asked = row_question(&work, csv, k), expect = csv_cell(csv, k->expect);
    Session  own = *asking->session;
    Diags    diags = diags_new(&work);
    own.diags = &diags;
    own.arena = &work;
    Asking one = *asking;
    one.session = &own;
    Sources sources = *asking->session->sources; /* the question's text is forgotten with the row */
    sources.arena = &work;
    sources.files.room = sources.files.count;
    own.sources = &sources;
    bool   read = asking_question(&one, asked, day, &question);
    Answer answer = {0};
    if (read)
        answer = may(asking->index, &work, &question, (Wanted){false, false});
    Grounds grounds = grounds_of(&work, &answer);
    Str     status = read ? answer_text(&work, &answer) : S("not understood");
    Str     why = read ? clause_names(&work, asking, &grounds) : diags.first ? diags.first->title : S("");
    bool    right = !expect.len || (str_equal(expect, status) &&
                                 (!read || names_clauses(asking, &grounds, csv_cell(csv, k->clauses))));
    csv_write(&c->out, k->id >= 0 ? csv_cell(csv, k->id) : str_format(&work, "%d", csv->line), false);
    csv_write(&c->out, asked, false);
    csv_write(&c->out, status, false);
    csv_write(&c->out, why, k->expect < 0);
    if (k->expect >= 0)
        csv_write(&c->out,
                  right ? S("ok")
                        : str_format(&work, "expected %.*s %.*s", STR_ARG(expect),
                                     STR_ARG(csv_cell(csv, k->clauses))),
                  true);
    tally->asked++;
    tally->wrong += !right;
    tally->unread += !read;
    asking->standing->work = kept;
    arena_free(&work);
}

static Exit answer_batch(Command *c, Asking *asking, Day day)
{
    enum { BATCH_BYTES_MOST = 256 << 20 };
    Str        path = command_option(c, "--questions"), text = S("");
    FileResult result = str_equal(path, S("-"))
                            ? file_read_input(c->arena, BATCH_BYTES_MOST, &text)
                            : file_read(c->arena, path, path.len, BATCH_BYTES_MOST, &text);
    command_findings(c, asking->session);
    if (result != FILE_OK) {
        command_say(c, "%.*s: %s", STR_ARG(path),
                    result == FILE_ABSENT ? "there is no such file" : "it could not be read");
        return EXIT_WORLD;
    }
    Csv csv = csv_new(text);
    if (!csv_next(c->arena, &csv))
        return command_usage(c, "%.*s holds no rows", STR_ARG(path));
    Columns k = find_columns(&csv);
    if (k.question < 0 && (k.part[0] < 0 || k.part[1] < 0))
        return command_usage(c,
                             "%.*s needs a column `question`, or the columns licensee, act, product, under, "
                             "field, country, date",
                             STR_ARG(path));
    Tally tally = {0};
    text_add(&c->out,
             k.expect >= 0 ? S("id,question,answer,clauses,check\n") : S("id,question,answer,clauses\n"));
    while (csv_next(c->arena, &csv)) {
        answer_row(c, asking, &csv, &k, day, &tally);
        command_flush(c);
    }
    command_say(c, "%td asked, %td not understood%s", tally.asked, tally.unread,
                k.expect < 0  ? ""
                : tally.wrong ? str_format(c->arena, ", %td not as expected", tally.wrong).at
                              : ", all as expected");
    return tally.wrong ? EXIT_NO : tally.unread ? EXIT_INPUT : EXIT_YES;
}

static Exit run(Command *c)
{
    Str path = command_file(c, 1000);
    Day day = clock_today();
    if (!path.len || !command_day(c, "--as-of", &day))
        return EXIT_USAGE;
    Session session = session_new(c->arena);
    Asking  asking = {0};
    Exit    opened = command_asks(c, &session, path, &asking);
    if (opened != EXIT_YES)
        return opened;
    return command_has(c, "--questions") ? answer_batch(c, &asking, day) : answer_one(c, &asking, day);
}

const Verb verb_may = {
    .name = "may",
    .summary = "answers what is permitted, with the clauses that decide",
    .synopsis = "FILE WHO ACT [THING] [under ASSET] [in FIELD] [at COUNTRY] [to CLASS] [on DATE]",
    .doc = "The words come in any order; each name says by its declaration what it is. Without `on DATE` the "
           "day is that of "
           "--as-of, or today. What the question leaves out is taken as \"somewhere\", and the answer says "
           "where it holds. "
           "With --questions each row is a question (column `question`, or licensee, act, product, under, "
           "field, country, date); "
           "a column `expect`, and `clauses`, are compared.",
    .examples = {"entente may examples/intel-nvidia-2011 nvidia sell gpu-1 at US on 2012-03-01",
                 "entente may examples/aurora-borealis --questions examples/aurora-borealis/questions.csv"},
    .options = {&option_as_of, &option_known, &option_facts, &option_json, &option_questions,
                &option_licensee, &option_act, &option_product, &option_under, &option_field, &option_at,
                &option_to, &option_pick},
    .run = run,
};
