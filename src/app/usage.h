/* usage.h - the files of a reckoning: usage, the product register, exchange rates. */
#ifndef ENT_APP_USAGE_H
#define ENT_APP_USAGE_H
#include "app/owe.h"

typedef struct {
    LIST_OF(Str) usage;
    Str register_path, rates_path, map_path, rejects_path; /* empty: none */
    int threads;                                           /* 0: as many as there are processors */
} UsageAsked;

enum { REJECTS_SHOWN = 20, SIDE_BYTES_MOST = 64 << 20 };

/* Reads register, rates and usage into an opened reckoning, before it is closed. What is wrong in a heading,
 * the register or the rates is a finding; lines that are not counted go to the reject file, the first few
 * also to `said`. False: a file could not be read or written; *why says which. */
typedef struct {
    LIST_OF(UsageFile) files;
    LIST_OF(Str) said;
} UsageRead;
CHECKED bool owing_usage(Owing *owing, const UsageAsked *asked, UsageRead *out, Str *why);
#endif
