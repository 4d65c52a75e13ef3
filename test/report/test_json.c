/* test_json.c - any bytes become a text of JSON; each bad one becomes U+FFFD, and good ones stay. */
#include "test.h"

#include "report/json.h"

#define BAD "\xef\xbf\xbd"

static void each_bad_byte_is_replaced(void **state)
{
    static const struct {
        const char *bytes, *text;
    } rows[] = {
        {"", ""},
        {"plain \"quoted\"", "plain \"quoted\""},
        {"\xc2\xa7 \xe2\x82\xac \xf0\x9f\x92\xb6", "\xc2\xa7 \xe2\x82\xac \xf0\x9f\x92\xb6"},
        {"a\xff"
         "b",
         "a" BAD "b"},
        {"\xc2\xa7\x80\xe2\x82\xac", "\xc2\xa7" BAD "\xe2\x82\xac"}, /* a byte that only goes on */
        {"\xe2\x82", BAD BAD},                                       /* cut off */
        {"\xe2\x82 ", BAD BAD " "},
        {"\xf0\x9f\x92\xb6\xf0\x9f", "\xf0\x9f\x92\xb6" BAD BAD},
        {"\xc0\xaf", BAD BAD},                    /* a slash, longer than need be */
        {"\xe0\x9f\xbf", BAD BAD BAD},            /* likewise, in three */
        {"\xe0\xa0\x80\xff", "\xe0\xa0\x80" BAD}, /* the first that needs three */
        {"\xf0\x8f\xbf\xbf", BAD BAD BAD BAD},
        {"\xf0\x90\x80\x80\xff", "\xf0\x90\x80\x80" BAD},
        {"\xed\xa0\x80", BAD BAD BAD}, /* half of a pair */
        {"\xed\x9f\xbf\xff", "\xed\x9f\xbf" BAD},
        {"\xf4\x8f\xbf\xbf\xff", "\xf4\x8f\xbf\xbf" BAD},
        {"\xf4\x90\x80\x80", BAD BAD BAD BAD}, /* beyond the last character */
        {"\xf5\x80\x80\x80", BAD BAD BAD BAD},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena arena = {0};
        ROW("%d\n", (int)i);
        json_t *value = json_of_text(&arena, str_from(rows[i].bytes));
        assert_text(str_from(json_string_value(value)), str_from(rows[i].text));
        json_decref(value);
        arena_free(&arena);
    }
}

static void objects_are_printed_with_sorted_keys(void **state)
{
    Arena   arena = {0};
    json_t *o = json_object(), *list = json_array();
    (void)state;
    json_add(list, json_integer(1));
    json_add(list, json_null());
    json_put(o, "b", list);
    json_put(o, "a", json_of_text(&arena, S("x\ny")));
    assert_text(json_print(&arena, o), S("{\n  \"a\": \"x\\ny\",\n  \"b\": [\n    1,\n    null\n  ]\n}\n"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bad_byte_is_replaced),
        cmocka_unit_test(objects_are_printed_with_sorted_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
