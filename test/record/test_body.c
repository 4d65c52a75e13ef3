/* test_body.c - a body has one spelling: what is read is written as the same bytes, everything else is
 * refused. */
#include <string.h>

#include "bytes.h"
#include "record/body.h"

static void one_spelling(void **state)
{
    static const char *const rows[] = {
        "{}",
        "{\"a\":[]}",
        "{\"a\":[56,{\"1\":[],\"10\":null,\"d\":true}]}",
        "{\"a\":-9007199254740991,\"b\":9007199254740991,\"c\":0}",
        "{\"a.b\":false,\"a_b\":\"x\\ny\\tz\\\"\\\\/\"}",
        "{\"currency\":\"EUR\",\"sum\":\"1250000.00\"}",
        "{\"name\":\"Müller €\xf0\x9f\x98\x82\"}",
        "{\"name\":\"\xc3\x85\"}",
    };
    Arena arena = {0};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Body body;
        Str  why = S("");
        ROW("%s\n", rows[i]);
        if (!body_read(&arena, str_from(rows[i]), &body, &why))
            fail_msg("%.*s", STR_ARG(why));
        assert_text(body_write(&arena, &body), str_from(rows[i]));
    }
    arena_free(&arena);
}

/* The outputs of the test data of RFC 8785 that our profile leaves out, and what is no canonical JSON at all.
 */
static void refused(void **state)
{
    static const char *const rows[] = {
        "[56,{\"1\":[],\"10\":null,\"d\":true}]",                           /* arrays: not an object */
        "{\"peach\":\"a\",\"péché\":\"b\"}",                                /* french: a key beyond a-z */
        "{\"\":\"empty\",\"1\":{\"\\n\":56,\"f\":{\"F\":5,\"f\":\"hi\"}}}", /* structures */
        "{\"unnormalized\":\"A\xcc\x8a\"}",                                 /* unicode: not composed */
        "{\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27]}",          /* values: not whole */
        "{\"string\":\"\xe2\x82\xac$\\u000f\"}",                            /* values: a control character */
        "{\"\\r\":\"Carriage Return\"}",                                    /* weird */
        "{\"1\":\"One\",\"</script>\":\"Browser Challenge\"}",              /* weird */
        "{\"a\":9007199254740994}",                                         /* the numbers of that data */
        "{\"a\":1e+21}",
        "{\"a\":0.000001}",
        "{\"a\":9.999999999999997e-7}",
        "{\"a\":-0}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":+1}",
        "{\"a\":-9007199254740992}",
        "",
        "{",
        "{}\n",
        " {}",
        "{ }",
        "{\"a\" :1}",
        "{\"a\": 1}",
        "{\"a\":1 }",
        "{\"a\":[1, 2]}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "{\"b\":1,\"a\":2}",
        "{\"A\":1}",
        "{\"a-b\":1}",
        "{a:1}",
        "{\"a\"1}",
        "{\"a\":}",
        "{\"a\":nul}",
        "{\"a\":True}",
        "{\"a\":NaN}",
        "{\"a\":\"x}",
        "{\"a\":\"\\\"}",
        "{\"a\":\"\\/\"}",
        "{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\ud83d\\ude02\"}",
        "{\"a\":\"x\ny\"}",
        "{\"a\":\"x\ty\"}",
        "{\"a\":\"x\x7fy\"}",
        "{\"a\":\"x\xc2\x80y\"}",
        "{\"a\":\"x\xffy\"}",
        "{\"a\":\"x\xed\xa0\x80y\"}",
        "{\"\\n\":1}",
        "{\"a\":\"e\xcc\x81\"}",
        "{\"a\":\"\xe2\x84\xab\"}", /* the Angstrom sign composes to a letter */
    };
    Arena arena = {0};
    Body  body = {.whole = 7};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Str why = S("");
        ROW("%d\n", (int)i);
        assert_false(body_read(&arena, str_from(rows[i]), &body, &why));
        assert_true(why.len > 0);
    }
    assert_int_equal(body.whole, 7);
    arena_free(&arena);
}

static Str nested(Arena *arena, int depth)
{
    Text text = text_new(arena);
    text_add(&text, S("{\"a\":"));
    for (int i = 1; i < depth; i++)
        text_char(&text, '[');
    for (int i = 1; i < depth; i++)
        text_char(&text, ']');
    text_char(&text, '}');
    return text_str(&text);
}

static void limits(void **state)
{
    Arena arena = {0};
    Body  body;
    Str   why = S("");
    (void)state;
    assert_true(body_read(&arena, nested(&arena, BODY_DEPTH_MOST), &body, &why));
    assert_false(body_read(&arena, nested(&arena, BODY_DEPTH_MOST + 1), &body, &why));
    assert_false(body_read(&arena, nested(&arena, 100000), &body, &why));
    Text text = text_new(&arena);
    text_add(&text, S("{\"a\":\""));
    while (text.len < BODY_BYTES_MOST - 2)
        text_char(&text, 'x');
    text_add(&text, S("\"}"));
    assert_true(body_read(&arena, text_str(&text), &body, &why));
    text.len -= 2;
    text_add(&text, S("x\"}"));
    assert_false(body_read(&arena, text_str(&text), &body, &why));
    arena_free(&arena);
}

static void says_where(void **state)
{
    Arena arena = {0};
    Body  body;
    Str   why = S("");
    (void)state;
    assert_false(body_read(&arena, S("{\"a\":1.5}"), &body, &why));
    assert_text(why, S("byte 7 of the body: `,` or `}` is missing"));
    assert_false(body_read(&arena, S("{\"a\":01}"), &body, &why));
    assert_text(
        why,
        S("byte 8 of the body: a number is whole, within 2^53-1, without leading zeros; others are texts"));
    arena_free(&arena);
}

/* What a program could have written: every body comes back as it was. */
static Body made(Arena *arena, Random *random, int depth)
{
    static const char *const texts[] = {"",     "x", "a \"quoted\" \\ text", "line\nline\tend", "Zürich",
                                        "漢字", "/"};
    Body                     body = {.type = (BodyType)random_below(random, depth > 3 ? 4 : 6)};
    if (body.type == BODY_BOOL)
        body.whole = random_below(random, 2);
    if (body.type == BODY_WHOLE)
        body.whole = (int64_t)(random_next(random) % (2 * (uint64_t)BODY_WHOLE_MOST + 1)) - BODY_WHOLE_MOST;
    if (body.type == BODY_TEXT)
        body.text = str_from(texts[random_below(random, COUNT(texts))]);
    if (body.type < BODY_LIST)
        return body;
    body.count = random_below(random, 5);
    body.items = NEW(arena, Body, body.count);
    body.keys = NEW(arena, Str, body.count);
    for (Size i = 0; i < body.count; i++) {
        body.items[i] = made(arena, random, depth + 1);
        body.keys[i] = str_format(arena, "k%d.%d", (int)i, (int)random_below(random, 100));
    }
    return body;
}

static bool same(const Body *a, const Body *b)
{
    if (a->type != b->type || a->whole != b->whole || !str_equal(a->text, b->text) || a->count != b->count)
        return false;
    for (Size i = 0; i < a->count; i++)
        if (!same(&a->items[i], &b->items[i]) ||
            (a->type == BODY_OBJECT && !str_equal(a->keys[i], b->keys[i])))
            return false;
    return true;
}

static void every_body_comes_back(void **state)
{
    Random random = {11};
    (void)state;
    for (int turn = 0; turn < 3000; turn++) {
        Arena arena = {0};
        Body  inside = made(&arena, &random, 0), read;
        Str   key = S("a"), why = S("");
        Body  body = {.type = BODY_OBJECT, .keys = &key, .items = &inside, .count = 1};
        Str   text = body_write(&arena, &body);
        if (!body_read(&arena, text, &read, &why))
            fail_msg("%.*s: %.*s", STR_ARG(why), STR_ARG(text));
        assert_true(same(&read, &body));
        assert_true(same(body_at(&read, S("a")), &inside));
        assert_null(body_at(&read, S("b")));
        assert_null(body_at(&(Body){.type = BODY_TEXT}, S("a")));
        arena_free(&arena);
    }
}

static void sealed(void **state)
{
    static const char *const bad[] = {
        "",
        "entente/body/v1\n",
        "entente/body/v2\nAAECAwQFBgcICQoLDA0ODw==\n{}\n",
        "entente/body/v1\nAAECAwQFBgcICQoLDA0ODw=\n{}\n",
        "entente/body/v1\nAAECAwQFBgcICQoLDA0O\n{}\n",
        "entente/body/v1\nAAECAwQFBgcICQoLDA0ODw==\n{}",
        "entente/body/v1\nAAECAwQFBgcICQoLDA0ODw==\n{}\n\n",
        "entente/body/v1\nAAECAwQFBgcICQoLDA0ODw==\n[]\n",
    };
    Arena      arena = {0};
    Str        why = S(""), bytes = S("entente/body/v1\nAAECAwQFBgcICQoLDA0ODw==\n{\"a\":1}\n");
    SealedBody read;
    Body       body;
    (void)state;
    assert_true(sealed_read(&arena, bytes, &read, &body, &why));
    for (int i = 0; i < SALT_BYTES; i++)
        assert_int_equal(read.salt[i], i);
    assert_int_equal(body_at(&body, S("a"))->whole, 1);
    assert_text(sealed_write(&arena, &read), bytes);
    for (Size i = 0; i < COUNT(bad); i++) {
        ROW("%d\n", (int)i);
        why = S("");
        assert_false(sealed_read(&arena, str_from(bad[i]), &read, &body, &why));
        assert_true(why.len > 0);
    }
    arena_free(&arena);
}

/* Fields find their place whatever the sequence; what is made is what would be read. */
static void made_field_by_field(void **state)
{
    Arena arena = {0};
    Body  object = {.type = BODY_OBJECT}, list = {.type = BODY_LIST}, read;
    Str   why = S("");
    (void)state;
    assert_text(body_write(&arena, &object), S("{}"));
    body_put(&arena, &object, "to", body_of_text(S("a \"b\"\n")));
    body_put(&arena, &object, "bytes", body_of_whole(-7));
    body_push(&arena, &list, body_of_whole(1));
    body_push(&arena, &list, object);
    body_put(&arena, &object, "list", list);
    Str text = body_write(&arena, &object);
    assert_text(text, S("{\"bytes\":-7,\"list\":[1,{\"bytes\":-7,\"to\":\"a \\\"b\\\"\\n\"}],"
                        "\"to\":\"a \\\"b\\\"\\n\"}"));
    assert_true(body_read(&arena, text, &read, &why));
    assert_text(body_write(&arena, &read), text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_spelling),
                                       cmocka_unit_test(refused),
                                       cmocka_unit_test(limits),
                                       cmocka_unit_test(says_where),
                                       cmocka_unit_test(every_body_comes_back),
                                       cmocka_unit_test(sealed),
                                       cmocka_unit_test(made_field_by_field)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
