/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The questionnaire in the patient's hands, and what is left of it for the therapist: each yes and
 * each question without an answer, nothing else.
 */
#include "ebb-intake-state.h"

#include <string.h>

typedef struct {
  EbbScreeningList *list;
  EbbIntakeState state;
} Rig;

static void
set_up (Rig *rig, gconstpointer unused)
{
  rig->list = ebb_screening_list_load_builtin (NULL);
  g_assert_nonnull (rig->list);
  ebb_intake_begin (&rig->state, rig->list);
}

static void
tear_down (Rig *rig, gconstpointer unused)
{
  ebb_intake_clear (&rig->state);
  ebb_screening_list_free (rig->list);
}

/* Answers all: yes to `yes`, nothing to `unsure`, no to the rest. */
static void
fill (Rig *rig, const char *yes, const char *unsure, guint limbs)
{
  while (rig->state.step != EBB_INTAKE_BODY) {
    const EbbScreeningItem *item = ebb_intake_item (&rig->state);

    if (rig->state.step == EBB_INTAKE_LIMBS)
      ebb_intake_limbs (&rig->state, limbs);
    else
      ebb_intake_answer (&rig->state, g_strcmp0 (item->id, yes) == 0      ? EBB_INTAKE_YES
                                      : g_strcmp0 (item->id, unsure) == 0 ? EBB_INTAKE_UNSURE
                                                                          : EBB_INTAKE_NO);
  }
}

/* Whose value is measured is not asked: age, body mass index, days since surgery. */
static void
test_asks_people_only (Rig *rig, gconstpointer unused)
{
  for (guint i = 0; i < rig->state.asked->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (rig->state.asked, i);

    g_assert_cmpint (item->measure, ==, EBB_SCREEN_ASKED);
  }
  fill (rig, NULL, NULL, 0);
  g_assert_cmpuint (ebb_intake_n_answered (&rig->state), ==, rig->state.asked->len);
}

static void
test_limb_is_asked (Rig *rig, gconstpointer unused)
{
  fill (rig, "wound", NULL, EBB_LIMB_LEFT_LEG);
  const EbbScreeningAnswer *answer = ebb_screening_find_answer (rig->state.answers, "wound");
  g_assert_true (answer->yes);
  g_assert_cmpuint (answer->limbs, ==, EBB_LIMB_LEFT_LEG);
}

/* Back and "I do not know": what was said before no longer stands. */
static void
test_back (Rig *rig, gconstpointer unused)
{
  const char *first = ebb_intake_item (&rig->state)->id;

  ebb_intake_back (&rig->state); /* there is nothing before */
  g_assert_cmpuint (rig->state.at, ==, 0);
  ebb_intake_answer (&rig->state, EBB_INTAKE_YES);
  ebb_intake_back (&rig->state);
  g_assert_cmpstr (ebb_intake_item (&rig->state)->id, ==, first);
  ebb_intake_answer (&rig->state, EBB_INTAKE_UNSURE);
  g_assert_null (ebb_screening_find_answer (rig->state.answers, first));
}

static void
test_body (Rig *rig, gconstpointer unused)
{
  g_autofree char *error = NULL;

  fill (rig, NULL, NULL, 0);
  g_assert_false (ebb_intake_body (&rig->state, "17", NULL, &error));
  g_assert_nonnull (strstr (error, "Height"));
  g_assert_nonnull (strstr (error, "17"));
  g_assert_nonnull (strstr (error, "50"));
  g_clear_pointer (&error, g_free);
  g_assert_true (ebb_intake_body (&rig->state, "172,5", NULL, &error));
  g_assert_cmpfloat (rig->state.answers->height_cm, ==, 172.5);
  g_assert_cmpfloat (rig->state.answers->weight_kg, <, 0); /* not known is not 0 */
  g_assert_cmpint (rig->state.step, ==, EBB_INTAKE_END);
}

static EbbIntake
intake_of (Rig *rig)
{
  return (EbbIntake){ .answers = rig->state.answers };
}

static void
test_review (Rig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningDraft) draft = ebb_screening_draft_new ();

  fill (rig, "stroke", "latex", 0);
  EbbIntake intake = intake_of (rig);
  g_assert_true (ebb_intake_review (&intake, rig->list, draft));
  g_assert_null (ebb_screening_find_answer (draft->answers, "stroke"));
  g_assert_null (ebb_screening_find_answer (draft->answers, "latex"));
  g_assert_cmpuint (draft->answers->answers->len, ==, rig->state.asked->len - 2);
  for (guint i = 0; i < draft->answers->answers->len; i++)
    g_assert_false (
        ((const EbbScreeningAnswer *) g_ptr_array_index (draft->answers->answers, i))->yes);
  g_autofree char *yes = ebb_intake_said (&intake, "stroke");
  g_autofree char *open = ebb_intake_said (&intake, "latex");
  g_autofree char *no = ebb_intake_said (&intake, "pregnancy");
  g_assert_nonnull (strstr (yes, "yes"));
  g_assert_nonnull (strstr (open, "not answer"));
  g_assert_null (no);
}

/* What the patient left out is asked, and answered at once; the patient's yes stays open. */
static void
test_rest_no (Rig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningDraft) draft = ebb_screening_draft_new ();

  fill (rig, "stroke", "latex", 0);
  EbbIntake intake = intake_of (rig);
  g_assert_cmpuint (ebb_intake_n_of (&intake, rig->list), ==, rig->state.asked->len - 1);
  g_assert_cmpuint (ebb_screening_list_n_asked (rig->list), ==, rig->state.asked->len);
  g_assert_true (ebb_intake_review (&intake, rig->list, draft));
  ebb_intake_rest_no (&intake, rig->list, draft);
  g_assert_false (ebb_screening_find_answer (draft->answers, "latex")->yes);
  g_assert_null (ebb_screening_find_answer (draft->answers, "stroke"));
}

/* A patient's no does not undo what a therapist has found out. */
static void
test_review_keeps (Rig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningDraft) draft = ebb_screening_draft_new ();

  fill (rig, NULL, NULL, 0);
  ebb_screening_answer (draft->answers, "pregnancy", TRUE, 0, NULL);
  EbbIntake intake = intake_of (rig);
  g_assert_true (ebb_intake_review (&intake, rig->list, draft));
  g_assert_true (ebb_screening_find_answer (draft->answers, "pregnancy")->yes);
}

/* Questions that have changed since must be asked anew; so must paper. */
static void
test_other_list (Rig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningDraft) draft = ebb_screening_draft_new ();

  fill (rig, NULL, NULL, 0);
  rig->state.answers->list_version++;
  EbbIntake intake = intake_of (rig);
  g_assert_false (ebb_intake_review (&intake, rig->list, draft));
  g_assert_cmpuint (draft->answers->answers->len, ==, 0);
  g_autoptr (EbbScreening) empty = ebb_screening_new ();
  intake.answers = empty;
  g_assert_false (ebb_intake_review (&intake, rig->list, draft));
}

#define ADD(path, test) g_test_add (path, Rig, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/intake/asks-people-only", test_asks_people_only);
  ADD ("/intake/limb-is-asked", test_limb_is_asked);
  ADD ("/intake/back", test_back);
  ADD ("/intake/body", test_body);
  ADD ("/intake/review", test_review);
  ADD ("/intake/rest-no", test_rest_no);
  ADD ("/intake/review-keeps", test_review_keeps);
  ADD ("/intake/other-list", test_other_list);
  return g_test_run ();
}
