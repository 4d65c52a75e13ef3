/* verb_diff.c - entente diff: what is different in a new text, and what that does. */
#include "cli/owing.h"
#include "os/files.h"
#include "report/diffs.h"

static const Option option_effect = {
    "--effect", NULL, "what is newly, no longer or otherwise permitted and owed, instead of the text"};
static const Option option_amendment = {"--amendment", "N",
                                        "compares FILE with itself without its amendment N"};

/* ---- one text without an amendment ---- */

static bool is_amendment(const Document *document, const Stmt *stmt, Str number)
{
    const Tree *tree = &document->tree;
    Word        first = stmt_word(tree, stmt, 0), second = stmt_word(tree, stmt, 1);
    return first && second && str_equal(word_text(document->words, first), S("amendment")) &&
           str_equal(word_text(document->words, second), number);
}

static bool drop_amendment(Document *document, Str number)
{
    Size kept = 0;
    for (Size i = 0; i < document->statements.count; i++)
        if (!is_amendment(document, document->statements.items[i], number))
            document->statements.items[kept++] = document->statements.items[i];
    bool found = kept < document->statements.count;
    document->statements.count = kept;
    return found;
}

static Exit say(Command *c, Str why)
{
    command_say(c, "%.*s", STR_ARG(why));
    return EXIT_WORLD;
}

/* EXIT_YES: both are open. Findings of the text without the amendment are not shown: it is nobody's text. */
static Exit open_amended(Command *c, Session *session, Asking *old, Asking *now)
{
    Str  path = c->arguments.items[0], number = command_option(c, "--amendment"), why = S("");
    Exit opened = command_asks(c, session, path, now);
    if (opened != EXIT_YES)
        return opened;
    command_findings(c, session);
    Session *before = NEW(c->arena, Session, 1);
    Diags   *diags = NEW(c->arena, Diags, 1);
    *before = *session;
    *diags = diags_new(c->arena);
    before->diags = diags;
    *old = (Asking){.session = before};
    if (!load_document(before, path, &old->loaded, &why))
        return say(c, why);
    if (!drop_amendment(old->loaded.document, number))
        return command_usage(c, "the text has no amendment `%.*s`", STR_ARG(number));
    old->loaded.terms = terms_read(c->arena, old->loaded.document, diags);
    if (diags->errors) {
        command_say(c, "what follows amendment %.*s builds on it, so the text cannot stand without it",
                    STR_ARG(number));
        return EXIT_INPUT;
    }
    if (!asking_facts(old, command_option(c, "--facts"), &why))
        return say(c, why);
    asking_build(old, &old->facts);
    return EXIT_YES;
}

/* ---- two texts ---- */

static Exit open_two(Command *c, Session *session, Asking *old, Asking *now)
{
    Exit opened = command_asks(c, session, c->arguments.items[0], old);
    if (opened == EXIT_YES)
        opened = command_asks(c, session, c->arguments.items[1], now);
    if (opened == EXIT_YES)
        command_findings(c, session);
    return opened;
}

static bool same_bytes(const Document *old, const Document *now)
{
    if (old->files.count != now->files.count)
        return false;
    for (Size i = 0; i < old->files.count; i++)
        if (!str_equal(old->files.items[i].source->text, now->files.items[i].source->text))
            return false;
    return true;
}

/* ---- what is owed ---- */

/* Without lines, the reference scenario; with them both texts are reckoned on the same lines, or on sums of
 * them that both count alike. */
static Exit compare_money(Command *c, const Comparison *comparison, Asking *old, Asking *now,
                          MoneyEffect *out)
{
    bool lines = command_has(c, "--usage") || command_has(c, "--sums"), asked = command_has(c, "--period");
    Days period = {0};
    if ((lines || asked) && !owing_period(c, &period))
        return EXIT_USAGE;
    if (!lines) {
        *out = effect_reference(c->arena, comparison, old->standing, now->standing, asked ? &period : NULL);
        return EXIT_YES;
    }
    Owed was = {.asking = *old}, is = {.asking = *now};
    Exit read = command_reckons(c, &was, period, period.through, false);
    if (read == EXIT_YES)
        read = command_reckons(c, &is, period, period.through, true);
    if (read != EXIT_YES)
        return read;
    *out = effect_lines(c->arena, comparison, was.statement, is.statement);
    out->lines =
        is.statement->files.count ? is.statement->files.items[is.statement->files.count - 1].path : S("");
    return EXIT_YES;
}

static Exit run(Command *c)
{
    bool one = command_has(c, "--amendment"), effect = command_has(c, "--effect");
    Size wanted = one ? 1 : 2;
    if (c->arguments.count != wanted)
        return command_usage(c, one ? "with --amendment `diff` takes one text"
                                    : "`diff` takes two texts, the old and the new");
    static const char *const of_amounts[] = {"--usage",    "--sums",  "--period",
                                             "--register", "--rates", "--map"};
    if (!effect && !owing_unasked(c, of_amounts, COUNT(of_amounts), "is for amounts; add --effect"))
        return EXIT_USAGE;
    Session session = session_new(c->arena);
    Asking  old = {0}, now = {0};
    Exit    opened = one ? open_amended(c, &session, &old, &now) : open_two(c, &session, &old, &now);
    if (opened != EXIT_YES)
        return opened;
    Comparison *comparison = compare_terms(c->arena, old.loaded.terms, now.loaded.terms);
    EffectDiff  found = {0};
    MoneyEffect money = {0};
    if (effect) {
        found = diff_effect(old.index, now.index, comparison, c->arena, false);
        opened = compare_money(c, comparison, &old, &now, &money);
        if (opened != EXIT_YES)
            return opened;
    }
    DiffView view = {comparison, effect ? &found : NULL, &money,
                     !same_bytes(old.loaded.document, now.loaded.document)};
    if (command_has(c, "--json"))
        text_add(&c->out, diff_json(c->arena, &view));
    else
        diff_print(&c->out, c->arena, &view);
    if (!effect)
        return compare_changed(comparison) ? EXIT_NO : EXIT_YES;
    return !effect_empty(&found) || money.differs ? EXIT_NO : money.unknown ? EXIT_UNKNOWN : EXIT_YES;
}

const Verb verb_diff = {
    .name = "diff",
    .summary = "compares two texts: clause by clause, or by what they permit and owe",
    .synopsis =
        "OLD NEW [--effect [--usage FILE --period PERIOD]] [--facts FILE] [--json], or FILE --amendment N "
        "[--effect …]",
    .doc =
        "Without --effect: the clauses that were added, removed and changed, and apart what has no "
        "effect: new names of the "
        "same thing, another place or order, comments and layout. With --effect: what is newly permitted, "
        "what no longer, and "
        "what on other terms, for whom, where and on which days; every combination is compared. And what is "
        "owed otherwise, with the clauses that cause it: on a reference scenario of one quantity a year, or "
        "on "
        "the lines of --usage, or sums of them (--sums) where both texts count alike, for --period. Facts "
        "are those of --facts for both texts, or of each folder. "
        "Exits "
        "with 1 when there is a change (with --effect: an effect), with 0 when there is none, with 8 when an "
        "amount that may differ is not known.",
    .examples = {"entente diff examples/aurora-borealis --amendment 1",
                 "entente diff examples/aurora-borealis --amendment 1 --effect"},
    .options = {&option_effect, &option_amendment, &option_period, &option_usage, &option_sums,
                &option_register, &option_rates, &option_map, &option_facts, &option_pick, &option_json},
    .run = run,
};
