/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A database as an older Ebb left it: made by SQLite alone from the released schema files and from
 * rows written by hand, and looked at by SQLite alone.  Nothing of the code under test is in it.
 */
#pragma once

#include <glib.h>

/* Makes a file of that version at `path`, with rows in every table and every column: the rows of a
 * version are put in as soon as its tables stand, as a clinic that updates each time has them. */
void upgrade_make_old (const char *path, int version);

int upgrade_get_version (const char *path);

/* Every row of every table that version had, sorted, with the columns it had: "goal: 'id'|'text'".
 * `as_newest`: values that a later version writes in other words stand in those.  Fails when the
 * file is damaged, a link leads nowhere, or a table or column is gone. */
GPtrArray *upgrade_read_rows (const char *path, int version, gboolean as_newest);

/* Fails with the first row that differs. */
void upgrade_assert_same (GPtrArray *wanted, GPtrArray *found, const char *when);
