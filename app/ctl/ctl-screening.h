/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of "ebbctl screening": what was typed, and how it is said.
 */
#pragma once

#include "ebb-screening.h"

/* What was typed; all zero to begin with. */
typedef struct {
  char *path, *sex, *surgery_on, *date, *first, *second, *limb; /* owned or NULL */
  char *age, *height, *weight;                                  /* the same */
  char **yes, **wells;                                          /* owned or NULL */
  gboolean no_to_rest, acknowledge;
} CtlAnswers;

/* The options that fill `answers`, at the beginning of an array that is zero. */
#define CTL_ANSWERS_ENTRIES 14
void ctl_answers_entries (CtlAnswers *answers, GOptionEntry *entries);

void ctl_answers_clear (CtlAnswers *answers);
/* Checked; the error names option or field, value and what is allowed. */
EbbScreening *ctl_answers_read (const CtlAnswers *answers, const EbbScreeningList *list,
                                GError **error);
/* 0 = not said. */
gboolean ctl_answers_limb (const CtlAnswers *answers, guint *limb, GError **error);

/* On stdout, as text or JSON. */
void ctl_say_list (const EbbScreeningList *list, gboolean json);
/* `screening` may have an id (it was stored). */
void ctl_say_judgement (const EbbScreening *screening, const EbbScreeningJudgement *judgement,
                        gboolean json);
void ctl_say_gate (const EbbScreeningFile *file, const EbbScreeningGate *gate, gboolean json);
