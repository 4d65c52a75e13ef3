/* test_layout.c - columns by display width, decimal points under one another, nothing cut. */
#include "test.h"

#include "report/layout.h"

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        Size        width;
    } rows[] = {
        {"", 0},         {"abc", 3}, {"§3", 2},    {"märz", 4}, {"ma\xcc\x88rz", 4},
        {"株式会社", 8}, {"−1…", 3}, {"\xff?", 2},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s\n", rows[i].text);
        assert_int_equal(layout_width(str_from(rows[i].text)), rows[i].width);
    }
}

static void words_wrap(void **state)
{
    (void)state;
    Arena arena = {0};
    Text  out = text_new(&arena);
    Text  long_text = text_new(&arena);
    for (int i = 0; i < 30; i++)
        text_add(&long_text, S("abcde 株式 "));
    layout_wrap(&out, 4, 2, text_str(&long_text));
    Str rest = text_str(&out);
    int lines = 0;
    for (Size end; (end = str_find(rest, '\n')) >= 0; rest = str_slice(rest, end + 1, rest.len), lines++) {
        Str one = str_slice(rest, 0, end);
        assert_true(layout_width(one) <= LAYOUT_WIDTH);
        assert_true(str_starts(one, lines ? S("      abcde") : S("    abcde")) ||
                    str_starts(one, S("      株式")));
    }
    assert_int_equal(lines, 4);
    arena_free(&arena);
}

/* One word that is longer than a line is broken between characters, never inside one. */
static void long_words_break(void **state)
{
    (void)state;
    Arena arena = {0};
    Text  out = text_new(&arena), word = text_new(&arena);
    for (int i = 0; i < 70; i++)
        text_add(&word, S("株"));
    layout_wrap(&out, 1, 0, text_str(&word));
    Str  text = text_str(&out);
    Size end = str_find(text, '\n');
    assert_int_equal(end, 1 + 49 * 3);
    assert_int_equal(text.len, (1 + 49 * 3 + 1) + (1 + 21 * 3 + 1));
    arena_free(&arena);
}

static void figures_align(void **state)
{
    (void)state;
    Arena      arena = {0};
    Text       out = text_new(&arena);
    Layout     layout = layout_new(&arena, 2, "L.l");
    LayoutRow *row = layout_row(&layout);
    *row = (LayoutRow){.cells = {S("株"), S("1,234.50"), S(":7")}};
    row = layout_row(&layout);
    *row = (LayoutRow){.cells = {S("two"), S("−0.333333…"), S("")}};
    layout_rule(&layout, ROW_RULE);
    row = layout_row(&layout);
    *row = (LayoutRow){.cells = {S(""), S("12 USD"), S(":9")}};
    row = layout_row(&layout);
    *row = (LayoutRow){.cells = {S("x"), S("unknown"), S("")}};
    layout_text(&layout, 1, 0, S("between"));
    layout_print(&out, &layout);
    assert_text(text_str(&out), S("  株   1,234.50           :7\n"
                                  "  two     −0.333333…\n"
                                  "       ─────────────────\n"
                                  "          12         USD  :9\n"
                                  "  x          unknown\n"
                                  " between\n"));
    arena_free(&arena);
}

static void wide_tables_give_way(void **state)
{
    (void)state;
    Arena      arena = {0};
    Text       out = text_new(&arena);
    Layout     layout = layout_new(&arena, 2, "LR.");
    LayoutRow *row = layout_row(&layout);
    *row = (LayoutRow){
        .cells = {S("a label of many words that goes on and on, so that it will never fit into a line"),
                  S("12,000,000 units, 48,000,000.00 EUR"), S("1,234,567.00")}};
    layout_print(&out, &layout);
    Str text = text_str(&out);
    for (Size end; (end = str_find(text, '\n')) >= 0; text = str_slice(text, end + 1, text.len))
        assert_true(layout_width(str_slice(text, 0, end)) <= LAYOUT_WIDTH);
    assert_true(str_ends(text_str(&out), S("\n")));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(words_wrap),
        cmocka_unit_test(long_words_break),
        cmocka_unit_test(figures_align),
        cmocka_unit_test(wide_tables_give_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
