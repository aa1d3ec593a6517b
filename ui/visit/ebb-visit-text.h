/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What surrounds a session in words, as its pages say it.  Pure; strings are the caller's unless
 * they are const.
 */
#pragma once

#include "ebb-code-list.h"
#include "ebb-episode.h"
#include "ebb-papers.h"

/* "within three days" of "three-days". */
const char *ebb_onset_to_text (const char *onset);
/* Of the built-in list, translated; another list's own name. */
const char *ebb_event_kind_to_text (const EbbCode *code);
/* "Numbness · moderate · within a day"; and below it what was done, who was told. */
char *ebb_event_title (const EbbAdverseRecord *record, const EbbCodeList *list);
char *ebb_event_detail (const EbbAdverseRecord *record);

/* "Given 22 Nov 2026, initials AB, wording 1 · by Dana"; "Taken back 22 Nov 2026"; "Missing". */
char *ebb_consent_text (const GPtrArray *consents, EbbPaper paper);

/* "22 Nov 2026 · Cleared · 3 points · by Dana". */
char *ebb_screening_line (const EbbScreening *screening);
/* What was answered, against the list that was asked: each yes with its limb, what was not
 * answered, how many were no, blood pressure, height and weight; in lines. */
char *ebb_screening_answers_text (const EbbScreening *screening, const EbbScreeningList *list);
/* "Cleared by Dr Sample on 2 Jun 2026: past stroke; at most 50 % of LOP". */
char *ebb_clearance_line (const EbbClearance *clearance, const EbbScreeningList *list);

/* The note for the physician about a limb that may have a clot.  `signs`: ids of the list. */
char *ebb_referral_note (const EbbPatient *patient, const EbbScreeningList *list,
                         const GPtrArray *signs, const char *operator_name, gint64 now_unix_us);
int ebb_wells_points (const EbbScreeningList *list, const GPtrArray *signs);

/* "first session", "pressure raised from 90 to 110 mmHg". */
char *ebb_call_why (const EbbCall *call);
