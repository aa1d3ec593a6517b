/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-start-text.h"

#include "ebb-defined.h"
#include "ebb-format.h"
#include "ebb-occlusion-clock.h"
#include "ebb-patient-text.h"
#include "ebb-preconditioning.h"

#include <glib/gi18n-lib.h>

static char *
share_to_text (const EbbTarget *target, const EbbPrescription *prescription)
{
  g_autofree char *percent = NULL, *lop = NULL;

  if (target->percent_lop <= 0)
    return g_strdup (_ ("% of LOP unknown: none was measured on this limb"));
  percent = ebb_format_percent (target->percent_lop);
  if (target->percent_is_estimate) {
    lop = ebb_format_mmhg (prescription->lop_estimate);
    return g_strdup_printf (_ ("about %s of an estimated LOP of %s"), percent, lop);
  }
  lop = ebb_format_mmhg (prescription->lop);
  return g_strdup_printf (_ ("%s of LOP %s"), percent, lop);
}

static char *
clamps_to_text (const EbbTarget *target)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < target->n_clamps; i++) {
    g_autofree char *line = ebb_clamp_to_text (target->clamps[i], target->clamp_limits[i]);
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
  }
  return g_string_free (text, FALSE);
}

static char *
cuff_to_text (const EbbBoutOptions *bout)
{
  g_autofree char *width = NULL;

  if (bout->cuff_width_cm <= 0)
    return g_strdup (bout->cuff_name != NULL ? bout->cuff_name : _ ("Cuff not named"));
  width = g_strdup_printf (_ ("%g cm wide"), bout->cuff_width_cm);
  return ebb_join_facts (bout->cuff_name, width, bout->hand_bulb ? _ ("hand bulb") : "", NULL);
}

static char *
exercise_to_text (const EbbStart *start, const EbbBoutOptions *bout)
{
  g_autofree char *load = ebb_format_kg (bout->load_kg);

  if (*load == '\0')
    return g_strdup (ebb_defined (start->exercise->name));
  return g_strdup_printf ("%s, %s", ebb_defined (start->exercise->name), load);
}

static char *
limits_to_text (const EbbStart *start, const EbbPlan *plan)
{
  gint64 limit_us = ebb_occlusion_limit (plan->segment);
  gint64 inflated_ms = ebb_plan_inflated_ms (plan);
  gint64 at_a_time_ms = ebb_plan_continuous_ms (plan, 0);
  g_autofree char *planned = ebb_format_clock (inflated_ms * 1000);
  g_autofree char *at_a_time = ebb_format_clock (at_a_time_ms * 1000);
  g_autofree char *limit = ebb_format_clock (limit_us);
  g_autofree char *today = ebb_format_clock (start->history.day_us);

  /* The limit is one at a time: a relief of a minute and more starts it anew. */
  if (at_a_time_ms < inflated_ms)
    return g_strdup_printf (_ ("Cuff tight for about %s, %s at a time, limit %s; today so far %s"),
                            planned, at_a_time, limit, today);
  return g_strdup_printf (_ ("Cuff tight for about %s, limit %s; today so far %s"), planned, limit,
                          today);
}

static void
fill_empty (EbbStartText *text)
{
  char **texts[] = { &text->limb,     &text->target, &text->share, &text->clamps, &text->cuff,
                     &text->exercise, &text->set_up, &text->plan,  &text->limits, &text->line };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*texts[i] == NULL)
      *texts[i] = g_strdup ("");
}

static gboolean
make_numbers (EbbStartText *text, const EbbStart *start, const EbbBoutOptions *bout, GError **error)
{
  EbbTarget target = { 0 };
  EbbPlan plan;

  if (!ebb_training_resolve (&bout->rules, start->protocol, &bout->prescription, &target, error))
    return FALSE;
  text->target = ebb_format_mmhg_number (target.target);
  text->share = share_to_text (&target, &bout->prescription);
  text->clamps = clamps_to_text (&target);
  if (!ebb_plan_make_by (&bout->rules, start->protocol, start->exercise, &bout->prescription,
                         &target, bout->n_sets, &plan, error))
    return FALSE;
  text->plan = ebb_plan_to_text (&plan);
  text->limits = limits_to_text (start, &plan);
  return TRUE;
}

gboolean
ebb_start_text_make (EbbStartText *text, const EbbStart *start, const EbbBoutOptions *bout,
                     GError **error)
{
  g_autofree char *limb = ebb_format_limb (bout->prescription.segment, bout->prescription.side);
  g_autofree char *title =
      ebb_format_limb_title (bout->prescription.segment, bout->prescription.side);
  const char *posture = ebb_posture_to_text (start->exercise->posture);
  gboolean ok;

  *text = (EbbStartText){ 0 };
  text->limb = g_utf8_strup (limb, -1);
  text->cuff = cuff_to_text (bout);
  text->exercise = exercise_to_text (start, bout);
  text->set_up = ebb_join_facts (posture, ebb_defined (start->exercise->set_up), NULL);
  ok = make_numbers (text, start, bout, error);
  if (ok)
    text->line = g_strdup_printf (_ ("%s · %s mmHg · %s · %s"), title, text->target, text->exercise,
                                  text->plan);
  fill_empty (text);
  return ok;
}

void
ebb_start_text_clear (EbbStartText *text)
{
  char *texts[] = { text->limb,     text->target, text->share, text->clamps, text->cuff,
                    text->exercise, text->set_up, text->plan,  text->limits, text->line };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  *text = (EbbStartText){ 0 };
}
