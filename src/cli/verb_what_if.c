/* verb_what_if.c - entente what-if: what entries would change, and nothing is recorded. */
#include "cli/recording.h"
#include "report/diffs.h"
#include "report/entry_effect.h"

/* A pending entry by its name, whose sentences count as if it were final; else a sentence. Not EXIT_YES: a
 * message was printed. */
static Exit imagine(Command *c, Asking *asking, Str word, Facts *facts)
{
    Terms           *terms = asking->loaded.terms;
    const FoldEntry *pending = fold_entry(&asking->recorded->fold, word);
    Fold            *fold = NEW(c->arena, Fold, 1);
    Untolds          untold = {0};
    FoldEntry        e = {.name = S("what-if"), .kind = kind_find(S("fact")), .state = FOLD_COUNTS, .at = -1};
    Str              why = S("");
    if (pending) {
        e = *pending;
    } else {
        const BodyField fields[] = {{"day", S("2000-01-01"), NULL}, {"says", word, NULL}};
        e.text = body_of(c->arena, fields, COUNT(fields));
        e.member = asking->recorded->ws.config.member;
        if (!body_read(c->arena, e.text, &e.body, &why)) {
            command_say(c, "`%.*s`: %.*s", STR_ARG(word), STR_ARG(why));
            return EXIT_INPUT;
        }
    }
    *PUSH(c->arena, &fold->entries) = e;
    fold_facts(terms, fold, true, facts, &untold);
    if (!untold.count)
        return EXIT_YES;
    command_say(c, "%.*s would not count: %.*s", STR_ARG(word), STR_ARG(untold.items[0].why));
    return EXIT_INPUT;
}

static void show(Command *c, Asking *before, Asking *after, Day day)
{
    enum { DAYS_AHEAD = 400 };
    Dues        was = asking_dues(before, day + DAYS_AHEAD), is = asking_dues(after, day + DAYS_AHEAD);
    Comparison *comparison = compare_terms(c->arena, before->loaded.terms, after->loaded.terms);
    EffectDiff  rights = diff_effect(before->index, after->index, comparison, c->arena, true);
    text_format(&c->out, "What would stand otherwise on %.*s:\n", STR_ARG(day_text(c->arena, day)));
    due_changes_print(&c->out, c->arena, &was, &is, day);
    text_char(&c->out, '\n');
    effect_print(&c->out, c->arena, &rights);
}

static Exit run(Command *c)
{
    Recording r;
    if (!c->arguments.count)
        return command_usage(
            c, "`what-if` needs a sentence (\"launch on 2026-03-03\") or a pending entry (aurora/12)");
    Exit opened = recording_open(c, &r);
    if (opened != EXIT_YES)
        return opened;
    Day   day = r.today;
    Facts before = {0}, after = {0};
    if (!command_day(c, "--as-of", &day))
        return EXIT_USAGE;
    Recorded *recorded = r.asking.recorded;
    recorded->untold.count = 0;
    fold_facts(r.asking.loaded.terms, &recorded->fold, false, &before, &recorded->untold);
    for (Size i = 0; i < before.count; i++)
        *PUSH(c->arena, &after) = before.items[i];
    for (Size i = 0; i < c->arguments.count; i++) {
        opened = imagine(c, &r.asking, c->arguments.items[i], &after);
        if (opened != EXIT_YES)
            return opened;
    }
    Asking with = r.asking;
    asking_build(&r.asking, &before);
    asking_build(&with, &after);
    show(c, &r.asking, &with, day);
    return EXIT_YES;
}

const Verb verb_what_if = {
    .name = "what-if",
    .summary = "says what entries would change, and records nothing",
    .synopsis = "ENTRY... [--as-of DATE] [--in FOLDER]",
    .doc = "An entry is a sentence in the language of facts, as if the own party attested it today, or the "
           "name of a "
           "pending entry, such as borealis/9. What is due, until when the agreement runs, and which rights "
           "there are "
           "is compared with the final entries alone. What would be owed: `entente owe --what-if`.",
    .examples = {"entente what-if \"closing on 2026-03-03\" --in build/alpha"},
    .options = {&option_as_of, &option_in},
    .run = run,
};
