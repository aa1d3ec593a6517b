/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of ebbctl lop.
 */
#pragma once

#include "ctl-limb.h"

/* ctl-lop-run.c */
int ctl_lop_run (int argc, char **argv);

/* What came out, found or not, with its doubts; on stdout. */
void ctl_lop_say (const EbbLopRecord *record, const GPtrArray *doubts, gboolean as_json);
