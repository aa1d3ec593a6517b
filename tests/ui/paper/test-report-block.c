/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks on pages: nothing over anything else, headings with what they head, table heads again on
 * the next page.  The pages here reach from 10 to 110 points.
 */
#include "ebb-report-block.h"

#define TOP    10.0
#define BOTTOM 110.0

static EbbBlock *
add (GPtrArray *blocks, double height_pt, double above_pt)
{
  EbbBlock *block = ebb_block_new (height_pt, NULL, NULL, NULL);
  block->above_pt = above_pt;
  g_ptr_array_add (blocks, block);
  return block;
}

static GPtrArray *
blocks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_block_free);
}

static void
assert_place (GArray *places, guint index, guint page, double y_pt, double height_pt)
{
  g_assert_cmpuint (index, <, places->len);
  const EbbPlacement *place = &g_array_index (places, EbbPlacement, index);
  g_assert_cmpuint (place->page, ==, page);
  g_assert_cmpfloat_with_epsilon (place->y_pt, y_pt, 0.001);
  g_assert_cmpfloat_with_epsilon (place->height_pt, height_pt, 0.001);
}

/* Space above counts between blocks, not at the top of a page. */
static void
test_column (void)
{
  g_autoptr (GPtrArray) blocks = blocks_new ();
  add (blocks, 30, 5);
  add (blocks, 40, 5);
  add (blocks, 30, 5);
  g_autoptr (GArray) places = ebb_blocks_place (blocks, TOP, BOTTOM);
  assert_place (places, 0, 0, 10, 30);
  assert_place (places, 1, 0, 45, 40);
  assert_place (places, 2, 1, 10, 30); /* 90 + 30 > 110 */
  g_assert_cmpfloat (ebb_blocks_height_pt (blocks, FALSE), ==, 110);
}

static void
test_heading_stays (void)
{
  g_autoptr (GPtrArray) blocks = blocks_new ();
  add (blocks, 70, 0);
  add (blocks, 10, 5)->with_next = TRUE;
  add (blocks, 20, 5);
  g_autoptr (GArray) places = ebb_blocks_place (blocks, TOP, BOTTOM);
  assert_place (places, 1, 1, 10, 10); /* it would fit, but what it heads would not */
  assert_place (places, 2, 1, 25, 20);
}

static void
test_head_again (void)
{
  g_autoptr (GPtrArray) blocks = blocks_new ();
  EbbBlock *head = add (blocks, 10, 0);
  head->with_next = TRUE;
  for (guint i = 0; i < 5; i++)
    add (blocks, 30, 0)->head = head;
  g_autoptr (GArray) places = ebb_blocks_place (blocks, TOP, BOTTOM);
  assert_place (places, 3, 0, 80, 30); /* three rows below the head */
  assert_place (places, 4, 1, 10, 10);
  g_assert_true (g_array_index (places, EbbPlacement, 4).block == head);
  assert_place (places, 5, 1, 20, 30);
  assert_place (places, 6, 1, 50, 30);
  g_assert_cmpuint (places->len, ==, 7);
}

/* 120 of 100 points: the plot gives up the 20. */
static void
test_shrink (void)
{
  g_autoptr (GPtrArray) blocks = blocks_new ();
  add (blocks, 40, 0);
  add (blocks, 60, 0)->height_min_pt = 30;
  add (blocks, 20, 0);
  g_assert_cmpfloat (ebb_blocks_height_pt (blocks, TRUE), ==, 90);
  g_autoptr (GArray) places = ebb_blocks_place_one (blocks, TOP, BOTTOM);
  assert_place (places, 0, 0, 10, 40);
  assert_place (places, 1, 0, 50, 40);
  assert_place (places, 2, 0, 90, 20);
}

/* Nothing is shrunk without need. */
static void
test_room (void)
{
  g_autoptr (GPtrArray) blocks = blocks_new ();
  add (blocks, 40, 0);
  add (blocks, 50, 0)->height_min_pt = 30;
  g_autoptr (GArray) places = ebb_blocks_place_one (blocks, TOP, BOTTOM);
  assert_place (places, 1, 0, 50, 50);
}

/* A block as no page can hold it ends, and so does the work. */
static void
test_too_high (void)
{
  g_autoptr (GPtrArray) blocks = blocks_new ();
  add (blocks, 50, 0);
  add (blocks, 500, 5);
  add (blocks, 20, 5);
  g_autoptr (GArray) places = ebb_blocks_place (blocks, TOP, BOTTOM);
  assert_place (places, 1, 1, 10, 100);
  assert_place (places, 2, 2, 10, 20);
}

static void
test_empty (void)
{
  g_autoptr (GPtrArray) blocks = blocks_new ();
  g_autoptr (GArray) places = ebb_blocks_place (blocks, TOP, BOTTOM);
  g_assert_cmpuint (places->len, ==, 0);
  g_assert_cmpfloat (ebb_blocks_height_pt (blocks, TRUE), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-block/column", test_column);
  g_test_add_func ("/report-block/heading-stays", test_heading_stays);
  g_test_add_func ("/report-block/head-again", test_head_again);
  g_test_add_func ("/report-block/shrink", test_shrink);
  g_test_add_func ("/report-block/room", test_room);
  g_test_add_func ("/report-block/too-high", test_too_high);
  g_test_add_func ("/report-block/empty", test_empty);
  return g_test_run ();
}
