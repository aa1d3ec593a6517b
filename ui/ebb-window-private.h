/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window's parts, shared by its files: ebb-window (make, lists), -pile (pages above the lists),
 * -header (titles, switcher), -actions (what can be done).
 */
#pragma once

#include "ebb-patients-page.h"
#include "ebb-window.h"

struct _EbbWindow {
  AdwApplicationWindow parent_instance;
  EbbDesk *desk; /* owned */

  GtkWidget *header, *back, *title_stack, *title, *switcher; /* borrowed: in the tree */
  GtkWidget *pile;                                           /* GtkBox: the lists, and the pages */
  GtkWidget *lists;                                          /* AdwViewStack */
  GtkWidget *patients;                                       /* EbbPatientsPage */
  GtkWidget *chip, *toasts, *stop_bar;
  GPtrArray *pages; /* EbbPage, borrowed: bottom to top */
  EbbPage *shown;   /* borrowed: whose title is in the header; NULL = the lists */
  gulong title_id;

  GPtrArray *dropped; /* EbbPage, owned: closed, until the main loop turns */
  guint dropped_id, fit_id;
  gboolean looking_past; /* the lists are shown, the pages of an open session are kept */

  GtkWindow *open_window; /* borrowed, weak: preferences or shortcuts */
  GtkWidget *lists_focus; /* borrowed, weak: where it was when a page came */
  int width_px, height_px;
};

/* The page on top; NULL = the lists. */
EbbPage *ebb_window_get_top_page (EbbWindow *window);
/* The lists come to the front.  Pages go, each as it lets itself be left; while a session is open
 * they are kept beneath.  FALSE = one stays. */
gboolean ebb_window_show_lists (EbbWindow *window);
/* And back to the pages kept; FALSE = there are none. */
gboolean ebb_window_show_pages (EbbWindow *window);
/* The top page goes, if it lets itself be left. */
void ebb_window_go_back (EbbWindow *window);
/* Shows what is on top now: the page, or the lists. */
void ebb_window_show_top (EbbWindow *window);
void ebb_window_show_list (EbbWindow *window, const char *name);

GtkWidget *ebb_window_make_header (EbbWindow *window);
void ebb_window_update_header (EbbWindow *window);
/* Words above or beside the pictures of the switcher, as the width allows. */
void ebb_window_fit_header (EbbWindow *window, int width_px);

void ebb_window_add_actions (EbbWindowClass *class);
GMenuModel *ebb_window_make_menu (void);
void ebb_window_set_accels (GtkApplication *application);
