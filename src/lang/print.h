/* print.h - the one canonical form of a text.
 *
 * Printing reads only the tree, so two texts with the same tree print alike; reading what was
 * printed gives the same tree. A block stands on one line when it is short, plain and free of
 * comments; long statements break after commas and before joining words. */
#ifndef ENT_LANG_PRINT_H
#define ENT_LANG_PRINT_H
#include "lang/tree.h"

typedef struct {
    const Tree    *tree;
    const Sources *sources;
    Word           aligned; /* statements in the block of this clause word line up (the header) */
} Printer;

void print_block(const Printer *printer, Text *out, Block block, int depth);
/* One statement, without comments or block, on one line: for messages and citations. */
Str print_statement(const Printer *printer, Arena *arena, const Stmt *stmt);
/* The next token from *at on that counts when statements are compared: all but articles; NULL at the end. */
const Token *stmt_next(const Tree *tree, const Stmt *stmt, int32_t *at);
/* Equal in every token, label and block; comments, layout and articles do not count. Both trees
 * must share their Words. */
bool stmt_same(const Tree *left_tree, const Stmt *left, const Tree *right_tree, const Stmt *right);
#endif
