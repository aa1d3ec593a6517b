/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-report-table.h"

#define CELL_GAP_PT  5.0
#define ROW_INSET_PT 2.0
#define FACT_KEY_PT  88.0
#define FACT_LINES   8

static double
width_of (const EbbReport *report, const EbbTable *table, guint column)
{
  if (table->widths_pt[column] > 0)
    return table->widths_pt[column];
  double used_pt = 0;
  for (guint i = 0; i < table->n_columns; i++)
    used_pt += table->widths_pt[i];
  return report->column_pt - used_pt;
}

static EbbBlock *
make_row (EbbReport *report, const EbbTable *table, const char *const *cells, EbbTypeRole role,
          EbbFrame line, double line_y_pt)
{
  EbbBlock *block = ebb_part_new ();
  double x = 0;
  for (guint i = 0; i < table->n_columns; i++) {
    double width_pt = width_of (report, table, i);
    double room_pt = width_pt - (i + 1 < table->n_columns ? CELL_GAP_PT : 0);
    if (cells[i] != NULL && *cells[i] != '\0')
      ebb_part_add_text (block, role, ebb_type_set (report->type, role, cells[i], room_pt, 0), x,
                         ROW_INSET_PT);
    x += width_pt;
  }
  block->height_pt = block->height_min_pt = block->height_pt + ROW_INSET_PT;
  ebb_part_add_frame (block, line, 0, line_y_pt < 0 ? block->height_pt : line_y_pt,
                      report->column_pt, 0);
  return block;
}

EbbBlock *
ebb_table_add (EbbReport *report, const EbbTable *table, const EbbBlock *head,
               const char *const *cells)
{
  gboolean first = report->blocks->len > 0
                   && g_ptr_array_index (report->blocks, report->blocks->len - 1) == head;
  EbbBlock *block =
      make_row (report, table, cells, EBB_TYPE_CELL, first ? EBB_FRAME_STRONG : EBB_FRAME_RULE, 0);
  block->head = head;
  return ebb_report_add (report, block);
}

const EbbBlock *
ebb_table_add_head (EbbReport *report, const EbbTable *table, const char *const *cells,
                    double above_pt)
{
  EbbBlock *block = make_row (report, table, cells, EBB_TYPE_CELL_STRONG, EBB_FRAME_STRONG, -1);
  block->above_pt = above_pt;
  block->with_next = TRUE;
  return ebb_report_add (report, block);
}

static void
add_fact (EbbReport *report, EbbBlock *block, double x, double width_pt, const char *key,
          const char *value)
{
  ebb_part_add_text (block, EBB_TYPE_SMALL,
                     ebb_type_set (report->type, EBB_TYPE_SMALL, key, FACT_KEY_PT - CELL_GAP_PT, 2),
                     x, ROW_INSET_PT + 0.5);
  ebb_part_add_text (
      block, EBB_TYPE_CELL,
      ebb_type_set (report->type, EBB_TYPE_CELL, value, width_pt - FACT_KEY_PT, FACT_LINES),
      x + FACT_KEY_PT, ROW_INSET_PT);
}

void
ebb_table_add_facts (EbbReport *report, const char *key, const char *value, const char *second_key,
                     const char *second_value)
{
  EbbBlock *block = ebb_part_new ();
  double half_pt = report->column_pt / 2;
  if (second_key == NULL) {
    add_fact (report, block, 0, report->column_pt, key, value);
  } else {
    add_fact (report, block, 0, half_pt - CELL_GAP_PT, key, value);
    add_fact (report, block, half_pt, half_pt, second_key, second_value);
  }
  ebb_report_add (report, block);
}
