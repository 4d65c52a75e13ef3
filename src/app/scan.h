/* scan.h - a whole file of usage into sums, on several threads, with the same result as on one.
 *
 * Each part of the file has a reader and sums of its own; sums are merged, and rejected lines are told in the
 * order of the file with their numbers in it, for any number of threads. Memory does not grow with the file:
 * of the rejects of later parts a bounded number is kept, and a part with more is read a second time to tell
 * them. */
#ifndef ENT_APP_SCAN_H
#define ENT_APP_SCAN_H
#include "money/usage.h"
#include "os/line_file.h"

typedef struct {
    const Plan       *plan;
    const UsageShape *shape;
    LineFile         *file;
    int               threads;
    const UsageTwice *twice; /* lines that are not to be counted again; then one thread reads */
    Size              twice_count;
    void (*reject)(void *self, const Reject *reject); /* may be NULL */
    void *self;
} Scan;

/* Adds the lines of the file to `into`. Not OK: `into` is as it was, though rejects may have been told. */
CHECKED LineFileResult scan_usage(const Scan *scan, Sums *into, UsageTotals *totals);
#endif
