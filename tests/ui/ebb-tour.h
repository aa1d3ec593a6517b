/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the walks of ebb-tour share.
 */
#pragma once

#include "ui-walk.h"

typedef struct {
  char *data_dir, *out; /* owned */
  double speed, text;
  int width_px, height_px;
  gboolean contrast, manual, desk, rtl;
  UiRig *rig;
  guint n_pictures;
} Tour;

/* One picture in each of the two looks; time stands still meanwhile. */
void tour_picture (Tour *tour, const char *name);
void tour_back (Tour *tour);

/* Every page that is not part of a session: `--desk`. */
void tour_desk (Tour *tour);
