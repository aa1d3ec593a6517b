/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text as the search sees it: "Müller" and "MULLER" fold to the same word.  Pure, any thread.
 */
#pragma once

#include <glib.h>

/* Words of `text`: NFKD, marks dropped, letters without a decomposition spelt out (ø, ł, æ ...),
 * casefolded; cut at everything that is no letter or digit; each CJK character a word of its own.
 * g_strfreev() it.  Invalid UTF-8 gives no words. */
char **ebb_fold_words (const char *text);
