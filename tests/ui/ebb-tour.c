/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Leads one whole practice session through the real window, on the simulated cuff and at practice
 * speed, and leaves a picture of every page, light and dark.  `./dev run` starts it where there is
 * no screen to sit at.
 *
 *   ebb-tour --data-dir DIR --out DIR [--speed N] [--width PX] [--height PX] [--text FACTOR]
 *            [--contrast] [--rtl] [--manual | --desk]
 */
#include "ebb-tour.h"

#include "ebb-db-desk.h"
#include "ebb-report-draw.h"
#include "ebb-stepper.h"

#include <glib/gstdio.h>
#include <stdio.h>

void
tour_picture (Tour *tour, const char *name)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  for (int dark = 0; dark < 2; dark++) {
    adw_style_manager_set_color_scheme (style, dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                    : ADW_COLOR_SCHEME_FORCE_LIGHT);
    g_autofree char *file =
        g_strdup_printf ("%02u-%s-%s.png", tour->n_pictures + 1, name, dark ? "dark" : "light");
    g_autofree char *path = g_build_filename (tour->out, file, NULL);
    ui_rig_shot (tour->rig, path);
    printf ("  %s\n", path);
  }
  tour->n_pictures++;
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_LIGHT);
}

void
tour_back (Tour *tour)
{
  gtk_widget_activate_action (ui_rig_window (tour->rig), "win.back", NULL);
  ui_rig_run (tour->rig, 1);
  ui_rig_settle (tour->rig);
}

static void
press_and_picture (Tour *tour, const char *button, const char *name)
{
  ui_rig_press (tour->rig, button);
  ui_rig_run (tour->rig, 0.5);
  tour_picture (tour, name);
}

static void
action_and_picture (Tour *tour, const char *action, const char *name)
{
  gtk_widget_activate_action (ui_rig_window (tour->rig), action, NULL);
  ui_rig_run (tour->rig, 0.3);
  tour_picture (tour, name);
  GtkWidget *dialog = ui_rig_dialog (tour->rig);
  if (dialog != NULL)
    gtk_window_close (GTK_WINDOW (dialog));
  ui_rig_settle (tour->rig);
}

static void
await_phase (Tour *tour, EbbPhase phase, double virtual_s)
{
  if (!ui_rig_await_phase (tour->rig, phase, virtual_s))
    g_error ("the phase \"%s\" did not come", ebb_phase_to_id (phase));
}

static void
first_start (Tour *tour)
{
  if (!ui_rig_await_label (tour->rig, "not a cleared medical device", 2))
    return;
  tour_picture (tour, "first-start");
  ui_rig_type (tour->rig, "Name", "A. Sample");
  ui_rig_settle (tour->rig);
  ui_rig_press (tour->rig, "I have read this");
  ui_rig_run (tour->rig, 1);
}

static gboolean
may_begin (UiRig *rig, gconstpointer data)
{
  GtkWidget *begin = ui_find_button (ui_rig_window (rig), data);

  return begin != NULL && gtk_widget_is_sensitive (begin);
}

/* A search of the occlusion pressure, stopped after its first run. */
static void
search (Tour *tour)
{
  UiRig *rig = tour->rig;
  ui_rig_press (rig, "I have looked");
  ui_rig_settle (rig);
  ui_rig_press (rig, "To the measurement");
  ui_rig_await (rig, may_begin, "Begin run 1", 70);
  tour_picture (tour, "lop-ready");
  ui_rig_press (rig, "Begin run 1");
  ui_rig_run (rig, 15);
  tour_picture (tour, "lop-guided");
  ui_rig_press (rig, "Pulse is there");
  ui_rig_run (rig, 40);
  tour_picture (tour, "lop-up");
  ui_rig_press (rig, "Stop and deflate");
  ui_rig_run (rig, 5);
  tour_picture (tour, "lop-stopped");
  tour_back (tour);
}

static void
limbs (Tour *tour)
{
  UiRig *rig = tour->rig;
  press_and_picture (tour, "Limbs", "limbs");
  press_and_picture (tour, "Enter girth", "girth");
  tour_back (tour);
  press_and_picture (tour, "Cuffs of the clinic", "cuffs");
  press_and_picture (tour, "New cuff", "cuff");
  tour_back (tour);
  tour_back (tour);
  press_and_picture (tour, "Measure occlusion pressure", "lop-ways");
  ui_rig_press (rig, "Typed in");
  ui_rig_settle (rig);
  GtkWidget *stepper = ui_find_type (ui_rig_window (rig), EBB_TYPE_STEPPER, 2);
  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (stepper, GTK_TYPE_ENTRY, 0)), "310");
  ui_rig_settle (rig);
  press_and_picture (tour, "Save the LOP", "lop-typed");
  press_and_picture (tour, "Estimated", "lop-estimated");
  ui_rig_press (rig, "Guided");
  ui_rig_settle (rig);
  search (tour);
}

static void
look_around (Tour *tour)
{
  UiRig *rig = tour->rig;
  tour_picture (tour, "patients");
  gtk_widget_activate_action (ui_rig_window (rig), "win.new-patient", NULL);
  ui_rig_run (rig, 0.3);
  tour_picture (tour, "new-patient");
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  ui_rig_settle (rig);
  press_and_picture (tour, "Protocols", "protocols");
  press_and_picture (tour, "Session", "session-tab");
  gtk_widget_activate_action (ui_rig_window (rig), "win.patients", NULL);
  ui_rig_run (rig, 0.3);
  ui_walk_to_patient (rig, UI_PATIENT);
  tour_picture (tour, "patient");
  press_and_picture (tour, "Screen again", "screening");
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  ui_rig_settle (rig);
  press_and_picture (tour, "Sessions", "patient-sessions");
  press_and_picture (tour, "Plan", "patient-plan");
  press_and_picture (tour, "New prescription", "prescription");
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  ui_rig_settle (rig);
  limbs (tour);
  ui_rig_press (rig, "Overview");
  action_and_picture (tour, "win.preferences", "preferences");
  gtk_widget_activate_action (ui_rig_window (rig), "win.clinic", NULL);
  ui_rig_settle (rig);
  tour_picture (tour, "clinic");
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  ui_rig_settle (rig);
  action_and_picture (tour, "win.shortcuts", "shortcuts");
  action_and_picture (tour, "win.about", "about");
}

static void
start (Tour *tour)
{
  UiRig *rig = tour->rig;
  ui_walk_to_start (rig);
  tour_picture (tour, "start");
  ui_walk_prepare (rig);
  tour_picture (tour, "start-ready");
  ui_walk_hold_start (rig);
  ui_rig_run (rig, 2);
  tour_picture (tour, "inflating");
}

static void
first_set (Tour *tour)
{
  UiRig *rig = tour->rig;
  await_phase (tour, EBB_PHASE_READY, 60);
  tour_picture (tour, "ready");
  await_phase (tour, EBB_PHASE_CONTRACT, 10);
  ui_rig_run (rig, 70);
  await_phase (tour, EBB_PHASE_HOLD, 20);
  ui_rig_run (rig, 2.5);
  tour_picture (tour, "hold");
  await_phase (tour, EBB_PHASE_RELAX, 20);
  tour_picture (tour, "relax");
  await_phase (tour, EBB_PHASE_REST, 200);
  ui_rig_run (rig, 9);
  tour_picture (tour, "rest");
  ui_rig_press (rig, "Fine");
  ui_rig_press (rig, "6");
  ui_rig_run (rig, 2);
  tour_picture (tour, "rest-rated");
}

static void
second_set (Tour *tour)
{
  UiRig *rig = tour->rig;
  await_phase (tour, EBB_PHASE_HOLD, 60);
  press_and_picture (tour, "More…", "more");
  press_and_picture (tour, "Symptom…", "symptom");
  ui_rig_press (rig, "Not now");
  ui_rig_press (rig, "Pause");
  ui_rig_run (rig, 5);
  tour_picture (tour, "paused");
  ui_rig_press (rig, "Resume");
  await_phase (tour, EBB_PHASE_HOLD, 30);
  ui_rig_press (rig, "End set");
  ui_rig_run (rig, 1);
  tour_picture (tour, "end-set");
  await_phase (tour, EBB_PHASE_REST, 30);
}

static void
finish (Tour *tour)
{
  UiRig *rig = tour->rig;
  await_phase (tour, EBB_PHASE_DEFLATING, 400);
  ui_rig_run (rig, 0.4);
  tour_picture (tour, "deflating");
  ui_walk_to_remove (rig, 30);
  ui_rig_run (rig, 1);
  tour_picture (tour, "remove-cuff");
  ui_rig_press (rig, "Cuff is soft and off");
  ui_rig_run (rig, 1);
  tour_picture (tour, "remove-cuff-confirmed");
  press_and_picture (tour, "Next exercise", "next-exercise");
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  ui_rig_run (rig, 1);
  ui_rig_press (rig, "Finish session");
  ui_rig_run (rig, 2);
  tour_picture (tour, "record");
}

static void
paper (Tour *tour)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup (ebb_session_get_id (tour->rig->session));
  ui_rig_press (tour->rig, "Print for patient");
  ui_rig_run (tour->rig, 2);
  tour_picture (tour, "print-preview");
  GtkWidget *dialog = ui_rig_dialog (tour->rig);
  if (dialog != NULL)
    gtk_window_close (GTK_WINDOW (dialog));
  ui_rig_settle (tour->rig);
  g_autoptr (EbbDb) db = ebb_db_open (tour->rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_autoptr (EbbSessionFile) file = ebb_db_load_session_file (db, id, &error);
  g_assert_no_error (error);
  const struct {
    EbbReportKind kind;
    const char *name;
  } pages[] = { { EBB_REPORT_PATIENT, "summary.pdf" }, { EBB_REPORT_CLINICIAN, "clinician.pdf" } };
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autofree char *path = g_build_filename (tour->out, pages[i].name, NULL);
    if (!ebb_report_write_pdf (pages[i].kind, file, NULL, path, &error))
      g_error ("%s: %s", path, error->message);
    printf ("  %s\n", path);
  }
}

static void
walk (Tour *tour)
{
  first_start (tour);
  look_around (tour);
  start (tour);
  first_set (tour);
  second_set (tour);
  finish (tour);
  paper (tour);
}

/* A session without a cable: what is other than with one. */
static void
walk_by_hand (Tour *tour)
{
  UiRig *rig = tour->rig;
  first_start (tour);
  ui_walk_to_patient (rig, UI_PATIENT);
  ui_rig_press (rig, "Start session");
  ui_rig_await_button (rig, "Pump briefly", 10);
  tour_picture (tour, "start");
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  ui_rig_run (rig, 1);
  ui_walk_prepare_by_hand (rig);
  tour_picture (tour, "start-ready");
  ui_walk_hold_start (rig);
  ui_rig_run (rig, 8);
  tour_picture (tour, "pumping");
  ui_rig_type (rig, "Gauge", "90");
  ui_rig_press (rig, "Enter");
  ui_rig_run (rig, 1);
  tour_picture (tour, "below");
  ui_rig_press (rig, "Cuff is at");
  await_phase (tour, EBB_PHASE_HOLD, 20);
  ui_rig_press (rig, "Count");
  ui_rig_run (rig, 2);
  tour_picture (tour, "hold");
  ui_rig_run (rig, 68);
  tour_picture (tour, "overdue");
  ui_rig_press (rig, "Cuff is at");
  await_phase (tour, EBB_PHASE_REST, 200);
  ui_rig_run (rig, 5);
  tour_picture (tour, "rest");
  ui_rig_press (rig, "Open the valve now");
  ui_rig_run (rig, 12);
  tour_picture (tour, "open-the-valve");
  ui_rig_press (rig, "Gauge reads 0");
  ui_walk_to_remove (rig, 5);
  ui_rig_run (rig, 1);
  tour_picture (tour, "remove-cuff");
  ui_rig_press (rig, "Cuff is soft and off");
  tour_picture (tour, "remove-cuff-confirmed");
  ui_rig_press (rig, "Finish session");
  ui_rig_run (rig, 2);
  tour_picture (tour, "record");
  paper (tour);
}

static void
walk_desk (Tour *tour)
{
  first_start (tour);
  tour_desk (tour);
}

static gboolean
parse (Tour *tour, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &tour->data_dir, "Practice clinic", "DIR" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &tour->out, "Pictures and pages", "DIR" },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &tour->speed, "Times real time, at most", "N" },
    { "text", 0, 0, G_OPTION_ARG_DOUBLE, &tour->text, "Size of the text", "FACTOR" },
    { "width", 0, 0, G_OPTION_ARG_INT, &tour->width_px, "Of the window", "PX" },
    { "height", 0, 0, G_OPTION_ARG_INT, &tour->height_px, "Of the window", "PX" },
    { "contrast", 0, 0, G_OPTION_ARG_NONE, &tour->contrast, "High contrast", NULL },
    { "rtl", 0, 0, G_OPTION_ARG_NONE, &tour->rtl, "From right to left", NULL },
    { "manual", 0, 0, G_OPTION_ARG_NONE, &tour->manual, "Without a cable, read by hand", NULL },
    { "desk", 0, 0, G_OPTION_ARG_NONE, &tour->desk, "The pages between sessions", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_printerr ("ebb-tour: %s\n", error->message);
  else if (tour->out == NULL)
    g_printerr ("ebb-tour: --out is needed\n");
  else
    return TRUE;
  return FALSE;
}

int
main (int argc, char **argv)
{
  Tour tour = { .speed = 20, .text = 1, .width_px = 1366, .height_px = 768 };
  if (!parse (&tour, argc, argv))
    return 2;
  g_mkdir_with_parents (tour.out, 0755);
  g_setenv ("GTK_A11Y", "none", FALSE);
  g_setenv ("GSETTINGS_BACKEND", "memory", FALSE);
  if (tour.contrast)
    g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
  if (!gtk_init_check ()) {
    g_printerr ("ebb-tour: there is no display\n");
    return 1;
  }
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * tour.text), NULL);
  if (tour.rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  tour.rig = ui_rig_new (&(UiRigOptions){ .data_dir = tour.data_dir,
                                          .seed = 1,
                                          .speed = tour.speed,
                                          .width_px = tour.width_px,
                                          .height_px = tour.height_px,
                                          .statement = TRUE,
                                          .manual = tour.manual });
  if (tour.manual)
    walk_by_hand (&tour);
  else if (tour.desk)
    walk_desk (&tour);
  else
    walk (&tour);
  ui_rig_free (tour.rig);
  g_free (tour.data_dir);
  g_free (tour.out);
  return 0;
}
