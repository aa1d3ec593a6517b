/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-set-ends.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *id, *text;
} ends[] = {
  { "done", N_ ("Done early") },     { "failure", N_ ("Failure") }, { "pain", N_ ("Pain") },
  { "dizziness", N_ ("Dizziness") }, { "form", N_ ("Form") },       { "time", N_ ("Time") },
  { "equipment", N_ ("Equipment") }, { "other", N_ ("Other") },
};

char *
ebb_set_end_question (guint set)
{
  return g_strdup_printf (_ ("Why did set %u end?"), set);
}

char **
ebb_set_end_labels (void)
{
  char **labels = g_new0 (char *, G_N_ELEMENTS (ends) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    labels[i] = g_strdup (_ (ends[i].text));
  return labels;
}

const char *
ebb_set_end_id (guint index)
{
  return index < G_N_ELEMENTS (ends) ? ends[index].id : "other";
}

const char *
ebb_set_end_text (guint index)
{
  return index < G_N_ELEMENTS (ends) ? _ (ends[index].text) : _ ("Other");
}

const char *
ebb_set_end_of_id (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_strcmp0 (id, ends[i].id) == 0)
      return _ (ends[i].text);
  if (g_strcmp0 (id, "not-said") == 0)
    return _ ("Not said");
  if (g_strcmp0 (id, "stopped") == 0)
    return _ ("Stopped");
  if (g_strcmp0 (id, "safety") == 0)
    return _ ("Stopped by safety");
  if (g_strcmp0 (id, "interrupted") == 0)
    return _ ("Interrupted");
  return id;
}

gboolean
ebb_set_end_offers_stop (guint index)
{
  return g_strcmp0 (ebb_set_end_id (index), "dizziness") == 0;
}
