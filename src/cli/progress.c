/* progress.c - see progress.h. */
#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "os/clock.h"

enum { SILENT_MS = 1000, EVERY_MS = 100, BAR = 30, MEGABYTE = 1000000 };

Progress progress_new(void)
{
    return (Progress){.wanted = isatty(STDERR_FILENO) != 0, .begun_ms = clock_ms()};
}

Str progress_text(Arena *arena, int64_t done, int64_t total)
{
    Text text = text_new(arena);
    done = total && done > total ? total : done; /* a file may grow while it is read */
    if (!total) {
        text_format(&text, "%lld.%lld MB", (long long)(done / MEGABYTE),
                    (long long)(done / (MEGABYTE / 10) % 10));
        return text_str(&text);
    }
    int percent = (int)(done / (total / 100 + 1)), full = percent * BAR / 100;
    text_char(&text, '[');
    for (int i = 0; i < BAR; i++)
        text_char(&text, i < full ? '#' : '-');
    text_format(&text, "] %3d %%, %lld.%lld of %lld.%lld MB", percent, (long long)(done / MEGABYTE),
                (long long)(done / (MEGABYTE / 10) % 10), (long long)(total / MEGABYTE),
                (long long)(total / (MEGABYTE / 10) % 10));
    return text_str(&text);
}

static void wipe(Progress *p)
{
    if (p->width)
        (void)fprintf(stderr, "\r%*s\r", (int)p->width, "");
    p->width = 0;
}

void progress_tell(void *self, int64_t done, int64_t total)
{
    Progress *p = self;
    int64_t   now = p->wanted ? clock_ms() : 0;
    if (!p->wanted || now - p->begun_ms < SILENT_MS || now - p->shown_ms < EVERY_MS)
        return;
    Arena work = {0};
    Str   text = progress_text(&work, done, total);
    wipe(p);
    (void)fprintf(stderr, "%.*s", STR_ARG(text));
    (void)fflush(stderr);
    p->width = text.len;
    p->shown_ms = now;
    arena_free(&work);
}

void progress_end(Progress *p)
{
    wipe(p);
    (void)fflush(stderr);
}
