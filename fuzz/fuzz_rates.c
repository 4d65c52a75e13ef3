/* fuzz_rates.c - any bytes as a file of rates: a finding, or series that are ascending, with rates above 0.
 */
#include "base/base.h"
#include "money/rates.h"
#include "terms/data/tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_series(const Rates *rates, const RateSeries *series)
{
    INVARIANT(series->from != series->to);
    for (Size i = 0; i < series->quotes.count; i++) {
        const Quote *quote = &series->quotes.items[i];
        Rational     rate;
        Day          used;
        INVARIANT(quote->value > 0 && quote->scale <= 18 && !days_empty(quote->days));
        INVARIANT(!i || quote[-1].days.through < quote->days.from);
        INVARIANT(rates_on(rates, series->from, series->to, quote->days.from, &rate, &used) == RATE_FOUND);
        INVARIANT(rate.ok && used == quote->days.from);
        INVARIANT(rates_on(rates, series->to, series->from, quote->days.through + 3, &rate, &used) <=
                  RATE_MISSING);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena  arena = {0};
    Source source = {S("rates"), {(const char *)data, (Size)size}, 0};
    Diags  diags = diags_new(&arena);
    Rates  rates;
    if (rates_read(&arena, &source, &diags, currency_find(S("USD")), &rates)) {
        INVARIANT(!diags.errors);
        for (Size i = 0; i < rates.series.count; i++)
            check_series(&rates, &rates.series.items[i]);
    } else {
        INVARIANT(diags.errors > 0);
    }
    arena_free(&arena);
    return 0;
}
