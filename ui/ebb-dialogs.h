/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions, files, About: the only place with types that newer toolkits have replaced.  Nothing of
 * this opens while a cuff is at risk, and what is open closes then.
 */
#pragma once

#include "ebb-window.h"

/* Every toplevel: F12, Esc and the pedal reach Stop before anything else sees them. */
void ebb_toplevel_guard (GtkWindow *toplevel, EbbDesk *desk);
/* Registers a modal for closing when a cuff comes to be at risk; FALSE = it may not open now (and a
 * toast has said so). */
gboolean ebb_dialogs_may_open (GtkWidget *parent);
void ebb_dialogs_watch (GtkWindow *dialog, EbbDesk *desk);

typedef void (*EbbAnswered) (gboolean yes, gpointer user);
/* `yes` is a verb.  `destructive` colours it. */
void ebb_dialogs_ask (GtkWidget *parent, const char *heading, const char *body, const char *yes,
                      gboolean destructive, EbbAnswered answered, gpointer user);

typedef void (*EbbFileChosen) (GFile *file, gpointer user); /* not called when cancelled */
void ebb_dialogs_save (GtkWidget *parent, const char *title, const char *name, EbbFileChosen chosen,
                       gpointer user);
/* `pattern`: "*.json". */
void ebb_dialogs_open (GtkWidget *parent, const char *title, const char *pattern,
                       EbbFileChosen chosen, gpointer user);
void ebb_dialogs_about (GtkWidget *parent);
