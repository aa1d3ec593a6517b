/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-chart-style.h"

#include "ebb-chart.h"

#include <adwaita.h>

#define SLOW_DRAW_MS   100
#define POINTS_AN_INCH 72.0
#define PLAIN_DPI      96.0

const EbbPalette *
ebb_chart_get_palette (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  gboolean dark = adw_style_manager_get_dark (manager);

  if (adw_style_manager_get_high_contrast (manager))
    return ebb_palette_get (dark ? EBB_PALETTE_CONTRAST_DARK : EBB_PALETTE_CONTRAST);
  return ebb_palette_get (dark ? EBB_PALETTE_DARK : EBB_PALETTE_LIGHT);
}

PangoFontDescription *
ebb_chart_dup_font (GtkWidget *widget, double scale)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (context));
  double size = pango_font_description_get_size (font);

  if (!pango_font_description_get_size_is_absolute (font)) {
    double dots_an_inch = pango_cairo_context_get_resolution (context);
    size *= (dots_an_inch > 0 ? dots_an_inch : PLAIN_DPI) / POINTS_AN_INCH;
  }
  pango_font_description_set_absolute_size (font, size * scale);
  return font;
}

void
ebb_chart_watch_style (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           widget, G_CONNECT_SWAPPED);
}

typedef struct {
  EbbSlowDraw *slow;
  GtkWidget *widget;
} Pending;

static gboolean
on_pause_over (gpointer user)
{
  Pending *pending = user;

  if (pending->slow->waiting) {
    pending->slow->waiting = FALSE;
    gtk_widget_queue_draw (pending->widget);
    return G_SOURCE_CONTINUE;
  }
  pending->slow->source_id = 0;
  return G_SOURCE_REMOVE;
}

void
ebb_slow_draw_queue (EbbSlowDraw *slow, GtkWidget *widget)
{
  if (slow->source_id != 0) {
    slow->waiting = TRUE;
    return;
  }
  g_autofree Pending *pending = g_new (Pending, 1);
  *pending = (Pending){ slow, widget };
  slow->source_id = g_timeout_add_full (G_PRIORITY_DEFAULT, SLOW_DRAW_MS, on_pause_over,
                                        g_steal_pointer (&pending), g_free);
  gtk_widget_queue_draw (widget);
}

void
ebb_slow_draw_stop (EbbSlowDraw *slow)
{
  slow->waiting = FALSE;
  g_clear_handle_id (&slow->source_id, g_source_remove);
}
