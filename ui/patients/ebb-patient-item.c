/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-item.h"

#include "ebb-patient-text.h"

#include <glib/gi18n-lib.h>

struct _EbbPatientItem {
  GObject parent_instance;
  char *id, *name, *facts, *line, *record_number;
  const char *heading; /* static */
};

G_DEFINE_FINAL_TYPE (EbbPatientItem, ebb_patient_item, G_TYPE_OBJECT)

static void
patient_item_finalize (GObject *object)
{
  EbbPatientItem *self = EBB_PATIENT_ITEM (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->facts);
  g_free (self->line);
  g_free (self->record_number);
  G_OBJECT_CLASS (ebb_patient_item_parent_class)->finalize (object);
}

static void
ebb_patient_item_class_init (EbbPatientItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = patient_item_finalize;
}

static void
ebb_patient_item_init (EbbPatientItem *self)
{
}

static EbbPatientItem *
item_new (const EbbPatientRow *row, const char *heading, gint64 now_unix_us)
{
  EbbPatientItem *self = g_object_new (EBB_TYPE_PATIENT_ITEM, NULL);

  self->id = g_strdup (row->patient->id);
  self->name = g_strdup (row->patient->name);
  self->record_number = g_strdup (row->patient->record_number);
  self->facts = ebb_patient_row_facts (row->patient);
  self->line = ebb_patient_row_text (row, now_unix_us);
  self->heading = heading;
  return self;
}

static gboolean
says_the_same (EbbPatientItem *first, EbbPatientItem *second)
{
  return g_str_equal (first->id, second->id) && g_str_equal (first->name, second->name)
         && g_str_equal (first->facts, second->facts) && g_str_equal (first->line, second->line)
         && first->heading == second->heading;
}

const char *
ebb_patient_item_get_id (EbbPatientItem *self)
{
  return self->id;
}

const char *
ebb_patient_item_get_name (EbbPatientItem *self)
{
  return self->name;
}

const char *
ebb_patient_item_get_facts (EbbPatientItem *self)
{
  return self->facts;
}

const char *
ebb_patient_item_get_line (EbbPatientItem *self)
{
  return self->line;
}

const char *
ebb_patient_item_get_record_number (EbbPatientItem *self)
{
  return self->record_number;
}

const char *
ebb_patient_item_get_heading (EbbPatientItem *self)
{
  return self->heading;
}

/* --- The model --------------------------------------------------------------------------- */

static GHashTable *
items_by_id (GListModel *model)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++) {
    EbbPatientItem *item = g_list_model_get_item (model, i);

    g_hash_table_replace (table, item->id, item);
  }
  return table;
}

static const char *
heading_of (const GPtrArray *rows, guint at)
{
  const EbbPatientRow *row = g_ptr_array_index (rows, at);
  const EbbPatientRow *before = at > 0 ? g_ptr_array_index (rows, at - 1) : NULL;

  if (before != NULL && before->today == row->today)
    return NULL;
  return row->today ? _ ("Today") : _ ("Recent");
}

/* Each row as an object, an old one where it says the same. */
static GPtrArray *
make_items (GListModel *model, const GPtrArray *rows, gboolean sections, gint64 now_unix_us)
{
  GPtrArray *items = g_ptr_array_new_full (rows->len, g_object_unref);
  g_autoptr (GHashTable) old = items_by_id (model);

  for (guint i = 0; i < rows->len; i++) {
    const char *heading = sections ? heading_of (rows, i) : NULL;
    g_autoptr (EbbPatientItem) item = item_new (g_ptr_array_index (rows, i), heading, now_unix_us);
    EbbPatientItem *known = g_hash_table_lookup (old, item->id);

    if (known != NULL && says_the_same (known, item))
      g_set_object (&item, known);
    g_ptr_array_add (items, g_steal_pointer (&item));
  }
  return items;
}

static gboolean
is_at (GListModel *model, guint at, gpointer wanted)
{
  g_autoptr (GObject) item = g_list_model_get_item (model, at);

  return item == wanted;
}

void
ebb_patient_items_update (GListStore *store, const GPtrArray *rows, gboolean sections,
                          gint64 now_unix_us)
{
  GListModel *model = G_LIST_MODEL (store);
  g_autoptr (GPtrArray) items = make_items (model, rows, sections, now_unix_us);
  guint n_old = g_list_model_get_n_items (model);
  guint from = 0, tail = 0;

  while (from < n_old && from < items->len && is_at (model, from, items->pdata[from]))
    from++;
  while (tail < n_old - from && tail < items->len - from
         && is_at (model, n_old - 1 - tail, items->pdata[items->len - 1 - tail]))
    tail++;
  if (n_old - from - tail == 0 && items->len - from - tail == 0)
    return;
  g_list_store_splice (store, from, n_old - from - tail, items->pdata + from,
                       items->len - from - tail);
}

guint
ebb_patient_items_find (GListModel *model, const char *patient_id)
{
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++) {
    g_autoptr (EbbPatientItem) item = g_list_model_get_item (model, i);

    if (g_strcmp0 (item->id, patient_id) == 0)
      return i;
  }
  return G_MAXUINT;
}

EbbPatientItem *
ebb_patient_items_best (GListModel *model, const char *text)
{
  guint n = g_list_model_get_n_items (model);
  g_autofree char *wanted = g_strstrip (g_strdup (text != NULL ? text : ""));
  EbbPatientItem *first = NULL;

  for (guint i = 0; i < n; i++) {
    g_autoptr (EbbPatientItem) item = g_list_model_get_item (model, i);

    if (g_strcmp0 (item->record_number, wanted) == 0)
      return item;
    if (first == NULL)
      first = item;
  }
  return first;
}
