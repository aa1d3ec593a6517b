/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The top of a patient's page: name, facts, the way into a session; alerts; precautions.
 */
#include "ebb-flow.h"
#include "ebb-guard.h"
#include "ebb-patient-alerts.h"
#include "ebb-patient-parts.h"
#include "ebb-patient-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define NAME_MIN_PX  260
#define ALERT_MIN_PX 300

GtkWidget *
ebb_action_button_new (const char *text, const char *action, const char *target)
{
  GtkWidget *button = ebb_button_new (text, "touch", NULL);

  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

const EbbPrescriptionRecord *
ebb_patient_same_again (const EbbPatientFile *file)
{
  const EbbSessionSummary *last =
      file->sessions->len > 0 ? g_ptr_array_index (file->sessions, 0) : NULL;

  for (guint i = 0; last != NULL && i < file->prescriptions->len; i++) {
    const EbbPrescriptionRecord *record = g_ptr_array_index (file->prescriptions, i);

    if (record->segment == last->segment && record->side == last->side
        && g_strcmp0 (record->exercise_id, last->exercise_id) == 0)
      return record;
  }
  return file->prescriptions->len > 0 ? g_ptr_array_index (file->prescriptions, 0) : NULL;
}

/* --- Into a session ---------------------------------------------------------------------- */

static char *
prescription_title (const EbbPrescriptionRecord *record)
{
  g_autofree char *limb = ebb_format_limb_title (record->segment, record->side);
  g_autofree char *exercise = ebb_exercise_name_of (record->exercise_id);

  return ebb_join_facts (limb, exercise, NULL);
}

/* With more than one prescription the button asks which. */
static GtkWidget *
make_chooser (const EbbPatientFile *file)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), ebb_label_new (_ ("Which prescription?"), "patient-dim", NULL));
  for (guint i = 0; i < file->prescriptions->len; i++) {
    const EbbPrescriptionRecord *record = g_ptr_array_index (file->prescriptions, i);
    g_autofree char *title = prescription_title (record);
    GtkWidget *button = ebb_action_button_new (title, "patient.start", record->id);

    g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_popover_popdown), popover,
                             G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (box), button);
  }
  gtk_widget_add_css_class (box, "patient-chooser");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}

static GtkWidget *
make_start (const EbbPatientScene *scene, gboolean locked)
{
  const EbbPatientFile *file = scene->file;
  GtkWidget *chooser;
  GtkWidget *button;

  if (file->prescriptions->len < 2)
    return ebb_action_button_new (_ ("Start session…"), "patient.start", "");
  button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Start session…"));
  chooser = make_chooser (file);
  ebb_popover_guard (GTK_POPOVER (chooser), scene->desk);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), chooser);
  gtk_widget_set_sensitive (button, !locked);
  return button;
}

static GtkWidget *
make_buttons (const EbbPatientScene *scene)
{
  GtkWidget *buttons = ebb_columns_new (2, 150, 12);
  const EbbPrescriptionRecord *same = ebb_patient_same_again (scene->file);
  g_autofree char *locked = ebb_patient_why_locked (scene->file, scene->now_unix_us);
  gboolean again = scene->file->sessions->len > 0 && same != NULL;
  GtkWidget *start = make_start (scene, locked != NULL);

  gtk_widget_add_css_class (start, "patient-start");
  ebb_columns_append (EBB_COLUMNS (buttons), start);
  gtk_widget_set_tooltip_text (start, locked);
  ebb_widget_set_accessible (start, NULL, locked != NULL ? locked : "");
  if (again) {
    GtkWidget *last = ebb_action_button_new (_ ("Same as last time"), "patient.start", same->id);

    gtk_widget_set_tooltip_text (last, locked);
    ebb_widget_set_accessible (last, NULL, locked != NULL ? locked : "");
    gtk_widget_add_css_class (last, "patient-start");
    gtk_widget_add_css_class (last, "suggested-action");
    ebb_columns_append (EBB_COLUMNS (buttons), last);
  } else {
    gtk_widget_add_css_class (start, "suggested-action");
  }
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  return buttons;
}

GtkWidget *
ebb_patient_header_new (const EbbPatientScene *scene)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *facts = ebb_patient_facts_text (scene->file, scene->now_unix_us);
  GtkWidget *name = ebb_label_new (scene->file->patient->name, "patient-name", NULL);

  gtk_label_set_selectable (GTK_LABEL (name), FALSE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), ebb_label_new (facts, "patient-dim", NULL));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return ebb_beside_new (box, make_buttons (scene), NAME_MIN_PX, 16);
}

/* --- Alerts ------------------------------------------------------------------------------ */

static GtkWidget *
make_alert_text (const EbbPatientAlert *alert)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name (alert->locks ? "changes-prevent-symbolic"
                                                               : "dialog-warning-symbolic");
  GtkWidget *label = ebb_label_new (NULL, NULL, NULL);
  g_autofree char *markup = g_markup_printf_escaped ("<b>%s</b> %s", alert->text,
                                                     alert->detail != NULL ? alert->detail : "");

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
make_alert_action (const EbbPatientAlert *alert, const EbbPatientFile *file)
{
  const EbbSessionSummary *last =
      file->sessions->len > 0 ? g_ptr_array_index (file->sessions, 0) : NULL;
  const EbbPrescriptionRecord *same = ebb_patient_same_again (file);
  GtkWidget *button = NULL;

  switch (alert->act) {
  case EBB_ALERT_ACT_ORDER:
    button = ebb_action_button_new (alert->verb, "patient.record-order", NULL);
    break;
  case EBB_ALERT_ACT_SCREEN:
    button = ebb_action_button_new (alert->verb, "patient.screen", NULL);
    break;
  case EBB_ALERT_ACT_CLEARANCE:
    button = ebb_action_button_new (alert->verb, "patient.record-clearance", NULL);
    break;
  case EBB_ALERT_ACT_PRESCRIPTION:
    button = ebb_action_button_new (alert->verb, "patient.prescribe", same != NULL ? same->id : "");
    break;
  case EBB_ALERT_ACT_LOP:
    button = ebb_action_button_new (alert->verb, "patient.measure-lop",
                                    alert->about != NULL ? alert->about : "");
    break;
  case EBB_ALERT_ACT_SESSION:
    if (last != NULL)
      button = ebb_action_button_new (alert->verb, "patient.open-session", last->session->id);
    break;
  case EBB_ALERT_ACT_LIFT:
    button = ebb_action_button_new (alert->verb, "patient.lift-refusal", NULL);
    break;
  case EBB_ALERT_ACT_NONE:
  default:
    break;
  }
  if (button != NULL)
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
make_alert (const EbbPatientAlert *alert, const EbbPatientFile *file)
{
  GtkWidget *text = make_alert_text (alert);
  GtkWidget *action = make_alert_action (alert, file);
  GtkWidget *card = action != NULL ? ebb_beside_new (text, action, ALERT_MIN_PX, 12) : text;
  g_autofree char *spoken =
      g_strdup_printf ("%s %s", alert->text, alert->detail != NULL ? alert->detail : "");

  gtk_widget_add_css_class (card, "patient-alert");
  ebb_widget_set_class (card, "locks", alert->locks);
  ebb_widget_set_accessible (card, spoken, NULL);
  return card;
}

static const char *
last_note (const EbbPatientFile *file)
{
  for (guint i = 0; i < file->sessions->len; i++) {
    const EbbSessionSummary *summary = g_ptr_array_index (file->sessions, i);

    if (summary->note != NULL)
      return summary->note;
  }
  return NULL;
}

/* "Precautions: ... · last note: ..."; NULL when there is neither. */
static GtkWidget *
make_precautions (const EbbPatientFile *file)
{
  const char *note = last_note (file);
  const char *precautions = file->precautions;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *markup = NULL;
  GtkWidget *label;

  if (precautions == NULL && file->order != NULL)
    precautions = file->order->restrictions;
  if (precautions == NULL && note == NULL)
    return NULL;
  if (precautions != NULL)
    first = g_markup_printf_escaped ("<b>%s</b> %s", _ ("Precautions:"), precautions);
  if (note != NULL)
    second = g_markup_printf_escaped ("<b>%s</b> %s", _ ("last note:"), note);
  markup = ebb_join_facts (first != NULL ? first : "", second != NULL ? second : "", NULL);
  label = ebb_label_new (NULL, "patient-precautions", NULL);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  return label;
}

GtkWidget *
ebb_patient_alerts_new (const EbbPatientScene *scene)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  g_autoptr (GPtrArray) alerts = ebb_patient_alerts (scene->file, scene->now_unix_us);
  GtkWidget *precautions = make_precautions (scene->file);

  for (guint i = 0; i < alerts->len; i++)
    gtk_box_append (GTK_BOX (box), make_alert (g_ptr_array_index (alerts, i), scene->file));
  if (precautions != NULL)
    gtk_box_append (GTK_BOX (box), precautions);
  gtk_widget_set_visible (box, alerts->len > 0 || precautions != NULL);
  return box;
}
