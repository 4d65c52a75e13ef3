/* checkpoint.c - see checkpoint.h. */
#include "record/checkpoint.h"

#include "record/vkey.h"

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

bool line_next(Str *text, Str *line)
{
    Size end = str_find(*text, '\n');
    if (end < 0)
        return false;
    *line = str_slice(*text, 0, end);
    *text = str_slice(*text, end + 1, text->len);
    return true;
}

bool line_named(Str *text, Str word, Str *rest)
{
    Str left = *text, line;
    if (!str_starts(left, word) || !line_next(&left, &line))
        return false;
    *text = left;
    *rest = str_slice(line, word.len, line.len);
    return true;
}

bool checkpoint_read(Str text, Checkpoint *out, Str *why)
{
    Checkpoint checkpoint = {0};
    Str        size, root, line;
    if (!line_next(&text, &checkpoint.head.origin) || !name_valid(checkpoint.head.origin))
        return refuse(why, S("the first line of a checkpoint is its origin, without white space"));
    if (!line_next(&text, &size) || !count_read(size, INT64_MAX, &checkpoint.head.size))
        return refuse(why, S("the second line of a checkpoint is the size of the tree"));
    if (!line_next(&text, &root) || !hash_read(root, &checkpoint.head.root))
        return refuse(why, S("the third line of a checkpoint is the root in base64"));
    checkpoint.more = text;
    while (text.len)
        if (!line_next(&text, &line) || line.len == 0 || !text_valid(line))
            return refuse(why, S("further lines of a checkpoint are not empty and end in a line feed"));
    *out = checkpoint;
    return true;
}

Str checkpoint_text(Arena *arena, const Checkpoint *checkpoint)
{
    Text text = text_new(arena);
    text_add(&text, checkpoint->head.origin);
    text_format(&text, "\n%lld\n", (long long)checkpoint->head.size);
    text_add(&text, hash_text(arena, &checkpoint->head.root));
    text_char(&text, '\n');
    text_add(&text, checkpoint->more);
    return text_str(&text);
}

bool head_read(Str line, Head *out)
{
    Head head;
    Size first = str_find(line, ' ');
    Size root = line.len - HASH_BASE64;
    if (first < 0 || root < first + 3 || line.at[root - 1] != ' ')
        return false;
    head.origin = str_slice(line, 0, first);
    if (!name_valid(head.origin) ||
        !count_read(str_slice(line, first + 1, root - 1), INT64_MAX, &head.size) ||
        !hash_read(str_slice(line, root, line.len), &head.root))
        return false;
    *out = head;
    return true;
}

void head_write(Text *text, const Head *head)
{
    text_add(text, head->origin);
    text_format(text, " %lld ", (long long)head->size);
    text_add(text, hash_text(text->arena, &head->root));
}
