/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stop reaches the wire from everywhere: each page and each dialog is walked with a cuff under
 * pressure, and the keys are pressed there.  What counts is the simulator's own valve.
 */
#include "ui-walk.h"

#include "ebb-dialogs.h"
#include "ebb-patients-page.h"
#include "ebb-prescription-page.h"
#include "ebb-record-page.h"
#include "ebb-start-page.h"

/* A person's stop until the valve is open: SAFETY.md asks for 0.3 s at most. */
#define STOP_S 0.3

typedef struct {
  const char *name;
  void (*go) (UiRig *rig); /* NULL = the live page itself */
  guint keyval;
} Place;

static void
go_patients (UiRig *rig)
{
  ebb_window_show_patient (EBB_WINDOW (ui_rig_window (rig)), NULL);
}

static void
open_page (UiRig *rig, EbbPage *page)
{
  ebb_window_open_page (EBB_WINDOW (ui_rig_window (rig)), page);
}

static EbbDesk *
desk_of (UiRig *rig)
{
  return ebb_application_get_desk (rig->application);
}

static void
go_new_patient (UiRig *rig)
{
  go_patients (rig);
  GtkWidget *page = ui_find_type (ui_rig_window (rig), EBB_TYPE_PATIENTS_PAGE, 0);
  g_assert_nonnull (page);
  ebb_patients_page_new_patient (EBB_PATIENTS_PAGE (page));
}

static void
go_prescription (UiRig *rig)
{
  open_page (rig, ebb_prescription_page_new (desk_of (rig),
                                             ebb_session_get_patient_id (rig->session), NULL));
}

static void
go_start (UiRig *rig)
{
  open_page (rig,
             ebb_start_page_new (desk_of (rig), ebb_session_get_patient_id (rig->session), NULL));
}

static void
go_record (UiRig *rig)
{
  open_page (rig, ebb_record_page_new (desk_of (rig), ebb_session_get_id (rig->session)));
}

static const Place places[] = {
  { "live-escape", NULL, GDK_KEY_Escape },
  { "live-f12", NULL, GDK_KEY_F12 },
  { "patients", go_patients, GDK_KEY_F12 },
  { "new-patient", go_new_patient, GDK_KEY_Escape },
  { "prescription", go_prescription, GDK_KEY_Escape },
  { "start", go_start, GDK_KEY_F12 },
  { "record", go_record, GDK_KEY_Escape },
};

static void
expect_vented (UiRig *rig, CuffTime since_us)
{
  ui_rig_run (rig, STOP_S);
  CuffSimTruth truth = ui_rig_truth (rig);
  g_assert_true (truth.vent_open);
  g_assert_cmpint (truth.vented_at_us, >=, since_us);
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_REMOVE_CUFF, 10));
  g_assert_cmpint (ui_rig_view (rig).end_state, ==, EBB_STATE_STOPPED_BY_USER);
}

static void
test_place (gconstpointer data)
{
  const Place *place = data;
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  if (place->go != NULL)
    place->go (rig);
  ui_rig_settle (rig);
  g_assert_false (ui_rig_truth (rig).vent_open);
  g_assert_cmpfloat (ui_rig_truth (rig).cuff_mmhg, >, 50);
  CuffTime now_us = ebb_clock_now_us (rig->clock);
  g_assert_true (ui_rig_key (ui_rig_window (rig), place->keyval));
  expect_vented (rig, now_us);
}

/* The stop bar stands on every page while the cuff is tight, with the one red button. */
static void
test_stop_bar (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  g_assert_null (ui_find_button (ui_rig_window (rig), "Stop and deflate"));
  ui_walk_to_hold (rig);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    if (places[i].go != NULL)
      places[i].go (rig);
    ui_rig_settle (rig);
    GtkWidget *stop = ui_find_button (ui_rig_window (rig), "Stop and deflate");
    g_assert_nonnull (stop);
    g_assert_true (gtk_widget_is_sensitive (stop));
    g_assert_cmpint (gtk_widget_get_height (stop), >=, 64);
  }
  CuffTime now_us = ebb_clock_now_us (rig->clock);
  ui_rig_press (rig, "Stop and deflate");
  expect_vented (rig, now_us);
}

static void
open_with_action (UiRig *rig, const char *action)
{
  gtk_widget_activate_action (ui_rig_window (rig), action, NULL);
  ui_rig_settle (rig);
}

static const char *const dialogs[] = { "win.preferences", "win.shortcuts", "win.about" };

/* What is open when a cuff comes under pressure closes; nothing opens while it is. */
static void
test_dialogs (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_patient (rig, UI_PATIENT);
  ui_walk_to_start (rig);
  ui_walk_prepare (rig);
  open_with_action (rig, "win.preferences");
  g_assert_nonnull (ui_rig_dialog (rig));
  ui_walk_hold_start (rig);
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_HOLD, 60));
  ui_rig_settle (rig);
  g_assert_null (ui_rig_dialog (rig));
  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++) {
    open_with_action (rig, dialogs[i]);
    g_assert_null (ui_rig_dialog (rig));
  }
  g_assert_false (ebb_dialogs_may_open (ui_rig_window (rig)));
}

/* A popover that hides by a press elsewhere takes that press away from the red button. */
static void
expect_no_grab (UiRig *rig, GtkWidget *button)
{
  g_assert_true (GTK_IS_MENU_BUTTON (button));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_rig_settle (rig);
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (popover)));
  g_assert_false (gtk_popover_get_autohide (popover));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
}

static void
test_popovers (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  ui_rig_settle (rig);
  for (guint i = 0; i < 2; i++) /* the cuff and the main menu */
    expect_no_grab (rig, ui_find_type (ui_rig_window (rig), GTK_TYPE_MENU_BUTTON, i));
  CuffTime now_us = ebb_clock_now_us (rig->clock);
  ui_rig_press (rig, "Stop and deflate");
  expect_vented (rig, now_us);
}

/* Each dialog has the keys: a session that is armed while one is open stops from there too. */
static void
test_dialog_keys (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++) {
    g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
    ui_walk_to_patient (rig, UI_PATIENT);
    ui_walk_to_start (rig);
    ui_walk_prepare (rig);
    open_with_action (rig, dialogs[i]);
    GtkWidget *dialog = ui_rig_dialog (rig);
    g_assert_nonnull (dialog);
    ebb_session_start (rig->session); /* the moment before it closes by itself */
    g_assert_true (ui_rig_key (dialog, GDK_KEY_F12));
    ui_rig_run (rig, 8);
    g_assert_cmpfloat (ui_rig_truth (rig).cuff_mmhg, <, 10);
    g_assert_cmpint (ui_rig_view (rig).end_state, !=, EBB_STATE_COMPLETED);
  }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *path = g_strconcat ("/stop/page/", places[i].name, NULL);
    g_test_add_data_func (path, &places[i], test_place);
  }
  g_test_add_func ("/stop/bar-on-every-page", test_stop_bar);
  g_test_add_func ("/stop/dialogs-close-and-stay-shut", test_dialogs);
  g_test_add_func ("/stop/popovers-take-no-press", test_popovers);
  g_test_add_func ("/stop/keys-in-every-dialog", test_dialog_keys);
  return g_test_run ();
}
