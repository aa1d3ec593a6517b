/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Around a session: values taken at the door, capillary refill, the check afterwards, the first
 * session's package, who is called and what the answers mean, billing units.  Pure: times are
 * arguments.  Who may train with which blood pressure is judged elsewhere; here only what can be
 * entered.  Sources: reference clinical 4.7 to 4.9, 5.6; the clinic's decisions 3.18 and 5.
 */
#pragma once

#include "ebb-episode.h"

/* --- Before --- */

typedef struct {
  double systolic_mmhg, diastolic_mmhg; /* both or none; NAN = not taken */
  double heart_rate;                    /* a minute; NAN */
  double pain;                          /* 0 to 10, at rest; NAN */
} EbbVitals;

/* FALSE names field, value and range. */
gboolean ebb_vitals_check (const EbbVitals *vitals, GError **error);

/* --- Capillary refill --- */

/* Above this at training pressure the cuff is too tight (KAATSU: 1 to 3 s are fine). */
#define EBB_REFILL_MAX_S 3.0

typedef enum { EBB_REFILL_UNKNOWN, EBB_REFILL_FINE, EBB_REFILL_SLOW } EbbRefill;

EbbRefill ebb_refill_judge (double refill_s); /* NAN = not looked at */
/* What to do; translated, static. */
const char *ebb_refill_to_text (EbbRefill refill);
gboolean ebb_refill_check (double refill_s, GError **error);

/* --- After --- */

typedef enum { EBB_SEEN_UNKNOWN, EBB_SEEN_YES, EBB_SEEN_NO } EbbSeen;

typedef struct {
  EbbSeen released;     /* proven below 10 mmHg */
  EbbSeen cuff_off;     /* from the limb */
  EbbSeen skin_whole;   /* as before */
  EbbSeen colour_back;  /* within about a minute */
  EbbSeen steady;       /* no dizziness on standing */
  EbbSeen advice_given; /* what is normal, when to call */
  double refill_s;      /* NAN = not looked at */
  EbbVitals vitals;
  double vitals_after_s;  /* since the release; NAN */
  gboolean first_session; /* then observed for some minutes */
  double observed_s;      /* NAN */
} EbbAfterCheck;

typedef struct {
  gboolean wrong; /* seen and not right; FALSE: not looked at yet */
  char *text;     /* owned: a sentence */
} EbbVisitNeed;

EbbAfterCheck ebb_after_check_unknown (void);
/* EbbVisitNeed array, what is wrong first; empty when the patient may go. */
GPtrArray *ebb_after_check_judge (const EbbAfterCheck *check);

/* --- First session --- */

typedef struct {
  double percent_from, percent_step, percent_to; /* comfort steps, of LOP, each with an OK */
  gboolean to_failure;                           /* never */
  int observe_min_s, observe_max_s;              /* afterwards */
  int vitals_at_s;                               /* blood pressure and heart rate */
  int call_from_s, call_to_s;
} EbbFirstSession;

extern const EbbFirstSession ebb_first_session;

/* The comfort steps that fit a prescription: 40, 50, 60 for 60 %, and never above it.  Returns how
 * many; `percent` holds at least 4. */
guint ebb_first_session_steps (double percent_prescribed, double percent[4]);
/* Lines to tick off; g_strfreev(). */
char **ebb_first_session_lines (void);

/* --- The call afterwards --- */

/* After a first session, and when the pressure went up. */
gboolean ebb_call_is_needed (gboolean first, CuffPressure target, CuffPressure target_before);

typedef enum { EBB_CALL_EARLY, EBB_CALL_DUE, EBB_CALL_LATE } EbbCallState;

EbbCallState ebb_call_state (gint64 ended_unix_us, gint64 now_unix_us);
/* The three questions; translated, static; NULL-terminated. */
const char *const *ebb_call_questions (void);
/* "fine", "watch", "doctor-today", "not-reached": what belongs into follow_up->outcome. */
const char *ebb_call_outcome (const EbbFollowUp *follow_up);
/* What to say to the patient; translated, static. */
const char *ebb_call_advice (const char *outcome);

/* --- Billing --- */

/* Units of 15 minutes of one-to-one time: 8 to 22 minutes are one (read in the source), then one
 * more each 15 (23 to 37 are two: general knowledge). */
guint ebb_billing_units (guint minutes);

void ebb_visit_need_free (EbbVisitNeed *need);
