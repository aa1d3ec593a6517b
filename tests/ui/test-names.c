/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On every main page: what the focus or a press can reach has a name that a screen reader can say:
 * a text inside, a tooltip, or an accessible label.
 */
#include "ebb-window.h"
#include "ui-walk.h"

#include <adwaita.h>

typedef struct {
  GString *nameless;
  guint n_reached;
} Walk;

static gboolean
has_accessible_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static gboolean
has_name (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  g_autofree char *text = ui_text_of (widget);
  if (has_accessible_name (widget) || *text != '\0' || (tooltip != NULL && *tooltip != '\0'))
    return TRUE;
  return GTK_IS_ENTRY (widget) && gtk_entry_get_placeholder_text (GTK_ENTRY (widget)) != NULL;
}

/* The inner part of a control that is named itself. */
static gboolean
is_part (GtkWidget *widget)
{
  for (GtkWidget *up = gtk_widget_get_parent (widget); up != NULL; up = gtk_widget_get_parent (up))
    if ((GTK_IS_EDITABLE (up) || GTK_IS_MENU_BUTTON (up) || GTK_IS_DROP_DOWN (up)
         || ADW_IS_ENTRY_ROW (up))
        && has_name (up))
      return TRUE;
  return FALSE;
}

/* Something that a person sets or presses: containers take the focus only to hand it on. */
static gboolean
is_control (GtkWidget *widget)
{
  if (!gtk_widget_get_focusable (widget))
    return FALSE;
  return !GTK_IS_WINDOW (widget) && !GTK_IS_LABEL (widget) && !GTK_IS_SCROLLED_WINDOW (widget)
         && !GTK_IS_LIST_BOX (widget) && !GTK_IS_FLOW_BOX (widget) && !GTK_IS_VIEWPORT (widget);
}

static void
look (GtkWidget *widget, gpointer user)
{
  Walk *walk = user;
  if (!is_control (widget))
    return;
  walk->n_reached++;
  if (!has_name (widget) && !is_part (widget))
    g_string_append_printf (walk->nameless, " %s in %s;", G_OBJECT_TYPE_NAME (widget),
                            G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
}

static void
expect_named (UiRig *rig, const char *page, guint n_least)
{
  Walk walk = { .nameless = g_string_new (NULL) };
  GtkWidget *dialog = ui_rig_dialog (rig);
  ui_rig_settle (rig);
  ui_each (dialog != NULL ? dialog : ui_rig_window (rig), look, &walk);
  g_test_message ("%s: %u controls", page, walk.n_reached);
  if (walk.nameless->len > 0)
    g_error ("without a name on %s:%s", page, walk.nameless->str);
  g_assert_cmpuint (walk.n_reached, >=, n_least);
  g_string_free (walk.nameless, TRUE);
}

static void
act (UiRig *rig, const char *action)
{
  gtk_widget_activate_action (ui_rig_window (rig), action, NULL);
  ui_rig_run (rig, 0.3);
}

static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig); /* a page that has just changed is laid out with its next frame */
  ui_rig_press (rig, text);
  ui_rig_run (rig, 0.5);
  ui_rig_settle (rig);
}

static void
test_lists (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .statement = TRUE });
  g_assert_true (ui_rig_await_label (rig, "not a cleared medical device", 5));
  expect_named (rig, "statement", 2);
  ui_rig_type (rig, "Name", "A. Sample");
  ui_rig_settle (rig);
  press (rig, "I have read this");
  expect_named (rig, "patients", 10);
  act (rig, "win.new-patient");
  expect_named (rig, "new patient", 6);
  act (rig, "win.back");
  press (rig, "Protocols");
  expect_named (rig, "protocols", 4);
  press (rig, "Session");
  expect_named (rig, "session tab", 4);
}

static void
test_patient (void)
{
  const char *const tabs[] = { "Overview", "Sessions", "Plan", "Notes" };
  const char *const dialogs[] = { "win.preferences", "win.about" };
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_patient (rig, UI_PATIENT);
  for (gsize i = 0; i < G_N_ELEMENTS (tabs); i++) {
    press (rig, tabs[i]);
    expect_named (rig, tabs[i], 8);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++) {
    act (rig, dialogs[i]);
    g_assert_nonnull (ui_rig_dialog (rig));
    expect_named (rig, dialogs[i], 1);
    gtk_window_close (GTK_WINDOW (ui_rig_dialog (rig)));
    ui_rig_settle (rig);
  }
  press (rig, "Overview");
  press (rig, "Screen again");
  expect_named (rig, "screening", 8);
  act (rig, "win.back");
  press (rig, "Plan");
  press (rig, "New prescription");
  expect_named (rig, "prescription", 8);
}

static const char *
emergency_number (UiRig *rig)
{
  const EbbClinic *clinic =
      ebb_desk_get_clinic (ebb_window_get_desk (EBB_WINDOW (ui_rig_window (rig))));
  return clinic != NULL && clinic->emergency_number != NULL ? clinic->emergency_number : "";
}

/* What a clinic sets is saved as it is made, and what it may not set is refused by its name. */
static void
test_clinic (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  act (rig, "win.clinic");
  g_assert_true (ui_rig_await_label (rig, "Ebb's own list, version", 5));
  expect_named (rig, "clinic", 8);
  ui_rig_type (rig, "Emergency number", "999");
  for (int i = 0; i < 100 && !g_str_equal (emergency_number (rig), "999"); i++)
    ui_rig_pass (rig, 50000); /* it is stored when nobody types any more */
  g_assert_cmpstr (emergency_number (rig), ==, "999");
  g_assert_true (ui_rig_await_label (rig, "Saved: Emergency number", 5));
  press (rig, "Enable"); /* without a reason: refused, and said which field */
  g_assert_true (ui_rig_await_label (rig, "reason is missing", 5));
}

static void
test_session (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_patient (rig, UI_PATIENT);
  ui_walk_to_start (rig);
  expect_named (rig, "start", 10);
  ui_walk_prepare (rig);
  ui_walk_hold_start (rig);
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_HOLD, 60));
  expect_named (rig, "live", 10);
  press (rig, "End set");
  expect_named (rig, "why the set ended", 16);
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_REST, 30));
  ui_rig_run (rig, 3);
  expect_named (rig, "rest", 20);
  act (rig, "win.stop");
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_REMOVE_CUFF, 20));
  g_assert_true (ui_rig_await_label (rig, "Remove the cuff", 5));
  expect_named (rig, "remove", 30);
  press (rig, "Next exercise");
  expect_named (rig, "next exercise", 5);
  act (rig, "win.back");
  press (rig, "Cuff is soft and off");
  press (rig, "Finish session");
  g_assert_true (ui_rig_await_button (rig, "Print for patient", 10));
  expect_named (rig, "record", 5);
}

/* The page that nobody wants to see, and the one after it. */
static void
test_bad_ends (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_UNKNOWN, 5));
  ui_rig_run (rig, 1);
  expect_named (rig, "unknown", 6);
}

static void
test_unwell (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  press (rig, "Patient unwell");
  expect_named (rig, "unwell", 5);
}

static void
test_left_open (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .left_open = TRUE });
  expect_named (rig, "safe page", 2);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/names/lists", test_lists);
  g_test_add_func ("/names/patient", test_patient);
  g_test_add_func ("/names/clinic", test_clinic);
  g_test_add_func ("/names/session", test_session);
  g_test_add_func ("/names/unknown", test_bad_ends);
  g_test_add_func ("/names/unwell", test_unwell);
  g_test_add_func ("/names/left-open", test_left_open);
  return g_test_run ();
}
