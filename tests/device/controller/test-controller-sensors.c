/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a controller makes of its sensors: a calibration is applied before anything is judged by a
 * reading, one that makes no sense is a fault and not a guess, and one sensor is enough to be safe.
 */
#include "board.h"

/* 20260105 */
#define CALIBRATED 20260105u

/* A sensor that said 2.0 mmHg in the room and 198.0 mmHg at 200.0 mmHg. */
static const CuffCalibration two_points = { .offset = CUFF_MMHG (2), .gain_ppm = 20408 };

static void
test_two_points (void)
{
  static const CuffCalibration none = { 0 };
  static const CuffCalibration too_much = { .offset = CUFF_MMHG (-10), .gain_ppm = -50000 };

  g_assert_cmpint (cuff_calibration_apply (&two_points, CUFF_MMHG (2)), ==, 0);
  g_assert_cmpint (cuff_calibration_apply (&two_points, CUFF_MMHG (198)), ==, CUFF_MMHG (200));
  g_assert_cmpint (cuff_calibration_apply (&two_points, CUFF_MMHG (100)), ==, CUFF_MMHG (100));
  /* -20 read, -22 true but for 2 %: -22.4 */
  g_assert_cmpint (cuff_calibration_apply (&two_points, CUFF_MMHG (-20)), ==, -224);

  for (CuffPressure reading = CUFF_MMHG (-30); reading <= CUFF_MMHG (400); reading++)
    g_assert_cmpint (cuff_calibration_apply (&none, reading), ==, reading);
  g_assert_cmpint (cuff_calibration_apply (&too_much, CUFF_MMHG (400)), ==, 3895);
}

/* What may stand in a board's memory, and what cannot have come from a calibration. */
static void
test_sane (void)
{
  static const struct {
    const char *what;
    CuffCalibration calibration;
    uint32_t date;
    bool sane;
  } rows[] = {
    { "never calibrated", { 0, 0 }, 0, true },
    { "found without fault", { 0, 0 }, CALIBRATED, true },
    { "two points", { 20, 20408 }, CALIBRATED, true },
    { "the most", { 100, 50000 }, CALIBRATED, true },
    { "the least", { -100, -50000 }, CALIBRATED, true },
    { "offset too high", { 101, 0 }, CALIBRATED, false },
    { "offset too low", { -101, 0 }, CALIBRATED, false },
    { "gain too high", { 0, 50001 }, CALIBRATED, false },
    { "gain too low", { 0, -50001 }, CALIBRATED, false },
    { "an offset of no day", { 1, 0 }, 0, false },
    { "a gain of no day", { 0, 1 }, 0, false },
    { "memory erased to ones", { -1, -1 }, UINT32_MAX, false },
    { "last century", { 0, 0 }, 19991231, false },
    { "next century", { 0, 0 }, 21000101, false },
    { "month 0", { 0, 0 }, 20260001, false },
    { "month 13", { 0, 0 }, 20261301, false },
    { "day 0", { 0, 0 }, 20260100, false },
    { "day 32", { 0, 0 }, 20260132, false },
    { "the first day", { 0, 0 }, 20000101, true },
    { "the last day", { 0, 0 }, 20991231, true },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (cuff_calibration_is_sane (&rows[i].calibration, rows[i].date) != rows[i].sane)
      g_error ("%s: taken for %s", rows[i].what, rows[i].sane ? "nonsense" : "sane");
  }
}

/* A board whose first sensor reads as `two_points` says; the second is right. */
static Board *
board_with_poor_sensor (bool calibrated)
{
  Board *board = board_new (1);

  board->cuff[0].offset_mmhg[0] = 2;
  board->cuff[0].gain_error[0] = -0.02;
  if (calibrated) {
    board->config.calibration[0][0] = two_points;
    board->config.identity.calibration_date = CALIBRATED;
  }
  board_boot (board);

  return board;
}

/* The host hears the corrected pressure and the day of the calibration, and the cuff is held at
 * the true one. */
static void
test_calibrated (void)
{
  g_autoptr (Board) board = board_with_poor_sensor (true);

  board_make_ready (board);
  g_assert_cmpuint (board->identity.calibration_date, ==, CALIBRATED);
  board_inflate (board, 1, 200);
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 200, 2);
  g_assert_cmpfloat_with_epsilon (cuff_pressure_to_mmhg (board->telemetry.channel[0].pressure),
                                  board->cuff[0].mmhg, 0.2);
}

/* The limits hold for the true pressure: 301 mmHg that read 297 are above 300. */
static void
test_limits_are_calibrated (void)
{
  for (unsigned calibrated = 0; calibrated <= 1; calibrated++) {
    g_autoptr (Board) board = board_with_poor_sensor (calibrated);

    board->config.identity.capabilities &= ~(uint32_t) CUFF_CAN_SECOND_SENSOR;
    board_boot (board);
    board_make_ready (board);
    board_inflate (board, 1, 200);
    board_squeeze (board, 0, 301);
    board_run (board, 310);
    g_assert_cmpint (board_is_vented (board), ==, calibrated);
    g_assert_cmpuint (board->n_alarms[CUFF_ALARM_OVER_PRESSURE], ==, calibrated);
  }
}

/* Zero goes on top of a calibration and is judged by the corrected reading. */
static void
test_zero_after_calibration (void)
{
  g_autoptr (Board) board = board_with_poor_sensor (true);

  board_make_ready (board);
  board->cuff[0].offset_mmhg[0] = 2 + 9; /* drifted by 9 since */
  board_run (board, 10);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_ZERO }), ==,
                   CUFF_RESULT_OK);
  board_run (board, 600);
  g_assert_cmpint (board->result.value, ==, 92);
  g_assert_cmpint (board->telemetry.channel[0].pressure, ==, 0);
}

/* Nobody knows what the sensor says: unset, a fault, and no way to arm, on either channel and
 * either sensor. */
static void
test_wild_calibration (void)
{
  static const CuffCalibration wild = { .offset = CUFF_MMHG (11) };

  for (unsigned i = 0; i < 4; i++) {
    g_autoptr (Board) board = board_new (2);
    CuffChannelReport *report = &board->telemetry.channel[i / 2];

    board->config.calibration[i / 2][i % 2] = wild;
    board->config.identity.calibration_date = CALIBRATED;
    board_boot (board);
    board_send (board, (CuffMessage){ .type = CUFF_MSG_HELLO, .hello = { 1, 0, board->nonce } });
    board->beats = true;
    board_stays_vented (board, 3100);
    g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
    g_assert_cmpuint (report->flags & CUFF_CHANNEL_SENSOR_FAULT, !=, 0);
    g_assert_cmpint (i % 2 == 0 ? report->pressure : report->pressure_second, ==,
                     CUFF_PRESSURE_UNSET);
    g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 1);
    board_acknowledge (board, CUFF_ALARM_DEVICE);
    g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_FAULT_LATCHED);
    board_stays_vented (board, 3000);
    g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
  }
}

/* A memory half written: good values, no day. */
static void
test_calibration_of_no_day (void)
{
  g_autoptr (Board) board = board_new (1);

  board->config.calibration[0][0] = two_points;
  board_boot (board);
  board_stays_vented (board, 3100);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
}

/* Whoever has one sensor has every limit but the comparison; what would belong to a second one
 * is not looked at. */
static void
test_one_sensor (void)
{
  g_autoptr (Board) board = board_new (1);

  board->config.identity.capabilities &= ~(uint32_t) CUFF_CAN_SECOND_SENSOR;
  board->config.identity.calibration_date = CALIBRATED;
  board->config.calibration[0][1].offset = CUFF_MMHG (99);
  board->cuff[0].broken[1] = true;
  board_boot (board);
  board_make_ready (board);
  board_inflate (board, 1, 180);
  g_assert_cmpint (board->telemetry.channel[0].pressure_second, ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 0);

  board->cuff[0].broken[0] = true;
  board_run (board, 60);
  g_assert_true (board_is_vented (board));
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
}

static void
test_one_sensor_is_zeroed (void)
{
  g_autoptr (Board) board = board_new (1);

  board->config.identity.capabilities &= ~(uint32_t) CUFF_CAN_SECOND_SENSOR;
  board_boot (board);
  board_make_ready (board);
  board->cuff[0].offset_mmhg[0] = -4;
  board_run (board, 10);
  board_command (board, (CuffMessage){ .type = CUFF_MSG_ZERO });
  board_run (board, 600);
  g_assert_true (board->result.pass);
  g_assert_cmpint (board->result.value, ==, CUFF_MMHG (-4));
  g_assert_cmpint (board->telemetry.channel[0].pressure, ==, 0);
}

/* A reading outside what the sensor can measure is no reading, whatever the converter says.  An
 * identity that names no range has that of the wire. */
static void
test_sensor_range (void)
{
  static const struct {
    CuffPressure sensor_min, sensor_max;
    double mmhg;
    bool readable;
  } rows[] = {
    { CUFF_MMHG (-10), CUFF_MMHG (250), 250, true },
    { CUFF_MMHG (-10), CUFF_MMHG (250), 251, false },
    { CUFF_MMHG (-10), CUFF_MMHG (250), -9, true },
    { CUFF_MMHG (-10), CUFF_MMHG (250), -11, false },
    { CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET, 400, true },
    { CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET, 401, false },
    { CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET, -30, true },
    { CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET, -31, false },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);

    board->config.identity.sensor_min = rows[i].sensor_min;
    board->config.identity.sensor_max = rows[i].sensor_max;
    board_boot (board);
    board_run (board, 1000);
    board_squeeze (board, 0, rows[i].mmhg);
    board_run (board, 20);
    g_assert_cmpint (cuff_pressure_is_set (board->telemetry.channel[0].pressure), ==,
                     rows[i].readable);
    g_assert_cmpint (cuff_pressure_is_set (board->telemetry.channel[0].pressure_second), ==,
                     rows[i].readable);
  }
}

/* Blind on both eyes: the vent is ordered within 50 ms, counts as under pressure however long it
 * lasts, and nothing but seeing again ends the fault. */
static void
test_both_unreadable (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board->cuff[0].broken[0] = board->cuff[0].broken[1] = true;
  board_run (board, 60);
  g_assert_true (board_is_vented (board));
  board_stays_vented (board, 20000);
  g_assert_cmpint (board->telemetry.channel[0].pressure, ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), !=, CUFF_RESULT_OK);
  g_assert_cmpuint (board->cuff[0].valve_permille, ==, 1000); /* the other way out stays open */
  g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_RELEASED], ==, 1); /* boot's only */

  board->cuff[0].broken[0] = board->cuff[0].broken[1] = false;
  board_run (board, 1000);
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_OK);
}

/* A sensor that drops out for less than 50 ms, again and again: a loose plug, and no fault. */
static void
test_short_dropouts (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  for (unsigned i = 0; i < 50; i++) {
    board->cuff[0].broken[0] = true;
    board_run (board, 40);
    board->cuff[0].broken[0] = false;
    board_run (board, 200);
  }
  g_assert_false (board_is_vented (board));
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 150, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/controller/calibration/two-points", test_two_points);
  g_test_add_func ("/controller/calibration/sane", test_sane);
  g_test_add_func ("/controller/calibration/applied", test_calibrated);
  g_test_add_func ("/controller/calibration/limits", test_limits_are_calibrated);
  g_test_add_func ("/controller/calibration/zero", test_zero_after_calibration);
  g_test_add_func ("/controller/calibration/wild", test_wild_calibration);
  g_test_add_func ("/controller/calibration/of-no-day", test_calibration_of_no_day);
  g_test_add_func ("/controller/sensors/one", test_one_sensor);
  g_test_add_func ("/controller/sensors/one-is-zeroed", test_one_sensor_is_zeroed);
  g_test_add_func ("/controller/sensors/range", test_sensor_range);
  g_test_add_func ("/controller/sensors/both-unreadable", test_both_unreadable);
  g_test_add_func ("/controller/sensors/short-dropouts", test_short_dropouts);
  return g_test_run ();
}
