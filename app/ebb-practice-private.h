/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the practice clinic: who comes, how a course goes, and what a cuff would have
 * reported.
 */
#pragma once

#include "ebb-practice.h"

#define EBB_PRACTICE_EXERCISES 2

typedef enum {
  EBB_PRACTICE_PLAIN,
  EBB_PRACTICE_NEW,     /* nothing but a name */
  EBB_PRACTICE_EXPIRED, /* the order has run out */
  EBB_PRACTICE_PAIN,    /* the last session was stopped for cuff pain */
  EBB_PRACTICE_STEP,    /* the last session: an alarm, and 10 mmHg less from then on */
} EbbPracticeStory;

/* One invented patient.  Texts marked N_() are translated when they are written. */
typedef struct {
  const char *name, *birth_date, *record_number, *sex;
  const char *diagnosis, *surgery, *precautions; /* NULL = none */
  guint weeks;                                   /* since the surgery */
  EbbSegment segment;
  EbbSide side;
  const char *exercises[EBB_PRACTICE_EXERCISES]; /* the second NULL = one bout a session */
  EbbMethod method;
  double percent_lop;
  guint fixed_mmhg, lop_mmhg, systolic_mmhg; /* 0 = none */
  guint lop_days_ago;
  const char *reason; /* NULL = none */
  double cuff_width_cm, girth_cm;
  double load_kg; /* the first one */
  guint n_sessions, visits_planned, last_days_ago;
  EbbPracticeStory story;
  int visit_today; /* place in today's list from 1; 0 = not today */
} EbbPracticePerson;

extern const EbbPracticePerson ebb_practice_people[];
extern const guint ebb_practice_n_people;

/* What is known while one patient is written. */
typedef struct {
  EbbDb *db;   /* borrowed */
  GRand *rand; /* borrowed */
  gint64 now_unix_us;
  const EbbPracticePerson *person;
  char *patient_id, *episode_id;                           /* owned */
  EbbPrescriptionRecord *versions[EBB_PRACTICE_EXERCISES]; /* owned: in force */
} EbbPractice;

#define EBB_PRACTICE_THERAPIST "Practice therapist"

/* A UUID from the seed.  Owned by the caller. */
char *ebb_practice_id (GRand *rand);

/* Where a course stands at its session `index` (from 0). */
double ebb_practice_load_kg (const EbbPracticePerson *person, guint exercise, guint index);

/* A past session with all its rows.  `started_unix_us` is wall time, `last`: the newest one. */
gboolean ebb_practice_put_session (EbbPractice *practice, guint index, gint64 started_unix_us,
                                   gboolean last, GError **error);

/* What a cuff reports of one limb, second by second into the store: 25 samples each second. */
typedef struct {
  EbbDb *db;           /* borrowed */
  const char *limb_id; /* borrowed */
  GRand *rand;         /* borrowed */
  double target_mmhg;
  gint64 t_us; /* of the next sample */
  EbbSample second[25];
  guint n;
  GError *error; /* owned: the first failure; later calls do nothing */
} EbbPracticeWave;

void ebb_practice_wave_begin (EbbPracticeWave *wave, EbbDb *db, const char *limb_id, GRand *rand,
                              double target_mmhg, gint64 t_us);
void ebb_practice_wave_inflate (EbbPracticeWave *wave);
void ebb_practice_wave_keep (EbbPracticeWave *wave, double seconds);
/* One repetition held for about `hold_s`, and what a detector would say of it. */
CuffRep ebb_practice_wave_rep (EbbPracticeWave *wave, double hold_s);
/* Down to nothing, and a second of that. */
void ebb_practice_wave_deflate (EbbPracticeWave *wave);
gboolean ebb_practice_wave_end (EbbPracticeWave *wave, GError **error);
