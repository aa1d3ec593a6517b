/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-keyboard.h"

#include <dlfcn.h>

struct BenchKeyboard {
  void *x11, *xtst, *display;
  unsigned char (*keycode) (void *display, unsigned long keysym);
  int (*fake) (void *display, unsigned keycode, int pressed, unsigned long delay_ms);
  int (*sync) (void *display, int discard);
  int (*close) (void *display);
};

BenchKeyboard *
bench_keyboard_open (const char **why)
{
  g_autofree BenchKeyboard *self = g_new0 (BenchKeyboard, 1);
  self->x11 = dlopen ("libX11.so.6", RTLD_NOW);
  self->xtst = dlopen ("libXtst.so.6", RTLD_NOW);
  if (self->x11 == NULL || self->xtst == NULL) {
    *why = "libX11 or libXtst is not installed (Debian: libxtst6)";
    return NULL;
  }
  void *(*open) (const char *name) = dlsym (self->x11, "XOpenDisplay");
  self->keycode = dlsym (self->x11, "XKeysymToKeycode");
  self->sync = dlsym (self->x11, "XSync");
  self->close = dlsym (self->x11, "XCloseDisplay");
  self->fake = dlsym (self->xtst, "XTestFakeKeyEvent");
  self->display = open (NULL);
  if (self->display == NULL) {
    *why = "there is no X server";
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
bench_keyboard_press (BenchKeyboard *keyboard, guint keysym)
{
  unsigned code = keyboard->keycode (keyboard->display, keysym);
  keyboard->fake (keyboard->display, code, TRUE, 0);
  keyboard->fake (keyboard->display, code, FALSE, 0);
  keyboard->sync (keyboard->display, FALSE);
}

void
bench_keyboard_close (BenchKeyboard *keyboard)
{
  keyboard->close (keyboard->display);
  g_free (keyboard);
}
