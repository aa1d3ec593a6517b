/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widgets of the prescription form: made once, then they show a state and are read into a
 * value.
 */
#pragma once

#include "ebb-prescription-form-state.h"

#include <gtk/gtk.h>

typedef struct {
  GtkWidget *field[EBB_N_FIELDS]; /* EbbField, borrowed like all */
  GtkWidget *protocol, *side, *segment, *method;
  GtkWidget *cuff, *cuff_offer, *hand_bulb, *reason;
  GtkWidget *width, *lop, *percent, *fixed, *systolic, *girth, *load, *sets; /* EbbStepper */
  GtkWidget *load_finder;
  GtkWidget *self_paced, *set_up, *estimate_note;
  GtkWidget *mmhg, *percent_lop, *bar, *window_text, *verdict, *plan, *save;
} EbbPrescriptionWidgets;

/* `column`: where the fields go; `changed` is called with `user` after each change by a person. */
void ebb_prescription_widgets_build (EbbPrescriptionWidgets *widgets, GtkWidget *column,
                                     const GPtrArray *offers, GCallback changed, gpointer user);
/* What is always visible: pressure, share of LOP, window and Save. */
GtkWidget *ebb_prescription_widgets_build_foot (EbbPrescriptionWidgets *widgets, int width_px,
                                                GCallback save, gpointer user);
/* Puts the value into the widgets; `changed` may be called: the caller ignores it. */
void ebb_prescription_widgets_fill (EbbPrescriptionWidgets *widgets,
                                    const EbbPrescriptionForm *form, const GPtrArray *offers);
void ebb_prescription_widgets_read (const EbbPrescriptionWidgets *widgets,
                                    EbbPrescriptionForm *form, const GPtrArray *offers);
/* `tried`: also what is merely missing shows as an error. */
void ebb_prescription_widgets_show (EbbPrescriptionWidgets *widgets,
                                    const EbbPrescriptionState *state,
                                    const EbbPrescriptionForm *form, const GPtrArray *offers,
                                    gboolean tried);
