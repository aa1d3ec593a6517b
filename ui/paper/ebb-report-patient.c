/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page for the patient: what was done, what is normal, when to get help.
 */
#include "ebb-format.h"
#include "ebb-report-private.h"
#include "ebb-report-told.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_BOXES        3
#define BOX_GAP_PT     12.0
#define BOX_INSET_PT   11.0
#define HELP_INSET_PT  14.0
#define TOGETHER_CHARS 32
#define PLOT_PT        140.0
#define PLOT_MIN_PT    48.0

/* Space above, in letters of the body. */
static double
em (const EbbReport *report, double n)
{
  return n * ebb_type_get_size_pt (report->type, EBB_TYPE_BODY);
}

static void
add_heading (EbbReport *report, const char *text)
{
  ebb_report_add (report,
                  ebb_part_heading (report->type, text, report->column_pt, em (report, 1.2)));
}

static void
add_text (EbbReport *report, EbbTypeRole role, const char *text, double above_em)
{
  ebb_report_add (report, ebb_part_paragraph (
                              role, ebb_type_set (report->type, role, text, report->column_pt, 0),
                              em (report, above_em)));
}

/* "session 7 of 24". */
static char *
count_sessions (const EbbSessionFile *file)
{
  if (file->number == 0)
    return NULL;
  if (file->visits_planned >= file->number)
    return g_strdup_printf (_ ("session %u of %u"), file->number, file->visits_planned);
  return g_strdup_printf (_ ("session %u"), file->number);
}

/* "Tamsin Example · born 2 June 1994 · left thigh · session 7 of 24". */
static char *
identify (const EbbReport *report)
{
  const EbbPatient *patient = report->file->patient;
  g_autofree char *first = ebb_format_name_first (patient->name);
  g_autofree char *name = ebb_type_clean (first, EBB_REPORT_NAME_MAX);
  g_autofree char *birth_date = ebb_format_date (patient->birth_date);
  g_autofree char *born = ebb_type_clean (birth_date, EBB_REPORT_NAME_MAX);
  g_autofree char *limbs = ebb_report_limbs (report);
  g_autofree char *count = count_sessions (report->file);
  g_autoptr (GString) line = g_string_new (name);
  g_string_append (line, *name != '\0' ? " · " : "");
  g_string_append_printf (line, _ ("born %s"), born);
  if (*limbs != '\0')
    g_string_append_printf (line, " · %s", limbs);
  if (count != NULL)
    g_string_append_printf (line, " · %s", count);
  return g_strdup (line->str);
}

/* Clinic, title and who it is about; the stamp keeps its corner. */
static void
add_header (EbbReport *report)
{
  EbbBlock *block = ebb_part_new ();
  double width_pt = report->column_pt;
  const char *stamp = ebb_report_stamp (report);
  if (stamp != NULL)
    width_pt -= ebb_part_add_stamp (block, report->type, stamp, width_pt, 0) + BOX_GAP_PT;
  double stamp_pt = block->height_pt, y = 0;
  g_autofree char *clinic = ebb_type_clean (report->file->clinic->name, EBB_REPORT_NAME_MAX);
  if (*clinic != '\0') {
    PangoLayout *layout = ebb_type_set (report->type, EBB_TYPE_DIM, clinic, width_pt, 2);
    ebb_part_add_text (block, EBB_TYPE_DIM, layout, 0, y);
    y += ebb_type_height_pt (layout);
  }
  g_autofree char *day = ebb_report_day (report);
  g_autofree char *title = g_strdup_printf (_ ("Your training on %s"), day);
  gboolean below_stamp = y >= stamp_pt;
  PangoLayout *layout = ebb_type_set (report->type, EBB_TYPE_TITLE, title,
                                      below_stamp ? report->column_pt : width_pt, 3);
  ebb_part_add_text (block, EBB_TYPE_TITLE, layout, 0, y);
  g_autofree char *who = identify (report);
  double below_pt = MAX (y + ebb_type_height_pt (layout), stamp_pt);
  ebb_part_add_text (block, EBB_TYPE_DIM,
                     ebb_type_set (report->type, EBB_TYPE_DIM, who, report->column_pt, 0), 0,
                     below_pt);
  ebb_report_add (report, block);
}

/* A large figure and what it counts. */
static double
add_box (EbbReport *report, EbbBlock *block, double x, double width_pt, const char *number,
         const char *caption)
{
  double inner_pt = width_pt - 2 * BOX_INSET_PT;
  PangoLayout *large = ebb_type_set (report->type, EBB_TYPE_NUMBER, number, inner_pt, 1);
  PangoLayout *small = ebb_type_set (report->type, EBB_TYPE_BODY, caption, inner_pt, 4);
  double y = BOX_INSET_PT - 3;
  ebb_part_add_text (block, EBB_TYPE_NUMBER, large, x + BOX_INSET_PT, y);
  y += ebb_type_height_pt (large);
  ebb_part_add_text (block, EBB_TYPE_BODY, small, x + BOX_INSET_PT, y);
  return y + ebb_type_height_pt (small) + BOX_INSET_PT;
}

/* Minutes where the sets went by the clock and nothing was counted. */
static char *
repetitions (const EbbSummary *summary)
{
  if (summary->reps == 0 && summary->worked_s > 0)
    return ebb_format_minutes (summary->worked_s);
  for (guint i = 0; i < summary->n_bouts; i++)
    if (summary->bouts[i].n_sets > 0)
      return g_strdup_printf ("%u", summary->reps);
  return g_strdup ("–"); /* no set was begun: nothing was counted */
}

static void
add_boxes (EbbReport *report)
{
  const EbbSummary *summary = report->summary;
  g_autofree char *exercises = ebb_told_exercises (report->file);
  g_autofree char *number = repetitions (summary);
  g_autofree char *caption = ebb_told_repetitions (summary, exercises);
  g_autofree char *load = ebb_told_load (summary);
  g_autofree char *change = ebb_told_load_change (summary);
  g_autofree char *tight = ebb_told_tight (summary);
  const char *const numbers[N_BOXES] = { number, load, tight };
  const char *const captions[N_BOXES] = { caption, change, _ ("cuff tight") };
  double width_pt = (report->column_pt - (N_BOXES - 1) * BOX_GAP_PT) / N_BOXES;
  EbbBlock *block = ebb_part_new ();
  double height_pt = 0;
  for (guint i = 0; i < N_BOXES; i++) {
    /* Not inside MAX(), which would set it twice. */
    double box_pt =
        add_box (report, block, i * (width_pt + BOX_GAP_PT), width_pt, numbers[i], captions[i]);
    height_pt = MAX (height_pt, box_pt);
  }
  for (guint i = 0; i < N_BOXES; i++)
    ebb_part_add_frame (block, EBB_FRAME_BOX, i * (width_pt + BOX_GAP_PT), 0, width_pt, height_pt);
  block->above_pt = em (report, 0.9);
  ebb_report_add (report, block);
}

static void
add_how_it_went (EbbReport *report)
{
  g_autofree char *end = ebb_told_end (report->file);
  g_autofree char *hold = ebb_told_hold (report->summary);
  g_autofree char *ratings = ebb_told_ratings (report->summary);
  g_autofree char *overrides = ebb_told_overrides (report->file);
  const char *const sentences[] = { hold, ratings, overrides };
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i] != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentences[i]);
  EbbBlock *plot = ebb_report_chart_new (report, report->summary->bouts, report->summary->n_bouts,
                                         PLOT_PT, PLOT_MIN_PT);
  add_heading (report, _ ("How it went"));
  if (end != NULL)
    add_text (report, EBB_TYPE_STRONG, end, 0.35);
  if (text->len > 0)
    add_text (report, EBB_TYPE_BODY, text->str, 0.35);
  if (plot != NULL)
    ebb_report_add (report, plot)->above_pt = em (report, 0.5);
  else
    add_text (report, EBB_TYPE_DIM, _ ("No curve was recorded."), 0.35);
}

static void
add_normal (EbbReport *report)
{
  const char *const lines[] = {
    _ ("Red skin, small red dots or bruises under the cuff, a tight and full feeling for a while."),
    _ ("Sore muscles for up to two days. Drink water."),
  };
  add_heading (report, _ ("Normal afterwards"));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    ebb_report_add (report, ebb_part_bullet (report->type, EBB_TYPE_BODY, lines[i],
                                             report->column_pt, em (report, 0.3)));
  if (report->file->first_session)
    add_text (report, EBB_TYPE_STRONG, _ ("This was your first session: no sport for 24 hours."),
              0.5);
}

static const char *
swollen (EbbToldLimb limb)
{
  switch (limb) {
  case EBB_TOLD_ARM:
    return _ ("one swollen or painful arm, dark urine, very strong muscle pain or weakness.");
  case EBB_TOLD_LEG:
    return _ ("one swollen or painful leg, dark urine, very strong muscle pain or weakness.");
  case EBB_TOLD_BOTH:
    break;
  }
  return _ ("one swollen or painful arm or leg, dark urine, very strong muscle pain or weakness.");
}

/* A short name or number is not broken at its spaces. */
static char *
hold_together (const char *text)
{
  g_autofree char *clean = ebb_type_clean (text, EBB_REPORT_NAME_MAX);
  if (g_utf8_strlen (clean, -1) > TOGETHER_CHARS)
    return g_steal_pointer (&clean);
  g_auto (GStrv) words = g_strsplit (clean, " ", -1);
  return g_strjoinv ("\u00a0", words);
}

/* Where nobody has typed a number there is a line to write it on. */
static char *
call_us (const EbbSessionFile *file)
{
  g_autofree char *phone = hold_together (file->clinic->phone);
  g_autofree char *hours = ebb_type_clean (file->clinic->hours, EBB_REPORT_NAME_MAX);
  g_autofree char *therapist =
      hold_together (file->operators->len > 0 ? g_ptr_array_index (file->operators, 0)
                                              : file->session->operator_name);
  g_autoptr (GString) line = g_string_new (_ ("numbness or a change of colour that lasts."));
  g_string_append_c (line, ' ');
  g_string_append_printf (line, _ ("Phone %s"), *phone != '\0' ? phone : "______________");
  if (*hours != '\0')
    g_string_append_printf (line, ", %s", hours);
  if (*therapist != '\0') {
    g_string_append (line, ", ");
    g_string_append_printf (line, _ ("ask for %s"), therapist);
  }
  if (line->str[line->len - 1] != '.')
    g_string_append_c (line, '.');
  return g_strdup (line->str);
}

/* Words in the number's place ("the emergency number") would say the same twice. */
static char *
emergency (const EbbClinic *clinic)
{
  g_autofree char *number = ebb_type_clean (clinic->emergency_number, EBB_REPORT_NAME_MAX);
  if (strpbrk (number, "0123456789") == NULL)
    return g_strdup (_ ("Emergency number, at once:"));
  return g_strdup_printf (_ ("Emergency number %s, at once:"), number);
}

static void
add_help (EbbReport *report)
{
  g_autofree char *first = emergency (report->file->clinic);
  g_autofree char *call = call_us (report->file);
  const char *const leads[] = { first, _ ("A doctor today, also at weekends:"), _ ("Call us:") };
  const char *const texts[] = { _ ("chest pain, trouble breathing, fainting."),
                                swollen (ebb_told_limb (report->file)), call };
  EbbBlock *block = ebb_part_new ();
  double y = HELP_INSET_PT - 2;
  for (guint i = 0; i < G_N_ELEMENTS (leads); i++) {
    g_autofree char *line = g_strdup_printf ("%s %s", leads[i], texts[i]);
    PangoLayout *layout = ebb_type_set_lead (report->type, EBB_TYPE_BODY, line, strlen (leads[i]),
                                             report->column_pt - 2 * HELP_INSET_PT);
    ebb_part_add_text (block, EBB_TYPE_BODY, layout, HELP_INSET_PT, y);
    y += ebb_type_height_pt (layout) + em (report, 0.25);
  }
  ebb_part_add_frame (block, EBB_FRAME_HELP, 0, 0, report->column_pt,
                      y - em (report, 0.25) + HELP_INSET_PT - 2);
  block->above_pt = em (report, 0.5);
  add_heading (report, _ ("Get help"));
  ebb_report_add (report, block);
}

void
ebb_report_compose_patient (EbbReport *report)
{
  add_header (report);
  add_boxes (report);
  add_how_it_went (report);
  add_normal (report);
  add_help (report);
  add_heading (report, _ ("At home"));
  add_text (report, EBB_TYPE_STRONG, _ ("Do not repeat the cuff training at home."), 0.35);
  if (report->file->appointment_unix_us != EBB_TIME_UNSET) {
    g_autofree char *visit = ebb_format_day_time (report->file->appointment_unix_us);
    add_heading (report, _ ("Next visit"));
    add_text (report, EBB_TYPE_BODY, visit, 0.35);
  }
}
