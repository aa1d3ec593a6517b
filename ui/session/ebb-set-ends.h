/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why a set ended, in one tap: ids as they are stored, words as they are shown.
 */
#pragma once

#include <glib.h>

/* "Why did set 2 end?"; free it. */
char *ebb_set_end_question (guint set);
/* NULL-terminated, translated; free with g_strfreev(). */
char **ebb_set_end_labels (void);
const char *ebb_set_end_id (guint index);
const char *ebb_set_end_text (guint index);
/* The words of a stored id, "done" as a person says it; the id itself when it is not one of ours.
 */
const char *ebb_set_end_of_id (const char *id);
/* Dizziness offers a stop (clinic 3.13). */
gboolean ebb_set_end_offers_stop (guint index);
