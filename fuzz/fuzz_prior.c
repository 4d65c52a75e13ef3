/* fuzz_prior.c - any bytes as an earlier statement: refused with a reason, or within what it promises. */
#include "report/statement_json.h"
#include "terms/data/tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Prior prior = {.as_of = DAY_MIN};
    Str   why = {0};
    bool  read = statement_prior_read(&arena, (Str){(const char *)data, (Size)size}, &prior, &why);
    INVARIANT(read ? !why.len : why.len > 0 && prior.as_of == DAY_MIN);
    for (Size i = 0; i < prior.parts.count; i++) {
        const PriorPart *part = &prior.parts.items[i];
        INVARIANT(part->clause.len && !days_empty(part->period) && !days_empty(part->counter));
        INVARIANT(part->currency >= 0 && part->currency < currency_count());
        INVARIANT(part->unknown ? !part->to_date.ok && part->due == 0
                                : part->to_date.ok && part->to_date.den > 0);
    }
    arena_free(&arena);
    return 0;
}
