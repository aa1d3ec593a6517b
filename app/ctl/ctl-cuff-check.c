/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl cuff check PORT: the controller's own self-test, zero and leak test, one line for each
 * channel.  Only --leak inflates, to 60 mmHg, and only when it is asked for.
 */
#include "ctl-look.h"
#include "ctl.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define LEAK_CAP    CUFF_MMHG (60)
#define PATIENCE_US CUFF_SECONDS (25)

typedef struct {
  CtlLook look;
  CuffIdentity identity;
} Check;

/* The event that was waited for, of either kind; FALSE: neither came, and why was said. */
static gboolean
await (Check *self, CuffLinkEventKind wanted, CuffLinkEvent *event)
{
  CuffTime end_us = cuff_clock_now (self->look.clock) + PATIENCE_US;
  while (!ctl_look_interrupted () && cuff_clock_now (self->look.clock) < end_us) {
    while (ctl_look_event (&self->look, event)) {
      if (event->kind == wanted || event->kind == CUFF_LINK_EVENT_REFUSED)
        return TRUE;
      if (event->kind == CUFF_LINK_EVENT_LOST) {
        ctl_fail_text ("%s", event->error.message);
        return FALSE;
      }
    }
    ctl_look_wait (&self->look);
  }
  if (!ctl_look_interrupted ())
    ctl_fail_text ("%s", _ ("the controller did not answer in time"));
  return FALSE;
}

static gboolean
say_result (const char *name, unsigned channel, const CuffLinkEvent *event)
{
  const char *verdict = event->passed ? "passed" : "failed";
  if (event->kind == CUFF_LINK_EVENT_REFUSED)
    ctl_say ("%s\tchannel %u\trefused\tresult %d", name, channel, (int) event->result);
  else if (!cuff_pressure_is_set (event->value))
    ctl_say ("%s\tchannel %u\tcut short", name, channel);
  else
    ctl_say ("%s\tchannel %u\t%s\t%.1f mmHg of %.1f mmHg", name, channel, verdict,
             cuff_pressure_to_mmhg (event->value), cuff_pressure_to_mmhg (event->limit));
  return event->kind == CUFF_LINK_EVENT_CHECKED && event->passed;
}

static gboolean
run (Check *self, CuffCheck kind, const char *name, unsigned channel)
{
  CuffLinkEvent event;
  cuff_link_check (self->look.link, kind, channel);
  return await (self, CUFF_LINK_EVENT_CHECKED, &event) && say_result (name, channel, &event);
}

/* Its own arm, with the lowest limits there are. */
static gboolean
arm_for_leak (Check *self, unsigned channel)
{
  CuffLimits limits[CUFF_CHANNELS_MAX];
  CuffInterlockConfig config = { .n_channels = self->identity.n_channels };
  for (unsigned i = 0; i < config.n_channels; i++) {
    limits[i] = (CuffLimits){ .cap = LEAK_CAP,
                              .ramp_max = CUFF_MMHG (100),
                              .time_max_ms = 60000,
                              .disagree_max = CUFF_MMHG (10) };
    config.channel[i] = (CuffInterlockChannel){ .lop = CUFF_PRESSURE_UNSET,
                                                .cap = LEAK_CAP * 2,
                                                .cap_transient = LEAK_CAP * 2,
                                                .continuous_limit_us = CUFF_SECONDS (60) };
  }
  CuffLinkEvent event;
  cuff_link_set_interlock (self->look.link, &config);
  cuff_link_set_limits (self->look.link, limits, config.n_channels);
  cuff_link_arm (self->look.link, CUFF_ARM_LEAK);
  if (!await (self, CUFF_LINK_EVENT_ARMED, &event))
    return FALSE;
  return event.kind == CUFF_LINK_EVENT_ARMED || say_result ("leak", channel, &event);
}

static gboolean
run_leak (Check *self, unsigned channel)
{
  CuffLinkEvent event;
  if (!arm_for_leak (self, channel))
    return FALSE;
  gboolean passed = run (self, CUFF_CHECK_LEAK, "leak", channel);
  gboolean empty =
      await (self, CUFF_LINK_EVENT_RELEASED, &event) && event.kind == CUFF_LINK_EVENT_RELEASED;
  if (!empty)
    ctl_fail_text ("%s", _ ("the cuff was not seen to empty: open it by hand"));
  return passed && empty;
}

int
ctl_cuff_check (int argc, char **argv)
{
  gboolean self_test = FALSE, zero = FALSE, leak = FALSE, passed = TRUE;
  const GOptionEntry entries[] = {
    { "self-test", 0, 0, G_OPTION_ARG_NONE, &self_test, N_ ("Sensors, vent and pump"), NULL },
    { "zero", 0, 0, G_OPTION_ARG_NONE, &zero, N_ ("Take what an empty cuff reads as zero"), NULL },
    { "leak", 0, 0, G_OPTION_ARG_NONE, &leak,
      N_ ("Inflate to 60 mmHg for 5 s: put the cuff around a bottle, not around a limb"), NULL },
    G_OPTION_ENTRY_NULL
  };
  if (!ctl_parse (&argc, &argv, entries, "PORT", 1))
    return CTL_USAGE;
  Check self = { 0 };
  ctl_look_catch_interrupts ();
  ctl_look_open (&self.look, argv[1]);
  if (!ctl_look_identity (&self.look, &self.identity)) {
    ctl_look_close (&self.look);
    return CTL_FAILED;
  }
  gboolean all = !self_test && !zero && !leak; /* all that stay empty */
  if (self_test || all)
    passed = run (&self, CUFF_CHECK_SELF_TEST, "self-test", 0) && passed;
  for (unsigned i = 0; i < self.identity.n_channels && !ctl_look_interrupted (); i++) {
    if (zero || all)
      passed = run (&self, CUFF_CHECK_ZERO, "zero", i) && passed;
    if (leak)
      passed = run_leak (&self, i) && passed;
  }
  ctl_look_close (&self.look);
  return passed && !ctl_look_interrupted () ? CTL_OK : CTL_FAILED;
}
