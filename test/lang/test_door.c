/* test_door.c - what a text must be before anything reads it. */
#include "test.h"

#include <string.h>

#include "lang/door.h"

enum { BASE = 500 }; /* where the source stands among the others */

typedef struct {
    const char *text;
    Size        len;  /* 0: that of the C string */
    const char *want; /* code from-to, each finding; "": let in */
} Row;

static const Row rows[] = {
    {"", 0, ""},
    {"plain\n\ttext\r\n", 0, ""},
    {"\xef\xbb\xbfstart", 0, ""},
    {"Gr\xc3\xbc\xc3\x9f"
     "e \xe2\x80\x9cx\xe2\x80\x9d \xe4\xb8\xad\xf0\x9f\x98\x80 \xc2\xa0",
     0, ""},
    {"\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf", 0, ""},
    /* not UTF-8: the first bad byte, and nothing else */
    {"a\x80", 0, "E0102 1-2 "},
    {"ab\xc3", 0, "E0102 2-3 "},
    {"ab\xc0\xaf", 0, "E0102 2-3 "},
    {"\xc1\xbf", 0, "E0102 0-1 "},
    {"\xe0\x9f\xbf", 0, "E0102 0-1 "},
    {"\xed\xa0\x80", 0, "E0102 0-1 "},
    {"\xed\xbf\xbf", 0, "E0102 0-1 "},
    {"\xf0\x8f\xbf\xbf", 0, "E0102 0-1 "},
    {"\xf4\x90\x80\x80", 0, "E0102 0-1 "},
    {"\xf5\x80\x80\x80", 0, "E0102 0-1 "},
    {"\xe4\xb8", 0, "E0102 0-1 "},
    {"\xf0\x9f\x98z", 0, "E0102 0-1 "},
    {"12345678\xff", 0, "E0102 8-9 "},
    {"\x01\xe2\x80\xae and then \xff", 0, "E0102 14-15 "},
    {"\xff\xfe"
     "a\0b\0",
     6, "E0102 0-1 "},
    /* control characters */
    {"a\0b", 3, "E0103 1-2 "},
    {"a\rb", 0, "E0103 1-2 "},
    {"a\r", 0, "E0103 1-2 "},
    {"a\r\r\n", 0, "E0103 1-2 "},
    {"a\x7f", 0, "E0103 1-2 "},
    {"\x1b[31m", 0, "E0103 0-1 "},
    {"a\fb\vc", 0, "E0103 1-2 E0103 3-4 "},
    {"a\xc2\x80\xc2\x9f", 0, "E0103 1-5 "},
    {"1234567\x01"
     "12345678901234567890123456789012345\x02",
     0, "E0103 7-8 E0103 43-44 "},
    /* direction */
    {"\xe2\x80\xaa", 0, "E0104 0-3 "},
    {"\xe2\x80\xae", 0, "E0104 0-3 "},
    {"\xe2\x81\xa6\xe2\x81\xa9", 0, "E0104 0-6 "},
    {"\xe2\x80\x8e", 0, "E0104 0-3 "},
    {"\xe2\x80\x8f", 0, "E0104 0-3 "},
    {"\xd8\x9c", 0, "E0104 0-2 "},
    /* invisible */
    {"a\xe2\x80\x8b", 0, "E0105 1-4 "},
    {"a\xe2\x80\x8c.\xe2\x80\x8d", 0, "E0105 1-4 E0105 5-8 "},
    {"\xe2\x81\xa0\xe2\x81\xa4", 0, "E0105 0-6 "},
    {"a\xef\xbb\xbf", 0, "E0105 1-4 "},
    {"\xef\xbb\xbf\xef\xbb\xbf", 0, "E0105 3-6 "},
    {"\xc2\xad", 0, "E0105 0-2 "},
    {"\xe1\xa0\x8e", 0, "E0105 0-3 "},
    {"\xe3\x85\xa4", 0, "E0105 0-3 "},
    {"\xf3\xa0\x81\xa1\xf3\xa0\x81\xbf", 0, "E0105 0-8 "},
    {"\xef\xb8\x8f", 0, "E0105 0-3 "},
    {"\xf3\xa0\x84\x80", 0, "E0105 0-4 "},
    {"\xcd\x8f", 0, "E0105 0-2 "},
    /* line ends, and findings of several kinds */
    {"a\xe2\x80\xa8", 0, "E0106 1-4 "},
    {"a\xe2\x80\xa9", 0, "E0106 1-4 "},
    {"\x02\xe2\x80\xad\xc2\xad\xe2\x80\xa8", 0, "E0103 0-1 E0104 1-4 E0105 4-6 E0106 6-9 "},
};

static Str findings(Arena *arena, Str text, bool *ok)
{
    Source source = {S("t.entente"), text, BASE};
    Diags  diags = diags_new(arena);
    Text   list = text_new(arena);
    *ok = door_check(&source, &diags);
    for (const Diag *diag = diags.first; diag; diag = diag->next) {
        assert_true(diag->help.len > 0 && diag->label.len > 0);
        text_format(&list, "%s %d-%d ", diag->code, diag->span.from - BASE, diag->span.to - BASE);
    }
    return text_str(&list);
}

static void a_text_is_clean_or_each_finding_is_in_its_place(void **state)
{
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena arena = {0};
        bool  ok = false;
        ROW("%td wants `%s`\n", i, rows[i].want);
        Str text = {rows[i].text, rows[i].len ? rows[i].len : (Size)strlen(rows[i].text)};
        assert_text(findings(&arena, text, &ok), str_from(rows[i].want));
        assert_int_equal(ok, rows[i].want[0] == '\0');
        arena_free(&arena);
    }
}

static void each_byte_is_judged_alike_at_each_place_of_a_word(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++)
        for (Size at = 0; at < 72; at++) {
            Arena arena = {0};
            char  text[72];
            bool  ok = false;
            memset(text, 'x', sizeof text);
            text[at] = (char)byte;
            (void)findings(&arena, (Str){text, sizeof text}, &ok);
            bool plain = (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t';
            if (ok != plain)
                print_error("# byte %d at %td\n", byte, at);
            assert_int_equal(ok, plain);
            arena_free(&arena);
        }
}

static void ten_findings_of_a_code_are_shown_and_the_rest_is_counted(void **state)
{
    (void)state;
    Arena arena = {0};
    Text  text = text_new(&arena);
    for (int i = 0; i < 37; i++)
        text_add(&text, S("\x01 "));
    Source source = {S("t"), text_str(&text), 0};
    Diags  diags = diags_new(&arena);
    assert_false(door_check(&source, &diags));
    assert_int_equal(diags.errors, DOOR_SHOWN);
    const Diag *last = diags.first;
    while (last->next)
        last = last->next;
    assert_text(last->label, S("a control character, U+0001; the text has 27 more like it"));
    arena_free(&arena);
}

static void a_mebibyte_is_the_limit(void **state)
{
    (void)state;
    Arena arena = {0};
    char *bytes = NEW(&arena, char, DOOR_LIMIT + 1);
    bool  ok = false;
    memset(bytes, 'a', DOOR_LIMIT + 1);
    assert_text(findings(&arena, (Str){bytes, DOOR_LIMIT}, &ok), S(""));
    assert_true(ok);
    bytes[0] = '\0'; /* what is too large is not looked at */
    assert_text(findings(&arena, (Str){bytes, DOOR_LIMIT + 1}, &ok), S("E0101 1048576-1048576 "));
    assert_false(ok);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_clean_or_each_finding_is_in_its_place),
        cmocka_unit_test(each_byte_is_judged_alike_at_each_place_of_a_word),
        cmocka_unit_test(ten_findings_of_a_code_are_shown_and_the_rest_is_counted),
        cmocka_unit_test(a_mebibyte_is_the_limit),
    };
    return cmocka_run_group_tests_name("door", tests, NULL, NULL);
}
