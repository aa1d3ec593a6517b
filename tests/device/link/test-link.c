/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the cuff thread promises, fault by fault.
 */
#include "link-rig.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static void
test_identity (void)
{
  Rig *rig = rig_new (NULL);
  const CuffLinkEvent *event = rig_await_event (rig, CUFF_LINK_EVENT_IDENTITY, 5);
  g_assert_nonnull (event);
  g_assert_true ((event->identity.capabilities & CUFF_IS_SIMULATED) != 0);
  g_assert_cmpint (event->identity.cap_hard, <=, CUFF_MMHG (300));
  rig_run_for (rig, 3);
  g_assert_true (rig_truth (rig).vent_open); /* boots vented and stays so (R1) */
  g_assert_cmpuint (rig_truth (rig).n_inflations, ==, 0);
  g_assert_cmpuint (cuff_link_get_quality (rig->link).n_reports, >, 250);
  g_assert_cmpuint (cuff_link_get_quality (rig->link).n_missing, ==, 0);
  rig_free (rig);
}

static void
test_order_without_arm (void)
{
  Rig *rig = rig_new (NULL);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_IDENTITY, 5));
  for (int i = 0; i < 20; i++) {
    rig_order_hold (rig, FALSE);
    rig_run_for (rig, 0.3);
  }
  g_assert_cmpuint (rig_truth (rig).n_inflations, ==, 0);
  rig_free (rig);
}

static void
test_stop (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  double stopped_s = rig_now_s (rig);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_run_for (rig, 0.1);
  g_assert_true (rig_truth (rig).vent_open); /* vent order -> valve open <= 100 ms */
  rig_assert_ended (rig, CUFF_REASON_USER_STOP, 0.1);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_RELEASED, 6));
  g_assert_cmpfloat (rig_now_s (rig) - stopped_s, <, 6);
  rig_assert_soft_for_good (rig);
  rig_free (rig);
}

/* Stop overtakes whatever is queued, and an order sent after it is void. */
static void
test_stop_overtakes (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  rig_order_hold (rig, FALSE);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_order_hold (rig, FALSE);
  rig_order_hold (rig, TRUE);
  rig_assert_ended (rig, CUFF_REASON_USER_STOP, 1);
  rig_assert_soft_for_good (rig);
  rig_free (rig);
}

/* A stop voids an arm that was asked for before it, also one that still lies in the queue. */
static void
test_stop_voids_arm (void)
{
  Rig *rig = rig_new (NULL);
  rig_prepare (rig);
  rig_run_for (rig, 2);
  cuff_link_arm (rig->link, CUFF_ARM_TRAINING);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_order_hold (rig, FALSE);
  rig_run_for (rig, 8);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_ARMED));
  g_assert_cmpuint (rig_truth (rig).n_inflations, ==, 0);
  rig_free (rig);
}

/* Armed, and nobody orders anything for three seconds: the epoch waits, empty, and still serves. */
static void
test_late_order (void)
{
  Rig *rig = rig_new (NULL);
  rig_arm (rig);
  rig_run_for (rig, 3);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_ENDED));
  rig_order_hold (rig, FALSE);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_ACTIVE, 2));
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_REFUSED));
  rig_free (rig);
}

/* The controller outlives the program: the next one arms it again. */
static void
test_second_program (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  for (int i = 0; i < 2; i++) {
    rig_restart_link (rig, cuff_sim_get_path (rig->sim), 5000 + (uint32_t) i);
    rig_inflate (rig);
  }
  g_assert_cmpuint (rig_truth (rig).n_inflations, ==, 3);
  rig_free (rig);
}

/* An alarm stays as long as its cause: a dead line is not well again because a vent was ordered. */
static void
test_alarm_stays (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_SILENCE);
  rig_assert_ended (rig, CUFF_REASON_LINK_LOST, 3);
  rig_run_for (rig, 10);
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
  { "sensors-disagree", CUFF_FAULT_SENSORS_DISAGREE, CUFF_REASON_SENSOR, CUFF_ALARM_DEVICE },
};

static void
test_fault (gconstpointer data)
{
  const FaultRow *row = data;
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  cuff_sim_inject (rig->sim, row->fault);
  rig_assert_ended (rig, row->reason, 10);
  if (row->alarm != CUFF_ALARM_NONE)
    g_assert_nonnull (rig_find_alarm (rig, row->alarm));
  rig_assert_soft_for_good (rig);
  g_assert_true (rig_truth (rig).vent_open);
  g_assert_cmpfloat (rig_truth (rig).peak_mmhg, <, 345);
  rig_free (rig);
}

static void
test_port_vanishes (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  double gone_s = rig_now_s (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  const CuffLinkEvent *event = rig_await_event (rig, CUFF_LINK_EVENT_LOST, 1);
  g_assert_nonnull (event);
  g_assert_cmpfloat (rig_now_s (rig) - gone_s, <=, 0.1);
  g_assert_cmpint (event->reason, ==, CUFF_REASON_LINK_LOST);
  g_assert_cmpstr (event->error.message, !=, "");
  g_assert_nonnull (rig_find_alarm (rig, CUFF_ALARM_LINK));
  rig_run_for (rig, 1.6); /* the lease */
  g_assert_true (rig_truth (rig).vent_open);
  rig_run_for (rig, 3.5);
  g_assert_cmpfloat (rig_truth (rig).cuff_mmhg, <, 20);
  rig_free (rig);
}

/* "Open the cuff by hand": the dump valve does not open.  The controller's own contact says so
 * before the pressure could; nobody may call the cuff proven deflated. */
static void
test_vent_stuck (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VENT_STUCK);
  rig_run_for (rig, 0.2);
  double stopped_s = rig_now_s (rig);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_run_for (rig, 10);
  const CuffLinkEvent *alarm = rig_find_alarm (rig, CUFF_ALARM_NOT_DEFLATED);
  g_assert_nonnull (alarm);
  g_assert_cmpfloat (alarm->t_us / 1e6 - stopped_s, <=, 3.3);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_RELEASED));
  rig_free (rig);
}

/* A pump that cannot be switched off: the exhaust hides it while it regulates.  After the stop the
 * cuff must not be called deflated while it is not, and a person must hear of it. */
static void
test_pump_stuck (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_PUMP_STUCK);
  rig_run_for (rig, 5);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_run_for (rig, 12);
  gboolean soft = rig_truth (rig).cuff_mmhg < 10;
  g_assert_cmpint (rig_find_event (rig, CUFF_LINK_EVENT_RELEASED) != NULL, ==, soft);
  g_assert_true (soft || rig_find_alarm (rig, CUFF_ALARM_NOT_DEFLATED) != NULL);
  rig_free (rig);
}

/* R7: the UI thread stands still: alarm after 2 s, vent after 10, heartbeats all the while. */
static void
test_frozen_window (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  double frozen_s = rig_now_s (rig);
  rig->frozen = TRUE;
  rig_run_for (rig, 9.8);
  const CuffLinkEvent *alarm = rig_find_alarm (rig, CUFF_ALARM_SUPERVISION);
  g_assert_nonnull (alarm);
  g_assert_cmpfloat (alarm->t_us / 1e6 - frozen_s, >=, 2.0 - 0.06);
  g_assert_cmpfloat (alarm->t_us / 1e6 - frozen_s, <=, 2.3);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_ENDED));
  rig_assert_ended (rig, CUFF_REASON_UI_FROZEN, 1);
  g_assert_cmpfloat (rig_find_event (rig, CUFF_LINK_EVENT_ENDED)->t_us / 1e6 - frozen_s, <=, 10.5);
  rig_assert_soft_for_good (rig);
  rig_free (rig);
}

static void
test_sleep (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  cuff_clock_pretend_sleep (rig->clock, CUFF_SECONDS (30));
  rig_assert_ended (rig, CUFF_REASON_SLEEP, 0.2);
  rig_assert_soft_for_good (rig);
  rig_free (rig);
}

/* Asleep between a start and its Arm: nothing is armed when the PC wakes. */
static void
test_sleep_before_arm (void)
{
  Rig *rig = rig_new (NULL);
  rig_prepare (rig);
  cuff_link_arm (rig->link, CUFF_ARM_TRAINING);
  rig_run_for (rig, 0.1);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_ARMED));
  cuff_clock_pretend_sleep (rig->clock, CUFF_SECONDS (7200));
  rig_assert_ended (rig, CUFF_REASON_SLEEP, 0.2);
  rig_run_for (rig, 15);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_ARMED));
  rig_free (rig);
}

/* Nobody here orders anything further: the controller vents by itself when the time of the order
 * is over, and that is neither a fault of its own nor a limb at its limit. */
static void
test_order_over (void)
{
  Rig *rig = rig_new (NULL);
  CuffOrder order = { .mode = CUFF_MODE_HOLD, .target = RIG_TARGET, .longest_ms = 5000 };
  rig_arm (rig);
  rig_run_for (rig, 0.3);
  cuff_link_order (rig->link, &order, 1, FALSE);
  rig_run_for (rig, 4.7);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_ENDED));
  rig_assert_ended (rig, CUFF_REASON_ORDER_OVER, 0.6);
  g_assert_null (rig_find_alarm (rig, CUFF_ALARM_DEVICE));
  rig_assert_soft_for_good (rig);
  rig_free (rig);
}

/* Damage on the way is survived and counted; nothing inflates that was not ordered. */
static void
test_noise (gconstpointer data)
{
  CuffFault fault = (CuffFault) GPOINTER_TO_INT (data);
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  cuff_sim_inject (rig->sim, fault);
  rig_run_for (rig, 30);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_ENDED));
  g_assert_cmpfloat_with_epsilon (rig_truth (rig).cuff_mmhg, 110, 8);
  CuffLinkQuality quality = cuff_link_get_quality (rig->link);
  g_assert_cmpuint (quality.n_damaged + quality.n_missing, >, 0);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_assert_soft_for_good (rig);
  rig_free (rig);
}

/* Shutdown vents first and leaves only when the release is proven. */
static void
test_shutdown (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  cuff_link_stop_and_join (rig->link);
  g_assert_cmpfloat (rig_truth (rig).cuff_mmhg, <, 10);
  g_assert_true (rig_truth (rig).vent_open);
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

  Rig *rig = rig_new (path);
  GByteArray *heard = g_byte_array_new ();
  double end_s = rig_now_s (rig) + 5;
  while (rig_now_s (rig) < end_s && rig_find_event (rig, CUFF_LINK_EVENT_LOST) == NULL) {
    g_assert_cmpint (write (master, nmea, strlen (nmea)), ==, strlen (nmea));
    rig_turn (rig);
    guint8 bytes[256];
    ssize_t n = read (master, bytes, sizeof bytes);
    if (n > 0)
      g_byte_array_append (heard, bytes, (guint) n);
  }
  const CuffLinkEvent *event = rig_find_event (rig, CUFF_LINK_EVENT_LOST);
  g_assert_nonnull (event);
  g_assert_nonnull (strstr (event->error.message, "does not answer"));
  g_assert_cmpfloat_with_epsilon (rig_now_s (rig), 3, 0.3);
  g_assert_cmpuint (heard->len, <=, 13 * 20); /* a Hello each 250 ms and nothing else */
  g_byte_array_unref (heard);
  rig_free (rig);
  close (keeper);
  close (master);
}

static void
test_no_port (void)
{
  Rig *rig = rig_new ("/dev/pts/999999");
  const CuffLinkEvent *event = rig_await_event (rig, CUFF_LINK_EVENT_LOST, 1);
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
  g_test_add_func ("/link/order-over", test_order_over);
  g_test_add_func ("/link/sleep-before-arm", test_sleep_before_arm);
  g_test_add_data_func ("/link/noise/garbage", GINT_TO_POINTER (CUFF_FAULT_GARBAGE), test_noise);
  g_test_add_data_func ("/link/noise/bit-errors", GINT_TO_POINTER (CUFF_FAULT_BIT_ERRORS),
                        test_noise);
  g_test_add_data_func ("/link/noise/drops", GINT_TO_POINTER (CUFF_FAULT_DROPS), test_noise);
  g_test_add_func ("/link/shutdown", test_shutdown);
  g_test_add_func ("/link/stranger", test_stranger);
  g_test_add_func ("/link/no-port", test_no_port);
  return g_test_run ();
}
