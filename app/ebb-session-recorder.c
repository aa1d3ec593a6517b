/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-session-recorder.h"

#include "ebb-words.h"

#include <glib/gi18n-lib.h>

#define SAMPLES_MAX 512          /* of one limb in one second: 100 at the design load */
#define GAP_US      CUFF_MS (50) /* telemetry missing for longer is a gap, never filled */

typedef struct {
  const char *limb_id; /* borrowed from `texts` */
  gint64 second;       /* -1 before the first sample */
  guint n_samples;
  EbbSample samples[SAMPLES_MAX];
} LimbBuffer;

/* What a failed transaction must take back: a plain value, so that it can be copied. */
typedef struct {
  guint line; /* which of `lines` */
  EbbCuffReader reader;
  gint64 last_t_us;
  guint n_limbs;
  LimbBuffer limb[CUFF_CHANNELS_MAX];
} Progress;

struct EbbSessionRecorder {
  GPtrArray *lines; /* owned: of EbbCuffLine */
  GPtrArray *texts; /* owned: limb ids, kept to the end */
  char *session_id; /* owned */
  CuffTime start_us;
  gboolean by_hand;
  EbbStoreDone failed;
  gpointer failed_user; /* owned */
  GDestroyNotify failed_destroy;
  Progress now, before; /* `before`: at the beginning of the transaction that runs */
  gboolean unsure;      /* `now` is not known to be on the disk */
};

EbbSessionRecorder *
ebb_session_recorder_new (const EbbSessionRecorderOptions *options)
{
  EbbSessionRecorder *self = g_new0 (EbbSessionRecorder, 1);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_cuff_line_unref);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->lines, ebb_cuff_line_ref (options->line));
  self->session_id = g_strdup (options->session_id);
  self->start_us = options->start_us;
  self->by_hand = options->by_hand;
  self->failed = options->failed;
  self->failed_user = options->failed_user;
  self->failed_destroy = options->failed_destroy;
  self->now.reader = options->reader;
  self->now.last_t_us = EBB_TIME_UNSET;
  return self;
}

void
ebb_session_recorder_free (EbbSessionRecorder *recorder)
{
  if (recorder == NULL)
    return;
  g_ptr_array_unref (recorder->lines);
  g_ptr_array_unref (recorder->texts);
  if (recorder->failed_destroy != NULL)
    recorder->failed_destroy (recorder->failed_user);
  g_free (recorder->session_id);
  g_free (recorder);
}

void
ebb_session_recorder_set_limbs (EbbSessionRecorder *recorder, guint n_limbs,
                                const char *const *limb_ids)
{
  Progress *now = &recorder->now;
  now->n_limbs = MIN (n_limbs, CUFF_CHANNELS_MAX);
  for (guint i = 0; i < now->n_limbs; i++) {
    char *id = g_strdup (limb_ids[i]);
    g_ptr_array_add (recorder->texts, id);
    now->limb[i].limb_id = id;
    now->limb[i].second = -1;
    now->limb[i].n_samples = 0;
  }
}

void
ebb_session_recorder_add_line (EbbSessionRecorder *recorder, EbbCuffLine *line)
{
  if (!g_ptr_array_find (recorder->lines, line, NULL))
    g_ptr_array_add (recorder->lines, ebb_cuff_line_ref (line));
}

static gboolean
flush_limb (EbbDb *db, LimbBuffer *limb, GError **error)
{
  return limb->n_samples == 0
         || ebb_store_put_samples (db, limb->limb_id, limb->second, limb->samples, limb->n_samples,
                                   error);
}

static gboolean
take_sample (EbbDb *db, LimbBuffer *limb, const EbbSample *sample, GError **error)
{
  gint64 second = sample->t_us / G_USEC_PER_SEC;
  if (second > limb->second) {
    if (!flush_limb (db, limb, error))
      return FALSE;
    limb->second = second;
    limb->n_samples = 0;
  }
  if (limb->n_samples < SAMPLES_MAX)
    limb->samples[limb->n_samples++] = *sample;
  return TRUE;
}

static gboolean
take_report (EbbSessionRecorder *self, EbbDb *db, const CuffReport *report, GError **error)
{
  Progress *now = &self->now;
  gint64 t_us = report->t_us - self->start_us;
  if (t_us < 0 || t_us <= now->last_t_us)
    return TRUE; /* before the session, or the mapped clock stepped back by some microseconds */
  gboolean gap = now->last_t_us != EBB_TIME_UNSET && t_us - now->last_t_us > GAP_US;
  now->last_t_us = t_us;
  for (guint i = 0; i < now->n_limbs && i < report->n_channels; i++) {
    const CuffChannelReport *channel = &report->channel[i];
    EbbSample sample = { .t_us = t_us,
                         .pressure = channel->pressure,
                         .pressure_second = channel->pressure_second,
                         .flow_dml_s = channel->flow_dml_s,
                         .valve_percent = channel->valve_percent,
                         .gap = gap };
    if (!take_sample (db, &now->limb[i], &sample, error))
      return FALSE;
  }
  return TRUE;
}

static EbbEventRecord *
event_new (gint64 t_us, const char *code, int number, const char *text)
{
  EbbEventRecord *record = g_new0 (EbbEventRecord, 1);
  record->t_us = t_us;
  record->code = g_strdup (code);
  record->text = g_strdup (text);
  record->number = number;
  record->pressure = CUFF_PRESSURE_UNSET;
  return record;
}

static EbbEventRecord *
event_of_refusal (const CuffLinkEvent *event, gint64 t_us)
{
  g_autofree char *text = g_strdup_printf (
      _ ("The controller refused command 0x%02X: %s (value %d, limit %d)"), event->command,
      ebb_result_to_text (event->result), event->value, event->limit);
  return event_new (t_us, "refused", (int) event->result, text);
}

/* An order, not a fact: "released" is the fact. */
static EbbEventRecord *
event_of_end (const CuffLinkEvent *event, gint64 t_us, gboolean by_hand)
{
  /* The planned end of a bout, and of a puff too. */
  const char *why = event->reason == CUFF_REASON_PLAN_DONE ? _ ("as planned")
                                                           : ebb_reason_to_text (event->reason);
  g_autofree char *text =
      g_strdup_printf (by_hand ? _ ("Asked to open the valve: %s") : _ ("Vent ordered: %s"), why);
  return event_new (t_us, "vent-ordered", (int) event->reason, text);
}

EbbEventRecord *
ebb_session_event_of_link (const CuffLinkEvent *event, CuffTime start_us, gboolean by_hand)
{
  gint64 t_us = MAX (event->t_us - start_us, 0);
  switch (event->kind) {
  case CUFF_LINK_EVENT_ALARM:
    return event_new (t_us, event->active ? "alarm" : "alarm-gone", (int) event->alarm,
                      by_hand ? ebb_alarm_to_text_by_hand (event->alarm)
                              : ebb_alarm_to_text (event->alarm));
  case CUFF_LINK_EVENT_WARNING:
    return event_new (t_us, "warning", event->value,
                      (event->value & CUFF_WARN_ABOVE_LOP) != 0
                          ? _ ("Pressure above the limb occlusion pressure")
                          : _ ("80 % of the time limit of this limb"));
  case CUFF_LINK_EVENT_ENDED:
    return event_of_end (event, t_us, by_hand);
  case CUFF_LINK_EVENT_RELEASED:
    return event_new (t_us, "released", 0,
                      by_hand ? _ ("Cuff deflated: gauge reads 0, on a person's word")
                              : _ ("Cuff proven deflated"));
  case CUFF_LINK_EVENT_SILENT:
    return event_new (t_us, "silent", 0, _ ("No telemetry for a second: treat as inflated"));
  case CUFF_LINK_EVENT_LOST:
    return event_new (t_us, "link-lost", (int) event->reason, event->error.message);
  case CUFF_LINK_EVENT_REFUSED:
    return event_of_refusal (event, t_us);
  case CUFF_LINK_EVENT_ARMED:
    return event_new (t_us, "armed", 0, by_hand ? _ ("Begun by hand") : _ ("Controller armed"));
  case CUFF_LINK_EVENT_IDENTITY:
  case CUFF_LINK_EVENT_LIMITS:
  case CUFF_LINK_EVENT_ACTIVE:
  case CUFF_LINK_EVENT_DEVICE:
  case CUFF_LINK_EVENT_CHECKED:
    return NULL;
  }
  return NULL;
}

static gboolean
pull_line (EbbSessionRecorder *self, EbbDb *db, CuffLink *link, GError **error)
{
  Progress *now = &self->now;
  CuffReport report;
  CuffRingResult result;
  while ((result = cuff_link_read_report (link, &now->reader.next_report, &report))
         != CUFF_RING_EMPTY)
    if (result == CUFF_RING_OK && !take_report (self, db, &report, error))
      return FALSE;

  CuffLinkEvent event;
  while ((result = cuff_link_read_event (link, &now->reader.next_event, &event))
         != CUFF_RING_EMPTY) {
    g_autoptr (EbbEventRecord) record = NULL;
    if (result == CUFF_RING_OK && event.t_us >= self->start_us)
      record = ebb_session_event_of_link (&event, self->start_us, self->by_hand);
    if (record != NULL && !ebb_store_put_event (db, self->session_id, record, error))
      return FALSE;
  }
  return TRUE;
}

/* A line that has another one behind it gets nothing more. */
static gboolean
pull_all (EbbSessionRecorder *self, EbbDb *db, GError **error)
{
  Progress *now = &self->now;
  gboolean more = TRUE;
  while (more) {
    EbbCuffLine *line = g_ptr_array_index (self->lines, now->line);
    if (!pull_line (self, db, line->link, error))
      return FALSE;
    more = now->line + 1 < self->lines->len;
    if (more) {
      now->line++;
      now->reader = (EbbCuffReader){ 0 };
    }
  }
  for (guint i = 0; i < now->n_limbs; i++)
    if (!flush_limb (db, &now->limb[i], error))
      return FALSE;
  return TRUE;
}

gboolean
ebb_session_recorder_pull (EbbDb *db, gpointer recorder, GError **error)
{
  EbbSessionRecorder *self = recorder;
  if (self->unsure)
    self->now = self->before; /* nobody said how the last one ended */
  self->before = self->now;
  self->unsure = TRUE;
  return pull_all (self, db, error);
}

void
ebb_session_recorder_done (gpointer recorder, const GError *error)
{
  EbbSessionRecorder *self = recorder;
  if (error != NULL && self->unsure)
    self->now = self->before;
  self->unsure = FALSE;
  if (error != NULL && self->failed != NULL)
    self->failed (self->failed_user, error);
}
