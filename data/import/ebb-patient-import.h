/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list of patients from another program: all of it is taken, or nothing.  A dry run goes the same
 * way and is taken back at the end, so that what it promises is what happens.
 */
#pragma once

#include "ebb-db.h"

/* What 03/04/1961 means is said by a person, never guessed. */
typedef enum {
  EBB_DATES_ISO, /* 1961-04-03 and 03.04.1961, which mean one thing only */
  EBB_DATES_DAY_FIRST,
  EBB_DATES_MONTH_FIRST,
} EbbDateOrder;

typedef struct {
  EbbDateOrder dates;
  gboolean dry_run;
  gboolean take_alike; /* patients who look like one that is there are somebody else */
} EbbImportOptions;

/* One thing that stands in the way. */
typedef struct {
  guint line;
  char *text; /* owned: field, value and what is allowed */
} EbbImportProblem;

typedef struct {
  guint n_rows, n_new, n_known; /* known: there already, name, birth date and number the same */
  GPtrArray *problems;          /* owned: EbbImportProblem; any means nothing was written */
} EbbImportReport;

void ebb_import_report_clear (EbbImportReport *report);

/* Reads `text` as a table and puts its patients into the file.  TRUE: the report says what came of
 * it, which may be that nothing was written.  FALSE with an error: it is no such table (the columns
 * that are needed and known are named), or the file could not be written.  The thread of `db`. */
gboolean ebb_patients_import (EbbDb *db, const char *text, gsize n_bytes,
                              const EbbImportOptions *options, EbbImportReport *report,
                              GError **error);
