/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the tab and its actions.
 */
#pragma once

#include "ebb-care-tab.h"
#include "ebb-page.h"

struct _EbbCareTab {
  GtkBox parent_instance;
  EbbPatientScene scene; /* borrowed */
  EbbCareFile *care;     /* owned; NULL until it was loaded */
  EbbCareMake make;
  GCancellable *loading; /* owned; NULL when nothing is asked */
  GtkWidget *content;    /* child */
};

/* Asks again; what is shown stays until the answer comes. */
void ebb_care_tab_load (EbbCareTab *self);
/* Takes `page`. */
void ebb_care_tab_open_page (EbbCareTab *self, EbbPage *page);
/* Installs those that write without a form: reach, attend, and the answers to suggestions. */
void ebb_care_tab_install_acts (GtkWidgetClass *widget_class);

/* NULL when it is none of the file's. */
const EbbCareEpisode *ebb_care_tab_find_episode (EbbCareTab *self, const char *id);
