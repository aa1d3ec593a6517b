/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a patient's script from text: lines of `key = value`, `#` begins a comment.  README.md
 * lists the keys.  Pure.
 */
#pragma once

#include "cuff-sim.h"

typedef enum {
  CUFF_PATIENT_FILE_OK,
  CUFF_PATIENT_FILE_NO_EQUALS, /* a line that is neither empty, comment nor `key = value` */
  CUFF_PATIENT_FILE_NO_FIELD,  /* a key that nobody knows */
  CUFF_PATIENT_FILE_TWICE,
  CUFF_PATIENT_FILE_RANGE, /* `value` is not within low..high; or, of a list, more than most */
} CuffPatientFileResult;

typedef struct {
  CuffPatientFileResult result;
  unsigned line; /* from 1 */
  char field[24], value[40];
  double low, high;
  unsigned most; /* numbers in a list; 1 = no list */
} CuffPatientFileError;

/* Overwrites what the text names and leaves the rest of `script` as it was; on false, all of it. */
bool cuff_patient_file_parse (const char *text, CuffPatientScript *script,
                              CuffPatientFileError *error);
