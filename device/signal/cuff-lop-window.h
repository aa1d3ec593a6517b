/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the occlusion search: one still window with the valves shut, and what the artery does
 * in it.  Pure; lives by value, belongs to one thread.
 */
#pragma once

#include "cuff-types.h"

/* The wave is kept at 50 Hz, whatever the rate of the telemetry; 16 s are the longest window. */
#define CUFF_LOP_GRID_US 20000
#define CUFF_LOP_GRID_S  0.02
#define CUFF_LOP_SAMPLES 800

/* What is wrong with the samples themselves. */
typedef enum {
  CUFF_LOP_SAMPLES_GOOD,
  CUFF_LOP_SAMPLES_GAP,        /* telemetry was missing: what came before cannot be joined on */
  CUFF_LOP_SAMPLES_UNREADABLE, /* no reading for 0.3 s */
  CUFF_LOP_SAMPLES_FROZEN,     /* the very same reading for 2 s: no real sensor does that */
} CuffLopSamples;

typedef struct {
  float wave[CUFF_LOP_SAMPLES]; /* mmHg, low-passed */
  unsigned n;
  bool started;
  CuffTime last_us, grid_us; /* of the last sample; of the next point to be kept */
  double low[2], last_low;
  CuffPressure last;
  CuffTime changed_us, readable_us; /* when the reading last changed, and last was one */
} CuffLopWindow;

/* What one window shows. */
typedef struct {
  double pressure_mmhg;  /* mean */
  double drift_mmhg_s;   /* of the straight line that was taken off: creep, leak */
  double amplitude_mmhg; /* median of the beats that count, peak to valley */
  double period_s;
  double rhythm; /* 0..1: how alike one beat is to the next */
  unsigned n_good;
  unsigned n_moved;     /* beats beside which the limb moved */
  unsigned n_irregular; /* beats that came early or late by more than a fifth */
} CuffLopBeats;

void cuff_lop_window_begin (CuffLopWindow *window);

/* One sample; `pressure` may be unset. */
CuffLopSamples cuff_lop_window_push (CuffLopWindow *window, CuffTime t_us, CuffPressure pressure);

double cuff_lop_window_length_s (const CuffLopWindow *window);

/* Reads the window; `period_s` is that of the last one, 0 = not known yet. */
CuffLopBeats cuff_lop_window_read (const CuffLopWindow *window, double period_s);

/* Sorts, and returns the middle one of n >= 1. */
double cuff_lop_median (double *values, unsigned n);
