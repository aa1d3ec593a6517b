/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-own.h"

#include "ebb-protocol.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>

#define FILE_MAX (1024 * 1024)

/* --- What it may not do -------------------------------------------------------------------- */

static gboolean
refuse (GError **error, const char *row, const char *field, const char *value, const char *allowed)
{
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD,
               _ ("condition “%s”: %s is %s; allowed: %s"), row, field, value, allowed);
  return FALSE;
}

static gboolean
same_number (double a, double b)
{
  return (isnan (a) && isnan (b)) || a == b;
}

static gboolean
same_range (const EbbScreeningRange *a, const EbbScreeningRange *b)
{
  return same_number (a->from, b->from) && same_number (a->over, b->over)
         && same_number (a->to, b->to) && same_number (a->below, b->below);
}

/* `ours` is absolute.  Wider is stricter: of the person before of a limb, of a limb before of an
 * arm. */
static gboolean
check_absolute (const EbbScreeningItem *ours, const EbbScreeningList *own, GError **error)
{
  const EbbScreeningItem *theirs = ebb_screening_list_find (own, ours->id);

  if (theirs == NULL)
    return refuse (error, ours->id, "active", _ ("left out"),
                   _ ("an absolute condition is always asked"));
  if (theirs->effect != EBB_EFFECT_REFUSED)
    return refuse (error, ours->id, "class", ebb_effect_to_string (theirs->effect), "absolute");
  if (theirs->scope > ours->scope)
    return refuse (error, ours->id, "scope", ebb_scope_to_string (theirs->scope),
                   ebb_scope_to_string (ours->scope));
  return (theirs->measure == ours->measure && same_range (&theirs->range, &ours->range))
         || refuse (error, ours->id, "measure", _ ("another"), _ ("as Ebb's list has it"));
}

/* The lowest pressure that refuses; 0 = none does. */
static void
refusing_pressure (const EbbScreeningList *list, int *systolic, int *diastolic)
{
  *systolic = *diastolic = 0;
  for (guint i = 0; i < list->tiers->len; i++) {
    const EbbBloodPressureTier *tier = g_ptr_array_index (list->tiers, i);

    if (tier->effect != EBB_EFFECT_REFUSED)
      continue;
    if (tier->systolic_from > 0 && (*systolic == 0 || tier->systolic_from < *systolic))
      *systolic = tier->systolic_from;
    if (tier->diastolic_from > 0 && (*diastolic == 0 || tier->diastolic_from < *diastolic))
      *diastolic = tier->diastolic_from;
  }
}

static gboolean
check_pressure (const char *field, int ours, int theirs, GError **error)
{
  g_autofree char *value = g_strdup_printf ("%d mmHg", theirs);
  g_autofree char *allowed = g_strdup_printf (_ ("at most %d mmHg"), ours);

  return ours == 0 || (theirs > 0 && theirs <= ours)
         || refuse (error, _ ("blood pressure that refuses"), field, value, allowed);
}

static gboolean
check_id (const EbbScreeningList *own, const EbbScreeningList *ours, GError **error)
{
  if (g_strcmp0 (own->id, ours->id) != 0)
    return TRUE;
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD,
               _ ("%s: id is “%s”; allowed: another id than Ebb's own list"), own->name, own->id);
  return FALSE;
}

static gboolean
check_valid_days (const EbbScreeningList *own, const EbbScreeningList *ours, GError **error)
{
  if (own->valid_days <= ours->valid_days)
    return TRUE;
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD,
               _ ("%s: valid_days is %u; allowed: 1 to %u"), own->name, own->valid_days,
               ours->valid_days);
  return FALSE;
}

static gboolean
check_beside (const EbbScreeningList *own, const EbbScreeningList *ours, GError **error)
{
  int our_systolic, our_diastolic, systolic, diastolic;

  for (guint i = 0; i < ours->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (ours->items, i);

    if (item->effect == EBB_EFFECT_REFUSED && !check_absolute (item, own, error))
      return FALSE;
  }
  refusing_pressure (ours, &our_systolic, &our_diastolic);
  refusing_pressure (own, &systolic, &diastolic);
  return check_pressure ("systolic_from", our_systolic, systolic, error)
         && check_pressure ("diastolic_from", our_diastolic, diastolic, error)
         && check_valid_days (own, ours, error);
}

gboolean
ebb_screening_list_check_own (const EbbScreeningList *own, GError **error)
{
  g_autoptr (EbbScreeningList) ours = ebb_screening_list_load_builtin (error);

  return ours != NULL && check_id (own, ours, error) && check_beside (own, ours, error);
}

/* --- What it does -------------------------------------------------------------------------- */

static void
change_free (gpointer data)
{
  EbbListChange *change = data;

  g_free (change->id);
  g_free (change->name);
  g_free (change);
}

static void
tell (GPtrArray *changes, EbbListChangeKind kind, const EbbScreeningItem *item)
{
  EbbListChange *change = g_new0 (EbbListChange, 1);

  *change = (EbbListChange){ kind, g_strdup (item->id), g_strdup (item->name) };
  g_ptr_array_add (changes, change);
}

static void
compare_item (GPtrArray *changes, const EbbScreeningItem *ours, const EbbScreeningItem *theirs)
{
  if (theirs->effect != ours->effect || theirs->scope != ours->scope) {
    gboolean milder = theirs->effect != ours->effect ? theirs->effect < ours->effect
                                                     : theirs->scope > ours->scope;
    tell (changes, milder ? EBB_LIST_MILDER : EBB_LIST_STRICTER, theirs);
  }
  if (theirs->limit.max_percent_lop != ours->limit.max_percent_lop
      || theirs->limit.intermittent != ours->limit.intermittent
      || !same_range (&theirs->range, &ours->range))
    tell (changes, EBB_LIST_LIMIT, theirs);
  if (g_strcmp0 (theirs->question, ours->question) != 0
      || g_strcmp0 (theirs->name, ours->name) != 0)
    tell (changes, EBB_LIST_REWORDED, theirs);
}

GPtrArray *
ebb_screening_list_compare (const EbbScreeningList *list, GError **error)
{
  g_autoptr (EbbScreeningList) ours = ebb_screening_list_load_builtin (error);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (change_free);

  if (ours == NULL)
    return NULL;
  for (guint i = 0; i < ours->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (ours->items, i);
    const EbbScreeningItem *theirs = ebb_screening_list_find (list, item->id);

    if (theirs == NULL)
      tell (changes, EBB_LIST_LEFT_OUT, item);
    else
      compare_item (changes, item, theirs);
  }
  for (guint i = 0; i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);

    if (ebb_screening_list_find (ours, item->id) == NULL)
      tell (changes, EBB_LIST_ADDED, item);
  }
  return g_steal_pointer (&changes);
}

const char *
ebb_list_change_to_string (EbbListChangeKind kind)
{
  static const char *const words[] = { "added",  "left-out", "stricter",
                                       "milder", "limit",    "reworded" };

  return (guint) kind < G_N_ELEMENTS (words) ? words[kind] : NULL;
}

const char *
ebb_list_change_to_text (EbbListChangeKind kind)
{
  static const char *const texts[] = { N_ ("Added"),  N_ ("Left out"),      N_ ("Stricter"),
                                       N_ ("Milder"), N_ ("Another limit"), N_ ("Worded anew") };

  return (guint) kind < G_N_ELEMENTS (texts) ? _ (texts[kind]) : "";
}

/* --- How a file becomes one ---------------------------------------------------------------- */

EbbScreeningList *
ebb_screening_list_make_own (const EbbScreeningList *from, guint version, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;
  JsonObject *root;
  gboolean ours = g_strcmp0 (from->id, EBB_SCREENING_STANDARD) == 0;

  if (!json_parser_load_from_data (parser, from->json, -1, error))
    return NULL;
  root = json_node_get_object (json_parser_get_root (parser));
  json_object_set_string_member (root, "id", ours ? EBB_SCREENING_OWN : from->id);
  json_object_set_int_member (root, "version", version);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, json_parser_get_root (parser));
  text = json_generator_to_data (generator, NULL);
  return ebb_screening_list_parse (from->name, text, -1, error);
}

EbbScreeningList *
ebb_screening_list_load_own (const char *path, GError **error)
{
  g_autofree char *text = NULL, *name = g_path_get_basename (path);
  g_autoptr (EbbScreeningList) list = NULL, ours = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  if (length > FILE_MAX) {
    g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_SYNTAX,
                 _ ("%s: is too large; allowed: at most %d bytes"), name, FILE_MAX);
    return NULL;
  }
  list = ebb_screening_list_parse (name, text, (gssize) length, error);
  ours = list != NULL ? ebb_screening_list_load_builtin (error) : NULL;
  return ours != NULL && check_beside (list, ours, error) ? g_steal_pointer (&list) : NULL;
}
