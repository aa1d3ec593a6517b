/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>

/* Why a port could not be opened or used, by code and in words with the cure. */
typedef enum {
  CUFF_ERROR_NONE,
  CUFF_ERROR_NO_PORT,    /* no such file */
  CUFF_ERROR_NOT_A_PORT, /* a file, a folder, a disk ... */
  CUFF_ERROR_DENIED,     /* permission */
  CUFF_ERROR_BUSY,       /* another program has it */
  CUFF_ERROR_IO,
} CuffErrorCode;

typedef struct {
  CuffErrorCode code;
  char message[384]; /* the longest translation too */
} CuffError;

/* Fills `error` (NULL is allowed), printf style; returns false so that callers can return it. */
bool cuff_error_set (CuffError *error, CuffErrorCode code, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
