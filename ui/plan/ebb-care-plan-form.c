/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan: phase, how often, how many visits.  And the end of it: the discharge.
 */
#include "ebb-care-form.h"
#include "ebb-date-text.h"
#include "ebb-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As data/store checks them. */
#define PER_WEEK_MAX 14
#define VISITS_MAX   500

enum { PHASE, PER_WEEK, PLANNED, AUTHORISED, FROM_ON, N_FIELDS };

static const EbbCareField fields[] = {
  [PHASE] = { N_ ("Phase"), N_ ("Early strength, weeks 2 to 6"), EBB_CARE_INPUT_LINE, TRUE },
  [PER_WEEK] = { N_ ("Visits per week"), "2", EBB_CARE_INPUT_LINE, FALSE },
  [PLANNED] = { N_ ("Visits planned"), "24", EBB_CARE_INPUT_LINE, FALSE },
  [AUTHORISED] = { N_ ("Visits authorised by the payer"), NULL, EBB_CARE_INPUT_LINE, FALSE },
  [FROM_ON] = { N_ ("From"), N_ ("2 Jun 2026"), EBB_CARE_INPUT_LINE, FALSE },
};

static char *
count_text (guint count)
{
  return count > 0 ? g_strdup_printf ("%u", count) : NULL;
}

static char *
today_text (const EbbCareAsk *ask)
{
  g_autofree char *today = ebb_date_of_moment (ask->now_unix_us);

  return ebb_format_date_short (today);
}

static void
begin (const EbbCareAsk *ask, char **typed)
{
  const EbbCarePlan *plan = &ask->episode->episode->plan;

  typed[PHASE] = g_strdup (plan->phase);
  typed[PER_WEEK] = count_text (plan->visits_per_week);
  typed[PLANNED] = count_text (plan->visits_planned);
  typed[AUTHORISED] = count_text (plan->visits_authorised);
  typed[FROM_ON] = today_text (ask);
}

static void
judge (const EbbCareAsk *ask, char *const *typed, EbbCareJudged *judged)
{
  const EbbCareForm *form = &ebb_care_plan_form;
  guint per_week = ebb_care_read_count (form, PER_WEEK, typed[PER_WEEK], 1, PER_WEEK_MAX, judged);
  guint planned = ebb_care_read_count (form, PLANNED, typed[PLANNED], 1, VISITS_MAX, judged);
  guint authorised =
      ebb_care_read_count (form, AUTHORISED, typed[AUTHORISED], 1, VISITS_MAX, judged);
  g_autofree char *from_on = ebb_care_read_date (form, FROM_ON, ask, typed[FROM_ON], TRUE, judged);
  EbbEpisode *record;

  if (typed[PHASE] == NULL && typed[PER_WEEK] == NULL && typed[PLANNED] == NULL
      && typed[AUTHORISED] == NULL)
    judged->error[PLANNED] = g_strdup (_ ("Visits planned: missing; one of the four is needed"));
  if (!ebb_care_judged_is_fine (judged))
    return;
  if (planned > authorised && authorised > 0)
    judged->note[AUTHORISED] = g_strdup_printf (_ ("fewer than the %u planned"), planned);
  record = g_new0 (EbbEpisode, 1);
  record->id = g_strdup (ask->episode->episode->id);
  record->plan.phase = g_strdup (typed[PHASE]);
  record->plan.visits_per_week = per_week;
  record->plan.visits_planned = planned;
  record->plan.visits_authorised = authorised;
  record->plan.from_on = g_steal_pointer (&from_on);
  judged->record = record;
  judged->free_record = (GDestroyNotify) ebb_episode_free;
}

static void
store_record (EbbStore *store, const EbbCareAsk *ask, gpointer record, GAsyncReadyCallback callback,
              gpointer user)
{
  ebb_store_put_plan_async (store, record, callback, user);
}

const EbbCareForm ebb_care_plan_form = {
  .name = "care-plan",
  .title = N_ ("Plan"),
  .save = N_ ("Save plan"),
  .done = N_ ("The plan is on file"),
  .n_fields = N_FIELDS,
  .fields = fields,
  .begin = begin,
  .judge = judge,
  .store = store_record,
};

/* Discharge ----------------------------------------------------------------------------------- */

enum { REASON, DETAILS, DISCHARGED_ON, N_DISCHARGE_FIELDS };

static const EbbCareField discharge_fields[] = {
  [REASON] = { N_ ("Reason of the discharge"), NULL, EBB_CARE_INPUT_CHOICE, TRUE },
  [DETAILS] = { N_ ("Details"), NULL, EBB_CARE_INPUT_LINE, TRUE },
  [DISCHARGED_ON] = { N_ ("Date of the discharge"), N_ ("2 Jun 2026"), EBB_CARE_INPUT_LINE, FALSE },
};

static const struct {
  const char *word, *title;
} reasons[] = {
  { "reached", N_ ("Goals reached") },
  { "independent", N_ ("Continues independently") },
  { "plateau", N_ ("No further progress") },
  { "visits", N_ ("Visits used up") },
  { "patient", N_ ("The patient's wish") },
  { "medical", N_ ("Medical reason") },
  { "other", N_ ("Other") },
};

static GPtrArray *
list_reasons (const EbbCareAsk *ask, guint field)
{
  GPtrArray *options = ebb_options_new ();

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    ebb_option_add (options, reasons[i].word, _ (reasons[i].title), NULL);
  return options;
}

static void
begin_discharge (const EbbCareAsk *ask, char **typed)
{
  typed[DISCHARGED_ON] = today_text (ask);
}

static char *
reason_text (const char *word, const char *details)
{
  const char *title = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].word, word) == 0)
      title = _ (reasons[i].title);
  if (details == NULL)
    return g_strdup (title);
  return g_strcmp0 (word, "other") == 0 ? g_strdup (details)
                                        : g_strdup_printf ("%s: %s", title, details);
}

static void
judge_discharge (const EbbCareAsk *ask, char *const *typed, EbbCareJudged *judged)
{
  g_autofree char *today = ebb_date_of_moment (ask->now_unix_us);
  g_autofree char *on = ebb_care_read_date (&ebb_discharge_form, DISCHARGED_ON, ask,
                                            typed[DISCHARGED_ON], TRUE, judged);
  EbbEpisode *record;

  if (typed[REASON] == NULL)
    judged->error[REASON] = g_strdup (_ ("Reason of the discharge: choose one"));
  if (g_strcmp0 (typed[REASON], "other") == 0)
    ebb_care_need (&ebb_discharge_form, DETAILS, typed[DETAILS], judged);
  if (on != NULL && strcmp (on, today) > 0)
    judged->error[DISCHARGED_ON] = g_strdup_printf (
        _ ("Date of the discharge: %s lies in the future"), judged->note[DISCHARGED_ON]);
  if (!ask->episode->due.has_discharge_measures)
    judged->said = g_strdup (_ ("No outcome measures at discharge yet. They stay due afterwards."));
  if (!ebb_care_judged_is_fine (judged))
    return;
  record = g_new0 (EbbEpisode, 1);
  record->id = g_strdup (ask->episode->episode->id);
  record->discharge_reason = reason_text (typed[REASON], typed[DETAILS]);
  record->discharged_on = g_steal_pointer (&on);
  judged->record = record;
  judged->free_record = (GDestroyNotify) ebb_episode_free;
}

static void
store_discharge (EbbStore *store, const EbbCareAsk *ask, gpointer record,
                 GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_discharge_async (store, record, callback, user);
}

const EbbCareForm ebb_discharge_form = {
  .name = "discharge",
  .title = N_ ("Discharge"),
  .save = N_ ("Discharge"),
  .done = N_ ("The episode is closed"),
  .n_fields = N_DISCHARGE_FIELDS,
  .fields = discharge_fields,
  .options = list_reasons,
  .begin = begin_discharge,
  .judge = judge_discharge,
  .store = store_discharge,
};
