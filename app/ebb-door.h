/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks before a session, and what they stand in the way of.  Pure: answers go in as they are
 * recorded, a lock with its sentence comes out; the session asks here before any air, and so does
 * the page.  What a yes does is data/screening/session.json's; which blood pressure is too high,
 * the screening list's.  "Nothing new since last time" answers every question at once; a question
 * answered by itself afterwards counts (clinic 3.8, 3.9; reference clinical 4.7, 4.8).
 */
#pragma once

#include "ebb-check-list.h"
#include "ebb-screening.h"

/* The one spoken line, no question of the list: value 1 = nothing is new; 0 with a second value of
 * 1 = something is, and a person wrote down what was decided. */
#define EBB_DOOR_NOTHING_NEW "nothing-new"

typedef struct {
  char *kind, *text;    /* owned; text or NULL */
  double value, second; /* NAN = none */
} EbbDoorAnswer;

/* Zeroed is empty. */
typedef struct {
  GPtrArray *answers; /* EbbDoorAnswer, in the order they came; NULL = none */
} EbbDoor;

void ebb_door_take (EbbDoor *door, const char *kind, double value, double second, const char *text);
/* All of `more`, after what stands. */
void ebb_door_add (EbbDoor *door, const EbbDoor *more);
void ebb_door_clear (EbbDoor *door);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbDoor, ebb_door_clear)
/* The last one of a kind, borrowed; NULL. */
const EbbDoorAnswer *ebb_door_find (const EbbDoor *door, const char *kind);

/* The stricter, the greater. */
typedef enum {
  EBB_DOOR_OPEN,
  EBB_DOOR_ASK,           /* something that is needed was not asked or looked at */
  EBB_DOOR_EXPLAIN,       /* a yes that the therapist judges, without a word of it */
  EBB_DOOR_MEASURE_AGAIN, /* sit five minutes; the second blood pressure decides */
  EBB_DOOR_LIMITED,       /* today's blood pressure wants less than this bout gives */
  EBB_DOOR_PHYSICIAN,     /* today's blood pressure needs a clearance */
  EBB_DOOR_SCREEN_AGAIN,  /* the screening no longer holds */
  EBB_DOOR_NOT_TODAY,
  EBB_DOOR_REFER, /* no cuff, and to a physician */
} EbbDoorLock;

typedef struct {
  const EbbCheckList *list;
  const EbbScreeningFile *screening; /* NULL: blood pressure is judged by the built-in tiers */
  guint limb;                        /* EBB_LIMB_*; 0 = any */
  double percent_lop;                /* of the bout; NAN = not known */
  gboolean intermittent;             /* the bout deflates in its rests */
  gboolean needed;                   /* what the list says is needed must have been looked at */
} EbbDoorQuestion;

/* `text` gets a translated sentence when it is not open, else NULL; free it. */
EbbDoorLock ebb_door_judge (const EbbDoor *door, const EbbDoorQuestion *question, char **text);

/* The blood pressures in the order they were taken; the one that decides stands in `into` (FALSE:
 * none yet, or the first was too high and the second is missing). */
gboolean ebb_door_pressure (const EbbDoor *door, const EbbDoorQuestion *question,
                            EbbBloodPressure *into);

/* What to do about a sign seen in a bout or after it; `value` NAN = seen, without a number.  A
 * number up to the threshold is no sign. */
EbbSignAction ebb_sign_judge (const EbbStopSign *sign, double value);
