/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page that fills the window below the header: base of everything ebb_window_open_page() shows.
 * The page itself gets the focus when it comes on top, not its first control: a key still held from
 * the page before must not press anything.  Override grab_focus where a field may have it.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_PAGE (ebb_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (EbbPage, ebb_page, EBB, PAGE, AdwBin)

struct _EbbPageClass {
  AdwBinClass parent_class;
  /* Wants to be left (Back, or another page).  FALSE = stays, and has said why.  Default TRUE.
   * Edits save as they are made, so that leaving never loses anything. */
  gboolean (*leave) (EbbPage *page);
  /* While a session is open, the lists may be looked at with the page kept beneath.  Default TRUE;
   * FALSE for what comes before anything else. */
  gboolean may_look_past;
};

/* Title and subtitle of the header while the page is on top; in every patient view the title is
 * ebb_format_identifiers().  `back`: whether a Back button is offered. */
void ebb_page_set_title (EbbPage *page, const char *title, const char *subtitle);
const char *ebb_page_get_title (EbbPage *page);
const char *ebb_page_get_subtitle (EbbPage *page);
void ebb_page_set_can_go_back (EbbPage *page, gboolean can);
gboolean ebb_page_get_can_go_back (EbbPage *page);
gboolean ebb_page_leave (EbbPage *page);
gboolean ebb_page_may_look_past (EbbPage *page);
/* Signal "title-changed" tells the window. */
