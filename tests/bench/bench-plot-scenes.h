/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Windows whose frames are counted: a moving dot, the sweep alone, the sweep among the live page's
 * other drawn things.
 */
#pragma once

#include <gtk/gtk.h>

typedef enum {
  BENCH_SCENE_DOT,   /* the floor: a libadwaita window in which eight pixels move */
  BENCH_SCENE_SWEEP, /* the plot alone, with that many samples behind it */
  BENCH_SCENE_WHOLE, /* the same, squeezed to the whole session */
  BENCH_SCENE_PAGE,  /* plot, strip, ring, dots and numbers */
} BenchSceneKind;

typedef struct BenchScene BenchScene;

/* Opens the window; `n_samples` at 100 Hz are there from the beginning, more follow in real time.
 */
BenchScene *bench_scene_open (BenchSceneKind kind, guint n_samples);
/* Frames in which something was drawn, and tiles built, since it was opened. */
guint64 bench_scene_get_frames (BenchScene *scene);
guint64 bench_scene_get_tiles (BenchScene *scene);
/* "GskCairoRenderer"; borrowed. */
const char *bench_scene_get_renderer (BenchScene *scene);
/* Closes the window. */
void bench_scene_free (BenchScene *scene);
