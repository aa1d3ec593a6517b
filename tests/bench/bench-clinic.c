/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-clinic.h"

#include "ebb-db-desk.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define SEED  20260203
#define BATCH 5000

static const char *const syllables[] = { "ba", "ber", "da",  "den", "el",  "fa", "gor", "ha", "in",
                                         "ka", "la",  "ler", "ma",  "mon", "na", "or",  "pa", "ra",
                                         "ri", "sa",  "sen", "ta",  "ul",  "va", "zo" };

static void
add_word (GString *name, GRand *chance)
{
  gsize at = name->len;
  int n = g_rand_int_range (chance, 2, 4);
  for (int i = 0; i < n; i++)
    g_string_append (name, syllables[g_rand_int_range (chance, 0, G_N_ELEMENTS (syllables))]);
  name->str[at] = g_ascii_toupper (name->str[at]);
}

char *
bench_clinic_name (GRand *chance)
{
  GString *name = g_string_new (NULL);
  add_word (name, chance);
  g_string_append (name, ", ");
  add_word (name, chance);
  return g_string_free (name, FALSE);
}

static void
check (gboolean ok, GError *error)
{
  if (!ok) {
    g_printerr ("bench: %s\n", error->message);
    exit (1);
  }
}

static void
put_one (EbbDb *db, GRand *chance, guint number)
{
  GError *error = NULL;
  EbbPatient patient = { .name = bench_clinic_name (chance),
                         .birth_date = g_strdup_printf (
                             "%d-%02d-%02d", g_rand_int_range (chance, 1930, 2010),
                             g_rand_int_range (chance, 1, 13), g_rand_int_range (chance, 1, 29)),
                         .record_number = g_strdup_printf ("%06u", number) };
  check (ebb_db_put_patient (db, &patient, &error), error);
  g_free (patient.id);
  g_free (patient.name);
  g_free (patient.birth_date);
  g_free (patient.record_number);
}

void
bench_clinic_make (const char *path, guint n_patients)
{
  GError *error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (path, EBB_DB_WRITE, &error);
  check (db != NULL, error);
  EbbClinic clinic = { .name = (char *) "Bench clinic",
                       .statement_by = (char *) "A. Sample",
                       .statement_on = (char *) "2026-01-05" };
  check (ebb_db_put_clinic (db, &clinic, &error), error);
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  for (guint done = 0; done < n_patients;) {
    check (ebb_db_begin (db, &error), error);
    for (guint i = 0; i < BATCH && done < n_patients; i++)
      put_one (db, chance, ++done);
    check (ebb_db_commit (db, &error), error);
  }
}

void
bench_clinic_remove (const char *path)
{
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_remove (path);
  g_remove (lock_path);
  g_rmdir (folder);
}
