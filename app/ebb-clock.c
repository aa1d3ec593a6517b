/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-clock.h"

struct EbbClock {
  CuffClock *clock;     /* owned */
  CuffClockParty *main; /* owned */
  EbbStoreTime store_time;
  GPollFunc old_poll;
};

/* GPollFunc carries no user data, and a process has one default main context. */
static EbbClock *the_clock;

G_STATIC_ASSERT (sizeof (GPollFD) == sizeof (struct pollfd));

static gint
poll_on_clock (GPollFD *fds, guint n_fds, gint timeout_ms)
{
  gint64 deadline_us = CUFF_TIME_NEVER;
  if (timeout_ms >= 0)
    deadline_us = cuff_clock_now (the_clock->clock) + CUFF_MS (timeout_ms);
  return cuff_clock_wait (the_clock->main, (struct pollfd *) fds, n_fds, deadline_us);
}

static gint64
store_now_us (gpointer user)
{
  return cuff_clock_now (((EbbClock *) user)->clock);
}

static gpointer
store_join (gpointer user, const char *name)
{
  return cuff_clock_join (((EbbClock *) user)->clock, name);
}

static void
store_leave (gpointer party)
{
  cuff_clock_leave (party);
}

static int
store_wait (gpointer party, struct pollfd *fds, gsize n_fds, gint64 deadline_us)
{
  return cuff_clock_wait (party, fds, n_fds, deadline_us);
}

static void
store_block_begin (gpointer user)
{
  cuff_clock_block_begin (((EbbClock *) user)->clock);
}

static void
store_block_end (gpointer user)
{
  cuff_clock_block_end (((EbbClock *) user)->clock);
}

EbbClock *
ebb_clock_new (CuffClock *clock)
{
  g_return_val_if_fail (the_clock == NULL, NULL);
  EbbClock *self = g_new0 (EbbClock, 1);
  self->clock = clock;
  self->main = cuff_clock_join (clock, "main");
  cuff_clock_adopt (self->main);
  self->store_time = (EbbStoreTime){ .user = self,
                                     .now_us = store_now_us,
                                     .join = store_join,
                                     .leave = store_leave,
                                     .wait = store_wait,
                                     .block_begin = store_block_begin,
                                     .block_end = store_block_end };
  the_clock = self;
  self->old_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_on_clock);
  return self;
}

void
ebb_clock_free (EbbClock *clock)
{
  if (clock == NULL)
    return;
  g_main_context_set_poll_func (NULL, clock->old_poll);
  the_clock = NULL;
  cuff_clock_leave (clock->main);
  cuff_clock_free (clock->clock);
  g_free (clock);
}

CuffClock *
ebb_clock_get_cuff_clock (EbbClock *clock)
{
  return clock->clock;
}

gboolean
ebb_clock_is_virtual (EbbClock *clock)
{
  return cuff_clock_is_virtual (clock->clock);
}

gint64
ebb_clock_now_us (EbbClock *clock)
{
  return cuff_clock_now (clock->clock);
}

gint64
ebb_clock_wall_unix_us (void)
{
  return g_get_real_time ();
}

int
ebb_clock_utc_offset_min (gint64 unix_us)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (unix_us / G_USEC_PER_SEC);
  return local ? (int) (g_date_time_get_utc_offset (local) / (60 * G_USEC_PER_SEC)) : 0;
}

const EbbStoreTime *
ebb_clock_get_store_time (EbbClock *clock)
{
  return &clock->store_time;
}

void
ebb_clock_wait_fd (EbbClock *clock, int fd, gint64 deadline_us)
{
  struct pollfd fds = { .fd = fd, .events = POLLIN };
  cuff_clock_wait (clock->main, &fds, 1, deadline_us);
}

typedef struct {
  GSource source;
  EbbClock *clock; /* borrowed */
  gpointer fd_tag; /* NULL without a descriptor */
  gint64 period_us, next_us;
} ClockSource;

static gboolean
source_prepare (GSource *source, gint *timeout_ms)
{
  ClockSource *self = (ClockSource *) source;
  gint64 left_us = self->next_us - cuff_clock_now (self->clock->clock);
  *timeout_ms = left_us > 0 ? (gint) ((left_us + 999) / 1000) : 0;
  return left_us <= 0;
}

static gboolean
source_check (GSource *source)
{
  ClockSource *self = (ClockSource *) source;
  return (self->fd_tag != NULL && g_source_query_unix_fd (source, self->fd_tag) != 0)
         || cuff_clock_now (self->clock->clock) >= self->next_us;
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer user)
{
  ClockSource *self = (ClockSource *) source;
  self->next_us = cuff_clock_now (self->clock->clock) + self->period_us;
  return callback != NULL ? callback (user) : G_SOURCE_REMOVE;
}

static GSourceFuncs source_funcs = {
  .prepare = source_prepare,
  .check = source_check,
  .dispatch = source_dispatch,
};

GSource *
ebb_clock_source_new (EbbClock *clock, int fd, guint period_ms)
{
  GSource *source = g_source_new (&source_funcs, sizeof (ClockSource));
  ClockSource *self = (ClockSource *) source;
  self->clock = clock;
  self->period_us = CUFF_MS (period_ms);
  self->next_us = cuff_clock_now (clock->clock) + self->period_us;
  self->fd_tag = fd >= 0 ? g_source_add_unix_fd (source, fd, G_IO_IN) : NULL;
  return source;
}
