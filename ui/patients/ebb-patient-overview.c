/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The overview: what is prescribed, how the last session went, how numbers moved over the visits.
 */
#include "ebb-date-text.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-patient-course.h"
#include "ebb-patient-parts.h"
#include "ebb-patient-text.h"
#include "ebb-progress-card.h"
#include "ebb-screening-text.h"
#include "ebb-start.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define CARD_MIN_PX       340
#define CARD_SPACING_PX   14
#define BUTTON_MIN_PX     150
#define CARD_BUTTONS_PX   8
#define COURSE_DECIMALS   1
/* Fewer say nothing about a course. */
#define COURSE_VALUES_MIN 2

static char *
target_text (const EbbPrescriptionRecord *record, const EbbPatientFile *file)
{
  g_autoptr (GError) error = NULL;
  EbbTarget target;

  if (ebb_prescription_resolve_record (record, file, &target, &error))
    return ebb_target_to_text (&target);
  return g_strdup (error->message);
}

static GtkWidget *
make_prescription (const EbbPrescriptionRecord *record, const EbbPatientFile *file)
{
  g_autofree char *limb = ebb_format_limb (record->segment, record->side);
  g_autofree char *heading = g_strdup_printf (_ ("Prescription, %s"), limb);
  g_autofree char *target = target_text (record, file);
  g_autofree char *details = ebb_prescription_details_text (record, file);
  GtkWidget *card = ebb_card_new (heading);

  gtk_box_append (GTK_BOX (card), ebb_label_new (target, "card-value", NULL));
  gtk_box_append (GTK_BOX (card), ebb_label_new (details, "patient-dim", NULL));
  return card;
}

static GtkWidget *
make_last_session (const EbbPatientScene *scene)
{
  const EbbSessionSummary *last = g_ptr_array_index (scene->file->sessions, 0);
  g_autofree char *ago = ebb_format_ago (last->session->started_unix_us, scene->now_unix_us);
  g_autofree char *day = ebb_short_day (last->session->started_unix_us);
  g_autofree char *heading = g_strdup_printf (_ ("Last session, %s (%s)"), day, ago);
  g_autofree char *done = ebb_session_done_text (last);
  g_autofree char *facts = ebb_session_facts_text (last);
  g_autofree char *state = ebb_session_state_text (last);
  g_autofree char *line =
      ebb_join_facts (last->session->simulated ? _ ("Simulated") : "",
                      last->session->by_hand ? _ ("Read by hand") : "", state, facts, NULL);
  GtkWidget *card = ebb_card_new (heading);

  gtk_box_append (GTK_BOX (card), ebb_label_new (done, "card-value", NULL));
  gtk_box_append (GTK_BOX (card), ebb_label_new (line, "patient-dim", NULL));
  return card;
}

static GtkWidget *
make_screening_buttons (const EbbScreeningStatus *status)
{
  GtkWidget *buttons = ebb_columns_new (2, BUTTON_MIN_PX, CARD_BUTTONS_PX);
  const char *screen = status->lock == EBB_LOCK_MISSING ? _ ("Screen now") : _ ("Screen again");

  ebb_columns_append (EBB_COLUMNS (buttons),
                      ebb_action_button_new (screen, "patient.screen", NULL));
  if (status->wants_clearance)
    ebb_columns_append (
        EBB_COLUMNS (buttons),
        ebb_action_button_new (_ ("Record clearance"), "patient.record-clearance", NULL));
  if (status->may_override)
    ebb_columns_append (
        EBB_COLUMNS (buttons),
        ebb_action_button_new (_ ("Train without it today…"), "patient.train-unscreened", NULL));
  gtk_widget_set_margin_top (buttons, CARD_BUTTONS_PX);
  return buttons;
}

static GtkWidget *
make_screening (const EbbPatientScene *scene)
{
  g_autofree char *today = ebb_date_of_moment (scene->now_unix_us);
  g_auto (EbbScreeningStatus) status = { 0 };
  GtkWidget *card = ebb_card_new (_ ("Screening"));

  ebb_screening_status (scene->file->screening, scene->file->patient->id, today, &status);
  gtk_box_append (GTK_BOX (card), ebb_label_new (status.value, "card-value", NULL));
  /* What is in the way stands above, among the alerts. */
  if (status.lock == EBB_LOCK_OPEN && *status.detail != '\0')
    gtk_box_append (GTK_BOX (card), ebb_label_new (status.detail, "patient-dim", NULL));
  gtk_box_append (GTK_BOX (card), make_screening_buttons (&status));
  return card;
}

static void
add_course (EbbColumns *columns, const EbbPatientFile *file, const EbbPrescriptionRecord *record,
            EbbCourseKind kind)
{
  g_autoptr (GArray) values = ebb_patient_course (file, record, kind);
  g_autofree char *exercise = ebb_exercise_name_of (record->exercise_id);
  g_autofree char *title = ebb_patient_course_title (kind, exercise);

  if (values->len >= COURSE_VALUES_MIN)
    ebb_columns_append (columns,
                        ebb_progress_card_new (ebb_progress_series_of (
                            title, ebb_patient_course_unit (kind), COURSE_DECIMALS, values)));
}

/* An exercise without weight moves in its repetitions. */
static gboolean
has_weight (const EbbPrescriptionRecord *record)
{
  g_autoptr (EbbExercise) exercise =
      record->exercise_id != NULL ? ebb_exercise_load_builtin (record->exercise_id, NULL) : NULL;

  return exercise == NULL || exercise->load_step_kg > 0;
}

static GtkWidget *
make_nothing (void)
{
  GtkWidget *card = ebb_card_new (NULL);

  gtk_box_append (GTK_BOX (card), ebb_label_new (_ ("Nothing prescribed yet"), "card-value", NULL));
  gtk_box_append (GTK_BOX (card),
                  ebb_label_new (_ ("A physician's order and a prescription come first; then the "
                                    "first session can begin."),
                                 "patient-dim", NULL));
  return card;
}

GtkWidget *
ebb_patient_overview_new (const EbbPatientScene *scene)
{
  const EbbPatientFile *file = scene->file;
  GtkWidget *columns = ebb_columns_new (2, CARD_MIN_PX, CARD_SPACING_PX);
  const EbbPrescriptionRecord *same = ebb_patient_same_again (file);

  for (guint i = 0; i < file->prescriptions->len; i++)
    ebb_columns_append (EBB_COLUMNS (columns),
                        make_prescription (g_ptr_array_index (file->prescriptions, i), file));
  if (file->prescriptions->len == 0)
    ebb_columns_append (EBB_COLUMNS (columns), make_nothing ());
  if (file->sessions->len > 0)
    ebb_columns_append (EBB_COLUMNS (columns), make_last_session (scene));
  ebb_columns_append (EBB_COLUMNS (columns), make_screening (scene));
  if (same != NULL) {
    gboolean weight = has_weight (same);

    if (weight)
      add_course (EBB_COLUMNS (columns), file, same, EBB_COURSE_LOAD);
    add_course (EBB_COLUMNS (columns), file, same, EBB_COURSE_REPS);
    if (!weight)
      add_course (EBB_COLUMNS (columns), file, same, EBB_COURSE_PRESSURE);
  }
  return columns;
}
