/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far a number of a definition was checked, and in words for a page.  Pure, any thread.
 */
#pragma once

typedef enum {
  EBB_EVIDENCE_READ,        /* "S": read in the source */
  EBB_EVIDENCE_SECOND_HAND, /* "S2": read where the source is quoted */
  EBB_EVIDENCE_UNCONFIRMED, /* "K-U": general knowledge, not confirmed */
  EBB_EVIDENCE_PROPOSAL,    /* "PROPOSAL": Ebb's own; a clinic may change it */
} EbbEvidence;

/* As it stands in a file; -1 for another word. */
int ebb_evidence_from_string (const char *text);
const char *ebb_evidence_to_string (EbbEvidence evidence);
/* "read in the source", ...; translated, static. */
const char *ebb_evidence_to_text (EbbEvidence evidence);

/* What a file may hold there, for messages. */
#define EBB_EVIDENCE_ALLOWED "\"S\", \"S2\", \"K-U\", \"PROPOSAL\""
