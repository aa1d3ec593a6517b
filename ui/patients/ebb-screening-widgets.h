/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widgets of the screening's form: made once, filled from the draft, read back into it.
 */
#pragma once

#include "ebb-papers.h"
#include "ebb-screening-form-state.h"

#include <gtk/gtk.h>

typedef struct {
  GPtrArray *rows;            /* owned: EbbScreeningRow, borrowed from the page */
  GtkWidget *column, *groups; /* borrowed: all questions by what a yes means */
  GtkWidget *review;          /* NULL until there is one: what the patient left open */
  /* Borrowed: pressure, again, height, weight, surgery are fields; questions the last one. */
  GtkWidget *field[EBB_SCREENING_N_FIELDS];
  GtkWidget *systolic, *diastolic, *systolic_again, *diastolic_again;
  GtkWidget *verdict, *limbs, *reasons, *caution;
  GtkWidget *foot_verdict, *progress, *status, *rest_no, *save;
} EbbScreeningWidgets;

/* Into `column`; `changed` is called swapped with `user`. */
void ebb_screening_widgets_build (EbbScreeningWidgets *widgets, GtkWidget *column,
                                  const EbbScreeningList *list, GCallback changed, gpointer user);
/* The patient has filled in the questionnaire: what was said yes to, or not answered, comes first,
 * each with what was said; the others are folded away below. */
void ebb_screening_widgets_review (EbbScreeningWidgets *widgets, const EbbIntake *intake);
GtkWidget *ebb_screening_widgets_build_foot (EbbScreeningWidgets *widgets, int width_px);

void ebb_screening_widgets_fill (EbbScreeningWidgets *widgets, const EbbScreeningDraft *draft);
void ebb_screening_widgets_read (EbbScreeningWidgets *widgets, EbbScreeningDraft *draft);
/* `tried`: saving was, so what is missing is said too. */
void ebb_screening_widgets_show (EbbScreeningWidgets *widgets, const EbbScreeningFormState *state,
                                 gboolean tried);
/* To what is in the way. */
void ebb_screening_widgets_focus (EbbScreeningWidgets *widgets, const EbbScreeningFormState *state);
