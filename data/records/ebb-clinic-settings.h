/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a clinic decides for itself: one table of fields, each with its words or its range, and what
 * stands in them with who wrote it.  The rules get them as numbers in EbbScreeningSettings; pages
 * and ebbctl show and set them here.  Sources: the clinic's decisions 3.1 (screening), 3.2 (order),
 * 3.4 (preconditioning), 3.8 (blood pressure), 3.13 (ratings).  Plain values, any thread.
 */
#pragma once

#include "ebb-records.h"

typedef enum {
  /* of the table clinic: text */
  EBB_CLINIC_NAME,
  EBB_CLINIC_ADDRESS,
  EBB_CLINIC_PHONE,
  EBB_CLINIC_HOURS,
  EBB_CLINIC_EMERGENCY,
  /* of the table clinic_limit: whole numbers */
  EBB_CLINIC_ORDER_REQUIRED,
  EBB_CLINIC_MISSING_CONSENT,
  EBB_CLINIC_DIASTOLIC_BLOCK,
  EBB_CLINIC_SCREENING_VALID,
  EBB_CLINIC_POST_OPERATIVE,
  EBB_CLINIC_RATING_SCALE,
  EBB_CLINIC_PRECONDITIONING,
  EBB_N_CLINIC_FIELDS,
} EbbClinicField;

#define EBB_CLINIC_FIRST_RULE EBB_CLINIC_ORDER_REQUIRED

/* What a patient without a consent to the training gets to see; the greater includes the less. */
typedef enum { EBB_CONSENT_UNSAID, EBB_CONSENT_DUE, EBB_CONSENT_DUE_AND_WORD } EbbMissingConsent;

/* Exertion: "exertion" is stored of the first, "rpe" of the second. */
typedef enum { EBB_SCALE_CR10, EBB_SCALE_6_20 } EbbRatingScale;

/* How a field is written, for people and programs: never translated. */
typedef struct {
  const char *id;           /* "rating-scale"; of a rule also its name in clinic_limit */
  const char *unit;         /* of clinic_limit; NULL = text */
  const char *const *words; /* of the numbers from 0; NULL = the number itself */
  int min, max;
  int stored_scale; /* a row keeps the value times that */
} EbbClinicFieldKind;

const EbbClinicFieldKind *ebb_clinic_field_kind (EbbClinicField field);
/* EBB_N_CLINIC_FIELDS for strangers. */
EbbClinicField ebb_clinic_field_find (const char *id);
/* "no, yes"; "a whole number from 100 to 110".  Free it. */
char *ebb_clinic_field_allowed (EbbClinicField field);
/* Of a rule: the number `text` stands for; FALSE = it stands for none. */
gboolean ebb_clinic_field_parse (EbbClinicField field, const char *text, int *value);
/* And back; free it. */
char *ebb_clinic_field_write (EbbClinicField field, int value);

typedef struct {
  char *value;                  /* owned: as it is written; NULL = nothing stands there */
  gboolean is_default;          /* nobody has set it */
  char *reason, *operator_name; /* owned or NULL: why, who */
  gint64 written_unix_us;       /* EBB_TIME_UNSET = not known */
} EbbClinicValue;

typedef struct {
  EbbClinicValue values[EBB_N_CLINIC_FIELDS];
  gboolean practice; /* a practice clinic with invented patients */
} EbbClinicSettings;

void ebb_clinic_settings_free (EbbClinicSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbClinicSettings, ebb_clinic_settings_free)
