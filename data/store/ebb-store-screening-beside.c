/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands beside a screening: a therapist's override of one day, a change of health, what the
 * clinic has set; and all of it together as a lock looks at it.
 */
#include "ebb-day.h"
#include "ebb-db-private.h"
#include "ebb-db-screening.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

/* Overrides ------------------------------------------------------------------------------------*/

static gboolean
put_override (EbbDb *db, gpointer data, GError **error)
{
  const EbbScreeningOverride *override = data;
  g_autofree char *user_id = ebb_db_ensure_user (db, override->operator_name, error);
  g_autoptr (EbbStatement) insert =
      user_id == NULL ? NULL
                      : ebb_db_prepare (db,
                                        "INSERT INTO screening_override (id, patient_id, "
                                        "screening_id, reason, overridden_on, user_id) "
                                        "VALUES (?, ?, ?, ?, ?, ?)",
                                        error);

  ebb_bind_text (insert, override->id);
  ebb_bind_text (insert, override->patient_id);
  ebb_bind_text (insert, override->screening_id);
  ebb_bind_text (insert, override->reason);
  ebb_bind_text (insert, override->overridden_on);
  ebb_bind_text (insert, user_id);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "override", "screening", override->id, override->reason, error);
}

gboolean
ebb_db_put_screening_override (EbbDb *db, EbbScreeningOverride *override, GError **error)
{
  gboolean is_new = override->id == NULL;
  g_autoptr (EbbPatient) patient = NULL;

  if (!ebb_check_line (_ ("reason"), override->reason, TRUE, error)
      || !ebb_check_line (_ ("therapist"), override->operator_name, TRUE, error)
      || !ebb_check_date (_ ("date of the override"), override->overridden_on, error))
    return FALSE;
  patient =
      ebb_db_get_patient (db, override->patient_id != NULL ? override->patient_id : "", error);
  if (patient == NULL)
    return FALSE;

  if (is_new)
    override->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_override, override, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&override->id, g_free);
  return FALSE;
}

static gboolean
load_override (EbbDb *db, EbbScreeningFile *file, const char *today, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT screening_override.id, screening_id, reason, user.name, written_unix_us "
      "FROM screening_override "
      "JOIN user ON user.id = user_id WHERE patient_id = ? AND overridden_on = ? "
      "ORDER BY written_unix_us DESC LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, file->patient_id);
  ebb_bind_text (statement, today);
  if (ebb_statement_row (statement, &local_error)) {
    file->override = g_new0 (EbbScreeningOverride, 1);
    file->override->id = ebb_column_text (statement);
    file->override->screening_id = ebb_column_text (statement);
    file->override->reason = ebb_column_text (statement);
    file->override->operator_name = ebb_column_text (statement);
    file->override->written_unix_us = ebb_column_int (statement);
    file->override->patient_id = g_strdup (file->patient_id);
    file->override->overridden_on = g_strdup (today);
  }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Changes of health ----------------------------------------------------------------------------*/

static gboolean
put_change (EbbDb *db, gpointer data, GError **error)
{
  const EbbHealthChange *change = data;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) insert =
      ebb_db_prepare (db,
                      "INSERT INTO health_change (id, patient_id, what, user_id, noted_unix_us) "
                      "VALUES (?, ?, ?, ?, ?)",
                      error);

  if (!ebb_db_ensure_operator (db, change->operator_name, &user_id, error))
    return FALSE;
  ebb_bind_text (insert, change->id);
  ebb_bind_text (insert, change->patient_id);
  ebb_bind_text (insert, change->what);
  ebb_bind_text (insert, user_id);
  ebb_bind_int (insert, change->noted_unix_us);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "put", "health-change", change->id, change->what, error);
}

gboolean
ebb_db_put_health_change (EbbDb *db, EbbHealthChange *change, GError **error)
{
  gboolean is_new = change->id == NULL;
  g_autoptr (EbbPatient) patient = NULL;

  if (!ebb_check_line (_ ("change of health"), change->what, TRUE, error))
    return FALSE;
  patient = ebb_db_get_patient (db, change->patient_id != NULL ? change->patient_id : "", error);
  if (patient == NULL)
    return FALSE;

  if (is_new)
    change->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_change, change, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&change->id, g_free);
  return FALSE;
}

static gboolean
load_change (EbbDb *db, EbbScreeningFile *file, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT health_change.id, what, user.name, noted_unix_us FROM health_change "
      "LEFT JOIN user ON user.id = user_id WHERE patient_id = ? AND noted_unix_us >= ? "
      "ORDER BY noted_unix_us DESC LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, file->patient_id);
  ebb_bind_int (statement, file->screening != NULL ? file->screening->written_unix_us : 0);
  if (ebb_statement_row (statement, &local_error)) {
    file->change = g_new0 (EbbHealthChange, 1);
    file->change->id = ebb_column_text (statement);
    file->change->what = ebb_column_text (statement);
    file->change->operator_name = ebb_column_text (statement);
    file->change->noted_unix_us = ebb_column_int (statement);
    file->change->patient_id = g_strdup (file->patient_id);
  }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Settings -------------------------------------------------------------------------------------*/

/* Rows of clinic_limit: the newest of a name counts. */
static const struct {
  const char *name, *unit;
  int min, max;
  gsize offset;
} settings[] = {
  { "screening-diastolic-block", "dmmhg", 100, 110,
    G_STRUCT_OFFSET (EbbScreeningSettings, diastolic_block_mmhg) },
  { "screening-post-operative", "days", 0, 365,
    G_STRUCT_OFFSET (EbbScreeningSettings, post_operative_days) },
  { "screening-valid", "days", 1, 90, G_STRUCT_OFFSET (EbbScreeningSettings, valid_days) },
  { "order-required", "flag", 0, 1, G_STRUCT_OFFSET (EbbScreeningSettings, order_required) },
};

static int
stored_scale (guint index)
{
  return g_str_equal (settings[index].unit, "dmmhg") ? 10 : 1;
}

gboolean
ebb_db_load_screening_settings (EbbDb *db, EbbScreeningSettings *into, GError **error)
{
  ebb_screening_settings_init (into);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    GError *local_error = NULL;
    g_autofree char *text = ebb_db_query_text (db,
                                               "SELECT value FROM clinic_limit WHERE name = ? "
                                               "ORDER BY key DESC LIMIT 1",
                                               settings[i].name, &local_error);
    int *at = (int *) G_STRUCT_MEMBER_P (into, settings[i].offset);

    if (local_error != NULL) {
      g_propagate_error (error, local_error);
      return FALSE;
    }
    if (text == NULL)
      continue;
    *at = CLAMP ((int) g_ascii_strtoll (text, NULL, 10) / stored_scale (i), settings[i].min,
                 settings[i].max);
  }
  return TRUE;
}

typedef struct {
  guint index;
  int value;
  const char *reason;
} Setting;

static gboolean
put_setting (EbbDb *db, gpointer data, GError **error)
{
  const Setting *setting = data;
  const char *name = settings[setting->index].name;
  g_autofree char *detail = g_strdup_printf ("%d", setting->value);
  g_autoptr (EbbStatement) insert = ebb_db_prepare (
      db, "INSERT INTO clinic_limit (name, value, unit, reason) VALUES (?, ?, ?, ?)", error);

  ebb_bind_text (insert, name);
  ebb_bind_int (insert, setting->value * stored_scale (setting->index));
  ebb_bind_text (insert, settings[setting->index].unit);
  ebb_bind_words (insert, setting->reason);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "set", "clinic-limit", name, detail, error);
}

gboolean
ebb_db_put_screening_setting (EbbDb *db, const char *name, int value, const char *reason,
                              GError **error)
{
  g_autofree char *shown = g_strdup_printf ("%d", value);
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autofree char *allowed =
        g_strdup_printf (_ ("a whole number from %d to %d"), settings[i].min, settings[i].max);
    Setting setting = { i, value, reason };

    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", settings[i].name);
    if (g_strcmp0 (name, settings[i].name) != 0)
      continue;
    if (value < settings[i].min || value > settings[i].max)
      return ebb_refuse (error, name, shown, allowed);
    return ebb_db_atomically (db, put_setting, &setting, error);
  }
  return ebb_refuse (error, _ ("setting"), name, known->str);
}

/* All of it ------------------------------------------------------------------------------------*/

EbbScreeningFile *
ebb_db_load_screening_file (EbbDb *db, const char *patient_id, gint64 now_unix_us, GError **error)
{
  g_autoptr (EbbScreeningFile) file = ebb_screening_file_new (patient_id);
  EbbDay day = ebb_day_of (now_unix_us);

  if (!ebb_db_load_newest_screening (db, file, error) || !load_override (db, file, day.date, error)
      || !load_change (db, file, error)
      || !ebb_db_load_screening_settings (db, &file->settings, error))
    return NULL;
  return g_steal_pointer (&file);
}
