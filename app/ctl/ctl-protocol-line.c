/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl protocol timeline FILE|ID: what a bout of it would be, second by second, or why there
 * would be none.  Without an LOP pressures are told in percent of it.
 */
#include "ctl-care.h"
#include "ctl-protocol.h"
#include "ebb-occlusion-clock.h"
#include "ebb-plan.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Without one, every mmHg is a percent. */
#define UNIT_LOP CUFF_MMHG (100)

/* What a form accepts of a measured LOP (clinical 1.8). */
#define LOP_MIN 60
#define LOP_MAX 320

typedef struct {
  char *limb, *lop, *percent, *sets; /* owned */
  int n_sets;                        /* 0 = as many as it has */
  gboolean first_session, preconditioning, as_json;
  double lop_mmhg, share; /* NAN = not given */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->limb);
  g_free (options->lop);
  g_free (options->percent);
  g_free (options->sets);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "limb", 0, 0, G_OPTION_ARG_STRING, &options->limb, N_ ("Limb"), "arm|thigh|calf" },
    { "lop", 0, 0, G_OPTION_ARG_STRING, &options->lop, N_ ("Measured LOP"), "MMHG" },
    { "percent", 0, 0, G_OPTION_ARG_STRING, &options->percent, N_ ("Percent of LOP"), "N" },
    { "sets", 0, 0, G_OPTION_ARG_STRING, &options->sets, N_ ("Sets"), "N" },
    { "first-session", 0, 0, G_OPTION_ARG_NONE, &options->first_session, N_ ("First session"),
      NULL },
    { "preconditioning", 0, 0, G_OPTION_ARG_NONE, &options->preconditioning,
      N_ ("As if preconditioning were enabled"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->as_json, N_ ("JSON instead of text"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return ctl_parse (argc, argv, entries, "FILE|ID", 1);
}

static gboolean
read_numbers (Options *options)
{
  if (!ctl_number ("--lop", options->lop, &options->lop_mmhg)
      || !ctl_number ("--percent", options->percent, &options->share))
    return FALSE;
  if (options->lop != NULL && !(options->lop_mmhg >= LOP_MIN && options->lop_mmhg <= LOP_MAX)) {
    ctl_fail_text (_ ("%s is \"%s\"; allowed: %d to %d mmHg"), "--lop", options->lop, LOP_MIN,
                   LOP_MAX);
    return FALSE;
  }
  return ctl_count ("--sets", options->sets, 1, EBB_SETS_MAX, 0, &options->n_sets);
}

static EbbSegment
first_segment (const EbbExercise *exercise)
{
  for (EbbSegment segment = EBB_SEGMENT_ARM; segment < EBB_SEGMENT_CALF; segment++)
    if ((exercise->segments & (1u << segment)) != 0)
      return segment;
  return EBB_SEGMENT_CALF;
}

/* What cannot be told in percent of an LOP that nobody gave. */
static gboolean
check_lop (const Options *options, const EbbProtocol *protocol, GError **error)
{
  EbbPressureBasis basis = protocol->pressure.basis;
  gboolean needed = isfinite (options->share) || basis == EBB_BASIS_FIXED;

  if (basis == EBB_BASIS_SYSTOLIC) {
    g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
                 _ ("“%s” counts from the systolic pressure of the day, which is not known here"),
                 protocol->id);
    return FALSE;
  }
  if (!needed || isfinite (options->lop_mmhg))
    return TRUE;
  g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
               _ ("%s is missing; allowed: %d to %d mmHg"), "--lop", LOP_MIN, LOP_MAX);
  return FALSE;
}

/* A pressure of preconditioning lies above LOP, which no other prescription may. */
static gboolean
resolve (const Options *options, const EbbProtocol *protocol, EbbPrescription *prescription,
         EbbTarget *target, GError **error)
{
  double share = isfinite (options->share) ? options->share : protocol->percent_lop_default;

  *prescription = (EbbPrescription){
    .method = EBB_METHOD_PERCENT_LOP,
    .segment = prescription->segment,
    .side = EBB_SIDE_LEFT,
    .percent = share,
    .lop = isfinite (options->lop_mmhg) ? cuff_pressure_from_mmhg (options->lop_mmhg) : UNIT_LOP,
    .lop_estimate = CUFF_PRESSURE_UNSET,
    .first_session = options->first_session,
    .patient_limit = CUFF_PRESSURE_UNSET,
    .protocol_limit = CUFF_PRESSURE_UNSET,
    .clinic_limit = CUFF_PRESSURE_UNSET,
    .device_limit = CUFF_PRESSURE_UNSET,
  };
  if (protocol->pressure.basis == EBB_BASIS_PERCENT_LOP)
    return ebb_prescription_resolve (prescription, target, error);
  *target = (EbbTarget){ .target = cuff_pressure_from_mmhg (protocol->pressure.value) };
  return TRUE;
}

typedef struct {
  const Options *options;
  const EbbProtocol *protocol;
  EbbPrescription prescription;
  EbbPlan plan;
  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  guint n_steps;
} Line;

static gboolean
make_line (Line *line, GError **error)
{
  const EbbProtocol *protocol = line->protocol;
  const EbbPlanRules rules = { .preconditioning = line->options->preconditioning };
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (protocol->exercise_id, error);
  EbbTarget target;

  if (exercise == NULL)
    return FALSE;
  if (line->options->limb == NULL)
    line->prescription.segment = first_segment (exercise);
  if (!check_lop (line->options, protocol, error)
      || !resolve (line->options, protocol, &line->prescription, &target, error)
      || !ebb_plan_make_by (&rules, protocol, exercise, &line->prescription, &target,
                            (guint) line->options->n_sets, &line->plan, error))
    return FALSE;
  line->n_steps = ebb_plan_lay_out (&line->plan, line->steps);
  return TRUE;
}

static void
write_step (EbbJsonWriter *writer, const Line *line, const EbbPlanStep *step)
{
  gboolean known = isfinite (line->options->lop_mmhg);

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "kind", ebb_step_to_string (step->kind));
  ebb_json_int (writer, "set", step->set);
  ebb_json_int (writer, "step", step->step);
  ebb_json_seconds (writer, "start_s", step->start_ms * 1000);
  ebb_json_seconds (writer, "length_s", step->length_ms * 1000);
  ebb_json_boolean (writer, "open_ended", step->open_ended);
  ebb_json_boolean (writer, "tight", step->target > 0);
  ebb_json_double (writer, "percent_lop", ebb_percent_of_lop (step->target, line->prescription.lop),
                   1);
  ebb_json_pressure (writer, "target_mmhg", known ? step->target : CUFF_PRESSURE_UNSET);
  ebb_json_close (writer, '}');
}

static void
say_json (const Line *line)
{
  g_autofree char *text = ebb_plan_to_text (&line->plan);
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "id", line->protocol->id);
  ebb_json_text (&writer, "limb", ebb_segment_to_string (line->plan.segment));
  ebb_json_text (&writer, "text", text);
  ebb_json_seconds (&writer, "inflated_s", ebb_plan_inflated_ms (&line->plan) * 1000);
  ebb_json_seconds (&writer, "total_s", ebb_plan_total_ms (&line->plan) * 1000);
  ebb_json_seconds (&writer, "continuous_s", ebb_plan_continuous_ms (&line->plan, 0) * 1000);
  ebb_json_seconds (&writer, "limit_s", ebb_occlusion_limit (line->plan.segment));
  ebb_json_boolean (&writer, "tap_to_inflate", line->plan.tap_to_inflate);
  ebb_json_open (&writer, "steps", '[');
  for (guint i = 0; i < line->n_steps; i++)
    write_step (&writer, line, &line->steps[i]);
  ebb_json_close (&writer, ']');
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static char *
clock_to_text (gint64 ms)
{
  return g_strdup_printf ("%d:%02d", (int) (ms / 60000), (int) (ms / 1000 % 60));
}

static void
say_step (const Line *line, const EbbPlanStep *step)
{
  g_autofree char *start = clock_to_text (step->start_ms);
  g_autofree char *length = clock_to_text (step->length_ms);
  g_autofree char *pressure = NULL;

  if (step->target == 0)
    pressure = g_strdup (_ ("deflated"));
  else if (isfinite (line->options->lop_mmhg))
    pressure = g_strdup_printf (_ ("%g mmHg"), step->target / 10.0);
  else
    pressure = g_strdup_printf (_ ("%g %% of LOP"),
                                ebb_percent_of_lop (step->target, line->prescription.lop));
  ctl_say ("%6s  %-6s %2u  %s%-6s %s", start, ebb_step_to_text (step->kind), step->set,
           step->open_ended ? "≤ " : "", length, pressure);
}

static void
say_text (const Line *line)
{
  g_autofree char *text = ebb_plan_to_text (&line->plan);
  g_autofree char *inflated = clock_to_text (ebb_plan_inflated_ms (&line->plan));
  g_autofree char *total = clock_to_text (ebb_plan_total_ms (&line->plan));
  g_autofree char *continuous = clock_to_text (ebb_plan_continuous_ms (&line->plan, 0));
  g_autofree char *limit = clock_to_text (ebb_occlusion_limit (line->plan.segment) / 1000);

  ctl_say ("%s: %s", line->protocol->id, text);
  for (guint i = 0; i < line->n_steps; i++)
    say_step (line, &line->steps[i]);
  ctl_say (_ ("Under pressure %s of %s; without a relief of a minute %s, limit %s (%s)"), inflated,
           total, continuous, limit, ebb_segment_to_string (line->plan.segment));
  if (line->plan.tap_to_inflate)
    ctl_say ("%s", _ ("Each further inflation waits for a tap"));
}

int
ctl_protocol_timeline (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autofree Line *line = g_new0 (Line, 1);
  GError *error = NULL;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (!read_numbers (&options) || !ctl_segment (options.limb, &line->prescription.segment))
    return CTL_FAILED;
  g_autoptr (EbbProtocol) protocol = ctl_protocol_load (argv[1], &error);
  line->options = &options;
  line->protocol = protocol;
  if (protocol == NULL || !make_line (line, &error))
    return ctl_fail (error);
  if (options.as_json)
    say_json (line);
  else
    say_text (line);
  return CTL_OK;
}
