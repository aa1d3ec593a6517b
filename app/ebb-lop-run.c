/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person may do, and what has to be right before a run begins.
 */
#include "ebb-day.h"
#include "ebb-db-limbs.h"
#include "ebb-lop-run-private.h"
#include "ebb-screening.h"
#include "ebb-store-ask.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WIDTH_MIN_CM 3.0
#define WIDTH_MAX_CM 30.0

G_DEFINE_FINAL_TYPE (EbbLopRun, ebb_lop_run, G_TYPE_OBJECT)
G_DEFINE_QUARK (ebb - lop - run - error - quark, ebb_lop_run_error)

/* --- What can be known without a cuff ---------------------------------------------------- */

static gboolean
fail (GError **error, EbbLopRunError code, const char *text)
{
  g_set_error_literal (error, EBB_LOP_RUN_ERROR, (int) code, text);
  return FALSE;
}

/* Dates are YYYY-MM-DD, so that text order is date order. */
static gboolean
check_order (const EbbLopRunOptions *options, GError **error)
{
  const EbbOrder *order = options->order;
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());

  if (order == NULL && options->screening != NULL && !options->screening->settings.order_required)
    return TRUE;
  if (order == NULL || g_strcmp0 (order->patient_id, options->patient_id) != 0)
    return fail (error, EBB_LOP_RUN_ERROR_ORDER,
                 _ ("This patient has no recorded order of a physician. Record it first (physician "
                    "and date); nothing was inflated."));
  if (g_strcmp0 (order->ordered_on, today.date) > 0
      || (order->valid_until != NULL && g_strcmp0 (order->valid_until, today.date) < 0))
    return fail (error, EBB_LOP_RUN_ERROR_ORDER,
                 _ ("The physician's order is not valid today. Record a new one; nothing was "
                    "inflated."));
  return TRUE;
}

/* A search presses more than any training: the lock is the same (clinic's decisions 3.1). */
static gboolean
check_screening (const EbbScreeningFile *file, const EbbLopRecord *limb, GError **error)
{
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());
  EbbScreeningGate gate;

  ebb_screening_gate (file, limb->patient_id, ebb_limb_of (limb->segment, limb->side), today.date,
                      &gate);
  gboolean open = gate.lock == EBB_LOCK_OPEN || gate.overridden;
  if (!open)
    fail (error, EBB_LOP_RUN_ERROR_SCREENING, gate.text);
  ebb_screening_gate_clear (&gate);
  return open;
}

static gboolean
check_fields (const EbbLopRunOptions *options, GError **error)
{
  if (options->patient_id == NULL)
    return fail (error, EBB_LOP_RUN_ERROR_FIELD, _ ("Patient: missing"));
  if ((guint) options->segment > EBB_SEGMENT_CALF)
    return fail (error, EBB_LOP_RUN_ERROR_FIELD, _ ("Limb: unknown; choose arm, thigh or calf"));
  if (options->side != EBB_SIDE_LEFT && options->side != EBB_SIDE_RIGHT)
    return fail (error, EBB_LOP_RUN_ERROR_FIELD, _ ("Side: missing; choose left or right"));
  /* Written so that NaN fails too. */
  if (!(options->cuff_width_cm >= WIDTH_MIN_CM && options->cuff_width_cm <= WIDTH_MAX_CM)) {
    g_set_error (error, EBB_LOP_RUN_ERROR, EBB_LOP_RUN_ERROR_FIELD,
                 _ ("Width of the cuff in cm: %g is outside %g to %g"), options->cuff_width_cm,
                 WIDTH_MIN_CM, WIDTH_MAX_CM);
    return FALSE;
  }
  return TRUE;
}

const char *
ebb_lop_way_to_string (EbbLopWay way)
{
  static const char *const words[] = { "oscillometric", "doppler", "pulse" };

  return (guint) way < G_N_ELEMENTS (words) ? words[way] : NULL;
}

static EbbLopRecord *
begin_record (const EbbLopRunOptions *options)
{
  EbbLopRecord *record = g_new0 (EbbLopRecord, 1);

  record->patient_id = g_strdup (options->patient_id);
  record->operator_name = g_strdup (options->operator_name);
  record->cuff_id = g_strdup (options->cuff_id);
  record->site = g_strdup (options->site);
  record->sensor = g_strdup (options->sensor);
  record->artery = g_strdup (options->artery);
  record->way = g_strdup (ebb_lop_way_to_string (options->way));
  record->segment = options->segment;
  record->side = options->side;
  record->posture = options->posture;
  record->cuff_width_cm = options->cuff_width_cm;
  record->girth_cm = options->girth_cm;
  record->systolic = options->systolic;
  record->diastolic = options->diastolic;
  record->heart_rate = options->heart_rate;
  record->lop = CUFF_PRESSURE_UNSET;
  return record;
}

/* Wall time, as limb histories: a clock that was set back makes nobody wait longer than a minute.
 */
static gint64
rest_of_before (const EbbLopRunOptions *options, gint64 now_us)
{
  gint64 passed_us = ebb_clock_wall_unix_us () - options->last_run_unix_us;

  if (options->last_run_unix_us == 0 || options->last_run_unix_us == EBB_TIME_UNSET)
    return 0;
  return now_us + CLAMP (CUFF_MS (EBB_LOP_REST_MS) - passed_us, 0, CUFF_MS (EBB_LOP_REST_MS));
}

static gboolean
check_well (gboolean unwell, GError **error)
{
  return !unwell
         || fail (error, EBB_LOP_RUN_ERROR_SCREENING,
                  _ ("This patient was unwell today and trains no more until tomorrow. Nothing was "
                     "inflated."));
}

EbbLopRun *
ebb_lop_run_new (const EbbLopRunOptions *options, GError **error)
{
  g_autoptr (EbbLopRecord) record = NULL;

  if (!check_fields (options, error) || !check_order (options, error)
      || !check_well (options->unwell_today, error))
    return NULL;
  record = begin_record (options);
  if (!check_screening (options->screening, record, error))
    return NULL;

  EbbLopRun *self = g_object_new (EBB_TYPE_LOP_RUN, NULL);
  self->clock = options->clock;
  self->store = options->store;
  self->cuff = g_object_ref (options->cuff);
  self->way = options->way;
  self->record = g_steal_pointer (&record);
  self->screening = options->screening != NULL ? ebb_screening_file_ref (options->screening) : NULL;
  self->setup = (EbbLopSetup){ .segment = options->segment,
                               .limit = options->limit,
                               .expected = options->expected };
  self->rest_until_us = rest_of_before (options, ebb_lop_run_now (self));
  ebb_lop_run_attach (self);
  return self;
}

/* --- What the cuff must show ------------------------------------------------------------- */

static const char *
state_in_the_way (EbbLopRun *self)
{
  gint64 left_us = self->rest_until_us - ebb_lop_run_now (self);

  if (self->state == EBB_LOP_RUN_OVER)
    return _ ("This measurement is over.");
  if (self->state != EBB_LOP_RUN_READY)
    return _ ("A run is under way.");
  if (left_us <= 0)
    return NULL;
  g_free (self->why_not);
  self->why_not = g_strdup_printf (_ ("Wait %d s more: between two runs blood flows for a minute."),
                                   (int) ((left_us + 999999) / 1000000));
  return self->why_not;
}

static const char *
cuff_in_the_way (const EbbCuffView *cuff)
{
  if (cuff->state == EBB_CUFF_UNKNOWN)
    return _ ("Nothing is known of the cuff: treat it as inflated. When you see that it is soft "
              "and off, say so.");
  if (cuff->state != EBB_CUFF_CONNECTED)
    return _ ("No cuff is connected. Look at cable and power.");
  if (cuff->manual)
    return _ ("A cuff without a cable cannot be searched with. Measure by hand and type the value "
              "in.");
  for (int alarm = 1; alarm < CUFF_ALARM_COUNT; alarm++)
    if ((cuff->alarms & 1u << alarm) != 0)
      return ebb_alarm_to_text ((CuffAlarm) alarm);
  if (!cuff->deflated)
    return _ ("The cuff is not shown to be empty. Wait a moment; if this stays, open the hose and "
              "let the air out.");
  if (!cuff->self_test_ok)
    return _ ("The controller has not passed its self-test. Switch it off and on again.");
  if (!cuff->zero_ok)
    return _ ("The cuff is not at zero yet. Wait until the air is out; if this stays, the sensors "
              "need service.");
  return NULL;
}

const char *
ebb_lop_run_why_not (EbbLopRun *run)
{
  const char *own = state_in_the_way (run);
  const CuffIdentity *identity;
  EbbCuffView view;

  if (own != NULL)
    return own;
  identity = ebb_cuff_get_identity (run->cuff);
  ebb_cuff_get_view (run->cuff, &view);
  const char *cuff = cuff_in_the_way (&view);
  if (cuff != NULL)
    return cuff;
  if (identity == NULL || (identity->capabilities & CUFF_CAN_LOP) == 0)
    return _ ("This controller cannot search for the LOP. Measure by another way and type the "
              "value in.");
  if (ebb_lop_run_is_shared (run))
    return _ ("A session holds the cuff. Finish it first.");
  return NULL;
}

/* --- The way to a run -------------------------------------------------------------------- */

static gboolean
begin_run (EbbDb *db, gpointer data, GError **error)
{
  EbbLopRunRecord *record = data;

  ebb_db_set_actor (db, record->operator_name);
  return ebb_db_begin_lop_run (db, record, error);
}

typedef struct {
  EbbLopRun *run; /* a reference */
  char *row_id;   /* owned */
} RowAsked;

static RowAsked *
row_asked_new (EbbLopRun *run, const char *row_id)
{
  RowAsked *asked = g_new0 (RowAsked, 1);

  asked->run = g_object_ref (run);
  asked->row_id = g_strdup (row_id);
  return asked;
}

static void
row_asked_free (RowAsked *asked)
{
  g_object_unref (asked->run);
  g_free (asked->row_id);
  g_free (asked);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RowAsked, row_asked_free)

static void
on_row_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (RowAsked) asked = user;
  g_autoptr (GError) error = NULL;
  EbbLopRun *self = asked->run;
  gboolean stored = ebb_store_write_finish (result, &error);

  if (g_strcmp0 (asked->row_id, self->run_id) != 0)
    return; /* of an earlier run: it says nothing about the row of this one */
  if (!stored) {
    g_autofree char *text = g_strdup_printf (
        _ ("The record could not be stored (%s); nothing was inflated."), error->message);
    g_clear_pointer (&self->run_id, g_free);
    if (self->state == EBB_LOP_RUN_STORING)
      ebb_lop_run_fail_before_air (self, text);
    return;
  }
  if (self->state == EBB_LOP_RUN_STORING)
    ebb_lop_run_configure (self);
}

static EbbLopRunRecord *
make_row (EbbLopRun *self)
{
  const CuffIdentity *identity = ebb_cuff_get_identity (self->cuff);
  EbbLopRunRecord *row = g_new0 (EbbLopRunRecord, 1);

  row->id = g_uuid_string_random ();
  row->patient_id = g_strdup (self->record->patient_id);
  row->segment = self->record->segment;
  row->side = self->record->side;
  row->way = g_strdup (self->record->way);
  row->run = self->n_begun;
  row->simulated = (identity->capabilities & CUFF_IS_SIMULATED) != 0;
  row->device = ebb_cuff_identity_to_text (identity);
  row->operator_name = g_strdup (self->record->operator_name);
  row->started_unix_us = ebb_clock_wall_unix_us ();
  return row;
}

gboolean
ebb_lop_run_start (EbbLopRun *run, GError **error)
{
  const char *why = ebb_lop_run_why_not (run);

  if (why != NULL)
    return fail (error, EBB_LOP_RUN_ERROR_NOT_NOW, why);
  if (!check_screening (run->screening, run->record, error))
    return FALSE; /* midnight has passed meanwhile */

  run->n_begun++;
  run->vent_asked = FALSE; /* of the run before */
  run->identity = *ebb_cuff_get_identity (run->cuff);
  ebb_lop_run_set_problem (run, NULL);
  ebb_lop_run_take_line (run);
  EbbLopRunRecord *row = make_row (run);
  run->record->simulated = row->simulated;
  g_free (run->run_id);
  run->run_id = g_strdup (row->id);
  ebb_lop_run_enter (run, EBB_LOP_RUN_STORING);
  ebb_store_write_async (run->store, begin_run, row, (GDestroyNotify) ebb_lop_run_record_free,
                         on_row_cb, row_asked_new (run, run->run_id));
#ifdef EBB_BREAK_LOP_ROW /* negative control of the tests */
  ebb_lop_run_configure (run);
#endif
  return TRUE;
}

void
ebb_lop_run_stop (EbbLopRun *run)
{
  atomic_store (&run->stop_wanted, TRUE);
  ebb_cuff_stop (run->cuff, CUFF_REASON_USER_STOP);
}

void
ebb_lop_run_tap (EbbLopRun *run, EbbGuidedTap tap)
{
  run->tap = tap;
}

void
ebb_lop_run_finish (EbbLopRun *run)
{
  if (run->state == EBB_LOP_RUN_READY)
    ebb_lop_run_end (run, run->n_done > 0 ? EBB_STATE_COMPLETED : EBB_STATE_STOPPED_BY_USER,
                     CUFF_REASON_NONE);
  else if (run->state != EBB_LOP_RUN_OVER)
    ebb_lop_run_stop (run);
}

/* --- What there is to show --------------------------------------------------------------- */

gboolean
ebb_lop_run_is_over (EbbLopRun *run)
{
  return run->state == EBB_LOP_RUN_OVER;
}

const GArray *
ebb_lop_run_get_trace (EbbLopRun *run, guint number)
{
  for (guint i = 0; i < run->traces->len; i++) {
    const EbbLopTrace *trace = g_ptr_array_index (run->traces, i);
    if (trace->run == number)
      return trace->samples;
  }
  return NULL;
}

static void
view_search (EbbLopRun *self, EbbLopRunView *view)
{
  gboolean guided = ebb_lop_run_is_guided (self);

  view->phase = self->machine.phase;
  view->guided = self->guided.phase;
  view->target = guided ? self->guided.target : self->machine.target;
  view->ceiling = guided ? self->guided.watch.ceiling : self->machine.watch.ceiling;
  view->under_us = guided ? self->guided.watch.under_us : self->machine.watch.under_us;
  view->high_us = guided ? self->guided.watch.high_us : self->machine.watch.high_us;
  view->time_left_us =
      guided ? ebb_lop_guided_time_left (&self->guided) : ebb_lop_time_left (&self->machine);
}

void
ebb_lop_run_get_view (EbbLopRun *run, EbbLopRunView *view)
{
  gint64 now_us = ebb_lop_run_now (run);
  gboolean fresh = run->line != NULL && now_us - run->heard_us <= CUFF_SECONDS (1);

  *view = (EbbLopRunView){ .state = run->state,
                           .run = run->n_begun,
                           .n_runs = run->n_done,
                           .pressure = fresh ? run->pressure : CUFF_PRESSURE_UNSET,
                           .target = CUFF_PRESSURE_UNSET,
                           .ceiling = CUFF_PRESSURE_UNSET,
                           .rest_left_us = MAX (0, run->rest_until_us - now_us),
                           .simulated = run->record->simulated,
                           .unproven = run->unproven,
                           .lop = run->lop,
                           .end = run->end,
                           .reason = run->reason,
                           .problem = run->problem };
  for (guint i = 0; i < EBB_LOP_TRIALS_MAX; i++)
    view->trials[i] = i < run->n_done && run->answers[i].verdict == CUFF_LOP_FOUND
                          ? run->answers[i].lop
                          : CUFF_PRESSURE_UNSET;
  if (run->state == EBB_LOP_RUN_SEARCHING)
    view_search (run, view);
}

/* --- The object -------------------------------------------------------------------------- */

static void
ebb_lop_run_dispose (GObject *object)
{
  EbbLopRun *self = EBB_LOP_RUN (object);

  /* Nobody leads it any more. */
  if (self->cuff != NULL && self->state > EBB_LOP_RUN_READY && self->state < EBB_LOP_RUN_OVER)
    ebb_cuff_stop (self->cuff, CUFF_REASON_SHUTDOWN);
  if (self->cuff != NULL)
    ebb_lop_run_detach (self);
  g_clear_object (&self->cuff);
  self->state = EBB_LOP_RUN_OVER; /* a late answer of the store starts nothing */
  G_OBJECT_CLASS (ebb_lop_run_parent_class)->dispose (object);
}

static void
ebb_lop_run_finalize (GObject *object)
{
  EbbLopRun *self = EBB_LOP_RUN (object);

  ebb_lop_record_free (self->record);
  g_clear_pointer (&self->screening, ebb_screening_file_unref);
  g_ptr_array_unref (self->traces);
  g_free (self->problem);
  g_free (self->why_not);
  g_free (self->run_id);
  G_OBJECT_CLASS (ebb_lop_run_parent_class)->finalize (object);
}

static void
ebb_lop_run_class_init (EbbLopRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = ebb_lop_run_dispose;
  object_class->finalize = ebb_lop_run_finalize;
  g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
}

static void
ebb_lop_run_init (EbbLopRun *self)
{
  self->traces = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_trace_free);
  self->lop = CUFF_PRESSURE_UNSET;
  self->pressure = CUFF_PRESSURE_UNSET;
}
