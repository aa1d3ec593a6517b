/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cuff thread against the simulated cuff, over a pseudo-terminal, in virtual time: what the
 * patient feels is read from the simulator's truth, never from what the host believes.
 */
#include "cuff-link.h"
#include "cuff-sim.h"

#include <fcntl.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define TARGET CUFF_MMHG (110)

typedef struct {
  CuffClock *clock;
  CuffClockParty *self;
  CuffSim *sim;
  CuffLink *link;
  guint64 next_event, next_report;
  GArray *events;
  CuffReport report;
  gboolean frozen; /* the UI thread shows no life */
} Rig;

static Rig *
rig_new (const char *port, CuffFault fault, double fault_at_s)
{
  Rig *rig = g_new0 (Rig, 1);
  rig->clock = cuff_clock_new_virtual (0);
  rig->self = cuff_clock_join (rig->clock, "main");
  cuff_clock_adopt (rig->self);
  rig->events = g_array_new (FALSE, FALSE, sizeof (CuffLinkEvent));
  if (port == NULL) {
    CuffSimOptions options = { .clock = rig->clock,
                               .seed = 1,
                               .limb = CUFF_LIMB_THIGH,
                               .n_channels = 1,
                               .fault = fault,
                               .fault_at_us = (CuffTime) (fault_at_s * 1e6) };
    rig->sim = cuff_sim_start (&options);
    g_assert_nonnull (rig->sim);
    port = cuff_sim_get_path (rig->sim);
  }
  CuffLinkOptions options = { .clock = rig->clock, .port = port, .nonce = 4711 };
  rig->link = cuff_link_new (&options);
  cuff_link_start (rig->link);
  return rig;
}

static void
rig_free (Rig *rig)
{
  cuff_link_free (rig->link);
  if (rig->sim != NULL)
    cuff_sim_stop (rig->sim);
  cuff_clock_leave (rig->self);
  cuff_clock_free (rig->clock);
  g_array_unref (rig->events);
  g_free (rig);
}

static double
now_s (Rig *rig)
{
  return cuff_clock_now (rig->clock) / 1e6;
}

/* One turn of the application's main loop. */
static void
rig_turn (Rig *rig)
{
  struct pollfd fd = { .fd = cuff_link_get_notify_fd (rig->link), .events = POLLIN };
  cuff_clock_wait (rig->self, &fd, 1, cuff_clock_now (rig->clock) + CUFF_MS (50));
  cuff_link_clear_notify (rig->link);
  if (!rig->frozen)
    cuff_link_tick_ui (rig->link);
  CuffLinkEvent event;
  while (cuff_link_read_event (rig->link, &rig->next_event, &event) == CUFF_RING_OK)
    g_array_append_val (rig->events, event);
  CuffReport report;
  while (cuff_link_read_report (rig->link, &rig->next_report, &report) == CUFF_RING_OK)
    rig->report = report;
}

static const CuffLinkEvent *
find_event (Rig *rig, CuffLinkEventKind kind)
{
  for (guint i = 0; i < rig->events->len; i++) {
    const CuffLinkEvent *event = &g_array_index (rig->events, CuffLinkEvent, i);
    if (event->kind == kind)
      return event;
  }
  return NULL;
}

static const CuffLinkEvent *
find_alarm (Rig *rig, CuffAlarm alarm)
{
  for (guint i = 0; i < rig->events->len; i++) {
    const CuffLinkEvent *event = &g_array_index (rig->events, CuffLinkEvent, i);
    if (event->kind == CUFF_LINK_EVENT_ALARM && event->alarm == alarm && event->active)
      return event;
  }
  return NULL;
}

static const CuffLinkEvent *
await_event (Rig *rig, CuffLinkEventKind kind, double patience_s)
{
  double end_s = now_s (rig) + patience_s;
  while (find_event (rig, kind) == NULL && now_s (rig) < end_s)
    rig_turn (rig);
  return find_event (rig, kind);
}

static void
run_for (Rig *rig, double seconds)
{
  double end_s = now_s (rig) + seconds;
  while (now_s (rig) < end_s)
    rig_turn (rig);
}

static CuffSimTruth
truth (Rig *rig)
{
  CuffSimTruth truth;
  cuff_sim_get_truth (rig->sim, &truth);
  return truth;
}

static void
order_hold (Rig *rig, gboolean tight_rest)
{
  CuffOrder order = { .mode = CUFF_MODE_HOLD, .target = TARGET, .longest_ms = 600000 };
  cuff_link_order (rig->link, &order, 1, tight_rest);
}

static void
prepare (Rig *rig)
{
  CuffLimits limits = { .cap = CUFF_MMHG (260),
                        .ramp_max = CUFF_MMHG (100),
                        .time_max_ms = 25 * 60 * 1000,
                        .disagree_max = CUFF_MMHG (10) };
  CuffInterlockConfig config = {
    .n_channels = 1,
    .channel = { { .lop = CUFF_MMHG (181),
                   .cap = CUFF_MMHG (300),
                   .cap_transient = CUFF_MMHG (330),
                   .continuous_limit_us = CUFF_SECONDS (20 * 60) } },
  };
  g_assert_nonnull (await_event (rig, CUFF_LINK_EVENT_IDENTITY, 5));
  cuff_link_set_interlock (rig->link, &config);
  cuff_link_set_limits (rig->link, &limits, 1);
  g_assert_nonnull (await_event (rig, CUFF_LINK_EVENT_LIMITS, 2));
}

static void
arm (Rig *rig)
{
  prepare (rig);
  cuff_link_arm (rig->link, CUFF_ARM_TRAINING);
  g_assert_nonnull (await_event (rig, CUFF_LINK_EVENT_ARMED, 5));
}

/* A cuff at its target, the way every session gets there. */
static void
inflate (Rig *rig)
{
  arm (rig);
  order_hold (rig, FALSE);
  g_assert_nonnull (await_event (rig, CUFF_LINK_EVENT_ACTIVE, 2));
  run_for (rig, 8);
  g_assert_cmpfloat_with_epsilon (truth (rig).cuff_mmhg, 110, 6);
}

static void
assert_ended (Rig *rig, CuffReason reason, double patience_s)
{
  const CuffLinkEvent *event = await_event (rig, CUFF_LINK_EVENT_ENDED, patience_s);
  g_assert_nonnull (event);
  g_assert_cmpint (event->reason, ==, reason);
}

/* However the epoch ended: soft within 3.5 s, and never inflated again, whatever is ordered. */
static void
assert_soft_for_good (Rig *rig)
{
  run_for (rig, 3.5);
  g_assert_cmpfloat (truth (rig).cuff_mmhg, <, 20);
  for (int i = 0; i < 10; i++) {
    order_hold (rig, FALSE);
    run_for (rig, 2);
    g_assert_cmpfloat (truth (rig).cuff_mmhg, <, 20);
  }
  g_assert_cmpuint (truth (rig).n_inflations, ==, 1);
}

static void
test_identity (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  const CuffLinkEvent *event = await_event (rig, CUFF_LINK_EVENT_IDENTITY, 5);
  g_assert_nonnull (event);
  g_assert_true ((event->identity.capabilities & CUFF_IS_SIMULATED) != 0);
  g_assert_cmpint (event->identity.cap_hard, <=, CUFF_MMHG (300));
  run_for (rig, 3);
  g_assert_true (truth (rig).vent_open); /* boots vented and stays so (R1) */
  g_assert_cmpuint (truth (rig).n_inflations, ==, 0);
  g_assert_cmpuint (cuff_link_get_quality (rig->link).n_reports, >, 250);
  g_assert_cmpuint (cuff_link_get_quality (rig->link).n_missing, ==, 0);
  rig_free (rig);
}

static void
test_order_without_arm (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  g_assert_nonnull (await_event (rig, CUFF_LINK_EVENT_IDENTITY, 5));
  for (int i = 0; i < 20; i++) {
    order_hold (rig, FALSE);
    run_for (rig, 0.3);
  }
  g_assert_cmpuint (truth (rig).n_inflations, ==, 0);
  rig_free (rig);
}

static void
test_stop (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  double stopped_s = now_s (rig);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  run_for (rig, 0.1);
  g_assert_true (truth (rig).vent_open); /* vent order -> valve open <= 100 ms */
  assert_ended (rig, CUFF_REASON_USER_STOP, 0.1);
  g_assert_nonnull (await_event (rig, CUFF_LINK_EVENT_RELEASED, 6));
  g_assert_cmpfloat (now_s (rig) - stopped_s, <, 6);
  assert_soft_for_good (rig);
  rig_free (rig);
}

/* Stop overtakes whatever is queued, and an order sent after it is void. */
static void
test_stop_overtakes (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  order_hold (rig, FALSE);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  order_hold (rig, FALSE);
  order_hold (rig, TRUE);
  assert_ended (rig, CUFF_REASON_USER_STOP, 1);
  assert_soft_for_good (rig);
  rig_free (rig);
}

/* A stop voids an arm that was asked for before it, also one that still lies in the queue. */
static void
test_stop_voids_arm (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  prepare (rig);
  run_for (rig, 2);
  cuff_link_arm (rig->link, CUFF_ARM_TRAINING);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  order_hold (rig, FALSE);
  run_for (rig, 8);
  g_assert_null (find_event (rig, CUFF_LINK_EVENT_ARMED));
  g_assert_cmpuint (truth (rig).n_inflations, ==, 0);
  rig_free (rig);
}

/* Armed, and nobody orders anything for three seconds: the epoch waits, empty, and still serves. */
static void
test_late_order (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  arm (rig);
  run_for (rig, 3);
  g_assert_null (find_event (rig, CUFF_LINK_EVENT_ENDED));
  order_hold (rig, FALSE);
  g_assert_nonnull (await_event (rig, CUFF_LINK_EVENT_ACTIVE, 2));
  g_assert_null (find_event (rig, CUFF_LINK_EVENT_REFUSED));
  rig_free (rig);
}

/* The controller outlives the program: the next one arms it again. */
static void
test_second_program (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  for (int i = 0; i < 2; i++) {
    cuff_link_free (rig->link);
    CuffLinkOptions options = { .clock = rig->clock,
                                .port = cuff_sim_get_path (rig->sim),
                                .nonce = 5000 + (uint32_t) i };
    rig->link = cuff_link_new (&options);
    rig->next_event = rig->next_report = 0;
    g_array_set_size (rig->events, 0);
    cuff_link_start (rig->link);
    inflate (rig);
  }
  g_assert_cmpuint (truth (rig).n_inflations, ==, 3);
  rig_free (rig);
}

/* An alarm stays as long as its cause: a dead line is not well again because a vent was ordered. */
static void
test_alarm_stays (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_SILENCE);
  assert_ended (rig, CUFF_REASON_LINK_LOST, 3);
  run_for (rig, 10);
  guint n = 0;
  for (guint i = 0; i < rig->events->len; i++) {
    const CuffLinkEvent *event = &g_array_index (rig->events, CuffLinkEvent, i);
    if (event->kind == CUFF_LINK_EVENT_ALARM && event->alarm == CUFF_ALARM_LINK) {
      g_assert_true (event->active);
      n++;
    }
  }
  g_assert_cmpuint (n, ==, 1);
  rig_free (rig);
}

/* Faults of the other side: what ends the epoch, and what the record will say. */
typedef struct {
  const char *name;
  CuffFault fault;
  CuffReason reason;
  CuffAlarm alarm; /* that must have been raised; NONE = no matter */
} FaultRow;

static const FaultRow fault_rows[] = {
  { "silence", CUFF_FAULT_SILENCE, CUFF_REASON_LINK_LOST, CUFF_ALARM_LINK },
  { "power-loss", CUFF_FAULT_POWER_LOSS, CUFF_REASON_LINK_LOST, CUFF_ALARM_LINK },
  { "reset", CUFF_FAULT_RESET, CUFF_REASON_DEVICE_RESET, CUFF_ALARM_DEVICE },
  { "stop-button", CUFF_FAULT_STOP_BUTTON, CUFF_REASON_DEVICE_BUTTON, CUFF_ALARM_NONE },
  { "sensor-offset", CUFF_FAULT_SENSOR_OFFSET, CUFF_REASON_SENSOR, CUFF_ALARM_DEVICE },
};

static void
test_fault (gconstpointer data)
{
  const FaultRow *row = data;
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  cuff_sim_inject (rig->sim, row->fault);
  assert_ended (rig, row->reason, 10);
  if (row->alarm != CUFF_ALARM_NONE)
    g_assert_nonnull (find_alarm (rig, row->alarm));
  assert_soft_for_good (rig);
  g_assert_true (truth (rig).vent_open);
  g_assert_cmpfloat (truth (rig).peak_mmhg, <, 345);
  rig_free (rig);
}

static void
test_port_vanishes (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  double gone_s = now_s (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  const CuffLinkEvent *event = await_event (rig, CUFF_LINK_EVENT_LOST, 1);
  g_assert_nonnull (event);
  g_assert_cmpfloat (now_s (rig) - gone_s, <=, 0.1);
  g_assert_cmpint (event->reason, ==, CUFF_REASON_LINK_LOST);
  g_assert_cmpstr (event->error.message, !=, "");
  g_assert_nonnull (find_alarm (rig, CUFF_ALARM_LINK));
  run_for (rig, 1.6); /* the lease */
  g_assert_true (truth (rig).vent_open);
  run_for (rig, 3.5);
  g_assert_cmpfloat (truth (rig).cuff_mmhg, <, 20);
  rig_free (rig);
}

/* "Open the cuff by hand": the dump valve does not open.  The controller's own contact says so
 * before the pressure could; nobody may call the cuff proven deflated. */
static void
test_vent_stuck (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VENT_STUCK);
  run_for (rig, 0.2);
  double stopped_s = now_s (rig);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  run_for (rig, 10);
  const CuffLinkEvent *alarm = find_alarm (rig, CUFF_ALARM_NOT_DEFLATED);
  g_assert_nonnull (alarm);
  g_assert_cmpfloat (alarm->t_us / 1e6 - stopped_s, <=, 3.3);
  g_assert_null (find_event (rig, CUFF_LINK_EVENT_RELEASED));
  rig_free (rig);
}

/* A pump that cannot be switched off: the exhaust hides it while it regulates.  After the stop the
 * cuff must not be called deflated while it is not, and a person must hear of it. */
static void
test_pump_stuck (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_PUMP_STUCK);
  run_for (rig, 5);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  run_for (rig, 12);
  gboolean soft = truth (rig).cuff_mmhg < 10;
  g_assert_cmpint (find_event (rig, CUFF_LINK_EVENT_RELEASED) != NULL, ==, soft);
  g_assert_true (soft || find_alarm (rig, CUFF_ALARM_NOT_DEFLATED) != NULL);
  rig_free (rig);
}

/* R7: the UI thread stands still: alarm after 2 s, vent after 10, heartbeats all the while. */
static void
test_frozen_window (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  double frozen_s = now_s (rig);
  rig->frozen = TRUE;
  run_for (rig, 9.8);
  const CuffLinkEvent *alarm = find_alarm (rig, CUFF_ALARM_SUPERVISION);
  g_assert_nonnull (alarm);
  g_assert_cmpfloat (alarm->t_us / 1e6 - frozen_s, >=, 2.0 - 0.06);
  g_assert_cmpfloat (alarm->t_us / 1e6 - frozen_s, <=, 2.3);
  g_assert_null (find_event (rig, CUFF_LINK_EVENT_ENDED));
  assert_ended (rig, CUFF_REASON_UI_FROZEN, 1);
  g_assert_cmpfloat (find_event (rig, CUFF_LINK_EVENT_ENDED)->t_us / 1e6 - frozen_s, <=, 10.5);
  assert_soft_for_good (rig);
  rig_free (rig);
}

static void
test_sleep (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  cuff_clock_pretend_sleep (rig->clock, CUFF_SECONDS (30));
  assert_ended (rig, CUFF_REASON_SLEEP, 0.2);
  assert_soft_for_good (rig);
  rig_free (rig);
}

/* Damage on the way is survived and counted; nothing inflates that was not ordered. */
static void
test_noise (gconstpointer data)
{
  CuffFault fault = (CuffFault) GPOINTER_TO_INT (data);
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  cuff_sim_inject (rig->sim, fault);
  run_for (rig, 30);
  g_assert_null (find_event (rig, CUFF_LINK_EVENT_ENDED));
  g_assert_cmpfloat_with_epsilon (truth (rig).cuff_mmhg, 110, 8);
  CuffLinkQuality quality = cuff_link_get_quality (rig->link);
  g_assert_cmpuint (quality.n_damaged + quality.n_missing, >, 0);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  assert_soft_for_good (rig);
  rig_free (rig);
}

/* Shutdown vents first and leaves only when the release is proven. */
static void
test_shutdown (void)
{
  Rig *rig = rig_new (NULL, CUFF_FAULT_NONE, 0);
  inflate (rig);
  cuff_link_stop_and_join (rig->link);
  g_assert_cmpfloat (truth (rig).cuff_mmhg, <, 10);
  g_assert_true (truth (rig).vent_open);
  rig_free (rig);
}

/* Something else is on the port: it is told apart, and only a greeting was ever sent to it. */
static void
test_stranger (void)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_NONBLOCK);
  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  g_autofree char *path = g_strdup (ptsname (master));
  int keeper = open (path, O_RDWR | O_NOCTTY);
  struct termios raw;
  tcgetattr (keeper, &raw);
  cfmakeraw (&raw);
  tcsetattr (keeper, TCSANOW, &raw);
  static const char nmea[] =
      "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n";

  Rig *rig = rig_new (path, CUFF_FAULT_NONE, 0);
  GByteArray *heard = g_byte_array_new ();
  double end_s = now_s (rig) + 5;
  while (now_s (rig) < end_s && find_event (rig, CUFF_LINK_EVENT_LOST) == NULL) {
    g_assert_cmpint (write (master, nmea, strlen (nmea)), ==, strlen (nmea));
    rig_turn (rig);
    guint8 bytes[256];
    ssize_t n = read (master, bytes, sizeof bytes);
    if (n > 0)
      g_byte_array_append (heard, bytes, (guint) n);
  }
  const CuffLinkEvent *event = find_event (rig, CUFF_LINK_EVENT_LOST);
  g_assert_nonnull (event);
  g_assert_nonnull (strstr (event->error.message, "does not answer"));
  g_assert_cmpfloat_with_epsilon (now_s (rig), 3, 0.3);
  g_assert_cmpuint (heard->len, <=, 13 * 20); /* a Hello each 250 ms and nothing else */
  g_byte_array_unref (heard);
  rig_free (rig);
  close (keeper);
  close (master);
}

static void
test_no_port (void)
{
  Rig *rig = rig_new ("/dev/pts/999999", CUFF_FAULT_NONE, 0);
  const CuffLinkEvent *event = await_event (rig, CUFF_LINK_EVENT_LOST, 1);
  g_assert_nonnull (event);
  g_assert_cmpint (event->error.code, ==, CUFF_ERROR_NO_PORT);
  g_assert_nonnull (strstr (event->error.message, "/dev/pts/999999"));
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/identity", test_identity);
  g_test_add_func ("/link/order-without-arm", test_order_without_arm);
  g_test_add_func ("/link/stop", test_stop);
  g_test_add_func ("/link/stop-overtakes", test_stop_overtakes);
  g_test_add_func ("/link/stop-voids-arm", test_stop_voids_arm);
  g_test_add_func ("/link/late-order", test_late_order);
  g_test_add_func ("/link/second-program", test_second_program);
  g_test_add_func ("/link/alarm-stays", test_alarm_stays);
  for (gsize i = 0; i < G_N_ELEMENTS (fault_rows); i++) {
    g_autofree char *path = g_strdup_printf ("/link/fault/%s", fault_rows[i].name);
    g_test_add_data_func (path, &fault_rows[i], test_fault);
  }
  g_test_add_func ("/link/port-vanishes", test_port_vanishes);
  g_test_add_func ("/link/vent-stuck", test_vent_stuck);
  g_test_add_func ("/link/pump-stuck", test_pump_stuck);
  g_test_add_func ("/link/frozen-window", test_frozen_window);
  g_test_add_func ("/link/sleep", test_sleep);
  g_test_add_data_func ("/link/noise/garbage", GINT_TO_POINTER (CUFF_FAULT_GARBAGE), test_noise);
  g_test_add_data_func ("/link/noise/bit-errors", GINT_TO_POINTER (CUFF_FAULT_BIT_ERRORS),
                        test_noise);
  g_test_add_data_func ("/link/noise/drops", GINT_TO_POINTER (CUFF_FAULT_DROPS), test_noise);
  g_test_add_func ("/link/shutdown", test_shutdown);
  g_test_add_func ("/link/stranger", test_stranger);
  g_test_add_func ("/link/no-port", test_no_port);
  return g_test_run ();
}
