/* test_sums.c - sums are a commutative group, and their file says exactly what they are. */
#include "made.h"

#include <string.h>

#include "money/sums.h"

/* One line of usage, as the scanner would add it. */
typedef struct {
    SumKey  key;
    int64_t values[3];
} Line;

static Line random_line(Random *random)
{
    bool calls = random_below(random, 4) == 0;
    Line line = {.key = {.lines = calls, .interval = (uint16_t)random_below(random, 4)}};
    if (calls) {
        line.key.filters = (uint16_t)random_below(random, 2);
    } else {
        line.key.article = (uint32_t)random_below(random, 4);
        line.key.place = (uint16_t)random_below(random, 4);
        line.key.entity = (uint16_t)random_below(random, 4);
        line.key.currency = (uint16_t)random_below(random, 20);
    }
    for (int i = 0; i < (calls ? 1 : 3); i++)
        line.values[i] = (int64_t)(random_next(random) >> random_below(random, 60)) - 1000000;
    return line;
}

static void add(Sums *sums, const Line *line, int sign)
{
    Size cell = sums_cell(sums, &line->key);
    sums->cells[cell].lines += sign;
    for (int i = 0; i < 3; i++)
        sums_values(sums, cell)[i] += (Int128)sign * line->values[i];
}

/* Any split over any number of sums, merged in any order, with lines that are taken away again. */
static void splits_merge_to_the_same(void **state)
{
    Made  *made = made_new();
    Random random = {7};
    (void)state;
    for (int round = 0; round < 60; round++) {
        Sums whole = sums_new(&made->arena, &made->plan), parts[4], wrong = whole, merged;
        wrong = sums_new(&made->arena, &made->plan);
        merged = sums_new(&made->arena, &made->plan);
        for (int i = 0; i < 4; i++)
            parts[i] = sums_new(&made->arena, &made->plan);
        for (Size i = random_below(&random, 2000); i > 0; i--) {
            Line line = random_line(&random);
            add(&parts[random_below(&random, 4)], &line, 1);
            if (random_below(&random, 5))
                add(&whole, &line, 1);
            else
                add(&wrong, &line, 1);
        }
        int first = (int)random_below(&random, 4);
        sums_merge(&merged, &wrong, -1);
        for (int i = 0; i < 4; i++)
            sums_merge(&merged, &parts[(first + i) % 4], 1);
        assert_text(sums_write(&made->arena, &merged), sums_write(&made->arena, &whole));
    }
    made_free(made);
}

static void nothing_is_left_of_a_difference(void **state)
{
    Made  *made = made_new();
    Random random = {8};
    Sums   sums = sums_new(&made->arena, &made->plan);
    Size   count;
    (void)state;
    for (int i = 0; i < 1000; i++) {
        Line line = random_line(&random);
        add(&sums, &line, 1);
    }
    sums_merge(&sums, &sums, -1);
    assert_true(sums.count > 100);
    (void)sums_order(&made->arena, &sums, &count);
    assert_int_equal(count, 0);
    made_free(made);
}

static void what_is_written_is_read(void **state)
{
    Made  *made = made_new();
    Random random = {9};
    (void)state;
    for (int round = 0; round < 50; round++) {
        Sums sums = sums_new(&made->arena, &made->plan), again;
        for (Size i = random_below(&random, 300); i > 0; i--) {
            Line line = random_line(&random);
            add(&sums, &line, random_below(&random, 3) ? 1 : -1);
        }
        Str text = sums_write(&made->arena, &sums), why = S("");
        if (!sums_read(&made->arena, &made->plan, text, &again, &why))
            fail_msg("%.*s", STR_ARG(why));
        sums_merge(&again, &sums, -1);
        Size left;
        (void)sums_order(&made->arena, &again, &left);
        assert_int_equal(left, 0);
    }
    made_free(made);
}

#define HEAD "entente sums 1\nplan 0123456789abcdef\n"
#define ONE  HEAD "cells 1\n"
#define DE   "sales\tP0001\t1\tborealis\tEUR\t2026-01-01\t0\t"

static void the_file_is_as_documented(void **state)
{
    Made        *made = made_new();
    Sums         sums = sums_new(&made->arena, &made->plan);
    const SumKey calls = {.lines = 1, .filters = 1, .interval = 3};
    const SumKey sale = {
        .article = 1, .place = 1, .entity = 2, .currency = (uint16_t)(currency_find(S("EUR")) + 1)};
    (void)state;
    Line lines[] = {{calls, {12500000, 0, 0}}, {sale, {3000000, 4999990000, -10}}, {sale, {1, 0, 0}}};
    for (Size i = 0; i < COUNT(lines); i++)
        add(&sums, &lines[i], 1);
    assert_text(sums_write(&made->arena, &sums), S(HEAD "cells 2\n" DE "2\t3.000001\t4999.99\t-0.00001\n"
                                                        "calls\t\t0\t\t\t2026-10-01\t1\t1\t12.5\n"));
    made_free(made);
}

static void what_would_not_be_written_is_refused(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "line 1: this is no file of sums"},
        {"entente sums 2\n", "no file of sums"},
        {"entente sums 1\nplan 0123456789abcdee\ncells 0\n", "line 2: these sums were made by another text"},
        {"entente sums 1\n", "a part of it is missing"},
        {HEAD "cells -1\n", "line 3: `cells`"},
        {HEAD "cells 00\n", "not how sums are written"},
        {HEAD "cells 99999999999\n", "`cells`"},
        {HEAD "cells 0", "line 3: the line does not end"},
        {HEAD "cells 0\n\n", "line 4: more stands here"},
        {ONE, "line 4: the file ends here"},
        {ONE DE "1\t1\t1\n", "a sum is no decimal number"},
        {ONE DE "1\t1\t1\t1\t1\n", "more fields"},
        {ONE DE "1\t1\t1\t1.0\n", "line 4: this is not how sums"},
        {ONE DE "1\t1\t1\t1.\n", "no decimal number"},
        {ONE DE "1\t1\t1\t.1\n", "no decimal number"},
        {ONE DE "1\t1\t1\t-0\n", "not how sums are written"},
        {ONE DE "1\t1\t1\t+1\n", "no decimal number"},
        {ONE DE "1\t1\t1\t1e3\n", "no decimal number"},
        {ONE DE "1\t1\t1\t0.0000001\n", "no decimal number"},
        {ONE DE "1\t1\t1\t10000000000000000000000000000\n", "no decimal number"},
        {ONE DE "0\t0\t0\t0\n", "an empty one"},
        {ONE DE "1.5\t0\t0\t0\n", "number of lines"},
        {ONE DE "9000000000000000000\t0\t0\t0\n", "number of lines"},
        {HEAD "cells 2\n" DE "1\t1\t1\t1\n" DE "1\t1\t1\t1\n", "line 5: the cell stands twice"},
        {HEAD "cells 2\ncalls\t\t0\t\t\t2026-10-01\t1\t1\t12.5\n" DE "1\t1\t1\t1\n",
         "line 4: this is not how"},
        {ONE "sails\tP0001\t1\tborealis\tEUR\t2026-01-01\t0\t1\t1\t1\t1\n", "`sails` is no `lines`"},
        {ONE "sales\tP0009\t1\tborealis\tEUR\t2026-01-01\t0\t1\t1\t1\t1\n", "`P0009` is no article"},
        {ONE "sales\tP0001\t4\tborealis\tEUR\t2026-01-01\t0\t1\t1\t1\t1\n", "no class of countries"},
        {ONE "sales\tP0001\t1\tboreal\tEUR\t2026-01-01\t0\t1\t1\t1\t1\n", "`boreal` is no party"},
        {ONE "sales\tP0001\t1\tborealis\tEUX\t2026-01-01\t0\t1\t1\t1\t1\n", "`EUX` is no currency"},
        {ONE "sales\tP0001\t1\tborealis\tEUR\t2026-01-02\t0\t1\t1\t1\t1\n", "no interval begins"},
        {ONE "sales\tP0001\t1\tborealis\tEUR\t2026-02-30\t0\t1\t1\t1\t1\n", "is no day"},
        {ONE "sales\tP0001\t1\tborealis\tEUR\t2026-01-01\t1\t1\t1\t1\t1\n", "conditions"},
        {ONE "sales\n", "no class of countries"},
    };
    Made *made = made_new();
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Sums out;
        Str  why = S("");
        ROW("%s\n", rows[i].says);
        assert_false(sums_read(&made->arena, &made->plan, str_from(rows[i].text), &out, &why));
        if (!strstr(str_copy(&made->arena, why).at, rows[i].says))
            fail_msg("it says: %.*s", STR_ARG(why));
    }
    made_free(made);
}

static void any_byte_changed_is_refused_or_another_sum(void **state)
{
    Made  *made = made_new();
    Random random = {10};
    Sums   sums = sums_new(&made->arena, &made->plan), out;
    (void)state;
    for (int i = 0; i < 20; i++) {
        Line line = random_line(&random);
        add(&sums, &line, 1);
    }
    Str text = sums_write(&made->arena, &sums), why;
    for (Size i = 0; i < text.len; i++) {
        char *changed = NEW(&made->arena, char, text.len);
        memcpy(changed, text.at, (size_t)text.len);
        changed[i] = "0x\t-\n9"[random_below(&random, 6)];
        Str other = {changed, text.len};
        if (sums_read(&made->arena, &made->plan, other, &out, &why))
            assert_text(sums_write(&made->arena, &out), other);
        assert_false(sums_read(&made->arena, &made->plan, str_slice(text, 0, i), &out, &why));
    }
    made_free(made);
}

static void sums_have_one_spelling(void **state)
{
    static const struct {
        int64_t     value;
        const char *text;
    } rows[] = {{0, "0"},
                {1, "0.000001"},
                {-1, "-0.000001"},
                {1000000, "1"},
                {-1250000, "-1.25"},
                {120000000, "120"},
                {INT64_MAX, "9223372036854.775807"},
                {INT64_MIN, "-9223372036854.775808"}};
    Arena arena = {0};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++)
        assert_text(sum_text(&arena, rows[i].value), str_from(rows[i].text));
    Int128 large = (Int128)1 << 126;
    assert_text(sum_text(&arena, large), S("85070591730234615865843651857942.052864"));
    assert_text(sum_text(&arena, -large), S("-85070591730234615865843651857942.052864"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_merge_to_the_same),
        cmocka_unit_test(nothing_is_left_of_a_difference),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(the_file_is_as_documented),
        cmocka_unit_test(what_would_not_be_written_is_refused),
        cmocka_unit_test(any_byte_changed_is_refused_or_another_sum),
        cmocka_unit_test(sums_have_one_spelling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
