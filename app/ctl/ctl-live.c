/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl-live.h"

#include "ctl.h"
#include "ebb-words.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Without a cuff to ask, a lost session is closed after this long in the unknown state. */
#define UNKNOWN_PATIENCE_US CUFF_SECONDS (2)
/* With the port still there, and nobody at the keyboard, a proof may come for this long. */
#define PROOF_PATIENCE_US   CUFF_SECONDS (6)

typedef struct {
  CtlLive *live;       /* borrowed */
  EbbSession *session; /* owned */
  EbbCuff *cuff;       /* borrowed */
  EbbPhase phase;
  guint set, reps;
  gint64 start_us, unknown_since_us;
  gboolean nobody_types;
  GString *input; /* owned: an unfinished line of stdin */
} Run;

static _Atomic (EbbSession *) signal_session;
static volatile sig_atomic_t asked_to_end;

/* SIGINT and SIGTERM stop the cuff; a second one too.  Only what is safe in a handler. */
static void
on_signal (int number)
{
  int saved_errno = errno;
  EbbSession *session = signal_session;
  asked_to_end = 1;
  if (session != NULL)
    ebb_session_stop (session);
  errno = saved_errno;
}

static double
elapsed_s (Run *run)
{
  return (ebb_clock_now_us (run->live->clock) - run->start_us) / 1e6;
}

/* Without a cable: what a person has to do now, and what to type then. */
static void
ask_by_hand (const EbbSessionView *view)
{
  gboolean deflated_rest = view->phase == EBB_PHASE_REST && view->zero_due;
  if (view->phase == EBB_PHASE_INFLATING) {
    g_autofree char *target = ebb_pressure_to_text (view->ordered);
    ctl_say (_ ("Pump to %s, then type: at (the gauge shows it) or: read NUMBER"), target);
  } else if (view->phase == EBB_PHASE_DEFLATING || deflated_rest) {
    ctl_say ("%s", _ ("Open the valve now. When the gauge reads 0, type: zero"));
  }
}

static void
read_gauge (Run *run, double mmhg)
{
  g_autoptr (GError) error = NULL;
  if (!ebb_session_enter_reading (run->session, mmhg, &error))
    fprintf (stderr, "ebbctl: %s\n", error->message);
}

static void
read_word (Run *run, const char *word)
{
  char *end = NULL;
  double mmhg = g_ascii_strtod (word, &end);
  if (end == word || *end != '\0')
    fprintf (stderr, _ ("ebbctl: %s is no number; 0 to %d mmHg is allowed\n"), word,
             EBB_READING_MAX_MMHG);
  else
    read_gauge (run, mmhg);
}

/* TRUE: the word was one of those for a cuff without a cable. */
static gboolean
obey_by_hand (Run *run, const char *word)
{
  EbbSessionView view;
  ebb_session_get_view (run->session, &view);
  if (!view.by_hand)
    return FALSE;
  if (strcmp (word, "at") == 0) {
    read_gauge (run, cuff_pressure_to_mmhg (view.ordered));
  } else if (g_str_has_prefix (word, "read ")) {
    read_word (run, word + 5);
  } else if (strcmp (word, "zero") == 0) {
    ebb_session_gauge_zero (run->session, run->live->session.operator_name);
    ebb_session_start (run->session); /* nothing once it has begun */
  } else {
    return FALSE;
  }
  return TRUE;
}

static void
on_changed_cb (EbbSession *session, Run *run)
{
  EbbSessionView view;
  ebb_session_get_view (session, &view);
  gboolean pacing = view.phase == EBB_PHASE_CONTRACT || view.phase == EBB_PHASE_HOLD
                    || view.phase == EBB_PHASE_RELAX;
  g_autofree char *pressure = ebb_pressure_to_text (view.pressure);
  if (view.reps != run->reps || view.set != run->set) {
    if (view.reps > 0)
      ctl_say (_ ("%7.1f s  set %u of %u: repetition %u, %s"), elapsed_s (run), view.set,
               view.n_sets, view.reps, pressure);
    run->reps = view.reps;
    run->set = view.set;
  }
  gboolean same = view.phase == run->phase;
  run->phase = view.phase;
  if (same || pacing || view.phase == EBB_PHASE_SET_END)
    return;
  const char *mark = view.simulated ? _ ("[simulated] ")
                     : view.by_hand ? _ ("[read by hand] ")
                                    : "";
  ctl_say ("%7.1f s  %s%s, %s", elapsed_s (run), mark,
           view.by_hand ? ebb_phase_to_text_by_hand (view.phase) : ebb_phase_to_text (view.phase),
           pressure);
  if (view.by_hand)
    ask_by_hand (&view);
  if (view.phase == EBB_PHASE_REMOVE_CUFF && run->live->read_stdin && !run->live->hands_free)
    ctl_say ("%s", _ ("When the cuff is off, type: off"));
}

static void
on_cue_cb (EbbSession *session, int phase, guint duration_ms, Run *run)
{
  if (run->live->sim == NULL)
    return;
  CuffCue cue = phase == EBB_PHASE_CONTRACT ? CUFF_CUE_CONTRACT
                : phase == EBB_PHASE_HOLD   ? CUFF_CUE_HOLD
                                            : CUFF_CUE_RELAX;
  cuff_sim_cue (run->live->sim, cue, duration_ms);
}

static void
on_message_cb (EbbSession *session, const char *text, Run *run)
{
  fprintf (stderr, "ebbctl: %s\n", text);
}

static void
on_alarm_cb (EbbSession *session, int alarm, gboolean active, Run *run)
{
  EbbSessionView view;
  ebb_session_get_view (session, &view);
  if (active)
    fprintf (stderr, "%7.1f s  %s %s\n", elapsed_s (run), ebb_alarm_to_code ((CuffAlarm) alarm),
             view.by_hand ? ebb_alarm_to_text_by_hand ((CuffAlarm) alarm)
                          : ebb_alarm_to_text ((CuffAlarm) alarm));
}

static void
obey (Run *run, const char *word)
{
  EbbSession *session = run->session;
  if (obey_by_hand (run, word))
    return;
  if (strcmp (word, "stop") == 0 || strcmp (word, "s") == 0)
    ebb_session_stop (session);
  else if (strcmp (word, "pause") == 0)
    ebb_session_pause (session);
  else if (strcmp (word, "resume") == 0)
    ebb_session_resume (session);
  else if (strcmp (word, "end") == 0)
    ebb_session_end_set (session, "done");
  else if (g_str_has_prefix (word, "end ") && word[4] != '\0')
    ebb_session_end_set (session, word + 4);
  else if (strcmp (word, "tap") == 0 || strcmp (word, "+") == 0)
    ebb_session_tap (session);
  else if (strcmp (word, "undo") == 0)
    ebb_session_undo (session);
  else if (strcmp (word, "-10") == 0)
    ebb_session_change_target (session, -10, NULL);
  else if (strcmp (word, "+10") == 0)
    ebb_session_change_target (session, 10, NULL); /* says that it needs a reason */
  else if (g_str_has_prefix (word, "+10 "))
    ebb_session_change_target (session, 10, g_strstrip ((char *) word + 4));
  else if (strcmp (word, "unwell") == 0)
    ebb_session_unwell (session);
  else if (strcmp (word, "off") == 0)
    ebb_session_cuff_off (session, run->live->session.operator_name);
  else if (word[0] != '\0')
    fprintf (stderr, "%s\n",
             _ ("Words: stop, pause, resume, end (this set) [reason], tap, undo, -10, +10 reason, "
                "unwell, off; without a cable also: at, read NUMBER, zero"));
}

static gboolean
on_stdin_cb (int fd, GIOCondition condition, gpointer user)
{
  Run *run = user;
  char text[256];
  ssize_t n = read (fd, text, sizeof text);
  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n <= 0) {
    obey (run, g_strstrip (run->input->str)); /* a last word without its line end */
    g_string_truncate (run->input, 0);
    run->nobody_types = TRUE; /* the session goes on */
    return G_SOURCE_REMOVE;
  }
  for (ssize_t i = 0; i < n; i++)
    if (text[i] != '\0')
      g_string_append_c (run->input, text[i]);
  char *end;
  while ((end = strchr (run->input->str, '\n')) != NULL) {
    g_autofree char *word = g_strndup (run->input->str, (gsize) (end - run->input->str));
    g_string_erase (run->input, 0, end - run->input->str + 1);
    obey (run, g_strstrip (word));
  }
  return G_SOURCE_CONTINUE;
}

/* Nothing was inflated yet, and nothing will be: no such port, no answer, a start that was not
 * obeyed in time.  Why was said when it happened. */
static gboolean
is_hopeless (Run *run, const EbbSessionView *view)
{
  EbbCuffView cuff;
  if (view->phase != EBB_PHASE_SELF_CHECK)
    return FALSE;
  ebb_cuff_get_view (run->cuff, &cuff);
  if (view->by_hand && !run->nobody_types && !asked_to_end)
    return FALSE; /* a person takes the time they need */
  return (cuff.state == EBB_CUFF_NONE && cuff.problem != NULL)
         || ebb_clock_now_us (run->live->clock) - run->start_us
                > CUFF_MS (EBB_START_VALID_MS) + CUFF_SECONDS (1);
}

/* What has to be done though nobody typed: the demo's hands, and an end for a lost cable. */
static void
look_after (Run *run)
{
  EbbSessionView view;
  ebb_session_get_view (run->session, &view);
  gint64 now_us = ebb_clock_now_us (run->live->clock);
  if (is_hopeless (run, &view))
    ebb_session_give_up (run->session);
  if (view.phase == EBB_PHASE_WORK && run->live->hands_free && view.simulated)
    ebb_session_here (run->session);
  if (view.phase == EBB_PHASE_WAITING && run->live->hands_free && view.simulated)
    ebb_session_inflate (run->session);
  if (view.phase == EBB_PHASE_REMOVE_CUFF && run->live->hands_free && view.simulated)
    ebb_session_cuff_off (run->session, run->live->session.operator_name);
  else if (view.phase == EBB_PHASE_REMOVE_CUFF && (asked_to_end || run->nobody_types))
    ebb_session_leave (run->session);
  /* By hand a deflation has no end of its own: with nobody there to say it, it is unknown. */
  gboolean nobody = asked_to_end || run->nobody_types;
  gboolean unproven = view.phase == EBB_PHASE_UNKNOWN
                      || (view.by_hand && nobody && view.phase == EBB_PHASE_DEFLATING);
  if (!unproven) {
    run->unknown_since_us = 0;
    return;
  }
  if (run->unknown_since_us == 0) {
    run->unknown_since_us = now_us;
    if (view.connected && run->live->read_stdin)
      fprintf (stderr, "%s\n", _ ("Look at the cuff. When it is soft and off, type: off"));
  }
  gint64 patience_us = view.connected ? PROOF_PATIENCE_US : UNKNOWN_PATIENCE_US;
  if (now_us - run->unknown_since_us < patience_us || (view.connected && !nobody))
    return;
  fprintf (stderr, "%s\n",
           view.connected ? _ ("The cuff could not be shown to be deflated. Treat it as inflated: "
                               "open it by hand.")
                          : _ ("Treat the cuff as inflated until you see that it is soft. The "
                               "controller releases it by itself within 2 seconds."));
  ebb_session_give_up (run->session);
}

static void
connect_all (Run *run)
{
  g_signal_connect (run->session, "changed", G_CALLBACK (on_changed_cb), run);
  g_signal_connect (run->session, "cue", G_CALLBACK (on_cue_cb), run);
  g_signal_connect (run->session, "message", G_CALLBACK (on_message_cb), run);
  g_signal_connect (run->session, "alarm", G_CALLBACK (on_alarm_cb), run);
}

static void
run_until_closed (Run *run)
{
  guint stdin_id = 0;
  if (run->live->read_stdin)
    stdin_id = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_stdin_cb, run);
  signal_session = run->session;
  signal (SIGINT, on_signal);
  signal (SIGTERM, on_signal);
  signal (SIGHUP, on_signal);
  signal (SIGXFSZ, SIG_IGN); /* a full quota is an error to report, not an end */
  signal (SIGPIPE, SIG_IGN); /* nobody reads along; the session goes on */
  ebb_session_connect (run->session);
  ebb_cuff_connect (run->cuff, run->live->port);
  if (g_str_equal (run->live->port, EBB_CUFF_PORT_MANUAL))
    ctl_say ("%s", _ ("No cable: open the valve and press the cuff empty. When the gauge reads 0, "
                      "type: zero"));
  else
    ebb_session_start (run->session);
  while (!ebb_session_is_closed (run->session)) {
    g_main_context_iteration (NULL, TRUE);
    look_after (run);
  }
  signal_session = NULL;
  if (stdin_id != 0 && g_main_context_find_source_by_id (NULL, stdin_id) != NULL)
    g_source_remove (stdin_id);
}

/* The read-back: what, on which limb, with which pressure, and every limit that lowered it. */
static void
say_plan (CtlLive *live, EbbSession *session)
{
  const EbbPrescription *prescription = &live->session.bout.prescription;
  const EbbTarget *target = ebb_session_get_target (session);
  g_autofree char *plan = ebb_plan_to_text (ebb_session_get_plan (session));
  g_autofree char *pressure = ebb_pressure_to_text (target->target);
  g_autofree char *shortened = NULL;
  g_autofree char *share =
      target->percent_lop > 0 ? g_strdup_printf (
          target->percent_is_estimate ? _ ("%.0f %% of estimated LOP") : _ ("%.0f %% of LOP"),
          target->percent_lop)
                              : g_strdup (_ ("share of LOP unknown"));
  ctl_say ("%s: %s", live->session.bout.protocol->name, plan);
  ctl_say (_ ("%s %s, %s (%s)"), prescription->side == EBB_SIDE_LEFT ? _ ("Left") : _ ("Right"),
           ebb_segment_to_text (prescription->segment), pressure, share);
  if (live->today != NULL && (shortened = ebb_today_record_text (live->today)) != NULL)
    ctl_say ("%s", shortened);
  for (guint i = 0; i < target->n_clamps; i++) {
    g_autofree char *clamp = ebb_clamp_to_text (target->clamps[i], target->clamp_limits[i]);
    ctl_say ("  %s", clamp);
  }
}

static int
say_end (Run *run)
{
  EbbSessionView view;
  ebb_session_get_view (run->session, &view);
  if (view.end_state == EBB_STATE_COMPLETED) {
    ctl_say ("%7.1f s  %s", elapsed_s (run), ebb_end_state_to_text (view.end_state));
    return CTL_OK;
  }
  ctl_say ("%7.1f s  %s: %s", elapsed_s (run), ebb_end_state_to_text (view.end_state),
           ebb_reason_to_text (view.end_reason));
  return CTL_FAILED; /* why was said when it happened */
}

/* What stands on the command line is a LOP its user vouches for. */
static GPtrArray *
typed_lop (const EbbBoutOptions *bout)
{
  const EbbPrescription *prescription = &bout->prescription;
  GPtrArray *lops = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_record_free);

  g_ptr_array_add (lops, ebb_lop_record_new_entered (prescription->segment, prescription->side,
                                                     bout->exercise->posture, bout->cuff_width_cm,
                                                     prescription->lop, ebb_clock_wall_unix_us ()));
  return lops;
}

int
ctl_live_run (CtlLive *live)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) lops = typed_lop (&live->session.bout);
  EbbLopFacts lop = { .lops = lops };
  EbbStore *store = ebb_store_open (live->db_path, ebb_clock_get_store_time (live->clock), &error);
  if (store == NULL)
    return ctl_fail (error);
  g_autoptr (EbbCuff) cuff = ebb_cuff_new (live->clock, NULL, live->nonce);
  live->session.clock = live->clock;
  live->session.store = store;
  live->session.cuff = cuff;
  live->session.bout.lop = &lop;
  Run run = { .live = live,
              .cuff = cuff,
              .phase = EBB_PHASE_SELF_CHECK,
              .start_us = ebb_clock_now_us (live->clock) };
  run.session = ebb_session_new (&live->session, &error);
  if (run.session == NULL) {
    ebb_store_close (store);
    return ctl_fail (error);
  }
  if (live->today != NULL) {
    ebb_session_set_today (run.session, live->today);
    ebb_session_note_today (run.session);
  }
  say_plan (live, run.session);
  run.input = g_string_new (NULL);
  connect_all (&run);
  run_until_closed (&run);
  int result = say_end (&run);
  /* Proven deflated, the recorder's last rows, the link, the store: each waits for the one before.
   */
  g_object_run_dispose (G_OBJECT (run.session));
  ebb_cuff_shut_down (cuff);
  ebb_store_close (store);
  if (ebb_session_is_stored (run.session))
    live->session_id = g_strdup (ebb_session_get_id (run.session));
  const char *lost = ebb_session_get_lost (run.session);
  if (lost != NULL)
    result = ctl_fail_text (_ ("Not everything of this session could be stored: %s"), lost);
  g_object_unref (run.session);
  g_string_free (run.input, TRUE);
  return result;
}

EbbDb *
ctl_open_db (const char *path, GError **error)
{
  EbbDb *db = ebb_db_open (path, EBB_DB_WRITE, error);
  if (db == NULL)
    return NULL;
  ebb_db_set_actor (db, g_get_user_name ());
  int n = ebb_db_close_interrupted (db, CUFF_REASON_CRASH, error);
  if (n < 0) {
    ebb_db_close (db);
    return NULL;
  }
  if (n > 0)
    fprintf (stderr, "%s\n",
             _ ("The last session ended unexpectedly and was closed as interrupted. Check that "
                "the cuff is soft before anything else."));
  return db;
}

EbbOrder *
ctl_find_order (EbbDb *db, const char *patient_id, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (ebb_clock_wall_unix_us () / G_USEC_PER_SEC);
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  EbbOrder *order = ebb_db_get_valid_order (db, patient_id, today, &problem);
  if (order == NULL && g_error_matches (problem, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND)) {
    g_clear_error (&problem); /* the session refuses one that has run out, and says so */
    order = ebb_db_get_last_order (db, patient_id, &problem);
  }
  if (order == NULL && !g_error_matches (problem, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&problem));
  return order;
}
