/* pages_data.h - the table that tools/make_pages.py writes from docs/errors, ascending by code. */
#ifndef ENT_REPORT_PAGES_DATA_H
#define ENT_REPORT_PAGES_DATA_H
#include "report/pages.h"

extern const Page page_table[];
extern const Size page_count;
#endif
