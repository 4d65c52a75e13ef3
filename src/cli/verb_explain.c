/* verb_explain.c - entente explain: what a finding means, with a wrong and a mended text. */
#include "cli/command.h"
#include "report/entries.h"
#include "report/grammar.h"
#include "report/pages.h"

/* Codes are in capitals; `e0301` means E0301. */
static Str in_capitals(Arena *arena, Str word)
{
    static const char small[] = "abcdefghijklmnopqrstuvwxyz", capital[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    Text              text = text_new(arena);
    for (Size i = 0; i < word.len; i++) {
        Size letter = str_find(str_from(small), word.at[i]);
        text_add(&text,
                 letter < 0 ? str_slice(word, i, i + 1) : str_slice(str_from(capital), letter, letter + 1));
    }
    return text_str(&text);
}

static Exit list_all(Command *c)
{
    Size        count = 0;
    const Page *all = pages(&count);
    for (Size i = 0; i < count; i++)
        text_format(&c->out, "%-8s %s\n", all[i].code, all[i].title);
    return EXIT_YES;
}

/* What is generated from the tables of clauses and of entries; a word may name one of each, such as
 * `payment`. */
static bool reference(Command *c, Str word)
{
    Size before = c->out.len;
    if (str_equal(word, S("grammar")))
        text_add(&c->out, grammar_text(c->arena));
    if (str_equal(word, S("clauses")) || clause_kind(word))
        text_add(&c->out, reference_text(c->arena, clause_kind(word) ? word : S("")));
    if (clause_kind(word) && kind_find(word))
        text_char(&c->out, '\n');
    if (str_equal(word, S("entries")) || kind_find(word))
        text_add(&c->out, entries_text(c->arena, kind_find(word)));
    if (str_equal(word, S("schema")))
        text_add(&c->out, entries_schema(c->arena));
    return c->out.len > before;
}

static Exit run(Command *c)
{
    if (c->arguments.count == 0)
        return list_all(c);
    if (c->arguments.count > 1)
        return command_usage(c, "`explain` takes one code, or one kind of clause or entry");
    Str word = c->arguments.items[0];
    if (reference(c, word))
        return EXIT_YES;
    Str         code = in_capitals(c->arena, c->arguments.items[0]);
    const Page *page = page_find(code);
    if (page) {
        text_add(&c->out, str_from(page->text));
        return EXIT_YES;
    }
    Str near = page_near(code);
    if (near.len)
        return command_usage(c, "no finding has the code `%.*s`; did you mean `%.*s`?", STR_ARG(code),
                             STR_ARG(near));
    return command_usage(c, "no finding has the code `%.*s`; `entente explain` lists them all",
                         STR_ARG(code));
}

const Verb verb_explain = {
    .name = "explain",
    .summary = "says what a finding means, or how a clause or an entry is written",
    .synopsis = "[CODE | CLAUSE | clauses | grammar | ENTRY | entries | schema]",
    .doc = "Prints the page of a finding: what it means, why, a wrong text and a mended one. Without CODE, "
           "lists all codes. The name of a clause kind prints its statements; `clauses` prints all kinds, "
           "`grammar` their EBNF. The name of a kind of entry prints its fields; `entries` prints all kinds, "
           "`schema` the JSON schema of their bodies.",
    .examples = {"entente explain E0301", "entente explain grant"},
    .run = run,
};
