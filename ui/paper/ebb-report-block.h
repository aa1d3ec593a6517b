/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A report is a column of blocks that know their heights; here they are put onto pages.  Any
 * thread, one at a time.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct EbbBlock EbbBlock;

/* Into the rectangle at x, y; `height` is the block's, or what a shrunk one was left. */
typedef void (*EbbBlockDraw) (const EbbBlock *block, cairo_t *cr, double x, double y, double width,
                              double height);

struct EbbBlock {
  double above_pt;      /* space before it; none at the top of a page */
  double height_pt;     /* it takes, and wants */
  double height_min_pt; /* it can live with; equal when it cannot shrink */
  gboolean with_next;   /* a heading: never the last on a page */
  const EbbBlock *head; /* borrowed: stands again on top of each page this one begins; NULL */
  EbbBlockDraw draw;
  gpointer data; /* owned */
  GDestroyNotify data_free;
};

/* Where a block stands. */
typedef struct {
  const EbbBlock *block; /* borrowed */
  guint page;            /* from 0 */
  double y_pt, height_pt;
} EbbPlacement;

EbbBlock *ebb_block_new (double height_pt, EbbBlockDraw draw, gpointer data,
                         GDestroyNotify data_free);
void ebb_block_free (EbbBlock *block);

/* The height of all blocks one below the other; `shrunk`: each as low as it can live with. */
double ebb_blocks_height_pt (GPtrArray *blocks, gboolean shrunk);

/* Onto one page between the two heights: blocks that can shrink share what is missing.  What does
 * not fit even so runs over the end.  EbbPlacement array. */
GArray *ebb_blocks_place_one (GPtrArray *blocks, double top_pt, double bottom_pt);

/* Onto as many pages as it takes.  A block higher than a page stands alone on one and is made as
 * low as the page. */
GArray *ebb_blocks_place (GPtrArray *blocks, double top_pt, double bottom_pt);
