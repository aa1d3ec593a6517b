/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How time passes for a window under test.  Virtual time belongs to cuff, session and store; frames
 * and the toolkit's timers go by real time, of which no more is waited for than something needs.
 */
#include "ui-rig.h"

#include <string.h>

/* What ends waiting is virtual time; these are for a machine that is busy with other things. */
#define REAL_PATIENCE_US (240 * G_USEC_PER_SEC)
#define SHOWN_US         (5 * G_USEC_PER_SEC) /* what is told at 10 Hz of real time */
#define LIVE_US          (130 * 1000)         /* the same once, and the frame that shows it */
#define LOOK_EVERY_US    4000                 /* a look at a whole page is dear */
#define BUSY_US          (2 * G_USEC_PER_SEC) /* a thread that never rests is not waited for */
#define STILL_FRAMES     2
#define FRAMES_MAX       20 /* a picture that never stands */
#define PUMP_MAX         1000

static gboolean
never (UiRig *rig, gconstpointer data)
{
  return FALSE;
}

/* Without blocking no virtual time passes: the main context's deadline is always now. */
static void
iterate (void)
{
  if (!g_main_context_iteration (NULL, FALSE))
    g_poll (NULL, 0, 1);
}

/* Until the condition holds, or that much virtual and that much real time has passed.  Virtual time
 * stands still once its share is used up. */
static gboolean
await (UiRig *rig, UiCondition condition, gconstpointer data, double virtual_s, gint64 real_us)
{
  gint64 began_us = g_get_monotonic_time (), looked_us = 0;
  gint64 until_us = ebb_clock_now_us (rig->clock) + (gint64) (virtual_s * 1e6);
  for (;;) {
    gint64 now_us = g_get_monotonic_time (), took_us = now_us - began_us;
    gboolean used_up = ebb_clock_now_us (rig->clock) >= until_us;
    gboolean over = (used_up && took_us >= real_us) || took_us > REAL_PATIENCE_US;
    if (over || real_us == 0 || now_us - looked_us >= LOOK_EVERY_US) {
      if (condition (rig, data))
        return TRUE;
      looked_us = now_us;
    }
    if (over)
      return FALSE;
    if (used_up)
      iterate ();
    else
      g_main_context_iteration (NULL, TRUE);
  }
}

void
ui_rig_run (UiRig *rig, double virtual_s)
{
  await (rig, never, NULL, virtual_s, 0);
}

void
ui_rig_pass (UiRig *rig, gint64 real_us)
{
  await (rig, never, NULL, 0, real_us);
}

gboolean
ui_rig_await (UiRig *rig, UiCondition condition, gconstpointer data, double virtual_s)
{
  return await (rig, condition, data, virtual_s, 0);
}

static gboolean
is_in_phase (UiRig *rig, gconstpointer data)
{
  return rig->session != NULL
         && ui_rig_view (rig).phase == (EbbPhase) GPOINTER_TO_INT ((gpointer) data);
}

gboolean
ui_rig_await_phase (UiRig *rig, EbbPhase phase, double virtual_s)
{
  return ui_rig_await (rig, is_in_phase, GINT_TO_POINTER (phase), virtual_s);
}

static gboolean
has_label (UiRig *rig, gconstpointer text)
{
  return ui_find_label (ui_rig_top (rig), text) != NULL;
}

gboolean
ui_rig_await_label (UiRig *rig, const char *text, double virtual_s)
{
  return await (rig, has_label, text, virtual_s, SHOWN_US);
}

static gboolean
has_button (UiRig *rig, gconstpointer text)
{
  GtkWidget *button = ui_find_button (ui_rig_top (rig), text);
  return button != NULL && gtk_widget_is_sensitive (button);
}

gboolean
ui_rig_await_button (UiRig *rig, const char *text, double virtual_s)
{
  return await (rig, has_button, text, virtual_s, SHOWN_US);
}

/* Whether another thread of the program computes or waits for a disk: what it finds is yet to
 * come.  Threads that wait for work or for their turn on the clock sleep. */
static gboolean
others_work (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;
  for (const char *name; tasks != NULL && (name = g_dir_read_name (tasks)) != NULL;) {
    g_autofree char *path = g_build_filename ("/proc/self/task", name, "stat", NULL);
    g_autofree char *stat = NULL;
    const char *state = NULL;
    if (g_file_get_contents (path, &stat, NULL, NULL))
      state = strrchr (stat, ')'); /* the name before it may hold anything */
    n += state != NULL && (state[2] == 'R' || state[2] == 'D') ? 1 : 0;
  }
  return n > 1; /* this one runs */
}

/* Until nobody has anything to do: neither this thread, nor store and cuff, who get their turns
 * meanwhile, nor the display. */
static void
pump (void)
{
  gint64 until_us = g_get_monotonic_time () + BUSY_US;
  do {
    gdk_display_sync (gdk_display_get_default ());
    for (guint i = 0; i < PUMP_MAX && g_main_context_iteration (NULL, FALSE); i++)
      ;
  } while (others_work () && g_get_monotonic_time () < until_us);
}

typedef struct {
  gboolean over, laid_out;
} Frame;

static void
on_layout (GdkFrameClock *frames, Frame *frame)
{
  frame->laid_out = TRUE;
}

static void
on_after_paint (GdkFrameClock *frames, Frame *frame)
{
  frame->over = TRUE;
}

/* A page has its size in the frame after it got its content, which on a busy machine comes late.
 * TRUE when nothing was laid out in this one. */
static gboolean
frame_was_still (UiRig *rig)
{
  GtkWidget *top = ui_rig_top (rig);
  GdkFrameClock *clock = top != NULL ? gtk_widget_get_frame_clock (top) : NULL;
  gint64 until_us = g_get_monotonic_time () + REAL_PATIENCE_US;
  Frame frame = { FALSE, FALSE };
  if (clock == NULL)
    return TRUE;
  g_autoptr (GdkFrameClock) frames = g_object_ref (clock);
  g_signal_connect (frames, "layout", G_CALLBACK (on_layout), &frame);
  g_signal_connect (frames, "after-paint", G_CALLBACK (on_after_paint), &frame);
  gdk_frame_clock_request_phase (frames, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
  while (!frame.over && g_get_monotonic_time () < until_us)
    iterate ();
  g_signal_handlers_disconnect_by_data (frames, &frame);
  return !frame.laid_out;
}

/* Numbers of a cuff that may be tight, and of a session, are told by real time. */
static gboolean
is_live (UiRig *rig)
{
  EbbCuffView view;
  ebb_cuff_get_view (rig->cuff, &view);
  return view.at_risk || (rig->session != NULL && !ebb_session_is_closed (rig->session));
}

void
ui_rig_settle (UiRig *rig)
{
  gint64 until_us = g_get_monotonic_time () + (is_live (rig) ? LIVE_US : 0);
  guint n_still = 0;
  for (guint n = 0; n < FRAMES_MAX && n_still < STILL_FRAMES; n++) {
    if (n_still + 1 == STILL_FRAMES)
      ui_rig_pass (rig, until_us - g_get_monotonic_time ());
    pump ();
    n_still = frame_was_still (rig) ? n_still + 1 : 0;
  }
}
