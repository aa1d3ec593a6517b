/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Screenings, clearances, overrides: synchronous, on the thread of `db`.  Nothing that is stored is
 * ever changed; each write is audited.  put_* fill in the id when it is NULL.
 */
#pragma once

#include "ebb-db.h"
#include "ebb-screening-record.h"

/* Keeps the list's text too; one of the same version with another text is refused. */
gboolean ebb_db_put_screening (EbbDb *db, EbbScreening *screening, const EbbScreeningList *list,
                               GError **error);
/* Of a screening of this patient. */
gboolean ebb_db_put_clearance (EbbDb *db, EbbClearance *clearance, GError **error);
/* Whether there may be one is for app/ebb-screening to say. */
gboolean ebb_db_put_screening_override (EbbDb *db, EbbScreeningOverride *override, GError **error);
gboolean ebb_db_put_health_change (EbbDb *db, EbbHealthChange *change, GError **error);

/* Newest first. */
GPtrArray *ebb_db_list_screenings (EbbDb *db, const char *patient_id, guint limit, GError **error);
GPtrArray *ebb_db_list_clearances (EbbDb *db, const char *screening_id, GError **error);

/* All that a lock looks at, today; a patient without a screening has a file too. */
EbbScreeningFile *ebb_db_load_screening_file (EbbDb *db, const char *patient_id, gint64 now_unix_us,
                                              GError **error);
/* The part of it that stands in ebb-store-screening.c. */
gboolean ebb_db_load_newest_screening (EbbDb *db, EbbScreeningFile *file, GError **error);

gboolean ebb_db_load_screening_settings (EbbDb *db, EbbScreeningSettings *into, GError **error);
/* One of ebb-clinic-settings.h by its number, said by the actor of `db`; whole: ebb-db-settings.h.
 */
gboolean ebb_db_put_screening_setting (EbbDb *db, const char *name, int value, const char *reason,
                                       GError **error);
