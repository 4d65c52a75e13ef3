/* mark.c - see mark.h. */
#include "app/mark.h"

#include "os/secret.h"

static const Str FIRST_LINE = {"entente/mark/v1", 15};
enum { MARK_BYTES_MOST = 256 };

static Str mark_path(const Workspace *ws)
{
    return str_format(ws->arena, "%.*s.mark", STR_ARG(keys_path(ws->arena, ws->config.keys)));
}

Work mark_read(const Workspace *ws, int64_t *size, Str *why)
{
    Str          path = mark_path(ws), text = S(""), line, agreement;
    SecretResult read = secret_read(ws->arena, path, MARK_BYTES_MOST, &text);
    *size = 0;
    if (read == SECRET_ABSENT)
        return WORK_DONE;
    bool good = read == SECRET_OK && line_next(&text, &line) && str_equal(line, FIRST_LINE) &&
                line_next(&text, &line);
    Size space = good ? str_find(line, ' ') : -1;
    if (space < 0 || text.len || !count_read(str_slice(line, space + 1, line.len), INT64_MAX, size)) {
        *size = 0;
        *why = str_format(ws->arena, "%.*s: %s", STR_ARG(path),
                          read == SECRET_OK ? "this is not what was written there; sync, then remove it"
                                            : secret_text(read));
        return WORK_FAILED;
    }
    agreement = str_slice(line, 0, space);
    if (!str_equal(agreement, ws->config.agreement))
        *size = 0; /* the keys have been used for another one before */
    return WORK_DONE;
}

Work mark_write(const Workspace *ws, int64_t size, Str *why)
{
    Str path = mark_path(ws);
    Str text = str_format(ws->arena, "%.*s\n%.*s %lld\n", STR_ARG(FIRST_LINE), STR_ARG(ws->config.agreement),
                          (long long)size);
    SecretResult written = secret_write(ws->arena, path, text);
    if (written == SECRET_OK)
        return WORK_DONE;
    *why = str_format(ws->arena, "%.*s: %s", STR_ARG(path), secret_text(written));
    return WORK_FAILED;
}

bool mark_reached(const Workspace *ws, int64_t size, Str *why)
{
    int64_t here = ws->feed < 0 ? 0 : ws->record.feeds.items[ws->feed].tree.size;
    if (here >= size)
        return true;
    *why = str_format(
        ws->arena,
        "%lld entries of %.*s were written with these keys, and the record holds %lld: it was restored "
        "from a backup. `entente sync` brings them back from others; if nobody has them, "
        "`entente sync --accept-loss` gives them up",
        (long long)size, STR_ARG(ws->config.member), (long long)here);
    return false;
}
