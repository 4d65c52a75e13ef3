/* test_overview.c - what needs whom as an agreement goes on; the blob beside the record is used while it is
 * fresh and only then, and reads back as it was written. */
#include "workspaces.h"

#include "app/overview.h"

static Overview of(Side *side)
{
    Overview view;
    DONE(overview_of(&side->ws, &arena, &view, &why));
    Overview read;
    Str      bytes = overview_write(&arena, &view), because = S("");
    if (!overview_read(&arena, bytes, &read, &because))
        fail_msg("%.*s", STR_ARG(because));
    assert_text(overview_write(&arena, &read), bytes);
    return view;
}

static void whose_turn_it_is(void **state)
{
    (void)state;
    Side     one = side_new("turn", "aurora"), two = side_new("turn", "borealis");
    Manifest manifest = manifest_made("# Agreement\n");
    found(&one, &two);
    Overview view = of(&one);
    assert_text(view.agreement, S("cross-licence"));
    assert_int_equal(view.asked.count + view.waits.count, 0);
    assert_true(overview_copies_match(&view, S("aurora")));
    (void)sign(&one, "text.proposed", &manifest);
    assert_int_equal(of(&one).asked.count, 0); /* one's own proposal asks others */
    view = of(&one);
    assert_false(overview_copies_match(&view, S("aurora")));
    send(&one, &two);
    view = of(&two);
    assert_int_equal(view.asked.count, 1);
    assert_text(view.asked.items[0].entry, S("aurora/1"));
    assert_text(view.asked.items[0].kind, S("text.proposed"));
    (void)sign(&two, "text.signed", &manifest);
    view = of(&two);
    assert_false(view.text);
    assert_int_equal(view.asked.count, 0);
    assert_int_equal(view.waits.count, 1);
    assert_text(view.waits.items[0].words, S("aurora"));
    send(&two, &one);
    view = of(&one);
    assert_int_equal(view.asked.count, 1);
    assert_text(view.asked.items[0].kind, S("text.signed"));
    assert_text(view.asked.items[0].words, S("edition draft 1"));
    (void)sign(&one, "text.signed", &manifest);
    send(&one, &two);
    heartbeats(&one, &two);
    view = of(&one);
    assert_int_equal(view.asked.count + view.waits.count, 0);
    assert_true(view.text);
    assert_true(overview_copies_match(&view, S("aurora")));
    side_close(&one);
    side_close(&two);
}

static void a_doubt_asks_for_an_answer(void **state)
{
    (void)state;
    Side one = side_new("doubt", "aurora"), two = side_new("doubt", "borealis");
    found(&one, &two);
    Place report = write_kind(&one, "comment", "{\"text\":\"stands for a report\"}");
    send(&one, &two);
    assert_int_equal(report.seq, 1);
    (void)write_kind(&two, "report.queried", "{\"question\":\"Where is March?\",\"report\":\"aurora/1\"}");
    assert_int_equal(of(&two).asked.count, 0);
    send(&two, &one);
    Overview view = of(&one);
    assert_int_equal(view.asked.count, 1);
    assert_text(view.asked.items[0].words, S("aurora/1: Where is March?"));
    (void)write_kind(&one, "comment", "{\"about\":\"borealis/0\",\"text\":\"of something else\"}");
    assert_int_equal(of(&one).asked.count, 1);
    (void)write_kind(&one, "comment", "{\"about\":\"borealis/1\",\"text\":\"In the next report.\"}");
    assert_int_equal(of(&one).asked.count, 0);
    side_close(&one);
    side_close(&two);
}

/* Words of others are cut to whole characters on one line, so that what is kept can be read again. */
static void words_fit_a_line(void **state)
{
    (void)state;
    Side one = side_new("words", "aurora"), two = side_new("words", "borealis");
    Text body = text_new(&arena);
    found(&one, &two);
    (void)write_kind(&one, "comment", "{\"text\":\"stands for a report\"}");
    send(&one, &two);
    text_add(&body, S("{\"question\":\"a\\n"));
    for (int i = 0; i < 200; i++)
        text_add(&body, S("\xc3\xbc"));
    text_add(&body, S("\",\"report\":\"aurora/1\"}"));
    (void)write_kind(&two, "report.queried", str_copy(&arena, text_str(&body)).at);
    send(&two, &one);
    Overview view = of(&one), read;
    Str      why = S("");
    assert_true(overview_read(&arena, overview_write(&arena, &view), &read, &why));
    assert_true(str_starts(read.asked.items[0].words, S("aurora/1: a \xc3\xbc")));
    assert_in_range(read.asked.items[0].words.len, 199, 200);
    side_close(&one);
    side_close(&two);
}

static void the_blob_is_used_while_it_is_fresh(void **state)
{
    (void)state;
    Side     one = side_new("blob", "aurora"), two = side_new("blob", "borealis");
    Overview view;
    found(&one, &two);
    Str folder = one.ws.folder;
    for (int i = 0; i < 3; i++) { /* made, used, and made again after a change */
        if (i == 2)
            (void)write_kind(&one, "comment", "{\"text\":\"hello\"}");
        Workspace ws;
        DONE(workspace_open(&arena, folder, LOAD_STORE, &ws, &why));
        DONE(overview_open(&ws, &arena, &view, &why));
        assert_int_equal(ws.loaded != NULL, i != 1);
        assert_int_equal(view.entries, i == 2 ? 3 : 2);
        workspace_close(&ws);
    }
    StoreBatch batch = {.agreement = one.ws.config.agreement};
    Str        because = S("");
    *PUSH(&arena, &batch.blobs) = (StoreBlob){S("overview"), S("entente/overview/v1\narrival 4\n")};
    assert_int_equal(store_append(one.ws.store, &batch, &because), STORE_OK);
    Workspace ws;
    DONE(workspace_open(&arena, folder, LOAD_STORE, &ws, &why));
    DONE(overview_open(&ws, &arena, &view, &why)); /* what cannot be read is made anew */
    assert_non_null(ws.loaded);
    workspace_close(&ws);
    side_close(&one);
    side_close(&two);
}

static void read_strictly(void **state)
{
#define TOP "entente/overview/v1\narrival 3\nagreement lte\nentries 3 final 1 blocked 0 text 1\n"
    static const char *const bad[] = {
        "",
        "entente/overview/v1\n",
        "entente/overview/v1\narrival x\n",
        "entente/overview/v1\narrival 3\nagreement lte\nentries 3 final 1 blocked 2 text 0\n",
        "entente/overview/v1\narrival 3\nagreement lte\nentries 3 final 1 blocked 0\n",
        TOP "member aurora party 1 2 3 4\n",
        TOP "member aurora king 1 2 3 4 0\n",
        TOP "member aurora party 1 2 3 4 0 5\n",
        TOP "asked aurora text.signed x\n",
        TOP "waits aurora/1\n",
        TOP "more\n",
        TOP "asked aurora/1 text.signed \x01\n",
    };
    Overview view;
    Str      why = S("");
    (void)state;
    assert_true(overview_read(&arena, S(TOP "member aurora party 1 2 3 4 0\nasked aurora/1 text.signed \n"),
                              &view, &why));
    for (Size i = 0; i < COUNT(bad); i++) {
        ROW("%d\n", (int)i);
        why = S("");
        assert_false(overview_read(&arena, str_from(bad[i]), &view, &why));
        assert_true(why.len > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whose_turn_it_is), cmocka_unit_test(a_doubt_asks_for_an_answer),
        cmocka_unit_test(words_fit_a_line), cmocka_unit_test(the_blob_is_used_while_it_is_fresh),
        cmocka_unit_test(read_strictly),
    };
    return cmocka_run_group_tests(tests, make_home, drop_home);
}
