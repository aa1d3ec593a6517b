/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The main window: header with view switcher or identifiers, cuff chip, alarm banner, the lists,
 * the pages above them, and the stop bar below everything.
 *
 * Actions (win.): stop, back, patients, new-patient, search, preferences, shortcuts, about, help,
 * clinic, toggle-cuff, show-list("patients" | "protocols" | "session").
 * Signal "top-changed": another page is on top, or the lists.
 */
#pragma once

#include "ebb-desk.h"
#include "ebb-page.h"

#define EBB_TYPE_WINDOW (ebb_window_get_type ())
G_DECLARE_FINAL_TYPE (EbbWindow, ebb_window, EBB, WINDOW, AdwApplicationWindow)

GtkWidget *ebb_window_new (GtkApplication *application, EbbDesk *desk);
EbbDesk *ebb_window_get_desk (EbbWindow *window);

/* The window a widget stands in; NULL before it does. */
EbbWindow *ebb_window_of (GtkWidget *widget);

/* Pages lie in a pile above the lists; takes the floating reference.  replace: the top one goes. */
void ebb_window_open_page (EbbWindow *window, EbbPage *page);
void ebb_window_replace_page (EbbWindow *window, EbbPage *page);
void ebb_window_close_page (EbbWindow *window, EbbPage *page);
/* Back to the lists, with that patient selected (NULL = as it was).  The pages of an open session
 * are kept beneath; the Session tab leads back to them. */
void ebb_window_show_patient (EbbWindow *window, const char *patient_id);

/* A line for some seconds; with `undo` a button that calls it once. */
void ebb_window_toast (EbbWindow *window, const char *text);
/* The same until it is closed by hand. */
void ebb_window_toast_stay (EbbWindow *window, const char *text);
void ebb_window_toast_undo (EbbWindow *window, const char *text, GCallback undo, gpointer user);
