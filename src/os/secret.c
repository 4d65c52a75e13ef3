/* secret.c - see secret.h. */
#include "os/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { OTHERS = 077 }; /* any permission of the group or of everybody */

void secret_wipe(void *bytes, Size len)
{
    if (len > 0)
        explicit_bzero(bytes, (size_t)len);
}

void secret_forget(Str text)
{
    union {
        const char *read;
        char       *written;
    } bytes = {text.at};
    secret_wipe(bytes.written, text.len);
}

static SecretResult read_whole(Arena *arena, int file, Size most, Str *text)
{
    char *at = NEW(arena, char, most + 1);
    Size  len = 0;
    for (;;) {
        ssize_t got = read(file, at + len, (size_t)(most + 1 - len));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || len + got > most) {
            secret_wipe(at, most + 1);
            return got < 0 ? SECRET_FAILED : SECRET_LARGE;
        }
        if (got == 0)
            break;
        len += got;
    }
    *text = (Str){at, len};
    return SECRET_OK;
}

SecretResult secret_read(Arena *arena, Str path, Size most, Str *text)
{
    int file = open(str_copy(arena, path).at, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT || errno == ENOTDIR ? SECRET_ABSENT : SECRET_FAILED;
    struct stat  state;
    SecretResult result = SECRET_FAILED;
    if (fstat(file, &state) == 0 && S_ISFIFO(state.st_mode))
        result = read_whole(arena, file, most, text);
    else if (fstat(file, &state) == 0 && S_ISREG(state.st_mode))
        result = state.st_mode & OTHERS ? SECRET_EXPOSED : read_whole(arena, file, most, text);
    (void)close(file);
    return result;
}

static bool put(int file, Str text)
{
    for (Size at = 0; at < text.len;) {
        ssize_t len = write(file, text.at + at, (size_t)(text.len - at));
        if (len < 0 && errno != EINTR)
            return false;
        at += len < 0 ? 0 : len;
    }
    return fsync(file) == 0;
}

/* The name itself must be on the disk, too. */
static bool sync_folder_of(Arena *arena, Str path)
{
    Size slash = path.len;
    while (slash > 0 && path.at[slash - 1] != '/')
        slash--;
    Str name = slash ? str_slice(path, 0, slash) : S(".");
    int folder = open(str_copy(arena, name).at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    bool done = fsync(folder) == 0;
    return close(folder) == 0 && done;
}

SecretResult secret_write(Arena *arena, Str path, Str text)
{
    Str name = str_copy(arena, path);
    Str beside = str_format(arena, "%s.new-%ld", name.at, (long)getpid());
    int file = open(beside.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return SECRET_FAILED;
    bool done = put(file, text);
    done = close(file) == 0 && done;
    if (done && rename(beside.at, name.at) == 0)
        return sync_folder_of(arena, path) ? SECRET_OK : SECRET_FAILED;
    (void)unlink(beside.at);
    return SECRET_FAILED;
}

SecretResult secret_folder(Arena *arena, Str path)
{
    struct stat state;
    for (Size i = 1; i <= path.len; i++) {
        if (i < path.len && path.at[i] != '/')
            continue;
        Str step = str_copy(arena, str_slice(path, 0, i));
        if (mkdir(step.at, 0700) != 0 && errno != EEXIST)
            return SECRET_FAILED;
    }
    if (stat(str_copy(arena, path).at, &state) != 0 || !S_ISDIR(state.st_mode))
        return SECRET_FAILED;
    return state.st_mode & OTHERS ? SECRET_EXPOSED : SECRET_OK;
}

const char *secret_text(SecretResult result)
{
    switch (result) {
    case SECRET_OK: break;
    case SECRET_ABSENT: return "there is no such file";
    case SECRET_EXPOSED:
        return "others can read it; if nobody has, take that away: `chmod 600` a file, `chmod 700` a folder";
    case SECRET_LARGE: return "it is larger than such a file can be";
    case SECRET_FAILED: return "it cannot be read or written";
    }
    return "it is there";
}

/* ---- typing ---- */

/* One key after the other, so that Ctrl-C can be seen and the terminal be put right before the end. */
static TypedResult read_keys(int terminal, char *line, Size room, Size *len)
{
    enum { CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, CTRL_U = 21, DELETE = 127 };
    Size at = 0;
    for (;;) {
        char    c = 0;
        ssize_t got = read(terminal, &c, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || c == CTRL_C || (c == CTRL_D && at == 0))
            return TYPED_CANCELLED;
        if (c == '\n' || c == '\r' || c == CTRL_D)
            break;
        if (c == BACKSPACE || c == DELETE)
            at -= at > 0;
        else if (c == CTRL_U)
            at = 0;
        else if (at == room)
            return TYPED_LONG;
        else
            line[at++] = c;
    }
    *len = at;
    return TYPED_OK;
}

TypedResult secret_typed(const char *question, char *line, Size room, Size *len)
{
    struct termios shown;
    int            terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0)
        return TYPED_NO_TERMINAL;
    if (tcgetattr(terminal, &shown) != 0) {
        (void)close(terminal);
        return TYPED_NO_TERMINAL;
    }
    struct termios hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
    hidden.c_cc[VMIN] = 1;
    hidden.c_cc[VTIME] = 0;
    TypedResult result = TYPED_NO_TERMINAL;
    if (tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 &&
        write(terminal, question, strlen(question)) == (ssize_t)strlen(question))
        result = read_keys(terminal, line, room, len);
    (void)tcsetattr(terminal, TCSAFLUSH, &shown);
    (void)!write(terminal, "\n", 1);
    (void)close(terminal);
    if (result != TYPED_OK)
        secret_wipe(line, room);
    return result;
}

TypedResult typed_yes(const char *question, bool *yes)
{
    char    answer[64] = {0};
    int     terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    ssize_t got = -1;
    if (terminal < 0)
        return TYPED_NO_TERMINAL;
    if (write(terminal, question, strlen(question)) == (ssize_t)strlen(question))
        got = read(terminal, answer, sizeof answer);
    (void)close(terminal);
    *yes = got > 0 && (answer[0] == 'y' || answer[0] == 'Y');
    return got >= 0 ? TYPED_OK : TYPED_CANCELLED;
}
