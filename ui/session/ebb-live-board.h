/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The live page without a session: places its parts, and shows a state on them.  When space is
 * short the strip gives way, then the plot, then the ring; never pressure, phase, clock.
 */
#pragma once

#include "ebb-ask-bar.h"
#include "ebb-live-controls.h"
#include "ebb-plan-strip.h"
#include "ebb-prompt-card.h"
#include "ebb-reading-card.h"
#include "ebb-rep-strip.h"
#include "ebb-rest-row.h"
#include "ebb-sweep.h"
#include "ebb-unknown-card.h"

#define EBB_TYPE_LIVE_BOARD (ebb_live_board_get_type ())
G_DECLARE_FINAL_TYPE (EbbLiveBoard, ebb_live_board, EBB, LIVE_BOARD, GtkWidget)

GtkWidget *ebb_live_board_new (void);
void ebb_live_board_show (EbbLiveBoard *board, const EbbLiveState *state, const EbbRatings *ratings,
                          const char *problem, gboolean by_hand);

/* Its parts that the page speaks to; borrowed. */
EbbSweep *ebb_live_board_get_sweep (EbbLiveBoard *board);
EbbRepStrip *ebb_live_board_get_strip (EbbLiveBoard *board);
EbbPlanStrip *ebb_live_board_get_course (EbbLiveBoard *board);
EbbPromptCard *ebb_live_board_get_prompt (EbbLiveBoard *board);
EbbRestRow *ebb_live_board_get_rest_row (EbbLiveBoard *board);
EbbAskBar *ebb_live_board_get_ask_bar (EbbLiveBoard *board);
EbbLiveControls *ebb_live_board_get_controls (EbbLiveBoard *board);
EbbUnknownCard *ebb_live_board_get_unknown (EbbLiveBoard *board);
EbbReadingCard *ebb_live_board_get_reading (EbbLiveBoard *board);
