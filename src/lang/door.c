/* door.c - see door.h.
 *
 * Plain ASCII goes through in words of eight bytes; whatever fails there is decoded one character at
 * a time. Findings are gathered first and recorded at the end, because a byte that is not UTF-8 makes
 * everything seen before it doubtful: then it alone is reported. */
#include "lang/door.h"

#include <string.h>

typedef enum { CONTROL, DIRECTION, INVISIBLE, LINE_END, KINDS } Kind;

typedef struct {
    uint32_t    from, to;
    Kind        kind;
    const char *name;
} Unwanted;

/* Ascending. Where a range has one name, each of its characters is called by it. */
static const Unwanted unwanted[] = {
    {0x00, 0x00, CONTROL, "a NUL byte"},
    {0x01, 0x0C, CONTROL, "a control character"},
    {0x0D, 0x0D, CONTROL, "a carriage return with no line feed after it"},
    {0x0E, 0x1F, CONTROL, "a control character"},
    {0x7F, 0x9F, CONTROL, "a control character"},
    {0xAD, 0xAD, INVISIBLE, "a soft hyphen"},
    {0x034F, 0x034F, INVISIBLE, "a grapheme joiner"},
    {0x061C, 0x061C, DIRECTION, "an Arabic letter mark"},
    {0x115F, 0x1160, INVISIBLE, "a Hangul filler"},
    {0x17B4, 0x17B5, INVISIBLE, "an invisible Khmer vowel"},
    {0x180B, 0x180D, INVISIBLE, "a variation selector"},
    {0x180E, 0x180E, INVISIBLE, "a Mongolian vowel separator"},
    {0x180F, 0x180F, INVISIBLE, "a variation selector"},
    {0x200B, 0x200B, INVISIBLE, "a zero-width space"},
    {0x200C, 0x200C, INVISIBLE, "a zero-width non-joiner"},
    {0x200D, 0x200D, INVISIBLE, "a zero-width joiner"},
    {0x200E, 0x200E, DIRECTION, "a left-to-right mark"},
    {0x200F, 0x200F, DIRECTION, "a right-to-left mark"},
    {0x2028, 0x2028, LINE_END, "a line separator"},
    {0x2029, 0x2029, LINE_END, "a paragraph separator"},
    {0x202A, 0x202B, DIRECTION, "a direction embedding"},
    {0x202C, 0x202C, DIRECTION, "an end of a direction"},
    {0x202D, 0x202E, DIRECTION, "a direction override"},
    {0x2060, 0x2060, INVISIBLE, "a word joiner"},
    {0x2061, 0x2065, INVISIBLE, "an invisible operator"},
    {0x2066, 0x2068, DIRECTION, "a direction isolate"},
    {0x2069, 0x2069, DIRECTION, "an end of a direction"},
    {0x206A, 0x206F, DIRECTION, "a deprecated format character"},
    {0x3164, 0x3164, INVISIBLE, "a Hangul filler"},
    {0xFE00, 0xFE0F, INVISIBLE, "a variation selector"},
    {0xFEFF, 0xFEFF, INVISIBLE, "a byte order mark inside the text"},
    {0xFFA0, 0xFFA0, INVISIBLE, "a Hangul filler"},
    {0xFFF9, 0xFFFB, INVISIBLE, "an annotation mark"},
    {0x1D173, 0x1D17A, INVISIBLE, "an invisible mark of music"},
    {0xE0000, 0xE007F, INVISIBLE, "a tag character"},
    {0xE0080, 0xE0FFF, INVISIBLE, "a variation selector"},
};

static const struct {
    const char *code, *title, *help;
} kinds[KINDS] = {
    [CONTROL] = {"E0103", "a control character has no place in an agreement",
                 "delete it; lines end with a line feed, alone or after a carriage return"},
    [DIRECTION] = {"E0104", "this character changes the order in which the text is shown",
                   "delete it; what is read must be what is shown"},
    [INVISIBLE] = {"E0105", "this character cannot be seen",
                   "delete it; write an ordinary space or hyphen if one is meant"},
    [LINE_END] = {"E0106", "this character ends a line for some readers only",
                  "replace it with an ordinary line feed"},
};

typedef struct {
    Size            from, to; /* one or more neighbours of one kind */
    uint32_t        point;    /* the first of them */
    const Unwanted *what;
} Seen;

typedef struct {
    Str  text;
    Seen seen[KINDS][DOOR_SHOWN];
    Size count[KINDS];
} Door;

static const Unwanted *unwanted_find(uint32_t point)
{
    for (Size i = 0; i < COUNT(unwanted) && point >= unwanted[i].from; i++)
        if (point <= unwanted[i].to)
            return &unwanted[i];
    return NULL;
}

/* Whether `point`, past ASCII, shares its block with an unwanted one: keeps the table off the hot path. */
static bool is_suspect(uint32_t point)
{
    if (point < 0x300)
        return point <= 0xAD;
    switch (point >> 8) {
    case 0x03: return point == 0x034F;
    case 0x06: return point == 0x061C;
    case 0x11:
    case 0x17:
    case 0x18:
    case 0x20:
    case 0x31:
    case 0xFE:
    case 0xFF:
    case 0x1D1: return true;
    default: return point >= 0xE0000;
    }
}

static void notice(Door *door, Size at, Size size, uint32_t point)
{
    const Unwanted *what = unwanted_find(point);
    if (!what || (point == 0xFEFF && at == 0))
        return;
    Size  count = door->count[what->kind];
    Seen *last = count && count <= DOOR_SHOWN ? &door->seen[what->kind][count - 1] : NULL;
    if (last && last->to == at) {
        last->to = at + size;
        return;
    }
    if (count < DOOR_SHOWN)
        door->seen[what->kind][count] = (Seen){at, at + size, point, what};
    door->count[what->kind]++;
}

static bool is_tail(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/* The size of the well-formed sequence at `at` (first byte past ASCII), or 0; its character in *out. */
static Size decode(const unsigned char *at, Size left, uint32_t *out)
{
    uint32_t a = at[0];
    if (a >= 0xC2 && a <= 0xDF && left >= 2 && is_tail(at[1])) {
        *out = (a & 0x1F) << 6 | (at[1] & 0x3Fu);
        return 2;
    }
    if ((a & 0xF0) == 0xE0 && left >= 3 && is_tail(at[1]) && is_tail(at[2])) {
        uint32_t point = (a & 0x0F) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
        *out = point;
        return point >= 0x800 && (point & 0xF800) != 0xD800 ? 3 : 0;
    }
    if (a >= 0xF0 && a <= 0xF4 && left >= 4 && is_tail(at[1]) && is_tail(at[2]) && is_tail(at[3])) {
        uint32_t point = (a & 0x07) << 18 | (at[1] & 0x3Fu) << 12 | (at[2] & 0x3Fu) << 6 | (at[3] & 0x3Fu);
        *out = point;
        return point >= 0x10000 && point <= 0x10FFFF ? 4 : 0;
    }
    return 0;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of each byte that needs a closer look: all but printable ASCII, LF and TAB. No sum
 * carries into the next byte, as long as all are ASCII; those that are not show up in any case. */
static uint64_t odd_bytes(const unsigned char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t low = word & EACH(0x7F);
    uint64_t printable = low + EACH(0x60);             /* high bit: >= 0x20 */
    uint64_t not_lf = (low ^ EACH('\n')) + EACH(0x7F); /* high bit: another byte */
    uint64_t not_tab = (low ^ EACH('\t')) + EACH(0x7F);
    uint64_t del = low + EACH(1);
    return (word | del | (~printable & not_lf & not_tab)) & EACH(0x80);
}

/* The first place from `at` on where a plain word of text ends; up to 7 plain bytes may follow. */
static Size skip_plain(const unsigned char *text, Size at, Size len)
{
    for (; len - at >= 32; at += 32)
        if (odd_bytes(text + at) | odd_bytes(text + at + 8) | odd_bytes(text + at + 16) |
            odd_bytes(text + at + 24))
            break;
    while (len - at >= 8 && !odd_bytes(text + at))
        at += 8;
    return at;
}

static bool is_plain(unsigned char byte)
{
    return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t';
}

/* One character; its size, or 0 if it is not UTF-8. */
static Size step(Door *door, const unsigned char *text, Size at)
{
    unsigned char byte = text[at];
    if (is_plain(byte))
        return 1;
    if (byte < 0x80) {
        if (byte != '\r' || at + 1 == door->text.len || text[at + 1] != '\n')
            notice(door, at, 1, byte);
        return 1;
    }
    uint32_t point = 0;
    Size     size = decode(text + at, door->text.len - at, &point);
    if (size && is_suspect(point))
        notice(door, at, size, point);
    return size;
}

/* The place of the first byte that is not UTF-8, or -1. */
static Size walk(Door *door)
{
    const unsigned char *text = (const unsigned char *)door->text.at;
    Size                 len = door->text.len, at = 0;
    while (at < len) {
        at = skip_plain(text, at, len);
        for (Size stop = at + 24 < len ? at + 24 : len; at < stop;) {
            Size size = step(door, text, at);
            if (!size)
                return at;
            at += size;
        }
    }
    return -1;
}

static Span span_of(const Source *source, Size from, Size to)
{
    return (Span){source->base + (int32_t)from, source->base + (int32_t)to};
}

static bool refuse_encoding(const Source *source, Diags *diags, Size at)
{
    unsigned byte = (unsigned char)source->text.at[at];
    bool     wide = str_starts(source->text, S("\xFF\xFE")) || str_starts(source->text, S("\xFE\xFF"));
    Str      label = wide ? S("the text starts as UTF-16 does")
                          : str_format(diags->arena, "byte 0x%02X cannot stand here", byte);
    return diag_refuse(diags, "E0102", span_of(source, at, at + 1), S("this text is not UTF-8"), label,
                       S("save the file with the encoding UTF-8"));
}

static void report(const Source *source, Diags *diags, const Door *door, Kind kind)
{
    Size shown = door->count[kind] < DOOR_SHOWN ? door->count[kind] : DOOR_SHOWN;
    for (Size i = 0; i < shown; i++) {
        const Seen *seen = &door->seen[kind][i];
        Str         label = str_format(diags->arena, "%s, U+%04X", seen->what->name, (unsigned)seen->point);
        if (i + 1 == DOOR_SHOWN && door->count[kind] > shown)
            label = str_format(diags->arena, "%.*s; the text has %td more like it", STR_ARG(label),
                               door->count[kind] - shown);
        diag_error(diags, kinds[kind].code, span_of(source, seen->from, seen->to),
                   str_from(kinds[kind].title), label)
            ->help = str_from(kinds[kind].help);
    }
}

bool door_check(const Source *source, Diags *diags)
{
    if (source->text.len > DOOR_LIMIT)
        return diag_refuse(diags, "E0101", span_of(source, DOOR_LIMIT, DOOR_LIMIT),
                           S("this file is too large"),
                           str_format(diags->arena, "it has %td bytes; the limit of %d is here",
                                      source->text.len, DOOR_LIMIT),
                           S("move schedules into files of their own and `include` them"));
    Door door = {.text = source->text};
    Size bad = walk(&door);
    if (bad >= 0)
        return refuse_encoding(source, diags, bad);
    Size found = 0;
    for (int kind = 0; kind < KINDS; kind++) {
        report(source, diags, &door, (Kind)kind);
        found += door.count[kind];
    }
    return found == 0;
}
