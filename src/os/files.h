/* files.h - reading files, with limits, and never through a link where the text named the file. */
#ifndef ENT_OS_FILES_H
#define ENT_OS_FILES_H
#include "base/base.h"

typedef enum { FILE_OK, FILE_ABSENT, FILE_LINK, FILE_LARGE, FILE_FAILED } FileResult;

/* Reads a regular file of at most `most` bytes. Its first `given` bytes, a folder and `/` or the whole path,
 * come from the user and may go through symbolic links; what follows may not. */
FileResult file_read(Arena *arena, Str path, Size given, Size most, Str *text);
/* Reads standard input to its end. */
FileResult file_read_input(Arena *arena, Size most, Str *text);
/* Replaces a file's content as a whole, through links: a reader sees the old or the new text, never a part.
 * Its permissions stay; a file that nobody may write is not replaced. */
FileResult file_write(Arena *arena, Str path, Str text);
/* Makes the folder, and those above it, if they are missing. */
FileResult folder_make(Arena *arena, Str path);
bool       file_is_folder(Arena *arena, Str path);
int64_t    file_bytes(Arena *arena, Str path); /* of a regular file; 0: it is none, or not there */
bool       file_exists(Arena *arena, Str path);
/* Are both there, and one file or folder? */
bool file_same(Arena *arena, Str one, Str other);
#endif
