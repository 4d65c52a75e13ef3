/* scan.c - see scan.h. */
#include "app/scan.h"

enum { REJECTS_KEPT_BYTES = 1 << 22 };

/* Everything that one thread writes. */
typedef struct {
    const Scan  *scan;
    Arena        arena, rejects;
    Sums         sums;
    UsageReader *reader;
    bool         direct;     /* rejects are told at once */
    int64_t      first;      /* the number of the line that is fed next; 0: it goes on */
    int64_t      before;     /* lines of the file before the part, once that is known */
    LIST_OF(Reject) waiting; /* for the number of the part's first line */
    Size kept_bytes;
    bool too_many;
} ScanPart;

static void tell(const Scan *scan, Reject reject, int64_t before)
{
    reject.line += before;
    if (scan->reject)
        scan->reject(scan->self, &reject);
}

/* Called by the reader of the part, on its thread. */
static void take_reject(void *self, const Reject *reject)
{
    ScanPart *part = self;
    if (part->direct) {
        tell(part->scan, *reject, part->before);
        return;
    }
    part->kept_bytes += reject->row.len + reject->cell.len + (Size)sizeof(Reject);
    if (part->too_many || part->kept_bytes > REJECTS_KEPT_BYTES) {
        part->too_many = true;
        return;
    }
    Reject *waiting = PUSH(&part->rejects, &part->waiting);
    *waiting = *reject;
    waiting->row = str_copy(&part->rejects, reject->row);
    waiting->cell = str_copy(&part->rejects, reject->cell);
}

static void take_lines(void *self, int part, Str lines)
{
    ScanPart *parts = self;
    usage_feed(parts[part].reader, lines, parts[part].first);
    parts[part].first = 0;
}

static void part_open(ScanPart *part, const Scan *scan)
{
    *part = (ScanPart){.scan = scan};
    part->sums = sums_new(&part->arena, scan->plan);
    part->reader = usage_reader_new(&part->arena, scan->plan, scan->shape, &part->sums, take_reject, part);
}

/* What waited, or, when that was too much, the part read again. */
static LineFileResult tell_rejects(ScanPart *parts, int index, int64_t before)
{
    ScanPart      *part = &parts[index];
    LineFileResult result = LINE_FILE_OK;
    if (part->too_many) {
        ScanPart *again = NEW(&part->rejects, ScanPart, index + 1);
        part_open(&again[index], part->scan);
        again[index].direct = true;
        again[index].before = before;
        result = line_file_again(part->scan->file, index, take_lines, again);
        arena_free(&again[index].arena);
        return result;
    }
    for (Size i = 0; i < part->waiting.count; i++)
        tell(part->scan, part->waiting.items[i], before);
    return result;
}

static void add_totals(UsageTotals *into, UsageTotals more)
{
    into->lines += more.lines;
    into->read += more.read;
    into->counted += more.counted;
    into->rejected += more.rejected;
    for (int i = 0; i < REJECT_COUNT; i++)
        into->by_kind[i] += more.by_kind[i];
}

LineFileResult scan_usage(const Scan *scan, Sums *into, UsageTotals *totals)
{
    Arena          work = {0};
    UsageTotals    all = {0};
    int            threads = scan->twice_count ? 1 : scan->threads;
    int            count = line_file_cut(scan->file, scan->shape->body, threads);
    ScanPart      *parts = NEW(&work, ScanPart, count);
    LineFileResult result;
    for (int i = 0; i < count; i++)
        part_open(&parts[i], scan);
    parts[0].direct = true; /* it runs on this thread, and its lines are the first of the file */
    parts[0].first = 2;     /* behind the heading */
    usage_reader_twice(parts[0].reader, scan->twice, scan->twice_count);
    result = line_file_read(scan->file, take_lines, parts);
    for (int i = 0; i < count && result == LINE_FILE_OK; i++) {
        if (i)
            result = tell_rejects(parts, i, 1 + all.lines);
        add_totals(&all, usage_totals(parts[i].reader));
    }
    for (int i = 0; i < count; i++) {
        if (result == LINE_FILE_OK)
            usage_settle(parts[i].reader, into);
        arena_free(&parts[i].arena);
        arena_free(&parts[i].rejects);
    }
    arena_free(&work);
    if (result == LINE_FILE_OK)
        *totals = all;
    return result;
}
