/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Consents, instructions, questionnaires: synchronous, on the thread of `db`.  None is ever
 * changed; each write is audited.  put_* fill in the id when it is NULL.
 */
#pragma once

#include "ebb-db.h"
#include "ebb-papers.h"

gboolean ebb_db_put_consent (EbbDb *db, EbbConsent *consent, GError **error);
/* Of one that stands. */
gboolean ebb_db_withdraw_consent (EbbDb *db, const char *consent_id, const char *withdrawn_on,
                                  const char *operator_name, GError **error);
/* EbbConsent, newest first. */
GPtrArray *ebb_db_list_consents (EbbDb *db, const char *patient_id, GError **error);

/* Answers of a list that is in the program or in the record. */
gboolean ebb_db_put_intake (EbbDb *db, EbbIntake *intake, GError **error);
/* The newest that no screening has followed; NULL without an error: there is none. */
EbbIntake *ebb_db_get_open_intake (EbbDb *db, const char *patient_id, GError **error);

/* Newest first: EbbScreeningOverride, EbbHealthChange. */
GPtrArray *ebb_db_list_overrides (EbbDb *db, const char *patient_id, GError **error);
GPtrArray *ebb_db_list_health_changes (EbbDb *db, const char *patient_id, GError **error);
/* The very list a screening was asked by. */
EbbScreeningList *ebb_db_load_screening_list (EbbDb *db, const char *list_id, guint version,
                                              GError **error);
/* EbbVisitNote of a patient's sessions, newest first. */
GPtrArray *ebb_db_list_visit_notes (EbbDb *db, const char *patient_id, GError **error);
