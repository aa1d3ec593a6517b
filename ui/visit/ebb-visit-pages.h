/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages around a session; each is opened with ebb_window_open_page().  `patient` and the
 * records are copied.
 */
#pragma once

#include "ebb-page.h"
#include "ebb-papers.h"
#include "ebb-visit-forms.h"

/* "Health has changed": what, and since when.  The screening no longer holds then. */
EbbPage *ebb_health_page_new (EbbDesk *desk, const EbbPatient *patient);
/* A wording, signed by initials or on paper. */
EbbPage *ebb_consent_page_new (EbbDesk *desk, const EbbPatient *patient, EbbPaper paper);
/* Signs of a clot: the score, and the note for the physician.  It unblocks nothing; saving it ends
 * the screening. */
EbbPage *ebb_wells_page_new (EbbDesk *desk, const EbbPatient *patient);
/* `kind` NULL = to be chosen; `session` NULL = of none. */
EbbPage *ebb_event_page_new (EbbDesk *desk, const EbbPatient *patient, const char *kind,
                             const EbbEventSession *session);
/* A clearance, or a correction, of an answer at the door. */
EbbPage *ebb_lift_page_new (EbbDesk *desk, const EbbPatient *patient,
                            const EbbDoorRefusal *refusal);
/* What is known of it already; what was typed before stays. */
void ebb_event_page_prefill (EbbPage *page, const char *text);
/* The visit's note of a session. */
EbbPage *ebb_note_page_new (EbbDesk *desk, const char *patient_id, const char *session_id);
/* Who is to be called. */
EbbPage *ebb_calls_page_new (EbbDesk *desk);
/* For the patient's own hands: nothing of anybody stands on it. */
EbbPage *ebb_intake_page_new (EbbDesk *desk, const EbbPatient *patient,
                              const EbbScreeningFile *file);

/* What every form of `desk` knows at this moment; borrows. */
EbbFormScene ebb_form_scene_of (EbbDesk *desk, const char *patient_id);
