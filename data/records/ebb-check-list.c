/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-check-list.h"

#include "ebb-list-read.h"
#include "ebb-protocol.h"
#include "ebb-resources.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROWS_MAX  60
#define VALUE_MAX 1000

static void
check_free (EbbCheckItem *check)
{
  g_free (check->id);
  g_free (check->question);
  g_free (check->source);
  g_free (check);
}

static void
sign_free (EbbStopSign *sign)
{
  g_free (sign->id);
  g_free (sign->name);
  g_free (sign->source);
  g_free (sign);
}

void
ebb_check_list_free (EbbCheckList *list)
{
  if (list == NULL)
    return;
  g_free (list->id);
  g_free (list->name);
  g_clear_pointer (&list->checks, g_ptr_array_unref);
  g_clear_pointer (&list->signs, g_ptr_array_unref);
  g_free (list);
}

/* Words ----------------------------------------------------------------------------------------*/

static const char *const whens[] = { "before", "during", "after", NULL };
static const char *const kinds[] = { "yes-no", "tick", "number", "blood-pressure", "rating", NULL };
static const char *const effects[] = { "note",       "needed",        "ask-more", "screen-again",
                                       "not-today",  "refer",         "tier",     "lower",
                                       "stop-signs", "first-session", NULL };
static const char *const actions[] = { "continue",     "end-set",   "lower",     "deflate",
                                       "deflate-stop", "emergency", "automatic", NULL };

static int
when_from_string (const char *text)
{
  return ebb_list_find_word (whens, text);
}

static int
kind_from_string (const char *text)
{
  return ebb_list_find_word (kinds, text);
}

static int
effect_from_string (const char *text)
{
  return ebb_list_find_word (effects, text);
}

static int
action_from_string (const char *text)
{
  return ebb_list_find_word (actions, text);
}

const char *
ebb_check_when_to_string (EbbCheckWhen when)
{
  return (guint) when < G_N_ELEMENTS (whens) - 1 ? whens[when] : NULL;
}

const char *
ebb_check_effect_to_string (EbbCheckEffect effect)
{
  return (guint) effect < G_N_ELEMENTS (effects) - 1 ? effects[effect] : NULL;
}

const char *
ebb_sign_action_to_string (EbbSignAction action)
{
  return (guint) action < G_N_ELEMENTS (actions) - 1 ? actions[action] : NULL;
}

const EbbCheckItem *
ebb_check_list_find (const EbbCheckList *list, const char *id)
{
  for (guint i = 0; i < list->checks->len; i++) {
    const EbbCheckItem *check = g_ptr_array_index (list->checks, i);

    if (g_strcmp0 (check->id, id) == 0)
      return check;
  }
  return NULL;
}

const EbbStopSign *
ebb_check_list_find_sign (const EbbCheckList *list, const char *id)
{
  for (guint i = 0; i < list->signs->len; i++) {
    const EbbStopSign *sign = g_ptr_array_index (list->signs, i);

    if (g_strcmp0 (sign->id, id) == 0)
      return sign;
  }
  return NULL;
}

/* The file -------------------------------------------------------------------------------------*/

static double
read_over (EbbJsonObject *inner)
{
  return ebb_json_has (inner, "over") ? ebb_json_read_double (inner, "over", 0, VALUE_MAX) : NAN;
}

static void
read_check (EbbJsonObject *root, guint index, gpointer data)
{
  EbbCheckList *list = data;
  EbbCheckItem *check = g_new0 (EbbCheckItem, 1);
  EbbJsonObject inner;

  g_ptr_array_add (list->checks, check);
  if (!ebb_json_read_array_object (root, "checks", index, &inner))
    return;

  check->id = ebb_json_read_id (&inner, "id");
  check->when = (EbbCheckWhen) ebb_json_read_word (&inner, "when", when_from_string,
                                                   "\"before\", \"during\", \"after\"");
  check->kind = (EbbCheckKind) ebb_json_read_word (
      &inner, "kind", kind_from_string,
      "\"yes-no\", \"tick\", \"number\", \"blood-pressure\", \"rating\"");
  check->effect = (EbbCheckEffect) ebb_json_read_word (
      &inner, "effect", effect_from_string,
      "\"note\", \"needed\", \"ask-more\", \"screen-again\", \"not-today\", \"refer\", "
      "\"tier\", \"lower\", \"stop-signs\", \"first-session\"");
  check->question = ebb_json_read_text (&inner, "question", 300);
  check->source = ebb_json_read_text (&inner, "source", 300);
  check->status = (EbbEvidence) ebb_json_read_word (&inner, "status", ebb_evidence_from_string,
                                                    EBB_EVIDENCE_ALLOWED);
  check->min = check->max = NAN;
  if (check->kind == EBB_CHECK_NUMBER) {
    check->min = ebb_json_read_double (&inner, "min", 0, VALUE_MAX);
    check->max = ebb_json_read_double (&inner, "max", check->min, VALUE_MAX);
  }
  check->over = read_over (&inner);
  ebb_json_end (&inner);
  if (check->id != NULL && ebb_check_list_find (list, check->id) != check)
    ebb_json_fail (&inner, "id", check->id, _ ("an id that no other row has"));
}

static void
read_sign (EbbJsonObject *root, guint index, gpointer data)
{
  EbbCheckList *list = data;
  EbbStopSign *sign = g_new0 (EbbStopSign, 1);
  EbbJsonObject inner;

  g_ptr_array_add (list->signs, sign);
  if (!ebb_json_read_array_object (root, "signs", index, &inner))
    return;

  sign->id = ebb_json_read_id (&inner, "id");
  sign->action = (EbbSignAction) ebb_json_read_word (
      &inner, "action", action_from_string,
      "\"continue\", \"end-set\", \"lower\", \"deflate\", \"deflate-stop\", \"emergency\", "
      "\"automatic\"");
  sign->name = ebb_json_read_text (&inner, "name", 300);
  sign->source = ebb_json_read_text (&inner, "source", 300);
  sign->status = (EbbEvidence) ebb_json_read_word (&inner, "status", ebb_evidence_from_string,
                                                   EBB_EVIDENCE_ALLOWED);
  sign->over = read_over (&inner);
  ebb_json_end (&inner);
  if (sign->id != NULL && ebb_check_list_find_sign (list, sign->id) != sign)
    ebb_json_fail (&inner, "id", sign->id, _ ("an id that no other row has"));
}

static int
list_format (const char *text)
{
  return g_str_equal (text, "ebb-check-list") ? 0 : -1;
}

static void
read_fields (EbbJsonObject *root, gpointer data)
{
  EbbCheckList *list = data;

  ebb_list_read_head (root, list_format, "\"ebb-check-list\"",
                      (EbbListHead){ &list->id, &list->name, &list->version });
  ebb_list_read_rows (root, "checks", ROWS_MAX, read_check, list);
  ebb_list_read_rows (root, "signs", ROWS_MAX, read_sign, list);
}

EbbCheckList *
ebb_check_list_parse (const char *name, const char *text, gssize length, GError **error)
{
  g_autoptr (EbbCheckList) list = g_new0 (EbbCheckList, 1);

  list->checks = g_ptr_array_new_with_free_func ((GDestroyNotify) check_free);
  list->signs = g_ptr_array_new_with_free_func ((GDestroyNotify) sign_free);
  return ebb_list_parse (name, text, length, read_fields, list, error) ? g_steal_pointer (&list)
                                                                       : NULL;
}

EbbCheckList *
ebb_check_list_load_builtin (GError **error)
{
  g_autoptr (GBytes) bytes =
      ebb_resource_load (EBB_RESOURCE_PREFIX "screening/session.json", error);

  return bytes == NULL ? NULL
                       : ebb_check_list_parse ("session", g_bytes_get_data (bytes, NULL),
                                               (gssize) g_bytes_get_size (bytes), error);
}
