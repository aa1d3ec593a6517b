/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the header's chip and the stop bar say of a cuff.  Pure: view in, words out.  A cuff that is
 * not proven deflated is never said to be at 0, and an unknown one never to be anything but that.
 */
#pragma once

#include "ebb-cuff.h"

typedef enum {
  EBB_CHIP_NONE,
  EBB_CHIP_CONNECTING,
  EBB_CHIP_SAFE,    /* connected, proven deflated */
  EBB_CHIP_TIGHT,   /* connected, under pressure or not proven */
  EBB_CHIP_UNKNOWN, /* treat as inflated */
} EbbChipKind;

EbbChipKind ebb_cuff_words_kind (const EbbCuffView *view);
const char *ebb_cuff_words_icon (EbbChipKind kind);

/* "Simulated · 114 mmHg", "No cuff", "Unknown: treat as inflated".  Free it. */
char *ebb_cuff_words_chip (const EbbCuffView *view);
/* "114 mmHg", "114 and 98 mmHg", "–"; free it. */
char *ebb_cuff_words_reading (const EbbCuffView *view);
/* The stop bar: "Tight · 114 mmHg · 4:12"; free it. */
char *ebb_cuff_words_headline (const EbbCuffView *view, gint64 now_us);
/* And below it what to do. */
const char *ebb_cuff_words_advice (const EbbCuffView *view);
