/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One field of a form of care, and the options of a choice.  Plain values.
 */
#pragma once

#include <glib.h>

typedef enum {
  EBB_CARE_INPUT_LINE,
  EBB_CARE_INPUT_LINES,
  EBB_CARE_INPUT_CHOICE,
  EBB_CARE_INPUT_CONDITIONS, /* ids of the list of conditions, blanks between */
} EbbCareInput;

typedef struct {
  char *word, *title, *detail; /* owned; detail may be NULL */
} EbbOption;

typedef struct {
  const char *title;       /* to be translated */
  const char *placeholder; /* the same, or NULL */
  EbbCareInput input;
  gboolean wide; /* the whole width */
} EbbCareField;

/* EbbOption array. */
GPtrArray *ebb_options_new (void);
void ebb_option_add (GPtrArray *options, const char *word, const char *title, const char *detail);
