/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of buttons of which one is the answer, or none yet.  Signal "chosen" (int index).
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_ANSWER_ROW (ebb_answer_row_get_type ())
G_DECLARE_FINAL_TYPE (EbbAnswerRow, ebb_answer_row, EBB, ANSWER_ROW, GtkWidget)

/* `labels` NULL-terminated, translated.  `name` for a screen reader. */
GtkWidget *ebb_answer_row_new (const char *name, const char *const *labels);
/* 0 to 10. */
GtkWidget *ebb_answer_row_new_scale (const char *name);
/* From `first` to `last`, in two lines; the index counts from `first`. */
GtkWidget *ebb_answer_row_new_range (const char *name, int first, int last);
/* Shows one as chosen without telling; -1 = none. */
void ebb_answer_row_set (EbbAnswerRow *row, int index);
