/* test_recorded.c - questions that read the record of a workspace: the final entries answer, pending ones are
 * shown apart, earlier states can be asked for, and a snapshot answers like the record. */
#include "workspaces.h"

#include "app/due.h"
#include "app/reported.h"

static const char TEXT[] =
    "entente 1\nagreement pact {\n  between aurora, borealis\n  effective 2026-01-01\n  term perpetual\n  "
    "changed by "
    "all parties\n  currency EUR\n  calendar { count from the day after; short months end on their last day "
    "}\n}\n"
    "party aurora\nparty borealis\nevent launch { recorded by aurora }\nmetric level { score 0 to 100; "
    "attested by "
    "borealis }\nfield f\nasset aurora/lamp\nproduct p { made by borealis; field f; practises aurora/lamp }\n"
    "grant lamp {\n  aurora grants borealis\n  to make, use, sell\n  under aurora/lamp\n  in f\n  within "
    "worldwide\n"
    "  once launch\n}\nlines sales { reported by aurora; states product, country, day, units, gross }\n"
    "royalty fee {\n  aurora pays borealis\n  on gross in sales\n  rate 2%\n  report each calendar quarter, "
    "within 30 "
    "days of its end\n}\npayment balancing { aurora pays borealis; on 2026-05-30: 50_000 EUR }\ndocument "
    "plan\n"
    "duty tell {\n  each must deliver plan\n  every 6 months from 2026-06-30\n  cure 30 days after receipt "
    "of notice\n"
    "  otherwise breach\n}\n";

/* The clock of everybody, at noon of that day. */
static void clock_to(const char *day)
{
    assert_int_equal(setenv("ENTENTE_NOW", str_format(&arena, "%sT12:00:00Z", day).at, 1), 0);
}

/* What both wrote before becomes final. */
static void settle(Side *one, Side *two)
{
    send(one, two);
    heartbeats(one, two);
}

typedef struct {
    Session session;
    Asking  asking;
} Asked;

static Asked *asks_as(const Side *side, RecordAsked how)
{
    Asked *asked = NEW(&arena, Asked, 1);
    Str    why = S("");
    asked->session = session_new(&arena);
    asked->session.asked = how;
    if (!asking_open(&asked->session, side->ws.folder, S(""), &asked->asking, &why))
        fail_msg("%.*s", STR_ARG(why));
    assert_int_equal(asked->session.diags->errors, 0);
    assert_non_null(asked->asking.recorded);
    return asked;
}

static const RecordAsked NOW = {.day = DAY_MAX}, PENDING = {.day = DAY_MAX, .pending = true};

/* May borealis sell p? */
static Status may_sell(Asked *asked)
{
    Question question = {0};
    Day      day = 0;
    assert_true(day_parse(S("2026-06-01"), &day));
    assert_true(asking_question(&asked->asking, S("borealis sell p at DE"), day, &question));
    return may(asked->asking.index, &arena, &question, (Wanted){false, false}).status;
}

static DueState told_by(Asked *asked, const char *day_text_, const char *who)
{
    Day  day = 0;
    Word duty = word_known(asked->session.words, S("tell")),
         name = word_known(asked->session.words, str_from(who));
    assert_true(day_parse(str_from(day_text_), &day));
    Dues dues = asking_dues(&asked->asking, day + 10);
    for (Size i = 0; i < dues.items.count; i++) {
        const Occasion *o = &dues.items.items[i];
        if (o->clause->name == duty && o->debtor == standing_subject(asked->asking.standing, name))
            return due_status(&dues, o, day).state;
    }
    fail();
    return DUE_NONE;
}

static void answers_rest_on_what_is_final(void **state)
{
    (void)state;
    clock_to("2026-02-01");
    Side one = side_new("answers", "aurora"), two = side_new("answers", "borealis");
    found(&one, &two);
    assert_int_equal(file_write(&arena, workspace_path(&one.ws, S("agreement.entente")), str_from(TEXT)),
                     FILE_OK);
    Str md = str_format(&arena, "# Pact\n\n```entente\n%s```\n", TEXT);
    assert_int_equal(file_write(&arena, workspace_path(&one.ws, S("agreement.md")), md), FILE_OK);
    settle(&one, &two);
    Status without = may_sell(asks_as(&one, NOW));
    (void)write_kind(&one, "fact", "{\"day\":\"2026-02-01\",\"says\":\"launch on 2026-02-01\"}");
    assert_int_equal(may_sell(asks_as(&one, NOW)), without);
    Status with = may_sell(asks_as(&one, PENDING));
    assert_true(with != without && status_permits(with));
    Size count = 0;
    Str  names = recorded_pending(asks_as(&one, NOW)->asking.recorded, &arena, &count);
    assert_text(names, S("aurora/3 fact"));
    Size final = asks_as(&one, NOW)->asking.recorded->fold.final;
    clock_to("2026-02-03");
    settle(&one, &two);
    assert_int_equal(may_sell(asks_as(&one, NOW)), with);
    /* as it was then: by place, and by what others had */
    assert_int_equal(may_sell(asks_as(&one, (RecordAsked){.day = DAY_MAX, .at_said = true, .at = final})),
                     without);
    Day day = 0;
    assert_true(day_parse(S("2026-02-02"), &day));
    assert_int_equal(may_sell(asks_as(&one, (RecordAsked){.day = DAY_MAX, .known_said = true, .known = day})),
                     without);
    assert_int_equal(
        may_sell(asks_as(&one, (RecordAsked){.day = DAY_MAX, .known_said = true, .known = day + 1})), with);
    /* the snapshot that was kept answers without the record */
    Asked *again = asks_as(&one, NOW);
    assert_false(again->asking.recorded->loaded);
    assert_int_equal(may_sell(again), with);
    assert_false(asks_as(&one, NOW)->asking.recorded->loaded);
    /* a notice has the day of its receipt */
    assert_int_equal(told_by(asks_as(&one, NOW), "2026-07-10", "borealis"), DUE_LATE);
    clock_to("2026-07-05");
    (void)write_kind(&one, "notice", "{\"notice\":\"tell\",\"text\":\"late\",\"to\":[\"borealis\"]}");
    clock_to("2026-07-09");
    settle(&one, &two);
    assert_int_equal(told_by(asks_as(&one, NOW), "2026-08-08", "borealis"), DUE_LATE);
    assert_int_equal(told_by(asks_as(&one, NOW), "2026-08-09", "borealis"), DUE_BREACHED);
    workspace_close(&one.ws);
    workspace_close(&two.ws);
}

/* ---- reports ---- */

static const char *report_body(const char *corrects, const char *cuts, const char *gross, Str meaning)
{
    return str_format(
               &arena,
               "{%s\"cuts\":[%s],\"lines\":1,\"meaning\":\"%.*s\",\"period\":\"2026-Q1\",\"report\":"
               "\"sales\",\"root\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"sums\":\"entente "
               "sums 1\\nplan p\\ncells 1\\nsales\\t\\t0\\t\\tEUR\\t2026-01-01\\t0\\t1\\t%s\\n\"}",
               corrects, cuts, STR_ARG(meaning), gross)
        .at;
}

/* The sum of all that the record holds for the first quarter; negative: a finding. */
static int64_t summed(const Side *side, Str *meaning)
{
    Asked     *asked = asks_as(side, NOW);
    Days       period = {0};
    Owing      o = {0};
    UsageAsked given = {0};
    UsageRead  read = {0};
    Str        why = S("");
    int64_t    sum = 0;
    assert_true(period_parse(S("2026-Q1"), &period));
    owing_open(&asked->asking, period, &o);
    owing_recorded(&o, &given);
    assert_true(owing_usage(&o, &given, &read, &why));
    *meaning = o.plan->meaning;
    for (Size i = 0; i < o.sums.count; i++)
        sum += (int64_t)(sums_values(&o.sums, i)[0] / 1000000);
    return asked->session.diags->errors ? -1 : sum;
}

static void a_correction_takes_the_place_of_its_report(void **state)
{
    (void)state;
    clock_to("2026-04-05");
    Str  meaning = S("");
    Side one = side_new("reports", "aurora"), two = side_new("reports", "borealis");
    found(&one, &two);
    Str md = str_format(&arena, "# Pact\n\n```entente\n%s```\n", TEXT);
    assert_int_equal(file_write(&arena, workspace_path(&one.ws, S("agreement.md")), md), FILE_OK);
    assert_int_equal(summed(&one, &meaning), 0);
    const char *months = "\"2026-01-01\",\"2026-02-01\",\"2026-03-01\"", *none = "\"2026-01-01\"";
    (void)write_kind(&one, "usage.report", report_body("", months, "100", meaning));
    settle(&one, &two);
    assert_int_equal(summed(&one, &meaning), 100);
    (void)write_kind(&one, "usage.report", report_body("\"corrects\":\"aurora/1\",", months, "70", meaning));
    assert_int_equal(summed(&one, &meaning), 100); /* it is pending */
    settle(&one, &two);
    assert_int_equal(summed(&one, &meaning), 70);
    (void)write_kind(&two, "report.queried", "{\"question\":\"Where is March?\",\"report\":\"aurora/4\"}");
    settle(&one, &two);
    Asked  *asked = asks_as(&one, NOW);
    Reports reports = reports_of(&arena, &asked->asking.recorded->fold, false);
    assert_int_equal(reports.count, 2);
    assert_text(reports.items[0].corrected_by->name, reports.items[1].entry->name);
    assert_null(reports.items[1].corrected_by);
    assert_int_equal(reports.items[1].state, REPORT_QUERIED);
    (void)write_kind(&one, "usage.report", report_body("", none, "5", meaning));
    settle(&one, &two); /* it does not tell January from February, and the text does */
    assert_int_equal(summed(&one, &meaning), -1);
    workspace_close(&one.ws);
    workspace_close(&two.ws);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(answers_rest_on_what_is_final),
                                       cmocka_unit_test(a_correction_takes_the_place_of_its_report)};
    return cmocka_run_group_tests(tests, make_home, drop_home);
}
