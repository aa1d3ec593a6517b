/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hold stands on one line for all bars and is read against the dotted one; the contraction
 * hangs below it, the relaxation lies on top.
 */
#include "ebb-strip-draw.h"

#include "ebb-text-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HOLD_SHORT  0.8 /* of the ordered hold */
#define HOLD_LONG   1.4
#define SLOT_MIN_PX 14
#define SLOT_MAX_PX 96
#define GAP_PX      6
#define ROUND_PX    2
#define PART_MIN_PX 2 /* a part that was measured is seen */
#define OFF_MARK_PX 4
#define PACER_ALPHA 0.6

typedef struct {
  const EbbStripData *data;
  const EbbPalette *palette;
  double left, width;       /* of all slots */
  double slot, bar;         /* widths */
  double top, base, bottom; /* base = where holds stand */
  double px_per_s;
  double text;      /* height */
  double digits;    /* width of two */
  guint first, end; /* slots shown, from 0 */
} Strip;

gboolean
ebb_strip_is_off (const EbbStripRep *rep, const EbbTempo *tempo)
{
  double ordered_s = tempo->hold_ms / 1000.0;
  if (ordered_s <= 0 || isnan (rep->hold_s))
    return FALSE;
  return rep->hold_s < ordered_s * HOLD_SHORT || rep->hold_s > ordered_s * HOLD_LONG;
}

/* All repetitions that may come have their place from the beginning, so that no bar ever moves;
 * where they do not fit, the newest are shown. */
static void
choose_slots (Strip *strip)
{
  const EbbStripData *data = strip->data;
  guint n = MAX (MAX (data->reps_max, data->reps_min), data->n_reps);
  n = MAX (n, data->pacer_s >= 0 ? data->pacer_number : 0);
  n = MAX (n, 1);
  guint fitting = (guint) fmax (floor (strip->width / SLOT_MIN_PX), 1);
  guint shown = MIN (n, fitting);
  guint newest = MAX (data->n_reps + 1, data->pacer_s >= 0 ? data->pacer_number : 0);
  strip->end = CLAMP (newest, shown, n);
  strip->first = strip->end - shown;
  strip->slot = fmin (strip->width / shown, SLOT_MAX_PX);
  strip->bar = floor (strip->slot - fmin (GAP_PX, strip->slot * 0.25));
}

static void
lay_out (Strip *strip, double width, double height)
{
  const EbbTempo *tempo = &strip->data->tempo;
  double text_width;
  g_autofree char *hold = g_strdup_printf (_ ("%.3g s"), 99.0);
  ebb_text_measure (strip->data->font, "00", &strip->digits, &strip->text);
  ebb_text_measure (strip->data->font, hold, &text_width, &strip->text);
  strip->left = ceil (text_width + GAP_PX);
  strip->width = fmax (width - strip->left, 1);
  choose_slots (strip);

  /* Room for the hold with a long one's surplus, and for the numbers above and below. */
  double contract_s = tempo->contract_ms / 1000.0, relax_s = tempo->relax_ms / 1000.0;
  double hold_s = tempo->hold_ms / 1000.0;
  double total_s = fmax (contract_s + fmax (hold_s * 1.2, 0.5) + relax_s, 1);
  strip->top = strip->text;
  strip->bottom = height - strip->text - 1;
  strip->px_per_s = fmax (strip->bottom - strip->top, 1) / total_s;
  strip->base = floor (strip->bottom - contract_s * strip->px_per_s);
}

static double
slot_x (const Strip *strip, guint slot)
{
  return floor (strip->left + (slot - strip->first) * strip->slot);
}

static void
round_box (cairo_t *cr, double x, double y, double width, double height)
{
  double r = fmin (ROUND_PX, fmin (width, height) / 2);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* One part of a bar from `from` down to `to`, cut at the strip's edges. */
static void
fill_part (cairo_t *cr, const Strip *strip, double x, double from, double to, const EbbColor *color)
{
  from = fmax (from, strip->top);
  to = fmin (to, strip->bottom);
  if (to - from < 0.5)
    return;
  ebb_color_set (cr, color);
  round_box (cr, x, from, strip->bar, to - from);
  cairo_fill (cr);
}

static double
length_px (const Strip *strip, double seconds)
{
  if (!(seconds > 0)) /* not known draws nothing either */
    return 0;
  return fmax (seconds * strip->px_per_s, PART_MIN_PX);
}

static void
draw_parts (cairo_t *cr, const Strip *strip, double x, double contract_s, double hold_s,
            double relax_s, const EbbColor *hold_color)
{
  double hold_top = strip->base - length_px (strip, hold_s);
  double relax_top = hold_top - length_px (strip, relax_s);

  fill_part (cr, strip, x, strip->base + 1, strip->base + 1 + length_px (strip, contract_s),
             &strip->palette->rep_contract);
  fill_part (cr, strip, x, hold_top, strip->base, hold_color);
  fill_part (cr, strip, x, relax_top, hold_top - 1, &strip->palette->rep_relax);
}

/* The ordered repetition as an empty frame; those above the least number are fainter. */
static void
draw_empty (cairo_t *cr, const Strip *strip, guint slot)
{
  const EbbTempo *tempo = &strip->data->tempo;
  double x = slot_x (strip, slot) + 0.5, bottom = floor (strip->bottom) - 0.5;
  double top = strip->base - (tempo->hold_ms + tempo->relax_ms) / 1000.0 * strip->px_per_s;
  top = floor (fmax (top, strip->top)) + 0.5;
  gboolean extra = slot >= strip->data->reps_min;
  double dash_px = extra ? 1.5 : 3;

  EbbColor color = strip->palette->dim;
  color.alpha *= extra ? 0.45 : 1;
  ebb_color_set (cr, &color);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, (double[]){ dash_px, 3 }, 2, 0);
  round_box (cr, x, top, strip->bar - 1, bottom - top);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Counted by hand: how long it took is not known, so no length is drawn. */
static void
draw_tapped (cairo_t *cr, const Strip *strip, double x)
{
  double middle_x = x + strip->bar / 2, size = fmin (strip->bar * 0.5, 12);
  double middle_y = (strip->top + strip->bottom) / 2;

  ebb_color_set (cr, &strip->palette->rep_hold);
  cairo_set_line_width (cr, 1.5);
  round_box (cr, x + 0.75, strip->top + 0.75, strip->bar - 1.5, strip->bottom - strip->top - 1.5);
  cairo_stroke (cr);
  cairo_set_line_width (cr, 2);
  cairo_move_to (cr, middle_x - size / 2, middle_y);
  cairo_line_to (cr, middle_x - size / 8, middle_y + size * 0.36);
  cairo_line_to (cr, middle_x + size / 2, middle_y - size * 0.4);
  cairo_stroke (cr);
}

static void
draw_rep (cairo_t *cr, const Strip *strip, guint slot)
{
  const EbbStripRep *rep = &strip->data->reps[slot];
  gboolean off = ebb_strip_is_off (rep, &strip->data->tempo);
  double x = slot_x (strip, slot);

  if (rep->tapped || (isnan (rep->contract_s) && isnan (rep->hold_s) && isnan (rep->relax_s))) {
    draw_tapped (cr, strip, x);
    return;
  }
  const EbbColor *hold = off ? &strip->palette->rep_off : &strip->palette->rep_hold;
  draw_parts (cr, strip, x, rep->contract_s, rep->hold_s, rep->relax_s, hold);
}

/* The pacer's bar grows as the ordered repetition passes; it is paler than what was measured. */
static void
draw_pacer (cairo_t *cr, const Strip *strip, guint slot)
{
  const EbbTempo *tempo = &strip->data->tempo;
  double contract_s = tempo->contract_ms / 1000.0, hold_s = tempo->hold_ms / 1000.0;
  double relax_s = tempo->relax_ms / 1000.0, at_s = strip->data->pacer_s;
  EbbPalette pale = *strip->palette;
  Strip faded = *strip;

  pale.rep_contract.alpha = pale.rep_hold.alpha = pale.rep_relax.alpha = PACER_ALPHA;
  faded.palette = &pale;
  draw_parts (cr, &faded, slot_x (strip, slot), fmin (at_s, contract_s),
              fmin (at_s - contract_s, hold_s), fmin (at_s - contract_s - hold_s, relax_s),
              &pale.rep_hold);
}

static void
draw_number (cairo_t *cr, const Strip *strip, guint slot, gboolean current)
{
  guint number = slot + 1;
  if (strip->slot < strip->digits + 4 && number % 5 != 0 && !current)
    return;
  g_autofree char *text = g_strdup_printf ("%u", number);
  ebb_text_draw (cr, strip->data->font, text, slot_x (strip, slot) + strip->bar / 2,
                 strip->bottom + 1, 0.5, current ? &strip->palette->text : &strip->palette->dim,
                 NULL);
}

/* Whether it has a length in words above it, and where the words have their top. */
static gboolean
has_words (const Strip *strip, guint slot, double *top)
{
  if (slot >= strip->data->n_reps)
    return FALSE;
  const EbbStripRep *rep = &strip->data->reps[slot];
  if (rep->tapped || !ebb_strip_is_off (rep, &strip->data->tempo))
    return FALSE;
  double bar_top = strip->base - length_px (strip, rep->hold_s) - length_px (strip, rep->relax_s);
  *top = fmax (bar_top - strip->text, 0);
  return TRUE;
}

/* Words are not struck through. */
static gboolean
covers (const Strip *strip, guint slot, double y)
{
  double top;
  return has_words (strip, slot, &top) && y > top && y < top + strip->text;
}

static void
draw_hold_line (cairo_t *cr, const Strip *strip)
{
  double hold_s = strip->data->tempo.hold_ms / 1000.0;
  if (hold_s <= 0)
    return;
  double y = floor (strip->base - hold_s * strip->px_per_s) + 0.5;
  g_autofree char *text = g_strdup_printf (_ ("%.3g s"), hold_s);

  ebb_color_set (cr, &strip->palette->text);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, (double[]){ 1.5, 3 }, 2, 0);
  for (guint slot = strip->first; slot < strip->end; slot++) {
    gboolean last = slot + 1 == strip->end;
    if (covers (strip, slot, y))
      continue;
    cairo_move_to (cr, slot_x (strip, slot), y);
    cairo_line_to (cr, last ? slot_x (strip, slot) + strip->bar : slot_x (strip, slot + 1), y);
  }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  ebb_text_draw (cr, strip->data->font, text, strip->left - GAP_PX, y - strip->text / 2, 1,
                 &strip->palette->dim, NULL);
}

/* Off the tempo: its length in words, with an arrow down for short and up for long. */
static void
draw_off (cairo_t *cr, const Strip *strip, guint slot)
{
  const EbbStripRep *rep = &strip->data->reps[slot];
  double y, beside;
  if (!has_words (strip, slot, &y))
    return;
  g_autofree char *length = g_strdup_printf (_ ("%.1f s"), rep->hold_s);
  double width, height, middle = slot_x (strip, slot) + strip->bar / 2;
  gboolean is_short = rep->hold_s < strip->data->tempo.hold_ms / 1000.0;
  ebb_text_measure (strip->data->font, length, &width, &height);

  double need = width + 2 * OFF_MARK_PX + 3;
  gboolean fits = need <= strip->slot + GAP_PX
                  || (need <= 2 * strip->slot && !has_words (strip, slot - 1, &beside)
                      && !has_words (strip, slot + 1, &beside));
  double arrow_x = fits ? middle - width / 2 - 3 : middle, arrow_y = y + strip->text / 2;
  double tip = is_short ? OFF_MARK_PX : -OFF_MARK_PX;
  ebb_color_set (cr, &strip->palette->warning);
  cairo_move_to (cr, arrow_x - OFF_MARK_PX, arrow_y - tip * 0.75);
  cairo_rel_line_to (cr, 2 * OFF_MARK_PX, 0);
  cairo_rel_line_to (cr, -OFF_MARK_PX, tip * 1.5);
  cairo_close_path (cr);
  cairo_fill (cr);
  if (fits)
    ebb_text_draw (cr, strip->data->font, length, middle + OFF_MARK_PX, y, 0.5,
                   &strip->palette->warning, NULL);
}

/* From 0; the number of slots when there is no pacer, or its repetition was counted already. */
static guint
pacer_slot (const Strip *strip)
{
  const EbbStripData *data = strip->data;
  if (data->pacer_s < 0 || data->pacer_number <= data->n_reps)
    return strip->end;
  return data->pacer_number - 1;
}

void
ebb_strip_draw_still (cairo_t *cr, double width, double height, const EbbStripData *data,
                      const EbbPalette *palette)
{
  Strip strip = { .data = data, .palette = palette };
  lay_out (&strip, width, height);
  guint pacer = pacer_slot (&strip);
  guint current = pacer < strip.end ? pacer + 1 : data->n_reps;

  cairo_save (cr);
  for (guint slot = strip.first; slot < strip.end; slot++) {
    if (slot < data->n_reps)
      draw_rep (cr, &strip, slot);
    else
      draw_empty (cr, &strip, slot);
    draw_number (cr, &strip, slot, slot + 1 == current);
  }
  draw_hold_line (cr, &strip);
  for (guint slot = strip.first; slot < MIN (strip.end, data->n_reps); slot++)
    draw_off (cr, &strip, slot);
  cairo_restore (cr);
}

gboolean
ebb_strip_get_pacer_area (double width, double height, const EbbStripData *data, double *left,
                          double *bar_width)
{
  Strip strip = { .data = data };
  lay_out (&strip, width, height);
  guint slot = pacer_slot (&strip);
  if (slot < strip.first || slot >= strip.end)
    return FALSE;
  *left = slot_x (&strip, slot);
  *bar_width = strip.bar;
  return TRUE;
}

void
ebb_strip_draw_pacer (cairo_t *cr, double width, double height, const EbbStripData *data,
                      const EbbPalette *palette)
{
  Strip strip = { .data = data, .palette = palette };
  lay_out (&strip, width, height);
  guint slot = pacer_slot (&strip);
  if (slot >= strip.first && slot < strip.end)
    draw_pacer (cr, &strip, slot);
}

void
ebb_strip_draw (cairo_t *cr, double width, double height, const EbbStripData *data,
                const EbbPalette *palette)
{
  ebb_strip_draw_still (cr, width, height, data, palette);
  ebb_strip_draw_pacer (cr, width, height, data, palette);
}
