/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A port at its worst: crumbs, floods, no room, strangers.  The stop gets through all of it.
 */
#include "loop-rig.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

/* Telemetry in crumbs of 1, 2, 3... bytes is the same telemetry. */
static void
test_crumbs (gconstpointer data)
{
  LoopRig *rig = loop_rig_new ();
  loop.chunk = GPOINTER_TO_SIZE (data);
  loop_rig_hold (rig);
  guint before = rig->n_reports;
  loop_rig_run (rig, CUFF_SECONDS (2));
  g_assert_cmpuint (rig->n_reports - before, >=, 198);
  CuffLinkQuality quality = cuff_link_get_quality (rig->link);
  g_assert_cmpuint (quality.n_damaged + quality.n_missing, ==, 0);
  loop_rig_free (rig);
}

/* 1 MB/s of garbage, frames in between: they are all found, and a stop leaves within 20 ms. */
static void
test_flood (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  for (gsize i = 0; i < 1000; i++)
    rig->noise[i] = (guint8) (1 + g_test_rand_int_range (0, 255));
  rig->noise[999] = 0; /* whatever it was, it is over */
  rig->noise_per_ms = 1000;
  guint before = rig->n_reports;
  loop_rig_run (rig, CUFF_SECONDS (2));
  g_assert_cmpuint (rig->n_reports - before, >=, 190);
  g_assert_cmpuint (cuff_link_get_quality (rig->link).n_damaged, >=, 1990);
  g_assert_null (loop_rig_find_alarm (rig, CUFF_ALARM_LINK));

  CuffTime stopped_us = loop_rig_now (rig);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  loop_rig_run (rig, CUFF_SECONDS (1));
  g_assert_cmpint (loop_first (LOOP_STOP, stopped_us), >=, stopped_us);
  g_assert_cmpint (loop_first (LOOP_STOP, stopped_us) - stopped_us, <=, CUFF_MS (20));
  loop_rig_free (rig);
}

/* Garbage alone is silence: what is under pressure counts as lost within a second. */
static void
test_flood_alone (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  memset (rig->noise, 0x55, sizeof rig->noise);
  rig->noise_per_ms = 1000;
  rig->mute = TRUE;
  CuffTime from_us = loop_rig_now (rig);
  const CuffLinkEvent *event = loop_rig_await (rig, CUFF_LINK_EVENT_ENDED, CUFF_SECONDS (2));
  g_assert_nonnull (event);
  g_assert_cmpint (event->reason, ==, CUFF_REASON_LINK_LOST);
  g_assert_cmpint (loop_rig_now (rig) - from_us, <=, CUFF_MS (1150));
  g_assert_nonnull (loop_rig_find_alarm (rig, CUFF_ALARM_LINK));
  g_assert_cmpuint (loop_count (CUFF_MSG_VENT, from_us), >=, 1);
  loop_rig_free (rig);
}

/* The stop is written before what was queued earlier, and three times. */
static void
test_stop_first (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  CuffTime stopped_us = loop_rig_now (rig);
  guint n_before = loop.heard->len;
  CuffOrder order = { .mode = CUFF_MODE_HOLD, .target = CUFF_MMHG (120), .longest_ms = 1000 };
  for (int i = 0; i < 50; i++)
    cuff_link_order (rig->link, &order, 1, FALSE);
  cuff_link_acknowledge_alarm (rig->link, CUFF_ALARM_DEVICE);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  loop_rig_run (rig, CUFF_MS (100));
  g_assert_cmpint (g_array_index (loop.heard, LoopHeard, n_before).type, ==, LOOP_STOP);
  g_assert_cmpint (g_array_index (loop.heard, LoopHeard, n_before + 1).type, ==, CUFF_MSG_VENT);
  g_assert_cmpuint (loop_count (LOOP_STOP, stopped_us), ==, 3);
  /* And then with each heartbeat, until the cuff is proven empty. */
  loop_rig_run (rig, CUFF_SECONDS (2));
  g_assert_cmpuint (loop_count (LOOP_STOP, stopped_us), >=, 11);
  loop_rig_move (rig, 0);
  loop.channel.flags = CUFF_CHANNEL_VENT_OPEN;
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_RELEASED, CUFF_SECONDS (2)));
  CuffTime released_us = loop_rig_now (rig);
  loop_rig_run (rig, CUFF_SECONDS (2));
  g_assert_cmpuint (loop_count (LOOP_STOP, released_us + CUFF_MS (10)), ==, 0);
  loop_rig_free (rig);
}

/* The port takes nothing for half a second: the stop is there 20 ms after it takes something, and
 * is heard although a frame was cut in the middle. */
static void
test_stop_without_room (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  loop.room = 11; /* part of a State */
  loop_rig_run (rig, CUFF_MS (250));
  g_assert_cmpint (loop.room, ==, 0);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  loop_rig_run (rig, CUFF_MS (500));
  g_assert_cmpuint (loop_count (LOOP_STOP, 0), ==, 0);
  CuffTime room_us = loop_rig_now (rig);
  loop.room = -1;
  loop_rig_run (rig, CUFF_MS (100));
  g_assert_cmpint (loop_first (LOOP_STOP, 0) - room_us, <=, CUFF_MS (20));
  g_assert_cmpint (loop_first (CUFF_MSG_VENT, 0) - room_us, <=, CUFF_MS (20));
  /* Those that the port did not take do not count: three were heard. */
  g_assert_cmpuint (loop_count (LOOP_STOP, 0), >=, 3);
  loop_rig_free (rig);
}

/* A frame that was cut takes none with it: the next State is heard. */
static void
test_cut_frame (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  CuffTime cut_us = loop_rig_now (rig);
  loop.room = 11;
  loop_rig_run (rig, CUFF_MS (210));
  loop.room = -1;
  g_assert_cmpuint (loop_count (CUFF_MSG_STATE, cut_us), ==, 0);
  loop_rig_run (rig, CUFF_MS (210));
  g_assert_cmpuint (loop_count (CUFF_MSG_STATE, cut_us), ==, 1);
  loop_rig_free (rig);
}

static CuffLink *signal_link;

static void
on_signal (int number)
{
  cuff_link_stop (signal_link, CUFF_REASON_SHUTDOWN);
}

/* As the program's own handlers do it. */
static void
test_stop_from_signal (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  signal_link = rig->link;
  struct sigaction action = { .sa_handler = on_signal }, before;
  sigaction (SIGUSR1, &action, &before);
  CuffTime stopped_us = loop_rig_now (rig);
  errno = ENOENT;
  raise (SIGUSR1);
  g_assert_cmpint (errno, ==, ENOENT);
  loop_rig_run (rig, CUFF_MS (50));
  g_assert_cmpint (loop_first (LOOP_STOP, stopped_us), >=, stopped_us);
  g_assert_cmpint (loop_rig_await (rig, CUFF_LINK_EVENT_ENDED, 0)->reason, ==,
                   CUFF_REASON_SHUTDOWN);
  sigaction (SIGUSR1, &before, NULL);
  loop_rig_free (rig);
}

/* A port that repeats what it hears is no controller, however well-formed its frames are. */
static void
test_echo (void)
{
  LoopRig *rig = loop_rig_new ();
  loop.echoes = TRUE;
  rig->mute = TRUE;
  const CuffLinkEvent *event = loop_rig_await (rig, CUFF_LINK_EVENT_LOST, CUFF_SECONDS (5));
  g_assert_nonnull (event);
  g_assert_nonnull (strstr (event->error.message, "does not answer"));
  loop_rig_free (rig);
}

static void
test_unplugged (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  loop.gone = TRUE;
  CuffTime from_us = loop_rig_now (rig);
  loop_rig_run (rig, CUFF_MS (50));
  const CuffLinkEvent *alarm = loop_rig_find_alarm (rig, CUFF_ALARM_LINK);
  const CuffLinkEvent *lost = loop_rig_await (rig, CUFF_LINK_EVENT_LOST, 0);
  g_assert_nonnull (alarm);
  g_assert_nonnull (lost);
  g_assert_cmpint (lost->t_us - from_us, <=, CUFF_MS (50));
  loop_rig_free (rig);
}

/* A controller cannot say that it is a person with a gauge. */
static void
test_claims (void)
{
  LoopRig *rig = loop_rig_new ();
  const CuffLinkEvent *event = loop_rig_await (rig, CUFF_LINK_EVENT_IDENTITY, CUFF_SECONDS (2));
  g_assert_nonnull (event);
  g_assert_cmpuint (event->identity.capabilities & CUFF_CAN_SELF_TEST, !=, 0);
  g_assert_cmpuint (event->identity.capabilities & CUFF_IS_MANUAL, ==, 0);
  loop_rig_free (rig);
}

/* What was found unfit stays so, whatever it says next, even in the same breath. */
static void
test_unfit_for_good (void)
{
  LoopRig *rig = loop_rig_new ();
  loop.stalled = TRUE;
  CuffMessage unfit = { .type = CUFF_MSG_IDENTITY,
                        .identity = { .major = CUFF_WIRE_MAJOR,
                                      .nonce = 4711,
                                      .n_channels = 1,
                                      .cap_hard = CUFF_MMHG (400),
                                      .hz_max = 100 } };
  loop_say (&unfit);
  loop_rig_run (rig, CUFF_MS (20)); /* behind it waits the answer to the greeting: all is well */
  g_assert_cmpuint (loop_count (CUFF_MSG_HELLO, 0), >=, 1);
  loop_end_stall ();
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_LOST, CUFF_SECONDS (1)));
  g_assert_null (loop_rig_await (rig, CUFF_LINK_EVENT_IDENTITY, CUFF_SECONDS (1)));
  loop_rig_free (rig);
}

/* A search is held by the controller's own ceiling: without a sane one it is not used. */
static void
test_search_without_ceiling (gconstpointer data)
{
  LoopRig *rig = loop_rig_new ();
  loop.cap_lop = GPOINTER_TO_INT (data);
  loop.capabilities |= CUFF_CAN_LOP;
  const CuffLinkEvent *lost = loop_rig_await (rig, CUFF_LINK_EVENT_LOST, CUFF_SECONDS (2));
  g_assert_nonnull (lost);
  g_assert_nonnull (strstr (lost->error.message, "safe limits"));
  loop_rig_free (rig);
}

/* Its clock is two thirds round when the controller starts anew: 0 then looks like half an hour
 * ahead, and is a reset all the same. */
static void
test_reset_late_on_the_clock (void)
{
  LoopRig *rig = loop_rig_new ();
  loop.boot_us = (uint32_t) -CUFF_SECONDS (48 * 60);
  loop_rig_hold (rig);
  loop_rig_run (rig, CUFF_SECONDS (2));
  g_assert_null (loop_rig_find_alarm (rig, CUFF_ALARM_DEVICE));
  loop.boot_us = (uint32_t) loop_rig_now (rig);
  loop.machine = CUFF_MACHINE_BOOT;
  const CuffLinkEvent *ended = loop_rig_await (rig, CUFF_LINK_EVENT_ENDED, CUFF_SECONDS (1));
  g_assert_nonnull (ended);
  g_assert_cmpint (ended->reason, ==, CUFF_REASON_DEVICE_RESET);
  loop_rig_run (rig, CUFF_MS (100));
  g_assert_nonnull (loop_rig_find_alarm (rig, CUFF_ALARM_DEVICE));
  loop_rig_free (rig);
}

/* The clock goes round in the middle of a hold, and a second is lost on the way: neither is a
 * reset. */
static void
test_clock_goes_round (void)
{
  LoopRig *rig = loop_rig_new ();
  loop.boot_us = (uint32_t) CUFF_SECONDS (4); /* round 4 s from now */
  loop_rig_hold (rig);
  rig->mute = TRUE;
  loop_rig_run (rig, CUFF_MS (800));
  rig->mute = FALSE;
  loop_rig_run (rig, CUFF_SECONDS (5));
  g_assert_null (loop_rig_find_alarm (rig, CUFF_ALARM_DEVICE));
  g_assert_null (loop_rig_await (rig, CUFF_LINK_EVENT_ENDED, 0));
  loop_rig_free (rig);
}

/* The computer sleeps with the controller awake: its clock is far ahead then, and that is no reset,
 * whichever way round it looks. */
static void
test_clock_after_sleep (gconstpointer data)
{
  CuffTime slept_us = CUFF_SECONDS (GPOINTER_TO_INT (data));
  LoopRig *rig = loop_rig_new ();
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_IDENTITY, CUFF_SECONDS (2)));
  loop_rig_run (rig, CUFF_SECONDS (2));
  loop.stalled = TRUE; /* what was in the port before comes first */
  loop_rig_run (rig, CUFF_MS (100));
  cuff_clock_pretend_sleep (rig->clock, slept_us);
  loop.boot_us -= (uint32_t) slept_us;
  loop_end_stall ();
  loop_rig_run (rig, CUFF_SECONDS (2));
  g_assert_null (loop_rig_find_alarm (rig, CUFF_ALARM_DEVICE));
  loop_rig_free (rig);
}

/* The thread stood still for a minute and finds the oldest frames in the port first. */
static void
test_clock_after_standstill (void)
{
  LoopRig *rig = loop_rig_new ();
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_IDENTITY, CUFF_SECONDS (2)));
  loop_rig_run (rig, CUFF_SECONDS (2));
  loop.stalled = TRUE;
  loop_rig_run (rig, CUFF_SECONDS (1)); /* the port is full */
  rig->mute = TRUE;
  loop_rig_run (rig, CUFF_SECONDS (60));
  rig->mute = FALSE;
  loop_end_stall ();
  loop_rig_run (rig, CUFF_SECONDS (2));
  g_assert_null (loop_rig_find_alarm (rig, CUFF_ALARM_DEVICE));
  loop_rig_free (rig);
}

/* A talkative device does not push what matters out of the ring while nobody reads it. */
static void
test_chatter (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  for (int i = 0; i < 3000; i++) {
    CuffMessage event = { .type = CUFF_MSG_EVENT, .event = { .code = CUFF_DEVICE_EVENT_TIME_SET } };
    CuffMessage ack = { .type = CUFF_MSG_ACK,
                        .ack = { .command = CUFF_MSG_ZERO, .result = CUFF_RESULT_BUSY } };
    loop_say (&event);
    loop_say (&ack);
    cuff_clock_wait (rig->self, NULL, 0, loop_rig_now (rig) + CUFF_MS (1));
  }
  const CuffLinkEvent *ended = loop_rig_await (rig, CUFF_LINK_EVENT_ENDED, CUFF_MS (50));
  g_assert_nonnull (ended);
  g_assert_cmpint (ended->reason, ==, CUFF_REASON_USER_STOP);
  loop_rig_free (rig);
}

/* Behind a hose that nothing passes the sensor shows an empty cuff.  New limits, as for the next
 * bout, are no word of anybody that the cuff is off. */
static void
test_blocked_outlives_new_limits (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  loop_rig_run (rig, CUFF_MS (100));
  loop.pressure = 0;
  loop.channel.flags = CUFF_CHANNEL_VENT_OPEN;
  loop_rig_run (rig, CUFF_MS (100));
  g_assert_nonnull (loop_rig_find_alarm (rig, CUFF_ALARM_BLOCKED));
  CuffInterlockConfig config = { .n_channels = 1,
                                 .channel = { { .lop = CUFF_PRESSURE_UNSET,
                                                .cap = CUFF_MMHG (300),
                                                .cap_transient = CUFF_MMHG (330) } } };
  cuff_link_set_interlock (rig->link, &config);
  g_assert_null (loop_rig_await (rig, CUFF_LINK_EVENT_RELEASED, CUFF_SECONDS (5)));
  cuff_link_acknowledge_alarm (rig->link, CUFF_ALARM_BLOCKED);
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_RELEASED, CUFF_SECONDS (2)));
  loop_rig_free (rig);
}

/* What is said about the link: damaged, missing and late, each by itself. */
static void
test_quality (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_hold (rig);
  loop_rig_run (rig, CUFF_SECONDS (1));
  CuffLinkQuality before = cuff_link_get_quality (rig->link);
  g_assert_cmpuint (before.n_damaged + before.n_missing + before.n_late, ==, 0);

  static const uint8_t broken[] = { 0x05, 0x11, 0x22, 0x33, 0x44, 0x00 };
  loop_say_bytes (broken, sizeof broken);
  loop.sequence += 3; /* three frames that nobody ever saw */
  loop_rig_run (rig, CUFF_MS (50));
  loop.stalled = TRUE; /* the first of seven reports has been 60 ms on the way */
  loop_rig_run (rig, CUFF_MS (70));
  loop_end_stall ();
  loop_rig_run (rig, CUFF_MS (50));
  CuffLinkQuality after = cuff_link_get_quality (rig->link);
  g_assert_cmpuint (after.n_damaged, ==, 1);
  g_assert_cmpuint (after.n_missing, ==, 3);
  g_assert_cmpuint (after.n_late, >=, 1);
  g_assert_cmpuint (after.n_late, <=, 2);
  loop_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  static const gsize crumbs[] = { 1, 2, 3, 7, 31 };
  for (gsize i = 0; i < G_N_ELEMENTS (crumbs); i++) {
    g_autofree char *path = g_strdup_printf ("/link/crumbs/%zu", crumbs[i]);
    g_test_add_data_func (path, GSIZE_TO_POINTER (crumbs[i]), test_crumbs);
  }
  g_test_add_func ("/link/flood/between-frames", test_flood);
  g_test_add_func ("/link/flood/alone", test_flood_alone);
  g_test_add_func ("/link/stop/first", test_stop_first);
  g_test_add_func ("/link/stop/no-room", test_stop_without_room);
  g_test_add_func ("/link/stop/from-signal", test_stop_from_signal);
  g_test_add_func ("/link/cut-frame", test_cut_frame);
  g_test_add_func ("/link/stranger/echo", test_echo);
  g_test_add_func ("/link/unplugged", test_unplugged);
  g_test_add_func ("/link/claims", test_claims);
  g_test_add_func ("/link/quality", test_quality);
  g_test_add_func ("/link/unfit/for-good", test_unfit_for_good);
  g_test_add_data_func ("/link/unfit/search-too-high", GINT_TO_POINTER (CUFF_MMHG (331)),
                        test_search_without_ceiling);
  g_test_add_data_func ("/link/unfit/search-unset", GINT_TO_POINTER (CUFF_PRESSURE_UNSET),
                        test_search_without_ceiling);
  g_test_add_func ("/link/clock/reset-late", test_reset_late_on_the_clock);
  g_test_add_func ("/link/clock/goes-round", test_clock_goes_round);
  static const int slept_s[] = { 60, 2400, 7200 };
  for (gsize i = 0; i < G_N_ELEMENTS (slept_s); i++) {
    g_autofree char *path = g_strdup_printf ("/link/clock/after-sleep/%d", slept_s[i]);
    g_test_add_data_func (path, GINT_TO_POINTER (slept_s[i]), test_clock_after_sleep);
  }
  g_test_add_func ("/link/clock/after-standstill", test_clock_after_standstill);
  g_test_add_func ("/link/chatter", test_chatter);
  g_test_add_func ("/link/blocked/outlives-new-limits", test_blocked_outlives_new_limits);
  return g_test_run ();
}
