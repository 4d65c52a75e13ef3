/* markdown_html.h - what raw HTML does to the Markdown around it: where an HTML block starts and ends
 * (CommonMark 0.30, section 4.6), and which HTML elements stay open after it and may hide what follows.
 *
 * The second part is no HTML parser. It keeps the names of the elements that were opened and not
 * closed; what it does not understand with certainty counts as open for good. So it may take an
 * element for open that a browser has closed, and not the other way round. */
#ifndef ENT_LANG_MARKDOWN_HTML_H
#define ENT_LANG_MARKDOWN_HTML_H
#include "base/diag.h"

/* The kind 1 to 7 of the HTML block that `text` (a line from its first character on, without its end)
 * starts, or 0. A block of kind 7 cannot start inside a paragraph. */
int html_block_start(Str text, bool in_paragraph);

/* Whether this line is the last of a block of kind 1 to 5. Kinds 6 and 7 end before a blank line. */
bool html_block_ends(int kind, Str text);

enum { HTML_OPEN_LIMIT = 32 };

typedef struct {
    Str     name;
    int32_t offset; /* of its `<` */
} HtmlElement;

typedef struct {
    HtmlElement open[HTML_OPEN_LIMIT];
    int         count;
    bool        for_good, in_comment;
    HtmlElement last; /* the one that is open for good, or the comment */
} HtmlElements;

/* Reads a line of an HTML block, or (prose) of a paragraph or heading, where only block elements count
 * and nothing closes. `offset` is where `text` stands in the sources. */
void html_see(HtmlElements *elements, Str text, int32_t offset, bool prose);

/* The HTML block ends: a comment that is still open can no longer be closed. */
void html_end_block(HtmlElements *elements);

/* The element that may hide what comes next, or NULL. */
const HtmlElement *html_hiding(const HtmlElements *elements);
#endif
