/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The GUI program without its composition: who opens clock, store and cuff hands them in.
 */
#pragma once

#include "ebb-desk.h"
#include "ebb-window.h"

/* Part of the program: known before anything is installed. */
#define EBB_ICON_NAME "io.github.ebbclinic.Ebb"

#define EBB_TYPE_APPLICATION (ebb_application_get_type ())
G_DECLARE_FINAL_TYPE (EbbApplication, ebb_application, EBB, APPLICATION, AdwApplication)

typedef struct {
  EbbClock *clock; /* borrowed, like store and cuff */
  EbbStore *store; /* NULL: ebb_application_open() or _fail() follows */
  EbbCuff *cuff;
  gboolean own_data;          /* --data-dir, --port or --simulate: NON_UNIQUE */
  const GPtrArray *left_open; /* EbbSessionRecord: sessions a crash left open; NULL = none */
  const GPtrArray *left_runs; /* EbbLopRunRecord: searches a crash left open; NULL = none */
  const char *backup_problem; /* what went wrong with the last backup; NULL = nothing */
  const char *operator_name;
  /* Each session that begins; the simulated patient listens to its pacer.  May be NULL. */
  void (*session_began) (EbbSession *session, gpointer user);
  /* In the one primary instance, before the toolkit is set up: time to open the records on a
   * thread.  May be NULL. */
  void (*starting) (gpointer user);
  gpointer user;
} EbbApplicationOptions;

EbbApplication *ebb_application_new (const EbbApplicationOptions *options);
/* The records are open: the cuff is connected on its port, and the window appears as soon as there
 * is an activation. */
void ebb_application_open (EbbApplication *application, const EbbApplicationOptions *options);
/* They could not be opened (EBB_STORE_ERROR): a window that says why, and nothing else. */
void ebb_application_fail (EbbApplication *application, const GError *error);
/* As if the window were closed: stops first what may be tight. */
void ebb_application_leave (EbbApplication *application);

/* NULL before the records are open; NULL before there is a window. */
EbbDesk *ebb_application_get_desk (EbbApplication *application);
EbbWindow *ebb_application_get_window (EbbApplication *application);
/* Registers resources, types and styles without running; for tests. */
void ebb_ui_init (void);
