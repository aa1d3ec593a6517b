/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan in the window: an episode, a goal and measures are entered, what is due grows less, and
 * a suggestion that is accepted leads to the prescription with the new value in it.
 */
#include "ebb-stepper.h"
#include "ui-walk.h"

#include <string.h>

#define NEW_PATIENT "Sample, Noor"
#define IN_PAIN     "Vzorová, Žofie"

static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig);
  ui_rig_press (rig, text);
  ui_rig_run (rig, 1);
  ui_rig_settle (rig);
}

static void
open_plan (UiRig *rig, const char *name)
{
  GtkWidget *search = ui_find_type (ui_rig_window (rig), GTK_TYPE_SEARCH_ENTRY, 0);

  gtk_editable_set_text (GTK_EDITABLE (search), name);
  ui_rig_settle (rig);
  g_assert_true (ui_rig_await_label (rig, name, 5));
  g_signal_emit_by_name (search, "activate");
  g_assert_true (ui_rig_await_button (rig, "Plan", 5));
  ui_rig_settle (rig);
  press (rig, "Plan");
}

/* From the plan, which stands. */
static gboolean
is_gone (UiRig *rig, gconstpointer text)
{
  return ui_find_label (ui_rig_window (rig), "Visits") != NULL
         && ui_find_label (ui_rig_window (rig), text) == NULL;
}

/* A new patient's plan asks for an episode; with it comes what is due in it. */
static void
test_episode (void)
{
  g_autoptr (UiRig) rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });
  GtkWidget *window = ui_rig_window (rig);

  open_plan (rig, NEW_PATIENT);
  g_assert_true (ui_rig_await_label (rig, "No episode of care yet", 5));
  press (rig, "New episode");
  g_assert_true (ui_rig_await_button (rig, "Save episode", 5));
  press (rig, "Save episode"); /* says what is missing and stores nothing */
  g_assert_nonnull (ui_find_label (window, "Diagnosis: missing"));
  g_assert_nonnull (ui_find_label (window, "Side: choose one"));
  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (window, GTK_TYPE_SEARCH_ENTRY, 0)), "menis");
  ui_rig_settle (rig);
  press (rig, "Cartilage or meniscus repair");
  press (rig, "Thigh");
  press (rig, "Left");
  press (rig, "Save episode");
  g_assert_true (ui_rig_await_label (rig, "Outcome measures: no baseline yet", 5));
  g_assert_nonnull (ui_find_label (window, "Cartilage or meniscus repair"));

  press (rig, "Add goal");
  g_assert_true (ui_rig_await_button (rig, "Save goal", 5));
  ui_rig_type (rig, "Stairs without the rail", "Kneel to weed the garden");
  press (rig, "Save goal");
  g_assert_true (ui_rig_await_label (rig, "Kneel to weed the garden", 5));
  ui_rig_settle (rig);
  press (rig, "Reached");
  g_assert_true (ui_rig_await_label (rig, "reached on", 5));
}

/* One tap writes; the toast takes it back. */
static void
test_attendance (void)
{
  g_autoptr (UiRig) rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });

  open_plan (rig, UI_PATIENT);
  g_assert_true (ui_rig_await_label (rig, "Visits", 5));
  press (rig, "Cancel");
  g_assert_true (ui_rig_await_label (rig, "cancelled", 5));
  press (rig, "Undo");
  g_assert_true (ui_rig_await (rig, is_gone, "cancelled", 5));
}

/* What was typed is there again after leaving; a value outside is refused; the baseline is no
 * longer due. */
static void
test_measures (void)
{
  g_autoptr (UiRig) rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });
  GtkWidget *window = ui_rig_window (rig);

  open_plan (rig, UI_PATIENT);
  g_assert_true (ui_rig_await_label (rig, "no baseline yet", 5));
  press (rig, "Enter measures");
  g_assert_true (ui_rig_await_button (rig, "Save measures", 5));
  ui_rig_type (rig, "LEFS, total", "90");
  press (rig, "Save measures");
  g_assert_nonnull (ui_find_label (window, "is not 0 to 80"));
  ui_rig_type (rig, "LEFS, total", "52");
  gtk_widget_activate_action (window, "win.back", NULL);
  g_assert_true (ui_rig_await_label (rig, "no baseline yet", 5));
  ui_rig_settle (rig);
  press (rig, "Enter measures");
  g_assert_true (ui_rig_await_label (rig, "As you left it", 5));
  g_assert_nonnull (ui_find_label (window, "1 value, as the baseline"));
  press (rig, "Save measures");
  g_assert_true (ui_rig_await (rig, is_gone, "no baseline yet", 5));
  g_assert_nonnull (ui_find_label (window, "52"));
}

static gboolean
any_stepper_reads (UiRig *rig, gconstpointer text)
{
  GtkWidget *stepper;

  for (guint i = 0; (stepper = ui_find_type (ui_rig_window (rig), EBB_TYPE_STEPPER, i)) != NULL;
       i++) {
    GtkWidget *entry = ui_find_type (stepper, GTK_TYPE_ENTRY, 0);

    if (entry != NULL && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), text) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Limb pain of 8 at 60 % of LOP: ten points less.  Declining wants a reason; accepting is kept and
 * leads to the form with 50 % in it, and nothing is prescribed before that is saved. */
static void
test_suggestion (void)
{
  g_autoptr (UiRig) rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });
  GtkWidget *window = ui_rig_window (rig);

  open_plan (rig, IN_PAIN);
  g_assert_true (ui_rig_await_label (rig, "Pressure 50 % of LOP instead of 60 %", 5));
  ui_rig_settle (rig);
  g_assert_nonnull (ui_find_label (window, "Limb pain: 8 of 10"));
  press (rig, "Decline");
  g_assert_true (ui_rig_await_button (rig, "Save answer", 5));
  press (rig, "Save answer");
  g_assert_nonnull (ui_find_label (window, "Why: missing"));
  gtk_widget_activate_action (window, "win.back", NULL);
  g_assert_true (ui_rig_await_label (rig, "The rules suggest", 5));
  ui_rig_settle (rig);
  press (rig, "Accept");
  g_assert_true (ui_rig_await (rig, any_stepper_reads, "50", 5));
  ui_rig_settle (rig);
  gtk_widget_activate_action (window, "win.back", NULL);
  g_assert_true (ui_rig_await_label (rig, "Accepted ·", 5));
  g_assert_nonnull (ui_find_label (window, "60\u00a0% of LOP"));
}

/* No maximum on file: accepting leads to the form for it, and what it gives is a measure. */
static void
test_maximum (void)
{
  g_autoptr (UiRig) rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });
  GtkWidget *window = ui_rig_window (rig);

  open_plan (rig, UI_PATIENT);
  g_assert_true (ui_rig_await_label (rig, "No maximum is on file", 5));
  ui_rig_settle (rig);
  press (rig, "Accept");
  g_assert_true (ui_rig_await_button (rig, "Save maximum", 5));
  ui_rig_type (rig, "Weight in kg", "12.5");
  ui_rig_type (rig, "Clean repetitions", "8");
  g_assert_nonnull (ui_find_label (window, "Maximum 15.8 kg"));
  press (rig, "Save maximum");
  g_assert_true (ui_rig_await_label (rig, "Outcome measures", 5));
  ui_rig_settle (rig);
  g_assert_null (ui_find_label (window, "No maximum is on file"));
  press (rig, "Progress");
  g_assert_true (ui_rig_await_label (rig, "15.8", 5));
}

static GtkAdjustment *
scroll_of (GtkWidget *below)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (below, GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

/* What stands there is the person's own from the first key on. */
static void
touch_a_key (GtkWidget *scroller)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scroller);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Tab, 0, 0, &taken);
  }
}

typedef struct {
  GtkWidget *old; /* NULL = it went */
  double px;
} Left;

static gboolean
is_as_left (UiRig *rig, gconstpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (ui_rig_window (rig)));
  const Left *left = data;

  return left->old == NULL && focus != NULL && GTK_IS_BUTTON (focus)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (focus)), "Change plan") == 0
         && ABS (gtk_adjustment_get_value (scroll_of (focus)) - left->px) < 1;
}

/* Whoever comes back to a long tab, which was made anew meanwhile, goes on where it was left. */
static void
test_place (void)
{
  g_autoptr (UiRig) rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });
  Left left = { 0 };
  GtkAdjustment *at;

  open_plan (rig, IN_PAIN);
  g_assert_true (ui_rig_await_button (rig, "Change plan", 5));
  ui_rig_settle (rig);
  g_set_weak_pointer (&left.old, ui_find_button (ui_rig_window (rig), "Change plan"));
  at = scroll_of (left.old);
  touch_a_key (gtk_widget_get_ancestor (left.old, GTK_TYPE_SCROLLED_WINDOW));
  gtk_widget_grab_focus (left.old);
  ui_rig_settle (rig);
  gtk_adjustment_set_value (at, gtk_adjustment_get_value (at) + 20);
  left.px = gtk_adjustment_get_value (at);
  g_assert_cmpfloat (left.px, >, 20);
  press (rig, "Change plan");
  press (rig, "Save plan");
  g_assert_true (ui_rig_await (rig, is_as_left, &left, 5));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/episode", test_episode);
  g_test_add_func ("/plan/attendance", test_attendance);
  g_test_add_func ("/plan/measures", test_measures);
  g_test_add_func ("/plan/suggestion", test_suggestion);
  g_test_add_func ("/plan/maximum", test_maximum);
  g_test_add_func ("/plan/place", test_place);
  return g_test_run ();
}
