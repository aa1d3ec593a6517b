/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the patient says in a rest: one row for the cuff, one for the exertion, and one for the pain
 * when the cuff hurts.  What was not said stays unsaid.
 *
 * Signals: "rated" (string scale, double value), "stop" (the offer was taken).
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_RPE_MIN 6 /* Borg's scale of exertion (clinical 7.2) */
#define EBB_RPE_MAX 20

/* What has been said about a set; NAN = nothing. */
typedef struct {
  guint set;
  double cuff, exertion, rpe, pain, discomfort, tightness;
  int scale; /* EbbRatingScale: whether "exertion" or "rpe" is asked for */
} EbbRatings;

/* "cuff" (0 fine, 1 hurts, 2 wants to stop), "rpe" 6..20, 0..10 the others. */
#define EBB_CUFF_HURTS         1
#define EBB_CUFF_WANTS_TO_STOP 2

void ebb_ratings_init (EbbRatings *ratings, guint set, int scale);
void ebb_ratings_put (EbbRatings *ratings, const char *scale, double value);
/* Why a stop is offered: "The patient wants to stop.", "Pain above 7."; NULL = it is not.  Exertion
 * never is a reason (clinic 3.13). */
const char *ebb_ratings_why_stop (const EbbRatings *ratings);

#define EBB_TYPE_REST_ROW (ebb_rest_row_get_type ())
G_DECLARE_FINAL_TYPE (EbbRestRow, ebb_rest_row, EBB, REST_ROW, GtkWidget)

GtkWidget *ebb_rest_row_new (void);
/* `by_hand`: a person opens the valve. */
void ebb_rest_row_show (EbbRestRow *row, const EbbRatings *ratings, gboolean by_hand);
