/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of sessions, newest first; a row opens its record.
 */
#include "ebb-flow.h"
#include "ebb-patient-parts.h"
#include "ebb-patient-text.h"
#include "ebb-widgets.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

#define ROW_MIN_PX 330

static const char *
state_icon (EbbEndState state)
{
  switch (state) {
  case EBB_STATE_COMPLETED:
    return "object-select-symbolic";
  case EBB_STATE_STOPPED_BY_USER:
    return "media-playback-stop-symbolic";
  case EBB_STATE_OPEN:
    return "content-loading-symbolic";
  case EBB_STATE_STOPPED_BY_SAFETY:
  case EBB_STATE_INTERRUPTED:
  default:
    return "dialog-warning-symbolic";
  }
}

static GtkWidget *
make_state (const EbbSessionRecord *session)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = ebb_label_new (ebb_end_state_to_text (session->state), NULL, NULL);

  if (session->simulated)
    gtk_box_append (GTK_BOX (box), ebb_label_new (_ ("Simulated"), "session-tag", NULL));
  if (session->by_hand)
    gtk_box_append (GTK_BOX (box), ebb_label_new (_ ("Read by hand"), "session-tag", NULL));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (state_icon (session->state)));
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  return box;
}

static char *
facts_text (const EbbSessionSummary *summary)
{
  g_autofree char *limb = ebb_format_limb_title (summary->segment, summary->side);
  g_autofree char *exercise =
      summary->exercise_id != NULL ? ebb_exercise_name_of (summary->exercise_id) : g_strdup ("");
  g_autofree char *done = ebb_session_done_text (summary);
  g_autofree char *load = ebb_format_kg (summary->load_kg);
  g_autofree char *mmhg =
      cuff_pressure_is_set (summary->target) ? ebb_format_mmhg (summary->target) : g_strdup ("");
  g_autofree char *facts = ebb_session_facts_text (summary);

  if (summary->n_bouts == 0)
    return g_steal_pointer (&done);
  return ebb_join_facts (limb, exercise, done, load, mmhg, facts, NULL);
}

static GtkWidget *
make_row (const EbbSessionSummary *summary)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *when = ebb_format_day_time (summary->session->started_unix_us);
  g_autofree char *facts = facts_text (summary);
  g_autofree char *state = ebb_session_state_text (summary);
  g_autofree char *spoken =
      ebb_join_facts (when, facts, state, summary->session->simulated ? _ ("Simulated") : "",
                      summary->session->by_hand ? _ ("Read by hand") : "", NULL);
  GtkWidget *content;

  gtk_box_append (GTK_BOX (text), ebb_label_new (when, "session-when", NULL));
  gtk_box_append (GTK_BOX (text), ebb_label_new (facts, "patient-dim", NULL));
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  content = ebb_beside_new (text, make_state (summary->session), ROW_MIN_PX, 12);
  gtk_widget_add_css_class (content, "session-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", summary->session->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "patient.open-session");
  ebb_widget_set_accessible (row, spoken, NULL);
  return row;
}

GtkWidget *
ebb_patient_sessions_new (const EbbPatientScene *scene)
{
  GtkWidget *list = gtk_list_box_new ();

  if (scene->file->sessions->len == 0)
    return ebb_label_new (_ ("No session yet. The first one will stand here."), "patient-dim",
                          NULL);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  ebb_widget_set_accessible (list, _ ("Sessions"), NULL);
  for (guint i = 0; i < scene->file->sessions->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list),
                         make_row (g_ptr_array_index (scene->file->sessions, i)));
  return list;
}
