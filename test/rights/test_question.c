/* test_question.c - questions in any order, and each way in which one is refused. */
#include "small.h"

#include <string.h>

#define TEXT                                                                                                \
    "entente 1\nagreement pact { between alfa, bravo; effective 2026-01-01; changed by all parties }\n"     \
    "party alfa { affiliates over 50% of votes }\nparty bravo { affiliates over 50% of votes }\n"           \
    "field f\nproducts family\nasset alfa/x { covers \"x\" }\nterritory zone { includes DE, FR }\n"         \
    "covenant peace { alfa will not assert alfa/x against bravo, customers of bravo }\n"                    \
    "product p { made by bravo; field f; in family; practises alfa/x }\nproduct p2 { made by bravo; field " \
    "f; practises alfa/x }\n"

typedef struct {
    Small    s;
    Rules   *rules;
    Question question;
    bool     read;
} Asked;

static void ask(Asked *a, const char *words, Day day)
{
    small_open(&a->s, TEXT, "");
    a->rules = rules_new(a->s.standing);
    Tree          tree = tree_new(&a->s.arena, &a->s.words, &a->s.diags);
    Str           text = str_copy(&a->s.arena, str_from(words));
    const Source *source = sources_add(&a->s.sources, S("question"), text);
    Lexer         lexer =
        lexer_new(source, (Span){source->base, source->base + (int32_t)text.len}, &a->s.words, &a->s.diags);
    for (Token token = lexer_next(&lexer); token.kind != T_END; token = lexer_next(&lexer))
        if (token.kind != T_LINE)
            *PUSH(&a->s.arena, &tree.tokens) = token;
    a->question = (Question){0};
    QuestionText said = {&tree, &a->s.sources, &a->s.diags, 0, (int32_t)tree.tokens.count};
    a->read = question_read(a->rules, &a->s.arena, &said, day, &a->question);
}

static void words_come_in_any_order(void **state)
{
    static const char *const rows[] = {
        "may bravo sell p under alfa/x in f at DE on 2027-03-01",
        "bravo sell p under alfa/x in f at DE on 2027-03-01",
        "on 2027-03-01 at DE in f p sell bravo under alfa/x",
        "sell p bravo 2027-03-01 f alfa/x DE",
        "the bravo may sell a p within DE, under alfa/x, in f, on 2027-03-01",
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Asked a;
        ROW("%s\n", rows[i]);
        ask(&a, rows[i], DAY_MIN);
        assert_true(a.read);
        const Question *q = &a.question;
        assert_int_equal(q->asker, small_subject(&a.s, "bravo"));
        assert_text(word_text(&a.s.words, q->act), S("sell"));
        assert_text(word_text(&a.s.words, q->product), S("p"));
        assert_true(q->assets.count == 1 && q->fields.count == 1 && bits_count(q->countries) == 1);
        assert_int_equal(q->day, small_day("2027-03-01"));
        arena_free(&a.s.arena);
    }
}

static void lists_classes_and_families(void **state)
{
    Asked a;
    (void)state;
    ask(&a, "customers of bravo use in family within zone, US to customers version 5.2",
        small_day("2026-05-05"));
    assert_true(a.read);
    assert_text(subject_text(a.s.standing, &a.s.arena, a.question.asker), S("customers of bravo"));
    assert_int_equal(bits_count(a.question.countries), 3);
    assert_int_equal(a.question.families.count, 1);
    assert_int_equal(a.question.day, small_day("2026-05-05"));
    assert_text(word_text(&a.s.words, a.question.recipient), S("customers"));
    assert_text(word_text(&a.s.words, a.question.version), S("5.2"));
    arena_free(&a.s.arena);
}

static void each_refusal_has_its_code(void **state)
{
    static const struct {
        const char *words, *code, *says;
    } rows[] = {
        {"brova sell p on 2027-01-01", "E0501", "brova"},
        {"bravo sell p at ZZ on 2027-01-01", "E0501", "ZZ"},
        {"bravo sell p2 to moon on 2027-01-01", "E0501", "moon"},
        {"bravo alfa sell p on 2027-01-01", "E0502", "twice"},
        {"bravo sell make p on 2027-01-01", "E0502", "twice"},
        {"bravo sell p p2 on 2027-01-01", "E0502", "twice"},
        {"distributors of alfa sell p on 2027-01-01", "E0503", "no clause"},
        {"bravo sell p at EU on 1900-01-01", "E0501", "no country"},
        {"bravo sell p version two on 2027-01-01", "E0504", "version"},
        {"bravo sell p on tomorrow", "E0504", "day"},
        {"bravo sell p on", "E0504", "day"},
        {"bravo sell p at", "E0504", "not finished"},
        {"sell p on 2027-01-01", "E0505", "who asks"},
        {"bravo p on 2027-01-01", "E0505", "which act"},
        {"bravo sell p", "E0505", "which day"},
        {"", "E0505", "who asks"},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Asked a;
        bool  found = false;
        ROW("%s\n", rows[i].words);
        ask(&a, rows[i].words, DAY_MIN);
        assert_false(a.read);
        for (const Diag *d = a.s.diags.first; d; d = d->next)
            if (d->level == DIAG_ERROR) {
                assert_string_equal(d->code, rows[i].code);
                found |= strstr(str_copy(&a.s.arena, d->title).at, rows[i].says) != NULL;
                assert_true(d->help.len > 0);
            }
        assert_true(found);
        arena_free(&a.s.arena);
    }
}

static void near_names_are_suggested(void **state)
{
    Asked a;
    (void)state;
    ask(&a, "brovo sell p on 2027-01-01", DAY_MIN);
    Str help = S("");
    for (const Diag *d = a.s.diags.first; d; d = d->next)
        help = d->level == DIAG_ERROR ? d->help : help;
    assert_text(help, S("did you mean `bravo`?"));
    arena_free(&a.s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_come_in_any_order), cmocka_unit_test(lists_classes_and_families),
        cmocka_unit_test(each_refusal_has_its_code), cmocka_unit_test(near_names_are_suggested)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
