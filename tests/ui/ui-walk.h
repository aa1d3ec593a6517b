/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ways a therapist goes through the program, step by step; each fails the program where a
 * person would be stuck.
 */
#pragma once

#include "ui-rig.h"

/* The patient of the practice clinic who trains the left thigh and may start today. */
#define UI_PATIENT "Example, Tamsin"

/* From the list, by the search field and Enter. */
void ui_walk_to_patient (UiRig *rig, const char *name);
/* From there to the start page, loaded, with the cuff ready. */
void ui_walk_to_start (UiRig *rig);
/* Checks and puff; up to the held start, which says which cuff moved. */
void ui_walk_prepare (UiRig *rig);
/* The same without a cable, from the patient's page on: pumps briefly, then the gauge reads 0. */
void ui_walk_prepare_by_hand (UiRig *rig);
/* Holds Start; ends on the live page, inflating. */
void ui_walk_hold_start (UiRig *rig);
/* All of it, until the first hold. */
void ui_walk_to_hold (UiRig *rig);
/* Lets the plan run until the cuff may be removed; at most that long. */
void ui_walk_to_remove (UiRig *rig, double virtual_s);
