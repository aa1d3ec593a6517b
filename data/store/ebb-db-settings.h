/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a clinic has set, and which screening list it asks: synchronous, on the thread of `db`.  A
 * rule is a row that is never changed, the next one replaces it; each write is audited.
 */
#pragma once

#include "ebb-clinic-settings.h"
#include "ebb-db.h"
#include "ebb-screening-own.h"

EbbClinicSettings *ebb_db_load_clinic_settings (EbbDb *db, GError **error);

/* `value` as ebb_clinic_field_allowed(); NULL or "" empties a text.  Who enables preconditioning
 * says a name and a reason.  The error names field, value and range. */
gboolean ebb_db_set_clinic_field (EbbDb *db, EbbClinicField field, const char *value,
                                  const char *reason, const char *operator_name, GError **error);

/* The list that is asked from now on: the clinic's own, else Ebb's. */
EbbScreeningList *ebb_db_load_screening_list_in_force (EbbDb *db, GError **error);
/* Who chose it, why and when; all NULL and unset where nobody did.  Free the texts. */
typedef struct {
  char *operator_name, *reason; /* owned or NULL */
  gint64 written_unix_us;       /* EBB_TIME_UNSET = nobody has chosen */
} EbbListChoice;
void ebb_list_choice_clear (EbbListChoice *choice);
gboolean ebb_db_get_screening_list_choice (EbbDb *db, EbbListChoice *choice, GError **error);
/* Gives `*list` an own id and the next version of it, unless that very text is kept already. */
gboolean ebb_db_adopt_screening_list (EbbDb *db, EbbScreeningList **list, GError **error);
/* Keeps its text and asks it from now on.  NULL = Ebb's own again. */
gboolean ebb_db_choose_screening_list (EbbDb *db, const EbbScreeningList *list, const char *reason,
                                       const char *operator_name, GError **error);
/* Keeps the text of one that is asked; another text of the same version is refused. */
gboolean ebb_db_keep_screening_list (EbbDb *db, const EbbScreeningList *list, GError **error);
