/* fuzz_sums.c - any bytes as a file of sums: refused with a reason, or written again as the same bytes. */
#include "plan.h"

#include "money/sums.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const FuzzPlan *fuzz = the_plan();
    Arena           arena = {0};
    Str             text = {(const char *)data, (Size)size}, why = S("");
    Sums            sums;
    if (sums_read(&arena, &fuzz->plan, text, &sums, &why)) {
        INVARIANT(str_equal(sums_write(&arena, &sums), text));
        sums_merge(&sums, &sums, 1);
        (void)sums_write(&arena, &sums);
    } else {
        INVARIANT(why.len > 0);
    }
    arena_free(&arena);
    return 0;
}
