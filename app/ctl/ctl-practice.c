/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl practice: a data folder with the practice clinic in it.
 */
#include "ctl.h"
#include "ebb-clock.h"
#include "ebb-practice.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define SEED 1

static int
fill (const char *path)
{
  GError *error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (path, EBB_DB_WRITE, &error);
  if (db == NULL)
    return ctl_fail (error);
  g_autoptr (EbbClinic) clinic = NULL;
  if (!ebb_practice_fill (db, ebb_clock_wall_unix_us (), SEED, &error)
      || (clinic = ebb_db_load_clinic (db, &error)) == NULL)
    return ctl_fail (error);
  if (clinic->practice)
    ctl_say (_ ("%s holds the practice clinic"), path);
  else
    ctl_say (_ ("%s has patients already and was left alone"), path);
  return CTL_OK;
}

int
ctl_practice (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  const GOptionEntry entries[] = { { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &folder,
                                     N_ ("Data folder"), "DIR" },
                                   G_OPTION_ENTRY_NULL };
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  if (folder == NULL)
    return ctl_bad_usage ("%s", _ ("--data-dir DIR is missing"));
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return ctl_fail_text ("%s: %s", folder, g_strerror (errno));
  g_autofree char *path = g_build_filename (folder, "ebb.db", NULL);
  return fill (path);
}
