/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of a screening list's file, between the files that read it.
 */
#pragma once

#include "ebb-json-read.h"
#include "ebb-screening-list.h"

int ebb_screening_word (const char *const *words, const char *text);
int ebb_effect_from_string (const char *text);

/* "max_percent_lop" and "pattern", as far as they are there. */
void ebb_screening_read_limit (EbbJsonObject *object, EbbScreeningLimit *limit);

/* "measure" and its bounds; without it a person answers. */
EbbScreeningMeasure ebb_screening_read_measure (EbbJsonObject *object, EbbScreeningRange *range);

/* Point score, blood pressure, venous clots, Wells.  After the items, which they name. */
void ebb_screening_read_rules (EbbJsonObject *root, EbbScreeningList *list);
