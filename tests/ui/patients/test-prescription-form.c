/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The prescription form from an empty page to what may be saved.
 */
#include "ebb-prescription-form-state.h"
#include "patients-rig.h"

typedef struct {
  GPtrArray *offers;
  EbbPatientFile *file;
  EbbPrescriptionForm *form;
} Page;

static void
page_set_up (Page *page, gconstpointer unused)
{
  page->file = rig_file ();
  page->offers = ebb_offer_list (&page->file->screening->settings);
  page->form = ebb_prescription_form_new (NULL, page->file);
}

static void
page_tear_down (Page *page, gconstpointer unused)
{
  ebb_prescription_form_free (page->form);
  ebb_patient_file_free (page->file);
  g_ptr_array_unref (page->offers);
}

static void
judge (Page *page, EbbPrescriptionState *state)
{
  ebb_prescription_form_judge (page->form, page->file, page->offers, RIG_NOW_UNIX_US, state);
}

/* Everything but the pressure. */
static void
choose_the_rest (Page *page)
{
  ebb_prescription_form_take_offer (page->form,
                                    ebb_offer_find (page->offers, "classic-short-arc-quad"));
  page->form->record->side = EBB_SIDE_LEFT;
  page->form->record->cuff_name = g_strdup ("Thigh cuff 1");
  page->form->record->cuff_width_cm = 11.5;
}

static void
test_empty (Page *page, gconstpointer unused)
{
  g_auto (EbbPrescriptionState) state = { 0 };

  judge (page, &state);
  g_assert_cmpint (page->form->record->side, ==, EBB_SIDE_UNSET);
  g_assert_nonnull (state.error[EBB_FIELD_SIDE]);
  g_assert_nonnull (state.error[EBB_FIELD_PROTOCOL]);
  g_assert_nonnull (state.error[EBB_FIELD_CUFF]);
  g_assert_nonnull (state.error[EBB_FIELD_WIDTH]);
  g_assert_cmpstr (state.mmhg_text, ==, "–");
  g_assert_false (state.can_save);
}

static void
test_offer (Page *page, gconstpointer unused)
{
  g_auto (EbbPrescriptionState) state = { 0 };

  page->form->record->segment = EBB_SEGMENT_CALF;
  page->form->record->percent_lop = 45;
  choose_the_rest (page);
  /* The protocol's own proposal, and a limb the exercise is for. */
  g_assert_cmpint (page->form->record->segment, ==, EBB_SEGMENT_THIGH);
  g_assert_cmpfloat (page->form->record->percent_lop, ==, 60);
  g_assert_cmpuint (page->form->record->n_sets, ==, 3);
  judge (page, &state);
  g_assert_cmpfloat (state.load_step_kg, ==, 0.5);
  page->form->record->segment = EBB_SEGMENT_ARM;
  ebb_prescription_state_clear (&state);
  judge (page, &state);
  g_assert_nonnull (state.error[EBB_FIELD_SEGMENT]);
  g_assert_false (state.can_save);
}

static void
test_percent_of_lop (Page *page, gconstpointer unused)
{
  g_auto (EbbPrescriptionState) state = { 0 };

  choose_the_rest (page);
  judge (page, &state);
  g_assert_nonnull (state.error[EBB_FIELD_LOP]);
  g_assert_false (state.can_save);

  page->form->lop_typed = CUFF_MMHG (187);
  ebb_prescription_state_clear (&state);
  judge (page, &state);
  g_assert_true (state.can_save);
  g_assert_cmpint (state.pressure, ==, 1122);
  g_assert_cmpstr (state.mmhg_text, ==, "112");
  g_assert_cmpstr (state.percent_text, ==, "60\u00a0% of LOP");
  g_assert_nonnull (strstr (state.window_text, "inside the window for the leg, 60–80"));
  g_assert_nonnull (strstr (state.plan_text, "15–20"));
  g_assert_false (state.shown[EBB_FIELD_REASON]);
  g_assert_cmpint (state.verdict, ==, EBB_VERDICT_FINE);
}

static void
test_lop_on_file (Page *page, gconstpointer unused)
{
  g_auto (EbbPrescriptionState) state = { 0 };

  choose_the_rest (page);
  rig_add_lop (page->file, EBB_SIDE_LEFT, CUFF_MMHG (150), "entered", 16);
  rig_add_lop (page->file, EBB_SIDE_RIGHT, CUFF_MMHG (250), "entered", 1);
  judge (page, &state);
  g_assert_true (state.can_save);
  g_assert_cmpint (state.lop, ==, CUFF_MMHG (150));
  g_assert_nonnull (strstr (state.lop_note, "150"));
  g_assert_nonnull (strstr (state.lop_note, "16 days"));
  /* What is measured now wins. */
  page->form->lop_typed = CUFF_MMHG (200);
  ebb_prescription_state_clear (&state);
  judge (page, &state);
  g_assert_cmpint (state.pressure, ==, CUFF_MMHG (120));
}

static void
test_typed_out_of_range (Page *page, gconstpointer unused)
{
  g_auto (EbbPrescriptionState) state = { 0 };

  choose_the_rest (page);
  page->form->lop_typed = CUFF_MMHG (30);
  judge (page, &state);
  g_assert_nonnull (strstr (state.error[EBB_FIELD_LOP], "30 mmHg"));
  g_assert_nonnull (strstr (state.error[EBB_FIELD_LOP], "60"));
  page->form->lop_typed = CUFF_MMHG (187);
  page->form->record->percent_lop = 15;
  ebb_prescription_state_clear (&state);
  judge (page, &state);
  g_assert_nonnull (strstr (state.error[EBB_FIELD_PERCENT], "15"));
  page->form->record->percent_lop = 60;
  page->form->record->n_sets = 1; /* the article asks for two at least */
  page->form->record->cuff_width_cm = 50;
  ebb_prescription_state_clear (&state);
  judge (page, &state);
  g_assert_nonnull (strstr (state.error[EBB_FIELD_SETS], "2 to 3"));
  g_assert_nonnull (strstr (state.error[EBB_FIELD_WIDTH], "50"));
  g_assert_false (state.can_save);
}

/* A new version keeps what stood in the old one. */
static void
test_change (Page *page, gconstpointer unused)
{
  g_autoptr (EbbPrescriptionForm) form = NULL;
  EbbPrescriptionRecord *record = rig_add_prescription (page->file);
  g_auto (EbbPrescriptionState) state = { 0 };

  rig_add_lop (page->file, EBB_SIDE_LEFT, CUFF_MMHG (187), "entered", 3);
  form = ebb_prescription_form_new (record, page->file);
  ebb_prescription_form_judge (form, page->file, page->offers, RIG_NOW_UNIX_US, &state);
  g_assert_true (state.can_save);
  g_assert_cmpint (state.pressure, ==, 1122);
  g_assert_cmpfloat (form->record->load_kg, ==, 2);
  g_assert_cmpstr (form->record->cuff_name, ==, "Thigh cuff 1");
}

#define ADD(path, test)                                                                            \
  g_test_add ("/prescription-form/" path, Page, NULL, page_set_up, test, page_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("empty", test_empty);
  ADD ("offer", test_offer);
  ADD ("percent-of-lop", test_percent_of_lop);
  ADD ("lop-on-file", test_lop_on_file);
  ADD ("typed-out-of-range", test_typed_out_of_range);
  ADD ("change", test_change);
  return g_test_run ();
}
