/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-report-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CORNER_PT      6.0
#define STAMP_INSET_PT 6.0

typedef struct {
  EbbTypeRole role;
  PangoLayout *layout; /* owned */
  double x, y;
} Text;

typedef struct {
  EbbFrame frame;
  double x, y, width, height;
} Line;

typedef struct {
  GArray *texts; /* Text */
  GArray *lines; /* Line */
} Parts;

static void
text_clear (gpointer text)
{
  g_object_unref (((Text *) text)->layout);
}

static void
parts_free (gpointer data)
{
  Parts *parts = data;
  g_array_unref (parts->texts);
  g_array_unref (parts->lines);
  g_free (parts);
}

static void
round_path (cairo_t *cr, double x, double y, double width, double height)
{
  double r = CORNER_PT;
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
stroke (cairo_t *cr, double width_pt, double red, double green, double blue)
{
  cairo_set_line_width (cr, width_pt);
  cairo_set_source_rgb (cr, red, green, blue);
  cairo_stroke (cr);
}

static void
draw_line (cairo_t *cr, const Line *line, double x, double y)
{
  x += line->x;
  y += line->y;
  switch (line->frame) {
  case EBB_FRAME_BOX:
    round_path (cr, x, y, line->width, line->height);
    stroke (cr, 0.75, 0.66, 0.66, 0.66);
    break;
  case EBB_FRAME_HELP:
    round_path (cr, x, y, line->width, line->height);
    stroke (cr, 1.5, 0.7, 0.06, 0.16);
    break;
  case EBB_FRAME_STAMP:
    cairo_rectangle (cr, x, y, line->width, line->height);
    stroke (cr, 1.5, 0, 0, 0);
    break;
  case EBB_FRAME_RULE:
  case EBB_FRAME_STRONG:
    cairo_move_to (cr, x, y);
    cairo_line_to (cr, x + line->width, y);
    if (line->frame == EBB_FRAME_RULE)
      stroke (cr, 0.5, 0.74, 0.74, 0.74);
    else
      stroke (cr, 0.75, 0.25, 0.25, 0.25);
    break;
  case EBB_FRAME_TICK_BOX:
    cairo_rectangle (cr, x, y, line->width, line->height);
    stroke (cr, 0.75, 0.2, 0.2, 0.2);
    break;
  case EBB_FRAME_DOT:
    cairo_new_sub_path (cr);
    cairo_arc (cr, x + line->width / 2, y + line->height / 2, 1.8, 0, 2 * G_PI);
    cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
    cairo_fill (cr);
    break;
  }
}

static void
draw_parts (const EbbBlock *block, cairo_t *cr, double x, double y, double width, double height)
{
  const Parts *parts = block->data;
  for (guint i = 0; i < parts->lines->len; i++)
    draw_line (cr, &g_array_index (parts->lines, Line, i), x, y);
  for (guint i = 0; i < parts->texts->len; i++) {
    const Text *text = &g_array_index (parts->texts, Text, i);
    ebb_type_draw (cr, text->role, text->layout, x + text->x, y + text->y);
  }
}

EbbBlock *
ebb_part_new (void)
{
  Parts *parts = g_new0 (Parts, 1);
  parts->texts = g_array_new (FALSE, FALSE, sizeof (Text));
  parts->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (parts->texts, text_clear);
  return ebb_block_new (0, draw_parts, parts, parts_free);
}

static void
reach_down (EbbBlock *block, double bottom_pt)
{
  block->height_pt = block->height_min_pt = MAX (block->height_pt, bottom_pt);
}

void
ebb_part_add_text (EbbBlock *block, EbbTypeRole role, PangoLayout *layout, double x, double y)
{
  Parts *parts = block->data;
  Text text = { role, layout, x, y };
  g_array_append_val (parts->texts, text);
  reach_down (block, y + ebb_type_height_pt (layout));
}

void
ebb_part_add_frame (EbbBlock *block, EbbFrame frame, double x, double y, double width,
                    double height)
{
  Parts *parts = block->data;
  Line line = { frame, x, y, width, height };
  g_array_append_val (parts->lines, line);
  reach_down (block, y + height);
}

EbbBlock *
ebb_part_paragraph (EbbTypeRole role, PangoLayout *layout, double above_pt)
{
  EbbBlock *block = ebb_part_new ();
  ebb_part_add_text (block, role, layout, 0, 0);
  block->above_pt = above_pt;
  return block;
}

EbbBlock *
ebb_part_heading (EbbType *type, const char *text, double width_pt, double above_pt)
{
  EbbBlock *block = ebb_part_paragraph (
      EBB_TYPE_HEADING, ebb_type_set (type, EBB_TYPE_HEADING, text, width_pt, 2), above_pt);
  block->with_next = TRUE;
  return block;
}

EbbBlock *
ebb_part_bullet (EbbType *type, EbbTypeRole role, const char *text, double width_pt,
                 double above_pt)
{
  double em_pt = ebb_type_get_size_pt (type, role);
  PangoLayout *layout = ebb_type_set (type, role, text, width_pt - 1.6 * em_pt, 0);
  PangoRectangle first;
  pango_layout_index_to_pos (layout, 0, &first);
  EbbBlock *block = ebb_part_new ();
  block->above_pt = above_pt;
  ebb_part_add_text (block, role, layout, 1.6 * em_pt, 0);
  ebb_part_add_frame (block, EBB_FRAME_DOT, 0.4 * em_pt, 0, 0.8 * em_pt,
                      (double) first.height / PANGO_SCALE);
  return block;
}

double
ebb_part_add_stamp (EbbBlock *block, EbbType *type, const char *text, double right, double y)
{
  PangoLayout *layout = ebb_type_set (type, EBB_TYPE_STRONG, text, -1, 0);
  double width = ebb_type_width_pt (layout) + 2 * STAMP_INSET_PT;
  double height = ebb_type_height_pt (layout) + STAMP_INSET_PT;
  ebb_part_add_frame (block, EBB_FRAME_STAMP, right - width, y, width, height);
  ebb_part_add_text (block, EBB_TYPE_STRONG, layout, right - width + STAMP_INSET_PT,
                     y + STAMP_INSET_PT / 2);
  return width;
}
