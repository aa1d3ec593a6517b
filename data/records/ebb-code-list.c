/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-code-list.h"

#include "ebb-list-read.h"
#include "ebb-protocol.h"
#include "ebb-resources.h"

#include <glib/gi18n-lib.h>

#define CODES_MAX 100

static void
code_free (EbbCode *code)
{
  g_free (code->id);
  g_free (code->group);
  g_free (code->name);
  g_free (code->frequency);
  g_free (code->source);
  g_free (code);
}

void
ebb_code_list_free (EbbCodeList *list)
{
  if (list == NULL)
    return;
  g_free (list->id);
  g_free (list->name);
  g_clear_pointer (&list->codes, g_ptr_array_unref);
  g_free (list);
}

const EbbCode *
ebb_code_list_find (const EbbCodeList *list, const char *id)
{
  for (guint i = 0; i < list->codes->len; i++) {
    const EbbCode *code = g_ptr_array_index (list->codes, i);

    if (g_strcmp0 (code->id, id) == 0)
      return code;
  }
  return NULL;
}

gboolean
ebb_code_list_check (const EbbCodeList *list, const char *field, const char *id, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  if (ebb_code_list_find (list, id) != NULL)
    return TRUE;

  for (guint i = 0; i < list->codes->len; i++) {
    const EbbCode *code = g_ptr_array_index (list->codes, i);

    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", code->id);
  }
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_UNKNOWN_ID,
               _ ("%s is “%s”; allowed: %s"), field, id != NULL ? id : "", known->str);
  return FALSE;
}

static int
list_format (const char *text)
{
  return g_str_equal (text, "ebb-code-list") ? 0 : -1;
}

static void
read_code (EbbJsonObject *root, guint index, gpointer data)
{
  EbbCodeList *list = data;
  EbbCode *code = g_new0 (EbbCode, 1);
  EbbJsonObject inner;

  g_ptr_array_add (list->codes, code);
  if (!ebb_json_read_array_object (root, "codes", index, &inner))
    return;

  code->id = ebb_json_read_id (&inner, "id");
  code->group = ebb_json_read_id (&inner, "group");
  code->name = ebb_json_read_text (&inner, "name", 100);
  if (ebb_json_has (&inner, "frequency"))
    code->frequency = ebb_json_read_text (&inner, "frequency", 100);
  code->source = ebb_json_read_text (&inner, "source", 300);
  code->status = (EbbEvidence) ebb_json_read_word (&inner, "status", ebb_evidence_from_string,
                                                   EBB_EVIDENCE_ALLOWED);
  ebb_json_end (&inner);
  if (code->id != NULL && ebb_code_list_find (list, code->id) != code)
    ebb_json_fail (&inner, "id", code->id, _ ("an id that no other code has"));
}

static void
read_fields (EbbJsonObject *root, gpointer data)
{
  EbbCodeList *list = data;

  ebb_list_read_head (root, list_format, "\"ebb-code-list\"",
                      (EbbListHead){ &list->id, &list->name, &list->version });
  ebb_list_read_rows (root, "codes", CODES_MAX, read_code, list);
}

EbbCodeList *
ebb_code_list_parse (const char *name, const char *text, gssize length, GError **error)
{
  g_autoptr (EbbCodeList) list = g_new0 (EbbCodeList, 1);

  list->codes = g_ptr_array_new_with_free_func ((GDestroyNotify) code_free);
  return ebb_list_parse (name, text, length, read_fields, list, error) ? g_steal_pointer (&list)
                                                                       : NULL;
}

EbbCodeList *
ebb_code_list_load_builtin (const char *id, GError **error)
{
  g_autofree char *path = g_strconcat (EBB_RESOURCE_PREFIX "conditions/", id, ".json", NULL);
  g_autoptr (GBytes) bytes = ebb_resource_load (path, error);

  return bytes == NULL ? NULL
                       : ebb_code_list_parse (id, g_bytes_get_data (bytes, NULL),
                                              (gssize) g_bytes_get_size (bytes), error);
}
