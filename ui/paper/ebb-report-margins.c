/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands on every page: who it is about on top (the clinician's pages), session and page
 * number at the bottom, and that the cuff was a simulated one.
 */
#include "ebb-format.h"
#include "ebb-report-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TICK_PT     8.0
#define INITIALS_PT 60.0

/* The second identifier and the record number first: they are never cut off. */
static char *
describe (const EbbReport *report)
{
  g_autofree char *birth_date = ebb_format_date (report->file->patient->birth_date);
  g_autofree char *born = ebb_type_clean (birth_date, EBB_REPORT_NAME_MAX);
  g_autofree char *record =
      ebb_type_clean (report->file->patient->record_number, EBB_REPORT_NAME_MAX);
  g_autofree char *clinic = ebb_type_clean (report->file->clinic->name, EBB_REPORT_NAME_MAX);
  g_autofree char *day = ebb_report_day (report);
  g_autoptr (GString) line = g_string_new (NULL);
  g_string_append_printf (line, _ ("born %s"), born);
  if (*record != '\0') {
    g_string_append (line, " · ");
    g_string_append_printf (line, _ ("record %s"), record);
  }
  g_string_append_printf (line, " · %s", day);
  if (*clinic != '\0')
    g_string_append_printf (line, " · %s", clinic);
  return g_strdup (line->str);
}

static EbbBlock *
make_header (EbbReport *report)
{
  double right_pt = report->column_pt;
  EbbBlock *block = ebb_part_new ();
  const char *stamp = ebb_report_stamp (report);
  if (stamp != NULL)
    right_pt -= ebb_part_add_stamp (block, report->type, stamp, right_pt, 0) + 12;
  g_autofree char *name = ebb_type_clean (report->file->patient->name, EBB_REPORT_NAME_MAX);
  g_autofree char *rest = describe (report);
  PangoLayout *first = ebb_type_set (report->type, EBB_TYPE_CELL_STRONG, name, right_pt, 1);
  double height_pt = ebb_type_height_pt (first);
  ebb_part_add_text (block, EBB_TYPE_CELL_STRONG, first, 0, 0);
  ebb_part_add_text (block, EBB_TYPE_SMALL,
                     ebb_type_set (report->type, EBB_TYPE_SMALL, rest, right_pt, 1), 0, height_pt);
  ebb_part_add_frame (block, EBB_FRAME_RULE, 0, block->height_pt + 5, report->column_pt, 0);
  return block;
}

/* "explained to me", a box to tick and a line for the initials: not a claim. */
static void
add_explained (EbbReport *report, EbbBlock *block)
{
  PangoLayout *explained =
      ebb_type_set (report->type, EBB_TYPE_SMALL, _ ("explained to me"), -1, 0);
  PangoLayout *initials = ebb_type_set (report->type, EBB_TYPE_SMALL, _ ("initials"), -1, 0);
  double height_pt = ebb_type_height_pt (explained);
  double x = report->column_pt - INITIALS_PT;
  ebb_part_add_frame (block, EBB_FRAME_STRONG, x, 6 + height_pt, INITIALS_PT, 0);
  x -= ebb_type_width_pt (initials) + 5;
  ebb_part_add_text (block, EBB_TYPE_SMALL, initials, x, 6);
  x -= TICK_PT + 12;
  ebb_part_add_frame (block, EBB_FRAME_TICK_BOX, x, 6 + (height_pt - TICK_PT) / 2, TICK_PT,
                      TICK_PT);
  x -= ebb_type_width_pt (explained) + 5;
  ebb_part_add_text (block, EBB_TYPE_SMALL, explained, x, 6);
}

static EbbBlock *
make_footer (EbbReport *report, guint page)
{
  EbbBlock *block = ebb_part_new ();
  g_autofree char *id = ebb_type_clean (report->file->session->id, 40);
  g_autofree char *line =
      g_strdup_printf (_ ("Ebb · session %s · page %u of %u"), id, page + 1, report->n_pages);
  gboolean for_patient = report->kind == EBB_REPORT_PATIENT;
  PangoLayout *left = ebb_type_set (report->type, EBB_TYPE_SMALL, line, -1, 0);
  double y = 6;
  ebb_part_add_frame (block, EBB_FRAME_RULE, 0, 0, report->column_pt, 0);
  if (for_patient)
    add_explained (report, block);
  /* Long ids and large letters: below each other rather than over each other. */
  if (for_patient && ebb_type_width_pt (left) > report->column_pt - 200)
    y = block->height_pt + 3;
  ebb_part_add_text (block, EBB_TYPE_SMALL, left, 0, y);
  return block;
}

double
ebb_report_margin_top_pt (EbbReport *report)
{
  if (report->kind == EBB_REPORT_PATIENT)
    return 0;
  EbbBlock *block = make_header (report);
  double height_pt = block->height_pt;
  ebb_block_free (block);
  return height_pt + 12;
}

double
ebb_report_margin_bottom_pt (EbbReport *report)
{
  EbbBlock *block = make_footer (report, 0);
  double height_pt = block->height_pt;
  ebb_block_free (block);
  return height_pt + 10;
}

static void
draw_block (EbbReport *report, cairo_t *cr, EbbBlock *block, double y_pt)
{
  block->draw (block, cr, EBB_REPORT_SIDE_PT, y_pt, report->column_pt, block->height_pt);
  ebb_block_free (block);
}

void
ebb_report_draw_margins (EbbReport *report, cairo_t *cr, guint page)
{
  EbbBlock *footer = make_footer (report, page);
  double height_pt = footer->height_pt;
  if (report->kind == EBB_REPORT_CLINICIAN)
    draw_block (report, cr, make_header (report), EBB_REPORT_EDGE_PT - 8);
  draw_block (report, cr, footer, report->height_pt - EBB_REPORT_EDGE_PT - height_pt + 12);
}
