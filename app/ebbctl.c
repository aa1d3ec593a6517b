/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine without a screen: finds the subcommand and runs it.
 */
#include "ctl.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const CtlCommand commands[] = {
  { "demo", "--out DIR [--speed N] [--seed N] [--protocol ID]", ctl_demo },
  { "session run",
    "--port PATH|--simulate --db FILE --protocol ID --patient ID --side left|right ...",
    ctl_session_run },
  { "session list", "--db FILE [--json]", ctl_session_list },
  { "export",
    "--db FILE --session ID --format json|csv|pdf --out FILE [--report patient|clinician] "
    "[--paper a4|letter]",
    ctl_export },
  { "import patients",
    "FILE --db FILE [--dry-run] [--dates day-first|month-first] [--take-alike] [--json]",
    ctl_import_patients },
  { "db check", "FILE", ctl_db_check },
  { "db backup", "--db FILE --folder DIR [--daily] [--json]", ctl_db_backup },
  { "db backups", "--folder DIR [--json]", ctl_db_backups },
  { "db verify", "FILE", ctl_db_verify },
  { "db restore", "--db FILE --from FILE [--by NAME] [--json]", ctl_db_restore },
  { "db drill", "--folder DIR [--json]", ctl_db_drill },
  { "patient add", "--db FILE --name NAME --born YYYY-MM-DD [--record NUMBER] [--sex WORD]",
    ctl_patient_add },
  { "patient order",
    "--db FILE --patient ID --physician NAME --date YYYY-MM-DD [--valid-until YYYY-MM-DD]",
    ctl_patient_order },
  { "patient list", "--db FILE", ctl_patient_list },
  { "patient find", "--db FILE TEXT", ctl_patient_find },
  { "practice", "--data-dir DIR", ctl_practice },
  { "door", "show|refuse|lift ...", ctl_door },
  { "consent", "give|withdraw|show ...", ctl_consent },
  { "questionnaire", "fill|show|review ...", ctl_questionnaire },
  { "clinic", "show|set ...", ctl_clinic },
  { "screening list", "[show|validate|import|export|builtin ...] [--db FILE] [--json]",
    ctl_screening_list },
  { "screening judge", "[--yes ID[:LIMB]] [--no-to-rest] [--bp S/D] [--age N] ... [--json]",
    ctl_screening_judge },
  { "screening record",
    "--db FILE --patient ID [--yes ID[:LIMB]] [--no-to-rest] [--bp S/D] ... [--json]",
    ctl_screening_record },
  { "screening show", "--db FILE --patient ID [--limb WORD] [--json]", ctl_screening_show },
  { "screening clear", "--db FILE --patient ID --physician NAME --date YYYY-MM-DD [--scope IDS]",
    ctl_screening_clear },
  { "screening override", "--db FILE --patient ID --by NAME --reason TEXT",
    ctl_screening_override },
  { "screening change", "--db FILE --patient ID --what TEXT", ctl_screening_change },
  { "screening set", "--db FILE --name SETTING --value N", ctl_screening_set },
  { "episode", "conditions|open|show|goal|plan|appoint|attend|due|discharge ...", ctl_episode },
  { "measure", "list|put|show ...", ctl_measure },
  { "progress", "rules|suggest|choose|choices|find-load|max ...", ctl_progress },
  { "visit", "check|first|note|handover|adverse|calls|call|units ...", ctl_visit },
  { "limb", "cuff|cuffs|girth|girths ...", ctl_limb_command },
  { "lop", "estimate|check|run|record|list ...", ctl_lop },
  { "prescribe", "--method WORD --side WORD [--percent N] [--lop MMHG] ... [--json]",
    ctl_prescribe },
  { "protocol export", "ID --db FILE [--out FILE] [--json]", ctl_protocol_export },
  { "protocol import", "FILE --db FILE [--copy] [--by NAME] [--json]", ctl_protocol_import },
  { "protocol list", "[--db FILE] [--json]", ctl_protocol_list },
  { "protocol lock", "ID --db FILE --reason TEXT --by NAME [--json]", ctl_protocol_lock },
  { "protocol retire", "ID --db FILE [--restore] [--by NAME] [--json]", ctl_protocol_retire },
  { "protocol show", "FILE|ID [--json]", ctl_protocol_show },
  { "protocol timeline", "FILE|ID [--limb WORD] [--lop MMHG] [--percent N] [--sets N] ... [--json]",
    ctl_protocol_timeline },
  { "protocol validate", "FILE|ID [--json]", ctl_protocol_validate },
  { "cuff list", "", ctl_cuff_list },
  { "cuff info", "PORT", ctl_cuff_info },
  { "cuff monitor", "PORT [--seconds N]", ctl_cuff_monitor },
  { "cuff check", "PORT [--self-test] [--zero] [--leak]", ctl_cuff_check },
  { "cuff conformance", "PORT [--yes] [--only C1,C2] [--power-cycle] [--by-hand]",
    ctl_cuff_conformance },
};

static void
print_help (FILE *stream)
{
  fprintf (stream, "%s\n\n", _ ("Usage: ebbctl COMMAND [OPTIONS]   (COMMAND --help tells more)"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  %-18s %s\n", commands[i].name, commands[i].usage);
  fprintf (stream, "\n%s\n",
           _ ("Ebb is not a cleared medical device. Do not use it on people until a manufacturer "
              "takes responsibility for the whole system."));
}

/* How many words of argv the command's name uses, 0 when it is another command. */
static int
match (const CtlCommand *command, int argc, char **argv)
{
  g_auto (GStrv) words = g_strsplit (command->name, " ", -1);
  int n = (int) g_strv_length (words);
  for (int i = 0; i < n; i++)
    if (i + 1 >= argc || strcmp (argv[i + 1], words[i]) != 0)
      return 0;
  return n;
}

int
main (int argc, char **argv)
{
  /* Names are UTF-8 whatever the machine was set to: over a plain login there is often no locale.
   */
  if (setlocale (LC_ALL, "") == NULL || strcmp (nl_langinfo (CODESET), "UTF-8") != 0)
    setlocale (LC_ALL, "C.UTF-8");
  setlocale (LC_NUMERIC, "C"); /* output is for programs too */
  bindtextdomain (GETTEXT_PACKAGE, EBB_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE); /* ngettext() is not redirected to our domain */

  if (argc >= 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0)) {
    print_help (stdout);
    return CTL_OK;
  }
  if (argc >= 2 && strcmp (argv[1], "--version") == 0) {
    ctl_say ("ebbctl %s", EBB_VERSION);
    return CTL_OK;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    int n = match (&commands[i], argc, argv);
    if (n > 0)
      return commands[i].run (argc - n, argv + n);
  }
  if (argc < 2)
    return ctl_bad_usage ("%s", _ ("a command is missing; ebbctl --help lists them"));
  return ctl_bad_usage (_ ("unknown command \"%s\"; ebbctl --help lists them"), argv[1]);
}
