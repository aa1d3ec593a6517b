/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock of the phase, or of the part of a repetition that the pacer leads.
 */
#include "ebb-live-private.h"

#include "ebb-format.h"

#include <glib/gi18n-lib.h>

#define LONG_S 100 /* from here on minutes and seconds */

/* A number counts down or says "done", never both. */
static void
count_between (EbbLiveClock *clock, const EbbLiveFacts *facts, gint64 since_us, gint64 until_us,
               const char *title)
{
  gint64 whole_us = until_us - since_us, left_us = until_us - facts->now_us;
  int left_s, whole_s;

  clock->title = g_strdup (title);
  if (until_us < 0 || until_us == CUFF_TIME_NEVER || left_us <= 0) {
    clock->number = g_strdup (until_us < 0 || left_us > 0 ? "–" : _ ("done"));
    return;
  }
  left_s = (int) ((left_us + 999999) / 1000000);
  whole_s = (int) ((whole_us + 500000) / 1000000);
  if (whole_us > 0)
    clock->fraction = CLAMP ((double) (facts->now_us - since_us) / (double) whole_us, 0.0, 1.0);
  if (whole_s < LONG_S) {
    clock->number = g_strdup_printf ("%d", left_s);
    clock->unit = g_strdup (_ ("s"));
    /* Translators: seconds of the whole phase, "of 5". */
    clock->of = g_strdup_printf (_ ("of %d"), whole_s);
    return;
  }
  g_autofree char *whole = ebb_format_clock (CUFF_SECONDS (whole_s));
  clock->number = ebb_format_clock (CUFF_SECONDS (left_s));
  /* Translators: minutes and seconds of the whole phase, "of 5:00". */
  clock->of = g_strdup_printf (_ ("of %s"), whole);
}

static void
count_down (EbbLiveClock *clock, const EbbLiveFacts *facts, const char *title)
{
  count_between (clock, facts, facts->view->phase_since_us, facts->view->phase_until_us, title);
}

/* A part of a repetition. */
static void
count_part (EbbLiveClock *clock, const EbbLiveFacts *facts)
{
  static const char *const titles[] = {
    [EBB_LIVE_PART_CONTRACT] = N_ ("Contract, left"), [EBB_LIVE_PART_HOLD] = N_ ("Hold, left"),
    [EBB_LIVE_PART_RELAX] = N_ ("Relax, left"),       [EBB_LIVE_PART_RETURN] = N_ ("Return, left"),
    [EBB_LIVE_PART_PAUSE] = N_ ("Wait, left"),
  };
  gint64 since_us, until_us;
  EbbLivePart part = ebb_live_part (facts, &since_us, &until_us);

  count_between (clock, facts, since_us, until_us, _ (titles[part]));
}

/* A phase that ends by an event: how long it has lasted. */
static void
count_up (EbbLiveClock *clock, const EbbLiveFacts *facts, const char *title)
{
  gint64 so_far_us = MAX (facts->now_us - facts->view->phase_since_us, 0);

  clock->title = g_strdup (title);
  clock->number = so_far_us < CUFF_SECONDS (LONG_S)
                      ? g_strdup_printf ("%d", (int) (so_far_us / 1000000))
                      : ebb_format_clock (so_far_us);
  clock->unit = g_strdup (so_far_us < CUFF_SECONDS (LONG_S) ? _ ("s") : "");
}

void
ebb_live_make_clock (EbbLiveClock *clock, const EbbLiveFacts *facts)
{
  *clock = (EbbLiveClock){ .fraction = -1 };
  switch (facts->view->phase) {
  case EBB_PHASE_INFLATING:
    count_up (clock, facts, facts->view->by_hand ? _ ("Pumping, so far") : _ ("Inflating, so far"));
    break;
  case EBB_PHASE_DEFLATING:
    count_up (clock, facts,
              facts->view->by_hand ? _ ("Valve asked for, so far") : _ ("Deflating, so far"));
    break;
  case EBB_PHASE_READY:
    count_down (clock, facts, _ ("Ready, left"));
    break;
  case EBB_PHASE_CONTRACT:
    if (facts->plan->self_paced)
      count_up (clock, facts, _ ("Set, so far"));
    else
      count_part (clock, facts);
    break;
  case EBB_PHASE_HOLD:
  case EBB_PHASE_RELAX:
    count_part (clock, facts);
    break;
  case EBB_PHASE_WORK:
    count_down (clock, facts, facts->view->n_steps > 0 ? _ ("Step, left") : _ ("Set, left"));
    break;
  case EBB_PHASE_RELIEF:
    count_down (clock, facts, _ ("Deflated, left"));
    break;
  case EBB_PHASE_SET_END:
    count_down (clock, facts, _ ("Relax, left"));
    break;
  case EBB_PHASE_REST:
    count_down (clock, facts, _ ("Rest, left"));
    break;
  case EBB_PHASE_WAITING:
    count_down (clock, facts, _ ("Waits, left"));
    break;
  case EBB_PHASE_PAUSED:
    count_down (clock, facts, _ ("Pause, left"));
    break;
  default:
    clock->title = g_strdup (_ ("Time"));
    clock->number = g_strdup ("–");
  }
  if (clock->unit == NULL)
    clock->unit = g_strdup ("");
  if (clock->of == NULL)
    clock->of = g_strdup ("");
}
