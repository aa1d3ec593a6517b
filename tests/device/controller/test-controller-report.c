/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the controller tells without being asked twice: telemetry, alarms, the log, the buzzer; and
 * what it does when nobody listens.
 */
#include "board.h"

static void
test_stream (void)
{
  static const struct {
    uint16_t hz;
    CuffResult result;
    unsigned n_telemetry; /* in a second */
  } rows[] = {
    { 50, CUFF_RESULT_OK, 50 },          { 200, CUFF_RESULT_OK, 200 }, { 0, CUFF_RESULT_OK, 0 },
    { 201, CUFF_RESULT_ABOVE_LIMIT, 0 }, { 100, CUFF_RESULT_OK, 100 },
  };
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    unsigned before;

    g_assert_cmpint (
        board_command (board, (CuffMessage){ .type = CUFF_MSG_STREAM, .stream = { rows[i].hz } }),
        ==, (int) rows[i].result);
    before = board->n_telemetry;
    board_run (board, 1000);
    g_assert_cmpint (ABS ((int) (board->n_telemetry - before) - (int) rows[i].n_telemetry), <=, 1);
  }
}

/* An alarm is repeated once a second until somebody has seen it. */
static void
test_alarm_repeats (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board->cuff[0].broken[0] = true;
  board_run (board, 9950);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 10);
  g_assert_cmpuint (board->alarm.severity, ==, 3);
  board_acknowledge (board, CUFF_ALARM_DEVICE);
  board_run (board, 5000);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 10);
  g_assert_false (board->buzzer);
}

/* The host may ask for a sound; it stops with the heartbeats. */
static void
test_buzz (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_false (board->buzzer);
  board->state.buzz = true;
  board_run (board, 250);
  g_assert_true (board->buzzer);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_BUZZER, !=, 0);
  board->beats = false;
  board_run (board, 1700);
  g_assert_false (board->buzzer);
}

static void
test_log (void)
{
  g_autoptr (Board) board = board_new (1);
  uint32_t n_rows;

  board_make_ready (board);
  for (uint32_t epoch = 1; epoch <= 20; epoch++) {
    g_assert_cmpint (board_arm (board, epoch, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
    board_vent (board);
    board_run (board, 1200);
  }
  n_rows = 1 + 1 + 2 * 20; /* boot, released, armed and vented twenty times */
  g_assert_cmpint (
      board_command (board, (CuffMessage){ .type = CUFF_MSG_LOG_READ, .log_read = { 0, 255 } }), ==,
      CUFF_RESULT_OK);
  g_assert_cmpint (board->ack.value, ==, (int) n_rows);
  board_run (board, 1000);
  g_assert_cmpuint (board->log->len, ==, n_rows);
  for (unsigned i = 0; i < n_rows; i++)
    g_assert_cmpuint (g_array_index (board->log, CuffLogMessage, i).index, ==, i);
  g_assert_cmpint (g_array_index (board->log, CuffLogMessage, 0).event.code, ==,
                   CUFF_DEVICE_EVENT_BOOT);

  /* Beyond 64 rows the oldest are gone, and it says which is the oldest. */
  for (unsigned i = 0; i < 40; i++) {
    board_command (board,
                   (CuffMessage){ .type = CUFF_MSG_SET_TIME, .set_time = { 1767225600000 + i } });
  }
  board_command (board, (CuffMessage){ .type = CUFF_MSG_LOG_READ, .log_read = { 0, 3 } });
  g_assert_cmpint (board->ack.limit, ==, (int) n_rows + 40 - CUFF_LOG_SIZE);
  g_assert_cmpint (board->ack.value, ==, 3);
  board_command (board, (CuffMessage){ .type = CUFF_MSG_LOG_READ, .log_read = { 100000, 3 } });
  g_assert_cmpint (board->ack.value, ==, 0);
}

static void
test_set_time (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SET_TIME,
                                                        .set_time = { 1767225600999 } }),
                   ==, CUFF_RESULT_OK);
  g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_TIME_SET], ==, 1767225600);
}

/* Nobody reads: telemetry is lost, and when somebody reads again every frame is whole. */
static void
test_line_full (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board->line_full = true;
  board_run (board, 3000);
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 150, 8);
  board->beats = false;
  board_vent (board);
  board->line_full = false;
  board_run (board, 10);
  g_assert_cmpint (board->ack.command, ==, CUFF_MSG_VENT);
  g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_VENTED], ==, 1);

  /* More answers than it can keep. */
  board->line_full = true;
  for (unsigned i = 0; i < 1000; i++)
    board_vent (board);
  board->line_full = false;
  board_run (board, 4000);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
}

static void
tell_time (Board *board, uint64_t unix_s)
{
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SET_TIME,
                                                        .set_time = { unix_s * 1000 } }),
                   ==, CUFF_RESULT_OK);
}

static int
read_log (Board *board, uint32_t from, uint8_t count)
{
  g_array_set_size (board->log, 0);

  return board_command (board,
                        (CuffMessage){ .type = CUFF_MSG_LOG_READ, .log_read = { from, count } });
}

/* Row 2 + k of the log of a fresh board tells the time 1000 + k: no row is ever passed off as
 * another one. */
static void
assert_rows (Board *board, uint32_t first, unsigned count)
{
  g_assert_cmpuint (board->log->len, ==, count);
  for (unsigned i = 0; i < count; i++) {
    const CuffLogMessage *row = &g_array_index (board->log, CuffLogMessage, i);

    g_assert_cmpuint (row->index, ==, first + i);
    g_assert_cmpint (row->event.code, ==, CUFF_DEVICE_EVENT_TIME_SET);
    g_assert_cmpint (row->event.argument, ==, 1000 + (int32_t) (first + i) - 2);
  }
}

/* A host that reads page by page gets every row once, also over the end of the ring. */
static void
test_log_pages (void)
{
  g_autoptr (Board) board = board_new (1);
  uint32_t from = 0;

  board_make_ready (board); /* two rows: booted, released */
  for (unsigned i = 0; i < 100; i++)
    tell_time (board, 1000 + i);
  for (unsigned page = 0; page < 4; page++) {
    uint32_t first = MAX (from, 102 - CUFF_LOG_SIZE);

    g_assert_cmpint (read_log (board, from, 20), ==, CUFF_RESULT_OK);
    board_run (board, 500);
    assert_rows (board, first, page < 3 ? 20 : 4);
    from = first + board->log->len;
  }
  g_assert_cmpint (read_log (board, from, 20), ==, CUFF_RESULT_OK);
  g_assert_cmpint (board->ack.value, ==, 0);
}

/* Rows that are written over while they wait to be sent are left out. */
static void
test_log_overtaken (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  for (unsigned i = 0; i < 62; i++)
    tell_time (board, 1000 + i);
  g_assert_cmpint (read_log (board, 0, 64), ==, CUFF_RESULT_OK);
  g_assert_cmpint (board->ack.value, ==, 64);
  for (unsigned i = 62; i < 72; i++)
    tell_time (board, 1000 + i);
  board_run (board, 1000);
  assert_rows (board, 10, 54);
}

/* A line that stands still holds the rows up and loses none. */
static void
test_log_waits_for_line (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  for (unsigned i = 0; i < 62; i++)
    tell_time (board, 1000 + i);
  read_log (board, 2, 62);
  board_run (board, 50);
  board->line_full = true;
  board_run (board, 2000);
  board->line_full = false;
  board_run (board, 1000);
  assert_rows (board, 2, 62);
}

/* Why it started is told in the identity and in the first row of the log; however it started, it
 * started vented. */
static void
test_reset_causes (void)
{
  for (uint8_t cause = CUFF_RESET_POWER_ON; cause <= CUFF_RESET_SOFTWARE; cause++) {
    g_autoptr (Board) board = board_new (1);
    uint32_t boot_id;

    board_make_ready (board);
    board_inflate (board, 1, 150);
    boot_id = board->identity.boot_id;
    board->config.identity.reset_cause = cause;
    board_boot (board);
    g_assert_true (board_is_vented (board));
    board_stays_vented (board, 4000);
    g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_BOOT], ==, cause);
    board_make_ready (board);
    g_assert_cmpuint (board->identity.reset_cause, ==, cause);
    g_assert_cmpuint (board->identity.boot_id, !=, boot_id);
    read_log (board, 0, 1);
    board_run (board, 50);
    g_assert_cmpint (g_array_index (board->log, CuffLogMessage, 0).event.argument, ==, cause);
  }
}

/* What is simulated says so in every telemetry, what is not does not. */
static void
test_simulated_flag (void)
{
  for (unsigned simulated = 0; simulated <= 1; simulated++) {
    g_autoptr (Board) board = board_new (1);

    if (simulated)
      board->config.identity.capabilities |= CUFF_IS_SIMULATED;
    board_boot (board);
    board_run (board, 20);
    g_assert_cmpint (!!(board->telemetry.flags & CUFF_DEVICE_SIMULATED), ==, simulated);
  }
}

/* Two causes, two alarms: each repeats until it was seen itself, and the fault outlives the first
 * acknowledgement. */
static void
test_two_alarms (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board_squeeze (board, 0, 331);
  board_run (board, 10);
  board->cuff[0].broken[1] = true;
  board_let_go (board, 0);
  board_run (board, 100);
  board->cuff[0].broken[1] = false;
  board_run (board, 5000);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_OVER_PRESSURE], ==, 6);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 6);

  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_OVER_PRESSURE), ==,
                   CUFF_RESULT_FAULT_LATCHED);
  board_run (board, 3000);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_OVER_PRESSURE], ==, 6);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 9);
  g_assert_true (board->buzzer);
  g_assert_cmpuint (board->n_withdrawn, ==, 0);

  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_OK);
  g_assert_cmpuint (board->n_withdrawn, ==, 2);
  board_run (board, 3000);
  g_assert_false (board->buzzer);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 9);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
}

/* What was seen and comes again is an alarm again. */
static void
test_alarm_comes_again (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  for (unsigned i = 1; i <= 3; i++) {
    board->cuff[0].broken[0] = true;
    board_run (board, 100);
    g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, i);
    board->cuff[0].broken[0] = false;
    board_run (board, 600);
    g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_OK);
    g_assert_cmpuint (board->n_withdrawn, ==, i);
  }
}

/* The device's own button: vents, says so for as long as it is held, and bars the next arm until
 * it is let go. */
static void
test_stop_button (void)
{
  g_autoptr (Board) board = board_new (2);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board->stop_pressed = true;
  board_run (board, 5);
  g_assert_true (board_is_vented (board));
  g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_DEVICE_BUTTON);
  board->state.epoch = 0;
  board_order (board, 0, CUFF_MODE_VENT, 0);
  board_order (board, 1, CUFF_MODE_VENT, 0);
  board_stays_vented (board, 4000);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_STOP_BUTTON, !=, 0);
  g_assert_cmpint (board_arm (board, 2, CUFF_ARM_TRAINING), ==, CUFF_RESULT_BAD_STATE);
  board->stop_pressed = false;
  board_run (board, 20);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_STOP_BUTTON, ==, 0);
  board_inflate (board, 2, 150);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/controller/server/stream", test_stream);
  g_test_add_func ("/controller/server/alarm-repeats", test_alarm_repeats);
  g_test_add_func ("/controller/server/buzz", test_buzz);
  g_test_add_func ("/controller/server/log", test_log);
  g_test_add_func ("/controller/server/set-time", test_set_time);
  g_test_add_func ("/controller/server/line-full", test_line_full);
  g_test_add_func ("/controller/report/log-pages", test_log_pages);
  g_test_add_func ("/controller/report/log-overtaken", test_log_overtaken);
  g_test_add_func ("/controller/report/log-waits-for-line", test_log_waits_for_line);
  g_test_add_func ("/controller/report/reset-causes", test_reset_causes);
  g_test_add_func ("/controller/report/simulated", test_simulated_flag);
  g_test_add_func ("/controller/report/two-alarms", test_two_alarms);
  g_test_add_func ("/controller/report/alarm-comes-again", test_alarm_comes_again);
  g_test_add_func ("/controller/report/stop-button", test_stop_button);
  return g_test_run ();
}
