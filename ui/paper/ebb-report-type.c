/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-report-type.h"

#include "ebb-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Faces that read well on paper and can be embedded, then whatever there is. */
#define FAMILIES "Noto Sans, Open Sans, Cantarell, Liberation Sans, Nimbus Sans, sans-serif"

/* Older eyes: nothing on paper is smaller. */
#define SIZE_MIN_PT 9.0

/* U+2068 and U+2069: keep the direction of a name to itself. */
#define ISOLATE_BEGIN "\xe2\x81\xa8"
#define ISOLATE_END   "\xe2\x81\xa9"

typedef struct {
  double size; /* of the body's */
  PangoWeight weight;
  double grey; /* 0 = black */
} Role;

static const Role roles[EBB_TYPE_N] = {
  [EBB_TYPE_TITLE] = { 1.84, PANGO_WEIGHT_BOLD, 0.06 },
  [EBB_TYPE_NUMBER] = { 1.84, PANGO_WEIGHT_BOLD, 0.06 },
  [EBB_TYPE_HEADING] = { 1.2, PANGO_WEIGHT_BOLD, 0.06 },
  [EBB_TYPE_STRONG] = { 1.0, PANGO_WEIGHT_BOLD, 0.06 },
  [EBB_TYPE_BODY] = { 1.0, PANGO_WEIGHT_NORMAL, 0.1 },
  [EBB_TYPE_DIM] = { 0.96, PANGO_WEIGHT_NORMAL, 0.35 },
  [EBB_TYPE_CELL] = { 0.92, PANGO_WEIGHT_NORMAL, 0.1 },
  [EBB_TYPE_CELL_STRONG] = { 0.92, PANGO_WEIGHT_BOLD, 0.06 },
  [EBB_TYPE_SMALL] = { 0.76, PANGO_WEIGHT_NORMAL, 0.35 },
};

struct EbbType {
  PangoContext *context;                   /* owned */
  PangoFontDescription *fonts[EBB_TYPE_N]; /* owned */
};

EbbType *
ebb_type_new (double body_pt, double scale)
{
  EbbType *type = g_new0 (EbbType, 1);
  /* Without hints a line is as long on every device. */
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  type->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_font_options (type->context, options);
  pango_cairo_context_set_resolution (type->context, 72); /* a point is a unit of the page */
  pango_context_set_round_glyph_positions (type->context, FALSE);
  /* The paper runs as its own language does, whatever a name begins with. */
  gboolean backwards = ebb_text_runs_backwards (_ ("How it went"));
  pango_context_set_base_dir (type->context, backwards ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  cairo_font_options_destroy (options);
  for (guint i = 0; i < EBB_TYPE_N; i++) {
    double size_pt = MAX (body_pt * scale * roles[i].size, SIZE_MIN_PT);
    type->fonts[i] = pango_font_description_from_string (FAMILIES);
    pango_font_description_set_absolute_size (type->fonts[i], size_pt * PANGO_SCALE);
    pango_font_description_set_weight (type->fonts[i], roles[i].weight);
  }
  return type;
}

void
ebb_type_free (EbbType *type)
{
  for (guint i = 0; i < EBB_TYPE_N; i++)
    pango_font_description_free (type->fonts[i]);
  g_object_unref (type->context);
  g_free (type);
}

const PangoFontDescription *
ebb_type_get_font (const EbbType *type, EbbTypeRole role)
{
  return type->fonts[role];
}

double
ebb_type_get_size_pt (const EbbType *type, EbbTypeRole role)
{
  return (double) pango_font_description_get_size (type->fonts[role]) / PANGO_SCALE;
}

static gboolean
is_direction_sign (gunichar sign)
{
  return sign == 0x061c || sign == 0x200e || sign == 0x200f || (sign >= 0x202a && sign <= 0x202e)
         || (sign >= 0x2066 && sign <= 0x2069);
}

/* Line and paragraph separators are not control signs to GLib. */
static gboolean
breaks_line (gunichar sign)
{
  return g_unichar_iscntrl (sign) || sign == 0x2028 || sign == 0x2029;
}

char *
ebb_type_clean (const char *text, guint max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autoptr (GString) clean = g_string_new (NULL);
  guint n_chars = 0;
  for (const char *at = valid; *at != '\0' && n_chars < max_chars; at = g_utf8_next_char (at)) {
    gunichar sign = g_utf8_get_char (at);
    if (is_direction_sign (sign))
      continue;
    g_string_append_unichar (clean, breaks_line (sign) ? ' ' : sign);
    if (++n_chars == max_chars)
      g_string_append (clean, "…");
  }
  g_strstrip (clean->str);
  if (ebb_text_runs_backwards (clean->str))
    return g_strconcat (ISOLATE_BEGIN, clean->str, ISOLATE_END, NULL);
  return g_strdup (clean->str);
}

/* A name that is broken must not seem to be hyphenated. */
static void
forbid_hyphens (PangoLayout *layout)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
}

PangoLayout *
ebb_type_set (EbbType *type, EbbTypeRole role, const char *text, double width_pt, guint max_lines)
{
  PangoLayout *layout = pango_layout_new (type->context);
  pango_layout_set_font_description (layout, type->fonts[role]);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_line_spacing (layout, 1.15f);
  forbid_hyphens (layout);
  if (width_pt >= 0)
    pango_layout_set_width (layout, (int) (width_pt * PANGO_SCALE));
  if (max_lines > 0 && width_pt >= 0) {
    pango_layout_set_height (layout, -(int) max_lines);
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  }
  return layout;
}

PangoLayout *
ebb_type_set_lead (EbbType *type, EbbTypeRole role, const char *text, gsize n_bytes,
                   double width_pt)
{
  PangoLayout *layout = ebb_type_set (type, role, text, width_pt, 0);
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  bold->start_index = 0;
  bold->end_index = (guint) n_bytes;
  pango_attr_list_insert (pango_layout_get_attributes (layout), bold);
  pango_layout_context_changed (layout);
  return layout;
}

double
ebb_type_height_pt (PangoLayout *layout)
{
  int height;
  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

double
ebb_type_width_pt (PangoLayout *layout)
{
  int width;
  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

void
ebb_type_draw (cairo_t *cr, EbbTypeRole role, PangoLayout *layout, double x, double y)
{
  double grey = roles[role].grey;
  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}
