/* lint_words.c - rules about words: references, terms, what nobody uses, what is left to be agreed. */
#include "terms/data/tables.h"
#include "terms/lint_rules.h"

#include <string.h>

static bool capital(Str word) { return word.len && word.at[0] >= 'A' && word.at[0] <= 'Z'; }

static Str small(Arena *arena, Str text)
{
    Text out = text_new(arena);
    for (Size i = 0; i < text.len; i++)
        text_char(&out, (char)(text.at[i] >= 'A' && text.at[i] <= 'Z' ? text.at[i] - 'A' + 'a' : text.at[i]));
    return out.len ? text_str(&out) : S("");
}

static bool has_text(Str text, Str part)
{
    for (Size i = 0; i + part.len <= text.len; i++)
        if (memcmp(text.at + i, part.at, (size_t)part.len) == 0)
            return true;
    return false;
}

/* ---- L-REF ---- */

typedef struct {
    Lint           *lint;
    const LintRule *rule;
    Words           numbers; /* of all headings, with those above them */
} Refs;

static Str leading_number(Str title)
{
    Size end = 0;
    if (str_starts(title, S("\xc2\xa7"))) /* § */
        title = str_trim(str_slice(title, 2, title.len));
    while (end < title.len && ((title.at[end] >= '0' && title.at[end] <= '9') || title.at[end] == '.'))
        end++;
    while (end && title.at[end - 1] == '.')
        end--;
    return str_slice(title, 0, end);
}

/* 3.2.1, 3.2 and 3. */
static void know_number(Refs *refs, Str number)
{
    for (Size end = number.len; end > 0; end--)
        if (end == number.len || number.at[end] == '.')
            (void)word_of(&refs->numbers, str_slice(number, 0, end));
}

/* Behind the number: of a law, or of another text. */
static bool of_another_text(Str after)
{
    if (after.len && after.at[0] == '(')
        return true;
    after = str_trim(after);
    return (str_starts(after, S("of the ")) && !str_starts(after, S("of the agreement"))) ||
           str_starts(after, S("of title")) || str_starts(after, S("U.S.C"));
}

/* The number that stands at `at` of a text; empty if none does. */
static Str number_at(Str text, Size at)
{
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\n'))
        at++;
    return leading_number(str_slice(text, at, text.len < at + 24 ? text.len : at + 24));
}

static void check_number(Refs *refs, const Source *source, Str number)
{
    Size from = number.at - source->text.at, to = from + number.len;
    if (!number.len || word_known(&refs->numbers, number) ||
        of_another_text(str_slice(source->text, to, source->text.len)))
        return;
    Span  span = {source->base + (int32_t)from, source->base + (int32_t)to};
    Diag *diag = lint_add(refs->lint, refs->rule, (LintAbout){0}, span,
                          str_format(refs->lint->arena, "there is no section %.*s", STR_ARG(number)),
                          S("no heading has this number"));
    Near  near = near_new(number);
    for (Size i = W_COUNT; i < refs->numbers.spelling.count && refs->lint->out->kept < DIAG_LIMIT; i++)
        near_try(&near, refs->numbers.spelling.items[i]);
    diag->help = near.best.len
                     ? str_format(refs->lint->arena, "did you mean %.*s? a clause name would not go stale",
                                  STR_ARG(near.best))
                     : S("cite a heading of this text, or say of which other text it is a section");
}

static const Source *source_of(const Refs *refs, Span span)
{
    const Document *doc = refs->lint->terms->doc;
    for (Size i = doc->files.count - 1; i > 0; i--)
        if (doc->files.items[i].source->base <= span.from &&
            span.from <= doc->files.items[i].source->base + doc->files.items[i].source->text.len)
            return doc->files.items[i].source;
    return doc->files.items[0].source;
}

/* `section 3.2`, `sections 3.3 and 3.4` */
static void refs_in_prose(Refs *refs)
{
    static const char *const words[] = {"section", "sections", "Section", "Sections", "clause", "clauses"};
    Prose                    prose = lint_prose(refs->lint);
    bool                     citing = false;
    for (Size i = 0; i < prose.count; i++) {
        const ProseWord *word = &prose.items[i];
        bool             number = word->text.at[0] >= '0' && word->text.at[0] <= '9';
        if (citing && number && !word->heading) {
            const Source *source = source_of(refs, word->span);
            Str           found = number_at(source->text, word->span.from - source->base);
            check_number(refs, source, found);
            while (i + 1 < prose.count && prose.items[i + 1].span.from < word->span.from + found.len)
                i++; /* the steps of 3.2 are words of their own */
            continue;
        }
        bool goes_on = citing && (str_equal(word->text, S("and")) || str_equal(word->text, S("or")) ||
                                  str_equal(word->text, S("to")));
        citing = goes_on;
        for (Size k = 0; k < COUNT(words); k++)
            citing |= str_equal(word->text, str_from(words[k]));
    }
}

/* `§3.2`, in prose and in quoted text alike. */
static void refs_by_mark(Refs *refs)
{
    const Document *doc = refs->lint->terms->doc;
    for (Size i = 0; i < doc->files.count; i++) {
        const Source *source = doc->files.items[i].source;
        const char   *at = source->text.at, *end = at + source->text.len;
        while (at && at + 1 < end && (at = memchr(at, 0xc2, (size_t)(end - at)))) {
            bool mark = at + 2 < end && (unsigned char)at[1] == 0xa7;
            at++;
            if (mark)
                check_number(refs, source, number_at(source->text, at + 1 - source->text.at));
        }
    }
}

/* `section 3.2` inside a quoted text. */
static void refs_in_values(Refs *refs)
{
    const Tree *tree = &refs->lint->terms->doc->tree;
    for (Size i = 0; i < tree->tokens.count; i++) {
        const Token *token = &tree->tokens.items[i];
        if (token->kind != T_TEXT)
            continue;
        const Source *source = source_of(refs, token->span);
        Str           text = sources_slice(refs->lint->terms->doc->sources, token->span);
        for (Size k = 0; k + 8 < text.len; k++)
            if (str_starts(str_slice(text, k, text.len), S("section ")) ||
                str_starts(str_slice(text, k, text.len), S("Section ")))
                check_number(refs, source, number_at(text, k + 8));
    }
}

static bool is_included(const Lint *lint, Str name)
{
    for (Size i = 0; i < lint->terms->doc->files.count; i++)
        if (has_text(lint->terms->doc->files.items[i].source->path, name))
            return true;
    return false;
}

/* `listed in "schedule-b"`: what is in a list outside the text cannot be checked. */
static void refs_to_schedules(Refs *refs)
{
    const Terms *terms = refs->lint->terms;
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause *clause = terms->clauses.items[i];
        if (!clause_is(clause, REF(ASSET)) || clause->implicit)
            continue;
        for (const Stmt *stmt = clause->stmt->body; stmt; stmt = stmt->next) {
            const Token *last =
                stmt->count > 2 ? tree_token(&terms->doc->tree, stmt->first + stmt->count - 1) : NULL;
            if (!last || last->kind != T_TEXT || stmt_word(&terms->doc->tree, stmt, 1) != W_listed)
                continue;
            Str name = text_value(refs->lint->arena, sources_slice(terms->doc->sources, last->span));
            if (is_included(refs->lint, name))
                continue;
            LintRule info = lint_at(refs->rule, DIAG_INFO);
            lint_add(refs->lint, &info, (LintAbout){.clause = clause}, last->span,
                     S("this list stands outside the text, and nothing in it is checked"),
                     S("no such file is included"))
                ->help = S("list them here, or `include` the schedule as a file of its own");
        }
    }
}

void lint_ref(Lint *lint, const LintRule *rule)
{
    Refs refs = {lint, rule, words_new(lint->arena)};
    bool numbered = false;
    for (Size i = 0; i < lint->terms->doc->sections.count; i++) {
        Str number = leading_number(lint->terms->doc->sections.items[i].title);
        know_number(&refs, number);
        numbered |= number.len > 0;
    }
    if (numbered) {
        refs_in_prose(&refs);
        refs_by_mark(&refs);
        refs_in_values(&refs);
    }
    refs_to_schedules(&refs);
}

/* ---- L-UNDEF ---- */

/* Known words of the prose: those of names, titles, headings, countries, months … as a set. */
typedef struct {
    Words words; /* a set of spellings; its keywords are known only if they are said */
    bool  keyword[W_COUNT];
    LIST_OF(Str) titles;
} Known;

static void know(Arena *arena, Known *known, Str text)
{
    Size from = 0;
    for (Size i = 0; i <= text.len; i++) {
        char c = (char)(i < text.len ? text.at[i] : ' ');
        bool in = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  (unsigned char)c >= 0x80;
        if (in)
            continue;
        Word word = i > from ? word_of(&known->words, small(arena, str_slice(text, from, i))) : 0;
        if (word < W_COUNT)
            known->keyword[word] = true;
        from = i + 1;
    }
}

static void know_world(Arena *arena, Known *known)
{
    static const char *const ready[] = {
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
        "august "
        "september october november december i english german french spanish italian chinese japanese korean "
        "portuguese "
        "russian european american british swiss dutch swedish internet web state states united north south "
        "east west "
        "europe america asia africa inc ltd gmbh llc plc corporation company parliament council court courts "
        "act "
        "schedule annex appendix exhibit section sections part article agreement agreements party parties"};
    for (Size i = 0; i < COUNT(ready); i++)
        know(arena, known, str_from(ready[i]));
    for (int i = 0; i < COUNTRY_COUNT; i++)
        know(arena, known, country_name(i));
    for (int i = 0; i < group_count(); i++)
        know(arena, known, group_name(i));
}

static bool is_title_kind(const Clause *clause) { return clause_is(clause, REF(DEFINE) | REF(LINKED)); }

static Str title_of(const Clause *clause)
{
    const Measure *measure = clause->data;
    return measure->title ? measure->title->text : S("");
}

static Known known_words(const Lint *lint, const Prose *prose)
{
    const Terms *terms = lint->terms;
    Known        known = {.words = words_new(lint->arena)};
    know_world(lint->arena, &known);
    for (Size i = 0; i < terms->decls.count; i++)
        if (terms->decls.items[i].ref & (REF_SUBJECTS | REF(EXPERT) | REF(CLASS) | REF(PRODUCT) |
                                         REF(PRODUCTS) | REF(FIELD) | REF(AGREEMENT)))
            know(lint->arena, &known, terms_text(terms, terms->decls.items[i].name));
    const Tree *tree = &terms->doc->tree;
    for (Size i = 0; i < tree->tokens.count; i++)
        if (tree->tokens.items[i].kind == T_TEXT)
            know(lint->arena, &known, sources_slice(terms->doc->sources, tree->tokens.items[i].span));
    for (Size i = 0; i < prose->count; i++)
        if (prose->items[i].heading)
            know(lint->arena, &known, prose->items[i].text);
    for (Size i = 0; i < terms->clauses.count; i++)
        if (is_title_kind(terms->clauses.items[i]) && title_of(terms->clauses.items[i]).len)
            *PUSH(lint->arena, &known.titles) = title_of(terms->clauses.items[i]);
    return known;
}

static bool is_in(const Known *known, Str spelled)
{
    Word word = word_known(&known->words, spelled);
    return word < W_COUNT ? word && known->keyword[word] : true;
}

static bool is_known(const Known *known, Arena *arena, Str word)
{
    Str  spelled = small(arena, word);
    Size stem = spelled.len - 1;
    if (is_in(known, spelled) ||
        (stem > 2 && spelled.at[stem] == 's' && is_in(known, str_slice(spelled, 0, stem))))
        return true;
    Size hyphen = str_find(spelled, '-');
    return hyphen > 0 && is_known(known, arena, str_slice(word, 0, hyphen)) &&
           is_known(known, arena, str_slice(word, hyphen + 1, word.len));
}

static bool all_capitals(Str word)
{
    for (Size i = 0; i < word.len; i++)
        if (word.at[i] >= 'a' && word.at[i] <= 'z')
            return false;
    return true;
}

typedef struct {
    Str  text;
    Span span, again;
    Size count;
    bool known;
} Term;
typedef struct {
    Words spelling;
    LIST_OF(Term) items; /* by Word */
} Capitals;

/* A run of capitalised words that does not stand where every word has a capital. */
static Size take_run(const Lint *lint, const Prose *prose, Size i, const Known *known, Term *term)
{
    const ProseWord *first = &prose->items[i];
    Size             end = i;
    bool             all = true;
    while (end < prose->count && capital(prose->items[end].text) &&
           (end == i || (prose->items[end].follows && !prose->items[end].starts))) {
        all &= is_known(known, lint->arena, prose->items[end].text) || all_capitals(prose->items[end].text);
        end++;
    }
    *term = (Term){.span = {first->span.from, prose->items[end - 1].span.to}, .count = 1, .known = all};
    Text text = text_new(lint->arena);
    for (Size k = i; k < end; k++)
        text_format(&text, "%s%.*s", k > i ? " " : "", STR_ARG(prose->items[k].text));
    term->text = text_str(&text);
    return end;
}

static void count_term(const Lint *lint, Capitals *terms, Term term)
{
    Word word = word_of(&terms->spelling, term.text);
    while (terms->items.count <= (Size)word)
        *PUSH(lint->arena, &terms->items) = (Term){.count = 0};
    Term *have = &terms->items.items[word];
    if (!have->count) {
        *have = term;
        return;
    }
    have->again = have->count == 1 ? term.span : have->again;
    have->count++;
}

/* Words that begin sentences and no terms. */
static bool introduces(Str word)
{
    static const char *const words[] = {
        "The",     "A",      "An",    "Each",  "Every",  "No",      "Any",     "All",   "This",    "That",
        "These",   "Those",  "Such",  "If",    "When",   "Where",   "In",      "For",   "Under",   "As",
        "Of",      "Its",    "Both",  "On",    "At",     "By",      "From",    "With",  "To",      "Upon",
        "After",   "Before", "Until", "And",   "Or",     "But",     "Once",    "While", "What",    "Which",
        "Who",     "How",    "It",    "There", "Then",   "Not",     "Only",    "Other", "Neither", "Either",
        "Nothing", "Nobody", "So",    "Also",  "Within", "Without", "Because", "Since"};
    for (Size i = 0; i < COUNT(words); i++)
        if (str_equal(word, str_from(words[i])))
            return true;
    return false;
}

void lint_undef(Lint *lint, const LintRule *rule)
{
    Prose    prose = lint_prose(lint);
    Known    known = known_words(lint, &prose);
    Capitals terms = {.spelling = words_new(lint->arena)};
    for (Size i = 0; i < prose.count;) {
        const ProseWord *word = &prose.items[i];
        Term             term = {0};
        bool             unclear =
            word->starts && !introduces(word->text); /* the first word of a sentence has its capital anyway */
        if (word->heading || !capital(word->text) || (word->starts && !unclear)) {
            i++;
            continue;
        }
        i = take_run(lint, &prose, i, &known, &term);
        if (!term.known && !unclear)
            count_term(lint, &terms, term);
    }
    for (Size i = 0; i < terms.items.count; i++) {
        const Term *term = &terms.items.items[i];
        if (term->count < 2)
            continue;
        Diag *diag = lint_add(lint, rule, (LintAbout){0}, term->span,
                              str_format(lint->arena,
                                         "\"%.*s\" is written like a defined term, and nothing defines it",
                                         STR_ARG(term->text)),
                              S("not defined"));
        diag_note(diag, term->again, S("used again here"));
        Near near = near_new(term->text);
        for (Size k = 0; k < known.titles.count; k++)
            near_try(&near, known.titles.items[k]);
        diag->help =
            near.best.len
                ? str_format(lint->arena, "did you mean \"%.*s\"?", STR_ARG(near.best))
                : S("define it with `define name \"Term\" { means \"…\" }`, or write it in small letters");
    }
}

/* ---- L-UNUSED ---- */

static int32_t *count_tokens(const Lint *lint)
{
    const Tree *tree = &lint->terms->doc->tree;
    int32_t    *count = NEW(lint->arena, int32_t, lint->terms->doc->words->spelling.count + 2);
    for (Size i = 0; i < tree->tokens.count; i++)
        if (tree->tokens.items[i].kind == T_NAME || tree->tokens.items[i].kind == T_CODE)
            count[tree->tokens.items[i].word]++;
    return count;
}

/* `automotive/adas` is used where `automotive` is. */
static bool used_above(const Lint *lint, const Decl *decl, const int32_t *count)
{
    Str path = terms_text(lint->terms, decl->name);
    for (Size i = path.len - 1; i > 0; i--) {
        if (path.at[i] != '/')
            continue;
        Word        above = word_known(lint->terms->doc->words, str_slice(path, 0, i));
        const Decl *other = above ? terms_decl(lint->terms, above) : NULL;
        if (other && (other->ref & decl->ref) && (other->uses || count[above] > 1))
            return true;
    }
    return false;
}

/* By the name of a clause: whether something that it introduces (a plural, a column) is used. */
static bool *inner_uses(const Lint *lint, const int32_t *count)
{
    bool *used = NEW(lint->arena, bool, lint->terms->doc->words->spelling.count + 2);
    for (Size i = 0; i < lint->terms->decls.count; i++) {
        const Decl *decl = &lint->terms->decls.items[i];
        if (decl->inner && decl->clause && (decl->uses || count[decl->name] > 1))
            used[decl->clause->name] = true;
    }
    return used;
}

void lint_unused(Lint *lint, const LintRule *rule)
{
    const uint64_t kinds = REF(PARTY) | REF(MEMBERS) | REF(EXPERT) | REF(CLASS) | REF(FIELD) | REF(PRODUCTS) |
                           REF(TERRITORY) | REF(ASSET) | REF(DEFINE) | REF(LINES) | REF(METRIC) | REF(EVENT) |
                           REF(FACT) | REF(CONDITION) | REF(DOCUMENT) | REF(LINKED) | REF(TOPIC) | REF(UNIT) |
                           REF(TEST) | REF(TABLE) | REF(DISCLOSURE);
    int32_t *count = count_tokens(lint);
    bool    *inner = inner_uses(lint, count);
    Prose    prose = lint_prose(lint);
    for (Size i = 0; i < lint->terms->decls.count; i++) {
        const Decl *decl = &lint->terms->decls.items[i];
        if (!(decl->ref & kinds) || decl->inner || decl->uses || count[decl->name] > 1 || !decl->clause ||
            decl->clause->optional)
            continue;
        if (clause_is(decl->clause, REF(ASSET)) && ((const Asset *)decl->clause->data)->improves)
            continue; /* the improvement clause speaks of it */
        bool titled = is_title_kind(decl->clause) && lint_uses_in_prose(lint, &prose, title_of(decl->clause));
        if (titled || used_above(lint, decl, count) ||
            ((decl->ref & (REF(UNIT) | REF(LINES))) && inner[decl->name]))
            continue;
        Str name = terms_text(lint->terms, decl->name);
        lint_add(lint, rule, (LintAbout){.clause = decl->clause, .who = decl->name}, decl->span,
                 str_format(lint->arena, "the %.*s `%.*s` is declared and never used",
                            STR_ARG(ref_name(decl->ref)), STR_ARG(name)),
                 is_title_kind(decl->clause) ? S("neither by name nor by its title")
                                             : S("no clause speaks of it"))
            ->help = S("remove it, or use it where it was meant to stand");
    }
}

/* ---- L-DEF-CIRC ---- */

/* Definitions and who mentions whom, found by the first word of each title. */
typedef struct {
    const Clause *clause;
    Str           title, means;
    int32_t       next;    /* 1 + the next title with that first word */
    int32_t       in, out; /* mentions that are left */
} Meaning;

typedef struct {
    int32_t from, to;
} Mention;

typedef struct {
    Lint *lint;
    Words firsts;
    LIST_OF(int32_t) first; /* by Word: 1 + a meaning */
    LIST_OF(Meaning) meanings;
    LIST_OF(Mention) mentions;
} Circle;

static Str first_word(Str title)
{
    Size blank = str_find(title, ' ');
    return blank < 0 ? title : str_slice(title, 0, blank);
}

static void find_mentions(Circle *c, int32_t from)
{
    Str means = c->meanings.items[from].means;
    for (Size at = 0, start = 0; at <= means.len; at++) {
        char ch = (char)(at < means.len ? means.at[at] : ' ');
        bool in =
            (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '-' || (ch >= '0' && ch <= '9');
        if (in)
            continue;
        Word word = at > start ? word_known(&c->firsts, str_slice(means, start, at)) : 0;
        for (int32_t to = word && (Size)word < c->first.count ? c->first.items[word] : 0; to;
             to = c->meanings.items[to - 1].next)
            if (str_starts(str_slice(means, start, means.len), c->meanings.items[to - 1].title)) {
                *PUSH(c->lint->arena, &c->mentions) = (Mention){from, to - 1};
                c->meanings.items[from].out++;
                c->meanings.items[to - 1].in++;
            }
        start = at + 1;
    }
}

/* Takes away whoever mentions nobody, or is mentioned by nobody; what is left goes in circles. */
static void trim(Circle *c)
{
    for (bool again = true; again;) {
        again = false;
        for (Size i = 0; i < c->mentions.count; i++) {
            Mention m = c->mentions.items[i];
            bool    ends = !c->meanings.items[m.to].out || !c->meanings.items[m.from].in;
            if (!ends)
                continue;
            c->meanings.items[m.from].out--;
            c->meanings.items[m.to].in--;
            c->mentions.items[i--] = c->mentions.items[--c->mentions.count];
            again = true;
        }
    }
}

static void add_meaning(Circle *c, const Clause *clause)
{
    const Measure *measure = clause->data;
    Str            title = title_of(clause);
    if (!title.len || !measure->means)
        return;
    Word word = word_of(&c->firsts, first_word(title));
    while (c->first.count <= (Size)word)
        *PUSH(c->lint->arena, &c->first) = 0;
    *PUSH(c->lint->arena, &c->meanings) = (Meaning){
        .clause = clause, .title = title, .means = measure->means->text, .next = c->first.items[word]};
    c->first.items[word] = (int32_t)c->meanings.count;
}

void lint_circular(Lint *lint, const LintRule *rule)
{
    Circle c = {.lint = lint, .firsts = words_new(lint->arena)};
    for (Size i = 0; i < lint->terms->clauses.count; i++)
        if (clause_is(lint->terms->clauses.items[i], REF(DEFINE)))
            add_meaning(&c, lint->terms->clauses.items[i]);
    for (int32_t i = 0; i < (int32_t)c.meanings.count; i++)
        find_mentions(&c, i);
    trim(&c);
    for (Size i = 0; i < c.meanings.count; i++) {
        const Meaning *m = &c.meanings.items[i];
        if (!m->in || !m->out)
            continue;
        const Measure *measure = m->clause->data;
        lint_add(lint, rule, (LintAbout){.clause = m->clause}, measure->means->span,
                 str_format(lint->arena, "the meaning of \"%.*s\" leads back to itself", STR_ARG(m->title)),
                 S("says what it means by what it means"))
            ->help = S("say it in words that are not themselves defined by it");
    }
}

/* ---- L-AGREE-TO-AGREE ---- */

static const char *const later[] = {"to be agreed",  "to be negotiated", "to be determined",
                                    "to be decided", "to be settled",    "as may be agreed"};

static void found_later(Lint *lint, const LintRule *rule, Span span)
{
    lint_add(lint, rule, (LintAbout){0}, span,
             S("a point is left to be agreed, and nothing holds until then"), S("an agreement to agree"))
        ->help =
        S("say what holds if they do not agree, name who decides, or make it an open point `[name: a | b]`");
}

static Size phrase_at(const Prose *prose, Size i, Str phrase)
{
    Size from = i;
    while (phrase.len) {
        Size blank = str_find(phrase, ' ');
        Str  word = blank < 0 ? phrase : str_slice(phrase, 0, blank);
        if (i >= prose->count || !str_equal(prose->items[i].text, word) ||
            (i > from && !prose->items[i].follows))
            return 0;
        phrase = blank < 0 ? S("") : str_slice(phrase, blank + 1, phrase.len);
        i++;
    }
    return i - from;
}

static void agree_in_statement(Lint *lint, const LintRule *rule, const Stmt *stmt)
{
    const Tree *tree = &lint->terms->doc->tree;
    Str         first = stmt->count ? terms_text(lint->terms, stmt_word(tree, stmt, 0)) : S("");
    if (str_equal(first, S("accept")) || str_equal(first, S("example")))
        return; /* a reason may say so */
    for (int32_t i = 0; i < stmt->count; i++) {
        const Token *token = tree_token(tree, stmt->first + i);
        if (token->kind != T_TEXT)
            continue;
        Str text = small(lint->arena, sources_slice(lint->terms->doc->sources, token->span));
        for (Size k = 0; k < COUNT(later); k++)
            if (has_text(text, str_from(later[k])))
                found_later(lint, rule, token->span);
    }
    for (const Stmt *inner = stmt->body; inner; inner = inner->next)
        agree_in_statement(lint, rule, inner);
}

/* `rate to be agreed by …`, and nobody who decides if they do not. */
static void agree_on_rates(Lint *lint, const LintRule *rule)
{
    const Clause *clause = NULL;
    for (Size i = 0; (clause = lint_next(lint, REF(ROYALTY), &i)); i++) {
        const Royalty *r = clause->data;
        if (!r->agreed || clause->decided_by)
            continue;
        lint_add(lint, rule, (LintAbout){.clause = clause}, r->agreed->span,
                 S("the rate is left to be agreed, and nothing is owed until then"),
                 S("if they do not agree?"))
            ->help =
            S("name who decides, `decided by …`, or an open point that is settled before signing: `rate "
              "[rate: 1% | 2%]`");
    }
}

void lint_agree(Lint *lint, const LintRule *rule)
{
    Prose prose = lint_prose(lint);
    for (Size i = 0; i < prose.count; i++)
        for (Size k = 0; k < COUNT(later); k++) {
            Size words = phrase_at(&prose, i, str_from(later[k]));
            if (words)
                found_later(lint, rule, (Span){prose.items[i].span.from, prose.items[i + words - 1].span.to});
        }
    for (Size i = 0; i < lint->terms->doc->statements.count; i++)
        agree_in_statement(lint, rule, lint->terms->doc->statements.items[i]);
    agree_on_rates(lint, rule);
}
