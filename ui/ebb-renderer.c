/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-renderer.h"

#include <fcntl.h>
#include <unistd.h>

#define CARDS    "/dev/dri"
#define PREFIX   "renderD"
#define VARIABLE "GSK_RENDERER"

static gboolean
can_open (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    return FALSE;
  close (fd);
  return TRUE;
}

gboolean
ebb_renderer_has_card (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  if (dir == NULL)
    return FALSE;
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (g_str_has_prefix (name, PREFIX) && can_open (folder, name))
      return TRUE;
  return FALSE;
}

void
ebb_renderer_choose (void)
{
  if (g_getenv (VARIABLE) == NULL && !ebb_renderer_has_card (CARDS))
    /* lint allows environment: called before any thread, and GTK listens to nothing else */
    g_setenv (VARIABLE, "cairo", FALSE);
  if (g_strcmp0 (g_getenv (VARIABLE), "cairo") == 0)
    /* lint allows environment: the same */
    g_setenv (EBB_RENDERER_GL, EBB_RENDERER_GL_OFF, FALSE);
}
