/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-validity.h"

#include "ebb-day.h"
#include "ebb-estimate.h"
#include "ebb-patient.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdarg.h>

/* Clinic's decisions 3.7. */
#define GIRTH_CM 1.0
#define SYSTOLIC CUFF_MMHG (15)
/* Widths are written on cuffs with one decimal. */
#define WIDTH_CM 0.05
/* Binary fractions: 53.1 - 52.1 is a little less than 1. */
#define TINY     1e-6

/* Reference clinical 1.8. */
#define LOP_MIN        60
#define LOP_MAX        320
#define LOW            CUFF_MMHG (90)
#define HIGH_ARM       CUFF_MMHG (260)
#define HIGH_LEG       CUFF_MMHG (300)
#define BELOW_SYSTOLIC CUFF_MMHG (20)
#define CHANGE_PERCENT 15

static void
issue_free (EbbLopIssue *issue)
{
  g_free (issue->text);
  g_free (issue);
}

static void add_issue (GPtrArray *issues, EbbLopIssueKind kind, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
add_issue (GPtrArray *issues, EbbLopIssueKind kind, const char *format, ...)
{
  EbbLopIssue *issue = g_new0 (EbbLopIssue, 1);
  va_list args;

  issue->kind = kind;
  issue->hard = kind < EBB_LOP_ISSUE_AGE;
  va_start (args, format);
  issue->text = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (issues, issue);
}

static const char *
posture_to_text (EbbPosture posture)
{
  switch (posture) {
  case EBB_POSTURE_SUPINE:
    return _ ("lying");
  case EBB_POSTURE_SEATED:
    return _ ("seated");
  case EBB_POSTURE_STANDING:
    return _ ("standing");
  default:
    return _ ("unknown");
  }
}

/* --- Hard -------------------------------------------------------------------------------- */

static void
check_origin (const EbbLopRecord *record, const EbbLopUse *use, GPtrArray *issues)
{
  if (!cuff_pressure_is_set (record->lop))
    add_issue (issues, EBB_LOP_ISSUE_NOT_FOUND, "%s",
               _ ("Measure again: the last search found no LOP."));
  if (record->simulated && !use->simulated)
    add_issue (issues, EBB_LOP_ISSUE_SIMULATED, "%s",
               _ ("Measure again: the value was found on the simulated cuff."));
  if (record->segment != use->segment || record->side != use->side)
    add_issue (issues, EBB_LOP_ISSUE_LIMB, "%s",
               _ ("Measure again: the value belongs to another limb."));
}

static gboolean
are_different (const char *a, const char *b)
{
  g_autofree char *folded_a = a != NULL ? g_utf8_casefold (a, -1) : NULL;
  g_autofree char *folded_b = b != NULL ? g_utf8_casefold (b, -1) : NULL;

  return folded_a != NULL && folded_b != NULL && !g_str_equal (folded_a, folded_b);
}

static void
check_cuff (const EbbLopRecord *record, const EbbLopUse *use, GPtrArray *issues)
{
  if (record->cuff_id != NULL && use->cuff_id != NULL
      && !g_str_equal (record->cuff_id, use->cuff_id))
    add_issue (issues, EBB_LOP_ISSUE_CUFF, "%s",
               _ ("Measure again: the value was found with another cuff."));
  if (record->cuff_width_cm > 0 && use->cuff_width_cm > 0
      && !(fabs (record->cuff_width_cm - use->cuff_width_cm) < WIDTH_CM))
    add_issue (issues, EBB_LOP_ISSUE_WIDTH,
               _ ("Measure again: the value was found with a cuff %g cm wide, this one is %g cm "
                  "wide."),
               record->cuff_width_cm, use->cuff_width_cm);
  if (are_different (record->site, use->site))
    add_issue (issues, EBB_LOP_ISSUE_SITE,
               _ ("Measure again: the cuff lay at another place (%s, now %s)."), record->site,
               use->site);
  if (record->posture != use->posture)
    add_issue (issues, EBB_LOP_ISSUE_POSTURE,
               _ ("Measure again: the value was found %s, the exercise is done %s."),
               posture_to_text (record->posture), posture_to_text (use->posture));
}

static void
check_limb (const EbbLopRecord *record, const EbbLopUse *use, GPtrArray *issues)
{
  EbbDay measured = ebb_day_of (record->measured_unix_us), today = ebb_day_of (use->now_unix_us);
  double change_cm = use->girth_cm - record->girth_cm;

  /* Dates as texts: their order is that of time.  On the very day nobody knows which came first. */
  if (use->surgery_on != NULL && g_strcmp0 (use->surgery_on, measured.date) >= 0
      && g_strcmp0 (use->surgery_on, today.date) <= 0)
    add_issue (issues, EBB_LOP_ISSUE_SURGERY,
               _ ("Measure again: there was surgery on %s, after the measurement of %s."),
               use->surgery_on, measured.date);
  if (use->swelling)
    add_issue (issues, EBB_LOP_ISSUE_SWELLING, "%s",
               _ ("Measure again: there is new swelling or a dressing."));
  if (record->girth_cm > 0 && use->girth_cm > 0 && !(fabs (change_cm) < GIRTH_CM - TINY))
    add_issue (issues, EBB_LOP_ISSUE_GIRTH,
               _ ("Measure again: the girth was %.1f cm and is %.1f cm now."), record->girth_cm,
               use->girth_cm);
}

/* --- Age --------------------------------------------------------------------------------- */

int
ebb_lop_age_days_on (const char *measured_on, const char *today)
{
  GDate from, to;

  if (!ebb_date_is_valid (measured_on) || !ebb_date_is_valid (today))
    return -1;
  g_date_set_parse (&from, measured_on);
  g_date_set_parse (&to, today);
  return MAX (0, g_date_days_between (&from, &to));
}

int
ebb_lop_age_days (const EbbLopRecord *record, gint64 now_unix_us)
{
  EbbDay measured = ebb_day_of (record->measured_unix_us), today = ebb_day_of (now_unix_us);

  return ebb_lop_age_days_on (measured.date, today.date);
}

/* --- Soft -------------------------------------------------------------------------------- */

static void
check_age (const EbbLopRecord *record, const EbbLopUse *use, GPtrArray *issues)
{
  int age_days = ebb_lop_age_days (record, use->now_unix_us);
  guint limit = use->age_days > 0 ? MIN (use->age_days, EBB_LOP_AGE_DAYS) : EBB_LOP_AGE_DAYS;

  if (record->measured_unix_us > use->now_unix_us)
    add_issue (issues, EBB_LOP_ISSUE_AGE, "%s",
               _ ("The value is dated in the future: look at the clock of this computer."));
  else if (age_days > (int) limit)
    add_issue (issues, EBB_LOP_ISSUE_AGE,
               _ ("The value is %d days old; %u days are usual. Measure again, or say why not."),
               age_days, limit);
}

static void
check_patient (const EbbLopRecord *record, const EbbLopUse *use, GPtrArray *issues)
{
  if (record->systolic > 0 && use->systolic > 0
      && ABS (record->systolic - use->systolic) >= SYSTOLIC)
    add_issue (issues, EBB_LOP_ISSUE_SYSTOLIC,
               _ ("The systolic pressure was %.0f mmHg and is %.0f mmHg now. Measure again, or say "
                  "why not."),
               cuff_pressure_to_mmhg (record->systolic), cuff_pressure_to_mmhg (use->systolic));
  if (use->more_discomfort)
    add_issue (issues, EBB_LOP_ISSUE_COMFORT, "%s",
               _ ("The same pressure hurts much more than before. Measure again, or say why not."));
}

GPtrArray *
ebb_lop_validity_check (const EbbLopRecord *record, const EbbLopUse *use)
{
  GPtrArray *issues = g_ptr_array_new_with_free_func ((GDestroyNotify) issue_free);

  check_origin (record, use, issues);
  check_cuff (record, use, issues);
  check_limb (record, use, issues);
  check_age (record, use, issues);
  check_patient (record, use, issues);
  return issues;
}

gboolean
ebb_lop_validity_is_void (const GPtrArray *issues)
{
  for (guint i = 0; i < issues->len; i++)
    if (((const EbbLopIssue *) g_ptr_array_index (issues, i))->hard)
      return TRUE;
  return FALSE;
}

char *
ebb_lop_issues_to_text (const GPtrArray *issues, gboolean hard_only)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < issues->len; i++) {
    const EbbLopIssue *issue = g_ptr_array_index (issues, i);

    if (!hard_only || issue->hard)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", issue->text);
  }
  return g_string_free (text, FALSE);
}

/* --- Posture ----------------------------------------------------------------------------- */

CuffPressure
ebb_lop_in_posture (EbbSegment segment, CuffPressure lop, EbbPosture measured, EbbPosture wanted)
{
  static const double means[] = {
    [EBB_POSTURE_SUPINE] = 187.0, [EBB_POSTURE_SEATED] = 204.0, [EBB_POSTURE_STANDING] = 241.5
  };

  if (segment == EBB_SEGMENT_ARM || !cuff_pressure_is_set (lop)
      || (guint) measured >= G_N_ELEMENTS (means) || (guint) wanted >= G_N_ELEMENTS (means))
    return CUFF_PRESSURE_UNSET;
  return cuff_pressure_from_mmhg (cuff_pressure_to_mmhg (lop) * means[wanted] / means[measured]);
}

char *
ebb_lop_posture_to_text (const EbbLopRecord *record, CuffPressure target, EbbPosture wanted,
                         CuffPressure lop_there)
{
  gboolean own = cuff_pressure_is_set (lop_there);
  CuffPressure there =
      own ? lop_there : ebb_lop_in_posture (record->segment, record->lop, record->posture, wanted);
  g_autofree char *target_text = ebb_pressure_to_text (target);

  if (record->posture == wanted || !cuff_pressure_is_set (record->lop))
    return NULL;
  if (!cuff_pressure_is_set (there))
    return g_strdup_printf (_ ("The LOP was measured %s, the exercise is done %s: what %s is of "
                               "the LOP there is not known."),
                            posture_to_text (record->posture), posture_to_text (wanted),
                            target_text);
  double of_measured = 100.0 * target / record->lop, of_there = 100.0 * target / there;
  return g_strdup_printf (
      own ? _ ("%s is %.1f %% of the LOP measured %s (%.1f mmHg), but %.1f %% of the LOP of this "
               "limb %s (%.1f mmHg).")
          : _ ("%s is %.1f %% of the LOP measured %s (%.1f mmHg), but about %.1f %% of what is "
               "usual %s (%.1f mmHg)."),
      target_text, of_measured, posture_to_text (record->posture),
      cuff_pressure_to_mmhg (record->lop), of_there, posture_to_text (wanted),
      cuff_pressure_to_mmhg (there));
}

/* --- What is typed in -------------------------------------------------------------------- */

char *
ebb_lop_refusal (CuffPressure lop)
{
  g_autofree char *text = ebb_pressure_to_text (lop);

  if (cuff_pressure_is_set (lop) && lop >= CUFF_MMHG (LOP_MIN) && lop <= CUFF_MMHG (LOP_MAX))
    return NULL;
  return g_strdup_printf (_ ("LOP: %s is outside %d to %d mmHg"), text, LOP_MIN, LOP_MAX);
}

static void add_doubt (GPtrArray *doubts, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_doubt (GPtrArray *doubts, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (doubts, g_strdup_vprintf (format, args));
  va_end (args);
}

static void
doubt_range (const EbbLopRecord *record, GPtrArray *doubts)
{
  CuffPressure high = record->segment == EBB_SEGMENT_ARM ? HIGH_ARM : HIGH_LEG;
  double mmhg = cuff_pressure_to_mmhg (record->lop);

  if (record->lop < LOW)
    add_doubt (doubts, _ ("%.0f mmHg is lower than nearly everybody's. Is it right?"), mmhg);
  if (record->lop > high)
    add_doubt (doubts, _ ("%.0f mmHg is higher than nearly everybody's. Is it right?"), mmhg);
  if (record->systolic > 0 && record->lop < record->systolic - BELOW_SYSTOLIC)
    add_doubt (doubts,
               _ ("%.0f mmHg lies more than 20 mmHg below the systolic pressure of %.0f mmHg. Is "
                  "it right?"),
               mmhg, cuff_pressure_to_mmhg (record->systolic));
}

static void
doubt_change (const EbbLopRecord *record, const EbbLopRecord *previous, GPtrArray *doubts)
{
  gboolean same = previous != NULL && cuff_pressure_is_set (previous->lop)
                  && previous->segment == record->segment && previous->side == record->side
                  && previous->posture == record->posture
                  && fabs (previous->cuff_width_cm - record->cuff_width_cm) < WIDTH_CM
                  && !are_different (previous->cuff_id, record->cuff_id);

  if (same
      && (gint64) ABS (record->lop - previous->lop) * 100 > (gint64) CHANGE_PERCENT * previous->lop)
    add_doubt (doubts,
               _ ("%.0f mmHg differs by more than %d %% from the last value of %.0f mmHg. "
                  "Is it right?"),
               cuff_pressure_to_mmhg (record->lop), CHANGE_PERCENT,
               cuff_pressure_to_mmhg (previous->lop));
}

static void
doubt_bound (const EbbLopRecord *record, GPtrArray *doubts)
{
  EbbEstimateInput input = {
    .segment = record->segment,
    .girth_cm = MAX (record->girth_cm, 0),
    .cuff_width_cm = record->cuff_width_cm,
    .age_years = -1,
    .systolic = record->systolic > 0 ? record->systolic : CUFF_PRESSURE_UNSET,
    .diastolic = record->diastolic > 0 ? record->diastolic : CUFF_PRESSURE_UNSET,
  };
  CuffPressure bound;

  if (!ebb_estimate_is_plausible (&input, record->lop, &bound))
    add_doubt (doubts,
               _ ("%.0f mmHg lies below %.0f mmHg, what is expected at least of this girth, cuff "
                  "and blood pressure. Is it right?"),
               cuff_pressure_to_mmhg (record->lop), cuff_pressure_to_mmhg (bound));
}

GPtrArray *
ebb_lop_doubts (const EbbLopRecord *record, const EbbLopRecord *previous)
{
  GPtrArray *doubts = g_ptr_array_new_with_free_func (g_free);

  if (!cuff_pressure_is_set (record->lop))
    return doubts;
  doubt_range (record, doubts);
  doubt_change (record, previous, doubts);
  doubt_bound (record, doubts);
  return doubts;
}
