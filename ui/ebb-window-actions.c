/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done in the window, from menus, buttons and keys.
 */
#include "ebb-window-private.h"

#include "ebb-clinic-page.h"
#include "ebb-dialogs.h"
#include "ebb-help.h"
#include "ebb-preferences.h"
#include "ebb-shortcuts.h"

#include <glib/gi18n-lib.h>

/* Never disabled, asks nothing. */
static void
stop (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ebb_desk_stop (EBB_WINDOW (widget)->desk);
}

static void
back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ebb_window_go_back (EBB_WINDOW (widget));
}

static void
show_list (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EbbWindow *window = EBB_WINDOW (widget);
  if (ebb_window_show_lists (window))
    ebb_window_show_list (window, g_variant_get_string (parameter, NULL));
}

static void
patients (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ebb_window_show_patient (EBB_WINDOW (widget), NULL);
}

static gboolean
to_patients (EbbWindow *window)
{
  if (!ebb_window_show_lists (window))
    return FALSE;
  ebb_window_show_list (window, "patients");
  return TRUE;
}

static void
new_patient (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EbbWindow *window = EBB_WINDOW (widget);
  if (to_patients (window))
    ebb_patients_page_new_patient (EBB_PATIENTS_PAGE (window->patients));
}

static void
search (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EbbWindow *window = EBB_WINDOW (widget);
  if (to_patients (window))
    ebb_patients_page_focus_search (EBB_PATIENTS_PAGE (window->patients));
}

static void
open_window (EbbWindow *window, GtkWindow *child)
{
  g_set_weak_pointer (&window->open_window, child);
  gtk_window_set_transient_for (child, GTK_WINDOW (window));
  ebb_dialogs_watch (child, window->desk);
  gtk_window_present (child);
}

static gboolean
may_open (EbbWindow *window)
{
  if (window->open_window != NULL)
    gtk_window_present (window->open_window);
  return window->open_window == NULL && ebb_dialogs_may_open (GTK_WIDGET (window));
}

static void
preferences (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EbbWindow *window = EBB_WINDOW (widget);
  if (may_open (window))
    open_window (window, GTK_WINDOW (ebb_preferences_new (window->desk)));
}

static void
shortcuts (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EbbWindow *window = EBB_WINDOW (widget);
  if (may_open (window))
    open_window (window, GTK_WINDOW (ebb_shortcuts_new ()));
}

static void
about (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ebb_dialogs_about (widget);
}

/* A page, not a window: it may be read while a cuff is tight. */
static void
help (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EbbWindow *window = EBB_WINDOW (widget);
  EbbPage *top = ebb_window_get_top_page (window);
  if (top == NULL || !EBB_IS_HELP (top))
    ebb_window_open_page (window, ebb_help_new ());
}

static void
clinic (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EbbWindow *window = EBB_WINDOW (widget);
  EbbPage *top = ebb_window_get_top_page (window);
  if (top == NULL || !EBB_IS_CLINIC_PAGE (top))
    ebb_window_open_page (window, ebb_clinic_page_new (window->desk));
}

static void
toggle_cuff (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (EBB_WINDOW (widget)->chip));
}

void
ebb_window_add_actions (EbbWindowClass *class)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc run;
  } actions[] = {
    { "win.stop", stop },           { "win.back", back },
    { "win.patients", patients },   { "win.new-patient", new_patient },
    { "win.search", search },       { "win.preferences", preferences },
    { "win.shortcuts", shortcuts }, { "win.about", about },
    { "win.help", help },           { "win.toggle-cuff", toggle_cuff },
    { "win.clinic", clinic },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].run);
  gtk_widget_class_install_action (widget_class, "win.show-list", "s", show_list);
}

GMenuModel *
ebb_window_make_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_menu_append (menu, _ ("_Preferences"), "win.preferences");
  g_menu_append (menu, _ ("_Clinic"), "win.clinic");
  g_menu_append (menu, _ ("_Keyboard shortcuts"), "win.shortcuts");
  g_menu_append (menu, _ ("_Help"), "win.help");
  g_menu_append (menu, _ ("_About Ebb"), "win.about");
  return G_MENU_MODEL (menu);
}

void
ebb_window_set_accels (GtkApplication *application)
{
  static const struct {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "win.back", { "<Alt>Left" } },
    { "win.new-patient", { "<Control>n" } },
    { "win.search", { "<Control>f" } },
    { "win.preferences", { "<Control>comma" } },
    { "win.shortcuts", { "<Control>question" } },
    { "win.help", { "F1" } },
    { "win.toggle-cuff", { "<Control>u" } },
    { "win.show-list::patients", { "<Control>1" } },
    { "win.show-list::protocols", { "<Control>2" } },
    { "win.show-list::session", { "<Control>3" } },
    { "window.close", { "<Control>w" } },
    { "app.quit", { "<Control>q" } },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].keys);
}
