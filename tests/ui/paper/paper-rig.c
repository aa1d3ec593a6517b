/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "paper-rig.h"

#include <math.h>

#define S_US      G_USEC_PER_SEC
#define STEP_US   50000
#define REP_US    (7 * S_US)
#define REST_S    30
#define TARGET    CUFF_MMHG (114)
#define STARTED_S G_GINT64_CONSTANT (1795344120) /* 22 November 2026, 10:42 UTC */
#define VISIT_S   G_GINT64_CONSTANT (1795685400) /* 26 November 2026, 09:30 UTC */

void
paper_rig_set (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static EbbSetFile *
set_new (guint number, guint n_reps, gint64 start_us)
{
  EbbSetFile *set = g_new0 (EbbSetFile, 1);
  set->set = g_new0 (EbbSetRecord, 1);
  set->set->id = g_strdup_printf ("set-%u", number);
  set->set->number = number;
  set->set->reps_min = 15;
  set->set->reps_max = 20;
  set->set->reps_counted = n_reps;
  set->set->load_kg = 2;
  set->set->started_us = start_us;
  set->set->ended_us = start_us + n_reps * REP_US;
  set->set->rest_s_ordered = REST_S;
  set->set->end_reason = g_strdup ("done");
  set->reps = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_rep_record_free);
  set->ratings = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_rating_free);
  return set;
}

static EbbRepRecord *
rep_new (guint number, guint hold_ms, gint64 start_us)
{
  EbbRepRecord *rep = g_new0 (EbbRepRecord, 1);
  rep->number = number;
  rep->rep = (CuffRep){ .start_us = start_us,
                        .peak_us = start_us + 3 * S_US,
                        .end_us = start_us + 6 * S_US,
                        .hold_ms = hold_ms,
                        .amplitude = CUFF_MMHG (9),
                        .confidence_percent = 95,
                        .source = CUFF_REP_WAVE };
  return rep;
}

void
paper_rig_add_set (EbbBoutFile *bout, guint n_reps, guint hold_ms, gint64 start_us)
{
  EbbSetFile *set = set_new (bout->sets->len + 1, n_reps, start_us);
  for (guint i = 0; i < n_reps; i++)
    g_ptr_array_add (set->reps, rep_new (i + 1, hold_ms, start_us + i * REP_US));
  g_ptr_array_add (bout->sets, set);
}

void
paper_rig_add_rating (EbbBoutFile *bout, guint set, const char *scale, double value)
{
  EbbSetFile *file = g_ptr_array_index (bout->sets, set - 1);
  EbbRating *rating = g_new0 (EbbRating, 1);
  rating->set = set;
  rating->scale = g_strdup (scale);
  rating->value = value;
  g_ptr_array_add (file->ratings, rating);
}

void
paper_rig_add_event (EbbSessionFile *file, gint64 t_us, const char *code, int number,
                     const char *text)
{
  EbbEventRecord *event = g_new0 (EbbEventRecord, 1);
  event->t_us = t_us;
  event->code = g_strdup (code);
  event->number = number;
  event->text = g_strdup (text);
  event->pressure = CUFF_PRESSURE_UNSET;
  g_ptr_array_add (file->events, event);
}

EbbBoutFile *
paper_rig_get_bout (EbbSessionFile *file, guint index)
{
  return g_ptr_array_index (file->bouts, index);
}

EbbLimbRecord *
paper_rig_get_limb (EbbSessionFile *file)
{
  EbbLimbFile *limb = g_ptr_array_index (paper_rig_get_bout (file, 0)->limbs, 0);
  return limb->limb;
}

/* The cuff's pressure while the limb does what the sets say. */
static CuffPressure
pressure_at (const EbbBoutFile *bout, gint64 t_us)
{
  double mmhg = 114 + 1.2 * sin ((double) t_us / 3.1e5);
  for (guint i = 0; i < bout->sets->len; i++) {
    const EbbSetFile *set = g_ptr_array_index (bout->sets, i);
    if (t_us < set->set->started_us || t_us >= set->set->ended_us)
      continue;
    double part = (double) ((t_us - set->set->started_us) % REP_US) / REP_US;
    mmhg += part < 0.82 ? 8 * MIN (part / 0.12, 1) : -5;
  }
  gint64 ends_us = bout->bout->ended_us;
  mmhg *= CLAMP ((double) (t_us - bout->bout->started_us) / (5.0 * S_US), 0, 1);
  mmhg *= CLAMP ((double) (ends_us - t_us) / (3.0 * S_US), 0, 1);
  return cuff_pressure_from_mmhg (mmhg);
}

static void
add_samples (EbbBoutFile *bout, EbbLimbFile *limb)
{
  for (gint64 t_us = bout->bout->started_us; t_us <= bout->bout->ended_us; t_us += STEP_US) {
    EbbSample sample = { .t_us = t_us,
                         .pressure = pressure_at (bout, t_us),
                         .pressure_second = CUFF_PRESSURE_UNSET };
    g_array_append_val (limb->samples, sample);
  }
}

static EbbLimbFile *
limb_new (void)
{
  EbbLimbFile *limb = g_new0 (EbbLimbFile, 1);
  limb->limb = g_new0 (EbbLimbRecord, 1);
  limb->limb->segment = EBB_SEGMENT_THIGH;
  limb->limb->side = EBB_SIDE_LEFT;
  limb->limb->cuff_name = g_strdup ("Practice thigh cuff");
  limb->limb->cuff_width_cm = 13.5;
  limb->limb->method = EBB_METHOD_PERCENT_LOP;
  limb->limb->target = TARGET;
  limb->limb->lop = CUFF_MMHG (190);
  limb->limb->percent_lop = 60;
  limb->limb->clamps = g_new0 (char *, 1);
  limb->limb->occlusion_time_s = 470;
  limb->samples = g_array_new (FALSE, FALSE, sizeof (EbbSample));
  return limb;
}

static EbbBoutFile *
bout_new (void)
{
  EbbBoutFile *bout = g_new0 (EbbBoutFile, 1);
  bout->bout = g_new0 (EbbBoutRecord, 1);
  bout->bout->number = 1;
  bout->bout->exercise_id = g_strdup ("short-arc-quad");
  bout->bout->posture = EBB_POSTURE_SUPINE;
  bout->bout->protocol_id = g_strdup ("classic-short-arc-quad");
  bout->bout->protocol_name = g_strdup ("Classic short-arc quad");
  bout->bout->protocol_version = 1;
  bout->bout->state = EBB_STATE_COMPLETED;
  bout->bout->state_code = CUFF_REASON_PLAN_DONE;
  bout->exercise_name = g_strdup ("Short-arc quad");
  bout->limbs = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_limb_file_free);
  bout->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_set_file_free);
  bout->protocol = ebb_protocol_load_builtin ("classic-short-arc-quad", NULL);
  gint64 at_us = 8 * S_US;
  const guint reps[] = { 17, 15, 15 };
  for (guint i = 0; i < G_N_ELEMENTS (reps); i++) {
    paper_rig_add_set (bout, reps[i], 5100, at_us);
    at_us += reps[i] * REP_US + REST_S * S_US;
  }
  bout->bout->ended_us = at_us - REST_S * S_US + 8 * S_US;
  ((EbbSetFile *) g_ptr_array_index (bout->sets, 2))->set->rest_s_ordered = 0;
  for (guint i = 0; i < 3; i++) { /* three are let go early */
    EbbSetFile *set = g_ptr_array_index (bout->sets, i);
    ((EbbRepRecord *) g_ptr_array_index (set->reps, 14))->rep.hold_ms = 3000;
  }
  EbbLimbFile *limb = limb_new ();
  add_samples (bout, limb);
  g_ptr_array_add (bout->limbs, limb);
  return bout;
}

static EbbSessionRecord *
session_new (void)
{
  EbbSessionRecord *session = g_new0 (EbbSessionRecord, 1);
  session->id = g_strdup ("0b7c2e9a-51d3-4c80-9f6e-2a4b8d017c35");
  session->operator_name = g_strdup ("A. Sample");
  session->started_unix_us = STARTED_S * S_US;
  session->simulated = TRUE;
  session->device = g_strdup ("Ebb simulator 1, serial SIM-1, firmware 1.0");
  session->state = EBB_STATE_COMPLETED;
  session->state_code = CUFF_REASON_PLAN_DONE;
  session->ended_us = 480 * S_US;
  return session;
}

EbbSessionFile *
paper_rig_session (void)
{
  EbbSessionFile *file = g_new0 (EbbSessionFile, 1);
  file->session = session_new ();
  file->patient = g_new0 (EbbPatient, 1);
  file->patient->name = g_strdup ("Example, Tamsin");
  file->patient->birth_date = g_strdup ("1994-06-02");
  file->patient->record_number = g_strdup ("PRACTICE-7");
  file->patient->sex = g_strdup ("female");
  file->clinic = g_new0 (EbbClinic, 1);
  file->clinic->name = g_strdup ("Practice clinic");
  file->clinic->phone = g_strdup ("000 0000");
  file->clinic->hours = g_strdup ("Mon–Fri 8–18");
  file->order = g_new0 (EbbOrder, 1);
  file->order->physician = g_strdup ("Dr. Invented Example");
  file->order->ordered_on = g_strdup ("2026-11-02");
  file->order->diagnosis = g_strdup ("Practice: quadriceps weakness after knee surgery");
  file->number = 7;
  file->visits_planned = 24;
  file->operators = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (file->operators, g_strdup ("A. Sample"));
  file->bouts = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_bout_file_free);
  g_ptr_array_add (file->bouts, bout_new ());
  file->events = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_event_record_free);
  file->checks = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_check_free);
  file->adverse = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_adverse_event_free);
  file->appointment_unix_us = VISIT_S * S_US;
  return file;
}
