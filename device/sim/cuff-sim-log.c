/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-sim-log.h"

#include <inttypes.h>

bool
cuff_sim_log_open (CuffSimLog *log, const char *path, bool also_stdout)
{
  log->also_stdout = also_stdout;
  log->file = path != NULL ? fopen (path, "we") : NULL;
  return path == NULL || log->file != NULL;
}

void
cuff_sim_log_close (CuffSimLog *log)
{
  if (log->file != NULL)
    fclose (log->file);
  log->file = NULL;
}

/* In whole numbers, so that no locale puts a comma into the JSON. */
static void
write_line (FILE *file, CuffTime t_us, const char *event, unsigned channel, CuffPressure pressure,
            const char *detail)
{
  const char *sign = pressure < 0 ? "-" : "";
  int tenths = pressure < 0 ? -pressure : pressure;

  fprintf (file,
           "{\"t_s\": %" PRId64 ".%06d, \"event\": \"%s\", \"channel\": %u, \"cuff_mmhg\": "
           "%s%d.%d%s}\n",
           t_us / 1000000, (int) (t_us % 1000000), event, channel, sign, tenths / 10, tenths % 10,
           detail);
  fflush (file);
}

void
cuff_sim_log_write (CuffSimLog *log, CuffTime t_us, const char *event, unsigned channel,
                    double cuff_mmhg, const char *detail)
{
  CuffPressure pressure = cuff_pressure_from_mmhg (cuff_mmhg);

  if (log->file != NULL)
    write_line (log->file, t_us, event, channel, pressure, detail);
  if (log->also_stdout)
    write_line (stdout, t_us, event, channel, pressure, detail);
}
