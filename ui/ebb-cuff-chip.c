/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-chip.h"

#include "ebb-cuff-panel.h"
#include "ebb-cuff-words.h"
#include "ebb-guard.h"
#include "ebb-live-tick.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define ICON_KEY  "ebb-chip-icon"
#define LABEL_KEY "ebb-chip-label"
#define DESK_KEY  "ebb-chip-desk"

static const char *const kind_classes[] = {
  [EBB_CHIP_NONE] = "none",   [EBB_CHIP_CONNECTING] = "connecting", [EBB_CHIP_SAFE] = "safe",
  [EBB_CHIP_TIGHT] = "tight", [EBB_CHIP_UNKNOWN] = "unknown",
};

static void
show_cuff (GtkWidget *chip, const EbbCuffView *view, gint64 now_us)
{
  GtkWidget *icon = g_object_get_data (G_OBJECT (chip), ICON_KEY);
  GtkWidget *label = g_object_get_data (G_OBJECT (chip), LABEL_KEY);
  EbbChipKind kind = ebb_cuff_words_kind (view);
  const char *icon_name = ebb_cuff_words_icon (kind);
  g_autofree char *text = ebb_cuff_words_chip (view);
  if (g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (icon)), icon_name) != 0) {
    gtk_image_set_from_icon_name (GTK_IMAGE (icon), icon_name);
    for (guint i = 0; i < G_N_ELEMENTS (kind_classes); i++)
      ebb_widget_set_class (chip, kind_classes[i], i == kind);
  }
  if (!ebb_label_update (label, text))
    return;
  /* TRANSLATORS: for a screen reader; %s is for example "Simulated · 0 mmHg". */
  g_autofree char *name = g_strdup_printf (_ ("Cuff: %s"), text);
  ebb_widget_set_accessible (chip, name, NULL);
}

static void
make_popover (GtkMenuButton *chip, gpointer user)
{
  GtkWidget *popover = gtk_popover_new ();
  EbbDesk *desk = g_object_get_data (G_OBJECT (chip), DESK_KEY);
  gtk_popover_set_child (GTK_POPOVER (popover), ebb_cuff_panel_new (desk));
  gtk_widget_add_css_class (popover, "cuff-panel");
  ebb_popover_guard (GTK_POPOVER (popover), desk);
  gtk_menu_button_set_popover (chip, popover);
}

GtkWidget *
ebb_cuff_chip_new (EbbDesk *desk)
{
  GtkWidget *chip = gtk_menu_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new ("");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (chip), ICON_KEY, icon);
  g_object_set_data (G_OBJECT (chip), LABEL_KEY, label);
  g_object_set_data_full (G_OBJECT (chip), DESK_KEY, g_object_ref (desk), g_object_unref);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (chip), make_popover, NULL, NULL);
  ebb_live_tick_add (chip, desk, show_cuff);
  return chip;
}
