/* pages.h - what each finding means, at length: the pages of docs/errors, compiled in. */
#ifndef ENT_REPORT_PAGES_H
#define ENT_REPORT_PAGES_H
#include "base/base.h"

typedef struct {
    const char *code, *title;
    const char *meaning; /* its first paragraph, on one line */
    const char *text;    /* the whole page, Markdown */
} Page;

/* All pages, ascending by code. */
const Page *pages(Size *count);
const Page *page_find(Str code); /* NULL: there is none */
/* The code of a page that was probably meant, or an empty text. */
Str page_near(Str code);
#endif
