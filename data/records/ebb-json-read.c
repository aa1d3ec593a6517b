/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-json-read.h"

#include "ebb-json-scan.h"
#include "ebb-protocol.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define ID_LENGTH_MAX 64

/* A value in a message is cut here. */
#define SHOWN_LENGTH_MAX 60

gboolean
ebb_json_fail (EbbJsonObject *object, const char *field, const char *value, const char *allowed)
{
  EbbJsonFile *file = object->file;
  g_autofree char *path =
      g_strdup_printf ("%s%s%s", object->path, object->path[0] != '\0' ? "." : "", field);
  guint line = GPOINTER_TO_UINT (g_hash_table_lookup (file->lines, path));
  g_autoptr (GString) where = g_string_new (file->name);

  if (file->error != NULL)
    return FALSE;

  if (line > 0)
    g_string_append_printf (where, ":%u", line);
  file->field = g_strdup (path);
  file->value = g_strdup (value);
  file->allowed = g_strdup (allowed);
  if (value == NULL)
    g_set_error (&file->error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD,
                 _ ("%s: the field “%s” is missing; allowed: %s"), where->str, path, allowed);
  else
    g_set_error (&file->error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD,
                 _ ("%s: the field “%s” is %s; allowed: %s"), where->str, path, value, allowed);
  return FALSE;
}

static char *
show_node (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  if (g_utf8_strlen (text, -1) <= SHOWN_LENGTH_MAX)
    return g_steal_pointer (&text);

  *g_utf8_offset_to_pointer (text, SHOWN_LENGTH_MAX) = '\0';
  return g_strconcat (text, "…", NULL);
}

static gboolean
fail_node (EbbJsonObject *object, const char *field, JsonNode *node, const char *allowed)
{
  g_autofree char *value = show_node (node);

  return ebb_json_fail (object, field, value, allowed);
}

static JsonNode *
member (EbbJsonObject *object, const char *field, const char *allowed)
{
  JsonNode *node;

  if (object->file->error != NULL)
    return NULL;

  g_assert (object->n_seen < G_N_ELEMENTS (object->seen));
  object->seen[object->n_seen++] = field;

  node = json_object_get_member (object->object, field);
  if (node == NULL)
    ebb_json_fail (object, field, NULL, allowed);
  return node;
}

gboolean
ebb_json_file_open (EbbJsonFile *file, const char *name, const char *text, gsize length,
                    EbbJsonObject *root)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  *file = (EbbJsonFile){ .name = name };
  file->lines = ebb_json_scan (name, text, length, EBB_JSON_SIZE_MAX, &file->error);
  if (file->lines == NULL || !json_parser_load_from_data (parser, text, length, &file->error))
    return FALSE;

  file->root = json_parser_steal_root (parser);
  *root = (EbbJsonObject){ .file = file };
  if (file->root != NULL && JSON_NODE_HOLDS_OBJECT (file->root)) {
    root->object = json_node_get_object (file->root);
    return TRUE;
  }

  g_set_error (&file->error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD,
               _ ("%s: the file holds no JSON object"), name);
  return FALSE;
}

void
ebb_json_file_clear (EbbJsonFile *file)
{
  g_clear_pointer (&file->lines, g_hash_table_unref);
  g_clear_pointer (&file->root, json_node_unref);
  g_clear_error (&file->error);
  g_clear_pointer (&file->field, g_free);
  g_clear_pointer (&file->value, g_free);
  g_clear_pointer (&file->allowed, g_free);
}

static gboolean
is_one_line (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return stripped[0] == '\0';
}

static const char *
node_text (JsonNode *node)
{
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

char *
ebb_json_read_text (EbbJsonObject *object, const char *field, glong length_max)
{
  g_autofree char *allowed =
      g_strdup_printf (_ ("a text of 1 to %ld characters in one line"), length_max);
  JsonNode *node = member (object, field, allowed);
  const char *text = node_text (node);

  if (text != NULL && !is_blank (text) && g_utf8_strlen (text, -1) <= length_max
      && is_one_line (text))
    return g_strdup (text);

  if (node != NULL)
    fail_node (object, field, node, allowed);
  return NULL;
}

static gboolean
is_id (const char *text)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

  return g_ascii_islower (text[0]) && strlen (text) <= ID_LENGTH_MAX
         && strspn (text, letters) == strlen (text);
}

char *
ebb_json_read_id (EbbJsonObject *object, const char *field)
{
  const char *allowed = _ ("lower case letters, digits and dashes, a letter first, at most 64");
  JsonNode *node = member (object, field, allowed);
  const char *text = node_text (node);

  if (text != NULL && is_id (text))
    return g_strdup (text);

  if (node != NULL)
    fail_node (object, field, node, allowed);
  return NULL;
}

gint64
ebb_json_read_int (EbbJsonObject *object, const char *field, gint64 min, gint64 max)
{
  g_autofree char *allowed =
      g_strdup_printf (_ ("a whole number from %" PRId64 " to %" PRId64), min, max);
  JsonNode *node = member (object, field, allowed);

  if (node == NULL)
    return min;
  if (json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= min
      && json_node_get_int (node) <= max)
    return json_node_get_int (node);

  fail_node (object, field, node, allowed);
  return min;
}

double
ebb_json_read_double (EbbJsonObject *object, const char *field, double min, double max)
{
  g_autofree char *allowed = g_strdup_printf (_ ("a number from %g to %g"), min, max);
  JsonNode *node = member (object, field, allowed);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;
  double value = NAN;

  if (node == NULL)
    return min;
  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    value = json_node_get_double (node);
  if (value >= min && value <= max)
    return value;

  fail_node (object, field, node, allowed);
  return min;
}

gboolean
ebb_json_read_boolean (EbbJsonObject *object, const char *field)
{
  JsonNode *node = member (object, field, "true, false");

  if (node == NULL)
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);

  return fail_node (object, field, node, "true, false");
}

static int
word_of_node (JsonNode *node, int (*from_string) (const char *))
{
  const char *text = node_text (node);

  return text != NULL && text[0] != '\0' ? from_string (text) : -1;
}

int
ebb_json_read_word (EbbJsonObject *object, const char *field, int (*from_string) (const char *),
                    const char *allowed)
{
  JsonNode *node = member (object, field, allowed);
  int value = word_of_node (node, from_string);

  if (value >= 0)
    return value;
  if (node != NULL)
    fail_node (object, field, node, allowed);
  return 0;
}

gboolean
ebb_json_has (EbbJsonObject *object, const char *field)
{
  return object->file->error == NULL && json_object_has_member (object->object, field);
}

gboolean
ebb_json_read_object (EbbJsonObject *object, const char *field, EbbJsonObject *inner)
{
  JsonNode *node = member (object, field, _ ("an object"));

  *inner = (EbbJsonObject){ .file = object->file };
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail_node (object, field, node, _ ("an object"));

  inner->object = json_node_get_object (node);
  g_snprintf (inner->path, sizeof inner->path, "%s%s%s", object->path,
              object->path[0] != '\0' ? "." : "", field);
  return TRUE;
}

guint
ebb_json_read_array (EbbJsonObject *object, const char *field, guint length_max)
{
  g_autofree char *allowed = g_strdup_printf (_ ("an array of 1 to %u elements"), length_max);
  JsonNode *node = member (object, field, allowed);
  guint length = 0;

  if (node == NULL)
    return 0;
  if (JSON_NODE_HOLDS_ARRAY (node))
    length = json_array_get_length (json_node_get_array (node));
  if (length >= 1 && length <= length_max)
    return length;

  fail_node (object, field, node, allowed);
  return 0;
}

/* Element `index` of an array whose length was read before. */
static JsonNode *
element (EbbJsonObject *object, const char *field, guint index)
{
  return json_array_get_element (json_object_get_array_member (object->object, field), index);
}

gboolean
ebb_json_read_array_object (EbbJsonObject *object, const char *field, guint index,
                            EbbJsonObject *inner)
{
  g_autofree char *step = g_strdup_printf ("%s.%u", field, index);
  JsonNode *node = element (object, field, index);

  *inner = (EbbJsonObject){ .file = object->file };
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail_node (object, step, node, _ ("an object"));

  inner->object = json_node_get_object (node);
  g_strlcpy (inner->path, step, sizeof inner->path);
  return TRUE;
}

int
ebb_json_read_array_word (EbbJsonObject *object, const char *field, guint index,
                          int (*from_string) (const char *), const char *allowed)
{
  g_autofree char *step = g_strdup_printf ("%s.%u", field, index);
  JsonNode *node = element (object, field, index);
  int value = word_of_node (node, from_string);

  if (value < 0)
    fail_node (object, step, node, allowed);
  return MAX (value, 0);
}

gint64
ebb_json_read_array_int (EbbJsonObject *object, const char *field, guint index, gint64 min,
                         gint64 max)
{
  g_autofree char *step = g_strdup_printf ("%s.%u", field, index);
  g_autofree char *allowed =
      g_strdup_printf (_ ("a whole number from %" PRId64 " to %" PRId64), min, max);
  JsonNode *node = element (object, field, index);

  if (json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= min
      && json_node_get_int (node) <= max)
    return json_node_get_int (node);

  fail_node (object, step, node, allowed);
  return min;
}

void
ebb_json_end (EbbJsonObject *object)
{
  g_autoptr (GList) fields = NULL;

  if (object->file->error != NULL)
    return;

  fields = json_object_get_members (object->object);
  for (GList *at = fields; at != NULL; at = at->next) {
    gboolean known = FALSE;

    for (guint i = 0; i < object->n_seen; i++)
      known = known || g_str_equal (object->seen[i], at->data);
    if (!known)
      ebb_json_fail (object, at->data, _ ("unknown"), _ ("only the fields of the format"));
  }
}
