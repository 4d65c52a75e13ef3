/* pages.c - see pages.h. A few dozen pages: looking through all of them is quick enough. */
#include "report/pages.h"

#include "report/pages_data.h"

const Page *pages(Size *count)
{
    *count = page_count;
    return page_table;
}

const Page *page_find(Str code)
{
    for (Size i = 0; i < page_count; i++)
        if (str_equal(code, str_from(page_table[i].code)))
            return &page_table[i];
    return NULL;
}

Str page_near(Str code)
{
    Near near = near_new(code);
    for (Size i = 0; i < page_count; i++)
        near_try(&near, str_from(page_table[i].code));
    return near.best;
}
