/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table somebody exported from another program: UTF-8, separated by comma, semicolon or tab,
 * quotes as RFC 4180 has them.  Nothing in it is believed; every refusal names the line.  Pure.
 */
#pragma once

#include <glib.h>

/* A file of a clinic with 100,000 patients is a tenth of this. */
#define EBB_CSV_BYTES_MAX  (64 * 1024 * 1024)
#define EBB_CSV_FIELDS_MAX 64
#define EBB_CSV_FIELD_MAX  4096 /* bytes */

typedef struct {
  guint line;   /* where it begins, from 1 */
  char **cells; /* owned; as many as the header has */
} EbbCsvRow;

void ebb_csv_row_free (EbbCsvRow *row);

/* EbbCsvRow, the header first; empty lines are left out.  NULL with EBB_STORE_ERROR_INVALID: the
 * line and what is wrong with it.  `text` need not end with a zero byte. */
GPtrArray *ebb_csv_read (const char *text, gsize n_bytes, GError **error);
