/* test_kinds.c - the table is in order, each example is right, and nothing can be left out, added or
 * misspelt. */
#include <string.h>

#include "bytes.h"
#include "record/kinds.h"

static void fields_in_order(const KindField *field)
{
    for (const char *last = ""; field->name; field++) {
        ROW("%s\n", field->name);
        assert_true(strcmp(last, field->name) < 0);
        assert_true((field->type == FIELD_OBJECT) == (field->inside != NULL));
        assert_true(field->words[0] != 0);
        last = field->name;
        if (field->inside)
            fields_in_order(field->inside);
    }
}

static Body body_of(Arena *arena, const char *text)
{
    Body body;
    Str  why = S("");
    if (!body_read(arena, str_from(text), &body, &why))
        fail_msg("%.*s", STR_ARG(why));
    return body;
}

static void table(void **state)
{
    (void)state;
    for (Size i = 0; i < kind_count(); i++) {
        const Kind *kind = kind_number(i);
        ROW("%s\n", kind->name);
        assert_ptr_equal(kind_find(str_from(kind->name)), kind);
        assert_true(word_valid(str_from(kind->name)));
        assert_true((kind->place == BODY_NONE) == (kind->fields == NULL));
        assert_true((kind->place == BODY_NONE) == (kind->example == NULL));
        assert_true(kind->writers != 0);
        if (kind->fields)
            fields_in_order(kind->fields);
    }
    assert_null(kind_find(S("")));
    assert_null(kind_find(S("founding2")));
}

/* The example without item `left_out`, and with one key more when `more` is set. */
static Body changed(Arena *arena, const Body *body, Size left_out, bool more)
{
    Body other = {.type = BODY_OBJECT,
                  .keys = NEW(arena, Str, body->count + 1),
                  .items = NEW(arena, Body, body->count + 1)};
    for (Size i = 0; i < body->count; i++) {
        if (i == left_out)
            continue;
        other.keys[other.count] = body->keys[i];
        other.items[other.count++] = body->items[i];
    }
    if (more) {
        other.keys[other.count] = S("zzz");
        other.items[other.count++] = (Body){.type = BODY_TEXT, .text = S("x")};
    }
    return other;
}

static void examples(void **state)
{
    Arena arena = {0};
    (void)state;
    for (Size k = 0; k < kind_count(); k++) {
        const Kind *kind = kind_number(k);
        Str         why = S("");
        if (!kind->fields)
            continue;
        ROW("%s\n", kind->name);
        Body body = body_of(&arena, kind->example);
        if (!kind_check_body(&arena, kind, &body, &why))
            fail_msg("%.*s", STR_ARG(why));
        Body more = changed(&arena, &body, -1, true);
        assert_false(kind_check_body(&arena, kind, &more, &why));
        assert_true(str_ends(why, S("field `zzz`: this kind has no such field")));
        for (Size i = 0; i < body.count; i++) {
            const KindField *field = kind->fields;
            while (!str_equal(str_from(field->name), body.keys[i]))
                field++;
            Body less = changed(&arena, &body, i, false);
            assert_int_equal(kind_check_body(&arena, kind, &less, &why), field->may);
            Body kept = body.items[i]; /* a value of no type that any field has */
            body.items[i] = (Body){.type = BODY_NULL};
            assert_false(kind_check_body(&arena, kind, &body, &why));
            assert_true(why.len > 0);
            body.items[i] = kept;
        }
    }
    arena_free(&arena);
}

static void values(void **state)
{
    static const struct {
        const char *kind, *body;
    } rows[] = {
        {"payment", "{\"amount\":\"1.50\",\"creditor\":\"b\",\"currency\":\"EUR\",\"day\":\"2026-05-30\","
                    "\"debtor\":\"a\"}"},
        {"payment", "{\"amount\":\"+1\",\"creditor\":\"b\",\"currency\":\"EUR\",\"day\":\"2026-05-30\","
                    "\"debtor\":\"a\"}"},
        {"payment", "{\"amount\":\"01\",\"creditor\":\"b\",\"currency\":\"EUR\",\"day\":\"2026-05-30\","
                    "\"debtor\":\"a\"}"},
        {"payment", "{\"amount\":\"1_0\",\"creditor\":\"b\",\"currency\":\"EUR\",\"day\":\"2026-05-30\","
                    "\"debtor\":\"a\"}"},
        {"payment",
         "{\"amount\":1,\"creditor\":\"b\",\"currency\":\"EUR\",\"day\":\"2026-05-30\",\"debtor\":\"a\"}"},
        {"payment", "{\"amount\":\"1\",\"creditor\":\"B\",\"currency\":\"EUR\",\"day\":\"2026-05-30\","
                    "\"debtor\":\"a\"}"},
        {"payment", "{\"amount\":\"1\",\"creditor\":\"b\",\"currency\":\"EURO\",\"day\":\"2026-05-30\","
                    "\"debtor\":\"a\"}"},
        {"payment", "{\"amount\":\"1\",\"creditor\":\"b\",\"currency\":\"eur\",\"day\":\"2026-05-30\","
                    "\"debtor\":\"a\"}"},
        {"payment", "{\"amount\":\"1\",\"creditor\":\"b\",\"currency\":\"EUR\",\"day\":\"2026-02-30\","
                    "\"debtor\":\"a\"}"},
        {"report.accepted", "{\"report\":\"aurora\"}"},
        {"report.accepted", "{\"report\":\"aurora/-1\"}"},
        {"report.accepted", "{\"report\":\"aurora/01\"}"},
        {"report.accepted", "{\"report\":\"/1\"}"},
        {"measurement", "{\"measure\":\"m\",\"period\":\"2026-Q5\",\"value\":\"1\"}"},
        {"comment", "{\"text\":\"\"}"},
        {"notice", "{\"notice\":\"n\",\"text\":\"t\",\"to\":[]}"},
        {"notice", "{\"notice\":\"n\",\"text\":\"t\",\"to\":\"b\"}"},
        {"notice", "{\"notice\":\"n\",\"text\":\"t\",\"to\":[\"b\",7]}"},
        {"member.leave", "{\"member\":\"b\",\"size\":-1}"},
        {"member.leave", "{\"member\":\"b\",\"size\":\"1\"}"},
        {"text.signed", "{\"edition\":\"e\",\"files\":[{\"bytes\":1,\"path\":\"p\"}]}"},
        {"text.signed", "{\"edition\":\"e\",\"files\":[7]}"},
        /* a cosigner's key, and the key of an edge case, are no keys of a feed */
        {"key.change", "{\"key\":\"BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM\",\"next\":"
                       "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}"},
        {"key.change", "{\"key\":\"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"next\":"
                       "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}"},
    };
    Arena arena = {0};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Str  why = S("");
        Body body = body_of(&arena, rows[i].body);
        ROW("%s %s\n", rows[i].kind, rows[i].body);
        assert_false(kind_check_body(&arena, kind_find(str_from(rows[i].kind)), &body, &why));
        assert_true(str_starts(why, str_from(rows[i].kind)));
    }
    arena_free(&arena);
}

static void places_and_writers(void **state)
{
    Arena arena = {0};
    (void)state;
    for (Size k = 0; k < kind_count(); k++) {
        const Kind *kind = kind_number(k);
        for (int place = BODY_NONE; place <= BODY_SEALED; place++) {
            for (int role = 0; role < ROLES; role++) {
                Str   why = S("");
                Entry entry = {.kind = str_from(kind->name), .place = (BodyPlace)place};
                if (place == BODY_HERE && kind->place == BODY_HERE)
                    entry.body = body_of(&arena, kind->example);
                bool good = (BodyPlace)place == kind->place && (kind->writers >> role & 1);
                assert_int_equal(kind_check(&arena, kind, &entry, (Role)role, &why), good);
                assert_true(good || why.len > 0);
            }
        }
    }
    Entry founding = {.place = BODY_HERE,
                      .body = {.type = BODY_OBJECT}}; /* a body that is there is looked into */
    Str   why = S("");
    assert_false(kind_check(&arena, kind_find(S("founding")), &founding, ROLE_PARTY, &why));
    Role role = ROLE_PARTY;
    assert_true(role_read(S("observer"), &role) && role == ROLE_OBSERVER);
    assert_false(role_read(S("Observer"), &role));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(table), cmocka_unit_test(examples),
                                       cmocka_unit_test(values), cmocka_unit_test(places_and_writers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
