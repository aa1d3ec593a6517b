/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The header: the switcher over the lists, the two identifiers over a page, and the cuff always.
 */
#include "ebb-window-private.h"

#include "ebb-cuff-chip.h"
#include "ebb-guard.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define SWITCHER "switcher"
#define TITLE    "title"

static GtkWidget *
make_title_stack (EbbWindow *window)
{
  window->switcher = adw_view_switcher_new ();
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (window->switcher),
                                ADW_VIEW_SWITCHER_POLICY_WIDE);
  window->title = adw_window_title_new ("", "");
  window->title_stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (window->title_stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (window->title_stack), FALSE);
  gtk_stack_add_named (GTK_STACK (window->title_stack), window->switcher, SWITCHER);
  gtk_stack_add_named (GTK_STACK (window->title_stack), window->title, TITLE);
  return window->title_stack;
}

static GtkWidget *
make_back (void)
{
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "win.back");
  gtk_widget_add_css_class (back, "touch");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  ebb_widget_set_accessible (back, _ ("Back"), NULL);
  return back;
}

static void
make_menu (GtkMenuButton *button, gpointer user)
{
  EbbWindow *window = user;
  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  g_autoptr (GMenuModel) menu = ebb_window_make_menu ();
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (menu));
  ebb_popover_guard (gtk_menu_button_get_popover (button), window->desk);
}

static GtkWidget *
make_menu_button (EbbWindow *window)
{
  GtkWidget *button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), make_menu, window, NULL);
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_add_css_class (button, "touch");
  gtk_widget_set_tooltip_text (button, _ ("Main menu"));
  ebb_widget_set_accessible (button, _ ("Main menu"), NULL);
  return button;
}

GtkWidget *
ebb_window_make_header (EbbWindow *window)
{
  GtkWidget *header = adw_header_bar_new ();
  window->header = header;
  window->back = make_back ();
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), make_title_stack (window));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), window->back);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), make_menu_button (window));
  window->chip = ebb_cuff_chip_new (window->desk);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), window->chip);
  return header;
}

void
ebb_window_update_header (EbbWindow *window)
{
  EbbPage *page = window->shown;
  gtk_widget_set_visible (window->back, page != NULL && ebb_page_get_can_go_back (page));
  gtk_stack_set_visible_child_name (GTK_STACK (window->title_stack), page ? TITLE : SWITCHER);
  if (page == NULL) {
    gtk_window_set_title (GTK_WINDOW (window), _ ("Ebb"));
    return;
  }
  AdwWindowTitle *title = ADW_WINDOW_TITLE (window->title);
  const char *text = ebb_page_get_title (page);
  adw_window_title_set_title (title, text);
  adw_window_title_set_subtitle (title, ebb_page_get_subtitle (page));
  gtk_window_set_title (GTK_WINDOW (window), *text != '\0' ? text : _ ("Ebb"));
}

void
ebb_window_fit_header (EbbWindow *window, int width_px)
{
  int wide_px;
  AdwViewSwitcher *switcher = ADW_VIEW_SWITCHER (window->switcher);
  adw_view_switcher_set_policy (switcher, ADW_VIEW_SWITCHER_POLICY_WIDE);
  gtk_widget_measure (window->switcher, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide_px, NULL, NULL);
  /* The switcher stands in the middle, chip and menu beside it: it may use half of the width. */
  adw_view_switcher_set_policy (switcher, wide_px > width_px / 2 ? ADW_VIEW_SWITCHER_POLICY_NARROW
                                                                 : ADW_VIEW_SWITCHER_POLICY_WIDE);
}
