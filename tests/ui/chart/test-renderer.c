/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing in software is chosen where there is no card, and what a person set is left alone.
 */
#include "ebb-renderer.h"

#include <glib/gstdio.h>

static void
test_card (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("ebb-dri-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *card = g_build_filename (folder, "card0", NULL);
  g_autofree char *node = g_build_filename (folder, "renderD128", NULL);
  g_autofree char *nothing = g_build_filename (folder, "nothing", NULL);

  g_assert_false (ebb_renderer_has_card (nothing));
  g_assert_false (ebb_renderer_has_card (folder));
  g_assert_true (g_file_set_contents (card, "", 0, NULL)); /* a screen, but nothing to draw with */
  g_assert_false (ebb_renderer_has_card (folder));
  g_assert_true (g_file_set_contents (node, "", 0, NULL));
  g_assert_true (ebb_renderer_has_card (folder));
  g_unlink (node);
  g_assert_cmpint (g_mkdir (node, 0700), ==, 0); /* there, but it cannot be opened for writing */
  g_assert_false (ebb_renderer_has_card (folder));
  g_rmdir (node);
  g_unlink (card);
  g_rmdir (folder);
}

static void
test_choose (void)
{
  g_unsetenv (EBB_RENDERER_GL);
  g_setenv ("GSK_RENDERER", "gl", TRUE);
  ebb_renderer_choose ();
  g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==, "gl");
  g_assert_null (g_getenv (EBB_RENDERER_GL));
  g_unsetenv ("GSK_RENDERER");
  ebb_renderer_choose ();
  g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==,
                   ebb_renderer_has_card ("/dev/dri") ? NULL : "cairo");
}

/* What is drawn by cairo needs no GL, and what a person set is left alone here too. */
static void
test_gl (void)
{
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv (EBB_RENDERER_GL, "", TRUE);
  ebb_renderer_choose ();
  g_assert_cmpstr (g_getenv (EBB_RENDERER_GL), ==, "");
  g_unsetenv (EBB_RENDERER_GL);
  ebb_renderer_choose ();
  g_assert_cmpstr (g_getenv (EBB_RENDERER_GL), ==, EBB_RENDERER_GL_OFF);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renderer/card", test_card);
  g_test_add_func ("/renderer/choose", test_choose);
  g_test_add_func ("/renderer/gl", test_gl);
  return g_test_run ();
}
