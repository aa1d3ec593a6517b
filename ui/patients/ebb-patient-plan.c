/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan: prescriptions and the physician's order.  And the notes.
 */
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-patient-parts.h"
#include "ebb-patient-text.h"
#include "ebb-start.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define BLOCK_MIN_PX 320

static char *
written_text (const EbbPrescriptionRecord *record)
{
  g_autofree char *day = ebb_short_day (record->written_unix_us);
  g_autofree char *version = g_strdup_printf (_ ("version %u, %s"), record->version, day);

  return ebb_join_facts (version, record->operator_name != NULL ? record->operator_name : "", NULL);
}

static GtkWidget *
make_prescription_text (const EbbPrescriptionRecord *record, const EbbPatientFile *file)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *limb = ebb_format_limb_title (record->segment, record->side);
  g_autofree char *exercise = ebb_exercise_name_of (record->exercise_id);
  g_autofree char *heading = ebb_join_facts (limb, exercise, NULL);
  g_autofree char *details = ebb_prescription_details_text (record, file);
  g_autofree char *written = written_text (record);
  g_autoptr (GError) error = NULL;
  EbbPrescription prescription = ebb_prescription_of_record (record, file);
  g_autofree char *target_text = NULL;
  EbbTarget target;

  target_text = ebb_prescription_resolve (&prescription, &target, &error)
                    ? ebb_target_to_text (&target)
                    : g_strdup (error->message);
  gtk_box_append (GTK_BOX (box), ebb_label_new (heading, "patient-dim", NULL));
  gtk_box_append (GTK_BOX (box), ebb_label_new (target_text, "card-value", NULL));
  gtk_box_append (GTK_BOX (box), ebb_label_new (details, "patient-dim", NULL));
  if (record->reason != NULL) {
    g_autofree char *reason = g_strdup_printf (_ ("Reason: %s"), record->reason);
    gtk_box_append (GTK_BOX (box), ebb_label_new (reason, NULL, NULL));
  }
  gtk_box_append (GTK_BOX (box), ebb_label_new (written, "patient-dim", NULL));
  return box;
}

static GtkWidget *
make_prescription (const EbbPrescriptionRecord *record, const EbbPatientFile *file)
{
  GtkWidget *card = ebb_card_new (NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *change = ebb_action_button_new (_ ("Change"), "patient.prescribe", record->id);
  GtkWidget *start = ebb_action_button_new (_ ("Start session…"), "patient.start", record->id);

  gtk_box_append (GTK_BOX (buttons), change);
  gtk_box_append (GTK_BOX (buttons), start);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (card), ebb_beside_new (make_prescription_text (record, file), buttons,
                                                  BLOCK_MIN_PX, 12));
  return card;
}

static char *
order_days (const EbbOrder *order)
{
  g_autofree char *from = ebb_format_date (order->ordered_on);
  g_autofree char *until = order->valid_until != NULL ? ebb_format_date (order->valid_until) : NULL;

  if (until == NULL)
    return g_strdup_printf (_ ("of %s, without an end"), from);
  return g_strdup_printf (_ ("of %s, valid until %s"), from, until);
}

static GtkWidget *
make_order (const EbbPatientFile *file)
{
  GtkWidget *card = ebb_card_new (NULL);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *record = ebb_action_button_new (_ ("Record order"), "patient.record-order", NULL);

  gtk_box_append (GTK_BOX (text), ebb_label_new (_ ("Physician's order"), "patient-dim", NULL));
  if (file->order == NULL) {
    gtk_box_append (GTK_BOX (text), ebb_label_new (_ ("None on file"), "card-value", NULL));
  } else {
    g_autofree char *days = order_days (file->order);

    gtk_box_append (GTK_BOX (text), ebb_label_new (file->order->physician, "card-value", NULL));
    gtk_box_append (GTK_BOX (text), ebb_label_new (days, "patient-dim", NULL));
    if (!file->order_valid)
      gtk_box_append (GTK_BOX (text), ebb_label_new (_ ("It has run out."), NULL, NULL));
    if (file->order->restrictions != NULL)
      gtk_box_append (GTK_BOX (text), ebb_label_new (file->order->restrictions, NULL, NULL));
  }
  gtk_widget_set_valign (record, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (card), ebb_beside_new (text, record, BLOCK_MIN_PX, 12));
  return card;
}

GtkWidget *
ebb_patient_plan_new (const EbbPatientScene *scene)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  GtkWidget *add = ebb_action_button_new (_ ("New prescription"), "patient.prescribe", "");

  for (guint i = 0; i < scene->file->prescriptions->len; i++)
    gtk_box_append (
        GTK_BOX (box),
        make_prescription (g_ptr_array_index (scene->file->prescriptions, i), scene->file));
  gtk_widget_set_halign (add, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), add);
  gtk_box_append (GTK_BOX (box), make_order (scene->file));
  return box;
}

/* --- Notes ------------------------------------------------------------------------------- */

static GtkWidget *
make_note (const EbbSessionSummary *summary)
{
  g_autofree char *when = ebb_format_day_time (summary->session->started_unix_us);
  GtkWidget *card = ebb_card_new (when);

  gtk_box_append (GTK_BOX (card), ebb_label_new (summary->note, NULL, NULL));
  return card;
}

static void
add_standing (GtkWidget *box, const char *heading, const char *text)
{
  GtkWidget *card;

  if (text == NULL)
    return;
  card = ebb_card_new (heading);
  gtk_box_append (GTK_BOX (card), ebb_label_new (text, NULL, NULL));
  gtk_box_append (GTK_BOX (box), card);
}

GtkWidget *
ebb_patient_notes_new (const EbbPatientScene *scene)
{
  const EbbPatientFile *file = scene->file;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);

  add_standing (box, _ ("Precautions"), file->precautions);
  if (file->order != NULL)
    add_standing (box, _ ("Restrictions of the order"), file->order->restrictions);
  for (guint i = 0; i < file->sessions->len; i++) {
    const EbbSessionSummary *summary = g_ptr_array_index (file->sessions, i);

    if (summary->note != NULL)
      gtk_box_append (GTK_BOX (box), make_note (summary));
  }
  if (gtk_widget_get_first_child (box) == NULL)
    gtk_box_append (GTK_BOX (box), ebb_label_new (_ ("No note yet. Notes taken in a session stand "
                                                     "here."),
                                                  "patient-dim", NULL));
  return box;
}
