/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-form-state.h"

#include "ebb-date-text.h"
#include "ebb-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As the store: nobody older is expected. */
#define BIRTH_MIN "1900-01-01"

static gboolean
is_blank (const char *text)
{
  g_autofree char *copy = g_strdup (text != NULL ? text : "");

  return *g_strstrip (copy) == '\0';
}

static char *
not_understood (const char *field, const char *text)
{
  /* Translators: the field's name, and what was typed. */
  return g_strdup_printf (_ ("%s: “%s” is no date; write it like 2 Jun 1994, 02.06.1994 or "
                             "1994-06-02"),
                          field, text);
}

void
ebb_patient_form_state_clear (EbbPatientFormState *state)
{
  g_free (state->name_error);
  g_free (state->birth_error);
  g_free (state->birth_read);
  g_free (state->birth_date);
  *state = (EbbPatientFormState){ 0 };
}

static void
judge_birth (const EbbPatient *typed, gboolean month_first, gint64 now_unix_us,
             EbbPatientFormState *state)
{
  g_autofree char *iso = ebb_date_from_text (typed->birth_date, month_first);
  g_autofree char *today = ebb_date_of_moment (now_unix_us);
  g_autofree char *shown = iso != NULL ? ebb_format_date (iso) : NULL;
  int age;

  if (is_blank (typed->birth_date)) {
    state->birth_error = g_strdup (_ ("Birth date: missing; write it like 2 Jun 1994"));
    return;
  }
  if (iso == NULL) {
    state->birth_error = not_understood (_ ("Birth date"), typed->birth_date);
    return;
  }
  /* Dates of this shape sort as text. */
  if (strcmp (iso, BIRTH_MIN) < 0 || strcmp (iso, today) > 0) {
    g_autofree char *from = ebb_format_date (BIRTH_MIN);
    state->birth_error = g_strdup_printf (_ ("Birth date: %s is outside %s to today"), shown, from);
    return;
  }
  age = ebb_format_age (iso, now_unix_us);
  /* Translators: how a typed birth date was read: "2 June 1994, 32 years old". */
  state->birth_read =
      g_strdup_printf (ngettext ("%s, %d year old", "%s, %d years old", (gulong) age), shown, age);
  state->birth_date = g_steal_pointer (&iso);
}

void
ebb_patient_form_judge (const EbbPatient *typed, gboolean month_first, gint64 now_unix_us,
                        EbbPatientFormState *state)
{
  *state = (EbbPatientFormState){ 0 };
  if (is_blank (typed->name))
    state->name_error = g_strdup (_ ("Name: missing; family name, then given name"));
  judge_birth (typed, month_first, now_unix_us, state);
  state->can_save = state->name_error == NULL && state->birth_error == NULL;
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

EbbPatient *
ebb_patient_from_search (const char *text, gboolean month_first)
{
  EbbPatient *patient = g_new0 (EbbPatient, 1);
  g_autofree char *clean = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autofree char *date = ebb_date_from_text (clean, month_first);

  if (*clean == '\0')
    return patient;
  if (date != NULL)
    patient->birth_date = g_steal_pointer (&clean);
  else if (is_number (clean))
    patient->record_number = g_steal_pointer (&clean);
  else
    patient->name = g_steal_pointer (&clean);
  return patient;
}

/* --- Order ------------------------------------------------------------------------------- */

void
ebb_order_form_state_clear (EbbOrderFormState *state)
{
  g_free (state->physician_error);
  g_free (state->ordered_error);
  g_free (state->until_error);
  g_free (state->ordered_read);
  g_free (state->until_read);
  g_free (state->ordered_on);
  g_free (state->valid_until);
  *state = (EbbOrderFormState){ 0 };
}

static void
judge_ordered (const EbbOrder *typed, gboolean month_first, const char *today,
               EbbOrderFormState *state)
{
  if (is_blank (typed->ordered_on)) {
    state->ordered_error = g_strdup (_ ("Date of the order: missing; write it like 2 Jun 2026"));
    return;
  }
  state->ordered_on = ebb_date_from_text (typed->ordered_on, month_first);
  if (state->ordered_on == NULL) {
    state->ordered_error = not_understood (_ ("Date of the order"), typed->ordered_on);
    return;
  }
  state->ordered_read = ebb_format_date (state->ordered_on);
  if (strcmp (state->ordered_on, today) > 0)
    state->ordered_error = g_strdup_printf (_ ("Date of the order: %s lies in the future; give "
                                               "today or a day before"),
                                            state->ordered_read);
}

static void
judge_until (const EbbOrder *typed, gboolean month_first, const char *today,
             EbbOrderFormState *state)
{
  if (is_blank (typed->valid_until)) {
    state->until_read = g_strdup (_ ("Without an end"));
    return;
  }
  state->valid_until = ebb_date_from_text (typed->valid_until, month_first);
  if (state->valid_until == NULL) {
    state->until_error = not_understood (_ ("Valid until"), typed->valid_until);
    return;
  }
  state->until_read = ebb_format_date (state->valid_until);
  if (state->ordered_on != NULL && strcmp (state->valid_until, state->ordered_on) < 0)
    state->until_error = g_strdup_printf (_ ("Valid until: %s lies before the date of the order"),
                                          state->until_read);
  else if (strcmp (state->valid_until, today) < 0)
    state->until_error =
        g_strdup_printf (_ ("Valid until: %s has passed; an order that has run out unlocks "
                            "nothing"),
                         state->until_read);
}

void
ebb_order_form_judge (const EbbOrder *typed, gboolean month_first, gint64 now_unix_us,
                      EbbOrderFormState *state)
{
  g_autofree char *today = ebb_date_of_moment (now_unix_us);

  *state = (EbbOrderFormState){ 0 };
  if (is_blank (typed->physician))
    state->physician_error = g_strdup (_ ("Physician: missing; write who ordered it"));
  judge_ordered (typed, month_first, today, state);
  judge_until (typed, month_first, today, state);
  state->can_save =
      state->physician_error == NULL && state->ordered_error == NULL && state->until_error == NULL;
}
