/* test_cases.c - the worked numbers of real agreements and rate cards, each with the case it comes from. */
#include "owed.h"

#define PAID     "borealis pays aurora; "
#define TOGETHER "counted together for borealis with affiliates, each calendar year; "

/* C3: video, a free band, two rates, a cap that is a table of years. */
#define VIDEO                                                                                       \
    OWED_TEXT                                                                                       \
    "table top by calendar year { 2009 through 2010: 5_000_000 USD; 2011 through 2015: 6_500_000 "  \
    "USD }\nroyalty video { " PAID "on units in sales; " TOGETHER                                   \
    "bands marginal { (a) up to 100_000 units: free; (b) up to 5_000_000 units: 0.20 USD per "      \
    "unit; (c) above that: 0.10 USD per unit }; at most top each calendar year; pay each calendar " \
    "quarter }\n"
static void video_card(void **state)
{
    (void)state;
    static const OwedRow rows[] = {
        {"C3.1", VIDEO, "7_300_000 units in 2012", "video", "2012", 121000000},
        {"C3.2 the last free unit", VIDEO, "100_000 units in 2012", "video", "2012", 0},
        {"C3.2 the first that is not", VIDEO, "100_001 units in 2012", "video", "2012", 20},
        {"C3.3 the last at 0.20", VIDEO, "5_000_000 units in 2012", "video", "2012", 98000000},
        {"C3.3 the first at 0.10", VIDEO, "5_000_001 units in 2012", "video", "2012", 98000010},
        {"C3.4 capped", VIDEO, "80_000_000 units in 2009", "video", "2009", 500000000},
        {"C3.5 below the cap", VIDEO, "60_199_999 units in 2012", "video", "2012", 649999990},
        {"C3.5 the cap", VIDEO, "60_200_000 units in 2012", "video", "2012", 650000000},
        {"C3.5 above it", VIDEO, "60_200_001 units in 2012", "video", "2012", 650000000},
        {"C3.6", VIDEO, "80_000 units in 2012 from north\n80_000 units in 2012 from south", "video", "2012",
         1200000},
        {"others' units do not count", VIDEO,
         "80_000 units in 2012 from north\n80_000 units in 2012 from stranger", "video", "2012", 0},
        {"no row of the table: not known", VIDEO, "70_000_000 units in 2016", "video", "2016", OWED_UNKNOWN},
    };
    owed_rows(rows, COUNT(rows));
}

/* C4: a cap that is another each year. */
#define VISUAL                                                                                       \
    OWED_TEXT                                                                                        \
    "table most by calendar year { 2009: 1_100_000 USD; 2010: 1_200_000 USD; 2011 through 2013: "    \
    "1_250_000 USD }\nroyalty visual { " PAID "on units in sales; " TOGETHER                         \
    "bands marginal { up to 50_000 units: free; above that: 0.25 USD per unit }; at most most each " \
    "calendar year; pay each calendar year }\n"
static void visual_card(void **state)
{
    (void)state;
    static const OwedRow rows[] = {
        {"C4.1", VISUAL, "5_200_000 units in 2009", "visual", "2009", 110000000},
        {"C4.1", VISUAL, "5_200_000 units in 2010", "visual", "2010", 120000000},
        {"C4.1", VISUAL, "5_200_000 units in 2011", "visual", "2011", 125000000},
        {"C4.2 one unit below", VISUAL, "4_449_999 units in 2009", "visual", "2009", 109999975},
        {"C4.2", VISUAL, "5_050_000 units in 2011", "visual", "2011", 125000000},
    };
    owed_rows(rows, COUNT(rows));
}

/* C5: two royalties, each with a cap, and one over both. */
#define BOTH                                                                                                 \
    OWED_TEXT "unit app, plural apps\nroyalty hardware { " PAID "on units in sales; " TOGETHER               \
              "bands marginal { up to 100_000 units: free; above that: 0.20 USD per unit }; at most "        \
              "30_000_000 USD each calendar year; at most 30_000_000 USD each calendar year over hardware, " \
              "software; pay each calendar year }\nlines downloads { reported by borealis; states line, "    \
              "day, apps }\nroyalty software { " PAID "on apps in downloads; " TOGETHER                      \
              "bands marginal { up to 1_000_000 apps: free; above that: 0.05 USD per app }; at most "        \
              "8_000_000 USD each calendar year; pay each calendar year }\n"
#define LATE                                                                                     \
    OWED_TEXT                                                                                    \
    "event signed-late { recorded by aurora }\nroyalty r { " PAID "on units in sales; " TOGETHER \
    "bands marginal { up to 100_000 units: free; above that: 0.20 USD per unit }; at most "      \
    "25_000_000 USD each calendar year, unless signed-late has happened; pay each calendar year }\n"
static void nested_caps(void **state)
{
    (void)state;
    static const OwedRow rows[] = {
        {"C5.1 one below", LATE, "125_099_999 units in 2022", "r", "2022", 2499999980},
        {"C5.1", LATE, "125_100_001 units in 2022", "r", "2022", 2500000000},
        {"C5.2 hardware", BOTH, "120_000_000 units in 2022\n200_000_000 apps in 2022", "hardware", "2022",
         2398000000},
        {"C5.2 software has 30,000,000 less 23,980,000", BOTH,
         "120_000_000 units in 2022\n200_000_000 apps in 2022", "software", "2022", 602000000},
        {"software alone has its own cap", BOTH, "200_000_000 apps in 2022", "software", "2022", 800000000},
        {"C5.3 the cap is lost", LATE, "200_000_000 units in 2022\nsigned-late on 2022-06-01", "r", "2022",
         3998000000},
    };
    owed_rows(rows, COUNT(rows));
}

/* C6: bands that rise; an early signer pays half of the second. */
#define MOBILE                                                                                             \
    OWED_TEXT "event signed { recorded by aurora }\nroyalty lte { " PAID "on units in sales; " TOGETHER    \
              "bands marginal { (a) up to 100_000 units: free; (b) up to 1_000_000 units: 1.50 USD per "   \
              "unit; (c) up to 2_500_000 units: 2.25 USD per unit; (d) above that: 3 USD per unit }; pay " \
              "each calendar year }\ndiscount early { lte(b) less 50%; if signed has happened }\n"
/* C7: a product that counts as half a unit. */
#define SURROUND                                                                                             \
    OWED_TEXT "royalty card { " PAID "on units in sales; " TOGETHER                                          \
              "bands marginal { up to 500_000 units: 0.49 USD per unit; up to 1_000_000 units: 0.38 USD "    \
              "per unit; up to 2_000_000 units: 0.31 USD per unit; up to 5_000_000 units: 0.26 USD per "     \
              "unit; up to 10_000_000 units: 0.21 USD per unit; up to 20_000_000 units: 0.12 USD per unit; " \
              "up to 50_000_000 units: 0.10 USD per unit; above that: 0.075 USD per unit }; lantern counts " \
              "as 0.5 units; pay each calendar year }\n"
static void rising_and_halves(void **state)
{
    (void)state;
    static const OwedRow rows[] = {
        {"C6.1", MOBILE, "3_200_000 units in 2014", "lte", "2014", 682500000},
        {"C6.2", MOBILE, "3_200_000 units in 2014\nsigned on 2013-05-01", "lte", "2014", 615000000},
        {"C7.1", SURROUND, "2_000 units in 2014 of beacon\n3_000 units in 2014 of lantern", "card", "2014",
         171500},
        {"C7.2", SURROUND, "6_000_000 units in 2014", "card", "2014", 173500000},
        {"C7.3", SURROUND, "60_000_000 units in 2014", "card", "2014", 752500000},
        {"C7.4 0.245 to even", SURROUND, "1 units in 2014 of lantern", "card", "2014", 24},
        {"0.735 to even", SURROUND, "3 units in 2014 of lantern", "card", "2014", 74},
    };
    owed_rows(rows, COUNT(rows));
}

/* C8: pooled sales by quarter; rising percentages; a credit at most half of the royalty, carried forward. */
#define POOLED                                                                                      \
    OWED_TEXT                                                                                       \
    "lines third-party { reported by borealis; states line, day, paid }\ncredit stacking { amount " \
    "50% of paid in third-party; at most 50% of pooled each calendar year; excess carries "         \
    "forward }\nroyalty pooled { " PAID "on net-sales; " TOGETHER                                   \
    "bands marginal { up to 3_000_000_000 USD: 15%; above that: 5% }; credit stacking; pay each "   \
    "calendar quarter }\n"
#define OTHERS                                                                                    \
    OWED_TEXT "royalty others { " PAID "on net-sales; " TOGETHER                                  \
              "bands marginal { up to 750_000_000 USD: 6.5%; up to 1_250_000_000 USD: 8%; up to " \
              "2_250_000_000 USD: 9%; above that: 10% }; pay each calendar quarter }\n"
#define QUARTERS                                                                   \
    "700_000_000 USD net-sales in 2010-Q1\n900_000_000 USD net-sales in 2010-Q2\n" \
    "1_000_000_000 USD net-sales in 2010-Q3\n1_200_000_000 USD net-sales in 2010-Q4"
/* 40 m at 15% are 266 2/3 m of sales: 266,666,666.67 gives 40,000,000.0005, rounded to 40 m. */
#define TWO_YEARS                                                                                         \
    "266_666_666.67 USD net-sales in 2010\n333_333_333.33 USD net-sales in 2011\n60_000_000 USD paid in " \
    "2010"
static void pooled_sales(void **state)
{
    (void)state;
    static const OwedRow rows[] = {
        {"C8.1", POOLED, "3_800_000_000 USD net-sales in 2010", "pooled", "2010", 49000000000},
        {"C8.2", POOLED, QUARTERS, "pooled", "2010-Q1", 10500000000},
        {"C8.2", POOLED, QUARTERS, "pooled", "2010-Q2", 13500000000},
        {"C8.2", POOLED, QUARTERS, "pooled", "2010-Q3", 15000000000},
        {"C8.2", POOLED, QUARTERS, "pooled", "2010-Q4", 10000000000},
        {"C8.2 the year", POOLED, QUARTERS, "pooled", "2010", 49000000000},
        {"C8.3", OTHERS, "2_500_000_000 USD net-sales in 2010", "others", "2010", 20375000000},
        {"C8.4 year 1", POOLED, TWO_YEARS, "pooled", "2010", 2000000000},
        {"C8.4 year 2: 10 m were left", POOLED, TWO_YEARS, "pooled", "2011", 4000000000},
    };
    owed_rows(rows, COUNT(rows));
}

/* C11: a minimum for each contract year, another each year. */
#define BRAND                                                                                          \
    OWED_HEADER("2013-07-23", "rounding half-even to 0.01 USD on running total of each contract year") \
    OWED_PARTIES OWED_LINES                                                                            \
        "royalty r { " PAID                                                                            \
        "on net-sales; counted together for borealis, each contract year; rate 10%; minimum "          \
        "1_500_000 USD each contract year, credited in the same year only; pay each contract year }\n"
/* C12: 4% with a small minimum. */
#define SMALL_MINIMUM                                           \
    OWED_TEXT "royalty r { " PAID "on net-sales; " TOGETHER     \
              "rate 4%; minimum 3_000 USD each calendar year, " \
              "credited in the same year only; pay each calendar quarter }\n"
static void minimums(void **state)
{
    (void)state;
    static const OwedRow rows[] = {
        {"C12.2 the year: 2,000 and 1,000 more", SMALL_MINIMUM, "50_000 USD net-sales in 2017-Q2", "r",
         "2017", 300000},
        {"C12.2 its second quarter", SMALL_MINIMUM, "50_000 USD net-sales in 2017-Q2", "r", "2017-Q2",
         200000},
        {"C12.2 the last quarter brings the rest", SMALL_MINIMUM, "50_000 USD net-sales in 2017-Q2", "r",
         "2017-Q4", 100000},
        {"nothing sold: the minimum alone", SMALL_MINIMUM, "", "r", "2018", 300000},
        {"above it: nothing more", SMALL_MINIMUM, "600_000 USD net-sales in 2017", "r", "2017", 2400000},
        {"C11.1", BRAND, "9_400_000 USD net-sales in 2014-Q1", "r", "2014", 150000000},
        {"C11.2 the year ended in 2015", BRAND, "27_500_000 USD net-sales in 2014-Q4", "r", "2015",
         275000000},
        {"C11 not due before its year ends", BRAND, "9_400_000 USD net-sales in 2014-Q1", "r", "2013", 0},
        {"before the agreement there is none", SMALL_MINIMUM, "", "r", "2008", 0},
    };
    owed_rows(rows, COUNT(rows));
}

/* C12.1: half of what others get comes off, but no more than half of the royalty. */
#define STACKED                                                                                     \
    OWED_TEXT                                                                                       \
    "lines third-party { reported by borealis; states line, day, paid }\ncredit stacking { amount " \
    "50% of paid in third-party; at most 50% of r each calendar year; excess lapses }\nroyalty r "  \
    "{ " PAID "on net-sales; " TOGETHER "rate 4%; credit stacking; pay each calendar quarter }\n"
static void stacking(void **state)
{
    (void)state;
    static const OwedRow rows[] = {
        {"C12.1", STACKED, "600_000 USD net-sales in 2017\n30_000 USD paid in 2017", "r", "2017", 1200000},
        {"C12.1 less was paid", STACKED, "600_000 USD net-sales in 2017\n10_000 USD paid in 2017", "r",
         "2017", 1900000},
        {"what lapsed is gone", STACKED,
         "600_000 USD net-sales in 2017\n100_000 USD paid in 2017\n600_000 USD net-sales in 2018", "r",
         "2018", 2400000},
        {"paid in the first quarter, credited as the royalty comes", STACKED,
         "100_000 USD net-sales in 2017-Q1\n500_000 USD net-sales in 2017-Q2\n30_000 USD paid in 2017-Q1",
         "r", "2017-Q1", 200000},
    };
    owed_rows(rows, COUNT(rows));
}

/* C14: 15 for those who signed in time, 20 for others. */
#define CARS                                                                                               \
    OWED_TEXT "event signed-in-time { recorded by aurora }\nroyalty r { " PAID                             \
              "on units in sales; " TOGETHER                                                               \
              "rate { if signed-in-time has happened: 15 USD per unit; otherwise: 20 USD per unit }; pay " \
              "each calendar year }\n"
/* C13: 5% of 65% of the price; to be rounded to a cent. */
#define PHONES                                                                              \
    OWED_TEXT "define base { means \"65% of it\"; equals 65% of gross }\nroyalty r { " PAID \
              "on base; " TOGETHER "rate 5%; pay each calendar year }\n"
static void phones_and_cars(void **state)
{
    (void)state;
    static const OwedRow rows[] = {
        {"C13.1", PHONES, "1_300 USD base in 2016", "r", "2016", 6500},
        {"C13.3 64.9675", PHONES, "1_299.35 USD base in 2016", "r", "2016", 6497},
        {"C14.1 in time", CARS, "480_000 units in 2023\nsigned-in-time on 2022-08-31", "r", "2023",
         720000000},
        {"C14.1 later", CARS, "480_000 units in 2023", "r", "2023", 960000000},
    };
    owed_rows(rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(video_card),        cmocka_unit_test(visual_card),     cmocka_unit_test(nested_caps),
        cmocka_unit_test(rising_and_halves), cmocka_unit_test(pooled_sales),    cmocka_unit_test(minimums),
        cmocka_unit_test(stacking),          cmocka_unit_test(phones_and_cars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
