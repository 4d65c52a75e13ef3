/* spill.c - see spill.h. */
#include "os/spill.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct SpillFile {
    int     file;
    int64_t size;
};

SpillFile *spill_open(Arena *arena)
{
    const char *folder = getenv("TMPDIR");
    Str         name = str_format(arena, "%s/entente-XXXXXX", folder && *folder ? folder : "/tmp");
    char       *path = NEW(arena, char, name.len + 1);
    for (Size i = 0; i < name.len; i++)
        path[i] = name.at[i];
    int file = mkstemp(path);
    if (file < 0)
        return NULL;
    (void)unlink(path);
    SpillFile *spill = NEW(arena, SpillFile, 1);
    *spill = (SpillFile){.file = file};
    return spill;
}

void spill_close(SpillFile *file)
{
    if (file && file->file >= 0)
        (void)close(file->file);
    if (file)
        file->file = -1;
}

bool spill_append(void *self, const void *bytes, Size len)
{
    SpillFile *file = self;
    for (Size done = 0; done < len;) {
        ssize_t put = pwrite(file->file, (const char *)bytes + done, (size_t)(len - done), file->size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        done += put;
        file->size += put;
    }
    return true;
}

bool spill_read(void *self, int64_t at, void *bytes, Size len)
{
    const SpillFile *file = self;
    for (Size done = 0; done < len;) {
        ssize_t got = pread(file->file, (char *)bytes + done, (size_t)(len - done), at + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += got;
    }
    return true;
}
