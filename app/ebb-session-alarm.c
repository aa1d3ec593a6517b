/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms that no cuff thread can raise: a store that does not answer (A11), a computer or
 * controller that needs care (A12), and a cuff thread that has fallen silent itself (A03).  Here
 * they stand, are shown and come into the record; what is a reason for one is judged in
 * ebb-alarm-host.
 *
 * The store is asked once a second, on its own thread, whether it still takes rows and how much
 * room there is.  The main thread never waits for it.
 */
#include "ebb-alarm-host.h"
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <sys/statvfs.h>

#define ASK_PERIOD_US CUFF_SECONDS (1)

/* Shared with the store thread. */
typedef struct {
  _Atomic int n_refs;
  char *folder;              /* owned */
  _Atomic guint n_answered;  /* whatever became of it */
  _Atomic gboolean refused;  /* the last one */
  _Atomic gint64 free_bytes; /* -1 = not known */
} Question;

struct EbbSessionHost {
  Question *question; /* owned reference */
  guint n_asked;
  gint64 asked_us; /* on the clock; EBB_TIME_UNSET = never */
  gint64 wall_us, clock_us, slept_us;
  gint64 wall_step_us; /* the largest so far: doubtful stays doubtful */
  guint upkeep;
  guint32 told; /* alarms of here that stand in the record */
};

static void
question_unref (gpointer user)
{
  Question *question = user;

  if (atomic_fetch_sub (&question->n_refs, 1) > 1)
    return;
  g_free (question->folder);
  g_free (question);
}

/* Store thread, with the lock of a writer. */
static gboolean
answer (EbbDb *db, gpointer user, GError **error)
{
  Question *question = user;
  struct statvfs space;

  if (statvfs (question->folder, &space) == 0)
    atomic_store (&question->free_bytes, (gint64) space.f_bavail * (gint64) space.f_frsize);
  return TRUE;
}

static void
on_answered_cb (gpointer user, const GError *error)
{
  Question *question = user;

  atomic_store (&question->refused, error != NULL);
  atomic_fetch_add (&question->n_answered, 1);
  question_unref (question);
}

/* --- What there is to know --------------------------------------------------------------- */

static gboolean
is_owed (const EbbSessionHost *host)
{
  return atomic_load (&host->question->n_answered) < host->n_asked;
}

static void
ask (EbbSession *self, gint64 now_us)
{
  EbbSessionHost *host = self->host;

  if (is_owed (host)
      || (host->asked_us != EBB_TIME_UNSET && now_us - host->asked_us < ASK_PERIOD_US))
    return;
  host->n_asked++;
  host->asked_us = now_us;
  atomic_fetch_add (&host->question->n_refs, 1);
  ebb_store_post (self->store, answer, host->question, NULL, on_answered_cb, host->question);
}

static void
watch_wall (EbbSession *self, gint64 now_us)
{
  EbbSessionHost *host = self->host;
  gint64 wall_us = ebb_clock_wall_unix_us ();
  gint64 slept_us = cuff_clock_slept (ebb_clock_get_cuff_clock (self->clock));
  gint64 step_us =
      ebb_alarm_wall_step (wall_us - host->wall_us, now_us - host->clock_us,
                           slept_us - host->slept_us, ebb_clock_is_virtual (self->clock));

  if (ABS (step_us) > ABS (host->wall_step_us))
    host->wall_step_us = step_us;
  host->wall_us = wall_us;
  host->clock_us = now_us;
  host->slept_us = slept_us;
}

static EbbHostFacts
gather (EbbSession *self, gint64 now_us)
{
  const EbbSessionHost *host = self->host;
  gboolean by_itself =
      self->last_report.n_channels > 0 && (self->last_report.flags & CUFF_DEVICE_BY_HAND) == 0;

  return (EbbHostFacts){
    .self_test_age_us = by_itself ? (gint64) self->last_report.device_us : EBB_TIME_UNSET,
    .free_bytes = atomic_load (&host->question->free_bytes),
    .wall_unix_us = host->wall_us,
    .wall_step_us = host->wall_step_us,
    .store_refuses =
        atomic_load (&self->news_of_store->failed) || atomic_load (&host->question->refused),
    .store_late_us = is_owed (host) ? now_us - host->asked_us : 0,
  };
}

/* --- What comes of it -------------------------------------------------------------------- */

static void
record (EbbSession *self, CuffAlarm alarm, gboolean active)
{
  const char *own =
      alarm == CUFF_ALARM_UPKEEP ? ebb_alarm_upkeep_to_text (self->host->upkeep) : NULL;

  ebb_session_record_event (self, active ? "alarm" : "alarm-gone", (int) alarm, CUFF_PRESSURE_UNSET,
                            own != NULL ? own : ebb_alarm_to_text (alarm));
}

/* What came before there was a row comes into the record with it.  Whoever listens may let go of
 * the session. */
static void
tell (EbbSession *self, CuffAlarm alarm, gboolean active)
{
  guint32 bit = 1u << alarm;
  gboolean before = (self->alarms & bit) != 0;

  if (self->host == NULL)
    return;
  gboolean told = (self->host->told & bit) != 0;
  self->alarms = active ? self->alarms | bit : self->alarms & ~bit;
  if (self->stored && active != told) {
    record (self, alarm, active);
    self->host->told ^= bit;
  }
  if (active == before)
    return;
  if (active)
    ebb_session_add_mark (self, EBB_MARK_ALARM, (int) alarm);
  g_signal_emit_by_name (self, "alarm", (int) alarm, active);
}

/* The thread that should have said so is dead: the bout ends here as it would by its word. */
static void
watch_thread (EbbSession *self)
{
  gboolean deaf = ebb_cuff_is_deaf (self->cuff);

  if (self->host == NULL)
    return;
  if (!deaf && (self->host->told & 1u << CUFF_ALARM_LINK) == 0)
    return;
  tell (self, CUFF_ALARM_LINK, deaf);
  if (deaf && self->attached && self->machine.phase > EBB_PHASE_SELF_CHECK
      && self->machine.phase < EBB_PHASE_REMOVE_CUFF)
    ebb_session_feed_kind (self, EBB_INPUT_LINK_LOST, CUFF_REASON_LINK_LOST);
}

void
ebb_session_host_look (EbbSession *self)
{
  gint64 now_us = ebb_clock_now_us (self->clock);

  if (self->closed || self->host == NULL)
    return;
  ask (self, now_us);
  watch_wall (self, now_us);
  EbbHostFacts facts = gather (self, now_us);
  self->host->upkeep = ebb_alarm_upkeep (&facts);
  tell (self, CUFF_ALARM_UPKEEP, self->host->upkeep != 0);
  /* Latched: whoever comes later is told, also when it has caught up. */
  if (ebb_alarm_store_ails (&facts) || (self->alarms & 1u << CUFF_ALARM_STORE) != 0)
    tell (self, CUFF_ALARM_STORE, TRUE);
  watch_thread (self);
}

const char *
ebb_session_host_in_the_way (EbbSession *self)
{
  guint upkeep = self->host != NULL ? self->host->upkeep & EBB_UPKEEP_SPACE : 0;

  return ebb_alarm_upkeep_to_text (upkeep);
}

void
ebb_session_host_begin (EbbSession *self)
{
  EbbSessionHost *host = g_new0 (EbbSessionHost, 1);

  host->question = g_new0 (Question, 1);
  host->question->n_refs = 1;
  host->question->free_bytes = -1;
  host->question->folder = g_path_get_dirname (ebb_store_get_path (self->store));
  host->asked_us = EBB_TIME_UNSET;
  host->wall_us = ebb_clock_wall_unix_us ();
  host->clock_us = ebb_clock_now_us (self->clock);
  host->slept_us = cuff_clock_slept (ebb_clock_get_cuff_clock (self->clock));
  self->host = host;
}

void
ebb_session_host_end (EbbSession *self)
{
  if (self->host == NULL)
    return;
  question_unref (self->host->question);
  g_clear_pointer (&self->host, g_free);
}

void
ebb_session_sound_paused (EbbSession *session)
{
  if (!session->closed && ebb_session_is_stored (session))
    ebb_session_record_event (session, "alarm-paused", 0, CUFF_PRESSURE_UNSET,
                              _ ("The sound of the alarms was paused"));
}
