/* forecast.h - when the next band or a cap will be reached, if it goes on as it did: never part of an amount.
 */
#ifndef ENT_MONEY_FORECAST_H
#define ENT_MONEY_FORECAST_H
#include "money/finish.h"

/* Fills the forecasts of all parts whose counter, or the period of a cap, goes on behind their last day and
 * has not ended on the day of the statement: then it is no longer to be guessed. Last of all: what is not
 * known for a forecast is not told among what is missing. */
void statement_forecast(Statement *statement, Books *books);
#endif
