/* test_diag.c - the place of an offset in several files, and what is kept of many findings. */
#include "test.h"

#include "base/diag.h"

static void an_offset_has_file_line_and_column(void **state)
{
    (void)state;
    Arena   arena = {0};
    Sources sources = sources_new(&arena);
    sources_add(&sources, S("a.md"), S("one\r\ntwo\r\n\r\nlast"));
    sources_add(&sources, S("empty.md"), S(""));
    sources_add(&sources, S("b.md"), S("x\n\ny\n"));
    static const struct {
        int32_t     offset;
        const char *path;
        int         line, column;
        const char *text;
    } rows[] = {
        {0, "a.md", 1, 1, "one"},   {2, "a.md", 1, 3, "one"}, {4, "a.md", 1, 5, "one"},
        {5, "a.md", 2, 1, "two"},   {10, "a.md", 3, 1, ""},   {12, "a.md", 4, 1, "last"},
        {16, "a.md", 4, 5, "last"}, /* past the last byte */
        {17, "empty.md", 1, 1, ""}, {18, "b.md", 1, 1, "x"},  {20, "b.md", 2, 1, ""},
        {21, "b.md", 3, 1, "y"},    {23, "b.md", 4, 1, ""}, /* after the last line's end */
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("offset %d is %s:%d:%d\n", rows[i].offset, rows[i].path, rows[i].line, rows[i].column);
        TextPlace place = sources_place(&sources, rows[i].offset);
        assert_text(place.source->path, str_from(rows[i].path));
        assert_int_equal(place.line, rows[i].line);
        assert_int_equal(place.column, rows[i].column);
        assert_text(place.text, str_from(rows[i].text));
    }
    assert_text(sources_slice(&sources, (Span){5, 8}), S("two"));
    assert_text(sources_slice(&sources, (Span){21, 22}), S("y"));
    arena_free(&arena);
}

static void many_files_are_told_apart(void **state)
{
    (void)state;
    Arena   arena = {0};
    Sources sources = sources_new(&arena);
    for (int i = 0; i < 100; i++)
        sources_add(&sources, str_format(&arena, "%d", i), str_format(&arena, "\n%0*d", 1 + i % 7, i));
    for (Size i = 0; i < 100; i++) {
        int32_t base = sources.files.items[i].base;
        assert_text(sources_place(&sources, base).source->path, sources.files.items[i].path);
        assert_int_equal(sources_place(&sources, base + 1).line, 2);
        assert_text(sources_place(&sources, base + 2).source->path, sources.files.items[i].path);
    }
    arena_free(&arena);
}

static void spans_join(void **state)
{
    (void)state;
    Span span = span_join((Span){7, 9}, (Span){3, 8});
    assert_int_equal(span.from, 3);
    assert_int_equal(span.to, 9);
}

static void a_finding_keeps_all_its_parts(void **state)
{
    (void)state;
    Arena arena = {0};
    Diags diags = diags_new(&arena);
    assert_false(diag_refuse(&diags, "E0301", (Span){3, 5}, S("title"), S("label"), S("help")));
    diag_note(diag_add(&diags, DIAG_WARNING, "L-REF", (Span){1, 1}, S("t"), S("l")), (Span){8, 9},
              S("set here"));
    diag_add(&diags, DIAG_INFO, "I1", (Span){0, 0}, S(""), S(""));
    assert_int_equal(diags.errors, 1);
    assert_int_equal(diags.warnings, 1);
    assert_int_equal(diags.infos, 1);
    const Diag *first = diags.first;
    assert_text(first->title, S("title"));
    assert_text(first->label, S("label"));
    assert_text(first->help, S("help"));
    assert_int_equal(first->note_label.len, 0);
    assert_int_equal(first->span.to, 5);
    assert_text(first->next->note_label, S("set here"));
    assert_int_equal(first->next->note_span.from, 8);
    assert_null(first->next->next->next);
    assert_string_equal(diag_level_name(DIAG_ERROR), "error");
    assert_string_equal(diag_level_name(DIAG_WARNING), "warning");
    assert_string_equal(diag_level_name(DIAG_INFO), "info");
    arena_free(&arena);
}

static void only_the_first_hundred_are_kept(void **state)
{
    (void)state;
    Arena arena = {0};
    Diags diags = diags_new(&arena);
    for (int i = 0; i < 1000; i++)
        diag_error(&diags, "E1", (Span){i, i}, S("one of many"), S(""))->help = S("help");
    Size listed = 0;
    for (const Diag *diag = diags.first; diag; diag = diag->next)
        assert_int_equal(diag->span.from, listed++);
    assert_int_equal(listed, DIAG_LIMIT);
    assert_int_equal(diags.kept, DIAG_LIMIT);
    assert_int_equal(diags.errors, 1000); /* all are counted */
    arena_free(&arena);
}

static void sorting_orders_by_place_and_drops_repeats(void **state)
{
    (void)state;
    Arena arena = {0};
    Diags diags = diags_new(&arena);
    diags_sort(&diags); /* nothing to do, no harm */
    assert_null(diags.first);
    diag_add(&diags, DIAG_WARNING, "W1", (Span){5, 6}, S("warning"), S(""));
    diag_error(&diags, "E2", (Span){9, 9}, S("late"), S(""));
    diag_error(&diags, "E2", (Span){5, 7}, S("same place"), S(""));
    diag_error(&diags, "E1", (Span){5, 7}, S("same place"), S(""));
    diag_error(&diags, "E2", (Span){5, 7}, S("same place"), S("")); /* again */
    diag_error(&diags, "E2", (Span){5, 6}, S("same place"), S("")); /* smaller */
    diag_error(&diags, "E3", (Span){0, 1}, S("early"), S(""));
    diags_sort(&diags);
    Text order = text_new(&arena);
    for (const Diag *diag = diags.first; diag; diag = diag->next)
        text_format(&order, "%s %d-%d\n", diag->code, diag->span.from, diag->span.to);
    assert_text(text_str(&order), S("E3 0-1\nE1 5-7\nE2 5-6\nE2 5-7\nW1 5-6\nE2 9-9\n"));
    diag_error(&diags, "E9", (Span){1, 1}, S("added after sorting"), S(""));
    Size listed = 0;
    for (const Diag *diag = diags.first; diag; diag = diag->next)
        listed++;
    assert_int_equal(listed, 7);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_offset_has_file_line_and_column),
        cmocka_unit_test(many_files_are_told_apart),
        cmocka_unit_test(spans_join),
        cmocka_unit_test(a_finding_keeps_all_its_parts),
        cmocka_unit_test(only_the_first_hundred_are_kept),
        cmocka_unit_test(sorting_orders_by_place_and_drops_repeats),
    };
    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
