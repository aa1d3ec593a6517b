/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question with one large button: what the live page asks in place.  It stands below what can
 * be pressed elsewhere, so that its coming moves nothing from under a finger.
 *
 * Signal: "act" (int EbbLiveAct).
 */
#pragma once

#include "ebb-live-controls.h"

#define EBB_TYPE_PROMPT_CARD (ebb_prompt_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbPromptCard, ebb_prompt_card, EBB, PROMPT_CARD, GtkWidget)

GtkWidget *ebb_prompt_card_new (void);
/* Hides itself when nothing is asked.  `compact`: there is little height. */
void ebb_prompt_card_show (EbbPromptCard *card, const EbbLivePrompt *prompt, gboolean compact);
