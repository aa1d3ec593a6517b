/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the page of the clinic says of each field.  Pure; strings are the caller's unless const.
 */
#pragma once

#include "ebb-store-ask-clinic.h"

const char *ebb_clinic_title (EbbClinicField field);
/* What it does; NULL of a text that says it all. */
const char *ebb_clinic_detail (EbbClinicField field);

typedef struct {
  const char *value; /* as it is stored */
  char *text;        /* owned: as it is read */
} EbbClinicOption;

/* EbbClinicOption array of a rule: what is offered, and what stands there beside it. */
GPtrArray *ebb_clinic_options (EbbClinicField field, const EbbClinicValue *now);
/* Of `options`; the first where there is none such. */
guint ebb_clinic_option_find (const GPtrArray *options, const char *value);

/* "On since 22 Nov 2026 · Dana · for the study". */
char *ebb_clinic_preconditioning_text (const EbbClinicValue *value);
/* "Ebb's own list, version 1"; "The clinic's list, version 2, since 22 Nov 2026 · Dana". */
char *ebb_clinic_list_text (const EbbListInForce *in_force);
/* What it has otherwise than Ebb's, a condition a line; "" = nothing. */
char *ebb_clinic_list_changes (const GPtrArray *changes);
