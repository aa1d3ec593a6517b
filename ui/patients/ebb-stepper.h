/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number with a large - and +, which can be typed as well.  It never changes what was typed:
 * whoever owns the value judges it.  Nothing typed, or no number, is NAN.
 *
 * Signal "changed".
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_STEPPER (ebb_stepper_get_type ())
G_DECLARE_FINAL_TYPE (EbbStepper, ebb_stepper, EBB, STEPPER, GtkWidget)

typedef struct {
  const char *name; /* for a screen reader: "Percent of LOP" */
  const char *unit; /* "%", "mmHg", "cm" */
  double step, min, max;
  double first; /* where - and + begin when nothing stands there */
  guint digits; /* after the point, at most */
} EbbStepperRange;

GtkWidget *ebb_stepper_new (const EbbStepperRange *range);
/* Without a signal; what is being typed stays when it means the same. */
void ebb_stepper_set_value (EbbStepper *stepper, double value);
double ebb_stepper_get_value (EbbStepper *stepper);
void ebb_stepper_set_step (EbbStepper *stepper, double step);
/* Where it depends on another field; said to a screen reader too. */
void ebb_stepper_set_unit (EbbStepper *stepper, const char *unit);
