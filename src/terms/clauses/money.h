/* money.h - what the clauses about money share: how often, rows of prices, who pays whom. */
#ifndef ENT_TERMS_CLAUSES_MONEY_H
#define ENT_TERMS_CLAUSES_MONEY_H
#include "terms/registry.h"

/* How often: one capture; or, of a bound, two: the choice and the period. */
#define EACH        "each <period:cycle>"
#define EACH_OR_ALL "(span= each <period:cycle> | in all)"

Each match_each(const Match *match, int at);  /* of EACH */
Each match_bound(const Match *match, int at); /* of EACH_OR_ALL; at: the capture of the choice */
Word match_label(const Terms *terms, const Match *match);

typedef enum { ROW_UP_TO, ROW_BELOW, ROW_ABOVE } BandRow;
/* Rows `up to N`, `below N`, `above that`: ascending, and `above that` is the last. */
void bands_check(Terms *terms, const RateRow *rows, Size count);

/* ---- settlement.c: statements of a royalty that say how what is owed is paid ---- */

#define LATE                                                                                           \
    "late interest <rate:interest>[ (per= month | year)][, at most <most:value>], <count:days>, from " \
    "(from= day after due | <grace:duration> after due)[, (how= simple | compounded " EACH " | "       \
    "compounded every <every:duration> from first day)][, fallback <fallback:interest>]"

LateInterest match_late(const Match *match); /* of LATE */

extern const FormSet convert_averages, withholding_bearers, royalty_elections, royalty_shares;
void                 settle_advance(void *maker, void *clause, const Match *match);
void                 settle_agreed(void *maker, void *clause, const Match *match);
void                 settle_average(void *maker, void *clause, const Match *match);
void                 settle_average_of(void *maker, void *clause, const Match *match);
void                 settle_bearers(void *maker, void *clause, const Match *match);
void                 settle_convert(void *maker, void *clause, const Match *match);
void                 settle_credit(void *maker, void *clause, const Match *match);
void                 settle_elect(void *maker, void *clause, const Match *match);
void                 settle_favoured(void *maker, void *clause, const Match *match);
void                 settle_in_kind(void *maker, void *clause, const Match *match);
void                 settle_late(void *maker, void *clause, const Match *match);
void                 settle_price(void *maker, void *clause, const Match *match);
void                 settle_split(void *maker, void *clause, const Match *match);
void                 settle_weight(void *maker, void *clause, const Match *match);
void                 settle_withholding(void *maker, void *clause, const Match *match);
#define SETTLEMENT_FORMS                                                                                   \
    {"convert at <source:source>, (day= day of sale | last day of period | last business day of period | " \
     "preceding last business day)[, to <decimals:number> decimals]",                                      \
     settle_convert, "whose rate of exchange, of which day", NULL},                                        \
        {"convert at <source:source>, average of each business day of (over= month | quarter | year)"      \
         "[, to <decimals:number> decimals]",                                                              \
         settle_average, "an average of rates", NULL},                                                     \
        {"convert at <source:source>[, to <decimals:number> decimals], average of", settle_average_of,     \
         "an average of the rates that its rows name", &convert_averages},                                 \
        {LATE, settle_late, "interest on what is paid late", NULL},                                        \
        {"withholding <rate:value>[, (who= payer | payee) bears]", settle_withholding,                     \
         "the tax that is taken off, and who bears it", NULL},                                             \
        {"withholding", settle_bearers, "who bears the tax that is taken off", &withholding_bearers},      \
        {"credit <credits:credits>", settle_credit, "what is taken off, by a credit clause", NULL},        \
        {"advance <amount:value> on <day:day>[, recouped from <share:percent> of amount due][repay=, "     \
         "repayable]",                                                                                     \
         settle_advance, "paid before it is earned, and set off against what is", NULL},                   \
        {"<products:fields> (counts | count) as <units:count>", settle_weight,                             \
         "a product that is a part of a unit", NULL},                                                      \
        {"elect [once= one time only,] by <who:who>[, before (event= first payment | <before:day>)]",      \
         settle_elect, "prices of which one is elected, by whom, until when", &royalty_elections},         \
        {"price at most <most:value>", settle_price, "the highest price of one unit that counts", NULL},   \
        {"split", settle_split, "the shares of several payees", &royalty_shares},                          \
        {"most favoured among <others:favoured>", settle_favoured, "never above the rate of these", NULL}, \
        {"in kind, valued by <who:attester>", settle_in_kind, "paid in goods or services", NULL},          \
    {                                                                                                      \
        "rate to be agreed by <who:parties>", settle_agreed, "no price yet: who agrees on it", NULL        \
    }

void settlement_check(Terms *terms, const Royalty *royalty);
#endif
