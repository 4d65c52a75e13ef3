/* test_print.c - the canonical form, row by row: what is written, and how it is printed. */
#include "test.h"

#include "lang/document.h"

static ReadResult read_given(void *context, Arena *arena, Str path, Str *text)
{
    (void)path;
    *text = str_copy(arena, *(const Str *)context);
    return READ_OK;
}

/* Reads the text, prints it, and proves that the print is read as the same and printed alike. */
static Str printed(Arena *arena, Str path, Str text)
{
    Sources    sources = sources_new(arena);
    Words      words = words_new(arena);
    Diags      diags = diags_new(arena);
    FileReader reader = {&text, read_given};
    Document   first = document_new(arena, &sources, &words, &diags, reader);
    Document   second = first;
    assert_true(document_read(&first, path));
    assert_int_equal(diags.errors, 0);
    text = document_print(&first, arena, first.files.items);
    assert_true(document_read(&second, path));
    assert_int_equal(first.statements.count, second.statements.count);
    for (Size i = 0; i < first.statements.count; i++)
        assert_true(
            stmt_same(&first.tree, first.statements.items[i], &second.tree, second.statements.items[i]));
    assert_text(document_print(&second, arena, second.files.items), text);
    return text;
}

typedef struct {
    const char *written, *printed;
} Row;

static void try_rows(const Row *rows, Size count, Str path)
{
    for (Size i = 0; i < count; i++) {
        Arena arena = {0};
        ROW("row %d of %s\n", (int)i, path.at);
        assert_text(printed(&arena, path, str_from(rows[i].written)), str_from(rows[i].printed));
        arena_free(&arena);
    }
}

#define W40 "word-word-word-word-word-word-word-word-x"

static void test_statements(void **state)
{
    (void)state;
    static const Row rows[] = {
        {"", ""},
        {"  a   b\t c", "a b c\n"},
        {"a ; b;;c", "a\nb\nc\n"},
        {"a\n\n\n\nb", "a\n\nb\n"},
        {"\n\na", "a\n"},
        {"to make ,use,\n  sell", "to make, use, sell\n"},
        {"a\nand b\nor c", "a and b or c\n"},
        {"a and\n\n\nb", "a and b\n"},
        {"(a\nb\n)", "(a b)\n"},
        {"2026 : 5 USD", "2026: 5 USD\n"},
        {"[ rate :1%|2% ]", "[rate: 1% | 2%]\n"},
        {"video(a)", "video(a)\n"},
        {"x \"it says \"\"no\"\"\"", "x \"it says \"\"no\"\"\"\n"},
        /* what would be read as one statement, or as going on, keeps its `;` */
        {"a; and b", "a;\nand b\n"},
        {"a,; b", "a,;\nb\n"},
        {"(a; b", "(a;\nb\n"},
        {"a,\n# c", "# c\na,;\n"},
        {"x { a,; b }", "x { a,; b }\n"},
    };
    try_rows(rows, COUNT(rows), S("a.entente"));
}

static void test_labels(void **state)
{
    (void)state;
    static const Row rows[] = {
        {"(a) x", "(a) x\n"},
        {"(a)", "(a)\n"},
        {"(a) { b }", "(a) { b }\n"},
        {"while (a) or (b2)", "while (a) or (b2)\n"}, /* names in brackets, not labels */
        {"while ( a )", "while (a)\n"},
        {"( a ) or b", "( a) or b\n"}, /* without the space it would begin with a label */
        {"( abcde ) or b", "(abcde) or b\n"},
        {"(a) (b) or c", "(a) (b) or c\n"},
        {"x 5(a)", "x 5(a)\n"},
    };
    try_rows(rows, COUNT(rows), S("a.entente"));
}

static void test_blocks(void **state)
{
    (void)state;
    static const Row rows[] = {
        {"a{}", "a { }\n"},
        {"a {\n b;c }", "a { b; c }\n"},
        {"a { b\n\nc }", "a {\n  b\n\n  c\n}\n"},
        {"a { b; c; d; e; f }", "a {\n  b\n  c\n  d\n  e\n  f\n}\n"},
        {"a { b { c; d } }", "a { b { c; d } }\n"},
        {"a { b " W40 "; c " W40 "; d-d-d-d }", "a {\n  b " W40 "\n  c " W40 "\n  d-d-d-d\n}\n"},
        {"a { b } # c", "a { b }  # c\n"},
        {"a { # c\n b }", "a {\n  # c\n  b\n}\n"},
        {"a { b # c\n }", "a {\n  b  # c\n}\n"},
        {"a { b\n # c\n }", "a {\n  b\n  # c\n}\n"},
        {"# c\n# d\n\n# e\na", "# c\n# d\n# e\na\n"},
        {"a, # c\n b", "# c\na, b\n"},
    };
    try_rows(rows, COUNT(rows), S("a.entente"));
}

static void test_header(void **state)
{
    (void)state;
    static const Row rows[] = {
        {"agreement x { law \"NY\"\nbetween a, b }", "agreement x { law \"NY\"; between a, b }\n"},
        {"agreement x { law \"NY\"\n\nbetween a, b }",
         "agreement x {\n  law     \"NY\"\n\n  between a, b\n}\n"},
        {"agreement x { a; b; c(a) d; e: f; long-word g }",
         "agreement x {\n  a\n  b\n  c(a) d\n  e: f\n  long-word g\n}\n"},
        {"agreement x { a b; c d; e f; h i; a-word-that-is-too-long g }",
         "agreement x {\n  a b\n  c d\n  e f\n  h i\n  a-word-that-is-too-long g\n}\n"},
    };
    try_rows(rows, COUNT(rows), S("a.entente"));
}

static void test_long_lines(void **state)
{
    (void)state;
    static const Row rows[] = {
        {"to " W40 ", " W40 ", " W40 ", sell", "to " W40 ", " W40 ",\n    " W40 ", sell\n"},
        {"if " W40 " and " W40 " and " W40, "if " W40 " and " W40 "\n    and " W40 "\n"},
    };
    try_rows(rows, COUNT(rows), S("a.entente"));
}

static void test_line_ends(void **state)
{
    (void)state;
    static const Row bare[] = {{"a  b\r\nc\n", "a b\r\nc\r\n"},
                               {"a\nc\r\n", "a\nc\n"},
                               {"\xef\xbb\xbf"
                                "a",
                                "a\n"}};
    static const Row documents[] = {
        {"# T \r\n\r\n```entente\r\na  b\r\n```\r\n\tx", "# T \r\n\r\n```entente\r\na b\r\n```\r\n\tx"},
        {"```entente\na\n```\n  prose  \n~~~ entente\nb;c\n~~~",
         "```entente\na\n```\n  prose  \n~~~ entente\nb\nc\n~~~"},
        {"```entente\n```\n", "```entente\n```\n"},
    };
    try_rows(bare, COUNT(bare), S("a.entente"));
    try_rows(documents, COUNT(documents), S("a.md"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statements), cmocka_unit_test(test_labels),
        cmocka_unit_test(test_blocks),     cmocka_unit_test(test_header),
        cmocka_unit_test(test_long_lines), cmocka_unit_test(test_line_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
