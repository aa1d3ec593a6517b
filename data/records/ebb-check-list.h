/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked and looked at in every session, and the signs at which to stop: a versioned file of
 * data/screening.  Reference clinical 4.7 and 4.8.  Any thread.
 */
#pragma once

#include "ebb-evidence.h"

#include <gio/gio.h>

typedef enum { EBB_CHECK_BEFORE, EBB_CHECK_DURING, EBB_CHECK_AFTER } EbbCheckWhen;

typedef enum {
  EBB_CHECK_YES_NO, /* a yes has the effect */
  EBB_CHECK_TICK,   /* it was looked at and is in order */
  EBB_CHECK_NUMBER,
  EBB_CHECK_BLOOD_PRESSURE,
  EBB_CHECK_RATING,
} EbbCheckKind;

typedef enum {
  EBB_CHECK_NOTE,          /* kept, nothing else */
  EBB_CHECK_NEEDED,        /* no start without it */
  EBB_CHECK_ASK_MORE,      /* the therapist decides */
  EBB_CHECK_SCREEN_AGAIN,  /* the screening no longer holds */
  EBB_CHECK_NOT_TODAY,     /* no cuff today */
  EBB_CHECK_REFER,         /* no cuff, and to a physician */
  EBB_CHECK_TIER,          /* the tiers of the screening list decide */
  EBB_CHECK_LOWER,         /* 10 mmHg less */
  EBB_CHECK_STOP_SIGNS,    /* the signs below decide */
  EBB_CHECK_FIRST_SESSION, /* after a first session only */
} EbbCheckEffect;

typedef struct {
  char *id, *question, *source; /* owned */
  EbbCheckWhen when;
  EbbCheckKind kind;
  EbbCheckEffect effect;
  double min, max; /* of a number; NAN = not a number */
  double over;     /* the effect comes above this; NAN = none */
  EbbEvidence status;
} EbbCheckItem;

typedef enum {
  EBB_SIGN_CONTINUE, /* normal */
  EBB_SIGN_END_SET,
  EBB_SIGN_LOWER, /* 10 mmHg less at a time; if it stays, deflate and stop */
  EBB_SIGN_DEFLATE,
  EBB_SIGN_DEFLATE_STOP,
  EBB_SIGN_EMERGENCY, /* deflate, stop, emergency plan */
  EBB_SIGN_AUTOMATIC, /* controller and program do it */
} EbbSignAction;

typedef struct {
  char *id, *name, *source; /* owned */
  EbbSignAction action;
  double over; /* the number above which; NAN = none */
  EbbEvidence status;
} EbbStopSign;

typedef struct {
  char *id, *name; /* owned */
  guint version;
  GPtrArray *checks; /* EbbCheckItem, in the order they are asked */
  GPtrArray *signs;  /* EbbStopSign */
} EbbCheckList;

/* Parses hostile text; errors as in ebb-protocol.h: file, line, field, value, what is allowed. */
EbbCheckList *ebb_check_list_parse (const char *name, const char *text, gssize length,
                                    GError **error);
EbbCheckList *ebb_check_list_load_builtin (GError **error);
void ebb_check_list_free (EbbCheckList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbCheckList, ebb_check_list_free)

/* Borrowed; NULL when it is not in the list. */
const EbbCheckItem *ebb_check_list_find (const EbbCheckList *list, const char *id);
const EbbStopSign *ebb_check_list_find_sign (const EbbCheckList *list, const char *id);

/* As they stand in the file, never translated. */
const char *ebb_check_when_to_string (EbbCheckWhen when);
const char *ebb_check_effect_to_string (EbbCheckEffect effect);
const char *ebb_sign_action_to_string (EbbSignAction action);
