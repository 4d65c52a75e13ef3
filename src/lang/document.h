/* document.h - the files of one agreement, read into one tree.
 *
 * A `.md` file gives its `entente` fences, any other file is one formal block. `include "x"` takes
 * another file in at that place, by a path relative to the including file: never absolute, never
 * through `..`, at most INCLUDE_DEPTH deep, never itself again. Files come through a Reader, so that
 * this layer opens nothing. Words and Sources may be shared by two documents that are compared. */
#ifndef ENT_LANG_DOCUMENT_H
#define ENT_LANG_DOCUMENT_H
#include "lang/markdown.h"
#include "lang/print.h"
#include "lang/tree.h"

enum { INCLUDE_DEPTH = 8, INCLUDE_MOST = 1000, SOURCE_BYTES_MOST = 1 << 20 };

typedef enum { READ_OK, READ_ABSENT, READ_LINK, READ_TOO_LARGE, READ_FAILED } ReadResult;

typedef struct {
    void *context;
    /* `path` is as given to document_read, or joined from it and an include. *text lives in arena. */
    ReadResult (*read)(void *context, Arena *arena, Str path, Str *text);
} FileReader;

typedef struct {
    Str name, choice; /* choice: an option's name, the text of an alternative, or its number from 1 */
} Pick;

typedef struct {
    const Pick *items;
    Size        count;
} Picks;

typedef struct {
    const Source *source;
    bool          markdown;
    Markdown      headings_and_fences; /* of a Markdown file */
    LIST_OF(Block) blocks;             /* one a fence, or one in all */
} DocumentFile;

typedef struct {
    Str     title; /* of the heading, "" for a bare file */
    int     level;
    int32_t offset;
} Section;

typedef struct {
    Arena     *arena;
    Sources   *sources;
    Words     *words;
    Diags     *diags;
    FileReader reader;
    Picks      picks; /* of open points, for this run */
    Tree       tree;
    LIST_OF(DocumentFile) files;
    LIST_OF(Section) sections;
    LIST_OF(Stmt *) statements; /* the top level of all files, in reading order */
    bool incomplete; /* a part has a finding instead of statements: what is not declared may stand there */
} Document;

Document document_new(Arena *arena, Sources *sources, Words *words, Diags *diags, FileReader reader);
/* Reads the file and what it includes. False: the first file could not be read (nothing to go on with);
 * everything else is a finding. */
CHECKED bool document_read(Document *document, Str path);
/* The canonical text of one file; prose outside fences byte for byte. */
Str document_print(const Document *document, Arena *arena, const DocumentFile *file);
#endif
