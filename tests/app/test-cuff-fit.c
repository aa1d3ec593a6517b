/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which cuff is offered for a limb, which one only with a warning, and which never.
 */
#include "ebb-cuff-fit.h"

#include <string.h>

static EbbCuffRecord
thigh_cuff (void)
{
  return (EbbCuffRecord){ .asset = (char *) "T-M",
                          .name = (char *) "Thigh M",
                          .segment = EBB_SEGMENT_THIGH,
                          .width_cm = 11.5,
                          .length_cm = -1,
                          .girth_min_cm = 48,
                          .girth_max_cm = 65,
                          .latex = EBB_LATEX_NONE };
}

static void
assert_fit (const EbbCuffRecord *cuff, const EbbFitNeed *need, EbbFit fit, const char *says)
{
  g_autoptr (EbbCuffChoice) choice = ebb_cuff_fit (cuff, need);
  gboolean said = says == NULL && choice->reasons->len == 0;

  for (guint i = 0; i < choice->reasons->len; i++)
    said = said || (says != NULL && strstr (choice->reasons->pdata[i], says) != NULL);
  if (!said)
    g_error ("“%s” is not said of %s", says != NULL ? says : "nothing", cuff->asset);
  g_assert_cmpint (choice->fit, ==, fit);
}

static void
test_girth (void)
{
  static const struct {
    double girth_cm;
    EbbFit fit;
    const char *says;
  } rows[] = {
    { 47.9, EBB_FIT_POOR, "from 48 to 65 cm" },
    { 48, EBB_FIT_GOOD, NULL },
    { 65, EBB_FIT_GOOD, NULL },
    { 65.1, EBB_FIT_POOR, "the limb has 65.1 cm" },
    { 0, EBB_FIT_UNKNOWN, "Measure the girth" },
  };
  EbbCuffRecord cuff = thigh_cuff ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbFitNeed need = { .segment = EBB_SEGMENT_THIGH, .girth_cm = rows[i].girth_cm };

    assert_fit (&cuff, &need, rows[i].fit, rows[i].says);
  }
  cuff.girth_min_cm = cuff.girth_max_cm = -1;
  assert_fit (&cuff, &(EbbFitNeed){ .segment = EBB_SEGMENT_THIGH, .girth_cm = 55 }, EBB_FIT_UNKNOWN,
              "not on record");
}

/* Wider than half the limb's diameter: 65 cm round is 20.7 cm across, half of it 10.3 cm. */
static void
test_width_and_length (void)
{
  EbbCuffRecord cuff = thigh_cuff ();
  EbbFitNeed need = { .segment = EBB_SEGMENT_THIGH, .girth_cm = 65 };

  cuff.width_cm = 10.4;
  assert_fit (&cuff, &need, EBB_FIT_GOOD, NULL);
  cuff.width_cm = 10.3;
  assert_fit (&cuff, &need, EBB_FIT_POOR, "half the limb's diameter (10.3 cm)");

  cuff = thigh_cuff ();
  need.girth_cm = 60;
  cuff.length_cm = 67.5;
  assert_fit (&cuff, &need, EBB_FIT_POOR, "overlap by 7.5 cm");
  cuff.length_cm = 67.7;
  assert_fit (&cuff, &need, EBB_FIT_GOOD, NULL);
  cuff.length_cm = 75.1;
  assert_fit (&cuff, &need, EBB_FIT_GOOD, "overlap by 15.1 cm");
}

static void
test_never (void)
{
  EbbFitNeed need = { .segment = EBB_SEGMENT_THIGH, .girth_cm = 55 };
  EbbCuffRecord cuff = thigh_cuff ();

  cuff.segment = EBB_SEGMENT_ARM;
  assert_fit (&cuff, &need, EBB_FIT_NEVER, "another limb (arm)");
  cuff = thigh_cuff ();
  cuff.retired = TRUE;
  assert_fit (&cuff, &need, EBB_FIT_NEVER, "no longer in use");
  /* A hand bulb only where a person reads the gauge; a monitor cannot hold a set. */
  cuff = thigh_cuff ();
  cuff.kind = EBB_CUFF_KIND_BLOOD_PRESSURE;
  assert_fit (&cuff, &need, EBB_FIT_NEVER, "cannot hold a set");
  need.manual = TRUE;
  assert_fit (&cuff, &need, EBB_FIT_GOOD, NULL);
}

static void
test_latex (void)
{
  static const struct {
    EbbLatex cuff;
    EbbAllergy patient;
    EbbFit fit;
    const char *says;
  } rows[] = {
    { EBB_LATEX_CONTAINED, EBB_ALLERGY_YES, EBB_FIT_NEVER, "allergic" },
    { EBB_LATEX_UNKNOWN, EBB_ALLERGY_YES, EBB_FIT_POOR, "not known" },
    { EBB_LATEX_NONE, EBB_ALLERGY_YES, EBB_FIT_GOOD, NULL },
    { EBB_LATEX_CONTAINED, EBB_ALLERGY_UNKNOWN, EBB_FIT_POOR, "ask the patient" },
    { EBB_LATEX_CONTAINED, EBB_ALLERGY_NO, EBB_FIT_GOOD, NULL },
    { EBB_LATEX_UNKNOWN, EBB_ALLERGY_UNKNOWN, EBB_FIT_GOOD, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbFitNeed need = { .segment = EBB_SEGMENT_THIGH, .girth_cm = 55, .latex = rows[i].patient };
    EbbCuffRecord cuff = thigh_cuff ();

    cuff.latex = rows[i].cuff;
    assert_fit (&cuff, &need, rows[i].fit, rows[i].says);
  }
}

static void
test_calf (void)
{
  EbbCuffRecord cuff = thigh_cuff ();
  EbbFitNeed need = { .segment = EBB_SEGMENT_CALF, .girth_cm = 40 };

  cuff.segment = EBB_SEGMENT_CALF;
  cuff.girth_min_cm = 30;
  cuff.girth_max_cm = 45;
  assert_fit (&cuff, &need, EBB_FIT_GOOD, "below the fibular head");
  need.over_fibular_head = TRUE;
  assert_fit (&cuff, &need, EBB_FIT_POOR, "lies over the fibular head");
}

/* Fitting ones first, of them the widest; those that may not be used are not offered at all. */
static void
test_offer (void)
{
  EbbCuffRecord narrow = thigh_cuff (), wide = thigh_cuff (), small = thigh_cuff ();
  EbbCuffRecord unknown = thigh_cuff (), arm = thigh_cuff ();
  g_autoptr (GPtrArray) cuffs = g_ptr_array_new ();
  g_autoptr (GPtrArray) offered = NULL;
  static const char *const order[] = { "wide", "narrow", "unknown", "small" };

  narrow.asset = (char *) "narrow";
  wide.asset = (char *) "wide";
  wide.width_cm = 18;
  small.asset = (char *) "small";
  small.girth_max_cm = 50;
  unknown.asset = (char *) "unknown";
  unknown.girth_min_cm = unknown.girth_max_cm = -1;
  arm.segment = EBB_SEGMENT_ARM;
  g_ptr_array_add (cuffs, &small);
  g_ptr_array_add (cuffs, &unknown);
  g_ptr_array_add (cuffs, &narrow);
  g_ptr_array_add (cuffs, &arm);
  g_ptr_array_add (cuffs, &wide);
  offered = ebb_cuffs_for (cuffs, &(EbbFitNeed){ .segment = EBB_SEGMENT_THIGH, .girth_cm = 55 });
  g_assert_cmpuint (offered->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < offered->len; i++)
    g_assert_cmpstr (((EbbCuffChoice *) offered->pdata[i])->cuff->asset, ==, order[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cuff-fit/girth", test_girth);
  g_test_add_func ("/cuff-fit/width-and-length", test_width_and_length);
  g_test_add_func ("/cuff-fit/never", test_never);
  g_test_add_func ("/cuff-fit/latex", test_latex);
  g_test_add_func ("/cuff-fit/calf", test_calf);
  g_test_add_func ("/cuff-fit/offer", test_offer);
  return g_test_run ();
}
