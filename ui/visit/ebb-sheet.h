/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form that fills a page: a column of named fields, a button that saves, a draft that survives
 * leaving.  Whoever derives from it judges the values (show) and begins the write (save); fields
 * are addressed by their key.  Main thread.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_SHEET (ebb_sheet_get_type ())
G_DECLARE_DERIVABLE_TYPE (EbbSheet, ebb_sheet, EBB, SHEET, EbbPage)

struct _EbbSheetClass {
  EbbPageClass parent_class;
  /* A value changed, or saving was tried: says what is wrong (ebb_sheet_set_error()). */
  void (*show) (EbbSheet *sheet, gboolean tried);
  /* Begins the write, with ebb_sheet_on_saved() and a reference to the sheet; FALSE = something is
   * in the way. */
  gboolean (*save) (EbbSheet *sheet);
};

typedef struct {
  EbbDesk *desk;          /* borrowed */
  const char *patient_id; /* copied like all texts */
  const char *title, *subtitle;
  const char *draft; /* key of the draft; NULL = nothing is kept */
  const char *save;  /* on the button */
  const char *saved; /* the line when it is on file */
} EbbSheetSetup;

void ebb_sheet_begin (EbbSheet *sheet, const EbbSheetSetup *setup);
/* When all fields stand: what was typed before comes back, and the first show(). */
void ebb_sheet_ready (EbbSheet *sheet);

GtkWidget *ebb_sheet_add (EbbSheet *sheet, GtkWidget *widget);
void ebb_sheet_add_entry (EbbSheet *sheet, const char *key, const char *title,
                          const char *placeholder);
/* Several lines. */
void ebb_sheet_add_text (EbbSheet *sheet, const char *key, const char *title);
/* `options`: value 0, 1, ...; NULL-terminated, translated. */
void ebb_sheet_add_choice (EbbSheet *sheet, const char *key, const char *title,
                           const char *const *options, int column_min_px);
GtkWidget *ebb_sheet_add_check (EbbSheet *sheet, const char *key, const char *title);

/* What stands in a field, stripped; NULL when nothing does.  Free it. */
char *ebb_sheet_get_text (EbbSheet *sheet, const char *key);
/* -1 = none. */
int ebb_sheet_get_choice (EbbSheet *sheet, const char *key);
gboolean ebb_sheet_get_check (EbbSheet *sheet, const char *key);
/* Without a draft of it. */
void ebb_sheet_set_text (EbbSheet *sheet, const char *key, const char *text);
void ebb_sheet_set_choice (EbbSheet *sheet, const char *key, int value);

void ebb_sheet_set_error (EbbSheet *sheet, const char *key, const char *error);
void ebb_sheet_set_note (EbbSheet *sheet, const char *key, const char *note);
void ebb_sheet_set_visible (EbbSheet *sheet, const char *key, gboolean visible);

EbbDesk *ebb_sheet_get_desk (EbbSheet *sheet);
const char *ebb_sheet_get_patient (EbbSheet *sheet);
void ebb_sheet_on_saved (GObject *source, GAsyncResult *result, gpointer sheet);
