/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan of visits, and the appointments with how they were kept.
 */
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-patient-text.h"
#include "ebb-plan-cards.h"
#include "ebb-plan-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define BUTTON_MIN_PX 88
#define SPACING_PX    8
/* The newest that were kept, beside all that are open or to come. */
#define KEPT_MAX      4

static char *
plan_text (const EbbCareEpisode *care)
{
  const EbbCarePlan *plan = &care->episode->plan;
  g_autofree char *rhythm = plan->visits_per_week > 0
                                ? g_strdup_printf (ngettext ("%u visit a week", "%u visits a week",
                                                             plan->visits_per_week),
                                                   plan->visits_per_week)
                                : NULL;
  g_autofree char *planned = ebb_visits_planned_text (care->due.n_sessions, plan->visits_planned);
  g_autofree char *authorised =
      ebb_visits_authorised_text (care->due.n_sessions, plan->visits_authorised);

  return ebb_join_facts (rhythm != NULL ? rhythm : "", planned != NULL ? planned : "",
                         authorised != NULL ? authorised : "", NULL);
}

static void
append_attendance (GtkWidget *buttons, const EbbAppointment *visit, const char *title,
                   const char *word)
{
  g_autofree char *target = g_strdup_printf ("%s %s", visit->id, word);

  ebb_columns_append (EBB_COLUMNS (buttons), ebb_action_button_new (title, "care.attend", target));
}

static GtkWidget *
make_attendance (const EbbAppointment *visit)
{
  GtkWidget *buttons = ebb_columns_new (4, BUTTON_MIN_PX, SPACING_PX);

  append_attendance (buttons, visit, _ ("Came"), "done");
  append_attendance (buttons, visit, _ ("Late"), EBB_VISIT_LATE);
  append_attendance (buttons, visit, _ ("Missed"), "missed");
  append_attendance (buttons, visit, _ ("Cancelled"), "cancelled");
  return buttons;
}

/* One that is to come can only be cancelled. */
static GtkWidget *
make_cancel (const EbbAppointment *visit)
{
  g_autofree char *target = g_strdup_printf ("%s cancelled", visit->id);

  return ebb_action_button_new (_ ("Cancel"), "care.attend", target);
}

static GtkWidget *
make_visit (const EbbAppointment *visit, gint64 now_unix_us)
{
  g_autofree char *when = ebb_format_day_time (visit->start_unix_us);
  gboolean has_note = visit->note != NULL && g_strcmp0 (visit->note, EBB_VISIT_LATE) != 0;
  g_autofree char *facts =
      ebb_join_facts (ebb_visit_state_text (visit, now_unix_us), has_note ? visit->note : "", NULL);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gboolean is_open = ebb_visit_is_open (visit, now_unix_us);
  gboolean is_planned = g_strcmp0 (visit->state, "planned") == 0;

  gtk_box_append (GTK_BOX (text), ebb_label_new (when, "session-when", NULL));
  gtk_box_append (GTK_BOX (text), ebb_label_new (facts, "patient-dim", NULL));
  if (is_open)
    gtk_box_append (GTK_BOX (text), make_attendance (visit));
  return ebb_plan_row_new (text, is_planned && !is_open ? make_cancel (visit) : NULL);
}

/* What somebody waits for, in order of time; then the newest that were kept. */
static void
append_visits (GtkWidget *card, const GPtrArray *visits, gint64 now_unix_us)
{
  guint n_kept = 0;

  for (guint i = 0; i < visits->len; i++) {
    const EbbAppointment *visit = g_ptr_array_index (visits, i);

    if (g_strcmp0 (visit->state, "planned") == 0)
      gtk_box_append (GTK_BOX (card), make_visit (visit, now_unix_us));
  }
  for (guint i = visits->len; i > 0 && n_kept < KEPT_MAX; i--) {
    const EbbAppointment *visit = g_ptr_array_index (visits, i - 1);

    if (g_strcmp0 (visit->state, "planned") == 0)
      continue;
    gtk_box_append (GTK_BOX (card), make_visit (visit, now_unix_us));
    n_kept++;
  }
}

GtkWidget *
ebb_plan_visits_card (const EbbCareScene *scene, const EbbCareEpisode *care)
{
  GtkWidget *card = ebb_card_new (NULL);
  GtkWidget *buttons = ebb_plan_buttons_new (2);
  const char *phase = care->episode->plan.phase;
  g_autofree char *plan = plan_text (care);

  gtk_box_append (GTK_BOX (card), ebb_label_new (_ ("Visits"), "plan-title", NULL));
  if (phase != NULL)
    gtk_box_append (GTK_BOX (card), ebb_label_new (phase, "session-when", NULL));
  gtk_box_append (GTK_BOX (card),
                  ebb_label_new (*plan != '\0' ? plan : _ ("No plan yet"), "patient-dim", NULL));
  append_visits (card, care->visits, scene->patient->now_unix_us);
  ebb_columns_append (EBB_COLUMNS (buttons),
                      ebb_action_button_new (_ ("Change plan"), "care.plan", care->episode->id));
  ebb_columns_append (
      EBB_COLUMNS (buttons),
      ebb_action_button_new (_ ("Add appointment"), "care.visit", care->episode->id));
  gtk_box_append (GTK_BOX (card), buttons);
  return card;
}
