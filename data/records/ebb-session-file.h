/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One session with everything in it, as paper and pages need it.  Plain values.
 */
#pragma once

#include "ebb-patient-file.h"

typedef struct {
  guint set;   /* from 1 */
  char *scale; /* owned: "cuff", "exertion" or "rpe", "pain", "discomfort", "tightness" */
  double value;
} EbbRating;

typedef struct {
  gint64 t_us;
  char *kind;           /* owned: "bp", "heart-rate", "pain", "nothing-new", "skin", "after" */
  double value, second; /* NAN = none */
  char *text;           /* owned or NULL */
} EbbCheck;

typedef struct {
  char *kind, *severity, *text; /* owned; the last two or NULL */
  gint64 noticed_unix_us;
  char *id;      /* owned */
  gboolean bare; /* filed with one tap, not described yet */
} EbbAdverseEvent;

typedef struct {
  EbbSetRecord *set;  /* owned */
  GPtrArray *reps;    /* EbbRepRecord, those taken back left out */
  GPtrArray *ratings; /* EbbRating */
} EbbSetFile;

typedef struct {
  EbbLimbRecord *limb; /* owned */
  GArray *samples;     /* EbbSample */
} EbbLimbFile;

typedef struct {
  EbbBoutRecord *bout;   /* owned */
  EbbProtocol *protocol; /* owned: of bout->protocol_json; what the record knows when that is odd */
  char *exercise_name;   /* owned */
  GPtrArray *limbs;      /* EbbLimbFile */
  GPtrArray *sets;       /* EbbSetFile */
} EbbBoutFile;

typedef struct {
  EbbSessionRecord *session; /* owned */
  EbbPatient *patient;       /* owned */
  EbbClinic *clinic;         /* owned */
  EbbOrder *order;           /* owned or NULL: what allowed it */
  guint number;              /* which of the patient's sessions, from 1 */
  guint visits_planned;      /* 0 = unknown */
  gboolean first_session;
  GPtrArray *operators;       /* char* */
  GPtrArray *bouts;           /* EbbBoutFile */
  GPtrArray *events;          /* EbbEventRecord */
  GPtrArray *checks;          /* EbbCheck */
  GPtrArray *adverse;         /* EbbAdverseEvent */
  EbbSessionSummary *before;  /* owned or NULL: the patient's session before this one, same limb */
  gint64 appointment_unix_us; /* the next visit; EBB_TIME_UNSET */
} EbbSessionFile;

void ebb_rating_free (EbbRating *rating);
void ebb_check_free (EbbCheck *check);
void ebb_adverse_event_free (EbbAdverseEvent *event);
void ebb_set_file_free (EbbSetFile *file);
void ebb_limb_file_free (EbbLimbFile *file);
void ebb_bout_file_free (EbbBoutFile *file);
void ebb_session_file_free (EbbSessionFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbSetFile, ebb_set_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbLimbFile, ebb_limb_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbBoutFile, ebb_bout_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbSessionFile, ebb_session_file_free)
