/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-entry.h"

static GPtrArray *shelf; /* owned; NULL = nothing was read yet */

void
ebb_protocol_entry_free (EbbProtocolEntry *entry)
{
  if (entry == NULL)
    return;
  ebb_protocol_free (entry->protocol);
  g_free (entry->based_on);
  g_free (entry->lock_reason);
  g_free (entry->locked_by);
  g_free (entry);
}

gboolean
ebb_protocol_entry_is_open (const EbbProtocolEntry *entry)
{
  return entry->own && entry->lock_reason == NULL;
}

const EbbProtocolEntry *
ebb_protocol_entry_find (const GPtrArray *entries, const char *id)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    const EbbProtocolEntry *entry = g_ptr_array_index (entries, i);

    if (g_strcmp0 (entry->protocol->id, id) == 0)
      return entry;
  }
  return NULL;
}

void
ebb_protocol_shelf_set (GPtrArray *entries)
{
  if (entries != NULL)
    g_ptr_array_ref (entries);
  g_clear_pointer (&shelf, g_ptr_array_unref);
  shelf = entries;
}

static GPtrArray *
list_builtin (void)
{
  GPtrArray *protocols = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_protocol_free);
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();

  for (guint i = 0; ids[i] != NULL; i++) {
    EbbProtocol *protocol = ebb_protocol_load_builtin (ids[i], NULL);

    if (protocol != NULL)
      g_ptr_array_add (protocols, protocol);
  }
  return protocols;
}

GPtrArray *
ebb_protocol_shelf_list (void)
{
  GPtrArray *protocols;

  if (shelf == NULL)
    return list_builtin ();
  protocols = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_protocol_free);
  for (guint i = 0; i < shelf->len; i++) {
    const EbbProtocolEntry *entry = g_ptr_array_index (shelf, i);

    if (!entry->retired)
      g_ptr_array_add (protocols, ebb_protocol_copy (entry->protocol));
  }
  return protocols;
}

EbbProtocol *
ebb_protocol_shelf_load (const char *id, GError **error)
{
  const EbbProtocolEntry *entry = ebb_protocol_entry_find (shelf, id);

  return entry != NULL ? ebb_protocol_copy (entry->protocol)
                       : ebb_protocol_load_builtin (id, error);
}
