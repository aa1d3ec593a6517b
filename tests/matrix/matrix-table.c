/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "matrix-table.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
  const char *name;
  int value;
} Word;

static const Word phases[] = {
  { "armed", MATRIX_ARMED },       { "search", MATRIX_SEARCH }, { "inflating", MATRIX_INFLATING },
  { "exercise", MATRIX_EXERCISE }, { "rest", MATRIX_REST },     { "deflating", MATRIX_DEFLATING },
};

static const Word ends[] = {
  { "completed", EBB_STATE_COMPLETED },
  { "user", EBB_STATE_STOPPED_BY_USER },
  { "safety", EBB_STATE_STOPPED_BY_SAFETY },
  { "interrupted", EBB_STATE_INTERRUPTED },
};

static const Word reasons[] = {
  { "plan-done", CUFF_REASON_PLAN_DONE },
  { "user-stop", CUFF_REASON_USER_STOP },
  { "device-button", CUFF_REASON_DEVICE_BUTTON },
  { "lease", CUFF_REASON_LEASE },
  { "link-lost", CUFF_REASON_LINK_LOST },
  { "device-fault", CUFF_REASON_DEVICE_FAULT },
  { "device-reset", CUFF_REASON_DEVICE_RESET },
  { "over-pressure", CUFF_REASON_OVER_PRESSURE },
  { "not-reached", CUFF_REASON_NOT_REACHED },
  { "not-deflated", CUFF_REASON_NOT_DEFLATED },
  { "refused", CUFF_REASON_REFUSED },
  { "sensor", CUFF_REASON_SENSOR },
  { "ui-frozen", CUFF_REASON_UI_FROZEN },
  { "sleep", CUFF_REASON_SLEEP },
  { "crash", CUFF_REASON_CRASH },
  { "shutdown", CUFF_REASON_SHUTDOWN },
};

const char *
matrix_phase_to_string (MatrixPhase phase)
{
  return phases[phase].name;
}

static int
find_word (const Word *words, gsize n_words, const char *text, const char *line)
{
  for (gsize i = 0; i < n_words; i++)
    if (g_str_equal (words[i].name, text))
      return words[i].value;
  g_error ("fault table: \"%s\" means nothing in: %s", text, line);
}

/* "completed|safety" */
static guint
read_choice (const Word *words, gsize n_words, const char *text, const char *line)
{
  guint bits = 0;
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    bits |= 1u << find_word (words, n_words, parts[i], line);
  return bits;
}

/* "A02", "A01,A02(A05)", "(A03)", "-" */
static void
read_alarms (MatrixCell *cell, const char *text)
{
  gboolean must = TRUE;
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '(')
      must = FALSE;
    if (*at != 'A')
      continue;
    guint bit = 1u << atoi (at + 1);
    if (must)
      cell->alarms_must |= bit;
    cell->alarms_may |= bit;
  }
}

static MatrixCell
read_line (const char *line)
{
  MatrixCell cell = { 0 };
  char fault[32], phase[16], release[16], alarms[32], end[48], reason[80];
  if (sscanf (line, "%31s %15s %15s %31s %47s %79s", fault, phase, release, alarms, end, reason)
      != 6)
    g_error ("fault table: six columns are needed in: %s", line);
  g_strlcpy (cell.line, line, sizeof cell.line);
  cell.fault = matrix_fault_from_string (fault);
  if (cell.fault == MATRIX_FAULT_COUNT)
    g_error ("fault table: no fault is named \"%s\"", fault);
  cell.phase = (MatrixPhase) find_word (phases, G_N_ELEMENTS (phases), phase, line);
  if (g_str_equal (release, "plan"))
    cell.release = MATRIX_RELEASE_PLAN;
  else if (g_str_equal (release, "by-hand"))
    cell.release = MATRIX_RELEASE_BY_HAND;
  else
    cell.release_s = g_ascii_strtod (release, NULL);
  read_alarms (&cell, alarms);
  cell.ends = read_choice (ends, G_N_ELEMENTS (ends), end, line);
  cell.reasons = read_choice (reasons, G_N_ELEMENTS (reasons), reason, line);
  return cell;
}

GArray *
matrix_table_read (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (MatrixCell));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++) {
    if (lines[i][0] == '\0' || lines[i][0] == '#')
      continue;
    MatrixCell cell = read_line (lines[i]);
    g_array_append_val (cells, cell);
  }
  return cells;
}
