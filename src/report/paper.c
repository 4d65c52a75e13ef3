/* paper.c - see paper.h. Pango lays out each text, cairo draws it; all lengths here are whole numbers. */
#include "report/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/late.h"
#include "report/layout.h"

#define FUNCTIONS(F)                            \
    F(cairo_pdf_surface_create_for_stream)      \
    F(cairo_pdf_surface_set_metadata)           \
    F(cairo_surface_destroy)                    \
    F(cairo_surface_finish)                     \
    F(cairo_surface_status)                     \
    F(cairo_status_to_string)                   \
    F(cairo_create)                             \
    F(cairo_destroy)                            \
    F(cairo_scale)                              \
    F(cairo_move_to)                            \
    F(cairo_rectangle)                          \
    F(cairo_fill)                               \
    F(cairo_set_source_rgb)                     \
    F(cairo_show_page)                          \
    F(cairo_font_options_create)                \
    F(cairo_font_options_destroy)               \
    F(cairo_font_options_set_hint_metrics)      \
    F(cairo_font_options_set_hint_style)        \
    F(pango_cairo_font_map_new)                 \
    F(pango_font_map_create_context)            \
    F(pango_context_set_round_glyph_positions)  \
    F(pango_cairo_context_set_font_options)     \
    F(pango_cairo_show_layout)                  \
    F(pango_layout_new)                         \
    F(pango_layout_set_text)                    \
    F(pango_layout_set_width)                   \
    F(pango_layout_set_height)                  \
    F(pango_layout_set_ellipsize)               \
    F(pango_layout_set_wrap)                    \
    F(pango_layout_set_alignment)               \
    F(pango_layout_set_font_description)        \
    F(pango_layout_set_attributes)              \
    F(pango_layout_get_size)                    \
    F(pango_font_description_from_string)       \
    F(pango_font_description_set_absolute_size) \
    F(pango_font_description_free)              \
    F(pango_attr_list_new)                      \
    F(pango_attr_list_insert)                   \
    F(pango_attr_list_unref)                    \
    F(pango_attr_font_features_new)             \
    F(g_object_unref)
static struct {
    FUNCTIONS(LATE_FIELD)
} lib;
static const LateFunction functions[] = {FUNCTIONS(LATE_ROW)};

#define POINTS 20.0 /* lengths divided by it are points; drawing at a scale would enlarge fallback glyphs */

/* Colours of the pages (design tokens): ink, ink of lesser weight, hairline, ground of the box. */
enum { COLOUR_INK = 0x14201d, COLOUR_INK_2 = 0x4c5a55, COLOUR_HAIR = 0xc9d2ce, COLOUR_GROUND = 0xeef3f1 };
enum {
    TOP = 62 * POINT, /* where the content of a page begins */
    FIRST_TOP = 51 * POINT,
    BOTTOM = PAPER_HEIGHT - 62 * POINT,
    GUTTER = 8 * POINT,
    ROW_GAP = 4 * POINT,
    HAIR = POINT / 2,
    BOX_PAD = 10 * POINT,
    LINES_MOST = 40, /* of one cell */
};

static const struct {
    const char *font;
    int         size, colour, below; /* twentieths of a point; space below a paragraph */
} inks[INK_COUNT] = {
    [INK_TITLE] = {"Inter Semi-Bold", 17 * POINT, COLOUR_INK, 4 * POINT},
    [INK_HEADING] = {"Inter Semi-Bold", 11 * POINT, COLOUR_INK, 2 * POINT},
    [INK_STRONG] = {"Inter Semi-Bold", 9 * POINT, COLOUR_INK, 2 * POINT},
    [INK_BODY] = {"Inter", 9 * POINT, COLOUR_INK, 3 * POINT},
    [INK_SMALL] = {"Inter", 15 * POINT / 2, COLOUR_INK_2, 2 * POINT},
    [INK_HEAD] = {"Inter Medium", 15 * POINT / 2, COLOUR_INK_2, 2 * POINT},
};

struct Paper {
    Arena                *arena;
    const PaperFrame     *frame;
    Text                  bytes;
    cairo_surface_t      *surface;
    cairo_t              *cr;
    PangoFontMap         *font_map; /* of its own, so that nothing is left behind */
    PangoContext         *context;
    PangoFontDescription *fonts[INK_COUNT];
    PangoAttrList        *tabular; /* figures of one width */
    int                   y, page;
    int                   inset; /* of a box */
    bool                  dry;   /* nothing is drawn: the height is wanted */
    PaperColumn           columns[PAPER_COLUMNS_MOST];
    int                   column_count;
    int                   fraction; /* width behind the decimal point */
    Str                   again;
    bool                  table;
};

static cairo_status_t take_bytes(void *self, const unsigned char *data, unsigned int size)
{
    text_add(&((Paper *)self)->bytes, (Str){(const char *)data, (Size)size});
    return CAIRO_STATUS_SUCCESS;
}

static void colour(const Paper *p, int rgb)
{
    lib.cairo_set_source_rgb(p->cr, ((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0,
                             (rgb & 255) / 255.0);
}

static void bar(const Paper *p, int x, int y, int width, int height, int rgb)
{
    colour(p, rgb);
    lib.cairo_rectangle(p->cr, x / POINTS, y / POINTS, width / POINTS, height / POINTS);
    lib.cairo_fill(p->cr);
}

/* ---- texts ---- */

static PangoLayout *layout_of(const Paper *p, Ink ink, Str text, int width, PangoAlignment side)
{
    PangoLayout *layout = lib.pango_layout_new(p->context);
    Str          valid = layout_valid(p->arena, text);
    lib.pango_layout_set_text(layout, valid.at ? valid.at : "", (int)valid.len);
    lib.pango_layout_set_font_description(layout, p->fonts[ink]);
    lib.pango_layout_set_attributes(layout, p->tabular);
    lib.pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    lib.pango_layout_set_width(layout, width > 0 ? width * PANGO_SCALE / POINT : -1);
    lib.pango_layout_set_height(layout, -LINES_MOST);
    lib.pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    lib.pango_layout_set_alignment(layout, side);
    return layout;
}

typedef struct {
    int width, height;
} Extent;

static Extent extent_of(PangoLayout *layout)
{
    int width = 0, height = 0;
    lib.pango_layout_get_size(layout, &width, &height);
    return (Extent){(width * POINT + PANGO_SCALE - 1) / PANGO_SCALE,
                    (height * POINT + PANGO_SCALE - 1) / PANGO_SCALE};
}

static Extent measure(const Paper *p, Ink ink, Str text, int width)
{
    PangoLayout *layout = layout_of(p, ink, text, width, PANGO_ALIGN_LEFT);
    Extent       extent = extent_of(layout);
    lib.g_object_unref(layout);
    return extent;
}

typedef struct {
    int            x, y, width; /* width 0: as wide as the text is */
    PangoAlignment side;
} Spot;

/* Returns the height. */
static int draw(const Paper *p, Ink ink, Str text, Spot spot)
{
    if (!text.len)
        return 0;
    PangoLayout *layout = layout_of(p, ink, text, spot.width, spot.side);
    Extent       extent = extent_of(layout);
    if (p->dry) {
        lib.g_object_unref(layout);
        return extent.height;
    }
    colour(p, inks[ink].colour);
    int x = spot.width || spot.side == PANGO_ALIGN_LEFT ? spot.x : spot.x - extent.width;
    lib.cairo_move_to(p->cr, x / POINTS, spot.y / POINTS);
    lib.pango_cairo_show_layout(p->cr, layout);
    lib.g_object_unref(layout);
    return extent.height;
}

static int left(const Paper *p) { return PAPER_MARGIN + p->inset; }
static int content(const Paper *p) { return PAPER_CONTENT - 2 * p->inset; }

/* ---- pages ---- */

static void page_frame(const Paper *p)
{
    int right = PAPER_WIDTH - PAPER_MARGIN, foot = BOTTOM + 18 * POINT;
    Str number = p->frame->pages ? str_format(p->arena, "page %d of %d", p->page, p->frame->pages)
                                 : str_format(p->arena, "page %d", p->page);
    bar(p, PAPER_MARGIN, foot - 5 * POINT, PAPER_CONTENT, HAIR, COLOUR_HAIR);
    draw(p, INK_SMALL, p->frame->foot,
         (Spot){PAPER_MARGIN, foot, PAPER_CONTENT - 80 * POINT, PANGO_ALIGN_LEFT});
    draw(p, INK_SMALL, number, (Spot){right, foot, 0, PANGO_ALIGN_RIGHT});
    if (p->page == 1)
        return;
    draw(p, INK_SMALL, p->frame->running, (Spot){PAPER_MARGIN, 36 * POINT, PAPER_CONTENT, PANGO_ALIGN_LEFT});
    bar(p, PAPER_MARGIN, 50 * POINT, PAPER_CONTENT, HAIR, COLOUR_HAIR);
}

static void table_head(Paper *p);

static void new_page(Paper *p)
{
    if (p->page)
        lib.cairo_show_page(p->cr);
    p->page++;
    p->y = p->page == 1 ? FIRST_TOP : TOP;
    page_frame(p);
    if (!p->table)
        return;
    p->y += draw(p, INK_HEADING, p->again, (Spot){left(p), p->y, content(p), PANGO_ALIGN_LEFT}) + ROW_GAP;
    table_head(p);
}

void paper_keep(Paper *p, int height)
{
    if (!p->dry && p->y + height > BOTTOM)
        new_page(p);
}

void paper_space(Paper *p, int height) { p->y += height; }

/* ---- paragraphs ---- */

static int paper_height(const Paper *p, Ink ink, Str text, int width)
{
    return text.len ? measure(p, ink, text, width ? width : content(p)).height + inks[ink].below : 0;
}

void paper_text(Paper *p, Ink ink, Str text)
{
    if (!text.len)
        return;
    paper_keep(p, paper_height(p, ink, text, 0));
    p->y += draw(p, ink, text, (Spot){left(p), p->y, content(p), PANGO_ALIGN_LEFT}) + inks[ink].below;
}

void paper_sides(Paper *p, Ink ink, Str at_left, Str at_right)
{
    int right_width = at_right.len ? measure(p, ink, at_right, 0).width : 0, half = (content(p) - GUTTER) / 2;
    right_width = right_width > half ? half : right_width + POINT; /* a little more: it must not wrap */
    int left_width = content(p) - GUTTER - right_width;
    int height = paper_height(p, ink, at_left, left_width),
        other = paper_height(p, ink, at_right, right_width);
    height = height > other ? height : other;
    paper_keep(p, height);
    draw(p, ink, at_left, (Spot){left(p), p->y, left_width, PANGO_ALIGN_LEFT});
    draw(p, ink, at_right, (Spot){left(p) + content(p) - right_width, p->y, right_width, PANGO_ALIGN_RIGHT});
    p->y += height;
}

void paper_box(Paper *p, void (*fill)(void *self, Paper *paper), void *self)
{
    int top = p->y;
    p->inset = BOX_PAD;
    p->dry = true;
    fill(self, p);
    int height = p->y - top + 2 * BOX_PAD;
    p->dry = false;
    p->y = top;
    paper_keep(p, height);
    bar(p, PAPER_MARGIN, p->y, PAPER_CONTENT, height, COLOUR_GROUND);
    p->y += BOX_PAD;
    fill(self, p);
    p->y += BOX_PAD;
    p->inset = 0;
}

/* ---- tables ---- */

static int inner(const PaperColumn *column) { return column->width - GUTTER; }

static void table_head(Paper *p)
{
    int height = 0;
    for (int i = 0, x = left(p); i < p->column_count; x += p->columns[i++].width) {
        const PaperColumn *column = &p->columns[i];
        PangoAlignment     side = column->side == PAPER_LEFT ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
        int                tall = draw(p, INK_HEAD, column->head, (Spot){x, p->y, inner(column), side});
        height = tall > height ? tall : height;
    }
    p->y += height + 2 * POINT;
    bar(p, left(p), p->y, content(p), HAIR, COLOUR_INK_2);
    p->y += ROW_GAP;
}

void paper_table(Paper *p, const PaperColumn *columns, int count, Str again, Str fraction)
{
    INVARIANT(count > 0 && count <= PAPER_COLUMNS_MOST);
    for (int i = 0; i < count; i++)
        p->columns[i] = columns[i];
    p->columns[count - 1].width += GUTTER; /* none behind the last */
    p->column_count = count;
    p->fraction = fraction.len ? measure(p, INK_STRONG, fraction, 0).width : 0;
    p->again = again;
    p->table = true;
    table_head(p);
}

void paper_table_end(Paper *p) { p->table = false; }

static int cell_height(const Paper *p, const PaperColumn *column, const PaperCell *cell, Ink ink)
{
    int height = 0;
    if (cell->text.len)
        height = measure(p, ink, cell->text, column->side == PAPER_POINT ? 0 : inner(column)).height;
    if (cell->small.len)
        height += measure(p, INK_SMALL, cell->small, inner(column)).height + POINT;
    return height;
}

/* The whole digits end, and the fraction begins, at the same place in every row. */
static void draw_point(const Paper *p, Ink ink, Str text, Spot cell)
{
    Size point = str_find(text, '.');
    bool figure =
        text.len && (text.at[text.len - 1] < 'a' || text.at[text.len - 1] > 'z'); /* not `unknown` */
    int  right = cell.x + cell.width, x = figure ? right - p->fraction : right;
    Size whole = point < 0 ? text.len : point;
    draw(p, ink, str_slice(text, 0, whole), (Spot){x, cell.y, 0, PANGO_ALIGN_RIGHT});
    draw(p, ink, str_slice(text, whole, text.len), (Spot){x, cell.y, 0, PANGO_ALIGN_LEFT});
}

static void draw_row(Paper *p, const PaperRow *row)
{
    Ink ink = row->strong || row->line == LINE_TOTAL ? INK_STRONG : INK_BODY;
    for (int i = 0, x = left(p); i < p->column_count; x += p->columns[i++].width) {
        const PaperColumn *column = &p->columns[i];
        const PaperCell   *cell = &row->cells[i];
        PangoAlignment     side = column->side == PAPER_LEFT ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
        Spot               spot = {x, p->y, inner(column), side};
        if (column->side == PAPER_POINT && row->line != LINE_NONE)
            bar(p, x, p->y - 2 * POINT, inner(column), HAIR, COLOUR_INK_2);
        if (column->side == PAPER_POINT && row->line == LINE_TOTAL)
            bar(p, x, p->y - 2 * POINT - 3 * HAIR, inner(column), HAIR, COLOUR_INK_2);
        if (column->side == PAPER_POINT)
            draw_point(p, ink, cell->text, spot);
        else
            spot.y += draw(p, ink, cell->text, spot);
        spot.y += POINT;
        draw(p, INK_SMALL, cell->small, spot);
    }
}

void paper_row(Paper *p, const PaperRow *row)
{
    Ink ink = row->strong || row->line == LINE_TOTAL ? INK_STRONG : INK_BODY;
    int height = 0, above = row->line == LINE_NONE ? 0 : ROW_GAP;
    for (int i = 0; i < p->column_count; i++) {
        int tall = cell_height(p, &p->columns[i], &row->cells[i], ink);
        height = tall > height ? tall : height;
    }
    paper_keep(p, above + height);
    p->y += above;
    draw_row(p, row);
    p->y += height + ROW_GAP;
}

/* ---- beginning and end ---- */

static void make_fonts(Paper *p)
{
    cairo_font_options_t *options = lib.cairo_font_options_create();
    lib.cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    lib.cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    p->font_map = lib.pango_cairo_font_map_new();
    p->context = lib.pango_font_map_create_context(p->font_map);
    lib.pango_cairo_context_set_font_options(p->context, options);
    lib.cairo_font_options_destroy(options);
    lib.pango_context_set_round_glyph_positions(p->context, FALSE);
    for (int i = 0; i < INK_COUNT; i++) {
        p->fonts[i] = lib.pango_font_description_from_string(inks[i].font);
        int size = inks[i].size * PANGO_SCALE / POINT;
        lib.pango_font_description_set_absolute_size(p->fonts[i], size);
    }
    p->tabular = lib.pango_attr_list_new();
    lib.pango_attr_list_insert(p->tabular, lib.pango_attr_font_features_new("tnum=1"));
}

bool paper_new(Arena *arena, const PaperFrame *frame, Paper **out, Str *why)
{
    if (!late_load(arena, "libpangocairo-1.0.so.0", "libpangocairo-1.0-0", functions, COUNT(functions), why))
        return false;
    Paper *p = NEW(arena, Paper, 1);
    *p = (Paper){.arena = arena, .frame = frame, .bytes = text_new(arena)};
    p->surface = lib.cairo_pdf_surface_create_for_stream(take_bytes, p, 595.3, 841.9);
    p->cr = lib.cairo_create(p->surface);
    Str created = str_format(arena, "%.*sT00:00:00Z", STR_ARG(day_text(arena, frame->created)));
    Str title = str_copy(arena, layout_valid(arena, frame->title));
    lib.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title.at);
    lib.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "Entente");
    lib.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, created.at);
    lib.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_MOD_DATE, created.at);
    make_fonts(p);
    new_page(p);
    *out = p;
    return true;
}

bool paper_close(Paper *p, Str *out, int *pages, Str *why)
{
    lib.cairo_show_page(p->cr);
    lib.g_object_unref(p->context);
    lib.g_object_unref(p->font_map);
    lib.pango_attr_list_unref(p->tabular);
    for (int i = 0; i < INK_COUNT; i++)
        lib.pango_font_description_free(p->fonts[i]);
    lib.cairo_destroy(p->cr);
    lib.cairo_surface_finish(p->surface);
    cairo_status_t status = lib.cairo_surface_status(p->surface);
    lib.cairo_surface_destroy(p->surface);
    if (status != CAIRO_STATUS_SUCCESS) {
        *why = str_copy(p->arena, str_from(lib.cairo_status_to_string(status)));
        return false;
    }
    *out = text_str(&p->bytes);
    *pages = p->page;
    return true;
}
