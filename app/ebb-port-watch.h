/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of serial ports, kept true while it is looked at: plugged in, a cuff appears; unplugged,
 * it goes.  Watches the folder of device nodes, and looks every 2 s in case it cannot be watched.
 * Main thread; the looking itself runs on another one.
 *
 * Signal: "changed", also after the first look.
 */
#pragma once

#include <gio/gio.h>

/* A serial port of this machine. */
typedef struct {
  char *path, *description; /* owned */
  gboolean usable;          /* this user may open it */
} EbbCuffPort;

EbbCuffPort *ebb_cuff_port_new (const char *path, const char *description, gboolean usable);

#define EBB_TYPE_PORT_WATCH (ebb_port_watch_get_type ())
G_DECLARE_FINAL_TYPE (EbbPortWatch, ebb_port_watch, EBB, PORT_WATCH, GObject)

/* What is there, EbbCuffPort, USB first; the array owns them.  Any thread; may take a moment. */
typedef GPtrArray *(*EbbPortLook) (void);
GPtrArray *ebb_port_look (void);

/* Looks for the first time at once.  `folder` and `look` NULL: /dev and ebb_port_look(). */
EbbPortWatch *ebb_port_watch_new (const char *folder, EbbPortLook look);

/* Borrowed; NULL before the first look has ended. */
GPtrArray *ebb_port_watch_get_ports (EbbPortWatch *watch);
