/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widgets of the editor: made once, then they show a state and are read into a form.  The
 * picture stands above the fields and follows each change.
 */
#pragma once

#include "ebb-protocol-form-state.h"

#include <gtk/gtk.h>

/* One set. */
typedef struct {
  GtkWidget *field, *kind, *reps_min, *reps_max, *duration; /* EbbField, GtkDropDown, EbbStepper */
} EbbSetWidgets;

typedef struct {
  GtkWidget *field[EBB_N_EDITS];   /* EbbField, borrowed like all */
  GtkWidget *control[EBB_N_EDITS]; /* an entry or an EbbStepper; NULL where it is another */
  GtkWidget *exercise, *training, *pattern, *basis, *load_basis; /* GtkDropDown, EbbChoice */
  GtkWidget *home, *has_steps;                                   /* GtkCheckButton */
  EbbSetWidgets sets[EBB_SETS_MAX];
  GtkWidget *n_sets; /* EbbStepper */
  GtkWidget *value_field[EBB_VALUE_COUNT], *value_source[EBB_VALUE_COUNT];
  GtkWidget *value_status[EBB_VALUE_COUNT]; /* GtkDropDown */
  GtkWidget *picture, *time, *arm, *leg, *own, *why_not, *save;
  char **exercise_ids; /* owned: in the order of the drop-down */
} EbbProtocolWidgets;

/* The picture and what comes of it. */
GtkWidget *ebb_protocol_widgets_build_head (EbbProtocolWidgets *widgets, int width_px);
/* `changed` is called with `user` after each change by a person. */
void ebb_protocol_widgets_build (EbbProtocolWidgets *widgets, GtkWidget *column, GCallback changed,
                                 gpointer user);
GtkWidget *ebb_protocol_widgets_build_foot (EbbProtocolWidgets *widgets, int width_px,
                                            GCallback save, gpointer user);

/* Puts the form into the widgets; `changed` may be called: the caller ignores it. */
void ebb_protocol_widgets_fill (EbbProtocolWidgets *widgets, const EbbProtocolForm *form);
void ebb_protocol_widgets_read (const EbbProtocolWidgets *widgets, EbbProtocolForm *form);
/* `tried`: what is in the way of saving is told at the foot. */
void ebb_protocol_widgets_show (EbbProtocolWidgets *widgets, const EbbProtocolFormState *state,
                                const EbbProtocolForm *form, gboolean tried);
/* What the store said. */
void ebb_protocol_widgets_tell (EbbProtocolWidgets *widgets, const char *text);
void ebb_protocol_widgets_focus_error (EbbProtocolWidgets *widgets,
                                       const EbbProtocolFormState *state);
void ebb_protocol_widgets_clear (EbbProtocolWidgets *widgets);
