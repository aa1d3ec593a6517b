/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The subcommands of ebbctl.  Results on stdout, diagnostics on stderr; exit 0 done, 1 failed,
 * 2 wrong usage.
 */
#pragma once

#include <glib.h>

enum { CTL_OK = 0, CTL_FAILED = 1, CTL_USAGE = 2 };

typedef struct {
  const char *name;                   /* "patient add" is two words */
  const char *usage;                  /* options in one line */
  int (*run) (int argc, char **argv); /* argv[0] is the last word of the name */
} CtlCommand;

int ctl_consent (int argc, char **argv);
int ctl_demo (int argc, char **argv);
int ctl_session_run (int argc, char **argv);
int ctl_session_list (int argc, char **argv);
int ctl_export (int argc, char **argv);
int ctl_import_patients (int argc, char **argv);
int ctl_db_backup (int argc, char **argv);
int ctl_db_backups (int argc, char **argv);
int ctl_db_check (int argc, char **argv);
int ctl_db_drill (int argc, char **argv);
int ctl_db_restore (int argc, char **argv);
int ctl_db_verify (int argc, char **argv);
int ctl_patient_add (int argc, char **argv);
int ctl_patient_order (int argc, char **argv);
int ctl_patient_list (int argc, char **argv);
int ctl_patient_find (int argc, char **argv);
int ctl_limb_command (int argc, char **argv);
int ctl_lop (int argc, char **argv);
int ctl_prescribe (int argc, char **argv);
int ctl_protocol_export (int argc, char **argv);
int ctl_protocol_import (int argc, char **argv);
int ctl_protocol_list (int argc, char **argv);
int ctl_protocol_lock (int argc, char **argv);
int ctl_protocol_retire (int argc, char **argv);
int ctl_protocol_show (int argc, char **argv);
int ctl_protocol_timeline (int argc, char **argv);
int ctl_protocol_validate (int argc, char **argv);
int ctl_door (int argc, char **argv);
int ctl_practice (int argc, char **argv);
int ctl_clinic (int argc, char **argv);
int ctl_questionnaire (int argc, char **argv);
int ctl_screening_list (int argc, char **argv);
int ctl_screening_judge (int argc, char **argv);
int ctl_screening_record (int argc, char **argv);
int ctl_screening_show (int argc, char **argv);
int ctl_screening_clear (int argc, char **argv);
int ctl_screening_override (int argc, char **argv);
int ctl_screening_change (int argc, char **argv);
int ctl_screening_set (int argc, char **argv);
int ctl_progress (int argc, char **argv);
int ctl_episode (int argc, char **argv);
int ctl_measure (int argc, char **argv);
int ctl_visit (int argc, char **argv);
int ctl_cuff_list (int argc, char **argv);
int ctl_cuff_info (int argc, char **argv);
int ctl_cuff_monitor (int argc, char **argv);
int ctl_cuff_check (int argc, char **argv);
int ctl_cuff_conformance (int argc, char **argv);

/* One line on stderr: "ebbctl: message".  Returns CTL_FAILED and takes the error. */
int ctl_fail (GError *error);
int ctl_fail_text (const char *format, ...) G_GNUC_PRINTF (1, 2);
int ctl_bad_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* A line on stdout, flushed, so that a pipe sees it when it happens. */
void ctl_say (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Parses options; on failure says why and returns FALSE (the caller returns CTL_USAGE).
 * `n_words`: how many plain words must be left, found in argv[1..]. */
gboolean ctl_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *words,
                    int n_words);
