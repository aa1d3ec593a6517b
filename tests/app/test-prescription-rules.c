/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What surrounds a prescription: how numbers are read whatever the locale, the published windows,
 * preconditioning.  And the promise of all of it: whatever is typed in whatever script, no value
 * outside the limits leaves app/.
 */
#include "ebb-number.h"
#include "ebb-preconditioning.h"
#include "ebb-pressure-window.h"

#include <locale.h>
#include <math.h>
#include <string.h>

/* --- Numbers ----------------------------------------------------------------------------- */

static void
test_numbers (void)
{
  static const struct {
    const char *text;
    double value; /* NAN = refused */
  } rows[] = {
    { "62.5", 62.5 },    { "62,5", 62.5 },   { " 180 ", 180 }, { "0", 0 },
    { "7,25", 7.25 },    { "٦٢٫٥", 62.5 },   { "۶۲٫۵", 62.5 }, { "६२.५", 62.5 },
    { "６２．５", NAN }, { "1.234", NAN }, /* 1234 in Berlin, 1.234 in London */
    { "1,234", NAN },    { "1.234,5", NAN }, { "1 234", NAN }, { "", NAN },
    { "-5", NAN },       { "+5", NAN },      { "5.", NAN },    { ".5", NAN },
    { "1e3", NAN },      { "0x10", NAN },    { "inf", NAN },   { "nan", NAN },
    { "12345678", NAN }, { "18O", NAN },     { "\xff", NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    double value = -1;
    gboolean read = ebb_number_parse (rows[i].text, &value);

    g_test_message ("row %u", i);
    g_assert_true (read == !isnan (rows[i].value));
    g_assert_cmpfloat (value, ==, read ? rows[i].value : -1);
  }
  g_assert_false (ebb_number_parse (NULL, &(double){ 0 }));
}

/* --- Windows ----------------------------------------------------------------------------- */

static void
test_windows (void)
{
  static const struct {
    EbbSegment segment;
    double percent;
    EbbPressurePlace place;
  } rows[] = {
    { EBB_SEGMENT_ARM, 29, EBB_PLACE_BELOW },    { EBB_SEGMENT_ARM, 30, EBB_PLACE_INNER },
    { EBB_SEGMENT_ARM, 50, EBB_PLACE_INNER },    { EBB_SEGMENT_ARM, 51, EBB_PLACE_OUTER },
    { EBB_SEGMENT_ARM, 80, EBB_PLACE_OUTER },    { EBB_SEGMENT_ARM, 81, EBB_PLACE_ABOVE },
    { EBB_SEGMENT_THIGH, 39, EBB_PLACE_BELOW },  { EBB_SEGMENT_THIGH, 40, EBB_PLACE_OUTER },
    { EBB_SEGMENT_THIGH, 59, EBB_PLACE_OUTER },  { EBB_SEGMENT_THIGH, 60, EBB_PLACE_INNER },
    { EBB_SEGMENT_CALF, 80, EBB_PLACE_INNER },   { EBB_SEGMENT_CALF, 80.2, EBB_PLACE_ABOVE },
    { EBB_SEGMENT_THIGH, 0, EBB_PLACE_UNKNOWN }, { EBB_SEGMENT_THIGH, NAN, EBB_PLACE_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = ebb_pressure_window_to_text (rows[i].segment, rows[i].percent);

    g_assert_cmpint (ebb_pressure_place (rows[i].segment, rows[i].percent), ==, rows[i].place);
    g_assert_cmpuint (strlen (text), >, 10);
  }
  g_assert_cmpfloat (ebb_pressure_window_of (EBB_SEGMENT_ARM).usual, ==, 50);
  g_assert_cmpfloat (ebb_pressure_window_of (EBB_SEGMENT_THIGH).usual, ==, 60);
}

/* --- Preconditioning --------------------------------------------------------------------- */

static EbbPreconditioning
allowed (EbbSegment segment, double lop_mmhg)
{
  return (EbbPreconditioning){ .enabled = TRUE,
                               .consent_given = TRUE,
                               .segment = segment,
                               .side = EBB_SIDE_LEFT,
                               .lop = cuff_pressure_from_mmhg (lop_mmhg),
                               .asked = CUFF_PRESSURE_UNSET,
                               .patient_limit = CUFF_PRESSURE_UNSET,
                               .clinic_limit = CUFF_PRESSURE_UNSET,
                               .device_limit = CUFF_PRESSURE_UNSET };
}

static void
assert_refused (const EbbPreconditioning *wanted, EbbPrescriptionError code, const char *says)
{
  g_autoptr (GError) error = NULL;
  EbbTarget target = { .target = 4711 };

  g_assert_false (ebb_preconditioning_resolve (wanted, &target, &error));
  g_assert_error (error, EBB_PRESCRIPTION_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_cmpint (target.target, ==, 4711);
}

static void
test_preconditioning (void)
{
  EbbPreconditioning wanted = allowed (EBB_SEGMENT_ARM, 150);
  g_autoptr (GError) error = NULL;
  EbbTarget target;

  g_assert_true (ebb_preconditioning_resolve (&wanted, &target, &error));
  g_assert_cmpint (target.target, ==, CUFF_MMHG (180));
  wanted.asked = CUFF_MMHG (180);
  g_assert_true (ebb_preconditioning_resolve (&wanted, &target, &error));
  wanted.asked = CUFF_MMHG (180) + 1;
  assert_refused (&wanted, EBB_PRESCRIPTION_ERROR_REFUSED, "180 mmHg");

  /* 250 arm, 280 leg, said so. */
  wanted = allowed (EBB_SEGMENT_ARM, 230);
  g_assert_true (ebb_preconditioning_resolve (&wanted, &target, &error));
  g_assert_cmpint (target.target, ==, CUFF_MMHG (250));
  g_assert_cmpint (target.clamps[0], ==, EBB_CLAMP_SEGMENT);
  wanted = allowed (EBB_SEGMENT_THIGH, 270);
  g_assert_true (ebb_preconditioning_resolve (&wanted, &target, &error));
  g_assert_cmpint (target.target, ==, CUFF_MMHG (280));
  wanted.patient_limit = CUFF_MMHG (200);
  g_assert_true (ebb_preconditioning_resolve (&wanted, &target, &error));
  g_assert_cmpint (target.target, ==, CUFF_MMHG (200));
}

static void
test_preconditioning_is_off (void)
{
  EbbPreconditioning wanted = allowed (EBB_SEGMENT_ARM, 150);

  wanted.enabled = FALSE;
  assert_refused (&wanted, EBB_PRESCRIPTION_ERROR_REFUSED, "administrator");
  wanted = allowed (EBB_SEGMENT_ARM, 150);
  wanted.consent_given = FALSE;
  assert_refused (&wanted, EBB_PRESCRIPTION_ERROR_REFUSED, "consent of its own");
  wanted = allowed (EBB_SEGMENT_ARM, 150);
  wanted.side = EBB_SIDE_UNSET;
  assert_refused (&wanted, EBB_PRESCRIPTION_ERROR_FIELD, "Side");
  wanted = allowed (EBB_SEGMENT_ARM, 150);
  wanted.lop = CUFF_PRESSURE_UNSET; /* an estimate or nothing does not do */
  assert_refused (&wanted, EBB_PRESCRIPTION_ERROR_FIELD, "60 to 320 mmHg");
}

/* --- Anything typed, in six locales ------------------------------------------------------ */

/* How six parts of the world write 62.5. */
static const struct {
  const char *locale;
  gunichar zero, separator;
} styles[] = {
  { "en_GB", '0', '.' },       { "de_DE", '0', ',' },       { "fr_FR", '0', ',' },
  { "ar_EG", 0x0660, 0x066B }, { "fa_IR", 0x06F0, 0x066B }, { "hi_IN", 0x0966, '.' },
};

/* Tenths as text in this style. */
static char *
write_number (guint style, int tenths)
{
  g_autofree char *plain = g_strdup_printf ("%d.%d", tenths / 10, tenths % 10);
  GString *text = g_string_new (NULL);

  for (const char *at = plain; *at != '\0'; at++)
    g_string_append_unichar (text, *at == '.' ? styles[style].separator
                                              : styles[style].zero + (gunichar) (*at - '0'));
  return g_string_free (text, FALSE);
}

/* What a form makes of a text: nothing that cannot be read gets on. */
static gboolean
type_in (guint style, int tenths, double *value)
{
  g_autofree char *text = write_number (style, tenths);
  gboolean read = ebb_number_parse (text, value);

  if (read)
    g_assert_cmpfloat_with_epsilon (*value, tenths / 10.0, 1e-9);
  return read;
}

typedef struct {
  EbbMethod method;
  EbbSegment segment;
  int percent, lop, estimate, band, fixed, systolic, limit; /* tenths; 0 = left empty */
  gboolean first, passive, reason;
} Typed;

static Typed
random_typed (GRand *random)
{
  Typed typed = {
    .method = (EbbMethod) g_rand_int_range (random, 0, 4),
    .segment = (EbbSegment) g_rand_int_range (random, 0, 3),
    .percent = g_rand_int_range (random, 0, 1500),
    .lop = g_rand_boolean (random) ? g_rand_int_range (random, 0, 4000) : 0,
    .estimate = g_rand_boolean (random) ? g_rand_int_range (random, 500, 3500) : 0,
    .band = g_rand_int_range (random, 1, 600),
    .fixed = g_rand_int_range (random, 0, 4000),
    .systolic = g_rand_int_range (random, 0, 3000),
    .limit = g_rand_boolean (random) ? g_rand_int_range (random, 1, 4000) : 0,
    .first = g_rand_boolean (random),
    .passive = g_rand_boolean (random),
    .reason = g_rand_boolean (random),
  };
  return typed;
}

static CuffPressure
typed_pressure (guint style, int tenths)
{
  double value;

  if (tenths == 0)
    return CUFF_PRESSURE_UNSET;
  g_assert_true (type_in (style, tenths, &value));
  return cuff_pressure_from_mmhg (value);
}

static EbbPrescription
make (const Typed *typed, guint style)
{
  EbbPrescription prescription = {
    .method = typed->method,
    .segment = typed->segment,
    .side = EBB_SIDE_RIGHT,
    .lop = typed_pressure (style, typed->lop),
    .lop_estimate = typed_pressure (style, typed->estimate),
    .lop_estimate_band = typed_pressure (style, typed->band),
    .fixed = typed_pressure (style, typed->fixed),
    .systolic = typed_pressure (style, typed->systolic),
    .patient_limit = typed_pressure (style, typed->limit),
    .protocol_limit = CUFF_PRESSURE_UNSET,
    .clinic_limit = CUFF_PRESSURE_UNSET,
    .device_limit = CUFF_PRESSURE_UNSET,
    .first_session = typed->first,
    .passive = typed->passive,
  };

  g_assert_true (type_in (style, typed->percent, &prescription.percent));
  if (typed->reason)
    g_strlcpy (prescription.reason, "as ordered", sizeof prescription.reason);
  return prescription;
}

/* The rules of the design, in whole tenths, without a look at how the target was found. */
static void
assert_within (const Typed *typed, const EbbTarget *target)
{
  int ceiling = typed->segment == EBB_SEGMENT_THIGH ? 2600 : 2200;
  int lop = typed->lop > 0 ? typed->lop : typed->estimate;
  gboolean classic = typed->method == EBB_METHOD_FIXED || typed->method == EBB_METHOD_SYSTOLIC;

  g_assert_cmpint (target->target, <=, ceiling);
  g_assert_cmpint (target->target, >=, 250);
  if (typed->limit > 0)
    g_assert_cmpint (target->target, <=, typed->limit);
  if (classic && typed->lop == 0) {
    g_assert_cmpint (target->target, <=, 2000);
    g_assert_true (typed->reason);
  }
  if (typed->method == EBB_METHOD_PERCENT_ESTIMATE && typed->first)
    g_assert_cmpint (target->target * 10, <=, (typed->estimate - typed->band) * 6);
  if (lop == 0)
    return;
  g_assert_cmpint (target->target, <, lop);
  if (typed->passive)
    g_assert_cmpint (target->target * 10, <=, lop * 9);
  else if (!typed->reason)
    g_assert_cmpint (target->target * 10, <=, lop * 8);
}

static void
test_six_locales (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (62);
  guint n_accepted = 0;

  for (guint i = 0; i < 10000; i++) {
    Typed typed = random_typed (random);
    EbbTarget first = { 0 };
    gboolean first_accepted = FALSE;

    for (guint style = 0; style < G_N_ELEMENTS (styles); style++) {
      EbbPrescription prescription = make (&typed, style);
      EbbTarget target = { 0 };
      gboolean accepted = ebb_prescription_resolve (&prescription, &target, NULL);

      if (accepted)
        assert_within (&typed, &target);
      if (style == 0) {
        first = target;
        first_accepted = accepted;
      }
      /* The same words mean the same dose everywhere. */
      g_assert_true (accepted == first_accepted);
      g_assert_cmpint (target.target, ==, first.target);
    }
    n_accepted += first_accepted;
  }
  g_test_message ("%u of 10000 accepted", n_accepted);
  g_assert_cmpuint (n_accepted, >, 500);
  g_assert_cmpuint (n_accepted, <, 9500);
}

/* The process' own locale changes nothing, where it is installed. */
static void
test_process_locale (void)
{
  double value = 0;

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++) {
    g_autofree char *name = g_strconcat (styles[i].locale, ".UTF-8", NULL);

    if (setlocale (LC_NUMERIC, name) == NULL)
      continue;
    g_test_message ("%s", name);
    g_assert_true (ebb_number_parse ("62.5", &value));
    g_assert_cmpfloat (value, ==, 62.5);
    g_assert_true (ebb_number_parse ("62,5", &value));
    g_assert_cmpfloat (value, ==, 62.5);
  }
  setlocale (LC_NUMERIC, "C");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prescription-rules/numbers", test_numbers);
  g_test_add_func ("/prescription-rules/windows", test_windows);
  g_test_add_func ("/prescription-rules/preconditioning", test_preconditioning);
  g_test_add_func ("/prescription-rules/preconditioning-off", test_preconditioning_is_off);
  g_test_add_func ("/prescription-rules/six-locales", test_six_locales);
  g_test_add_func ("/prescription-rules/process-locale", test_process_locale);
  return g_test_run ();
}
