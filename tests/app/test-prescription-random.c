/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ten thousand prescriptions nobody would write, by the way a typed one takes: number as text, in
 * the digits and with the decimal sign of six languages -> number -> prescription -> target ->
 * steps of a protocol of the library.  None of them may give a limb more than SAFETY.md, limits,
 * and the clinic's decisions 3.4 and 3.6 allow; what they allow is worked out here a second time,
 * in a way of its own.  Each prescription has a seed, which is told when it fails.
 */
#include "ebb-number.h"
#include "ebb-plan.h"
#include "ebb-preconditioning.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define N_PRESCRIPTIONS 10000
#define FIRST_SEED      20260301u

/* How numbers are written: a zero of the script, the decimal sign, and a locale to read them in,
 * where this machine has it. */
typedef struct {
  const char *locale;
  gunichar zero;
  const char *decimal;
} Script;

static const Script scripts[] = {
  { "en_US.UTF-8", '0', "." },    { "de_DE.UTF-8", '0', "," },    { "ar_EG.UTF-8", 0x0660, "٫" },
  { "fa_IR.UTF-8", 0x06F0, "٫" }, { "hi_IN.UTF-8", 0x0966, "." }, { "bn_BD.UTF-8", 0x09E6, "." },
};

/* What came of all of them: a test in which everything is refused would prove nothing. */
typedef struct {
  guint n_targets, n_refused, n_no_number, n_above_80, n_plans, n_steps;
  guint n_clamped[EBB_CLAMP_SCREENING + 1];
} Tally;

typedef struct {
  guint seed;
  GRand *chance; /* borrowed */
  const Script *script;
  GString *typed; /* owned: all that was typed, for whoever has to look at it */
  Tally *tally;
} Case;

#define check(self, wanted)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (!(wanted)) {                                                                               \
      g_test_message ("seed %u: not (%s); typed:%s", (self)->seed, #wanted, (self)->typed->str);   \
      g_test_fail ();                                                                              \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

static gboolean
one_in (Case *self, gint n)
{
  return g_rand_int_range (self->chance, 0, n) == 0;
}

/* --- What is typed ----------------------------------------------------------------------- */

static char *
write_number (const Script *script, guint hundredths, gboolean with_decimals)
{
  g_autofree char *plain =
      g_strdup_printf (with_decimals ? "%u.%02u" : "%u", hundredths / 100, hundredths % 100);
  GString *text = g_string_new (NULL);

  for (const char *at = plain; *at != '\0'; at++)
    if (*at == '.')
      g_string_append (text, script->decimal);
    else
      g_string_append_unichar (text, script->zero + (gunichar) (*at - '0'));
  return g_string_free (text, FALSE);
}

/* What is no number, or one that two people would read in two ways. */
static char *
spoil (Case *self, const char *text)
{
  static const char *const ways[] = {
    "-%s", "%s.5,5",  "1%s.000.000", "%s %%", "%s1234567890", "nan%s", "%se9",      "+%s", "0x%s",
    "%s,", "inf%.0s", "%s٬000",      "",      "%s/2",         "1'%s",  "%s\xff\xfe"
  };
  guint way = (guint) g_rand_int_range (self->chance, 0, G_N_ELEMENTS (ways));
  GString *spoilt = g_string_new (ways[way]);

  g_string_replace (spoilt, "%.0s", "", 0);
  g_string_replace (spoilt, "%s", text, 0);
  g_string_replace (spoilt, "%%", "%", 0);
  return g_string_free (spoilt, FALSE);
}

/* A number from 0 to `max`, read back as a form would; NAN when the form would say that it is none.
 */
static double
type_number (Case *self, const char *field, guint max)
{
  gboolean with_decimals = one_in (self, 2);
  guint hundredths = (guint) g_rand_int_range (self->chance, 0, (gint) max * 100 + 1);
  gboolean is_spoilt = one_in (self, 60);
  double read = -1, meant;

  if (!with_decimals)
    hundredths -= hundredths % 100;
  meant = hundredths / 100.0;
  g_autofree char *good = write_number (self->script, hundredths, with_decimals);
  g_autofree char *text = is_spoilt ? spoil (self, good) : g_strdup (good);
  g_string_append_printf (self->typed, " %s “%s”", field, text);
  if (!ebb_number_parse (text, &read)) {
    check (self, is_spoilt);
    self->tally->n_no_number++;
    return NAN;
  }
  check (self, !is_spoilt);
  check (self, fabs (read - meant) < 1e-6);
  return read;
}

/* A field that was left empty, or in which something unreadable stands, is unset. */
static CuffPressure
type_pressure (Case *self, const char *field, guint max)
{
  double mmhg = type_number (self, field, max);

  return isnan (mmhg) ? CUFF_PRESSURE_UNSET : cuff_pressure_from_mmhg (mmhg);
}

static CuffPressure
type_limit (Case *self, const char *field)
{
  return one_in (self, 4) ? type_pressure (self, field, 400) : CUFF_PRESSURE_UNSET;
}

static EbbPrescription
type_prescription (Case *self)
{
  EbbPrescription typed = {
    .method = (EbbMethod) g_rand_int_range (self->chance, 0, EBB_METHOD_SYSTOLIC + 1),
    .segment = (EbbSegment) g_rand_int_range (self->chance, 0, EBB_SEGMENT_CALF + 1),
    .side = one_in (self, 20) ? EBB_SIDE_UNSET : EBB_SIDE_LEFT,
    .first_session = one_in (self, 3),
    .passive = one_in (self, 4),
  };

  typed.percent = type_number (self, "percent", 130);
  typed.lop = one_in (self, 4) ? CUFF_PRESSURE_UNSET : type_pressure (self, "lop", 400);
  typed.lop_estimate = one_in (self, 3) ? CUFF_PRESSURE_UNSET : type_pressure (self, "est", 400);
  typed.lop_estimate_band = type_pressure (self, "band", 60);
  typed.fixed = type_pressure (self, "fixed", 400);
  typed.systolic = type_pressure (self, "systolic", 300);
  typed.patient_limit = type_limit (self, "patient");
  typed.protocol_limit = type_limit (self, "protocol");
  typed.clinic_limit = type_limit (self, "clinic");
  typed.device_limit = type_limit (self, "device");
  if (one_in (self, 5))
    typed.screening_percent = fmax (type_number (self, "screening", 80), 0);
  if (isnan (typed.screening_percent))
    typed.screening_percent = 0;
  if (one_in (self, 2))
    g_strlcpy (typed.reason, one_in (self, 4) ? " \t " : "ordered so", sizeof typed.reason);
  return typed;
}

/* --- What a limb may get ----------------------------------------------------------------- */

/* In tenths, with half a tenth for what binary fractions lose. */
static gboolean
is_at_most (CuffPressure pressure, double dmmhg)
{
  return pressure <= dmmhg + 0.5;
}

static void
check_limit (Case *self, CuffPressure pressure, CuffPressure limit)
{
  if (cuff_pressure_is_set (limit))
    check (self, pressure <= limit);
}

/* Training set point by limb: SAFETY.md, limits. */
static CuffPressure
ceiling_of (EbbSegment segment)
{
  return segment == EBB_SEGMENT_THIGH ? 2600 : 2200;
}

static double
low_edge (const EbbPrescription *typed)
{
  return typed->lop_estimate - typed->lop_estimate_band;
}

static void
check_screening (Case *self, const EbbPrescription *typed, CuffPressure pressure)
{
  double lop = typed->lop;

  if (typed->screening_percent <= 0)
    return;
  if (!cuff_pressure_is_set (typed->lop)) {
    check (self, cuff_pressure_is_set (typed->lop_estimate));
    lop = low_edge (typed);
  }
  check (self, is_at_most (pressure, typed->screening_percent / 100 * lop));
}

/* Any pressure that a limb of this prescription feels, be it a target or a step. */
static void
check_pressure (Case *self, const EbbPrescription *typed, CuffPressure pressure)
{
  gboolean measured = cuff_pressure_is_set (typed->lop);
  gboolean classic = typed->method == EBB_METHOD_FIXED || typed->method == EBB_METHOD_SYSTOLIC;
  gboolean reasoned = typed->reason[0] == 'o';

  check (self, pressure >= 0 && pressure <= ceiling_of (typed->segment));
  check_limit (self, pressure, typed->patient_limit);
  check_limit (self, pressure, typed->protocol_limit);
  check_limit (self, pressure, typed->clinic_limit);
  check_limit (self, pressure, typed->device_limit);
  check_screening (self, typed, pressure);
  if (measured || cuff_pressure_is_set (typed->lop_estimate)) {
    CuffPressure lop = measured ? typed->lop : typed->lop_estimate;

    check (self, pressure < lop);
    if (typed->passive)
      check (self, is_at_most (pressure, 0.9 * lop));
    else if (!reasoned)
      check (self, is_at_most (pressure, 0.8 * lop));
  }
  if (classic && !measured) {
    check (self, reasoned);
    check (self, pressure <= 2000);
  }
  if (typed->method == EBB_METHOD_PERCENT_ESTIMATE && typed->first_session)
    check (self, is_at_most (pressure, 0.6 * low_edge (typed)));
}

/* What the one that was asked for comes to. */
static double
asked_of (const EbbPrescription *typed)
{
  switch (typed->method) {
  case EBB_METHOD_PERCENT_LOP:
    return typed->percent / 100 * typed->lop;
  case EBB_METHOD_PERCENT_ESTIMATE:
    return typed->percent / 100 * typed->lop_estimate;
  case EBB_METHOD_SYSTOLIC:
    return 1.5 * typed->systolic;
  case EBB_METHOD_FIXED:
  default:
    return typed->fixed;
  }
}

/* A form takes 20 to 100 %, an LOP of 60 to 320 mmHg, 40 mmHg to the limb's ceiling, and a
 * systolic pressure of 70 to 250 (clinical 1.3, 1.7, 1.8). */
static void
check_fields (Case *self, const EbbPrescription *typed)
{
  gboolean by_percent =
      typed->method == EBB_METHOD_PERCENT_LOP || typed->method == EBB_METHOD_PERCENT_ESTIMATE;

  check (self, typed->side != EBB_SIDE_UNSET);
  if (by_percent)
    check (self, typed->percent >= 20 && typed->percent <= 100);
  if (typed->method == EBB_METHOD_PERCENT_LOP || cuff_pressure_is_set (typed->lop))
    check (self, typed->lop >= 600 && typed->lop <= 3200);
  if (typed->method == EBB_METHOD_PERCENT_ESTIMATE)
    check (self, typed->lop_estimate >= 600 && typed->lop_estimate <= 3200);
  if (typed->method == EBB_METHOD_FIXED)
    check (self, typed->fixed >= 400 && typed->fixed <= ceiling_of (typed->segment));
  if (typed->method == EBB_METHOD_SYSTOLIC)
    check (self, typed->systolic >= 700 && typed->systolic <= 2500);
}

/* --- A bout of the library with it ------------------------------------------------------- */

typedef struct {
  GPtrArray *protocols, *exercises; /* owned; the exercise of each */
} Library;

static void
check_plan (Case *self, const Library *library, const EbbPrescription *typed,
            const EbbTarget *target)
{
  guint index = (guint) g_rand_int_range (self->chance, 0, (gint) library->protocols->len);
  const EbbPlanRules rules = { .preconditioning = one_in (self, 2) };
  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  EbbPlan plan;

  if (!ebb_plan_make_by (&rules, library->protocols->pdata[index], library->exercises->pdata[index],
                         typed, target, 0, &plan, NULL))
    return;
  self->tally->n_plans++;
  check (self, plan.target == target->target);
  if (plan.target_max > 0)
    check_pressure (self, typed, plan.target_max);
  for (guint i = 0, n = ebb_plan_lay_out (&plan, steps); i < n; i++) {
    self->tally->n_steps++;
    check (self, steps[i].target <= target->target);
    check_pressure (self, typed, steps[i].target);
  }
}

static void
try_prescription (Case *self, const Library *library)
{
  EbbPrescription typed = type_prescription (self);
  EbbTarget target = { 0 };
  g_autoptr (GError) error = NULL;

  if (!ebb_prescription_resolve (&typed, &target, &error)) {
    check (self, error != NULL && target.target == 0);
    self->tally->n_refused++;
    return;
  }
  self->tally->n_targets++;
  check (self, error == NULL);
  check_fields (self, &typed);
  check (self, target.target >= EBB_TARGET_MIN);
  check (self, is_at_most (target.target, asked_of (&typed)));
  check_pressure (self, &typed, target.target);
  check_pressure (self, &typed, ebb_prescription_highest (&typed));
  if (cuff_pressure_is_set (typed.lop))
    self->tally->n_above_80 += target.target * 10 > typed.lop * 8;
  for (guint i = 0; i < target.n_clamps; i++)
    self->tally->n_clamped[target.clamps[i]]++;
  check_plan (self, library, &typed, &target);
}

/* At most LOP + 30 and 250 or 280 mmHg, enabled and with consent, from a measured LOP. */
static void
try_preconditioning (Case *self)
{
  EbbPreconditioning typed = {
    .enabled = !one_in (self, 5),
    .consent_given = !one_in (self, 5),
    .segment = (EbbSegment) g_rand_int_range (self->chance, 0, EBB_SEGMENT_CALF + 1),
    .side = one_in (self, 20) ? EBB_SIDE_UNSET : EBB_SIDE_RIGHT,
    .lop = type_pressure (self, "lop", 400),
    .asked = one_in (self, 2) ? CUFF_PRESSURE_UNSET : type_pressure (self, "asked", 400),
    .patient_limit = type_limit (self, "patient"),
    .clinic_limit = type_limit (self, "clinic"),
    .device_limit = type_limit (self, "device"),
  };
  EbbTarget target = { 0 };

  if (!ebb_preconditioning_resolve (&typed, &target, NULL)) {
    self->tally->n_refused++;
    return;
  }
  self->tally->n_targets++;
  check (self, typed.enabled && typed.consent_given && typed.side == EBB_SIDE_RIGHT);
  check (self, typed.lop >= 600 && typed.lop <= 3200);
  check (self, target.target >= EBB_TARGET_MIN && target.target <= typed.lop + 300);
  check (self, target.target <= (typed.segment == EBB_SEGMENT_ARM ? 2500 : 2800));
  check_limit (self, target.target, typed.patient_limit);
  check_limit (self, target.target, typed.clinic_limit);
  check_limit (self, target.target, typed.device_limit);
}

/* --- All of them ------------------------------------------------------------------------- */

static void
run_case (guint number, const Library *library, gboolean preconditioning, Tally *tally)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (FIRST_SEED + number);
  Case self = { .seed = FIRST_SEED + number,
                .chance = chance,
                .script = &scripts[number % G_N_ELEMENTS (scripts)],
                .typed = g_string_new (NULL),
                .tally = tally };

  /* Where the machine has none of that name, the digits alone are of the language. */
  if (setlocale (LC_ALL, self.script->locale) == NULL)
    setlocale (LC_ALL, "C.UTF-8");
  if (preconditioning)
    try_preconditioning (&self);
  else
    try_prescription (&self, library);
  g_string_free (self.typed, TRUE);
}

static void
load_library (Library *library)
{
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();

  library->protocols = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_protocol_free);
  library->exercises = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_exercise_free);
  for (guint i = 0; ids[i] != NULL; i++) {
    EbbProtocol *protocol = ebb_protocol_load_builtin (ids[i], NULL);

    g_ptr_array_add (library->protocols, protocol);
    g_ptr_array_add (library->exercises, ebb_exercise_load_builtin (protocol->exercise_id, NULL));
  }
}

static void
test_prescriptions (void)
{
  Library library;
  Tally tally = { 0 };

  load_library (&library);
  for (guint i = 0; i < N_PRESCRIPTIONS && !g_test_failed (); i++)
    run_case (i, &library, FALSE, &tally);
  setlocale (LC_ALL, "C.UTF-8");
  g_ptr_array_unref (library.protocols);
  g_ptr_array_unref (library.exercises);

  g_test_message ("%u targets, %u refused, %u texts that were no number, %u above 80 %%; "
                  "%u plans with %u steps",
                  tally.n_targets, tally.n_refused, tally.n_no_number, tally.n_above_80,
                  tally.n_plans, tally.n_steps);
  if (g_test_failed ())
    return; /* the rest was not tried */
  g_assert_cmpuint (tally.n_targets, >, N_PRESCRIPTIONS / 10);
  g_assert_cmpuint (tally.n_no_number, >, N_PRESCRIPTIONS / 20);
  g_assert_cmpuint (tally.n_above_80, >, 50);
  g_assert_cmpuint (tally.n_steps, >, 1000);
  /* Each limit was the one that counted, again and again. */
  for (guint clamp = EBB_CLAMP_PATIENT; clamp <= EBB_CLAMP_SCREENING; clamp++) {
    g_test_message ("clamp %u: %u", clamp, tally.n_clamped[clamp]);
    g_assert_cmpuint (tally.n_clamped[clamp], >, 10);
  }
}

static void
test_preconditioning (void)
{
  Tally tally = { 0 };

  for (guint i = 0; i < N_PRESCRIPTIONS / 5 && !g_test_failed (); i++)
    run_case (N_PRESCRIPTIONS + i, NULL, TRUE, &tally);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_message ("%u targets, %u refused", tally.n_targets, tally.n_refused);
  g_assert_cmpuint (tally.n_targets, >, N_PRESCRIPTIONS / 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prescription-random/no-limb-gets-more", test_prescriptions);
  g_test_add_func ("/prescription-random/preconditioning", test_preconditioning);
  return g_test_run ();
}
