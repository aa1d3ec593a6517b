/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prescriptions with what the rules suggest for each, and the physician's order.
 */
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-patient-text.h"
#include "ebb-plan-cards.h"
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
  g_autofree char *target_text = NULL;
  EbbTarget target;

  target_text = ebb_prescription_resolve_record (record, file, &target, &error)
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

/* NULL = nothing is suggested for it. */
static GtkWidget *
make_suggestion (const EbbPrescriptionRecord *record, const EbbCareEpisode *care)
{
  for (guint i = 0; care != NULL && i < care->exercises->len; i++) {
    const EbbCareExercise *exercise = g_ptr_array_index (care->exercises, i);

    if (exercise->segment == record->segment && exercise->side == record->side
        && g_strcmp0 (exercise->exercise_id, record->exercise_id) == 0)
      return ebb_plan_suggestion_card (care, i);
  }
  return NULL;
}

static GtkWidget *
make_prescription (const EbbPrescriptionRecord *record, const EbbPatientFile *file,
                   const EbbCareEpisode *care)
{
  GtkWidget *card = ebb_card_new (NULL);
  GtkWidget *suggestion = make_suggestion (record, care);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *change = ebb_action_button_new (_ ("Change"), "patient.prescribe", record->id);
  GtkWidget *start = ebb_action_button_new (_ ("Start session…"), "patient.start", record->id);

  gtk_box_append (GTK_BOX (buttons), change);
  gtk_box_append (GTK_BOX (buttons), start);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (card), ebb_beside_new (make_prescription_text (record, file), buttons,
                                                  BLOCK_MIN_PX, 12));
  if (suggestion != NULL)
    gtk_box_append (GTK_BOX (card), suggestion);
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
ebb_plan_prescriptions (const EbbCareScene *scene, const EbbCareEpisode *care)
{
  const EbbPatientFile *file = scene->patient->file;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  GtkWidget *add = ebb_action_button_new (_ ("New prescription"), "patient.prescribe", "");

  for (guint i = 0; i < file->prescriptions->len; i++)
    gtk_box_append (GTK_BOX (box),
                    make_prescription (g_ptr_array_index (file->prescriptions, i), file, care));
  gtk_widget_set_halign (add, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), add);
  gtk_box_append (GTK_BOX (box), make_order (file));
  return box;
}
