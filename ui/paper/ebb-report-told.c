/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-report-told.h"

#include "ebb-defined.h"
#include "ebb-format.h"
#include "ebb-report-type.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DASH           "–"
#define EXERCISE_CHARS 60
#define SAME_LOAD_KG   0.005
#define RATING_MAX     10

/* Below the minutes that were worked: "of 25 min ordered, in 5 sets of lying still". */
static char *
told_time (const EbbSummary *summary, const char *sets, const char *exercises)
{
  guint to_work_s = 0;
  for (guint i = 0; i < summary->n_bouts; i++)
    to_work_s += summary->bouts[i].to_work_s;
  g_autofree char *ordered = ebb_format_minutes (to_work_s);
  return g_strdup_printf (_ ("of %s ordered, %s of %s"), ordered, sets, exercises);
}

char *
ebb_told_repetitions (const EbbSummary *summary, const char *exercises)
{
  g_autofree char *sets = g_strdup_printf (ngettext ("in %u set", "in %u sets", summary->sets_done),
                                           summary->sets_done);
  const char *word = ngettext ("repetition", "repetitions", summary->reps);
  if (summary->reps == 0 && summary->worked_s > 0)
    return told_time (summary, sets, exercises);
  if (summary->sets_done == 0)
    return *exercises == '\0' ? g_strdup (word) : g_strdup_printf (_ ("%s of %s"), word, exercises);
  /* Translators: "repetitions" "in 3 sets" of "short-arc quad". */
  return g_strdup_printf (_ ("%s %s of %s"), word, sets, exercises);
}

/* An exercise of the library that knows no weight; strangers may have had one. */
static gboolean
is_without_weight (const EbbSummary *summary)
{
  if (summary->n_bouts == 0)
    return FALSE;
  const EbbBoutFile *bout = summary->bouts[summary->n_bouts - 1].bout;
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (bout->bout->exercise_id, NULL);
  return exercise != NULL && exercise->load_step_kg == 0;
}

char *
ebb_told_load (const EbbSummary *summary)
{
  if (summary->load_kg > 0)
    return ebb_format_kg (summary->load_kg);
  if (summary->load_kg == 0 || is_without_weight (summary))
    return g_strdup (_ ("No weight"));
  return g_strdup (DASH);
}

char *
ebb_told_load_change (const EbbSummary *summary)
{
  double change_kg = summary->load_change_kg;
  if (summary->load_kg < 0)
    return g_strdup (is_without_weight (summary) ? _ ("your own muscle only")
                                                 : _ ("weight was not noted"));
  if (isnan (change_kg))
    return g_strdup (summary->load_kg > 0 ? _ ("weight") : _ ("your own muscle only"));
  if (fabs (change_kg) < SAME_LOAD_KG)
    return g_strdup (summary->load_kg > 0 ? _ ("weight, the same as last time")
                                          : _ ("the same as last time"));
  g_autofree char *amount = ebb_format_kg (fabs (change_kg));
  return g_strdup_printf (change_kg > 0 ? _ ("weight, %s more than last time")
                                        : _ ("weight, %s less than last time"),
                          amount);
}

char *
ebb_told_tight (const EbbSummary *summary)
{
  return summary->occlusion_s > 0 ? ebb_format_minutes (summary->occlusion_s) : g_strdup (DASH);
}

char *
ebb_told_end (const EbbSessionFile *file)
{
  const char *reason = ebb_reason_to_text (file->session->state_code);
  switch (file->session->state) {
  case EBB_STATE_COMPLETED:
    return NULL;
  case EBB_STATE_STOPPED_BY_USER:
    return g_strdup (_ ("The training was stopped before its end."));
  case EBB_STATE_STOPPED_BY_SAFETY:
    return g_strdup_printf (_ ("The training was stopped early to keep you safe: %s."), reason);
  case EBB_STATE_INTERRUPTED:
    return g_strdup_printf (_ ("The training was interrupted before its end: %s."), reason);
  case EBB_STATE_OPEN:
    return g_strdup (_ ("The training is not finished yet."));
  }
  return g_strdup (_ ("How the training ended is not known."));
}

static char *
hold_result (const EbbSummary *summary)
{
  if (summary->reps_timed == 0)
    return g_strdup (_ ("How long you held was not measured."));
  /* Translators: 44 of 47 contractions. */
  return g_strdup_printf (ngettext ("%u of %u did.", "%u of %u did.", summary->reps_timed),
                          summary->reps_held, summary->reps_timed);
}

char *
ebb_told_hold (const EbbSummary *summary)
{
  if (summary->hold_ordered_s <= 0 || summary->reps == 0)
    return NULL;
  g_autofree char *result = hold_result (summary);
  gulong seconds = (gulong) round (summary->hold_ordered_s);
  g_autofree char *aim =
      g_strdup_printf (ngettext ("The aim was to hold each contraction for %lu second",
                                 "The aim was to hold each contraction for %lu seconds", seconds),
                       seconds);
  return g_strdup_printf (summary->reps_timed > 0 ? "%s: %s" : "%s. %s", aim, result);
}

char *
ebb_told_ratings (const EbbSummary *summary)
{
  gboolean has_effort = !isnan (summary->exertion), has_pain = !isnan (summary->pain);
  if (has_effort && has_pain)
    return g_strdup_printf (_ ("You rated the effort %.3g and the pain %.3g out of %d."),
                            summary->exertion, summary->pain, RATING_MAX);
  if (has_effort)
    return g_strdup_printf (_ ("You rated the effort %.3g out of %d."), summary->exertion,
                            RATING_MAX);
  if (has_pain)
    return g_strdup_printf (_ ("You rated the pain %.3g out of %d."), summary->pain, RATING_MAX);
  return NULL;
}

static gboolean
has_limb_override (const EbbSessionFile *file)
{
  for (guint i = 0; i < file->bouts->len; i++) {
    const EbbBoutFile *bout = g_ptr_array_index (file->bouts, i);
    for (guint j = 0; j < bout->limbs->len; j++) {
      const EbbLimbFile *limb = g_ptr_array_index (bout->limbs, j);
      if (limb->limb->override_reason != NULL)
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
has_event (const EbbSessionFile *file, const char *code)
{
  for (guint i = 0; i < file->events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (file->events, i);
    if (g_strcmp0 (event->code, code) == 0)
      return TRUE;
  }
  return FALSE;
}

/* The reasons themselves are the therapist's words and may hold numbers: they stand on the
 * clinician's pages. */
char *
ebb_told_overrides (const EbbSessionFile *file)
{
  gboolean limb = has_limb_override (file), rest = has_event (file, "reperfusion-override");
  const char *first =
      _ ("Your therapist set the cuff differently from the usual rule and noted the "
         "reason. You may ask for it.");
  const char *second = _ ("The break before the cuff was tightened again was shorter than usual; "
                          "your therapist noted the reason.");
  if (limb && rest)
    return g_strjoin (" ", first, second, NULL);
  return limb || rest ? g_strdup (limb ? first : second) : NULL;
}

char *
ebb_told_exercises (const EbbSessionFile *file)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < file->bouts->len; i++) {
    const EbbBoutFile *bout = g_ptr_array_index (file->bouts, i);
    const char *name = bout->exercise_name != NULL ? bout->exercise_name : bout->bout->exercise_id;
    g_autofree char *clean = ebb_type_clean (ebb_defined (name), EXERCISE_CHARS);
    if (*clean != '\0' && !g_ptr_array_find_with_equal_func (names, clean, g_str_equal, NULL))
      g_ptr_array_add (names, g_steal_pointer (&clean));
  }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

EbbToldLimb
ebb_told_limb (const EbbSessionFile *file)
{
  gboolean arm = FALSE, leg = FALSE;
  for (guint i = 0; i < file->bouts->len; i++) {
    const EbbBoutFile *bout = g_ptr_array_index (file->bouts, i);
    for (guint j = 0; j < bout->limbs->len; j++) {
      const EbbLimbFile *limb = g_ptr_array_index (bout->limbs, j);
      arm |= limb->limb->segment == EBB_SEGMENT_ARM;
      leg |= limb->limb->segment != EBB_SEGMENT_ARM;
    }
  }
  if (arm == leg)
    return EBB_TOLD_BOTH; /* none on record: say both */
  return arm ? EBB_TOLD_ARM : EBB_TOLD_LEG;
}
