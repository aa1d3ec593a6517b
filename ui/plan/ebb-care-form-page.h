/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page that shows any form of care: its fields, what is wrong with each, and what follows.
 */
#pragma once

#include "ebb-care-form.h"
#include "ebb-page.h"

#define EBB_TYPE_CARE_FORM_PAGE (ebb_care_form_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbCareFormPage, ebb_care_form_page, EBB, CARE_FORM_PAGE, EbbPage)

/* `care`: a reference is kept.  episode_id NULL = a new episode; `about` as the form has it. */
EbbPage *ebb_care_form_page_new (EbbDesk *desk, const EbbCareForm *form, const EbbPatient *patient,
                                 EbbCareFile *care, const char *episode_id, const char *about);

/* What comes after saving, made from what was typed: a page that takes this one's place; NULL =
 * none.  Takes `data`. */
typedef EbbPage *(*EbbCareNext) (EbbDesk *desk, char *const *typed, gpointer data);
void ebb_care_form_page_set_next (EbbCareFormPage *page, EbbCareNext next, gpointer data,
                                  GDestroyNotify free_data);
