/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two halves of the live page: what it shows (ebb-live-page.c) and what is done on it
 * (ebb-live-page-acts.c).
 */
#pragma once

#include "ebb-live-board.h"
#include "ebb-live-feed.h"
#include "ebb-live-more.h"
#include "ebb-live-page.h"

struct _EbbLivePage {
  EbbPage parent_instance;

  EbbDesk *desk;       /* owned */
  EbbSession *session; /* owned */
  char *title;         /* owned: the two identifiers */
  EbbLiveBoard *board; /* borrowed */
  EbbLiveFeed feed;
  EbbLiveState state;       /* as shown last */
  EbbRatings ratings;       /* of the set just ended */
  GtkEventController *keys; /* owned by the toplevel while the page is mapped */
  gint64 shown_at_us;       /* frame time */
  guint idle_ticks, tick_id, leave_id;
  gboolean over;                         /* another page has taken its place */
  guint asked_set;                       /* whose end is being asked about; 0 = none */
  EbbLiveAct offered[EBB_LIVE_MORE_MAX]; /* under More…, as asked last */
  gint64 note_us;                        /* on the clock: when the note was begun */
};

void ebb_live_page_refresh (EbbLivePage *page);
void ebb_live_page_act (EbbLivePage *page, EbbLiveAct act);
/* `set` is the one that runs now. */
void ebb_live_page_drop_late_question (EbbLivePage *page, guint set);
void ebb_live_page_connect_acts (EbbLivePage *page);
/* In capture phase: TRUE = the key was an act. */
gboolean ebb_live_page_take_key (EbbLivePage *page, guint keyval, GdkModifierType state);
