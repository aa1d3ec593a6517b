/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer to a suggestion of the rules.  Pure.
 */
#pragma once

#include "ebb-care-form.h"
#include "ebb-progression.h"

/* `about` of ebb_answer_form: which exercise of the episode, which rule, changed or declined. */
char *ebb_answer_about (guint exercise, EbbRule rule, EbbChoice choice);

/* The value in what was typed into that form; NAN = none. */
double ebb_answer_value (char *const *typed);

/* A suggestion and its answer as a record, filled in but for its id; NULL with an error when the
 * value makes no sense. */
EbbProgressChoice *ebb_answer_make (const EbbCareAsk *ask, const EbbCareExercise *exercise,
                                    const EbbSuggestion *suggestion, const EbbProgressionList *list,
                                    EbbChoice choice, double value, const char *note,
                                    GError **error);

/* What a prescription can say of it: the version that stands with the new value in its place.  NULL
 * when the step is none of load, pressure or sets: then it is for another protocol. */
EbbPrescriptionRecord *ebb_answer_prescription (EbbAdvance step, double value,
                                                const EbbPrescriptionRecord *stands);
