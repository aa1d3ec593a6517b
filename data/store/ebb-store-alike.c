/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Is this patient in the file already, under a name that was written a little otherwise?
 */
#include "ebb-db-private.h"
#include "ebb-fold.h"

#include <string.h>

/* Shorter words are alike only when they are the same. */
#define LETTERS_MIN 4

/* TRUE when the rest of `a` from `i` is the rest of `b` from `j`. */
static gboolean
same_rest (const gunichar *a, glong n_a, glong i, const gunichar *b, glong n_b, glong j)
{
  return n_a - i == n_b - j && memcmp (a + i, b + j, (gsize) (n_a - i) * sizeof *a) == 0;
}

/* At most one letter more, less, another, or two that changed places. */
static gboolean
is_slip (const char *first, const char *second)
{
  glong n_a = 0, n_b = 0, i = 0;
  g_autofree gunichar *a = g_utf8_to_ucs4_fast (first, -1, &n_a);
  g_autofree gunichar *b = g_utf8_to_ucs4_fast (second, -1, &n_b);

  if (MIN (n_a, n_b) < LETTERS_MIN)
    return FALSE;
  while (i < n_a && i < n_b && a[i] == b[i])
    i++;
  return same_rest (a, n_a, MIN (i + 1, n_a), b, n_b, MIN (i + 1, n_b))
         || same_rest (a, n_a, MIN (i + 1, n_a), b, n_b, i)
         || same_rest (a, n_a, i, b, n_b, MIN (i + 1, n_b))
         || (i + 1 < n_a && i + 1 < n_b && a[i] == b[i + 1] && a[i + 1] == b[i]
             && same_rest (a, n_a, i + 2, b, n_b, i + 2));
}

static gboolean
names_are_alike (const char *first, const char *second)
{
  g_auto (GStrv) words = ebb_fold_words (first);
  g_auto (GStrv) others = ebb_fold_words (second);

  for (guint i = 0; words[i] != NULL; i++)
    for (guint j = 0; others[j] != NULL; j++)
      if (g_str_equal (words[i], others[j]) || is_slip (words[i], others[j]))
        return TRUE;

  return FALSE;
}

static gboolean
is_alike (const EbbPatient *patient, const EbbPatient *other)
{
  if (g_strcmp0 (patient->id, other->id) == 0)
    return FALSE;
  if (patient->record_number != NULL
      && g_strcmp0 (patient->record_number, other->record_number) == 0)
    return TRUE;
  return g_strcmp0 (patient->birth_date, other->birth_date) == 0 && patient->name != NULL
         && names_are_alike (patient->name, other->name);
}

static gpointer
read_patient (EbbStatement *statement)
{
  return ebb_patient_read (statement);
}

GPtrArray *
ebb_db_list_alike (EbbDb *db, const EbbPatient *patient, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, EBB_SELECT_PATIENTS "WHERE birth_date = ? OR record_number = ? ORDER BY patient_key DESC",
      error);
  g_autoptr (GPtrArray) patients = NULL;

  ebb_bind_words (statement, patient->birth_date);
  ebb_bind_words (statement, patient->record_number);
  patients = ebb_db_read_all (statement, read_patient, (GDestroyNotify) ebb_patient_free, error);
  for (guint i = patients != NULL ? patients->len : 0; i > 0; i--)
    if (!is_alike (patient, g_ptr_array_index (patients, i - 1)))
      g_ptr_array_remove_index (patients, i - 1);

  return g_steal_pointer (&patients);
}
