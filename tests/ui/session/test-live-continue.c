/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a stopped exercise may go on, what stands under More…, and what the patient's window says
 * (clinic 3.10, 3.14; screens 6).
 */
#include "ebb-live-continue.h"
#include "ebb-live-more.h"
#include "ebb-live-patient.h"
#include "live-rig.h"

#include <string.h>

static void
assert_offers (const EbbSessionView *view, const char *first, const char *second, const char *third)
{
  const char *const expected[] = { first, second, third };
  EbbLiveOffer offers[EBB_LIVE_OFFERS_MAX];
  guint n = ebb_live_continue_offers (view, offers);

  for (guint i = 0; i < EBB_LIVE_OFFERS_MAX; i++)
    g_assert_cmpstr (i < n ? offers[i].text : NULL, ==, expected[i]);
  ebb_live_continue_offers_clear (offers, n);
}

/* What goes on right where it was comes first; the whole set and the next one are a choice. */
static void
test_offers (void)
{
  EbbSessionView view = { .can_continue = TRUE, .continue_set = 2, .continue_of = 3 };

  view.continue_cut = TRUE;
  view.continue_left = (EbbSetPlan){ 3, 8, EBB_SET_COUNTED, 0 };
  assert_offers (&view, "Set 2, 3–8 more", "Set 2 anew", "Set 3");
  view.continue_left = (EbbSetPlan){ 0, 0, EBB_SET_TIMED, 200 };
  assert_offers (&view, "Set 2, 3:20 more", "Set 2 anew", "Set 3");
  view.continue_set = 3;
  assert_offers (&view, "Set 3, 3:20 more", "Set 3 anew", NULL);
  view.continue_cut = FALSE;
  assert_offers (&view, "Set 3", NULL, NULL);
  g_autofree char *button = ebb_live_continue_button (&view);
  g_assert_cmpstr (button, ==, "Continue from set 3…");
}

/* After a safety deflation, or when nothing is left, there is no such button. */
static void
test_no_offer (void)
{
  EbbSessionView view = { .continue_set = 2, .continue_of = 3 };

  assert_offers (&view, NULL, NULL, NULL);
  g_assert_null (ebb_live_continue_button (&view));
  view.can_continue = TRUE;
  view.continue_set = 0;
  assert_offers (&view, NULL, NULL, NULL);
  g_assert_null (ebb_live_continue_button (&view));
}

static gboolean
is_offered (const EbbLiveControlsState *state, EbbLiveAct act)
{
  EbbLiveAct acts[EBB_LIVE_MORE_MAX];
  guint n = ebb_live_more_list (state, acts);

  for (guint i = 0; i < n; i++)
    if (acts[i] == act)
      return TRUE;
  return FALSE;
}

/* Only what can be done now stands there, each with a word of its own. */
static void
test_more (void)
{
  g_auto (LiveRig) rig = { 0 };
  EbbLiveAct acts[EBB_LIVE_MORE_MAX];

  live_rig_init (&rig);
  const EbbLiveControlsState *state = &live_rig_make (&rig)->controls;
  g_assert_true (is_offered (state, EBB_ACT_MARK) && is_offered (state, EBB_ACT_NOTE));
  g_assert_true (is_offered (state, EBB_ACT_REPOSITION));
  g_assert_false (is_offered (state, EBB_ACT_REPEAT_SET) || is_offered (state, EBB_ACT_SKIP_SET));
  rig.view.can_repeat = rig.view.can_skip = TRUE;
  live_rig_phase (&rig, EBB_PHASE_REST, 5000, 30000);
  state = &live_rig_make (&rig)->controls;
  g_assert_cmpuint (ebb_live_more_list (state, acts), ==, EBB_LIVE_MORE_MAX);
  for (guint i = 0; i < EBB_LIVE_MORE_MAX; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (ebb_live_more_text (acts[i]), !=, ebb_live_more_text (acts[j]));
  live_rig_phase (&rig, EBB_PHASE_DEFLATING, 500, 0);
  g_assert_false (is_offered (&live_rig_make (&rig)->controls, EBB_ACT_REPOSITION));
}

/* What to do, how many, how long. */
static void
test_patient (void)
{
  g_auto (LiveRig) rig = { 0 };
  g_auto (EbbLivePatient) hold = { 0 }, rest = { 0 };

  live_rig_init (&rig);
  ebb_live_patient_make (&hold, live_rig_make (&rig), rig.view.phase);
  g_assert_cmpstr (hold.word, ==, "Hold");
  g_assert_cmpstr (hold.number, ==, "12");
  g_assert_cmpstr (hold.range, ==, "/ 15–20");
  g_assert_cmpstr (hold.clock, ==, "2");
  live_rig_phase (&rig, EBB_PHASE_REST, 7000, 30000);
  ebb_live_patient_make (&rest, live_rig_make (&rig), rig.view.phase);
  g_assert_cmpstr (rest.word, ==, "Rest");
  g_assert_cmpstr (rest.clock, ==, "23");
}

static void
assert_private (const char *text)
{
  const char *const secrets[] = { "112", "114", "187", "mmHg", "LOP", "THIGH", "inflated" };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (text, secrets[i]));
}

/* No pressure, no limb, and nothing that would only frighten, in any phase. */
static void
test_patient_is_told_nothing_private (void)
{
  for (int phase = EBB_PHASE_SELF_CHECK; phase <= EBB_PHASE_CLOSED; phase++) {
    g_auto (LiveRig) rig = { 0 };
    g_auto (EbbLivePatient) patient = { 0 };

    live_rig_init (&rig);
    live_rig_phase (&rig, (EbbPhase) phase, 3000, 5000);
    ebb_live_patient_make (&patient, live_rig_make (&rig), (EbbPhase) phase);
    assert_private (patient.word);
    assert_private (patient.number);
    assert_private (patient.set);
    g_assert_cmpstr (patient.word, !=, "");
    g_assert_cmpint (patient.look, !=, EBB_LIVE_UNKNOWN);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-continue/offers", test_offers);
  g_test_add_func ("/live-continue/no-offer", test_no_offer);
  g_test_add_func ("/live-continue/more", test_more);
  g_test_add_func ("/live-continue/patient", test_patient);
  g_test_add_func ("/live-continue/private", test_patient_is_told_nothing_private);
  return g_test_run ();
}
