/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a tap writes at once: a goal that was reached, how an appointment was kept, the answer to a
 * suggestion.  What can be taken back is, from the toast.
 */
#include "ebb-answer-form.h"
#include "ebb-care-form-page.h"
#include "ebb-care-tab-private.h"
#include "ebb-date-text.h"
#include "ebb-plan-text.h"
#include "ebb-prescription-page.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A write that a tap began, and the one that takes it back.  The desk keeps them: a toast may
 * outlive the page that showed it. */
typedef struct {
  EbbDesk *desk;                /* borrowed */
  char *patient_id;             /* owned */
  char *text;                   /* owned: what the toast says */
  char *episode_id;             /* owned or NULL: of a goal */
  EbbGoal *goal_before;         /* owned or NULL */
  EbbAppointment *visit_before; /* owned or NULL */
} Act;

#define ACTS_KEY "ebb-care-acts"

static void
act_free (gpointer data)
{
  Act *act = data;

  g_free (act->patient_id);
  g_free (act->text);
  g_free (act->episode_id);
  ebb_goal_free (act->goal_before);
  ebb_appointment_free (act->visit_before);
  g_free (act);
}

static Act *
act_new (EbbCareTab *self, const char *text)
{
  EbbDesk *desk = self->scene.desk;
  GPtrArray *acts = g_object_get_data (G_OBJECT (desk), ACTS_KEY);
  Act *act = g_new0 (Act, 1);

  if (acts == NULL) {
    acts = g_ptr_array_new_with_free_func (act_free);
    g_object_set_data_full (G_OBJECT (desk), ACTS_KEY, acts, (GDestroyNotify) g_ptr_array_unref);
  }
  act->desk = desk;
  act->patient_id = g_strdup (self->scene.file->patient->id);
  act->text = g_strdup (text);
  g_ptr_array_add (acts, act);
  return act;
}

static EbbGoal *
goal_copy (const EbbGoal *goal)
{
  EbbGoal *copy = g_new0 (EbbGoal, 1);

  copy->id = g_strdup (goal->id);
  copy->text = g_strdup (goal->text);
  copy->target_on = g_strdup (goal->target_on);
  copy->reached_on = g_strdup (goal->reached_on);
  return copy;
}

static EbbAppointment *
visit_copy (const EbbAppointment *visit)
{
  EbbAppointment *copy = g_new0 (EbbAppointment, 1);

  copy->id = g_strdup (visit->id);
  copy->patient_id = g_strdup (visit->patient_id);
  copy->episode_id = g_strdup (visit->episode_id);
  copy->start_unix_us = visit->start_unix_us;
  copy->length_min = visit->length_min;
  copy->state = g_strdup (visit->state);
  copy->note = g_strdup (visit->note);
  return copy;
}

/* Writing, and taking it back ----------------------------------------------------------------- */

static void
on_taken_back (GObject *source, GAsyncResult *result, gpointer user)
{
  const Act *act = user;
  g_autofree char *id = ebb_store_put_finish (result, NULL);

  ebb_desk_tell_records (act->desk, act->patient_id);
}

static void
take_back (gpointer user)
{
  Act *act = user;
  EbbStore *store = ebb_desk_get_store (act->desk);

  if (act->goal_before != NULL)
    ebb_store_put_goal_async (store, act->episode_id, g_steal_pointer (&act->goal_before),
                              on_taken_back, act);
  if (act->visit_before != NULL)
    ebb_store_attend_async (store, g_steal_pointer (&act->visit_before), on_taken_back, act);
}

/* Waits for the answer with its tab, which may leave the window meanwhile. */
typedef struct {
  EbbCareTab *tab; /* owned */
  Act *act;        /* borrowed */
} Waiting;

static Waiting *
waiting_new (EbbCareTab *self, Act *act)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->tab = g_object_ref (self);
  waiting->act = act;
  return waiting;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autofree Waiting *waiting = user;
  g_autoptr (EbbCareTab) self = waiting->tab;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  Act *act = waiting->act;

  if (id == NULL)
    ebb_window_toast (window, error->message);
  else if (act->goal_before != NULL || act->visit_before != NULL)
    ebb_window_toast_undo (window, act->text, G_CALLBACK (take_back), act);
  else
    ebb_window_toast (window, act->text);
  ebb_desk_tell_records (act->desk, act->patient_id);
}

/* Goals --------------------------------------------------------------------------------------- */

static const EbbGoal *
find_goal (const EbbCareEpisode *care, const char *id)
{
  for (guint i = 0; care != NULL && i < care->episode->goals->len; i++) {
    const EbbGoal *goal = g_ptr_array_index (care->episode->goals, i);

    if (g_strcmp0 (goal->id, id) == 0)
      return goal;
  }
  return NULL;
}

static void
reach (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbCareTab *self = EBB_CARE_TAB (widget);
  g_auto (GStrv) words = g_strsplit (g_variant_get_string (target, NULL), " ", 2);
  const EbbGoal *goal = find_goal (ebb_care_tab_find_episode (self, words[0]), words[1]);
  gboolean reached;
  EbbGoal *next;
  Act *act;

  if (goal == NULL)
    return;
  reached = goal->reached_on == NULL;
  next = goal_copy (goal);
  g_free (next->reached_on);
  next->reached_on = reached ? ebb_date_of_moment (ebb_clock_wall_unix_us ()) : NULL;
  act = act_new (self, reached ? _ ("Goal reached") : _ ("Goal open again"));
  act->episode_id = g_strdup (words[0]);
  act->goal_before = goal_copy (goal);
  ebb_store_put_goal_async (ebb_desk_get_store (self->scene.desk), words[0], next, on_written,
                            waiting_new (self, act));
}

/* Appointments -------------------------------------------------------------------------------- */

static const EbbAppointment *
find_visit (EbbCareTab *self, const char *id)
{
  for (guint i = 0; self->care != NULL && i < self->care->episodes->len; i++) {
    const EbbCareEpisode *care = g_ptr_array_index (self->care->episodes, i);

    for (guint j = 0; j < care->visits->len; j++) {
      const EbbAppointment *visit = g_ptr_array_index (care->visits, j);

      if (g_strcmp0 (visit->id, id) == 0)
        return visit;
    }
  }
  return NULL;
}

static void
attend (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbCareTab *self = EBB_CARE_TAB (widget);
  g_auto (GStrv) words = g_strsplit (g_variant_get_string (target, NULL), " ", 2);
  const EbbAppointment *visit = find_visit (self, words[0]);
  gboolean late = g_strcmp0 (words[1], EBB_VISIT_LATE) == 0;
  gboolean was_late;
  EbbAppointment *next;
  Act *act;

  if (visit == NULL)
    return;
  was_late = g_strcmp0 (visit->note, EBB_VISIT_LATE) == 0;
  next = visit_copy (visit);
  g_free (next->state);
  next->state = g_strdup (late ? "done" : words[1]);
  if (late || was_late) {
    g_free (next->note);
    next->note = late ? g_strdup (EBB_VISIT_LATE) : NULL;
  }
  act = act_new (self, ebb_visit_state_text (next, ebb_clock_wall_unix_us ()));
  act->visit_before = visit_copy (visit);
  ebb_store_attend_async (ebb_desk_get_store (self->scene.desk), next, on_written,
                          waiting_new (self, act));
}

/* Suggestions --------------------------------------------------------------------------------- */

/* "EPISODE EXERCISE RULE", found again. */
typedef struct {
  const EbbCareEpisode *care; /* NULL = not found */
  const EbbCareExercise *exercise;
  const EbbSuggestion *suggestion;
  guint number;             /* of the exercise */
  EbbProgressionList *list; /* owned */
  GPtrArray *all;           /* owned */
} Found;

static void
found_clear (Found *found)
{
  g_clear_pointer (&found->all, g_ptr_array_unref);
  g_clear_pointer (&found->list, ebb_progression_list_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static gboolean
find_suggestion (EbbCareTab *self, GVariant *target, Found *found)
{
  g_auto (GStrv) words = g_strsplit (g_variant_get_string (target, NULL), " ", 3);
  int rule = g_strv_length (words) == 3 ? ebb_rule_from_string (words[2]) : -1;

  found->care = ebb_care_tab_find_episode (self, words[0]);
  if (found->care == NULL || rule < 0)
    return FALSE;
  found->number = (guint) g_ascii_strtoull (words[1], NULL, 10);
  if (found->number >= found->care->exercises->len)
    return FALSE;
  found->exercise = g_ptr_array_index (found->care->exercises, found->number);
  found->list = ebb_progression_list_load_builtin (NULL);
  found->all = ebb_progression_judge (found->list, found->exercise->history);
  for (guint i = 0; i < found->all->len; i++) {
    const EbbSuggestion *suggestion = g_ptr_array_index (found->all, i);

    if (suggestion->rule == (EbbRule) rule)
      found->suggestion = suggestion;
  }
  return found->suggestion != NULL;
}

static const EbbPrescriptionRecord *
find_prescription (EbbCareTab *self, const EbbCareExercise *exercise)
{
  const GPtrArray *prescriptions = self->scene.file->prescriptions;

  for (guint i = 0; i < prescriptions->len; i++) {
    const EbbPrescriptionRecord *record = g_ptr_array_index (prescriptions, i);

    if (record->segment == exercise->segment && record->side == exercise->side
        && g_strcmp0 (record->exercise_id, exercise->exercise_id) == 0)
      return record;
  }
  return NULL;
}

/* The form that puts the answer into practice; NULL = there is none for it. */
static EbbPage *
make_next_page (EbbCareTab *self, const Found *found, double value)
{
  const EbbPrescriptionRecord *stands = find_prescription (self, found->exercise);
  g_autoptr (EbbPrescriptionRecord) next = NULL;
  g_autofree char *number = g_strdup_printf ("%u", found->number);

  if (found->suggestion->step == EBB_ADVANCE_RETEST)
    return ebb_care_form_page_new (self->scene.desk, &ebb_one_rm_form, self->scene.file->patient,
                                   self->care, found->care->episode->id, number);
  if (stands == NULL)
    return NULL;
  next = ebb_answer_prescription (found->suggestion->step, value, stands);
  return next != NULL
             ? ebb_prescription_page_new (self->scene.desk, self->scene.file->patient->id, next)
             : NULL;
}

static void
accept (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbCareTab *self = EBB_CARE_TAB (widget);
  g_auto (Found) found = { 0 };
  EbbCareAsk ask = { .operator_name = ebb_desk_get_operator (self->scene.desk),
                     .now_unix_us = ebb_clock_wall_unix_us () };
  EbbProgressChoice *choice;
  EbbPage *page;

  if (!find_suggestion (self, target, &found))
    return;
  ask.episode = found.care;
  choice = ebb_answer_make (&ask, found.exercise, found.suggestion, found.list, EBB_CHOICE_ACCEPTED,
                            NAN, NULL, NULL);
  page = make_next_page (self, &found, found.suggestion->to);
  ebb_store_put_choice_async (
      ebb_desk_get_store (self->scene.desk), choice, on_written,
      waiting_new (self, act_new (self, page != NULL ? _ ("Accepted: save the form to order it")
                                                     : _ ("Accepted"))));
  if (page != NULL)
    ebb_care_tab_open_page (self, page);
}

/* What the form of a changed suggestion leads to. */
typedef struct {
  EbbAdvance step;
  char *patient_id;              /* owned */
  EbbPrescriptionRecord *stands; /* owned */
} Next;

static void
next_free (gpointer data)
{
  Next *next = data;

  g_free (next->patient_id);
  ebb_prescription_record_free (next->stands);
  g_free (next);
}

static EbbPage *
make_changed (EbbDesk *desk, char *const *typed, gpointer data)
{
  const Next *next = data;
  double value = ebb_answer_value (typed);
  g_autoptr (EbbPrescriptionRecord) record =
      isnan (value) ? NULL : ebb_answer_prescription (next->step, value, next->stands);

  return record != NULL ? ebb_prescription_page_new (desk, next->patient_id, record) : NULL;
}

static void
open_answer (EbbCareTab *self, GVariant *target, EbbChoice choice)
{
  g_auto (Found) found = { 0 };
  g_autofree char *about = NULL;
  const EbbPrescriptionRecord *stands;
  EbbPage *page;

  if (!find_suggestion (self, target, &found))
    return;
  about = ebb_answer_about (found.number, found.suggestion->rule, choice);
  page = ebb_care_form_page_new (self->scene.desk, &ebb_answer_form, self->scene.file->patient,
                                 self->care, found.care->episode->id, about);
  stands = find_prescription (self, found.exercise);
  if (choice == EBB_CHOICE_CHANGED && stands != NULL) {
    Next *next = g_new0 (Next, 1);

    next->step = found.suggestion->step;
    next->patient_id = g_strdup (self->scene.file->patient->id);
    next->stands = ebb_prescription_record_copy (stands);
    ebb_care_form_page_set_next (EBB_CARE_FORM_PAGE (page), make_changed, next, next_free);
  }
  ebb_care_tab_open_page (self, page);
}

static void
change (GtkWidget *widget, const char *action, GVariant *target)
{
  open_answer (EBB_CARE_TAB (widget), target, EBB_CHOICE_CHANGED);
}

static void
decline (GtkWidget *widget, const char *action, GVariant *target)
{
  open_answer (EBB_CARE_TAB (widget), target, EBB_CHOICE_DECLINED);
}

void
ebb_care_tab_install_acts (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "care.reach", "s", reach);
  gtk_widget_class_install_action (widget_class, "care.attend", "s", attend);
  gtk_widget_class_install_action (widget_class, "care.accept", "s", accept);
  gtk_widget_class_install_action (widget_class, "care.change", "s", change);
  gtk_widget_class_install_action (widget_class, "care.decline", "s", decline);
}
