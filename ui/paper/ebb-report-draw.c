/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-report-draw.h"

#include "ebb-defined.h"
#include "ebb-format.h"
#include "ebb-report-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Letter by letter the patient's page is made smaller until it is one page. */
static const double scales[] = { 1.0, 0.95, 0.9, 0.85, 0.8, 0.76, 0.72 };

#define PATIENT_BODY_PT   12.5
#define CLINICIAN_BODY_PT 10.5

EbbReport *
ebb_report_new (EbbReportKind kind, const EbbSessionFile *file, const EbbSummary *summary,
                double width_pt, double height_pt)
{
  EbbReport *report = g_new0 (EbbReport, 1);
  report->kind = kind;
  report->file = file;
  report->summary = summary;
  report->width_pt = width_pt;
  report->height_pt = height_pt;
  report->column_pt = width_pt - 2 * EBB_REPORT_SIDE_PT;
  report->n_pages = 1;
  return report;
}

static void
take_down (EbbReport *report)
{
  g_clear_pointer (&report->placements, g_array_unref);
  g_clear_pointer (&report->blocks, g_ptr_array_unref);
  g_clear_pointer (&report->type, ebb_type_free);
}

void
ebb_report_free (EbbReport *report)
{
  take_down (report);
  g_free (report);
}

static void
set_up (EbbReport *report, double body_pt, double scale)
{
  take_down (report);
  report->type = ebb_type_new (body_pt, scale);
  report->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_block_free);
  report->top_pt = EBB_REPORT_EDGE_PT + ebb_report_margin_top_pt (report) - 8;
  report->bottom_pt =
      report->height_pt - EBB_REPORT_EDGE_PT - ebb_report_margin_bottom_pt (report) + 12;
}

/* One page for the patient, whatever it holds. */
static void
lay_out_patient (EbbReport *report)
{
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    set_up (report, PATIENT_BODY_PT, scales[i]);
    ebb_report_compose_patient (report);
    if (ebb_blocks_height_pt (report->blocks, TRUE) <= report->bottom_pt - report->top_pt)
      break;
  }
  report->placements = ebb_blocks_place_one (report->blocks, report->top_pt, report->bottom_pt);
  report->n_pages = 1;
}

static void
lay_out_clinician (EbbReport *report)
{
  set_up (report, CLINICIAN_BODY_PT, 1);
  ebb_report_compose_clinician (report);
  report->placements = ebb_blocks_place (report->blocks, report->top_pt, report->bottom_pt);
  if (report->placements->len > 0)
    report->n_pages =
        g_array_index (report->placements, EbbPlacement, report->placements->len - 1).page + 1;
}

void
ebb_report_lay_out (EbbReport *report)
{
  if (report->placements != NULL)
    return;
  if (report->kind == EBB_REPORT_PATIENT)
    lay_out_patient (report);
  else
    lay_out_clinician (report);
}

EbbBlock *
ebb_report_add (EbbReport *report, EbbBlock *block)
{
  g_ptr_array_add (report->blocks, block);
  return block;
}

guint
ebb_report_get_n_pages (EbbReport *report)
{
  ebb_report_lay_out (report);
  return report->n_pages;
}

void
ebb_report_draw_page (EbbReport *report, cairo_t *cr, guint page)
{
  ebb_report_lay_out (report);
  for (guint i = 0; i < report->placements->len; i++) {
    const EbbPlacement *placement = &g_array_index (report->placements, EbbPlacement, i);
    if (placement->page == page)
      placement->block->draw (placement->block, cr, EBB_REPORT_SIDE_PT, placement->y_pt,
                              report->column_pt, placement->height_pt);
  }
  ebb_report_draw_margins (report, cr, page);
}

char *
ebb_report_get_title (const EbbReport *report)
{
  g_autofree char *name = ebb_type_clean (report->file->patient->name, EBB_REPORT_NAME_MAX);
  g_autofree char *day = ebb_report_day (report);
  if (report->kind == EBB_REPORT_PATIENT)
    return g_strdup_printf (_ ("Training of %s on %s"), name, day);
  return g_strdup_printf (_ ("Clinician report: %s, %s"), name, day);
}

char *
ebb_report_exercise_name (const EbbBoutFile *bout)
{
  const char *name = bout->exercise_name != NULL ? bout->exercise_name : bout->bout->exercise_id;
  return ebb_type_clean (ebb_defined (name), EBB_REPORT_NAME_MAX);
}

char *
ebb_report_day (const EbbReport *report)
{
  const EbbSessionRecord *session = report->file->session;
  return ebb_format_day_at (session->started_unix_us, session->utc_offset_min);
}

const char *
ebb_report_stamp (const EbbReport *report)
{
  const EbbSessionRecord *session = report->file->session;
  /* Translators: in a frame on every paper of a session on a simulated cuff. */
  if (session->simulated)
    return _ ("SIMULATED CUFF");
  /* Translators: in a frame on every paper of a session in which a person read the gauge. */
  return session->by_hand ? _ ("READ BY HAND") : NULL;
}

char *
ebb_report_limbs (const EbbReport *report)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < report->file->bouts->len; i++) {
    const EbbBoutFile *bout = g_ptr_array_index (report->file->bouts, i);
    for (guint j = 0; j < bout->limbs->len; j++) {
      const EbbLimbFile *limb = g_ptr_array_index (bout->limbs, j);
      g_autofree char *words = ebb_format_limb (limb->limb->segment, limb->limb->side);
      if (strstr (list->str, words) == NULL)
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", words);
    }
  }
  return g_strdup (list->str);
}
