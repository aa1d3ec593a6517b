/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-words.h"

#include "ebb-format.h"

#include <glib/gi18n-lib.h>

#define TIGHT_MMHG 20 /* time under pressure begins above (contracts: one meaning each) */
#define SOFT_MMHG  10 /* all sensors below: half of the proof */

static CuffPressure
highest (const EbbCuffView *view)
{
  CuffPressure most = CUFF_PRESSURE_UNSET;
  for (guint i = 0; i < MIN (view->n_channels, CUFF_CHANNELS_MAX); i++)
    if (cuff_pressure_is_set (view->pressure[i])
        && (!cuff_pressure_is_set (most) || view->pressure[i] > most))
      most = view->pressure[i];
  return most;
}

static gboolean
all_fresh (const EbbCuffView *view)
{
  for (guint i = 0; i < MIN (view->n_channels, CUFF_CHANNELS_MAX); i++)
    if (!cuff_pressure_is_set (view->pressure[i]))
      return FALSE;
  return view->n_channels > 0;
}

EbbChipKind
ebb_cuff_words_kind (const EbbCuffView *view)
{
  if (view->state == EBB_CUFF_UNKNOWN)
    return EBB_CHIP_UNKNOWN;
  /* By hand a number is missing whenever nobody has looked: then the words say so. */
  if (view->at_risk && (view->state != EBB_CUFF_CONNECTED || (!all_fresh (view) && !view->manual)))
    return EBB_CHIP_UNKNOWN;
  if (view->manual && !view->at_risk && !view->deflated)
    return EBB_CHIP_CONNECTING; /* nobody has looked yet */
  switch (view->state) {
  case EBB_CUFF_NONE:
    return EBB_CHIP_NONE;
  case EBB_CUFF_CONNECTING:
    return EBB_CHIP_CONNECTING;
  default:
    return view->deflated && !view->at_risk ? EBB_CHIP_SAFE : EBB_CHIP_TIGHT;
  }
}

const char *
ebb_cuff_words_icon (EbbChipKind kind)
{
  static const char *const icons[] = {
    [EBB_CHIP_NONE] = "action-unavailable-symbolic",
    [EBB_CHIP_CONNECTING] = "content-loading-symbolic",
    [EBB_CHIP_SAFE] = "emblem-ok-symbolic",
    [EBB_CHIP_TIGHT] = "media-record-symbolic",
    [EBB_CHIP_UNKNOWN] = "dialog-warning-symbolic",
  };
  return icons[kind];
}

/* Below the least that the proof asks for, a reading says little: it is not shown as a number
 * before the proof. */
static char *
number (const EbbCuffView *view, CuffPressure pressure)
{
  if (!view->deflated && !view->manual && cuff_pressure_is_set (pressure)
      && pressure < cuff_pressure_from_mmhg (SOFT_MMHG))
    return g_strdup_printf (_ ("below %d"), SOFT_MMHG);
  if (cuff_pressure_is_set (pressure) && pressure < 0)
    return g_strdup ("0");
  return ebb_format_mmhg_number (pressure);
}

char *
ebb_cuff_words_reading (const EbbCuffView *view)
{
  if (ebb_cuff_words_kind (view) == EBB_CHIP_UNKNOWN || !cuff_pressure_is_set (highest (view)))
    return g_strdup ("–");
  g_autofree char *first = number (view, view->pressure[0]);
  if (view->n_channels < 2)
    /* TRANSLATORS: a pressure. */
    return g_strdup_printf (_ ("%s mmHg"), first);
  g_autofree char *second = number (view, view->pressure[1]);
  /* TRANSLATORS: the pressures of two cuffs. */
  return g_strdup_printf (_ ("%s and %s mmHg"), first, second);
}

static char *
chip_by_hand (const EbbCuffView *view)
{
  g_autofree char *reading = NULL;
  if (!cuff_pressure_is_set (highest (view)))
    return g_strdup (_ ("Read by hand · no reading"));
  reading = ebb_cuff_words_reading (view);
  /* TRANSLATORS: what a person read on the gauge, a pressure. */
  return g_strdup_printf (_ ("Read by hand · %s"), reading);
}

char *
ebb_cuff_words_chip (const EbbCuffView *view)
{
  if (view->manual && ebb_cuff_words_kind (view) != EBB_CHIP_UNKNOWN)
    return chip_by_hand (view);
  switch (ebb_cuff_words_kind (view)) {
  case EBB_CHIP_NONE:
    return g_strdup (_ ("No cuff"));
  case EBB_CHIP_CONNECTING:
    return g_strdup (_ ("Connecting…"));
  case EBB_CHIP_UNKNOWN:
    return g_strdup (_ ("Unknown: treat as inflated"));
  default:
    break;
  }
  g_autofree char *reading = ebb_cuff_words_reading (view);
  return g_strdup_printf ("%s · %s", view->simulated ? _ ("Simulated") : _ ("Connected"), reading);
}

char *
ebb_cuff_words_headline (const EbbCuffView *view, gint64 now_us)
{
  gboolean unknown = ebb_cuff_words_kind (view) == EBB_CHIP_UNKNOWN;
  CuffPressure most = highest (view);
  gboolean tight = cuff_pressure_is_set (most) && most > cuff_pressure_from_mmhg (TIGHT_MMHG);
  g_autofree char *reading = ebb_cuff_words_reading (view);
  g_autofree char *clock = view->tight_since_us != EBB_TIME_UNSET
                               ? ebb_format_clock (MAX (now_us - view->tight_since_us, 0))
                               : NULL;
  const char *word = unknown          ? _ ("Unknown: treat as inflated")
                     : view->zero_due ? _ ("Unproven")
                     : tight          ? _ ("Tight")
                     : view->deflated ? _ ("Soft, ready to inflate")
                                      : _ ("Not yet shown to be soft");
  GString *text = g_string_new (word);
  if (!unknown)
    g_string_append_printf (text, " · %s", reading);
  if (clock != NULL)
    g_string_append_printf (text, " · %s", clock);
  return g_string_free (text, FALSE);
}

const char *
ebb_cuff_words_advice (const EbbCuffView *view)
{
  if (view->manual && (view->zero_due || ebb_cuff_words_kind (view) == EBB_CHIP_UNKNOWN))
    return _ ("Read by hand: it counts as tight until you say that the gauge reads 0.");
  if (view->manual)
    return _ ("Read by hand · Esc, F12 or the pedal does the same");
  if (ebb_cuff_words_kind (view) == EBB_CHIP_UNKNOWN)
    return _ ("Feel the cuff. If it is tight, open it by hand. Without the program it vents by "
              "itself within 2 seconds.");
  return _ ("Esc, F12 or the pedal does the same");
}
