/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules of progression with their numbers: a versioned file (data/progression), which a clinic
 * may change.  Reference clinical 8.4, amended by the clinic's decisions 3.19.  What the rules mean
 * stands in app/ebb-progression.  Any thread.
 */
#pragma once

#include "ebb-evidence.h"

#include <gio/gio.h>

typedef enum {
  EBB_RULE_HOLD,      /* effusion, swelling, lost range, extension lag: nothing goes up */
  EBB_RULE_STEP_BACK, /* R5 */
  EBB_RULE_LOAD,      /* R1 */
  EBB_RULE_SCHEME,    /* R2 */
  EBB_RULE_ORDER,     /* R3 */
  EBB_RULE_RAMP_IN,   /* R4 */
  EBB_RULE_CYCLES,    /* R6 */
  EBB_RULE_RETEST,    /* R7 */
  EBB_RULE_EXIT,      /* R8 */
  EBB_N_RULES,
} EbbRule;

/* In which order things go up. */
typedef enum { EBB_RAISE_TIME, EBB_RAISE_VOLUME, EBB_RAISE_LOAD, EBB_RAISE_PRESSURE } EbbRaise;
#define EBB_N_RAISES 4

typedef struct {
  char *code, *name, *source; /* owned: "R1", ... */
  EbbEvidence status;
  gboolean enabled;
} EbbRuleText;

typedef struct {
  char *id, *name; /* owned */
  guint version;
  EbbRuleText rules[EBB_N_RULES];

  struct {
    double pain_above, soreness_above;            /* 0 to 10; limb pain */
    double pressure_points, pressure_percent_min; /* percent of LOP */
  } step_back;
  struct {
    guint set, reps_above, steps;
  } load;
  struct {
    guint sessions;
    double rpe_max;      /* Borg 6 to 20 */
    double exertion_max; /* the same on 0 to 10 */
    double pain_max;
    double load_percent, load_percent_max;        /* of 1RM */
    double pressure_points, pressure_percent_max; /* of LOP */
  } scheme;
  struct {
    EbbRaise raises[EBB_N_RAISES];
    guint time_step_s;
  } order;
  struct {
    guint weeks, reps_max, reps_step, rest_s_min, rest_s_step;
  } ramp_in;
  struct {
    guint days, step, cycles_max;
  } cycles;
  struct {
    guint due_days, late_days;
  } retest;
  struct {
    double load_percent, pain_max;
  } exit;
} EbbProgressionList;

/* Parses hostile text; errors as in ebb-protocol.h: file, line, field, value, what is allowed.
 * Each rule stands in it once. */
EbbProgressionList *ebb_progression_list_parse (const char *name, const char *text, gssize length,
                                                GError **error);
EbbProgressionList *ebb_progression_list_load_builtin (GError **error);
void ebb_progression_list_free (EbbProgressionList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbProgressionList, ebb_progression_list_free)

/* "hold", "step-back", ...; NULL and -1 for strangers. */
const char *ebb_rule_to_string (EbbRule rule);
int ebb_rule_from_string (const char *text);
