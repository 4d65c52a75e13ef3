/* fuzz_date.c - any bytes: a day that is accepted prints as it was written; a period is never empty. */
#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Str   text = {(const char *)data, (Size)size};
    Day   day = 0;
    Days  days = {0};
    bool  is_day = day_parse(text, &day), is_period = period_parse(text, &days);
    if (is_day)
        INVARIANT(str_equal(day_text(&arena, day), text) && is_period && days.from == day &&
                  days.through == day);
    if (is_period)
        INVARIANT(!days_empty(days) && civil_valid(civil_of(days.from)) &&
                  civil_valid(civil_of(days.through)));
    arena_free(&arena);
    return 0;
}
