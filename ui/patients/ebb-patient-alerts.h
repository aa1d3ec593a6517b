/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a therapist must know before this patient trains, worst first, each with what to do about
 * it.  Pure; now is an argument.
 */
#pragma once

#include "ebb-patient-file.h"

typedef enum {
  EBB_ALERT_UNWELL,     /* was unwell today */
  EBB_ALERT_DOOR,       /* an answer before a session stands against it */
  EBB_ALERT_NO_ORDER,   /* never had one, or it has run out */
  EBB_ALERT_SCREENING,  /* missing, expired or not complete */
  EBB_ALERT_PHYSICIAN,  /* the screening asks for one */
  EBB_ALERT_REFUSED,    /* by the screening, on one limb at least */
  EBB_ALERT_LAST_ENDED, /* the last session was stopped by safety, or had an adverse event */
  EBB_ALERT_PAIN,       /* pain above 7 last time */
  EBB_ALERT_LOP_OLD,
  EBB_ALERT_NO_PRESCRIPTION,
} EbbAlertKind;

typedef enum {
  EBB_ALERT_ACT_NONE,
  EBB_ALERT_ACT_ORDER,        /* record an order */
  EBB_ALERT_ACT_SCREEN,       /* ask the questions */
  EBB_ALERT_ACT_CLEARANCE,    /* record a physician's clearance */
  EBB_ALERT_ACT_PRESCRIPTION, /* write or change the prescription */
  EBB_ALERT_ACT_LOP,          /* measure the occlusion pressure of that limb */
  EBB_ALERT_ACT_SESSION,      /* look at the last session */
  EBB_ALERT_ACT_LIFT,         /* a clearance, or a correction, of an answer at the door */
} EbbAlertAct;

typedef struct {
  EbbAlertKind kind;
  gboolean locks; /* no session until it is dealt with */
  char *text;     /* owned: what is the matter */
  char *detail;   /* owned: what it means */
  EbbAlertAct act;
  const char *verb; /* translated: text of the button; NULL = none */
  char *about;      /* owned: id of the prescription whose limb it is; NULL = of no limb */
} EbbPatientAlert;

/* EbbPatientAlert; the array owns them. */
GPtrArray *ebb_patient_alerts (const EbbPatientFile *file, gint64 now_unix_us);

/* Why no session may be started, in one sentence; NULL = it may.  Free it. */
char *ebb_patient_why_locked (const EbbPatientFile *file, gint64 now_unix_us);
