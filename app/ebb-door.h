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
#include "ebb-door-refusal.h"
#include "ebb-screening.h"

/* The one spoken line, no question of the list: value 1 = nothing is new; 0 with a second value of
 * 1 = something is, and a person wrote down what was decided. */
#define EBB_DOOR_NOTHING_NEW "nothing-new"

/* The blood pressure among the questions. */
#define EBB_DOOR_PRESSURE "bp"
/* A reading that was mistyped; it decides nothing. */
#define EBB_DOOR_MISTYPED "bp-mistyped"

/* A first blood pressure that is too high or too low: so long until the second one (clinic 3.8). */
#define EBB_DOOR_SIT_S 300

typedef struct {
  char *kind, *text;    /* owned; text or NULL */
  double value, second; /* NAN = none */
  gint64 t_us;          /* when, on the clock; EBB_TIME_UNSET = not known */
} EbbDoorAnswer;

/* Zeroed is empty. */
typedef struct {
  GPtrArray *answers; /* EbbDoorAnswer, in the order they came; NULL = none */
} EbbDoor;

void ebb_door_take (EbbDoor *door, const char *kind, double value, double second, const char *text);
/* The same with its time, which a second blood pressure needs: unknown is not five minutes. */
void ebb_door_take_at (EbbDoor *door, gint64 t_us, const char *kind, double value, double second,
                       const char *text);
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

typedef struct {
  EbbDoorLock lock;
  char *text;             /* owned: a translated sentence when it is not open, else NULL */
  double max_percent_lop; /* today's, whatever the lock: no step goes beyond it; 0 = none */
} EbbDoorJudgement;

void ebb_door_judgement_clear (EbbDoorJudgement *judgement);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbDoorJudgement, ebb_door_judgement_clear)

/* What is in `into` is not looked at. */
EbbDoorLock ebb_door_judge (const EbbDoor *door, const EbbDoorQuestion *question,
                            EbbDoorJudgement *into);

/* Each answer that ends the visit here (NOT_TODAY, REFER), as it is recorded: EbbDoorRefusal, of
 * nobody yet. */
GPtrArray *ebb_door_refusals (const EbbDoor *door, const EbbDoorQuestion *question);
/* "Fever or illness today?", "182/90 mmHg": what was said, translated; free it. */
char *ebb_door_refusal_to_text (const EbbDoorRefusal *refusal);

/* The first one that is too high or too low while the second that decides is missing; borrowed;
 * NULL. */
const EbbDoorAnswer *ebb_door_waits (const EbbDoor *door, const EbbDoorQuestion *question);
/* The same moment on both clocks. */
typedef struct {
  gint64 us, unix_us;
} EbbDoorNow;

/* First blood pressures of today that a page was left with; they count from when they were
 * measured.  One that `answers` has too, as it was or as mistyped, is not taken twice. */
void ebb_door_recall (EbbDoor *into, const EbbScreeningFile *file, const EbbDoor *answers,
                      const EbbDoorNow *now);
/* Whether an answer is that very reading, as it was or as a slip of the finger; the same numbers
 * five minutes later are another one. */
gboolean ebb_door_is_reading (const EbbDoorAnswer *answer, const EbbDoorReading *reading,
                              const EbbDoorNow *now);

/* The blood pressures in the order they were taken; the one that decides stands in `into` (FALSE:
 * none yet, or the first was too high and the second is missing). */
gboolean ebb_door_pressure (const EbbDoor *door, const EbbDoorQuestion *question,
                            EbbBloodPressure *into);

/* What to do about a sign seen in a bout or after it; `value` NAN = seen, without a number.  A
 * number up to the threshold is no sign. */
EbbSignAction ebb_sign_judge (const EbbStopSign *sign, double value);
