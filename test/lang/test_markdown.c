/* test_markdown.c - which blocks are formal, which are refused, and where headings are. */
#include "test.h"

#include <string.h>
#include <time.h>

#include "lang/markdown.h"

enum { BASE = 500 };

/* Headings as `H1(text)`, fences as `F(body)<index of heading>`, findings as `CODE@line`. */
static Str outline(Arena *arena, Str text)
{
    Sources sources = sources_new(arena);
    (void)sources_add(&sources, S("before"), (Str){text.at, 0});
    const Source *source = sources_add(&sources, S("t.md"), text);
    Diags         diags = diags_new(arena);
    Markdown      markdown;
    Text          list = text_new(arena);
    markdown_read(arena, source, &diags, &markdown);
    for (Size i = 0; i < markdown.headings.count; i++) {
        const Heading *heading = &markdown.headings.items[i];
        text_format(&list, "H%d(%.*s) ", heading->level, STR_ARG(sources_slice(&sources, heading->span)));
        assert_int_equal(sources_place(&sources, heading->offset).column, 1);
    }
    for (Size i = 0; i < markdown.fences.count; i++) {
        const Fence *fence = &markdown.fences.items[i];
        text_format(&list, "F(%.*s)%td ", STR_ARG(sources_slice(&sources, fence->body)), fence->heading);
    }
    diags_sort(&diags);
    for (const Diag *diag = diags.first; diag; diag = diag->next)
        text_format(&list, "%s@%d ", diag->code, sources_place(&sources, diag->span.from).line);
    return text_str(&list);
}

typedef struct {
    const char *text, *want;
} Row;

static const Row rows[] = {
    {"", ""},
    {"# One\n\n```entente\na\n```\n", "H1(One) F(a\n)0 "},
    {"```entente\n```", "F()-1 "},
    {"\xef\xbb\xbf```entente\na\n```", "F(a\n)-1 "},
    {"~~~ entente strict\na\r\n~~~~  \n", "F(a\r\n)-1 "},
    {"   ```entente\na\n  ````\n", "F(a\n)-1 "},
    {"text\n```entente\na\n```\ntext", "F(a\n)-1 "},
    {"```entente\n~~~\n``\n```\n", "F(~~~\n``\n)-1 "},
    {"````entente\n```\n````\n", "F(```\n)-1 "},
    {"```entente\n    ```\n```\n", "F(    ```\n)-1 "},
    {"```c\n# no\nx\n===\n```\n# yes\n", "H1(yes) "},
    {"```ententes\n```\n", ""},
    {"```entente-sketch\n```\n", ""},
    /* headings */
    {"# a #\n## b##\n### c \\## \n#d\n####### e\n#\n", "H1(a) H2(b##) H3(c \\##) H1() "},
    {"a\nb  \n===\n\nc\n-\n\n---\n", "H1(a\nb) H2(c) "},
    {"> # q\n\n- # l\n\n    # code\n", ""},
    {"> a\n===\n", ""},
    {"a\n    ===\n", ""},
    /* in containers */
    {"> ```entente\n> a\n> ```\n", "E0107@1 "},
    {"- a\n\n  ```entente\n  a\n  ```\n", "E0107@3 "},
    {"- a\n\n```entente\na\n```\n", "F(a\n)-1 "},
    {"1. a\n   - b\n     ~~~entente\n", "E0107@3 "},
    {"- ```entente\n  a\n\n# b\n", "H1(b) E0107@1 "},
    {"    ```entente\n    a\n    ```\n", "E0107@1 "},
    {"\t```entente\n", "E0107@1 "},
    {"text\n    ```entente\n", "E0107@2 "},
    {"```entente `a`\n", "E0107@1 "},
    {"a\n2. ```entente\n", "E0107@2 "},
    /* in HTML */
    {"<!--\n```entente\na\n```\n-->\n", "E0107@2 "},
    {"<!-- a -->\n```entente\na\n```\n", "F(a\n)-1 "},
    {"<div>\n```entente\na\n```\n</div>\n", "E0107@2 "},
    {"<div>\n\n```entente\na\n```\n\n</div>\n", "F(a\n)-1 E0107@3 "},
    {"<details><summary>x</summary>\n\n```entente\na\n```\n", "F(a\n)-1 E0107@3 "},
    {"<div>x</div>\n\n```entente\na\n```\n", "F(a\n)-1 "},
    {"<DIV>x</div >\n\n```entente\na\n```\n", "F(a\n)-1 "},
    {"<div title=\"> </div>\">\n\n```entente\na\n```\n", "F(a\n)-1 E0107@3 "},
    {"<div\nhidden>\n</div>\n\n```entente\na\n```\n", "F(a\n)-1 E0107@5 "},
    {"<div>\n<!-- </div> -->\n\n```entente\na\n```\n", "F(a\n)-1 E0107@4 "},
    {"<div>\n<!--\n\n```entente\na\n```\n", "F(a\n)-1 E0107@4 "},
    {"<div>\n<!--\n\n-->\n</div>\n\n```entente\na\n```\n", "F(a\n)-1 E0107@7 "},
    {"<!-- --!> <div hidden>\n-->\n```entente\na\n```\n", "F(a\n)-1 E0107@3 "},
    {"<style>pre { display: none }</style>\n\n```entente\na\n```\n", "F(a\n)-1 E0107@3 "},
    {"text <div hidden>\n\n```entente\na\n```\n", "F(a\n)-1 E0107@3 "},
    {"a<br>b <b>c</b> List<T> <img src=x>\n\n<br>\n\n```entente\na\n```\n", "F(a\n)-1 "},
    {"<?\n```entente\n?>\n", "E0107@2 "},
    {"<pre>\n\n```entente\na\n```\n</pre>\n", "E0107@3 "},
    /* in other fences, and unclosed */
    {"````md\n```entente\na\n```\n````\n", ""},
    {"~~~md\n```entente\na\n```\n~~~\n", ""},
    {"```md\n\n```entente\na\n```\n", "E0107@3 "},
    {"~~~md\n```entente\na\n```\n", "E0107@2 "},
    {"```entente\na\n\n# b\n\n```entente\nc\n```\n", "F(a\n\n# b\n\n```entente\nc\n)-1 E0107@6 "},
    {"```entente\na\n", "E0108@1 "},
    {"```entente", "E0108@1 "},
    {"```entente\na\n````x\n``\n", "E0108@1 "},
    /* nearly the word */
    {"```Entente\na\n```\n", "E0109@1 "},
    {"```{.entente}\na\n```\n", "E0109@1 "},
    {"```&#101;ntente\na\n```\n", "E0109@1 "},
    {"```entente:x\na\n```\n", "E0109@1 "},
    {"```\xd0\xb5ntente\na\n```\n", "E0109@1 "},
    /* unclear */
    {"[a]: /u\n===\n", "H1([a]: /u) E0114@2 "},
    {"- [a]: /u\n\n\n  ```entente\n  ```\n", "E0114@3 E0107@4 "},
    {"<!doctype html>\n", "E0114@1 "},
};

static void each_document_has_this_outline(void **state)
{
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena arena = {0};
        ROW("row %td\n", i);
        assert_text(outline(&arena, str_from(rows[i].text)), str_from(rows[i].want));
        arena_free(&arena);
    }
}

static void a_hidden_fence_says_in_what(void **state)
{
    (void)state;
    Arena    arena = {0};
    Source   source = {S("t.md"), S("* x\n\n  ```entente\n  ```\n"), BASE};
    Diags    diags = diags_new(&arena);
    Markdown markdown;
    markdown_read(&arena, &source, &diags, &markdown);
    assert_int_equal(diags.errors, 1);
    assert_text(diags.first->label, S("it stands in a list item"));
    assert_int_equal(diags.first->span.from, BASE + 7);
    assert_int_equal(diags.first->span.to, BASE + 17);
    assert_text(diags.first->note_label, S("which begins here"));
    assert_int_equal(diags.first->note_span.from, BASE);
    arena_free(&arena);
}

static void what_nests_too_deeply_is_refused_once(void **state)
{
    (void)state;
    Arena arena = {0};
    Text  text = text_new(&arena);
    for (int i = 0; i < MARKDOWN_DEPTH; i++)
        text_add(&text, S(">"));
    assert_text(outline(&arena, text_str(&text)), S(""));
    text_add(&text, S(">\n# a\n"));
    assert_text(outline(&arena, text_str(&text)), S("E0114@1 "));
    arena_free(&arena);
}

/* A mebibyte of any of these is read in a moment; quadratic time would take minutes. */
static void no_input_takes_more_than_linear_time(void **state)
{
    (void)state;
    static const char *const units[] = {
        ">",
        "> ",
        "`",
        "~",
        "- ",
        "-",
        "*\n",
        "[",
        "[a]: \n",
        "<",
        "<a ",
        "<!---->",
        "<!--",
        "</script",
        "<script",
        "#",
        " \n",
        "\t",
        "= ",
        "1. ",
        "<div>\n",
        "```entente\n",
        "~~~\n```\n",
        "> > > > a\n",
        "- a\n  - b\n\n\n",
        "--!>",
        "&",
        "<a b='",
        "# # ",
        "0",
    };
    enum { SIZE = 1 << 20 };
    for (Size i = 0; i < COUNT(units); i++) {
        Arena   arena = {0};
        Text    text = text_new(&arena);
        clock_t start = clock();
        ROW("a mebibyte of unit %td\n", i);
        for (text_add(&text, S("- > - > - > - > - > - > - > x\n\n<div>\n")); text.len < SIZE;)
            text_add(&text, str_from(units[i]));
        (void)outline(&arena, text_str(&text));
        (void)outline(&arena, str_slice(text_str(&text), 38, text.len));
        assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_document_has_this_outline),
        cmocka_unit_test(a_hidden_fence_says_in_what),
        cmocka_unit_test(what_nests_too_deeply_is_refused_once),
        cmocka_unit_test(no_input_takes_more_than_linear_time),
    };
    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
