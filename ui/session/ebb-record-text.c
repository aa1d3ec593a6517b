/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-record-text.h"

#include "ebb-format.h"
#include "ebb-patient-file.h"
#include "ebb-patient-text.h"
#include "ebb-rest-row.h"
#include "ebb-set-ends.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BAND_GOOD_PERCENT 90 /* of the time within the band (P) */

char *
ebb_record_state_text (const EbbSessionRecord *session, EbbLiveLevel *level)
{
  const char *state = ebb_end_state_to_text (session->state);

  *level = EBB_LIVE_WARN;
  if (session->state == EBB_STATE_COMPLETED)
    *level = EBB_LIVE_GOOD;
  else if (session->state == EBB_STATE_STOPPED_BY_SAFETY)
    *level = EBB_LIVE_BAD;
  if (session->state == EBB_STATE_COMPLETED || session->state_code == CUFF_REASON_NONE)
    return g_strdup (state);
  return g_strdup_printf ("%s: %s", state, ebb_reason_to_text (session->state_code));
}

char *
ebb_record_head_text (const EbbSessionFile *file)
{
  g_autofree char *when = ebb_format_day_time (file->session->started_unix_us);
  g_autofree char *number = NULL;

  if (file->visits_planned > 0)
    number = g_strdup_printf (_ ("session %u of %u"), file->number, file->visits_planned);
  else if (file->number > 0)
    number = g_strdup_printf (_ ("session %u"), file->number);
  return ebb_join_facts (when, number != NULL ? number : "",
                         file->session->operator_name != NULL ? file->session->operator_name : "",
                         NULL);
}

/* The last word counts: it may have been cut twice. */
const char *
ebb_record_shortened (const EbbSessionFile *file)
{
  for (guint i = file->events->len; i > 0; i--) {
    const EbbEventRecord *event = g_ptr_array_index (file->events, i - 1);

    if (g_strcmp0 (event->code, EBB_EVENT_SHORTENED) == 0)
      return event->text;
  }
  return NULL;
}

/* --- Ordered and given ------------------------------------------------------------------- */

static void
record_row_clear (gpointer data)
{
  EbbRecordRow *row = data;

  g_free (row->ordered);
  g_free (row->given);
}

static void
add (GArray *rows, const char *name, char *ordered, char *given, EbbLiveLevel level)
{
  EbbRecordRow row = { name, ordered, given, level };

  g_array_append_val (rows, row);
}

static char *
mean_to_text (double mean_mmhg)
{
  return isnan (mean_mmhg) ? g_strdup ("–") : g_strdup_printf (_ ("%.0f mmHg"), mean_mmhg);
}

static EbbLiveLevel
judge_band (double percent)
{
  if (isnan (percent))
    return EBB_LIVE_PLAIN;
  return percent >= BAND_GOOD_PERCENT ? EBB_LIVE_GOOD : EBB_LIVE_WARN;
}

static char *
band_to_text (const EbbBoutSummary *summary, double percent)
{
  return summary->by_hand ? g_strdup (_ ("not known by hand")) : ebb_format_percent (percent);
}

static char *
targets_to_text (const EbbBoutSummary *summary, const EbbLimbRecord *limb)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < summary->targets->len; i++) {
    CuffPressure target = g_array_index (summary->targets, EbbTargetChange, i).target;
    g_autofree char *number = ebb_format_mmhg_number (target);
    g_string_append_printf (text, "%s%s", i > 0 ? " → " : "", number);
  }
  if (text->len == 0) {
    g_autofree char *number = ebb_format_mmhg_number (limb->target);
    g_string_append (text, number);
  }
  g_string_append_printf (text, " %s", _ ("mmHg"));
  if (limb->percent_lop > 0) {
    g_autofree char *percent = ebb_format_percent (limb->percent_lop);
    g_string_append_printf (text, _ (", %s LOP"), percent);
  }
  return g_string_free (text, FALSE);
}

/* "60", "45–60", "60 and to failure". */
static char *
ordered_reps (const EbbProtocol *protocol, guint n_sets, guint *least)
{
  guint most = 0, n_failure = 0;
  g_autofree char *range = NULL;

  for (guint i = 0; i < n_sets && i < protocol->n_sets; i++) {
    if (protocol->sets[i].kind == EBB_SET_TO_FAILURE) {
      n_failure++;
      continue;
    }
    *least += protocol->sets[i].reps_min;
    most += protocol->sets[i].reps_max;
  }
  if (most == 0 && n_failure > 0)
    return g_strdup (_ ("to failure"));
  range = ebb_format_range (*least, most);
  return n_failure == 0 ? g_steal_pointer (&range)
                        : g_strdup_printf (_ ("%s and to failure"), range);
}

static void
add_reps (GArray *rows, const EbbBoutSummary *summary)
{
  const EbbProtocol *protocol = summary->bout->protocol;
  guint least = 0;
  char *ordered =
      protocol != NULL ? ordered_reps (protocol, summary->sets_planned, &least) : g_strdup ("–");

  add (rows, _ ("Repetitions"), ordered, g_strdup_printf ("%u", summary->reps),
       summary->reps < least ? EBB_LIVE_WARN : EBB_LIVE_PLAIN);
}

/* To the whole second: events of the record come within a tick. */
static char *
clock_of_s (double seconds)
{
  return ebb_format_clock (CUFF_SECONDS (lround (seconds)));
}

static void
add_time (GArray *rows, const EbbBoutSummary *summary)
{
  add (rows, _ ("Time worked"), clock_of_s (summary->to_work_s), clock_of_s (summary->worked_s),
       lround (summary->worked_s) < summary->to_work_s ? EBB_LIVE_WARN : EBB_LIVE_PLAIN);
}

static gboolean
is_short (const EbbSetSummary *set)
{
  if (set->to_work_s > 0)
    return isnan (set->worked_s) || lround (set->worked_s) < set->to_work_s;
  return !set->to_failure && set->reps < set->reps_min;
}

/* A set that was begun counts as a set; that it stayed short stands beside it. */
static void
add_sets (GArray *rows, const EbbBoutSummary *summary)
{
  guint n_short = 0;
  g_autofree char *n_sets = g_strdup_printf ("%u", summary->n_sets);
  gboolean all_begun = summary->n_sets >= summary->sets_planned;

  for (guint i = 0; i < summary->n_sets; i++)
    n_short += is_short (&summary->sets[i]) ? 1 : 0;
  add (rows, _ ("Sets"), g_strdup_printf ("%u", summary->sets_planned),
       n_short == 0 ? g_strdup (n_sets)
                    /* TRANSLATORS: "3, 1 of them short": sets given, and how many of them had
                     * less than was ordered. */
                    : g_strdup_printf (_ ("%s, %u of them short"), n_sets, n_short),
       all_begun && n_short == 0 ? EBB_LIVE_GOOD : EBB_LIVE_WARN);
}

GArray *
ebb_record_bout_rows (const EbbBoutSummary *summary)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (EbbRecordRow));
  const EbbLimbFile *limb =
      summary->bout->limbs->len > 0 ? g_ptr_array_index (summary->bout->limbs, 0) : NULL;

  g_array_set_clear_func (rows, record_row_clear);
  add_sets (rows, summary);
  if (summary->timed)
    add_time (rows, summary);
  if (!summary->timed || summary->reps > 0)
    add_reps (rows, summary);
  if (limb != NULL) {
    add (rows, summary->by_hand ? _ ("Pressure, mean, read by hand") : _ ("Pressure, mean"),
         targets_to_text (summary, limb->limb), mean_to_text (summary->mean_mmhg), EBB_LIVE_PLAIN);
    add (rows, summary->by_hand ? _ ("Pressure, highest read by hand") : _ ("Pressure, peak"),
         g_strdup (""), ebb_format_mmhg (summary->peak), EBB_LIVE_PLAIN);
  }
  add (rows, _ ("In band in work"), g_strdup (summary->soft ? _ ("deflated") : _ ("± 10 %")),
       summary->soft ? g_strdup (_ ("no band"))
                     : band_to_text (summary, summary->band_exercise_percent),
       judge_band (summary->band_exercise_percent));
  add (rows, _ ("In band in rests"), g_strdup (_ ("± 5 %")),
       band_to_text (summary, summary->band_rest_percent), judge_band (summary->band_rest_percent));
  add (rows, _ ("Cuff tight"), g_strdup (""),
       ebb_format_clock ((gint64) (summary->occlusion_s * G_USEC_PER_SEC)), EBB_LIVE_PLAIN);
  if (summary->gaps.count > 0)
    add (rows, _ ("Data missing"), g_strdup (""),
         g_strdup_printf (
             ngettext ("%u gap, %.1f s in all", "%u gaps, %.1f s in all", summary->gaps.count),
             summary->gaps.count, (double) summary->gaps.total_us / 1e6),
         EBB_LIVE_WARN);
  return rows;
}

/* --- Sets -------------------------------------------------------------------------------- */

const char *
ebb_record_set_title (guint cell)
{
  const char *const titles[EBB_SET_N_CELLS] = {
    [EBB_SET_NUMBER] = _ ("Set"),      [EBB_SET_REPS] = _ ("Given"),
    [EBB_SET_LOAD] = _ ("Load"),       [EBB_SET_HELD] = _ ("Held"),
    [EBB_SET_REST] = _ ("Rest after"), [EBB_SET_RATED] = _ ("Patient said"),
    [EBB_SET_END] = _ ("Ended"),
  };

  return cell < EBB_SET_N_CELLS ? titles[cell] : "";
}

static char *
held_to_text (const EbbSetSummary *set)
{
  if (isnan (set->hold_mean_s))
    return g_strdup ("–");
  return g_strdup_printf (_ ("%u of %u, mean %.1f s"), set->reps_held, set->reps, set->hold_mean_s);
}

static char *
rest_to_text (const EbbSetSummary *set)
{
  if (set->rest_ordered_s <= 0)
    return g_strdup ("–");
  if (isnan (set->rest_taken_s))
    return g_strdup_printf (_ ("– of %.0f s"), set->rest_ordered_s);
  return g_strdup_printf (_ ("%.0f of %.0f s"), set->rest_taken_s, set->rest_ordered_s);
}

static const char *
cuff_to_text (double cuff)
{
  if (isnan (cuff))
    return "";
  if (cuff >= EBB_CUFF_WANTS_TO_STOP)
    return _ ("cuff: wants to stop");
  return cuff >= EBB_CUFF_HURTS ? _ ("cuff hurts") : _ ("cuff fine");
}

static char *
rated_to_text (const EbbSetSummary *set)
{
  g_autofree char *exertion =
      isnan (set->exertion) ? NULL : g_strdup_printf (_ ("exertion %.3g"), set->exertion);
  g_autofree char *pain = isnan (set->pain) ? NULL : g_strdup_printf (_ ("pain %.3g"), set->pain);
  g_autofree char *rpe =
      isnan (set->rpe) ? NULL : g_strdup_printf (_ ("exertion %.3g of 6–20"), set->rpe);
  g_autofree char *discomfort =
      isnan (set->discomfort)
          ? NULL
          : g_strdup_printf (_ ("discomfort under the cuff %.3g"), set->discomfort);
  g_autofree char *tightness =
      isnan (set->tightness) ? NULL : g_strdup_printf (_ ("tightness %.3g"), set->tightness);
  char *text = ebb_join_facts (cuff_to_text (set->cuff), exertion != NULL ? exertion : "",
                               rpe != NULL ? rpe : "", pain != NULL ? pain : "",
                               discomfort != NULL ? discomfort : "",
                               tightness != NULL ? tightness : "", NULL);

  if (*text != '\0')
    return text;
  g_free (text);
  return g_strdup ("–");
}

/* "Enough" said before the fewest repetitions is not the same as a whole set. */
static const char *
end_to_text (const EbbSetSummary *set)
{
  if (set->end_reason == NULL)
    return _ ("Open");
  if (g_str_equal (set->end_reason, "done"))
    return is_short (set) ? _ ("Done early") : _ ("Done");
  return ebb_set_end_of_id (set->end_reason);
}

/* "17 of 15–20", "12, to failure", "4:30 of 5:00". */
static char *
done_to_text (const EbbSetSummary *set)
{
  g_autofree char *range = ebb_format_range (set->reps_min, set->reps_max);
  g_autofree char *worked = isnan (set->worked_s) ? g_strdup ("–") : clock_of_s (set->worked_s);
  g_autofree char *to_work = clock_of_s (set->to_work_s);

  if (set->to_work_s > 0)
    return g_strdup_printf (_ ("%s of %s"), worked, to_work);
  if (set->to_failure)
    return g_strdup_printf (_ ("%u, to failure"), set->reps);
  return g_strdup_printf (_ ("%u of %s"), set->reps, range);
}

void
ebb_record_set_cells (const EbbSetSummary *set, char *cells[EBB_SET_N_CELLS])
{
  g_autofree char *load = ebb_format_kg (set->load_kg);

  cells[EBB_SET_NUMBER] = g_strdup_printf ("%u", set->number);
  cells[EBB_SET_REPS] = done_to_text (set);
  cells[EBB_SET_LOAD] = g_strdup (*load != '\0' ? load : "–");
  cells[EBB_SET_HELD] = held_to_text (set);
  cells[EBB_SET_REST] = rest_to_text (set);
  cells[EBB_SET_RATED] = rated_to_text (set);
  cells[EBB_SET_END] = g_strdup (end_to_text (set));
}

/* --- Bouts and notes --------------------------------------------------------------------- */

char *
ebb_record_continues_text (const EbbBoutSummary *summary)
{
  if (summary->bout->bout->continues_id == NULL)
    return NULL;
  if (summary->n_sets == 0)
    return g_strdup (_ ("Goes on with the exercise before it"));
  return g_strdup_printf (_ ("Goes on with the exercise before it, from set %u"),
                          summary->sets[0].number);
}

gboolean
ebb_record_is_note (const EbbEventRecord *event)
{
  return g_strcmp0 (event->code, "note") == 0 || g_strcmp0 (event->code, "marker") == 0;
}

char *
ebb_record_note_text (const EbbEventRecord *event)
{
  g_autofree char *at = ebb_format_clock (event->t_us);

  return g_strdup_printf ("%s  %s", at, event->text != NULL ? event->text : _ ("Marker"));
}

/* --- Checks ------------------------------------------------------------------------------ */

static char *
pressure_text (const EbbCheck *check)
{
  g_autofree char *text =
      g_strdup_printf (_ ("Blood pressure %.0f/%.0f mmHg"), check->value, check->second);
  const char *slip = g_strcmp0 (check->kind, "bp") != 0 ? _ ("mistyped") : "";

  return ebb_join_facts (text, check->text != NULL ? check->text : "", slip, NULL);
}

char *
ebb_record_check_text (const EbbCheck *check)
{
  if (g_strcmp0 (check->kind, "bp") == 0 || g_strcmp0 (check->kind, "bp-mistyped") == 0)
    return pressure_text (check);
  if (g_strcmp0 (check->kind, "refill-before") == 0)
    return g_strdup_printf (_ ("Capillary refill before %.1f s"), check->value);
  if (g_strcmp0 (check->kind, "refill-after") == 0)
    return g_strdup_printf (_ ("Capillary refill after %.1f s"), check->value);
  if (g_strcmp0 (check->kind, "heart-rate") == 0)
    return g_strdup_printf (_ ("Heart rate %.0f/min"), check->value);
  if (g_strcmp0 (check->kind, "pain") == 0)
    return g_strdup_printf (_ ("Pain before %.0f of 10"), check->value);
  if (g_strcmp0 (check->kind, "nothing-new") == 0)
    return check->text != NULL ? g_strdup_printf (_ ("New: %s"), check->text)
                               : g_strdup (_ ("Nothing new since last time"));
  if (g_strcmp0 (check->kind, "after") == 0)
    return g_strdup_printf (_ ("Limb after: %s"), check->text != NULL ? check->text : "–");
  return g_strdup (check->text != NULL ? check->text : check->kind);
}

/* --- Patient unwell ---------------------------------------------------------------------- */

static const EbbAdverseEvent *
find_unwell (const EbbSessionFile *file)
{
  const EbbAdverseEvent *bare = NULL;

  for (guint i = 0; i < file->adverse->len; i++) {
    const EbbAdverseEvent *event = g_ptr_array_index (file->adverse, i);

    if (g_strcmp0 (event->kind, EBB_ADVERSE_UNWELL) != 0)
      continue;
    if (event->severity != NULL)
      return NULL; /* a person has judged it */
    bare = event;
  }
  return bare;
}

char *
ebb_record_unwell_text (const EbbSessionFile *file)
{
  const EbbAdverseEvent *event = find_unwell (file);
  g_autoptr (GString) text = NULL;
  g_autofree char *since = NULL;

  if (event == NULL)
    return NULL;
  since = ebb_format_time (event->noticed_unix_us);
  text = g_string_new (NULL);
  g_string_append_printf (text, _ ("Unwell at %s; stopped and deflated."), since);
  for (guint i = 0; i < file->checks->len; i++) {
    const EbbCheck *check = g_ptr_array_index (file->checks, i);
    gint64 at_us = file->session->started_unix_us + check->t_us;
    gboolean pressure = g_strcmp0 (check->kind, "bp") == 0;
    g_autofree char *at = ebb_format_time (at_us);

    if (at_us < event->noticed_unix_us - G_USEC_PER_SEC
        || !(pressure || g_strcmp0 (check->kind, "heart-rate") == 0))
      continue;
    g_string_append_printf (text, "\n%s ", at);
    if (pressure)
      g_string_append_printf (text, _ ("%.0f/%.0f mmHg"), check->value, check->second);
    else
      g_string_append_printf (text, _ ("%.0f beats/min"), check->value);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
