/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the desk shows of a patient: rows of the list, and the file that lies open.  Plain values.
 */
#pragma once

#include "ebb-limb-records.h"
#include "ebb-screening-record.h"

/* Kind of the adverse event after which a patient trains no more that day. */
#define EBB_ADVERSE_UNWELL "unwell"

/* One row of the patient list. */
typedef struct {
  EbbPatient *patient;              /* owned */
  guint n_sessions, visits_planned; /* 0 planned = unknown */
  gint64 last_session_unix_us;      /* EBB_TIME_UNSET = none yet */
  gint64 appointment_unix_us;       /* the next one today; EBB_TIME_UNSET */
  gboolean today;                   /* appointment or session today, or added today */
  gboolean order_valid;
  gboolean has_limb; /* of the newest prescription */
  EbbSegment segment;
  EbbSide side;
} EbbPatientRow;

/* A version of a prescription for one limb and exercise; never changed, the next one replaces it.
 */
typedef struct {
  char *id;         /* owned; NULL before it is stored */
  char *episode_id; /* owned */
  guint version;    /* from 1; filled in when stored */
  EbbSegment segment;
  EbbSide side;
  char *exercise_id; /* owned */
  char *protocol_id; /* owned */
  guint protocol_version;
  EbbMethod method;
  double percent_lop;           /* asked for; 0 = not by percent */
  CuffPressure fixed, systolic; /* unset = not used */
  CuffPressure lop;             /* it was made with; unset = none on file */
  CuffPressure limit;           /* of this patient; unset = none */
  double load_kg;               /* negative = unknown */
  guint n_sets;                 /* 0 = all of the protocol's */
  gboolean self_paced;
  char *cuff_name; /* owned */
  double cuff_width_cm;
  gboolean hand_bulb;  /* a blood-pressure cuff with a hand bulb: only by hand */
  char *reason;        /* owned or NULL: for what needs one */
  char *operator_name; /* owned or NULL */
  gint64 written_unix_us;
} EbbPrescriptionRecord;

/* A session in one line, without its samples. */
typedef struct {
  EbbSessionRecord *session; /* owned */
  guint n_bouts;
  EbbSegment segment; /* of the first limb */
  EbbSide side;
  char *exercise_id; /* owned: of the first bout; NULL = none begun */
  guint sets_done, sets_planned, reps;
  double load_kg;        /* of the last set; negative = unknown */
  CuffPressure target;   /* of the first limb */
  double percent_lop;    /* 0 = unknown */
  double band_percent;   /* exercise, first limb; only of the newest session, else NAN */
  double occlusion_s;    /* first limb; 0 = none */
  double pain, exertion; /* the last rating given; NAN = none */
  guint n_adverse, n_alarms;
  char *note; /* owned or NULL: the last note */
} EbbSessionSummary;

typedef struct {
  EbbPatient *patient; /* owned */
  EbbOrder *order;     /* owned: the valid one, else the last; NULL = none */
  gboolean order_valid;
  char *diagnosis, *surgery, *surgery_on, *precautions; /* owned or NULL: of the open episode */
  char *episode_id;                                     /* owned or NULL */
  guint visits_planned;
  GPtrArray *prescriptions;    /* EbbPrescriptionRecord: the newest of each limb and exercise */
  GPtrArray *lops;             /* EbbLopRecord: the newest of each limb first, then older ones */
  GPtrArray *sessions;         /* EbbSessionSummary: newest first, at most 60 */
  gint64 appointment_unix_us;  /* next one from now; EBB_TIME_UNSET */
  gboolean unwell_today;       /* trains no more today */
  EbbScreeningFile *screening; /* owned: what the lock of the cuff looks at */
} EbbPatientFile;

/* The clinic as it stands on paper, and what its program needs to know of it. */
typedef struct {
  char *name, *address, *phone, *hours; /* owned or NULL */
  char *emergency_number;               /* owned or NULL */
  char *statement_by, *statement_on;    /* owned or NULL: who has read what Ebb is not */
  gboolean practice;                    /* a practice clinic with invented patients */
} EbbClinic;

void ebb_patient_row_free (EbbPatientRow *row);
void ebb_prescription_record_free (EbbPrescriptionRecord *record);
EbbPrescriptionRecord *ebb_prescription_record_copy (const EbbPrescriptionRecord *record);
void ebb_session_summary_free (EbbSessionSummary *summary);
void ebb_patient_file_free (EbbPatientFile *file);
void ebb_clinic_free (EbbClinic *clinic);
EbbPatient *ebb_patient_copy (const EbbPatient *patient);
EbbOrder *ebb_order_copy (const EbbOrder *order);
EbbClinic *ebb_clinic_copy (const EbbClinic *clinic);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbPatientRow, ebb_patient_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbPrescriptionRecord, ebb_prescription_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbSessionSummary, ebb_session_summary_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbPatientFile, ebb_patient_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbClinic, ebb_clinic_free)
