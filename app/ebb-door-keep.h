/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was answered at the door and led to no session is a record all the same: who asked, when,
 * which answer.  It locks session and LOP search from then on (ebb-screening-gate).  Main thread.
 */
#pragma once

#include "ebb-desk.h"

EbbDoorNow ebb_door_now (EbbClock *clock);

/* For a page that is left with these answers on it: writes each that ends the visit, a change of
 * health, which ends the screening, and a first blood pressure that waits for its second; pages are
 * told when it stands.  `file` may be NULL.  How many there are. */
guint ebb_door_keep (EbbDesk *desk, const char *patient_id, EbbScreeningFile *file,
                     const EbbDoor *answers);
