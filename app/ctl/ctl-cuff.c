/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl cuff list | info PORT | monitor PORT: looks at cuffs, inflates nothing.
 */
#include "ctl-look.h"
#include "ctl.h"

#include "cuff-scan.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>

#define PORTS_MAX 32

int
ctl_cuff_list (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  CuffPortInfo infos[PORTS_MAX];
  gsize n = cuff_scan_ports (infos, PORTS_MAX);
  for (gsize i = 0; i < n; i++)
    ctl_say ("%s\t%s\t%s\t%s", infos[i].path, infos[i].usb ? "usb" : "other",
             infos[i].usable ? "usable" : "no-permission", infos[i].description);
  if (n == 0)
    fprintf (stderr, "%s\n",
             _ ("No serial ports. Plug the cuff in, or practise with: ebb-cuff-sim"));
  return CTL_OK;
}

static void
say_identity (const CuffIdentity *identity)
{
  gboolean simulated = (identity->capabilities & CUFF_IS_SIMULATED) != 0;
  ctl_say ("%s %s, serial %s, firmware %s%s", identity->vendor, identity->model, identity->serial,
           identity->firmware, simulated ? _ (" (simulated)") : "");
  ctl_say ("CuffWire %u.%u, channels %u, boot %08x", identity->major, identity->minor,
           identity->n_channels, identity->boot_id);
  ctl_say ("caps: set point %.1f mmHg, vents above %.1f mmHg, occlusion search %.1f mmHg, "
           "%u s under pressure",
           cuff_pressure_to_mmhg (identity->cap_hard),
           cuff_pressure_to_mmhg (identity->cap_transient),
           cuff_pressure_to_mmhg (identity->cap_lop), identity->time_cap_ms / 1000);
}

int
ctl_cuff_info (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  if (!ctl_parse (&argc, &argv, entries, "PORT", 1))
    return CTL_USAGE;
  CtlLook look = { 0 };
  CuffIdentity identity;
  ctl_look_open (&look, argv[1]);
  gboolean found = ctl_look_identity (&look, &identity);
  if (found)
    say_identity (&identity);
  ctl_look_close (&look);
  return found ? CTL_OK : CTL_FAILED;
}

static void
say_report (const CuffReport *report)
{
  static const char *const machines[] = { "boot", "idle", "armed", "active", "venting", "fault" };
  g_autoptr (GString) line = g_string_new (NULL);
  g_string_printf (line, "%.3f\t%s", (double) report->device_us / 1e6,
                   machines[MIN (report->machine, CUFF_MACHINE_FAULT)]);
  for (guint i = 0; i < report->n_channels; i++) {
    const CuffChannelReport *channel = &report->channel[i];
    if (cuff_pressure_is_set (channel->pressure))
      g_string_append_printf (line, "\t%.1f", cuff_pressure_to_mmhg (channel->pressure));
    else
      g_string_append (line, "\tunknown");
  }
  ctl_say ("%s", line->str);
}

int
ctl_cuff_monitor (int argc, char **argv)
{
  double seconds = 0;
  const GOptionEntry entries[] = { { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds,
                                     N_ ("End after N seconds"), "N" },
                                   G_OPTION_ENTRY_NULL };
  if (!ctl_parse (&argc, &argv, entries, "PORT", 1))
    return CTL_USAGE;
  if (!(seconds >= 0 && seconds <= 86400))
    return ctl_bad_usage (_ ("--seconds %g: 0 (no end) to 86400 is allowed"), seconds);
  ctl_look_catch_interrupts ();
  CtlLook look = { 0 };
  CuffIdentity identity;
  ctl_look_open (&look, argv[1]);
  gboolean ok = ctl_look_identity (&look, &identity);
  CuffTime end_us = cuff_clock_now (look.clock) + (CuffTime) (seconds * 1e6);
  while (ok && !ctl_look_interrupted () && (seconds <= 0 || cuff_clock_now (look.clock) < end_us)) {
    CuffLinkEvent event;
    CuffReport report;
    ctl_look_wait (&look);
    while (cuff_link_read_report (look.link, &look.next_report, &report) == CUFF_RING_OK)
      say_report (&report);
    while (ctl_look_event (&look, &event))
      if (event.kind == CUFF_LINK_EVENT_LOST) {
        ctl_fail_text ("%s", event.error.message);
        ok = FALSE;
      }
  }
  CuffLinkQuality quality = cuff_link_get_quality (look.link);
  if (quality.n_reports > 0)
    fprintf (stderr, _ ("%u samples, %u late, %u frames missing, %u damaged\n"), quality.n_reports,
             quality.n_late, quality.n_missing, quality.n_damaged);
  ctl_look_close (&look);
  return ok ? CTL_OK : CTL_FAILED;
}
