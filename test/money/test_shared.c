/* test_shared.c - royalties that look at others: one counter for several, most favoured; and what is paid in
 * goods. The amounts are reckoned beside each row. */
#include "owed.h"

#define PAID "borealis pays aurora; "
#define BANDS                                                                                          \
    "bands marginal { (a) up to 100 units: free; (b) above that: 1 USD per unit }; pay each calendar " \
    "quarter"
/* ---- one counter ---- */

#define TWO(a, b)                                                                                            \
    OWED_TEXT "royalty video { " PAID "on units in sales of beacon; counted together for borealis" a         \
              ", each calendar year; " BANDS " }\nroyalty audio { " PAID                                     \
              "on units in sales of lantern; counted together for borealis" b ", each calendar year; " BANDS \
              " }\n"
static const OwedLine sold[] = {{"2010-01-10", "lantern", NULL, NULL, "units 40"},
                                {"2010-01-11", "beacon", NULL, NULL, "units 50"},
                                {"2010-01-12", "beacon", NULL, NULL, "units 30"},
                                {"2010-01-12", "lantern", NULL, NULL, "units 30"},
                                {"2010-05-01", "lantern", NULL, NULL, "units 20"},
                                {"2010-06-01", "beacon", NULL, NULL, "units -60"},
                                {0}};

static void one_counter_for_two(void **state)
{
    static const struct {
        const char *what, *text, *clause, *period;
        int64_t     due;
    } rows[] = {
        {"apart each has its free band", TWO("", ""), "video", "2010-Q1", 0},
        {"40 and 50 and then 30: 20 above 100", TWO(", with audio", ", with video"), "video", "2010-Q1",
         2000},
        {"those of the day come behind: all 30", TWO(", with audio", ", with video"), "audio", "2010-Q1",
         3000},
        {"and all 20 later", TWO(", with audio", ", with video"), "audio", "2010-Q2", 2000},
        {"60 taken back of 170: 60 at 1", TWO(", with audio", ", with video"), "video", "2010-Q2", -6000},
        {"only one of them says so", TWO(", with audio", ""), "video", "2010-Q1", 2000},
        {"the other counts alone", TWO(", with audio", ""), "audio", "2010-Q1", 0},
    };
    static Owed o;
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s\n", rows[i].what);
        owed_open(&o, rows[i].text, "", sold);
        assert_true(owed_due(&o, rows[i].clause, NULL, rows[i].period) == rows[i].due);
        owed_close(&o);
    }
}

/* Units and dollars do not add up. */
static void counters_of_two_units(void **state)
{
    static const char text[] =
        OWED_TEXT "royalty video { " PAID
                  "on units in sales of beacon; counted together for borealis, with audio, each calendar "
                  "year; " BANDS " }\nroyalty audio { " PAID
                  "on net-sales in sales of lantern; rate 1%; pay each calendar year }\n";
    static const OwedLine lines[] = {{"2010-01-10", "beacon", NULL, "USD", "units 40, gross 10, returns 0"},
                                     {"2010-01-09", "lantern", NULL, "USD", "units 40, gross 10, returns 0"},
                                     {0}};
    static Owed           o;
    (void)state;
    owed_open(&o, text, "", lines);
    assert_true(owed_due(&o, "video", NULL, "2010-Q1") == OWED_UNKNOWN);
    assert_true(o.statement->missing.count > 0);
    owed_close(&o);
}

/* ---- most favoured ---- */

#define FAVOURED(rate, more)                                                                        \
    OWED_TEXT "fact their-rate { attested by borealis }\nroyalty q { " PAID                         \
              "on units in sales; rate { through "                                                  \
              "2010-03-31: 3 USD per unit; otherwise: 1 USD per unit }; pay each calendar quarter " \
              "}\nroyalty r { " PAID "on units in sales; rate " rate "; most favoured among " more  \
              "; pay each calendar quarter }\n"
static void the_lowest_rate_counts(void **state)
{
    static const char units[] = "10 units in 2010-Q1\n10 units in 2010-Q2";
    static const char told[] =
        "10 units in 2010-Q1\n10 units in 2010-Q2\ntheir-rate is 0.50 USD per unit from 2010-04-01";
    static const OwedRow rows[] = {
        {"the other is dearer", FAVOURED("2 USD per unit", "q"), units, "r", "2010-Q1", 2000},
        {"then it is cheaper", FAVOURED("2 USD per unit", "q"), units, "r", "2010-Q2", 1000},
        {"nobody stated another", FAVOURED("2 USD per unit", "their-rate"), units, "r", "2010-Q2", 2000},
        {"not before it was stated", FAVOURED("2 USD per unit", "their-rate"), told, "r", "2010-Q1", 2000},
        {"from then on", FAVOURED("2 USD per unit", "their-rate"), told, "r", "2010-Q2", 500},
        {"the lowest of all", FAVOURED("2 USD per unit", "q, their-rate"), told, "r", "2010-Q2", 500},
        {"another currency", FAVOURED("2 USD per unit", "their-rate"),
         "10 units in 2010-Q2\ntheir-rate is 0.50 EUR per unit from 2010-04-01", "r", "2010-Q2",
         OWED_UNKNOWN},
        {"bands have no one rate",
         OWED_TEXT
         "royalty q { " PAID "on units in sales; " BANDS " }\nroyalty r { " PAID
         "on units in sales; rate 2 USD per unit; most favoured among q; pay each calendar quarter }\n",
         units, "r", "2010-Q2", OWED_UNKNOWN},
    };
    (void)state;
    owed_rows(rows, COUNT(rows));
}

/* ---- a rate that steps down with a patent ---- */

#define STEPS                                                                                                \
    OWED_TEXT "patent US7000001 { owned by aurora; first filed 1990-05-15; expires 2010-05-15 }\nroyalty r " \
              "{ " PAID "on units in sales; rate { if US7000001 has not expired: 2 USD per unit; "           \
              "otherwise: 1 USD per unit }; "                                                                \
              "pay each calendar year }\n"
/* Its last day still counts. */
static void the_last_day_of_a_patent(void **state)
{
    static const OwedLine lines[] = {{"2010-05-15", "beacon", NULL, NULL, "units 10"},
                                     {"2010-05-16", "beacon", NULL, NULL, "units 100"},
                                     {0}};
    static Owed           o;
    (void)state;
    owed_open(&o, STEPS, "", lines);
    assert_true(owed_due(&o, "r", NULL, "2010") == 2000 + 10000);
    owed_close(&o);
}

/* ---- in kind ---- */

#define GOODS                                        \
    OWED_TEXT "expert valuer\nroyalty goods { " PAID \
              "in kind, valued by valuer; pay each calendar quarter }\n"
static void goods_are_owed_as_they_were_valued(void **state)
{
    static const char    worth[] = "goods is 50_000 USD in 2010-Q1\ngoods is 20_000.50 USD in 2010-Q2";
    static const OwedRow rows[] = {
        {"each period its own", GOODS, worth, "goods", "2010-Q1", 5000000},
        {"and the next", GOODS, worth, "goods", "2010-Q2", 2000050},
        {"nobody valued it", GOODS, worth, "goods", "2010-Q3", OWED_UNKNOWN},
        {"in another currency", GOODS, "goods is 5 EUR in 2010-Q1", "goods", "2010-Q1", OWED_UNKNOWN},
        {"with a price the price holds",
         OWED_TEXT "expert valuer\nroyalty goods { " PAID
                   "on units in sales; rate 1 USD per unit; in kind, valued by "
                   "valuer; pay each calendar quarter }\n",
         "7 units in 2010-Q1", "goods", "2010-Q1", 700},
    };
    (void)state;
    owed_rows(rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_counter_for_two),
        cmocka_unit_test(counters_of_two_units),
        cmocka_unit_test(the_lowest_rate_counts),
        cmocka_unit_test(the_last_day_of_a_patent),
        cmocka_unit_test(goods_are_owed_as_they_were_valued),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
