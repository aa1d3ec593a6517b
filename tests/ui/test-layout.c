/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything fits and can be hit: each page at the sizes and text sizes it must work at.
 */
#include "ui-walk.h"

#include "ebb-page.h"

#define TOUCH_PX   44
#define SESSION_PX 64

typedef struct {
  const char *name;
  int width_px, height_px;
  double text;
} Screen;

static const Screen screens[] = {
  { "1024x600", 1024, 600, 1 },
  { "1366x768", 1366, 768, 1 },
  { "1024x600-large-text", 1024, 600, 2 },
  { "1366x768-large-text", 1366, 768, 2 },
};

static void
expect_fits (UiRig *rig, const Screen *screen, const char *page)
{
  int width_px, height_px;
  GtkWidget *window = ui_rig_window (rig);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &width_px, NULL, NULL, NULL);
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, screen->width_px, &height_px, NULL, NULL,
                      NULL);
  if (width_px > screen->width_px || height_px > screen->height_px) {
    g_test_message ("%s on %s wants %d x %d", page, screen->name, width_px, height_px);
    g_test_fail ();
  }
}

typedef struct {
  const char *page;
  int least_px;
} Targets;

/* What can be pressed; the parts inside of other controls are not targets of their own. */
static void
judge_target (GtkWidget *widget, gpointer user)
{
  Targets *targets = user;
  if (!GTK_IS_BUTTON (widget) || gtk_widget_get_ancestor (widget, GTK_TYPE_ENTRY) != NULL
      || gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL
      || gtk_widget_get_ancestor (widget, GTK_TYPE_MENU_BUTTON) != NULL
      || gtk_widget_get_ancestor (widget, GTK_TYPE_HEADER_BAR) != NULL
      || gtk_widget_get_ancestor (widget, ADW_TYPE_HEADER_BAR) != NULL)
    return;
  int least_px = gtk_widget_has_css_class (widget, "session") ? SESSION_PX : targets->least_px;
  if (gtk_widget_get_height (widget) >= least_px && gtk_widget_get_width (widget) >= TOUCH_PX)
    return;
  g_autofree char *text = ui_text_of (widget);
  g_test_message ("%s: \"%s\" is %d x %d px", targets->page, text, gtk_widget_get_width (widget),
                  gtk_widget_get_height (widget));
  g_test_fail ();
}

static void
judge (UiRig *rig, const Screen *screen, const char *page)
{
  ui_rig_settle (rig);
  expect_fits (rig, screen, page);
  Targets targets = { page, TOUCH_PX };
  ui_each (ui_rig_window (rig), judge_target, &targets);
}

/* Questions take room, and Stop and deflate stands at the foot. */
static void
open_questions (UiRig *rig, const Screen *screen)
{
  ui_rig_press (rig, "More…");
  judge (rig, screen, "more");
  ui_rig_press (rig, "Symptom…");
  judge (rig, screen, "symptom");
  ui_rig_press (rig, "Not now");
  ui_rig_press (rig, "End set");
  judge (rig, screen, "why-it-ended");
}

static void
walk_pages (UiRig *rig, const Screen *screen)
{
  judge (rig, screen, "patients");
  ui_walk_to_patient (rig, UI_PATIENT);
  judge (rig, screen, "patient");
  ui_rig_press (rig, "Screen again");
  judge (rig, screen, "screening");
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  ui_rig_settle (rig);
  ui_walk_to_start (rig);
  judge (rig, screen, "start");
  ui_walk_prepare (rig);
  judge (rig, screen, "start-ready");
  ui_walk_hold_start (rig);
  judge (rig, screen, "inflating");
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_HOLD, 60));
  judge (rig, screen, "hold");
  open_questions (rig, screen);
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_REST, 20));
  judge (rig, screen, "rest");
  ui_rig_press (rig, "Stop and deflate");
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_REMOVE_CUFF, 20));
  judge (rig, screen, "remove");
}

static void
test_screen (gconstpointer data)
{
  const Screen *screen = data;
  GtkSettings *settings = gtk_settings_get_default ();
  g_object_set (settings, "gtk-xft-dpi", (int) (96 * 1024 * screen->text), NULL);
  g_autoptr (UiRig) rig = ui_rig_new (
      &(UiRigOptions){ .seed = 1, .width_px = screen->width_px, .height_px = screen->height_px });
  walk_pages (rig, screen);
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (screens); i++) {
    g_autofree char *path = g_strconcat ("/layout/", screens[i].name, NULL);
    g_test_add_data_func (path, &screens[i], test_screen);
  }
  return g_test_run ();
}
