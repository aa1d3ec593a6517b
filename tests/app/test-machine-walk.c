/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A million random steps through thousands of bouts: inputs in any order, times in any
 * spacing, plans made up and all of the library.  Whatever happens, the promises of SAFETY.md hold.
 */
#include "ebb-machine.h"

#define STEPS 1500000

typedef struct {
  GRand *random;
  EbbMachine machine;
  CuffTime now_us;
  gboolean must_not_inflate; /* a stop, a lost link or a refusal came */
  gboolean raised;           /* somebody stepped the target up */
  gboolean vented;           /* a vent was ordered */
  gboolean proof_or_person;  /* the cuff was shown, or said, to be soft */
  CuffTime announced_us;     /* the inflation that comes next; CUFF_TIME_NEVER = nothing was said */
  GPtrArray *library;        /* EbbProtocol */
  guint ran, n_again;        /* bit set of the library; inflations within a plan */
  guint n_bouts, n_closed, n_completed, n_unknown, n_sets;
  guint visited; /* bit set of phases */
} Walk;

static EbbPlan
random_plan (GRand *random)
{
  EbbPlan plan = { .n_sets = (guint) g_rand_int_range (random, 1, 5),
                   .rest_s = (guint) g_rand_int_range (random, 0, 90),
                   .tempo = { (guint) g_rand_int_range (random, 0, 3) * 500,
                              (guint) g_rand_int_range (random, 0, 3) * 1000,
                              (guint) g_rand_int_range (random, 0, 3) * 500,
                              (guint) g_rand_int_range (random, 0, 2) * 250 },
                   .pattern =
                       g_rand_boolean (random) ? EBB_PATTERN_CONTINUOUS : EBB_PATTERN_INTERMITTENT,
                   .target = CUFF_MMHG (g_rand_int_range (random, 40, 200)),
                   .self_paced = g_rand_int_range (random, 0, 4) == 0 };

  plan.target_max = g_rand_boolean (random) ? plan.target + CUFF_MMHG (30) : 0;
  for (guint i = 0; i < plan.n_sets; i++)
    plan.sets[i].reps_min = plan.sets[i].reps_max = (guint) g_rand_int_range (random, 1, 6);
  return plan;
}

/* As the file says, also those that a plan would refuse: the machine keeps its promises for any. */
static EbbPlan
library_plan (Walk *walk)
{
  guint index = (guint) g_rand_int_range (walk->random, 0, (gint32) walk->library->len);
  const EbbProtocol *protocol = g_ptr_array_index (walk->library, index);
  EbbPlan plan = { .n_sets = protocol->n_sets,
                   .rest_s = protocol->rest_s,
                   .tempo = protocol->tempo,
                   .pattern = protocol->pattern,
                   .target = CUFF_MMHG (g_rand_int_range (walk->random, 40, 200)),
                   .training = protocol->training,
                   .cycle = protocol->cycle,
                   .tap_to_inflate = g_rand_int_range (walk->random, 0, 3) == 0 };

  for (guint i = 0; i < plan.n_sets; i++)
    plan.sets[i] = protocol->sets[i];
  walk->ran |= 1u << index;
  return plan;
}

static void
begin_bout (Walk *walk)
{
  EbbPlan plan = g_rand_boolean (walk->random) ? random_plan (walk->random) : library_plan (walk);

  walk->announced_us = CUFF_TIME_NEVER;
  ebb_machine_init (&walk->machine, &plan, walk->now_us);
  walk->must_not_inflate = walk->raised = walk->vented = walk->proof_or_person = FALSE;
  walk->n_bouts++;
}

/* Mostly what carries a bout along, sometimes anything at all. */
static EbbInputKind
random_kind (GRand *random)
{
  static const EbbInputKind helpful[] = { EBB_INPUT_TICK,       EBB_INPUT_SAMPLE, EBB_INPUT_TICK,
                                          EBB_INPUT_SAMPLE,     EBB_INPUT_REP,    EBB_INPUT_START,
                                          EBB_INPUT_LINK_READY, EBB_INPUT_ARMED,  EBB_INPUT_RESUME,
                                          EBB_INPUT_REP,        EBB_INPUT_HERE };

  if (g_rand_int_range (random, 0, 12) != 0)
    return helpful[g_rand_int_range (random, 0, G_N_ELEMENTS (helpful))];
  return (EbbInputKind) g_rand_int_range (random, EBB_INPUT_TICK, EBB_INPUT_HERE + 1);
}

static CuffTime
random_delay_us (GRand *random)
{
  switch (g_rand_int_range (random, 0, 8)) {
  case 0:
    return 0;
  case 1:
    return CUFF_MS (g_rand_int_range (random, 0, 40000));
  default:
    return CUFF_MS (g_rand_int_range (random, 0, 900));
  }
}

static EbbInput
random_input (Walk *walk)
{
  GRand *random = walk->random;
  EbbInput input = { .kind = random_kind (random), .text = "pain" };

  walk->now_us += random_delay_us (random);
  input.t_us = walk->now_us;
  input.reason = (CuffReason) g_rand_int_range (random, 0, CUFF_REASON_SENSOR + 1);
  input.pressure = (CuffPressure) g_rand_int_range (random, -500, 4000);
  if (input.kind == EBB_INPUT_TARGET && g_rand_boolean (random))
    input.pressure = walk->machine.plan.target - CUFF_MMHG (10);
  input.at_target = g_rand_boolean (random);
  input.deflated = g_rand_int_range (random, 0, 4) == 0;
  return input;
}

/* --- The promises ------------------------------------------------------------------------ */

static void
check_orders (const Walk *walk, guint todo)
{
  const EbbMachine *machine = &walk->machine;
  CuffTime left_us = machine->phase_until_us == CUFF_TIME_NEVER
                         ? 0
                         : MAX (machine->phase_until_us - machine->now_us, 0);

  if ((todo & EBB_DO_ORDER) == 0)
    return;
  g_assert_cmpuint (machine->order.longest_ms, <=, (guint) (left_us / 1000) + 10000);
  g_assert_cmpint (machine->order.target, <=, MAX (machine->plan.target, machine->plan.target_max));
  if (!walk->raised)
    g_assert_cmpint (machine->order.target, <=, machine->plan.target);
  if (machine->order.mode == CUFF_MODE_HOLD) {
    g_assert_false (walk->must_not_inflate);
    g_assert_false (walk->vented);
    g_assert_cmpint (machine->phase, >=, EBB_PHASE_INFLATING);
    g_assert_cmpint (machine->phase, <=, EBB_PHASE_PAUSED);
  }
}

/* Where the pattern says that the cuff is soft, nothing holds it tight. */
static void
check_relief (const Walk *walk)
{
  const EbbMachine *machine = &walk->machine;
  gboolean led = machine->phase >= EBB_PHASE_READY && machine->phase <= EBB_PHASE_SET_END;
  gboolean soft =
      machine->phase == EBB_PHASE_RELIEF || machine->phase == EBB_PHASE_WAITING
      || (led && machine->plan.pattern == EBB_PATTERN_RESTING)
      || (machine->phase == EBB_PHASE_REST && machine->plan.pattern >= EBB_PATTERN_INTERMITTENT
          && machine->plan.pattern != EBB_PATTERN_RESTING);

  if (soft)
    g_assert_cmpint (machine->order.mode, ==, CUFF_MODE_DEFLATE);
}

/* An inflation within a plan was announced 4 s before at the least, or a person asked for it; in a
 * first session only that. */
static void
check_inflation (Walk *walk, const EbbMachine *before, const EbbInput *input, guint todo)
{
  const EbbMachine *machine = &walk->machine;
  gboolean asked = input->kind == EBB_INPUT_INFLATE || input->kind == EBB_INPUT_RESUME;

  if ((todo & EBB_DO_ANNOUNCE) != 0)
    walk->announced_us = machine->now_us;
  if (machine->phase != EBB_PHASE_INFLATING || before->phase == EBB_PHASE_INFLATING
      || before->phase == EBB_PHASE_ARMING)
    return;
  walk->n_again++;
  if (before->phase == EBB_PHASE_WAITING) {
    g_assert_true (asked);
    return;
  }
  g_assert_false (machine->plan.tap_to_inflate);
  g_assert_cmpint (walk->announced_us, !=, CUFF_TIME_NEVER);
  g_assert_cmpint (machine->now_us - walk->announced_us, >=, CUFF_MS (EBB_ANNOUNCE_MIN_MS));
  walk->announced_us = CUFF_TIME_NEVER;
}

static gboolean
is_under_way (EbbPhase phase)
{
  return phase >= EBB_PHASE_INFLATING && phase <= EBB_PHASE_PAUSED;
}

static void
check_phases (const Walk *walk, EbbPhase from, guint todo)
{
  const EbbMachine *machine = &walk->machine;

  g_assert_cmpint ((todo & EBB_DO_PHASE) != 0 ? 1 : 0, >=, from != machine->phase ? 1 : 0);
  /* The only ways out of pressure. */
  if (is_under_way (from) && !is_under_way (machine->phase)) {
    g_assert_true (machine->phase == EBB_PHASE_DEFLATING || machine->phase == EBB_PHASE_UNKNOWN);
    g_assert_true (todo & EBB_DO_VENT);
    g_assert_cmpint (machine->end_state, !=, EBB_STATE_OPEN);
  }
  /* No way back from the end; UNKNOWN stands behind REMOVE_CUFF in the enum only. */
  if (from >= EBB_PHASE_DEFLATING)
    g_assert_cmpint (machine->phase, >=, EBB_PHASE_DEFLATING);
  if (from == EBB_PHASE_REMOVE_CUFF)
    g_assert_true (machine->phase == EBB_PHASE_REMOVE_CUFF || machine->phase == EBB_PHASE_CLOSED);
  if (from == EBB_PHASE_CLOSED)
    g_assert_cmpint (machine->phase, ==, EBB_PHASE_CLOSED);
  if (from != EBB_PHASE_CLOSED && machine->phase == EBB_PHASE_CLOSED) {
    g_assert_true (todo & EBB_DO_CLOSE);
    g_assert_true (!machine->pressurised || walk->proof_or_person);
  }
}

static void
check_counts (const Walk *walk, const EbbMachine *before, guint todo)
{
  const EbbMachine *machine = &walk->machine;

  g_assert_cmpuint (machine->set, <=, machine->plan.n_sets);
  g_assert_cmpuint (machine->reps, <=, before->reps + 1);
  g_assert_cmpint (machine->phase_since_us, <=, machine->now_us);
  if ((todo & EBB_DO_BEGIN_SET) != 0) {
    g_assert_cmpuint (machine->set, ==, before->set + 1);
    g_assert_cmpuint (machine->reps, ==, 0);
    g_assert_false (before->set_open);
  }
  if ((todo & EBB_DO_END_SET) != 0)
    g_assert_true (before->set_open && !machine->set_open
                   && machine->set_ended_us >= machine->set_started_us);
  if (!is_under_way (machine->phase))
    g_assert_false (machine->set_open);
}

static void
remember (Walk *walk, const EbbInput *input, EbbPhase from, guint todo)
{
  const EbbMachine *machine = &walk->machine;

  if (input->kind == EBB_INPUT_STOP || input->kind == EBB_INPUT_SAFETY_STOP
      || input->kind == EBB_INPUT_LINK_LOST)
    walk->must_not_inflate = TRUE;
  if ((todo & EBB_DO_VENT) != 0)
    walk->vented = TRUE;
  if (cuff_pressure_is_set (machine->stepped) && machine->stepped > machine->plan.target)
    walk->raised = TRUE;
  if (machine->phase == EBB_PHASE_REMOVE_CUFF && from != EBB_PHASE_REMOVE_CUFF) {
    g_assert_true (input->kind == EBB_INPUT_SAMPLE && input->deflated);
    walk->proof_or_person = TRUE;
  }
  if (input->kind == EBB_INPUT_CUFF_OFF && from == EBB_PHASE_UNKNOWN)
    walk->proof_or_person = TRUE;
  walk->visited |= 1u << machine->phase;
  walk->n_sets += (todo & EBB_DO_BEGIN_SET) != 0;
  walk->n_unknown += from != machine->phase && machine->phase == EBB_PHASE_UNKNOWN;
}

static void
step (Walk *walk)
{
  EbbMachine before = walk->machine;
  EbbInput input = random_input (walk);
  guint todo = ebb_machine_step (&walk->machine, &input);

  if (input.kind == EBB_INPUT_STOP || input.kind == EBB_INPUT_SAFETY_STOP)
    g_assert_true (todo & EBB_DO_VENT);
  remember (walk, &input, before.phase, todo);
  check_orders (walk, todo);
  check_relief (walk);
  check_inflation (walk, &before, &input, todo);
  check_phases (walk, before.phase, todo);
  check_counts (walk, &before, todo);
}

/* A closed bout is still fed a few inputs before the next one begins. */
static void
test_walk (void)
{
  Walk walk = { .random = g_rand_new_with_seed (20240611) };
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();
  guint closed_for = 0;

  walk.library = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_protocol_free);
  for (guint i = 0; ids[i] != NULL; i++)
    g_ptr_array_add (walk.library, ebb_protocol_load_builtin (ids[i], NULL));
  g_assert_cmpuint (walk.library->len, <, 32);
  begin_bout (&walk);
  for (guint i = 0; i < STEPS; i++) {
    step (&walk);
    closed_for = walk.machine.phase == EBB_PHASE_CLOSED ? closed_for + 1 : 0;
    if (closed_for < 5)
      continue;
    walk.n_closed++;
    walk.n_completed += walk.machine.end_state == EBB_STATE_COMPLETED;
    begin_bout (&walk);
    closed_for = 0;
  }
  g_test_message ("%u bouts, %u completed, %u sets, %u times unknown", walk.n_bouts,
                  walk.n_completed, walk.n_sets, walk.n_unknown);

  /* The walk went everywhere, or its promises would be worth little. */
  g_assert_cmpuint (walk.visited, ==, (1u << (EBB_PHASE_CLOSED + 1)) - 1);
  g_assert_cmpuint (walk.n_bouts, >, 1000);
  g_assert_cmpuint (walk.n_completed, >, 20);
  g_assert_cmpuint (walk.n_unknown, >, 100);
  g_assert_cmpuint (walk.n_again, >, 100);
  g_assert_cmpuint (walk.ran, ==, (1u << walk.library->len) - 1);
  g_ptr_array_unref (walk.library);
  g_rand_free (walk.random);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machine/walk", test_walk);
  return g_test_run ();
}
