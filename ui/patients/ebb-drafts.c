/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-drafts.h"

#define DRAFTS_KEY "ebb-drafts"

typedef struct {
  gpointer value; /* owned */
  GDestroyNotify free_value;
} Draft;

static void
draft_free (Draft *draft)
{
  if (draft->value != NULL)
    draft->free_value (draft->value);
  g_free (draft);
}

static GHashTable *
drafts_of (EbbDesk *desk)
{
  GHashTable *drafts = g_object_get_data (G_OBJECT (desk), DRAFTS_KEY);

  if (drafts == NULL) {
    drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) draft_free);
    g_object_set_data_full (G_OBJECT (desk), DRAFTS_KEY, drafts,
                            (GDestroyNotify) g_hash_table_unref);
  }
  return drafts;
}

void
ebb_drafts_keep (EbbDesk *desk, const char *key, gpointer draft, GDestroyNotify free_draft)
{
  Draft *kept = g_new0 (Draft, 1);

  kept->value = draft;
  kept->free_value = free_draft;
  g_hash_table_replace (drafts_of (desk), g_strdup (key), kept);
}

gpointer
ebb_drafts_take (EbbDesk *desk, const char *key)
{
  Draft *draft = g_hash_table_lookup (drafts_of (desk), key);
  gpointer value = draft != NULL ? g_steal_pointer (&draft->value) : NULL;

  g_hash_table_remove (drafts_of (desk), key);
  return value;
}

gboolean
ebb_drafts_has (EbbDesk *desk, const char *key)
{
  return g_hash_table_contains (drafts_of (desk), key);
}
