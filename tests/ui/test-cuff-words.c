/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What chip and stop bar say: unknown is never a number and never safe, and nothing is 0 before it
 * has been shown.
 */
#include "ebb-cuff-words.h"

#include <string.h>

static EbbCuffView
connected (void)
{
  return (EbbCuffView){ .state = EBB_CUFF_CONNECTED,
                        .n_channels = 1,
                        .pressure = { CUFF_MMHG (0), CUFF_PRESSURE_UNSET },
                        .deflated = TRUE,
                        .tight_since_us = EBB_TIME_UNSET };
}

static void
expect_chip (const EbbCuffView *view, const char *expected)
{
  g_autofree char *text = ebb_cuff_words_chip (view);
  g_assert_cmpstr (text, ==, expected);
}

static void
expect_headline (const EbbCuffView *view, gint64 now_us, const char *expected)
{
  g_autofree char *text = ebb_cuff_words_headline (view, now_us);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_chip (void)
{
  EbbCuffView view = connected ();
  expect_chip (&view, "Connected · 0 mmHg");
  view.simulated = TRUE;
  expect_chip (&view, "Simulated · 0 mmHg");
  view.state = EBB_CUFF_CONNECTING;
  expect_chip (&view, "Connecting…");
  view.state = EBB_CUFF_NONE;
  expect_chip (&view, "No cuff");
  view.state = EBB_CUFF_UNKNOWN;
  expect_chip (&view, "Unknown: treat as inflated");
}

static void
test_tight (void)
{
  EbbCuffView view = connected ();
  view.at_risk = TRUE;
  view.deflated = FALSE;
  view.pressure[0] = CUFF_MMHG (114);
  view.tight_since_us = CUFF_SECONDS (10);
  expect_headline (&view, CUFF_SECONDS (262), "Tight · 114 mmHg · 4:12");
  expect_chip (&view, "Connected · 114 mmHg");
  view.n_channels = 2;
  view.pressure[1] = CUFF_MMHG (98);
  expect_headline (&view, CUFF_SECONDS (262), "Tight · 114 and 98 mmHg · 4:12");
}

/* Nearly nothing is measured, but it has not lasted a second yet: no 0 on any page. */
static void
test_not_proven (void)
{
  EbbCuffView view = connected ();
  view.at_risk = TRUE;
  view.deflated = FALSE;
  for (CuffPressure pressure = -20; pressure < CUFF_MMHG (10); pressure++) {
    view.pressure[0] = pressure;
    expect_chip (&view, "Connected · below 10 mmHg");
    g_assert_cmpint (ebb_cuff_words_kind (&view), ==, EBB_CHIP_TIGHT);
  }
}

/* Whatever else stands in the view: no digit is shown of a cuff that is not seen. */
static void
test_unknown (void)
{
  for (guint bits = 0; bits < 16; bits++) {
    EbbCuffView view = connected ();
    view.at_risk = TRUE;
    view.deflated = (bits & 1) != 0;
    view.simulated = (bits & 2) != 0;
    view.state = (bits & 4) != 0 ? EBB_CUFF_UNKNOWN : EBB_CUFF_CONNECTED;
    view.n_channels = (bits & 8) != 0 ? 2 : 1;
    view.pressure[view.n_channels - 1] = CUFF_PRESSURE_UNSET;
    g_autofree char *chip = ebb_cuff_words_chip (&view);
    g_autofree char *reading = ebb_cuff_words_reading (&view);
    g_autofree char *headline = ebb_cuff_words_headline (&view, CUFF_SECONDS (5));
    g_assert_cmpint (ebb_cuff_words_kind (&view), ==, EBB_CHIP_UNKNOWN);
    g_assert_cmpstr (chip, ==, "Unknown: treat as inflated");
    g_assert_cmpstr (headline, ==, "Unknown: treat as inflated");
    g_assert_null (strpbrk (reading, "0123456789"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cuff-words/chip", test_chip);
  g_test_add_func ("/cuff-words/tight", test_tight);
  g_test_add_func ("/cuff-words/not-proven", test_not_proven);
  g_test_add_func ("/cuff-words/unknown", test_unknown);
  return g_test_run ();
}
