/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One control of a form of care: whatever it is, a text goes in and comes out.
 */
#pragma once

#include "ebb-care-field.h"

#include <gtk/gtk.h>

/* `options`: EbbOption of a choice, else NULL; borrowed, outlives the control.  `changed` is called
 * with `user` (swapped) when a person changed it, `done` at Enter. */
GtkWidget *ebb_care_control_new (const EbbCareField *field, const GPtrArray *options,
                                 GCallback changed, GCallback done, gpointer user);
/* Stripped; NULL when nothing stands there.  Free it. */
char *ebb_care_control_dup (GtkWidget *control, const GPtrArray *options);
void ebb_care_control_set (GtkWidget *control, const GPtrArray *options, const char *text);
