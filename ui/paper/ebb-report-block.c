/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-report-block.h"

EbbBlock *
ebb_block_new (double height_pt, EbbBlockDraw draw, gpointer data, GDestroyNotify data_free)
{
  EbbBlock *block = g_new0 (EbbBlock, 1);
  block->height_pt = block->height_min_pt = height_pt;
  block->draw = draw;
  block->data = data;
  block->data_free = data_free;
  return block;
}

void
ebb_block_free (EbbBlock *block)
{
  if (block->data_free != NULL)
    block->data_free (block->data);
  g_free (block);
}

double
ebb_blocks_height_pt (GPtrArray *blocks, gboolean shrunk)
{
  double height_pt = 0;
  for (guint i = 0; i < blocks->len; i++) {
    const EbbBlock *block = g_ptr_array_index (blocks, i);
    height_pt += (i > 0 ? block->above_pt : 0) + (shrunk ? block->height_min_pt : block->height_pt);
  }
  return height_pt;
}

GArray *
ebb_blocks_place_one (GPtrArray *blocks, double top_pt, double bottom_pt)
{
  GArray *placements = g_array_new (FALSE, FALSE, sizeof (EbbPlacement));
  double wanted_pt = ebb_blocks_height_pt (blocks, FALSE);
  double give_pt = wanted_pt - ebb_blocks_height_pt (blocks, TRUE);
  double missing_pt = CLAMP (wanted_pt - (bottom_pt - top_pt), 0, give_pt);
  double part = give_pt > 0 ? missing_pt / give_pt : 0;
  double y_pt = top_pt;
  for (guint i = 0; i < blocks->len; i++) {
    const EbbBlock *block = g_ptr_array_index (blocks, i);
    double height_pt = block->height_pt - part * (block->height_pt - block->height_min_pt);
    y_pt += i > 0 ? block->above_pt : 0;
    EbbPlacement placement = { block, 0, y_pt, height_pt };
    g_array_append_val (placements, placement);
    y_pt += height_pt;
  }
  return placements;
}

/* A page being filled. */
typedef struct {
  double top_pt, bottom_pt, y_pt;
  guint page;
  GArray *placements; /* EbbPlacement */
} Filling;

static void
put (Filling *filling, const EbbBlock *block)
{
  double room_pt = filling->bottom_pt - filling->y_pt;
  EbbPlacement placement = { block, filling->page, filling->y_pt, MIN (block->height_pt, room_pt) };
  g_array_append_val (filling->placements, placement);
  filling->y_pt += placement.height_pt;
}

/* What must stand on one page from block `i` on: headings with what they head. */
static double
together_pt (GPtrArray *blocks, guint i)
{
  const EbbBlock *block = g_ptr_array_index (blocks, i);
  double height_pt = block->height_pt;
  while (block->with_next && i + 1 < blocks->len) {
    block = g_ptr_array_index (blocks, ++i);
    height_pt += block->above_pt + block->height_pt;
  }
  return height_pt;
}

static void
turn_page (Filling *filling, const EbbBlock *block)
{
  filling->page++;
  filling->y_pt = filling->top_pt;
  if (block->head != NULL)
    put (filling, block->head);
}

GArray *
ebb_blocks_place (GPtrArray *blocks, double top_pt, double bottom_pt)
{
  Filling filling = { .top_pt = top_pt,
                      .bottom_pt = bottom_pt,
                      .y_pt = top_pt,
                      .placements = g_array_new (FALSE, FALSE, sizeof (EbbPlacement)) };
  for (guint i = 0; i < blocks->len; i++) {
    const EbbBlock *block = g_ptr_array_index (blocks, i);
    gboolean at_top = filling.y_pt <= top_pt;
    double above_pt = at_top ? 0 : block->above_pt;
    if (!at_top && filling.y_pt + above_pt + together_pt (blocks, i) > bottom_pt)
      turn_page (&filling, block);
    else
      filling.y_pt += above_pt;
    put (&filling, block);
  }
  return filling.placements;
}
