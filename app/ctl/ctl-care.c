/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl-care.h"

#include "ebb-day.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

int
ctl_run_word (const CtlCommand *commands, gsize n_commands, int argc, char **argv)
{
  for (gsize i = 0; i < n_commands && argc > 1; i++)
    if (g_str_equal (commands[i].name, argv[1]))
      return commands[i].run (argc - 1, argv + 1);

  for (gsize i = 0; i < n_commands; i++)
    fprintf (stderr, "  %s %-10s %s\n", argv[0], commands[i].name, commands[i].usage);
  return argc > 1 ? ctl_bad_usage (_ ("unknown word \"%s\" after \"%s\""), argv[1], argv[0])
                  : ctl_bad_usage (_ ("a word after \"%s\" is missing"), argv[0]);
}

/* "-12.5": what strtod() takes besides is a slip of the hand here (0x10, 1e2). */
static gboolean
is_plain (const char *text)
{
  const char *digits = text + (*text == '-');

  return g_ascii_isdigit (*digits) && digits[strspn (digits, "0123456789.")] == '\0';
}

gboolean
ctl_number (const char *option, const char *text, double *number)
{
  char *end = NULL;

  *number = NAN;
  if (text == NULL)
    return TRUE;
  *number = g_ascii_strtod (text, &end);
  if (is_plain (text) && end != text && *end == '\0' && isfinite (*number))
    return TRUE;

  ctl_fail_text (_ ("%s is \"%s\"; allowed: a number, with a point before decimals"), option, text);
  return FALSE;
}

gboolean
ctl_count (const char *option, const char *text, int min, int max, int unset, int *count)
{
  gint64 number;

  *count = unset;
  if (text == NULL)
    return TRUE;
  if (g_ascii_string_to_signed (text, 10, min, max, &number, NULL)) {
    *count = (int) number;
    return TRUE;
  }
  ctl_fail_text (_ ("%s is \"%s\"; allowed: a whole number from %d to %d"), option, text, min, max);
  return FALSE;
}

gboolean
ctl_side (const char *text, EbbSide *side)
{
  int found = text == NULL ? EBB_SIDE_UNSET : ebb_side_from_string (text);

  *side = (EbbSide) MAX (found, 0);
  if (text == NULL || found > EBB_SIDE_UNSET)
    return TRUE;
  ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--side", text, "left, right");
  return FALSE;
}

gboolean
ctl_segment (const char *text, EbbSegment *segment)
{
  int found = text == NULL ? EBB_SEGMENT_THIGH : ebb_segment_from_string (text);

  *segment = (EbbSegment) MAX (found, 0);
  if (found >= 0)
    return TRUE;
  ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--limb", text, "arm, thigh, calf");
  return FALSE;
}

char *
ctl_find_episode (EbbDb *db, const char *patient_id, const char *episode_id)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) episodes = NULL;
  const EbbEpisode *first;

  if (episode_id != NULL)
    return g_strdup (episode_id);
  if (patient_id == NULL) {
    ctl_fail_text ("%s", _ ("--patient or --episode is needed"));
    return NULL;
  }
  episodes = ebb_db_list_episodes (db, patient_id, &error);
  if (episodes == NULL) {
    ctl_fail (error);
    return NULL;
  }
  first = episodes->len > 0 ? g_ptr_array_index (episodes, 0) : NULL;
  if (first != NULL && first->discharged_on == NULL)
    return g_strdup (first->id);

  ctl_fail_text (_ ("patient \"%s\" has no open episode of care"), patient_id);
  return NULL;
}

void
ctl_say_json (EbbJsonWriter *writer)
{
  g_autofree char *text = ebb_json_writer_end (writer);

  fputs (text, stdout);
  fflush (stdout);
}

char *
ctl_time (gint64 unix_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (ebb_day_utc_offset_min (unix_us) * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format_iso8601 (local);
}
