/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question in place, answered by one tap or one line: no window, no popover that would swallow
 * the press on Stop.  A new question takes the place of the one before.
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_ASK_BAR (ebb_ask_bar_get_type ())
G_DECLARE_FINAL_TYPE (EbbAskBar, ebb_ask_bar, EBB, ASK_BAR, GtkWidget)

typedef void (*EbbAskAnswered) (guint index, gpointer user);
typedef void (*EbbAskWritten) (const char *text, gpointer user);

GtkWidget *ebb_ask_bar_new (void);
/* `labels` NULL-terminated, translated.  Not called when it is closed without an answer. */
void ebb_ask_bar_ask (EbbAskBar *bar, const char *question, const char *const *labels,
                      EbbAskAnswered answered, gpointer user);
void ebb_ask_bar_ask_text (EbbAskBar *bar, const char *question, EbbAskWritten written,
                           gpointer user);
/* To the first of the answers, for whoever works by keys. */
void ebb_ask_bar_focus (EbbAskBar *bar);
void ebb_ask_bar_close (EbbAskBar *bar);
/* Whether this is the question that stands there now. */
gboolean ebb_ask_bar_is_asking (EbbAskBar *bar, EbbAskAnswered answered);
