/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * R10: after arming the cuff thread takes nothing from the heap and gives nothing back.  This
 * program has an allocator of its own, which refuses that thread everything once it is armed.
 */
#include "loop-rig.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *pointer, size_t size);
void *__libc_memalign (size_t alignment, size_t size);
void __libc_free (void *pointer);

static _Thread_local bool is_cuff_thread;
static _Atomic bool refusing;
static _Atomic unsigned n_refused, n_seen;

static bool
is_refused (void)
{
  if (!is_cuff_thread)
    return false;
  atomic_fetch_add (&n_seen, 1);
  if (!atomic_load (&refusing))
    return false;
  atomic_fetch_add (&n_refused, 1);
  errno = ENOMEM;
  return true;
}

void *
malloc (size_t size)
{
  return is_refused () ? NULL : __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  return is_refused () ? NULL : __libc_calloc (n, size);
}

void *
realloc (void *pointer, size_t size)
{
  return is_refused () ? NULL : __libc_realloc (pointer, size);
}

int
posix_memalign (void **pointer, size_t alignment, size_t size)
{
  *pointer = is_refused () ? NULL : __libc_memalign (alignment, size);
  return *pointer != NULL ? 0 : ENOMEM;
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  return is_refused () ? NULL : __libc_memalign (alignment, size);
}

void
free (void *pointer)
{
  if (pointer != NULL && is_refused ())
    return;
  __libc_free (pointer);
}

static void
mark_thread (void)
{
  is_cuff_thread = true;
}

static void
mark_thread_and_allocate (void)
{
  is_cuff_thread = true;
  char *volatile bytes = malloc (1);
  free (bytes);
}

static LoopRig *
armed_rig (void)
{
  atomic_store (&n_refused, 0);
  LoopRig *rig = loop_rig_new ();
  loop.on_write = mark_thread;
  loop_rig_hold (rig);
  atomic_store (&refusing, true);
  return rig;
}

static void
give_up_refusing (LoopRig *rig)
{
  atomic_store (&refusing, false);
  g_assert_cmpuint (atomic_load (&n_refused), ==, 0);
  loop_rig_free (rig);
}

static void
order_all_modes (LoopRig *rig)
{
  static const CuffMode modes[] = { CUFF_MODE_HOLD, CUFF_MODE_QUIET, CUFF_MODE_DEFLATE,
                                    CUFF_MODE_HOLD };
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    CuffOrder order = { .mode = modes[i], .target = CUFF_MMHG (110), .longest_ms = 60000 };
    cuff_link_order (rig->link, &order, 1, TRUE);
    loop_rig_run (rig, CUFF_MS (300));
  }
}

/* Whatever a controller can say, once each. */
static void
say_everything (LoopRig *rig)
{
  static const uint8_t broken[] = { 0x05, 0x11, 0x22, 0x33, 0x44, 0x00, 0x00, 0x00, 0x00 };
  CuffMessage messages[] = {
    { .type = CUFF_MSG_ALARM, .alarm = { .alarm = CUFF_ALARM_LEAK, .active = true } },
    { .type = CUFF_MSG_ALARM, .alarm = { .alarm = CUFF_ALARM_LEAK } },
    { .type = CUFF_MSG_EVENT, .event = { .code = CUFF_DEVICE_EVENT_ACTIVE } },
    { .type = CUFF_MSG_RESULT, .result = { .test = CUFF_TEST_SELF, .pass = true } },
    { .type = CUFF_MSG_ACK, .ack = { .command = CUFF_MSG_ZERO, .result = CUFF_RESULT_BUSY } },
    { .type = CUFF_MSG_LOG, .log = { .index = 1 } },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    loop_say (&messages[i]);
  loop_say_bytes (broken, sizeof broken);
  cuff_link_acknowledge_alarm (rig->link, CUFF_ALARM_LEAK);
  loop_rig_run (rig, CUFF_MS (200));
}

static void
test_session (void)
{
  LoopRig *rig = armed_rig ();
  order_all_modes (rig);
  say_everything (rig);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  loop_rig_run (rig, CUFF_SECONDS (4)); /* tight after 3 s: A02 */
  g_assert_nonnull (loop_rig_find_alarm (rig, CUFF_ALARM_NOT_DEFLATED));
  loop_rig_move (rig, 0);
  loop.channel.flags = CUFF_CHANNEL_VENT_OPEN;
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_RELEASED, CUFF_SECONDS (3)));
  give_up_refusing (rig);
}

static void
test_over_pressure (void)
{
  LoopRig *rig = armed_rig ();
  loop.pressure = CUFF_MMHG (335);
  const CuffLinkEvent *event = loop_rig_await (rig, CUFF_LINK_EVENT_ENDED, CUFF_SECONDS (1));
  g_assert_nonnull (event);
  g_assert_cmpint (event->reason, ==, CUFF_REASON_OVER_PRESSURE);
  give_up_refusing (rig);
}

static void
test_silence (void)
{
  LoopRig *rig = armed_rig ();
  rig->mute = TRUE;
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_ENDED, CUFF_SECONDS (2)));
  give_up_refusing (rig);
}

static void
test_reset (void)
{
  LoopRig *rig = armed_rig ();
  loop.boot_us = (uint32_t) loop_rig_now (rig);
  const CuffLinkEvent *event = loop_rig_await (rig, CUFF_LINK_EVENT_ENDED, CUFF_SECONDS (1));
  g_assert_nonnull (event);
  g_assert_cmpint (event->reason, ==, CUFF_REASON_DEVICE_RESET);
  give_up_refusing (rig);
}

/* Everything that is said of a lost port; only closing it is the system's own business. */
static void
test_unplugged (void)
{
  LoopRig *rig = armed_rig ();
  loop.gone = TRUE;
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_LOST, CUFF_SECONDS (1)));
  give_up_refusing (rig);
}

/* The trap works: a single byte on that thread is noticed. */
static void
test_trap (void)
{
  LoopRig *rig = armed_rig ();
  loop.on_write = mark_thread_and_allocate;
  loop_rig_run (rig, CUFF_MS (250));
  atomic_store (&refusing, false);
  loop.on_write = NULL;
  g_assert_cmpuint (atomic_load (&n_seen), >, 0);
  g_assert_cmpuint (atomic_load (&n_refused), >, 0);
  loop_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/heap/session", test_session);
  g_test_add_func ("/link/heap/over-pressure", test_over_pressure);
  g_test_add_func ("/link/heap/silence", test_silence);
  g_test_add_func ("/link/heap/reset", test_reset);
  g_test_add_func ("/link/heap/unplugged", test_unplugged);
  g_test_add_func ("/link/heap/trap", test_trap);
  return g_test_run ();
}
