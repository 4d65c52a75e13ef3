/* files.c - see files.h. */
#define _GNU_SOURCE
#include "os/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static FileResult result_of_errno(void)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR: return FILE_ABSENT;
    case ELOOP: return FILE_LINK;
    default: return FILE_FAILED;
    }
}

/* Opens step by step, so that no folder on the way is a link either. */
static int open_without_links(Arena *arena, Str path)
{
    int  folder = AT_FDCWD;
    Size from = 0;
    for (Size at = 0; at <= path.len; at++) {
        if (at < path.len && path.at[at] != '/')
            continue;
        Str  step = str_copy(arena, at == from ? S(".") : str_slice(path, from, at));
        bool last = at == path.len;
        if (at == 0 && !last)
            step = S("/");
        int next = openat(folder, step.at, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY));
        int failed = errno;
        if (folder != AT_FDCWD)
            (void)close(folder);
        errno = next < 0 && failed == ENOTDIR && !last ? ELOOP : failed; /* a link to a folder says "not a folder" */
        if (next < 0)
            return -1;
        folder = next;
        from = at + 1;
    }
    return folder;
}

static FileResult read_all(Arena *arena, int file, Size most, Size expected, Str *text)
{
    Size  room = expected + 1 > 4096 ? expected + 1 : 4096, len = 0;
    char *at = NEW(arena, char, room);
    for (;;) {
        if (len > most)
            return FILE_LARGE;
        if (len == room) {
            char *grown = NEW(arena, char, room * 2);
            memcpy(grown, at, (size_t)len);
            at = grown;
            room *= 2;
        }
        ssize_t got = read(file, at + len, (size_t)(room - len));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return FILE_FAILED;
        if (got == 0)
            break;
        len += got;
    }
    *text = (Str){at, len};
    return FILE_OK;
}

FileResult file_read(Arena *arena, Str path, Size most, bool links, Str *text)
{
    int file = links ? open(str_copy(arena, path).at, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : open_without_links(arena, path);
    if (file < 0)
        return result_of_errno();
    struct stat state;
    FileResult  result = FILE_FAILED;
    if (fstat(file, &state) == 0 && S_ISREG(state.st_mode))
        result = state.st_size > most ? FILE_LARGE : read_all(arena, file, most, (Size)state.st_size, text);
    (void)close(file);
    return result;
}

FileResult file_read_input(Arena *arena, Size most, Str *text) { return read_all(arena, STDIN_FILENO, most, 0, text); }

static bool write_all(int file, Str text)
{
    for (Size at = 0; at < text.len;) {
        ssize_t put = write(file, text.at + at, (size_t)(text.len - at));
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        at += put;
    }
    return true;
}

FileResult file_write(Arena *arena, Str path, Str text)
{
    Str         name = str_copy(arena, path);
    Str         beside = str_format(arena, "%.*s.new-%ld", STR_ARG(path), (long)getpid());
    struct stat state;
    mode_t      mode = stat(name.at, &state) == 0 ? state.st_mode & 0777 : 0644;
    int         file = open(beside.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0)
        return FILE_FAILED;
    bool done = write_all(file, text) && fsync(file) == 0;
    done = close(file) == 0 && done;
    if (done && rename(beside.at, name.at) == 0)
        return FILE_OK;
    (void)unlink(beside.at);
    return FILE_FAILED;
}

bool file_is_folder(Arena *arena, Str path)
{
    struct stat state;
    return stat(str_copy(arena, path).at, &state) == 0 && S_ISDIR(state.st_mode);
}

bool file_exists(Arena *arena, Str path)
{
    struct stat state;
    return stat(str_copy(arena, path).at, &state) == 0;
}
