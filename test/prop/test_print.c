/* test_print.c - printing loses nothing: of random statements that fit the registry's own patterns, and of
 * every example and golden.
 *
 * A statement is made by walking a pattern: literal words as they stand, one way of each group, and for each
 * slot a phrase of its kind. It is written loosely (odd spaces, comments, `;`, lines broken where they may).
 * Read, printed and read again it must be the same, and printed again it must be the same bytes. */
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "lang/door.h"
#include "terms/registry.h"

/* ---- reading and printing ---- */

enum { FILES_MOST = 16 };

/* The files that are read; none: those of the disk. */
typedef struct {
    Str  paths[FILES_MOST], texts[FILES_MOST];
    Size count;
} Given;

static Str file_text(Arena *arena, Str path)
{
    FILE *file = fopen(str_copy(arena, path).at, "rb");
    if (!file)
        return S_NONE;
    Text out = text_new(arena);
    char part[4096];
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;)
        text_add(&out, (Str){part, (Size)got});
    fclose(file);
    return text_str(&out);
}

static ReadResult read_given(void *context, Arena *arena, Str path, Str *text)
{
    const Given *given = context;
    *text = given->count ? S_NONE : file_text(arena, path);
    for (Size i = 0; i < given->count; i++)
        if (str_equal(given->paths[i], path))
            *text = str_copy(arena, given->texts[i]);
    return text->at ? READ_OK : READ_ABSENT;
}

typedef struct {
    Document document;
    Diags    diags;
    int      layout; /* errors of the layout */
} Reading;

static void read_all(Reading *r, Arena *arena, Sources *sources, Words *words, Given *given, Str path)
{
    *r = (Reading){.diags = diags_new(arena)};
    r->document = document_new(arena, sources, words, &r->diags, (FileReader){given, read_given});
    assert_true(document_read(&r->document, path));
    r->layout = r->diags.errors;
    (void)terms_read(arena, &r->document, &r->diags);
    diags_sort(&r->diags);
}

static void assert_same_findings(const Reading *a, const Reading *b)
{
    const Diag *left = a->diags.first, *right = b->diags.first;
    for (; left && right; left = left->next, right = right->next) {
        assert_string_equal(left->code, right->code);
        assert_text(right->title, left->title);
    }
    assert_true(!left && !right);
}

static Str comment(const Reading *r, Size i)
{
    return sources_slice(r->document.sources, r->document.tree.comments.items[i].span);
}

static void assert_same(const Reading *a, const Reading *b)
{
    const Document *left = &a->document, *right = &b->document;
    assert_int_equal(left->statements.count, right->statements.count);
    for (Size i = 0; i < left->statements.count; i++)
        assert_true(
            stmt_same(&left->tree, left->statements.items[i], &right->tree, right->statements.items[i]));
    assert_int_equal(left->tree.comments.count, right->tree.comments.count);
    for (Size i = 0; i < left->tree.comments.count; i++)
        assert_text(comment(a, i), comment(b, i));
    assert_same_findings(a, b);
}

/* False: the layout has errors. Otherwise what is printed is read as the same, and printed alike. */
static bool stable(Str path, Given given)
{
    Arena   arena = {0};
    Sources sources = sources_new(&arena);
    Words   words = words_new(&arena);
    Reading first, second;
    Given   printed = {.count = 0}, again = {.count = 0};
    read_all(&first, &arena, &sources, &words, &given, path);
    for (Size i = 0; i < first.document.files.count; i++, printed.count++) {
        assert_true(i < FILES_MOST);
        printed.paths[i] = first.document.files.items[i].source->path;
        printed.texts[i] = document_print(&first.document, &arena, &first.document.files.items[i]);
    }
    for (const Diag *diag = first.diags.first; given.count && first.layout && diag; diag = diag->next)
        print_message("# %s %.*s: %.*s\n", diag->code, STR_ARG(diag->title),
                      STR_ARG(sources_place(&sources, diag->span.from).text));
    if (!first.layout) {
        read_all(&second, &arena, &sources, &words, &printed, path);
        assert_same(&first, &second);
        for (Size i = 0; i < printed.count; i++) {
            again.texts[i] = document_print(&second.document, &arena, &second.document.files.items[i]);
            assert_text(again.texts[i], printed.texts[i]);
        }
    }
    arena_free(&arena);
    return !first.layout;
}

/* ---- random texts ---- */

typedef struct {
    Random random;
    Text   out;
    int    depth;
} Maker;

static Size pick(Maker *m, Size below) { return random_below(&m->random, below); }

static const char *any_of(Maker *m, const char *const *items, Size count) { return items[pick(m, count)]; }
#define ANY(m, ...) \
    any_of((m), (const char *const[]){__VA_ARGS__}, COUNT(((const char *const[]){__VA_ARGS__})))

static void say(Maker *m, const char *word)
{
    text_format(&m->out, "%s%s", ANY(m, " ", " ", "  ", "\t"), word);
}

static void say_name(Maker *m)
{
    if (pick(m, 5) == 0)
        say(m, ANY(m, "the", "a", "its"));
    say(m, ANY(m, "aurora", "borealis", "video", "aurora/video", "mobile/handsets", "x", "q2", "us",
               "beacon-7"));
}

static void say_condition(Maker *m);

static void say_quantity(Maker *m)
{
    say(m, ANY(m, "1", "0.75%", "100_000 handsets", "1.5", "5 years", "30 business days", "200 USD",
               "5% of net-sales", "[rate: 1% | 2%]", "[x: 1 to 2 step 0.1]", "\"a \"\"quoted\"\" text\"",
               "2026-01-01", "share of x in 2027"));
}

static void say_value(Maker *m)
{
    if (m->depth > 6 || pick(m, 3)) {
        say_quantity(m);
        return;
    }
    m->depth++;
    bool paren = pick(m, 2);
    if (paren)
        say(m, "(");
    say_value(m);
    say(m, ANY(m, "plus", "less", "times", "divided by"));
    say_value(m);
    if (paren)
        say(m, ")");
    m->depth--;
}

static void say_simple_condition(Maker *m)
{
    say_name(m);
    switch (pick(m, 4)) {
    case 0:
        say(m, ANY(m, "has happened", "has not happened", "is paid", "is not done",
                   "is an affiliate of borealis"));
        break;
    case 1:
        say(m, ANY(m, "is", "is not", "over", "at least", "below", "at most"));
        say_value(m);
        break;
    case 2: say(m, ANY(m, "of borealis in the last contract year over 5", "in any 12 months is paid")); break;
    default: break;
    }
}

static void say_condition(Maker *m)
{
    if (m->depth > 5 || pick(m, 2)) {
        say_simple_condition(m);
        return;
    }
    m->depth++;
    const char *joiner = ANY(m, "and", "or", "\n and", "and\n\n");
    say(m, ANY(m, "(", "not (", "not not ("));
    say_condition(m);
    for (Size i = pick(m, 3); i > 0; i--) {
        say(m, joiner);
        say_condition(m);
    }
    say(m, ")");
    m->depth--;
}

static void say_scope(Maker *m, bool codes)
{
    say(m, codes ? ANY(m, "DE", "US", "europe", "worldwide")
                 : ANY(m, "mobile", "video", "(us)", "( x )", "grantor/patents"));
    for (Size i = pick(m, 4); i > 0; i--) {
        say(m, ANY(m, ",", ",\n", ", # why\n", ", except", " but including", "\nexcept"));
        if (m->depth < 4 && pick(m, 4) == 0) {
            m->depth++;
            say(m, "(");
            say_scope(m, codes);
            say(m, ")");
            m->depth--;
        } else {
            say(m, codes ? ANY(m, "FR", "EU") : ANY(m, "automotive", "mobile/handsets"));
        }
    }
}

static void say_day(Maker *m)
{
    say(m, ANY(m, "2027-04-01", "the day of launch", "30 days after launch", "2 business days before signing",
               "launch", "the first business day after 2026-05-01", "immediately before launch"));
}

static void say_slot(Maker *m, Str kind)
{
    static const struct {
        const char *kind, *texts[4];
    } rows[] = {
        {"text", {"\"words\"", "\"it says \"\"no\"\"\"", "\"\"", "\"# { ; }\""}},
        {"number", {"1", "12", "3", "1_000"}},
        {"percent", {"50%", "0.75%", "100%", "33.3%"}},
        {"money", {"5 USD", "1_000.50 EUR", "3 JPY", "7 USD"}},
        {"code", {"DE", "US", "L-GAP", "US-NY"}},
        {"codes", {"DE", "DE, FR", "US-NY, DE-BY", "TARGET"}},
        {"date", {"2026-01-01", "2028-02-29", "1999-12-31", "2030-06-30"}},
        {"period", {"2026", "2026-Q3", "2026-03", "2026-03-01"}},
        {"duration", {"5 years", "18 months", "30 days", "10 business days"}},
        {"version", {"1.0", "5.2.1", "7", "4.0"}},
        {"acts", {"make", "make, have-made, use", "sell, offer, import,\n lease", "practise"}},
        {"recipients", {"affiliates", "customers, distributors", "contractors", "line-buyers"}},
        {"who", {"aurora", "each", "the other", "aurora with affiliates then and later"}},
        {"parties", {"borealis", "the other, customers of the other", "every other member", "all parties"}},
        {"cycle", {"calendar quarter", "calendar half-year", "contract year", "fiscal year of aurora"}},
        {"count", {"0.5 units", "100_000 handsets", "1 unit", "2 titles"}},
        {"interest", {"6%", "SOFR plus 2%", "\"prime rate\"", "1.5%"}},
        {"days", {"actual/360", "actual/365F", "30/360", "30E/360"}},
        {"source", {"\"ECB reference rate\"", "rate-book", "\"bank\"", "x"}},
        {"rest",
         {"may borealis sell beacon-7 in mobile is licensed", "suit of x on 2027-01-01", "finding L-CTRL",
          "x"}},
    };
    for (Size i = 0; i < COUNT(rows); i++)
        if (str_equal(kind, str_from(rows[i].kind))) {
            say(m, rows[i].texts[pick(m, 4)]);
            return;
        }
    if (str_equal(kind, S("condition")))
        say_condition(m);
    else if (str_equal(kind, S("value")))
        say_value(m);
    else if (str_equal(kind, S("day")))
        say_day(m);
    else if (str_equal(kind, S("places")) || str_equal(kind, S("fields")) || str_equal(kind, S("assets")))
        say_scope(m, str_equal(kind, S("places")));
    else
        say_name(m);
}

/* Past one way of a group: to `|`, the closing bracket, or the end. */
static const char *skip_way(const char *at)
{
    for (int depth = 0; *at; at++) {
        if (depth == 0 && (*at == '|' || *at == ']' || *at == ')'))
            break;
        depth += (*at == '[' || *at == '(') - (*at == ']' || *at == ')');
    }
    return at;
}

static const char *walk(Maker *m, const char *at);

static const char *walk_group(Maker *m, const char *at)
{
    bool        optional = *at++ == '[';
    const char *ways[16];
    Size        count = 0;
    const char *name = at + strspn(at, "abcdefghijklmnopqrstuvwxyz-");
    at = *name == '=' ? name + 1 : at;
    for (;; at++) {
        ways[count++] = at;
        at = skip_way(at);
        if (*at != '|')
            break;
    }
    if (!optional || pick(m, 2))
        (void)walk(m, ways[pick(m, count)]);
    return at + 1;
}

static const char *walk(Maker *m, const char *at)
{
    while (*at && *at != ']' && *at != ')' && *at != '|') {
        if (*at == ' ') {
            at++;
        } else if (*at == '<') {
            const char *colon = strchr(at, ':'), *close = strchr(at, '>');
            say_slot(m, (Str){colon + 1, close - colon - 1});
            at = close + 1;
        } else if (*at == '[' || *at == '(') {
            at = walk_group(m, at);
        } else if (*at == ',' || *at == ':') {
            text_char(&m->out, *at++);
        } else {
            Size len = (Size)strcspn(at, " <>[](),:|");
            say(m, "");
            text_add(&m->out, (Str){at, len});
            at += len;
        }
    }
    return at;
}

static void make_statement(Maker *m, const Form *form);

static void make_block(Maker *m, const FormSet *set)
{
    text_add(&m->out, str_from(ANY(m, " {\n", " {", "{ # why\n", " {\n\n\n")));
    m->depth++;
    for (Size i = pick(m, m->depth > 2 ? 3 : 9); i > 0; i--) {
        if (pick(m, 6) == 0)
            say(m, ANY(m, "(a)", "(b2)", "(iv)"));
        make_statement(m, &set->forms[pick(m, set->count)]);
        text_add(&m->out, str_from(ANY(m, "\n", "\n", ";", " ; ;\n", "\n\n\n", " # said\n", "\n# above\n")));
    }
    m->depth--;
    text_char(&m->out, '}');
}

static void make_statement(Maker *m, const Form *form)
{
    walk(m, form->pattern);
    if (form->inner)
        make_block(m, form->inner);
}

static Str make_text(Maker *m, Size statements, bool markdown)
{
    Size                     count = 0;
    const ClauseKind *const *kinds = clause_kinds(&count);
    text_add(&m->out, markdown ? S("# Title\n\nProse.\n\n```entente\nentente 1\n") : S("entente 1\n"));
    for (Size i = 0; i < statements; i++) {
        const ClauseKind *kind = kinds[pick(m, count)];
        if (!strcmp(kind->name, "include"))
            continue;
        make_statement(m, &kind->head->forms[pick(m, kind->head->count)]);
        text_add(&m->out, str_from(ANY(m, "\n", "\n\n\n", " # said\n", "\n # above\n", ";\n")));
        if (markdown && pick(m, 8) == 0)
            text_add(&m->out, S("```\n\n## Prose \t\n\n* between\n\n```entente\n"));
    }
    if (markdown)
        text_add(&m->out, S("```\n\nThe end"));
    return text_str(&m->out);
}

static void test_random_texts(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        Arena arena = {0};
        Maker maker = {.random = {seed}, .out = text_new(&arena)};
        bool  markdown = seed % 3 == 0;
        ROW("seed %d\n", (int)seed);
        Str   path = markdown ? S("a.md") : S("a.entente");
        Given given = {.paths = {path}, .texts = {make_text(&maker, 12, markdown)}, .count = 1};
        assert_true(stable(path, given));
        arena_free(&arena);
    }
}

/* ---- the texts of the project ---- */

static const char *project; /* its folder */

static Size try_folder(Arena *arena, Str path, int depth)
{
    Size           count = 0;
    DIR           *folder = depth < 4 ? opendir(str_copy(arena, path).at) : NULL;
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        Str inner = str_format(arena, "%.*s/%s", STR_ARG(path), entry->d_name);
        if (str_ends(inner, S(".entente")) || str_ends(inner, S("agreement.md"))) {
            ROW("%.*s\n", STR_ARG(inner));
            count += stable(inner, (Given){.count = 0});
        } else {
            count += try_folder(arena, inner, depth + 1);
        }
    }
    if (folder)
        closedir(folder);
    return count;
}

static void test_project_texts(void **state)
{
    (void)state;
    Arena arena = {0};
    assert_true(try_folder(&arena, str_format(&arena, "%s/examples", project), 0) > 6);
    (void)try_folder(&arena, str_format(&arena, "%s/test/lang", project), 0);
    arena_free(&arena);
}

int main(int count, char **words)
{
    project = count > 1 ? words[1] : ".";
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_texts),
                                       cmocka_unit_test(test_project_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
