/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One field of a form: its title, the control, and below it a note or what is wrong.  And the
 * form's other small parts.
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_FIELD (ebb_field_get_type ())
G_DECLARE_FINAL_TYPE (EbbField, ebb_field, EBB, FIELD, GtkBox)

/* Takes `control`. */
GtkWidget *ebb_field_new (const char *title, GtkWidget *control);
/* NULL = nothing is wrong; then the note shows.  `error` also goes to the screen reader. */
void ebb_field_set_error (EbbField *field, const char *error);
void ebb_field_set_note (EbbField *field, const char *note);
GtkWidget *ebb_field_get_control (EbbField *field);

/* An entry named for a screen reader, of touch height. */
GtkWidget *ebb_entry_new (const char *name, const char *placeholder);
/* What stands in an entry, stripped; NULL when nothing does.  Free it. */
char *ebb_entry_dup_text (GtkWidget *entry);
/* A column of sections in the middle of a page that scrolls; children go into `*column`. */
GtkWidget *ebb_form_new (int width_px, GtkWidget **column);
/* "As you left it", with a button that calls `afresh`; hidden until it is shown. */
GtkWidget *ebb_draft_notice_new (GCallback afresh, gpointer user);
/* The low end of a form of that width: what is in the way, and the button that saves. */
GtkWidget *ebb_form_foot_new (int width_px, GtkWidget *start, GtkWidget *save);
/* A card with a heading (NULL = none); children go into it. */
GtkWidget *ebb_card_new (const char *heading);
/* The same with room between fields. */
GtkWidget *ebb_form_card_new (void);
