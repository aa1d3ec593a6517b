/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bout as it is planned, drawn on cairo: above what the muscle does, below the pressure of the
 * cuff, against one axis of minutes.  First the picture as plain numbers, then its drawing: the
 * same for screen, print and PDF.
 */
#pragma once

#include "ebb-palette.h"
#include "ebb-plan.h"
#include "ebb-scale.h"

#include <pango/pangocairo.h>

typedef struct {
  const EbbPlan *plan;        /* borrowed; its pressures are not looked at */
  double pressure;            /* in `unit` */
  double low, high;           /* what a therapist chooses from; 0 = not named */
  const char *unit;           /* "% of LOP"; borrowed */
  gint64 limit_ms;            /* of the limb's continuous clock; 0 = none is drawn */
  const char *limit_text;     /* beside it; borrowed, NULL */
  PangoFontDescription *font; /* borrowed; its size is absolute (px, or points on paper) */
} EbbTimelineData;

typedef enum {
  EBB_TIMELINE_WORK,       /* of a set by the clock, or of repetitions too narrow to tell apart */
  EBB_TIMELINE_REPETITION, /* contraction, hold and relaxation */
  EBB_TIMELINE_TIGHT,      /* the cuff in work */
  EBB_TIMELINE_TIGHT_REST, /* the cuff in a rest */
  EBB_TIMELINE_DEFLATED,
} EbbTimelineKind;

typedef struct {
  EbbTimelineKind kind;
  guint set;
  double x, y, width, height; /* px; of what is deflated the line on the ground, 0 high */
} EbbTimelineBox;

typedef struct {
  EbbScale x; /* seconds */
  EbbScale y; /* in the unit of the pressure */
  EbbTicks minutes;
  double work_top, work_bottom; /* the lane of the muscle */
  double text_px;               /* height of a text */
  double limit_x;               /* where the limb's limit is passed; NAN = it is not */
  GArray *boxes;                /* owned: EbbTimelineBox, in the order of time, lane by lane */
} EbbTimelinePicture;

/* Room of `width` x `height`; the picture's edges carry the labels.  An empty plan has no boxes. */
void ebb_timeline_lay_out (const EbbTimelineData *data, double width, double height,
                           EbbTimelinePicture *picture);
void ebb_timeline_picture_clear (EbbTimelinePicture *picture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbTimelinePicture, ebb_timeline_picture_clear)

void ebb_timeline_draw (cairo_t *cr, double width, double height, const EbbTimelineData *data,
                        const EbbPalette *palette);
