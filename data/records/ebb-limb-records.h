/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is known of a limb: girths, the cuffs that may go round it, and the occlusion pressures
 * (LOP) that were looked for.  Plain values; fields of reference clinical 2.6 and 7.
 */
#pragma once

#include "ebb-records.h"

typedef enum {
  EBB_LOP_DEFINITION_UNKNOWN,
  EBB_LOP_DEFINITION_PULSE_LOST, /* lowest pressure without a pulse */
  EBB_LOP_DEFINITION_PULSE_BACK, /* pressure at which the pulse returned */
  EBB_LOP_DEFINITION_AUTO,       /* by the cuff's own oscillations */
} EbbLopDefinition;

#define EBB_LOP_TRIALS_MAX 3

/* One run's pressures, from its arm on. */
typedef struct {
  guint run;       /* from 1 */
  GArray *samples; /* owned: EbbSample, t_us from the start of the run */
} EbbLopTrace;

/* Of the pressures from `diastolic` on, unset and 0 both mean that it is not known: none of them
 * can be 0. */
typedef struct {
  char *id;         /* owned; NULL before it is stored */
  char *patient_id; /* owned */
  EbbSegment segment;
  EbbSide side;
  EbbPosture posture;
  double cuff_width_cm;
  double girth_cm;       /* negative = unknown */
  CuffPressure systolic; /* unset = unknown */
  char *way;             /* owned: "oscillometric", "doppler", "pulse", "estimate", "entered" */
  CuffPressure lop;      /* unset = not found */
  gint64 measured_unix_us;
  char *operator_name; /* owned or NULL */

  EbbLopDefinition definition;
  char *sensor, *artery;                 /* owned or NULL: "hand-held Doppler 8 MHz", "radial" */
  char *cuff_id, *site;                  /* owned or NULL: of an EbbCuffRecord; where it lay */
  char *quality_note, *not_found_reason; /* owned or NULL: a sentence */
  char *equation;                        /* owned or NULL: id, of an estimate */
  CuffPressure diastolic;
  guint heart_rate;                        /* beats a minute; 0 = not known */
  CuffPressure trials[EBB_LOP_TRIALS_MAX]; /* what each run found */
  CuffPressure band;                       /* how far off the value may be */
  guint quality_percent;                   /* 0 = not known */
  gboolean simulated; /* from the controller's identity: no value of a person */
  GPtrArray *traces;  /* owned or NULL: EbbLopTrace; not read with lists */
} EbbLopRecord;

typedef enum {
  EBB_CUFF_KIND_BFR,            /* made for this */
  EBB_CUFF_KIND_BLOOD_PRESSURE, /* with a hand bulb: only by hand */
} EbbCuffKind;

typedef enum { EBB_LATEX_UNKNOWN, EBB_LATEX_NONE, EBB_LATEX_CONTAINED } EbbLatex;

/* A cuff that belongs to the clinic. */
typedef struct {
  char *id;    /* owned; NULL before it is stored */
  char *asset; /* owned: what is written on it */
  char *name;  /* owned */
  EbbCuffKind kind;
  EbbSegment segment;
  double width_cm;                    /* of the bladder */
  double length_cm;                   /* negative = unknown */
  double girth_min_cm, girth_max_cm;  /* of the limb; negative = unknown */
  char *bladder, *contour, *material; /* owned or NULL: "single", "several"; "straight", "curved";
                                       * "nylon", "elastic" */
  char *site;                         /* owned or NULL: "proximal" ... where it is made for */
  EbbLatex latex;
  gboolean retired;
} EbbCuffRecord;

typedef struct {
  char *id;         /* owned; NULL before it is stored */
  char *patient_id; /* owned */
  EbbSegment segment;
  EbbSide side;
  char *site; /* owned: landmark, "under the cuff", "10 cm above the patella" */
  double girth_cm;
  char *measured_on;   /* owned: YYYY-MM-DD */
  char *operator_name; /* owned or NULL */
} EbbGirthRecord;

/* A run of a search, written before it pressurises. */
typedef struct {
  char *id;         /* owned; NULL before it is stored */
  char *patient_id; /* owned */
  EbbSegment segment;
  EbbSide side;
  char *way; /* owned: "oscillometric", "doppler", "pulse" */
  guint run; /* from 1 */
  gboolean simulated;
  char *device;        /* owned */
  char *operator_name; /* owned or NULL */
  gint64 started_unix_us;
} EbbLopRunRecord;

/* The site of a girth that a cuff is chosen by. */
#define EBB_GIRTH_UNDER_CUFF "under the cuff"

const char *ebb_lop_definition_to_string (EbbLopDefinition definition); /* NULL for unknown */
EbbLopDefinition ebb_lop_definition_from_string (const char *text);
const char *ebb_cuff_kind_to_string (EbbCuffKind kind);
int ebb_cuff_kind_from_string (const char *text);

EbbLopTrace *ebb_lop_trace_new (guint run, GArray *samples); /* takes a reference */
void ebb_lop_trace_free (EbbLopTrace *trace);
void ebb_lop_record_free (EbbLopRecord *record);
/* What somebody says they measured just now. */
EbbLopRecord *ebb_lop_record_new_entered (EbbSegment segment, EbbSide side, EbbPosture posture,
                                          double cuff_width_cm, CuffPressure lop,
                                          gint64 measured_unix_us);
EbbLopRecord *ebb_lop_record_copy (const EbbLopRecord *record); /* shares the traces */
void ebb_cuff_record_free (EbbCuffRecord *record);
EbbCuffRecord *ebb_cuff_record_copy (const EbbCuffRecord *record);
void ebb_girth_record_free (EbbGirthRecord *record);
EbbGirthRecord *ebb_girth_record_copy (const EbbGirthRecord *record);
void ebb_lop_run_record_free (EbbLopRunRecord *record);
EbbLopRunRecord *ebb_lop_run_record_copy (const EbbLopRunRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbLopRecord, ebb_lop_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbCuffRecord, ebb_cuff_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbGirthRecord, ebb_girth_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbLopRunRecord, ebb_lop_run_record_free)
