/* usage.h - the files of a reckoning: usage, sums of usage, the product register, exchange rates. */
#ifndef ENT_APP_USAGE_H
#define ENT_APP_USAGE_H
#include "app/owe.h"

typedef enum {
    GIVEN_USAGE,
    GIVEN_SUMS,
    GIVEN_WITHOUT, /* either of both, to be subtracted */
} GivenKind;

typedef struct {
    GivenKind kind;
    Str       path; /* of usage perhaps with the lines that it holds: calls=june.csv */
} Given;

typedef struct {
    LIST_OF(Given) given;
    Str  register_path, rates_path, map_path, rejects_path; /* empty: none */
    Str  sums_path; /* where the sums of all are written; empty: nowhere */
    bool check_duplicates;
    int  threads; /* 0: as many as there are processors */
} UsageAsked;

enum { REJECTS_SHOWN = 20, SIDE_BYTES_MOST = 64 << 20 };

/* Reads register, rates, usage and sums into an opened reckoning, before it is closed. What is wrong in a
 * heading, the register, the rates or sums is a finding; lines that are not counted go to the reject file,
 * the first few also to `said`. False: a file could not be read or written; *why says which. */
typedef struct {
    LIST_OF(UsageFile) files;
    LIST_OF(Str) said;
    int64_t taken_too_many; /* lines that were subtracted and not counted before */
} UsageRead;
CHECKED bool owing_usage(Owing *owing, const UsageAsked *asked, UsageRead *out, Str *why);
#endif
