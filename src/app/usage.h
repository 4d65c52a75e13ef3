/* usage.h - what a reckoning reads: usage in files and tables, sums of usage, the product register, exchange
 * rates. */
#ifndef ENT_APP_USAGE_H
#define ENT_APP_USAGE_H
#include "app/owe.h"
#include "os/line_file.h"

typedef enum {
    GIVEN_USAGE,
    GIVEN_SUMS,
    GIVEN_WITHOUT, /* either of both, to be subtracted */
} GivenKind;

typedef struct {
    GivenKind kind;
    Str       path; /* of usage perhaps with the lines that it holds: calls=june.csv */
} Given;

/* Sums of a report in the record. */
typedef struct {
    Str     name; /* aurora/7 */
    SumsCut sums;
} GivenReport;

typedef struct {
    LIST_OF(Given) given;
    LIST_OF(GivenReport) reports;
    Str        register_path, rates_path, map_path, rejects_path; /* empty: none */
    Str        sums_path; /* where the sums of all are written; empty: nowhere */
    bool       check_duplicates;
    LineWatch *watch;       /* its total is set; NULL: nobody watches */
    int        threads;     /* 0: as many as there are processors */
    Str        tables_from; /* "service=NAME", "environment" */
    LIST_OF(Str) tables;    /* of that server, perhaps with the lines that each holds: calls=june */
    Text *show_sql; /* where the statements for tables go, which are then not run; NULL: they are run */
} UsageAsked;

enum { REJECTS_SHOWN = 20, SIDE_BYTES_MOST = 64 << 20 };

/* Reads register, rates, usage, sums and tables into an opened reckoning, before it is closed. What is wrong
 * in a heading, the register, the rates or sums is a finding; lines that are not counted go to the reject
 * file, the first few also to `said`. False: a file could not be read or written, or a server could not be
 * asked; *why says which. */
typedef struct {
    LIST_OF(UsageFile) files;
    LIST_OF(Str) said;
    int64_t told;           /* lines that `said` is about */
    int64_t taken_too_many; /* lines that were subtracted and not counted before */
} UsageRead;
CHECKED bool owing_usage(Owing *owing, const UsageAsked *asked, UsageRead *out, Str *why);

/* calls=june.csv: the lines clause that a source holds, where its columns leave it open (0: not said), and
 * what stands behind it. */
Word owing_lines_named(const Owing *owing, Str given, Str *rest);
/* Reads the usage once more and shows each line that is counted, with its file and the heading of that. */
typedef void UsageShow(void *self, Str path, Str heading, const UsageSeen *line);
CHECKED bool owing_usage_again(Owing *owing, const UsageAsked *asked, UsageShow *show, void *self, Str *why);
#endif
