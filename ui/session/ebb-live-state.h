/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every word, number, class and visibility of the live page, from what the session reports and what
 * was planned.  A pure function: no widget, no clock.  Widgets show this and hold nothing.
 */
#pragma once

#include "ebb-session.h"

/* Word, colour and sign of the banner belong together. */
typedef enum {
  EBB_LIVE_WAIT,    /* nothing is asked of the patient yet */
  EBB_LIVE_INFLATE, /* the pressure rises */
  EBB_LIVE_READY,
  EBB_LIVE_CONTRACT,
  EBB_LIVE_HOLD,
  EBB_LIVE_RELAX,
  EBB_LIVE_WORK,   /* by the clock, with the cuff as the pattern says */
  EBB_LIVE_RELIEF, /* deflated for a moment within a set by the clock */
  EBB_LIVE_REST,
  EBB_LIVE_PAUSED,
  EBB_LIVE_DEFLATE, /* the pressure falls */
  EBB_LIVE_OFF,     /* proven deflated */
  EBB_LIVE_UNKNOWN, /* treat as inflated */
} EbbLiveLook;

/* How a number stands to what was ordered; never told by colour alone. */
typedef enum {
  EBB_LIVE_PLAIN,
  EBB_LIVE_GOOD,
  EBB_LIVE_WARN,
  EBB_LIVE_BAD,
} EbbLiveLevel;

/* What fills the place of the large numbers. */
typedef enum {
  EBB_LIVE_SHOW_NUMBERS,
  EBB_LIVE_SHOW_REST,
  EBB_LIVE_SHOW_UNKNOWN,
} EbbLiveShow;

typedef struct {
  EbbLiveLook look;
  char *word;       /* owned, like all texts: "Hold", "Rest 0:23" */
  char *detail;     /* beside the word: "cuff stays tight"; "" = nothing */
  char *next;       /* "then relax"; "" */
  char *next_after; /* "rest after 3–8 more"; "" */
  double progress;  /* 0..1; negative = the end is not known */
} EbbLiveBanner;

typedef struct {
  char *title;   /* "Pressure", "Pressure, read by hand" */
  char *number;  /* "114", "–" */
  char *ordered; /* "ordered 112"; "" */
  char *sign;    /* "▲ 2, in band"; "" */
  EbbLiveLevel level;
  char *share; /* "60 % LOP · 96 % of time"; "" */
} EbbLivePressure;

typedef struct {
  char *title;  /* "Repetitions done", "Time done" */
  char *number; /* "11", "3:24" */
  char *range;  /* "/ 15–20", "/ 5:00", "to failure" */
  char *set;    /* "set 2 of 3", "step 3 of 8, set 1 of 6" */
  char *line;   /* all of it in one line, for the rest: "set 2: 17 of 15–20" */
  guint n_sets, sets_done;
  gboolean set_open;
} EbbLiveReps;

typedef struct {
  char *title;     /* "Hold, left" */
  char *number;    /* "2"; "done"; "–" */
  char *unit;      /* "s"; "" */
  char *of;        /* "of 5"; "" */
  double fraction; /* of the ring; negative = no ring */
} EbbLiveClock;

typedef struct {
  char *title;       /* "LEFT THIGH" */
  char *clock;       /* "4:12" */
  char *limit;       /* "limit 20:00" */
  char *limit_short; /* "tight, limit 20:00" */
  char *left;        /* "3:12 left" when it gets near; "" */
  double share;      /* of the limit, 0..1 */
  EbbLiveLevel level;
} EbbLiveLimb;

/* What a therapist is asked in place, with one button to answer it; the act says which. */
typedef enum {
  EBB_LIVE_PROMPT_NONE,
  EBB_LIVE_PROMPT_NOT_YET, /* the cuff is about to inflate */
  EBB_LIVE_PROMPT_INFLATE, /* it waits for a person */
  EBB_LIVE_PROMPT_HERE,    /* is somebody there? */
} EbbLivePromptKind;

typedef struct {
  EbbLivePromptKind kind;
  char *text;   /* "The cuff inflates in 4 s"; "" */
  char *detail; /* what happens without an answer; "" */
  char *button; /* "Not yet"; "" */
} EbbLivePrompt;

/* Without a cable: what is asked of the person who reads the gauge. */
typedef struct {
  gboolean shown;  /* a reading can be entered now */
  char *ask;       /* "Gauge still at 150?" */
  char *age;       /* "read by hand 0:12 ago", "not read yet" */
  char *at_target; /* "Cuff is at 150" */
  int target_mmhg;
  EbbLiveLevel level; /* WARN: out of band, or too old */
} EbbLiveReading;

typedef struct {
  gboolean counts; /* sets are counted: Count, Undo and Correct count are there */
  gboolean rest;   /* More rest and Correct count stand where End set and Count stand else */
  gboolean end_set, more_rest, minus, plus, count, undo, pause, correct, unwell;
  gboolean not_yet, inflate, here;           /* answers to the prompt */
  gboolean repeat_set, skip_set, reposition; /* under More… */
  gboolean paused;                           /* the button says Resume */
  char *minus_why, *plus_why;                /* why it cannot be pressed; NULL */
  char *count_text;                          /* "17" */
  char *pause_text;                          /* "Pause", "Resume" */
} EbbLiveControlsState;

typedef struct {
  EbbLiveShow show;
  EbbLiveBanner banner;
  EbbLivePressure pressure;
  EbbLiveReps reps;
  EbbLiveClock clock;
  EbbLiveLimb limb;
  EbbLiveReading reading;
  EbbLivePrompt prompt;
  EbbLiveControlsState controls;
  char *subtitle; /* "Short-arc quad, 2 kg · seated · 10:42, done about 10:51" */
  gboolean timed; /* its sets go by the clock: the strip shows the plan instead of repetitions */
  gboolean moves; /* something of it changes by time alone */
} EbbLiveState;

/* What it is made of; all borrowed. */
typedef struct {
  const EbbSessionView *view;
  const EbbPlan *plan;
  const EbbExercise *exercise;
  EbbSide side;
  gint64 now_us;      /* on the clock */
  gint64 now_unix_us; /* wall time, for the header alone */
} EbbLiveFacts;

/* Fills `state`, whatever was in it; clear it afterwards. */
void ebb_live_state_make (EbbLiveState *state, const EbbLiveFacts *facts);
void ebb_live_state_clear (EbbLiveState *state);

/* "contract": the style class and the sign's name of a look. */
const char *ebb_live_look_to_class (EbbLiveLook look);
/* "good", "warn", "bad"; "" for plain. */
const char *ebb_live_level_to_class (EbbLiveLevel level);

/* What was typed as a reading; FALSE and why, translated, when it is no number.  Whether it is one
 * that a gauge shows, the session says. */
gboolean ebb_live_reading_parse (const char *text, double *mmhg, char **problem);

gboolean ebb_phase_is_in_set (EbbPhase phase); /* between the count-down and the set's end */
gboolean ebb_phase_is_bout (EbbPhase phase);   /* from the first inflation to the vent */
