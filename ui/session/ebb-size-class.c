/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-size-class.h"

#include "ebb-widgets.h"

#include <adwaita.h>

#define SURFACE_KEY "ebb-size-class-surface"
#define CLASS_KEY   "ebb-size-class"

const char *
ebb_size_class_of (int width_px, int height_px, double text_scale)
{
  double width = width_px / text_scale, height = height_px / text_scale;

  if (width < 900 || height < 480)
    return "size-xs";
  if (width < 1200 || height < 700)
    return "size-s";
  if (width < 1700 || height < 950)
    return "size-m";
  return "size-l";
}

gboolean
ebb_size_class_is_short (GtkWidget *widget)
{
  return gtk_widget_has_css_class (widget, "size-s")
         || gtk_widget_has_css_class (widget, "size-xs");
}

static double
text_scale (GtkWidget *widget)
{
  int dpi_1024 = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi_1024, NULL);
  return dpi_1024 > 0 ? dpi_1024 / 1024.0 / 96.0 : 1.0;
}

static void
update_contrast (GtkWidget *widget)
{
  ebb_widget_set_class (widget, "high-contrast",
                        adw_style_manager_get_high_contrast (adw_style_manager_get_default ()));
}

static void
update (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  const char *was = g_object_get_data (G_OBJECT (widget), CLASS_KEY);
  const char *now;

  if (native == NULL)
    return;
  now = ebb_size_class_of (gtk_widget_get_width (GTK_WIDGET (native)),
                           gtk_widget_get_height (GTK_WIDGET (native)), text_scale (widget));
  if (g_strcmp0 (was, now) == 0)
    return;
  if (was != NULL)
    gtk_widget_remove_css_class (widget, was);
  gtk_widget_add_css_class (widget, now);
  g_object_set_data (G_OBJECT (widget), CLASS_KEY, (gpointer) now);
}

static void
on_layout (GdkSurface *surface, int width, int height, GtkWidget *widget)
{
  update (widget);
}

static void
on_dpi (GtkSettings *settings, GParamSpec *pspec, GtkWidget *widget)
{
  update (widget);
}

/* After the window's own handler, which gives it its size. */
static void
on_realize (GtkWidget *widget, gpointer user)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));

  g_signal_connect_object (surface, "layout", G_CALLBACK (on_layout), widget, G_CONNECT_AFTER);
  g_object_set_data (G_OBJECT (widget), SURFACE_KEY, surface);
  update (widget);
}

static void
on_unrealize (GtkWidget *widget, gpointer user)
{
  GdkSurface *surface = g_object_get_data (G_OBJECT (widget), SURFACE_KEY);

  if (surface != NULL)
    g_signal_handlers_disconnect_by_func (surface, on_layout, widget);
  g_object_set_data (G_OBJECT (widget), SURFACE_KEY, NULL);
}

void
ebb_size_class_follow (GtkWidget *widget)
{
  g_signal_connect (widget, "realize", G_CALLBACK (on_realize), NULL);
  g_signal_connect (widget, "unrealize", G_CALLBACK (on_unrealize), NULL);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (update_contrast), widget, G_CONNECT_SWAPPED);
  update_contrast (widget);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (on_dpi),
                           widget, G_CONNECT_AFTER);
}
