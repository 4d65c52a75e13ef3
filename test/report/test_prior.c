/* test_prior.c - an earlier statement goes round; whatever was changed in it is refused with the place. */
#include "statement_make.h"

#include "report/statement_json.h"

static void what_was_written_is_read(void **state)
{
    (void)state;
    Made made;
    make_statement(&made, "full");
    Arena *arena = &made.s.arena;
    Prior  prior = {0};
    Str    why = {0};
    bool   read = statement_prior_read(arena, statement_json(arena, &made.view), &prior, &why);
    assert_text(why, S(""));
    assert_true(read);
    assert_text(prior.agreement, S("pact"));
    assert_int_equal(prior.as_of, small_day("2026-10-20"));
    assert_int_equal(prior.parts.count, made.statement.parts.count);
    for (Size i = 0; i < prior.parts.count; i++) {
        const PriorPart     *got = &prior.parts.items[i];
        const StatementPart *want = &made.statement.parts.items[i];
        assert_text(got->clause, view_clause(&made.view, want->clause));
        assert_text(got->group, want->group);
        assert_text(got->payer, view_party(&made.view, arena, want->payer));
        assert_text(got->payee, view_party(&made.view, arena, want->payee));
        assert_int_equal(got->counter.from, want->counter.from);
        assert_int_equal(got->period.through, want->period.through);
        assert_int_equal(got->currency, want->currency);
        assert_int_equal(got->unknown, want->unknown);
        assert_int_equal(got->due, want->due);
        assert_int_equal(got->true_ups.count, want->true_ups.count);
        for (Size k = 0; k < got->true_ups.count; k++) {
            assert_int_equal(got->true_ups.items[k].due, want->true_ups.items[k].due);
            assert_int_equal(got->true_ups.items[k].lines, want->true_ups.items[k].lines);
            assert_int_equal(got->true_ups.items[k].period.from, want->true_ups.items[k].period.from);
            assert_int_equal(rational_order(got->true_ups.items[k].counted, want->true_ups.items[k].counted),
                             0);
        }
        assert_int_equal(got->to_date.ok, !want->unknown);
        if (got->to_date.ok)
            assert_int_equal(rational_order(got->to_date, part_to_date(want)), 0);
    }
    assert_int_equal(prior.parts.items[0].lines, 9870);
    assert_int_equal(rational_order(prior.parts.items[0].counted, rational_whole(60700000)), 0);
    assert_int_equal(prior.parts.items[0].rates.count, 3);
    assert_text(prior.parts.items[0].rates.items[2].rate, S("0.10 USD per unit"));
    assert_int_equal(prior.parts.items[1].true_ups.count, 1);
    assert_int_equal(prior.text.len, 64);
    assert_int_equal(rational_order(prior.parts.items[1].to_date, rational_ratio(119000, 3)), 0);
    arena_free(arena);
}

static Str replaced(Arena *arena, Str text, const char *from, const char *to)
{
    Str was = str_from(from);
    for (Size i = 0; i + was.len <= text.len; i++)
        if (str_starts(str_slice(text, i, text.len), was))
            return str_format(arena, "%.*s%s%.*s", STR_ARG(str_slice(text, 0, i)), to,
                              STR_ARG(str_slice(text, i + was.len, text.len)));
    fail_msg("`%s` is not there", from);
    return text;
}

static void what_was_changed_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *why;
    } rows[] = {
        {"entente-statement/1", "entente-statement/2", "format is not `entente-statement/1`"},
        {"\"format\"", "\"form\"", "format is not a text"},
        {"\"as_of\": \"2026-10-20\"", "\"as_of\": \"2026-10-32\"", "as_of is not a day such as 2026-09-30"},
        {"\"as_of\": \"2026-10-20\"", "\"as_of\": 7", "as_of is not a text"},
        {"\"due_minor\": 121000000", "\"due_minor\": 121000001", "parts[0].due differs from due_minor"},
        {"\"due_minor\": 121000000", "\"due_minor\": 1.5", "parts[0].due_minor is not a whole number"},
        {"\"to_date\": \"6500000\"", "\"to_date\": \"06500000\"",
         "parts[0].to_date is not a reduced fraction such as 10/3"},
        {"\"to_date\": \"6500000\"", "\"to_date\": \"13000000/2\"",
         "parts[0].to_date is not a reduced fraction such as 10/3"},
        {"\"to_date\": \"6500000\"", "\"to_date\": \"1/0\"",
         "parts[0].to_date is not a reduced fraction such as 10/3"},
        {"\"to_date\": \"6500000\"", "\"to_date\": \"999999999999999999999999999999999999999\"",
         "parts[0].to_date is not a reduced fraction such as 10/3"},
        {"\"to_date\": \"6500000\"", "\"to_date\": null", "parts[0].to_date is not a text"},
        {"\"currency\": \"USD\",\n      \"due\"", "\"currency\": \"ZZZ\",\n      \"due\"",
         "parts[0].currency is no currency"},
        {"\"group\": \"\"", "\"group\": []", "parts[0].group is not a text"},
        {"\"unknown\": false\n    }", "\"unknown\": 0\n    }", "parts[0].unknown is neither true nor false"},
        {"\"through\": \"2026-09-30\"", "\"through\": \"2025-09-30\"",
         "parts[0].counter ends before it begins"},
        {"\"name\": \"video-royalty\"", "\"name\": \"\"", "parts[0].clause has an empty name"},
        {"\"parts\": [", "\"parts\": {}, \"x\": [", "parts is not an array"},
        {"\"parts\": [\n    {", "\"parts\": [\n    1, {", "parts[0].this is not an object"},
        {"\"steps\": [", "\"steps\": {}, \"x\": [", "parts[0].steps is not an array"},
        {"\"kind\": \"base\"", "\"kind\": 5", "parts[0].kind is not a text"},
        {"\"exact\": \"60700000\"", "\"exact\": \"6.07\"",
         "parts[0].exact is not a reduced fraction such as 10/3"},
        {"\"lines\": 9870", "\"lines\": \"9870\"", "parts[0].lines is not a whole number"},
        {"\"rate\": \"free\"", "\"rate\": 0", "parts[0].rate is not a text"},
        {"\"true_ups\": []", "\"true_ups\": 0", "parts[0].true_ups is not an array"},
        {"\"true_ups\": []", "\"true_ups\": [0]", "parts[0].true_ups are not all objects"},
        {"\"true_ups\": []",
         "\"true_ups\": [{\"period\": {\"from\": \"2026-01-01\", \"through\": \"2026-07-01\"}, "
         "\"due_minor\": 5, "
         "\"due\": {\"amount\": \"0.05\", \"currency\": \"USD\"}, \"lines\": 0, \"counted\": null}]",
         "parts[0].true_ups are not all for earlier periods"},
        {"\"says\": [", "\"says\": [ \"nothing\",",
         "digest does not fit: something was changed after the statement was made"},
        {"\"cap_note\": \"The", "\"cap_note\": \"A",
         "digest does not fit: something was changed after the statement was made"},
        {"\"digest\"", "\"digested\"", "digest is not a text"},
        {"{", "[{", NULL},
        {"\"format\"", "\"format\": \"entente-statement/1\", \"format\"", NULL}, /* twice */
        {"video-royalty", "video\xff", NULL},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        Made made;
        make_statement(&made, "small");
        Arena *arena = &made.s.arena;
        Prior  prior = {.as_of = 4711};
        Str    why = {0};
        ROW("%td: %s\n", i, rows[i].why ? rows[i].why : "");
        Str text = replaced(arena, statement_json(arena, &made.view), rows[i].from, rows[i].to);
        assert_false(statement_prior_read(arena, text, &prior, &why));
        assert_int_equal(prior.as_of, 4711);
        assert_true(why.len > 0);
        if (rows[i].why)
            assert_text(why, str_from(rows[i].why));
        arena_free(arena);
    }
}

static void long_texts_are_refused(void **state)
{
    (void)state;
    Made made;
    make_statement(&made, "small");
    Text name = text_new(&made.s.arena);
    text_add(&name, S("\"group\": \""));
    for (int i = 0; i <= PRIOR_TEXT_MOST; i++)
        text_char(&name, 'x');
    text_add(&name, S("\""));
    text_char(&name, '\0');
    Prior prior = {0};
    Str   why = {0}, text = replaced(&made.s.arena, statement_json(&made.s.arena, &made.view),
                                     "\"group\": \"\"", text_str(&name).at);
    assert_false(statement_prior_read(&made.s.arena, text, &prior, &why));
    assert_text(why, S("parts[0].group is too long"));
    assert_false(statement_prior_read(&made.s.arena, S(""), &prior, &why));
    assert_false(statement_prior_read(&made.s.arena, (Str){"{", PRIOR_BYTES_MOST + 1}, &prior, &why));
    assert_text(why, S("the file is too large for a statement"));
    arena_free(&made.s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(what_was_changed_is_refused),
        cmocka_unit_test(long_texts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
