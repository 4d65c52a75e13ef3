/* line_writer.c - see line_writer.h. */
#include "os/line_writer.h"

#include <stdio.h>

struct LineWriter {
    FILE *file;
    Str   path, draft;
    bool  failed;
};

LineWriter *line_writer_new(Arena *arena, Str path)
{
    LineWriter *w = NEW(arena, LineWriter, 1);
    *w = (LineWriter){.path = str_copy(arena, path), .draft = str_format(arena, "%.*s.part", STR_ARG(path))};
    w->file = fopen(w->draft.at, "wb");
    return w->file ? w : NULL;
}

void line_write(LineWriter *w, Str text)
{
    if (text.len && fwrite(text.at, 1, (size_t)text.len, w->file) != (size_t)text.len)
        w->failed = true;
}

bool line_close(LineWriter *w, bool keep)
{
    w->failed |= fclose(w->file) != 0;
    if (keep && !w->failed && rename(w->draft.at, w->path.at) == 0)
        return true;
    (void)remove(w->draft.at);
    return !keep;
}
