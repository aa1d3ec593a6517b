/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Physicians' orders and the episodes of care they open.
 */
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

static gboolean
put_episode (EbbDb *db, const EbbOrder *order, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO episode (id, patient_id, diagnosis) VALUES (?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET diagnosis = coalesce (excluded.diagnosis, diagnosis)",
      error);

  ebb_bind_text (statement, order->episode_id);
  ebb_bind_text (statement, order->patient_id);
  ebb_bind_text (statement, order->diagnosis);
  return ebb_statement_run (statement, error);
}

static gboolean
put_referral (EbbDb *db, const EbbOrder *order, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO referral (id, episode_id, patient_id, physician, ordered_on, valid_until, "
      "restrictions) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
      "physician = excluded.physician, ordered_on = excluded.ordered_on, "
      "valid_until = excluded.valid_until, restrictions = excluded.restrictions",
      error);

  ebb_bind_text (statement, order->id);
  ebb_bind_text (statement, order->episode_id);
  ebb_bind_text (statement, order->patient_id);
  ebb_bind_text (statement, order->physician);
  ebb_bind_text (statement, order->ordered_on);
  ebb_bind_text (statement, order->valid_until);
  ebb_bind_text (statement, order->restrictions);
  return ebb_statement_run (statement, error);
}

static gboolean
put_order (EbbDb *db, gpointer data, GError **error)
{
  const EbbOrder *order = data;

  return put_episode (db, order, error) && put_referral (db, order, error)
         && ebb_db_audit (db, "put", "order", order->id, order->physician, error);
}

gboolean
ebb_db_put_order (EbbDb *db, EbbOrder *order, GError **error)
{
  gboolean is_new = order->id == NULL, is_new_episode = order->episode_id == NULL;
  g_autoptr (EbbPatient) patient = NULL;

  if (!ebb_order_validate (order, error))
    return FALSE;
  patient = ebb_db_get_patient (db, order->patient_id != NULL ? order->patient_id : "", error);
  if (patient == NULL)
    return FALSE;

  if (is_new)
    order->id = g_uuid_string_random ();
  if (is_new_episode)
    order->episode_id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_order, order, error))
    return TRUE;

  if (is_new)
    g_clear_pointer (&order->id, g_free);
  if (is_new_episode)
    g_clear_pointer (&order->episode_id, g_free);
  return FALSE;
}

EbbOrder *
ebb_order_read (EbbStatement *statement)
{
  EbbOrder *order = g_new0 (EbbOrder, 1);

  order->id = ebb_column_text (statement);
  order->episode_id = ebb_column_text (statement);
  order->patient_id = ebb_column_text (statement);
  order->physician = ebb_column_text (statement);
  order->ordered_on = ebb_column_text (statement);
  order->valid_until = ebb_column_text (statement);
  order->restrictions = ebb_column_text (statement);
  order->diagnosis = ebb_column_text (statement);
  return order;
}

/* NULL without an error: there is none. */
static EbbOrder *
first_order (EbbStatement *statement, GError **error)
{
  return ebb_statement_row (statement, error) ? ebb_order_read (statement) : NULL;
}

EbbOrder *
ebb_db_get_valid_order (EbbDb *db, const char *patient_id, const char *date, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      EBB_SELECT_ORDERS "WHERE referral.patient_id = ?1 AND ordered_on <= ?2 "
                        "AND (valid_until IS NULL OR valid_until >= ?2) AND discharged_on IS NULL "
                        "ORDER BY ordered_on DESC, key DESC LIMIT 1",
      error);
  GError *local_error = NULL;
  EbbOrder *order;

  if (statement == NULL)
    return NULL;

  ebb_bind_text (statement, patient_id);
  ebb_bind_text (statement, date);
  order = first_order (statement, &local_error);
  if (order == NULL && local_error == NULL)
    g_set_error (&local_error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND,
                 _ ("patient “%s” has no physician's order that is valid on %s"), patient_id, date);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return order;
}

EbbOrder *
ebb_db_get_last_order (EbbDb *db, const char *patient_id, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      EBB_SELECT_ORDERS "WHERE referral.patient_id = ? AND discharged_on IS NULL "
                        "ORDER BY coalesce (valid_until, '9999-12-31') DESC, key DESC "
                        "LIMIT 1",
      error);
  GError *local_error = NULL;
  EbbOrder *order;

  if (statement == NULL)
    return NULL;

  ebb_bind_text (statement, patient_id);
  order = first_order (statement, &local_error);
  if (order == NULL && local_error == NULL)
    g_set_error (&local_error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND,
                 _ ("patient “%s” has no physician's order"), patient_id);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return order;
}
