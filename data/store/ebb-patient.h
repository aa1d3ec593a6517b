/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a patient's and an order's fields may hold.  Pure: today is an argument.
 */
#pragma once

#include "ebb-records.h"

/* A day that exists in the calendar, written YYYY-MM-DD. */
gboolean ebb_date_is_valid (const char *text);

/* What a field of any record may hold: FALSE with EBB_STORE_ERROR_INVALID, which names field, value
 * and what is allowed. */
gboolean ebb_check_line (const char *field, const char *text, gboolean needed, GError **error);
gboolean ebb_check_free_text (const char *field, const char *text, GError **error);
gboolean ebb_check_date (const char *field, const char *text, GError **error);
gboolean ebb_refuse (GError **error, const char *field, const char *value, const char *allowed);

/* FALSE with EBB_STORE_ERROR_INVALID: the message names field, value and allowed range.
 * `today` is a valid date. */
gboolean ebb_patient_validate (const EbbPatient *patient, const char *today, GError **error);
gboolean ebb_order_validate (const EbbOrder *order, GError **error);
