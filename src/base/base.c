/* base.c - arenas, slices, text under construction. See base.h for the contract. */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
enum { ARENA_GAP = 16 }; /* poisoned gap: an overrun of one object is caught, not absorbed */
#define POISON(at, size)   ASAN_POISON_MEMORY_REGION((at), (size_t)(size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size_t)(size))
#else
enum { ARENA_GAP = 0 };
#define POISON(at, size)   ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
#endif

enum { ARENA_BLOCK_BYTES = 1 << 16, ARENA_BLOCK_MOST = 1 << 22, ARENA_GROWTH = 8, LARGE_PAGE = 1 << 21 };

struct ArenaBlock {
    ArenaBlock *below;
    Size        bytes; /* that it gives */
};

_Noreturn void base_broken(const char *truth, const char *file, int line)
{
    fprintf(stderr, "entente: internal error: expected %s (%s:%d)\n", truth, file, line);
    exit(70);
}

/* Blocks grow up to a limit: a small command touches little, a large text few blocks. Large ones begin at a
 * large page and ask for such pages, for page faults were half the time of reading 1 MB of text. */
static void arena_grow(Arena *arena, Size need)
{
    Size last = arena->block ? arena->block->bytes : ARENA_BLOCK_BYTES / ARENA_GROWTH;
    Size bytes = last < ARENA_BLOCK_MOST ? last * ARENA_GROWTH : ARENA_BLOCK_MOST;
    bytes = need > bytes ? need : bytes;
    Size        skipped = bytes >= LARGE_PAGE ? LARGE_PAGE : 0; /* never touched, so never there */
    ArenaBlock *block = calloc(1, sizeof *block + (size_t)(bytes + skipped));
    if (!block) {
        fputs("entente: out of memory\n", stderr);
        exit(70);
    }
    *block = (ArenaBlock){arena->block, bytes};
    arena->block = block;
    arena->at = (char *)(block + 1);
    if (skipped) {
        arena->at += -(uintptr_t)arena->at & (uintptr_t)(LARGE_PAGE - 1);
        (void)madvise(arena->at, (size_t)bytes, MADV_HUGEPAGE);
    }
    arena->end = arena->at + bytes;
    POISON(arena->at, bytes);
}

void *arena_take(Arena *arena, Size size, Size align, Size count)
{
    INVARIANT(size > 0 && count >= 0 && align > 0 && (align & (align - 1)) == 0);
    INVARIANT(count < PTRDIFF_MAX / 2 / size);
    Size bytes = size * count;
    Size pad = (Size)(-(uintptr_t)arena->at & (uintptr_t)(align - 1));
    if (!arena->block || arena->end - arena->at < bytes + pad + ARENA_GAP) {
        arena_grow(arena, bytes + align + ARENA_GAP);
        pad = (Size)(-(uintptr_t)arena->at & (uintptr_t)(align - 1));
    }
    char *taken = arena->at + pad;
    arena->at = taken + bytes + ARENA_GAP;
    UNPOISON(taken, bytes);
    return taken; /* zero: it comes from calloc, and was never given before */
}

struct ArenaEnd {
    ArenaEnd *before;
    void (*end)(void *self);
    void *self;
};

void arena_at_end(Arena *arena, void (*end)(void *self), void *self)
{
    ArenaEnd *last = NEW(arena, ArenaEnd, 1);
    *last = (ArenaEnd){arena->ends, end, self};
    arena->ends = last;
}

void arena_free(Arena *arena)
{
    for (ArenaEnd *end = arena->ends; end; end = end->before)
        end->end(end->self);
    for (ArenaBlock *block = arena->block, *below; block; block = below) {
        below = block->below;
        UNPOISON(block + 1, block->bytes + (block->bytes >= LARGE_PAGE ? LARGE_PAGE : 0));
        free(block);
    }
    *arena = (Arena){0};
}

void *list_grow(Arena *arena, void *items, Size *room, Size count, Size item_size, Size align)
{
    Size  first = item_size >= 64 ? 1 : 64 / item_size; /* most lists stay short */
    Size  more = *room ? *room * 2 : first;
    void *grown = arena_take(arena, item_size, align, more);
    if (count)
        memcpy(grown, items, (size_t)(count * item_size));
    *room = more;
    return grown;
}

bool str_equal(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, (size_t)a.len) == 0);
}

bool str_starts(Str text, Str prefix)
{
    return text.len >= prefix.len && str_equal((Str){text.at, prefix.len}, prefix);
}

bool str_ends(Str text, Str suffix)
{
    return text.len >= suffix.len && str_equal((Str){text.at + (text.len - suffix.len), suffix.len}, suffix);
}

int str_order(Str a, Str b)
{
    Size shared = a.len < b.len ? a.len : b.len;
    int  order = shared ? memcmp(a.at, b.at, (size_t)shared) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

Str str_from(const char *c_string) { return (Str){c_string, (Size)strlen(c_string)}; }

Str str_slice(Str text, Size from, Size to)
{
    INVARIANT(0 <= from && from <= to && to <= text.len);
    return (Str){text.at ? text.at + from : NULL, to - from};
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

Str str_trim(Str text)
{
    while (text.len && is_blank(text.at[0])) {
        text.at++;
        text.len--;
    }
    while (text.len && is_blank(text.at[text.len - 1]))
        text.len--;
    return text;
}

Size str_find(Str text, char c)
{
    const char *found = text.len ? memchr(text.at, c, (size_t)text.len) : NULL;
    return found ? found - text.at : -1;
}

Str str_copy(Arena *arena, Str text)
{
    char *copy = NEW(arena, char, text.len + 1);
    if (text.len)
        memcpy(copy, text.at, (size_t)text.len);
    return (Str){copy, text.len};
}

/* Most texts are short: then they are made once and copied. */
Str str_format(Arena *arena, const char *format, ...)
{
    char    small[128];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    INVARIANT(len >= 0);
    char *text = NEW(arena, char, len + 1);
    if (len < (int)sizeof small) {
        memcpy(text, small, (size_t)len);
        return (Str){text, len};
    }
    va_start(args, format);
    (void)vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return (Str){text, len};
}

/* FNV-1a with a final mix: texts are short names, tables are powers of two. */
uint64_t str_hash(Str text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (Size i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3u;
    return hash ^ (hash >> 32);
}

enum { DISTANCE_MOST = 64 };

Size str_distance(Str a, Str b, Size limit)
{
    if (a.len > DISTANCE_MOST || b.len > DISTANCE_MOST || a.len - b.len > limit || b.len - a.len > limit)
        return limit + 1;
    Size  rows[3][DISTANCE_MOST + 1];
    Size *before = rows[0], *above = rows[1], *row = rows[2];
    for (Size j = 0; j <= b.len; j++)
        above[j] = before[j] = j;
    for (Size i = 1; i <= a.len; i++) {
        row[0] = i;
        for (Size j = 1; j <= b.len; j++) {
            Size cost = above[j - 1] + (a.at[i - 1] != b.at[j - 1]);
            cost = above[j] + 1 < cost ? above[j] + 1 : cost;
            cost = row[j - 1] + 1 < cost ? row[j - 1] + 1 : cost;
            bool swapped = i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1];
            row[j] = swapped && before[j - 2] + 1 < cost ? before[j - 2] + 1 : cost;
        }
        Size *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[b.len];
}

Near near_new(Str wanted)
{
    return (Near){.wanted = wanted, .distance = wanted.len >= 5 ? 3 : (wanted.len + 1) / 2};
}

void near_try(Near *near, Str candidate)
{
    Size distance = str_distance(near->wanted, candidate, near->distance - 1);
    if (distance < near->distance && distance > 0) {
        near->distance = distance;
        near->best = candidate;
    }
}

Text text_new(Arena *arena) { return (Text){.arena = arena}; }

static void text_grow(Text *text, Size more)
{
    Size room = text->room ? text->room * 2 : 256;
    while (room - text->len < more + 1)
        room *= 2;
    char *grown = NEW(text->arena, char, room);
    if (text->len)
        memcpy(grown, text->at, (size_t)text->len);
    text->at = grown;
    text->room = room;
}

static inline void text_reserve(Text *text, Size more)
{
    if (text->room - text->len < more + 1)
        text_grow(text, more);
}

void text_add(Text *text, Str piece)
{
    text_reserve(text, piece.len);
    if (piece.len)
        memcpy(text->at + text->len, piece.at, (size_t)piece.len);
    text->len += piece.len;
}

void text_char(Text *text, char c)
{
    text_reserve(text, 1);
    text->at[text->len++] = c;
}

void text_format(Text *text, const char *format, ...)
{
    text_reserve(text, 0);
    for (Size room = text->room - text->len;; room = text->room - text->len) {
        va_list args;
        va_start(args, format);
        int len = vsnprintf(text->at + text->len, (size_t)room, format, args);
        va_end(args);
        INVARIANT(len >= 0);
        if (len < room) {
            text->len += len;
            return;
        }
        text_reserve(text, len);
    }
}

void text_pad(Text *text, Size spaces)
{
    for (; spaces > 0; spaces--)
        text_char(text, ' ');
}

Str text_str(const Text *text) { return text->at ? (Str){text->at, text->len} : S(""); }
