/* fuzz_usage.c - any bytes as a mapping and a file of usage, separated by a byte 1: a finding, or every line
 * counted or rejected, in the same way on every machine and for every cut. */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    Arena            *arena;
    const Plan       *plan;
    const UsageShape *shape;
    uint64_t          mixed; /* of all rejects */
    int64_t           line;
    Size              twice; /* how many lines stood before */
} Seen;

static void see(void *self, const Reject *reject)
{
    Seen *seen = self;
    Str   text = reject_text(seen->arena, seen->plan, seen->shape, reject);
    INVARIANT(text.len > 0 && reject->line > seen->line && reject->kind < REJECT_COUNT);
    INVARIANT(reject->column >= -1 && reject->column < seen->shape->width);
    seen->line = reject->line;
    seen->mixed = (seen->mixed ^ str_hash(text) ^ (uint64_t)reject->line) * 0x9e3779b97f4a7c15u;
}

/* What is fed lies alone in memory: a look beside it is found. */
static void feed(UsageReader *reader, Str text, int64_t line)
{
    char *alone = malloc((size_t)text.len + 1);
    INVARIANT(alone);
    if (text.len)
        memcpy(alone, text.at, (size_t)text.len);
    alone = realloc(alone, text.len ? (size_t)text.len : 1);
    INVARIANT(alone);
    usage_feed(reader, (Str){alone, text.len}, line);
    free(alone);
}

/* Lines 3, 5, 7 … say that they stood before: as many as there may be. */
enum { TWICE = 16 };

static UsageTotals read_all(Seen *seen, Str body, UsageMachine machine, Size cut, Sums *sums)
{
    UsageReader *reader = usage_reader_new(seen->arena, seen->plan, seen->shape, sums, see, seen);
    UsageTwice   twice[TWICE] = {{0}};
    for (int i = 0; i < TWICE; i++)
        twice[i] = (UsageTwice){.line = 3 + 2 * i, .first = 2};
    usage_reader_machine(reader, machine);
    usage_reader_twice(reader, twice, seen->twice);
    while (cut > 0 && cut < body.len && body.at[cut - 1] != '\n')
        cut++;
    feed(reader, str_slice(body, 0, cut), 2);
    feed(reader, str_slice(body, cut, body.len), 0);
    usage_settle(reader, sums);
    return usage_totals(reader);
}

typedef struct {
    int64_t line;
} Identified;

static void identify(void *self, Str id, int64_t line, Str row)
{
    Identified *seen = self;
    INVARIANT(id.len > 0 && line > seen->line && id.len <= row.len + PLAN_COLUMNS_MOST);
    seen->line = line;
}

static void check_ids(Arena *arena, const UsageShape *shape, Str body, int64_t lines)
{
    Identified seen = {1};
    char      *alone = malloc(body.len ? (size_t)body.len : 1);
    INVARIANT(alone);
    if (body.len)
        memcpy(alone, body.at, (size_t)body.len);
    if (usage_identifies(shape))
        usage_ids_feed(usage_ids_new(arena, shape, identify, &seen), (Str){alone, body.len});
    INVARIANT(seen.line <= lines + 1);
    free(alone);
}

static void check_body(Arena *arena, const Plan *plan, const UsageShape *shape, Str body, Size twice)
{
    Seen        one = {arena, plan, shape, 0, 1, twice}, other = one;
    Sums        first = sums_new(arena, plan), second = sums_new(arena, plan), again;
    UsageTotals totals = read_all(&one, body, usage_machine_portable(), 0, &first);
    UsageTotals same = read_all(&other, body, usage_machine_best(), body.len / 2, &second);
    Str         text = sums_write(arena, &first), why = S("");
    bool        read;
    INVARIANT(totals.read == totals.counted + totals.rejected && totals.read <= totals.lines);
    INVARIANT(memcmp(&totals, &same, sizeof same) == 0 && one.mixed == other.mixed);
    INVARIANT(str_equal(text, sums_write(arena, &second)));
    read = sums_read(arena, plan, text, &again, &why);
    INVARIANT(read);
    INVARIANT(totals.by_kind[REJECT_DUPLICATE] <= twice);
    check_ids(arena, shape, body, totals.lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const FuzzPlan *fuzz = the_plan();
    Arena           arena = {0};
    Str             all = {(const char *)data, (Size)size};
    Size            mark = str_find(all, 1);
    Str             map = mark < 0 ? S("") : str_slice(all, 0, mark);
    Source          mapping = {S("map"), map, 0};
    Source          head = {S("usage"), str_slice(all, mark + 1, all.len), (int32_t)map.len + 1};
    Diags           diags = diags_new(&arena);
    UsageShape      shape;
    if (usage_shape(&arena, &fuzz->plan, &(UsageHead){&head, mark < 0 ? NULL : &mapping, 0}, &diags, &shape))
        for (Size twice = 0; twice <= TWICE; twice += TWICE)
            check_body(&arena, &fuzz->plan, &shape, str_slice(head.text, shape.body, head.text.len), twice);
    else
        INVARIANT(diags.errors > 0);
    arena_free(&arena);
    return 0;
}
