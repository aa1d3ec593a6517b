/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between ebb-machine.c (what inputs do) and ebb-machine-phases.c (how phases follow each other).
 * All return EBB_DO_* bits.  A time `at_us` is the planned one and may lie before machine->now_us.
 */
#pragma once

#include "ebb-machine.h"

/* ebb-machine-view.c: where it stands. */
gboolean ebb_machine_before_pressure (const EbbMachine *machine);
gboolean ebb_machine_under_way (const EbbMachine *machine);
gboolean ebb_machine_in_work (const EbbMachine *machine); /* of a led repetition */

/* Enters a phase and nothing else. */
guint ebb_machine_enter (EbbMachine *machine, EbbPhase phase, CuffTime at_us, CuffTime until_us);

/* Orders `mode` for the rest of the phase + 10 s. */
guint ebb_machine_order (EbbMachine *machine, CuffMode mode);

guint ebb_machine_arm (EbbMachine *machine);
guint ebb_machine_inflate (EbbMachine *machine, CuffTime at_us);
guint ebb_machine_at_target (EbbMachine *machine);
guint ebb_machine_pause (EbbMachine *machine);
guint ebb_machine_resume (EbbMachine *machine);

/* ebb-machine-clock.c: sets by the clock, and inflations within the plan. */
guint ebb_machine_work_by_clock (EbbMachine *machine, CuffTime at_us);
guint ebb_machine_clock_is_over (EbbMachine *machine, CuffTime at_us);

/* Inflates anew within the plan: the next step of a cycle, or what follows a rest. */
guint ebb_machine_inflate_again (EbbMachine *machine, CuffTime at_us);

/* Deflated until somebody says INFLATE. */
guint ebb_machine_wait (EbbMachine *machine, CuffTime at_us);

/* Whether an inflation within the plan comes at the end of this phase. */
gboolean ebb_machine_will_inflate (const EbbMachine *machine);

/* When to ask next whether somebody is there; CUFF_TIME_NEVER = not in this phase. */
CuffTime ebb_machine_ask_us (const EbbMachine *machine);

/* ebb-machine-sets.c */
guint ebb_machine_repeat_set (EbbMachine *machine);
guint ebb_machine_skip_set (EbbMachine *machine);

/* Finishes the open set, if any: counting off, row finished. */
guint ebb_machine_close_set (EbbMachine *machine, const char *reason);

/* What follows a finished set: its rest, or the end. */
guint ebb_machine_after_set (EbbMachine *machine, CuffTime at_us);

/* Vents and waits for the proof. */
guint ebb_machine_finish (EbbMachine *machine, CuffTime at_us, EbbEndState state,
                          CuffReason reason);

/* Vents and treats the cuff as inflated until shown otherwise. */
guint ebb_machine_lose_sight (EbbMachine *machine, CuffTime at_us, CuffReason reason);

guint ebb_machine_close (EbbMachine *machine);

/* What time alone brings: at most one change of phase. */
guint ebb_machine_due (EbbMachine *machine);
