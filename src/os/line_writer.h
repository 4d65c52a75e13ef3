/* line_writer.h - a file that is written line by line. It takes the place of an old one only when it is
 * closed. */
#ifndef ENT_OS_LINE_WRITER_H
#define ENT_OS_LINE_WRITER_H
#include "os/files.h"

typedef struct LineWriter LineWriter;
LineWriter               *line_writer_new(Arena *arena, Str path); /* NULL: it cannot be written */
void                      line_write(LineWriter *writer, Str text);
/* False: something was not written. `keep` false: the draft is dropped, and an old file stays as it was. */
bool line_close(LineWriter *writer, bool keep);
#endif
