/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The driver of a cuff without a cable: a person pumps, reads the gauge and opens the valve.
 *
 * What they enter is told again as reports until they enter something else, each of them marked as
 * read by hand, so that clocks, recorder and plot go on as ever.  Nothing is invented: before the
 * first reading there is no report, and from an order to inflate on the pressure is unset until
 * somebody has looked.  The valve counts as open only when a person says so of an empty cuff that
 * is not to be inflated; without that word no deflation is ever proven.
 */
#include "cuff-link-private.h"

#include <stdio.h>
#include <string.h>

#define PORT "manual"

/* A gauge for cuffs ends here; what is above is a slip of the finger. */
#define READING_MAX   CUFF_MMHG (300)
/* Closer than the 50 ms that count as a gap in a record. */
#define REPEAT_US     CUFF_MS (40)
/* After a longer stand-still the time in between stays a gap. */
#define CATCH_UP_US   CUFF_MS (250)
/* No controller watches here; these are what the host may ask for at most (SAFETY.md, limits). */
#define CAP_HARD      CUFF_MMHG (300)
#define CAP_TRANSIENT CUFF_MMHG (330)
#define TIME_CAP_MS   (25 * 60 * 1000)

typedef struct {
  CuffPressure pressure; /* unset: nobody knows */
  bool open;             /* a person says: empty, and the valve is open */
  bool inflating;        /* the last order told was one */
} Gauge;

typedef struct {
  bool known; /* somebody has said or begun something: there is something to report */
  Gauge gauge[CUFF_CHANNELS_MAX];
  CuffTime next_us, last_us;
} Manual;

_Static_assert(sizeof (Manual) <= CUFF_DRIVER_STATE_SIZE, "the state of the gauge does not fit");

static Manual *
manual_of (CuffLink *link)
{
  return (Manual *) (void *) link->driver_state;
}

/* --- Reports ----------------------------------------------------------------------------- */

/* What a person is asked to do; the age of an arm is a controller's concern, not theirs. */
static uint32_t
get_orders (const CuffLink *link, CuffTime now_us, CuffOrder *orders)
{
  uint32_t epoch = cuff_link_get_desired (link, now_us, orders);
  if (epoch != 0)
    memcpy (orders, link->orders, sizeof link->orders);
  return epoch;
}

static bool
inflates (const CuffOrder *order)
{
  return order->mode != CUFF_MODE_VENT && order->mode != CUFF_MODE_DEFLATE;
}

static void
forget_gauge (Gauge *gauge)
{
  gauge->pressure = CUFF_PRESSURE_UNSET;
  gauge->open = false;
}

/* Somebody is to pump now: what the gauge showed before holds no longer, and the valve is shut. */
static void
follow_orders (Manual *manual, const CuffOrder *orders)
{
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++) {
    Gauge *gauge = &manual->gauge[i];
    bool begins = inflates (&orders[i]) && !gauge->inflating;
    gauge->inflating = inflates (&orders[i]);
    if (begins)
      forget_gauge (gauge);
  }
}

static bool
is_at_target (const Gauge *gauge, const CuffOrder *order)
{
  if (!inflates (order) || !cuff_pressure_is_set (gauge->pressure) || order->target <= 0)
    return false;
  CuffPressure off = gauge->pressure - order->target;
  return (off < 0 ? -off : off) * 10 <= order->target;
}

static void
fill_channel (CuffChannelReport *channel, const Gauge *gauge, const CuffOrder *order)
{
  *channel = (CuffChannelReport){ .pressure = gauge->pressure,
                                  .pressure_second = CUFF_PRESSURE_UNSET,
                                  .target = order->target,
                                  .mode = order->mode };
  if (gauge->open) {
    channel->flags |= CUFF_CHANNEL_VENT_OPEN;
    channel->valve_percent = 100;
  }
  if (is_at_target (gauge, order))
    channel->flags |= CUFF_CHANNEL_AT_TARGET;
}

static CuffMachine
machine_of (const CuffReport *report)
{
  bool tight = false, empty = true;
  for (unsigned i = 0; i < report->n_channels; i++) {
    CuffPressure pressure = report->channel[i].pressure;
    bool open = (report->channel[i].flags & CUFF_CHANNEL_VENT_OPEN) != 0;
    tight = tight || !cuff_pressure_is_set (pressure) || pressure > CUFF_UNDER_PRESSURE;
    empty = empty && open;
  }
  if (report->epoch != 0)
    return tight ? CUFF_MACHINE_ACTIVE : CUFF_MACHINE_ARMED;
  return empty ? CUFF_MACHINE_IDLE : CUFF_MACHINE_VENTING;
}

static void
tell (CuffLink *link, CuffTime t_us, CuffTime now_us)
{
  Manual *manual = manual_of (link);
  CuffOrder orders[CUFF_CHANNELS_MAX];
  CuffReport report = { .t_us = t_us,
                        .arrived_us = now_us,
                        .device_us = (uint64_t) t_us,
                        .epoch = get_orders (link, now_us, orders),
                        .flags = CUFF_DEVICE_BY_HAND,
                        .n_channels = link->identity.n_channels };
  follow_orders (manual, orders);
  for (unsigned i = 0; i < report.n_channels; i++)
    fill_channel (&report.channel[i], &manual->gauge[i], &orders[i]);
  report.machine = machine_of (&report);
  manual->last_us = t_us;
  manual->next_us = t_us + REPEAT_US;
  cuff_link_take_report (link, &report);
}

/* At once, and on from there. */
static void
tell_now (CuffLink *link)
{
  CuffTime now_us = cuff_clock_now (link->clock);
  if (manual_of (link)->known && now_us > manual_of (link)->last_us)
    tell (link, now_us, now_us);
}

/* --- The row ----------------------------------------------------------------------------- */

static bool
manual_fits (const char *port)
{
  return port != NULL && strcmp (port, PORT) == 0;
}

static void
manual_open (CuffLink *link)
{
  Manual *manual = manual_of (link);
  CuffIdentity identity = { .major = 1,
                            .nonce = link->nonce,
                            .n_channels = 1,
                            .capabilities = CUFF_IS_MANUAL,
                            .sensor_max = READING_MAX,
                            .cap_hard = CAP_HARD,
                            .cap_transient = CAP_TRANSIENT,
                            .cap_lop = CAP_TRANSIENT,
                            .time_cap_ms = TIME_CAP_MS,
                            .boot_id = link->nonce };
  snprintf (identity.vendor, sizeof identity.vendor, "%s", "No cable");
  snprintf (identity.model, sizeof identity.model, "%s", "read by hand");
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    manual->gauge[i] = (Gauge){ .pressure = CUFF_PRESSURE_UNSET };
  manual->last_us = -1;
  cuff_link_connected (link, &identity);
}

static void
manual_close (CuffLink *link)
{
}

static int
manual_fd (const CuffLink *link)
{
  return -1;
}

static void
manual_read (CuffLink *link, short revents)
{
}

static void
manual_step (CuffLink *link, CuffTime now_us)
{
  Manual *manual = manual_of (link);
  if (!manual->known)
    return;
  if (now_us - manual->next_us > CATCH_UP_US)
    manual->next_us = now_us;
  while (manual->next_us <= now_us)
    tell (link, manual->next_us, now_us);
}

/* Nobody is there to say no: the limits are the host's own. */
static void
manual_ask_limits (CuffLink *link)
{
  cuff_link_adopted (link, link->wanted);
}

/* Hands are quicker than orders: from here on somebody may pump, even if a stop overtakes the
 * order to. */
static void
manual_ask_arm (CuffLink *link)
{
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    forget_gauge (&manual_of (link)->gauge[i]);
  manual_of (link)->known = true;
  tell_now (link);
  cuff_link_armed (link, cuff_link_begin_arm (link));
}

/* There is nobody to tell; what changed shows in the next report. */
static void
manual_say_state (CuffLink *link)
{
  CuffOrder orders[CUFF_CHANNELS_MAX];
  get_orders (link, cuff_clock_now (link->clock), orders);
  follow_orders (manual_of (link), orders);
}

/* The screen asks a person to open the valve; until they say that they did, it counts as shut. */
static bool
manual_say_stop (CuffLink *link)
{
  return true;
}

static void
manual_acknowledge (CuffLink *link, CuffAlarm alarm)
{
}

static void
manual_enter (CuffLink *link, const CuffReading *reading)
{
  Manual *manual = manual_of (link);
  bool set = cuff_pressure_is_set (reading->pressure);
  if (reading->channel >= link->identity.n_channels
      || (set && (reading->pressure < 0 || reading->pressure > READING_MAX)))
    return;
  manual_step (link, cuff_clock_now (link->clock)); /* what stood until now */
  Gauge *gauge = &manual->gauge[reading->channel];
  gauge->pressure = reading->pressure;
  gauge->open =
      reading->valve_open && set && reading->pressure < CUFF_DEFLATED && !gauge->inflating;
  manual->known = true;
  tell_now (link);
}

const CuffDriver cuff_driver_manual = {
  .name = PORT,
  .traits = 0,
  .fits = manual_fits,
  .open = manual_open,
  .close = manual_close,
  .fd = manual_fd,
  .read = manual_read,
  .step = manual_step,
  .ask_limits = manual_ask_limits,
  .ask_arm = manual_ask_arm,
  .say_state = manual_say_state,
  .say_stop = manual_say_stop,
  .acknowledge = manual_acknowledge,
  .enter = manual_enter,
};
