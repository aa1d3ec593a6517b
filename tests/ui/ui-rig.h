/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole program in one process: practice clinic, simulated cuff on the virtual clock, cuff
 * thread, store, application and a real window.  Virtual time moves only in ui_rig_run() and
 * ui_rig_await(), each within its share; frames are drawn in real time.
 */
#pragma once

#include "cuff-sim.h"
#include "ebb-application.h"
#include "ui-find.h"

typedef struct {
  char *folder, *db_path; /* owned */
  gboolean own_folder;
  EbbClock *clock;
  CuffSim *sim;
  EbbStore *store;
  EbbCuff *cuff;
  EbbApplication *application;
  EbbSession *session; /* the last that began; a reference */
  GPtrArray *left_open, *left_runs;
} UiRig;

typedef struct {
  const char *data_dir; /* NULL = a practice clinic of its own */
  double speed;         /* 0 = as fast as it goes */
  guint64 seed;
  int width_px, height_px; /* 0 = 1366 x 768 */
  gboolean statement;      /* the first-start statement has not been read yet */
  gboolean left_open;      /* a crash left a session open */
  gboolean left_searching; /* a crash cut off a search for an occlusion pressure */
  gboolean manual;         /* no cable: the simulator stands idle */
} UiRigOptions;

UiRig *ui_rig_new (const UiRigOptions *options);
void ui_rig_free (UiRig *rig);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiRig, ui_rig_free)

GtkWidget *ui_rig_window (UiRig *rig);
/* The newest toplevel that is not the main window; NULL. */
GtkWidget *ui_rig_dialog (UiRig *rig);
/* That, or the main window. */
GtkWidget *ui_rig_top (UiRig *rig);

void ui_rig_run (UiRig *rig, double virtual_s);
typedef gboolean (*UiCondition) (UiRig *rig, gconstpointer data);
/* TRUE when it came true within that much virtual time; real time ends it too (240 s). */
gboolean ui_rig_await (UiRig *rig, UiCondition condition, gconstpointer data, double virtual_s);
gboolean ui_rig_await_phase (UiRig *rig, EbbPhase phase, double virtual_s);
gboolean ui_rig_await_label (UiRig *rig, const char *text, double virtual_s);
gboolean ui_rig_await_button (UiRig *rig, const char *text, double virtual_s);

/* Real time passes; virtual time stands still. */
void ui_rig_pass (UiRig *rig, gint64 real_us);
/* Until the picture stands and everything that was asked for is answered; virtual time stands
 * still. */
void ui_rig_settle (UiRig *rig);

/* Presses what shows `text`; fails the program when it is not there or not sensitive. */
void ui_rig_press (UiRig *rig, const char *text);
void ui_rig_activate (GtkWidget *widget);
/* Types into the entry with that title. */
void ui_rig_type (UiRig *rig, const char *entry, const char *text);
/* A key as the toplevel's capture-phase controllers get it; TRUE when one of them took it. */
gboolean ui_rig_key (GtkWidget *toplevel, guint keyval);

/* The window (or the dialog, if one is open) as a PNG file. */
void ui_rig_shot (UiRig *rig, const char *path);

EbbSessionView ui_rig_view (UiRig *rig);
CuffSimTruth ui_rig_truth (UiRig *rig);
