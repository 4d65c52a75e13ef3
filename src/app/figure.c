/* figure.c - see figure.h. */
#include "app/figure.h"

enum { WORDS_MOST = 16, SHOWN_MOST = 8 };

#define FIGURE_CLAUSES (REF(ROYALTY) | REF(PAYMENT) | REF(MILESTONES) | REF(NET))

static const struct {
    const char *word;
    uint64_t    ref;
} kinds[] = {
    {"royalty", REF(ROYALTY)}, {"payment", REF(PAYMENT)}, {"milestones", REF(MILESTONES)}, {"net", REF(NET)}};

bool asked_period(Str text, Days *out)
{
    char quarter[] = "2026-Q3";
    if (text.len != 6 || (text.at[4] != 'Q' && text.at[4] != 'q'))
        return period_parse(text, out);
    for (Size i = 0; i < 4; i++)
        quarter[i] = text.at[i];
    quarter[6] = text.at[5];
    return period_parse(str_from(quarter), out);
}

/* ---- the question ---- */

/* Takes one word off the front; "" when there is none. A comma ends a word. */
static Str next_word(Str *rest)
{
    Size at = 0, end = 0;
    while (at < rest->len && (rest->at[at] == ' ' || rest->at[at] == ','))
        at++;
    for (end = at; end < rest->len && rest->at[end] != ' ' && rest->at[end] != ',';)
        end++;
    Str word = str_slice(*rest, at, end);
    *rest = str_slice(*rest, end, rest->len);
    return word;
}

static uint64_t kind_of(Str word)
{
    for (Size i = 0; i < COUNT(kinds); i++)
        if (str_equal(word, str_from(kinds[i].word)))
            return kinds[i].ref;
    return 0;
}

static const Clause *clause_named(const Terms *terms, Str name)
{
    Word          word = word_known(terms->doc->words, name);
    const Clause *clause = word ? terms_clause(terms, word) : NULL;
    return clause && clause_is(clause, FIGURE_CLAUSES | REF(CREDIT)) ? clause : NULL;
}

bool figure_is_asked(const Terms *terms, Str words)
{
    Str first = next_word(&words);
    return kind_of(first) || clause_named(terms, first);
}

static Str name_hint(Arena *arena, const Terms *terms, Str name)
{
    Near near = near_new(name);
    Text all = text_new(arena);
    int  count = 0;
    for (Size i = 0; i < terms->decls.count; i++) {
        if (!(terms->decls.items[i].ref & FIGURE_CLAUSES))
            continue;
        Str one = terms_text(terms, terms->decls.items[i].name);
        near_try(&near, one);
        if (count++ < SHOWN_MOST)
            text_format(&all, "%s`%.*s`", all.len ? ", " : "", STR_ARG(one));
    }
    return near.best.len ? str_format(arena, "; did you mean `%.*s`?", STR_ARG(near.best))
           : count       ? str_format(arena, "; there is %.*s%s", STR_ARG(text_str(&all)),
                                count > SHOWN_MOST ? " and others" : "")
                         : S("; the agreement has no royalty and no payment");
}

/* `kind`: what it is called in the question, if anything. */
static bool take_name(Arena *arena, const Terms *terms, Str kind, Str word, FigureAsked *out, Str *why)
{
    const Clause *clause = clause_named(terms, word);
    if (clause && kind_of(kind) && !clause_is(clause, kind_of(kind) | REF(CREDIT))) {
        *why = str_format(arena, "`%.*s` is no %.*s; ask without that word", STR_ARG(word), STR_ARG(kind));
        return false;
    }
    if (!clause) {
        *why = str_format(arena, "`%.*s` is no royalty, payment or net clause of this agreement%.*s",
                          STR_ARG(word), STR_ARG(name_hint(arena, terms, word)));
        return false;
    }
    if (clause_is(clause, REF(CREDIT))) {
        *why = str_format(arena, "`%.*s` is a credit: it is explained in the royalty from which it comes off",
                          STR_ARG(word));
        return false;
    }
    out->name = clause->name;
    out->net = clause_is(clause, REF(NET));
    return true;
}

bool figure_read_asked(Arena *arena, const Terms *terms, Str words, FigureAsked *out, Str *why)
{
    Str         parts[WORDS_MOST] = {0}, rest = words;
    Size        count = 0, at = 0;
    FigureAsked asked = {0};
    Text        group = text_new(arena);
    for (Size i = 0; i < words.len; i++)
        if ((unsigned char)words.at[i] < ' ' || (unsigned char)words.at[i] > 126) {
            *why = S("a question is written in plain letters: names and codes are ASCII");
            return false;
        }
    for (Str word = next_word(&rest); word.len && count < WORDS_MOST; word = next_word(&rest))
        parts[count++] = word;
    if (!count || !asked_period(parts[count - 1], &asked.period)) {
        *why = S("which period? It stands last, for example `2026`, `2026-Q3` or `2026-07`");
        return false;
    }
    count--;
    asked.net = kind_of(parts[0]) == REF(NET);
    at += kind_of(parts[0]) != 0;
    count -= count > at && str_equal(parts[count - 1], S("for"));
    if (at == count && !asked.net) {
        *why = str_format(arena, "`%.*s` of which name?%.*s", STR_ARG(parts[0]),
                          STR_ARG(name_hint(arena, terms, S(""))));
        return false;
    }
    if (at < count && !take_name(arena, terms, parts[0], parts[at++], &asked, why))
        return false;
    for (; at < count; at++)
        text_format(&group, "%s%.*s", group.len ? " " : "", STR_ARG(parts[at]));
    asked.group = text_str(&group);
    *out = asked;
    return true;
}

/* ---- the figures ---- */

/* Groups are compared word by word: `beacon-7, DE` is `beacon-7 DE`. */
static bool same_words(Str a, Str b)
{
    for (;;) {
        Str x = next_word(&a), y = next_word(&b);
        if (!str_equal(x, y))
            return false;
        if (!x.len)
            return true;
    }
}

static bool is_of(const StatementPart *part, const FigureAsked *asked)
{
    return part->clause->name == asked->name && (!asked->group.len || same_words(part->group, asked->group));
}

static Str absent_text(Arena *arena, const Statement *s, const FigureAsked *asked)
{
    Text text = text_new(arena), groups = text_new(arena);
    int  count = 0;
    Str  name = asked->name ? terms_text(s->plan->st->terms, asked->name) : S("");
    if (asked->net)
        return str_format(arena, "nothing is owed%s%.*s for %.*s", name.len ? " under " : "", STR_ARG(name),
                          STR_ARG(s->period_text));
    for (Size i = 0; i < s->parts.count; i++)
        if (s->parts.items[i].clause->name == asked->name && s->parts.items[i].group.len &&
            count++ < SHOWN_MOST)
            text_format(&groups, "%s`%.*s`", groups.len ? ", " : "", STR_ARG(s->parts.items[i].group));
    text_format(&text, "nothing of `%.*s`", STR_ARG(name));
    if (asked->group.len)
        text_format(&text, " for `%.*s`", STR_ARG(asked->group));
    text_format(&text, " falls due in %.*s", STR_ARG(s->period_text));
    if (groups.len)
        text_format(&text, "; counted apart are %.*s%s", STR_ARG(text_str(&groups)),
                    count > SHOWN_MOST ? " and others" : "");
    else if (!asked->group.len)
        text_add(&text, S("; ask for a whole period of its payments, for example a quarter or a year"));
    return text_str(&text);
}

Positions figure_find(Arena *arena, const Statement *s, const FigureAsked *asked, Str *why)
{
    Positions found = {0};
    for (Size i = 0; i < s->parts.count && !asked->net; i++)
        if (is_of(&s->parts.items[i], asked))
            *PUSH(arena, &found) = i;
    for (Size i = 0; i < s->net.count && asked->net; i++) {
        const Clause *clause = s->net.items[i].clause;
        if (!asked->name || (clause && clause->name == asked->name))
            *PUSH(arena, &found) = i;
    }
    if (!found.count)
        *why = absent_text(arena, s, asked);
    return found;
}
