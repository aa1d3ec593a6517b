/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time under pressure, filed beside the limb when its session has ended: a list of sessions would
 * have to read all their samples otherwise.  The samples stay the truth.
 */
#include "ebb-db-private.h"
#include "ebb-measure.h"

gboolean
ebb_db_measure_occlusion (EbbDb *db, const char *limb_id, gint64 *under_us, GError **error)
{
  g_autoptr (GArray) samples = ebb_db_get_samples (db, limb_id, error);

  if (samples == NULL)
    return FALSE;
  *under_us = ebb_measure_under_pressure ((const EbbSample *) samples->data, samples->len, 0);
  return TRUE;
}

/* Samples that cannot be read leave the place empty: nobody must lose a session's end by that. */
static gboolean
file_limb (EbbDb *db, const char *limb_id, GError **error)
{
  g_autoptr (EbbStatement) statement = NULL;
  gint64 under_us = 0;

  if (!ebb_db_measure_occlusion (db, limb_id, &under_us, NULL))
    return TRUE;
  statement = ebb_db_prepare (db, "UPDATE bout_limb SET occlusion_us = ? WHERE id = ?", error);
  ebb_bind_int (statement, under_us);
  ebb_bind_text (statement, limb_id);
  return ebb_statement_run (statement, error);
}

static gpointer
read_id (EbbStatement *statement)
{
  return ebb_column_text (statement);
}

gboolean
ebb_db_file_occlusion (EbbDb *db, const char *session_id, GError **error)
{
  g_autoptr (GPtrArray) ids =
      ebb_db_read_of (db,
                      "SELECT bout_limb.id FROM bout_limb JOIN bout ON bout.id = bout_id "
                      "WHERE session_id = ?",
                      session_id, read_id, g_free, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!file_limb (db, g_ptr_array_index (ids, i), error))
      return FALSE;
  return ids != NULL;
}

gboolean
ebb_db_refile_occlusion (EbbDb *db, const char *limb_id, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "UPDATE bout_limb SET occlusion_us = NULL WHERE id = ? AND occlusion_us IS NOT NULL",
      error);

  ebb_bind_text (statement, limb_id);
  if (!ebb_statement_run (statement, error))
    return FALSE;
  return ebb_db_changes (db) == 0 || file_limb (db, limb_id, error);
}
