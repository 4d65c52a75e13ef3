/* config.c - the file that says whose workspace a folder is, and how a workspace is found. See workspace.h.
 */
#include <stdlib.h>
#include <unistd.h>

#include "app/workspace.h"
#include "os/files.h"

enum { CONFIG_BYTES_MOST = 1 << 16, VALUE_MOST = 1024, PEERS_MOST = 64 };

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

/* One line of text without anything that could be taken for more. */
static bool value_valid(Str value)
{
    for (Size i = 0; i < value.len; i++)
        if ((unsigned char)value.at[i] < ' ' || value.at[i] == 127)
            return false;
    return value.len > 0 && value.len <= VALUE_MOST;
}

/* A file in the folder of keys, and nowhere else. */
static bool keys_valid(Str name) { return value_valid(name) && str_find(name, '/') < 0 && name.at[0] != '.'; }

static bool read_peer(Arena *arena, Str line, WorkspaceConfig *config)
{
    Size blank = str_find(line, ' ');
    if (blank < 0 || config->peers.count == PEERS_MOST)
        return false;
    Peer peer = {str_slice(line, 0, blank), str_slice(line, blank + 1, line.len)};
    if (!member_valid(peer.member) || !value_valid(peer.url))
        return false;
    *PUSH(arena, &config->peers) = peer;
    return true;
}

bool config_read(Arena *arena, Str text, WorkspaceConfig *out, Str *why)
{
    WorkspaceConfig config = {.agreement = S("")};
    uint8_t         digest[HASH_BYTES];
    Str             line;
    if (!line_next(&text, &line) || !str_equal(line, S("entente/workspace/v1")))
        return refuse(why, S("it does not begin with the line `entente/workspace/v1`"));
    if (!line_named(&text, S("member "), &config.member) || !member_valid(config.member))
        return refuse(why, S("its second line is not `member` and a name"));
    if (!line_named(&text, S("keys "), &config.keys) || !keys_valid(config.keys))
        return refuse(why, S("its third line is not `keys` and the name of a file without a folder"));
    if (!line_named(&text, S("store "), &config.store) || !value_valid(config.store))
        return refuse(why, S("its fourth line is not `store` and where the record is"));
    if (line_named(&text, S("agreement "), &config.agreement) &&
        !hex_read(config.agreement, digest, HASH_BYTES))
        return refuse(why, S("`agreement` is followed by 64 hexadecimal digits"));
    while (line_named(&text, S("peer "), &line))
        if (!read_peer(arena, line, &config))
            return refuse(why,
                          S("`peer` is followed by the name of a member and an address, at most 64 times"));
    if (text.len)
        return refuse(why, S("it has a line that is not known here"));
    *out = config;
    return true;
}

Str config_write(Arena *arena, const WorkspaceConfig *config)
{
    Text text = text_new(arena);
    text_format(&text, "entente/workspace/v1\nmember %.*s\nkeys %.*s\nstore %.*s\n", STR_ARG(config->member),
                STR_ARG(config->keys), STR_ARG(config->store));
    if (config->agreement.len)
        text_format(&text, "agreement %.*s\n", STR_ARG(config->agreement));
    for (Size i = 0; i < config->peers.count; i++)
        text_format(&text, "peer %.*s %.*s\n", STR_ARG(config->peers.items[i].member),
                    STR_ARG(config->peers.items[i].url));
    return text_str(&text);
}

static bool has_config(Arena *arena, Str folder)
{
    return file_exists(arena, str_format(arena, "%.*s/.entente/config", STR_ARG(folder)));
}

bool workspace_find(Arena *arena, Str from, Str *folder)
{
    Str   start = from.len ? from : S(".");
    char *whole = realpath(str_copy(arena, start).at, NULL);
    if (!whole)
        return false;
    Str path = str_copy(arena, str_from(whole));
    free(whole);
    if (has_config(arena, start)) { /* as it was written, so that messages say what the user said */
        while (start.len > 1 && start.at[start.len - 1] == '/')
            start.len--;
        *folder = start;
        return true;
    }
    for (; path.len > 0; path.len--) {
        if (path.at[path.len - 1] == '/')
            continue;
        bool step = path.len > 0 && has_config(arena, path);
        if (step) {
            *folder = str_copy(arena, path);
            return true;
        }
        while (path.len > 1 && path.at[path.len - 1] != '/')
            path.len--;
    }
    return false;
}

bool workspace_save_config(Workspace *ws, Str *why)
{
    Str path = workspace_path(ws, S(".entente/config"));
    if (file_write(ws->arena, path, config_write(ws->arena, &ws->config)) == FILE_OK)
        return true;
    *why = str_format(ws->arena, "%.*s: it cannot be written", STR_ARG(path));
    return false;
}
