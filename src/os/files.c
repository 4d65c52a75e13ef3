/* files.c - see files.h. */
#include "os/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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

/* Opens step by step from the folder that was given, so that no folder on the way is a link. */
static int open_without_links(Arena *arena, Str path, Size given)
{
    Str  start = given ? str_copy(arena, str_slice(path, 0, given)) : S(".");
    int  folder = open(start.at, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    Size from = given;
    for (Size at = given; folder >= 0 && at <= path.len; at++) {
        if (at < path.len && path.at[at] != '/')
            continue;
        Str  step = str_copy(arena, str_slice(path, from, at));
        bool last = at == path.len;
        int  next = openat(folder, step.at,
                           O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY));
        int  failed = errno;
        (void)close(folder);
        errno = next < 0 && failed == ENOTDIR && !last ? ELOOP
                                                       : failed; /* a link to a folder says "not a folder" */
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

FileResult file_read(Arena *arena, Str path, Size given, Size most, Str *text)
{
    int file = given == path.len ? open(str_copy(arena, path).at, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
                                 : open_without_links(arena, path, given);
    if (file < 0)
        return result_of_errno();
    struct stat state;
    FileResult  result = FILE_FAILED;
    if (fstat(file, &state) == 0 && S_ISREG(state.st_mode))
        result = state.st_size > most ? FILE_LARGE : read_all(arena, file, most, (Size)state.st_size, text);
    (void)close(file);
    return result;
}

FileResult file_read_input(Arena *arena, Size most, Str *text)
{
    return read_all(arena, STDIN_FILENO, most, 0, text);
}

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

static FileResult replace(Arena *arena, const char *name, Str text)
{
    struct stat state;
    bool        there = stat(name, &state) == 0;
    if (there && (!S_ISREG(state.st_mode) || !(state.st_mode & 0222) || access(name, W_OK) != 0))
        return FILE_FAILED; /* it could be replaced, but somebody said that it should not be */
    Str beside = str_format(arena, "%s.new-%ld", name, (long)getpid());
    int file = open(beside.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0)
        return FILE_FAILED;
    bool done =
        write_all(file, text) && (!there || fchmod(file, state.st_mode & 07777) == 0) && fsync(file) == 0;
    done = close(file) == 0 && done;
    if (done && rename(beside.at, name) == 0)
        return FILE_OK;
    (void)unlink(beside.at);
    return FILE_FAILED;
}

FileResult file_write(Arena *arena, Str path, Str text)
{
    Str        name = str_copy(arena, path);
    char      *behind_links = realpath(name.at, NULL);
    FileResult result = replace(arena, behind_links ? behind_links : name.at, text);
    free(behind_links);
    return result;
}

FileResult folder_make(Arena *arena, Str path)
{
    for (Size i = 1; i <= path.len; i++) {
        if (i < path.len && path.at[i] != '/')
            continue;
        if (mkdir(str_copy(arena, str_slice(path, 0, i)).at, 0777) != 0 && errno != EEXIST)
            return FILE_FAILED;
    }
    return file_is_folder(arena, path) ? FILE_OK : FILE_FAILED;
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

bool file_same(Arena *arena, Str one, Str other)
{
    struct stat first, second;
    return stat(str_copy(arena, one).at, &first) == 0 && stat(str_copy(arena, other).at, &second) == 0 &&
           first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

int64_t file_bytes(Arena *arena, Str path)
{
    struct stat state;
    return stat(str_copy(arena, path).at, &state) == 0 && S_ISREG(state.st_mode) ? (int64_t)state.st_size : 0;
}
