/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A whole board, as small as it can be: what stands between the reference controller and a
 * Cortex-M4.  The peripherals are invented, a block of registers at one address; the rest is what a
 * real board needs.  `./dev lint` links it without a C library and tells its flash and RAM.
 */
#include "cuff-controller.h"

typedef struct {
  uint32_t clock_us;     /* free running */
  uint32_t sensor[2][2]; /* channel, sensor: 0.1 mmHg, signed */
  uint32_t sensor_valid; /* a bit for each of the four */
  uint32_t pump[2], exhaust[2];
  uint32_t dump_shut[2], dump_is_open[2];
  uint32_t buzzer, stop_button, watchdog;
  uint32_t uart_data, uart_is_free, uart_has_break;
  uint32_t boot_count, reset_cause;
} Peripherals;

#define PERIPHERALS ((volatile Peripherals *) 0x40000000)
#define UART_SLOT   16 /* the first interrupt after the sixteen of the core */

void board_reset (void) __attribute__ ((noreturn));
void board_main (void) __attribute__ ((noreturn));

/* The linker script's. */
extern uint32_t ebb_data_in_flash[], ebb_data[], ebb_data_end[], ebb_bss[], ebb_bss_end[];
extern uint32_t ebb_stack_top[];

static uint32_t
now_us (void *user)
{
  (void) user;
  return PERIPHERALS->clock_us;
}

static bool
read_sensor (void *user, unsigned channel, unsigned sensor, CuffPressure *pressure)
{
  (void) user;
  *pressure = (CuffPressure) PERIPHERALS->sensor[channel][sensor];
  return (PERIPHERALS->sensor_valid >> (channel * 2 + sensor) & 1) != 0;
}

static void
drive_pump (void *user, unsigned channel, unsigned permille)
{
  (void) user;
  PERIPHERALS->pump[channel] = permille;
}

static void
drive_valve (void *user, unsigned channel, unsigned permille)
{
  (void) user;
  PERIPHERALS->exhaust[channel] = permille;
}

static void
drive_vent (void *user, unsigned channel, bool shut)
{
  (void) user;
  PERIPHERALS->dump_shut[channel] = shut;
}

static bool
vent_is_open (void *user, unsigned channel)
{
  (void) user;
  return PERIPHERALS->dump_is_open[channel] != 0;
}

static void
buzzer (void *user, bool on)
{
  (void) user;
  PERIPHERALS->buzzer = on;
}

static bool
stop_button (void *user)
{
  (void) user;
  return PERIPHERALS->stop_button != 0;
}

static size_t
send (void *user, const uint8_t *bytes, size_t n_bytes)
{
  size_t n_sent = 0;

  (void) user;
  while (n_sent < n_bytes && PERIPHERALS->uart_is_free != 0)
    PERIPHERALS->uart_data = bytes[n_sent++];
  return n_sent;
}

static void
kick_watchdog (void *user)
{
  (void) user;
  PERIPHERALS->watchdog = 1;
}

static const CuffHal hal = {
  .now_us = now_us,
  .read_sensor = read_sensor,
  .drive_pump = drive_pump,
  .drive_valve = drive_valve,
  .drive_vent = drive_vent,
  .vent_is_open = vent_is_open,
  .buzzer = buzzer,
  .stop_button = stop_button,
  .send = send,
  .kick_watchdog = kick_watchdog,
};

/* In a product: from the memory that the calibration bench writes. */
static const CuffControllerConfig config_in_flash = {
  .identity = { .n_channels = 2,
                .capabilities = CUFF_CAN_LOP | CUFF_CAN_LEAK_TEST | CUFF_CAN_SELF_TEST
                                | CUFF_CAN_SECOND_SENSOR | CUFF_CAN_LOG,
                .sensor_min = CUFF_MMHG (-30),
                .sensor_max = CUFF_MMHG (400),
                .cap_hard = CUFF_MMHG (300),
                .cap_transient = CUFF_MMHG (330),
                .cap_lop = CUFF_MMHG (330),
                .time_cap_ms = 1500000,
                .hz_max = 100,
                .calibration_date = 20260105,
                .vendor = "Example",
                .model = "Cortex-M4 board",
                .serial = "0001",
                .firmware = "0.1.0" },
  .tuning = { { 200.0f, 600.0f, 16.0f, 1.9f }, { 200.0f, 600.0f, 16.0f, 1.9f } },
  .calibration = { { { CUFF_MMHG (0.5), 1200 }, { CUFF_MMHG (-0.3), -800 } } },
};

static CuffController controller;

/* Filled by the interrupt, emptied by the loop; a byte has one writer and one reader. */
static volatile uint8_t received[256];
static volatile uint8_t n_received;
static volatile bool break_seen;

static void
uart_interrupt (void)
{
  if (PERIPHERALS->uart_has_break != 0)
    break_seen = true;
  received[n_received] = (uint8_t) PERIPHERALS->uart_data;
  n_received = (uint8_t) (n_received + 1);
}

static void
let_go (void)
{
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++) {
    PERIPHERALS->pump[i] = 0;
    PERIPHERALS->dump_shut[i] = 0;
  }
}

/* A processor that has lost its way lets go of everything and waits for the watchdog. */
static void
lost (void)
{
  for (;;)
    let_go ();
}

void
board_main (void)
{
  CuffControllerConfig config = config_in_flash;
  uint32_t stepped_us = 0;
  uint8_t n_taken = 0;

  config.identity.boot_id = PERIPHERALS->boot_count;
  config.identity.reset_cause = (uint8_t) PERIPHERALS->reset_cause;
  cuff_controller_boot (&controller, &hal, &config);
  for (;;) {
    if (break_seen) {
      break_seen = false;
      cuff_controller_break (&controller);
    }
    for (; n_taken != n_received; n_taken++)
      cuff_controller_receive (&controller, (const uint8_t[]){ received[n_taken] }, 1);
    if (PERIPHERALS->clock_us - stepped_us < CUFF_CONTROL_STEP_US)
      continue;
    stepped_us = PERIPHERALS->clock_us;
    cuff_controller_step (&controller);
  }
}

/* Words between two of the linker's marks, which to C are objects of their own. */
static uint32_t
words_between (const uint32_t *from, const uint32_t *to)
{
  return (uint32_t) (((uintptr_t) to - (uintptr_t) from) / sizeof *from);
}

void
board_reset (void)
{
  let_go (); /* before anything else, memory included */
  for (uint32_t i = 0; i < words_between (ebb_data, ebb_data_end); i++)
    ebb_data[i] = ebb_data_in_flash[i];
  for (uint32_t i = 0; i < words_between (ebb_bss, ebb_bss_end); i++)
    ebb_bss[i] = 0;
  board_main ();
}

typedef union {
  void *stack_top;
  void (*handler) (void);
} Vector;

__attribute__ ((section (".vectors"), used)) static const Vector vectors[UART_SLOT + 1] = {
  { .stack_top = ebb_stack_top },
  { .handler = board_reset },
  { .handler = lost }, /* NMI */
  { .handler = lost }, /* faults */
  { .handler = lost },
  { .handler = lost },
  { .handler = lost },
  [UART_SLOT] = { .handler = uart_interrupt },
};

/* What a compiler may call by itself, and a C library would bring along. */
void *memcpy (void *to, const void *from, size_t n_bytes);
void *memmove (void *to, const void *from, size_t n_bytes);
void *memset (void *to, int value, size_t n_bytes);

void *
memmove (void *to, const void *from, size_t n_bytes)
{
  uint8_t *out = to;
  const uint8_t *in = from;
  bool backwards = out > in;

  for (size_t i = 0; i < n_bytes; i++) {
    size_t at = backwards ? n_bytes - 1 - i : i;

    out[at] = in[at];
  }
  return to;
}

void *
memcpy (void *to, const void *from, size_t n_bytes)
{
  return memmove (to, from, n_bytes);
}

void *
memset (void *to, int value, size_t n_bytes)
{
  uint8_t *out = to;

  for (size_t i = 0; i < n_bytes; i++)
    out[i] = (uint8_t) value;
  return to;
}
