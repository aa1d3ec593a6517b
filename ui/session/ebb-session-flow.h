/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which page follows which: start, live, remove the cuff, next exercise, unwell, record.
 */
#pragma once

#include "ebb-page.h"

/* Puts `next` in the place of `page`, if that lies on top; else `next` is let go. */
void ebb_flow_replace (EbbPage *page, EbbPage *next);

/* The session is closed: tells the records, lets go of it, and shows what was stored; the patient
 * when nothing was. */
void ebb_flow_show_record (EbbPage *page, EbbDesk *desk, EbbSession *session);

/* Calls `func` each second of the desk's clock until the source is removed. */
guint ebb_flow_add_second (EbbDesk *desk, GSourceFunc func, gpointer user);

/* Whether a page of a session may be left: never while it is open (a line says why). */
gboolean ebb_flow_may_leave (EbbPage *page, EbbDesk *desk, EbbSession *session);
