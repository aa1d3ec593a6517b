/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages between sessions, from top to bottom: what does not fit a window is scrolled through.
 */
#include "ebb-tour.h"

#define SCROLLS_MAX 5

static gboolean
is_long (GtkWidget *widget, gconstpointer data)
{
  GtkAdjustment *at;

  if (!GTK_IS_SCROLLED_WINDOW (widget))
    return FALSE;
  at = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  /* The list of patients beside it is long as well. */
  return gtk_widget_get_width (widget) > 500
         && gtk_adjustment_get_upper (at) > gtk_adjustment_get_page_size (at) + 1;
}

static void
pictures (Tour *tour, const char *name)
{
  GtkWidget *scroller;
  GtkAdjustment *at;

  ui_rig_run (tour->rig, 0.5);
  tour_picture (tour, name);
  scroller = ui_find (ui_rig_window (tour->rig), is_long, NULL);
  if (scroller == NULL)
    return;
  at = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  for (guint i = 2; i <= SCROLLS_MAX; i++) {
    double before = gtk_adjustment_get_value (at);
    g_autofree char *next = g_strdup_printf ("%s-%u", name, i);

    gtk_adjustment_set_value (at, before + gtk_adjustment_get_page_size (at) * 0.9);
    if (gtk_adjustment_get_value (at) - before < 1)
      return;
    tour_picture (tour, next);
  }
}

/* Not "Change plan" for "Change". */
static gboolean
is_button (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0;
}

/* A page behind a button, and back; a button that is not there today is passed by. */
static void
look_behind (Tour *tour, const char *button, const char *name)
{
  GtkWidget *found = ui_find (ui_rig_window (tour->rig), is_button, button);

  if (found == NULL || !gtk_widget_is_sensitive (found)) {
    g_printerr ("  (no \"%s\")\n", button);
    return;
  }
  ui_rig_activate (found);
  pictures (tour, name);
  tour_back (tour);
}

static void
look_at_tab (Tour *tour, const char *tab, const char *name)
{
  ui_rig_press (tour->rig, tab);
  pictures (tour, name);
}

static void
plan (Tour *tour)
{
  look_at_tab (tour, "Plan", "plan");
  look_behind (tour, "Edit", "episode");
  look_behind (tour, "Discharge…", "discharge");
  look_behind (tour, "Add goal", "goal");
  look_behind (tour, "Change plan", "care-plan");
  look_behind (tour, "Add appointment", "appointment");
  look_behind (tour, "Enter measures", "measures");
  look_behind (tour, "Enter maximum", "maximum");
  look_behind (tour, "New prescription", "prescription-new");
  look_behind (tour, "Change", "prescription-change");
}

static void
screening (Tour *tour)
{
  look_at_tab (tour, "Screening", "screening-tab");
  look_behind (tour, "Screen", "screening-form");
  look_behind (tour, "Health has changed", "health");
  look_behind (tour, "Wells score", "wells");
  look_behind (tour, "Consent…", "consent");
}

static void
limbs (Tour *tour)
{
  UiRig *rig = tour->rig;

  look_at_tab (tour, "Limbs", "limbs");
  look_behind (tour, "Enter girth", "girth");
  ui_rig_press (rig, "Cuffs of the clinic");
  pictures (tour, "cuffs");
  look_behind (tour, "New cuff", "cuff");
  tour_back (tour);
  ui_rig_press (rig, "Measure occlusion pressure");
  pictures (tour, "lop-ways");
  ui_rig_press (rig, "Typed in");
  pictures (tour, "lop-typed");
  ui_rig_press (rig, "Save the LOP");
  pictures (tour, "lop-typed-tried");
  ui_rig_press (rig, "Estimated");
  pictures (tour, "lop-estimated");
  ui_rig_press (rig, "Guided");
  pictures (tour, "lop-guided");
  tour_back (tour);
}

static void
protocols (Tour *tour)
{
  UiRig *rig = tour->rig;

  ui_rig_press (rig, "Protocols");
  pictures (tour, "protocols");
  look_behind (tour, "New protocol", "protocol-new");
  ui_rig_press (rig, "Standard 75");
  pictures (tour, "protocol");
  look_behind (tour, "Duplicate and change", "protocol-editor");
  gtk_widget_activate_action (ui_rig_window (rig), "win.patients", NULL);
  ui_rig_run (rig, 0.3);
}

void
tour_desk (Tour *tour)
{
  UiRig *rig = tour->rig;

  pictures (tour, "patients");
  for (guint n = 1; n <= 3; n++) {
    g_autofree char *some = g_strdup_printf ("%u call%s to make", n, n == 1 ? "" : "s");

    if (ui_find_button (ui_rig_window (rig), some) != NULL)
      look_behind (tour, some, "calls");
  }
  protocols (tour);
  ui_walk_to_patient (rig, UI_PATIENT);
  look_at_tab (tour, "Overview", "overview");
  limbs (tour);
  look_at_tab (tour, "Sessions", "sessions");
  look_at_tab (tour, "Progress", "progress");
  plan (tour);
  screening (tour);
  look_at_tab (tour, "Notes", "notes");
  look_behind (tour, "Note on the last session", "note");
  look_behind (tour, "Adverse event…", "event");
}
