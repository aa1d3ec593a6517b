/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of definitions in the language of the person who reads: questions, names, ways to do.
 */
#pragma once

/* A text of a definition as it is shown; what a clinic wrote itself stays as it is.  NULL and ""
 * are passed on.  Records keep the text as it was defined. */
const char *ebb_defined (const char *text);
