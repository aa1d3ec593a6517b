/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a clinic has set: texts of the one row of clinic, rules as rows of clinic_limit.
 */
#include "ebb-db-private.h"
#include "ebb-db-screening.h"
#include "ebb-db-settings.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

/* --- Texts --------------------------------------------------------------------------------- */

static char **
text_of (EbbClinic *clinic, EbbClinicField field)
{
  switch (field) {
  case EBB_CLINIC_NAME:
    return &clinic->name;
  case EBB_CLINIC_ADDRESS:
    return &clinic->address;
  case EBB_CLINIC_PHONE:
    return &clinic->phone;
  case EBB_CLINIC_HOURS:
    return &clinic->hours;
  case EBB_CLINIC_EMERGENCY:
  default:
    return &clinic->emergency_number;
  }
}

static gboolean
load_texts (EbbDb *db, EbbClinicSettings *settings, GError **error)
{
  g_autoptr (EbbClinic) clinic = ebb_db_load_clinic (db, error);

  if (clinic == NULL)
    return FALSE;
  settings->practice = clinic->practice;
  for (guint i = 0; i < EBB_CLINIC_FIRST_RULE; i++) {
    EbbClinicValue *value = &settings->values[i];

    value->value = g_steal_pointer (text_of (clinic, (EbbClinicField) i));
    value->is_default = value->value == NULL;
    value->written_unix_us = EBB_TIME_UNSET;
  }
  return TRUE;
}

typedef struct {
  EbbClinicField field;
  const char *value, *reason, *operator_name;
  int number;
} Change;

static gboolean
put_text (EbbDb *db, gpointer data, GError **error)
{
  const Change *change = data;
  g_autoptr (EbbClinic) clinic = ebb_db_load_clinic (db, error);
  char **text = clinic != NULL ? text_of (clinic, change->field) : NULL;

  if (text == NULL)
    return FALSE;
  g_free (*text);
  *text = g_strdup (change->value);
  return ebb_db_put_clinic (db, clinic, error)
         && ebb_db_audit (db, "set", "clinic", ebb_clinic_field_kind (change->field)->id,
                          change->value, error);
}

/* --- Rules --------------------------------------------------------------------------------- */

/* The number that holds where nobody has set one; negative = as the screening list has it. */
static int
default_of (EbbClinicField field)
{
  EbbScreeningSettings settings;

  ebb_screening_settings_init (&settings);
  return *ebb_screening_settings_at (&settings, field);
}

static gboolean
load_rule (EbbDb *db, EbbClinicField field, EbbClinicValue *into, GError **error)
{
  const EbbClinicFieldKind *kind = ebb_clinic_field_kind (field);
  GError *local_error = NULL;
  int number = default_of (field);
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT value, reason, user.name, written_unix_us FROM clinic_limit "
                      "LEFT JOIN user ON user.id = user_id WHERE clinic_limit.name = ? "
                      "AND segment = '' ORDER BY key DESC LIMIT 1",
                      error);

  ebb_bind_text (statement, kind->id);
  *into = (EbbClinicValue){ .is_default = TRUE, .written_unix_us = EBB_TIME_UNSET };
  if (ebb_statement_row (statement, &local_error)) {
    number = (int) ebb_column_int (statement) / kind->stored_scale;
    number = CLAMP (number, kind->min, kind->max);
    into->is_default = FALSE;
    into->reason = ebb_column_text (statement);
    into->operator_name = ebb_column_text (statement);
    into->written_unix_us = ebb_column_time (statement);
  }
  into->value = number < kind->min ? NULL : ebb_clinic_field_write (field, number);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return statement != NULL && local_error == NULL;
}

EbbClinicSettings *
ebb_db_load_clinic_settings (EbbDb *db, GError **error)
{
  g_autoptr (EbbClinicSettings) settings = g_new0 (EbbClinicSettings, 1);

  if (!load_texts (db, settings, error))
    return NULL;
  for (guint i = EBB_CLINIC_FIRST_RULE; i < EBB_N_CLINIC_FIELDS; i++)
    if (!load_rule (db, (EbbClinicField) i, &settings->values[i], error))
      return NULL;
  return g_steal_pointer (&settings);
}

gboolean
ebb_db_load_screening_settings (EbbDb *db, EbbScreeningSettings *into, GError **error)
{
  g_autoptr (EbbClinicSettings) settings = ebb_db_load_clinic_settings (db, error);

  ebb_screening_settings_init (into);
  if (settings == NULL)
    return FALSE;
  for (guint i = EBB_CLINIC_FIRST_RULE; i < EBB_N_CLINIC_FIELDS; i++)
    ebb_clinic_field_parse ((EbbClinicField) i, settings->values[i].value,
                            ebb_screening_settings_at (into, (EbbClinicField) i));
  return TRUE;
}

static gboolean
put_rule (EbbDb *db, gpointer data, GError **error)
{
  const Change *change = data;
  const EbbClinicFieldKind *kind = ebb_clinic_field_kind (change->field);
  g_autofree char *user_id = NULL;
  g_autofree char *detail = change->reason != NULL
                                ? g_strdup_printf ("%s: %s", change->value, change->reason)
                                : g_strdup (change->value);
  g_autoptr (EbbStatement) insert = NULL;

  if (!ebb_db_ensure_operator (db, change->operator_name, &user_id, error))
    return FALSE;
  insert = ebb_db_prepare (
      db, "INSERT INTO clinic_limit (name, value, unit, reason, user_id) VALUES (?, ?, ?, ?, ?)",
      error);
  ebb_bind_text (insert, kind->id);
  ebb_bind_int (insert, change->number * kind->stored_scale);
  ebb_bind_text (insert, kind->unit);
  ebb_bind_words (insert, change->reason);
  ebb_bind_text (insert, user_id);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "set", "clinic-limit", kind->id, detail, error);
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *copy = g_strdup (text != NULL ? text : "");

  return *g_strstrip (copy) == '\0';
}

/* Clinic 3.4: off until an administrator enables it. */
static gboolean
check_enabling (const Change *change, GError **error)
{
  if (change->field != EBB_CLINIC_PRECONDITIONING || change->number == 0)
    return TRUE;
  if (is_blank (change->operator_name))
    return ebb_refuse (error, _ ("name"), change->operator_name,
                       _ ("the administrator who enables preconditioning"));
  return !is_blank (change->reason)
         || ebb_refuse (error, _ ("reason"), change->reason,
                        _ ("why preconditioning is enabled, in words"));
}

gboolean
ebb_db_set_clinic_field (EbbDb *db, EbbClinicField field, const char *value, const char *reason,
                         const char *operator_name, GError **error)
{
  const EbbClinicFieldKind *kind;
  Change change = { field, is_blank (value) ? NULL : value, is_blank (reason) ? NULL : reason,
                    is_blank (operator_name) ? NULL : operator_name, 0 };
  g_autofree char *allowed = NULL;

  g_return_val_if_fail (field < EBB_N_CLINIC_FIELDS, FALSE);
  kind = ebb_clinic_field_kind (field);
  if (kind->unit == NULL)
    return ebb_db_atomically (db, put_text, &change, error);
  allowed = ebb_clinic_field_allowed (field);
  if (!ebb_clinic_field_parse (field, value, &change.number))
    return ebb_refuse (error, kind->id, value, allowed);
  return check_enabling (&change, error) && ebb_check_free_text (_ ("reason"), change.reason, error)
         && ebb_check_line (_ ("name"), change.operator_name, FALSE, error)
         && ebb_db_atomically (db, put_rule, &change, error);
}

/* By its number, as ebbctl screening set has it. */
gboolean
ebb_db_put_screening_setting (EbbDb *db, const char *name, int value, const char *reason,
                              GError **error)
{
  EbbClinicField field = ebb_clinic_field_find (name);
  g_autofree char *shown = g_strdup_printf ("%d", value);
  g_autofree char *written = NULL, *allowed = NULL;
  g_autoptr (GString) known = g_string_new (NULL);

  if (field < EBB_N_CLINIC_FIELDS && ebb_clinic_field_kind (field)->unit != NULL) {
    const EbbClinicFieldKind *kind = ebb_clinic_field_kind (field);

    allowed = g_strdup_printf (_ ("a whole number from %d to %d"), kind->min, kind->max);
    if (value < kind->min || value > kind->max)
      return ebb_refuse (error, name, shown, allowed);
    written = ebb_clinic_field_write (field, value);
    return ebb_db_set_clinic_field (db, field, written, reason, ebb_db_get_actor (db), error);
  }
  for (guint i = EBB_CLINIC_FIRST_RULE; i < EBB_N_CLINIC_FIELDS; i++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "",
                            ebb_clinic_field_kind ((EbbClinicField) i)->id);
  return ebb_refuse (error, _ ("setting"), name, known->str);
}
