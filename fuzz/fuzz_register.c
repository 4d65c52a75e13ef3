/* fuzz_register.c - any bytes as a register of products: a finding, or codes that each stand once. */
#include "plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena  arena = {0};
    Plan   plan = the_plan()->plan;
    Source source = {S("register"), {(const char *)data, (Size)size}, 0};
    Diags  diags = diags_new(&arena);
    plan.arena = &arena;
    if (register_read(&plan, &source, &diags)) {
        Codes codes = codes_new(&arena, plan.articles.count);
        INVARIANT(!diags.errors && plan.articles.count >= 1);
        for (Size i = 1; i < plan.articles.count; i++) {
            const Article *article = &plan.articles.items[i];
            INVARIANT(article->code.len && article->item && codes_add(&codes, article->code, (uint32_t)i));
        }
    } else {
        INVARIANT(diags.errors > 0 && plan.articles.count == the_plan()->plan.articles.count);
    }
    arena_free(&arena);
    return 0;
}
