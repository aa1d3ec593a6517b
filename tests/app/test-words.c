/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every state, reason and alarm has words; alarms begin with what to do.
 */
#include "ebb-plan.h"
#include "ebb-words.h"

#include <string.h>

static void
test_phases (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (int phase = EBB_PHASE_SELF_CHECK; phase <= EBB_PHASE_CLOSED; phase++) {
    const char *text = ebb_phase_to_text ((EbbPhase) phase);

    g_assert_cmpuint (strlen (text), >, 0);
    g_assert_true (g_hash_table_add (ids, (gpointer) ebb_phase_to_id ((EbbPhase) phase)));
    /* "Release" could mean muscle or cuff: it is used for neither. */
    g_assert_null (strstr (text, "elease"));
  }
  g_assert_cmpstr (ebb_phase_to_id (EBB_PHASE_CONTRACT), ==, "contract");
  g_assert_cmpstr (ebb_phase_to_text (EBB_PHASE_UNKNOWN), ==, "Unknown: treat as inflated");
  g_assert_cmpstr (ebb_phase_to_id ((EbbPhase) 99), ==, "unknown");
}

static void
test_alarms_say_what_to_do_first (void)
{
  static const char *const first_words[CUFF_ALARM_COUNT] = {
    "",
    "Check that the cuff",
    "Open the cuff by hand",
    "Treat the cuff as inflated",
    "Stop and",
    "Check that the cuff",
    "Press Stop",
    "Check how the cuff",
    "Check cuff",
    "Remove the cuff",
    "Look after",
    "Finish this exercise",
    "See to the",
  };

  for (int alarm = CUFF_ALARM_OVER_PRESSURE; alarm < CUFF_ALARM_COUNT; alarm++) {
    g_autofree char *code = g_strdup_printf ("A%02d", alarm);

    g_assert_cmpstr (ebb_alarm_to_code ((CuffAlarm) alarm), ==, code);
    g_assert_true (g_str_has_prefix (ebb_alarm_to_text ((CuffAlarm) alarm), first_words[alarm]));
  }
  g_assert_cmpstr (ebb_alarm_to_text (CUFF_ALARM_NONE), ==, "");
  g_assert_cmpstr (ebb_alarm_to_code ((CuffAlarm) 77), ==, "");
  g_assert_cmpstr (ebb_alarm_to_text ((CuffAlarm) -1), ==, "");
}

static void
test_states_and_reasons (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (int reason = CUFF_REASON_NONE; reason <= CUFF_REASON_ORDER_OVER; reason++)
    g_assert_true (g_hash_table_add (texts, (gpointer) ebb_reason_to_text ((CuffReason) reason)));
  for (int state = EBB_STATE_OPEN; state <= EBB_STATE_INTERRUPTED; state++)
    g_assert_true (
        g_hash_table_add (texts, (gpointer) ebb_end_state_to_text ((EbbEndState) state)));
  /* A number from a newer record is not read past the table. */
  g_assert_cmpstr (ebb_reason_to_text ((CuffReason) 500), ==, "Unknown");
  g_assert_cmpstr (ebb_end_state_to_text ((EbbEndState) 5), ==, "Unknown");
  g_assert_cmpstr (ebb_segment_to_text (EBB_SEGMENT_CALF), ==, "calf");
}

static void
test_pressures (void)
{
  static const struct {
    CuffPressure pressure;
    const char *text;
  } rows[] = { { CUFF_MMHG (180), "180 mmHg" },
               { 1122, "112.2 mmHg" },
               { 0, "0 mmHg" },
               { -5, "-0.5 mmHg" },
               { CUFF_PRESSURE_UNSET, "unknown" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = ebb_pressure_to_text (rows[i].pressure);

    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

/* Each answer of a controller has a text of its own, but for the two kinds of old order. */
static void
test_results (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (int result = CUFF_RESULT_OK; result <= CUFF_RESULT_DUPLICATE; result++) {
    const char *text = ebb_result_to_text ((CuffResult) result);

    g_assert_cmpuint (strlen (text), >, 0);
    g_assert_cmpint (g_hash_table_add (texts, (gpointer) text), ==,
                     result != CUFF_RESULT_STALE_SEQUENCE);
  }
  g_assert_true (g_hash_table_add (texts, (gpointer) ebb_result_to_text ((CuffResult) 99)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/phases", test_phases);
  g_test_add_func ("/words/alarms", test_alarms_say_what_to_do_first);
  g_test_add_func ("/words/states-and-reasons", test_states_and_reasons);
  g_test_add_func ("/words/results", test_results);
  g_test_add_func ("/words/pressures", test_pressures);
  return g_test_run ();
}
