/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Consents, instructions and questionnaires, and the lists a page shows beside a screening.
 */
#include "ebb-db-papers.h"
#include "ebb-db-private.h"
#include "ebb-episode.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

#define INITIALS_MAX 8

/* --- Consents ------------------------------------------------------------------------------ */

static gboolean
check_consent (const EbbConsent *consent, GError **error)
{
  if (ebb_paper_to_string (consent->paper) == NULL)
    return ebb_refuse (error, _ ("kind of consent"), "?", "training, preconditioning, instruction");
  if (consent->initials != NULL
      && (*consent->initials == '\0' || g_utf8_strlen (consent->initials, -1) > INITIALS_MAX))
    return ebb_refuse (error, _ ("initials"), consent->initials, _ ("1 to 8 letters"));
  return ebb_check_date (_ ("date of the signature"), consent->given_on, error)
         && ebb_check_line (_ ("therapist"), consent->operator_name, TRUE, error);
}

static gboolean
put_consent (EbbDb *db, gpointer data, GError **error)
{
  const EbbConsent *consent = data;
  g_autofree char *user_id = ebb_db_ensure_user (db, consent->operator_name, error);
  g_autoptr (EbbStatement) insert =
      user_id == NULL ? NULL
                      : ebb_db_prepare (db,
                                        "INSERT INTO consent (id, patient_id, kind, "
                                        "wording_version, given_on, initials, user_id, "
                                        "written_unix_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                        error);

  ebb_bind_text (insert, consent->id);
  ebb_bind_text (insert, consent->patient_id);
  ebb_bind_text (insert, ebb_paper_to_string (consent->paper));
  ebb_bind_int (insert, consent->wording_version);
  ebb_bind_text (insert, consent->given_on);
  ebb_bind_words (insert, consent->initials);
  ebb_bind_text (insert, user_id);
  ebb_bind_int (insert, consent->written_unix_us);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "put", "consent", consent->id, ebb_paper_to_string (consent->paper),
                          error);
}

static gboolean
is_patient (EbbDb *db, const char *patient_id, GError **error)
{
  g_autoptr (EbbPatient) patient =
      ebb_db_get_patient (db, patient_id != NULL ? patient_id : "", error);

  return patient != NULL;
}

gboolean
ebb_db_put_consent (EbbDb *db, EbbConsent *consent, GError **error)
{
  gboolean is_new = consent->id == NULL;

  if (!check_consent (consent, error) || !is_patient (db, consent->patient_id, error))
    return FALSE;
  if (is_new)
    consent->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_consent, consent, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&consent->id, g_free);
  return FALSE;
}

typedef struct {
  const char *consent_id, *withdrawn_on, *operator_name;
} Withdrawal;

static gboolean
put_withdrawal (EbbDb *db, gpointer data, GError **error)
{
  const Withdrawal *withdrawal = data;
  g_autofree char *user_id = ebb_db_ensure_user (db, withdrawal->operator_name, error);
  g_autoptr (EbbStatement) insert =
      user_id == NULL
          ? NULL
          : ebb_db_prepare (db,
                            "INSERT INTO consent_withdrawal (consent_id, withdrawn_on, user_id, "
                            "written_unix_us) VALUES (?, ?, ?, "
                            "CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER))",
                            error);

  ebb_bind_text (insert, withdrawal->consent_id);
  ebb_bind_text (insert, withdrawal->withdrawn_on);
  ebb_bind_text (insert, user_id);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "withdraw", "consent", withdrawal->consent_id, NULL, error);
}

gboolean
ebb_db_withdraw_consent (EbbDb *db, const char *consent_id, const char *withdrawn_on,
                         const char *operator_name, GError **error)
{
  Withdrawal withdrawal = { consent_id, withdrawn_on, operator_name };

  return ebb_check_date (_ ("date of the withdrawal"), withdrawn_on, error)
         && ebb_check_line (_ ("therapist"), operator_name, TRUE, error)
         && ebb_db_atomically (db, put_withdrawal, &withdrawal, error);
}

static gpointer
read_consent (EbbStatement *statement)
{
  EbbConsent *consent = g_new0 (EbbConsent, 1);
  g_autofree char *kind = NULL;

  consent->id = ebb_column_text (statement);
  consent->patient_id = ebb_column_text (statement);
  kind = ebb_column_text (statement);
  consent->paper = (EbbPaper) MAX (ebb_paper_from_string (kind), 0);
  consent->wording_version = (guint) ebb_column_int (statement);
  consent->given_on = ebb_column_text (statement);
  consent->initials = ebb_column_text (statement);
  consent->operator_name = ebb_column_text (statement);
  consent->withdrawn_on = ebb_column_text (statement);
  consent->written_unix_us = ebb_column_int (statement);
  return consent;
}

GPtrArray *
ebb_db_list_consents (EbbDb *db, const char *patient_id, GError **error)
{
  return ebb_db_read_of (db,
                         "SELECT consent.id, patient_id, kind, wording_version, given_on, "
                         "initials, user.name, withdrawn_on, consent.written_unix_us FROM consent "
                         "JOIN user ON user.id = consent.user_id "
                         "LEFT JOIN consent_withdrawal ON consent_id = consent.id "
                         "WHERE patient_id = ? ORDER BY consent.written_unix_us DESC, consent.id",
                         patient_id, read_consent, (GDestroyNotify) ebb_consent_free, error);
}

/* --- Questionnaires ------------------------------------------------------------------------ */

static gboolean
put_intake (EbbDb *db, gpointer data, GError **error)
{
  const EbbIntake *intake = data;
  g_autofree char *answers = ebb_screening_to_json (intake->answers);
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) insert =
      ebb_db_prepare (db,
                      "INSERT INTO intake (id, patient_id, list_id, list_version, answers_json, "
                      "on_paper, user_id, filled_unix_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                      error);

  if (!ebb_db_ensure_operator (db, intake->operator_name, &user_id, error))
    return FALSE;
  ebb_bind_text (insert, intake->id);
  ebb_bind_text (insert, intake->patient_id);
  ebb_bind_text (insert, intake->answers->list_id);
  ebb_bind_int (insert, intake->answers->list_version);
  ebb_bind_text (insert, answers);
  ebb_bind_int (insert, intake->on_paper != FALSE);
  ebb_bind_text (insert, user_id);
  ebb_bind_int (insert, intake->filled_unix_us);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "put", "intake", intake->id, intake->on_paper ? "paper" : "screen",
                          error);
}

gboolean
ebb_db_put_intake (EbbDb *db, EbbIntake *intake, GError **error)
{
  gboolean is_new = intake->id == NULL;
  g_autoptr (EbbScreeningList) list = NULL;

  if (!is_patient (db, intake->patient_id, error))
    return FALSE;
  list = ebb_db_load_screening_list (db, intake->answers->list_id, intake->answers->list_version,
                                     error);
  if (list == NULL || !ebb_screening_check (intake->answers, list, error))
    return FALSE;
  if (is_new)
    intake->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_intake, intake, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&intake->id, g_free);
  return FALSE;
}

EbbIntake *
ebb_db_get_open_intake (EbbDb *db, const char *patient_id, GError **error)
{
  g_autoptr (EbbIntake) intake = NULL;
  g_autofree char *answers = NULL, *list_id = NULL;
  guint version;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT intake.id, list_id, list_version, answers_json, on_paper, user.name, filled_unix_us "
      "FROM intake LEFT JOIN user ON user.id = user_id WHERE patient_id = ?1 "
      "AND filled_unix_us > coalesce ((SELECT max (written_unix_us) FROM screening "
      "WHERE patient_id = ?1), 0) ORDER BY filled_unix_us DESC LIMIT 1",
      error);

  ebb_bind_text (statement, patient_id);
  if (!ebb_statement_row (statement, error))
    return NULL;
  intake = g_new0 (EbbIntake, 1);
  intake->id = ebb_column_text (statement);
  list_id = ebb_column_text (statement);
  version = (guint) ebb_column_int (statement);
  answers = ebb_column_text (statement);
  intake->on_paper = ebb_column_int (statement) != 0;
  intake->operator_name = ebb_column_text (statement);
  intake->filled_unix_us = ebb_column_int (statement);
  intake->patient_id = g_strdup (patient_id);
  intake->answers = ebb_screening_parse ("intake", answers, -1, error);
  if (intake->answers == NULL)
    return NULL;
  g_free (intake->answers->list_id);
  intake->answers->list_id = g_steal_pointer (&list_id);
  intake->answers->list_version = version;
  return g_steal_pointer (&intake);
}

/* --- Beside a screening -------------------------------------------------------------------- */

static gpointer
read_override (EbbStatement *statement)
{
  EbbScreeningOverride *override = g_new0 (EbbScreeningOverride, 1);

  override->id = ebb_column_text (statement);
  override->patient_id = ebb_column_text (statement);
  override->screening_id = ebb_column_text (statement);
  override->reason = ebb_column_text (statement);
  override->overridden_on = ebb_column_text (statement);
  override->operator_name = ebb_column_text (statement);
  override->written_unix_us = ebb_column_int (statement);
  return override;
}

GPtrArray *
ebb_db_list_overrides (EbbDb *db, const char *patient_id, GError **error)
{
  return ebb_db_read_of (db,
                         "SELECT screening_override.id, patient_id, screening_id, reason, "
                         "overridden_on, user.name, written_unix_us FROM screening_override "
                         "JOIN user ON user.id = user_id WHERE patient_id = ? "
                         "ORDER BY written_unix_us DESC",
                         patient_id, read_override, (GDestroyNotify) ebb_screening_override_free,
                         error);
}

static gpointer
read_change (EbbStatement *statement)
{
  EbbHealthChange *change = g_new0 (EbbHealthChange, 1);

  change->id = ebb_column_text (statement);
  change->patient_id = ebb_column_text (statement);
  change->what = ebb_column_text (statement);
  change->operator_name = ebb_column_text (statement);
  change->noted_unix_us = ebb_column_int (statement);
  return change;
}

GPtrArray *
ebb_db_list_health_changes (EbbDb *db, const char *patient_id, GError **error)
{
  return ebb_db_read_of (db,
                         "SELECT health_change.id, patient_id, what, user.name, noted_unix_us "
                         "FROM health_change LEFT JOIN user ON user.id = user_id "
                         "WHERE patient_id = ? ORDER BY noted_unix_us DESC",
                         patient_id, read_change, (GDestroyNotify) ebb_health_change_free, error);
}

static gpointer
read_note (EbbStatement *statement)
{
  EbbVisitNote *note = g_new0 (EbbVisitNote, 1);

  note->id = ebb_column_text (statement);
  note->session_id = ebb_column_text (statement);
  note->subjective = ebb_column_text (statement);
  note->objective = ebb_column_text (statement);
  note->assessment = ebb_column_text (statement);
  note->plan = ebb_column_text (statement);
  note->skilled_min = (int) ebb_column_double (statement, -1);
  note->operator_name = ebb_column_text (statement);
  note->written_unix_us = ebb_column_int (statement);
  return note;
}

GPtrArray *
ebb_db_list_visit_notes (EbbDb *db, const char *patient_id, GError **error)
{
  return ebb_db_read_of (db,
                         "SELECT visit_note.id, session_id, subjective, objective, assessment, "
                         "plan, skilled_min, user.name, written_unix_us FROM visit_note "
                         "JOIN session ON session.id = session_id "
                         "LEFT JOIN user ON user.id = user_id WHERE session.patient_id = ? "
                         "ORDER BY written_unix_us DESC, visit_note.id DESC",
                         patient_id, read_note, (GDestroyNotify) ebb_visit_note_free, error);
}
