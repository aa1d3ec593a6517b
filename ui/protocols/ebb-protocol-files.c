/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-files.h"

#include <glib/gi18n-lib.h>
#include <string.h>

EbbProtocol *
ebb_protocol_file_read (GFile *file, GError **error)
{
  const char *path = g_file_peek_path (file);

  if (path != NULL)
    return ebb_protocol_load_file (path, error);
  g_set_error_literal (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_SYNTAX,
                       _ ("only a file of this computer can be taken in"));
  return NULL;
}

gboolean
ebb_protocol_file_write (GFile *file, const EbbProtocol *protocol, GError **error)
{
  return g_file_replace_contents (file, protocol->json, strlen (protocol->json), NULL, FALSE,
                                  G_FILE_CREATE_NONE, NULL, NULL, error);
}
