/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stores a prescription: first the LOP it rests on, when one was typed or estimated, then the
 * version.  Main thread.
 */
#pragma once

#include "ebb-desk.h"
#include "ebb-prescription-form-state.h"

#include <gio/gio.h>

/* `state` is the judge's of this form, and can_save.  All copied. */
void ebb_prescription_save_async (EbbDesk *desk, const char *patient_id,
                                  const EbbPrescriptionForm *form,
                                  const EbbPrescriptionState *state, EbbPosture posture,
                                  GAsyncReadyCallback callback, gpointer user);
/* The id of the version; the caller owns it. */
char *ebb_prescription_save_finish (GAsyncResult *result, GError **error);
