/* duplicates.c - see duplicates.h.
 *
 * Hashes are gathered until half of the memory is full, sorted, and appended to the spill as one run. At the
 * end all runs are merged; two equal hashes make a candidate. Candidates are keyed by the hash of their text,
 * numbers too, so that the second pass asks one table. */
#include "money/duplicates.h"

#include <string.h>

#include "money/id_set.h"

enum { NUMBER_DIGITS = 18, RADIX = 256, RADIX_PASSES = 8, TABLE_FIRST = 1024, MERGE_LEAST = 16 };

typedef struct {
    int64_t at, count; /* hashes in the spill */
} Run;

/* A text of the second pass that was the first of its hash, or of a chain of texts with that hash. */
typedef struct {
    Str     text;
    int64_t line;
    int32_t next; /* 1 + another text of the same hash */
} FirstSeen;

struct Duplicates {
    Arena    *arena;
    SipKey    key;
    uint64_t  bits; /* of a hash that are used */
    Spill     spill;
    IdSet     numbers;
    uint64_t *hashes, *other; /* gathered, and as many again to sort with */
    Size      count, room;
    LIST_OF(Run) runs;
    int64_t   spilled;
    bool      failed, too_many;
    uint64_t *candidates; /* open addressing; 0: free */
    int32_t  *first_of;   /* by place in that table: 1 + FirstSeen */
    Size      table_size, candidate_count;
    LIST_OF(FirstSeen) seen;
};

Duplicates *duplicates_new(Arena *arena, SipKey key, Size memory, Spill spill)
{
    Duplicates *d = NEW(arena, Duplicates, 1);
    INVARIANT(memory >= DUPLICATES_MEMORY_LEAST);
    *d = (Duplicates){
        .arena = arena, .key = key, .bits = UINT64_MAX, .spill = spill, .table_size = TABLE_FIRST};
    d->numbers = id_set_new(arena, memory / 2);
    d->room = memory / 4 / (Size)sizeof *d->hashes;
    d->candidates = NEW(arena, uint64_t, d->table_size);
    return d;
}

void duplicates_weak(Duplicates *d, int bits) { d->bits = ((uint64_t)1 << bits) - 1; }

/* ---- candidates ---- */

/* 0 marks a free place of the table. */
static uint64_t hash_of(const Duplicates *d, Str text)
{
    uint64_t hash = siphash(d->key, text) & d->bits;
    return hash ? hash : 1;
}

static Size place_of(const Duplicates *d, uint64_t hash)
{
    uint64_t mask = (uint64_t)d->table_size - 1, at = hash & mask;
    while (d->candidates[at] && d->candidates[at] != hash)
        at = (at + 1) & mask;
    return (Size)at;
}

static void add_candidate(Duplicates *d, uint64_t hash)
{
    Size at = place_of(d, hash);
    if (d->candidates[at] || d->too_many)
        return;
    if (d->candidate_count == DUPLICATES_MOST) {
        d->too_many = true;
        return;
    }
    d->candidates[at] = hash;
    if (++d->candidate_count * 2 < d->table_size)
        return;
    uint64_t *before = d->candidates;
    Size      size = d->table_size;
    d->table_size *= 2;
    d->candidates = NEW(d->arena, uint64_t, d->table_size);
    for (Size i = 0; i < size; i++)
        if (before[i])
            d->candidates[place_of(d, before[i])] = before[i];
}

/* ---- the first pass ---- */

/* By one byte after the other, the lowest first. An even number of passes ends where it began. */
static void sort_hashes(Duplicates *d)
{
    for (int pass = 0; pass < RADIX_PASSES; pass++) {
        Size      starts[RADIX + 1] = {0};
        uint64_t *from = pass % 2 ? d->other : d->hashes, *to = pass % 2 ? d->hashes : d->other;
        for (Size i = 0; i < d->count; i++)
            starts[(from[i] >> (8 * pass) & 0xff) + 1]++;
        for (int i = 0; i < RADIX; i++)
            starts[i + 1] += starts[i];
        for (Size i = 0; i < d->count; i++)
            to[starts[from[i] >> (8 * pass) & 0xff]++] = from[i];
    }
}

static void spill_run(Duplicates *d)
{
    sort_hashes(d);
    *PUSH(d->arena, &d->runs) = (Run){d->spilled, d->count};
    d->spilled += d->count;
    d->failed |= !d->spill.append(d->spill.self, d->hashes, d->count * (Size)sizeof *d->hashes);
    d->count = 0;
}

static void add_hash(Duplicates *d, uint64_t hash)
{
    if (!d->hashes) {
        d->hashes = NEW(d->arena, uint64_t, d->room);
        d->other = NEW(d->arena, uint64_t, d->room);
    }
    d->hashes[d->count++] = hash;
    if (d->count == d->room)
        spill_run(d);
}

/* A text that is a number in the one way in which it is usually written; 0 is none of them. */
static bool is_number(Str text, uint64_t *number)
{
    if (!text.len || text.len > NUMBER_DIGITS || text.at[0] == '0')
        return false;
    *number = 0;
    for (Size i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *number = *number * 10 + (uint64_t)(text.at[i] - '0');
    }
    return true;
}

void duplicates_add(Duplicates *d, Str id)
{
    uint64_t number;
    IdAdded  added = is_number(id, &number) ? id_set_add(&d->numbers, number) : ID_NOT_TAKEN;
    if (added == ID_THERE)
        add_candidate(d, hash_of(d, id));
    else if (added == ID_NOT_TAKEN && !d->failed)
        add_hash(d, hash_of(d, id));
}

/* ---- merging ---- */

/* One run as it is merged: a part of it is in memory. */
typedef struct {
    uint64_t *buffer;
    Size      at, count;
    int64_t   next, end; /* hashes in the spill that are not in memory yet */
} Cursor;

static bool refill(Duplicates *d, Cursor *cursor, Size room)
{
    int64_t left = cursor->end - cursor->next;
    cursor->count = left < room ? (Size)left : room;
    cursor->at = 0;
    if (cursor->count && !d->spill.read(d->spill.self, cursor->next * (int64_t)sizeof(uint64_t),
                                        cursor->buffer, cursor->count * (Size)sizeof(uint64_t)))
        d->failed = true;
    cursor->next += cursor->count;
    return cursor->count > 0 && !d->failed;
}

static uint64_t top(const Cursor *cursor) { return cursor->buffer[cursor->at]; }

/* A heap of cursors, the least hash on top. */
static void sink(Cursor *heap, Size count, Size at)
{
    for (;;) {
        Size least = at, left = 2 * at + 1, right = left + 1;
        if (left < count && top(&heap[left]) < top(&heap[least]))
            least = left;
        if (right < count && top(&heap[right]) < top(&heap[least]))
            least = right;
        if (least == at)
            return;
        Cursor swap = heap[at];
        heap[at] = heap[least];
        heap[least] = swap;
        at = least;
    }
}

static void merge_runs(Duplicates *d)
{
    Arena    work = {0};
    Size     room = d->room / d->runs.count > MERGE_LEAST ? d->room / d->runs.count : MERGE_LEAST, count = 0;
    Cursor  *heap = NEW(&work, Cursor, d->runs.count);
    uint64_t before = 0; /* no hash is 0 */
    for (Size i = 0; i < d->runs.count; i++) {
        const Run *run = &d->runs.items[i];
        heap[count] =
            (Cursor){.buffer = NEW(&work, uint64_t, room), .next = run->at, .end = run->at + run->count};
        count += refill(d, &heap[count], room);
    }
    for (Size i = count; i-- > 0;)
        sink(heap, count, i);
    while (count && !d->failed) {
        uint64_t hash = top(&heap[0]);
        if (hash == before)
            add_candidate(d, hash);
        before = hash;
        if (++heap[0].at == heap[0].count && !refill(d, &heap[0], room))
            heap[0] = heap[--count];
        sink(heap, count, 0);
    }
    arena_free(&work);
}

DuplicatesResult duplicates_close(Duplicates *d)
{
    if (d->count && d->runs.count) {
        spill_run(d);
    } else if (d->count) {
        sort_hashes(d);
        for (Size i = 1; i < d->count; i++)
            if (d->hashes[i] == d->hashes[i - 1])
                add_candidate(d, d->hashes[i]);
    }
    if (d->runs.count && !d->failed)
        merge_runs(d);
    d->first_of = NEW(d->arena, int32_t, d->table_size);
    if (d->failed)
        return DUPLICATES_FAILED;
    if (d->too_many)
        return DUPLICATES_TOO_MANY;
    return d->candidate_count ? DUPLICATES_SOME : DUPLICATES_NONE;
}

/* ---- the second pass ---- */

bool duplicates_may_repeat(const Duplicates *d, Str id)
{
    return d->candidate_count && d->candidates[place_of(d, hash_of(d, id))];
}

int64_t duplicates_look(Duplicates *d, Str id, int64_t line)
{
    Size at = place_of(d, hash_of(d, id));
    INVARIANT(d->first_of && line > 0);
    if (!d->candidates[at])
        return 0;
    for (int32_t i = d->first_of[at]; i; i = d->seen.items[i - 1].next)
        if (str_equal(d->seen.items[i - 1].text, id))
            return d->seen.items[i - 1].line;
    *PUSH(d->arena, &d->seen) = (FirstSeen){str_copy(d->arena, id), line, d->first_of[at]};
    d->first_of[at] = (int32_t)d->seen.count;
    return 0;
}
