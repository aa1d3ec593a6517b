/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-measure-list.h"

#include "ebb-list-read.h"
#include "ebb-protocol.h"
#include "ebb-resources.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MEASURES_MAX 100
#define VALUE_MAX    10000

static void
measure_free (EbbMeasureDefinition *measure)
{
  g_free (measure->id);
  g_free (measure->name);
  g_free (measure->unit);
  g_free (measure->how);
  g_free (measure->source);
  g_free (measure->change_source);
  g_free (measure);
}

void
ebb_measure_list_free (EbbMeasureList *list)
{
  if (list == NULL)
    return;
  g_free (list->id);
  g_free (list->name);
  g_clear_pointer (&list->measures, g_ptr_array_unref);
  g_free (list);
}

static const char *const kinds[] = { "girth", "strength", "rom", "function", "prom", NULL };
static const char *const directions[] = { "higher", "lower", "neither", NULL };

const char *
ebb_measure_kind_to_string (EbbMeasureKind kind)
{
  return (guint) kind < G_N_ELEMENTS (kinds) - 1 ? kinds[kind] : NULL;
}

int
ebb_measure_kind_from_string (const char *text)
{
  return ebb_list_find_word (kinds, text);
}

static int
better_from_string (const char *text)
{
  return ebb_list_find_word (directions, text);
}

static const EbbMeasureDefinition *
find (const EbbMeasureList *list, const char *id)
{
  for (guint i = 0; i < list->measures->len; i++) {
    const EbbMeasureDefinition *measure = g_ptr_array_index (list->measures, i);

    if (g_strcmp0 (measure->id, id) == 0)
      return measure;
  }
  return NULL;
}

const EbbMeasureDefinition *
ebb_measure_list_find (const EbbMeasureList *list, const char *id, GError **error)
{
  const EbbMeasureDefinition *measure = find (list, id);
  g_autoptr (GString) known = NULL;

  if (measure != NULL)
    return measure;

  known = g_string_new (NULL);
  for (guint i = 0; i < list->measures->len; i++) {
    const EbbMeasureDefinition *other = g_ptr_array_index (list->measures, i);

    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", other->id);
  }
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_UNKNOWN_ID,
               _ ("%s is “%s”; allowed: %s"), _ ("measure"), id != NULL ? id : "", known->str);
  return NULL;
}

gboolean
ebb_measure_check_value (const EbbMeasureDefinition *measure, double value, GError **error)
{
  if (value >= measure->min && value <= measure->max)
    return TRUE;

  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD,
               _ ("%s is “%g”; allowed: %g to %g %s"), measure->name, value, measure->min,
               measure->max, measure->unit);
  return FALSE;
}

/* A threshold without a source would be a number out of the air. */
static void
read_change (EbbJsonObject *inner, EbbMeasureDefinition *measure)
{
  measure->mdc =
      ebb_json_has (inner, "mdc") ? ebb_json_read_double (inner, "mdc", 0.01, VALUE_MAX) : NAN;
  measure->mcid =
      ebb_json_has (inner, "mcid") ? ebb_json_read_double (inner, "mcid", 0.01, VALUE_MAX) : NAN;
  if (isnan (measure->mdc) && isnan (measure->mcid))
    return;

  measure->change_source = ebb_json_read_text (inner, "change_source", 300);
  measure->change_status = (EbbEvidence) ebb_json_read_word (
      inner, "change_status", ebb_evidence_from_string, EBB_EVIDENCE_ALLOWED);
  if (measure->better == EBB_BETTER_NEITHER)
    ebb_json_fail (inner, "better", "\"neither\"", _ ("higher or lower where a change matters"));
}

static void
read_measure (EbbJsonObject *root, guint index, gpointer data)
{
  EbbMeasureList *list = data;
  EbbMeasureDefinition *measure = g_new0 (EbbMeasureDefinition, 1);
  EbbJsonObject inner;

  g_ptr_array_add (list->measures, measure);
  if (!ebb_json_read_array_object (root, "measures", index, &inner))
    return;

  measure->id = ebb_json_read_id (&inner, "id");
  measure->kind = (EbbMeasureKind) ebb_json_read_word (
      &inner, "kind", ebb_measure_kind_from_string,
      "\"girth\", \"strength\", \"rom\", \"function\", \"prom\"");
  measure->name = ebb_json_read_text (&inner, "name", 100);
  measure->unit = ebb_json_read_text (&inner, "unit", 20);
  measure->min = ebb_json_read_double (&inner, "min", -VALUE_MAX, VALUE_MAX);
  measure->max = ebb_json_read_double (&inner, "max", measure->min, VALUE_MAX);
  measure->decimals = (guint) ebb_json_read_int (&inner, "decimals", 0, 3);
  measure->better = (EbbBetter) ebb_json_read_word (&inner, "better", better_from_string,
                                                    "\"higher\", \"lower\", \"neither\"");
  measure->sided = ebb_json_read_boolean (&inner, "sided");
  measure->how = ebb_json_read_text (&inner, "how", 300);
  measure->source = ebb_json_read_text (&inner, "source", 300);
  measure->status = (EbbEvidence) ebb_json_read_word (&inner, "status", ebb_evidence_from_string,
                                                      EBB_EVIDENCE_ALLOWED);
  read_change (&inner, measure);
  ebb_json_end (&inner);
  if (measure->id != NULL && find (list, measure->id) != measure)
    ebb_json_fail (&inner, "id", measure->id, _ ("an id that no other measure has"));
}

static int
list_format (const char *text)
{
  return g_str_equal (text, "ebb-measure-list") ? 0 : -1;
}

static void
read_fields (EbbJsonObject *root, gpointer data)
{
  EbbMeasureList *list = data;

  ebb_list_read_head (root, list_format, "\"ebb-measure-list\"",
                      (EbbListHead){ &list->id, &list->name, &list->version });
  ebb_list_read_rows (root, "measures", MEASURES_MAX, read_measure, list);
}

EbbMeasureList *
ebb_measure_list_parse (const char *name, const char *text, gssize length, GError **error)
{
  g_autoptr (EbbMeasureList) list = g_new0 (EbbMeasureList, 1);

  list->measures = g_ptr_array_new_with_free_func ((GDestroyNotify) measure_free);
  return ebb_list_parse (name, text, length, read_fields, list, error) ? g_steal_pointer (&list)
                                                                       : NULL;
}

EbbMeasureList *
ebb_measure_list_load_builtin (GError **error)
{
  g_autoptr (GBytes) bytes =
      ebb_resource_load (EBB_RESOURCE_PREFIX "measures/standard.json", error);

  return bytes == NULL ? NULL
                       : ebb_measure_list_parse ("standard", g_bytes_get_data (bytes, NULL),
                                                 (gssize) g_bytes_get_size (bytes), error);
}
