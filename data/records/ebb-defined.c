/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-defined.h"

#include <glib/gi18n-lib.h>

const char *
ebb_defined (const char *text)
{
  /* gettext answers "" with the head of the catalogue. */
  return text != NULL && *text != '\0' ? g_dgettext (GETTEXT_PACKAGE, text) : text;
}
