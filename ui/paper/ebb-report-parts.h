/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What blocks are made of: pieces of text and lines at fixed places, and the usual paragraphs.
 */
#pragma once

#include "ebb-report-block.h"
#include "ebb-report-type.h"

typedef enum {
  EBB_FRAME_BOX,      /* grey, rounded */
  EBB_FRAME_HELP,     /* red and thick, rounded */
  EBB_FRAME_STAMP,    /* black, square: "simulated" */
  EBB_FRAME_RULE,     /* a thin line along the top edge */
  EBB_FRAME_STRONG,   /* the same, darker: below table heads, to sign on */
  EBB_FRAME_TICK_BOX, /* an empty square to tick */
  EBB_FRAME_DOT,      /* a list's bullet in the middle */
} EbbFrame;

/* An empty block; what is added makes it as high as it needs.  Places count from its corner. */
EbbBlock *ebb_part_new (void);
/* Takes the layout. */
void ebb_part_add_text (EbbBlock *block, EbbTypeRole role, PangoLayout *layout, double x, double y);
void ebb_part_add_frame (EbbBlock *block, EbbFrame frame, double x, double y, double width,
                         double height);

/* One layout over the whole width; takes it. */
EbbBlock *ebb_part_paragraph (EbbTypeRole role, PangoLayout *layout, double above_pt);
EbbBlock *ebb_part_heading (EbbType *type, const char *text, double width_pt, double above_pt);
EbbBlock *ebb_part_bullet (EbbType *type, EbbTypeRole role, const char *text, double width_pt,
                           double above_pt);

/* "SIMULATED CUFF" with its frame, its right edge at `right`; returns its width. */
double ebb_part_add_stamp (EbbBlock *block, EbbType *type, const char *text, double right,
                           double y);
