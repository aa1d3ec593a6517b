/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stored session in a few words, for lists and cards.
 */
#include "ebb-format.h"
#include "ebb-patient-text.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

char *
ebb_session_done_text (const EbbSessionSummary *summary)
{
  g_autofree char *sets = NULL, *clock = NULL, *tight = NULL;
  g_autofree char *reps =
      g_strdup_printf (ngettext ("%u repetition", "%u repetitions", summary->reps), summary->reps);

  if (summary->n_bouts == 0)
    return g_strdup (_ ("Nothing was begun"));
  sets = summary->sets_planned > 0
             ? g_strdup_printf (ngettext ("%u of %u set", "%u of %u sets", summary->sets_planned),
                                summary->sets_done, summary->sets_planned)
             : g_strdup_printf (ngettext ("%u set", "%u sets", summary->sets_done),
                                summary->sets_done);
  if (summary->reps > 0 || !(summary->occlusion_s > 0))
    return ebb_join_facts (sets, reps, NULL);
  /* Sets by the clock are not counted. */
  clock = ebb_format_clock (CUFF_SECONDS (lround (summary->occlusion_s)));
  tight = g_strdup_printf (_ ("cuff tight %s"), clock);
  return ebb_join_facts (sets, tight, NULL);
}

/* "" when it was not asked. */
static char *
pain_fact (double value)
{
  return isnan (value) ? g_strdup ("") : g_strdup_printf (_ ("pain %.3g"), value);
}

static char *
exertion_fact (double value)
{
  return isnan (value) ? g_strdup ("") : g_strdup_printf (_ ("exertion %.3g"), value);
}

static char *
events_fact (const EbbSessionSummary *summary)
{
  if (summary->n_adverse > 0)
    return g_strdup_printf (ngettext ("%u adverse event", "%u adverse events", summary->n_adverse),
                            summary->n_adverse);
  if (summary->n_alarms > 0)
    return g_strdup_printf (ngettext ("%u alarm", "%u alarms", summary->n_alarms),
                            summary->n_alarms);
  return g_strdup (_ ("no events"));
}

char *
ebb_session_facts_text (const EbbSessionSummary *summary)
{
  g_autofree char *band = NULL;
  g_autofree char *tight = NULL;
  g_autofree char *pain = pain_fact (summary->pain);
  g_autofree char *exertion = exertion_fact (summary->exertion);
  g_autofree char *events = events_fact (summary);

  if (!isnan (summary->band_percent))
    band = g_strdup_printf (_ ("in band %.0f\u00a0%%"), summary->band_percent);
  if (summary->occlusion_s > 0) {
    g_autofree char *clock = ebb_format_clock ((gint64) (summary->occlusion_s * G_USEC_PER_SEC));
    tight = g_strdup_printf (_ ("cuff tight %s"), clock);
  }
  return ebb_join_facts (band != NULL ? band : "", tight != NULL ? tight : "", pain, exertion,
                         events, NULL);
}

char *
ebb_session_state_text (const EbbSessionSummary *summary)
{
  const EbbSessionRecord *session = summary->session;
  const char *state = ebb_end_state_to_text (session->state);

  if (session->state == EBB_STATE_COMPLETED || session->state == EBB_STATE_OPEN
      || session->state_code == CUFF_REASON_NONE || session->state_code == CUFF_REASON_USER_STOP)
    return g_strdup (state);
  /* Translators: "Stopped by safety: the link to the cuff was lost". */
  return g_strdup_printf (_ ("%s: %s"), state, ebb_reason_to_text (session->state_code));
}
