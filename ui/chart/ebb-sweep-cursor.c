/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-sweep-cursor.h"

#include "ebb-text-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BOX_PAD_PX   8.0
#define BOX_ROUND_PX 6.0
#define BOX_AWAY_PX  10.0 /* from the line */
#define DOT_PX       4.0

typedef struct {
  gint64 t_us; /* since the axis' zero */
  CuffPressure pressure;
} Reading;

static gboolean
read_at (EbbSweepPicture *picture, double x, Reading *reading)
{
  if (!ebb_sweep_picture_get_time (picture, x, &reading->t_us))
    return FALSE;
  reading->pressure = ebb_trace_get_at (ebb_sweep_picture_get_trace (picture), reading->t_us);
  reading->t_us -= ebb_sweep_picture_get_zero_us (picture);
  return TRUE;
}

void
ebb_sweep_cursor_move (EbbSweepCursor *cursor, EbbSweepPicture *picture, double x)
{
  GdkRectangle area;
  ebb_sweep_picture_get_area (picture, &area);
  cursor->x = CLAMP (x, area.x, area.x + area.width);
  cursor->shown = TRUE;
}

void
ebb_sweep_cursor_set_down (EbbSweepCursor *cursor)
{
  cursor->anchor_x = cursor->x;
  cursor->anchored = TRUE;
}

static char *
difference_text (const Reading *from, const Reading *to)
{
  double seconds = (double) (to->t_us - from->t_us) / G_USEC_PER_SEC;
  if (!cuff_pressure_is_set (from->pressure) || !cuff_pressure_is_set (to->pressure))
    return g_strdup_printf (_ ("%+.1f s"), seconds);
  double mmhg = cuff_pressure_to_mmhg (to->pressure - from->pressure);
  /* TRANSLATORS: difference in time and pressure to where the cursor was set down */
  return g_strdup_printf (_ ("%+.1f s · %+.0f mmHg"), seconds, mmhg);
}

static char *
reading_text (const Reading *reading)
{
  int tenths = (int) (reading->t_us / 100000);
  g_autofree char *time =
      g_strdup_printf ("%d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
  if (!cuff_pressure_is_set (reading->pressure))
    return g_strdup_printf (_ ("%s · no data"), time);
  return g_strdup_printf (_ ("%s · %.0f mmHg"), time, cuff_pressure_to_mmhg (reading->pressure));
}

char *
ebb_sweep_cursor_dup_text (const EbbSweepCursor *cursor, EbbSweepPicture *picture)
{
  Reading here, anchor;
  if (!cursor->shown || !read_at (picture, cursor->x, &here))
    return NULL;
  g_autofree char *now = reading_text (&here);
  if (!cursor->anchored || cursor->anchor_x == cursor->x
      || !read_at (picture, cursor->anchor_x, &anchor))
    return g_steal_pointer (&now);
  g_autofree char *difference = difference_text (&anchor, &here);
  return g_strconcat (now, "\n", difference, NULL);
}

static void
draw_line (cairo_t *cr, EbbSweepPicture *picture, double x, gboolean dashed,
           const EbbPalette *palette)
{
  GdkRectangle area;
  Reading reading;
  double px = floor (x) + 0.5;

  ebb_sweep_picture_get_area (picture, &area);
  ebb_color_set (cr, &palette->text);
  cairo_set_line_width (cr, 1);
  if (dashed)
    cairo_set_dash (cr, (double[]){ 3 }, 1, 0);
  cairo_move_to (cr, px, area.y);
  cairo_rel_line_to (cr, 0, area.height);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (!read_at (picture, x, &reading) || !cuff_pressure_is_set (reading.pressure))
    return;
  cairo_arc (cr, px, ebb_sweep_picture_get_y (picture, reading.pressure), DOT_PX, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
box_path (cairo_t *cr, double x, double y, double width, double height)
{
  double r = BOX_ROUND_PX;
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* Beside the line, on the side where there is room. */
static void
draw_box (cairo_t *cr, EbbSweepPicture *picture, double line_x, const char *text,
          const EbbPalette *palette, const PangoFontDescription *font)
{
  GdkRectangle area;
  double text_width, text_height;
  ebb_sweep_picture_get_area (picture, &area);
  ebb_text_measure (font, text, &text_width, &text_height);
  double width = ceil (text_width + 2 * BOX_PAD_PX), height = ceil (text_height + BOX_PAD_PX);
  double x = floor (line_x + BOX_AWAY_PX) + 0.5;
  if (x + width > area.x + area.width)
    x = floor (line_x - BOX_AWAY_PX - width) + 0.5;
  double y = area.y + 4.5;

  box_path (cr, x, y, width, height);
  ebb_color_set (cr, &palette->background);
  cairo_fill_preserve (cr);
  ebb_color_set (cr, &palette->dim);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  ebb_text_draw (cr, font, text, x + BOX_PAD_PX, y + BOX_PAD_PX / 2, 0, &palette->text, NULL);
}

void
ebb_sweep_cursor_append (const EbbSweepCursor *cursor, EbbSweepPicture *picture,
                         GtkSnapshot *snapshot, int width, const EbbPalette *palette,
                         const PangoFontDescription *font)
{
  g_autofree char *text = ebb_sweep_cursor_dup_text (cursor, picture);
  GdkRectangle area;
  graphene_rect_t bounds;
  if (text == NULL)
    return;
  ebb_sweep_picture_get_area (picture, &area);
  graphene_rect_init (&bounds, 0, 0, (float) width, (float) (area.y + area.height));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  if (cursor->anchored && cursor->anchor_x != cursor->x)
    draw_line (cr, picture, cursor->anchor_x, TRUE, palette);
  draw_line (cr, picture, cursor->x, FALSE, palette);
  draw_box (cr, picture, cursor->x, text, palette, font);
  cairo_destroy (cr);
}
