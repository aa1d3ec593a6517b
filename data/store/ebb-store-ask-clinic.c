/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-store-ask-clinic.h"

#include "ebb-db-settings.h"
#include "ebb-store-private.h"

/* --- Questions ----------------------------------------------------------------------------- */

static gpointer
load_settings (EbbDb *db, gpointer data, GError **error)
{
  return ebb_db_load_clinic_settings (db, error);
}

void
ebb_store_load_settings_async (EbbStore *store, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, load_settings, NULL, NULL, (GDestroyNotify) ebb_clinic_settings_free,
                       cancellable, callback, user);
}

void
ebb_list_in_force_free (EbbListInForce *in_force)
{
  if (in_force == NULL)
    return;
  ebb_screening_list_free (in_force->list);
  g_clear_pointer (&in_force->changes, g_ptr_array_unref);
  g_free (in_force->operator_name);
  g_free (in_force->reason);
  g_free (in_force);
}

static gpointer
load_list (EbbDb *db, gpointer data, GError **error)
{
  g_autoptr (EbbListInForce) in_force = g_new0 (EbbListInForce, 1);
  EbbListChoice choice;

  in_force->list = ebb_db_load_screening_list_in_force (db, error);
  in_force->changes =
      in_force->list != NULL ? ebb_screening_list_compare (in_force->list, error) : NULL;
  if (in_force->changes == NULL || !ebb_db_get_screening_list_choice (db, &choice, error))
    return NULL;
  in_force->own = g_strcmp0 (in_force->list->id, EBB_SCREENING_STANDARD) != 0;
  in_force->operator_name = g_steal_pointer (&choice.operator_name);
  in_force->reason = g_steal_pointer (&choice.reason);
  in_force->written_unix_us = choice.written_unix_us;
  return g_steal_pointer (&in_force);
}

void
ebb_store_load_list_in_force_async (EbbStore *store, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, load_list, NULL, NULL, (GDestroyNotify) ebb_list_in_force_free,
                       cancellable, callback, user);
}

/* --- Writes -------------------------------------------------------------------------------- */

typedef struct {
  EbbClinicField field;
  char *value, *reason, *operator_name; /* owned or NULL */
  char *json;                           /* owned: of a list; NULL = none */
  char *id;                             /* owned: the answer */
} Put;

static void
put_free (gpointer data)
{
  Put *put = data;

  g_free (put->value);
  g_free (put->reason);
  g_free (put->operator_name);
  g_free (put->json);
  g_free (put->id);
  g_free (put);
}

static Put *
put_new (const char *value, const char *reason, const char *operator_name)
{
  Put *put = g_new0 (Put, 1);

  put->value = g_strdup (value);
  put->reason = g_strdup (reason);
  put->operator_name = g_strdup (operator_name);
  return put;
}

static void
be (EbbDb *db, const Put *put)
{
  if (put->operator_name != NULL && *put->operator_name != '\0')
    ebb_db_set_actor (db, put->operator_name);
}

static gboolean
set_field (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;

  be (db, put);
  g_free (put->id);
  put->id = g_strdup (ebb_clinic_field_kind (put->field)->id);
  return ebb_db_set_clinic_field (db, put->field, put->value, put->reason, put->operator_name,
                                  error);
}

void
ebb_store_set_clinic_field_async (EbbStore *store, EbbClinicField field, const char *value,
                                  const char *reason, const char *operator_name,
                                  GAsyncReadyCallback callback, gpointer user)
{
  Put *put = put_new (value, reason, operator_name);

  put->field = field;
  ebb_store_put_async (store, set_field, put, put_free, &put->id, callback, user);
}

static gboolean
choose (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  g_autoptr (EbbScreeningList) list = NULL;

  be (db, put);
  if (put->json != NULL) {
    list = ebb_screening_list_parse ("list", put->json, -1, error);
    if (list == NULL || !ebb_db_adopt_screening_list (db, &list, error))
      return FALSE;
  }
  g_free (put->id);
  put->id = g_strdup (list != NULL ? list->id : EBB_SCREENING_STANDARD);
  return ebb_db_choose_screening_list (db, list, put->reason, put->operator_name, error);
}

void
ebb_store_choose_screening_list_async (EbbStore *store, const EbbScreeningList *list,
                                       const char *reason, const char *operator_name,
                                       GAsyncReadyCallback callback, gpointer user)
{
  Put *put = put_new (NULL, reason, operator_name);

  put->json = list != NULL ? g_strdup (list->json) : NULL;
  ebb_store_put_async (store, choose, put, put_free, &put->id, callback, user);
}
