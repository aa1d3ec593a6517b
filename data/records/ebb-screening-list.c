/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-list.h"

#include "ebb-json-read.h"
#include "ebb-protocol.h"
#include "ebb-resources.h"
#include "ebb-screening-read.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ITEMS_MAX 100

static void
item_free (EbbScreeningItem *item)
{
  g_free (item->id);
  g_free (item->name);
  g_free (item->question);
  g_free (item->source);
  g_free (item->limit_source);
  g_free (item);
}

static void
origin_clear (EbbScreeningOrigin *origin)
{
  g_free (origin->name);
  g_free (origin->source);
}

void
ebb_screening_list_free (EbbScreeningList *list)
{
  if (list == NULL)
    return;
  g_free (list->id);
  g_free (list->name);
  g_free (list->note);
  g_free (list->json);
  origin_clear (&list->valid);
  origin_clear (&list->score);
  origin_clear (&list->blood_pressure);
  origin_clear (&list->vte);
  origin_clear (&list->wells);
  g_clear_pointer (&list->items, g_ptr_array_unref);
  g_clear_pointer (&list->inactive, g_ptr_array_unref);
  g_clear_pointer (&list->score_factors, g_ptr_array_unref);
  g_clear_pointer (&list->tiers, g_ptr_array_unref);
  g_clear_pointer (&list->vte_factors, g_ptr_array_unref);
  g_clear_pointer (&list->vte_bands, g_ptr_array_unref);
  g_clear_pointer (&list->wells_signs, g_ptr_array_unref);
  g_clear_pointer (&list->wells_bands, g_ptr_array_unref);
  g_free (list);
}

static const EbbScreeningItem *
find_among (const GPtrArray *items, const char *id)
{
  for (guint i = 0; i < items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (items, i);

    if (g_strcmp0 (item->id, id) == 0)
      return item;
  }
  return NULL;
}

const EbbScreeningItem *
ebb_screening_list_find (const EbbScreeningList *list, const char *id)
{
  return find_among (list->items, id);
}

const EbbScreeningItem *
ebb_screening_list_find_inactive (const EbbScreeningList *list, const char *id)
{
  return find_among (list->inactive, id);
}

gboolean
ebb_screening_range_holds (const EbbScreeningRange *range, double value)
{
  return !isnan (value) && (isnan (range->from) || value >= range->from)
         && (isnan (range->over) || value > range->over)
         && (isnan (range->to) || value <= range->to)
         && (isnan (range->below) || value < range->below);
}

/* Words ----------------------------------------------------------------------------------------*/

/* The first row is what a file may not say of an item. */
static const char *const effects[] = { "none", "caution", "physician", "refused", NULL };
static const char *const classes[] = { "", "caution", "physician", "absolute", NULL };
static const char *const scopes[] = { "person", "limb", "arm", NULL };

int
ebb_screening_word (const char *const *words, const char *text)
{
  for (int i = 0; words[i] != NULL; i++)
    if (g_strcmp0 (words[i], text) == 0)
      return i;
  return -1;
}

int
ebb_effect_from_string (const char *text)
{
  return ebb_screening_word (effects, text);
}

static int
class_from_string (const char *text)
{
  return ebb_screening_word (classes, text);
}

static int
scope_from_string (const char *text)
{
  return ebb_screening_word (scopes, text);
}

const char *
ebb_effect_to_string (EbbEffect effect)
{
  return (guint) effect < G_N_ELEMENTS (effects) - 1 ? effects[effect] : NULL;
}

const char *
ebb_scope_to_string (EbbScreeningScope scope)
{
  return (guint) scope < G_N_ELEMENTS (scopes) - 1 ? scopes[scope] : NULL;
}

/* Items ----------------------------------------------------------------------------------------*/

/* A limit without a source would be a number out of the air. */
static void
read_item_limit (EbbJsonObject *inner, EbbScreeningItem *item)
{
  ebb_screening_read_limit (inner, &item->limit);
  if (item->limit.max_percent_lop == 0 && !item->limit.intermittent)
    return;
  item->limit_source = ebb_json_read_text (inner, "limit_source", 300);
  item->limit_status = (EbbEvidence) ebb_json_read_word (
      inner, "limit_status", ebb_evidence_from_string, EBB_EVIDENCE_ALLOWED);
}

/* Nobody may leave out what is never overridden. */
static gboolean
read_active (EbbJsonObject *inner, const EbbScreeningItem *item)
{
  gboolean active = !ebb_json_has (inner, "active") || ebb_json_read_boolean (inner, "active");

  if (!active && item->effect == EBB_EFFECT_REFUSED)
    ebb_json_fail (inner, "active", "false", _ ("true for an absolute condition"));
  return active;
}

static void
read_item (EbbJsonObject *root, guint index, EbbScreeningList *list)
{
  EbbScreeningItem *item = g_new0 (EbbScreeningItem, 1);
  EbbJsonObject inner;
  gboolean active;

  g_ptr_array_add (list->items, item);
  if (!ebb_json_read_array_object (root, "items", index, &inner))
    return;

  item->id = ebb_json_read_id (&inner, "id");
  item->number =
      ebb_json_has (&inner, "number") ? (guint) ebb_json_read_int (&inner, "number", 1, 999) : 0;
  item->effect = (EbbEffect) ebb_json_read_word (&inner, "class", class_from_string,
                                                 "\"absolute\", \"physician\", \"caution\"");
  item->scope = (EbbScreeningScope) ebb_json_read_word (&inner, "scope", scope_from_string,
                                                        "\"person\", \"limb\", \"arm\"");
  item->name = ebb_json_read_text (&inner, "name", 100);
  item->question = ebb_json_read_text (&inner, "question", 300);
  item->source = ebb_json_read_text (&inner, "source", 500);
  item->status = (EbbEvidence) ebb_json_read_word (&inner, "status", ebb_evidence_from_string,
                                                   EBB_EVIDENCE_ALLOWED);
  item->measure = ebb_screening_read_measure (&inner, &item->range);
  read_item_limit (&inner, item);
  if (item->measure == EBB_SCREEN_WOMAN || item->measure == EBB_SCREEN_BLOOD_PRESSURE)
    ebb_json_fail (&inner, "measure", "\"woman\"", "\"age\", \"bmi\", \"days-since-surgery\"");
  active = read_active (&inner, item);
  ebb_json_end (&inner);
  if (item->id != NULL
      && (ebb_screening_list_find (list, item->id) != item
          || ebb_screening_list_find_inactive (list, item->id) != NULL))
    ebb_json_fail (&inner, "id", item->id, _ ("an id that no other row has"));
  if (!active)
    g_ptr_array_add (list->inactive, g_ptr_array_steal_index (list->items, list->items->len - 1));
}

/* The file -------------------------------------------------------------------------------------*/

static int
list_format (const char *text)
{
  return g_str_equal (text, "ebb-screening-list") ? 0 : -1;
}

static void
read_head (EbbJsonObject *root, EbbScreeningList *list)
{
  ebb_json_read_word (root, "format", list_format, "\"ebb-screening-list\"");
  ebb_json_read_int (root, "format_version", 1, 1);
  list->id = ebb_json_read_id (root, "id");
  list->version = (guint) ebb_json_read_int (root, "version", 1, 9999);
  list->name = ebb_json_read_text (root, "name", 100);
  list->note = ebb_json_read_text (root, "note", 500);
  list->valid_days = (guint) ebb_json_read_int (root, "valid_days", 1, 366);
  list->valid.source = ebb_json_read_text (root, "valid_source", 300);
  list->valid.status = (EbbEvidence) ebb_json_read_word (
      root, "valid_status", ebb_evidence_from_string, EBB_EVIDENCE_ALLOWED);
}

static void
read_fields (EbbJsonObject *root, EbbScreeningList *list)
{
  guint n_items;

  read_head (root, list);
  n_items = ebb_json_read_array (root, "items", ITEMS_MAX);
  for (guint i = 0; i < n_items && root->file->error == NULL; i++)
    read_item (root, i, list);
  ebb_screening_read_rules (root, list);
  ebb_json_end (root);
}

EbbScreeningList *
ebb_screening_list_parse (const char *name, const char *text, gssize length, GError **error)
{
  g_autoptr (EbbScreeningList) list = g_new0 (EbbScreeningList, 1);
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  EbbJsonFile file;
  EbbJsonObject root;

  list->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  list->inactive = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  list->json = g_strndup (text, size);
  if (ebb_json_file_open (&file, name, text, size, &root))
    read_fields (&root, list);

  if (file.error != NULL) {
    g_propagate_error (error, g_steal_pointer (&file.error));
    g_clear_pointer (&list, ebb_screening_list_free);
  }
  ebb_json_file_clear (&file);
  return g_steal_pointer (&list);
}

EbbScreeningList *
ebb_screening_list_load_builtin (GError **error)
{
  g_autoptr (GBytes) bytes =
      ebb_resource_load (EBB_RESOURCE_PREFIX "screening/" EBB_SCREENING_STANDARD ".json", error);

  return bytes == NULL
             ? NULL
             : ebb_screening_list_parse (EBB_SCREENING_STANDARD, g_bytes_get_data (bytes, NULL),
                                         (gssize) g_bytes_get_size (bytes), error);
}
