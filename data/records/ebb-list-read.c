/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-list-read.h"

#include <string.h>

void
ebb_list_read_head (EbbJsonObject *root, int (*format) (const char *), const char *allowed,
                    EbbListHead head)
{
  ebb_json_read_word (root, "format", format, allowed);
  ebb_json_read_int (root, "format_version", 1, 1);
  *head.id = ebb_json_read_id (root, "id");
  *head.version = (guint) ebb_json_read_int (root, "version", 1, 9999);
  *head.name = ebb_json_read_text (root, "name", 100);
}

void
ebb_list_read_rows (EbbJsonObject *root, const char *array, guint rows_max, EbbListReadRow read_row,
                    gpointer list)
{
  guint n_rows = ebb_json_read_array (root, array, rows_max);

  for (guint i = 0; i < n_rows && root->file->error == NULL; i++)
    read_row (root, i, list);
}

gboolean
ebb_list_parse (const char *name, const char *text, gssize length, EbbListReadFields read_fields,
                gpointer list, GError **error)
{
  EbbJsonFile file;
  EbbJsonObject root;
  gboolean is_whole;

  if (ebb_json_file_open (&file, name, text, length < 0 ? strlen (text) : (gsize) length, &root)) {
    read_fields (&root, list);
    ebb_json_end (&root);
  }
  is_whole = file.error == NULL;
  if (!is_whole)
    g_propagate_error (error, g_steal_pointer (&file.error));
  ebb_json_file_clear (&file);
  return is_whole;
}

int
ebb_list_find_word (const char *const *words, const char *text)
{
  for (int i = 0; words[i] != NULL; i++)
    if (g_strcmp0 (words[i], text) == 0)
      return i;
  return -1;
}
