/* memo.h - amounts that were worked out before, by what they are of.
 *
 * Steps ask steps below them for the same days again and again; each is worked out once. An amount that is
 * asked for while it is being worked out rests on itself (a cap at half of another royalty that has a cap at
 * half of this one): it is not known. */
#ifndef ENT_MONEY_MEMO_H
#define ENT_MONEY_MEMO_H
#include "base/date.h"
#include "exact/rational.h"

typedef enum { MEMO_EARNED, MEMO_DUE, MEMO_SHARE, MEMO_CREDIT_LEFT, MEMO_MINIMUM_LEFT } MemoKind;
typedef enum { MEMO_NEW, MEMO_BUSY, MEMO_DONE } MemoState;

typedef struct {
    const void *of; /* an account, a credit clause */
    MemoKind    kind;
    int         step;
    Days        days;
} MemoKey;

typedef struct Memo Memo;

Memo *memo_new(Arena *arena);
/* DONE: *out is set. NEW: it is now BUSY, until memo_put. */
MemoState memo_ask(Memo *memo, const MemoKey *key, Rational *out);
Rational  memo_put(Memo *memo, const MemoKey *key, Rational value); /* the value */
#endif
