/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An answer at the door that ended the visit before any air: who asked, when, what was said; and
 * what lifted it.  Plain values, any thread.  Clinic's decisions 3.1, 3.8.
 */
#pragma once

#include <glib.h>

typedef enum {
  EBB_LIFT_CLEARANCE,  /* a physician has looked */
  EBB_LIFT_CORRECTION, /* the answer was mistyped */
} EbbLiftWay;

typedef struct {
  char *refusal_id; /* owned */
  EbbLiftWay way;
  char *physician, *cleared_on; /* owned; of a clearance, else NULL; YYYY-MM-DD */
  char *reason;                 /* owned */
  char *operator_name;          /* owned */
  gint64 lifted_unix_us;
} EbbDoorLift;

typedef struct {
  char *id;         /* owned; NULL before it is stored */
  char *patient_id; /* owned */
  char *answer;     /* owned: id of the question, "bp" = the blood pressure */
  char *question;   /* owned: as it was asked, in the words of the list */
  char *list_id;    /* owned */
  guint list_version;
  double value, second; /* NAN = none */
  gboolean physician;   /* not only today: a physician must look first */
  char *operator_name;  /* owned */
  gint64 refused_unix_us;
  EbbDoorLift *lift; /* owned; NULL = it stands */
} EbbDoorRefusal;

EbbDoorRefusal *ebb_door_refusal_copy (const EbbDoorRefusal *refusal);
void ebb_door_refusal_free (EbbDoorRefusal *refusal);
EbbDoorLift *ebb_door_lift_copy (const EbbDoorLift *lift);
void ebb_door_lift_free (EbbDoorLift *lift);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbDoorRefusal, ebb_door_refusal_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbDoorLift, ebb_door_lift_free)

/* Not lifted, and of this day or waiting for a physician. */
gboolean ebb_door_refusal_stands (const EbbDoorRefusal *refusal, gint64 now_unix_us);
/* A blood pressure that was refused twice is nobody's to clear that day: it can only be mistyped.
 */
gboolean ebb_door_refusal_may_clear (const EbbDoorRefusal *refusal);

/* "clearance", "correction": never translated. */
const char *ebb_lift_way_to_string (EbbLiftWay way);
int ebb_lift_way_from_string (const char *text);
