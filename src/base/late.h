/* late.h - libraries that few runs need, loaded when something asks for what they do.
 *
 * Linked as usual, the libraries of PDF, spreadsheets and databases would more than triple the time that
 * every other question takes to start (docs/decisions/004-late-libraries.md). The functions keep the types of
 * the library's own headers, so a call is checked as any other. A library that is not there is a message. */
#ifndef ENT_BASE_LATE_H
#define ENT_BASE_LATE_H
#include "base/base.h"

typedef struct {
    const char *name;
    void      **at; /* where the function goes */
} LateFunction;

/* A table of functions: #define MY_FUNCTIONS(F) F(cairo_create) F(cairo_destroy)
 * static struct { MY_FUNCTIONS(LATE_FIELD) } lib;
 * static const LateFunction functions[] = {MY_FUNCTIONS(LATE_ROW)};   rows name `lib` */
#define LATE_FIELD(function) __typeof__(function) *function;
/* clang-format off */
#define LATE_ROW(function)   {#function, (void **)&lib.function},
/* clang-format on */

/* `library` and all that it brings are searched. `package`: what to install. False: `why` says what to do. */
CHECKED bool late_load(Arena *arena, const char *library, const char *package, const LateFunction *functions,
                       Size count, Str *why);
#endif
