/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the commands about limbs share: options as texts, read once, with errors that name option,
 * value and range.
 */
#pragma once

#include "ctl-care.h"
#include "ebb-estimate.h"
#include "ebb-limb-records.h"

/* Everything that may be said about a limb and how it is measured; owned, NULL = not given. */
typedef struct {
  char *db_path, *patient, *operator_name;
  char *segment, *side, *posture;
  char *girth, *cuff_width, *systolic, *diastolic, *heart_rate, *age, *sex;
  char *cuff_id, *site, *sensor, *artery, *way;
  gboolean as_json;
} CtlLimbOptions;

/* The same, read.  Numbers that were not given are NAN, pressures unset, the side unset. */
typedef struct {
  EbbSegment segment;
  EbbSide side;
  EbbPosture posture;
  double girth_cm, cuff_width_cm, heart_rate, age_years;
  CuffPressure systolic, diastolic;
  EbbSex sex;
} CtlLimb;

/* Entries of all of these, for ctl_parse(); `more` (may be NULL) ends with a null entry.  Free it;
 * the options stay where they are. */
GOptionEntry *ctl_limb_entries (CtlLimbOptions *options, const GOptionEntry *more);
void ctl_limb_options_clear (CtlLimbOptions *options);

/* FALSE: what is wrong was said. */
gboolean ctl_limb_read (const CtlLimbOptions *options, CtlLimb *limb);
/* A number from min to max, whatever the decimal sign; NAN when not given. */
gboolean ctl_limb_number (const char *option, const char *text, double min, double max,
                          double *value);
gboolean ctl_limb_pressure (const char *option, const char *text, double min, double max,
                            CuffPressure *pressure);

EbbEstimateInput ctl_limb_estimate_input (const CtlLimb *limb);
/* The cuff of --cuff is on record; one that was not named is not asked for. */
gboolean ctl_limb_check_cuff (EbbDb *db, const char *cuff_id, GError **error);
/* The newest LOP of this limb that was found; NULL without an error when there is none. */
EbbLopRecord *ctl_limb_newest (EbbDb *db, const char *patient, const CtlLimb *limb, GError **error);

/* "estimates", ...: an array of sentences. */
void ctl_limb_json_texts (EbbJsonWriter *writer, const char *key, const GPtrArray *texts);
void ctl_limb_json_lop (EbbJsonWriter *writer, const char *key, const EbbLopRecord *record);
