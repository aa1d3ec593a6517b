/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The waveform: a row for each sample, bout by bout and limb by limb.  An empty field is not
 * known.  All text in it comes from words of our own, so that no cell can be a formula.
 */
#include "ebb-db-private.h"
#include "ebb-export.h"
#include "ebb-targets.h"

#include <stdlib.h>

#define HEADER "t_s,limb,pressure_mmhg,second_sensor_mmhg,target_mmhg,flow_ml_s,valve_percent,gap\n"

typedef struct {
  const char *session_id; /* borrowed */
  GString *text;          /* owned */
} Export;

/* Tenths with one decimal: no double, so no locale and no noise. */
static void
append_tenths (GString *text, gint32 tenths)
{
  g_string_append_printf (text, "%s%ld.%ld", tenths < 0 ? "-" : "", labs ((long) tenths) / 10,
                          labs ((long) tenths) % 10);
}

static void
append_pressure (GString *text, CuffPressure pressure)
{
  if (cuff_pressure_is_set (pressure))
    append_tenths (text, pressure);
  g_string_append_c (text, ',');
}

static void
append_sample (GString *text, const EbbSample *sample, const char *limb, CuffPressure target)
{
  g_string_append_printf (text, "%" G_GINT64_FORMAT ".%06d,%s,", sample->t_us / G_USEC_PER_SEC,
                          (int) (sample->t_us % G_USEC_PER_SEC), limb);
  append_pressure (text, sample->pressure);
  append_pressure (text, sample->pressure_second);
  append_pressure (text, target);
  append_tenths (text, sample->flow_dml_s);
  g_string_append_printf (text, ",%d,%d\n", sample->valve_percent, sample->gap ? 1 : 0);
}

static gboolean
append_limb (EbbDb *db, GString *text, const EbbLimbRecord *limb, GArray *targets, GError **error)
{
  g_autoptr (GArray) samples = ebb_db_get_samples (db, limb->id, error);
  const char *side = ebb_side_to_string (limb->side);
  g_autofree char *name =
      g_strconcat (side, side[0] != '\0' ? " " : "", ebb_segment_to_string (limb->segment), NULL);

  if (samples == NULL)
    return FALSE;

  for (guint i = 0; i < samples->len; i++) {
    const EbbSample *sample = &g_array_index (samples, EbbSample, i);
    CuffPressure target =
        ebb_measure_target_at ((const EbbTargetChange *) targets->data, targets->len, sample->t_us);

    append_sample (text, sample, name, target);
  }
  return TRUE;
}

static gboolean
append_bout (EbbDb *db, GString *text, const EbbBoutRecord *bout, GPtrArray *events, GError **error)
{
  g_autoptr (GPtrArray) limbs = ebb_db_get_limbs (db, bout->id, error);

  if (limbs == NULL)
    return FALSE;

  for (guint i = 0; i < limbs->len; i++) {
    const EbbLimbRecord *limb = g_ptr_array_index (limbs, i);
    g_autoptr (GArray) targets = ebb_targets_of_limb (bout, limb, limbs->len, events);

    if (!append_limb (db, text, limb, targets, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
append_session (EbbDb *db, gpointer data, GError **error)
{
  Export *export = data;
  g_autoptr (EbbSessionRecord) session = ebb_db_get_session (db, export->session_id, error);
  g_autoptr (GPtrArray) bouts =
      session != NULL ? ebb_db_get_bouts (db, export->session_id, error) : NULL;
  g_autoptr (GPtrArray) events =
      bouts != NULL ? ebb_db_get_events (db, export->session_id, error) : NULL;

  if (events == NULL)
    return FALSE;

  for (guint i = 0; i < bouts->len; i++)
    if (!append_bout (db, export->text, g_ptr_array_index (bouts, i), events, error))
      return FALSE;
  return TRUE;
}

char *
ebb_export_session_csv (EbbDb *db, const char *session_id, GError **error)
{
  Export export = { session_id, g_string_new (HEADER) };
  gboolean done = ebb_db_atomically (db, append_session, &export, error);
  g_autofree char *text = g_string_free (export.text, FALSE);

  return done ? g_steal_pointer (&text) : NULL;
}
