/* test_csv.c - rows of comma-separated values, as RFC 4180 and spreadsheets write them. */
#include "test.h"

#include "base/csv.h"

static void rows_and_cells(void **state)
{
    static const struct {
        const char *text, *shown; /* cells joined by |, rows by newline */
    } rows[] = {
        {"a,b\nc,d\n", "a|b\nc|d\n"},
        {"a,b\r\nc,d\r\n", "a|b\nc|d\n"},
        {"a,b", "a|b\n"},
        {"\xEF\xBB\xBF"
         "a,b\n",
         "a|b\n"},
        {"\"a,b\",c\n", "a,b|c\n"},
        {"\"say \"\"no\"\"\",x\n", "say \"no\"|x\n"},
        {"\"two\nlines\",x\n", "two\nlines|x\n"},
        {"\"two\r\nlines\",x\r\ny\r\n", "two\r\nlines|x\ny\n"},
        {",\n", "|\n"},
        {"a,,c\n", "a||c\n"},
        {"\"\",b\n", "|b\n"},
        {"\n\na\n\n", "a\n"},
        {"\"open", "open\n"},
        {"\"a\" ,b\n", "a|b\n"},
        {" a , b \n", "a|b\n"},
        {"", ""},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena arena = {0};
        Text  out = text_new(&arena);
        Csv   csv = csv_new(str_from(rows[i].text));
        ROW("%td\n", i);
        while (csv_next(&arena, &csv)) {
            for (Size k = 0; k < csv.cells.count; k++)
                text_format(&out, "%s%.*s", k ? "|" : "", STR_ARG(csv.cells.items[k]));
            text_char(&out, '\n');
        }
        assert_text(text_str(&out), str_from(rows[i].shown));
        arena_free(&arena);
    }
}

static void lines_and_columns(void **state)
{
    Arena arena = {0};
    Csv   csv = csv_new(S("id,question\n1,\"a\nb\"\n2,c\n"));
    (void)state;
    assert_true(csv_next(&arena, &csv));
    assert_int_equal(csv_column(&csv, S("question")), 1);
    assert_int_equal(csv_column(&csv, S("nothing")), -1);
    assert_true(csv_next(&arena, &csv));
    assert_int_equal(csv.line, 2);
    assert_text(csv_cell(&csv, -1), S(""));
    assert_text(csv_cell(&csv, 7), S(""));
    assert_true(csv_next(&arena, &csv));
    assert_int_equal(csv.line, 4);
    assert_false(csv_next(&arena, &csv));
    arena_free(&arena);
}

static void cells_are_written_to_be_read_and_not_run(void **state)
{
    static const struct {
        const char *cell, *written;
    } rows[] = {
        {"plain", "plain\n"},
        {"a,b", "\"a,b\"\n"},
        {"say \"no\"", "\"say \"\"no\"\"\"\n"},
        {"two\nlines", "\"two\nlines\"\n"},
        {"=1+1", "\"'=1+1\"\n"},
        {"+1", "\"'+1\"\n"},
        {"-1", "\"'-1\"\n"},
        {"@a", "\"'@a\"\n"},
        {"", "\n"},
        {"\rx", "\"'\rx\"\n"},
        {"a\rx", "\"a\rx\"\n"},
        {"\t=1", "\"'\t=1\"\n"},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena arena = {0};
        Text  out = text_new(&arena);
        ROW("%td\n", i);
        csv_write(&out, str_from(rows[i].cell), true);
        assert_text(text_str(&out), str_from(rows[i].written));
        arena_free(&arena);
    }
}

static void numbers_are_written_as_they_are(void **state)
{
    Arena arena = {0};
    Text  out = text_new(&arena);
    (void)state;
    csv_write_number(&out, S("-1250.00"), false);
    csv_write_number(&out, S(""), false);
    csv_write_number(&out, S("3"), true);
    assert_text(text_str(&out), S("-1250.00,,3\n"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_and_cells), cmocka_unit_test(lines_and_columns),
                                       cmocka_unit_test(cells_are_written_to_be_read_and_not_run),
                                       cmocka_unit_test(numbers_are_written_as_they_are)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
