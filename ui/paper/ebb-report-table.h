/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of a table as blocks: cells wrap, the row is as high as its highest cell.
 */
#pragma once

#include "ebb-report-private.h"

#define EBB_TABLE_COLUMNS_MAX 12

/* The last column takes what is left when its width is 0. */
typedef struct {
  guint n_columns;
  double widths_pt[EBB_TABLE_COLUMNS_MAX];
} EbbTable;

/* A row with a thin line above it; NULL cells are empty.  `head`: stands again on the next page;
 * NULL = none.  Appends it to the report. */
EbbBlock *ebb_table_add (EbbReport *report, const EbbTable *table, const EbbBlock *head,
                         const char *const *cells);
/* The row of titles above it, kept with the first row.  Returned to be passed as `head`. */
const EbbBlock *ebb_table_add_head (EbbReport *report, const EbbTable *table,
                                    const char *const *cells, double above_pt);

/* "Posture   supine        Cuff   13.5 cm": two facts side by side, or one over the whole width
 * (second key NULL). */
void ebb_table_add_facts (EbbReport *report, const char *key, const char *value,
                          const char *second_key, const char *second_value);
