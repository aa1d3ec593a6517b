/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-strength.h"

#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* 30 % of 50 kg is 15 kg, also in binary fractions. */
#define ROUNDING 1e-6

static const char *const ways[] = { "tested", "epley", "brzycki" };

const char *
ebb_one_rm_way_to_string (EbbOneRmWay way)
{
  return (guint) way < G_N_ELEMENTS (ways) ? ways[way] : NULL;
}

int
ebb_one_rm_way_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_strcmp0 (ways[i], text) == 0)
      return (int) i;
  return -1;
}

static gboolean
check_reps (EbbOneRmWay way, guint reps, GError **error)
{
  guint max = way == EBB_ONE_RM_TESTED ? 1 : EBB_ONE_RM_REPS_MAX;
  g_autofree char *value = g_strdup_printf ("%u", reps);
  g_autofree char *allowed = g_strdup_printf (_ ("1 to %u for “%s”"), max, ways[way]);

  return (reps >= 1 && reps <= max) || ebb_refuse (error, _ ("repetitions"), value, allowed);
}

static gboolean
check_load (double load_kg, GError **error)
{
  g_autofree char *value = g_strdup_printf ("%g", load_kg);
  g_autofree char *allowed = g_strdup_printf (_ ("above 0 to %g kg"), EBB_LOAD_MAX_KG);

  return (load_kg > 0 && load_kg <= EBB_LOAD_MAX_KG)
         || ebb_refuse (error, _ ("load"), value, allowed);
}

gboolean
ebb_one_rm (EbbOneRmWay way, double load_kg, guint reps, double *one_rm_kg, GError **error)
{
  if (!check_load (load_kg, error) || !check_reps (way, reps, error))
    return FALSE;

  if (reps == 1)
    *one_rm_kg = load_kg;
  else if (way == EBB_ONE_RM_EPLEY)
    *one_rm_kg = load_kg * (1 + reps / 30.0);
  else
    *one_rm_kg = 36 * load_kg / (37.0 - reps);
  return TRUE;
}

double
ebb_load_of_percent (double one_rm_kg, double percent, double step_kg)
{
  if (!(one_rm_kg > 0) || !(percent > 0) || !(step_kg > 0))
    return NAN;

  return floor (one_rm_kg * percent / 100 / step_kg + ROUNDING) * step_kg;
}

double
ebb_volume_load (guint reps, double load_kg)
{
  return load_kg >= 0 ? reps * load_kg : NAN;
}

double
ebb_side_index (double injured, double uninjured)
{
  return injured > 0 && uninjured > 0 ? injured / uninjured * 100 : NAN;
}
