/* twice.c - see twice.h. One pass over the identifications tells whether any may repeat; only if so, a second
 * one looks at the lines that have such an identification, and whether they can be counted. */
#include "app/twice.h"

#include "money/duplicates.h"
#include "os/random.h"
#include "os/spill.h"

enum { MEMORY = 1 << 25, FILE_SHIFT = 44 };

typedef struct {
    Arena       *arena;
    const Plan  *plan;
    TwiceFile   *files;
    Size         count;
    LineWatch   *watch; /* NULL: nobody watches, or not this pass */
    int          lines; /* which are looked at now */
    Duplicates  *ids;
    UsageIds    *reading;
    Size         file;  /* that is read */
    UsageReader *trial; /* tells whether a line can be counted */
    Size         found;
} Finding;

static bool is_of(const Finding *f, Size file)
{
    return f->files[file].checked && f->files[file].shape.lines_index == f->lines;
}

static void feed(void *self, int part, Str lines)
{
    (void)part;
    usage_ids_feed(((Finding *)self)->reading, lines);
}

static bool read_file(Finding *f, Size file, void (*take)(void *self, Str id, int64_t line, Str row))
{
    Arena            work = {0};
    const TwiceFile *one = &f->files[file];
    LineFile        *lines = NULL;
    bool             good = line_file_open(&work, one->path, USAGE_LINE_MOST, &lines) == LINE_FILE_OK;
    Sums             scratch = sums_new(&work, f->plan);
    f->file = file;
    if (good) {
        f->reading = usage_ids_new(&work, &one->shape, take, f);
        f->trial = usage_reader_new(&work, f->plan, &one->shape, &scratch, NULL, NULL);
        line_file_watch(lines, f->watch);
        (void)line_file_cut(lines, one->shape.body, 1);
        good = line_file_read(lines, feed, f) == LINE_FILE_OK;
        line_file_close(lines);
    }
    arena_free(&work);
    return good;
}

static void take_id(void *self, Str id, int64_t line, Str row)
{
    (void)line;
    (void)row;
    duplicates_add(((Finding *)self)->ids, id);
}

static bool can_be_counted(Finding *f, Str row)
{
    int64_t before = usage_totals(f->trial).counted;
    usage_feed(f->trial, row, 1);
    return usage_totals(f->trial).counted > before;
}

static void look_at(void *self, Str id, int64_t line, Str row)
{
    Finding *f = self;
    if (!duplicates_may_repeat(f->ids, id) || f->found > TWICE_MOST || !can_be_counted(f, row))
        return;
    int64_t first = duplicates_look(f->ids, id, ((int64_t)f->file << FILE_SHIFT) + line);
    if (!first)
        return;
    Size file = (Size)(first >> FILE_SHIFT);
    f->found++;
    *PUSH(f->arena, &f->files[f->file].lines) =
        (UsageTwice){.line = line,
                     .first = first - ((int64_t)file << FILE_SHIFT),
                     .file = file == f->file ? S("") : f->files[file].path};
}

/* All files of one kind of lines. A file that cannot be read is left to those who count it. */
static TwiceResult find_in(Finding *f, Arena *work, SpillFile *spill, SipKey key)
{
    f->ids = duplicates_new(work, key, MEMORY, (Spill){spill, spill_append, spill_read});
    for (Size i = 0; i < f->count; i++)
        if (is_of(f, i))
            f->files[i].checked = read_file(f, i, take_id);
    DuplicatesResult result = duplicates_close(f->ids);
    if (result == DUPLICATES_FAILED)
        return TWICE_FAILED;
    if (result == DUPLICATES_TOO_MANY)
        return TWICE_TOO_MANY;
    f->found = 0;
    LineWatch *watch = f->watch;
    f->watch = NULL;
    for (Size i = 0; i < f->count && result == DUPLICATES_SOME; i++)
        if (is_of(f, i))
            f->files[i].checked = read_file(f, i, look_at);
    f->watch = watch;
    return f->found > TWICE_MOST ? TWICE_TOO_MANY : TWICE_FOUND;
}

static TwiceResult find_lines(Finding *f, Size first)
{
    Arena      work = {0};
    SipKey     key = {0};
    SpillFile *spill = spill_open(&work);
    f->lines = f->files[first].shape.lines_index;
    TwiceResult result =
        spill && random_bytes(&key, sizeof key) ? find_in(f, &work, spill, key) : TWICE_FAILED;
    spill_close(spill);
    arena_free(&work);
    return result;
}

TwiceResult twice_find(Arena *arena, const TwiceAsked *asked, Size *at)
{
    TwiceFile *files = asked->files;
    Size       count = asked->count;
    Finding f = {.arena = arena, .plan = asked->plan, .files = files, .count = count, .watch = asked->watch};
    TwiceResult result = TWICE_FOUND;
    for (Size i = 0; i < count; i++)
        files[i].checked = usage_identifies(&files[i].shape);
    for (Size i = 0; i < count && result == TWICE_FOUND; i++) {
        bool again = false;
        for (Size k = 0; k < i; k++)
            again |=
                files[k].shape.lines_index == files[i].shape.lines_index && usage_identifies(&files[k].shape);
        if (again || !files[i].checked)
            continue;
        result = find_lines(&f, i);
        *at = i;
    }
    return result;
}
