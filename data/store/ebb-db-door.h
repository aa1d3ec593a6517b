/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refusals at the door, what lifted them, and first blood pressures that wait for the second:
 * synchronous, on the thread of `db`.  None is ever
 * changed; each write is audited.
 */
#pragma once

#include "ebb-db.h"
#include "ebb-door-reading.h"
#include "ebb-door-refusal.h"

/* Fills in the id.  The same answer that stands already stays the one record of it. */
gboolean ebb_db_put_door_refusal (EbbDb *db, EbbDoorRefusal *refusal, GError **error);
/* A clearance with physician and date, or a correction with a reason; each refusal once. */
gboolean ebb_db_put_door_lift (EbbDb *db, const EbbDoorLift *lift, GError **error);
/* EbbDoorRefusal, newest first; also those that are lifted or over. */
GPtrArray *ebb_db_list_door_refusals (EbbDb *db, const char *patient_id, GError **error);
/* Fills in the id.  A reading or its taking back that is on file stays the one record of it. */
gboolean ebb_db_put_door_reading (EbbDb *db, EbbDoorReading *reading, GError **error);
/* EbbDoorReading, oldest first: of that day, those that were not taken back. */
GPtrArray *ebb_db_list_door_readings (EbbDb *db, const char *patient_id, gint64 now_unix_us,
                                      GError **error);
/* Those that stand now. */
GPtrArray *ebb_db_list_standing_refusals (EbbDb *db, const char *patient_id, gint64 now_unix_us,
                                          GError **error);
