/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON text with keys in the order they are written and numbers without noise: a number is given
 * with its decimals, so that 180.1 is never 180.09999999999999.  What is not known is null.
 */
#pragma once

#include "cuff-units.h"

#include <glib.h>

typedef struct {
  GString *text; /* owned until ebb_json_writer_end() */
  guint depth;
  gboolean needs_comma;
} EbbJsonWriter;

void ebb_json_writer_begin (EbbJsonWriter *writer);
char *ebb_json_writer_end (EbbJsonWriter *writer); /* the text, with a newline; free it */

/* `key` is NULL inside arrays. */
void ebb_json_open (EbbJsonWriter *writer, const char *key, char bracket);
void ebb_json_close (EbbJsonWriter *writer, char bracket);
void ebb_json_text (EbbJsonWriter *writer, const char *key, const char *text); /* NULL is null */
void ebb_json_int (EbbJsonWriter *writer, const char *key, gint64 number);
void ebb_json_boolean (EbbJsonWriter *writer, const char *key, gboolean value);
void ebb_json_null (EbbJsonWriter *writer, const char *key);

/* NaN is null. */
void ebb_json_double (EbbJsonWriter *writer, const char *key, double number, int decimals);
/* Seconds with three decimals; negative or NEVER is null. */
void ebb_json_seconds (EbbJsonWriter *writer, const char *key, gint64 t_us);
/* mmHg with one decimal; unset is null. */
void ebb_json_pressure (EbbJsonWriter *writer, const char *key, CuffPressure pressure);
