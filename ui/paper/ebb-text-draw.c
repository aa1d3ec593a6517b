/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-text-draw.h"

#define FALLBACK_PX 11
#define PLATE_PX    2

static PangoLayout *
make_layout (cairo_t *cr, const PangoFontDescription *font, const char *text)
{
  PangoLayout *layout;
  if (cr != NULL) {
    layout = pango_cairo_create_layout (cr);
  } else {
    PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
    layout = pango_layout_new (context);
    g_object_unref (context);
  }
  if (font != NULL) {
    pango_layout_set_font_description (layout, font);
  } else {
    PangoFontDescription *plain = pango_font_description_from_string ("Sans");
    pango_font_description_set_absolute_size (plain, FALLBACK_PX * PANGO_SCALE);
    pango_layout_set_font_description (layout, plain);
    pango_font_description_free (plain);
  }
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static void
get_size (PangoLayout *layout, double *width_px, double *height_px)
{
  PangoRectangle logical;
  pango_layout_get_extents (layout, NULL, &logical);
  *width_px = (double) logical.width / PANGO_SCALE;
  *height_px = (double) logical.height / PANGO_SCALE;
}

void
ebb_text_measure (const PangoFontDescription *font, const char *text, double *width_px,
                  double *height_px)
{
  g_autoptr (PangoLayout) layout = make_layout (NULL, font, text);
  get_size (layout, width_px, height_px);
}

void
ebb_text_draw (cairo_t *cr, const PangoFontDescription *font, const char *text, double x, double y,
               double align, const EbbColor *color, const EbbColor *plate)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, font, text);
  double width_px, height_px;
  get_size (layout, &width_px, &height_px);
  x -= align * width_px;
  if (plate != NULL) {
    ebb_color_set (cr, plate);
    cairo_rectangle (cr, x - PLATE_PX, y, width_px + 2 * PLATE_PX, height_px);
    cairo_fill (cr);
  }
  ebb_color_set (cr, color);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}
