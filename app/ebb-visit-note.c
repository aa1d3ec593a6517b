/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-visit-note.h"

#include "ebb-defined.h"
#include "ebb-summary.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void line (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
line (GString *text, const char *format, ...)
{
  va_list args;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

/* "60 kg", "not known". */
static char *
number_or_unknown (double value, const char *unit)
{
  return isnan (value) || value < 0 ? g_strdup (_ ("not known"))
                                    : g_strdup_printf ("%g %s", value, unit);
}

static void
add_check (GString *text, const EbbCheck *check)
{
  const char *words = check->text != NULL ? check->text : "";
  const char *gap = check->text != NULL ? " " : "";

  if (g_strcmp0 (check->kind, "bp") == 0)
    line (text, _ ("Blood pressure %.0f/%.0f mmHg.%s%s"), check->value, check->second, gap, words);
  else if (g_strcmp0 (check->kind, "heart-rate") == 0)
    line (text, _ ("Heart rate %.0f a minute.%s%s"), check->value, gap, words);
  else if (g_strcmp0 (check->kind, "pain") == 0)
    line (text, _ ("Pain at rest %g of 10.%s%s"), check->value, gap, words);
  else if (g_strcmp0 (check->kind, "skin") == 0)
    line (text, _ ("Skin: %s"), check->text != NULL ? check->text : _ ("without a remark"));
  else if (g_strcmp0 (check->kind, "after") == 0)
    line (text, _ ("Limb afterwards: %s"), check->text != NULL ? check->text : _ ("not known"));
}

/* What the template asks for is named also when nobody took it. */
static void
add_checks (GString *text, GPtrArray *checks)
{
  static const char *const kinds[] = { "bp", "heart-rate", "skin" };
  static const char *const missing[] = { N_ ("Blood pressure: not taken."),
                                         N_ ("Heart rate: not taken."),
                                         N_ ("Skin: not looked at.") };

  for (guint i = 0; i < checks->len; i++)
    add_check (text, g_ptr_array_index (checks, i));
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
    gboolean taken = FALSE;

    for (guint i = 0; i < checks->len; i++)
      taken =
          taken || g_strcmp0 (((EbbCheck *) g_ptr_array_index (checks, i))->kind, kinds[k]) == 0;
    if (!taken)
      line (text, "%s", _ (missing[k]));
  }
}

static void
add_outcomes (GString *text, GPtrArray *outcomes, const EbbMeasureList *measures)
{
  for (guint i = 0; outcomes != NULL && i < outcomes->len; i++) {
    const EbbOutcome *outcome = g_ptr_array_index (outcomes, i);
    const EbbMeasureDefinition *measure = ebb_measure_list_find (measures, outcome->measure, NULL);
    const char *side = outcome->side == EBB_SIDE_LEFT    ? _ (", left")
                       : outcome->side == EBB_SIDE_RIGHT ? _ (", right")
                                                         : "";

    line (text, "%s%s: %g %s", measure != NULL ? measure->name : outcome->measure, side,
          outcome->value, measure != NULL ? measure->unit : "");
  }
}

static void
add_limb (GString *text, const EbbLimbRecord *limb)
{
  g_autofree char *target = ebb_pressure_to_text (limb->target);
  g_autofree char *lop = ebb_pressure_to_text (limb->lop);
  g_autofree char *percent = limb->percent_lop > 0
                                 ? g_strdup_printf (_ ("%.0f %% of LOP"), limb->percent_lop)
                                 : g_strdup (_ ("% of LOP not known"));

  line (
      text, _ ("Cuff %s, %g cm, on the %s %s: %s, %s (LOP %s); under pressure %.0f min %02.0f s."),
      limb->cuff_name, limb->cuff_width_cm, limb->side == EBB_SIDE_LEFT ? _ ("left") : _ ("right"),
      ebb_segment_to_text (limb->segment), target, percent, lop,
      floor (limb->occlusion_time_s / 60), fmod (floor (limb->occlusion_time_s), 60));
}

static void
add_set (GString *text, const EbbSetSummary *set)
{
  g_autofree char *load = number_or_unknown (set->load_kg, "kg");
  g_autofree char *exertion = number_or_unknown (set->exertion, _ ("of 10"));
  g_autofree char *pain = number_or_unknown (set->pain, _ ("of 10"));

  line (text, _ ("Set %u: %u of %u–%u repetitions, load %s, exertion %s, pain %s, ended: %s."),
        set->number, set->reps, set->reps_min, set->reps_max, load, exertion, pain,
        set->end_reason != NULL ? set->end_reason : _ ("not known"));
}

static void
add_bout (GString *text, const EbbBoutSummary *bout)
{
  line (text, "%s:", ebb_defined (bout->bout->exercise_name));
  for (guint i = 0; i < bout->bout->limbs->len; i++)
    add_limb (text, ((EbbLimbFile *) g_ptr_array_index (bout->bout->limbs, i))->limb);
  for (guint i = 0; i < bout->n_sets; i++)
    add_set (text, &bout->sets[i]);
}

static void
add_adverse (GString *text, GPtrArray *events)
{
  if (events->len == 0)
    line (text, "%s", _ ("No adverse event recorded."));
  for (guint i = 0; i < events->len; i++) {
    const EbbAdverseEvent *event = g_ptr_array_index (events, i);

    line (text, _ ("Adverse event: %s%s%s"), event->kind, event->text != NULL ? ", " : "",
          event->text != NULL ? event->text : "");
  }
}

char *
ebb_visit_objective (const EbbSessionFile *file, GPtrArray *outcomes,
                     const EbbMeasureList *measures)
{
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  g_autoptr (GString) text = g_string_new (NULL);

  add_checks (text, file->checks);
  add_outcomes (text, outcomes, measures);
  for (guint i = 0; i < summary->n_bouts; i++)
    add_bout (text, &summary->bouts[i]);
  line (text, _ ("Session: %s (%s)."), ebb_end_state_to_text (file->session->state),
        ebb_reason_to_text (file->session->state_code));
  add_adverse (text, file->adverse);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "15/15/13", "5:00/4:30". */
static char *
join_reps (const EbbBoutSummary *bout)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < bout->n_sets; i++) {
    const EbbSetSummary *set = &bout->sets[i];
    long worked_s = isnan (set->worked_s) ? 0 : lround (set->worked_s);

    g_string_append (text, i > 0 ? "/" : "");
    if (set->to_work_s == 0)
      g_string_append_printf (text, "%u", set->reps);
    else
      g_string_append_printf (text, "%ld:%02ld", worked_s / 60, worked_s % 60);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
why_stopped (const EbbSessionFile *file, const EbbBoutSummary *bout)
{
  const EbbSetSummary *last = &bout->sets[bout->n_sets - 1];

  if (file->session->state == EBB_STATE_STOPPED_BY_SAFETY
      || file->session->state == EBB_STATE_INTERRUPTED)
    return ebb_reason_to_text (file->session->state_code);
  if (g_strcmp0 (last->end_reason, "failure") == 0)
    return _ ("to failure");
  if (g_strcmp0 (last->end_reason, "pain") == 0)
    return last->cuff > 0 ? _ ("stopped for cuff pain") : _ ("stopped for pain");
  if (g_strcmp0 (last->end_reason, "dizziness") == 0)
    return _ ("stopped for dizziness");
  if (g_strcmp0 (last->end_reason, "form") == 0)
    return _ ("stopped because form was lost");
  if (g_strcmp0 (last->end_reason, "done") == 0 && file->session->state == EBB_STATE_COMPLETED)
    return NULL;
  return file->session->state == EBB_STATE_COMPLETED ? NULL
                                                     : ebb_end_state_to_text (file->session->state);
}

static const char *
short_unit (EbbAdvance step)
{
  switch (step) {
  case EBB_ADVANCE_PRESSURE:
    return "%";
  case EBB_ADVANCE_LOAD:
    return "kg";
  case EBB_ADVANCE_SETS:
    return _ ("sets");
  case EBB_ADVANCE_REPS:
    return _ ("repetitions");
  case EBB_ADVANCE_CYCLES:
    return _ ("cycles");
  case EBB_ADVANCE_REST:
    return _ ("s of rest");
  case EBB_ADVANCE_TIME:
    return _ ("s of work");
  default:
    return "";
  }
}

char *
ebb_visit_handover (const EbbSessionFile *file, const EbbSuggestion *suggestion)
{
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  const EbbBoutSummary *bout = summary->n_bouts > 0 ? &summary->bouts[summary->n_bouts - 1] : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *reps = NULL;
  const char *why;

  if (bout == NULL || bout->n_sets == 0)
    return NULL;

  reps = join_reps (bout);
  why = why_stopped (file, bout);
  g_string_append (text, ebb_defined (bout->bout->exercise_name));
  if (bout->sets[bout->n_sets - 1].load_kg > 0)
    g_string_append_printf (text, " %g kg", bout->sets[bout->n_sets - 1].load_kg);
  g_string_append_printf (text, " %s", reps);
  if (why != NULL)
    g_string_append_printf (text, ", %s", why);
  if (suggestion == NULL || suggestion->step == EBB_ADVANCE_RETEST)
    return g_string_free (g_steal_pointer (&text), FALSE);

  if (isnan (suggestion->to))
    g_string_append_printf (text, "; %s", suggestion->text);
  else
    g_string_append_printf (text, _ ("; try %g %s"), suggestion->to, short_unit (suggestion->step));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
