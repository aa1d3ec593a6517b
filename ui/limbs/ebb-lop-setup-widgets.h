/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widgets of the form before an occlusion pressure: filled from the value, read into it, and
 * shown by the judged state.  They hold no truth.
 */
#pragma once

#include "ebb-lop-form-state.h"

#include <gtk/gtk.h>

typedef struct {
  /* borrowed: in the tree */
  GtkWidget *pick, *segment, *side, *posture, *sensor, *definition;
  GtkWidget *cuff_room, *cuff;
  GtkWidget *width, *lop, *girth, *systolic, *diastolic, *heart_rate, *artery;
  GtkWidget *confirm, *right;
  GtkWidget *fit_text, *estimate_text, *bound_text, *doubts;
  GtkWidget *how_card, *typed_card, *estimate_card, *guided_row, *doubts_row;
  GtkWidget *field[EBB_LOP_N_FIELDS]; /* NULL: said in the foot */
  GtkWidget *status, *go;
  char *cuffs_shown; /* owned: which cuffs the choice stands for */
  GCallback changed;
  gpointer user;
} EbbLopSetupWidgets;

/* `changed` is called swapped, with `user`. */
void ebb_lop_setup_widgets_build (EbbLopSetupWidgets *self, GtkWidget *column, GCallback changed,
                                  gpointer user);
GtkWidget *ebb_lop_setup_widgets_build_foot (EbbLopSetupWidgets *self, int width_px);
void ebb_lop_setup_widgets_fill (EbbLopSetupWidgets *self, const EbbLopForm *form,
                                 const EbbLopFormState *state, const EbbLopScene *scene);
void ebb_lop_setup_widgets_read (const EbbLopSetupWidgets *self, EbbLopForm *form,
                                 const EbbLopScene *scene);
/* `tried`: what is only missing is said too. */
void ebb_lop_setup_widgets_show (EbbLopSetupWidgets *self, const EbbLopForm *form,
                                 const EbbLopFormState *state, gboolean tried);
/* To the first thing in the way. */
void ebb_lop_setup_widgets_focus (EbbLopSetupWidgets *self, const EbbLopFormState *state);
