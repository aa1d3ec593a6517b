/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of faults, and the texts that say when they begin: options, scripts and the fault matrix
 * speak by these.
 */
#include "cuff-fault.h"

#include <glib.h>
#include <string.h>

/* The names of the contract; more may come, none may go. */
static const char *const names[] = {
  "no-reply",        "silence",        "garbage",
  "flood",           "bit-errors",     "drops",
  "bit-errors-high", "drops-half",     "duplicates",
  "reorder",         "delay",          "delay-long",
  "wrong-echo",      "stale-sequence", "baud",
  "reset",           "power-loss",     "boot-with-pressure",
  "vent-stuck",      "pump-stuck",     "leak-slow",
  "leak-fast",       "hose-kinked",    "hose-blocked",
  "sensor-offset",   "sensor-drift",   "sensor-stuck",
  "sensor-spike",    "sensor-nan",     "sensors-disagree",
  "clock-fast",      "clock-slow",     "vanish",
  "replug",          "nmea",           "at-modem",
  "caps-absurd",     "caps-missing",   "stop-button",
};

static void
test_names (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++) {
    CuffFault fault = cuff_fault_from_string (names[i]);
    g_assert_cmpint (fault, !=, CUFF_FAULT_COUNT);
    g_assert_cmpstr (cuff_fault_to_string (fault), ==, names[i]);
  }
  g_assert_cmpuint (G_N_ELEMENTS (names), ==, CUFF_FAULT_COUNT - 1);
  g_assert_null (cuff_fault_to_string (CUFF_FAULT_COUNT));
  g_assert_null (cuff_fault_to_string ((CuffFault) -1));
  g_assert_cmpint (cuff_fault_from_string ("no such fault"), ==, CUFF_FAULT_COUNT);
  g_assert_cmpint (cuff_fault_from_string (""), ==, CUFF_FAULT_COUNT);
  g_assert_cmpint (cuff_fault_from_string (NULL), ==, CUFF_FAULT_COUNT);
}

typedef struct {
  const char *text;
  CuffFaultPlan plan;
} PlanRow;

static const PlanRow good_plans[] = {
  { "drops@0", { .fault = CUFF_FAULT_DROPS } },
  { "vent-stuck@10", { .fault = CUFF_FAULT_VENT_STUCK, .at_us = CUFF_SECONDS (10) } },
  { "leak-slow@1.5", { .fault = CUFF_FAULT_LEAK_SLOW, .at_us = CUFF_MS (1500) } },
  { "silence@10+5",
    { .fault = CUFF_FAULT_SILENCE, .at_us = CUFF_SECONDS (10), .lasts_us = CUFF_SECONDS (5) } },
  { "reset@holding", { .fault = CUFF_FAULT_RESET, .when = CUFF_FAULT_AT_HOLDING } },
  { "reset@idle", { .fault = CUFF_FAULT_RESET, .when = CUFF_FAULT_AT_IDLE } },
  { "reset@armed", { .fault = CUFF_FAULT_RESET, .when = CUFF_FAULT_AT_ARMED } },
  { "reset@inflating", { .fault = CUFF_FAULT_RESET, .when = CUFF_FAULT_AT_INFLATING } },
  { "reset@resting", { .fault = CUFF_FAULT_RESET, .when = CUFF_FAULT_AT_RESTING } },
  { "delay@deflating+0.5",
    { .fault = CUFF_FAULT_DELAY, .when = CUFF_FAULT_AT_DEFLATING, .lasts_us = CUFF_MS (500) } },
  { "vent-stuck:1@10",
    { .fault = CUFF_FAULT_VENT_STUCK, .at_us = CUFF_SECONDS (10), .channels = 2 } },
  { "sensor-nan:0@armed",
    { .fault = CUFF_FAULT_SENSOR_NAN, .when = CUFF_FAULT_AT_ARMED, .channels = 1 } },
};

/* A channel that is not there, or for a fault of the one cable, is a mistake of whoever wrote it.
 */
static const char *const bad_plans[] = {
  "",
  "@",
  "drops",
  "drops@",
  "@10",
  "none@10",
  "rain@10",
  "drops@-1",
  "drops@86401",
  "drops@1e3",
  "drops@nan",
  "drops@ 1",
  "drops@1 ",
  "drops@1+",
  "drops@1+0",
  "drops@1+x",
  "drops@hold",
  "drops@Holding",
  "drops@10+5+5",
  "vent-stuck:2@10",
  "vent-stuck:@10",
  "vent-stuck:01@10",
  "vent-stuck:-@10",
  "drops:1@10",
  "reset:0@10",
  "drops@1@2",
  "a-name-that-is-longer-than-any-fault-has@1",
};

static void
test_plans (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (good_plans); i++) {
    const CuffFaultPlan *wanted = &good_plans[i].plan;
    CuffFaultPlan plan;
    if (!cuff_fault_plan_parse (good_plans[i].text, &plan))
      g_error ("%s was refused", good_plans[i].text);
    g_assert_cmpint (plan.fault, ==, wanted->fault);
    g_assert_cmpint (plan.when, ==, wanted->when);
    g_assert_cmpint (plan.at_us, ==, wanted->at_us);
    g_assert_cmpint (plan.lasts_us, ==, wanted->lasts_us);
    g_assert_cmpuint (plan.channels, ==, wanted->channels);
  }
  for (size_t i = 0; i < G_N_ELEMENTS (bad_plans); i++) {
    CuffFaultPlan plan = { .fault = CUFF_FAULT_BAUD };
    if (cuff_fault_plan_parse (bad_plans[i], &plan))
      g_error ("\"%s\" was taken", bad_plans[i]);
    g_assert_cmpint (plan.fault, ==, CUFF_FAULT_BAUD);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fault/names", test_names);
  g_test_add_func ("/fault/plans", test_plans);
  return g_test_run ();
}
