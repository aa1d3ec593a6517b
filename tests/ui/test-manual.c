/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session without a cable led through the window: the words say what a person has to do, one tap
 * tells a reading, and nothing is called deflated before somebody has said so (clinic, manual
 * devices).
 */
#include "ui-walk.h"

#include "ebb-db-desk.h"
#include "ebb-live-page.h"
#include "ebb-reading-card.h"

#define PUMPED_S 12

static void
assert_shows (UiRig *rig, const char *text)
{
  g_autofree char *shown = ui_text_of (ui_rig_window (rig));
  if (strstr (shown, text) == NULL)
    g_error ("\"%s\" is not among: %s", text, shown);
}

static void
assert_lacks (UiRig *rig, const char *text)
{
  g_autofree char *shown = ui_text_of (ui_rig_window (rig));
  if (strstr (shown, text) != NULL)
    g_error ("\"%s\" is among: %s", text, shown);
}

static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig);
  ui_rig_press (rig, text);
  ui_rig_settle (rig);
}

static void
run (UiRig *rig, double virtual_s)
{
  ui_rig_run (rig, virtual_s);
  ui_rig_settle (rig);
}

static void
expect_phase (UiRig *rig, EbbPhase phase, double virtual_s)
{
  if (!ui_rig_await_phase (rig, phase, virtual_s))
    g_error ("the phase \"%s\" did not come", ebb_phase_to_id (phase));
  ui_rig_settle (rig);
}

static UiRig *
rig_pumping (void)
{
  UiRig *rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .manual = TRUE });
  ui_walk_to_patient (rig, UI_PATIENT);
  ui_walk_prepare_by_hand (rig);
  ui_walk_hold_start (rig);
  run (rig, PUMPED_S);
  return rig;
}

static int
ordered_mmhg (UiRig *rig)
{
  return (int) cuff_pressure_to_mmhg (ui_rig_view (rig).ordered);
}

static void
press_at_target (UiRig *rig)
{
  g_autofree char *text = g_strdup_printf ("Cuff is at %d", ordered_mmhg (rig));
  press (rig, text);
}

/* Before anybody has looked: the chip says that nobody has, and there is no number. */
static void
test_chip_before_first_reading (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .manual = TRUE });
  run (rig, 5);
  assert_shows (rig, "Read by hand · no reading");
  assert_lacks (rig, "mmHg");
  assert_lacks (rig, "Simulated");
}

/* What to do stands in the banner, in the card and on the stop bar. */
static void
test_words_while_pumping (void)
{
  g_autoptr (UiRig) rig = rig_pumping ();
  g_autofree char *pump = g_strdup_printf ("Pump to %d mmHg", ordered_mmhg (rig));
  assert_shows (rig, pump);
  assert_shows (rig, "not read yet");
  assert_shows (rig, "Pressure, read by hand");
  assert_shows (rig, "Open the valve now");
  assert_lacks (rig, "Stop and deflate");
  assert_lacks (rig, "Inflating");
  g_assert_null (ui_find_button (ui_rig_window (rig), "Gauge reads 0"));
}

/* A number that no gauge shows is refused in words; one out of the band asks to correct. */
static void
test_typed_readings (void)
{
  g_autoptr (UiRig) rig = rig_pumping ();
  ui_rig_type (rig, "Gauge", "1480");
  press (rig, "Enter");
  assert_shows (rig, "1480 mmHg is outside 0 to 300 mmHg");
  ui_rig_type (rig, "Gauge", "x");
  press (rig, "Enter");
  assert_shows (rig, "0 to 300 mmHg is allowed");
  g_assert_false (cuff_pressure_is_set (ui_rig_view (rig).pressure));
  g_autofree char *low = g_strdup_printf ("%d", ordered_mmhg (rig) - 30);
  ui_rig_type (rig, "Gauge", low);
  press (rig, "Enter");
  run (rig, 0.5);
  assert_shows (rig, "30 below: pump up to");
  g_assert_cmpint (ui_rig_view (rig).phase, ==, EBB_PHASE_INFLATING);
  press_at_target (rig);
  expect_phase (rig, EBB_PHASE_HOLD, 10);
  /* The button says whole mmHg, and so does the reading. */
  g_assert_cmpint (ui_rig_view (rig).pressure, ==, CUFF_MMHG (ordered_mmhg (rig)));
}

/* Counted by taps, read again, stopped; the stop bar asks until somebody has said it. */
static void
test_stop (void)
{
  g_autoptr (UiRig) rig = rig_pumping ();
  press_at_target (rig);
  expect_phase (rig, EBB_PHASE_HOLD, 10);
  press (rig, "Count");
  g_assert_cmpuint (ui_rig_view (rig).reps, ==, 1);
  assert_shows (rig, "read by hand 0:");
  run (rig, 70);
  assert_shows (rig, "Look at the gauge now");
  press (rig, "Open the valve now");
  run (rig, 60);
  g_assert_cmpint (ui_rig_view (rig).phase, ==, EBB_PHASE_DEFLATING);
  g_assert_false (ui_rig_view (rig).deflated);
  assert_shows (rig, "Unproven");
  assert_lacks (rig, "Remove the cuff");
  GtkWidget *zero = ui_find_button (ui_rig_window (rig), "Gauge reads 0");
  g_assert_nonnull (zero);
  g_assert_cmpint (gtk_widget_get_height (zero), >=, 72); /* 96 where the window is not short */
  press (rig, "Gauge reads 0");
  expect_phase (rig, EBB_PHASE_REMOVE_CUFF, 5);
  run (rig, 1);
  assert_shows (rig, "gauge read 0, valve open");
  press (rig, "Cuff is soft and off");
  press (rig, "Finish session");
  g_assert_true (ui_rig_await_button (rig, "Print for patient", 10));
  assert_shows (rig, "Read by hand");
  assert_shows (rig, "not known by hand");
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_autoptr (EbbSessionFile) file =
      ebb_db_load_session_file (db, ebb_session_get_id (rig->session), &error);
  g_assert_no_error (error);
  g_assert_true (file->session->by_hand);
  g_assert_cmpint (file->session->state, ==, EBB_STATE_STOPPED_BY_USER);
}

/* The stop keys mean the same as with a cable. */
static void
test_stop_key (void)
{
  g_autoptr (UiRig) rig = rig_pumping ();
  g_assert_true (ui_rig_key (ui_rig_window (rig), GDK_KEY_F12));
  expect_phase (rig, EBB_PHASE_DEFLATING, 5);
  run (rig, 1);
  g_assert_nonnull (ui_find_button (ui_rig_window (rig), "Gauge reads 0"));
  press (rig, "Gauge reads 0");
  expect_phase (rig, EBB_PHASE_REMOVE_CUFF, 5);
}

/* After a crash the first page asks for the cuff, and a person's word is all there is. */
static void
test_next_start (void)
{
  g_autoptr (UiRig) rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .manual = TRUE, .left_open = TRUE });
  run (rig, 10);
  assert_shows (rig, "Treat the cuff as inflated");
  assert_lacks (rig, "The controller has shown it");
  g_assert_null (ui_find_button (ui_rig_window (rig), "Go on"));
  press (rig, "Gauge reads 0");
  run (rig, 3);
  g_assert_nonnull (ui_find_button (ui_rig_window (rig), "Go on"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-by-hand/chip-before-first-reading", test_chip_before_first_reading);
  g_test_add_func ("/window-by-hand/words-while-pumping", test_words_while_pumping);
  g_test_add_func ("/window-by-hand/typed-readings", test_typed_readings);
  g_test_add_func ("/window-by-hand/stop", test_stop);
  g_test_add_func ("/window-by-hand/stop-key", test_stop_key);
  g_test_add_func ("/window-by-hand/next-start", test_next_start);
  return g_test_run ();
}
