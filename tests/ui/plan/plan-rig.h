/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An invented episode of care as plain values, and what a person types into its forms.
 */
#pragma once

#include "ebb-care-form.h"

/* Thursday 26 November 2026, 08:00 UTC. */
#define RIG_NOW_US G_GINT64_CONSTANT (1795680000000000)

/* Left thigh, without goals, visits and measures; one exercise with a weight in steps of 0.5 kg and
 * one without. */
EbbCareEpisode *plan_rig_episode (void);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbCareEpisode, ebb_care_episode_free)

void plan_rig_add_outcome (EbbCareEpisode *care, const char *measure, EbbSide side, double value,
                           const char *on);

/* Judges the form with these texts, one for each field (NULL = nothing typed). */
void plan_rig_judge (const EbbCareForm *form, const EbbCareEpisode *care, const char *about,
                     const char *const *typed, EbbCareJudged *judged);
/* What stands in the form at first; free each. */
void plan_rig_begin (const EbbCareForm *form, const EbbCareEpisode *care, const char *about,
                     char **typed);

#define assert_says(text, part)                                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if ((text) == NULL || strstr ((text), (part)) == NULL) {                                       \
      g_test_message ("“%s” does not say “%s”", (text), (part));                                   \
      g_test_fail ();                                                                              \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END
