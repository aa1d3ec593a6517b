/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * New patient and order: what may be saved, and what is said at the field.
 */
#include "ebb-number-text.h"
#include "ebb-patient-form-state.h"
#include "patients-rig.h"

#include <math.h>

static void
test_patient (void)
{
  g_auto (EbbPatientFormState) state = { 0 };
  EbbPatient typed = { .name = (char *) "Example, Tamsin", .birth_date = (char *) "2.6.1994" };

  ebb_patient_form_judge (&typed, TRUE, RIG_NOW_UNIX_US, &state);
  g_assert_true (state.can_save);
  g_assert_cmpstr (state.birth_date, ==, "1994-06-02");
  g_assert_cmpstr (state.birth_read, ==, "2 June 1994, 32 years old");
}

static void
test_patient_refused (void)
{
  static const struct {
    const char *name, *birth_date, *said; /* said of the birth date; NULL = nothing */
  } rows[] = {
    { "", "2.6.1994", NULL },
    { "  ", "2.6.1994", NULL },
    { "Example", "", "missing" },
    { "Example", "soon", "“soon”" },
    { "Example", "23.11.2026", "23 November 2026" }, /* tomorrow */
    { "Example", "31.12.1899", "31 December 1899" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (EbbPatientFormState) state = { 0 };
    EbbPatient typed = { .name = (char *) rows[i].name, .birth_date = (char *) rows[i].birth_date };

    ebb_patient_form_judge (&typed, FALSE, RIG_NOW_UNIX_US, &state);
    g_assert_false (state.can_save);
    if (rows[i].said != NULL) {
      g_assert_nonnull (strstr (state.birth_error, "Birth date"));
      g_assert_nonnull (strstr (state.birth_error, rows[i].said));
    } else
      g_assert_nonnull (state.name_error);
  }
}

static void
test_from_search (void)
{
  g_autoptr (EbbPatient) name = ebb_patient_from_search (" Muster, A ", FALSE);
  g_autoptr (EbbPatient) number = ebb_patient_from_search ("00421", FALSE);
  g_autoptr (EbbPatient) birth = ebb_patient_from_search ("2.6.1994", FALSE);
  g_autoptr (EbbPatient) nothing = ebb_patient_from_search (NULL, FALSE);

  g_assert_cmpstr (name->name, ==, "Muster, A");
  g_assert_cmpstr (number->record_number, ==, "00421");
  g_assert_null (number->name);
  g_assert_cmpstr (birth->birth_date, ==, "2.6.1994");
  g_assert_null (nothing->name);
}

static void
test_order (void)
{
  static const struct {
    const char *physician, *ordered_on, *valid_until;
    gboolean can_save;
  } rows[] = {
    { "Dr Sample", "22.11.2026", NULL, TRUE },
    { "Dr Sample", "1 Sep 2026", "1 Dec 2026", TRUE },
    { "Dr Sample", "22.11.2026", "22.11.2026", TRUE }, /* its last day counts */
    { "", "22.11.2026", NULL, FALSE },
    { "Dr Sample", "", NULL, FALSE },
    { "Dr Sample", "23.11.2026", NULL, FALSE },        /* not given yet */
    { "Dr Sample", "22.11.2026", "1.11.2026", FALSE }, /* ends before it begins */
    { "Dr Sample", "1.9.2026", "21.11.2026", FALSE },  /* has run out */
    { "Dr Sample", "1.9.2026", "some day", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (EbbOrderFormState) state = { 0 };
    EbbOrder typed = { .physician = (char *) rows[i].physician,
                       .ordered_on = (char *) rows[i].ordered_on,
                       .valid_until = (char *) rows[i].valid_until };

    ebb_order_form_judge (&typed, FALSE, RIG_NOW_UNIX_US, &state);
    g_test_message ("row %u", (guint) i);
    g_assert_cmpint (state.can_save, ==, rows[i].can_save);
  }
}

static void
test_numbers (void)
{
  static const char *const wrong[] = { "", "-5", "1e3", "inf", "0x10", "5 kg", "1.2.3", "." };

  g_assert_cmpfloat (ebb_number_from_text ("2.5"), ==, 2.5);
  g_assert_cmpfloat (ebb_number_from_text (" 2,5 "), ==, 2.5);
  g_assert_cmpfloat (ebb_number_from_text ("112"), ==, 112);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_true (isnan (ebb_number_from_text (wrong[i])));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patient-forms/patient", test_patient);
  g_test_add_func ("/patient-forms/patient-refused", test_patient_refused);
  g_test_add_func ("/patient-forms/from-search", test_from_search);
  g_test_add_func ("/patient-forms/order", test_order);
  g_test_add_func ("/patient-forms/numbers", test_numbers);
  return g_test_run ();
}
