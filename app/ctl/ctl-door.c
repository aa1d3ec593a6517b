/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl door show | refuse | lift: what was answered before a session and ended the visit there.
 */
#include "ctl-care.h"
#include "ctl-live.h"
#include "ebb-clock.h"
#include "ebb-day.h"
#include "ebb-db-door.h"
#include "ebb-door.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct {
  char *db_path, *patient, *answer, *refusal, *physician, *date, *reason, *by; /* owned */
  gboolean as_json;
} Options;

static void
options_clear (Options *options)
{
  char *texts[] = { options->db_path,   options->patient, options->answer, options->refusal,
                    options->physician, options->date,    options->reason, options->by };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static EbbDb *
begin (Options *options, gboolean write, int argc, char **argv, int *result)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db_path, N_ ("Database"), "FILE" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &options->patient, N_ ("Patient"), "ID" },
    { "answer", 0, 0, G_OPTION_ARG_STRING, &options->answer, N_ ("Question answered with yes"),
      "ID" },
    { "refusal", 0, 0, G_OPTION_ARG_STRING, &options->refusal, N_ ("What is lifted"), "ID" },
    { "physician", 0, 0, G_OPTION_ARG_STRING, &options->physician,
      N_ ("Who has cleared it; without one it is a correction"), "NAME" },
    { "date", 0, 0, G_OPTION_ARG_STRING, &options->date, N_ ("Day of the clearance"),
      "YYYY-MM-DD" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &options->reason, N_ ("Reason"), "TEXT" },
    { "by", 0, 0, G_OPTION_ARG_STRING, &options->by, N_ ("Who"), "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GError *error = NULL;
  EbbDb *db;

  *result = CTL_USAGE;
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return NULL;
  if (options->db_path == NULL) {
    ctl_bad_usage ("%s", _ ("--db FILE is missing"));
    return NULL;
  }
  if (options->by == NULL)
    options->by = g_strdup (g_get_user_name ());
  db = write ? ctl_open_db (options->db_path, &error)
             : ebb_db_open (options->db_path, EBB_DB_READ, &error);
  if (db == NULL)
    *result = ctl_fail (error);
  return db;
}

static void
write_refusal (EbbJsonWriter *writer, const EbbDoorRefusal *refusal, gint64 now_unix_us)
{
  g_autofree char *refused = ctl_time (refusal->refused_unix_us);

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "id", refusal->id);
  ebb_json_text (writer, "answer", refusal->answer);
  ebb_json_text (writer, "question", refusal->question);
  ebb_json_double (writer, "value", refusal->value, 1);
  ebb_json_double (writer, "second", refusal->second, 1);
  ebb_json_boolean (writer, "physician", refusal->physician);
  ebb_json_text (writer, "by", refusal->operator_name);
  ebb_json_text (writer, "refused_at", refused);
  ebb_json_boolean (writer, "stands", ebb_door_refusal_stands (refusal, now_unix_us));
  ebb_json_text (writer, "lifted",
                 refusal->lift != NULL ? ebb_lift_way_to_string (refusal->lift->way) : NULL);
  ebb_json_text (writer, "reason", refusal->lift != NULL ? refusal->lift->reason : NULL);
  ebb_json_close (writer, '}');
}

static void
say_refusal (const EbbDoorRefusal *refusal, gint64 now_unix_us)
{
  g_autofree char *refused = ctl_time (refusal->refused_unix_us);
  const char *state = refusal->lift != NULL ? ebb_lift_way_to_string (refusal->lift->way)
                      : ebb_door_refusal_stands (refusal, now_unix_us) ? "stands"
                                                                       : "over";

  ctl_say ("%s\t%s\t%s\t%s\t%s", refusal->id, state, refusal->answer, refused,
           refusal->operator_name);
}

static int
run_show (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GPtrArray) refusals = NULL;
  gint64 now_unix_us = ebb_clock_wall_unix_us ();
  GError *error = NULL;
  EbbJsonWriter writer;
  int result;
  g_autoptr (EbbDb) db = begin (&options, FALSE, argc, argv, &result);

  if (db == NULL)
    return result;
  refusals = ebb_db_list_door_refusals (db, options.patient != NULL ? options.patient : "", &error);
  if (refusals == NULL)
    return ctl_fail (error);
  if (!options.as_json) {
    for (guint i = 0; i < refusals->len; i++)
      say_refusal (g_ptr_array_index (refusals, i), now_unix_us);
    return CTL_OK;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < refusals->len; i++)
    write_refusal (&writer, g_ptr_array_index (refusals, i), now_unix_us);
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
  return CTL_OK;
}

/* The only refusal of this yes; NULL with the reason said. */
static EbbDoorRefusal *
judge (const Options *options)
{
  g_autoptr (EbbCheckList) list = ebb_check_list_load_builtin (NULL);
  const EbbDoorQuestion question = { .list = list, .percent_lop = NAN };
  g_autoptr (GPtrArray) found = NULL;
  g_auto (EbbDoor) door = { 0 };

  ebb_door_take (&door, options->answer != NULL ? options->answer : "", 1, NAN, NULL);
  found = ebb_door_refusals (&door, &question);
  if (found->len > 0)
    return g_ptr_array_steal_index (found, 0);
  ctl_fail_text (_ ("%s is \"%s\"; allowed: a question whose yes ends the visit"), "--answer",
                 options->answer != NULL ? options->answer : "");
  return NULL;
}

static int
run_refuse (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDoorRefusal) refusal = NULL;
  GError *error = NULL;
  int result;
  g_autoptr (EbbDb) db = begin (&options, TRUE, argc, argv, &result);

  if (db == NULL)
    return result;
  refusal = judge (&options);
  if (refusal == NULL)
    return CTL_FAILED;
  refusal->patient_id = g_strdup (options.patient);
  refusal->operator_name = g_strdup (options.by);
  refusal->refused_unix_us = ebb_clock_wall_unix_us ();
  if (!ebb_db_put_door_refusal (db, refusal, &error))
    return ctl_fail (error);
  ctl_say ("%s", refusal->id);
  return CTL_OK;
}

static int
run_lift (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());
  GError *error = NULL;
  int result;
  g_autoptr (EbbDb) db = begin (&options, TRUE, argc, argv, &result);
  const EbbDoorLift lift = {
    .refusal_id = options.refusal,
    .way = options.physician != NULL ? EBB_LIFT_CLEARANCE : EBB_LIFT_CORRECTION,
    .physician = options.physician,
    .cleared_on = options.physician == NULL ? NULL
                  : options.date != NULL    ? options.date
                                            : today.date,
    .reason = options.reason,
    .operator_name = options.by,
    .lifted_unix_us = ebb_clock_wall_unix_us (),
  };

  if (db == NULL)
    return result;
  if (!ebb_db_put_door_lift (db, &lift, &error))
    return ctl_fail (error);
  ctl_say ("%s", lift.refusal_id);
  return CTL_OK;
}

int
ctl_door (int argc, char **argv)
{
  static const CtlCommand commands[] = {
    { "show", "--db FILE --patient ID [--json]", run_show },
    { "refuse", "--db FILE --patient ID --answer ID --by NAME", run_refuse },
    { "lift",
      "--db FILE --refusal ID --reason TEXT --by NAME [--physician NAME [--date YYYY-MM-DD]]",
      run_lift },
  };

  return ctl_run_word (commands, G_N_ELEMENTS (commands), argc, argv);
}
