/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every protocol of the library as a whole session: simulated cuff and patient, cuff thread, store,
 * from the start to the record.  What must come out is worked out from the protocol's own file:
 * sets, rests, tempo, pattern; and from the rules of the limb (clinic decisions 3.3, 3.4).
 */
#include "session-rig.h"

#include "ebb-measure.h"
#include "ebb-occlusion-clock.h"

#include <math.h>
#include <stdlib.h>

#define LOP_MMHG        181.0
#define ABOVE_LOP_MMHG  30.0 /* preconditioning (clinic 3.4) */
#define FAILS_AFTER     9    /* repetitions, where a set goes to failure */
#define HERE_EVERY_US   CUFF_SECONDS (60)
#define AT_REST_MMHG    15.0 /* a tight cuff strays no further in a rest (clinic 3.5) */
#define TIGHT_MMHG      20.0 /* the limb's clock runs above it (clinic 3.3) */
#define DEFLATED_MMHG   12.0 /* proven below 10, to the sensors' 2 mmHg */
#define INFLATION_MAX_S 15.0 /* arming, and 100 mmHg/s at most */
#define CLOCK_S         0.2  /* a set begins and ends by the clock */
#define LIMB_RESET_US   CUFF_SECONDS (60)

typedef struct {
  SessionRig *rig;
  EbbSessionOptions options;
  gint64 here_us; /* when somebody was last there */
  guint failed;   /* the set that was last ended by failure */
} Run;

/* --- What the file asks for -------------------------------------------------------------- */

static double
tempo_s (const EbbProtocol *protocol)
{
  const EbbTempo *tempo = &protocol->tempo;
  return (tempo->contract_ms + tempo->hold_ms + tempo->relax_ms + tempo->pause_ms) / 1000.0;
}

/* NAN: ends when a person says so. */
static double
set_s (const EbbProtocol *protocol, guint index)
{
  const EbbSetPlan *set = &protocol->sets[index];
  if (set->kind == EBB_SET_TIMED)
    return set->duration_s;
  return set->kind == EBB_SET_COUNTED ? set->reps_max * tempo_s (protocol) : NAN;
}

static gboolean
rests_tight (const EbbProtocol *protocol)
{
  return protocol->pattern == EBB_PATTERN_CONTINUOUS || protocol->pattern == EBB_PATTERN_RESTING;
}

/* One that holds through sets and rests inflates once.  Every other pattern inflates once for each
 * set: for the set itself, or, tight in rests only, at the start and for each rest. */
static guint
n_inflations (const EbbProtocol *protocol)
{
  return protocol->pattern == EBB_PATTERN_CONTINUOUS ? 1 : protocol->n_sets;
}

static double
target_mmhg (const EbbProtocol *protocol)
{
  if (protocol->training == EBB_TRAINING_PRECONDITIONING)
    return LOP_MMHG + ABOVE_LOP_MMHG;
  return protocol->percent_lop_default * LOP_MMHG / 100.0;
}

/* --- Running it -------------------------------------------------------------------------- */

/* Somebody is there, and says so once a minute; a set to failure fails. */
static gboolean
attend (gpointer data)
{
  Run *run = data;
  SessionRig *rig = run->rig;
  EbbSessionView view = session_rig_view (rig);
  gint64 now_us = ebb_clock_now_us (rig->clock);
  if (now_us - run->here_us >= HERE_EVERY_US) {
    run->here_us = now_us;
    ebb_session_here (rig->session);
  }
  if (view.set > run->failed && rig->protocol->sets[view.set - 1].kind == EBB_SET_TO_FAILURE
      && view.reps >= FAILS_AFTER) {
    run->failed = view.set;
    ebb_session_end_set (rig->session, "failure");
  }
  return G_SOURCE_CONTINUE;
}

static SessionRig *
rig_of (const char *id, gboolean preconditioning)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (id, &error);
  g_assert_no_error (error);
  SessionRigOptions options = { .protocol_json = protocol->json,
                                .seed = 1,
                                .percent = protocol->percent_lop_default,
                                .rules = { .preconditioning = preconditioning } };
  return session_rig_new (&options);
}

static void
run_through (SessionRig *rig, double seconds)
{
  Run run = { .rig = rig };
  gint64 end_us = ebb_clock_now_us (rig->clock) + (gint64) (seconds * 1e6);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  while (ebb_clock_now_us (rig->clock) < end_us && !ebb_session_is_closed (rig->session)) {
    session_rig_run (rig, 0.05);
    attend (&run);
  }
  g_assert_true (ebb_session_is_closed (rig->session));
}

/* --- Judging the record ------------------------------------------------------------------ */

typedef struct {
  const EbbProtocol *protocol;
  GPtrArray *sets; /* EbbSetRecord */
  GArray *samples; /* EbbSample */
  EbbSegment segment;
} Given;

static double
seconds_between (gint64 from_us, gint64 to_us)
{
  return (double) (to_us - from_us) / 1e6;
}

static void
judge_set (const Given *given, guint index)
{
  const EbbSetRecord *set = g_ptr_array_index (given->sets, index);
  const EbbSetPlan *plan = &given->protocol->sets[index];
  double ordered_s = set_s (given->protocol, index);
  double given_s = seconds_between (set->started_us, set->ended_us);
  g_assert_cmpuint (set->number, ==, index + 1);
  g_assert_cmpuint (set->reps_max, ==, plan->reps_max);
  g_assert_cmpstr (set->end_reason, ==, plan->kind == EBB_SET_TO_FAILURE ? "failure" : "done");
  if (!isnan (ordered_s))
    g_assert_cmpfloat_with_epsilon (given_s, ordered_s, CLOCK_S);
  else
    g_assert_cmpfloat (given_s, <, plan->reps_max * tempo_s (given->protocol));
  if (plan->kind == EBB_SET_TIMED)
    g_assert_cmpuint (set->reps_counted, ==, 0);
}

/* Whether the samples of a span lie between; the seconds of it above 20 mmHg. */
static double
judge_span (const Given *given, gint64 from_us, gint64 to_us, double low_mmhg, double high_mmhg)
{
  gint64 tight_us = 0;
  guint n = 0;
  for (guint i = 0; i + 1 < given->samples->len; i++) {
    const EbbSample *sample = &g_array_index (given->samples, EbbSample, i);
    double mmhg = cuff_pressure_to_mmhg (sample->pressure);
    if (sample->t_us < from_us || sample->t_us >= to_us)
      continue;
    n++;
    g_assert_cmpfloat (mmhg, >=, low_mmhg);
    g_assert_cmpfloat (mmhg, <=, high_mmhg);
    tight_us += mmhg > TIGHT_MMHG ? (sample + 1)->t_us - sample->t_us : 0;
  }
  g_assert_cmpuint (n, >, 0);
  return (double) tight_us / 1e6;
}

/* Deflated but for letting air out and, before what follows, in; tight all through it else. */
static void
judge_rest (const Given *given, guint index)
{
  const EbbSetRecord *set = g_ptr_array_index (given->sets, index);
  const EbbSetRecord *next = g_ptr_array_index (given->sets, index + 1);
  double rest_s = seconds_between (set->ended_us, next->started_us);
  double target = target_mmhg (given->protocol), ordered_s = given->protocol->rest_s;
  gboolean still = given->protocol->training == EBB_TRAINING_PASSIVE
                   || given->protocol->training == EBB_TRAINING_PRECONDITIONING;
  g_assert_cmpint (set->rest_s_ordered, ==, given->protocol->rest_s);
  /* A limb that lies still is given the whole of it, and then the air. */
  g_assert_cmpfloat (rest_s, >=, ordered_s - CLOCK_S);
  g_assert_cmpfloat (rest_s, <=, ordered_s + (still ? INFLATION_MAX_S : CLOCK_S));
  if (given->protocol->pattern == EBB_PATTERN_CONTINUOUS) {
    judge_span (given, set->ended_us + CUFF_SECONDS (2), next->started_us, target - AT_REST_MMHG,
                target + AT_REST_MMHG);
    return;
  }
  double tight_s = judge_span (given, set->ended_us, next->started_us, -2, target * 1.25);
  if (rests_tight (given->protocol))
    g_assert_cmpfloat (tight_s, >, ordered_s / 2);
  else
    g_assert_cmpfloat (tight_s, <, INFLATION_MAX_S);
}

/* Deflated in sets where it is tight in rests; tight in them else, whatever the muscle does. */
static void
judge_work (const Given *given, guint index)
{
  const EbbSetRecord *set = g_ptr_array_index (given->sets, index);
  double length_s = seconds_between (set->started_us, set->ended_us);
  double target = target_mmhg (given->protocol);
  double tight_s = judge_span (given, set->started_us, set->ended_us, -2, target * 1.6);
  if (given->protocol->pattern == EBB_PATTERN_RESTING)
    g_assert_cmpfloat (tight_s, <, 2);
  else
    g_assert_cmpfloat (tight_s, >, length_s - 0.5);
}

/* The limb's own clock, from the samples: it starts anew after a minute below 20 mmHg. */
static void
judge_limits (const Given *given)
{
  gint64 clock_us = 0, below_since_us = 0, longest_us = 0;
  for (guint i = 0; i + 1 < given->samples->len; i++) {
    const EbbSample *sample = &g_array_index (given->samples, EbbSample, i);
    if (cuff_pressure_to_mmhg (sample->pressure) > TIGHT_MMHG) {
      clock_us += (sample + 1)->t_us - sample->t_us;
      below_since_us = (sample + 1)->t_us;
    } else if (sample->t_us - below_since_us >= LIMB_RESET_US) {
      clock_us = 0;
    }
    longest_us = MAX (longest_us, clock_us);
  }
  g_assert_cmpint (longest_us, <=,
                   (given->segment == EBB_SEGMENT_ARM ? 15 : 20) * 60 * G_USEC_PER_SEC);
  g_assert_cmpint (longest_us, >, 0);
}

/* Exactly as many sets as ordered, each and each rest as long as ordered. */
static void
judge_given (const Given *given)
{
  g_assert_cmpuint (given->sets->len, ==, given->protocol->n_sets);
  for (guint i = 0; i < given->sets->len; i++) {
    judge_set (given, i);
    judge_work (given, i);
    if (i + 1 < given->sets->len)
      judge_rest (given, i);
  }
  judge_limits (given);
}

static void
judge (SessionRig *rig)
{
  CuffSimTruth truth = session_rig_truth (rig);
  EbbSegment segment = ebb_session_get_prescription (rig->session)->segment;
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
  g_autoptr (GArray) samples = session_rig_samples (rig, db, 1);
  Given given = { rig->protocol, sets, samples, segment };
  g_assert_cmpint (record->state, ==, EBB_STATE_COMPLETED);
  g_assert_cmpint (record->state_code, ==, CUFF_REASON_PLAN_DONE);
  g_assert_cmpuint (rig->alarms_seen, ==, 0);
  g_assert_cmpfloat (truth.cuff_mmhg, <, DEFLATED_MMHG);
  g_assert_cmpuint (session_rig_count_events (rig, db, "inflating"), ==,
                    n_inflations (rig->protocol));
  g_assert_cmpuint (session_rig_count_events (rig, db, "armed"), ==, 1);
  judge_given (&given);
  g_clear_pointer (&db, ebb_db_close);
}

/* --- All of them ------------------------------------------------------------------------- */

/* Longer than any of them: inflations, and a count-down before each set. */
static double
longest_s (const EbbProtocol *protocol)
{
  double total_s = 60;
  for (guint i = 0; i < protocol->n_sets; i++) {
    double length_s = set_s (protocol, i);
    total_s += isnan (length_s) ? protocol->sets[i].reps_max * tempo_s (protocol) : length_s;
    total_s += protocol->rest_s + INFLATION_MAX_S;
  }
  return total_s;
}

static void
run_and_judge (const char *id, gboolean preconditioning)
{
  SessionRig *rig = rig_of (id, preconditioning);
  run_through (rig, longest_s (rig->protocol));
  judge (rig);
  session_rig_free (rig);
}

static gboolean
is_refused (const EbbProtocol *protocol)
{
  return protocol->home || protocol->pressure.basis == EBB_BASIS_DEVICE_SCALE
         || protocol->training == EBB_TRAINING_PRECONDITIONING;
}

/* What is listed and not run cannot be made a session of: nothing is ever asked of a cuff. */
static void
assert_refused (const char *id)
{
  g_autoptr (GError) error = NULL;
  SessionRigOptions plain = { .seed = 1 }, options = { .percent = 60 };
  SessionRig *rig = session_rig_new (&plain);
  EbbSessionOptions session;
  ebb_protocol_free (rig->protocol);
  ebb_exercise_free (rig->exercise);
  rig->protocol = ebb_protocol_load_builtin (id, &error);
  g_assert_no_error (error);
  rig->exercise = ebb_exercise_load_builtin (rig->protocol->exercise_id, &error);
  g_assert_no_error (error);
  session_rig_fill (rig, &options, &session);
  g_assert_null (ebb_session_new (&session, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 0);
  session_rig_free (rig);
}

static void
test_protocol (gconstpointer data)
{
  const char *id = data;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (id, NULL);
  g_assert_nonnull (protocol);
  if (is_refused (protocol))
    assert_refused (id);
  else
    run_and_judge (id, FALSE);
}

/* With the clinic's leave it runs, above LOP and no further. */
static void
test_preconditioning (void)
{
  run_and_judge ("ischaemic-preconditioning", TRUE);
}

/* Every so many: several programs share the work. */
static guint
next_id (char **ids, guint i, guint n_parts)
{
  for (guint step = 0; step < n_parts && ids[i] != NULL; step++)
    i++;
  return i;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();
  guint part = argc > 2 ? (guint) atoi (argv[1]) : 0,
        n_parts = argc > 2 ? (guint) atoi (argv[2]) : 1;
  for (guint i = part; ids[i] != NULL; i = next_id (ids, i, n_parts)) {
    g_autofree char *path = g_strdup_printf ("/session-library/%s", ids[i]);
    g_test_add_data_func (path, ids[i], test_protocol);
  }
  if (part == 0)
    g_test_add_func ("/session-library/enabled/ischaemic-preconditioning", test_preconditioning);
  return g_test_run ();
}
