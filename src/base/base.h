/* base.h - the vocabulary every layer speaks: lengths, slices, arenas, invariants.
 *
 * Nothing here may fail in a way the caller must handle: memory comes from an arena
 * that either delivers or ends the process, and text is a slice that owns nothing. */
#ifndef ENT_BASE_H
#define ENT_BASE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHECKED __attribute__((warn_unused_result))

typedef ptrdiff_t Size; /* signed: a length that went wrong is negative, not enormous */

typedef struct {
    const char *at;
    Size        len;
} Str;

#define S(literal)   ((Str){(literal), (Size)sizeof(literal) - 1})
#define S_NONE       ((Str){NULL, 0})
#define COUNT(array) ((Size)(sizeof(array) / sizeof *(array)))
#define STR_ARG(s)   (int)(s).len, ((s).at ? (s).at : "") /* for "%.*s" */

/* INVARIANT stays in release builds: a licence engine that continues on a broken
 * assumption is worse than one that stops. Use it for our mistakes, never for input. */
#define INVARIANT(truth) ((truth) ? (void)0 : base_broken(#truth, __FILE__, __LINE__))
_Noreturn void base_broken(const char *truth, const char *file, int line);

typedef struct ArenaBlock ArenaBlock;
typedef struct ArenaEnd   ArenaEnd;

/* One unit of work's memory. Values inside are never freed one by one; zero-initialised is empty. */
typedef struct {
    ArenaBlock *block;
    char       *at, *end;
    ArenaEnd   *ends; /* what is to be done first when it is freed, the last one before the others */
} Arena;

void *arena_take(Arena *arena, Size size, Size align, Size count) __attribute__((returns_nonnull, malloc));
void  arena_free(Arena *arena);
/* For what lives in an arena and holds more than memory: a store, a connection. */
void arena_at_end(Arena *arena, void (*end)(void *self), void *self);
#define NEW(arena, Type, count) \
    ((Type *)arena_take((arena), (Size)sizeof(Type), (Size) _Alignof(Type), (count)))

/* A growing array in an arena: `type` items, `count`, `room`. The old copy stays in the arena, so
 * total waste is at most the final size. Use: Item *slot = GROW(arena, &list); */
#define LIST_OF(Type)      \
    struct {               \
        Type *items;       \
        Size  count, room; \
    }
void *list_grow(Arena *arena, void *items, Size *room, Size count, Size item_size, Size align);
#define PUSH(arena, list)                                                                        \
    ((list)->items = (list)->count < (list)->room                                                \
                         ? (list)->items                                                         \
                         : list_grow((arena), (list)->items, &(list)->room, (list)->count,       \
                                     (Size)sizeof *(list)->items, (Size) _Alignof(max_align_t)), \
     &(list)->items[(list)->count++])

bool     str_equal(Str a, Str b);
bool     str_starts(Str text, Str prefix);
bool     str_ends(Str text, Str suffix);
int      str_order(Str a, Str b); /* byte order, as memcmp */
Str      str_from(const char *c_string);
Str      str_slice(Str text, Size from, Size to); /* [from, to) */
Str      str_trim(Str text);                      /* spaces, tabs, CR, LF on both ends */
Size     str_find(Str text, char c);              /* -1: absent */
Str      str_copy(Arena *arena, Str text);        /* NUL-terminated past its end, so usable at the OS edge */
Str      str_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));
uint64_t str_hash(Str text);

/* The candidate nearest to `wanted` by edit distance (at most 2 and less than half of its length).
 * Feed candidates one by one; zero-initialise with near_new. */
typedef struct {
    Str  wanted, best;
    Size distance;
} Near;
Near near_new(Str wanted);
void near_try(Near *near, Str candidate);
Size str_distance(Str a, Str b, Size limit); /* Damerau (adjacent swap counts 1); > limit when farther */

/* Text under construction, in an arena. */
typedef struct {
    Arena *arena;
    char  *at;
    Size   len, room;
} Text;
Text text_new(Arena *arena);
void text_add(Text *text, Str piece);
void text_char(Text *text, char c);
void text_format(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));
void text_pad(Text *text, Size spaces);
Str  text_str(const Text *text);
#endif
