/* test_register.c - the register of products, and each way in which it is refused. */
#include "made.h"

#include <string.h>

#include "money/usage.h"

static void codes_and_items(void **state)
{
    static const char *const rows[] = {
        "code,item,name\nA1,beacon,Beacon one\n\"A,2\",lantern,\n\nA3,handsets,\"All \"\"others\"\"\"",
        "\xEF\xBB\xBFName;SKU;ITEM\r\nBeacon one;A1;beacon\r\n;A,2;lantern\r\n\r\n\"All "
        "\"\"others\"\"\";A3;handsets\r\n",
        "product\titem\tname\tother\nA1\tbeacon\tBeacon one\t\nA,2\tlantern\t\tx\nA3\thandsets\tAll "
        "\"others\"\t\n",
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Made          *made = made_new();
        const Source  *source = sources_add(&made->sources, S("register.csv"), str_from(rows[i]));
        const Article *articles;
        ROW("%d\n", (int)i);
        assert_true(register_read(&made->plan, source, &made->diags));
        articles = made->plan.articles.items;
        assert_int_equal(made->plan.articles.count, 4);
        assert_int_equal(articles[0].item, 0);
        assert_text(articles[1].code, S("A1"));
        assert_text(articles[1].name, S("Beacon one"));
        assert_text(articles[2].code, S("A,2"));
        assert_text(word_text(&made->words, articles[2].item), S("lantern"));
        assert_text(word_text(&made->words, articles[3].item), S("handsets"));
        assert_text(articles[3].name, S("All \"others\""));
        made_free(made);
    }
}

static void each_refusal(void **state)
{
    static const struct {
        const char *text, *code, *at, *title, *note, *help;
    } rows[] = {
        {"", "E0614", "", "no heading", "", "the first line"},
        {"sku,name\nA1,x\n", "E0611", "sku,name", "no column `item`", "", "code,item"},
        {"item,name\nbeacon,x\n", "E0611", "item,name", "no column `code`", "", "code,item"},
        {"code,item\nA1,beakon\n", "E0612", "beakon", "`beakon` is no product and no family", "",
         "did you mean `beacon`?"},
        {"code,item\nA1,aurora\n", "E0612", "aurora", "is no product", "", "write the name"},
        {"code,item\nA1,\n", "E0612", "", "is no product", "", "write the name"},
        {"code,item\nA1,beacon\nA2,lantern\nA1,lantern\n", "E0613", "A1",
         "stands for `beacon` and for `lantern`", "here first", "leave one"},
        {"code,item\nA1,beacon\nA1,beacon\n", "E0613", "A1", "the code `A1` stands twice", "here first",
         "leave one"},
        {"code,item\n,beacon\n", "E0614", "", "an empty code", "", "as the usage has it"},
        {"code,item\n\"A\t1\",beacon\n", "E0614", "\"A\t1\"", "control character", "", "as the usage has it"},
        {"code,item\nA1,beacon,x\n", "E0614", "A1,beacon,x", "3 cells and the heading has 2", "",
         "needs quotes"},
        {"code,item\n\"A1,beacon\n", "E0614", "\"A1,beacon", "do not close", "", "written twice"},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Made         *made = made_new();
        const Source *source = sources_add(&made->sources, S("register.csv"), str_from(rows[i].text));
        ROW("%s %s\n", rows[i].code, rows[i].title);
        assert_false(register_read(&made->plan, source, &made->diags));
        const Diag *diag = made->diags.first;
        assert_string_equal(diag->code, rows[i].code);
        assert_text(sources_slice(&made->sources, diag->span), str_from(rows[i].at));
        assert_non_null(strstr(str_copy(&made->arena, diag->title).at, rows[i].title));
        assert_non_null(strstr(str_copy(&made->arena, diag->help).at, rows[i].help));
        assert_text(diag->note_label, str_from(rows[i].note));
        assert_null(diag->next);
        assert_int_equal(made->plan.articles.count, 4); /* as it was */
        if (*rows[i].note) {
            assert_int_equal(sources_place(&made->sources, diag->note_span.from).line, 2);
            assert_true(sources_place(&made->sources, diag->span.from).line >= 3);
        }
        made_free(made);
    }
}

static void all_findings_at_once(void **state)
{
    Made         *made = made_new();
    const Source *source = sources_add(&made->sources, S("register.csv"),
                                       S("code,item\nA1,beakon\nA2\nA3,beacon\nA3,lantern\n,beacon\n"));
    (void)state;
    assert_false(register_read(&made->plan, source, &made->diags));
    assert_int_equal(made->diags.errors, 4);
    made_free(made);
}

static void more_than_65536_codes(void **state)
{
    Made *made = made_new();
    Text  text = text_new(&made->arena);
    (void)state;
    text_add(&text, S("code,item\n"));
    for (int i = 0; i < 70000; i++)
        text_format(&text, "P%07d,beacon\n", i);
    const Source *source = sources_add(&made->sources, S("register.csv"), text_str(&text));
    assert_true(register_read(&made->plan, source, &made->diags));
    assert_int_equal(made->plan.articles.count, 70001);
    Sums          sums = sums_new(&made->arena, &made->plan);
    const Source *head = sources_add(&made->sources, S("a.csv"),
                                     S("day,product,country,entity,currency,units,gross,returns\n"));
    UsageShape    shape;
    assert_true(usage_shape(&made->arena, &made->plan, &(UsageHead){head, NULL, 0}, &made->diags, &shape));
    UsageReader *reader = usage_reader_new(&made->arena, &made->plan, &shape, &sums, NULL, NULL);
    usage_feed(reader, S("2026-01-01,P0069999,DE,labs,EUR,1,2.00,0\n"), 2);
    usage_settle(reader, &sums);
    assert_int_equal(sums.count, 1);
    assert_int_equal(sums.cells[0].key.article, 70000);
    made_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(codes_and_items), cmocka_unit_test(each_refusal),
                                       cmocka_unit_test(all_findings_at_once),
                                       cmocka_unit_test(more_than_65536_codes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
