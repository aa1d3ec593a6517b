/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the form does not let through, what it wants a reason for, and that each limit says why.
 */
#include "ebb-prescription-form-state.h"
#include "patients-rig.h"

typedef struct {
  GPtrArray *offers;
  EbbPatientFile *file;
  EbbPrescriptionForm *form;
  EbbPrescriptionRecord *record; /* the form's */
  EbbPrescriptionState state;
} Page;

static void
page_set_up (Page *page, gconstpointer unused)
{
  page->file = rig_file ();
  page->offers = ebb_offer_list (&page->file->screening->settings);
  page->form = ebb_prescription_form_new (NULL, page->file);
  page->record = page->form->record;
  ebb_prescription_form_take_offer (page->form,
                                    ebb_offer_find (page->offers, "classic-short-arc-quad"));
  page->record->side = EBB_SIDE_LEFT;
  page->record->cuff_name = g_strdup ("Thigh cuff 1");
  page->record->cuff_width_cm = 13.5;
}

static void
page_tear_down (Page *page, gconstpointer unused)
{
  ebb_prescription_state_clear (&page->state);
  ebb_prescription_form_free (page->form);
  ebb_patient_file_free (page->file);
  g_ptr_array_unref (page->offers);
}

static void
judge (Page *page)
{
  ebb_prescription_state_clear (&page->state);
  ebb_prescription_form_judge (page->form, page->file, page->offers, RIG_NOW_UNIX_US, &page->state);
}

static void
give_reason (Page *page, const char *reason)
{
  g_free (page->record->reason);
  page->record->reason = g_strdup (reason);
}

/* The classic 180 mmHg on a wide cuff is above full occlusion for most people: in numbers. */
static void
test_above_full_occlusion (Page *page, gconstpointer unused)
{
  page->record->method = EBB_METHOD_FIXED;
  page->form->lop_typed = CUFF_MMHG (144);
  give_reason (page, "tolerated well before");
  judge (page);
  g_assert_cmpint (page->state.verdict, ==, EBB_VERDICT_REFUSED);
  g_assert_false (page->state.can_save);
  g_assert_cmpstr (page->state.mmhg_text, ==, "180");
  g_assert_cmpstr (page->state.percent_text, ==, "125\u00a0% of LOP");
  g_assert_nonnull (strstr (page->state.verdict_text, "125 %"));
}

/* Preconditioning (clinic 3.4): not offered until the clinic has enabled it; then LOP + 30 mmHg, or
 * less where somebody says so, and nothing above. */
static void
test_preconditioning (Page *page, gconstpointer unused)
{
  const char *id = "ischaemic-preconditioning";
  g_assert_null (ebb_offer_find (page->offers, id));
  page->file->screening->settings.preconditioning = TRUE;
  g_ptr_array_unref (page->offers);
  page->offers = ebb_offer_list (&page->file->screening->settings);
  g_assert_nonnull (ebb_offer_find (page->offers, id));
  ebb_prescription_form_take_offer (page->form, ebb_offer_find (page->offers, id));
  page->form->lop_typed = CUFF_MMHG (180);
  judge (page);
  g_assert_true (page->state.can_save);
  g_assert_true (page->state.is_preconditioning);
  g_assert_cmpint (page->state.pressure, ==, CUFF_MMHG (210));
  page->record->method = EBB_METHOD_FIXED;
  page->record->fixed = CUFF_MMHG (205);
  judge (page);
  g_assert_true (page->state.can_save);
  g_assert_cmpint (page->state.pressure, ==, CUFF_MMHG (205));
  page->record->fixed = CUFF_MMHG (211);
  judge (page);
  g_assert_false (page->state.can_save);
  page->record->method = EBB_METHOD_SYSTOLIC;
  page->record->systolic = CUFF_MMHG (120);
  judge (page);
  g_assert_false (page->state.can_save);
}

static void
test_above_80_wants_a_reason (Page *page, gconstpointer unused)
{
  page->form->lop_typed = CUFF_MMHG (200);
  page->record->percent_lop = 80;
  judge (page);
  g_assert_true (page->state.can_save);
  g_assert_false (page->state.shown[EBB_FIELD_REASON]);

  page->record->percent_lop = 85;
  judge (page);
  g_assert_cmpint (page->state.verdict, ==, EBB_VERDICT_WANTS_REASON);
  g_assert_true (page->state.shown[EBB_FIELD_REASON]);
  g_assert_nonnull (page->state.error[EBB_FIELD_REASON]);
  g_assert_false (page->state.can_save);
  /* What it would be for stands there already. */
  g_assert_cmpstr (page->state.mmhg_text, ==, "170");

  give_reason (page, "   ");
  judge (page);
  g_assert_false (page->state.can_save);
  give_reason (page, "tolerated well before");
  judge (page);
  g_assert_true (page->state.can_save);
}

static void
test_100_percent_refused (Page *page, gconstpointer unused)
{
  page->form->lop_typed = CUFF_MMHG (200);
  page->record->percent_lop = 100;
  give_reason (page, "a reason does not help");
  judge (page);
  g_assert_cmpint (page->state.verdict, ==, EBB_VERDICT_REFUSED);
  g_assert_false (page->state.can_save);
}

static void
test_no_lop (Page *page, gconstpointer unused)
{
  page->record->method = EBB_METHOD_FIXED;
  judge (page);
  g_assert_cmpstr (page->state.percent_text, ==, "% of LOP unknown");
  g_assert_true (page->state.shown[EBB_FIELD_REASON]);
  g_assert_false (page->state.can_save);

  give_reason (page, "no Doppler here");
  page->record->fixed = CUFF_MMHG (230);
  judge (page);
  g_assert_true (page->state.can_save);
  g_assert_cmpint (page->state.verdict, ==, EBB_VERDICT_LOWERED);
  g_assert_cmpint (page->state.pressure, ==, CUFF_MMHG (200));
  g_assert_nonnull (strstr (page->state.verdict_text, "200 mmHg"));
}

static void
test_systolic (Page *page, gconstpointer unused)
{
  page->record->method = EBB_METHOD_SYSTOLIC;
  page->form->lop_typed = CUFF_MMHG (240);
  judge (page);
  g_assert_true (page->state.shown[EBB_FIELD_SYSTOLIC]);
  g_assert_nonnull (page->state.error[EBB_FIELD_SYSTOLIC]);
  page->record->systolic = CUFF_MMHG (120);
  judge (page);
  g_assert_true (page->state.can_save);
  g_assert_cmpint (page->state.pressure, ==, CUFF_MMHG (180));
  g_assert_cmpstr (page->state.percent_text, ==, "75\u00a0% of LOP");
}

/* The one confirmed equation holds for an 18 cm cuff and 18 to 35 years. */
static void
test_estimate (Page *page, gconstpointer unused)
{
  page->record->method = EBB_METHOD_PERCENT_ESTIMATE;
  judge (page);
  g_assert_nonnull (strstr (page->state.estimate_note, "18 cm"));
  g_assert_false (page->state.can_save);
  g_assert_false (page->state.shown[EBB_FIELD_GIRTH]);

  page->record->cuff_width_cm = 18;
  page->form->girth_cm = 55;
  page->record->systolic = CUFF_MMHG (120);
  judge (page);
  g_assert_true (page->state.can_save);
  g_assert_true (page->state.percent_estimated);
  g_assert_nonnull (strstr (page->state.estimate_note, "Estimated LOP"));
  g_assert_nonnull (strstr (page->state.percent_text, "about"));
  /* First session: the low edge of the band counts, and that is said. */
  g_assert_cmpint (page->state.verdict, ==, EBB_VERDICT_LOWERED);

  g_free (page->file->patient->birth_date);
  page->file->patient->birth_date = g_strdup ("1958-11-17");
  judge (page);
  g_assert_false (page->state.can_save);
  g_assert_nonnull (strstr (page->state.estimate_note, "age 68"));
}

static void
test_own_limit (Page *page, gconstpointer unused)
{
  page->form->lop_typed = CUFF_MMHG (200);
  page->record->limit = CUFF_MMHG (100);
  judge (page);
  g_assert_cmpint (page->state.verdict, ==, EBB_VERDICT_LOWERED);
  g_assert_cmpint (page->state.pressure, ==, CUFF_MMHG (100));
  g_assert_nonnull (strstr (page->state.verdict_text, "this patient's own limit"));
  g_assert_cmpstr (page->state.percent_text, ==, "50\u00a0% of LOP");
}

static void
test_window_words (void)
{
  static const struct {
    EbbSegment segment;
    double percent;
    const char *said;
  } rows[] = {
    { EBB_SEGMENT_THIGH, 60, "window for the leg, 60–80" },
    { EBB_SEGMENT_CALF, 80, "window for the leg" },
    { EBB_SEGMENT_THIGH, 50, "consensus window, 40–80" },
    { EBB_SEGMENT_THIGH, 35, "below" },
    { EBB_SEGMENT_ARM, 35, "window for the arm, 30–50" },
    { EBB_SEGMENT_ARM, 60, "consensus window, 40–80" },
    { EBB_SEGMENT_ARM, 25, "below" },
    { EBB_SEGMENT_THIGH, 80.2, "81\u00a0% of LOP: above" },
    { EBB_SEGMENT_THIGH, 104, "full occlusion" },
    { EBB_SEGMENT_THIGH, 0, "not known" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = ebb_window_to_text (rows[i].segment, rows[i].percent);

    g_test_message ("%s", text);
    g_assert_nonnull (strstr (text, rows[i].said));
  }
}

#define ADD(path, test)                                                                            \
  g_test_add ("/prescription-limits/" path, Page, NULL, page_set_up, test, page_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("above-full-occlusion", test_above_full_occlusion);
  ADD ("above-80-wants-a-reason", test_above_80_wants_a_reason);
  ADD ("preconditioning", test_preconditioning);
  ADD ("100-percent-refused", test_100_percent_refused);
  ADD ("no-lop", test_no_lop);
  ADD ("systolic", test_systolic);
  ADD ("estimate", test_estimate);
  ADD ("own-limit", test_own_limit);
  g_test_add_func ("/prescription-limits/window-words", test_window_words);
  return g_test_run ();
}
