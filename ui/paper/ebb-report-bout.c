/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One exercise with the cuff on the clinician's report: all parameters, ordered against given, and
 * the whole trace.
 */
#include "ebb-format.h"

#include "ebb-defined.h"
#include "ebb-plan.h"
#include "ebb-report-table.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DASH             "–"
#define SECTION_ABOVE_PT 14.0
#define TRACE_PT         150.0

static const char *
posture_to_text (EbbPosture posture)
{
  switch (posture) {
  case EBB_POSTURE_SUPINE:
    return _ ("lying on the back");
  case EBB_POSTURE_SEATED:
    return _ ("seated");
  case EBB_POSTURE_STANDING:
    return _ ("standing");
  }
  return _ ("unknown");
}

static const char *
method_to_text (EbbMethod method)
{
  switch (method) {
  case EBB_METHOD_PERCENT_LOP:
    return _ ("percent of measured LOP");
  case EBB_METHOD_PERCENT_ESTIMATE:
    return _ ("percent of estimated LOP");
  case EBB_METHOD_FIXED:
    return _ ("fixed pressure");
  case EBB_METHOD_SYSTOLIC:
    return _ ("1.5 × resting systolic");
  }
  return _ ("unknown");
}

/* The words of the store; a stranger is shown as it is. */
static char *
end_to_text (const char *reason)
{
  static const struct {
    const char *word, *text;
  } words[] = {
    { "done", N_ ("done") },
    { "failure", N_ ("failure") },
    { "pain", N_ ("pain") },
    { "dizziness", N_ ("dizziness") },
    { "form", N_ ("form") },
    { "time", N_ ("time") },
    { "equipment", N_ ("equipment") },
    { "other", N_ ("other") },
    { "not-said", N_ ("not said") },
    { "stopped", N_ ("stopped") },
    { "interrupted", N_ ("interrupted") },
  };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (reason, words[i].word) == 0)
      return g_strdup (_ (words[i].text));
  return reason != NULL ? ebb_type_clean (reason, 40) : g_strdup (DASH);
}

static char *
cuff_to_text (double rating)
{
  static const char *const words[] = { N_ ("fine"), N_ ("hurts"), N_ ("stop") };
  if (isnan (rating))
    return g_strdup (DASH);
  if (rating >= 0 && rating < 3 && rating == floor (rating))
    return g_strdup (_ (words[(int) rating]));
  return g_strdup_printf ("%.3g", rating);
}

static char *
rating_to_text (double rating)
{
  return isnan (rating) ? g_strdup (DASH) : g_strdup_printf ("%.3g", rating);
}

/* "109 mmHg, 60 % of LOP". */
static char *
tell_target (const EbbLimbRecord *limb)
{
  g_autofree char *target = ebb_format_mmhg (limb->target);
  if (limb->percent_lop <= 0)
    return g_strdup_printf (_ ("%s, %% of LOP unknown"), target);
  g_autofree char *percent = ebb_format_percent (limb->percent_lop);
  return g_strdup_printf (_ ("%s, %s of LOP"), target, percent);
}

static void
add_limb (EbbReport *report, const EbbLimbRecord *limb)
{
  g_autofree char *place = ebb_format_limb_title (limb->segment, limb->side);
  g_autofree char *name = ebb_type_clean (limb->cuff_name, EBB_REPORT_NAME_MAX);
  g_autofree char *cuff = limb->cuff_width_cm > 0
                              ? g_strdup_printf (_ ("%s, %.3g\u00a0cm"), name, limb->cuff_width_cm)
                              : g_strdup (name);
  g_autofree char *target = tell_target (limb);
  g_autofree char *lop = ebb_format_mmhg (limb->lop);
  g_autofree char *lines = limb->clamps != NULL ? g_strjoinv ("; ", limb->clamps) : g_strdup ("");
  g_autofree char *clamps = ebb_type_clean (lines, EBB_REPORT_NOTE_MAX);
  ebb_table_add_facts (report, _ ("Limb"), place, _ ("Cuff"), cuff);
  ebb_table_add_facts (report, _ ("Method"), method_to_text (limb->method), _ ("LOP"), lop);
  ebb_table_add_facts (report, _ ("Target"), target, _ ("Lowered by limits"),
                       *clamps != '\0' ? clamps : _ ("no"));
  if (limb->override_reason != NULL) {
    g_autofree char *reason = ebb_type_clean (limb->override_reason, EBB_REPORT_NOTE_MAX);
    ebb_table_add_facts (report, _ ("Override"), reason, NULL, NULL);
  }
}

static const char *
rest_to_text (EbbPattern pattern)
{
  switch (pattern) {
  case EBB_PATTERN_CONTINUOUS:
    return _ ("cuff stays tight");
  case EBB_PATTERN_RESTING:
    return _ ("cuff deflated in sets and tight in rests");
  default:
    return _ ("cuff deflated");
  }
}

/* "3 sets, hold 5 s, rest 30 s, cuff tight in rests". */
static char *
tell_plan (const EbbBoutSummary *bout)
{
  const EbbProtocol *protocol = bout->bout->protocol;
  g_autofree char *sets =
      g_strdup_printf (ngettext ("%u set", "%u sets", bout->sets_planned), bout->sets_planned);
  if (protocol == NULL)
    return g_steal_pointer (&sets);
  if (bout->timed)
    return ebb_plan_text_of_protocol (protocol, bout->sets_planned);
  g_autofree char *contract = ebb_format_seconds (protocol->tempo.contract_ms / 1000.0);
  g_autofree char *hold = ebb_format_seconds (protocol->tempo.hold_ms / 1000.0);
  g_autofree char *relax = ebb_format_seconds (protocol->tempo.relax_ms / 1000.0);
  g_autofree char *rest = ebb_format_seconds (protocol->rest_s);
  return g_strdup_printf (_ ("%s; contract %s, hold %s, relax %s; rest %s, %s"), sets, contract,
                          hold, relax, rest, rest_to_text (protocol->pattern));
}

static char *
tell_end (const EbbBoutRecord *bout)
{
  g_autofree char *from = ebb_format_clock (bout->started_us);
  g_autofree char *to = ebb_format_clock (bout->ended_us);
  if (bout->state == EBB_STATE_OPEN)
    return g_strdup_printf (_ ("%s (from %s)"), ebb_end_state_to_text (bout->state), from);
  return g_strdup_printf (_ ("%s: %s (%s to %s of the session)"),
                          ebb_end_state_to_text (bout->state),
                          ebb_reason_to_text (bout->state_code), from, to);
}

static void
add_parameters (EbbReport *report, const EbbBoutSummary *bout)
{
  const EbbBoutRecord *record = bout->bout->bout;
  g_autofree char *exercise = ebb_report_exercise_name (bout->bout);
  g_autofree char *name = ebb_type_clean (ebb_defined (record->protocol_name), EBB_REPORT_NAME_MAX);
  g_autofree char *id = ebb_type_clean (record->protocol_id, EBB_REPORT_NAME_MAX);
  g_autofree char *protocol =
      g_strdup_printf (_ ("%s (%s, version %u)"), name, id, record->protocol_version);
  g_autofree char *plan = tell_plan (bout);
  g_autofree char *end = tell_end (record);
  ebb_table_add_facts (report, _ ("Exercise"), exercise, _ ("Posture"),
                       posture_to_text (record->posture));
  for (guint i = 0; i < bout->bout->limbs->len; i++) {
    const EbbLimbFile *limb = g_ptr_array_index (bout->bout->limbs, i);
    add_limb (report, limb->limb);
  }
  ebb_table_add_facts (report, _ ("Protocol"), protocol, NULL, NULL);
  ebb_table_add_facts (report, _ ("Ordered"), plan, NULL, NULL);
  ebb_table_add_facts (report, _ ("End"), end, NULL, NULL);
}

/* Minutes and seconds of a set by the clock. */
static char *
tell_ordered (const EbbSetSummary *set)
{
  if (set->to_work_s > 0)
    return ebb_format_clock (CUFF_SECONDS (set->to_work_s));
  return set->to_failure ? g_strdup (_ ("to failure"))
                         : ebb_format_range (set->reps_min, set->reps_max);
}

static char *
tell_done (const EbbSetSummary *set)
{
  if (set->to_work_s == 0)
    return g_strdup_printf ("%u", set->reps);
  return isnan (set->worked_s) ? g_strdup (DASH)
                               : ebb_format_clock (CUFF_SECONDS (lround (set->worked_s)));
}

static void
add_set (EbbReport *report, const EbbTable *table, const EbbBlock *head, const EbbSetSummary *set)
{
  g_autofree char *number = g_strdup_printf ("%u", set->number);
  g_autofree char *ordered = tell_ordered (set);
  g_autofree char *done = tell_done (set);
  g_autofree char *load = ebb_format_kg (set->load_kg);
  g_autofree char *held =
      isnan (set->hold_mean_s) ? g_strdup (DASH) : g_strdup_printf ("%u", set->reps_held);
  g_autofree char *hold = ebb_format_seconds (set->hold_mean_s);
  g_autofree char *rest =
      set->rest_ordered_s > 0 ? ebb_format_seconds (set->rest_ordered_s) : g_strdup (DASH);
  g_autofree char *taken = ebb_format_seconds (set->rest_taken_s);
  g_autofree char *exertion = rating_to_text (set->exertion);
  g_autofree char *pain = rating_to_text (set->pain);
  g_autofree char *cuff = cuff_to_text (set->cuff);
  g_autofree char *end = end_to_text (set->end_reason);
  const char *const cells[] = { number,   ordered, done, *load != '\0' ? load : DASH,
                                held,     hold,    rest, taken,
                                exertion, pain,    cuff, end };
  ebb_table_add (report, table, head, cells);
}

static void
add_sets (EbbReport *report, const EbbBoutSummary *bout)
{
  static const EbbTable table = { 12, { 24, 42, 34, 44, 42, 42, 42, 38, 50, 38, 46, 0 } };
  const char *const titles[] = { _ ("Set"),
                                 bout->timed ? _ ("Time ordered") : _ ("Reps ordered"),
                                 bout->timed ? _ ("Time done") : _ ("Reps done"),
                                 _ ("Load"),
                                 _ ("Held"),
                                 _ ("Mean hold"),
                                 _ ("Rest ordered"),
                                 _ ("Rest taken"),
                                 C_ ("column", "Exertion"),
                                 _ ("Pain"),
                                 _ ("Cuff"),
                                 _ ("Ended by") };
  if (bout->n_sets == 0) {
    ebb_table_add_facts (report, _ ("Sets"), _ ("none was begun"), NULL, NULL);
    return;
  }
  const EbbBlock *head = ebb_table_add_head (report, &table, titles, 8);
  for (guint i = 0; i < bout->n_sets; i++)
    add_set (report, &table, head, &bout->sets[i]);
  const char *legend =
      _ ("Held: at least 90\u00a0% of the ordered hold, measured in the cuff's pressure. "
         "Exertion and pain: 0 to 10. –: not known or not rated.");
  ebb_report_add (report, ebb_part_paragraph (EBB_TYPE_SMALL,
                                              ebb_type_set (report->type, EBB_TYPE_SMALL, legend,
                                                            report->column_pt, 0),
                                              3));
}

static char *
tell_gaps (const EbbGaps *gaps)
{
  if (gaps->count == 0)
    return g_strdup (_ ("none"));
  return g_strdup_printf (_ ("%u, %.1f\u00a0s in all"), gaps->count, (double) gaps->total_us / 1e6);
}

static gboolean
has_samples (const EbbBoutSummary *bout)
{
  return cuff_pressure_is_set (bout->peak);
}

/* Nobody saw what the pressure did between two readings. */
static char *
tell_band (const EbbBoutSummary *bout, double percent)
{
  if (bout->soft && isnan (percent))
    return g_strdup (_ ("no band: deflated in sets"));
  return bout->by_hand ? g_strdup (_ ("not known: read by hand")) : ebb_format_percent (percent);
}

static void
add_measured (EbbReport *report, const EbbBoutSummary *bout)
{
  g_autofree char *exercise = tell_band (bout, bout->band_exercise_percent);
  g_autofree char *rest = tell_band (bout, bout->band_rest_percent);
  g_autofree char *mean = isnan (bout->mean_mmhg)
                              ? g_strdup (DASH)
                              : g_strdup_printf (_ ("%.0f\u00a0mmHg"), bout->mean_mmhg);
  g_autofree char *peak = ebb_format_mmhg (bout->peak);
  g_autofree char *tight = bout->occlusion_s > 0
                               ? ebb_format_clock ((gint64) (bout->occlusion_s * 1e6))
                               : g_strdup (DASH);
  g_autofree char *gaps = has_samples (bout) ? tell_gaps (&bout->gaps) : g_strdup (DASH);
  /* Translators: percent of the time within ±10 % of the target. */
  ebb_table_add_facts (report, _ ("In band, exercise"), exercise, _ ("In band, rest"), rest);
  ebb_table_add_facts (report, bout->by_hand ? _ ("Mean, read by hand") : _ ("Mean pressure"), mean,
                       bout->by_hand ? _ ("Highest, read by hand") : _ ("Peak pressure"), peak);
  ebb_table_add_facts (report, _ ("Under pressure"), tight, _ ("Data gaps"), gaps);
}

void
ebb_report_compose_bout (EbbReport *report, const EbbBoutSummary *bout)
{
  g_autofree char *exercise = ebb_report_exercise_name (bout->bout);
  g_autofree char *title =
      g_strdup_printf (_ ("Exercise %u: %s"), bout->bout->bout->number, exercise);
  ebb_report_add (report,
                  ebb_part_heading (report->type, title, report->column_pt, SECTION_ABOVE_PT));
  add_parameters (report, bout);
  add_sets (report, bout);
  EbbBlock *plot = ebb_report_chart_new (report, bout, 1, TRACE_PT, TRACE_PT);
  if (plot != NULL)
    ebb_report_add (report, plot)->above_pt = 10;
  else
    ebb_table_add_facts (report, _ ("Trace"), _ ("no pressure was recorded"), NULL, NULL);
  add_measured (report, bout);
}
