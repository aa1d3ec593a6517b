/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blues that differ in lightness first, so that they are told apart without hue; amber and red
 * always come with a shape or a word.
 */
#include "ebb-palette.h"

#define RGB(hex) RGBA (hex, 1)
#define RGBA(hex, a)                                                                               \
  {                                                                                                \
    ((hex) >> 16) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) &255) / 255.0, a                     \
  }

static const EbbPalette palettes[] = {
  [EBB_PALETTE_LIGHT] = { .background = RGB (0xffffff),
                          .text = RGB (0x2e2e32),
                          .dim = RGB (0x6e6e73),
                          .grid = RGB (0xe8e8ea),
                          .series = RGB (0x1a5fb4),
                          .series_second = RGB (0xc64600),
                          .band = RGBA (0x1c71d8, 0.13),
                          .band_edge = RGBA (0x1c71d8, 0.28),
                          .target = RGB (0x1c64c4),
                          .lop = RGB (0xb5122b),
                          .alarm = RGB (0xc01c28),
                          .warning = RGB (0x8f5300),
                          .good = RGB (0x1b7a3d),
                          .rep_contract = RGB (0x62a0ea),
                          .rep_hold = RGB (0x1a5fb4),
                          .rep_relax = RGB (0x99c1f1),
                          .rep_off = RGB (0xe5a50a),
                          .gap = RGBA (0x000000, 0.09),
                          .line_px = 2 },
  [EBB_PALETTE_DARK] = { .background = RGB (0x343434),
                         .text = RGB (0xf6f5f4),
                         .dim = RGB (0xb4b4b6),
                         .grid = RGB (0x464648),
                         .series = RGB (0x99c1f1),
                         .series_second = RGB (0xffbe6f),
                         .band = RGBA (0x78aeed, 0.20),
                         .band_edge = RGBA (0x78aeed, 0.36),
                         .target = RGB (0x84b6f2),
                         .lop = RGB (0xff7b63),
                         .alarm = RGB (0xff7b63),
                         .warning = RGB (0xf8e45c),
                         .good = RGB (0x8ff0a4),
                         .rep_contract = RGB (0x5b97de),
                         .rep_hold = RGB (0x99c1f1),
                         .rep_relax = RGB (0x3c6da8),
                         .rep_off = RGB (0xe5a50a),
                         .gap = RGBA (0xffffff, 0.11),
                         .line_px = 2 },
  [EBB_PALETTE_CONTRAST] = { .background = RGB (0xffffff),
                             .text = RGB (0x000000),
                             .dim = RGB (0x303030),
                             .grid = RGB (0xa0a0a0),
                             .series = RGB (0x00308f),
                             .series_second = RGB (0x8a2b00),
                             .band = RGBA (0x00308f, 0.14),
                             .band_edge = RGB (0x00308f),
                             .target = RGB (0x00308f),
                             .lop = RGB (0x9b0018),
                             .alarm = RGB (0x9b0018),
                             .warning = RGB (0x6b3a00),
                             .good = RGB (0x005c22),
                             .rep_contract = RGB (0x4a86d8),
                             .rep_hold = RGB (0x00308f),
                             .rep_relax = RGB (0x93bdf3),
                             .rep_off = RGB (0xd99a00),
                             .gap = RGBA (0x000000, 0.20),
                             .line_px = 2.5 },
  [EBB_PALETTE_CONTRAST_DARK] = { .background = RGB (0x343434),
                                  .text = RGB (0xffffff),
                                  .dim = RGB (0xe0e0e0),
                                  .grid = RGB (0x7a7a7a),
                                  .series = RGB (0xbcdcff),
                                  .series_second = RGB (0xffd7a0),
                                  .band = RGBA (0x78aeed, 0.24),
                                  .band_edge = RGB (0xa9d0ff),
                                  .target = RGB (0xa9d0ff),
                                  .lop = RGB (0xff9d8a),
                                  .alarm = RGB (0xff9d8a),
                                  .warning = RGB (0xffee7a),
                                  .good = RGB (0xa6ffbb),
                                  .rep_contract = RGB (0x6fa9ee),
                                  .rep_hold = RGB (0xcfe5ff),
                                  .rep_relax = RGB (0x4a7fc0),
                                  .rep_off = RGB (0xffc933),
                                  .gap = RGBA (0xffffff, 0.22),
                                  .line_px = 2.5 },
  [EBB_PALETTE_PAPER] = { .background = RGB (0xffffff),
                          .text = RGB (0x111111),
                          .dim = RGB (0x5e5e5e),
                          .grid = RGB (0xdedede),
                          .series = RGB (0x1a5fb4),
                          .series_second = RGB (0xa83a00),
                          .band = RGBA (0x1c71d8, 0.13),
                          .band_edge = RGBA (0x1c71d8, 0.30),
                          .target = RGB (0x1c64c4),
                          .lop = RGB (0xb5122b),
                          .alarm = RGB (0xb5122b),
                          .warning = RGB (0x8f5300),
                          .good = RGB (0x1b6b37),
                          .rep_contract = RGB (0x62a0ea),
                          .rep_hold = RGB (0x1a5fb4),
                          .rep_relax = RGB (0xa9ccf5),
                          .rep_off = RGB (0xe5a50a),
                          .gap = RGBA (0x000000, 0.09),
                          .line_px = 1 },
};

const EbbPalette *
ebb_palette_get (EbbPaletteKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (palettes), &palettes[EBB_PALETTE_LIGHT]);
  return &palettes[kind];
}

void
ebb_color_set (cairo_t *cr, const EbbColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}
