/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * session.json, format "ebb-session", version 1.  Every key is described in data/README.md.
 */
#include "ebb-db-private.h"
#include "ebb-export.h"
#include "ebb-json-writer.h"
#include "ebb-spans.h"
#include "ebb-targets.h"

#include <math.h>

typedef struct {
  EbbDb *db; /* borrowed */
  EbbJsonWriter writer;
  const char *session_id;    /* borrowed */
  EbbSessionRecord *session; /* owned */
  EbbPatient *patient;       /* owned */
  GPtrArray *operators;      /* owned: names */
  GPtrArray *bouts;          /* owned: EbbBoutRecord */
  GPtrArray *events;         /* owned: EbbEventRecord */
} Export;

/* 2026-02-03T09:15:00.000+01:00 */
static void
write_wall_time (EbbJsonWriter *writer, const char *key, gint64 unix_us, int utc_offset_min)
{
  gint64 ms = unix_us >= 0 ? (unix_us / 1000) % 1000 : 0;
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (utc_offset_min * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autofree char *day = local != NULL ? g_date_time_format (local, "%Y-%m-%dT%H:%M:%S") : NULL;
  g_autofree char *text = NULL;

  if (day != NULL)
    text = g_strdup_printf ("%s.%03d%c%02d:%02d", day, (int) ms, utc_offset_min < 0 ? '-' : '+',
                            ABS (utc_offset_min) / 60, ABS (utc_offset_min) % 60);
  ebb_json_text (writer, key, text);
}

static void
write_code (EbbJsonWriter *writer, EbbEndState state, CuffReason code)
{
  ebb_json_text (writer, "state", ebb_end_state_to_string (state));
  if (code == CUFF_REASON_NONE)
    ebb_json_null (writer, "state_code");
  else
    ebb_json_int (writer, "state_code", code);
}

static void
write_head (Export *export)
{
  EbbJsonWriter *writer = &export->writer;
  const EbbSessionRecord *session = export->session;

  ebb_json_text (writer, "format", "ebb-session");
  ebb_json_int (writer, "version", 1);
  ebb_json_boolean (writer, "simulated", session->simulated);
  ebb_json_boolean (writer, "by_hand", session->by_hand);
  ebb_json_text (writer, "id", session->id);
  write_code (writer, session->state, session->state_code);
  write_wall_time (writer, "started_at", session->started_unix_us, session->utc_offset_min);
  if (session->ended_us == EBB_TIME_UNSET)
    ebb_json_null (writer, "ended_at");
  else
    write_wall_time (writer, "ended_at", session->started_unix_us + session->ended_us,
                     session->utc_offset_min);

  ebb_json_open (writer, "patient", '{');
  ebb_json_text (writer, "id", export->patient->id);
  ebb_json_text (writer, "name", export->patient->name);
  ebb_json_text (writer, "birth_date", export->patient->birth_date);
  ebb_json_text (writer, "record_number", export->patient->record_number);
  ebb_json_close (writer, '}');

  ebb_json_text (writer, "episode", session->episode_id);
  ebb_json_open (writer, "operators", '[');
  for (guint i = 0; i < export->operators->len; i++)
    ebb_json_text (writer, NULL, g_ptr_array_index (export->operators, i));
  ebb_json_close (writer, ']');
}

static void
write_prescription (EbbJsonWriter *writer, const EbbLimbRecord *limb)
{
  ebb_json_open (writer, "prescription", '{');
  ebb_json_text (writer, "method", ebb_method_to_string (limb->method));
  ebb_json_pressure (writer, "target_mmhg", limb->target);
  ebb_json_pressure (writer, "lop_mmhg", limb->lop);
  ebb_json_double (writer, "percent_lop", limb->percent_lop > 0 ? limb->percent_lop : NAN, 1);
  ebb_json_open (writer, "clamps", '[');
  for (guint i = 0; limb->clamps[i] != NULL; i++)
    ebb_json_text (writer, NULL, limb->clamps[i]);
  ebb_json_close (writer, ']');
  ebb_json_close (writer, '}');
}

static void
make_spans (EbbSpans *spans, const EbbBoutRecord *bout, GPtrArray *sets, GPtrArray *events)
{
  g_autoptr (EbbProtocol) protocol =
      bout->protocol_json != NULL
          ? ebb_protocol_parse (bout->protocol_id, bout->protocol_json, -1, NULL)
          : NULL;

  ebb_spans_init (spans, protocol, sets, events);
}

/* Nobody saw what the pressure did between two readings: how well it was kept is not known. */
static void
write_bands (EbbJsonWriter *writer, GArray *samples, GArray *targets, const EbbSpans *spans,
             gboolean by_hand)
{
  const EbbSample *sample = (const EbbSample *) samples->data;
  const EbbTargetChange *target = (const EbbTargetChange *) targets->data;
  const EbbSetSpan *work = (const EbbSetSpan *) (void *) spans->work->data;
  const EbbSetSpan *rests = (const EbbSetSpan *) (void *) spans->rests->data;
  double exercise = NAN, rest = NAN;

  if (!by_hand) {
    exercise = ebb_measure_exercise_in_band (sample, samples->len, target, targets->len, work,
                                             spans->work->len);
    rest = ebb_measure_rest_in_band (sample, samples->len, target, targets->len, rests,
                                     spans->rests->len);
  }
  ebb_json_open (writer, "time_in_band_percent", '{');
  ebb_json_double (writer, "exercise", exercise, 1);
  ebb_json_double (writer, "rest", rest, 1);
  ebb_json_close (writer, '}');
}

static void
write_pressure (EbbJsonWriter *writer, GArray *samples, GArray *targets, const EbbSpans *spans,
                gboolean by_hand)
{
  const EbbSample *sample = (const EbbSample *) samples->data;
  EbbGaps gaps = ebb_measure_gaps (sample, samples->len);

  ebb_json_open (writer, "pressure", '{');
  ebb_json_text (writer, "source", by_hand ? "by-hand" : "sensor");
  ebb_json_double (writer, "sample_rate_hz",
                   by_hand ? NAN : ebb_measure_rate_hz (sample, samples->len), 1);
  ebb_json_int (writer, "samples", samples->len);
  ebb_json_open (writer, "gaps", '{');
  ebb_json_int (writer, "count", gaps.count);
  ebb_json_seconds (writer, "total_s", gaps.total_us);
  ebb_json_close (writer, '}');
  ebb_json_double (writer, "mean_mmhg", ebb_measure_mean_mmhg (sample, samples->len), 1);
  ebb_json_pressure (writer, "peak_mmhg", ebb_measure_peak (sample, samples->len));
  write_bands (writer, samples, targets, spans, by_hand);
  ebb_json_close (writer, '}');
}

static gboolean
write_limb (Export *export, const EbbBoutRecord *bout, const EbbLimbRecord *limb, guint n_limbs,
            const EbbSpans *spans, GError **error)
{
  EbbJsonWriter *writer = &export->writer;
  g_autoptr (GArray) targets = ebb_targets_of_limb (bout, limb, n_limbs, export->events);
  g_autoptr (GArray) samples = ebb_db_get_samples (export->db, limb->id, error);
  const char *side = ebb_side_to_string (limb->side);

  if (samples == NULL)
    return FALSE;

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "segment", ebb_segment_to_string (limb->segment));
  ebb_json_text (writer, "side", side[0] != '\0' ? side : NULL);
  ebb_json_open (writer, "cuff", '{');
  ebb_json_text (writer, "name", limb->cuff_name);
  ebb_json_double (writer, "width_cm", limb->cuff_width_cm > 0 ? limb->cuff_width_cm : NAN, 1);
  ebb_json_close (writer, '}');
  write_prescription (writer, limb);
  ebb_json_double (writer, "occlusion_time_s", samples->len > 0 ? limb->occlusion_time_s : NAN, 3);
  write_pressure (writer, samples, targets, spans, export->session->by_hand);
  ebb_json_close (writer, '}');
  return TRUE;
}

static guint
find_limb (GPtrArray *limbs, guint channel)
{
  guint i = 0;

  while (i + 1 < limbs->len && ((EbbLimbRecord *) g_ptr_array_index (limbs, i))->channel != channel)
    i++;
  return i;
}

static void
write_rep (EbbJsonWriter *writer, const EbbRepRecord *record, guint limb)
{
  const CuffRep *rep = &record->rep;
  gboolean wave = rep->source != CUFF_REP_TAP;

  ebb_json_open (writer, NULL, '{');
  ebb_json_int (writer, "limb", limb);
  ebb_json_seconds (writer, "start_s", rep->start_us);
  ebb_json_seconds (writer, "peak_s", rep->peak_us);
  ebb_json_seconds (writer, "end_s", rep->end_us);
  ebb_json_double (writer, "hold_s", wave ? rep->hold_ms / 1000.0 : NAN, 3);
  ebb_json_pressure (writer, "amplitude_mmhg", rep->amplitude);
  ebb_json_double (writer, "confidence", wave ? rep->confidence_percent / 100.0 : NAN, 2);
  ebb_json_text (writer, "source", ebb_rep_source_to_string (rep->source));
  ebb_json_close (writer, '}');
}

static gboolean
write_reps (Export *export, const EbbSetRecord *set, GPtrArray *limbs, GError **error)
{
  g_autoptr (GPtrArray) reps = ebb_db_get_reps (export->db, set->id, error);

  if (reps == NULL)
    return FALSE;

  ebb_json_open (&export->writer, "reps", '[');
  for (guint i = 0; i < reps->len; i++) {
    const EbbRepRecord *rep = g_ptr_array_index (reps, i);

    if (!rep->removed)
      write_rep (&export->writer, rep, find_limb (limbs, rep->rep.channel));
  }
  ebb_json_close (&export->writer, ']');
  return TRUE;
}

/* Null when nobody was asked. */
static gboolean
write_ratings (Export *export, const EbbSetRecord *set, GError **error)
{
  g_autoptr (GPtrArray) ratings = ebb_db_get_ratings (export->db, set->id, error);

  if (ratings == NULL)
    return FALSE;
  if (ratings->len == 0) {
    ebb_json_null (&export->writer, "ratings");
    return TRUE;
  }

  ebb_json_open (&export->writer, "ratings", '{');
  for (guint i = 0; i < ratings->len; i++) {
    const EbbRating *rating = g_ptr_array_index (ratings, i);

    ebb_json_double (&export->writer, rating->scale, rating->value, 1);
  }
  ebb_json_close (&export->writer, '}');
  return TRUE;
}

static gboolean
write_set (Export *export, const EbbSetRecord *set, GPtrArray *limbs, GError **error)
{
  EbbJsonWriter *writer = &export->writer;

  ebb_json_open (writer, NULL, '{');
  ebb_json_int (writer, "number", set->number);
  ebb_json_int (writer, "reps_min", set->reps_min);
  ebb_json_int (writer, "reps_max", set->reps_max);
  ebb_json_int (writer, "reps_counted", set->reps_counted);
  ebb_json_double (writer, "load_kg", set->load_kg >= 0 ? set->load_kg : NAN, 2);
  ebb_json_int (writer, "rest_s", set->rest_s_ordered);
  ebb_json_text (writer, "end_reason", set->end_reason);
  if (!write_ratings (export, set, error) || !write_reps (export, set, limbs, error))
    return FALSE;
  ebb_json_close (writer, '}');
  return TRUE;
}

static gboolean
write_limbs_and_sets (Export *export, const EbbBoutRecord *bout, GPtrArray *limbs, GPtrArray *sets,
                      GError **error)
{
  g_auto (EbbSpans) spans = { 0 };

  make_spans (&spans, bout, sets, export->events);
  ebb_json_open (&export->writer, "limbs", '[');
  for (guint i = 0; i < limbs->len; i++)
    if (!write_limb (export, bout, g_ptr_array_index (limbs, i), limbs->len, &spans, error))
      return FALSE;
  ebb_json_close (&export->writer, ']');

  ebb_json_open (&export->writer, "sets", '[');
  for (guint i = 0; i < sets->len; i++)
    if (!write_set (export, g_ptr_array_index (sets, i), limbs, error))
      return FALSE;
  ebb_json_close (&export->writer, ']');
  return TRUE;
}

static gboolean
write_bout (Export *export, const EbbBoutRecord *bout, GError **error)
{
  EbbJsonWriter *writer = &export->writer;
  g_autoptr (GPtrArray) limbs = ebb_db_get_limbs (export->db, bout->id, error);
  g_autoptr (GPtrArray) sets = limbs != NULL ? ebb_db_get_sets (export->db, bout->id, error) : NULL;

  if (sets == NULL)
    return FALSE;

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "exercise", bout->exercise_id);
  ebb_json_text (writer, "posture", ebb_posture_to_string (bout->posture));
  ebb_json_open (writer, "protocol", '{');
  ebb_json_text (writer, "id", bout->protocol_id);
  ebb_json_text (writer, "name", bout->protocol_name);
  ebb_json_int (writer, "version", bout->protocol_version);
  ebb_json_close (writer, '}');
  write_code (writer, bout->state, bout->state_code);
  if (!write_limbs_and_sets (export, bout, limbs, sets, error))
    return FALSE;
  ebb_json_close (writer, '}');
  return TRUE;
}

static void
write_events (Export *export)
{
  EbbJsonWriter *writer = &export->writer;

  ebb_json_open (writer, "events", '[');
  for (guint i = 0; i < export->events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (export->events, i);

    ebb_json_open (writer, NULL, '{');
    ebb_json_seconds (writer, "t_s", event->t_us);
    ebb_json_text (writer, "code", event->code);
    ebb_json_text (writer, "text", event->text);
    ebb_json_close (writer, '}');
  }
  ebb_json_close (writer, ']');
}

static gboolean
load (Export *export, GError **error)
{
  export->session = ebb_db_get_session (export->db, export->session_id, error);
  if (export->session == NULL)
    return FALSE;

  export->patient = ebb_db_get_patient (export->db, export->session->patient_id, error);
  export->operators =
      export->patient != NULL ? ebb_db_get_operators (export->db, export->session_id, error) : NULL;
  export->bouts =
      export->operators != NULL ? ebb_db_get_bouts (export->db, export->session_id, error) : NULL;
  export->events =
      export->bouts != NULL ? ebb_db_get_events (export->db, export->session_id, error) : NULL;
  return export->events != NULL;
}

static gboolean
write_session (EbbDb *db, gpointer data, GError **error)
{
  Export *export = data;

  if (!load (export, error))
    return FALSE;

  ebb_json_open (&export->writer, NULL, '{');
  write_head (export);
  ebb_json_open (&export->writer, "bouts", '[');
  for (guint i = 0; i < export->bouts->len; i++)
    if (!write_bout (export, g_ptr_array_index (export->bouts, i), error))
      return FALSE;
  ebb_json_close (&export->writer, ']');
  write_events (export);
  ebb_json_close (&export->writer, '}');
  return TRUE;
}

char *
ebb_export_session_json (EbbDb *db, const char *session_id, GError **error)
{
  Export export = { .db = db, .session_id = session_id };
  g_autofree char *text = NULL;
  gboolean done;

  ebb_json_writer_begin (&export.writer);
  /* One snapshot, also while a session is being written elsewhere. */
  done = ebb_db_atomically (db, write_session, &export, error);
  text = ebb_json_writer_end (&export.writer);

  g_clear_pointer (&export.session, ebb_session_record_free);
  g_clear_pointer (&export.patient, ebb_patient_free);
  g_clear_pointer (&export.operators, g_ptr_array_unref);
  g_clear_pointer (&export.bouts, g_ptr_array_unref);
  g_clear_pointer (&export.events, g_ptr_array_unref);
  return done ? g_steal_pointer (&text) : NULL;
}
