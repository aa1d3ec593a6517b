/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Type on paper: the sizes and weights of a report, and text set in them.  Sizes are points on
 * the page; screens, printers and PDF lay out alike.  Used on one thread from new() to free().
 */
#pragma once

#include <pango/pangocairo.h>

typedef enum {
  EBB_TYPE_TITLE,
  EBB_TYPE_NUMBER, /* the large figures */
  EBB_TYPE_HEADING,
  EBB_TYPE_STRONG,
  EBB_TYPE_BODY,
  EBB_TYPE_DIM, /* body in grey */
  EBB_TYPE_CELL,
  EBB_TYPE_CELL_STRONG,
  EBB_TYPE_SMALL,
  EBB_TYPE_N
} EbbTypeRole;

typedef struct EbbType EbbType;

/* `scale` 1 is the size for reading at arm's length; no role falls below 9 points. */
EbbType *ebb_type_new (double body_pt, double scale);
void ebb_type_free (EbbType *type);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbType, ebb_type_free)

const PangoFontDescription *ebb_type_get_font (const EbbType *type, EbbTypeRole role);
double ebb_type_get_size_pt (const EbbType *type, EbbTypeRole role);

/* Text from records is hostile: made valid, without line breaks, control and direction signs, held
 * apart from the text around it when it runs right to left.  At most `max_chars`.  Free it. */
char *ebb_type_clean (const char *text, guint max_chars);

/* Text set in a role, broken at `width_pt` (< 0: one line as long as it is), at most `max_lines`
 * (0 = any number), the rest elided.  Plain text, no markup. */
PangoLayout *ebb_type_set (EbbType *type, EbbTypeRole role, const char *text, double width_pt,
                           guint max_lines);
/* The same with its first `n_bytes` in bold. */
PangoLayout *ebb_type_set_lead (EbbType *type, EbbTypeRole role, const char *text, gsize n_bytes,
                                double width_pt);
double ebb_type_height_pt (PangoLayout *layout);
double ebb_type_width_pt (PangoLayout *layout);
/* In the role's colour, its top left corner at x, y. */
void ebb_type_draw (cairo_t *cr, EbbTypeRole role, PangoLayout *layout, double x, double y);
