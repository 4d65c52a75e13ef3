/* test_json.c - any bytes become a text of JSON; each bad one becomes U+FFFD, and good ones stay. */
#include "test.h"

#include <stdlib.h>

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

/* What jansson itself writes, for trees at random. */
static json_t *random_tree(Random *random, int depth)
{
    static const char *const texts[] = {
        "", "plain", "\"q\" \\ /", "\b\f\n\r\t\x01\x1f\x7f", "\xc2\xa7 \xe2\x82\xac", "amount", "a b", "z"};
    json_t *tree;
    switch (random_below(random, depth ? 9 : 7)) {
    case 0: return json_null();
    case 1: return json_true();
    case 2: return json_false();
    case 3: return json_real((double)random_below(random, 1000) / 8);
    case 4:
        return json_integer(random_below(random, 3) ? (json_int_t)random_next(random)
                                                    : random_below(random, 20) - 10);
    case 5: return json_integer(INT64_MIN + random_below(random, 2));
    case 6: return json_string(texts[random_below(random, COUNT(texts))]);
    case 7:
        tree = json_array();
        for (Size i = random_below(random, 5); i > 0; i--)
            json_add(tree, random_tree(random, depth - 1));
        return tree;
    default:
        tree = json_object();
        for (Size i = random_below(random, random_below(random, 8) ? 6 : 100); i > 0; i--) {
            char name[32];
            (void)snprintf(name, sizeof name, "%s%d", texts[random_below(random, COUNT(texts))],
                           (int)random_below(random, 50));
            json_put(tree, name, random_tree(random, depth - 1));
        }
        return tree;
    }
}

static void trees_are_written_as_jansson_does(void **state)
{
    Random random = {3};
    (void)state;
    for (int round = 0; round < 2000; round++) {
        Arena   arena = {0};
        json_t *tree = random_tree(&random, (int)random_below(&random, 4));
        char   *compact = json_dumps(tree, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
        char   *lines = json_dumps(tree, JSON_ENCODE_ANY | JSON_INDENT(2) | JSON_SORT_KEYS);
        ROW("round %d\n", round);
        assert_text(json_compact(&arena, tree), str_from(compact));
        assert_text(json_print(&arena, tree), str_format(&arena, "%s\n", lines));
        free(compact);
        free(lines);
        arena_free(&arena);
    }
    /* Deeper than the blanks that are written at once. */
    Arena   arena = {0};
    json_t *deep = json_integer(1);
    for (int i = 0; i < 60; i++) {
        json_t *around = json_array();
        json_add(around, deep);
        deep = around;
    }
    char *lines = json_dumps(deep, JSON_INDENT(2));
    assert_text(json_print(&arena, deep), str_format(&arena, "%s\n", lines));
    free(lines);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bad_byte_is_replaced),
        cmocka_unit_test(objects_are_printed_with_sorted_keys),
        cmocka_unit_test(trees_are_written_as_jansson_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
