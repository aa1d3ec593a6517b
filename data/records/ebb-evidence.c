/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-evidence.h"

#include <glib.h>
#include <glib/gi18n-lib.h>

static const struct {
  const char *word, *text;
} rows[] = {
  [EBB_EVIDENCE_READ] = { "S", N_ ("read in the source") },
  [EBB_EVIDENCE_SECOND_HAND] = { "S2", N_ ("read where the source is quoted") },
  [EBB_EVIDENCE_UNCONFIRMED] = { "K-U", N_ ("general knowledge, not confirmed") },
  [EBB_EVIDENCE_PROPOSAL] = { "PROPOSAL", N_ ("a proposal, which a clinic may change") },
};

int
ebb_evidence_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].word, text) == 0)
      return (int) i;
  return -1;
}

const char *
ebb_evidence_to_string (EbbEvidence evidence)
{
  return (guint) evidence < G_N_ELEMENTS (rows) ? rows[evidence].word : NULL;
}

const char *
ebb_evidence_to_text (EbbEvidence evidence)
{
  return (guint) evidence < G_N_ELEMENTS (rows) ? _ (rows[evidence].text) : _ ("unknown");
}
