/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small forms around a session as pure functions: what was typed goes in; a record to store, or
 * what is wrong with which field, comes out.  An error names field, value and what is allowed.
 */
#pragma once

#include "ebb-episode.h"
#include "ebb-papers.h"

/* What every form knows. */
typedef struct {
  const char *patient_id, *operator_name;
  gboolean month_first;
  gint64 now_unix_us; /* wall time */
} EbbFormScene;

/* A day up to today as YYYY-MM-DD, or NULL with `error` (owned by the caller); `read`, may be NULL,
 * gets how it was read, in words. */
char *ebb_form_date (const EbbFormScene *scene, const char *title, const char *typed, char **read,
                     char **error);

/* --- Health has changed --------------------------------------------------------------------- */

typedef struct {
  char *what_error, *since_error, *since_read; /* owned or NULL */
  EbbHealthChange *record;                     /* owned; NULL = not to be stored as it stands */
} EbbHealthForm;

/* `since` NULL = not known. */
void ebb_health_form_judge (const EbbFormScene *scene, const char *what, const char *since,
                            EbbHealthForm *form);
void ebb_health_form_clear (EbbHealthForm *form);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbHealthForm, ebb_health_form_clear)

/* --- Consent -------------------------------------------------------------------------------- */

typedef struct {
  EbbPaper paper;
  guint wording_version;
  const char *given_on, *initials; /* as typed; NULL = nothing */
  gboolean on_paper;
} EbbConsentTyped;

typedef struct {
  char *date_error, *date_read, *initials_error; /* owned or NULL */
  EbbConsent *record;                            /* owned or NULL */
} EbbConsentForm;

void ebb_consent_form_judge (const EbbFormScene *scene, const EbbConsentTyped *typed,
                             EbbConsentForm *form);
void ebb_consent_form_clear (EbbConsentForm *form);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbConsentForm, ebb_consent_form_clear)

/* --- Adverse event -------------------------------------------------------------------------- */

typedef struct {
  const char *kind;       /* id of the list; NULL = not chosen */
  int grade;              /* 1 to 4; 0 = not chosen */
  const char *noticed_on; /* as typed; NULL = today */
  const char *action, *result, *reported_to, *text, *pressure;
  int segment, side; /* EbbSegment, EbbSide; negative = not said */
} EbbEventTyped;

/* The session it came from, as far as there was one. */
typedef struct {
  const char *id;      /* NULL = none */
  const char *bare_id; /* what was filed with one tap and is described now; NULL = none */
  gint64 started_unix_us, ended_unix_us;
} EbbEventSession;

typedef struct {
  char *kind_error, *grade_error, *date_error, *date_read, *pressure_error; /* owned or NULL */
  const char *onset;        /* "during", "hour", "day", "three-days", "later" */
  EbbAdverseRecord *record; /* owned or NULL */
} EbbEventForm;

void ebb_event_form_judge (const EbbFormScene *scene, const EbbEventTyped *typed,
                           const EbbEventSession *session, EbbEventForm *form);
void ebb_event_form_clear (EbbEventForm *form);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbEventForm, ebb_event_form_clear)

/* --- The call ------------------------------------------------------------------------------- */

/* Answers by one tap each; negative = not asked yet. */
typedef struct {
  int soreness; /* 0 to 10 */
  int one_sided, dark_urine;
} EbbCallTyped;

#define EBB_CALL_UNASKED ((EbbCallTyped){ -1, -1, -1 })

/* NULL as long as something was not asked.  `outcome` and what to say: ebb-visit.h. */
EbbFollowUp *ebb_call_form_judge (const EbbFormScene *scene, const EbbCall *call,
                                  const EbbCallTyped *typed);
/* Nobody answered the telephone. */
EbbFollowUp *ebb_call_form_not_reached (const EbbFormScene *scene, const EbbCall *call);
