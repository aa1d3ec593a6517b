/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-rest-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PAIN_OFFERS_STOP 7 /* above it (clinic 3.13) */

void
ebb_ratings_init (EbbRatings *ratings, guint set, int scale)
{
  *ratings = (EbbRatings){ set, NAN, NAN, NAN, NAN, NAN, NAN, scale };
}

void
ebb_ratings_put (EbbRatings *ratings, const char *scale, double value)
{
  if (g_str_equal (scale, "cuff"))
    ratings->cuff = value;
  else if (g_str_equal (scale, "exertion"))
    ratings->exertion = value;
  else if (g_str_equal (scale, "rpe"))
    ratings->rpe = value;
  else if (g_str_equal (scale, "pain"))
    ratings->pain = value;
  else if (g_str_equal (scale, "discomfort"))
    ratings->discomfort = value;
  else if (g_str_equal (scale, "tightness"))
    ratings->tightness = value;
}

const char *
ebb_ratings_why_stop (const EbbRatings *ratings)
{
  if (ratings->cuff == EBB_CUFF_WANTS_TO_STOP)
    return _ ("The patient wants to stop.");
  if (ratings->pain > PAIN_OFFERS_STOP)
    return _ ("Pain above 7.");
  if (ratings->discomfort > PAIN_OFFERS_STOP)
    return _ ("Discomfort under the cuff above 7.");
  if (ratings->cuff == EBB_CUFF_HURTS)
    return _ ("The cuff hurts.");
  return NULL;
}
