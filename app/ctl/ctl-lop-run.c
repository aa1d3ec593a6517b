/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl lop run: a measurement through the real link, on a cuff or on the simulated one.
 */
#include "ctl-live.h"
#include "ctl-lop.h"
#include "ebb-db-desk.h"
#include "ebb-db-limbs.h"
#include "ebb-db-screening.h"
#include "ebb-lop-run.h"
#include "ebb-lop-validity.h"
#include "ebb-words.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SIM_LOP_ARM    128.0
#define SIM_LOP_THIGH  181.0
#define REACTION_US    CUFF_MS (400)
#define CONNECT_MAX_US CUFF_SECONDS (20)

typedef struct {
  CtlLimbOptions limb;
  char *port, *limit, *expected, *sim_lop; /* owned */
  gboolean simulate, store;
  gint64 seed;
  double bumps_per_min;
} RunOptions;

typedef struct {
  const RunOptions *options;
  CtlLimb limb;
  EbbClock *clock;             /* borrowed */
  CuffSim *sim;                /* borrowed; NULL on a real cuff */
  EbbLopRun *run;              /* borrowed */
  EbbOrder *order;             /* owned or NULL */
  EbbScreeningFile *screening; /* owned */
  gboolean unwell_today;
  GString *input; /* borrowed: what was typed and is no whole line yet */
  EbbLopWay way;
  CuffPressure limit, expected;
  double sim_lop_mmhg;
  gint64 last_run_unix_us;
  guint said_run;
  EbbLopRunState said_state;
  gint64 react_us, start_us; /* react_us 0: nothing to tap */
  EbbGuidedTap react;
  gboolean go; /* a person asked for the next run */
} Run;

static _Atomic (EbbLopRun *) signal_run;

static void
on_signal (int number)
{
  int saved_errno = errno;
  EbbLopRun *run = signal_run;

  if (run != NULL)
    ebb_lop_run_stop (run);
  errno = saved_errno;
}

/* --- Somebody at the probe --------------------------------------------------------------- */

/* The simulated person hears what is true, and taps it a little later. */
static EbbGuidedTap
simulated_tap (Run *self, const EbbLopRunView *view)
{
  CuffSimTruth truth;
  cuff_sim_get_truth (self->sim, &truth);
  gboolean hears = truth.cuff_mmhg < self->sim_lop_mmhg;

  switch (view->guided) {
  case EBB_GUIDED_BEGIN:
    return truth.cuff_mmhg > 15 ? EBB_TAP_HEARD : EBB_TAP_NONE;
  case EBB_GUIDED_UP:
    return hears ? EBB_TAP_NONE : EBB_TAP_GONE;
  case EBB_GUIDED_OVERSHOOT:
  case EBB_GUIDED_DOWN:
    return hears ? EBB_TAP_BACK : EBB_TAP_NONE;
  default:
    return EBB_TAP_NONE;
  }
}

static void
listen (Run *self, const EbbLopRunView *view)
{
  gint64 now_us = ebb_clock_now_us (self->clock);

  if (self->sim == NULL || self->way == EBB_LOP_WAY_AUTOMATIC
      || view->state != EBB_LOP_RUN_SEARCHING)
    return;
  if (self->react_us != 0 && now_us >= self->react_us) {
    ebb_lop_run_tap (self->run, self->react);
    self->react_us = 0;
  } else if (self->react_us == 0) {
    self->react = simulated_tap (self, view);
    self->react_us = self->react != EBB_TAP_NONE ? now_us + REACTION_US : 0;
  }
}

static void
obey (Run *self, const char *word)
{
  if (strcmp (word, "go") == 0)
    self->go = TRUE;
  else if (strcmp (word, "stop") == 0 || strcmp (word, "s") == 0)
    ebb_lop_run_stop (self->run);
  else if (strcmp (word, "end") == 0)
    ebb_lop_run_finish (self->run);
  else if (strcmp (word, "heard") == 0 || strcmp (word, "h") == 0)
    ebb_lop_run_tap (self->run, EBB_TAP_HEARD);
  else if (strcmp (word, "gone") == 0 || strcmp (word, "g") == 0)
    ebb_lop_run_tap (self->run, EBB_TAP_GONE);
  else if (strcmp (word, "back") == 0 || strcmp (word, "b") == 0)
    ebb_lop_run_tap (self->run, EBB_TAP_BACK);
  else if (word[0] != '\0')
    fprintf (stderr, "%s\n",
             _ ("Words: go (next run), stop, end (no further run), heard, gone, back"));
}

static gboolean
on_stdin_cb (int fd, GIOCondition condition, gpointer user)
{
  Run *self = user;
  char text[128];
  ssize_t n = read (fd, text, sizeof text);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n <= 0) {
    ebb_lop_run_finish (self->run); /* nobody is there any more */
    return G_SOURCE_REMOVE;
  }
  for (ssize_t i = 0; i < n; i++)
    if (text[i] != '\0')
      g_string_append_c (self->input, text[i]);
  for (char *end; (end = strchr (self->input->str, '\n')) != NULL;) {
    g_autofree char *word = g_strndup (self->input->str, (gsize) (end - self->input->str));
    g_string_erase (self->input, 0, end - self->input->str + 1);
    obey (self, g_strstrip (word));
  }
  return G_SOURCE_CONTINUE;
}

/* --- The runs ---------------------------------------------------------------------------- */

static void
tell (Run *self, const EbbLopRunView *view)
{
  double t_s = (ebb_clock_now_us (self->clock) - self->start_us) / 1e6;
  const char *mark = view->simulated ? _ ("[simulated] ") : "";

  if (view->run == self->said_run && view->state == self->said_state)
    return;
  self->said_run = view->run;
  self->said_state = view->state;
  if (view->state == EBB_LOP_RUN_SEARCHING)
    fprintf (stderr, _ ("%7.1f s  %srun %u: searching\n"), t_s, mark, view->run);
  else if (view->state == EBB_LOP_RUN_READY && view->n_runs > 0)
    fprintf (stderr, _ ("%7.1f s  %srun %u is over; a minute of blood flow\n"), t_s, mark,
             view->n_runs);
}

/* On a real cuff each run is begun by a person. */
static void
go_on (Run *self, const EbbLopRunView *view)
{
  g_autoptr (GError) error = NULL;
  gboolean wanted = self->sim != NULL || self->go || view->n_runs == 0;

  if (view->state != EBB_LOP_RUN_READY || !wanted || ebb_lop_run_why_not (self->run) != NULL)
    return;
  self->go = FALSE;
  if (!ebb_lop_run_start (self->run, &error))
    ctl_fail_text ("%s", error->message);
}

static gboolean
is_hopeless (Run *self, const EbbLopRunView *view)
{
  const char *why = view->run == 0 ? ebb_lop_run_why_not (self->run) : NULL;

  if (why == NULL || ebb_clock_now_us (self->clock) - self->start_us < CONNECT_MAX_US)
    return FALSE;
  ctl_fail_text ("%s", why);
  return TRUE;
}

static void
run_all (Run *self)
{
  EbbLopRunView view;

  while (!ebb_lop_run_is_over (self->run)) {
    g_main_context_iteration (NULL, TRUE);
    ebb_lop_run_get_view (self->run, &view);
    tell (self, &view);
    if (is_hopeless (self, &view))
      ebb_lop_run_finish (self->run);
    listen (self, &view);
    go_on (self, &view);
  }
}

static EbbLopRunOptions
make_options (Run *self, EbbStore *store, EbbCuff *cuff)
{
  const CtlLimbOptions *limb = &self->options->limb;

  return (EbbLopRunOptions){
    .clock = self->clock,
    .store = store,
    .cuff = cuff,
    .patient_id = limb->patient,
    .order = self->order,
    .screening = self->screening,
    .unwell_today = self->unwell_today,
    .operator_name = limb->operator_name != NULL ? limb->operator_name : g_get_user_name (),
    .cuff_id = limb->cuff_id,
    .site = limb->site,
    .sensor = limb->sensor,
    .artery = limb->artery,
    .way = self->way,
    .segment = self->limb.segment,
    .side = self->limb.side,
    .posture = self->limb.posture,
    .cuff_width_cm = self->limb.cuff_width_cm,
    .girth_cm = isnan (self->limb.girth_cm) ? -1 : self->limb.girth_cm,
    .systolic = self->limb.systolic,
    .diastolic = self->limb.diastolic,
    .heart_rate = isnan (self->limb.heart_rate) ? 0 : (guint) self->limb.heart_rate,
    .expected = self->expected,
    .limit = self->limit,
    .last_run_unix_us = self->last_run_unix_us,
  };
}

static EbbLopRecord *
measure (Run *self, EbbStore *store, GError **error)
{
  g_autoptr (EbbCuff) cuff = ebb_cuff_new (self->clock, NULL, self->sim ? 1 : g_random_int ());
  EbbLopRunOptions options = make_options (self, store, cuff);
  g_autoptr (EbbLopRun) run = ebb_lop_run_new (&options, error);
  guint stdin_id = 0;

  if (run == NULL)
    return NULL;
  self->run = run;
  self->start_us = ebb_clock_now_us (self->clock);
  if (self->sim == NULL)
    stdin_id = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_stdin_cb, self);
  signal_run = run;
  signal (SIGINT, on_signal);
  signal (SIGTERM, on_signal);
  signal (SIGHUP, on_signal);
  ebb_cuff_connect (cuff, self->sim ? cuff_sim_get_path (self->sim) : self->options->port);
  run_all (self);
  signal_run = NULL;
  if (stdin_id != 0 && g_main_context_find_source_by_id (NULL, stdin_id) != NULL)
    g_source_remove (stdin_id);
  EbbLopRecord *record = ebb_lop_run_make_record (run);
  g_object_run_dispose (G_OBJECT (run));
  ebb_cuff_shut_down (cuff);
  return record;
}

/* Found or not, it is said; it is stored only when that was asked for. */
static int
report (Run *self, EbbLopRecord *record)
{
  const CtlLimbOptions *limb = &self->options->limb;
  g_autoptr (EbbLopRecord) previous = NULL;
  g_autoptr (GPtrArray) doubts = NULL;
  GError *error = NULL;

  g_autoptr (EbbDb) db = ctl_open_db (limb->db_path, &error);
  previous = db != NULL ? ctl_limb_newest (db, limb->patient, &self->limb, &error) : NULL;
  if (error != NULL)
    return ctl_fail (error);
  doubts = ebb_lop_doubts (record, previous);
  if (self->options->store && !ebb_db_put_lop (db, record, &error))
    return ctl_fail (error);
  ctl_lop_say (record, doubts, limb->as_json);
  return cuff_pressure_is_set (record->lop) ? CTL_OK : CTL_FAILED;
}

static int
run_measurement (Run *self)
{
  const RunOptions *options = self->options;
  gboolean arm = self->limb.segment == EBB_SEGMENT_ARM;
  GError *error = NULL;
  g_autoptr (EbbClock) clock =
      ebb_clock_new (options->simulate ? cuff_clock_new_virtual (0) : cuff_clock_new_monotonic ());
  self->clock = clock;
  if (options->simulate) {
    CuffSimOptions sim = { .clock = ebb_clock_get_cuff_clock (clock),
                           .seed = (guint64) options->seed,
                           .limb = arm ? CUFF_LIMB_ARM : CUFF_LIMB_THIGH,
                           .n_channels = 1,
                           .lop_mmhg = self->sim_lop_mmhg };
    sim.patient.bumps_per_min = options->bumps_per_min;
    self->sim = cuff_sim_start (&sim);
    if (self->sim == NULL)
      return ctl_fail_text (_ ("The simulated cuff could not start: %s"), g_strerror (errno));
  }
  EbbStore *store =
      ebb_store_open (options->limb.db_path, ebb_clock_get_store_time (clock), &error);
  g_autoptr (EbbLopRecord) record = store != NULL ? measure (self, store, &error) : NULL;
  if (store != NULL)
    ebb_store_close (store);
  if (self->sim != NULL)
    cuff_sim_stop (self->sim);
  return record != NULL ? report (self, record) : ctl_fail (error);
}

/* --- Options ----------------------------------------------------------------------------- */

static gboolean
read_way (const char *text, EbbLopWay *way)
{
  for (int i = EBB_LOP_WAY_AUTOMATIC; i <= EBB_LOP_WAY_OXIMETER; i++)
    if (text == NULL || g_str_equal (text, ebb_lop_way_to_string ((EbbLopWay) i))) {
      *way = (EbbLopWay) i;
      return TRUE;
    }
  ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--way", text, "oscillometric, doppler, pulse");
  return FALSE;
}

static gboolean
read_options (Run *self)
{
  const RunOptions *options = self->options;
  gboolean arm;

  if (!ctl_limb_read (&options->limb, &self->limb) || !read_way (options->limb.way, &self->way)
      || !ctl_limb_pressure ("--limit", options->limit, 60, 320, &self->limit)
      || !ctl_limb_pressure ("--expected", options->expected, 60, 320, &self->expected)
      || !ctl_limb_number ("--sim-lop", options->sim_lop, 60, 300, &self->sim_lop_mmhg))
    return FALSE;
  arm = self->limb.segment == EBB_SEGMENT_ARM;
  if (isnan (self->sim_lop_mmhg))
    self->sim_lop_mmhg = arm ? SIM_LOP_ARM : SIM_LOP_THIGH;
  if (options->seed >= 0 && options->seed <= G_MAXUINT32 && options->bumps_per_min >= 0
      && options->bumps_per_min <= 60)
    return TRUE;
  ctl_fail_text (_ ("--seed %" PRId64 ": 0 to 4294967295 is allowed; --bumps %g: 0 to 60"),
                 options->seed, options->bumps_per_min);
  return FALSE;
}

static gboolean
read_people (Run *self, GError **error)
{
  const CtlLimbOptions *limb = &self->options->limb;
  g_autoptr (EbbDb) db = ctl_open_db (limb->db_path, error);
  g_autoptr (EbbPatient) patient =
      db != NULL ? ebb_db_get_patient (db, limb->patient, error) : NULL;
  GError *problem = NULL;

  if (patient == NULL || !ctl_limb_check_cuff (db, limb->cuff_id, error))
    return FALSE;
  self->order = ctl_find_order (db, limb->patient, &problem);
  if (problem == NULL)
    self->screening =
        ebb_db_load_screening_file (db, limb->patient, ebb_clock_wall_unix_us (), &problem);
  if (problem == NULL)
    ebb_db_was_unwell (db, limb->patient, ebb_clock_wall_unix_us (), &self->unwell_today, &problem);
  if (problem == NULL)
    ebb_db_get_lop_run_end (db, limb->patient, self->limb.segment, self->limb.side,
                            &self->last_run_unix_us, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}

static int
prepare_and_run (const RunOptions *options)
{
  g_autoptr (GString) input = g_string_new (NULL);
  Run self = { .options = options, .said_state = EBB_LOP_RUN_READY, .input = input };
  GError *error = NULL;
  int result = CTL_FAILED;

  if (!read_options (&self))
    return CTL_FAILED;
  if ((options->port != NULL) == options->simulate)
    return ctl_bad_usage ("%s", _ ("one of --port PATH and --simulate is needed"));
  if (options->limb.db_path == NULL || options->limb.patient == NULL
      || self.limb.side == EBB_SIDE_UNSET || isnan (self.limb.cuff_width_cm))
    return ctl_bad_usage ("%s", _ ("--db, --patient, --side and --cuff-width are needed"));
  result = read_people (&self, &error) ? run_measurement (&self) : ctl_fail (error);
  g_clear_pointer (&self.order, ebb_order_free);
  g_clear_pointer (&self.screening, ebb_screening_file_unref);
  return result;
}

int
ctl_lop_run (int argc, char **argv)
{
  RunOptions o = { .seed = 1 };
  const GOptionEntry more[] = {
    { "port", 0, 0, G_OPTION_ARG_STRING, &o.port, N_ ("Port of the cuff"), "PATH" },
    { "simulate", 0, 0, G_OPTION_ARG_NONE, &o.simulate, N_ ("Simulated cuff"), NULL },
    { "store", 0, 0, G_OPTION_ARG_NONE, &o.store, N_ ("Store what came out, found or not"), NULL },
    { "limit", 0, 0, G_OPTION_ARG_STRING, &o.limit, N_ ("Highest pressure for this patient"),
      "MMHG" },
    { "expected", 0, 0, G_OPTION_ARG_STRING, &o.expected, N_ ("Estimate of the answer"), "MMHG" },
    { "sim-lop", 0, 0, G_OPTION_ARG_STRING, &o.sim_lop, N_ ("With --simulate: the true LOP"),
      "MMHG" },
    { "bumps", 0, 0, G_OPTION_ARG_DOUBLE, &o.bumps_per_min,
      N_ ("With --simulate: movements a minute"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &o.seed, N_ ("With --simulate: same seed, same run"), "N" },
    G_OPTION_ENTRY_NULL
  };
  g_autofree GOptionEntry *entries = ctl_limb_entries (&o.limb, more);
  int result = ctl_parse (&argc, &argv, entries, NULL, 0) ? prepare_and_run (&o) : CTL_USAGE;

  ctl_limb_options_clear (&o.limb);
  g_free (o.port);
  g_free (o.limit);
  g_free (o.expected);
  g_free (o.sim_lop);
  return result;
}
