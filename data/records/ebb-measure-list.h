/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Outcome measures: what is measured how, in which range, and from which change on it matters.
 * A versioned file (data/measures); reference clinical 5.4 and 5.5, each row with its source.
 * Only totals of questionnaires: their items may be under copyright.  Any thread.
 */
#pragma once

#include "ebb-evidence.h"

#include <gio/gio.h>

typedef enum {
  EBB_MEASURE_GIRTH,
  EBB_MEASURE_STRENGTH,
  EBB_MEASURE_ROM,
  EBB_MEASURE_FUNCTION,
  EBB_MEASURE_PROM,
} EbbMeasureKind;

typedef enum { EBB_BETTER_HIGHER, EBB_BETTER_LOWER, EBB_BETTER_NEITHER } EbbBetter;

typedef struct {
  char *id, *name, *unit, *how, *source; /* owned */
  EbbMeasureKind kind;
  double min, max; /* what may be entered */
  guint decimals;
  EbbBetter better;
  gboolean sided; /* left or right belongs to it */
  EbbEvidence status;
  double mdc;          /* smallest change that is more than error; NAN = not known */
  double mcid;         /* smallest change that matters; NAN = not known */
  char *change_source; /* owned or NULL: exactly when mdc or mcid is known */
  EbbEvidence change_status;
} EbbMeasureDefinition;

typedef struct {
  char *id, *name; /* owned */
  guint version;
  GPtrArray *measures; /* EbbMeasureDefinition, in the order of the file */
} EbbMeasureList;

/* Parses hostile text; errors as in ebb-protocol.h: file, line, field, value, what is allowed. */
EbbMeasureList *ebb_measure_list_parse (const char *name, const char *text, gssize length,
                                        GError **error);
EbbMeasureList *ebb_measure_list_load_builtin (GError **error);
void ebb_measure_list_free (EbbMeasureList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbMeasureList, ebb_measure_list_free)

/* Borrowed; NULL (with EBB_PROTOCOL_ERROR_UNKNOWN_ID) when it is not in the list. */
const EbbMeasureDefinition *ebb_measure_list_find (const EbbMeasureList *list, const char *id,
                                                   GError **error);

/* Inside the range; the error names the measure, the value and the range. */
gboolean ebb_measure_check_value (const EbbMeasureDefinition *measure, double value,
                                  GError **error);

const char *ebb_measure_kind_to_string (EbbMeasureKind kind);
int ebb_measure_kind_from_string (const char *text);
