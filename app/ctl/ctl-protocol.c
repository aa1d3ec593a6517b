/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl protocol list | validate FILE
 */
#include "ctl.h"
#include "ebb-protocol.h"

#include <glib/gi18n-lib.h>

int
ctl_protocol_list (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();
  for (guint i = 0; ids[i] != NULL; i++) {
    GError *error = NULL;
    g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (ids[i], &error);
    if (protocol == NULL)
      return ctl_fail (error);
    ctl_say ("%s\t%u\t%s\t%s", protocol->id, protocol->version, protocol->name, protocol->source);
  }
  return CTL_OK;
}

int
ctl_protocol_validate (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  if (!ctl_parse (&argc, &argv, entries, "FILE", 1))
    return CTL_USAGE;
  GError *error = NULL;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_file (argv[1], &error);
  if (protocol == NULL)
    return ctl_fail (error);
  ctl_say (_ ("%s: protocol \"%s\" version %u is valid"), argv[1], protocol->id, protocol->version);
  return CTL_OK;
}
