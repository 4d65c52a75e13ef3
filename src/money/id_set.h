/* id_set.h - a set of numbers below 2^60, as blocks of 2^16: a sorted list while few, a bitmap when many.
 *
 * Numbers that count up, as identifications of lines do, need two bits each. A limit bounds the memory: when
 * it is reached no new block is made, and numbers of blocks that are not there are not taken. */
#ifndef ENT_MONEY_ID_SET_H
#define ENT_MONEY_ID_SET_H
#include "base/base.h"

typedef struct {
    uint64_t  block; /* number >> 16 */
    uint16_t *list;  /* ascending; NULL: bitmap */
    uint64_t *bitmap;
    int32_t   count, room; /* of the list */
} IdBlock;

typedef struct {
    Arena *arena;
    Size   used, limit; /* bytes */
    LIST_OF(IdBlock) blocks;
    uint32_t *table; /* 1 + block; open addressing, at most half full */
    Size      table_size;
    Size      last; /* the block that was used last */
} IdSet;

typedef enum { ID_NEW, ID_THERE, ID_NOT_TAKEN } IdAdded;

IdSet   id_set_new(Arena *arena, Size limit);
IdAdded id_set_add(IdSet *set, uint64_t number);
#endif
